"""Maps of citation keys: which new key stands for an old one. Written and read here alone.

A map is a table of two columns, ``old`` and ``new``, in UTF-8, with these words as its first line;
tabs between the columns, or commas (then as RFC 4180 has it).
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from mentorlit.problems import InputError
from mentorlit.writing import printable

HEADER: Final = b"old\tnew\n"
"""The first line of a map."""

# What no citation key can have where TeX reads it, whatever makes the bibliography.
_ILLEGAL: Final = re.compile(r"[\s,{}%#\\~\x00-\x1f\x7f]")
_LINE_END: Final = re.compile(r"\r\n|[\r\n]")
_COLUMNS: Final = ("old", "new")
_DELIMITERS: Final = "\t,"


def line(old: str, new: str) -> bytes:
    """Return one line of a map; what is no text in a key (a tab, a control) is made visible."""
    shown = printable(old).replace("\t", "\\x09")
    return f"{shown}\t{new}\n".encode("utf-8", "replace")


class Row(NamedTuple):
    """One line of a map, by its number."""

    line: int
    old: str
    new: str


class KeyMap(NamedTuple):
    """What becomes of each key; ``disputed`` are keys that different lines make different ones."""

    name: str
    new: dict[str, str]
    disputed: dict[str, list[Row]]

    def dispute(self, key: str) -> str:
        """Say which lines do not agree about a key."""
        rows = self.disputed[key]
        said = " and ".join(f"{row.new} (line {row.line})" for row in rows)
        return f"{self.name} has it become {said}"


def load(name: str) -> KeyMap:
    """Return the map in a file.

    Raises:
        InputError: it cannot be read, or a line of it (named ``file:line``) is none of a map.

    """
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    return parse(data, name)


def parse(data: bytes, name: str) -> KeyMap:
    """Return the map that ``data`` holds; see :func:`load`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}:{number}: not UTF-8 at byte {error.start}") from error
    return _settled(name, _rows(text, name))


def _rows(text: str, name: str) -> Iterator[Row]:
    lines = _LINE_END.split(text)
    header = lines[0].strip() if lines else ""
    delimiter = next((sign for sign in _DELIMITERS if header == sign.join(_COLUMNS)), "")
    if not delimiter:
        raise InputError(f"{name}:1: no map of keys: the first line is not old, a tab, and new")
    for number, cells in _cells(lines, delimiter, name):
        if any(cells):
            yield _row(number, cells, f"{name}:{number}")


def _row(number: int, cells: list[str], place: str) -> Row:
    if len(cells) != len(_COLUMNS):
        raise InputError(f"{place}: {len(cells)} columns in place of 2")
    old, new = (cell.strip() for cell in cells)
    if not old or not new:
        raise InputError(f"{place}: no {'new' if old else 'old'} key")
    if found := _ILLEGAL.search(new):
        raise InputError(f"{place}: no citation key: {new!r} has {found[0]!r}")
    return Row(number, old, new)


def _cells(lines: list[str], delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line after the first; quotes mean something in CSV only."""
    if delimiter == ",":
        reader = csv.reader(f"{line}\n" for line in lines)
        try:
            next(reader)
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise InputError(f"{name}:{reader.line_num}: {error}") from error
        return
    for number, text in enumerate(lines[1:], 2):
        yield number, text.split(delimiter) if text.strip() else []


def _settled(name: str, rows: Iterable[Row]) -> KeyMap:
    """Return the map of rows that agree, and apart from it the others: none is guessed right."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        told = found.setdefault(row.old, [])
        if all(row.new != other.new for other in told):
            told.append(row)
    new = {old: told[0].new for old, told in found.items() if len(told) == 1}
    return KeyMap(name, new, {old: told for old, told in found.items() if len(told) > 1})
