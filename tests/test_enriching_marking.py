"""Works that were retracted or corrected: what answers and lists say, and how records tell it."""

from pathlib import Path

import pytest

from enriching_records import ADDRESS, MENTORS, SPARSE, again, changed
from mentorlit.enriching.marking import Mark, marked, marks
from mentorlit.enriching.retractions import Retractions, load
from mentorlit.enriching.undoing import undone
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Origin, Problem, Provenance, Relation
from mentorlit.problems import InputError

NOTICE = Relation("retraction-in", "DOI", "10.1000/notice")
KNOWN = changed(SPARSE, doi=MENTORS.doi)


def answer(*relations: Relation, **values: str) -> Citation:
    return changed(MENTORS, relations=relations, **values)


def test_a_retraction_is_told_in_three_places() -> None:
    made = marked(KNOWN, answer(NOTICE), by="crossref")
    origin = Origin("crossref", ADDRESS, "crossref-json", 1, 1, 0, MENTORS.doi)
    assert made == changed(
        KNOWN,
        status="retracted",
        relations=(Relation("retraction-in", "DOI", "10.1000/notice", by="crossref"),),
        problems=(Problem("retracted", "the work is retracted; notice: DOI 10.1000/notice"),),
        provenance={"status": Provenance((), "filled", (), origin)},
    )
    assert encode(undone(again(made))) == encode(KNOWN)


@pytest.mark.parametrize(
    ("kind", "code", "status", "message"),
    [
        ("erratum-in", "corrected", "", "the work is corrected; notice: PMID 5"),
        ("corrected-and-republished-in", "corrected", "", "the work is corrected; notice: PMID 5"),
        (
            "partial-retraction-in",
            "corrected",
            "",
            "a part of the work is retracted; notice: PMID 5",
        ),
        (
            "expression-of-concern-in",
            "expression-of-concern",
            "",
            "the journal expresses concern about the work; notice: PMID 5",
        ),
        ("withdrawal-in", "retracted", "retracted", "the work is retracted; notice: PMID 5"),
        ("removal-in", "retracted", "retracted", "the work is retracted; notice: PMID 5"),
    ],
)
def test_each_notice_has_its_code(kind: str, code: str, status: str, message: str) -> None:
    made = marked(KNOWN, answer(Relation(kind, "PMID", "5")), by="pubmed")
    assert made.problems == (Problem(code, message),)
    assert made.relations == (Relation(kind, "PMID", "5", by="pubmed"),)
    assert made.status == status
    assert undone(made) == KNOWN


@pytest.mark.parametrize(
    "kind", ["comment-in", "retraction-of", "erratum-of", "addendum-in", "update-in", "cites"]
)
def test_other_relations_say_nothing_of_validity(kind: str) -> None:
    assert marked(KNOWN, answer(Relation(kind, "PMID", "5")), by="pubmed") is KNOWN


@pytest.mark.parametrize(
    "stated",
    [
        {"status": "retracted"},
        {"genre": "Retracted Publication"},
        {"title": f"RETRACTED: {MENTORS.title}"},
        {"title": f"Retracted Article: {MENTORS.title}"},
        {"title": f"WITHDRAWN: {MENTORS.title}"},
    ],
)
def test_an_answer_may_say_it_without_a_notice(stated: dict[str, str]) -> None:
    said = answer(**stated)
    assert marks(said) == (Mark("retracted"),)
    made = marked(KNOWN, said, by="openalex")
    assert (made.status, made.relations) == ("retracted", ())
    assert made.problems == (Problem("retracted", "the work is retracted"),)
    assert marks(answer(NOTICE, **stated)) == (
        Mark("retracted", "retraction-in", "DOI", "10.1000/notice"),
    )


@pytest.mark.parametrize("title", ["Retracted lenses in dogs", "Withdrawn from the market: a drug"])
def test_a_title_that_begins_alike_says_nothing(title: str) -> None:
    assert marks(answer(title=title)) == ()


def test_what_the_record_states_is_not_told_twice() -> None:
    record = changed(KNOWN, relations=(NOTICE,), status="published")
    made = marked(record, answer(NOTICE), by="crossref")
    assert made.relations == (NOTICE,)
    assert made.status == "published"
    assert [problem.code for problem in made.problems] == ["retracted"]
    assert marked(made, answer(NOTICE), by="pubmed") is made
    assert undone(made) == record


def test_a_notice_may_be_named_in_words() -> None:
    said = answer(Relation("erratum-in", text="J Sleep. 2011;5:2"))
    made = marked(KNOWN, said, by="pubmed")
    assert made.problems[0].message == "the work is corrected; notice: J Sleep. 2011;5:2"
    assert marked(made, said, by="pubmed") is made


