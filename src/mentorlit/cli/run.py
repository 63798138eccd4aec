"""What every command does around its pipeline: inputs, outputs, accounts and exit status."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar, cast

import typer

from mentorlit.cli.console import (
    Report,
    is_terminal,
    plain,
    say,
    show_rows,
    show_table,
    summary,
    watched,
)
from mentorlit.cli.declared import declared
from mentorlit.cli.guard import guarded
from mentorlit.cli.listening import Relay
from mentorlit.cli.names import check_names
from mentorlit.cli.options import Settings
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.opening import STDIN
from mentorlit.problems import ExitStatus, MentorlitError
from mentorlit.reading import Counts, Reading
from mentorlit.writing import Output

if TYPE_CHECKING:
    from mentorlit.dedupe.outcome import Written
    from mentorlit.parallel import ParallelReading

Made = TypeVar("Made")

_TOGETHER: Final = 500
"""Records that are made something of at a time."""


class AccountError(MentorlitError):
    """The records read are not the records written, merged and rejected: a bug."""


class Run:
    """One run of a command: what it reads, what it writes, and the account of both.

    ``merged`` is set by a command that merges: how many records went into others; ``apart`` by
    one that takes merged records apart: how many, and into how many. ``found`` is set by a check
    that found something; ``words`` say what the records are that stay, and those that do not.
    ``taking`` passes on the lines of records that are written; ``ends`` may know of an exit status
    that goes before that of the account. ``watches`` is unset by a command that shows progress of
    its own. ``make`` makes the reading of its
    inputs' names and the arguments of :class:`Reading`; by default ``jobs`` processes read.
    """

    def __init__(
        self,
        command: str,
        settings: Settings,
        rejects: Output | None,
        jobs: int,
        make: "Callable[..., Reading] | None" = None,
    ) -> None:
        self.command = command
        self.settings = settings
        self.merged: int | None = None
        self.found = False
        self.words = ("kept", "merged into them")
        self.beyond = 0
        self.watches = True
        self.old: Counts | None = None
        self.apart: tuple[int, int] | None = None
        self.taking: Callable[[Iterable[bytes]], Iterable[bytes]] = iter
        self.ends: Callable[[], ExitStatus | None] = lambda: None
        self._written = 0
        self._report = Report(quiet=settings.quiet, verbose=settings.verbose, rejects=rejects)
        self.relay = Relay(self._report)
        self._jobs = 1 if settings.strict else jobs
        self._reading = (make or _reading(self._jobs))(
            settings.files or [STDIN],
            format_name=settings.format_name,
            encoding=settings.encoding,
            beside=declared(settings),
            source=settings.source,
            strict=settings.strict,
            listener=self.relay,
        )

    @property
    def jobs(self) -> int:
        """How many processes read."""
        return self._jobs

    @property
    def reading(self) -> Reading:
        """What was read of the inputs."""
        return self._reading

    def old_citations(self, files: list[str]) -> Iterator[Citation]:
        """Yield the records that those of the inputs are compared with.

        Raises:
            InputError: one of the files could not be read as a whole.

        """
        from mentorlit.cli.against import Watch  # noqa: PLC0415 - start-up

        watch = Watch(self.relay)
        reading = Reading(
            files,
            beside=declared(self.settings)._replace(columns=None),
            strict=self.settings.strict,
            listener=watch,
        )
        yield from watched(reading, reading, quiet=self.settings.quiet)
        self.old = reading.counts
        watch.check(reading.counts)

    def citations(self) -> Iterator[Citation]:
        """Yield what the inputs hold, with progress on a terminal."""
        quiet = self.settings.quiet or not self.watches
        return watched(self._reading, self._reading, quiet=quiet)

    def made(self, make: Callable[[list[Citation]], Made]) -> Iterator[Made]:
        """Yield ``make(citations)`` for all that the inputs hold, some hundred at a time.

        It is called by the processes that read.
        """
        if self._jobs > 1:
            reading = cast("ParallelReading", self._reading)
            yield from watched(reading.made(self._jobs, make), reading, quiet=self.settings.quiet)
            return
        citations = iter(self.citations())
        while some := list(islice(citations, _TOGETHER)):
            yield make(some)

    def counted(self, citations: Iterable[Citation]) -> Iterator[Citation]:
        """Pass the citations on to what writes them, and count them."""
        for citation in citations:
            self.wrote(1)
            yield citation

    def wrote(self, records: int) -> None:
        """Count records that are written."""
        self._written += records

    def write(self, chunks: Iterable[bytes]) -> None:
        """Write the output; it is committed only if every record is accounted for."""
        with Output(self.settings.output or STDIN) as out:
            for chunk in chunks:
                out.write(chunk)
            self._check_account()

    def write_told(self, chunks: Iterable[bytes], stays: int) -> None:
        """Write what tells of records in place of them, of which ``stays`` are no duplicates."""
        self._written += stays
        self.write(chunks)

    def account(self, stays: int) -> None:
        """Account for ``stays`` records of those read, where none is written."""
        self._written += stays
        self._check_account()

    @property
    def shows_a_table(self) -> bool:
        """Whether records are shown to a person, not written."""
        return not self.settings.output and is_terminal(sys.stdout)

    def write_lines(self, citations: Iterable[Citation]) -> None:
        """Write one line a citation, or a table if standard output is a terminal."""
        if self.shows_a_table:
            show_table(self.counted(citations), self.command)
            self._check_account()
        else:
            lines = (encode(citation) + b"\n" for citation in self.counted(citations))
            self.write(self.taking(lines))

    def write_counted(self, chunks: "Iterable[Written]") -> None:
        """Write records that are lines already."""
        self.write(self.taking(self._counted_lines(chunks)))

    def write_read(self) -> None:
        """Write what the inputs hold, as :meth:`write_lines` does."""
        if self._jobs == 1 or self.shows_a_table:
            self.write_lines(self.citations())
        else:
            self.write(self._parallel_lines())

    def write_explained(self, citations: Iterable[Citation]) -> None:
        """Write where each value was found, for reading; in colours on a terminal."""
        from mentorlit.explaining import explained  # noqa: PLC0415 - start-up

        rows = (row for citation in self.counted(citations) for row in explained(citation))
        if self.shows_a_table:
            show_rows(rows)
            self._check_account()
        else:
            self.write(plain(row) for row in rows)

    def _parallel_lines(self) -> Iterator[bytes]:
        """Yield what several processes read, as lines, and count them."""
        reading = cast("ParallelReading", self._reading)
        for lines in watched(reading.lines(self._jobs), reading, quiet=self.settings.quiet):
            self._written += lines.count(b"\n")
            yield lines

    def _counted_lines(self, chunks: "Iterable[Written]") -> Iterator[bytes]:
        for lines, count in chunks:
            self._written += count
            yield lines

    def status(self) -> ExitStatus:
        """Say what became of the records, and return the exit status."""
        counts = self._reading.counts
        old_rejected = self.old.rejected if self.old else 0
        self._report.close()
        if not self.settings.quiet:
            say(f"{self.command}: {summary(counts, self.merged, self.apart, self.words)}")
        if (ends := self.ends()) is not None:
            return ends
        if not counts.accepted and (counts.rejected or counts.unread or counts.barren):
            if self.settings.quiet:
                say(f"{self.command}: nothing could be read")
            return ExitStatus.NOTHING_READ
        if self.found:
            return ExitStatus.FOUND
        failed = counts.rejected or counts.unread or old_rejected
        return ExitStatus.SOME_REJECTED if failed else ExitStatus.DONE

    def _check_account(self) -> None:
        counts = self._reading.counts
        taken, made = self.apart or (0, 0)
        expected = counts.read - (self.merged or 0) - counts.rejected - taken + made + self.beyond
        if expected != self._written:
            told = summary(counts, self.merged, self.apart, self.words)
            raise AccountError(f"{told}; but {self._written} written")


def _reading(jobs: int) -> type[Reading]:
    """Return how to read with ``jobs`` processes."""
    if jobs == 1:
        return Reading
    from mentorlit.parallel import ParallelReading  # noqa: PLC0415 - start-up

    return ParallelReading


@contextmanager
def running(
    command: str,
    settings: Settings,
    *side_files: str,
    jobs: int = 1,
    also_read: Iterable[str] = (),
    writes: bool = True,
    make: "Callable[..., Reading] | None" = None,
) -> Iterator[Run]:
    """Give a command its run, and leave with its exit status.

    ``side_files`` are further outputs that may not be an input either, ``also_read`` further
    inputs; ``jobs`` is how many processes read, if all that is wanted are lines. ``writes`` tells
    whether there is an output beside ``side_files``. With ``make`` (see :class:`Run`) standard
    input is read only if it is named.
    """
    with guarded(debug=settings.debug):
        outputs = [settings.output or STDIN] if writes else []
        written = [*outputs, settings.rejects, *side_files]
        check_names(settings, written, also_read, piped=make is None)
        with _rejects(settings.rejects) as rejects:
            run = Run(command, settings, rejects, jobs, make)
            yield run
            status = run.status()
        raise typer.Exit(status)


@contextmanager
def _rejects(name: str) -> Iterator[Output | None]:
    if not name:
        yield None
        return
    with Output(name) as rejects:
        yield rejects
