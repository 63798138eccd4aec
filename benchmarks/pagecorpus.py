"""Made-up pages of journals and repositories: the same for the same seed, of real size and build.

A page of an article (about 150 kB) has what saved pages have: styles and scripts (a third of the
bytes), menus, tags in the head, the head of the article with marks and affiliations, an abstract
in sections, the full text with citations and figures, sixty references with links, related
articles, a footer. A page of an abstract (about 30 kB) ends after the abstract. A text page (2 to
10 kB) is what is copied from such pages, in six layouts. Facts come from corpus.py.
"""

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from random import Random
from typing import Final

from corpus import Paper, Words, papers

FIXTURES: Final = Path(__file__).parent.parent / "tests" / "readers"
SECTIONS: Final = ("Introduction", "Materials and methods", "Results", "Discussion", "Conclusions")
PARTS: Final = ("Background", "Methods", "Results", "Conclusions")
MENU: Final = (
    "Home", "About", "Current issue", "Archives", "For authors", "Submit", "Editorial board",
    "Contact", "Log in", "Register", "Search", "Help", "Subscribe", "Alerts", "Browse by subject",
)  # fmt: skip


class Pages:
    """Maker of pages, with words and a source of chance of its own."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = Random(seed)  # to be the same each time
        self._words = Words(self._chance)
        self._sentences = [
            self._words.sentence(self._chance.randint(10, 28)) + "." for _ in range(3000)
        ]

    def sentence(self) -> str:
        """Return a sentence of 10 to 28 words."""
        return self._chance.choice(self._sentences)

    def article(self, paper: Paper) -> str:
        """Return the page of an article with its full text, 140 to 170 kB."""
        body = "".join(map(self._section, SECTIONS, range(1, 6)))
        references = "".join(self._reference(number) for number in range(1, 61))
        return self._page(
            paper,
            f'<div class="body">{body}</div><section id="references"><h2>References</h2>'
            f'<ol class="references">{references}</ol></section>',
            scripts=24,
        )

    def abstract(self, paper: Paper) -> str:
        """Return the page of an abstract, about 30 kB."""
        return self._page(paper, "", scripts=5)

    def text(self, paper: Paper, number: int) -> str:
        """Return the text of a page in the layout of this number, 2 to 10 kB."""
        layout = LAYOUTS[number % len(LAYOUTS)]
        return layout(self, paper)

    def _page(self, paper: Paper, body: str, scripts: int) -> str:
        blocks = "".join(self._script(number) for number in range(scripts))
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{tags(paper)}'
            f"<title>{escape(paper['title'])} | {escape(paper['journal'])}</title>\n"
            f"<style>{STYLE * scripts}</style>\n{blocks}</head>\n<body>\n"
            f"{self._menu()}<main>\n<article>\n{self._head(paper)}{body}</article>\n"
            f"{self._related()}</main>\n{self._menu()}"
            f"<footer><p>&copy; {paper['year']} Example Press Ltd. All rights reserved.</p>"
            "</footer>\n"
            "</body>\n</html>\n"
        )

    def _head(self, paper: Paper) -> str:
        authors = ", ".join(
            f'<span class="author"><a href="#a{i}">{escape(given)} {escape(family)}</a>'
            f"<sup>{i % 3 + 1}</sup></span>"
            for i, (family, given) in enumerate(paper["authors"])
        )
        sections = "".join(f"<p><b>{part}:</b> {self._prose(3)}</p>\n" for part in PARTS)
        keywords = "".join(f"<li>{escape(word)}</li>" for word in paper["keywords"])
        first, last = paper["page"]
        return (
            f'<p class="kind">Research article</p>\n<h1>{escape(paper["title"])}</h1>\n'
            f'<div class="authors">{authors}</div>\n'
            f'<div class="affiliation"><sup>1</sup>{escape(paper["place"])}</div>\n'
            f'<p class="citation"><i>{escape(paper["journal"])}</i> '
            f"{paper['year']};{paper['volume']}"
            f"({paper['issue']}):{first}-{last}</p>\n"
            f'<p>DOI: <a href="https://doi.org/{doi(paper)}">{doi(paper)}</a></p>\n'
            f'<section id="abstract"><h2>Abstract</h2>\n{sections}</section>\n'
            f'<div class="keywords"><h2>Keywords</h2><ul>{keywords}</ul></div>\n'
        )

    def _prose(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def _section(self, name: str, number: int) -> str:
        paragraphs = "".join(
            f"<p>{self._prose(3)} <i>{self._words.word()}</i> {self._cited()} {self._prose(2)} "
            f"{self._cited()} {self._prose(2)} {self._cited()}</p>\n"
            for _ in range(9)
        )
        figure = (
            f'<figure id="f{number}"><img src="/figures/f{number}.png" alt="Figure {number}">'
            f"<figcaption><b>Figure {number}.</b> {self.sentence()}</figcaption></figure>\n"
        )
        heading = f'<h2 id="s{number}">{number}. {name}</h2>'
        return f"<section>{heading}\n{paragraphs}{figure}</section>\n"

    def _cited(self) -> str:
        number = self._chance.randint(1, 60)
        return f'[<a href="#r{number}" class="ref" title="See reference">{number}</a>]'

    def _reference(self, number: int) -> str:
        chance, word = self._chance, self._words.word
        year, first = chance.randint(1970, 2023), chance.randint(1, 900)
        identifier = f"10.5555/{word()}.{year}.{number}"
        return (
            f'<li id="r{number}"><span class="cited"><span class="name">{word().title()} '
            f'{chance.choice("ABC")}</span>, <span class="name">{word().title()} '
            f'{chance.choice("ABC")}</span>. <span class="title">{self.sentence()}</span> '
            f"<em>{word().title()} {word().title()}</em> {year};<b>{chance.randint(1, 90)}</b>"
            f'({chance.randint(1, 12)}):{first}-{first + 9}.</span> <a href="https://doi.org/{identifier}"'
            f' target="_blank" rel="noopener">{identifier}</a> <a href="https://scholar.example.org/'
            f'lookup?title={word()}+{word()}&amp;year={year}">Google Scholar</a></li>\n'
        )

    def _menu(self) -> str:
        items = "".join(
            f'<li class="menu-item menu-item-{i}"><a href="/journal/{self._words.word()}" '
            f'class="menu-link" data-track="click">{name}</a></li>\n'
            for i, name in enumerate((*MENU, *(self._words.word().title() for _ in range(25))))
        )
        return f'<nav class="menu" role="navigation"><ul>\n{items}</ul></nav>\n'

    def _related(self) -> str:
        items = "".join(
            f'<li><a href="/doi/10.5555/rel.{i}">{self._words.sentence(10)}</a> '
            f"<span>{self._words.word().title()}, 20{10 + i}</span></li>\n"
            for i in range(6)
        )
        return f"<aside><h2>Similar articles</h2><ul>{items}</ul></aside>\n"

    def _script(self, number: int) -> str:
        state = {self._words.word(): self._words.sentence(12) for _ in range(12)}
        return f"<script>window.dataLayer=window.dataLayer||[];window.state{number}={json.dumps(state)};</script>\n"  # noqa: E501 - one line in pages too

    def body(self, paragraphs: int) -> str:
        """Return some of an article's text, as lines."""
        return "\n".join(f"{self._prose(3)} [{number}]" for number in range(paragraphs))


