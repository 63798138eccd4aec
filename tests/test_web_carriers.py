"""What the carriers of a web page make of what pages really hold, and that nothing breaks them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.model import Citation
from mentorlit.names import display
from mentorlit.pages.findings import Findings
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.webpages import (
    citation_text,
    coins,
    embedded,
    handover,
    jsonld,
    metatags,
    microdata,
    script_json,
    state,
    state_object,
    works,
)
from mentorlit.webpages.document import Document
from mentorlit.webpages.worknames import letters, same_title


def stream(page: str) -> Stream:
    return Stream([page.encode()], name="p.html", source="p.html", format="page-html")


def document(page: str) -> Document:
    return Document(stream(page), page.encode())


def choice(page: str) -> works.Choice:
    parsed = document(page)
    findings = Findings()
    metatags.claim(parsed, findings)
    return works.Choice(parsed, findings, works.found(parsed))


def own(page: str) -> Citation | None:
    """Return the first description of the page's own work."""
    found = choice(page).own
    return found[0].citation if found else None


def ld(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def article(**members: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "ScholarlyArticle", **members}


def people(citation: Citation | None) -> list[str]:
    return [display(name) for name in citation.author] if citation else []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('/* of the page */ {"a": [1, 2,],}', [{"a": [1, 2]}]),
        ('{"a": "one\ntwo"}', [{"a": "one\ntwo"}]),
        ('{"a": "it\\\'s"}', [{"a": "it's"}]),
        ('{"a": undefined}', [{"a": None}]),
        ('{"a": "x, ]", // what it is\n "b": 2}', [{"a": "x, ]", "b": 2}]),
        ("{&quot;a&quot;: &quot;b &amp;amp; c&quot;}", [{"a": "b &amp; c"}]),
        ('{"a": 1} {"b": 2};', [{"a": 1}, {"b": 2}]),
        ("{a: 1}", []),
        ("function () { return {}; }", []),
        ("", []),
        ('{"a": ', []),
        ("[" * 100_000, []),
        ("[" * 100 + "]" * 100, []),
    ],
)
def test_json_in_a_script_is_mended_but_never_run(text: str, value: list[Any]) -> None:
    assert script_json.values(text) == value


@given(st.text(alphabet='{}[]",:/*\\ \n\u00e9a1', max_size=200))
def test_no_script_breaks_the_reading_of_json(text: str) -> None:
    script_json.values(text)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Doe, Jane", ["Jane Doe"]),
        ("Doe, Jane; Roe, Richard", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe, Richard Roe and Mary Major", ["Jane Doe", "Richard Roe", "Mary Major"]),
        ("Jane Doe and Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("van der Berg, Jan Willem", ["Jan Willem van der Berg"]),
        (["Doe, Jane", {"@type": "Person", "name": "Richard Roe"}], ["Jane Doe", "Richard Roe"]),
        ({"@list": [{"givenName": "Jane", "familyName": "Doe"}]}, ["Jane Doe"]),
        ({"@type": "Organization", "name": "Study Group"}, ["Study Group"]),
        ({"@type": "Organization", "name": "Friends of Maps"}, ["Friends of Maps"]),
    ],
)
def test_authors_come_in_every_form(author: Any, expected: list[str]) -> None:
    page = ld(article(name="A title of some length", author=author))
    assert people(own(page)) == expected


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "Organization", "name": "Example Press"},
        {"@type": "WebSite", "name": "Example Press", "potentialAction": {"@type": "SearchAction"}},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "Home"}]},
        {"@type": "Periodical", "name": "Journal of Examples", "issn": "0000-0000"},
        {"@type": "Person", "name": "Jane Doe"},
        {"@type": "WebPage", "name": "A page", "description": "What it is."},
        {"@graph": [{"@type": "WebSite", "@id": "#s", "name": "E"}, {"@type": "ImageObject"}]},
        [], {}, 7, "text", None, [None, [1]], {"@graph": 1}, {"@type": ["Book", 1]}, {"@id": ["x"]},
    ],
)  # fmt: skip
def test_what_is_no_work_is_none(node: Any) -> None:
    assert not list(jsonld.works(document(ld(node))))


