"""``mentorlit split``: merged records back to the records that they were made of."""

from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.cli.options import Settings, command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorlit.cli.run import Run
    from mentorlit.model import Citation


@command
def split(
    settings: Settings,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID,...", help="Only these: names of clusters, ids, citation keys or DOIs."
        ),
    ] = None,
    discard_edits: Annotated[
        bool,
        typer.Option("--discard-edits", help="Take edited records apart too; edits are lost."),
    ] = False,
) -> None:
    """Take merged records apart again, to the records that went into dedupe.

    \b
    mentorlit split unique.ndjson > records.ndjson
    mentorlit split --only 10.1000/182,smith2019 -o unique2.ndjson unique.ndjson
    """
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up

    stated = [name.strip() for text in only or () for name in text.split(",")]
    names = [name for name in stated if name]
    with running("split", settings) as run:
        if only and not names:
            raise UsageError("--only: no name is given")
        run.write_lines(_apart(run, names, discard=discard_edits))


def _apart(run: "Run", only: list[str], *, discard: bool) -> "Iterator[Citation]":
    """Yield the records, and keep the account of them."""
    from mentorlit.cli.console import SHOWN, say  # noqa: PLC0415 - start-up
    from mentorlit.splitting import Splitting  # noqa: PLC0415 - start-up

    done = 0
    is_quiet, is_loud = run.settings.quiet, run.settings.verbose

    def edited(citation: "Citation", fields: list[str]) -> None:
        nonlocal done
        done += 1
        if is_quiet or (done > SHOWN and not is_loud):
            return
        place = f"{citation.origin.file}:{citation.origin.line}: " if citation.origin else ""
        lost = "edits discarded" if discard else "stays merged: edited"
        say(f"split: {place}{lost}: {', '.join(fields)}")

    splitting = Splitting(only, discard=discard, edited=edited)
    yield from splitting(run.citations())
    account = splitting.account
    run.apart = account.apart, account.made
    if is_quiet:
        return
    if done > SHOWN and not is_loud:
        say(f"split: {done - SHOWN} more edited (--verbose shows them)")
    if account.edited:
        say(f"split: edited and still merged: {account.edited} (--discard-edits takes them apart)")
    if account.apart and not account.in_order:
        say(
            "split: origins do not tell the order of the inputs; members are where they were merged"
        )


__all__ = ["split"]
