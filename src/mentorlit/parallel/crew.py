"""Processes that read parts of inputs and return what they hold as lines."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.parallel.parts import Part, records
from mentorlit.problems import MentorlitError, Reject
from mentorlit.reading import doubtful, finished

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess


class WorkerError(MentorlitError):
    """A process that reads ended before its work was done."""


class Outcome(NamedTuple):
    """What became of one part: its lines as they go out, and in order what is to be told of it.

    That is rejects, and citations with problems, of which only origin and problems are there.
    """

    lines: bytes
    accepted: int
    told: list[Reject | Citation]


def placed(
    found: Iterable[Citation | Reject], ordinal: int, line: int
) -> Iterator[Citation | Reject]:
    """Yield the records of a part after ``ordinal`` others and ``line`` line ends."""
    for record in found:
        if origin := record.origin:
            moved = msgspec.structs.replace(
                origin, ordinal=origin.ordinal + ordinal, line=origin.line + line
            )
            yield msgspec.structs.replace(record, origin=moved)
        else:
            yield record


def outcome(found: Iterable[Citation | Reject], part: Part, ordinal: int, source: str) -> Outcome:
    """Encode the records of a part that has ``ordinal`` records of its input before it."""
    lines: list[bytes] = []
    told: list[Reject | Citation] = []
    for record in found if not (ordinal or part.line) else placed(found, ordinal, part.line):
        if isinstance(record, Reject):
            told.append(record)
            continue
        citation = finished(record, source)
        lines.append(encode(citation) + b"\n")
        if doubtful(citation, part.format):
            told.append(Citation(origin=citation.origin, problems=citation.problems))
    return Outcome(b"".join(lines), len(lines), told)


class Crew:
    """Processes that read parts; each has one at a time.

    A context manager: on leaving, the processes end. Parts are handed out in turn, so the results
    come in the order in which they were handed out.
    """

    def __init__(self, size: int, source: str) -> None:
        self._size = size
        self._source = source
        self._idle: deque[Worker] = deque()
        self._all: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.process.terminate()
            worker.connection.close()
        for worker in self._all:
            worker.process.join()

    @property
    def busy(self) -> bool:
        """Whether every process has a part to read."""
        return not self._idle and len(self._all) >= self._size

    def give(self, part: Part, account: "Account") -> "Task":
        """Hand a part to an idle process."""
        task = Task(self._idle.popleft() if self._idle else self._hired(), account)
        task.worker.send(part)
        if account.last is None:
            task.worker.send(account.ordinal)
        else:
            account.last.follower = task
        account.last = task
        return task

    def take(self, task: "Task") -> Outcome:
        """Wait for a task, in the order in which they were given; return what became of it.

        As soon as it is known how many records a part has, the next one can be numbered.
        """
        account = task.account
        account.ordinal += task.worker.receive_count()
        if task.follower:
            task.follower.worker.send(account.ordinal)
        else:
            account.last = None
        result = task.worker.receive()
        self._idle.append(task.worker)
        return result

    def _hired(self) -> "Worker":
        import multiprocessing  # noqa: PLC0415 - only for those who ask for several processes

        # A copy of this process has all modules loaded; where there are no copies, a new one.
        context: ForkContext | SpawnContext
        if "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
        else:
            context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._source), daemon=True)
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self._all.append(worker)
        return worker


class Account:
    """How many records of one input are numbered, and the last part that is being read."""

    def __init__(self) -> None:
        self.ordinal = 0
        self.last: Task | None = None


class Task:
    """One part in the hands of one process, and the part of the same input that comes next."""

    def __init__(self, worker: "Worker", account: Account) -> None:
        self.worker = worker
        self.account = account
        self.follower: Task | None = None


class Worker:
    """One process and the way to it."""

    def __init__(self, process: "BaseProcess", connection: "Connection") -> None:
        self.process = process
        self.connection = connection

    def send(self, message: Part | int) -> None:
        """Send a part, or how many records come before it."""
        try:
            self.connection.send(message)
        except OSError as error:
            raise WorkerError("a reading process ended unexpectedly") from error

    def receive(self) -> Outcome:
        """Wait for what became of the part."""
        received = self._received()
        if isinstance(received, Outcome):
            return received
        raise WorkerError(f"a reading process failed: {received}")

    def receive_count(self) -> int:
        """Wait for how many records the part has."""
        received = self._received()
        if isinstance(received, int):
            return received
        raise WorkerError(f"a reading process failed: {received}")

    def _received(self) -> Outcome | int | str:
        try:
            received: Outcome | int | str = self.connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerError("a reading process ended unexpectedly (out of memory?)") from error
        return received


def _work(connection: "Connection", source: str) -> None:
    """Read parts until the other side hangs up; run in a process of its own."""
    import gc  # noqa: PLC0415 - only in these processes
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    while True:
        try:
            part: Part = connection.recv()
        except (EOFError, OSError):
            return
        try:
            found = list(records(part))
            connection.send(len(found))
            ordinal: int = connection.recv()
            connection.send(outcome(found, part, ordinal, source))
        except (EOFError, OSError):
            return
        except Exception as error:  # noqa: BLE001 - to be told by the process that talks
            connection.send(f"{type(error).__name__}: {error}")
