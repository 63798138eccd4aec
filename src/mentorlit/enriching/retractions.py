"""A list of retracted works, given as a file: what it says of a record, without any network.

Three forms are understood. Retraction Watch's list, as Crossref distributes it
(https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/), is a table with
``OriginalPaperDOI``, ``OriginalPaperPubMedID``, ``RetractionNature`` and more. Any other table with
a column ``doi`` or ``pmid`` lists retracted works, and so does a text with one DOI or PMID a line.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple, TextIO

from mentorlit import identifiers
from mentorlit.enriching.marking import Mark, apply
from mentorlit.model import Citation, Origin
from mentorlit.problems import InputError
from mentorlit.tables import load as load_table

LISTED: Final = "retraction-list"
WATCHED: Final = "retraction-watch"
"""What stands as the format in the origin of a mark."""

_LONGEST: Final = 1 << 20
"""Characters of one line: the longest of Retraction Watch's has some 20,000."""

_MOST: Final = 5_000_000
"""Rows of a list; there are about 70,000 retractions."""

_SHOWN: Final = 10
"""Faults that are told."""

_HEADED: Final = 200
"""Lines after which it is clear that a text is no list of identifiers."""

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins, as spreadsheets write "Unicode text"."""

_REINSTATED: Final = "reinstated"
_RETRACTION: Final = "retraction-in"
_DATE: Final = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?:\s|\Z)")
_ISO: Final = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
_COLUMNS: Final = {
    "originalpaperdoi": "doi",
    "originalpaperpubmedid": "pmid",
    "retractionnature": "nature",
    "retractiondate": "date",
    "retractiondoi": "notice_doi",
    "retractionpubmedid": "notice_pmid",
    "recordid": "id",
    "doi": "doi",
    "pmid": "pmid",
    "pubmedid": "pmid",
}
"""Names of columns, as letters and digits alone, to what they hold."""


class _Row(NamedTuple):
    """What is kept of one row: its place, and what happened to the work when."""

    line: int
    kind: str
    date: tuple[int, int, int]
    scheme: str
    notice: str
    id: str


class Retractions:
    """What a list says of works, by DOI and PMID.

    ``name`` is the file; ``works`` counts the rows that name a work, ``unnamed`` those that name
    none, ``faulty`` those that could not be understood, of which ``faults`` tells the first ones.
    """

    def __init__(self, name: str, form: str) -> None:
        self.name = name
        self.works = 0
        self.unnamed = 0
        self.faulty = 0
        self.faults: list[str] = []
        self._form = form
        self._rows: dict[tuple[str, str], tuple[_Row, ...]] = {}

    def check(self) -> None:
        """Raise an ``InputError`` if it names no work, or most of it was not understood."""
        first = f": {self.faults[0]}" if self.faults else ""
        if not self.works:
            raise InputError(f"{self.name}: this list of retractions names no work{first}")
        if self.faulty > self.works + self.unnamed:
            raise InputError(f"{self.name}: most of this list cannot be understood{first}")

    def add(self, ids: Iterable[tuple[str, str]], row: _Row) -> None:
        """Take one row about the work with these identifiers, each with its scheme."""
        found = [one for one in ids if one[1]]
        self.works += bool(found)
        self.unnamed += not found
        for one in found:
            self._rows[one] = (*self._rows.get(one, ()), row)

    def fault(self, line: int, why: str) -> None:
        """Count a line that could not be understood."""
        self.faulty += 1
        if len(self.faults) < _SHOWN:
            self.faults.append(f"{self.name}:{line}: {why}")

    def marks(self, record: Citation) -> tuple[Mark, ...]:
        """Return what the list says about the work of a record.

        A retraction that a later reinstatement took back does not count.
        """
        return tuple(dict.fromkeys(mark for mark, _ in self._told(record)))

    def marked(self, record: Citation) -> Citation:
        """Return the record with what the list says about its work."""
        told = self._told(record)
        if not told:
            return record
        row = next((row for mark, row in told if mark.kind == _RETRACTION), told[0][1])
        label = PurePath(self.name).name
        origin = Origin(label, self.name, self._form, row.line, row.line, 0, row.id)
        return apply(record, [mark for mark, _ in told], by=label, origin=origin)

    def _told(self, record: Citation) -> list[tuple[Mark, _Row]]:
        rows = sorted({row for key in _keys(record) for row in self._rows.get(key, ())}, key=_order)
        natures = load_table("enriching")["notices"]
        last = max((at for at, row in enumerate(rows) if row.kind == _REINSTATED), default=-1)
        return [
            (_mark(row, natures[row.kind], record), row)
            for at, row in enumerate(rows)
            if row.kind != _REINSTATED and not (row.kind == _RETRACTION and at < last)
        ]


def _order(row: _Row) -> tuple[tuple[int, int, int], int]:
    return row.date, row.line


def _keys(record: Citation) -> Iterator[tuple[str, str]]:
    """Yield the identifiers of a record by which a list may name it."""
    more = record.identifiers
    for text in (record.doi, *more.get("DOI", ())):
        if doi := identifiers.doi(text):
            yield "DOI", doi
    for text in (record.pmid, *more.get("PMID", ())):
        if pmid := identifiers.pmid(text):
            yield "PMID", pmid


def _mark(row: _Row, code: str, record: Citation) -> Mark:
    """Return a row as a mark; a notice under the work's own DOI names nothing else."""
    if not row.notice or (row.scheme, row.notice) in [*_keys(record)]:
        return Mark(code)
    return Mark(code, row.kind, row.scheme, row.notice)


