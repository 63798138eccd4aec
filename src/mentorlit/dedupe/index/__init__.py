"""An index: a deduplicated collection on disk, which new records are compared with, unread.

>>> with Index("collection") as index:
...     with index.decided(map(arrived, citations), Options()) as result:
...         for line in index.taking(lines_of(result)):
...             ...  # write it
...     index.commit()

It holds the papers that were written, as they were, with all that comparing needs of each, so a
day's records are compared with all of them at the cost of these few. What was taken counts once it
is committed, all at once; an error or a killed process leaves the index as it was.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, Self

import msgspec

from mentorlit.dedupe import Deduplicated, Options, cap, decided
from mentorlit.dedupe.block import strong_kinds
from mentorlit.dedupe.held import Held
from mentorlit.dedupe.index import keys, lock, manifest
from mentorlit.dedupe.index.adding import old, together
from mentorlit.dedupe.index.looking import Beside, Old, with_twin
from mentorlit.dedupe.index.manifest import Manifest
from mentorlit.dedupe.index.records import FILES, LINES, Growing, Records
from mentorlit.dedupe.prepare import Arrived, Prepared
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.parallel.cores import usable_cores
from mentorlit.parallel.mapping import mapped
from mentorlit.problems import OutputError, UsageError
from mentorlit.spool import Rows

_WORTH: Final = 32 << 20
"""Bytes of lines from which on several processes are worth their start."""


class Index:
    """The index in a folder, which is made if there is none; a context manager.

    ``len`` of it says how many papers it holds, those that do not count yet among them.

    Raises:
        InputError: the index is damaged, or cannot be read; in any method.
        OutputError: it cannot be written, or another run works on it; in any method.
        UsageError: the folder holds something else, or an index of another version.

    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._is_new = self._was_made()
        try:
            self._lock = lock.lock(self._folder)
            try:
                self._committed = self._manifest = self._found()
            except BaseException:
                self._lock.close()
                raise
        except BaseException:
            self._unmake()
            raise
        self._sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take back what was not committed, as far as the system lets us."""
        if self._manifest != self._committed:
            self._manifest = self._committed
            with suppress(OutputError):
                Growing(self._folder, self._committed.sizes).close()
            self._sweep()
        self._lock.close()
        self._unmake()

    def __len__(self) -> int:
        return self._manifest.records

    def take_collection(self, citations: Iterable[Citation], options: Options) -> None:
        """Take papers that are known already, as they are."""
        lines = (encode(citation) + b"\n" for citation in citations)
        self._take(lines, options.jobs or usable_cores())

    def decided(self, came: Iterable[Arrived], options: Options) -> Deduplicated:
        """Find which of these records are one paper with each other or with one that is held.

        Of the old records, the result has those that were compared with a new one. ``earlier``
        tells how many there are.
        """
        if not len(self):
            return _alone(came, options)
        with ExitStack() as opened:
            records = Records(self._folder, len(self), self._manifest.sizes)
            opened.callback(records.close)
            files = [
                opened.enter_context(keys.Keys(self._folder, file)) for file in self._manifest.keys
            ]
            beside = Beside(Old(records, files), came, cap(), strong_kinds(), options.room.folder)
        with _closed_on_failure(beside.held):
            result = decided(beside.held, options, pairing=beside.pairing)
        result.earlier = len(self)
        return result

    def taking(self, chunks: Iterable[bytes], options: Options) -> Iterator[bytes]:
        """Pass on lines that are to be written, some or one at a time, and then take them."""
        with Rows(folder=options.room.folder) as rows:
            size = 0
            for chunk in chunks:
                rows.add(chunk)
                size += len(chunk)
                yield chunk
            rows.settle()
            self._take(rows, options.jobs or (usable_cores() if size >= _WORTH else 1))

    def commit(self) -> None:
        """Make all that was taken count."""
        if self._manifest != self._committed:
            manifest.save(self._folder, self._manifest)
            self._committed = self._manifest
            self._is_new = False
            self._sweep()

    def _take(self, lines: Iterable[bytes], jobs: int) -> None:
        self._add(one for some in mapped(_old, together(lines), jobs) for one in some)

    def _add(self, records: Iterable[Prepared]) -> None:
        known = self._manifest
        growing = Growing(self._folder, known.sizes)
        adding = keys.Adding(self._folder, known.next)
        # From here on the files are longer than those that count.
        self._manifest = msgspec.structs.replace(known, next=known.next + 1)
        try:
            for number, record in enumerate(records, known.records):
                growing.add(record)
                adding.add(with_twin(record), number)
            growing.settle()
            files = adding.settle(known.keys)
        finally:
            growing.close()
        self._manifest = msgspec.structs.replace(
            known,
            records=known.records + growing.added,
            sizes=growing.sizes,
            keys=files,
            next=adding.next_number(),
        )

    def _was_made(self) -> bool:
        """Make the folder, if there is none."""
        if self._folder.exists() and not self._folder.is_dir():
            raise UsageError(f"{self._folder}: not a folder; an index is one")
        try:
            self._folder.mkdir()
        except FileExistsError:
            return False
        except OSError as error:
            raise manifest.unwritable(self._folder, error) from error
        return True

    def _unmake(self) -> None:
        """Remove the folder if it was made for nothing."""
        if self._is_new:
            with suppress(OSError):
                for path in filter(_is_own, self._folder.iterdir()):
                    path.unlink()
                self._folder.rmdir()

    def _found(self) -> Manifest:
        """Return the manifest in the folder, that of an empty index if nothing is there."""
        found = manifest.load(self._folder)
        if found is not None:
            return found
        for path in self._folder.iterdir():
            if not _is_own(path):
                raise UsageError(f"{self._folder}: no index, and not empty: there is {path.name}")
        return Manifest()

    def _sweep(self) -> None:
        """Remove files of keys that do not count: merged ones, and those of unfinished runs."""
        counting = {file.name for file in (*self._manifest.keys, *self._committed.keys)}
        with suppress(OSError):
            for path in self._folder.glob(f"{keys.BEGINNING}*"):
                if path.name not in counting:
                    path.unlink()


def _alone(came: Iterable[Arrived], options: Options) -> Deduplicated:
    """Find which of these records are one paper with each other."""
    with _closed_on_failure(Held(folder=options.room.folder)) as held:
        for one in came:
            held.take(one)
        return decided(held, options)


@contextmanager
def _closed_on_failure(held: Held) -> Iterator[Held]:
    with ExitStack() as failing:
        yield failing.enter_context(held)
        failing.pop_all()


def _is_own(path: Path) -> bool:
    """Tell whether a file is one that an index without a manifest may have."""
    own = (keys.BEGINNING, f".{manifest.NAME}.")
    return path.name in (*FILES, lock.NAME) or path.name.startswith(own)


def _old(lines: bytes) -> list[Prepared]:
    return old(lines, LINES)
