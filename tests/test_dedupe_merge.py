"""Merging: the best value of each field, and where it came from."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe import dedupe
from mentorlit.dedupe.fingerprints.persons import person
from mentorlit.dedupe.log import lines
from mentorlit.dedupe.merging.choose_names import Counterparts, choose_names, same_person
from mentorlit.dedupe.merging.merge import merge
from mentorlit.dedupe.merging.policy import FIELDS
from mentorlit.jsontext import encode
from mentorlit.model import (
    Citation,
    Keyword,
    Name,
    Origin,
    PartialDate,
    Problem,
    Section,
    Seen,
)

CATALOGUE = Citation(
    type="article-journal",
    title="Alignment of roles of near-peer mentors with medical education competencies",
    author=(
        Name(family="Prunuske", given="Amy"),
        Name(family="Wirta Kosobuski", given="Anna"),
    ),
    issued=PartialDate(year=2019, month=11, day=11),
    container_title="BMC Med Educ",
    doi="10.1186/s12909-019-1854-x",
    pmid="31711472",
    abstract="Background: mentors and their roles.",
    extra={"vufind": {"institution": ["NCBI"]}},
    problems=(Problem("not-stated", "no issue in the record", "issue"),),
    origin=Origin("cat", "cat.txt", "vufind-staffview", 1, 1, 0, "pubmed-1"),
)
PAGE = Citation(
    type="article-journal",
    title="Alignment of Roles of Near-Peer Mentors with Medical Education Competencies",
    author=(
        Name(family="Prunuske", given="A."),
        Name(family="Kosobuski", given="Anna Wirta"),
    ),
    issued=PartialDate(year=2019),
    container_title="BMC medical education",
    issue="1",
    number="417",
    page="417",
    abstract="Background: mentors and their roles.",
    abstract_sections=(Section("Background", "mentors and their roles."),),
    keyword=(Keyword("Peer mentors"),),
    extra={"pure": {"status": "Published"}},
    origin=Origin("pure", "pure.txt", "page-text", 1, 1, 0),
)


@pytest.fixture
def merged() -> Citation:
    result = dedupe([PAGE, CATALOGUE])
    assert len(list(result.citations())) == 1
    assert result.merged_away == 1
    return next(result.citations())


def member(merged: Citation, record: Citation) -> int:
    return merged.members.index(record)


def test_each_field_has_its_best_value(merged: Citation) -> None:
    assert merged.doi == CATALOGUE.doi
    assert merged.pmid == CATALOGUE.pmid
    assert (merged.issue, merged.number, merged.page) == ("1", "417", "")
    assert merged.issued == PartialDate(year=2019, month=11, day=11)
    assert merged.container_title == "BMC medical education"
    assert merged.container_title_short == "BMC Med Educ"
    assert merged.keyword == PAGE.keyword
    assert merged.author == CATALOGUE.author
    assert merged.abstract_sections == PAGE.abstract_sections
    assert merged.extra == {**CATALOGUE.extra, **PAGE.extra}


def test_every_field_has_its_provenance(merged: Citation) -> None:
    told = merged.provenance
    assert told["DOI"].members == (member(merged, CATALOGUE),)
    assert told["container-title"].members == (member(merged, PAGE),)
    assert told["container-title"].others == (
        Seen(value="BMC Med Educ", members=(member(merged, CATALOGUE),)),
    )
    assert told["author"].others[0].value == PAGE.author
    filled = {"title", "author", "issued", "container-title", "container-title-short", "issue"}
    assert filled <= told.keys()


def test_members_are_the_whole_records(merged: Citation) -> None:
    assert set(map(encode, merged.members)) == {encode(PAGE), encode(CATALOGUE)}
    assert merged.origin == merged.members[0].origin


def test_what_is_solved_is_no_problem(merged: Citation) -> None:
    assert merged.problems == ()
    assert merged.incomplete == ()


def test_a_record_alone_stays_as_it_is() -> None:
    assert merge([PAGE]) is PAGE


def test_further_identifiers_survive() -> None:
    one = Citation(title="t", doi="10.1000/a", pmid="1")
    two = Citation(title="t", doi="10.1000/b", identifiers={"arXiv": ("1706.03762",)})
    merged = merge([one, two])
    assert merged.doi == "10.1000/a"
    assert merged.identifiers == {"DOI": ("10.1000/b",), "arXiv": ("1706.03762",)}


def test_the_year_most_say_then_the_day() -> None:
    dates = [PartialDate(year=2012), PartialDate(year=2013), PartialDate(year=2012, month=3)]
    merged = merge([Citation(title="t", issued=date) for date in dates])
    assert merged.issued == PartialDate(year=2012, month=3)


def test_the_printed_year_wins_a_tie() -> None:
    early = Citation(title="t", issued=PartialDate(year=2012, month=3, day=1))
    printed = Citation(title="t", issued=PartialDate(year=2013), volume="4")
    assert merge([early, printed]).issued == PartialDate(year=2013)


def test_a_title_in_capitals_or_cut_loses() -> None:
    full = "Air versus oxygen for resuscitation of infants at birth: a review"
    stated = [full.upper(), full, "Air versus oxygen for resuscitation"]
    assert merge([Citation(title=title) for title in stated]).title == full


def test_names_are_taken_whole() -> None:
    initials = (Name(family="Abrahao", given="B."), Name(family="Cook", given="K. S."))
    full = (Name(family="Abrahao", given="Bruno"),)
    chosen, used = choose_names([initials, full])
    assert chosen == (full[0], initials[1])
    assert used == (0, 1)


def test_namesakes_keep_their_names() -> None:
    initials = (Name(family="Wang", given="Y."), Name(family="Wang", given="J."))
    full = (Name(family="Wang", given="Jun"), Name(family="Wang", given="Yan"))
    assert choose_names([initials, full])[0] == full or choose_names([initials, full])[0] == (
        full[1],
        full[0],
    )


FAMILIES = ["Müller", "Mueller", "M?ller", "Wirta Kosobuski", "Kosobuski", "de Oliveira Santos",
            "Vishnevskii", "Vishnevski", "Wolfeschlegel", "Wolfeschlegell", "Li"]  # fmt: skip
NAMES = st.builds(
    Name,
    family=st.sampled_from(FAMILIES),
    given=st.sampled_from(["", "Anna", "A.", "A. B.", "Anna Wirta", "Jun", "J."]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(NAMES, max_size=4), min_size=1, max_size=3))
def test_the_index_of_names_finds_what_a_search_finds(lists: list[list[Name]]) -> None:
    chosen, used = choose_names(lists)
    assert len(chosen) == max(map(len, lists))
    assert set(used) <= set(range(len(lists)))
    for names in lists:
        index = Counterparts(names)
        for name in FAMILIES:
            wanted = Name(family=name, given="Anna")
            one = person(wanted)
            same = [at for at, other in enumerate(names) if one and same_person(one, person(other))]
            if wanted not in names:
                assert index.place(wanted) == (same[0] if len(same) == 1 else None)


def test_long_lists_of_names_are_compared_in_parts() -> None:
    full = tuple(Name(family=f"Collaborator{n:05}", given="Anna Berta") for n in range(2000))
    short = tuple(Name(family=name.family, given="A. B.") for name in full)
    other = tuple(Name(family="Li", given="A.") for _ in full)
    assert choose_names([short, full, other])[0] == full


def test_merged_again_with_a_third(merged: Citation) -> None:
    third = msgspec.structs.replace(
        PAGE, volume="19", origin=Origin("ris", "r.ris", "ris", 7, 80, 900, "r7")
    )
    again = dedupe([merged, third])
    assert list(again.citations()) == list(dedupe([third, PAGE, CATALOGUE]).citations())
    assert again.merged_away == 1
    assert len(next(again.citations()).members) == 3


def test_the_log_tells_everything() -> None:
    stranger = Citation(title="Something else entirely about granular flow")
    log = list(lines(dedupe([PAGE, stranger, CATALOGUE])))
    assert len(log) == 2
    joined = next(line for line in log if len(line["members"]) == 2)
    assert {one["id"] for one in joined["members"]} == {"pubmed-1", "pure#1"}
    (link,) = joined["links"]
    assert link["decision"] == "duplicate"
    weights = [piece["weight"] for piece in link["evidence"].values()]
    assert link["score"] == pytest.approx(sum(weights))
    assert all(encode(line) for line in log)


def test_fields_of_the_work_stand_before_those_of_the_record() -> None:
    """A merge takes them from the front of each record."""
    assert tuple(Citation.__struct_fields__[: len(FIELDS)]) == FIELDS
