"""Dates, formulas, markup and names as the XML of publishers and indexes has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mentorlit.formats.pubmed.dates import medline
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.formats.scholarly.inline import paragraphs, plain, text
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.names import person
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream


def element(markup: str) -> etree._Element:
    return etree.fromstring(markup)


def read(name: str, data: str) -> list[Citation | Reject]:
    stream = Stream([data.encode()], name="input", source="input", format=name)
    return list(BY_NAME[name].load()(stream))


def one(name: str, data: str) -> Citation:
    (record,) = read(name, data)
    assert isinstance(record, Citation)
    return record


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("1998 Dec-1999 Jan", PartialDate(year=1998, month=12, end=PartialDate(1999, 1))),
        ("2000 Nov-Dec", PartialDate(year=2000, month=11, end=PartialDate(2000, 12))),
        ("2015 Nov 7-13", PartialDate(2015, 11, 7, end=PartialDate(2015, 11, 13))),
        ("1998 Dec 25-1999 Jan 2", PartialDate(1998, 12, 25, end=PartialDate(1999, 1, 2))),
        ("1976-1977", PartialDate(year=1976, end=PartialDate(year=1977))),
        ("2000 Spring", PartialDate(year=2000, season=1)),
        ("2000 Spring-Summer", PartialDate(2000, season=1, end=PartialDate(2000, season=2))),
        ("2011", PartialDate(year=2011)),
        ("sometime", PartialDate(literal="sometime")),
    ],
)
def test_a_medline_date_is_read_in_full(said: str, date: PartialDate) -> None:
    assert medline(said) == (date, "")


def test_what_a_medline_date_does_not_hold_is_told() -> None:
    date, left = medline("1999 4th Quart")
    assert date == PartialDate(year=1999)
    assert left == "1999 4th Quart"


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("2011", "08", "2"), PartialDate(2011, 8, 2)),
        (("2011", "Jan-Feb", ""), PartialDate(2011, 1, end=PartialDate(2011, 2))),
        (("2011", "Sept", ""), PartialDate(2011, 9)),
        (("2011", "13", "2"), PartialDate(2011)),
        (("2011", "2", "30"), PartialDate(2011, 2)),
        (("2011", "", "", "Winter"), PartialDate(2011, season=4)),
        (("11", "2", ""), None),
        (("", "2", ""), None),
    ],
)
def test_parts_make_a_date(parts: tuple[str, ...], date: PartialDate | None) -> None:
    assert from_parts(*parts) == date


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=6), st.text(max_size=12))
def test_no_parts_make_a_date_that_no_calendar_has(
    year: str, month: str, day: str, season: str
) -> None:
    date = from_parts(year, month, day, season)
    assert date is None or (0 <= date.month <= 12 and 0 <= date.day <= 31)


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<t>plain &amp; simple</t>", "plain & simple"),
        ("<t>twice &amp;amp; &amp;#233;</t>", "twice & é"),
        ("<t>AT&amp;T &amp;copy that</t>", "AT&T &copy that"),
        ("<t>a <italic>b</italic> <bold/>c</t>", "a <i>b</i> c"),
        ("<t>&lt;i&gt;x&lt;/i&gt; p&lt;0.05</t>", "<i>x</i> p<0.05"),
        ("<t>title<fn><p>note</p></fn><xref ref-type='fn'>1</xref></t>", "title"),
        ("<t>see <xref ref-type='bibr'>[1]</xref></t>", "see [1]"),
        ("<t>two<break/>lines</t>", "two lines"),
        ("<t><Emphasis Type='Italic'>E</Emphasis><Emphasis Type='U'>u</Emphasis></t>", "<i>E</i>u"),
        ("<t><math><msub><mi>x</mi><mn>1</mn></msub></math></t>", "x<sub>1</sub>"),
        ("<t><math><mfrac><mn>1</mn><mi>b</mi></mfrac></math></t>", "1/b"),
        ("<t><math><msqrt><mi>x</mi></msqrt></math></t>", "√(x)"),
        ("<t><math><mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced></math></t>", "[a,b]"),
        ("<t><tex-math>\\begin{document}$$x$$\\end{document}</tex-math></t>", "x"),
    ],
)
def test_inline_markup_becomes_that_of_csl(markup: str, line: str) -> None:
    assert text(element(markup)) == line


def test_paragraphs_stay_apart() -> None:
    found = paragraphs(element("<abstract><p>One\n line.</p> <p>Two.</p></abstract>"))
    assert found == "One line.\n\nTwo."


@given(st.text(max_size=80))
def test_plain_text_is_one_line(raw: str) -> None:
    line = plain(raw)
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("van der Berg", Name(family="Berg", given="A", non_dropping_particle="van der")),
        ("Van Dyke", Name(family="Van Dyke", given="A")),
        ("García Márquez", Name(family="García Márquez", given="A")),
        ("", Name(literal="A")),
    ],
)
def test_particles_are_told_from_the_family_name(family: str, name: Name) -> None:
    assert person(family, "A") == name


def test_a_subtitle_follows_its_title() -> None:
    assert full_title("Why?", "Because") == "Why? Because"
    assert full_title("Title", "Subtitle") == "Title: Subtitle"
    assert full_title("Title", "") == "Title"


def test_a_name_marked_as_wrong_is_no_author() -> None:
    record = one(
        "pubmed-xml",
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><AuthorList>"
        "<Author ValidYN='Y'><LastName>Right</LastName></Author>"
        "<Author ValidYN='N'><LastName>Wrong</LastName></Author>"
        "</AuthorList></Article></MedlineCitation></PubmedArticle>",
    )
    assert [name.family for name in record.author] == ["Right"]
    assert record.extra["pubmed-xml"]["Author"]["LastName"] == "Wrong"


def test_an_empty_mesh_heading_says_nothing() -> None:
    record = one(
        "pubmed-xml",
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><MeshHeadingList><MeshHeading/>"
        "<MeshHeading><DescriptorName>Humans</DescriptorName></MeshHeading>"
        "<MeshHeading>Mice</MeshHeading></MeshHeadingList></MedlineCitation></PubmedArticle>",
    )
    assert [keyword.text for keyword in record.keyword] == ["Humans"]
    assert record.extra["pubmed-xml"]["MeshHeading"] == "Mice"


def test_a_deleted_citation_is_a_reject_for_each_number() -> None:
    found = read(
        "pubmed-xml", "<S><DeleteCitation><PMID>1</PMID><PMID>2</PMID></DeleteCitation></S>"
    )
    assert [record.code for record in found if isinstance(record, Reject)] == ["deleted"] * 2


@pytest.mark.parametrize(
    ("raw", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000000218250097", "0000-0002-1825-0097"),
        (" 0000 0002 1825 0097 ", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", ""),
    ],
)
def test_an_orcid_is_read_in_any_form(raw: str, orcid: str) -> None:
    record = one(
        "pubmed-xml",
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><AuthorList><Author>"
        f"<LastName>A</LastName><Identifier Source='ORCID'>{raw}</Identifier>"
        "</Author></AuthorList></Article></MedlineCitation></PubmedArticle>",
    )
    assert record.author[0].orcid == orcid


def test_a_font_of_symbols_shows_greek_letters() -> None:
    record = one(
        "endnote-xml",
        "<xml><records><record><titles><title><style font='Symbol' face='italic'>a</style>"
        "<style>-helix</style></title></titles></record></records></xml>",
    )
    assert record.title == "<i>α</i>-helix"


def test_each_article_of_a_deposit_is_a_record_with_its_own_number() -> None:
    articles = "".join(
        f"<journal_article><titles><title>{n}</title></titles></journal_article>" for n in "abc"
    )
    found = read("crossref-xml", f"<body><journal>{articles}</journal><journal/></body>")
    assert [record.origin.ordinal for record in found if record.origin] == [1, 2, 3, 4]


def test_namesakes_numbers_are_not_part_of_the_name() -> None:
    record = one(
        "dblp-xml", "<article key='j/x/1'><author>Wei Wang 0001</author><title>T.</title></article>"
    )
    assert record.author == (Name(family="Wang", given="Wei"),)


def test_all_versions_of_a_preprint_have_the_same_id() -> None:
    record = one("arxiv", "<entry><id>http://arxiv.org/abs/2101.00001v3</id></entry>")
    assert record.identifiers == {"arXiv": ("2101.00001",)}
    assert record.version == "3"


def test_prefixed_elements_count_in_a_record_without_a_namespace() -> None:
    record = one(
        "crossref-xml",
        "<doi_record><crossref><journal><journal_article><titles><title>T</title></titles>"
        "<jats:abstract><jats:sec><jats:title>Aim</jats:title><jats:p>One.</jats:p></jats:sec>"
        "</jats:abstract></journal_article></journal></crossref></doi_record>",
    )
    assert record.abstract == "Aim: One."
