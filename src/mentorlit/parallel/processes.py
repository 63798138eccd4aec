"""Processes of one kind, and the way to each; they end with the one that started them."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from mentorlit.problems import MentorlitError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

Work = Callable[..., None]
"""What a process does: takes its :class:`Connection` and the arguments of the team."""


class WorkerError(MentorlitError):
    """A process ended before its work was done, or cannot do it."""


class Worker:
    """One process and the way to it."""

    def __init__(self, process: "BaseProcess", connection: "Connection") -> None:
        self.process = process
        self.connection = connection

    def send(self, message: object) -> None:
        """Send something to do."""
        try:
            self.connection.send(message)
        except OSError as error:
            raise WorkerError("a process ended unexpectedly") from error

    def receive(self) -> Any:
        """Wait for what the process has to say."""
        try:
            return self.connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerError("a process ended unexpectedly (out of memory?)") from error


class Team:
    """Processes that do the same work; a context manager: on leaving, they end.

    Where the system can copy a process, each is a copy of this one, with all it has in memory at
    the time it is hired: only there ``arguments`` may be what cannot be pickled. They heed no
    Ctrl-C, since that is for this process to do, and end when it is gone, in whatever way.
    """

    def __init__(self, work: Work, *arguments: object) -> None:
        self._work = work
        self._arguments = arguments
        self._all: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End all processes, whatever they do."""
        for worker in self._all:
            worker.process.terminate()
            worker.connection.close()
        for worker in self._all:
            worker.process.join()

    def __len__(self) -> int:
        return len(self._all)

    def hire(self) -> Worker:
        """Start one more process."""
        context = _context()
        ours, theirs = context.Pipe()
        copied = [*(worker.connection for worker in self._all), ours] if can_copy() else []
        process = context.Process(
            target=_working, args=(theirs, copied, self._work, self._arguments), daemon=True
        )
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self._all.append(worker)
        return worker


def portable(error: Exception) -> Exception:
    """Return an error as it can be sent to another process."""
    import pickle  # noqa: PLC0415 - only with several processes

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was dumped here
    except Exception:  # noqa: BLE001 - an error of any kind may have arguments of its own
        return failed(error)
    return error


def failed(error: Exception) -> WorkerError:
    """Return what stands for an error that cannot be sent to another process."""
    return WorkerError(f"a process failed: {type(error).__name__}: {error}")


def can_copy() -> bool:
    """Tell whether a process here can begin as a copy of this one."""
    import multiprocessing  # noqa: PLC0415 - only for those who ask for several processes

    return "fork" in multiprocessing.get_all_start_methods()


def _context() -> "ForkContext | SpawnContext":
    import multiprocessing  # noqa: PLC0415 - only for those who ask for several processes

    # A copy of this process has all modules loaded; where there are no copies, a new one.
    if can_copy():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _working(
    connection: "Connection",
    copied: "list[Connection]",
    work: Work,
    arguments: tuple[object, ...],
) -> None:
    """Work until the other side hangs up; run in a process of its own.

    ``copied`` are the ends that are for the other side alone: while a process has one of them
    open itself, it never sees that the other side is gone.
    """
    import gc  # noqa: PLC0415 - only in these processes
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    for end in copied:
        end.close()
    with suppress(EOFError, OSError):
        work(connection, *arguments)
