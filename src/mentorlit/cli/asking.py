"""What a person sees of questions to services while they are out."""

from time import monotonic
from typing import TYPE_CHECKING, Final, Self

from mentorlit.cli.console import PROGRESS_AFTER, say, shows_progress

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_TOLD_FROM: Final = 5.0
"""Seconds of waiting from which on a person is told why, without a progress line."""


class Shown:
    """Tells of questions, waiting times and progress; a context manager.

    Args:
        total: how many works are asked for; 0 if that is not known.
        quiet: tell nothing.
        verbose: tell of every question and answer.

    """

    def __init__(self, total: int, *, quiet: bool, verbose: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._verbose = verbose
        self._is_live = shows_progress(quiet=quiet)
        self._done = 0
        self._questions = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._start = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended()

    def ended(self) -> None:
        """Hear that nothing more is asked: the line of progress goes."""
        if self._progress:
            self._progress.stop()
            self._progress = None
        self._is_live = False

    def settled(self, count: int) -> None:
        """Hear that so many more works were found, or are known not to be."""
        self._done += count
        self._update("")

    def asked(self, host: str, url: str) -> None:
        """Hear that a question goes out."""
        self._questions += 1
        if self._verbose:
            say(f"asking {url}")
        self._update(f"asking {host}")

    def waiting(self, host: str, seconds: float, why: str) -> None:
        """Hear that the next question waits."""
        if not self._quiet and not self._is_live and seconds >= _TOLD_FROM:
            say(f"{host}: waiting {seconds:.0f} s ({why})")
        self._update(f"{host}: waiting {seconds:.1f} s ({why})")

    def answered(self, url: str, status: int, size: int, *, kept: bool) -> None:
        """Hear of an answer."""
        if self._verbose:
            say(f"{status}, {size} bytes{' from the cache' if kept else ''}: {url}")

    def warned(self, text: str) -> None:
        """Hear what a person should know."""
        if not self._quiet:
            say(text)

    def _update(self, text: str) -> None:
        if not self._is_live or monotonic() - self._start < PROGRESS_AFTER:
            return
        if self._progress is None:
            self._progress, self._task = _line(self._total)
        if self._task is not None:
            rate = self._done / (monotonic() - self._start)
            self._progress.update(
                self._task,
                completed=self._done,
                told=f"{rate:.1f}/s, {self._questions:,} questions",
                doing=text,
            )


def _line(total: int) -> "tuple[Progress, TaskID]":
    """Start a line of progress: works done, rate, time that remains, and what is going on."""
    from rich import progress as shown_as  # noqa: PLC0415 - start-up
    from rich.console import Console  # noqa: PLC0415 - start-up

    columns: list[shown_as.ProgressColumn] = [shown_as.SpinnerColumn()]
    if total:
        columns += [shown_as.BarColumn(bar_width=20), shown_as.MofNCompleteColumn()]
        columns += [shown_as.TextColumn("works,"), shown_as.TimeRemainingColumn()]
    else:
        columns += [shown_as.TextColumn("{task.completed:,} works,"), shown_as.TimeElapsedColumn()]
    columns += [shown_as.TextColumn("{task.fields[told]}")]
    columns += [shown_as.TextColumn("{task.fields[doing]}", style="dim", markup=False)]
    progress = shown_as.Progress(*columns, console=Console(stderr=True), transient=True)
    progress.start()
    task = progress.add_task("", total=total or None, told="", doing="")
    return progress, task
