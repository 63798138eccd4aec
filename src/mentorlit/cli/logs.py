"""``dedupe --log``: every decision with its evidence, and what the run can be checked by."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated

LogFile = Annotated[
    str, typer.Option("--log", metavar="FILE", help="Write every decision to FILE, as NDJSON.")
]

_BESIDE: Final = (
    *("settings", "files", "output", "log", "key_map", "prisma", "report", "review", "rejects"),
    *("quiet", "verbose", "debug"),
    *("engine", "jobs", "memory", "tmpdir", "resume", "master", "conf"),
)
"""Options that change nothing about what is decided: no part of the account of a run."""


@contextmanager
def logged(
    name: str, result: "Deduplicated", given: dict[str, Any], files: Sequence[str]
) -> Iterator[None]:
    """Write the log to the file of this name, if any; it stays if all else is done.

    ``given`` are the options of the command, ``files`` all that it reads.
    """
    if not name:
        yield
        return
    from mentorlit.dedupe.log import Log  # noqa: PLC0415 - start-up
    from mentorlit.jsontext import encode  # noqa: PLC0415 - start-up
    from mentorlit.manifest import inputs  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output  # noqa: PLC0415 - start-up

    every = {**given["settings"]._asdict(), **given}
    options = {option: value for option, value in every.items() if value and option not in _BESIDE}
    log = Log(result)
    with Output(name) as out:
        for line in log:
            out.write(encode(line) + b"\n")
        out.write(encode(log.run(options, list(inputs(files)))) + b"\n")
        yield
