"""What the rules of deduplication promise besides the pairs of tests/dedupe/pairs.toml."""

import pytest

from mentorlit.dedupe.fingerprints import persons, titles, venues
from mentorlit.dedupe.fingerprints.empty_titles import no_title
from mentorlit.dedupe.fingerprints.fold import family_key, fold
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.fingerprints.pages import Pages, leading_number, pages
from mentorlit.dedupe.scoring.relations import NONE
from mentorlit.dedupe.scoring.score import MODES, score
from mentorlit.model import Citation, Name, PartialDate, Relation
from mentorlit.tables import load

BRANDT = Name(family="Brandt", given="Anna")
OKAFOR = Name(family="Okafor", given="Ifeoma")
TITLE = "Peer mentoring in rural medical schools: what remains after ten years"


def paper(**fields: object) -> Fingerprint:
    stated: dict[str, object] = {
        "type": "article-journal",
        "title": TITLE,
        "author": (BRANDT, OKAFOR),
        "issued": PartialDate(year=2012),
        **fields,
    }
    return fingerprint(Citation(**stated))  # type: ignore[arg-type]


def test_strict_asks_for_proof() -> None:
    a = paper(container_title="Medical Education")
    mistyped = paper(title=TITLE.replace("remains", "remians"), container_title="Med Educ")
    assert score(a, mistyped).outcome == "duplicate"
    assert score(a, mistyped, "strict").outcome == "unsure"
    assert score(a, mistyped, "strict").reason == "nothing proves it"
    assert score(a, paper(), "strict").outcome == "duplicate"


def test_modes_nest() -> None:
    """What a stricter mode joins a laxer one joins too; what a laxer one parts is parted."""
    a = paper(container_title="Medical Education", volume="46")
    others = (
        a,
        paper(),
        paper(issued=None),
        paper(author=()),
        paper(
            title="[Mentoring unter Gleichen]", language="de", container_title="Medical Education"
        ),
        paper(title=TITLE + ". Part 2"),
        paper(title="Vitamin D status of adolescents in northern cities"),
    )
    rank = {"duplicate": 2, "unsure": 1, "different": 0, "related": 0}
    for other in others:
        outcomes = [score(a, other, mode).outcome for mode in MODES]
        joined = [outcome == "duplicate" for outcome in outcomes]
        assert joined == sorted(joined)
        assert rank[outcomes[1]] <= max(rank[outcomes[2]], rank[outcomes[1]])
        assert (outcomes[0] == "different") == (outcomes[1] == "different")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(KeyError):
        score(paper(), paper(), "lax")


@pytest.mark.parametrize(
    ("kind", "relation", "inverse"),
    [
        ("comment-on", "comment-on", False),
        ("comment-in", "comment-on", True),
        ("partial-retraction-of", "retraction-of", False),
        ("published-as", "co-published-with", False),
        ("cites", "", False),
    ],
)
def test_a_stated_relation_counts(kind: str, relation: str, inverse: bool) -> None:
    a = paper(relations=(Relation(kind, "DOI", "10.1000/2"),), doi="10.1000/1")
    b = paper(doi="10.1000/2", title="Ten years of peer mentoring: what remains of it")
    decision = score(a, b)
    assert (decision.relation, decision.inverse) == (relation, inverse)
    assert (decision.outcome == "related") == bool(relation)


def test_what_deduplication_added_is_not_stated() -> None:
    a = paper(relations=(Relation("comment-on", "DOI", "10.1000/2", by="dedupe"),))
    assert a.stated == ()


def test_whole_evidence_decides_nothing_else() -> None:
    a = paper(container_title="Medical Education")
    b = paper(title="Thermal expansion of zirconium tungstate", container_title="Medical Education")
    quick, whole = score(a, b), score(a, b, whole=True)
    assert (quick.outcome, quick.reason) == (whole.outcome, whole.reason)
    assert set(quick.evidence) < set(whole.evidence)


def test_relations_are_a_closed_list() -> None:
    table = load("dedupe/relations")
    known = {*table["stated"], "version-of"}
    assert set(table["notes"].values()) <= known
    assert set(table["forms"].values()) <= known
    assert set(table["inverses"].values()) <= known
    assert set(table["synonyms"].values()) <= known
    assert set(table["symmetrical"]) <= known
    assert known <= set(load("dedupe/versions")["inverse"])
    assert NONE == ("", False)


def test_what_is_compared_is_bounded() -> None:
    """However long the fields are, the fingerprint is not."""
    long = "mentoring in schools " * 50_000
    everyone = tuple(Name(family=f"F{number}", given="A") for number in range(10_000))
    one = paper(
        title=long,
        alternative_title=(long,) * 1000,
        abstract=long,
        container_title=long,
        author=(*everyone, Name(literal="A Brandt; " * 10_000)),
        genre=long,
        edition=long,
        page=long,
        number=long,
        url=(long,) * 100,
        relations=(Relation("cites", "DOI", "10.1000/2"),) * 10_000,
    )
    assert len(one.title.joined) <= 512
    assert len(one.titles) <= 6
    assert len(one.persons) <= 30
    assert len(one.abstract) <= 300
    assert len(one.fine) <= 12 * 520
    assert len(persons.persons([Name(literal="A Brandt; " * 10_000)], 30)) <= 30


