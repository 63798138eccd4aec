"""Whether an answer is the work that a record describes."""

from typing import Any

import pytest

from enriching_records import MENTORS, OTHER, SPARSE, changed
from mentorlit.enriching.comparing import DIFFERENT, SAME, UNSURE, chosen, judged
from mentorlit.model import Citation, Name, PartialDate, Relation, StandardNumber
from mentorlit.services import DOI, ISBN, PMID, Identifier

ASKED = Identifier(DOI, MENTORS.doi)
PREPRINT = changed(
    MENTORS,
    type="article",
    genre="preprint",
    container_title="",
    container_title_short="",
    volume="",
    issue="",
    number="",
    issn=(),
    publisher="Research Square",
    doi="10.21203/rs.2.11111/v1",
    pmid="",
    pmcid="",
    dates={},
)


def test_the_same_work_in_other_words_is_the_same() -> None:
    assert judged(SPARSE, MENTORS).outcome == SAME


def test_another_work_is_different() -> None:
    assert judged(SPARSE, OTHER).outcome == DIFFERENT


def test_the_comparison_of_dedupe_may_be_unsure() -> None:
    record = changed(SPARSE, volume="3", issue="2", container_title="")
    verdict = judged(record, MENTORS)
    assert (verdict.outcome, verdict.reason) == (UNSURE, "volumes differ")


@pytest.mark.parametrize("stated", [{"doi": MENTORS.doi}, {"url": MENTORS.url}])
def test_an_identifier_that_leads_to_another_title_is_for_a_person(stated: dict[str, str]) -> None:
    record = changed(OTHER, **{"doi": "", **stated})
    verdict = judged(record, MENTORS, asked=ASKED)
    assert verdict.outcome == UNSURE
    assert verdict.reason.startswith("DOI 10.1186/s12909-019-1854-x is that of another work")


def test_an_identifier_that_the_record_does_not_state_is_as_good_as_a_search() -> None:
    assert judged(OTHER, MENTORS, asked=ASKED).outcome == DIFFERENT
    near = changed(MENTORS, title=f"{MENTORS.title} revisited", volume="", issue="", number="")
    assert judged(SPARSE, near, asked=ASKED).outcome == UNSURE
    assert judged(changed(SPARSE, doi=near.doi), near, asked=ASKED).outcome == SAME


def test_an_identifier_that_led_to_another_work_proves_nothing() -> None:
    record = changed(SPARSE, doi=MENTORS.doi, issued=PartialDate(year=2017))
    assert judged(record, MENTORS).outcome == SAME
    verdict = judged(record, MENTORS, elsewhere=frozenset([ASKED]))
    assert (verdict.outcome, verdict.reason) == (UNSURE, "the title is the same, but not issued")
    known = changed(record, issued=MENTORS.issued)
    assert judged(known, MENTORS, elsewhere=frozenset([ASKED])).outcome == SAME


def test_an_answer_that_does_not_state_what_was_asked_is_judged_as_any_other() -> None:
    assert judged(OTHER, changed(MENTORS, doi="", url=()), asked=ASKED).outcome == DIFFERENT


@pytest.mark.parametrize(
    "record",
    [
        Citation(doi=MENTORS.doi),
        Citation(url=("https://doi.org/10.1186/S12909-019-1854-X",)),
        Citation(doi=MENTORS.doi, issued=PartialDate(year=2019), volume="19"),
    ],
)
def test_to_a_record_without_a_title_the_identifier_is_enough(record: Citation) -> None:
    assert judged(record, MENTORS, asked=ASKED).outcome == SAME


def test_a_book_is_known_by_its_isbn_alone() -> None:
    isbn = (StandardNumber("9780306406157"),)
    book = Citation(type="book", title="Anatomy for artists", isbn=isbn)
    asked = Identifier(ISBN, "9780306406157")
    assert judged(Citation(isbn=isbn), book, asked=asked).outcome == SAME
    assert judged(Citation(isbn=isbn), book).outcome != SAME


