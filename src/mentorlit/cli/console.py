"""All that a person reads: messages on standard error, tables and progress on a terminal."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mentorlit.jsontext import encode
from mentorlit.model import Citation, PartialDate
from mentorlit.problems import Reject
from mentorlit.reading import Counts, Listener, place
from mentorlit.writing import Output, printable

SHOWN: Final = 3
"""How many messages of one kind are shown without ``--verbose``."""

TABLE_ROWS: Final = 200
"""Records in the table on a terminal: what a person may scroll through."""

PROGRESS_EVERY: Final = 1000
"""Records between two updates of the progress line."""


def say(text: str) -> None:
    """Print one line on standard error; its text may come from records."""
    try:
        sys.stderr.write(f"mentorlit: {printable(text)}\n")
    except (OSError, ValueError, AttributeError):
        # Without standard error there is nobody to tell; the exit status still says it.
        return


class Report(Listener):
    """Tells a person of rejects and doubts, and keeps the rejects in a file if asked.

    Args:
        quiet: show rejected records and unread files only as counts in the exit status.
        verbose: show every message instead of the first few of each kind.
        rejects: the file for rejects, or None.

    """

    def __init__(self, *, quiet: bool, verbose: bool, rejects: Output | None) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._rejects = rejects
        self._told: Counter[str] = Counter()

    def empty(self, name: str, format_name: str) -> None:
        """Note an input without any record."""
        if not self._quiet:
            say(
                f"{name}: no record in it, read as {format_name}"
                if format_name
                else f"{name}: empty"
            )

    def rejected(self, reject: Reject) -> None:
        """Show a reject and write it to the file of rejects."""
        if self._rejects:
            self._rejects.write(encode(reject_line(reject)) + b"\n")
        if reject.origin.ordinal:
            self._tell(f"rejected ({reject.code})", place(reject) + reject.message)
        else:
            say(place(reject) + reject.message)

    def doubted(self, citation: Citation) -> None:
        """Show the problems of a citation."""
        origin = citation.origin
        where = f"{origin.file}:{origin.line}: " if origin else ""
        for problem in citation.problems:
            self._tell(f"warning ({problem.code})", where + problem.message)

    def close(self) -> None:
        """Say how many messages were not shown."""
        hidden = {kind: n - SHOWN for kind, n in self._told.items() if n > SHOWN}
        if self._verbose or self._quiet:
            return
        for kind, count in hidden.items():
            say(f"{kind}: {count} more (--verbose shows them)")

    def _tell(self, kind: str, text: str) -> None:
        self._told[kind] += 1
        if not self._quiet and (self._verbose or self._told[kind] <= SHOWN):
            say(f"{kind}: {text}")


def reject_line(reject: Reject) -> dict[str, object]:
    """Return a reject as its line of ``--rejects``: place, reason, raw bytes in base64."""
    origin = reject.origin
    return {
        "source": origin.source,
        "file": origin.file,
        "format": origin.format,
        "ordinal": origin.ordinal,
        "line": origin.line,
        "offset": origin.offset,
        "length": reject.length,
        "code": reject.code,
        "message": reject.message,
        "raw": reject.raw,
    }


def summary(counts: Counts, merged: int | None = None) -> str:
    """Return the line that accounts for every record read."""
    kept = counts.accepted - (merged or 0)
    parts = [f"{counts.read} read: {kept} kept"]
    if merged is not None:
        parts.append(f"{merged} merged into them")
    parts.append(f"{counts.rejected} rejected")
    text = ", ".join(parts)
    if counts.unread:
        text += f"; {counts.unread} input{'s' if counts.unread > 1 else ''} not read"
    return text


def watched(citations: Iterable[Citation], *, quiet: bool) -> Iterator[Citation]:
    """Pass the citations on, showing how many on a terminal's standard error if it takes long."""
    if quiet or not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield from citations
        return
    iterator = iter(citations)
    for number, citation in enumerate(iterator, 1):
        yield citation
        if number == PROGRESS_EVERY:
            yield from _with_progress(iterator, number)


def _with_progress(citations: Iterator[Citation], number: int) -> Iterator[Citation]:
    from rich.console import Console  # noqa: PLC0415 - start-up
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("records", total=None, completed=number)
        for citation in citations:
            yield citation
            number += 1
            if number % PROGRESS_EVERY == 0:
                progress.update(task, completed=number)


def is_terminal(stream: object) -> bool:
    """Tell whether ``stream`` is open and a terminal."""
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False


def show_table(citations: Iterable[Citation], command: str) -> None:
    """Print the citations as a table for a person, and how to get the lines instead."""
    from rich.console import Console  # noqa: PLC0415 - start-up
    from rich.table import Table  # noqa: PLC0415 - start-up
    from rich.text import Text  # noqa: PLC0415 - start-up

    rows: list[Sequence[str]] = []
    more = 0
    for citation in citations:
        if len(rows) < TABLE_ROWS:
            rows.append(_cells(citation))
        else:
            more += 1
    table = Table(box=None, header_style="bold", pad_edge=False, expand=True)
    table.add_column("authors", ratio=2)
    table.add_column("date", no_wrap=True, width=10)
    table.add_column("title", ratio=5)
    table.add_column("in", ratio=2)
    table.add_column("identifier", ratio=3, overflow="fold")
    if lacking := any(row[-1] for row in rows):
        table.add_column("lacks", ratio=2, overflow="fold")
    if not rows:
        return
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in (row if lacking else row[:-1])))
    Console(markup=False, highlight=False, emoji=False).print(table)
    if more:
        say(f"{more} more records, not shown")
    say(f"shown as a table; for the records: mentorlit {command} ... > records.ndjson")


def _cells(citation: Citation) -> Sequence[str]:
    people = [name.family or name.literal for name in citation.author]
    if len(people) > 3:
        people = [*people[:2], f"+{len(people) - 2}"]
    identifier = citation.doi or citation.pmid or citation.pmcid or next(iter(citation.url), "")
    return (
        ", ".join(people),
        shown_date(citation.issued),
        citation.title,
        citation.container_title or citation.container_title_short or citation.publisher,
        identifier,
        ", ".join(citation.incomplete),
    )


def shown_date(date: PartialDate | None) -> str:
    """Return a date as a person reads it in a table: ISO 8601, or the source's words."""
    from mentorlit.dates import iso  # noqa: PLC0415 - start-up

    return "" if date is None else iso(date) or date.literal
