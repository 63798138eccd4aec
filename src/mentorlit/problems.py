"""What can go wrong: records that are rejected, runs that fail, and the table of exit statuses."""

from enum import IntEnum
from typing import Final

import msgspec

from mentorlit.model import Origin


class ExitStatus(IntEnum):
    """The exit statuses of every command; documented in docs/exit-statuses.md."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    NOTHING_READ = 3
    SOME_REJECTED = 4
    OUTPUT_FAILED = 5
    NETWORK = 6
    LOSSY = 7
    INTERNAL_ERROR = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    TERMINATED = 143


MEANINGS: Final[dict[ExitStatus, str]] = {
    ExitStatus.DONE: "done; every record was read",
    ExitStatus.FOUND: "the check that was asked for found something (`dedupe --check`)",
    ExitStatus.USAGE: "wrong usage: unknown option, missing or contradictory argument",
    ExitStatus.NOTHING_READ: "nothing could be read: no file, unknown format, no record",
    ExitStatus.SOME_REJECTED: "done, but some records or files were rejected",
    ExitStatus.OUTPUT_FAILED: "the output could not be written",
    ExitStatus.NETWORK: "the network could not be reached",
    ExitStatus.LOSSY: "the output format cannot hold everything (`export --lossy error`)",
    ExitStatus.INTERNAL_ERROR: "internal error (a bug in mentorlit)",
    ExitStatus.HUNG_UP: "ended from outside: the terminal was closed (SIGHUP)",
    ExitStatus.INTERRUPTED: "interrupted (Ctrl-C)",
    ExitStatus.TERMINATED: "ended from outside (SIGTERM)",
}
"""What each status means, as help and documentation print it."""


class Reject(msgspec.Struct, frozen=True):
    """A stretch of input that no record could be made of.

    ``code`` is one short word with hyphens, ``message`` one sentence without the place, ``raw``
    the bytes themselves (at most ``Limits.record``; ``length`` is what they were in full).
    """

    origin: Origin
    code: str
    message: str
    raw: bytes
    length: int


def reject_line(reject: Reject) -> dict[str, object]:
    """Return a reject as its line of ``--rejects``: place, reason, raw bytes in base64."""
    origin = reject.origin
    return {
        "source": origin.source,
        "file": origin.file,
        "format": origin.format,
        "ordinal": origin.ordinal,
        "line": origin.line,
        "offset": origin.offset,
        "length": reject.length,
        "code": reject.code,
        "message": reject.message,
        "raw": reject.raw,
    }


class MentorlitError(Exception):
    """A failure of the whole run, told to the user in one line."""

    status: ExitStatus = ExitStatus.INTERNAL_ERROR


class UsageError(MentorlitError):
    """Options or arguments that cannot be followed."""

    status = ExitStatus.USAGE


class InputError(MentorlitError):
    """An input that cannot be opened, recognised or read any further."""

    status = ExitStatus.NOTHING_READ


class OutputError(MentorlitError):
    """An output that cannot be written."""

    status = ExitStatus.OUTPUT_FAILED


class LossyError(MentorlitError):
    """Records that the output format cannot hold, in a run that wants nothing lost."""

    status = ExitStatus.LOSSY


class StrictError(MentorlitError):
    """A reject in a run with ``--strict``."""

    status = ExitStatus.SOME_REJECTED
