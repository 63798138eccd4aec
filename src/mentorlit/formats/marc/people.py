"""Names of MARC 21: headings in 100-111 and 700-711, and who of them is what.

$4 and $e decide. Where they say nothing, the statement of responsibility (245 $c) does; where
that does not name them, a main entry (1XX) and the added entries beside one are authors.
"""

import re
from functools import lru_cache
from typing import Final

import msgspec

from mentorlit import identifiers
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain, unbracketed
from mentorlit.formats.marc.record import DataField, codes, first, values
from mentorlit.formats.marc.relators import credit, folded, stated
from mentorlit.model import Name
from mentorlit.names import display, inverted, is_suffix

_YEARS: Final = re.compile(
    r",?\s(?:\(?(?:b|d|fl|ca|active|born|died|approximately|jnt|geb|gest|né|née|род)\.?\s){0,2}"
    r"\d{3,4}\??(?:\s?[-–]\s?(?:ca\.?\s)?(?:\d{3,4}\??)?)?\)?\.?\Z"
)
_LONGEST: Final = 5_000
"""Characters of a statement of responsibility that names are looked for in."""
_USUAL: Final = re.compile(
    r"([A-Z][A-Za-z']*(?:[ -][A-Z][A-Za-z']*)*), "
    r"([A-Z](?:\.|[A-Za-z']*)(?:[ -][A-Z](?:\.|[A-Za-z']*))*)(?:,|(?<=[a-z]{2})\.)?\Z"
)
"""A heading of capitalised words and initials, with which the rules below have nothing to do."""
_SHORT: Final = 80
"""Characters of a heading that is kept for the next time."""
_MAIN: Final = frozenset({"100", "110", "111"})
_PERSONS: Final = frozenset({"100", "700"})
_PARTS: Final = re.compile(r"\s;\s|;\s|(?<=[^\W\d_]{5})\.\s(?=[^\W\d_a-z])")
"""What parts the statements of responsibility: semicolons (ISBD 1.4), a full stop after a name."""


def person(draft: Draft, tag: str, field: DataField) -> bool:
    """100 and 700: a person. What is another work's heading ($t) is not a name of this one."""
    if tag == "700" and (field[0][1:2] == "2" or first(field, "t")):
        _analytic(draft, field)
        return False
    size = len(field)
    relators: tuple[str, ...] = ()
    told = True
    if size == 3 and field[1] == "a":
        name = _named(field[2].strip())
    elif size == 5 and field[1] == "a" and field[3] in ("e", "4"):
        name = _named(field[2].strip())
        said = field[4].strip()
        if said.strip(" .,") or (said and field[3] == "4"):
            relators = (said,)
    else:
        name, relators = heading(field), _relators(field)
        told = not codes(field).strip("ae4")
    if name.family or name.literal:
        draft.people.append((tag, relators, name))
    return told


def _analytic(draft: Draft, field: DataField) -> None:
    """Note a work that is contained in this one or connected with it, for its title alone."""
    if field[0][1:2] != "2" and not draft.values.get("original_title") and first(field, "l"):
        draft.put("original_title", element(first(field, "t")))


def heading(field: DataField) -> Name:
    """Return the name of a personal heading (X00): $a, numeration, suffix; no dates, no titles."""
    said = first(field, "a")
    numeration = element(first(field, "b"))
    if numeration:
        return Name(literal=f"{_undated(said)} {numeration}", orcid=_orcid(field))
    name = _named(said)
    if "c" in field and name.family and not name.suffix:
        for title in values(field, "c"):
            word = title.strip(" ,;:")
            if is_suffix(word):
                name = msgspec.structs.replace(name, suffix=word)
    orcid = _orcid(field) if "0" in field or "1" in field else ""
    return msgspec.structs.replace(name, orcid=orcid) if orcid else name


def _named(said: str) -> Name:
    """Return the name that $a of a heading says."""
    return _known(said) if len(said) < _SHORT else _inverted(_undated(said))


@lru_cache(maxsize=4096)
def _known(said: str) -> Name:
    """Return a name of usual length, which may have been asked for before."""
    usual = _USUAL.match(said)
    if usual:
        return Name(family=usual[1], given=usual[2])
    return _inverted(_undated(said))


def _undated(said: str) -> str:
    """Return $a of a heading without years of life, fuller forms and punctuation behind it."""
    text = plain(said).rstrip(" ,;:/")
    if text[-4:].strip(".,?)- \u2013")[-1:].isdigit() or text[-1:] in "-\u2013":
        text = _YEARS.sub("", text)
    if text.endswith(")") and " (" in text:
        text = text[: text.rindex(" (")].rstrip(" ,")
    return stop_after_name(text) if text.endswith(".") else text


def _inverted(text: str) -> Name:
    """Return what :func:`mentorlit.names.inverted` does, sooner for a name without particles."""
    family, comma, given = text.partition(", ")
    if comma and text.isascii() and "," not in given:
        last = given.rpartition(" ")[2]
        if family[:1].isupper() and last[:1].isupper():
            return Name(family=family, given=given)
    return inverted(text)