def test_the_items_of_a_list_are_not_the_page() -> None:
    listed = {"@type": "ItemList", "itemListElement": [{"item": article(name="Another paper")}]}
    page = '<meta name="citation_title" content="The paper itself">' + ld(listed)
    assert own(page) is None
    assert not choice(page).several


def test_cited_works_stay_relations_of_the_one_that_cites() -> None:
    cited = article(name="Another paper", author="Richard Roe", sameAs="https://doi.org/10.1000/2")
    page = ld(article(name="The paper itself", citation=[cited], isBasedOn=cited))
    found = own(page)
    assert found is not None
    assert (found.title, found.doi, people(found)) == ("The paper itself", "", [])
    assert {one.id for one in found.relations} == {"10.1000/2"}


def test_references_within_a_graph_are_filled_in() -> None:
    graph = [
        article(**{"@id": "#a", "name": "Linked nodes", "author": [{"@id": "#p"}],
                   "isPartOf": {"@id": "#i"}}),
        {"@type": "Person", "@id": "#p", "name": "Jane Doe", "affiliation": {"@id": "#o"}},
        {"@type": "Organization", "@id": "#o", "name": "Example University"},
        {"@type": "PublicationIssue", "@id": "#i", "issueNumber": 4, "isPartOf": {"@id": "#v"}},
        {"@type": "PublicationVolume", "@id": "#v", "volumeNumber": "12",
         "isPartOf": {"@id": "#j"}},
        {"@type": "Periodical", "@id": "#j", "name": "Journal of Graphs"},
    ]  # fmt: skip
    found = own(ld({"@context": "https://schema.org", "@graph": graph}))
    assert found is not None
    assert (found.container_title, found.volume, found.issue) == ("Journal of Graphs", "12", "4")
    assert found.author[0].affiliation == ("Example University",)


@pytest.mark.parametrize("name", ["admin", "Editor", "webmaster", "siteowner", "Example Press"])
def test_the_account_that_put_a_page_on_line_is_no_author(name: str) -> None:
    node = {"@type": "Article", "headline": "A page about something", "author": {"name": name},
            "publisher": {"@type": "Organization", "name": "Example Press"}}  # fmt: skip
    found = choice("<h1>A page about something</h1>" + ld(node)).own
    assert [work.carrier for work in found] == ["general"]
    assert not found[0].citation.author


def test_an_article_with_a_doi_or_pages_is_scholarly() -> None:
    node = {"@type": "Article", "name": "A paper of a journal", "pageStart": "12"}
    assert [work.carrier for work in choice(ld(node)).own] == ["json-ld"]


@pytest.mark.parametrize(
    ("title", "field", "value"),
    [
        ("rft.atitle=A&rft.jtitle=J", "container_title", "J"),
        ("rft.atitle=A&rft.title=J", "container_title", "J"),
        ("rft_val_fmt=info:ofi/fmt:kev:mtx:book&rft.btitle=B", "title", "B"),
        ("rft_val_fmt=info:ofi/fmt:kev:mtx:book&rft.atitle=C&rft.btitle=B", "type", "chapter"),
        ("rft_val_fmt=info:ofi/fmt:kev:mtx:dissertation&rft.title=T", "type", "thesis"),
        ("rft.atitle=A&rft.spage=7&rft.epage=7", "page", "7"),
        ("rft.atitle=A&rft.spage=7&rft.epage=12", "page", "7-12"),
        ("rft.atitle=A&rft.pages=7%E2%80%9312", "page", "7-12"),
        ("rft.atitle=A&rft.artnum=e12", "number", "e12"),
        ("rft.atitle=A&rft_id=info:doi/10.1000/X", "doi", "10.1000/x"),
        ("rft.atitle=A&rft_id=info%3Apmid%2F123456", "pmid", "123456"),
        ("rft.atitle=A&rft_id=http%3A%2F%2Fdx.doi.org%2F10.1000%2F1", "doi", "10.1000/1"),
        ("rft.atitle=A&rft.volume=undefined", "volume", ""),
        ("atitle=%E9tude&title=Revue", "title", "étude"),
        ("amp;rft.atitle=A&amp;amp;rft.volume=3", "volume", "3"),
    ],
)
def test_keys_of_openurl(title: str, field: str, value: str) -> None:
    found = coins.read(title)
    assert found is not None
    assert getattr(found, field) == value


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("rft.aulast=Doe&rft.aufirst=Jane", ["Jane Doe"]),
        ("rft.aulast=Doe&rft.auinit=J", ["J Doe"]),
        ("rft.aulast=Doe&rft.aufirst=Jane&rft.au=Jane+Doe&rft.au=Richard+Roe",
         ["Jane Doe", "Richard Roe"]),
        ("rft.aulast=Doe&rft.aufirst=Jane&rft.au=Roe,+Richard", ["Jane Doe", "Richard Roe"]),
        ("rft.aulast=García+López&rft.aufirst=María&rft.au=María+García+López",
         ["María García López"]),
        ("rft.au=Doe,+Jane;+Roe,+Richard", ["Jane Doe", "Richard Roe"]),
        ("rft.aucorp=Study+Group", ["Study Group"]),
    ],
)  # fmt: skip
def test_authors_of_openurl(keys: str, expected: list[str]) -> None:
    assert people(coins.read(f"rft.atitle=A&{keys}")) == expected