def test_what_a_record_without_a_title_states_may_contradict() -> None:
    record = Citation(doi=MENTORS.doi, issued=PartialDate(year=1987), volume="3")
    verdict = judged(record, MENTORS, asked=ASKED)
    assert verdict.outcome == UNSURE
    assert verdict.reason == "the identifier is the same, but not issued, volume"


def test_two_pmids_are_for_a_person() -> None:
    record = changed(SPARSE, doi=MENTORS.doi, pmid="12345")
    verdict = judged(record, MENTORS, asked=ASKED)
    assert verdict.outcome == UNSURE
    assert "identifiers differ" in verdict.reason


@pytest.mark.parametrize(
    "record",
    [
        SPARSE,
        changed(SPARSE, doi=PREPRINT.doi, volume="19"),
        changed(PREPRINT, doi=MENTORS.doi, identifiers={"arXiv": ("1901.00001",)}),
    ],
)
def test_a_preprint_is_not_the_article(record: Citation) -> None:
    answer = MENTORS if record.genre else PREPRINT
    asked = Identifier(DOI, answer.doi) if record.doi else None
    if record.doi == PREPRINT.doi:
        # A record that names a preprint by its DOI is one, whatever journal it was given.
        assert judged(record, MENTORS).outcome == DIFFERENT
    else:
        assert judged(record, answer, asked=asked).outcome == DIFFERENT


def test_an_erratum_is_not_the_article() -> None:
    erratum = changed(
        MENTORS, title=f"Correction: {MENTORS.title}", doi="10.1186/s12909-020-1", pmid="", pmcid=""
    )
    verdict = judged(SPARSE, erratum)
    assert (verdict.outcome, verdict.reason) == (
        DIFFERENT,
        "only related: the answer is erratum-of the record",
    )
    record = changed(SPARSE, title=erratum.title, doi=MENTORS.doi)
    assert judged(record, MENTORS, asked=ASKED).outcome == DIFFERENT


def test_of_several_answers_the_one_that_is_the_work_is_taken() -> None:
    found = chosen(SPARSE, [OTHER, PREPRINT, MENTORS])
    assert (found.outcome, found.answer) == (SAME, MENTORS)
    assert chosen(SPARSE, [OTHER, PREPRINT]).outcome == DIFFERENT
    assert chosen(SPARSE, []).outcome == DIFFERENT


def test_of_several_answers_about_one_work_the_fullest_is_taken() -> None:
    short = changed(MENTORS, volume="", issue="", number="", pmid="", dates={})
    for answers in ([short, MENTORS], [MENTORS, short], [short, MENTORS, short]):
        assert chosen(SPARSE, answers).answer == MENTORS


def test_two_works_that_both_may_be_it_are_for_a_person() -> None:
    record = Citation(title="Fetal alcohol spectrum disorders in rural schools", author=AUTHORS)
    works = [
        changed(record, issued=PartialDate(year=year), container_title=name, volume="4", **ids)
        for year, name, ids in (
            (2011, "Journal of School Health", {"doi": "10.5555/a", "page": "1-9"}),
            (2016, "Pediatrics", {"doi": "10.5555/b", "page": "77-90"}),
        )
    ]
    found = chosen(record, works)
    assert (found.outcome, found.reason) == (
        UNSURE,
        "the title is the same, but nothing tells where or when",
    )
    assert [answer for answer, _ in found.unsure] == works
    assert {verdict.outcome for _, verdict in found.unsure} == {UNSURE}


AUTHORS = (Name(family="Tallgrass", given="Mona"), Name(family="Ferry", given="Jude"))


def test_no_more_than_three_answers_are_for_a_person() -> None:
    record = changed(SPARSE, volume="3", issue="2", container_title="")
    answers = [changed(MENTORS, doi=f"10.5555/{n}", pmid="", pmcid="") for n in range(9)]
    found = chosen(record, answers)
    assert found.outcome == UNSURE
    assert [answer.doi for answer, _ in found.unsure] == ["10.5555/0", "10.5555/1", "10.5555/2"]


