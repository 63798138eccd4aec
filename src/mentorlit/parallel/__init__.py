"""Several processes read the inputs; what comes out is the same, in the same order."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.opening import Opened, open_input, shown
from mentorlit.parallel.crew import Account, Crew, Files, Heard, Make, Maker, Outcome, Task
from mentorlit.parallel.parts import PART, Part, parts, records, row_parts
from mentorlit.parallel.small import Batch
from mentorlit.problems import InputError, Reject
from mentorlit.readers import Reader
from mentorlit.reading import Listener, Reading

_BATCH: Final = 500
"""Records that are worked on together where one process reads on alone."""

_SMALL: Final = 2
"""What part of a part a file may be for a process to be given several: opening is its work."""

Work = Callable[[], Iterator[Any]]
"""What is to be done when all that comes before it is out; yields what was made."""


class ParallelReading(Reading):
    """A :class:`~mentorlit.reading.Reading` by several processes; ``strict`` is not for it.

    What the listener hears and what is counted is the same as from a reading by one.
    ``part`` is how many bytes a process gets at a time.
    """

    part = PART
    _later: "_Later | None" = None

    def lines(self, jobs: int) -> Iterator[bytes]:
        """Yield all citations as lines of JSON, many at a time, read by ``jobs`` processes.

        Raises:
            WorkerError: one of the processes ended before its time.

        """
        return self.made(jobs, encoded)

    def made(self, jobs: int, make: Make) -> Iterator[Any]:
        """Yield ``make(citations)`` for all citations in order, some hundred at a time.

        It is called in ``jobs`` processes, that are started while this is iterated over as copies
        of this one; what it returns is pickled.

        Raises:
            WorkerError: one of the processes ended before its time.

        """
        self._listener = later = self._later = _Later(self._listener)
        maker = Maker(make, self._source, self._alone())
        with Crew(jobs, maker) as crew:
            for all_of_it in self._handed_out(crew, maker, later):
                while later.waiting and (all_of_it or crew.busy):
                    yield from later.next()
            while later.waiting:
                yield from later.next()

    def _alone(self) -> Callable[[Listener], Reading]:
        """Return what begins a reading with the same settings in another process."""
        return partial(
            _begun,
            format_name=self._format,
            encoding=self._encoding,
            source=self._source,
            beside=self._beside,
            limits=self._limits,
        )

    def _handed_out(self, crew: Crew, maker: Maker, later: "_Later") -> Iterator[bool]:
        """Hand out all inputs; pause for waiting work to be done, true for all."""
        batch = later.batch
        for name in self.inputs():
            is_small = batch.takes(name, self.part // _SMALL)
            if is_small and not batch.is_full:
                continue
            if batch:
                later.waiting.append(self._given(crew, batch.taken()))
                yield False
            if not is_small:
                yield from self._opened(name, crew, maker, later.waiting)
        if batch:
            later.waiting.append(self._given(crew, batch.taken()))

    def _opened(
        self, name: str, crew: Crew, maker: Maker, waiting: "deque[Work]"
    ) -> Iterator[bool]:
        """Hand out the parts of one name; see :meth:`named`."""
        found = False
        try:
            for opened in open_input(name, self._limits):
                found = True
                yield from self._parted(opened, crew, maker, waiting)
            if not found:
                self._listener.empty(shown(name), "")
        except InputError as error:
            self._unread(name, "unreadable", str(error))

    def _parted(
        self, opened: Opened, crew: Crew, maker: Maker, waiting: "deque[Work]"
    ) -> Iterator[bool]:
        started = self._started(opened)
        if isinstance(started, Reject) or started is None:
            return
        row, stream = started
        here = Account()
        is_table = opened.table and row.name == "ndjson"
        found = row_parts(stream, opened.table) if is_table else None
        for part, rest in found or parts(stream, row.boundary, self.part):
            if rest is None:
                waiting.append(partial(self._taken_of, opened, here, crew, crew.give(part, here)))
            else:
                waiting.append(partial(self._read_on, maker, part, rest, here))
            yield rest is not None
        waiting.append(partial(self._finished, opened, row, here))

    def _given(self, crew: Crew, files: Files) -> Work:
        """Hand small files to a process; return what takes the result."""
        return partial(self._taken, crew, crew.give(files))

    def _taken(self, crew: Crew, task: Task) -> Iterator[Any]:
        yield self._told(crew.take(task))

    def _taken_of(self, opened: Opened, here: Account, crew: Crew, task: Task) -> Iterator[Any]:
        """Take a part of an input; what follows damage is not read by one process either."""
        result = crew.take(task)
        if not here.damage:
            yield self._told(result)
        if result.damage and not here.damage:
            here.damage = opened.damage = result.damage

    def _read_on(
        self, maker: Maker, part: Part, rest: Iterator[bytes], here: Account
    ) -> Iterator[Any]:
        """Read a part and all that follows it, in this process."""
        found = records(part, rest)
        before = here.ordinal
        while batch := list(islice(found, _BATCH)):
            here.ordinal += len(batch)
            yield self._told(maker.of_part(batch, part, before))

    def _finished(self, opened: Opened, row: Reader, here: Account) -> Iterator[Any]:
        for _ in self._ended(opened, row, barren=not here.ordinal):
            yield from ()

    def _told(self, result: Outcome) -> Any:
        """Count what became of a piece of work, tell of it, and return what was made."""
        for one in result.told:
            if isinstance(one, Citation):
                self._listener.doubted(one)
            elif isinstance(one, Reject):
                self._tell(one)
            else:
                one.tell(self._listener)
        self.counts.add(result.counts)
        return result.made

    def _tell(self, reject: Reject) -> None:
        if self._later is None or self._later.live:
            super()._tell(reject)
        else:
            self._later.waiting.append(partial(_silent, partial(super()._tell, reject)))


def encoded(citations: list[Citation]) -> bytes:
    """Return citations as lines of JSON."""
    return b"".join([encode(citation) + b"\n" for citation in citations])


def _begun(listener: Listener, **settings: Any) -> Reading:
    return Reading((), listener=listener, **settings)


class _Later(Listener):
    """Work that waits for its turn; what is heard before its turn waits as well."""

    def __init__(self, listener: Listener) -> None:
        self.waiting: deque[Work] = deque()
        self.batch = Batch()
        self.live = False
        self._listener = listener

    def next(self) -> Iterator[Any]:
        """Do what has waited longest."""
        work = self.waiting.popleft()
        self.live = True
        yield from work()
        self.live = False

    def opened(self, name: str, format_name: str) -> None:
        """Pass it on in its turn."""
        self._hear(Heard("opened", (name, format_name)))

    def empty(self, name: str, format_name: str) -> None:
        """Pass it on in its turn."""
        self._hear(Heard("empty", (name, format_name)))

    def rejected(self, reject: Reject) -> None:
        """Pass it on, since it is told in its turn."""
        self._listener.rejected(reject)

    def doubted(self, citation: Citation) -> None:
        """Pass it on, since it is told in its turn."""
        self._listener.doubted(citation)

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Pass it on in its turn."""
        self._hear(Heard("left_out", (folder, what, names)))

    def _hear(self, heard: Heard) -> None:
        if self.live:
            heard.tell(self._listener)
        elif self.batch:
            self.batch.hear(heard)
        else:
            self.waiting.append(partial(_silent, partial(heard.tell, self._listener)))


def _silent(tell: Callable[[], None]) -> Iterator[Any]:
    tell()
    yield from ()
