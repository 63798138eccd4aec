"""CSL variables without a field in the model: which of them may be written back as they came."""

from functools import cache
from typing import Any, Final

from mentorlit.tables import load

_NAME_PARTS: Final = frozenset(
    {
        *("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"),
        *("comma-suffix", "static-ordering", "parse-names"),
    }
)
_DATE_PARTS: Final = frozenset({"date-parts", "season", "circa", "literal", "raw"})


@cache
def _kinds() -> dict[str, str]:
    """Return ``text``, ``names`` or ``dates`` for each variable."""
    return {name: kind for kind, known in load("csl")["others"].items() for name in known}


def split(members: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part ``members`` into those that an item of the schema may have and the rest."""
    valid: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in members.items():
        (valid if _fits(_kinds().get(name, ""), value) else rest)[name] = value
    return valid, rest


def _fits(kind: str, value: Any) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "names":
        return isinstance(value, list) and bool(value) and all(map(_is_name, value))
    return kind == "dates" and _is_date(value)


def _is_name(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _NAME_PARTS.issuperset(value)
        and all(isinstance(part, str) for part in value.values())
    )


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict) or not value or not _DATE_PARTS.issuperset(value):
        return False
    parts = value.get("date-parts", [[1]])
    return isinstance(parts, list) and 1 <= len(parts) <= 2 and all(map(_is_parts, parts))


def _is_parts(parts: Any) -> bool:
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 3
        and all(isinstance(part, int) and not isinstance(part, bool) for part in parts)
    )
