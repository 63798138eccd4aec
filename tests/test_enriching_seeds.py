"""The pages that the project started from, completed by what services know of the papers."""

from pathlib import Path

import pytest

from enriching_records import MENTORS, changed
from mentorlit.enriching.comparing import DIFFERENT, SAME, chosen, judged
from mentorlit.enriching.filling import filled
from mentorlit.enriching.lacking import lacking, questions, searchable
from mentorlit.enriching.undoing import undone
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate
from mentorlit.reading import Reading
from mentorlit.services import DOI, PMCID, Identifier

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
if not (SEEDS / "expected.json").exists():
    pytest.skip("the seeds are not beside this repository", allow_module_level=True)

TELEMENTORING = Citation(
    type="article-journal",
    title=(
        "Specialists\u2019 learning from facilitating group peer telementoring: a qualitative study"
    ),
    # Who wrote it, and its number, do not matter here: these are made up.
    author=(Name(family="Tallgrass", given="Mona"), Name(family="Ferry", given="Jude")),
    issued=PartialDate(year=2024, month=12, day=18),
    container_title="BMC Medical Education",
    volume="24",
    issue="1",
    number="5555",
    doi="10.1186/s12909-024-06424-9",
    origin=Origin("crossref", "https://api.crossref.org/works/x", "crossref-json", 1, 1, 0),
)


def seed(number: str) -> Citation:
    (path,) = SEEDS.glob(f"{number}_*")
    (record,) = Reading([str(path)])
    return record


def test_a_page_without_a_doi_is_found_by_its_title() -> None:
    record = seed("001")
    assert lacking(record) == ("volume", "DOI")
    assert questions(record) == ()
    assert searchable(record)
    assert chosen(record, [TELEMENTORING, MENTORS]).answer == MENTORS
    made = filled(record, MENTORS, by="crossref")
    assert (made.doi, made.pmid, made.volume) == (MENTORS.doi, "31711472", "19")
    assert (made.title, made.author) == (record.title, record.author)
    assert (made.issue, made.number, made.page) == ("1", "417", "")
    assert lacking(made) == ()
    assert encode(undone(made)) == encode(record)


def test_the_body_of_an_article_has_nothing_to_ask_for() -> None:
    record = seed("002")
    assert questions(record) == ()
    assert not searchable(record)
    assert judged(record, MENTORS).outcome == DIFFERENT


def test_a_page_with_a_doi_gets_its_authors_and_place() -> None:
    record = seed("003")
    asked = Identifier(DOI, TELEMENTORING.doi)
    assert lacking(record) == ("author", "volume", "issue", "page")
    assert questions(record) == (asked, Identifier(PMCID, "PMC11656823"))
    assert chosen(record, [TELEMENTORING], asked=asked).outcome == SAME
    made = filled(record, TELEMENTORING, by="crossref")
    assert (made.author, made.volume, made.issue) == (TELEMENTORING.author, "24", "1")
    assert (made.issued, made.title) == (record.issued, record.title)
    assert (lacking(made), made.incomplete) == ((), ())
    assert {"author", "volume", "issue", "number"} <= {*made.provenance}
    assert encode(undone(made)) == encode(record)


def test_the_preprint_of_a_page_is_not_taken() -> None:
    preprint = changed(
        TELEMENTORING,
        type="article",
        genre="preprint",
        container_title="",
        volume="",
        issue="",
        number="",
        publisher="Research Square",
        doi="10.21203/rs.3.rs-1234567/v1",
    )
    assert chosen(seed("003"), [preprint]).outcome == DIFFERENT
