"""``mentorlit export``: records in any format to a document other programs read."""

import sys
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.cli.keymaps import KeyMap, mapping
from mentorlit.cli.options import Settings, command

if TYPE_CHECKING:
    from mentorlit.cli.run import Run
    from mentorlit.exporting import Plan
    from mentorlit.losses import Losses
    from mentorlit.model import Citation
    from mentorlit.writers import Writer

To = Annotated[str, typer.Option("-t", "--to", metavar="FORMAT", help="Output format by name.")]
Bibtex = Annotated[bool, typer.Option("--bibtex", help="Write BibTeX.")]
Biblatex = Annotated[bool, typer.Option("--biblatex", help="Write BibLaTeX.")]
Ris = Annotated[bool, typer.Option("--ris", help="Write RIS.")]
Json = Annotated[bool, typer.Option("--json", help="Write CSL-JSON.")]
Ndjson = Annotated[bool, typer.Option("--ndjson", help="Write mentorlit's lines.")]
CslYaml = Annotated[bool, typer.Option("--csl-yaml", help="Write CSL-YAML.")]
Nbib = Annotated[bool, typer.Option("--nbib", help="Write nbib, PubMed's format.")]
EndnoteXml = Annotated[bool, typer.Option("--endnote-xml", help="Write EndNote XML.")]
Mods = Annotated[bool, typer.Option("--mods", help="Write MODS.")]
Marcxml = Annotated[bool, typer.Option("--marcxml", help="Write MARCXML.")]
Csv = Annotated[bool, typer.Option("--csv", help="Write a table with commas.")]
Tsv = Annotated[bool, typer.Option("--tsv", help="Write a table with tabs.")]
Parquet = Annotated[bool, typer.Option("--parquet", help="Write Parquet.")]
Ascii = Annotated[
    bool, typer.Option("--ascii", help="BibTeX: letters as commands, for old BibTeX.")
]
Keys = Annotated[
    str,
    typer.Option(metavar="PATTERN", help="Make citation keys, as {author}{year}{title}; or keep."),
]
Fields = Annotated[str, typer.Option(metavar="A,B", help="Write these fields alone.")]
Omit = Annotated[str, typer.Option(metavar="A,B", help="Leave these fields out.")]
Sort = Annotated[
    str, typer.Option(metavar="A,-B", help="Sort by fields, with - from last to first.")
]
Titles = Annotated[
    bool | None,
    typer.Option("--abbreviate/--unabbreviate", help="Titles of journals in short or full."),
]
JournalsFile = Annotated[
    str, typer.Option("--journals", metavar="FILE", help="Table of titles and their short forms.")
]
Lossy = Annotated[
    str, typer.Option(metavar="warn|error|silent", help="What to do if the format cannot hold all.")
]

Jobs = Annotated[
    int, typer.Option("-j", "--jobs", metavar="N", min=1, help="Read and write with N processes.")
]


@command
def export(
    settings: Settings,
    bibtex: Bibtex = False,
    biblatex: Biblatex = False,
    ris: Ris = False,
    json: Json = False,
    ndjson: Ndjson = False,
    csl_yaml: CslYaml = False,
    nbib: Nbib = False,
    endnote_xml: EndnoteXml = False,
    mods: Mods = False,
    marcxml: Marcxml = False,
    csv: Csv = False,
    tsv: Tsv = False,
    parquet: Parquet = False,
    to: To = "",
    ascii_only: Ascii = False,
    keys: Keys = "",
    key_map: KeyMap = "",
    fields: Fields = "",
    omit: Omit = "",
    sort: Sort = "",
    abbreviate: Titles = None,
    journals: JournalsFile = "",
    lossy: Lossy = "warn",
    jobs: Jobs = 1,
) -> None:
    """Write records as BibTeX, RIS, CSL-JSON, MODS, a table or another format.

    Without an option for the format, the suffix of --output tells it.

    \b
    mentorlit export --bibtex unique.ndjson > refs.bib
    mentorlit export --json page.txt
    mentorlit export --biblatex --keys '{author}{year}' --key-map keys.tsv refs.ris
    mentorlit parse *.txt | mentorlit dedupe | mentorlit export -o refs.ris --sort=-year,author
    mentorlit export -j 4 -o all.csv medline/*.xml.gz
    """
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    flags = {"bibtex": bibtex, "biblatex": biblatex, "ris": ris, "json": json, "ndjson": ndjson}
    flags |= {"nbib": nbib, "endnote-xml": endnote_xml, "mods": mods, "marcxml": marcxml}
    flags |= {"csv": csv, "tsv": tsv, "parquet": parquet, "csl-yaml": csl_yaml}
    asked = [name for name, wanted in flags.items() if wanted] + ([to] if to else [])
    with running("export", settings, key_map, jobs=_possible(jobs)) as run:
        writer = _writer(asked, settings.output)
        from mentorlit import planning  # noqa: PLC0415 - start-up

        plan = planning.plan(
            keys=keys, fields=fields, omit=omit, sort=sort, abbreviate=abbreviate, journals=journals
        )
        _write(run, writer, plan._replace(ascii=ascii_only), lossy, key_map)


def _possible(jobs: int) -> int:
    """Return with how many processes a document can be written: one where none can be copied."""
    if jobs == 1:
        return 1
    from mentorlit.parallel.processes import can_copy  # noqa: PLC0415 - start-up

    return jobs if can_copy() else 1


def _write(run: "Run", writer: "Writer", plan: "Plan", lossy: str, key_map: str) -> None:
    """Write the document and, beside it, the map of keys; then say what it could not hold."""
    from mentorlit.cli.console import is_terminal, say  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up

    if lossy not in ("warn", "error", "silent"):
        raise UsageError(f"--lossy: warn, error or silent, not {lossy!r}")
    if writer.binary and not run.settings.output and is_terminal(sys.stdout):
        raise UsageError(f"{writer.title} is binary: give --output FILE, or a pipe")
    losses = None if lossy == "silent" else _losses(writer, run)
    plan = plan._replace(losses=losses, lossless=lossy == "error")
    with mapping(key_map) as told:
        run.write(_document(run, writer, plan._replace(key_map=told)))
    if losses and losses.records and not run.settings.quiet:
        say(losses.summary())


def _document(run: "Run", writer: "Writer", plan: "Plan") -> Iterator[bytes]:
    """Return the bytes of the document, made by as many processes as are wanted."""
    if run.jobs > 1:
        from mentorlit.parallel.exporting import ParallelExport  # noqa: PLC0415 - start-up

        return ParallelExport(writer, plan, run.jobs, run.wrote).document(run.made)
    from mentorlit.exporting import export_bytes  # noqa: PLC0415 - start-up

    return export_bytes(run.counted(run.citations()), writer, plan=plan)


def _losses(writer: "Writer", run: "Run") -> "Losses":
    """Return the account of what is lost; with --verbose it tells of each record."""
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
    from mentorlit.losses import Losses  # noqa: PLC0415 - start-up

    def tell(citation: "Citation", names: tuple[str, ...]) -> None:
        place = f"{citation.origin.file}:{citation.origin.line}" if citation.origin else "record"
        say(f"lossy: {place}: {writer.title} cannot hold {', '.join(names)}")

    is_loud = run.settings.verbose and not run.settings.quiet
    return Losses(writer.title, writer.load_lost(), tell if is_loud else None)


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
    raise UsageError(f"no output format: give --to FORMAT, one of {known}")
