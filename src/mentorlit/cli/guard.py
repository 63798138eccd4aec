"""Around every command: each failure is one line and an exit status."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import print_exc
from typing import NoReturn

import typer

from mentorlit.cli.console import say
from mentorlit.opening import STDIN
from mentorlit.problems import ExitStatus, MentorlitError
from mentorlit.writing import Output


@contextmanager
def guarded(*, debug: bool = False) -> Iterator[None]:
    """Turn every failure into one line and an exit status; with ``debug`` show the traceback.

    A reader that closed the pipe has what it wanted: that is no failure.
    """
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except BrokenPipeError:
        status = ExitStatus.DONE
    except KeyboardInterrupt:
        status = ExitStatus.INTERRUPTED
        say("interrupted")
    except MentorlitError as error:
        status = error.status
        for line in str(error).split("\n"):
            say(line)
    except Exception as error:  # noqa: BLE001 - whatever fails has a status
        status = ExitStatus.INTERNAL_ERROR
        where = "" if debug else " (--debug shows where)"
        if debug:
            print_exc()
        say(f"internal error: {type(error).__name__}: {error}{where}")
    else:
        return
    _silence()
    raise typer.Exit(status)


def leave(error: MentorlitError) -> NoReturn:
    """End the program with an error, from outside of any command."""
    say(str(error))
    _silence()
    sys.exit(error.status)


def printing(text: str, output: str = "") -> None:
    """Write what the program says of itself to ``output`` or standard output."""
    with guarded(), Output(output or STDIN) as out:
        out.write(text.encode())


def _silence() -> None:
    """Send what standard output still holds nowhere, so that leaving is quiet."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
