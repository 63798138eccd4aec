"""The command line: options in, one pipeline per command, exit status out. Nothing else."""

import signal
import sys
from typing import Annotated, NoReturn

import typer

from mentorlit import __version__
from mentorlit.cli.dedupe import dedupe
from mentorlit.cli.enrich import enrich
from mentorlit.cli.explain import explain
from mentorlit.cli.export import export
from mentorlit.cli.parse import parse
from mentorlit.cli.rekey import rekey
from mentorlit.cli.review import review
from mentorlit.cli.schema import formats, schema
from mentorlit.cli.split import split

app = typer.Typer(
    name="mentorlit",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mentorlit {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    _version_wanted: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Parse, deduplicate and export literature metadata.

    \b
    mentorlit parse FILES | mentorlit dedupe | mentorlit export --bibtex > refs.bib

    Each command reads any known format from files or standard input. Exit statuses: 0 done,
    1 a check found something, 2 usage, 3 nothing could be read, 4 some records rejected, 5 output
    could not be written, 6 network, 7 the format cannot hold everything, 70 internal error,
    130 interrupted, 143 terminated.
    """


for _command in (parse, enrich, dedupe, review, explain, split, export, rekey, schema, formats):
    app.command()(_command)


def _unwritable(error: OSError) -> NoReturn:
    """Leave when even a help text could not be written."""
    from mentorlit.cli.guard import leave  # noqa: PLC0415 - start-up
    from mentorlit.problems import OutputError  # noqa: PLC0415 - start-up

    leave(OutputError(f"standard output: cannot be written: {error.strerror or error}"))


def _ended(number: int, _frame: object) -> None:
    """Leave on a signal as on an error: unfinished files are removed, old ones stay."""
    sys.exit(128 + number)


def main() -> None:
    """Run the command line and leave with its exit status."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _ended)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except OSError as error:
        _unwritable(error)
