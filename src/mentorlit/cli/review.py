"""``mentorlit review``: a person goes through the unsure pairs."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.problems import InputError, UsageError

if TYPE_CHECKING:
    from mentorlit.reviewing.answers import Answers
    from mentorlit.reviewing.queue import Pair

QueueFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="The pairs that dedupe --review has written.", show_default=False
    ),
]
DecisionsFile = Annotated[
    str,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Add the answers to FILE (else beside the queue, as .decisions.ndjson).",
    ),
]
Who = Annotated[
    str, typer.Option(metavar="NAME", envvar="MENTORLIT_WHO", help="Who answers; else not stated.")
]
ImportFile = Annotated[
    str, typer.Option("--import", metavar="CSV", help="Take the answers in a table.")
]
ExportFile = Annotated[
    str, typer.Option("--export", metavar="CSV", help="Write the pairs as a table to fill in.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")]


def review(
    queue: QueueFile = "",
    decisions: DecisionsFile = "",
    who: Who = "",
    imported: ImportFile = "",
    exported: ExportFile = "",
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Go through the pairs that dedupe is unsure of: one key per answer.

    Answers go to the file of decisions at once, so a review can be interrupted and gone on with.

    \b
    mentorlit dedupe --review pairs.ndjson *.ris > unique.ndjson
    mentorlit review pairs.ndjson --who "A. Reviewer"
    mentorlit dedupe --decisions pairs.decisions.ndjson *.ris > unique.ndjson
    mentorlit review pairs.ndjson --export pairs.csv
    mentorlit review --import pairs.csv --decisions decisions.ndjson
    """
    from mentorlit.cli.guard import guarded  # noqa: PLC0415 - start-up

    with guarded(debug=debug):
        kept = decisions or _beside(queue)
        if imported and exported:
            raise UsageError("--import and --export: one at a time")
        if imported:
            _take(imported, kept, who, quiet=quiet)
            return
        pairs = _queue(queue)
        if exported:
            _export(pairs, kept, exported, (queue, kept))
            return
        from mentorlit.cli.reviewer import go_through  # noqa: PLC0415 - start-up

        go_through(pairs, _said(pairs, kept), kept, who, now, quiet=quiet)


def now() -> str:
    """Return the time as ISO 8601 in UTC; SOURCE_DATE_EPOCH may state it, for reproducible runs."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    found = datetime.fromtimestamp(int(stated), UTC) if stated.isdecimal() else datetime.now(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _beside(queue: str) -> str:
    """Return the file of decisions that belongs to a queue."""
    path = Path(queue)
    return str(path.with_name(f"{path.stem}.decisions.ndjson")) if queue else ""


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error


def _queue(name: str) -> "list[Pair]":
    from mentorlit.reviewing.queue import load  # noqa: PLC0415 - start-up

    if not name:
        raise UsageError(
            "no pairs: name the file that `mentorlit dedupe --review FILE` has written"
        )
    return load(_bytes(name).splitlines(keepends=True), name)


def _said(pairs: "list[Pair]", kept: str) -> "list[Answers]":
    """Return what has been decided about the pairs so far."""
    from mentorlit.dedupe.decisions import load  # noqa: PLC0415 - start-up
    from mentorlit.reviewing.answers import answers  # noqa: PLC0415 - start-up
    from mentorlit.reviewing.keeping import Kept  # noqa: PLC0415 - start-up

    return answers(pairs, load(Kept(kept).lines(), kept))


def _export(pairs: "list[Pair]", kept: str, name: str, inputs: tuple[str, ...]) -> None:
    """Write the table, with the answers that there are."""
    from mentorlit.reviewing.sheet import write  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output, refuse_overlap  # noqa: PLC0415 - start-up

    refuse_overlap([name] if name != "-" else [], inputs)
    with Output(name) as out:
        for text in write(pairs, _said(pairs, kept)):
            out.write(text.encode())


def _take(name: str, kept: str, who: str, *, quiet: bool) -> None:
    """Add the answers in a table to the decisions, unless they are there already."""
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
    from mentorlit.cli.decided import counted  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.decisions import load  # noqa: PLC0415 - start-up
    from mentorlit.reviewing.keeping import Kept  # noqa: PLC0415 - start-up
    from mentorlit.reviewing.sheet import additions, read  # noqa: PLC0415 - start-up

    if not kept:
        raise UsageError("--import needs --decisions FILE, where the answers go")
    found = read(_bytes(name), name, when=now())
    file = Kept(kept)
    data, added = additions(found.said, load(file.lines(), kept), who=who, when=now())
    if data:
        file.add(data)
    if not quiet:
        known = len(found.said) - added
        say(f"review: {counted(added, 'answer')} added to {kept}, {known} known, {found.open} open")