@pytest.mark.parametrize(
    "stated",
    [
        "Microsoft Word - 04_final.doc", "paper.dvi", "doi:10.1016/j.jsis.2009.02.001",
        "https://example.org/item/12", "nmat1849 183..191", "PII: S0167-9236(02)00005-2",
        "MIS Quarterly Vol. 28 No. 1/March 2004", "12", "This article was downloaded by: [U]",
    ],
)  # fmt: skip
def test_no_title(stated: str) -> None:
    assert no_title(stated, fold(stated))
    assert titles.title(stated).content == ()


@pytest.mark.parametrize(
    "stated",
    [
        "Word frequency and the mental lexicon", "Node.js in practice", "Volume overload",
        "2001 consensus guidelines for the management of women", "Posters and the public sphere",
    ],
)  # fmt: skip
def test_a_title(stated: str) -> None:
    assert not no_title(stated, fold(stated))
    assert titles.title(stated).content


@pytest.mark.parametrize(
    ("stated", "note"),
    [
        ("Re: Mentoring in rural practice", "comment"),
        ("Re-evaluation of mentoring", ""),
        ("Correction: Mentoring in rural practice", "erratum"),
        ("Correction of scoliosis in adults", ""),
        ("Retraction-Mentoring in rural practice", "retraction"),
        ("Retraction of the upper eyelid", ""),
        ("Response to Comment on “Mentoring”", "reply"),
        ("Response to lithium in bipolar disorder", ""),
        ("Mentoring of carers: protocol for a systematic review", "protocol"),
        ("Mentoring of carers (vol 36, pg 55, 2003)", "erratum"),
    ],
)
def test_notes(stated: str, note: str) -> None:
    assert titles.title(stated).note == note


@pytest.mark.parametrize(
    "names",
    [
        ("Vishnevskii", "Vishnevski", "Wishnewsky", "Vishnevskij"),
        ("Müller", "Mueller", "Muller"),
        ("Ivanov", "Iwanow", "Ivanoff"),
        ("Papadopoulos", "Παπαδόπουλος"),
    ],
)
def test_one_name(names: tuple[str, ...]) -> None:
    assert len({family_key(fold(name)) for name in names}) == 1


@pytest.mark.parametrize(("one", "other"), [("Zhang", "Zang"), ("Jiang", "Yang"), ("Hall", "Hill")])
def test_two_names(one: str, other: str) -> None:
    assert family_key(fold(one)) != family_key(fold(other))


def test_who_is_listed_twice_counts_once() -> None:
    assert len(persons.persons([BRANDT, OKAFOR, BRANDT], 30)) == 2


@pytest.mark.parametrize(
    "nobody", ["et al.", "Anonymous", "Administrator", "NCT03399370", "No authors listed"]
)
def test_nobody(nobody: str) -> None:
    assert persons.persons([Name(literal=nobody)], 30) == ()


@pytest.mark.parametrize(
    "joined",
    [
        "Brandt A; Okafor I",
        "Anna Brandt and Ifeoma Okafor",
        "Brandt A, Okafor I",
        "Brandt A.Okafor I.",
    ],
)
def test_joined_names_are_parted(joined: str) -> None:
    families = [one.family for one in persons.persons([Name(literal=joined)], 30)]
    assert families == ["brandt", "okafor"]


@pytest.mark.parametrize(
    ("page", "number", "expected"),
    [
        ("19-19", "", Pages("19")),
        ("S77-S77", "", Pages("s77")),
        ("p3-p15", "", Pages("3", "15")),
        ("", "e124", Pages("e124", article=True)),
        ("s1252", "", Pages("s1252")),
        ("01/06/2015", "", Pages()),
        ("2001-06-01 00:00:00", "", Pages()),
    ],
)
def test_page_forms(page: str, number: str, expected: Pages) -> None:
    assert pages(page, number) == expected


@pytest.mark.parametrize(
    ("volume", "number"), [("LIX", "59"), ("XIV", "14"), ("civic", ""), ("", "")]
)
def test_roman_volumes(volume: str, number: str) -> None:
    assert leading_number(volume) == number


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Journal of Neurology, Neurosurgery…", "J Neurol Neurosurg Psychiatry", "compatible"),
        ("Zeitschrift f?r Kardiologie", "Zeitschrift für Kardiologie", "same"),
        ("Das Gesundheitswesen", "Gesundheitswesen", "same"),
        ("中国针灸", "Zhongguo Zhen Jiu", ""),
        ("Journal of Physics…", "Journal of Chemistry", "different"),
    ],
)
def test_names_of_venues(a: str, b: str, outcome: str) -> None:
    assert venues.compare(venues.venue(a), venues.venue(b)) == outcome
