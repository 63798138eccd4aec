"""Several processes read the inputs; what comes out is the same, in the same order."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from mentorlit.model import Citation
from mentorlit.opening import Opened, open_input, shown
from mentorlit.parallel.crew import Account, Crew, Outcome, Task, outcome
from mentorlit.parallel.parts import PART, Part, parts, records
from mentorlit.problems import InputError, Reject
from mentorlit.readers import Reader
from mentorlit.reading import Listener, Reading

_BATCH = 500
"""Records whose lines are put together where one process reads on alone."""

Work = Callable[[], Iterator[bytes]]
"""What is to be done when all that comes before it is out; yields lines."""


class ParallelReading(Reading):
    """A :class:`~mentorlit.reading.Reading` by several processes; ``strict`` is not for it.

    What the listener hears and what is counted is the same as from a reading by one.
    ``part`` is how many bytes a process gets at a time.
    """

    part = PART

    def lines(self, jobs: int) -> Iterator[bytes]:
        """Yield all citations as lines of JSON, many at a time, read by ``jobs`` processes.

        Raises:
            WorkerError: one of the processes ended before its time.

        """
        later = _Later(self._listener)
        self._listener = later
        with Crew(jobs, self._source) as crew:
            for all_of_it in self._handed_out(crew, later):
                while later.waiting and (all_of_it or crew.busy):
                    yield from later.next()
            while later.waiting:
                yield from later.next()

    def _handed_out(self, crew: Crew, later: "_Later") -> Iterator[bool]:
        """Hand out the parts of all inputs; pause for waiting work to be done, true for all."""
        for name in self.inputs():
            found = False
            try:
                for opened in open_input(name, self._limits):
                    found = True
                    yield from self._parted(opened, crew, later)
                if not found:
                    self._listener.empty(shown(name), "")
            except InputError as error:
                self._unread(name, "unreadable", str(error))

    def _parted(self, opened: Opened, crew: Crew, later: "_Later") -> Iterator[bool]:
        started = self._started(opened)
        if isinstance(started, Reject) or started is None:
            return
        row, stream = started
        here = Account()
        for part, rest in parts(stream, row.boundary, self.part):
            if rest is None:
                later.waiting.append(partial(self._taken, crew, crew.give(part, here)))
            else:
                later.waiting.append(partial(self._alone, part, rest, here))
            yield rest is not None
        later.waiting.append(partial(self._finished, opened, row, here))

    def _taken(self, crew: Crew, task: Task) -> Iterator[bytes]:
        yield self._told(crew.take(task))

    def _alone(self, part: Part, rest: Iterator[bytes], here: Account) -> Iterator[bytes]:
        """Read a part and all that follows it, in this process."""
        found = records(part, rest)
        before = here.ordinal
        while batch := list(islice(found, _BATCH)):
            here.ordinal += len(batch)
            yield self._told(outcome(batch, part, before, self._source))

    def _finished(self, opened: Opened, row: Reader, here: Account) -> Iterator[bytes]:
        for _ in self._ended(opened, row, barren=not here.ordinal):
            yield b""

    def _told(self, result: Outcome) -> bytes:
        """Count what became of a part, tell of it, and return its lines."""
        rejected = 0
        for record in result.told:
            if isinstance(record, Citation):
                self._listener.doubted(record)
            else:
                rejected += 1
                self._tell(record)
        self.counts.accepted += result.accepted
        self.counts.rejected += rejected
        self.counts.read += result.accepted + rejected
        return result.lines


class _Later(Listener):
    """Work that waits for its turn; what is heard before its turn waits as well."""

    def __init__(self, listener: Listener) -> None:
        self.waiting: deque[Work] = deque()
        self._listener = listener
        self._live = False

    def next(self) -> Iterator[bytes]:
        """Do what has waited longest."""
        work = self.waiting.popleft()
        self._live = True
        yield from work()
        self._live = False

    def opened(self, name: str, format_name: str) -> None:
        """Pass it on in its turn."""
        self._hear(partial(self._listener.opened, name, format_name))

    def empty(self, name: str, format_name: str) -> None:
        """Pass it on in its turn."""
        self._hear(partial(self._listener.empty, name, format_name))

    def rejected(self, reject: Reject) -> None:
        """Pass it on in its turn."""
        self._hear(partial(self._listener.rejected, reject))

    def doubted(self, citation: Citation) -> None:
        """Pass it on in its turn."""
        self._hear(partial(self._listener.doubted, citation))

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Pass it on in its turn."""
        self._hear(partial(self._listener.left_out, folder, what, names))

    def _hear(self, tell: Callable[[], None]) -> None:
        if self._live:
            tell()
        else:
            self.waiting.append(partial(_silent, tell))


def _silent(tell: Callable[[], None]) -> Iterator[bytes]:
    tell()
    yield b""
