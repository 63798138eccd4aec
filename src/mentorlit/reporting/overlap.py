"""What sources have in common: an UpSet plot for many, a matrix for a few."""

from collections.abc import Iterator
from typing import Final

from mentorlit.reporting.account import Account, Combination
from mentorlit.reporting.drawing import LINE, cut, drawing, width
from mentorlit.reporting.markup import Markup, element, joined
from mentorlit.reporting.wording import number, source

MATRIX: Final = 3
"""Sources up to which a matrix says it all."""

COLUMNS: Final = 24
"""Sources up to which a plot can be read."""

COMBINATIONS: Final = 25
"""Combinations that are shown."""

_COLUMN: Final = 22
_BARS: Final = {"wide": 420, "narrow": 130}
_HEAD: Final = 190
"""Most height of the names of sources."""


def upset(account: Account, style: str) -> Markup:
    """Return an UpSet plot: a column a source, a row a combination, a bar for its papers.

    ``style`` is ``wide`` or ``narrow``.
    """
    shown = account.overlap[:COMBINATIONS]
    head = min(_HEAD, 16 + max(width(source(one.label)) for one in account.sources))
    left = len(account.sources) * _COLUMN + 14
    most = max((one.papers for one in shown), default=1)
    parts = _heads(account, head)
    for row, one in enumerate(shown):
        y = head + 14 + row * LINE
        names = ", ".join(source(account.sources[at].label) for at in one.sources)
        parts.append(
            element(
                "g",
                element("title", f"{names}: {number(one.papers)}"),
                *_dots(one, len(account.sources), y + LINE / 2),
                *_bar(one.papers, left, y, max(one.papers / most * _BARS[style], 1)),
            )
        )
    said = f"UpSet plot of {len(shown)} combinations of {len(account.sources)} sources"
    height = head + 14 + len(shown) * LINE
    return drawing(left + _BARS[style] + 50, height, said, *parts, style=f"upset {style}")


def _heads(account: Account, head: float) -> list[Markup]:
    """Return the names of the sources, read upwards."""
    return [
        element(
            "text",
            cut(source(one.label), head),
            transform=f"translate({at * _COLUMN + 15} {head:.6g}) rotate(-90)",
        )
        for at, one in enumerate(account.sources)
    ]


def _dots(one: Combination, sources: int, y: float) -> Iterator[Markup]:
    """Yield a dot a source, filled for those of the combination, which a line ties together."""
    xs = [at * _COLUMN + _COLUMN / 2 for at in range(sources)]
    first, last = xs[one.sources[0]], xs[one.sources[-1]]
    yield from (
        element("circle", cx=x, cy=y, r=5, class_="no-dot")
        for at, x in enumerate(xs)
        if at not in one.sources
    )
    yield element("line", x1=first, x2=last, y1=y, y2=y, class_="tie")
    yield from (element("circle", cx=xs[at], cy=y, r=5, class_="dot") for at in one.sources)


def _bar(papers: int, x: float, y: float, length: float) -> Iterator[Markup]:
    yield element("rect", x=x, y=y + 4, width=length, height=LINE - 8, class_="bar")
    yield element("text", number(papers), x=x + length + 6, y=y + LINE / 2 + 5)


def matrix(account: Account) -> Markup:
    """Return a table with the papers that each two sources have in common."""
    labels = [source(one.label) for one in account.sources]
    head = element("tr", element("td"), *(element("th", one, scope="col") for one in labels))
    body = [
        element(
            "tr",
            element("th", label, scope="row"),
            *(_cell(account, at, other) for other in range(len(labels))),
        )
        for at, label in enumerate(labels)
    ]
    return element("table", element("thead", head), element("tbody", *body), class_="matrix")


def _cell(account: Account, at: int, other: int) -> Markup:
    shared = account.shared(at, other)
    if at == other:
        return element("td", number(shared), class_="own")
    whole = account.sources[at].papers
    percent = round(100 * shared / whole) if whole else 0
    value = joined(number(shared), " ", element("small", f"{percent} %"))
    return element("td", value, style=f"--share:{percent}%")


def combinations(account: Account) -> Markup:
    """Return the combinations as a table."""
    heads = (
        element("th", "found in exactly", scope="col"),
        element("th", "papers", scope="col", class_="n"),
    )
    rows = []
    for one in account.overlap[:COMBINATIONS]:
        names = ", ".join(source(account.sources[at].label) for at in one.sources)
        cells = element("th", names, scope="row"), element("td", number(one.papers), class_="n")
        rows.append(element("tr", *cells))
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
