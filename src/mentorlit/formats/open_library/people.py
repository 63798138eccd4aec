"""Who made a book, by Open Library: authors, and others with the part that they had."""

import re
from typing import Final

from msgspec.structs import replace

from mentorlit import relators
from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.aggregator.people import in_order
from mentorlit.model import NAME_FIELDS, Name
from mentorlit.name_remarks import without_dates, without_role

_BRACKETED: Final = re.compile(r"\s?\(([^()0-9]{1,60})\)\Z")


def credited(members: Members) -> dict[str, tuple[Name, ...]]:
    """Take everybody whose name is stated, by field; authors that are only named by key stay."""
    found: dict[str, dict[Name, None]] = {}
    for one in members.objects("authors"):
        _credit(found, one.text("name"), "author")
    for one in members.objects("contributors"):
        _credit(found, one.text("name"), one.text("role"))
    for text in members.texts("contributions"):
        _credit(found, *_parted(text))
    return {field: tuple(names) for field, names in found.items()}


def _parted(text: str) -> tuple[str, str]:
    """Return the name and the role in a text (``Alison Entrekin (Translator)``).

    In headings brackets may hold a name in full: ``Lewis, C. S. (Clive Staples)``.
    """
    match = _BRACKETED.search(text)
    if match and ("," not in text or relators.is_known(match[1])):
        return text[: match.start()], match[1]
    bare, field = without_role(text)
    return bare, field.replace("_", " ")


def _credit(found: dict[str, dict[Name, None]], text: str, role: str) -> None:
    field, kept = relators.field(role) if role else ("contributor", "")
    if field not in NAME_FIELDS:
        field, kept = "contributor", role
    name = in_order(without_dates(text))
    if name.family or name.literal:
        found.setdefault(field, {})[replace(name, role=kept)] = None
