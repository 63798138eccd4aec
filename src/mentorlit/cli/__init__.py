"""The command line: options in, one pipeline per command, exit status out. Nothing else."""

import sys
from signal import SIGTERM, signal
from typing import Annotated

import typer

from mentorlit import __version__
from mentorlit.cli.dedupe import dedupe
from mentorlit.cli.export import export
from mentorlit.cli.parse import parse
from mentorlit.cli.schema import formats, schema

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
    1 internal error, 2 usage, 3 nothing could be read, 4 some records rejected, 5 output could
    not be written, 6 network, 130 interrupted, 143 terminated.
    """


for _command in (parse, dedupe, export, schema, formats):
    app.command()(_command)


def _terminated(_number: int, _frame: object) -> None:
    """Leave on SIGTERM as on an error: unfinished files are removed, old ones stay."""
    from mentorlit.problems import ExitStatus  # noqa: PLC0415 - start-up

    sys.exit(ExitStatus.TERMINATED)


def main() -> None:
    """Run the command line and leave with its exit status."""
    signal(SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()
