"""Persons and bodies of one MEDLINE record, each with what stands behind its name."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import identifiers, names
from mentorlit.formats.nbib.lines import Lines, one_line
from mentorlit.model import Name
from mentorlit.tables import load

_INITIALS: Final = re.compile(r"[^\W\d_a-z]{1,4}(?:-[^\W\d_]{1,2})?\Z")
# The last given name begins with a capital: it is no particle.
_PLAIN: Final = re.compile(r"[^\W\d_a-z][\w'’-]*, (?:[A-Z][\w.'-]* )*[A-Z][\w.'-]*\Z")
# Full name and abbreviated name of one role; the full one is always first.
_FULL: Final = {"AU  ": "FAU ", "ED  ": "FED ", "IR  ": "FIR "}
_FIELD: Final = {
    "FAU ": "author",
    "AU  ": "author",
    "CN  ": "author",
    "FED ": "editor",
    "ED  ": "editor",
    "FIR ": "contributor",
    "IR  ": "contributor",
}
_INVESTIGATOR: Final = "investigator"
_INVESTIGATORS: Final = frozenset(("FIR ", "IR  "))

_Head = tuple[str, str, list[str], list[str]]
"""Tag and name of a person or body, the affiliations and the ids that stand behind it."""


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(load("nbib")["names"]["suffixes"])


def read(lines: Lines, fields: dict[str, Any]) -> dict[str, list[str]]:
    """Take the persons out of ``lines`` into ``fields``; return what is left, by tag.

    A full name (FAU) and the abbreviated one behind it (AU) are one person, whom the AUID and AD
    lines that follow belong to. AD before the first name belongs to the record.
    """
    rest: dict[str, list[str]] = {}
    heads, odd = _heads(lines, fields, rest)
    known = {full: _keys(heads, full) for full in _FULL.values()} if odd else {}
    for tag, value in odd:
        if _key(value) not in known[_FULL[tag]]:
            rest.setdefault(tag.rstrip(), []).append(value)
    found: dict[str, list[Name]] = {}
    for head in _once(heads):
        found.setdefault(_FIELD[head[0]], []).append(_name(head, rest))
    for field, people in found.items():
        fields[field] = tuple(people)
    return rest


def _heads(
    lines: Lines, fields: dict[str, Any], rest: dict[str, list[str]]
) -> tuple[list[_Head], Lines]:
    """Return each person with what stands behind the name, and short names that fit none."""
    heads: list[_Head] = []
    odd: Lines = []
    places: list[str] = []
    before = ""
    for tag, raw in lines:
        value = one_line(raw) if "  " in raw or raw[-1:] == " " else raw
        if not value:
            continue
        if tag in _FIELD:
            if before != _FULL.get(tag):
                heads.append((tag, value, [], []))
            elif value[0] != heads[-1][1][0]:
                # Another alphabet, or not the short form of that name at all.
                odd.append((tag, value))
        elif heads and (tag != "IRAD" or heads[-1][0] in _INVESTIGATORS):
            (heads[-1][3] if tag == "AUID" else heads[-1][2]).append(value)
        elif tag != "AD  ":
            rest.setdefault(tag, []).append(value)
        else:
            places.append(value)
        before = tag
    if places:
        fields["affiliation"] = tuple(places)
    return heads, odd


def _once(heads: list[_Head]) -> list[_Head]:
    """Return ``heads`` without abbreviated names of people whose full names are elsewhere."""
    tags = {head[0] for head in heads}
    if len(tags) < 2:
        return heads
    for short, full in _FULL.items():
        if short in tags and full in tags:
            known = _keys(heads, full)
            heads = [head for head in heads if head[0] != short or _key(head[1]) not in known]
    return heads


def _keys(heads: list[_Head], full: str) -> set[tuple[str, str]]:
    """Return family name and initial of everybody whose full name is in ``heads``."""
    names = (_full(value) for tag, value, *_ in heads if tag == full)
    return {(name.family, name.given[:1]) for name in names}


def _key(abbreviated: str) -> tuple[str, str]:
    name = _abbreviated(abbreviated)
    return name.family, name.given[:1]


def _name(head: _Head, rest: dict[str, list[str]]) -> Name:
    """Return the person or body with what stands behind the name; other ids go to ``rest``."""
    tag, value, places, ids = head
    orcid = ""
    for one in ids:
        own = "" if orcid else _orcid(one)
        if own:
            orcid = own
        else:
            rest.setdefault("AUID", []).append(one)
    if tag == "FAU " and not orcid and _is_plain(value):
        family, _, given = value.partition(", ")
        return Name(family=family, given=given, affiliation=tuple(places))
    if tag == "CN  ":
        name = Name(literal=value)
    else:
        name = _full(value) if "," in value else _abbreviated(value)
    if places or orcid or tag in _INVESTIGATORS:
        role = _INVESTIGATOR if tag in _INVESTIGATORS else ""
        return replace(name, affiliation=tuple(places), orcid=orcid, role=role)
    return name


def _orcid(text: str) -> str:
    """Return the ORCID iD of an AUID, ``ORCID: 0000-...`` or with the address."""
    return identifiers.orcid(text) if "orcid" in text.lower() else ""


def _is_plain(value: str) -> bool:
    """Tell whether ``value`` is ``Family, Given`` in which nothing has to be told apart."""
    return _PLAIN.match(value) is not None and value.rpartition(" ")[2] not in _suffixes()


@lru_cache(1024)
def _full(value: str) -> Name:
    """Read ``Long, Vicky B Jr``: a suffix stands behind the given name."""
    name = names.inverted(value)
    head, _, last = name.given.rpartition(" ")
    if head and not name.suffix and last in _suffixes():
        return replace(name, given=head, suffix=last)
    return name


@lru_cache(4096)
def _abbreviated(value: str) -> Name:
    """Read ``van der Long VB Jr``: family name, initials, suffix."""
    words = value.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _suffixes() else ""
    if len(words) > 1 and _INITIALS.match(words[-1]):
        name = names.inverted(f"{' '.join(words[:-1])}, {words[-1]}")
        return replace(name, suffix=suffix) if suffix else name
    return names.parse(value)