COLUMNS = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes"
)


def row(number: int, date: str, notice: str, paper: str, nature: str = "Retraction") -> str:
    doi, _, pmid = paper.partition(" ")
    notice_doi, _, notice_pmid = notice.partition(" ")
    return (
        f'{number},"A title, with a comma",(HSC) Medicine;,Duluth,J,P,US,"Doe, J;Roe, R",,'
        f"Research Article;,{date},{notice_doi},{notice_pmid},11/11/2019 0:00,{doi},{pmid},"
        f'{nature},"+Error in Data;",No,"two\nlines"'
    )


def watched(tmp_path: Path, *rows: str) -> Retractions:
    path = tmp_path / "retractions.csv"
    path.write_text("\n".join([COLUMNS, *rows, ""]), encoding="utf-8")
    return load(str(path))


def test_the_list_of_retraction_watch_marks_the_original_paper(tmp_path: Path) -> None:
    paper = "10.1186/S12909-019-1854-X 31711472"
    found = watched(
        tmp_path,
        row(1, "5/16/2023 0:00", "10.1000/other 9", "10.1000/elsewhere 8"),
        row(77, "5/16/2023 0:00", "10.1000/notice 0", paper),
    )
    assert (found.works, found.unnamed, found.faulty) == (2, 0, 0)
    made = found.marked(KNOWN)
    name = str(tmp_path / "retractions.csv")
    origin = Origin("retractions.csv", name, "retraction-watch", 4, 4, 0, "77")
    assert made == changed(
        KNOWN,
        status="retracted",
        relations=(Relation("retraction-in", "DOI", "10.1000/notice", by="retractions.csv"),),
        problems=(Problem("retracted", "the work is retracted; notice: DOI 10.1000/notice"),),
        provenance={"status": Provenance((), "filled", (), origin)},
    )
    assert found.marked(made) is made
    assert encode(undone(again(made))) == encode(KNOWN)


@pytest.mark.parametrize(
    "record",
    [
        Citation(pmid="31711472"),
        Citation(identifiers={"PMID": ("1", "31711472")}),
        Citation(doi="https://doi.org/10.1186/s12909-019-1854-x"),
    ],
)
def test_a_paper_is_known_by_its_doi_or_pmid(tmp_path: Path, record: Citation) -> None:
    found = watched(tmp_path, row(1, "5/16/2023 0:00", "unavailable 5", f"{MENTORS.doi} 31711472"))
    assert found.marks(record) == (Mark("retracted", "retraction-in", "PMID", "5"),)
    assert found.marks(Citation(pmid="3171147")) == ()


def test_a_paper_without_identifiers_is_counted_and_marks_nothing(tmp_path: Path) -> None:
    found = watched(
        tmp_path,
        row(1, "5/16/2023 0:00", "unavailable 0", "unavailable 0"),
        row(2, "5/16/2023 0:00", " ", " "),
        row(3, "5/16/2023 0:00", "10.1000/n 0", "10.1000/a 0"),
    )
    assert (found.works, found.unnamed, found.faulty) == (1, 2, 0)
    assert found.marked(Citation(doi="unavailable", pmid="0")) == Citation(
        doi="unavailable", pmid="0"
    )


def test_a_notice_under_the_papers_own_doi_names_nothing_else(tmp_path: Path) -> None:
    found = watched(tmp_path, row(1, "5/16/2023 0:00", f"{MENTORS.doi} 0", f"{MENTORS.doi} 0"))
    assert found.marks(KNOWN) == (Mark("retracted"),)
    assert found.marked(KNOWN).relations == ()


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("1/2/2020", "Retraction"), ("3/4/2021", "Reinstatement")], []),
        ([("3/4/2021", "Reinstatement"), ("1/2/2020", "Retraction")], []),
        ([("1/2/2020", "Reinstatement"), ("3/4/2021", "Retraction")], ["retracted"]),
        ([("1/2/2020", "Retraction"), ("1/2/2020", "Correction")], ["retracted", "corrected"]),
        ([("10/2/2020", "Expression of concern")], ["expression-of-concern"]),
        (
            [
                ("9/1/2019", "Correction"),
                ("10/2/2019", "Retraction"),
                ("10/12/2019", "Reinstatement"),
            ],
            ["corrected"],
        ),
    ],
)
def test_natures_and_their_order(
    tmp_path: Path, rows: list[tuple[str, str]], codes: list[str]
) -> None:
    lines = [
        row(number, f"{date} 0:00", f"10.1000/notice{number} 0", f"{MENTORS.doi} 0", nature)
        for number, (date, nature) in enumerate(rows, 1)
    ]
    assert [mark.code for mark in watched(tmp_path, *lines).marks(KNOWN)] == codes


