"""Tasks worked out by several processes: the results of ``map``, in its order."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from mentorlit.parallel import mapping
from mentorlit.parallel.mapping import mapped
from mentorlit.parallel.processes import WorkerError
from mentorlit.problems import UsageError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs copies of the process")


@pytest.mark.parametrize("jobs", [1, 2, 3, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_results_are_those_of_map(jobs: int, count: int) -> None:
    offset = 7
    assert list(mapped(lambda number: number + offset, range(count), jobs)) == [
        number + offset for number in range(count)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_large_tasks_and_results_pass(jobs: int) -> None:
    tasks = [bytes([number]) * (3 << 20) for number in range(6)]
    assert list(mapped(lambda task: task[::-1], tasks, jobs)) == tasks


def test_several_processes_work() -> None:
    seen = set(mapped(lambda _: os.getpid(), range(4), 2))
    assert os.getpid() not in seen
    assert len(seen) == 2


def test_one_job_is_done_here() -> None:
    assert set(mapped(lambda _: os.getpid(), range(4), 1)) == {os.getpid()}


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    for count, result in enumerate(mapped(abs, tasks(), 2), 1):
        assert result == count - 1
        assert len(taken) <= min(40, count + 4)


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_are_raised_in_their_turn(jobs: int) -> None:
    def half(number: int) -> int:
        if number == 5:
            raise UsageError("five")
        return number

    found: list[int] = []
    with pytest.raises(UsageError, match="five"):
        _note(mapped(half, range(9), jobs), found)
    assert found == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_of_the_tasks_are_raised_in_their_turn(jobs: int) -> None:
    def tasks() -> Iterator[int]:
        yield from range(5)
        raise UsageError("no more")

    found: list[int] = []
    with pytest.raises(UsageError, match="no more"):
        _note(mapped(abs, tasks(), jobs), found)
    assert found == [0, 1, 2, 3, 4]


def _note(results: Iterator[int], found: list[int]) -> None:
    for result in results:
        found.append(result)  # noqa: PERF402 - what was there before an error is to stay


class OddError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def odd(_: int) -> int:
    raise OddError("quite", "odd")


def test_what_cannot_be_sent_is_told() -> None:
    with pytest.raises(WorkerError, match="OddError: quite odd"):
        list(mapped(odd, range(3), 2))
    with pytest.raises(WorkerError, match="a process failed"):
        list(mapped(lambda number: lambda: number, range(3), 2))


def test_a_process_that_dies_is_an_error() -> None:
    def killed(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkerError, match="ended unexpectedly"):
        list(mapped(killed, range(9), 2))


def test_closing_ends_the_processes() -> None:
    results = mapped(lambda _: os.getpid(), range(1000), 2)
    workers = {next(results) for _ in range(4)}
    results.close()
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_interrupts_are_not_for_the_processes() -> None:
    def interrupted(number: int) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return number

    assert list(mapped(interrupted, range(6), 2)) == list(range(6))


def test_without_copies_what_cannot_be_sent_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "can_copy", lambda: False)
    assert set(mapped(lambda _: os.getpid(), range(4), 2)) == {os.getpid()}


_KILLED = """
import os, signal
from mentorlit.parallel.mapping import mapped
for number in mapped(abs, range(10**9), 3):
    if number == 20:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_processes_end_when_this_one_is_killed() -> None:
    """They hold the pipe of standard output, so it is read to its end only when all are gone."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED], check=False, capture_output=True, timeout=30
    )
    assert done.returncode == -signal.SIGKILL
