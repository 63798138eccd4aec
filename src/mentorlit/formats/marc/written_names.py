"""Headings of a MARC 21 record that is made of a citation: X00, X10 and the meeting in 711."""

from collections.abc import Iterator

from mentorlit import relators
from mentorlit.formats.marc.written_dates import shown
from mentorlit.model import NAME_FIELDS, Citation, Name
from mentorlit.names import sort_form

Made = tuple[str, str, list[tuple[str, str]]]
"""Tag, indicators, and codes with values; empty values do not count."""

ADDED = ("700", "710")
"""Tags of added entries, which stand in the order of the names."""
ENTRIES = ("100", "110", *ADDED)
_ELSEWHERE = ("container_author", "reviewed_author")
"""Fields whose names are headings of other works."""


def names(citation: Citation) -> Iterator[Made]:
    """Yield the headings: the first author is the main entry, all others are added entries."""
    entry = "1"
    for field, name in entered(citation):
        yield _heading(entry if field == "author" else "7", field, name)
        entry = "7"
    place, date = citation.event_place, shown(citation.event_date)
    opened = "(" if place or date else ""
    parts = [("a", f"{citation.event_title} {opened}".strip(" ("))]
    parts += [
        ("d", f"({date}" if date else ""),
        ("c", f"{': ' if date else '('}{place})" if place else ""),
    ]
    yield "711", "2 ", parts if citation.event_title else []


def entered(citation: Citation) -> Iterator[tuple[str, Name]]:
    """Yield field and name of all who have an entry, in order."""
    for field in NAME_FIELDS:
        if field not in _ELSEWHERE:
            yield from ((field, name) for name in getattr(citation, field))


def _heading(entry: str, field: str, name: Name) -> Made:
    """Return a heading; a name of several words without parts is taken for that of a body."""
    code = relators.code(field, name.role)
    role = "" if code else name.role
    suffix = f"{name.suffix}," if role and name.suffix else name.suffix
    is_body = name.literal and ("," in name.literal or " " in name.literal)
    tag = f"{entry}10" if is_body else f"{entry}00"
    text = direct(name)
    # A comma stands before what follows the name (ISBD; MARC 21, X00).
    parts = [("a", f"{text}," if suffix or role else text), ("c", suffix), ("e", role)]
    parts += [("u", place) for place in name.affiliation]
    parts += [("4", code), ("1", f"https://orcid.org/{name.orcid}" if name.orcid else "")]
    return tag, "2 " if is_body else "1 " if name.family else "0 ", parts


def direct(name: Name) -> str:
    """Return the name as a heading has it, without the suffix, which has its own subfield."""
    return sort_form(name).removesuffix(f", {name.suffix}") if name.suffix else sort_form(name)