def test_rows_that_cannot_be_understood_are_counted_with_their_lines(tmp_path: Path) -> None:
    found = watched(
        tmp_path,
        row(1, "5/16/2023 0:00", "10.1000/n 0", "10.1000/a 0"),
        "2,too short",
        row(3, "5/16/2023 0:00", "10.1000/n 0", "10.1000/b 0", "Rumour"),
        row(4, "soon", "10.1000/n 0", "10.1000/c 0"),
    )
    assert (found.works, found.faulty) == (2, 2)
    name = str(tmp_path / "retractions.csv")
    assert found.faults == [
        f"{name}:4: 2 columns, not 20",
        f"{name}:5: 'rumour' is no nature of a notice",
    ]
    assert found.marks(Citation(doi="10.1000/c"))


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/a\n31711472\n",
        "# retracted\n\nhttps://doi.org/10.1000/A\nPMID: 31711472",
        "\ufeffdoi:10.1000/a\r\n31711472\r\n",
        "doi,pmid\n10.1000/a,\n,31711472\n",
        "Title;DOI;PMID\n;10.1000/a;31711472\n",
        "PubMed ID\tdoi\n31711472\t10.1000/a\n",
    ],
)
def test_a_plain_list_is_of_retracted_works(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8", newline="")
    found = load(str(path))
    for record in (Citation(doi="10.1000/a"), Citation(pmid="31711472")):
        assert found.marks(record) == (Mark("retracted"),)
    assert found.marked(Citation(doi="10.1000/a")).provenance["status"].origin == Origin(
        "list.txt", str(path), "retraction-list", *_place(text)
    )
    assert found.faulty == 0


def _place(text: str) -> tuple[int, int, int]:
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "10.1000" in one.lower())
    return line, line, 0


def test_a_list_in_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Title\tDOI\r\nÜber\t10.1000/a\r\n", encoding="utf-16", newline="")
    assert load(str(path)).marks(Citation(doi="10.1000/a")) == (Mark("retracted"),)


def test_a_cell_may_have_several_dois(tmp_path: Path) -> None:
    found = watched(tmp_path, row(1, "5/16/2023", "10.1000/n 0", "10.1000/a;10.1000/b 0"))
    for doi in ("10.1000/a", "10.1000/b"):
        assert found.marks(Citation(doi=doi))


def test_a_quotation_mark_that_is_not_closed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('doi,title\n10.1000/a,"open\n10.1000/b,x\n')
    found = load(str(path))
    assert found.faults == [f"{path}:2: a quotation mark is open, to line 3"]
    assert found.marks(Citation(doi="10.1000/a"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("doi,title\n", "this list of retractions names no work"),
        ("doi\nunknown\nnone\n", "this list of retractions names no work"),
        ("title,doi\nx\ny\nz,10.1000/a\n", "most of this list cannot be understood: .*:2: 1 col"),
        ("OriginalPaperDOI,Reason\n10.1000/a,x\n", "the column RetractionNature is missing"),
    ],
)
def test_a_list_that_says_nothing_certain_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        load(str(path))


def test_a_line_that_is_no_identifier_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("10.1000/a\n10.1000/b\nsee the website\n")
    found = load(str(path))
    assert (found.works, found.faulty) == (2, 1)
    assert found.faults == [f"{path}:3: 'see the website' is no DOI or PMID"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no list\nat all\n",
        "TY  - JOUR\nDO  - 10.1000/a\nER  - \n",
        "@article{a,\n  doi = {10.1000/a},\n}\n",
        '{"schema": "mentorlit/1", "DOI": "10.1000/a"}\n',
        "Title,Author,Year\nA,B,2019\n",
        "\x00\x01\x02",
    ],
)
def test_any_other_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "library"
    path.write_text(text)
    with pytest.raises(InputError, match=r"library: not a list of retractions: neither a table"):
        load(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        load(str(tmp_path / "none.csv"))
    with pytest.raises(InputError, match="cannot be read"):
        load(str(tmp_path))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_text("doi\n" + "10.1000/a " * 200_000)
    with pytest.raises(InputError, match="2: too long"):
        load(str(path))


def test_a_cell_that_is_too_long_is_counted(tmp_path: Path) -> None:
    found = watched(
        tmp_path,
        row(1, "5/16/2023", "10.1000/n 0", "10.1000/a 0").replace("A title", "A" * 200_000),
        row(2, "5/16/2023", "10.1000/n 0", "10.1000/b 0"),
        row(3, "5/16/2023", "10.1000/n 0", "10.1000/c 0"),
    )
    assert found.faulty >= 1
    assert found.marks(Citation(doi="10.1000/b"))
