"""Pieces of inline SVG: boxes with numbers, arrows, texts cut to a width."""

from typing import Final, NamedTuple
from unicodedata import east_asian_width

from mentorlit.reporting.markup import Markup, element, escaped, joined

LINE: Final = 22
"""Height of a line of text."""

PADDING: Final = 12
"""Space inside a box."""

_LETTER: Final = 7.4
"""Width of a letter of normal text, generously."""


class Row(NamedTuple):
    """A line in a box: words at the left, a number at the right; ``style`` is a class."""

    text: str
    number: str = ""
    style: str = ""


class Box(NamedTuple):
    """A box at a place; its height comes from its lines."""

    x: float
    y: float
    width: float
    rows: tuple[Row, ...]
    style: str = "box"

    @property
    def height(self) -> float:
        """What its lines need."""
        return len(self.rows) * LINE + 2 * PADDING - 4

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2

    def drawn(self) -> Markup:
        """Return the box as SVG."""
        frame = element(
            "rect", x=self.x, y=self.y, width=self.width, height=self.height, rx=4,
            class_=self.style,
        )  # fmt: skip
        return joined(frame, *(self._row(at, row) for at, row in enumerate(self.rows)))

    def _row(self, at: int, row: Row) -> Markup:
        y = self.y + PADDING + at * LINE + 13
        left, right = self.x + PADDING, self.x + self.width - PADDING
        room = right - left - len(row.number) * _LETTER - PADDING
        said = element("text", cut(row.text, room), x=left, y=y, class_=row.style or None)
        if not row.number:
            return said
        style = f"number {row.style}".strip()
        return joined(said, element("text", row.number, x=right, y=y, class_=style))


def width(text: str) -> float:
    """Return about how wide a text is."""
    return sum(_LETTER * (1.9 if east_asian_width(letter) in "WF" else 1) for letter in text)


def cut(text: str, room: float) -> Markup:
    """Return a text, cut at the end if it is wider than ``room``; whole in a tooltip then."""
    if len(text) * _LETTER * 2 <= room or width(text) <= room:
        return escaped(text)
    used = 0.0
    for at, letter in enumerate(text):
        used += width(letter)
        if used > room:
            return joined(f"{text[: max(at - 1, 1)]}…", element("title", text))
    return escaped(text)


def arrow(*points: tuple[float, float]) -> Markup:
    """Return a line through points with a head at its end; its last stretch goes down or right."""
    (x0, _), (x, y) = points[-2:]
    way = "M" + " L".join(f"{a:.6g} {b:.6g}" for a, b in points)
    head = f"M{x - 5:.6g} {y - 7:.6g} L{x:.6g} {y:.6g} L{x + 5:.6g} {y - 7:.6g}"
    if x0 != x:
        head = f"M{x - 7:.6g} {y - 5:.6g} L{x:.6g} {y:.6g} L{x - 7:.6g} {y + 5:.6g}"
    return joined(element("path", d=way, class_="arrow"), element("path", d=head, class_="arrow"))


def drawing(width: float, height: float, said: str, *content: Markup, style: str) -> Markup:
    """Return an SVG that says in words what it shows."""
    box = f"-1 -1 {width + 2:.6g} {height + 2:.6g}"
    return element(
        "svg",
        *content,
        viewBox=box,
        width=width + 2,
        height=height + 2,
        role="img",
        aria_label=said,
        class_=style,
    )