def stop_after_name(text: str) -> str:
    """Return a name without a closing full stop, unless it ends in an initial."""
    if not text.endswith(".") or _is_initial(text[-3:-1]) or text.endswith(("Jr.", "Sr.", "..")):
        return text
    return text[:-1].rstrip(" ,")


def _is_initial(end: str) -> bool:
    """Tell whether one or two characters are a letter with nothing that belongs to it before."""
    letter, before = end[-1:], end[:-1]
    if not letter.isalnum() or letter.isdecimal():
        return False
    return not before or before in ".-" or before.isspace()


def _orcid(field: DataField) -> str:
    for code in ("0", "1"):
        for text in values(field, code):
            if "orcid" in text.lower():
                return identifiers.orcid(text)
    return ""


def _relators(field: DataField) -> tuple[str, ...]:
    """Return the relators of a heading, the codes first."""
    if "4" not in field and "e" not in field:
        return ()
    return (*values(field, "4"), *(text for text in values(field, "e") if text.strip(" .,")))


def body(draft: Draft, tag: str, field: DataField) -> bool:
    """110, 710: a corporate body with its divisions."""
    if tag == "710" and (field[0][1:2] == "2" or first(field, "t")):
        return False
    parts = [stop_after_name(element(text)) for text in (first(field, "a"), *values(field, "b"))]
    name = unbracketed(". ".join(part.rstrip(",") for part in parts if part))
    name = name.replace(". (", " (")
    if name:
        draft.people.append((tag, _relators(field), Name(literal=name)))
    return not codes(field).strip("abe4")


def meeting(draft: Draft, _tag: str, field: DataField) -> bool:
    """111, 711: a conference; it is no author, but the event that the work comes from."""
    if first(field, "t"):
        return False
    name = element(first(field, "a")).rstrip(" (")
    number = element(first(field, "n")).strip("()., :")
    if draft.put("event_title", f"{name} ({number})" if number else name):
        draft.put("event_place", element(first(field, "c")).strip("()., :"))
        draft.put("event_date_text", element(first(field, "d")).strip("()., :"))
    return False


def credited(draft: Draft) -> dict[str, tuple[Name, ...]]:
    """Return the citation's name fields; each person once in a field."""
    found: dict[str, dict[Name, None]] = {}
    unsaid = _Unsaid(draft)
    for tag, relators, name in draft.people:
        for field, role in _credits(tag, relators) or (unsaid.credit(tag, name),):
            if field:
                whole = msgspec.structs.replace(name, role=role) if role else name
                found.setdefault(field, {})[whole] = None
            elif role in ("publisher", "degree"):
                draft.put(f"{role}_name", display(name))
    return {field: tuple(names) for field, names in found.items()}


def _credits(tag: str, relators: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return field and role for each thing that relators say somebody is to the work.

    A main entry is the author unless its relator has a field of its own.
    """
    if not relators:
        return []
    if len(relators) == 1:
        only = credit(relators[0])
        return [("author", "")] if tag[0] == "1" and only[0] == "contributor" else [only]
    known = list(dict.fromkeys(credit(relator) for relator in relators))
    named = [one for one in known if one[0] and one[0] != "contributor"]
    if named:
        return named
    return [("author", "")] if tag[0] == "1" and known[0][0] else known[:1]


class _Unsaid:
    """What names without relators are in one record."""

    def __init__(self, draft: Draft) -> None:
        self._people = draft.people
        self._statement = draft.statement[:_LONGEST]
        self._folded: list[str] = []
        self._stated: dict[str, tuple[str, str] | None] = {}
        self._main: tuple[bool, bool] | None = None

    def credit(self, tag: str, name: Name) -> tuple[str, str]:
        """Return the field of a name, and its role.

        Added entries without a main entry are the editors if the statement does not say who they
        are: works of known authors have one (AACR2 21.1C, 21.7B).
        """
        if tag[0] == "1":
            return "author", ""
        if self._main is None:
            tags = {other for other, _, _ in self._people}
            self._main = not tags.isdisjoint(_MAIN), not tags.isdisjoint(_PERSONS)
        has_main, has_person = self._main
        if tag == "710":
            return ("contributor", "") if has_main or has_person else ("author", "")
        family = f" {folded(name.family or name.literal)}"
        if family not in self._stated:
            self._stated[family] = self._in_statement(family)
        return self._stated[family] or ("author" if has_main else "editor", "")

    def _in_statement(self, family: str) -> tuple[str, str] | None:
        """Return what the statement of responsibility says of a name, None if it has it not."""
        for part in self._parts():
            if len(family) > 3 and family in part:
                found = stated(part, part.index(family))
                return found if found[0] else ("author", "")
        return None

    def _parts(self) -> list[str]:
        """Return the statements of responsibility, folded."""
        if not self._folded:
            self._folded = [f" {folded(part)}" for part in _PARTS.split(self._statement)]
        return self._folded
