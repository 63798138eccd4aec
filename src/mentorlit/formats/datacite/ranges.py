"""Dates of DataCite's schema (property 8): W3CDTF, and ranges as in RKMS-ISO8601."""

from msgspec.structs import replace

from mentorlit import dates
from mentorlit.model import PartialDate


def ranged(text: str) -> PartialDate | None:
    """Read a date, or a range with a slash; an end equal to the start is none."""
    first, slash, last = text.partition("/")
    if not slash:
        return dates.parse(text)
    start, end = dates.parse(first), dates.parse(last)
    if start is None:
        return None
    return replace(start, end=end) if end and end != start else start
