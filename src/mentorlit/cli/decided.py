"""What ``dedupe`` does with decisions: reads them, says what became of them, asks for more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mentorlit.cli.console import say
from mentorlit.problems import InputError

if TYPE_CHECKING:
    from mentorlit.cli.options import Settings
    from mentorlit.dedupe import Deduplicated
    from mentorlit.dedupe.decisions import Remembered

Decisions = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Honour what people decided, as review keeps it in FILE."),
]
Review = Annotated[
    str, typer.Option(metavar="FILE", help="Write the unsure pairs to FILE, for review.")
]

_SHOWN: Final = 3
"""Conflicts that are told without ``--verbose``."""


def read(names: Iterable[str]) -> "tuple[Remembered, ...]":
    """Return the decisions in files.

    Raises:
        InputError: one cannot be read.
        UsageError: a line of one cannot be understood.

    """
    from mentorlit.dedupe.decisions import load  # noqa: PLC0415 - start-up

    found: list[Remembered] = []
    for name in names:
        try:
            lines = Path(name).read_bytes().splitlines(keepends=True)
        except OSError as error:
            raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
        found += load(lines, name)
    return tuple(found)


def tell(result: "Deduplicated", decisions: "tuple[Remembered, ...]", settings: "Settings") -> None:
    """Say what became of the decisions; contradictions with all that is part of them."""
    if settings.quiet or not decisions:
        return
    recalled = result.recalled
    aside = sum(len(conflict.said) for conflict in result.conflicts)
    counts = {
        "applied": len(recalled.answers) - aside,
        "about records that are not here": len(recalled.unused),
        "not clear": len(recalled.unclear),
        "in contradiction": aside,
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    say(f"dedupe: {counted(len(decisions), 'decision')}: {told}")
    for conflict in result.conflicts if settings.verbose else result.conflicts[:_SHOWN]:
        for line in str(conflict).split("\n"):
            say(line)
    if not settings.verbose:
        if len(result.conflicts) > _SHOWN or recalled.unused or recalled.unclear:
            say("dedupe: --verbose lists the decisions that did not count")
        return
    for unclear in recalled.unclear:
        say(f"not clear: {unclear.why}: {unclear.said}")
    for said in recalled.unused:
        say(f"no such records: {said}")


@contextmanager
def queue(name: str, result: "Deduplicated", *, quiet: bool) -> Iterator[None]:
    """Write the unsure pairs to the file of this name, if any; it stays if all else is done."""
    if not name:
        yield
        return
    from mentorlit.reviewing.queue import line, pairs  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output  # noqa: PLC0415 - start-up

    count = 0
    with Output(name) as out:
        for count, pair in enumerate(pairs(result), 1):  # noqa: B007 - counted for the message
            out.write(line(pair))
        yield
    if not quiet:
        then = f" in {name}; next: mentorlit review {name}" if count else ""
        say(f"dedupe: {counted(count, 'unsure pair')}{then}")


def counted(count: int, what: str) -> str:
    """Return a number and what is counted, in the right grammatical number."""
    return f"{count} {what}{'' if count == 1 else 's'}"
