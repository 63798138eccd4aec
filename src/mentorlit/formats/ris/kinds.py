"""The reference types of RIS: what ``TY`` says about a record and about its other tags."""

from functools import lru_cache
from typing import NamedTuple

from mentorlit.formats.ris.tags import one_line
from mentorlit.model import Problem
from mentorlit.tables import load


class Kind(NamedTuple):
    """What a type word says: CSL type, groups, whether the word has to be kept, and its problem.

    ``group`` are the groups of tables/ris.toml; ``is_generic`` tells of a record that does not
    say what it is.
    """

    type: str
    group: frozenset[str]
    is_kept: bool
    is_generic: bool
    problems: tuple[Problem, ...]


@lru_cache(maxsize=256)
def kind(word: str) -> Kind:
    """Return what the value of ``TY`` says."""
    table = load("ris")
    ris = one_line(word).upper()
    csl = table["type"].get(ris, "")
    problems: tuple[Problem, ...] = ()
    if ris not in table["type"]:
        message = f"the type {one_line(word)!r} is not known" if ris else "no type is stated"
        problems = (Problem("unknown-type", message, "type"),)
    is_kept = bool(ris) and table["written"].get(csl, "GEN") != ris
    return Kind(csl, group(ris), is_kept, ris in ("", "GEN"), problems)


def group(ris: str) -> frozenset[str]:
    """Return the groups that a type is in."""
    return frozenset(name for name, types in load("ris")["group"].items() if ris in types)