def tags(paper: Paper) -> str:
    """Return a paper's tags as journals write them."""
    first, last = paper["page"]
    found = [
        ("citation_title", paper["title"]),
        ("citation_journal_title", paper["journal"]),
        ("citation_publication_date", f"{paper['year']}/{paper['month']:02}/{paper['day']:02}"),
        ("citation_volume", paper["volume"]),
        ("citation_issue", paper["issue"]),
        ("citation_firstpage", str(first)),
        ("citation_lastpage", str(last)),
        ("citation_doi", doi(paper)),
        ("citation_issn", paper["issn"]),
        *(("citation_author", f"{given} {family}") for family, given in paper["authors"]),
        *(("citation_keywords", word) for word in paper["keywords"]),
        ("dc.title", paper["title"]),
        ("dc.date", str(paper["year"])),
        ("og:title", paper["title"]),
        ("description", paper["abstract"][:150] + "..."),
        *(
            ("citation_reference", f"citation_title=Title {i}; citation_volume={i}")
            for i in range(30)
        ),
    ]  # fmt: skip
    return "".join(f'<meta name="{name}" content="{escape(text)}">\n' for name, text in found)


def doi(paper: Paper) -> str:
    """Return the paper's DOI, or one made for it."""
    return str(paper["doi"] or f"10.5555/{paper['number']}")


STYLE: Final = ".menu-item{display:block;margin:0 auto}.menu-link:hover{color:#123456}\n" * 8


def _names(paper: Paper, between: str) -> str:
    return between.join(f"{given} {family}" for family, given in paper["authors"])


