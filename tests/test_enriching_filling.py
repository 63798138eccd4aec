"""What comes over from an answer, and how it is taken back: whole records in, whole records out."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citations import whole
from enriching_records import ADDRESS, MENTORS, OTHER, SPARSE, again, changed
from mentorlit.enriching.agreeing import RULES
from mentorlit.enriching.asked import noted
from mentorlit.enriching.filling import fillable, filled, groups
from mentorlit.enriching.marking import marked
from mentorlit.enriching.undoing import undone
from mentorlit.jsontext import encode
from mentorlit.model import (
    JSON_NAME,
    PYTHON_NAME,
    Citation,
    Name,
    Origin,
    PartialDate,
    Problem,
    Provenance,
    Relation,
    Seen,
    StandardNumber,
    missing,
)

ANSWER = Origin("crossref", ADDRESS, "crossref-json", 1, 1, 0, "10.1186/s12909-019-1854-x")
FILLED = Provenance((), "filled", (), ANSWER)


def taken(record: Citation, answer: Citation = MENTORS, **overwrite: Any) -> dict[str, Any]:
    """Return the fields that filling changed, with their new values."""
    made = filled(record, answer, by="crossref", **overwrite)
    return {
        field: getattr(made, field)
        for field in JSON_NAME
        if getattr(made, field) != getattr(record, field) and field != "provenance"
    }


def test_empty_fields_are_filled_and_nothing_else() -> None:
    expected = changed(
        SPARSE,
        dates=MENTORS.dates,
        container_title_short="BMC Med Educ",
        volume="19",
        issue="1",
        number="417",
        publisher=MENTORS.publisher,
        doi=MENTORS.doi,
        pmid="31711472",
        pmcid="PMC6849195",
        issn=MENTORS.issn,
        language="en",
        abstract=MENTORS.abstract,
        abstract_sections=MENTORS.abstract_sections,
        keyword=MENTORS.keyword,
        provenance=dict.fromkeys(NAMES, FILLED),
    )
    assert filled(SPARSE, MENTORS, by="crossref") == expected


NAMES = (
    *("DOI", "PMID", "PMCID", "language", "keyword", "container-title-short", "ISSN"),
    *("volume", "issue", "number", "publisher", "abstract", "abstract-sections", "dates.epub"),
)


def test_a_full_record_stays_the_very_same() -> None:
    assert filled(MENTORS, MENTORS, by="crossref") is MENTORS


def test_the_place_of_the_answer_among_others_does_not_count() -> None:
    one = changed(MENTORS, origin=msgspec.structs.replace(ANSWER, ordinal=33, line=9))
    assert filled(SPARSE, one, by="crossref") == filled(SPARSE, MENTORS, by="crossref")


def test_an_answer_without_an_origin_is_known_by_the_service() -> None:
    made = filled(SPARSE, changed(MENTORS, origin=None), by="pubmed")
    assert made.provenance["volume"].origin == Origin("pubmed", "pubmed", "pubmed", 1, 1, 0)


def test_incomplete_is_what_is_still_missing() -> None:
    record = Citation(doi=MENTORS.doi, incomplete=("title", "author", "issued"))
    assert filled(record, MENTORS, by="crossref").incomplete == ()
    answer = changed(MENTORS, author=())
    assert filled(record, answer, by="crossref").incomplete == ("author",)


def test_a_place_comes_only_from_the_same_journal() -> None:
    record = changed(SPARSE, container_title="The Lancet", issn=())
    got = taken(record)
    place = {"volume", "issue", "number", "issn", "container_title_short"}
    assert not place & got.keys()
    assert "doi" in got
    assert "publisher" not in got
    assert place <= taken(changed(SPARSE, container_title="")).keys()
    assert place - {"issn"} <= taken(changed(record, issn=MENTORS.issn)).keys()


def test_a_place_does_not_come_beside_another_volume() -> None:
    assert not {"issue", "number"} & taken(changed(SPARSE, volume="20")).keys()
    assert not {"volume", "issue"} & taken(changed(SPARSE, number="12")).keys()
    assert {"issue", "number"} <= taken(changed(SPARSE, volume="Vol. 19")).keys()


def test_page_and_article_number_do_not_both_come() -> None:
    assert "number" not in taken(changed(SPARSE, page="417"))
    answer = changed(MENTORS, page="417")
    assert "page" not in taken(SPARSE, answer)
    assert taken(SPARSE, answer)["number"] == "417"
    assert "page" not in taken(changed(SPARSE, number="417"), answer)


def test_a_report_may_have_a_number_and_pages() -> None:
    record = Citation(type="report", title="Beds in rural wards", number="TR-7")
    record = changed(record, incomplete=missing(record))
    answer = changed(record, page="1-40")
    assert taken(record, answer) == {"page": "1-40"}


def test_nobody_comes_in_a_second_role() -> None:
    record = changed(SPARSE, type="book", author=(), editor=(Name(family="Houss", given="B."),))
    assert "author" not in taken(record)
    record = changed(record, editor=(Name(family="Wirta", given="Q."),))
    assert taken(record)["author"] == MENTORS.author


def test_a_list_of_names_comes_whole_or_not_at_all() -> None:
    assert "author" not in taken(changed(SPARSE, author=SPARSE.author[:1]))


def test_a_publisher_and_its_place_belong_together() -> None:
    answer = changed(MENTORS, publisher="Springer", publisher_place="Cham")
    assert taken(SPARSE, answer)["publisher_place"] == "Cham"
    assert "publisher_place" not in taken(changed(SPARSE, publisher="Elsevier"), answer)
    assert "publisher" not in taken(changed(SPARSE, publisher_place="Berlin"), answer)
    assert taken(changed(SPARSE, publisher="SPRINGER"), answer)["publisher_place"] == "Cham"


def test_an_abstract_comes_with_its_sections_only() -> None:
    assert "abstract_sections" not in taken(changed(SPARSE, abstract="Mentors."))
    assert "abstract" not in taken(changed(SPARSE, abstract_sections=MENTORS.abstract_sections))


def test_a_short_title_comes_with_its_title_only() -> None:
    answer = changed(MENTORS, title_short="Near-peer mentors")
    assert "title_short" not in taken(SPARSE, answer)
    assert taken(Citation(doi=MENTORS.doi), answer)["title_short"] == "Near-peer mentors"


def test_an_address_comes_only_where_no_identifier_leads_to_the_work() -> None:
    answer = changed(MENTORS, doi="", pmid="", pmcid="", url=("https://example.org/1",))
    assert taken(SPARSE, answer)["url"] == ("https://example.org/1",)
    assert "url" not in taken(SPARSE, MENTORS)
    assert "url" not in taken(changed(SPARSE, pmid="31711472"), answer)


def test_what_is_the_records_own_never_comes() -> None:
    answer = changed(
        MENTORS,
        citation_key="k",
        annote=("a",),
        accessed=PartialDate(year=2020),
        call_number="W 20",
        archive="PMC",
        affiliation=("Duluth",),
        extra={"crossref-json": {"score": 1}},
    )
    assert taken(SPARSE, answer) == taken(SPARSE)


def test_identifiers_are_united() -> None:
    record = changed(SPARSE, doi="10.5555/old", identifiers={"OCLC": ("1",)})
    answer = changed(MENTORS, identifiers={"OCLC": ("2",), "OpenAlex": ("W1",), "MAG": ("5",)})
    made = filled(record, answer, by="crossref")
    assert made.doi == "10.5555/old"
    assert made.identifiers == {"OCLC": ("1",), "OpenAlex": ("W1",), "DOI": (MENTORS.doi,)}
    assert made.provenance["identifiers.DOI"] == FILLED
    assert "identifiers" not in made.provenance
    assert undone(made) == record


def test_the_second_answer_fills_what_the_first_left() -> None:
    first = filled(SPARSE, changed(MENTORS, pmid="", dates={}), by="crossref")
    second = filled(first, MENTORS, by="pubmed")
    assert second.pmid == MENTORS.pmid
    sources = {name: told.origin and told.origin.source for name, told in second.provenance.items()}
    assert (sources["volume"], sources["PMID"]) == ("crossref", "pubmed")
    assert undone(second) == SPARSE


def test_what_somebody_emptied_stays_empty() -> None:
    told = Provenance((), "edited", (Seen("20", (0,)),))
    record = changed(SPARSE, provenance={"volume": told}, members=(SPARSE, SPARSE))
    assert "volume" not in taken(record)


def test_an_overwritten_value_is_kept_beside_its_successor() -> None:
    overwrite = frozenset({"title", "author", "volume"})
    made = filled(SPARSE, MENTORS, by="crossref", overwrite=overwrite)
    assert (made.title, made.author) == (MENTORS.title, MENTORS.author)
    assert made.provenance["title"] == Provenance(
        (), "overwritten", (Seen(SPARSE.title, ()),), ANSWER
    )
    assert made.provenance["volume"] == FILLED
    assert filled(made, changed(MENTORS, title="Another"), by="x", overwrite=overwrite) == made
    assert undone(made) == SPARSE
    assert encode(undone(again(made))) == encode(SPARSE)


def test_the_provenance_of_a_merge_comes_back() -> None:
    before = Provenance((0, 1), "majority", (Seen("21", (1,)),))
    record = changed(SPARSE, volume="20", provenance={"volume": before, "title": FIRST})
    overwrite = frozenset({"volume", "container-title"})
    made = filled(record, MENTORS, by="crossref", overwrite=overwrite)
    assert made.provenance["volume"] == Provenance(
        (), "overwritten+majority", (Seen("20", (0, 1)), Seen("21", (1,))), ANSWER
    )
    assert made.provenance["title"] == FIRST
    assert encode(undone(again(made))) == encode(record)


FIRST = Provenance((0,), "title")


def test_an_abstract_is_overwritten_with_its_sections() -> None:
    record = changed(SPARSE, abstract="Mentors.")
    overwrite = frozenset({"abstract"})
    made = filled(record, MENTORS, by="crossref", overwrite=overwrite)
    assert made.abstract_sections == MENTORS.abstract_sections
    assert undone(made) == record
    plain = changed(MENTORS, abstract="Plain.", abstract_sections=())
    over = filled(MENTORS, plain, by="x", overwrite=overwrite)
    assert (over.abstract, over.abstract_sections) == ("Plain.", ())
    assert undone(again(over)) == MENTORS


def test_a_volume_of_another_journal_is_not_overwritten() -> None:
    record = changed(SPARSE, container_title="The Lancet", volume="3")
    overwrite = frozenset({"volume"})
    assert "volume" not in taken(record, overwrite=overwrite)
    both = frozenset({"volume", "container-title"})
    assert taken(record, overwrite=both)["volume"] == "19"


def test_a_problem_that_only_says_that_a_field_is_missing_goes() -> None:
    problems = (
        Problem("body-only", "the text is the body of an article"),
        Problem("no-title", "nothing in the text shows which line is the title", "title"),
        Problem("date-unclear", "more than one", "issued"),
    )
    record = Citation(doi=MENTORS.doi, problems=problems, incomplete=("title", "author", "issued"))
    made = filled(record, MENTORS, by="crossref")
    assert made.problems == (problems[0], problems[2])
    assert encode(undone(again(made))) == encode(record)


def test_the_table_names_fields_that_there_are() -> None:
    assert {*groups()} == {*RULES, "keyed", "address"}
    assert {*fillable()} <= {*PYTHON_NAME}
    assert len({*fillable()}) == len(fillable())
    assert {"title", "DOI", "page", "abstract"} <= {*fillable()}
    assert not {"note", "citation-key", "URL", "accessed"} & {*fillable()}


RETRACTED = (Relation("retraction-in", "DOI", "10.1000/notice"), Relation("erratum-in", text="J 1"))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Citation, Citation]:
    """Records and answers with values in any fields, some of them the same."""
    one, other = draw(whole()), draw(whole())
    record = changed(one, incomplete=())
    record = changed(record, incomplete=missing(record))
    kept = draw(st.sets(st.sampled_from(["title", "container_title", "author"])))
    answer = changed(other, **{field: getattr(record, field) for field in kept})
    if draw(st.booleans()):
        answer = changed(answer, relations=RETRACTED, status="retracted")
    return record, changed(answer, identifiers={**answer.identifiers, "OpenAlex": ("W1",)})


OVERWRITES = st.frozensets(st.sampled_from(fillable()), max_size=4)


@given(pairs(), OVERWRITES)
def test_whatever_was_filled_can_be_taken_back(
    pair: tuple[Citation, Citation], overwrite: frozenset[str]
) -> None:
    record, answer = pair
    made = filled(record, answer, by="crossref", overwrite=overwrite)
    made = noted(marked(made, answer, by="crossref"), ["crossref DOI 10.1/x", "crossref search"])
    assert encode(undone(made)) == encode(record)
    assert encode(undone(again(made))) == encode(record)


@given(pairs(), OVERWRITES)
def test_filling_twice_is_filling_once(
    pair: tuple[Citation, Citation], overwrite: frozenset[str]
) -> None:
    record, answer = pair
    made = filled(record, answer, by="crossref", overwrite=overwrite)
    assert filled(made, answer, by="crossref", overwrite=overwrite) == made
    once = marked(made, answer, by="crossref")
    assert marked(once, answer, by="crossref") is once


@given(pairs())
def test_no_stated_value_is_ever_changed(pair: tuple[Citation, Citation]) -> None:
    record, answer = pair
    made = filled(record, answer, by="crossref")
    for field in JSON_NAME:
        stated, now = getattr(record, field), getattr(made, field)
        if field in ("incomplete", "problems", "extra", "provenance"):
            continue
        if isinstance(stated, dict):
            assert {key: now[key] for key in stated} == stated
        elif stated:
            assert now == stated


@given(whole())
def test_a_record_that_was_not_enriched_stays_the_very_same(record: Citation) -> None:
    whole_record = changed(record, incomplete=missing(record))
    assert undone(whole_record) is whole_record


@pytest.mark.parametrize("record", [SPARSE, OTHER, Citation()])
def test_undoing_nothing_is_nothing(record: Citation) -> None:
    assert undone(record) is record


def test_marks_of_members_stay() -> None:
    notice = Relation("retraction-in", "DOI", "10.1000/notice", by="pubmed")
    told = Problem("retracted", "the work is retracted; notice: DOI 10.1000/notice")
    member = changed(SPARSE, relations=(notice,), problems=(told,), status="retracted")
    member = noted(member, ["pubmed PMID 1"])
    merged = changed(member, members=(member, MENTORS))
    assert undone(merged) is merged
    made = noted(merged, ["pubmed PMID 1", "crossref search"])
    assert made.extra == {"enrich": {"asked": ["crossref search", "pubmed PMID 1"]}}
    assert encode(undone(again(made))) == encode(merged)


def test_an_issn_alone_tells_the_journal() -> None:
    record = changed(SPARSE, container_title="", issn=(StandardNumber("0140-6736"),))
    assert "volume" not in taken(record)


@pytest.mark.parametrize(
    "record",
    [
        changed(SPARSE, provenance={"nothing": FILLED, "title.x": FILLED, "dates.": FILLED}),
        changed(SPARSE, members=(SPARSE,), provenance={"members": FILLED}),
        changed(
            SPARSE, provenance={"author": Provenance((), "overwritten", (Seen(5, ()),), ANSWER)}
        ),
        changed(SPARSE, provenance={"title": Provenance((), "overwritten", (), ANSWER)}),
        changed(SPARSE, extra={"enrich": {"solved": [5, [1], ["a", {}], [0, {"code": 1}]]}}),
        changed(SPARSE, extra={"enrich": {"asked": [5, {"a": []}, "x"]}}),
        changed(SPARSE, extra={"enrich": {"solved": {}, "asked": 5}}),
        changed(SPARSE, provenance={"dates.epub": FILLED, "identifiers.X": FILLED}),
    ],
)
def test_what_was_changed_by_hand_does_no_harm(record: Citation) -> None:
    made = undone(again(record))
    assert (made.title in ("", record.title), made.author) == (True, record.author)
    assert (made.members, made.origin) == (record.members, record.origin)
    again(noted(filled(record, MENTORS, by="x"), ["crossref search"]))