@pytest.mark.parametrize("title", ["", "&", "rft.jtitle=J", "rft_val_fmt=x:sch_svc&rft.title=T"])
def test_an_openurl_without_a_work_is_none(title: str) -> None:
    assert coins.read(title) is None


@given(st.text(max_size=100), st.binary(max_size=30))
def test_no_openurl_breaks_the_reading(title: str, raw: bytes) -> None:
    coins.read(title)
    coins.read("rft.atitle=" + "".join(f"%{byte:02x}" for byte in raw) + "&rft.date=" + title)


def test_marked_up_works_beside_the_page_do_not_leak() -> None:
    beside = "rft.atitle=Another+work&rft_id=info:doi/10.1000/2"
    page = (
        "<h1>The work of this page</h1>"
        "<span class='Z3988' title='rft.atitle=The+work+of+this+page&amp;rft.volume=3'></span>"
        f"<div class='related-articles'><h2>Another work</h2><i class='Z3988' title='{beside}'></i>"
        "</div>"
    )
    found = choice(page)
    assert [work.citation.title for work in found.own] == ["The work of this page"]
    assert not found.several


def test_another_version_with_the_same_title_is_not_the_page() -> None:
    tags = '<meta name="citation_title" content="One title"><meta name="citation_doi" content="{}">'
    node = ld(article(name="One title", sameAs="https://doi.org/10.1000/2", volumeNumber="3"))
    assert own(tags.format("10.1000/1") + node) is None
    assert own(tags.format("10.1000/2.v1") + node) is not None
    beside = '<aside class="related-articles"><i class="Z3988" title="rft.atitle={}"></i></aside>'
    page = '<meta name="citation_title" content="A title of more than twenty letters">'
    assert own(page + beside.format("A+title+of+more+than+twenty+letters:+a+review")) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("<h1>Tools</h1>", 0), ("", 1), ("<h1>Tools</h1><p>The Paper on Tools, by Jane Doe", 1)],
)
def test_an_only_citation_is_the_page_if_that_shows_its_title(heading: str, expected: int) -> None:
    entry = "<pre>@article{a, title={The Paper on Tools}, author={Doe, Jane}}</pre>"
    assert len(choice(heading + entry).own) == expected


def test_other_works_of_the_same_title_are_not_mixed_in() -> None:
    data = [
        {"title": "Genetics", "authors": ["Doe, Jane"], "year": 2001, "journal": "J"},
        {"title": "Genetics", "authors": ["Roe, Richard"], "year": 1950, "volume": "3"},
    ]
    found = choice(f'<h1>Genetics</h1><script type="application/json">{json.dumps(data)}</script>')
    assert [people(work.citation) for work in found.own] == [["Jane Doe"]]


def test_publisher_and_journal_are_no_authors() -> None:
    node = article(name="A paper", author={"@type": "Organization", "name": "Example Press"},
                   publisher={"@type": "Organization", "name": "Example Press"})  # fmt: skip
    assert people(own(ld(node))) == []


