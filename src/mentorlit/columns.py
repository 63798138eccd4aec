"""Which column of a table holds which field, as a user declares it in a TOML file."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec

from mentorlit.model import PYTHON_NAME, RECORD_FIELDS
from mentorlit.problems import InputError, UsageError

PARTS: Final = ("year", "month", "day", "page-first", "page-last", "id", "ISSN-electronic")
"""What a column may hold beside whole fields."""

_SETTINGS: Final = ("delimiter", "separator", "header")


class ColumnMap(msgspec.Struct, frozen=True):
    """The columns of a table.

    Attributes:
        fields: JSON name of a field, or one of :data:`PARTS`, to the columns that hold it, by
            their headers or by their numbers from 1.
        delimiter: what parts cells; ``""`` finds it.
        separator: what parts names and keywords within a cell; ``""`` finds it.
        header: whether the first row names the columns.

    """

    fields: dict[str, tuple[str | int, ...]] = {}
    delimiter: str = ""
    separator: str = ""
    header: bool = True


def load(path: str) -> ColumnMap:
    """Return the map in a TOML file: ``title = "Titel"``, ``author = ["Autor", "Koautor"]``.

    Further keys are ``delimiter``, ``separator`` and ``header`` (``false`` for a table without
    one, whose columns are numbers from 1).

    Raises:
        InputError: the file cannot be read.
        UsageError: it is no TOML, or names a field that there is not.

    """
    import tomllib  # noqa: PLC0415 - start-up

    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: this is no TOML: {error}") from error
    fields = {name: _columns(path, name, value) for name, value in table.items()
              if name not in _SETTINGS}  # fmt: skip
    settings: dict[str, Any] = {name: table[name] for name in _SETTINGS if name in table}
    try:
        found = msgspec.convert(settings | {"fields": fields}, ColumnMap)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {error}") from error
    if len(found.delimiter) > 1:
        raise UsageError(f"{path}: a delimiter is one character, not {found.delimiter!r}")
    if not found.header and any(isinstance(c, str) for cs in fields.values() for c in cs):
        raise UsageError(f"{path}: without a header, columns are numbers from 1")
    return found


def _columns(path: str, name: str, value: Any) -> tuple[str | int, ...]:
    """Return the columns that one line of the file names."""
    known = [field for field in PYTHON_NAME if field not in RECORD_FIELDS] + list(PARTS)
    if name not in known:
        near = get_close_matches(name, known, 1, 0.6)
        meant = f" (did you mean {near[0]!r}?)" if near else ""
        raise UsageError(f"{path}: there is no field {name!r}{meant}")
    columns = value if isinstance(value, list) else [value]
    if not all(isinstance(c, str) or (isinstance(c, int) and c > 0) for c in columns):
        raise UsageError(f"{path}: {name}: a column is a header or a number from 1")
    return tuple(columns)
