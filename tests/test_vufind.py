"""VuFind's documents and staff views: what the fixtures do not reach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit import abstracts
from mentorlit.formats.vufind.host import reference
from mentorlit.formats.vufind.numbers import date
from mentorlit.formats.vufind.people import person
from mentorlit.formats.vufind.text import unpunctuated
from mentorlit.jsontext import encode
from mentorlit.limits import Limits
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream

NAMES = ["author", "author_facet", "description", "format", "id", "publishDate", "title", "url"]


def read(name: str, data: bytes, size: int = 1 << 18, **limits: int) -> list[Citation | Reject]:
    blocks = [data[i : i + size] for i in range(0, len(data), size)]
    stream = Stream(blocks, name="x", source="x", format=name, limits=Limits(**limits))
    return list(BY_NAME[name].load()(stream))


def staff(*lines: str, **limits: int) -> list[Citation | Reject]:
    return read("vufind-staffview", "\n".join(lines).encode(), **limits)


def one(*lines: str) -> Citation:
    (found,) = staff(*lines)
    assert isinstance(found, Citation)
    return found


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Vico, Giambattista, 1668-1744.", Name(family="Vico", given="Giambattista")),
        ("Khera, Inder Pal, 1937-", Name(family="Khera", given="Inder Pal")),
        ("Parotʹkin, I. V. (Ivan Vasilʹevich)", Name(family="Parotʹkin", given="I. V.")),
        ("Hus, Jan, approximately 1369-1415", Name(family="Hus", given="Jan")),
        ("Leinaas, J. M.", Name(family="Leinaas", given="J. M.")),
        ("King, Martin Luther, Jr., 1929-1968.",
         Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("Aristoteles", Name(literal="Aristoteles")),
    ],
)  # fmt: skip
def test_heading(heading: str, expected: Name) -> None:
    assert person(heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c1999", PartialDate(year=1999)),
        ("[2013?]", PartialDate(year=2013, circa=True)),
        ("1998-2004", PartialDate(year=1998, end=PartialDate(year=2004))),
        ("1999-9999", PartialDate(year=1999)),
        ("2019-11-11", PartialDate(year=2019, month=11, day=11)),
        ("2018, c2017", PartialDate(year=2018)),
        ("[1968, c1962]", PartialDate(year=1968)),
        ("2019-11", PartialDate(year=2019, month=11)),
        ("9999", None),
        ("s.a.", None),
    ],
)
def test_date(text: str, expected: PartialDate | None) -> None:
    assert date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tammi,", "Tammi"),
        ("Histoire sociale 1500-1800.", "Histoire sociale 1500-1800"),
        ("Suomen tiekartta. 1.", "Suomen tiekartta. 1."),
        ("Elsevier Science Publ.", "Elsevier Science Publ."),
        ("A title :", "A title"),
        ("To be continued...", "To be continued..."),
    ],
)
def test_isbd_punctuation(text: str, expected: str) -> None:
    assert unpunctuated(text) == expected


def test_index_date_glued_to_the_id_is_no_date() -> None:
    found = one(
        "author Rossi, Ada",
        "format Article",
        "id pubmed-1",
        "publishDate 2015",
        "publisher Press",
        "record_format MEDLINE/PubMed",
        "spelling pubmed-12015-03-04 Title of it Rossi, Ada J Test Article Press 2016-01-02 /pmc/",
        "title Title of it",
        "topic Article",
    )
    assert found.issued == PartialDate(year=2015)
    assert found.container_title == "J Test"


def test_spelling_of_another_order_gives_no_journal() -> None:
    found = one(
        "author Rossi, Ada",
        "description An abstract of a paper.",
        "format Article",
        "id oai-1",
        "publishDate 2015",
        "record_format oai_dc",
        "spelling oai-1 Title of it Rossi, Ada Mentoring Education An abstract of a paper. 2015",
        "title Title of it",
        "topic Education",
    )
    assert found.container_title == ""


def test_other_script_in_the_facet_is_no_further_author() -> None:
    found = one("author Rubina, Dina", "author_facet Rubina, Dina", "Рубина, Дина", "title X y z")
    assert [name.family for name in found.author] == ["Rubina"]


def test_names_known_only_from_the_facet_are_authors() -> None:
    found = one("author Roe, Jan", "author_facet Roe, Jan", "Poe, Ann", "title A title")
    assert [name.family for name in found.author] == ["Roe", "Poe"]


def test_view_without_alphabetical_order() -> None:
    first, second = staff(
        "id a1", "title One", "recordtype marc", "author Roe, Jan", "publishDate 1999",
        "author_facet Roe, Jan",
        "id a2", "title Two", "recordtype marc", "author Poe, Ann", "publishDate 2001",
        "author_facet Poe, Ann",
    )  # fmt: skip
    assert isinstance(first, Citation)
    assert isinstance(second, Citation)
    assert (first.title, second.title) == ("One", "Two")
    assert second.origin is not None
    assert (second.origin.line, second.origin.ordinal) == (7, 2)


def test_evidence_points_at_the_values() -> None:
    lines = ("author Roe, Jan", "  Poë, Ann", "title_short Été", "title Été et hiver")
    data = "\n".join(lines).encode()
    found = one(*lines)
    spans = [data[e.start : e.end].decode() for e in found.evidence["author"]]
    assert spans == ["Roe, Jan", "Poë, Ann"]


def test_fullrecord_is_kept_as_it_is() -> None:
    xml = "<record>\n  <title>of  it</title>\n\n</record>"
    found = one("author_facet Roe, Jan", f"fullrecord {xml}", "title Of it")
    assert found.extra["vufind-staffview"]["fullrecord"] == [xml]


def test_too_long_record_is_rejected_and_the_next_is_read() -> None:
    first, second = staff(
        "author_facet Roe, Jan", "title One", "title_full " + "x" * 500, "y" * 500,
        "author_facet Poe, Ann", "title Two", "title_full Two",
        record=600,
    )  # fmt: skip
    assert isinstance(first, Reject)
    assert first.code == "too-large"
    assert isinstance(second, Citation)
    assert second.title == "Two"


def test_every_byte_of_a_windows_1252_record() -> None:
    (found,) = read("vufind-staffview", b"author_facet M\xfcller, J\xf6rg\ntitle Caf\xe9\n")
    assert isinstance(found, Citation)
    assert found.title == "Café"
    assert [problem.code for problem in found.problems] == ["encoding-guessed"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"title":' + b"[" * 5000,
        b'{"title":"x","topic":' + b"1" * 5000 + b"}",
        b'{"title":NaN}',
        b'[{"title":"x"',
        b'"title"',
    ],
)
def test_damaged_json_is_rejected(data: bytes) -> None:
    found = read("vufind-solr", data)
    assert found
    assert all(isinstance(record, Reject) for record in found)


def test_empty_response_has_no_records() -> None:
    assert read("vufind-solr", b'{"response":{"numFound":0,"docs":[]}}') == []


@given(
    st.lists(
        st.tuples(st.sampled_from([*NAMES, "", "x_str_mv"]), st.text(max_size=30)), max_size=25
    ),
    st.sampled_from([" ", "\t", ": ", "\n"]),
    st.integers(1, 50),
)
def test_any_lines_end_in_records_with_places(
    lines: list[tuple[str, str]], gap: str, size: int
) -> None:
    data = "\n".join(name + gap + text for name, text in lines).encode("utf-8", "replace")
    for ordinal, found in enumerate(read("vufind-staffview", data, size), 1):
        encode(found)
        assert found.origin is not None
        assert found.origin.ordinal == ordinal
        if isinstance(found, Reject):
            assert data[found.origin.offset :].startswith(found.raw)
        else:
            spans = [e for places in found.evidence.values() for e in places]
            assert all(0 <= e.start <= e.end <= len(data) for e in spans)


def test_sections() -> None:
    text = "AIM: To see. MATERIALS AND METHODS: We looked (twice). RESULTS:Seen at 10:30 by all."
    assert [(s.label, s.text) for s in abstracts.sections(text)] == [
        ("AIM", "To see."),
        ("MATERIALS AND METHODS", "We looked (twice)."),
        ("RESULTS", "Seen at 10:30 by all."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Results: only one heading.",
        "We had two aims: results: none.",
        "There were methods. Methods: a. Results: b.",
        "Methods: Results: nothing between.",
    ],
)
def test_no_sections(text: str) -> None:
    assert abstracts.sections(text) == ()


def test_title_and_place_that_only_the_head_has() -> None:
    found = one(
        "Zeit und Raum",
        "Veröffentlicht: Berlin : Akademie-Verlag 1967",
        "author_facet Roe, Jan",
        "publisher Akademie-Verlag,",
        "title_sort zeit und raum",
    )
    assert (found.title, found.publisher_place) == ("Zeit und Raum", "Berlin")
    assert found.evidence["publisher-place"][0].rule == "head/publishPlace"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25(2000), 1, Seite 25-29", ("25", "1", "25-29", "2000")),
        ("Enthalten in Cell 25(2000), 1 volume:25 year:2000 number:1 pages:25-29",
         ("25", "1", "25-29", "2000")),
        ("Vol. 19, no. 1 (2019), p. 417", ("19", "1", "417", "2019")),
        ("Vol. 19, No. 1 (Nov 2019), pp. 4–7", ("19", "1", "4-7", "2019")),
        ("171, 4356 (1953), 737-738", ("171", "4356", "737-738", "1953")),
        ("Bd. 12 (2004), S. 3", ("12", "", "3", "2004")),
        ("Vol. 28, nr 2 (2019), s. 101-118", ("28", "2", "101-118", "2019")),
        ("19:1 (2019), s. 4-7", ("19", "1", "4-7", "2019")),
        ("2011;17(4):50-55", ("17", "4", "50-55", "2011")),
        ("1 (2)", ("", "", "", "")),
        ("2019", ("", "", "", "")),
        ("Studien zur Geschichte (2019), 3 Hefte", ("", "", "", "")),
        ("1" * 5000, ("", "", "", "")),
    ],
)  # fmt: skip
def test_reference_to_the_host(text: str, expected: tuple[str, str, str, str]) -> None:
    found = reference(text)
    names = ("volume", "issue", "page", "year")
    assert tuple(found.get(name, "").replace("–", "-") for name in names) == expected


def test_reference_against_the_record_is_not_taken() -> None:
    found = one(
        "author_facet Roe, Jan",
        "container_reference 25 (2000), 1, p. 25-29",
        "container_title Cell",
        "format Article",
        "publishDate 2001",
        "title A title",
    )
    assert (found.volume, found.issue, found.page) == ("", "", "")


def test_doi_of_another_work_in_a_marc_record_is_not_taken() -> None:
    marc = "#30;7 #31;ahdl:1/2#31;2hdl#30;08#31;iOther#31;o10.1000/other#30;"
    found = one("author_facet Roe, Jan", f"fullrecord {marc}", "title A title")
    assert found.doi == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://doi.org/10.1000/ABC.1", "10.1000/abc.1"),
        ("https://proxy.example.edu/login?url=https://doi.org/10.1000/abc.1", "10.1000/abc.1"),
        ("https://p.example.edu/login?auth=x&qurl=https%3A%2F%2Fdx.doi.org%2F10.1000%2Fabc.1",
         "10.1000/abc.1"),
        ("https://example.org/article?id=10.1000/abc.1&b=2", ""),
        ("https://evil.example/login?url=https://example.org/10.1000/abc.1", ""),
    ],
)  # fmt: skip
def test_doi_of_an_address(url: str, expected: str) -> None:
    assert one("author_facet Roe, Jan", "title A title", f"url {url}").doi == expected


@pytest.mark.parametrize(
    "foot",
    ["Similar Items", "Ähnliche Einträge", "Documents similaires", "相似书籍", "مواد مشابهة"],
)
@pytest.mark.parametrize("last", ["title A title", "topic A subject", "title_short A title"])
def test_foot_of_the_page_is_no_value(foot: str, last: str) -> None:
    found = one("author_facet Roe, Jan", "publishDate 2001", last, foot, "Another work")
    assert foot not in encode(found).decode()
    assert [problem.code for problem in found.problems] == ["text-after-fields"]


def test_label_that_no_field_repeats_is_kept() -> None:
    found = one(
        "Hauptverfasser: Roe, Jan",
        "Sprache: Englisch",
        "Beschreibung: Gesehen am 1. Mai",
        "Veröffentlicht: Press 2001",
        "author_facet Roe, Jan",
        "publishDate 2001",
        "publisher Press",
        "title A title",
    )
    assert found.language == "en"
    assert found.extra["vufind-staffview"] == {"Beschreibung": ["Gesehen am 1. Mai"]}
    assert found.evidence["language"][0].rule == "head/language"


def test_repository_in_the_head_is_no_journal() -> None:
    found = one(
        "Formato: Artigo",
        "Idioma: por",
        "Título da revista: Repositório de Saúde",
        "author_facet Roe, Jan",
        "format article",
        "institution Repositório de Saúde",
        "title A title",
    )
    assert found.container_title == ""


def test_order_of_the_dictionary_is_an_order_too() -> None:
    found = one(
        "author_facet Roe, Jan", "id a1", "language English", "publishDate 1999",
        "publisher Academia", "publishPlace Praha", "recordtype marc", "title A title",
    )  # fmt: skip
    assert (found.publisher, found.publisher_place) == ("Academia", "Praha")


def test_local_names_without_underscore_between_tabs() -> None:
    found = one(
        "author_facet\tRoe, Jan", "title\tA title", "signatur\tAb 12", "id\t7", "recordtype\tmarc",
    )  # fmt: skip
    assert found.title == "A title"
    assert found.extra["vufind-staffview"]["signatur"] == ["Ab 12"]


def test_member_with_the_same_value_twice_is_no_problem() -> None:
    (found,) = read("vufind-solr", b'{"title":"x","title":"x","publishDate":["2001"]}')
    assert isinstance(found, Citation)
    assert (found.problems, found.extra) == ((), {})
