"""Which fields of a record are written: ``--fields`` and ``--omit``."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Final

from msgspec.structs import replace

from mentorlit.model import PYTHON_NAME, Citation
from mentorlit.problems import UsageError

Change = Callable[[Citation], Citation]
"""Takes a citation and returns the one to be written."""

_ALWAYS: Final = ("type", "citation_key")
"""What makes a record one of its format; left out only by name."""

_EMPTY: Final = Citation()


def keeping(names: Sequence[str]) -> Change:
    """Return what leaves a record nothing but these fields, its type and its key.

    Raises:
        UsageError: a name is no JSON name of a field.

    """
    kept = {*_ALWAYS, *_fields("--fields", names)}
    return _emptying([field for field in Citation.__struct_fields__ if field not in kept])


def omitting(names: Sequence[str]) -> Change:
    """Return what takes these fields from a record; unknown names as in :func:`keeping`."""
    return _emptying(_fields("--omit", names))


def listed(text: str) -> list[str]:
    """Return the names in a list with commas."""
    return [name for name in map(str.strip, text.split(",")) if name]


def _fields(option: str, names: Sequence[str]) -> list[str]:
    """Return the Python names of fields given by their JSON names."""
    for name in names:
        if name not in PYTHON_NAME:
            raise UsageError(f"{option}: unknown field {name!r}{_hint(name)}")
    return [PYTHON_NAME[name] for name in names]


def _hint(name: str) -> str:
    folded = {known.lower(): known for known in PYTHON_NAME}
    close = get_close_matches(name.lower().replace("_", "-"), folded, 1)
    return f"; did you mean {folded[close[0]]}?" if close else "; mentorlit schema lists the fields"


def _emptying(fields: list[str]) -> Change:
    return partial(_emptied, {field: getattr(_EMPTY, field) for field in fields})


def _emptied(changes: dict[str, object], citation: Citation) -> Citation:
    return replace(citation, **changes)
