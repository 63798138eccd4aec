"""All that a person reads: messages on standard error, tables and progress on a terminal."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from mentorlit.jsontext import encode
from mentorlit.model import Citation, PartialDate
from mentorlit.problems import Reject, reject_line
from mentorlit.reading import Counts, Listener, Reading, place
from mentorlit.writing import Output, printable

if TYPE_CHECKING:
    from mentorlit.explaining import Row

SHOWN: Final = 3
"""How many messages of one kind are shown without ``--verbose``."""

TABLE_ROWS: Final = 200
"""Records in the table on a terminal: what a person may scroll through."""

PROGRESS_AFTER: Final = 1.0
"""Seconds of reading after which progress is shown: before, there is nothing to wait for."""

PROGRESS_EVERY: Final = 0.1
"""Seconds between two updates of the progress line."""

Item = TypeVar("Item")


def say(text: str) -> None:
    """Print one line on standard error; its text may come from records."""
    tell(f"mentorlit: {text}")


def tell(text: str) -> None:
    """Print one line on standard error without the program's name, which may begin with a place."""
    try:
        sys.stderr.write(f"{printable(text)}\n")
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

    def unanswered(self, reject: Reject) -> None:
        """Show what could not be looked up, and write it to the file of rejects."""
        self._keep(reject)
        self._tell(f"not looked up ({reject.code})", place(reject) + reject.message)

    def rejected(self, reject: Reject) -> None:
        """Show a reject and write it to the file of rejects."""
        self._keep(reject)
        if reject.origin.ordinal:
            self._tell(f"rejected ({reject.code})", place(reject) + reject.message)
        else:
            say(place(reject) + reject.message + _meant(reject.origin.file))

    def doubted(self, citation: Citation) -> None:
        """Show the problems of a citation."""
        origin = citation.origin
        where = f"{origin.file}:{origin.line}: " if origin else ""
        for problem in citation.problems:
            self._tell(f"warning ({problem.code})", where + problem.message)

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Say which entries of a folder are not read."""
        shown = names if self._verbose else names[:SHOWN]
        more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        self._tell(f"not read ({what})", f"{folder}: {', '.join(shown)}{more}")

    def close(self) -> None:
        """Say how many messages were not shown."""
        hidden = {kind: n - SHOWN for kind, n in self._told.items() if n > SHOWN}
        if self._verbose or self._quiet:
            return
        for kind, count in hidden.items():
            say(f"{kind}: {count} more (--verbose shows them)")

    def _keep(self, reject: Reject) -> None:
        if self._rejects:
            self._rejects.write(encode(reject_line(reject)) + b"\n")

    def _tell(self, kind: str, text: str) -> None:
        self._told[kind] += 1
        if not self._quiet and (self._verbose or self._told[kind] <= SHOWN):
            say(f"{kind}: {text}")


def _meant(name: str) -> str:
    """Return what to do about a name that is no file's but an identifier's, or ``""``."""
    from pathlib import Path  # noqa: PLC0415 - start-up

    from mentorlit.fetching.identifying import identified  # noqa: PLC0415 - start-up

    found = None if Path(name).exists() else identified(name)
    if found is None:
        return ""
    return f"; to fetch the work: mentorlit parse {found.scheme.lower()}:{found.value}"


def summary(
    counts: Counts,
    merged: int | None = None,
    apart: tuple[int, int] | None = None,
    words: tuple[str, str] = ("kept", "merged into them"),
) -> str:
    """Return the line that accounts for every record read.

    ``words`` say what the records are that stay, and those that do not.
    """
    kept = counts.accepted - (merged or 0) - (apart[0] if apart else 0)
    parts = [f"{counts.read} read: {kept} {words[0]}"]
    if merged is not None:
        parts.append(f"{merged} {words[1]}")
    if apart is not None:
        parts.append(f"{apart[0]} taken apart into {apart[1]}")
    parts.append(f"{counts.rejected} rejected")
    text = ", ".join(parts)
    if counts.unread:
        text += f"; {counts.unread} input{'s' if counts.unread > 1 else ''} not read"
    return text


def watched(items: Iterable[Item], reading: Reading, *, quiet: bool) -> Iterator[Item]:
    """Pass on what ``reading`` gives; if it takes long, show on a terminal how far it has got."""
    if not shows_progress(quiet=quiet):
        yield from items
        return
    iterator = iter(items)
    start = monotonic()
    for item in iterator:
        yield item
        if monotonic() - start > PROGRESS_AFTER:
            yield from _with_progress(iterator, reading)


def _with_progress(items: Iterator[Item], reading: Reading) -> Iterator[Item]:
    """Show records, and files of all files if there are several; their number is found once."""
    from rich import progress as shown_as  # noqa: PLC0415 - start-up
    from rich.console import Console  # noqa: PLC0415 - start-up

    total = reading.total()
    columns: list[shown_as.ProgressColumn] = [shown_as.SpinnerColumn()]
    if total > 1:
        files = shown_as.TextColumn("{task.completed:,} of {task.total:,} files,")
        columns += [shown_as.BarColumn(), files]
    records = shown_as.TextColumn("{task.fields[read]:,} records")
    columns += [records, shown_as.TimeElapsedColumn()]
    with shown_as.Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, read=reading.counts.read)
        shown = monotonic()
        for item in items:
            yield item
            if monotonic() - shown > PROGRESS_EVERY:
                counts, shown = reading.counts, monotonic()
                progress.update(task, completed=counts.files, read=counts.read)


def shows_progress(*, quiet: bool) -> bool:
    """Tell whether there is somebody to watch progress, and a terminal that can show it."""
    return not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


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


def plain(row: "Row") -> bytes:
    """Return a line of an explanation as it goes to a file."""
    text = "".join(printable(piece.text) for piece in row).rstrip()
    return f"{text}\n".encode("utf-8", "backslashreplace")


def show_rows(rows: "Iterable[Row]") -> None:
    """Print the lines of explanations in colours."""
    from rich.console import Console  # noqa: PLC0415 - start-up
    from rich.text import Text  # noqa: PLC0415 - start-up

    console = Console(markup=False, highlight=False, emoji=False)
    for row in rows:
        parts = ((printable(piece.text), _STYLES[piece.what]) for piece in row)
        console.print(Text.assemble(*parts), soft_wrap=True)


_STYLES: Final = {
    "heading": "bold underline",
    "field": "bold",
    "value": "",
    "place": "dim",
    "against": "yellow",
    "missing": "red",
    "kept": "cyan",
}
"""What the pieces of an explanation look like on a terminal."""


def _cells(citation: Citation) -> Sequence[str]:
    people = [name.family or name.literal for name in citation.author]
    if len(people) > 3:
        people = [*people[:2], f"+{len(people) - 2}"]
    arxiv = next(iter(citation.identifiers.get("arXiv", ())), "")
    known = citation.doi or citation.pmid or citation.pmcid or arxiv
    identifier = known or next(iter(citation.url), "")
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
