"""The names of inputs and outputs on a command line: which cannot go together."""

import sys
from collections.abc import Iterable

from mentorlit.cli.console import is_terminal
from mentorlit.cli.options import Settings
from mentorlit.opening import STDIN
from mentorlit.problems import UsageError
from mentorlit.writing import is_standard_output, refuse_overlap


def check_names(
    settings: Settings, outputs: Iterable[str], also_read: Iterable[str], *, piped: bool = True
) -> None:
    """Make sure that there is an input, and that each input and output is one of its own.

    Empty names of outputs are those of options that were not given. ``piped`` tells that without
    a file standard input is read.

    Raises:
        UsageError: what is named cannot be read or written as it is asked.

    """
    files = settings.files or ([STDIN] if piped else [])
    if not settings.files and piped and is_terminal(sys.stdin):
        raise UsageError("no input: name files, or pipe something in (-h shows help)")
    inputs = [*files, *also_read]
    if "" in inputs:
        raise UsageError("one of the inputs has an empty name")
    if inputs.count(STDIN) > 1:
        why = "" if settings.files else "; without a FILE the records are read from there"
        raise UsageError(f"standard input can be read only once{why}")
    named = [name for name in outputs if name]
    if sum(map(is_standard_output, named)) > 1:
        raise UsageError("only one output can go to standard output: name files for the others")
    refuse_overlap([name for name in named if name != STDIN], inputs)
