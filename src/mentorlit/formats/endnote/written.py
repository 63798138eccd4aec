"""Pieces of EndNote XML as they are written: texts with styles, dates."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.dates import iso
from mentorlit.model import Citation, PartialDate
from mentorlit.xmlwrite import attributes, escaped, leaf, nest

_SEASONS: Final = ("", "Spring", "Summer", "Autumn", "Winter")
_TAG: Final = re.compile(r"(</?(?:i|b|sub|sup|sc)>|<span class=\"nocase\">|</span>)")
_FACES: Final = {"i": "italic", "b": "bold", "sub": "subscript", "sup": "superscript"}


def element(name: str, text: str) -> str:
    """Return an element with its text, runs of markup in styles as EndNote has them."""
    if "<" not in text or not _TAG.search(text):
        return leaf(name, text)
    return nest(name, *_styled(text))


def _styled(text: str) -> Iterator[str]:
    """Yield runs of text, each in a style; a tag that does not pair is left out."""
    opened: list[str] = []
    for index, piece in enumerate(_TAG.split(text)):
        tag = piece.strip("</>").split(" ")[0]
        if index % 2 == 0:
            faces = [_FACES[name] for name in opened if name in _FACES]
            face = attributes(face=" ".join(dict.fromkeys(faces)) or "normal")
            style = f'{face} font="default" size="100%"'
            yield f"<style{style}>{escaped(piece)}</style>" if piece else ""
        elif not piece.startswith("</"):
            opened.append(tag)
        elif tag in opened:
            opened.reverse()
            opened.remove(tag)
            opened.reverse()


def dates(citation: Citation) -> str:
    """Return the date of issue: its year, and all of it if more is known."""
    issued = citation.issued
    if issued is None:
        return ""
    year = issued.literal if issued.year is None else iso(PartialDate(year=issued.year))
    full = "" if issued.year is None else shown(issued)
    more = leaf("date", "" if full == year else full)
    return nest("dates", leaf("year", year), nest("pub-dates", more))


def shown(date: PartialDate) -> str:
    """Return a date as one text: ISO 8601, a season and year, a range with a slash."""
    if date.year is None:
        return date.literal
    year = iso(PartialDate(year=date.year))
    text = f"{_SEASONS[date.season]} {year}" if 0 < date.season < 5 else iso(date)
    text = f"{text}/{shown(date.end)}" if date.end else text
    return f"ca. {text}" if date.circa and not date.end else text
