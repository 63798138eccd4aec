"""Headings of a MARC 21 record that is made of a citation: X00, X10 and the meeting in 711."""

from collections.abc import Iterator

from mentorlit import relators
from mentorlit.formats.marc.people import heading
from mentorlit.formats.marc.record import Content
from mentorlit.formats.marc.written_dates import shown
from mentorlit.model import NAME_FIELDS, Citation, Name
from mentorlit.names import sort_form

Made = tuple[str, str, list[tuple[str, str]]]
"""Tag, indicators, and codes with values; empty values do not count."""

_ADDED = ("700", "710")
"""Tags of added entries, which stand in the order of the names."""
_ENTRIES = ("100", "110", *_ADDED)
_ELSEWHERE = ("container_author", "reviewed_author")
"""Fields whose names are headings of other works."""


def names(citation: Citation) -> Iterator[Made]:
    """Yield the headings: the first author is the main entry, all others are added entries."""
    entry = "1"
    for field in NAME_FIELDS:
        if field in _ELSEWHERE:
            continue
        for name in getattr(citation, field):
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


Field = tuple[str, Content]


def in_order(citation: Citation, new: list[Field], kept: list[Field]) -> list[Field]:
    """Return fields by tag; names and ISBNs as the citation has them, in whichever field they are.

    Added entries of persons and bodies stand together, as their order says something. ``new``
    fields were made of the citation, in its order; where ``kept`` ones belong is looked up.
    """
    people = [
        _folded(sort_form(name))
        for field in NAME_FIELDS
        if field not in _ELSEWHERE
        for name in getattr(citation, field)
    ]
    isbns = [_folded(number.value) for number in citation.isbn]
    ranked: list[tuple[tuple[str, int], Field]] = []
    used = 0
    for field in new:
        tag, content = field
        if tag in _ENTRIES:
            # the next name that this can be: those in between have fields of their own
            used = _next(people, _said(content), used) + 1
            ranked.append(((_ADDED[0] if tag in _ADDED else tag, used - 1), field))
        else:
            ranked.append((_rank(field, people, isbns), field))
    ranked += [(_rank(field, people, isbns), field) for field in kept]
    ranked.sort(key=lambda pair: pair[0])
    return [field for _, field in ranked]


def _rank(field: Field, people: list[str], isbns: list[str]) -> tuple[str, int]:
    tag, content = field
    if isinstance(content, str) or tag not in ("020", *_ADDED):
        return tag, 0
    if tag == "020":
        return tag, _next(isbns, _folded("".join(content[2:3])), 0)
    return _ADDED[0], _next(people, _said(content), 0)


def _said(content: Content) -> str:
    """Return the name of a heading, folded."""
    return "" if isinstance(content, str) else _folded(sort_form(heading(content)))


def _next(texts: list[str], text: str, start: int) -> int:
    """Return the place of ``text`` from ``start`` on, or one behind the last."""
    try:
        return texts.index(text, start)
    except ValueError:
        return len(texts)


def _folded(text: str) -> str:
    text = text.partition(" (")[0]
    return "".join(character for character in text.lower() if character.isalnum())


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
