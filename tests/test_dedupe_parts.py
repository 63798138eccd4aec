"""The parts of deduplication by themselves."""

from array import array

import pytest

from mentorlit.dedupe import dedupe
from mentorlit.dedupe.engines import Room
from mentorlit.dedupe.engines.memory import Engine
from mentorlit.dedupe.fingerprints import pages, persons, titles, venues
from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.dedupe.fingerprints.pages import Pages
from mentorlit.dedupe.merging.choose import RULES
from mentorlit.model import JSON_NAME, Citation, Name, PartialDate
from mentorlit.tables import load


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Über die <i>ß</i>-Faltung", "uber die ss faltung"),
        ("β-Catenin &amp; TNF-α", "beta catenin and tnf alpha"),
        ("Журнал физики", "zhurnal fiziki"),
        ("K{\\\"o}hler and \\'Elan", "kohler and elan"),
        ("The patient’s O'Neill", "the patients oneill"),
        ("ﬁbrosis Ｈ２Ｏ", "fibrosis h2o"),
        ("数据库", "数据库"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("page", "number", "expected"),
    [
        ("221-8", "", Pages("221", "228")),
        ("221–228", "", Pages("221", "228")),
        ("9848--9853", "", Pages("9848", "9853")),
        ("S212-S216", "", Pages("s212", "216")),
        ("0696-0701", "", Pages("696", "701")),
        ("e124", "", Pages("e124", "", article=True)),
        ("Cd002273", "", Pages("cd2273", "", article=True)),
        ("08-Aug", "", Pages()),
        ("215 p", "", Pages()),
        ("Suppl-29", "", Pages()),
        ("", "417", Pages("417", "", article=True)),
        ("No pagination", "", Pages()),
    ],
)
def test_pages(page: str, number: str, expected: Pages) -> None:
    assert pages.pages(page, number) == expected


@pytest.mark.parametrize(
    ("volume", "number"), [("29(1)", "29"), ("2)", ""), ("Ph.D.", ""), ("vol. 007", "7"), ("", "")]
)
def test_leading_number(volume: str, number: str) -> None:
    assert pages.leading_number(volume) == number


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        (Name(family="Wirta Ko", given="Anna"), Name(family="Ko", given="Anna Wirta"), 1, 1),
        (Name(family="van den Berg", given="J."), Name(family="Berg", given="Jan"), 0.8, 1),
        (Name(family="Vishnevskii", given="A"), Name(family="Vishnevski", given="A."), 0.8, 1),
        (Name(family="Müller", given="K."), Name(family="Mueller", given="Karl"), 1, 1),
        (Name(family="Gómez", given="Reynoso"), Name(family="Reynoso", given="Gómez"), 0.9, 1),
        (Name(literal="D. Scott Mackay"), Name(family="Mackay", given="DS"), 1, 1),
        (Name(family="Savage", given="J. D."), Name(family="JD", given="Savage"), 1, 1),
        (Name(family="Hall", given="Laura"), Name(family="Hall", given="Gillian"), 0, 0.5),
        (Name(family="Patel", given="N."), Name(family="Lim", given="N."), 0, 0),
    ],
)  # fmt: skip
def test_alike(a: Name, b: Name, least: float, most: float) -> None:
    one, other = persons.person(a), persons.person(b)
    assert one is not None
    assert other is not None
    assert least <= persons.agreement((one,), (other,), 0.8)[0] <= most


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("BMC Med Educ", "BMC medical education", "compatible"),
        ("Proc. Natl. Acad. Sci. U.S.A.", "PNAS", "same"),
        ("Lancet (London, England)", "The Lancet", "same"),
        ("VLDB", "Very Large Data Bases", "compatible"),
        ("SIGMOD Record", "ACM SIGMOD Record", "compatible"),
        ("Proceedings of the 24th Annual Symposium on Logic", "Symposium on Logic", "compatible"),
        ("Cancer", "Cancer Research", "different"),
        ("Journal of Physics A", "Journal of Physics B", "different"),
        ("", "Nature", ""),
    ],
)
def test_venues(a: str, b: str, outcome: str) -> None:
    assert venues.compare(venues.venue(a), venues.venue(b)) == outcome
    assert venues.compare(venues.venue(b), venues.venue(a)) == outcome


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Part II: reducibility", ("2",)),
        ("A study of 10,000 women", ("10000",)),
        ("Factor V Leiden", ()),
        ("CD4(+) T cells, part B", ("4", "b")),
    ],
)
def test_title_numbers(title: str, numbers: tuple[str, ...]) -> None:
    assert titles.title(title).numbers == numbers


