"""What holds for deduplication whatever the records are."""

from collections.abc import Callable

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe import Deduplicated, dedupe
from mentorlit.dedupe.canonical import speaks
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.log import lines
from mentorlit.dedupe.versions import unlinked
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate

TITLES = (
    "Attitudes of general practitioners towards peer mentoring: a qualitative study",
    "Attitudes of general practitioners towards peer mentoring",
    "Attitudes of general practitioners toward peer-mentoring. A qualitative study.",
    "Attitudes of general practitioners towards peer mentoring, part 2",
    "Erratum: Attitudes of general practitioners towards peer mentoring",
    "Vitamin D status of adolescents in northern cities",
    "Vitamin D status of adults in northern cities",
    "Editorial",
    "",
)
AUTHORS = (
    (),
    (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="I. M.")),
    (Name(family="Okafor", given="Ifeoma"), Name(family="Brandt", given="A.")),
    (Name(family="Brandt", given="A."),),
    (Name(family="Lindqvist", given="Per"),),
)


@st.composite
def citations(draw: Callable[[st.SearchStrategy[object]], object]) -> Citation:
    def one(*values: object) -> object:
        return draw(st.sampled_from(values))

    year = one(None, 2010, 2011, 2015)
    return Citation(
        type=str(one("article-journal", "article-journal", "paper-conference")),
        title=str(one(*TITLES)),
        author=draw(st.sampled_from(AUTHORS)),  # type: ignore[arg-type]
        issued=PartialDate(year=year) if isinstance(year, int) else None,
        container_title=str(one("", "Medical Education", "Med Educ", "Academic Medicine")),
        volume=str(one("", "12", "13")),
        page=str(one("", "10-19", "10", "77-81", "e104")),
        doi=str(one("", "", "10.1000/1", "10.1000/2")),
    )


def placed(records: list[Citation]) -> list[Citation]:
    return [
        msgspec.structs.replace(
            record,
            origin=Origin(source="s", file="s", format="ris", ordinal=n, line=n, offset=n),
        )
        for n, record in enumerate(records, 1)
    ]


LISTS = st.lists(citations(), max_size=9).map(placed)


def canonical(result: Deduplicated) -> list[bytes]:
    return sorted(map(encode, list(result.citations())))


@settings(max_examples=150, deadline=None)
@given(LISTS.flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
def test_order_does_not_matter(pair: tuple[list[Citation], list[Citation]]) -> None:
    one, other = dedupe(pair[0]), dedupe(pair[1])
    assert canonical(one) == canonical(other)
    assert sorted(map(encode, lines(one))) == sorted(map(encode, lines(other)))


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_again_changes_nothing(records: list[Citation]) -> None:
    once = dedupe(records)
    assert list(dedupe(once.citations()).citations()) == list(once.citations())


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_nothing_is_lost(records: list[Citation]) -> None:
    result = dedupe(records)
    leaves = [leaf for one in result.citations() for leaf in (one.members or (unlinked(one),))]
    assert sorted(map(encode, leaves)) == sorted(map(encode, records))
    assert len(records) == len(list(result.citations())) + result.merged_away
    indexes = sorted(index for one in result.clusters for index in one.members)
    assert indexes == list(range(len(records)))


@settings(max_examples=100, deadline=None)
@given(LISTS, st.integers(min_value=0, max_value=8))
def test_a_copy_merges_and_changes_nothing_else(records: list[Citation], at: int) -> None:
    records = [record for record in records if speaks(fingerprint(record))]
    if not records:
        return
    copied = records[at % len(records)]
    origin = Origin(source="t", file="t", format="ris", ordinal=1, line=1, offset=0)
    before = dedupe(records)
    after = dedupe([*records, msgspec.structs.replace(copied, origin=origin)])
    assert len(list(after.citations())) == len(list(before.citations()))
    assert after.merged_away == before.merged_away + 1


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_an_unrelated_record_changes_nothing(records: list[Citation]) -> None:
    stranger = Citation(title="Thermal expansion of zirconium tungstate", volume="3", page="1-2")
    result = dedupe([*records, stranger])
    assert list(result.citations())[-1] == stranger
    assert list(result.citations())[:-1] == list(dedupe(records).citations())


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_merged_values_are_stated_values(records: list[Citation]) -> None:
    for one in list(dedupe(records).citations()):
        for member in one.members:
            assert not member.members
        if one.members:
            assert {name for m in one.members for name in m.author} >= set(one.author)
            assert one.issued in {m.issued for m in one.members}
            assert one.title in {m.title for m in one.members}
