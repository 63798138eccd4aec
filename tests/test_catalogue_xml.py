"""What the fixtures of catalogues' and reference managers' XML cannot reach."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mentorlit import relators
from mentorlit.formats.dublincore.sources import behind_title, cited, is_all
from mentorlit.formats.rdf.graph import Graph, Link, Node, node
from mentorlit.limits import Limits
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlrecord import XmlRecord, header_id

RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:bib="http://purl.org/net/biblio#">'
)


def read(name: str, text: str, limits: Limits | None = None) -> list[Citation | Reject]:
    stream = Stream([text.encode()], name="x", source="x", format=name, limits=limits or Limits())
    return list(import_module(f"mentorlit.readers.{name}").read(stream))


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("", ("", "")),
        ("aut", ("author", "")),
        ("Author.", ("author", "")),
        ("Verfasser", ("author", "")),
        ("http://id.loc.gov/vocabulary/relators/edt", ("editor", "")),
        ("https://id.loc.gov/vocabulary/relators/trl/", ("translator", "")),
        ("ths", ("contributor", "thesis advisor")),
        ("sorcerer's apprentice", ("contributor", "sorcerer's apprentice")),
        ("author, illustrator", ("author", "")),
        ("pbl", ("publisher", "")),
        ("degree granting institution", ("degree", "")),
        ("x" * 5000, ("contributor", "x" * 5000)),
    ],
)
def test_relators(role: str, found: tuple[str, str]) -> None:
    assert relators.field(role) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Journal of X, Vol 3, Iss 2, Pp 1-10 (2014)",
            {"title": "Journal of X", "volume": "3", "issue": "2", "page": "1-10", "year": "2014"},
        ),
        (
            "Revista de Educação; v. 12 n. 3 (2014): Maio; 101-120",
            {
                "title": "Revista de Educação",
                "volume": "12",
                "issue": "3",
                "page": "101-120",
                "year": "2014",
            },
        ),
        (
            "Revue de linguistique, 2017, 22 (1), pp.5–18",
            {
                "title": "Revue de linguistique",
                "volume": "22",
                "issue": "1",
                "page": "5-18",
                "year": "2017",
            },
        ),
        (
            "Transactions on Examples, 12(3): 45-67",
            {"title": "Transactions on Examples", "volume": "12", "issue": "3", "page": "45-67"},
        ),
        (
            "Zeitschrift für Beispiele, Bd. 4, Heft 2, S. 17-31",
            {
                "title": "Zeitschrift für Beispiele",
                "volume": "4",
                "issue": "2",
                "page": "17-31",
            },
        ),
        (
            "Revista de cosas, ISSN 0210-1963, Nº 725, 2008, págs. 319-326",
            {
                "title": "Revista de cosas",
                "issue": "725",
                "page": "319-326",
                "year": "2008",
                "issn": "0210-1963",
            },
        ),
        (
            "Revista de Educação. 2014;12(3):101-20.",
            {
                "title": "Revista de Educação",
                "volume": "12",
                "issue": "3",
                "page": "101-20",
                "year": "2014",
            },
        ),
        ("Silva, M. (2014). Educação. Revista de Educação, 12(3), 101-120.", {}),
        ("A. Editor (Ed.), Book title (pp. 12-20). Publisher.", {}),
        ("ISSN 1234-5679", {}),
        ("Vol. 3", {}),
        ("A report of 1999", {}),
        ("https://example.org/article/12/3", {}),
        ("The Art of Computer Programming", {}),
        ("short", {}),
    ],
)
def test_citations_in_one_text(text: str, found: dict[str, str]) -> None:
    assert cited(text) == found


def test_a_citation_that_says_more_stays() -> None:
    text = "Journal of X, Vol 3, Iss 2, Pp 1-10 (2014), part 77"
    assert not is_all(text, cited(text))


@given(st.text(alphabet="Aa1-0 ,;:.()volnpS–", max_size=300))
def test_citations_never_fail(text: str) -> None:
    found = cited(text)
    assert not found or found["title"]


def test_what_nobody_takes_is_the_rest() -> None:
    element = etree.fromstring(
        '<r a="1"><x type="t">one</x><x>two</x><y><z n="5"/>loose<z>in</z></y><e/></r>'
    )
    record = XmlRecord(element)
    assert record.first_text("x") == "one"
    assert record.rest(labels=("type",)) == {
        "@a": ["1"],
        "x[t]@type": ["t"],
        "x": ["two"],
        "y": ["loose"],
        "y/z@n": ["5"],
        "y/z": ["in"],
    }


def test_text_encoded_twice_is_decoded_once_more() -> None:
    record = XmlRecord(etree.fromstring("<r><x>a &amp;amp; b</x></r>"))
    assert record.first_text("x") == "a & b"


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (b"<header><identifier>oai:a:1</identifier></header><metadata>", "oai:a:1"),
        (b"<oai:header>\n <oai:identifier> oai:b </oai:identifier></oai:header>", "oai:b"),
        (b"<header><identifier>1</identifier></header></record><record>", "1"),
        (
            (
                b"<header><identifier>1</identifier></header><header><identifier>2</identifier>"
                b"</header>"
            ),
            "2",
        ),
        (b"<request><identifier>no</identifier></request>", ""),
        (b"", ""),
    ],
)
def test_the_header_before_a_record_names_it(before: bytes, found: str) -> None:
    assert header_id(before) == found


def test_references_beyond_the_limit_are_rejected_and_their_bytes_not_held() -> None:
    reference = "<Reference id='{}'><Title>{}</Title></Reference>"
    document = "<CitaviExchangeData><References>"
    document += "".join(reference.format(n, "t" * 500) for n in range(10))
    document += "</References></CitaviExchangeData>"
    records = read("citavi_xml", document, Limits(linked=2000))
    assert [isinstance(record, Citation) for record in records] == [True] * 3 + [False]
    reject = records[-1]
    assert isinstance(reject, Reject)
    assert reject.code == "too-large"
    assert len(reject.raw) <= 200
    assert reject.length > 3000


def test_a_large_graph_is_resolved_in_parts() -> None:
    article = (
        '<bib:Article rdf:about="#{0}"><dc:title>{0}</dc:title>'
        '<dcterms:isPartOf rdf:resource="#j{0}"/></bib:Article>'
        '<bib:Journal rdf:about="#j{0}"><dc:title>Journal {0}</dc:title></bib:Journal>'
    )
    document = RDF + "".join(article.format(n) for n in range(50)) + "</rdf:RDF>"
    whole = read("rdf", document)
    parts = read("rdf", document, Limits(linked=1000))
    assert len(whole) == len([r for r in whole if isinstance(r, Citation)]) == 50
    titles = [r.container_title for r in parts if isinstance(r, Citation) and r.container_title]
    assert [record.origin.ordinal for record in parts if record.origin] == [
        *range(1, len(parts) + 1)
    ]
    assert len(titles) >= 40


def test_circles_of_nodes_come_to_an_end() -> None:
    document = RDF + (
        '<bib:Article rdf:about="#a"><dc:title>A</dc:title>'
        '<dcterms:isPartOf rdf:resource="#b"/></bib:Article>'
        '<bib:Book rdf:about="#b"><dc:title>B</dc:title>'
        '<dcterms:isPartOf rdf:resource="#a"/></bib:Book></rdf:RDF>'
    )
    first, second = read("rdf", document)
    assert isinstance(first, Citation)
    assert isinstance(second, Citation)
    assert (first.container_title, second.container_title) == ("B", "A")


def test_members_of_containers_and_links() -> None:
    element = etree.fromstring(
        '<rdf:Seq xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:li>one</rdf:li><rdf:li rdf:resource="#two"/><rdf:_3>three</rdf:_3></rdf:Seq>'
    )
    graph = Graph()
    target = Node("foaf:Person", "two")
    graph.add(target)
    assert list(graph.members(node(element))) == ["one", target, "three"]
    assert list(graph.members(Link("gone"))) == [Link("gone")]


@pytest.mark.parametrize(
    "name",
    [
        *("mods", "mets", "dublin_core", "datacite_xml", "msbib", "citavi_xml", "rdf", "pnx"),
        "vufind_solr_xml",
    ],
)
@pytest.mark.parametrize("text", ["", "   ", "plain text", "<html><body/></html>", "<a" * 5000])
def test_what_is_another_format_gives_at_most_one_reject(name: str, text: str) -> None:
    records = read(name, text)
    assert all(isinstance(record, Reject) for record in records)
    assert len(records) <= 1


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "Silva, M. (2014). Educação e saúde. Revista de Educação, 12(3), 101-120.",
            "Revista de Educação, 12(3), 101-120.",
        ),
        (
            "Silva M. Educação e saúde. In: Livro de exemplos, pp. 3-9",
            "Livro de exemplos, pp. 3-9",
        ),
        ("Silva, M. (2014). Another work. Revista de Educação, 12(3), 101-120.", ""),
        ("Revista de Educação, 12(3), 101-120.", "Revista de Educação, 12(3), 101-120."),
    ],
)
def test_what_a_reference_says_behind_the_title(text: str, rest: str) -> None:
    assert behind_title(text, ["Educação e saúde"], ["Silva"]) == rest


def test_addresses_are_not_decoded() -> None:
    address = "https://example.org/?a=1&amp;copy=2&amp;sect=3"
    source = f"<Source><Title>x</Title><URL>{address}</URL></Source>"
    (citation,) = read("msbib", source)
    assert isinstance(citation, Citation)
    assert citation.url == ("https://example.org/?a=1&copy=2&sect=3",)
    reference = f"<Reference id='r'><Title>x</Title><OnlineAddress>{address}</OnlineAddress>"
    (citation,) = read("citavi_xml", f"<CitaviExchangeData>{reference}</Reference>")
    assert isinstance(citation, Citation)
    assert citation.url == ("https://example.org/?a=1&copy=2&sect=3",)
