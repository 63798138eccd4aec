"""The options that the commands share, each declared once."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, NamedTuple

import typer

OutputFile = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all."),
]
"""The option of every command."""


class Settings(NamedTuple):
    """The shared options, as the command line gave them; ``""`` means not given."""

    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Files of any known format, or folders of them; '-' or nothing is standard input.",
            show_default=False,
        ),
    ] = None
    output: OutputFile = ""
    format_name: Annotated[
        str,
        typer.Option("-f", "--from", metavar="FORMAT", help="Format of all inputs (else found)."),
    ] = ""
    encoding: Annotated[
        str, typer.Option(metavar="NAME", help="Encoding of all inputs, if not UTF-8.")
    ] = ""
    columns: Annotated[
        str,
        typer.Option("--map", metavar="FILE", help="Columns of a CSV or TSV table, as TOML."),
    ] = ""
    profiles: Annotated[
        str, typer.Option(metavar="DIR", help="Profiles of sites' pages, as TOML files in DIR.")
    ] = ""
    source: Annotated[
        str, typer.Option(metavar="LABEL", help="Source label of all records (else the file name).")
    ] = ""
    rejects: Annotated[
        str, typer.Option(metavar="FILE", help="Write what was not understood to FILE, as NDJSON.")
    ] = ""
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first reject.")] = False
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show every problem, not a few of each kind.")
    ] = False
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an internal error.")
    ] = False


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options; its first parameter gets them as :class:`Settings`.

    The command's own options come before the shared ones in its help.
    """
    own = list(inspect.signature(function).parameters.values())[1:]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=Settings._field_defaults[name],
            annotation=annotation,
        )
        for name, annotation in Settings.__annotations__.items()
    ]

    @wraps(function)
    def called(**given: object) -> None:
        settings = Settings(**{name: given.pop(name) for name in Settings._fields})  # type: ignore[arg-type]
        function(settings, **given)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    called.__signature__ = inspect.Signature([shared[0], *parameters, *shared[1:]])  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in [*parameters, *shared]}
    return called
