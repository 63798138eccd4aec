"""Names of UNIMARC: 700-722, with family and given name in subfields of their own."""

import msgspec

from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.people import stop_after_name
from mentorlit.formats.marc.punctuation import element, plain, unbracketed
from mentorlit.formats.marc.record import DataField, codes, first, values
from mentorlit.formats.marc.relators import credit
from mentorlit.model import Name
from mentorlit.names import display, inverted
from mentorlit.tables import load


def person(draft: Draft, tag: str, field: DataField) -> bool:
    """700, 701, 702: primary, joint and secondary responsibility."""
    name = heading(field)
    if name.family or name.literal:
        draft.people.append((tag, tuple(values(field, "4")), name))
    return not codes(field).strip("ab4")


def heading(field: DataField) -> Name:
    """Return the name of a personal heading: $a family, $b given; $g spells initials out."""
    family = plain(first(field, "a")).strip(" ,;.")
    given = stop_after_name(plain(first(field, "b")).strip(" ,;"))
    if "," in family and not given:
        return inverted(family)
    if not given:
        numeral = element(first(field, "d"))
        return Name(literal=f"{family} {numeral}".strip()) if family else Name()
    return inverted(f"{family}, {given}")


def body(draft: Draft, tag: str, field: DataField) -> bool:
    """710, 711, 712: corporate bodies; with first indicator 1 a meeting, which is the event."""
    parts = [stop_after_name(element(text)) for text in (first(field, "a"), *values(field, "b"))]
    name = unbracketed(". ".join(part for part in parts if part))
    if field[0][:1] == "1":
        if draft.put("event_title", name):
            draft.put("event_place", element(first(field, "e")).strip("() "))
            draft.put("event_date_text", element(first(field, "f")).strip("() "))
        return False
    if name:
        draft.people.append((tag, tuple(values(field, "4")), Name(literal=name)))
    return not codes(field).strip("ab4")


def credited(draft: Draft) -> dict[str, tuple[Name, ...]]:
    """Return the citation's name fields; without $4 the tag tells: X00-X01 authors, X02 others."""
    table: dict[str, str] = load("marc_unimarc")["relators"]
    found: dict[str, dict[Name, None]] = {}
    for tag, relators, name in draft.people:
        known = [credit(table.get(relator, relator)) for relator in relators] or [_by_tag(tag)]
        named = [one for one in known if one[0] and one[0] != "contributor"] or known[:1]
        for field, role in dict.fromkeys(named):
            if field:
                whole = msgspec.structs.replace(name, role=role) if role else name
                found.setdefault(field, {})[whole] = None
            elif role in ("publisher", "degree"):
                draft.put(f"{role}_name", display(name))
    return {field: tuple(names) for field, names in found.items()}


def _by_tag(tag: str) -> tuple[str, str]:
    return ("author" if tag[2] in "01" else "contributor"), ""
