"""Texts of JSON members: cleaned as all texts are, at little cost where nothing is to be done."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from mentorlit.plaintext import clean, markup

_LONG: Final = 80
"""What is longer will hardly come again."""
_HYPHENS: Final = re.compile(r"\s?[\u2010-\u2015\u2212]+\s?|\s-\s|--+")


def line(raw: str) -> str:
    """Return ``raw`` on one line, NFC, its entities decoded."""
    if raw.isalnum() and raw.isascii():
        return raw
    if len(raw) < _LONG:
        return _term(raw)
    return raw if _is_tidy(raw) else clean(raw)


@lru_cache(32768)
def _term(raw: str) -> str:
    """Do :func:`line` once for what comes in every other record: journals, publishers, names."""
    return raw if _is_tidy(raw) else clean(raw)


def _is_tidy(raw: str) -> bool:
    """Tell whether ``raw`` is ASCII without entities, tags and blanks that are to be dropped."""
    return (
        raw.isascii()
        and raw.isprintable()
        and not ("&" in raw or "<" in raw or "  " in raw or raw[:1] == " " or raw[-1:] == " ")
    )


def title(raw: str) -> str:
    """Return ``raw`` as :func:`line` does, HTML and JATS in it as CSL's markup."""
    if _is_tidy(raw):
        return raw
    return clean(markup(clean(raw))) if "<" in raw or "&" in raw else clean(raw)


def lines(values: Iterable[str]) -> list[str]:
    """Return every different text of ``values`` that says something."""
    return list(dict.fromkeys(text for text in map(line, values) if text))


def pages(raw: str) -> str:
    """Return pages with a plain hyphen between the ends of ranges."""
    return raw if raw.isascii() and "--" not in raw and " " not in raw else _pages(raw)


def _pages(raw: str) -> str:
    return _HYPHENS.sub("-", line(raw))


def said(value: Any) -> bool:
    """Tell whether ``value`` says anything: null, false and empty texts and lists do not."""
    return not (value is None or value is False or value in ("", [], {}))


def kept(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members that say something, for ``extra``."""
    return {name: value for name, value in members.items() if said(value)}
