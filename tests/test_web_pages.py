"""Tags of web pages and the rules between carriers, in forms that would each need a fixture."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit import names
from mentorlit.dates import iso
from mentorlit.model import Citation
from mentorlit.readers.page_html import read
from mentorlit.stream import Stream
from mentorlit.tables import load
from mentorlit.webpages import rules, tagdates, tagnumbers, tags, tagsplit, tagtexts
from mentorlit.webpages.encoding import declared


def record(html: str | bytes) -> Citation:
    """Read one page that holds one record."""
    data = html if isinstance(html, bytes) else html.encode()
    (found,) = read(Stream([data], name="page.html", source="page.html", format="page-html"))
    assert isinstance(found, Citation)
    return found


def head(*pairs: tuple[str, str]) -> Citation:
    """Read a page that consists of tags with a title and these."""
    known = {name for name, _ in pairs}
    title = () if "citation_title" in known else (("citation_title", "A study of reed beds"),)
    lines = [f'<meta name="{name}" content="{text}">' for name, text in (*title, *pairs)]
    return record("<html><head>\n" + "\n".join(lines) + "\n</head></html>")


def authors(found: Citation) -> list[str]:
    return [names.sort_form(name) for name in found.author]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("DC_Title", "dc.title"),
        ("dc:title", "dc.title"),
        ("DC.title.es_ES", "dc.title"),
        ("dcterms-issued", "dcterms.issued"),
        ("DCT.issued", "dcterms.issued"),
        ("Citation-Title", "citation_title"),
        ("citation.title", "citation_title"),
        ("bepress.citation.author", "bepress_citation_author"),
        ("eprints_creators_name", "eprints.creators_name"),
        ("PRISM.publicationName", "prism.publicationname"),
        ("viewport", "viewport"),
    ],
)
def test_names_of_tags_have_one_spelling(name: str, key: str) -> None:
    assert tags.key_of(name)[0] == key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("a &amp;lt; b", "a < b"),
        ("R&D; more", "R&D; more"),
        ("MÃ¼ller", "Müller"),
        ("Ãœber", "Über"),
        ("Âme", "Âme"),
    ],
)
def test_what_was_encoded_twice_is_decoded(text: str, found: str) -> None:
    assert tags.decoded(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019/1/1", "2019-01-01"),
        ("2019-1", "2019-01"),
        ("January 2019", "2019-01"),
        ("2019-01-31T00:00:00Z", "2019-01-31"),
        ("2019-01-31 10:22:33", "2019-01-31"),
        ("01.02.2019", "2019-02-01"),
        ("01/02/2019", "2019"),
        ("31/12/2019", "2019-12-31"),
        ("05/2019", "2019-05"),
        ("2013-13-45", "2013"),
        ("2018/00/00", "2018"),
        ("Thu May 09 00:00:00 UTC 2019", "2019-05-09"),
        ("Fri, 01 Mar 2019 00:00:00 +0000", "2019-03-01"),
        ("Published: 2019-05-09", "2019-05-09"),
        ("2008年6月", "2008-06"),
        ("0000-00-00", ""),
        ("1398/05/12", ""),
        ("2562", ""),
        ("soon", ""),
    ],
)
def test_dates_of_tags(text: str, found: str) -> None:
    date = tagdates.read(text)
    assert (iso(date) if date else "") == found


@pytest.mark.parametrize(
    ("text", "several", "found"),
    [
        ("Smith, John; Doe, Jane", False, ["Smith, John", "Doe, Jane"]),
        ("John Smith, Jane Doe and Bob Ray", False, ["John Smith", "Jane Doe", "Bob Ray"]),
        ("Smith, John and Doe, Jane", False, ["Smith, John", "Doe, Jane"]),
        ("Smith, J. A., Doe, J.", True, ["Smith, J. A.", "Doe, J."]),
        ("Smith JA, Doe J", True, ["Smith JA", "Doe J"]),
        ("David Lucca, Jonathan H. Wright", False, ["David Lucca", "Jonathan H. Wright"]),
        ("García Márquez, Gabriel José", False, ["García Márquez, Gabriel José"]),
        ("Juan Pérez y María López", False, ["Juan Pérez", "María López"]),
        ("José Ortega y Gasset", False, ["José Ortega y Gasset"]),
        ("von Neumann, John", False, ["von Neumann, John"]),
        ("John Smith1,2*", False, ["John Smith"]),
        ("Jane Doe†, MD, PhD", False, ["Jane Doe"]),
        ("Smith, John et al.", True, ["Smith, John"]),
        ("Vico, Giambattista, 1668-1744.", False, ["Vico, Giambattista"]),
        ("Dudek, Danuce Marcele [UNESP]", False, ["Dudek, Danuce Marcele"]),
        (
            "Department of Reeds, Ministry of Water",
            False,
            ["Department of Reeds, Ministry of Water"],
        ),
        ("王小明, 李华", True, ["王小明", "李华"]),
        ("山田, 太郎", False, ["山田 太郎"]),
        ("King, Martin Luther, Jr.", False, ["King, Martin Luther, Jr."]),
    ],
)
def test_several_authors_in_one_tag(text: str, several: bool, found: list[str]) -> None:
    assert tagsplit.split(text, several=several) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DUPONT Jean-Pierre", "DUPONT, Jean-Pierre"),
        ("Jean-Pierre DUPONT", "DUPONT, Jean-Pierre"),
        ("Taro YAMADA", "YAMADA, Taro"),
        ("JOHN A. SMITH", "SMITH, JOHN A."),
        ("J. M.Leinaas", "Leinaas, J. M."),
        ("Иванов И. И.", "Иванов, И. И."),
        ("Иванов Иван Иванович", "Иванов, Иван Иванович"),
        ("Press, William H.", "Press, William H."),
        ("World Health Organization", "World Health Organization"),
        ("Dr. Bob Ray &lt;sup&gt;3&lt;/sup&gt;", "Ray, Bob"),
        ("Silva, João Carlos da", "Silva, João Carlos da"),
        ("&amp;#214;zt&amp;#252;rk, Mehmet", "Öztürk, Mehmet"),
    ],
)
def test_one_author_a_tag(text: str, found: str) -> None:
    assert authors(head(("citation_author", text))) == [found]


@pytest.mark.parametrize(
    "text", [";;", "N/A", "admin", "http://x.org/a", "a@b.org", "-", "[object Object]"]
)
def test_nobody_is_no_author(text: str) -> None:
    assert head(("citation_author", text), ("citation_doi", "10.1000/x")).author == ()


def test_affiliations_and_orcid_follow_their_author() -> None:
    found = head(
        ("citation_author", "Jane Doe"),
        ("citation_author_institution", "1 University of X"),
        ("citation_author_institution", "Institute of Y"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author_email", "jane@x.edu"),
        ("citation_author", "Bob Ray"),
    )
    jane, bob = found.author
    assert jane.affiliation == ("University of X", "Institute of Y")
    assert jane.orcid == "0000-0002-1825-0097"
    assert bob.affiliation == ()
    assert found.extra["page-html"]["citation_author_email"] == ["jane@x.edu"]


def test_institutions_behind_all_authors_are_nobodys_own() -> None:
    found = head(
        ("citation_author", "Jane Doe"),
        ("citation_author", "Bob Ray"),
        ("citation_author_institution", "University of X"),
        ("citation_author_institution", "Institute of Y"),
    )
    assert [name.affiliation for name in found.author] == [(), ()]
    assert found.affiliation == ("University of X", "Institute of Y")


def test_a_list_of_authors_that_comes_twice_counts_once() -> None:
    pairs = [("citation_author", "Jane Doe"), ("citation_author", "Bob Ray")] * 2
    assert authors(head(*pairs)) == ["Doe, Jane", "Ray, Bob"]


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("volume", "Vol. 12", [("volume", "12")]),
        ("volume", "12 (3)", [("volume", "12"), ("issue", "3")]),
        ("volume", "第39卷", [("volume", "39")]),
        ("issue", "No. 3", [("issue", "3")]),
        ("issue", "Suppl 1", [("issue", "Suppl 1")]),
        ("issue", "Database issue", [("issue", "Database issue")]),
        ("issue", "ahead-of-print", []),
        ("volume", "0", []),
        ("volume", "XII", [("volume", "XII")]),
    ],
)
def test_volumes_and_issues(field: str, text: str, found: list[tuple[str, str]]) -> None:
    assert tagnumbers.numbered(field, text) == found


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("12", "20", "12-20"),
        ("12-20", "20", "12-20"),
        ("pp. 12 – 20", "", "12-20"),
        ("S12", "S20", "S12-S20"),
        ("e0213978", "", "e0213978"),
        ("5", "5", "5"),
        ("0", "0", ""),
        ("2020.03.04.977001", "", ""),
        ("ahead-of-print", "", ""),
        ("xii", "xx", "xii-xx"),
    ],
)
def test_pages(first: str, last: str, found: str) -> None:
    assert tagnumbers.pages(first, last) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["reeds, birds; ponds"], ["reeds, birds", "ponds"]),
        (["reeds, birds, ponds"], ["reeds", "birds", "ponds"]),
        (["Physics, general", "reeds"], ["Physics, general", "reeds"]),
        (["水稻；根系"], ["水稻", "根系"]),
        (["Keywords: reeds, birds, Q57"], ["reeds", "birds"]),
        (["reeds - birds - ponds"], ["reeds", "birds", "ponds"]),
        (["reeds", "Reeds", "n/a", "-"], ["reeds"]),
    ],
)
def test_keywords(texts: list[str], found: list[str]) -> None:
    result = head(*(("citation_keywords", text) for text in texts))
    assert [word.text for word in result.keyword] == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("<i>Sphagnum</i> &amp; H<sub>2</sub>O", "<i>Sphagnum</i> &amp; H<sub>2</sub>O"),
        ("<i>Open", "Open"),
        ("Bread in 1848*", "Bread in 1848"),
        ("<span lang='en'>Reeds</span>", "Reeds"),
        ("n/a", ""),
        ("...", ""),
    ],
)
def test_titles(raw: str, found: str) -> None:
    assert tagtexts.title(raw) == found


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("Abstract: We counted.", "We counted."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<h3>Abstract</h3> <p>We counted.</p>", "We counted."),
        ("Аннотация. Мы считали.", "Мы считали."),
        ("Abstract art in Spain", "Abstract art in Spain"),
        ("No abstract available.", ""),
    ],
)
def test_abstracts(raw: str, found: str) -> None:
    assert tagtexts.abstract(raw) == found


def test_a_doi_is_no_journal() -> None:
    found = head(("dc.Source", "http://dx.doi.org/10.1177/0021909618776454"))
    assert not found.container_title
    assert not found.doi


def test_a_citation_as_source_gives_its_numbers() -> None:
    found = head(("dc.source", "Wetland Notes 12(3):45-51 (1999)"))
    stated = (found.container_title, found.volume, found.issue, found.page)
    assert stated == ("Wetland Notes", "12", "3", "45-51")


def test_references_never_enter_the_record() -> None:
    found = head(
        (
            "citation_reference",
            "citation_author=Al Other; citation_doi=10.1000/other; citation_volume=9",
        ),
        ("citation_author", "Jane Doe"),
    )
    assert (authors(found), found.doi, found.volume, found.extra) == (["Doe, Jane"], "", "", {})


def test_unknown_tags_of_known_families_are_kept() -> None:
    found = head(("citation_foo", "bar"), ("prism.bar", "baz"), ("viewport", "width"))
    assert found.extra == {"page-html": {"citation_foo": ["bar"], "prism.bar": ["baz"]}}


def test_unknown_tags_are_bounded() -> None:
    many = [(f"citation_x{n}", "y" * 1000) for n in range(500)]
    kept = head(*many).extra["page-html"]
    assert len(kept) == 100
    assert max(len(value) for values in kept.values() for value in values) == 500


def test_evidence_names_line_and_tag_as_printed() -> None:
    found = head(("DC.Creator", "Doe, Jane"))
    (place,) = found.evidence["author"]
    assert (place.line, place.rule) == (3, "dublin-core/DC.Creator")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<meta charset="gb2312">', ["gb18030"]),
        (b'<meta http-equiv=Content-Type content="text/html; charset=x-sjis">', ["cp932"]),
        (b"<meta charset=iso-8859-1><meta charset='koi8-r'>", ["cp1252", "koi8-r"]),
        (b'<?xml version="1.0" encoding="windows-1250"?>', ["cp1250"]),
        (b'<meta charset="none-such">', []),
    ],
)
def test_declared_encodings(data: bytes, found: list[str]) -> None:
    assert declared(data) == found


@pytest.mark.parametrize(
    ("label", "codec", "title"),
    [
        ("windows-1251", "cp1251", "Малые реки"),
        ("utf-8", "cp1252", "Über Größen"),
        ("iso-8859-1", "utf-8", "Über Größen"),
        ("euc-kr", "cp949", "강의 흐름"),
        ("big5", "big5hkscs", "水稻的根"),
        ("iso-8859-9", "cp1254", "Ağaç ve şehir"),
    ],
)
def test_pages_in_any_encoding(label: str, codec: str, title: str) -> None:
    page = f'<html><head><meta charset="{label}"><meta name="citation_title" content="{title}">'
    assert record(page.encode(codec)).title == title


def test_one_broken_byte_does_not_make_a_page_another_encoding() -> None:
    page = '<meta name="citation_title" content="Über die Größe der schönen Bäume in süßen Gärten">'
    found = record(page.encode() + b"<p>\xff</p>")
    assert found.title.startswith("Über die Größe")
    assert [problem.code for problem in found.problems] == ["replaced-characters"]


def test_every_rule_is_documented() -> None:
    assert all((rule.__doc__ or "").strip() for rule in rules.RULES)
    assert len({rule.__name__ for rule in rules.RULES}) == len(rules.RULES)


NAMES = sorted(key for keys in load("webpages/metatags").values() for key in keys)
WORDS = st.text("abcdefghij ,.;-&<>()[]*†1290üßéЖ中", max_size=60)


@given(st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=12))
def test_any_tags_are_read(pairs: list[tuple[str, str]]) -> None:
    lines = "".join(
        f'<meta name="{name}" content="{text.replace("&", "&amp;").replace("<", "&lt;")}">'
        for name, text in pairs
    )
    for _ in read(Stream([lines.encode()], name="x", source="x", format="page-html")):
        pass


@given(st.permutations([
    ("citation_author", "Jane Doe"), ("citation_doi", "10.1000/x"), ("citation_volume", "12"),
    ("DC.Date", "2011-05-09"), ("citation_date", "2011"), ("dc.publisher", "Wetland Press"),
    ("citation_keywords", "reeds; birds"), ("viewport", "width"),
]))  # fmt: skip
def test_the_order_of_tags_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    found = head(*pairs)
    assert authors(found) == ["Doe, Jane"]
    assert (found.doi, found.volume, found.publisher) == ("10.1000/x", "12", "Wetland Press")
    assert found.issued is not None
    assert iso(found.issued) == "2011-05-09"
    assert [word.text for word in found.keyword] == ["reeds", "birds"]


def test_each_rule_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs" / "formats" / "page-html.md").read_text("utf-8")
    described = [rule.__name__.replace("_", "-") for rule in rules.RULES]
    assert [name for name in described if f"`{name}`" not in page] == []


def test_tags_of_several_works_are_none_of_the_record() -> None:
    works = [
        ("citation_title", "On reeds"),
        ("citation_doi", "10.1000/1"),
        ("citation_author", "A. Doe"),
    ]
    other = [
        ("citation_title", "On birds"),
        ("citation_doi", "10.1000/2"),
        ("citation_author", "B. Ray"),
    ]
    tags_ = "".join(f'<meta name="{name}" content="{text}">' for name, text in works + other)
    found = list(read(Stream([tags_.encode()], name="x", source="x", format="page-html")))
    assert not any(isinstance(one, Citation) and one.author for one in found)


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ('<meta name="citation_title" content="The "New" World">', 'The "New" World'),
        ("<meta name='citation_title' content='L'État et l'eau' />", "L'État et l'eau"),
        ('<meta data-x="y" name="citation_title" content="Reeds" foo="bar">', "Reeds"),
        ('<meta content="Reeds" name=citation_title async>', "Reeds"),
    ],
)
def test_quotation_marks_in_a_content(tag: str, title: str) -> None:
    assert record(tag).title == title


def test_what_is_known_of_a_platform_does_not_touch_others() -> None:
    pairs = [("dc.date.dateSubmitted", "2014-01-02"), ("keywords", "reed beds, soul")]
    assert [word.text for word in head(*pairs).keyword] == ["reed beds", "soul"]
    assert head(("ncbi_app", "pubmed"), *pairs).keyword == ()


def test_names_are_parted_as_a_tag_with_commas_does() -> None:
    pairs = [
        ("citation_author", "Paloma Schäfer Aguilar"),
        ("DC.creator", "Schäfer Aguilar, Paloma"),
    ]
    found = head(*pairs)
    assert authors(found) == ["Schäfer Aguilar, Paloma"]
    assert found.evidence["author"][0].rule == "highwire/citation_author [parted-names]"


def test_a_cut_title_gives_way_to_the_whole() -> None:
    found = head(
        ("citation_title", "A study of the reed ..."), ("DC.title", "A study of the reed beds")
    )
    assert found.title == "A study of the reed beds"


def test_a_journal_is_neither_title_nor_author() -> None:
    found = head(
        ("citation_title", "Wetlands"),
        ("citation_journal_title", "Wetlands"),
        ("DC.title", "On reeds"),
        ("DC.creator", "Wetlands"),
    )
    assert (found.title, found.container_title, found.author) == ("On reeds", "Wetlands", ())


def test_what_json_ld_knows_of_an_author_is_added() -> None:
    person = '{"@type": "Person", "name": "Jane Doe", "affiliation": {"name": "University of X"}}'
    found = record(
        '<meta name="citation_title" content="On reeds">'
        '<meta name="citation_author" content="Doe, J.">'
        '<script type="application/ld+json">{"@context": "https://schema.org",'
        f' "@type": "ScholarlyArticle", "name": "On reeds", "author": [{person}]}}</script>'
    )
    (author,) = found.author
    assert (author.given, author.affiliation) == ("J.", ("University of X",))


def test_issns_of_a_second_journal_are_dropped() -> None:
    pairs = [("citation_issn", number) for number in ("0028-0836", "1476-4687", "2049-3630")]
    found = head(*pairs, ("prism.issn", "0028-0836"))
    assert [number.value for number in found.issn] == ["0028-0836"]


def test_a_thesis_has_no_journal_from_its_surroundings() -> None:
    found = record(
        '<meta name="DC.title" content="On reeds"><meta name="DC.creator" content="Doe, Jane">'
        '<meta name="DC.type" content="doctoralThesis"><h1>On reeds</h1><p>Jane Doe</p>'
        "<p>Wetland Notes, Vol. 12, No. 3 (2012), pp. 45-51</p>"
    )
    assert (found.type, found.container_title, found.volume, found.page) == ("thesis", "", "", "")
