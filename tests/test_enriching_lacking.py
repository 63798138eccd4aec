"""What a record lacks, and by what it can be asked for."""

import pytest

from enriching_records import MENTORS, SPARSE, changed
from mentorlit.enriching.lacking import lacking, questions, searchable
from mentorlit.model import Citation, Name, StandardNumber
from mentorlit.services import ARXIV, DOI, ISBN, PMCID, PMID


def test_a_full_article_lacks_nothing() -> None:
    assert lacking(MENTORS) == ()


def test_what_an_article_lacks_is_told_in_the_order_of_the_table() -> None:
    assert lacking(SPARSE) == ("volume", "issue", "page", "DOI")


def test_an_article_number_is_as_good_as_a_page() -> None:
    assert "page" not in lacking(changed(SPARSE, number="417"))
    assert "page" not in lacking(changed(SPARSE, page="1-9"))


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("book", ("author", "issued", "publisher", "publisher-place", "ISBN")),
        ("webpage", ("author", "issued")),
        ("", ("type", "author", "issued", "container-title", "DOI")),
    ],
)
def test_each_type_needs_its_own_fields(type_: str, expected: tuple[str, ...]) -> None:
    assert lacking(Citation(type=type_, title="Anatomy for artists")) == expected


def test_only_the_fields_that_are_asked_for_count() -> None:
    assert lacking(SPARSE, ("abstract", "title", "keyword")) == ("abstract", "keyword")


def test_an_editor_answers_for_a_book() -> None:
    book = Citation(type="book", title="Anatomy", editor=(Name(family="Sacco", given="Rita"),))
    assert "author" not in lacking(book)


def test_identifiers_come_in_the_order_of_trust_and_in_their_normal_form() -> None:
    record = Citation(
        type="book",
        doi="https://doi.org/10.1000/ABC",
        pmid="PMID: 12",
        pmcid="pmc34",
        identifiers={"DOI": ("10.1000/second",), "arXiv": ("arXiv:2101.00001v2",)},
        isbn=(StandardNumber("0-306-40615-2"), StandardNumber("9780306406157")),
    )
    assert questions(record) == (
        (DOI, "10.1000/abc"),
        (DOI, "10.1000/second"),
        (PMID, "12"),
        (PMCID, "PMC34"),
        (ARXIV, "2101.00001v2"),
        (ISBN, "9780306406157"),
    )


def test_an_isbn_of_the_container_is_no_question() -> None:
    isbn = (StandardNumber("9780306406157"),)
    assert questions(Citation(type="chapter", isbn=isbn)) == ()


def test_addresses_tell_identifiers_where_no_field_does() -> None:
    url = (
        "https://example.org/10.1000/not",
        "https://doi.org/10.1000/one",
        "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC34",
        "https://pubmed.ncbi.nlm.nih.gov/12/",
        "https://arxiv.org/abs/2101.00001",
    )
    found = ((DOI, "10.1000/one"), (PMID, "12"), (PMCID, "PMC34"), (ARXIV, "2101.00001"))
    assert questions(Citation(url=url)) == found
    assert questions(Citation(url=url, doi="10.1000/two"))[0] == (DOI, "10.1000/two")


def test_what_is_no_identifier_is_not_asked_for() -> None:
    record = Citation(doi="see text", pmid="n/a", identifiers={"arXiv": ("unknown",)})
    assert questions(record) == ()


def test_the_record_of_a_register_is_not_the_work() -> None:
    assert questions(Citation(doi="10.1002/central/CN-00012345")) == ()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (SPARSE, True),
        (Citation(title=SPARSE.title), False),
        (Citation(title=SPARSE.title, container_title="BMC Medical Education"), True),
        (changed(SPARSE, title=""), False),
        (changed(SPARSE, title="Editorial"), False),
        (Citation(author=SPARSE.author, issued=SPARSE.issued), False),
    ],
)
def test_a_record_can_be_searched_for_by_a_title_that_says_something(
    record: Citation, *, expected: bool
) -> None:
    assert searchable(record) is expected