def test_a_list_of_works_gives_each_once() -> None:
    spans = "".join(
        f"<li><h3>Work number {n}</h3><span class='Z3988' title='rft.atitle=Work+number+{n}"
        f"&amp;rft.au=Doe,+Jane&amp;rft.date=200{n}'></span></li>"
        for n in (1, 2, 3, 3)
    )
    found = choice(f"<title>Results</title><ul>{spans}</ul>")
    assert [work.citation.title for work in found.several] == [
        f"Work number {n}" for n in (1, 2, 3)
    ]
    records = list(found.records(stream("")))
    assert [record.origin.ordinal for record in records if record.origin] == [1, 2, 3]
    assert all(isinstance(record, Citation) for record in records)


def test_works_of_one_title_are_listed_each() -> None:
    spans = "".join(
        f"<i class='Z3988' title='rft.atitle=Editorial&amp;rft.date=2001&amp;rft.au={author}'></i>"
        for author in ("Doe,+Jane", "Roe,+Richard", "Doe,+Jane")
    )
    found = choice(f"<title>Contents</title>{spans}").several
    assert [people(work.citation) for work in found] == [["Jane Doe"], ["Richard Roe"]]


def test_works_in_the_list_of_references_are_no_records() -> None:
    spans = "".join(
        f"<li><span class='Z3988' title='rft.atitle=Cited+{n}&amp;rft.date=2001'></span></li>"
        for n in (1, 2, 3)
    )
    assert not choice(f"<title>An essay</title><ol class='references'>{spans}</ol>").several


def test_an_item_refers_to_properties_elsewhere() -> None:
    page = (
        '<div itemscope itemtype="https://schema.org/ScholarlyArticle" itemref="d k">'
        '<h1 itemprop="name">Properties elsewhere</h1></div><p>Published '
        '<time itemprop="datePublished" datetime="2015-04-01" id="d">spring</time></p>'
        '<ul id="k"><li itemprop="keywords">one</li><li itemprop="keywords">two</li></ul>'
    )
    found = own(page)
    assert found is not None
    assert found.issued is not None
    assert (found.issued.year, found.issued.month, found.issued.day) == (2015, 4, 1)
    assert [keyword.text for keyword in found.keyword] == ["one", "two"]


def test_rdfa_of_a_page_is_not_when_it_was_made() -> None:
    page = (
        '<h1 property="dc:title">A record of a work</h1><i property="dc:creator">Doe, Jane</i>'
        '<i property="dc:date" content="2012-05-03T12:00:00+02:00">3 May</i>'
    )
    found = own(page)
    assert found is not None
    assert people(found) == ["Jane Doe"]
    assert found.issued is None


BIBTEX = "@article{k, title={A Paper}, author={Doe, Jane}, journal={J}, year=2001}"
RIS = "TY  - JOUR\nTI  - A Paper\nAU  - Doe, Jane\nJO  - J\nPY  - 2001\nER  - \n"
REFER = "%0 Journal Article\n%A Doe, Jane\n%T A Paper\n%J J\n%D 2001\n"
NBIB = "PMID- 123456\nTI  - A Paper.\nFAU - Doe, Jane\nJT  - J\nDP  - 2001\n"
CSL = json.dumps(
    [{"id": "1", "type": "article-journal", "title": "A Paper", "container-title": "J",
      "author": [{"family": "Doe", "given": "Jane"}], "issued": {"date-parts": [[2001]]}}]
)  # fmt: skip


@pytest.mark.parametrize(
    "text", [BIBTEX, RIS, REFER, NBIB, CSL], ids=["bib", "ris", "enw", "nbib", "csl"]
)
@pytest.mark.parametrize("page", [
    "<h1>A Paper</h1><pre>{}</pre>",
    "<h1>A Paper</h1><textarea>{}</textarea>",
    "<h1>A Paper</h1><div hidden><code>{}</code></div>",
    "<h1>A Paper</h1><div style='display:none'>{}</div>",
    "<h1>A Paper</h1><a data-clipboard-text='{}'>copy</a>",
    "<h1>A Paper</h1><input type='hidden' value='{}'>",
], ids=["pre", "textarea", "code", "hidden", "data", "input"])  # fmt: skip
def test_citations_stand_anywhere(page: str, text: str) -> None:
    found = own(page.replace("{}", text))
    assert found is not None
    assert found.title.rstrip(".") == "A Paper"
    assert (found.container_title, people(found)) == ("J", ["Jane Doe"])
    assert found.issued is not None
    assert found.issued.year == 2001


