"""Several names in one field: told, and taken apart."""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit import names
from mentorlit.model import Name

_LONGEST: Final = 200
"""Characters of each name that are looked at."""

_SEVERAL: Final = 14
"""Letters that two names have at least."""

_JOINED: Final = 4000
_MOST_JOINED: Final = 40
"""Characters and names of one field that are looked at."""

_JOINT: Final = re.compile(r"\s*;\s*|,?\s+(?:and|&)\s+")
_GLUED: Final = re.compile(r"(?<=[A-Z]\.)(?=[A-Z]['’]?[A-Z]?[a-z]{2})")
_INITIALS_LAST: Final = re.compile(r"[^\W\d_]\s+[A-Z]{1,3}\.?\s*\Z")


def joint(literal: str, family: str, given: str) -> bool:
    """Tell whether what is given as one name may be several."""
    if len(literal) + len(given) + len(family) < _SEVERAL:
        return False
    for part in (literal, given, family):
        commas = 0 if part is literal else 1
        if ";" in part or " and " in part or " & " in part or part.count(",") > commas:
            return not (literal and names.is_organisation(literal[:_LONGEST]))
    return bool(_GLUED.search(f"{given} {literal} {family}"[:_JOINED]))


def parted(name: Name) -> Iterator[Name]:
    """Yield the names in one field, which ";", "and", "&" or, of initials last, commas part."""
    text = names.sort_form(name) if "," in name.given else names.display(name)
    text = _GLUED.sub(";", text[:_JOINED])
    parts = _JOINT.split(text, maxsplit=_MOST_JOINED)
    if len(parts) == 1 and "," in text:
        shown = text[:_JOINED].split(",", _MOST_JOINED)
        parts = shown if all(_INITIALS_LAST.search(part) for part in shown) else parts
    for part in parts:
        if part.strip(" ,."):
            yield names.parse(part[:_LONGEST].strip(" ,"))
