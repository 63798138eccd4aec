"""Formulas in MathML as a line of text (MathML 3, chapter 3): ``CO<sub>2</sub>``, ``(a+1)/b``."""

from collections.abc import Callable
from typing import Final

from lxml import etree

_SCRIPTS: Final = {
    "msub": ("sub",),
    "msup": ("sup",),
    "msubsup": ("sub", "sup"),
    "munder": ("sub",),
    "mover": ("sup",),
    "munderover": ("sub", "sup"),
}
_LEFT_OUT: Final = frozenset({"annotation", "annotation-xml", "mphantom", "maligngroup"})


def text(element: etree._Element) -> str:
    """Return the formula in ``element`` as text with CSL's markup, or its TeX if it is in TeX.

    Layout is lost: matrices come row by row, roots as ``√(...)``.
    """
    if len(element):
        return _row(element)
    raw = " ".join((element.text or "").split())
    document = raw.partition(r"\begin{document}")[2].partition(r"\end{document}")[0]
    return (document or raw).strip("$ ")


def _any(element: etree._Element) -> str:
    name = _local(element)
    if name in _LEFT_OUT:
        return ""
    if not len(element):
        return " " if name == "mspace" else " ".join((element.text or "").split())
    return _LAYOUTS.get(name, _row)(element)


def _row(element: etree._Element) -> str:
    parts = [" ".join((element.text or "").split())]
    for inner in element:
        parts.append(_any(inner))
        parts.append(" ".join((inner.tail or "").split()))
    return "".join(parts)


def _parts(element: etree._Element) -> list[str]:
    return [_any(inner) for inner in element]


def _scripts(element: etree._Element) -> str:
    base, *others = [*_parts(element), ""]
    marks = _SCRIPTS[_local(element)]
    return base + "".join(
        f"<{mark}>{script}</{mark}>" for mark, script in zip(marks, others, strict=False) if script
    )


def _fraction(element: etree._Element) -> str:
    return "/".join(map(_grouped, _parts(element)))


def _root(element: etree._Element) -> str:
    return f"√({_row(element)})"


def _fenced(element: etree._Element) -> str:
    """Return ``(a,b)`` with the fences and separators that the attributes say."""
    separator = (element.get("separators", ",").split() or [""])[0]
    inside = separator.join(_parts(element))
    return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"


def _table(element: etree._Element) -> str:
    return "; ".join(_parts(element))


def _cells(element: etree._Element) -> str:
    return ", ".join(_parts(element))


def _grouped(part: str) -> str:
    return part if part.isalnum() else f"({part})"


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


_LAYOUTS: Final[dict[str, Callable[[etree._Element], str]]] = {
    **dict.fromkeys(_SCRIPTS, _scripts),
    "mfrac": _fraction,
    "msqrt": _root,
    "mfenced": _fenced,
    "mtable": _table,
    "mtr": _cells,
}