def test_a_citation_is_taken_out_of_the_text_but_not_what_stands_beside_it() -> None:
    entry = "<pre><span>@book{b,</span> <b>title={A Paper}}</b></pre>"
    parsed = document(f"<h1>A Paper</h1><div><div>{entry}</div><p>Beside it.</p></div>")
    embedded.take_out(parsed)
    assert [str(text) for text in parsed.root.itertext()] == ["A Paper", "Beside it."]


@pytest.mark.parametrize("address", [
    "data:application/x-research-info-systems;charset=utf-8,TY%20%20-%20JOUR%0ATI%20%20-%20A%20Paper%0A",
    "data:text/plain;base64,VFkgIC0gSk9VUgpUSSAgLSBBIFBhcGVyCg==",
    "data:application/x-bibtex,@article{k, title={A Paper}}",
])  # fmt: skip
def test_downloads_are_read_from_their_address(address: str) -> None:
    found = own(f"<h1>A Paper</h1><a href='{address}'>cite</a>")
    assert found is not None
    assert found.title == "A Paper"


@pytest.mark.parametrize(
    "text",
    ["", "@", "@media{a}", "TY", "%0 ", "data:,", "data:text/plain;base64,!!!", '{"type": 1}', "[]",
     '{"id": 1, "title": "No citation"}', "@article{", "@article{a, title = {" + "{" * 5000],
)  # fmt: skip
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert not [one for _, one in citation_text.read(text) if isinstance(one, Citation)]


def test_a_damaged_entry_of_a_list_is_a_reject() -> None:
    entries = "".join(f"@book{{b{n}, title={{Book {n}}}, year=200{n}}}\n" for n in (1, 2))
    found = choice(f"<title>Books</title><pre>{entries}@book{{b3, title={{Book 3}}\n</pre>")
    one, two, damaged = found.records(stream(""))
    assert isinstance(one, Citation)
    assert isinstance(two, Citation)
    assert isinstance(damaged, Reject)
    assert damaged.origin.ordinal == 3
    assert b"b3" in damaged.raw


@given(st.sampled_from([BIBTEX, RIS, REFER, NBIB, CSL]), st.integers(0, 80), st.text(max_size=12))
def test_a_damaged_citation_breaks_nothing(text: str, at: int, noise: str) -> None:
    list(citation_text.read(text[:at] + noise + text[at:]))


def test_an_object_with_too_little_is_no_work() -> None:
    assert state_object.citation({"title": "Settings", "language": "en"}) is None
    assert state_object.citation({"title": "X", "authors": [], "volume": None, "year": ""}) is None
    assert state_object.citation({"doi": "none", "authors": "A", "volume": "1"}) is None


def test_numbers_that_count_seconds_are_no_dates() -> None:
    raw = {"title": "A Paper", "authors": ["Jane Doe"], "journal": "J", "publishedDate": 1612345678}
    found = state_object.citation(raw)
    assert found is not None
    assert found.issued is None


@pytest.mark.parametrize("script", [
    "<script>window.__INITIAL_STATE__ = {};</script>",
    "<script>window.__INITIAL_STATE__ = JSON.parse('{}')</script>",
    "<script>var a = window.__STATE__ || {}; window.__STATE__ = {};</script>",
    '<script type="application/json">{}</script>',
])  # fmt: skip
def test_state_is_read_where_it_is_json(script: str) -> None:
    data = '{"article": {"title": "A Paper", "authors": ["Doe, Jane"], "volume": "3"}}'
    if "parse(" in script:
        script, data = script.replace("'{}'", "{}"), json.dumps(data)
    found = own("<title>A Paper</title>" + script.replace("= {};", "= {}").replace("{}", data))
    assert found is not None
    assert (found.volume, people(found)) == ("3", ["Jane Doe"])