def test_a_retracted_title_is_the_title() -> None:
    answer = changed(MENTORS, title=f"RETRACTED: {MENTORS.title}")
    assert judged(SPARSE, answer).outcome == SAME
    asked = Identifier(PMID, MENTORS.pmid)
    assert judged(changed(SPARSE, pmid=MENTORS.pmid), answer, asked=asked).outcome == SAME


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"author": (Name(family="Ostrander", given="Lena"),)}, "author"),
        ({"issued": PartialDate(year=2017)}, "issued"),
        ({"title": MENTORS.title.replace("qualitative", "quantitative")}, "title"),
        ({"title": MENTORS.title.replace("students", "teachers")}, "title"),
        ({"title": f"{MENTORS.title}: part 2"}, "title"),
    ],
)
def test_the_identifier_of_the_work_beside_is_for_a_person(
    stated: dict[str, Any], reason: str
) -> None:
    verdict = judged(changed(SPARSE, doi=MENTORS.doi, **stated), MENTORS, asked=ASKED)
    assert verdict.outcome == UNSURE
    assert reason in verdict.reason


@pytest.mark.parametrize(
    "stated",
    [
        {"title": MENTORS.title.partition(":")[0]},
        {"title": MENTORS.title.replace("medical education", "medicall education")},
        {"issued": PartialDate(year=2020)},
        {"volume": "91"},
    ],
)
def test_a_slip_in_the_record_does_not_refuse_its_identifier(stated: dict[str, Any]) -> None:
    verdict = judged(changed(SPARSE, doi=MENTORS.doi, **stated), MENTORS, asked=ASKED)
    assert verdict.outcome == SAME, verdict.reason


def test_the_review_of_a_book_is_not_the_book() -> None:
    book = changed(SPARSE, type="book", container_title="", publisher="MIT Press", doi=MENTORS.doi)
    assert judged(book, MENTORS, asked=ASKED).outcome == UNSURE


def test_a_record_of_an_identifier_alone_may_be_a_notice() -> None:
    notice = changed(MENTORS, relations=(NOTICE,))
    assert judged(Citation(doi=MENTORS.doi), notice, asked=ASKED).outcome == SAME


NOTICE = Relation("retraction-of", "DOI", "10.5555/article")


def test_a_notice_with_the_title_of_the_work_is_for_a_person() -> None:
    notice = changed(MENTORS, relations=(NOTICE,), volume="20")
    assert judged(MENTORS, notice, asked=ASKED).outcome == UNSURE
    assert judged(SPARSE, notice).outcome == UNSURE
    said = changed(MENTORS, title=f"Retraction: {MENTORS.title}")
    assert judged(said, changed(said, relations=(NOTICE,)), asked=ASKED).outcome == SAME


@pytest.mark.parametrize("before", ["Review for: ", "Supplemental Information 1: "])
def test_what_has_the_title_behind_other_words_is_for_a_person(before: str) -> None:
    record = Citation(type="article-journal", title=MENTORS.title, doi=MENTORS.doi)
    answer = Citation(title=f"{before}{MENTORS.title}", doi=MENTORS.doi)
    assert judged(record, answer, asked=ASKED).outcome == UNSURE


@pytest.mark.parametrize(
    "other",
    [
        {"title": f"{MENTORS.title} revisited"},
        {"title": MENTORS.title.replace("qualitative", "quantitative")},
        {"issued": PartialDate(year=2021)},
        {"issued": PartialDate(year=2020), "relations": (Relation("comment-on"),)},
    ],
)
def test_a_search_that_finds_the_next_best_is_for_a_person(other: dict[str, Any]) -> None:
    record = changed(MENTORS, doi="", pmid="", pmcid="", volume="", issue="", number="", page="")
    assert judged(record, MENTORS).outcome == SAME
    answer = changed(MENTORS, doi="10.5555/other", pmid="", pmcid="", volume="9", **other)
    assert judged(record, answer).outcome in {UNSURE, DIFFERENT}
