"""The records to deduplicate, held: unmerged, in the order in which they came, each once.

The records, their fingerprints and their keys wait in files when there are many; what stays in
memory is a sort key and a few numbers of each.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Self, overload

import msgspec

from mentorlit.dedupe.canonical import SORT_KEY, canonical_place
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.groups import Groups
from mentorlit.dedupe.prepare import FINER, Arrived, Prepared
from mentorlit.dedupe.stages import Stages
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation
from mentorlit.spool import Rows

_RECORD: Final = msgspec.json.Decoder(Citation)
_PRINT: Final = msgspec.msgpack.Decoder(Fingerprint)
_ROWS: Final = ("records.lines", "records.prints", "records.numbers", "records.merged")
_STARTS: Final = ".starts"

RECORDS: Final = "records"
"""The stage that is kept of what is held."""


class Held:
    """Records in the order in which they came, by index, with what was made ready of them.

    Merged records are taken apart into their members, each record once: one that comes again with
    the same origin and the same content to the byte is the very same record. Records that are
    ``old`` come first and are left whole. ``read`` counts what came in that is not old; ``came``
    has it in order: the index of a record, ``~index`` of a merged one, the very same record once.

    While records are taken, indexes count repeated ones; :meth:`settle` ends that. ``order`` has
    then the indexes in canonical order.

    A context manager, which removes temporary files. These are in ``folder`` (by default the
    system's); with ``stages``, the files are in their folder and stay.
    """

    def __init__(
        self, limits: Limits = DEFAULT, folder: str = "", stages: Stages | None = None
    ) -> None:
        self._rows = {
            name: Rows(limits.spool, folder=folder, path=stages.path(name) if stages else "")
            for name in _ROWS
        }
        self._lines, self._prints, self._numbers, self._merged = self._rows.values()
        self._keys = bytearray()
        self._speaks = bytearray()
        self._kept: array[int] | None = None
        self.order = array("I")
        self.parts = Groups()
        self.came = array("q")
        self.old = 0
        self.read = 0
        self.records: Sequence[Citation] = _Decoded(self._lines)
        self.merged: Sequence[Citation] = _Decoded(self._merged)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was written to temporary files."""
        for rows in self._rows.values():
            rows.close()

    def __len__(self) -> int:
        return len(self._speaks) if self._kept is None else len(self._kept)

    def take_old(self, record: Prepared) -> None:
        """Take a record that is compared with the others but never merged with an old one."""
        self._add(record)
        self.old += 1

    def take(self, came: Arrived) -> None:
        """Take a record, or the members of a merged one."""
        self.read += 1
        indexes = [self._add(part) for part in came.parts]
        if came.merged:
            self._merged.add(came.merged)
            self.came.append(~len(self.parts))
            self.parts.append(sorted(indexes))
        else:
            self.came.append(indexes[0])

    def _add(self, record: Prepared) -> int:
        self._lines.add(record.line)
        self._prints.add(record.print)
        self._numbers.add(record.numbers)
        self._keys += record.key
        self._speaks.append(record.speaks)
        return len(self._speaks) - 1

    def print(self, index: int) -> Fingerprint:
        """Return the fingerprint of a record."""
        return _PRINT.decode(self.packed(index))

    def packed(self, index: int) -> bytes:
        """Return the fingerprint of a record, packed."""
        return self._prints[self._row(index)]

    def finer(self, index: int) -> tuple[int, int, int]:
        """Return the numbers of a record that split a block that is too big."""
        first, second, third = array("Q", self._numbers[self._row(index)][:FINER])
        return first, second, third

    def keyed(self, index: int) -> bytes:
        """Return the blocking keys of a record, packed."""
        return self._numbers[self._row(index)][FINER:]

    def digest(self, index: int) -> bytes:
        """Return the digest of a record, as :func:`mentorlit.dedupe.canonical.digest` does."""
        return self._key(self._row(index))[1:]

    def sort_key(self, index: int) -> bytes:
        """Return the place of a record in the canonical order but for its origin."""
        return self._key(self._row(index))

    def speaks(self, index: int) -> bool:
        """Tell whether the title of a record says what the paper is."""
        return bool(self._speaks[self._row(index)])

    def _row(self, index: int) -> int:
        return index if self._kept is None else self._kept[index]

    def _key(self, row: int) -> bytes:
        return bytes(self._keys[row * SORT_KEY : (row + 1) * SORT_KEY])

    def settle(self) -> None:
        """Leave out the very same records, and find the order; nothing may be taken afterwards."""
        for rows in self._rows.values():
            rows.settle()
        again: dict[int, int] = {}
        order = array("I")
        for group in self._alike():
            order.extend(group if len(group) == 1 else self._in_place(group, again))
        self.order = self._without(again, order) if again else order

    def keep(self, stages: Stages) -> None:
        """Keep what is held, settled, as a stage."""
        columns: dict[str, array[int] | bytearray] = {
            "records.keys": self._keys,
            "records.speaks": self._speaks,
            "records.came": self.came,
            "records.parts": self.parts.ends,
            "records.members": self.parts.members,
            "records.order": self.order,
            "records.counts": array("Q", (self.old, self.read, self._kept is not None)),
            "records.kept": self._kept if self._kept is not None else array("I"),
        }
        columns |= {name + _STARTS: rows.starts for name, rows in self._rows.items()}
        stages.keep(RECORDS, columns, self._rows)

    def restore(self, stages: Stages) -> None:
        """Take up what was kept as a stage."""
        found = stages.columns(RECORDS)
        self._keys = bytearray(found["records.keys"])
        self._speaks = bytearray(found["records.speaks"])
        self.came = found["records.came"]
        self.parts = Groups(found["records.parts"], found["records.members"])
        self.order = found["records.order"]
        self.old, self.read, some_left_out = found["records.counts"]
        self._kept = found["records.kept"] if some_left_out else None
        for name, rows in self._rows.items():
            rows.restore(found[name + _STARTS])
        self.records = _Decoded(self._lines, self._kept)

    def _alike(self) -> Iterator[list[int]]:
        """Yield rows with the same sort key together, ascending by it."""
        for part in _parted(self._keys):
            rows = sorted(part, key=self._key)
            for _, group in groupby(rows, key=self._key):
                yield list(group)

    def _in_place(self, rows: list[int], again: dict[int, int]) -> list[int]:
        """Order rows with the same content by their origin; note those that came before."""
        first: dict[bytes, int] = {}
        kept: list[int] = []
        for row in sorted(rows):
            line = self._lines[row]
            if row >= self.old and first.setdefault(line, row) != row and self._has_origin(row):
                again[row] = first[line]
            else:
                kept.append(row)
        if len(kept) > 1:
            kept.sort(key=lambda row: canonical_place(_RECORD.decode(self._lines[row])))
        return kept

    def _has_origin(self, row: int) -> bool:
        return _RECORD.decode(self._lines[row]).origin is not None

    def _without(self, again: dict[int, int], order: "array[int]") -> "array[int]":
        """Give new numbers, without the rows that came before; return the order in these."""
        new = array("I", bytes(4 * len(self._speaks)))
        self._kept = array("I", (row for row in range(len(new)) if row not in again))
        for index, row in enumerate(self._kept):
            new[row] = index
        for row, first in again.items():
            new[row] = new[first]
        parts = Groups()
        for group in self.parts:
            parts.append(sorted({new[row] for row in group}))
        self.parts = parts
        self.came = array("q", _each_once(self.came, new))
        self.records = _Decoded(self._lines, self._kept)
        return array("I", (new[row] for row in order))


def _each_once(came: "array[int]", new: "array[int]") -> Iterator[int]:
    """Yield what came in by its new numbers, a record that is not merged once."""
    seen = bytearray(len(new))
    for code in came:
        if code < 0:
            yield code
        elif not seen[new[code]]:
            seen[new[code]] = 1
            yield new[code]


def _parted(keys: bytearray) -> Iterator["array[int]"]:
    """Yield the rows in parts that ascend by the first two bytes of their keys."""
    rows = range(len(keys) // SORT_KEY)
    prefixes = array("H", bytes(2 * len(rows)))
    counts = [0] * (1 << 16)
    for row in rows:
        prefix = keys[row * SORT_KEY] << 8 | keys[row * SORT_KEY + 1]
        prefixes[row] = prefix
        counts[prefix] += 1
    starts: dict[int, int] = {}
    place = 0
    for prefix, count in enumerate(counts):
        if count:
            starts[prefix] = place
            place += count
    order = array("I", bytes(4 * len(rows)))
    at = dict(starts)
    for row, prefix in enumerate(prefixes):
        order[at[prefix]] = row
        at[prefix] += 1
    for prefix, start in starts.items():
        yield order[start : at[prefix]]


class _Decoded(Sequence[Citation]):
    """Rows as citations; ``kept`` says which rows, all by default."""

    def __init__(self, rows: Rows, kept: "array[int] | None" = None) -> None:
        self._rows = rows
        self._kept = kept

    def __len__(self) -> int:
        return len(self._rows) if self._kept is None else len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Citation: ...
    @overload
    def __getitem__(self, index: slice) -> list[Citation]: ...
    def __getitem__(self, index: int | slice) -> Citation | list[Citation]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        return _RECORD.decode(self._rows[index if self._kept is None else self._kept[index]])
