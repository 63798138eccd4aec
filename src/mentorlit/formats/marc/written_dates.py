"""Dates as cataloguers write them."""

from mentorlit.dates import iso
from mentorlit.model import PartialDate

_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def shown(date: PartialDate | None) -> str:
    """Return ``2019-11-03``, ``Autumn 2001``, ``2001-2002``, ``[1963?]`` or the source's words."""
    if date is None:
        return ""
    if date.year is None:
        return date.literal
    year = iso(PartialDate(year=date.year))
    text = f"{_SEASONS[date.season]} {year}" if 0 < date.season < 5 else iso(date)
    if date.end:
        text = f"{text}{'-' if text == year else ' - '}{shown(date.end)}"
    return f"[{text}?]" if date.circa else text
