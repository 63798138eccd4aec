"""Processes that read parts of inputs, or small inputs as they are, and return what is made."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import msgspec

from mentorlit.model import Citation, Origin
from mentorlit.parallel.parts import Part, Relative, records
from mentorlit.parallel.processes import Team, Worker, WorkerError, portable
from mentorlit.problems import InputError, MentorlitError, Reject
from mentorlit.reading import Counts, Listener, Reading, doubtful, finished

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Make = Callable[[list[Citation]], Any]
"""What is made of citations that follow each other, in the process that read them."""


class Heard(NamedTuple):
    """Something to hear about whole inputs: the listener's method and its arguments."""

    method: str
    arguments: tuple[Any, ...]

    def tell(self, listener: Listener) -> None:
        """Tell it."""
        getattr(listener, self.method)(*self.arguments)


Files = list[str | Heard]
"""Names of inputs, and what is to be heard between them."""


class Outcome(NamedTuple):
    """What became of a piece of work: what was made, and in order what is to be told of it.

    That is rejects, citations with problems, of which only origin and problems are there, and
    what there is to hear about whole inputs. ``damage`` says why a part ends early, if it does.
    """

    made: Any
    counts: Counts
    told: list[Reject | Citation | Heard]
    damage: str = ""


def placed(
    found: Iterable[Citation | Reject], ordinal: int, line: int
) -> Iterator[Citation | Reject]:
    """Yield the records of a part after ``ordinal`` others and ``line`` line ends.

    Origins that the records brought with them stay.
    """
    for record in found:
        origin = record.origin
        if isinstance(origin, Relative):
            moved = Origin(
                source=origin.source,
                file=origin.file,
                format=origin.format,
                ordinal=origin.ordinal + ordinal,
                line=origin.line + line,
                offset=origin.offset,
                id=origin.id,
            )
            yield msgspec.structs.replace(record, origin=moved)
        else:
            yield record


class Maker:
    """What a process makes of what it reads.

    Args:
        make: gets all citations of a piece of work, in order.
        source: the label that the user gave all records, or ``""``.
        reading: begins the reading of inputs as they are, with a listener.

    """

    def __init__(self, make: Make, source: str, reading: Callable[[Listener], Reading]) -> None:
        self._make = make
        self._source = source
        self._reading = reading

    def of_part(self, found: Iterable[Citation | Reject], part: Part, ordinal: int) -> Outcome:
        """Make something of a part that has ``ordinal`` records of its input before it."""
        citations: list[Citation] = []
        told: list[Reject | Citation | Heard] = []
        rejected = 0
        for record in placed(found, ordinal, part.line):
            if isinstance(record, Reject):
                rejected += 1
                told.append(record)
                continue
            citation = finished(record, self._source)
            citations.append(citation)
            if doubtful(citation, part.format):
                told.append(_spoken_of(citation))
        accepted = len(citations)
        counts = Counts(read=accepted + rejected, accepted=accepted, rejected=rejected)
        return Outcome(self._make(citations), counts, told)

    def of_files(self, files: Files) -> Outcome:
        """Make something of whole inputs."""
        noting = _Noting()
        reading = self._reading(noting)
        citations: list[Citation] = []
        for one in files:
            if isinstance(one, str):
                found = reading.named(one)
                citations.extend(record for record in found if isinstance(record, Citation))
            else:
                noting.told.append(one)
        return Outcome(self._make(citations), reading.counts, noting.told)


class _Noting(Listener):
    """Notes what is to be told."""

    def __init__(self) -> None:
        self.told: list[Reject | Citation | Heard] = []

    def opened(self, name: str, format_name: str) -> None:
        self.told.append(Heard("opened", (name, format_name)))

    def empty(self, name: str, format_name: str) -> None:
        self.told.append(Heard("empty", (name, format_name)))

    def rejected(self, reject: Reject) -> None:
        self.told.append(reject)

    def doubted(self, citation: Citation) -> None:
        self.told.append(_spoken_of(citation))


def _spoken_of(citation: Citation) -> Citation:
    return Citation(origin=citation.origin, problems=citation.problems)


class Crew:
    """Processes that read; each has one piece of work at a time.

    A context manager: on leaving, the processes end. Work is handed out in turn, so the results
    come in the order in which it was handed out.
    """

    def __init__(self, size: int, maker: Maker) -> None:
        self._size = size
        self._team = Team(_serving, maker)
        self._idle: deque[Worker] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._team.end()

    @property
    def busy(self) -> bool:
        """Whether every process has something to read."""
        return not self._idle and len(self._team) >= self._size

    def give(self, work: Part | Files, account: "Account | None" = None) -> "Task":
        """Hand to an idle process a part, with the account of its input, or names of inputs."""
        task = Task(self._idle.popleft() if self._idle else self._team.hire(), account)
        task.worker.send(work)
        if account is None:
            return task
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
        if account := task.account:
            account.ordinal += _received(task.worker, int)
            if task.follower:
                task.follower.worker.send(account.ordinal)
            else:
                account.last = None
        result: Outcome = _received(task.worker, Outcome)
        self._idle.append(task.worker)
        return result


class Account:
    """How many records of one input are numbered, and the last part that is being read.

    After a part that ends early, ``damage`` says why.
    """

    def __init__(self) -> None:
        self.ordinal = 0
        self.damage = ""
        self.last: Task | None = None


class Task:
    """What is in the hands of one process; of a part, which part of the same input comes next."""

    def __init__(self, worker: Worker, account: Account | None) -> None:
        self.worker = worker
        self.account = account
        self.follower: Task | None = None


def _received(worker: Worker, wanted: type) -> Any:
    """Wait for what a process returns; raise the error if it is one."""
    received = worker.receive()
    if isinstance(received, wanted):
        return received
    if isinstance(received, Exception):
        raise received
    raise WorkerError(f"a reading process failed: {received}")


def _serving(connection: "Connection", maker: Maker) -> None:
    """Read what comes until the other side hangs up."""
    while True:
        work: Part | Files = connection.recv()
        try:
            _serve(connection, maker, work)
        except (EOFError, OSError):
            return
        except MentorlitError as error:
            connection.send(portable(error))
        except Exception as error:  # noqa: BLE001 - to be told by the process that talks
            connection.send(f"{type(error).__name__}: {error}")


def _serve(connection: "Connection", maker: Maker, work: Part | Files) -> None:
    """Read one piece; what it held is out of memory when the next one comes."""
    if not isinstance(work, Part):
        connection.send(maker.of_files(work))
        return
    found: list[Citation | Reject] = []
    damage = ""
    try:
        found.extend(records(work))
    except InputError as error:
        damage = str(error)
    connection.send(len(found))
    connection.send(maker.of_part(found, work, connection.recv())._replace(damage=damage))