def test_title_without_what_databases_add() -> None:
    plain = titles.title("Screening for cervical cancer").joined
    for stated in (
        "[Screening for cervical cancer.] [Spanish]",
        "Screening for cervical cancer. [Review] [53 refs]",
        "Original article: Screening for cervical cancer",
        "Screening for cervical cancer [German] Vorsorge bei Zervixkarzinom",
    ):
        assert titles.title(stated).joined == plain


STRONG, WEAK = 1, 2


def candidate_pairs(
    keyed: list[tuple[int, ...]], *levels: list[int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    engine = Engine(2, frozenset({STRONG}), Room())
    packed = [array("Q", keys).tobytes() for keys in keyed]
    found = engine.candidate_pairs(packed, lambda n: [level[n] for level in levels])
    return [(code >> 32, code & 0xFFFFFFFF) for codes in found for code in codes], engine.capped


def test_engine_splits_what_is_too_big() -> None:
    pairs, capped = candidate_pairs([(STRONG,)] * 6, [n // 2 for n in range(6)])
    assert pairs == [(0, 1), (2, 3), (4, 5)]
    assert capped == [(STRONG, 6)]


def test_engine_splits_what_a_strong_key_joins_in_several_ways() -> None:
    """Records 0 and 5 agree in the second number alone."""
    first, second = [0, 0, 1, 1, 2, 2], [7, 8, 8, 9, 9, 7]
    joined = [(0, 1), (0, 5), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert candidate_pairs([(STRONG,)] * 6, first, second)[0] == joined
    assert candidate_pairs([(WEAK, WEAK + 64)] * 6, first, second)[0] == [(0, 1), (2, 3), (4, 5)]


def test_engine_reports_what_it_cannot_split() -> None:
    pairs, capped = candidate_pairs([(STRONG,)] * 9, [7] * 9)
    assert pairs == [(a, b) for a in range(9) for b in range(a + 1, min(a + 4, 9))]
    assert capped == [(STRONG, 9)]


def test_engine_asks_for_a_strong_key_or_two_weak_ones() -> None:
    other = 64
    keyed = [(WEAK,), (WEAK, WEAK + other), (WEAK + other,), (STRONG,), (STRONG, WEAK + other)]
    assert candidate_pairs(keyed, [0] * 5)[0] == [(3, 4)]
    both: list[tuple[int, ...]] = [(WEAK, WEAK + other), (WEAK + other, WEAK)]
    assert candidate_pairs(both, [0, 0])[0] == [(0, 1)]


def test_a_key_shared_by_thousands_ends() -> None:
    records = [
        Citation(title="Editorial", container_title="BMJ", note=(str(n),)) for n in range(3000)
    ]
    result = dedupe(records)
    assert len(list(result.citations())) == 3000
    assert result.capped


def test_very_many_copies_still_meet() -> None:
    title = "Peer mentoring of medical students in rural areas"
    author = (Name(family="Brandt", given="Anna"),)
    records = [Citation(title=title, author=author, publisher=str(n)) for n in range(500)]
    result = dedupe(records)
    assert len(list(result.citations())) == 1
    assert result.capped


def test_absurdly_long_fields_end() -> None:
    long = "unbounded " * 100_000
    a = Citation(title=long, abstract=long, container_title=long, volume=long, page=long, doi=long)
    b = Citation(title=long + "x", abstract=long, author=(Name(family=long),) * 50)
    with dedupe([a, b, a]) as result:
        assert len(list(result.citations())) <= 2


def test_no_chain_through_a_thin_record() -> None:
    """A record without a DOI fits two papers that are not one; it joins only one of them."""
    shared = {
        "title": "Peer mentoring in rural medical schools: what remains after ten years",
        "author": (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="Ifeoma")),
        "issued": PartialDate(year=2012),
    }
    one = Citation(**shared, doi="10.1000/1", container_title="Medical Education")  # type: ignore[arg-type]
    two = Citation(**shared, doi="10.1000/2", container_title="Medical Education")  # type: ignore[arg-type]
    thin = Citation(**shared)  # type: ignore[arg-type]
    result = dedupe([one, thin, two])
    assert sorted(len(cluster.members) for cluster in result.clusters) == [1, 2]
    decisions = [link.decision for cluster in result.clusters for link in cluster.links]
    assert sorted(decisions) == ["duplicate", "unsure"]


def test_tables_name_what_exists() -> None:
    rules = load("dedupe/merge")
    assert set(rules) <= set(JSON_NAME.values())
    assert set(rules.values()) <= {*RULES, "with-abstract"}
    for curve in load("dedupe/score")["curves"].values():
        assert [x for x, _ in curve] == sorted(x for x, _ in curve)
        assert [y for _, y in curve] == sorted(y for _, y in curve)