@pytest.mark.parametrize(
    "script", ["digitalData = {}", "window.dataLayer = [{}]", "dataLayer.push({})"]
)
def test_of_what_counts_visits_only_the_doi_is_read(script: str) -> None:
    said = '{"title": "Log in", "user": {"name": "Jane"}, "DOI": "10.1000/1", "Journal Title": "J"}'
    page = f"<script>{script.replace('{}', said)}</script>"
    found = own(page)
    assert found is not None
    assert (found.doi, found.container_title, found.title) == ("10.1000/1", "J", "")
    assert own('<meta name="citation_doi" content="10.1000/2">' + page) is None


def test_a_program_is_never_run() -> None:
    script = (
        "<script>window.__INITIAL_STATE__ = (function(a){return {title:a}})('A Paper');</script>"
    )
    assert not list(state.works(document(script)))


def test_a_staff_view_is_handed_over_only_with_a_title() -> None:
    table = "<table><tr><td>245</td><td>10</td><td>3.2</td></tr><tr><td>250</td><td>1</td></tr>"
    assert not handover.records(stream(""), table.encode())
    lines = b"<pre>LEADER 00000cam a2200000 a 4500\n100 1  |aDoe, Jane.\n245 10 |aA book\n</pre>"
    (found,) = handover.records(stream(""), lines)
    assert isinstance(found, Citation)
    assert found.origin is not None
    assert (found.title, found.origin.format) == ("A book", "marc-staffview-html")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A Study of Things", "a study of THINGS.", True),
        ("Étude des choses", "Etude des choses", True),
        ("H<sub>2</sub>O", "H2O", True),
        ("Short", "Short and long", False),
        ("A title of more than twenty letters", "A title of more than twenty letters: more", True),
        ("", "", False),
    ],
)
def test_titles_are_compared_by_their_letters(one: str, other: str, same: bool) -> None:
    assert same_title(letters(one), letters(other)) is same


HOSTILE = {
    "items": '<div itemscope itemtype="schema:Book" itemprop="author">' * 20_000,
    "properties": "<div itemscope>" + '<i itemprop="name">a</i>' * 50_000,
    "cycle": '<p itemscope id=a itemref=b itemprop=author>'
    '<p itemscope id=b itemref=a itemprop=author>'
    '<p itemscope itemtype="schema:Book" itemref="a b"><i itemprop=name>A name</i>',
    "references": '<i itemscope itemref="a b c d">' * 20_000 + '<b id="a" itemprop="name">',
    "coins": "<span class=Z3988 title='rft.atitle=A'></span>" * 30_000,
    "graph": ld({"@graph": [article(**{"@id": f"#{n}", "name": f"n{n}",
                                       "author": [{"@id": f"#{m}"} for m in range(60)]})
                            for n in range(60)]}),
    "nested": '<script type="application/ld+json">' + '{"a":[' * 30_000 + "</script>",
    "quotes": '<script type="application/ld+json">{"' + '\\"' * 200_000 + "</script>",
    "comments": '<script type="application/ld+json">{' + "/*/" * 200_000 + "</script>",
    "state": '<script type="application/json">[' + '{"title":"a"},' * 50_000 + "{}]</script>",
    "bibtex": "<pre>" + "@article{a, title={" * 20_000 + "</pre>",
    "ris": "<pre>" + "TY  - JOUR\n" * 50_000 + "</pre>",
    "data": "<a href='data:text/plain,@article{'>" * 20_000,
    "cells": "<td>245<" * 30_000,
    "leaders": "LEADER " * 50_000,
    "jats": "<article>" * 30_000 + "<article-meta ",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    page = HOSTILE[name]
    choice(page)
    handover.records(stream(page), page.encode())


@pytest.mark.parametrize("module", [jsonld, coins, microdata, embedded, state])
def test_a_page_without_a_carrier_has_nothing(module: Any) -> None:
    assert not list(module.works(document("<html><body><p>Text</p></body></html>")))
    assert not list(module.works(document("")))
