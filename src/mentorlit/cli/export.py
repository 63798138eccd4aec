"""``mentorlit export``: records in any format to a document other programs read."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.cli.options import Settings, command

if TYPE_CHECKING:
    from mentorlit.writers import Writer


@command
def export(
    settings: Settings,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Write BibTeX.")] = False,
    biblatex: Annotated[bool, typer.Option("--biblatex", help="Write BibLaTeX.")] = False,
    ris: Annotated[bool, typer.Option("--ris", help="Write RIS.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write CSL-JSON.")] = False,
    ndjson: Annotated[bool, typer.Option("--ndjson", help="Write mentorlit's lines.")] = False,
    to: Annotated[
        str, typer.Option("-t", "--to", metavar="FORMAT", help="Output format by name.")
    ] = "",
) -> None:
    """Write records as BibTeX, BibLaTeX, RIS, CSL-JSON or NDJSON.

    Without an option for the format, the suffix of --output tells it.

    \b
    mentorlit export --bibtex unique.ndjson > refs.bib
    mentorlit export --json page.txt
    mentorlit parse *.txt | mentorlit dedupe | mentorlit export -o refs.ris
    """
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    flags = {"bibtex": bibtex, "biblatex": biblatex, "ris": ris, "json": json, "ndjson": ndjson}
    asked = [name for name, wanted in flags.items() if wanted] + ([to] if to else [])
    with running("export", settings) as run:
        writer = _writer(asked, settings.output)
        from mentorlit.exporting import export as exported  # noqa: PLC0415 - start-up

        texts = exported(run.counted(run.citations()), writer)
        run.write(text.encode("utf-8", "replace") for text in texts)


def _writer(asked: list[str], output: str) -> "Writer":
    """Return the row of the one format that was asked for.

    Raises:
        UsageError: none, several different or an unknown one was asked for.

    """
    from mentorlit import writers  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up

    known = ", ".join(writers.BY_NAME)
    if len(set(asked)) > 1:
        raise UsageError(f"only one output format at a time, not {' and '.join(asked)}")
    if asked:
        if asked[0].lower() not in writers.BY_NAME:
            raise UsageError(f"unknown output format {asked[0]!r}; known are {known}")
        return writers.BY_NAME[asked[0].lower()]
    suffix = PurePath(output).suffix.lower()
    for writer in writers.WRITERS:
        if suffix in writer.suffixes:
            return writer
    raise UsageError(f"no output format: give one of --{known.replace(', ', ', --')}")
