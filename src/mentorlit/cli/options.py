"""The options that the commands share, each declared once."""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, NamedTuple

import typer

from mentorlit.problems import UsageError

OutputFile = Annotated[
    str,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all."),
]
"""The option of every command."""


Mode = Annotated[
    str,
    typer.Option("--mode", metavar="MODE", help="How sure: strict, balanced or sensitive."),
]
PrismaFile = Annotated[
    str, typer.Option("--prisma", metavar="FILE", help="Write PRISMA 2020 numbers (.json, .csv).")
]
ReportFile = Annotated[
    str, typer.Option("--report", metavar="FILE", help="Write a report (.html, .md, .json, .csv).")
]
Versions = Annotated[
    str,
    typer.Option(
        "--versions",
        metavar="keep|link|merge",
        help="Related papers: keep apart, and link them, or merge versions of one.",
    ),
]


Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against", metavar="OLD", help="Compare with the records of OLD, which stay as they are."
    ),
]
OnlyNew = Annotated[
    bool, typer.Option("--only-new", help="Write only what is not in --against already.")
]


def chosen(option: str, value: str, choices: Sequence[str]) -> str:
    """Return the value of an option that has to be one of a few.

    Raises:
        UsageError: it is none of them.

    """
    if value in choices:
        return value
    *most, last = choices
    raise UsageError(f"{option}: {', '.join(most)} or {last}, not {value!r}")


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

    Further parameters that are such groups of options get theirs. The command's own arguments come
    before the files, then its own options, those of the groups, and the shared ones.
    """
    every = inspect.signature(function).parameters.values()
    groups = {p.name: p.annotation for p in every if hasattr(p.annotation, "_field_defaults")}
    first, *others = groups
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in every if p.name not in groups]
    shared, beside = _members(groups[first]), [p for n in others for p in _members(groups[n])]

    @wraps(function)
    def called(**given: object) -> None:
        grouped = {
            name: group(**{field: given.pop(field) for field in group._fields})
            for name, group in groups.items()
        }
        function(**grouped, **given)

    arguments = [p for p in own if _is_argument(p)]
    options = [p for p in own if not _is_argument(p)]
    parameters = [*arguments, shared[0], *options, *beside, *shared[1:]]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in parameters}
    return called


def _members(group: type) -> list[inspect.Parameter]:
    """Return the options of a group as parameters."""
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=group._field_defaults[name],  # type: ignore[attr-defined]
            annotation=annotation,
        )
        for name, annotation in group.__annotations__.items()
    ]


def _is_argument(parameter: inspect.Parameter) -> bool:
    """Tell whether a parameter is given by its place on the command line, not by its name."""
    declared = getattr(parameter.annotation, "__metadata__", ())
    return any(isinstance(one, typer.models.ArgumentInfo) for one in declared)
