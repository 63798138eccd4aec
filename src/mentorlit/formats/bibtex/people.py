"""Who is responsible for the work of an entry, by the roles that fields and types tell."""

from typing import Final

from msgspec.structs import replace

from mentorlit.formats.bibtex.draft import Draft
from mentorlit.formats.bibtex.names import names
from mentorlit.formats.tex import decode
from mentorlit.model import PYTHON_NAME, Name, Problem
from mentorlit.tables import load

_NAMES: Final = tuple((field, PYTHON_NAME[name]) for field, name in load("bibtex")["names"].items())
ROLES: Final = tuple(load("bibtex")["contributors"].items())
"""The fields with people who have no field of the model for themselves, and what they did."""


def take_people(draft: Draft, *, roled: bool) -> None:
    """Take the lists of names; ``roled`` tells that there are fields for others than the usual."""
    left = draft.left
    variable = "editor"
    if roled:
        editors = load("bibtex")["editor_types"]
        variable = editors.get(left.get("editortype", "editor").lower(), "")
    for field, usual in _NAMES:
        if field in left and (field != "editor" or variable):
            target = variable if field == "editor" else usual
            draft.put(target, _list_of_names(draft, field, target))
    if roled:
        if variable:
            left.pop("editortype", None)
        _contributors(draft)


def _contributors(draft: Draft) -> None:
    contributors: list[Name] = []
    for field, usual in ROLES:
        if field not in draft.left:
            continue
        role = decode(draft.left.pop(field + "type", "")) or usual
        contributors += (
            _with_role(name, role) for name in _list_of_names(draft, field, "contributor")
        )
    if "editortype" in draft.left and "editor" in draft.left:
        role = decode(draft.left.pop("editortype"))
        contributors += (
            _with_role(name, role) for name in _list_of_names(draft, "editor", "contributor")
        )
    draft.put("contributor", tuple(contributors))


def _list_of_names(draft: Draft, field: str, variable: str) -> tuple[Name, ...]:
    if field not in draft.left:
        return ()
    found, others = names(draft.left.pop(field))
    if others:
        message = "the source says that there are others, without names"
        draft.problems.append(Problem("names-omitted", message, variable))
    return tuple(found)


def _with_role(name: Name, role: str) -> Name:
    return replace(name, role=role)
