"""Notes of MARC 21: 5XX, with thesis, abstract, rights and funding."""

import re
from typing import Final

from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain, unstopped
from mentorlit.formats.marc.record import DataField, codes, first, pairs, values

_THESIS: Final = re.compile(
    r"(?P<genre>[^()\[\]]{0,60}(?:[(\[][^()\[\]]{1,60}[)\]])?)\s*[-–—]{1,3}\s*(?P<body>[^\d]{3,150}?)"
    r"(?:,\s*(?P<year>\d{4}))?\W*\Z"
)
_LONGEST: Final = 400
_CONTROL: Final = frozenset("012345678uw")


def note(draft: Draft, field: DataField) -> bool:
    """500 and others: a note, its parts in order."""
    parts = (plain(value) for code, value in pairs(field) if code not in _CONTROL)
    draft.add("note", " ".join(filter(None, parts)))
    return codes(field) == "a"


def abstract(draft: Draft, field: DataField) -> bool:
    """520: summary or abstract, its expansion ($b) behind it."""
    if len(field) == 3 and field[1] == "a":
        draft.add("abstract", plain(field[2]))
    else:
        parts = (plain(value) for code, value in pairs(field) if code in "ab")
        draft.add("abstract", " ".join(parts))
    return not codes(field).strip("ab") and field[0][:1] in " 3\\#"


def thesis(draft: Draft, field: DataField) -> bool:
    """502: dissertation note, in one text or in $b degree, $c institution, $d year."""
    draft.put("is_thesis", "yes")
    if first(field, "b") or first(field, "c"):
        draft.put("genre", element(first(field, "b")))
        draft.put("degree_name", element(first(field, "c")))
        draft.put("degree_year", element(first(field, "d")))
        return not codes(field).strip("abcd")
    text = plain(first(field, "a"))
    match = _THESIS.match(text) if len(text) < _LONGEST else None
    if match:
        draft.put("genre", match["genre"].strip(" -–—:"))
        draft.put("degree_name", match["body"].strip(" ,;:"))
        draft.put("degree_year", match["year"] or "")
    draft.add("note", text)
    return codes(field) == "a"


def rights(draft: Draft, field: DataField) -> bool:
    """540: terms of use."""
    return draft.put("rights", unstopped(plain(first(field, "a")))) and codes(field) == "a"


def funding(draft: Draft, field: DataField) -> bool:
    """536: funding information as the source words it."""
    for text in values(field, "a"):
        draft.add("funding", plain(text))
    return codes(field) == "a"
