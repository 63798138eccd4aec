"""What of a web page is read as visible text, and as what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.model import Citation
from mentorlit.pages.known import Known, named
from mentorlit.pages.lines import Line
from mentorlit.problems import Reject
from mentorlit.readers import page_html
from mentorlit.stream import Stream
from mentorlit.webpages import regions, visible
from mentorlit.webpages.document import Document

HEAD = "<h1>Coral reefs under rapid climate change</h1>"
PROSE = (
    "Reefs lose more skeleton than they build when the sea becomes warmer and more acid. "
    "We compare three paths of warming and say what people who look after reefs can do."
)


def stream(text: str) -> Stream:
    data = text.encode()
    return Stream([data], name="p.html", source="p.html", format="page-html")


def lines(body: str, title: str = "") -> list[Line]:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    source = stream(page)
    return visible.lines(Document(source, page.encode()))


def texts(body: str, title: str = "") -> list[str]:
    return [line.text for line in lines(HEAD + body, title)][1:]


def read(body: str, title: str = "") -> Citation | Reject:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return next(iter(page_html.read(stream(page))))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<table><tr><th>Volume</th><td>12</td></tr></table>", ["Volume\t12"]),
        ("<dl><dt>Volume</dt><dd>12</dd></dl>", ["Volume", "12"]),
        ("<dl><dt>Authors</dt><dd><ul><li>A B</li></ul></dd></dl>", ["Authors", "A B"]),
        ("<p><span>Volume</span><span>12</span></p>", ["Volume\t12"]),
        ("<p><b>Keywords</b> reefs, corals</p>", ["Keywords\treefs, corals"]),
        ("<p><i>Journal</i> of reefs</p>", ["Journal of reefs"]),
        ("<p>One<br>two</p>", ["One", "two"]),
        ("<p>One <a>two</a></p>", ["One two"]),
        ("<p><a>Reefs</a> <a>Corals</a></p>", ["Reefs | Corals"]),
        ("<p>H<sub>2</sub>O</p>", ["H2O"]),
        ("<p>co\u00adral</p>", ["coral"]),
        (
            '<p><a href="https://doi.org/10.1000/1"><img alt="x"></a></p>',
            ["https://doi.org/10.1000/1"],
        ),
        ('<p>See <a href="https://doi.org/10.1000/1">10.1000/1</a></p>', ["See doi:10.1000/1"]),
        ('<p>Ann <a href="https://orcid.org/0000-0002-1825-0097">iD</a> Lee</p>', ["Ann Lee"]),
        ("<p>Ann Lee <button>Share</button></p>", ["Ann Lee"]),
        ("<label>Title</label><input><p>One</p>", ["One"]),
    ],
)
def test_elements_become_lines(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a>Home</a></nav>",
        '<div role="navigation">Home</div>',
        "<p hidden>gone</p>",
        '<p aria-hidden="true">gone</p>',
        '<p style="display: none">gone</p>',
        '<div class="related-articles"><p>Other paper</p></div>',
        '<section id="citedBy"><p>Other paper</p></section>',
        '<div class="cookie-consent">We use cookies</div>',
        '<ol class="references"><li>Other paper</li></ol>',
        "<div><h2>Similar articles</h2><p>Other paper</p></div>",
        "<div><h2>References</h2><ol><li>Other paper</li></ol></div>",
        "<table><tr><th>Related publication</th><td>Other paper</td></tr></table>",
        '<div><div class="panel-heading">Trending papers</div><p>Other paper</p></div>',
        "<footer>Imprint</footer>",
        "<select><option>One</option></select>",
    ],
)
def test_what_is_not_the_records_is_left_out(body: str) -> None:
    assert texts(body) == []


def test_a_heading_of_other_works_reaches_to_the_next_heading() -> None:
    body = "<main><h2>Similar articles</h2><p>Other</p><h2>Keywords</h2><p>reefs; corals</p></main>"
    assert texts(body) == ["Keywords", "reefs; corals"]


def test_the_body_is_left_out_and_the_data_below_it_read() -> None:
    body = (
        f"<h2>Introduction</h2><p>{PROSE}</p><h2>Results</h2><p>{PROSE}</p>"
        "<h2>About this article</h2><p>DOI: 10.1000/1</p>"
    )
    assert texts(f"<main>{body}</main>") == ["About this article", "DOI: 10.1000/1"]


def test_an_abstract_may_have_an_introduction() -> None:
    body = f"<h2>Abstract</h2><h3>Introduction</h3><p>{PROSE}</p>"
    assert texts(f"<main>{body}</main>") == ["Abstract", "Introduction", PROSE]


def test_what_is_around_the_title_is_never_left_out() -> None:
    body = f'<div class="related-content">{HEAD}<p>Ann Lee</p></div>'
    assert [line.text for line in lines(body)][1:] == ["Ann Lee"]


def test_a_page_that_seems_to_be_furniture_alone_is_read_whole() -> None:
    assert [line.text for line in lines('<div class="footer">Ann Lee</div>')] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ('<div class="authors">Ann Lee</div>', "author"),
        ('<ul class="contrib-group"><li>Ann Lee</li></ul>', "author"),
        ('<div class="author-info">Write to us</div>', ""),
        ('<p class="abstractText">Reefs</p>', "abstract"),
        ('<span itemprop="keywords">reefs</span>', "keyword"),
        ('<div class="journal-title">Science</div>', "journal"),
        ('<nav aria-label="You are here" class="breadcrumbs">Home</nav>', "breadcrumb"),
        ("<h2>Reefs</h2>", "heading"),
        ("<dl><dt>Reefs</dt></dl>", "label"),
    ],
)
def test_words_of_the_class_give_a_role(body: str, role: str) -> None:
    assert lines(HEAD + body)[1].role == role


def test_names_parted_by_style_alone_are_parted() -> None:
    body = (
        '<div class="authors"><span class="author">Ann Lee</span> <a class="author">Bo Li</a></div>'
    )
    assert texts(body) == ["Ann Lee; Bo Li"]


@pytest.mark.parametrize("mark", ["a", "a,b", "I", "II", "1", "1,2", "*"])
def test_raised_marks_are_no_part_of_a_name(mark: str) -> None:
    body = f'<div class="authors">Ann Lee<sup>{mark}</sup>, Bo Chen<sup>{mark}</sup></div>'
    record = read(f"{HEAD}{body}<p>Science 2007;318(5857):1737-1742</p>")
    assert isinstance(record, Citation)
    assert [(name.family, name.given) for name in record.author] == [("Lee", "Ann"), ("Chen", "Bo")]


def test_a_footnote_is_no_part_of_the_title() -> None:
    assert lines("<h1>Reefs<sup>*</sup></h1>")[0].text == "Reefs"
    assert lines('<h1>Reefs<a href="#n"><sup>1</sup></a></h1>')[0].text == "Reefs"
    assert lines("<h1>CO<sup>2</sup></h1>")[0].text == "CO2"


def test_an_institution_behind_a_name_is_a_line_of_its_own() -> None:
    body = '<p class="authors"><b>Ann Lee</b>, <em>University of Oslo</em></p>'
    assert [(line.text, line.role) for line in lines(HEAD + body)][1:] == [
        ("Ann Lee,", "author"),
        ("University of Oslo", "affiliation"),
    ]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A study of coral reefs in warm seas | Reef Journal", 1),
        ("Reef Journal - A study of coral reefs in warm seas", 1),
        ("A study of coral reefs in warm seas and more of this kind...", 1),
        ("Reef Journal", -1),
        ("", -1),
    ],
)
def test_the_caption_of_the_window_names_the_title(caption: str, expected: int) -> None:
    found = [
        Line("Reef news of the week", 1, 0, 1),
        Line("A study of coral reefs in warm seas", 2, 1, 2),
        Line("Ann Lee", 3, 2, 3),
    ]
    roles = [line.role for line in named(found, Known(caption=caption))]
    assert roles == ["named" if i == expected else "" for i in range(3)]


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("404", "<h1>Page not found</h1><p>The page has been moved.</p>", "not-a-page"),
        ("Just a moment...", "<h1>journals.example</h1>", "not-a-page"),
        ("Search results", "<h1>Search results</h1><p>Showing 1 of 3</p>", "several-works"),
        ("Reefs", "<h1>Vol. 12 No. 3 (2019)</h1><p>Articles</p>", "several-works"),
        ("Journal of Reefs", "<h1>Journal of Reefs</h1><p>Reefs.</p>", "no-bibliographic-data"),
        ("Login", "<h1>Login</h1><form><input></form>", "not-a-page"),
    ],
)
def test_pages_without_a_work_are_rejected(title: str, body: str, code: str) -> None:
    reject = read(body, title)
    assert isinstance(reject, Reject)
    assert reject.code == code


def test_prose_that_goes_on_is_no_abstract() -> None:
    head = f'{HEAD}<div class="authors">Ann Lee, Bo Chen</div><p>BMJ 2010;340:c100</p>'
    letter = read(head + "".join(f"<p>{PROSE} {i}</p>" for i in range(6)))
    alone = read(f"{head}<p>{PROSE}</p>")
    assert isinstance(letter, Citation)
    assert isinstance(alone, Citation)
    assert (letter.abstract, alone.abstract) == ("", PROSE)


RECORD = (
    f"{HEAD}<div class='authors'><a>Ann Lee</a> <a>Bo Chen</a></div>"
    "<p>Science 2007;318(5857):1737-1742. doi: 10.1126/science.1152509</p>"
    f"<div class='abstract'><h2>Abstract</h2><p>{PROSE}</p></div>"
)
OTHERS = [
    "<div class='similar'><h3>Zeta fishes</h3><p>Zoe Zett</p><p>10.5555/zett.1</p></div>",
    "<aside><h2>Recommended articles</h2><p>Zeta fishes, Zoe Zett 2001;3(4):5-6</p></aside>",
    "<section><h2>Cited by (3)</h2><p>Zoe Zett. https://doi.org/10.5555/zett.1</p></section>",
    "<div class='most-read'><a>Zeta fishes</a><span class='author'>Zoe Zett</span></div>",
    "<div class='pager'><a>Previous article: Zeta fishes</a></div>",
    "<h3>References</h3><ol><li>Zett Z. Zeta fishes. Zeta J. 1999;1(1):1-9.</li></ol>",
]


@given(before=st.lists(st.sampled_from(OTHERS[:5])), after=st.lists(st.sampled_from(OTHERS)))
@settings(max_examples=40, deadline=None)
def test_other_works_never_leak(before: list[str], after: list[str]) -> None:
    alone = read(f"<main>{RECORD}</main>")
    record = read(f"{''.join(before)}<main>{RECORD}</main>{''.join(after)}")
    assert isinstance(alone, Citation)
    assert isinstance(record, Citation)
    fields = ("title", "author", "doi", "issued", "volume", "issue", "page", "abstract", "extra")
    for field in fields:
        assert getattr(record, field) == getattr(alone, field)
    assert alone.doi == "10.1126/science.1152509"


@given(
    st.lists(
        st.sampled_from(
            [*"<>/ab \n\"'=&;", "<h1>", "</h1>", "<td>", "<li>", "<sup>", "<a ", "</a>"]
        )
    )
)
@settings(max_examples=80, deadline=None)
def test_any_page_is_walked(pieces: list[str]) -> None:
    for line in lines("".join(pieces)):
        assert line.text


def test_classes_are_weighed() -> None:
    assert regions.region("div", [("class", "has-related-content")]).zone == ""
    assert regions.region("body", [("class", "cookie-consent")]).zone == ""
    assert regions.region("div", [("class", "relatedArticles")]).zone == "others"
    assert regions.region("div", [("class", "articleHeader")]) == regions.NONE
