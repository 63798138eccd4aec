"""A function applied to tasks in several processes; the results come in the tasks' order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from mentorlit.parallel.processes import Team, Worker, can_copy, failed, portable

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2
"""Tasks taken before the first result is asked for, for each process."""


def mapped(function: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Generator[R, None, None]:
    """Yield ``function(task)`` for each task, in their order, worked out by ``jobs`` processes.

    The same as ``map``, errors included: what ``tasks`` or ``function`` raises is raised in its
    turn, after all results before it. At most ``2 * jobs`` tasks are taken whose results were not
    yielded. With one job, all is done in this process.

    The processes are started as the first tasks are taken, as copies of this one: ``function`` may
    be a closure, and what it changes is not seen here. Tasks and results are pickled. Where a
    process cannot be copied and the function not be pickled, all is done in this process. Closing
    the iterator ends the processes.

    Raises:
        WorkerError: one of the processes ended before its time, or a result cannot be pickled.

    """
    if jobs < 2 or not (can_copy() or _is_portable(function)):
        yield from map(function, tasks)
        return
    with Team(_answering, function) as team:
        yield from _Mapping(team, jobs, iter(tasks)).results()


class _Answer(NamedTuple):
    """What became of one task: a value, or an error."""

    value: Any = None
    error: Exception | None = None

    def result(self) -> Any:
        """Return or raise it."""
        if self.error is not None:
            raise self.error
        return self.value


class _Slot:
    """The place of one answer, that may not be there yet."""

    def __init__(self) -> None:
        self.answer: _Answer | None = None


class _Mapping(Generic[T, R]):
    """The work under way: who is busy with what, and what waits to be yielded."""

    def __init__(self, team: Team, jobs: int, tasks: Iterator[T]) -> None:
        self._team = team
        self._jobs = jobs
        self._tasks: Iterator[T] | None = tasks
        self._waiting: deque[_Slot] = deque()
        self._idle: deque[Worker] = deque()
        self._busy: dict[object, tuple[Worker, _Slot]] = {}

    def results(self) -> Iterator[R]:
        """Yield the results in order."""
        self._hand_out()
        while self._waiting:
            answer = self._waiting[0].answer
            self._collect(0 if answer else None)
            if answer:
                self._waiting.popleft()
            self._hand_out()
            if answer:
                yield answer.result()

    def _hand_out(self) -> None:
        """Give tasks to those who have none, as long as there are both."""
        while self._tasks and len(self._waiting) < _AHEAD * self._jobs:
            if not self._idle and len(self._team) >= self._jobs:
                return
            self._give(self._tasks)

    def _give(self, tasks: Iterator[T]) -> None:
        """Give the next task to an idle process; what goes wrong waits for its turn."""
        slot: _Slot = _Slot()
        try:
            task = next(tasks)
        except StopIteration:
            self._tasks = None
            return
        except Exception as error:  # noqa: BLE001 - raised in its turn
            self._tasks = None
            slot.answer = _Answer(error=error)
        else:
            worker = self._idle.popleft() if self._idle else self._team.hire()
            worker.send(task)
            self._busy[worker.connection] = worker, slot
        self._waiting.append(slot)

    def _collect(self, timeout: float | None) -> None:
        """Take what is worked out; without ``timeout``, wait until something is."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - only with several processes

        for connection in wait([worker.connection for worker, _ in self._busy.values()], timeout):
            worker, slot = self._busy.pop(connection)
            slot.answer = worker.receive()
            self._idle.append(worker)


def _answering(connection: "Connection", function: Callable[[Any], Any]) -> None:
    """Answer tasks until the other side hangs up."""
    while True:
        task = connection.recv()
        try:
            answer = _Answer(function(task))
        except Exception as error:  # noqa: BLE001 - raised by the process that asked
            answer = _Answer(error=portable(error))
        try:
            connection.send(answer)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - the result cannot be pickled
            connection.send(_Answer(error=failed(error)))


def _is_portable(function: Callable[..., object]) -> bool:
    """Tell whether a new process, that is no copy, could be given the function."""
    import pickle  # noqa: PLC0415 - only with several processes

    try:
        pickle.dumps(function)
    except Exception:  # noqa: BLE001 - pickling raises errors of many kinds
        return False
    return True
