"""HTML and SVG that nothing in a record can break out of."""

from html import escape
from typing import Final

from mentorlit.writing import printable

_EMPTY: Final = frozenset({"meta", "br"})
"""Elements without an end tag. (Those of SVG have one in HTML, whatever they hold.)"""


class Markup(str):
    """Text that is HTML already; every other text is escaped where it goes into an element."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Return a text of any origin as HTML: what would drive or reorder it is made visible."""
    if isinstance(text, Markup):
        return text
    return Markup(escape(printable(text.replace("\n", " ").replace("\t", " "))))


def element(name: str, /, *content: str, **attributes: str | float | None) -> Markup:
    """Return an element; in the names of attributes ``_`` stands for ``-``, a last one for nothing.

    ``class_="a"`` is ``class="a"``, ``stroke_width=1`` is ``stroke-width="1"``; attributes that
    are None are left out. Numbers are written without needless digits.
    """
    inside = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    start = f"<{name}{inside}>"
    return Markup(start if name in _EMPTY else f"{start}{joined(*content)}</{name}>")


def joined(*content: str) -> Markup:
    """Return several pieces as one."""
    return Markup("".join(map(escaped, content)))


def _attribute(value: str | float) -> str:
    return escaped(value if isinstance(value, str) else f"{value:.6g}")
