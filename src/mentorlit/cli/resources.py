"""What a deduplication may use: an engine, processes, memory and room for temporary files."""

import os
import re
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mentorlit.cli.options import Settings, chosen
from mentorlit.opening import STDIN
from mentorlit.problems import OutputError, UsageError

if TYPE_CHECKING:
    from mentorlit.dedupe.engines import Room

EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What looks for pairs: memory, duckdb, spark; auto takes what fits.",
    ),
]
Jobs = Annotated[
    int,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=0,
        help="Processes; 0 is as many as pay.",
        show_default=True,
    ),
]
Memory = Annotated[
    str,
    typer.Option("--memory", metavar="SIZE", help="For the search of pairs, as 500M or 2G."),
]
Tmpdir = Annotated[str, typer.Option("--tmpdir", metavar="DIR", help="Folder for temporary files.")]
Resume = Annotated[
    str,
    typer.Option(
        "--resume", metavar="DIR", help="Keep each stage in DIR; go on after the last whole one."
    ),
]

_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_LEAST: Final = 64 << 20
_WORTH: Final = 8 << 20
"""Bytes of input from which on several processes are worth their start."""


def room(memory: str, tmpdir: str) -> "Room":
    """Return what the engine may use.

    Raises:
        OutputError: the folder cannot be written to.
        UsageError: that is no size, or too little.

    """
    from mentorlit.dedupe.engines import Room  # noqa: PLC0415 - start-up

    if tmpdir and not (os.path.isdir(tmpdir) and os.access(tmpdir, os.W_OK | os.X_OK)):  # noqa: PTH112 - no Path is needed
        raise OutputError(f"--tmpdir {tmpdir}: not a folder that can be written to")
    return Room(_bytes(memory), tmpdir) if memory else Room(folder=tmpdir)


def _bytes(size: str) -> int:
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise UsageError(f"--memory: a size as 500M or 2G, not {size!r}")
    number = int(float(found[1]) * _UNITS[found[2].upper()])
    if number < _LEAST:
        raise UsageError(f"--memory {size}: at least {_LEAST >> 20}M is needed")
    return number


def engine(name: str) -> str:
    """Return the engine that is asked for.

    Raises:
        UsageError: there is none of this name.

    """
    from mentorlit.dedupe.engines import AUTO, ENGINES  # noqa: PLC0415 - start-up

    return chosen("--engine", name, (AUTO, *ENGINES, "spark"))


def readers(jobs: int, settings: Settings) -> int:
    """Return how many processes read; with ``jobs`` 0 several only for much to read."""
    if jobs:
        return jobs
    size = 0
    for name in settings.files or [STDIN]:
        try:
            size += 0 if name == STDIN else os.stat(name).st_size  # noqa: PTH116 - no Path is needed
        except OSError:
            continue
    if size < _WORTH:
        return 1
    from mentorlit.parallel.cores import usable_cores  # noqa: PLC0415 - start-up

    return usable_cores()