def _labelled(paper: Paper) -> list[tuple[str, str]]:
    first, last = paper["page"]
    return [
        ("Title", paper["title"]),
        ("Authors", "; ".join(f"{family}, {given}" for family, given in paper["authors"])),
        ("Journal", paper["journal"]),
        ("Volume", paper["volume"]),
        ("Issue", paper["issue"]),
        ("Pages", f"{first}-{last}"),
        ("Publication date", f"{paper['year']}-{paper['month']:02}-{paper['day']:02}"),
        ("DOI", doi(paper)),
        ("Keywords", "; ".join(paper["keywords"])),
        ("Abstract", paper["abstract"]),
    ]


def _colon(_: Pages, paper: Paper) -> str:
    return "\n".join(f"{label}: {value}" for label, value in _labelled(paper) if value) + "\n"


def _lines(_: Pages, paper: Paper) -> str:
    menu = "\n".join(MENU)
    values = "\n\n".join(f"{label}\n{value}" for label, value in _labelled(paper) if value)
    return f"{menu}\n\n{values}\n"


def _dump(_: Pages, paper: Paper) -> str:
    names = [f"{family}, {given}" for family, given in paper["authors"]]
    fields = [
        *(("dc.contributor.author", name) for name in names),
        ("dc.date.issued", str(paper["year"])),
        ("dc.identifier.doi", doi(paper)),
        ("dc.description.abstract", paper["abstract"]),
        ("dc.title", paper["title"]),
        *(("dc.subject", word) for word in paper["keywords"]),
    ]
    return "".join(f"{field}\t{value}\ten_US\n" for field, value in fields if value)


def _head(pages: Pages, paper: Paper, paragraphs: int = 0) -> str:
    first, last = paper["page"]
    menu = "\n".join(MENU)
    cited = f"{paper['journal']} {paper['year']};{paper['volume']}({paper['issue']}):{first}-{last}"
    return (
        f"{menu}\n\nResearch article\n{paper['title']}\n{_names(paper, ', ')}\n{paper['place']}\n"
        f"{cited}\ndoi: {doi(paper)}\n\nAbstract\n{paper['abstract'] or pages.body(1)}\n\n"
        f"Keywords: {', '.join(paper['keywords'])}\n\n1. Introduction\n{pages.body(paragraphs)}\n"
        f"References\n{CITED}"
    )


CITED: Final = "".join(f"{i}. Other A. Title. J Oth {2000 + i};1:{i}-{i + 9}\n" for i in range(20))


def _article(pages: Pages, paper: Paper) -> str:
    return _head(pages, paper, 12)


def _glued(_: Pages, paper: Paper) -> str:
    pairs = [
        ("Original language", "English"),
        ("Journal", paper["journal"]),
        ("Volume", paper["volume"]),
        ("Issue number", paper["issue"]),
        ("State", f"Published - {paper['year']}"),
    ]
    glued = "".join(f"{label}{value}\n" for label, value in pairs)
    return (
        f"{paper['title']}\n{_names(paper, ', ')}\nResearch output: Contribution to journal › "
        f"Article\n\nAbstract\n{paper['abstract']}\n\n{glued}DOIs\nhttps://doi.org/{doi(paper)}\n"
    )


LAYOUTS: Final[tuple[Callable[[Pages, Paper], str], ...]] = (
    _colon,
    _lines,
    _dump,
    _head,
    _article,
    _glued,
)


def articles(count: int) -> Iterator[bytes]:
    """Yield pages of articles."""
    maker = Pages()
    for paper in papers(count):
        yield maker.article(paper).encode()


def abstracts(count: int) -> Iterator[bytes]:
    """Yield pages of abstracts."""
    maker = Pages()
    for paper in papers(count):
        yield maker.abstract(paper).encode()


def texts(count: int) -> Iterator[bytes]:
    """Yield text pages in all layouts in turn."""
    maker = Pages()
    for number, paper in enumerate(papers(count)):
        yield maker.text(paper, number).encode()


def fixtures(suffix: str) -> list[bytes]:
    """Return the pages among the tests' fixtures with this suffix (``html``, ``txt``)."""
    folder = FIXTURES / ("page-html" if suffix == "html" else "page-text")
    return [path.read_bytes() for path in sorted(folder.glob(f"*.{suffix}"))]


def folder(path: Path, count: int) -> None:
    """Fill a folder with pages: of twenty one of an article, seven of abstracts, twelve texts."""
    article, abstract, text = articles(count // 20 + 1), abstracts(count), texts(count)
    for number in range(count):
        place = number % 20
        source = article if not place else abstract if place < 8 else text
        suffix = "html" if place < 8 else "txt"
        (path / f"page-{number:05}.{suffix}").write_bytes(next(source))