def load(path: str) -> Retractions:
    """Read a list of retracted works.

    Rows that cannot be understood are counted with their lines; rows without an identifier of the
    work, which Retraction Watch has many of, are counted too.

    Raises:
        InputError: the file cannot be read, is no such list, or names no work.

    """
    try:
        with Path(path).open("rb") as file:
            wide = file.read(2) in _WIDE
        encoding = "utf-16" if wide else "utf-8-sig"
        with Path(path).open(encoding=encoding, errors="replace", newline="") as file:
            found = _read(path, _Lines(file, path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    found.check()
    return found


class _Lines:
    """The lines of a file, counted; none is read that is longer than any list's."""

    def __init__(self, file: TextIO, path: str) -> None:
        self._file = file
        self._path = path
        self.number = 0
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        while text := self._file.readline(_LONGEST):
            self.number += 1
            self.quotes += text.count('"')
            if len(text) >= _LONGEST or self.number > _MOST:
                raise InputError(f"{self._path}:{self.number}: too long for a list of retractions")
            yield text


def _read(path: str, lines: _Lines) -> Retractions:
    first = next(iter(lines), "")
    columns = _columns(first)
    if columns is None:
        return _plain(path, first, lines)
    watched = "nature" in columns[1] and "doi" in columns[1]
    if "nature" not in columns[1] and "originalpaper" in first.lower():
        raise InputError(f"{path}: the column RetractionNature is missing")
    found = Retractions(path, WATCHED if watched else LISTED)
    return _table(found, lines, *columns)


def _columns(header: str) -> tuple[str, tuple[str, ...]] | None:
    """Return delimiter and meaning of the columns, if a line is the header of a table."""
    for delimiter in (",", ";", "\t"):
        cells = next(csv.reader([header], delimiter=delimiter), [])
        known = tuple(_COLUMNS.get(re.sub(r"[\W_]+", "", cell).lower(), "") for cell in cells)
        if "doi" in known or "pmid" in known:
            return delimiter, known
    return None


def _table(
    found: Retractions, lines: _Lines, delimiter: str, columns: tuple[str, ...]
) -> Retractions:
    rows = csv.reader(iter(lines), delimiter=delimiter)
    while True:
        start = lines.number + 1
        lines.quotes = 0
        try:
            cells = next(rows, None)
        except csv.Error as error:
            found.fault(start, str(error))
            continue
        if cells is None:
            return found
        if lines.quotes % 2 and lines.number > start:
            found.fault(start, f"a quotation mark is open, to line {lines.number}")
        if any(map(str.strip, cells)):
            _take(found, start, columns, cells)


def _take(found: Retractions, line: int, columns: tuple[str, ...], cells: Sequence[str]) -> None:
    """Take one row of a table."""
    if len(cells) < len(columns):
        found.fault(line, f"{len(cells)} columns, not {len(columns)}")
        return
    row = dict(zip(reversed(columns), reversed(cells[: len(columns)]), strict=True))
    nature = " ".join(row.get("nature", "").split()).casefold()
    kind = load_table("enriching")["natures"].get(nature)
    if kind is None or (not nature and "nature" in columns):
        found.fault(line, f"{nature[:40]!r} is no nature of a notice")
        return
    scheme, notice = "DOI", identifiers.doi(row.get("notice_doi", ""))
    if not notice:
        scheme, notice = "PMID", identifiers.pmid(row.get("notice_pmid", ""))
    made = _Row(line, kind, _date(row.get("date", "")), scheme, notice, row.get("id", "").strip())
    named = [("DOI", one) for one in identifiers.dois(row.get("doi", ""))[0]]
    found.add([*named, ("PMID", identifiers.pmid(row.get("pmid", "")))], made)


def _date(text: str) -> tuple[int, int, int]:
    """Return year, month and day as they sort; zeros if there is no date.

    Retraction Watch writes the month first: ``5/16/2023 0:00``.
    """
    if match := _DATE.match(text):
        return int(match[3]), int(match[1]), int(match[2])
    if match := _ISO.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    return 0, 0, 0


def _plain(path: str, first: str, lines: _Lines) -> Retractions:
    """Read a list of one identifier a line; any other text is none, even if it has DOIs in it."""
    found = Retractions(path, LISTED)
    text = first
    while text:
        stated = text.strip()
        if stated and not stated.startswith("#"):
            _take_line(found, lines.number, stated)
        if found.faulty > found.works and lines.number >= _HEADED:
            break
        text = next(iter(lines), "")
    if found.faulty >= found.works:
        raise InputError(f"{path}: not a list of retractions: {_WANTED}")
    return found


_WANTED: Final = (
    "neither a table with a column OriginalPaperDOI, doi or pmid, nor one DOI or PMID a line"
)


def _take_line(found: Retractions, line: int, stated: str) -> None:
    dois, is_all = identifiers.dois(stated)
    ids = [("DOI", doi) for doi in dois if is_all] or [("PMID", identifiers.pmid(stated))]
    if ids[0][1]:
        found.add(ids, _Row(line, _RETRACTION, (0, 0, 0), "", "", ""))
    else:
        found.fault(line, f"{stated[:40]!r} is no DOI or PMID")
