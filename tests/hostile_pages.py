"""Pages made to be slow: each a function from a size in bytes to a page of about that size.

benchmarks/pages.py measures them, test_hostile_pages.py holds them against what readers promise.
"""

from collections.abc import Callable
from typing import Final

Maker = Callable[[int], bytes]
HEAD: Final = (
    b"Share this article\nA study of something\nJane A. Doe, Richard B. Roe\n"
    b"Department of Studies, University of Somewhere\nJ Stud 2019;12(3):45-67\n"
    b"doi: 10.5555/study.2019\n\nAbstract\nThe study looked at things that had not been looked at "
    b"before, and it found that they were there; what they mean is for others to tell.\n\n"
)
TAGS: Final = (
    b'<!DOCTYPE html><html lang="en"><head><title>A study of something</title>'
    b'<meta name="citation_title" content="A study of something">'
    b'<meta name="citation_author" content="Jane A. Doe">'
    b'<meta name="citation_doi" content="10.5555/study.2019"></head><body><h1>A study of something'
    b"</h1><p>Jane A. Doe, Richard B. Roe</p>"
)


def repeated(piece: str) -> Maker:
    """Return the maker of text that is ``piece`` over and over, on one line if it has none."""
    data = piece.encode()
    return lambda size: HEAD + data * max(1, (size - len(HEAD)) // len(data))


def at_once(piece: str) -> Maker:
    """Return the maker of text that is ``piece`` over and over from the first byte on."""
    data = piece.encode()
    return lambda size: data * max(1, size // len(data))


def marked(piece: str, before: str = "", after: str = "") -> Maker:
    """Return the maker of a page that has ``piece`` over and over in its body."""
    data, first, last = piece.encode(), TAGS + before.encode(), after.encode()
    return lambda size: first + data * max(1, (size - len(first)) // len(data)) + last


def in_head(piece: str, before: str = "", after: str = "") -> Maker:
    """Return the maker of a page that has ``piece`` over and over in its head."""
    data, (first, last) = piece.encode(), TAGS.split(b"</head>")
    first, last = first + before.encode(), after.encode() + b"</head>" + last
    return lambda size: first + data * max(1, (size - len(first)) // len(data)) + last


def numbered(piece: str, make: Callable[[str], Maker]) -> Maker:
    """Return the maker of a page whose pieces differ by a number, so that nothing is held twice."""

    def pages(size: int) -> bytes:
        count = max(1, size // len(piece.format(100_000).encode()))
        return make("".join(piece.format(number) for number in range(count)))(0)

    return pages


_LETTERS: Final = {
    "digits": "1234567890",
    "ones": "1",
    "letters": "abcdefghi",
    "capitals": "ABCDEFGH",
    "commas": ",",
    "dots": ".",
    "semicolons": ";",
    "colons": ":",
    "dashes": "-",
    "pipes": " | ",
    "tabs": "\t",
    "slashes": "/",
    "spaces-and-a": "a" + " " * 50,
    "round-brackets": "(",
    "brackets": "()",
    "square-brackets": "[",
    "words": "word ",
    "names": "Jane Doe, ",
    "initials": "A. ",
    "names-and": "Jane A. Doe and ",
    "names-semicolons": "Doe, Jane A.; ",
    "vancouver": "Doe JA, ",
    "degrees": "Jane Doe, MD, PhD, ",
    "affiliation-marks": "Jane Doe1,2*, ",
    "orcids": "Jane Doe https://orcid.org/0000-0002-1825-0097, ",
    "mails": "jane@doe.example ",
    "at-signs": "@",
    "doi-starts": "10.",
    "dois": "10.5555/abc.1 ",
    "doi-urls": "https://doi.org/10.5555/abc.1 ",
    "doi-inside": "doi:10.5555/a",
    "citations": "J Stud 2019;12(3):45-67. ",
    "citations-words": "Vol. 12, No. 3, pp. 45-67, 2019 ",
    "years": "2019 ",
    "year-brackets": "(2019) ",
    "references": "Doe, J. (2019). Title of it. J Stud, 12(3), 45-67. ",
    "sentences": "It is so. ",
    "questions": "Is it so? ",
    "labels-inline": "Volume: 12 ",
    "labels-glued": "Volume12",
    "labels-any": "Label: value ",
    "dc": "dc.title",
    "issn": "ISSN 1234-5678 ",
    "copyright": "© 2019 Example Press. ",
    "copyright-signs": "©",
    "links": "https://example.org/a ",
    "keywords": "Keywords: one; two; three ",
    "sections": "Background: It is so. Methods: We looked. ",
    "entities": "&amp;amp;",
    "ampersands": "&",
    "months": "12 January 2019 ",
    "combining": "e\u0301",
    "many-combining": "\u0301",
    "no-break": "a\u00a0",
    "invisible": "a\u200b",
    "han": "中文学报",
    "han-names": "王小明，",
    "han-volume": "第39卷第1期",
    "kana": "これはもの",
    "hangul": "김철수, ",
    "cyrillic": "Иванов И.И., ",
    "arabic": "دراسة ",
    "quotes": '"',
    "apostrophes": "O'",
    "hyphens-names": "Anne-",
    "particles": "van der ",
    "roman": "XIV",
    "less-than": "<",
    "replacement": "\ufffd",
}  # fmt: skip

_LINES: Final = {
    "blank": "\n",
    "returns": "\r",
    "single-letters": "a\n",
    "numbers": "1\n",
    "labels-alone": "Volume\n",
    "labels-colon": "Volume: 12\n",
    "labels-authors": "Author: Doe, Jane\n",
    "labels-unknown": "Label: value\n",
    "labels-glued": "Volume12\n",
    "labels-abstract": "Abstract\nIt is so.\n",
    "labels-keywords": "Keywords\none\ntwo\n",
    "labels-citation": "Citation: Doe J (2019) Title of it. J Stud 12(3):45-67\n",
    "authors": "Jane A. Doe\n",
    "authors-commas": "Jane A. Doe, Richard B. Roe\n",
    "institutions": "University of Somewhere\n",
    "titles": "A study of something else\n",
    "titles-gaps": "A study of something else\n\n",
    "citations": "J Stud 2019;12(3):45-67\n",
    "references": "Doe J, Roe R. Title of it. J Stud 2019;12(3):45-67\n",
    "dois": "https://doi.org/10.5555/abc.1\n",
    "copyright": "© 2019 Example Press Ltd\n",
    "headings": "References\n",
    "headings-body": "1. Introduction\n",
    "headings-turns": "References\nAbstract\n",
    "menus": "Home\nSearch\nLog in\n",
    "bullets": "• one\n",
    "prose": "It was found that this is so, as had been said of it before by others who looked.\n",
    "sections": "Background: It is so. Methods: We looked at it.\n",
    "dates": "12 January 2019\n",
    "han": "中文学报\n",
    "tables": "| a | b |\n",
    "biographies": "Dr. Doe is professor at the University of Somewhere\n",
}

_MARKUP: Final = {
    "deep": marked("<div>"),
    "deep-text": marked("<div>a"),
    "deep-inline": marked("<b>"),
    "deep-lists": marked("<ul><li>"),
    "deep-tables": marked("<table><tr><td>"),
    "deep-fonts": marked("<p><font size=1>"),
    "empty-elements": marked("<b></b>"),
    "breaks": marked("<br>"),
    "breaks-text": marked("a<br>"),
    "paragraphs": marked("<p>It is so."),
    "paragraphs-alone": marked("<p>"),
    "spans": marked("<span>a</span> "),
    "cells": marked("<td>a", "<table><tr>"),
    "rows": marked("<tr><td>Volume<td>12", "<table>"),
    "end-tags": marked("</div>"),
    "end-tags-wrong": marked("<i></b>"),
    "less-than": marked("<"),
    "comments": marked("<!-- a -->"),
    "comment-open": marked("<!-- "),
    "comment-dashes": marked("-", "<!--"),
    "declarations": marked("<!a>"),
    "instructions": marked("<?a?>"),
    "cdata": marked("<![CDATA[a]]>"),
    "quote-open": marked("<a href=x>", '<p title="'),
    "attributes": marked(" a", "<p", ">"),
    "attributes-numbered": numbered(" a{0}=1", lambda text: marked(text, "<p", ">")),
    "attribute-long": marked("a", '<p title="', '">'),
    "classes": marked("a ", '<p class="', '">text</p>'),
    "classes-each": marked('<p class="authors abstract references" id="a">a</p>'),
    "entities": marked("&amp;"),
    "entities-unknown": marked("&a;"),
    "entities-numbers": marked("&#x41;"),
    "entities-open": marked("&#x"),
    "ampersands": marked("&"),
    "doctypes": at_once("<!DOCTYPE html>"),
    "heads": marked("<head>"),
    "bodies": marked('<body class="a">'),
    "forms": marked("<form><select><option>a"),
    "scripts": marked("<script>a</script>"),
    "scripts-open": marked("<script>"),
    "script-long": marked("a=1;", "<script>", "</script>"),
    "script-json": marked(
        '{"a":[1,2,{"b":"c"}]},', '<script type="application/json">[', "0]</script>"
    ),
    "script-state": marked('{"a":[1,2]},', "<script>window.state=[", "0];</script>"),
    "script-state-open": marked('{"a":[1,2]},', "<script>window.state=["),
    "script-braces": marked("{", "<script>x=", "</script>"),
    "script-quotes": marked('"', "<script>x=", "</script>"),
    "script-assignments": marked("x={};", "<script>", "</script>"),
    "script-assignments-open": marked("x={", "<script>", "</script>"),
    "script-parse": marked('JSON.parse("', "<script>", "</script>"),
    "jsonld-one": marked(
        '{"@type":"Thing","name":"a"},', '<script type="application/ld+json">[', "0]</script>"
    ),
    "jsonld-articles": marked(
        '{"@type":"ScholarlyArticle","name":"A study","author":"Jane Doe"},',
        '<script type="application/ld+json">[',
        "0]</script>",
    ),
    "jsonld-authors": marked(
        '{"@type":"Person","name":"Jane Doe"},',
        '<script type="application/ld+json">{"@type":"ScholarlyArticle","name":"A","author":[',
        '"x"]}</script>',
    ),
    "jsonld-many": marked(
        '<script type="application/ld+json">{"@type":"ScholarlyArticle","name":"A"}</script>'
    ),
    "jsonld-deep": marked('{"a":[', '<script type="application/ld+json">', "</script>"),
    "jsonld-references": marked(
        '{"@id":"#a"},', '<script type="application/ld+json">{"@graph":[', "0]}</script>"
    ),
    "jsonld-broken": marked('{"a":', '<script type="application/ld+json">', "</script>"),
    "coins": marked(
        '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.atitle=A&amp;rft.au=Doe"></span>'
    ),
    "coins-long": marked("&amp;rft.au=Doe,%20J", '<span class="Z3988" title="', '"></span>'),
    "microdata": marked(
        '<span itemprop="name">a</span>',
        '<div itemscope itemtype="http://schema.org/ScholarlyArticle">',
    ),
    "microdata-scopes": marked(
        '<div itemscope itemtype="http://schema.org/Article"><b itemprop="name">A</b></div>'
    ),
    "microdata-deep": marked('<div itemscope itemtype="http://schema.org/Article" itemprop="a">'),
    "microdata-refs": marked('<div itemscope itemref="a b c" id="a">'),
    "rdfa": marked('<span property="schema:name" typeof="schema:Article">a</span>'),
    "bibtex": marked("@article{a, title={A}, author={Doe, J}}\n", "<pre>", "</pre>"),
    "bibtex-open": marked("@article{a, title={", "<pre>"),
    "bibtex-many": marked("<pre>@article{a, title={A}}</pre>"),
    "ris": marked("TY  - JOUR\nTI  - A\nER  - \n", "<pre>", "</pre>"),
    "ris-many": marked("<textarea>TY  - JOUR\nTI  - A\nER  - </textarea>"),
    "meta": in_head('<meta name="a" content="b">'),
    "meta-authors": in_head('<meta name="citation_author" content="Doe, Jane">'),
    "meta-authors-numbered": numbered(
        '<meta name="citation_author" content="Doe{0}, Jane">', in_head
    ),
    "meta-institutions": in_head('<meta name="citation_author_institution" content="University">'),
    "meta-references": in_head('<meta name="citation_reference" content="citation_title=A;">'),
    "meta-titles": in_head('<meta name="citation_title" content="A study">'),
    "meta-keywords": numbered('<meta name="citation_keywords" content="k{0}">', in_head),
    "meta-dates": in_head('<meta name="dc.date" content="2019-01-01">'),
    "meta-dc": in_head('<meta name="DC.Creator" content="Doe, Jane">'),
    "meta-abstract": in_head("It is so. ", '<meta name="citation_abstract" content="', '">'),
    "meta-author-long": in_head("Doe, Jane; ", '<meta name="citation_author" content="', '">'),
    "meta-author-commas": in_head("Jane Doe, ", '<meta name="citation_author" content="', '">'),
    "meta-source": in_head("J Stud 12(3) ", '<meta name="dc.source" content="', '">'),
    "meta-identifier": in_head("10.5555/", '<meta name="dc.identifier" content="', '">'),
    "meta-content-attributes": in_head('<meta property="og:a" content=b lang=en scheme=c>'),
    "links-head": in_head('<link rel="schema.dc" href="http://purl.org/dc">'),
    "links-base": in_head('<base href="a/">'),
    "titles": in_head("<title>A study</title>"),
    "title-long": in_head("A study | ", "<title>", "</title>"),
    "headings": marked("<h1>A study of something</h1>"),
    "headings-numbered": numbered("<h1>A study of thing {0}</h1>", marked),
    "headings-sections": marked("<h2>References</h2><h2>Abstract</h2>"),
    "lists": marked("<li>one", "<ul>"),
    "definitions": marked("<dt>Volume<dd>12", "<dl>"),
    "anchors": marked('<a href="https://doi.org/10.5555/a">a</a>'),
    "hidden": marked('<p style="display:none" hidden aria-hidden="true">a</p>'),
    "sup": marked("Jane Doe<sup>1,2</sup>, ", '<p class="authors">'),
    "sup-alone": marked("<sup>1</sup>"),
    "svg": marked("<svg><path d='M0 0'/><text>a</text></svg>"),
    "math": marked("<math><mi>a</mi></math>"),
    "templates": marked("<template><p>a</p></template>"),
    "noscript": marked("<noscript><p>a</p></noscript>"),
    "iframes": marked("<iframe src=a></iframe>"),
    "charset": at_once("<meta charset "),
    "saved-from": at_once("<!-- saved from url=("),
    "nul": marked("\0"),
    "controls": marked("\x01\x02"),
    "combining": marked("e\u0301"),
    "plaintext": marked("<plaintext>"),
    "name-long": marked("a", "<", ">"),
}  # fmt: skip

HOSTILE: Final[dict[str, tuple[str, Maker]]] = {
    **{f"line-{name}": (".txt", repeated(piece)) for name, piece in _LETTERS.items()},
    **{f"only-{name}": (".txt", at_once(piece)) for name, piece in _LETTERS.items()},
    **{f"lines-{name}": (".txt", repeated(piece)) for name, piece in _LINES.items()},
    **{f"html-line-{name}": (".html", marked(piece)) for name, piece in _LETTERS.items()},
    **{
        f"html-lines-{name}": (".html", marked(piece.replace("\n", "<br>")))
        for name, piece in _LINES.items()
    },
    **{f"html-{name}": (".html", make) for name, make in _MARKUP.items()},
    **{f"title-{name}": (".txt", at_once(f"{piece * 40}\n")) for name, piece in _LETTERS.items()},
    **{
        f"label-{name}": (".txt", at_once(f"Volume: {piece * 40}\nAuthor: {piece * 90}\n"))
        for name, piece in _LETTERS.items()
    },
}
"""Name to the suffix that such a page has, and its maker."""
