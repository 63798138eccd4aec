"""Names of PICA+: 028. persons, 029. corporate bodies."""

import re
from typing import Final

from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.pica.record import Field, first, values
from mentorlit.model import Name
from mentorlit.names import inverted

_BEHIND: Final = re.compile(r"\s*(?:\*|;\s*ID:|--|\$).*", re.DOTALL)
"""What linked headings ($8) have behind the name: years of life, identifiers, roles."""


def person(draft: Draft, tag: str, field: Field) -> bool:
    """028.: $A or $a family, $D or $d given, $C or $c prefix, $P single name; $4, $B relators."""
    family, given = first(field, "Aa"), first(field, "Dd")
    prefix = first(field, "Cc")
    name = Name()
    if family and given:
        name = inverted(f"{prefix} {family}, {given}".strip())
    elif first(field, "P"):
        name = Name(literal=first(field, "P"))
    elif first(field, "8"):
        name = inverted(_BEHIND.sub("", first(field, "8")))
    elif family:
        name = inverted(family)
    if name.family or name.literal:
        draft.people.append((tag, _relators(field), name))
    return {*field[1::2]} <= set("aAdDcC4B") and bool(name.family)


def _relators(field: Field) -> tuple[str, ...]:
    """Return the relators: the codes if there are any, else the terms."""
    return tuple(values(field, "4") or values(field, "B"))


def body(draft: Draft, tag: str, field: Field) -> bool:
    """029.: a corporate body: $A or $a with its divisions ($b), or the linked heading ($8)."""
    parts = [first(field, "Aa"), *values(field, "b")]
    name = ". ".join(filter(None, parts)) or _BEHIND.sub("", first(field, "8"))
    if name:
        draft.people.append((tag, _relators(field), Name(literal=name)))
    return {*field[1::2]} <= set("aAb4B")
