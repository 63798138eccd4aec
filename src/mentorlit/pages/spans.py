"""Where in a long line, or in a page on one line, a value stands: found by plain search."""

from collections.abc import Iterator
from typing import Any, Final

from mentorlit.model import Name, PartialDate
from mentorlit.names import display, sort_form
from mentorlit.pages.findings import Claim

_SHORT: Final = 200
"""Bytes of a place that is not narrowed: a person sees the value in it."""

_TELLING: Final = 12
"""Bytes of a text that is taken where it stands first; a shorter one must stand there only once."""

_LOOKED_BACK: Final = 64 * 1024
"""Bytes before a text in which its tag or script begins."""

_TOLD_OTHERWISE: Final = frozenset({"type", "language"})
"""Fields with words of the model, not of the page."""

_TAGS: Final = frozenset(
    {"highwire", "bepress", "eprints", "dublin-core", "prism", "opengraph", "html"}
)
_SCRIPTS: Final = frozenset({"json-ld", "general", "state"})
"""Carriers that are tags with names, and those that are scripts."""

_TRIED: Final = 50
"""Places at which a text or tag is looked at."""


def narrowed(
    data: bytes, bounds: tuple[int, int], claim: Claim, encoding: str = "utf-8"
) -> tuple[int, int]:
    """Return the part of ``bounds`` in ``data`` where the claim's value, or its tag, stands.

    Where a plain search does not show it, that is all of ``bounds``.
    """
    begin, end = bounds
    carrier, _, rest = claim.rule.partition(" [")[0].removeprefix("visible/").partition("/")
    in_tags = carrier in _TAGS or rest.startswith("tag ")
    if end - begin <= _SHORT or (claim.field in _TOLD_OTHERWISE and not in_tags):
        return bounds
    where = rest.rpartition(" ")[2] if in_tags else carrier
    search = _tag if in_tags else _text
    found = [
        next((place for text in texts if (place := search(data, bounds, text, where))), None)
        for texts in _ends(claim.value, encoding)
    ]
    spans = [span for span in found if span]
    if len(spans) < len(found) or not spans:
        first = _tag(data, bounds, b"", where) if in_tags else None
        return first or bounds
    return min(start for start, _ in spans), max(stop for _, stop in spans)


def _ends(value: Any, encoding: str) -> Iterator[list[bytes]]:
    """Yield what the value may be written as, of a list of names for the first and the last."""
    if isinstance(value, str):
        yield _written([value], encoding)
    elif isinstance(value, PartialDate):
        yield _written([str(value.year)], encoding)
    elif isinstance(value, tuple) and value and isinstance(value[0], Name):
        for name in (value[0], value[-1]):
            forms = [display(name), sort_form(name), name.literal or name.family]
            yield _written(forms, encoding)
    else:
        yield []


def _written(forms: list[str], encoding: str) -> list[bytes]:
    texts = [form for form in forms if form]
    texts += [text.replace("&", "&amp;") for text in texts if "&" in text]
    return [text.encode(encoding, "ignore") for text in texts]


def _tag(data: bytes, bounds: tuple[int, int], text: bytes, name: str) -> tuple[int, int] | None:
    """Return the first ``meta`` or ``link`` with ``name`` and ``text`` in it."""
    wanted = name.encode(errors="ignore")
    at, end = bounds
    for _ in range(_TRIED):
        at = data.find(wanted, at, end)
        if at < 0:
            return None
        begin, stop = data.rfind(b"<", bounds[0], at), data.find(b">", at, end) + 1
        at += len(wanted)
        named = begin >= 0 and data[begin : begin + 5].lower() in (b"<meta", b"<link")
        if named and stop and data[at] in b"\"' >/" and data.find(text, begin, stop) >= 0:
            return begin, stop
    return None


def _text(
    data: bytes, bounds: tuple[int, int], text: bytes, carrier: str
) -> tuple[int, int] | None:
    """Return the first place of ``text`` outside of tags, in scripts only for what they carry."""
    begin, end = bounds
    short = len(text) < _TELLING
    if short and data.count(text, begin, end) != 1:
        return None
    scripted = carrier in _SCRIPTS
    first = b"<script" if scripted else b"<title" if carrier == "title" else b"<body"
    at = max(begin, data.find(first, begin, end))
    for _ in range(_TRIED):
        at = data.find(text, at, end)
        if at < 0:
            return None
        stop = at + len(text)
        inside = _within(data, at, b"<script", b"</script") or _within(data, at, b"<style", b"</st")
        fits = inside if scripted else not inside and not _within(data, at, b"<", b">")
        if fits and not (short and _in_a_word(data[at - 1 : at], data[stop : stop + 1])):
            return at, stop
        at = stop
    return None


def _in_a_word(*neighbours: bytes) -> bool:
    """Tell whether letters or digits, or bytes of letters, stand before or after a text."""
    return any(byte.isalnum() or byte >= b"\x80" for byte in neighbours)


def _within(data: bytes, at: int, opened: bytes, closed: bytes) -> bool:
    floor = max(0, at - _LOOKED_BACK)
    return data.rfind(opened, floor, at) > data.rfind(closed, floor, at)
