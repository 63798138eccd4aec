"""The records of ``--against``: read as the inputs are, but all of them or none."""

from typing import Final

from mentorlit.model import Citation
from mentorlit.problems import InputError, Reject
from mentorlit.reading import Counts, Listener

_CUT: Final = "truncated"
"""The code of rejects behind which further records may be missing."""


class Watch(Listener):
    """Passes on to another listener what it hears, and notes whether an input was cut off."""

    def __init__(self, other: Listener) -> None:
        self._other = other
        self._cut = ""

    def opened(self, name: str, format_name: str) -> None:
        """Pass it on."""
        self._other.opened(name, format_name)

    def empty(self, name: str, format_name: str) -> None:
        """Pass it on."""
        self._other.empty(name, format_name)

    def rejected(self, reject: Reject) -> None:
        """Pass it on, and note the first file that is not whole."""
        self._other.rejected(reject)
        if reject.code == _CUT:
            self._cut = self._cut or reject.origin.file

    def doubted(self, citation: Citation) -> None:
        """Pass it on."""
        self._other.doubted(citation)

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Pass it on."""
        self._other.left_out(folder, what, names)

    def check(self, counts: Counts) -> None:
        """Make sure that nothing is missing of what was read.

        Raises:
            InputError: a file could not be read or ends too early: what is new would be anybody's
                guess.

        """
        if counts.unread:
            raise InputError("--against: not all of it could be read; nothing is written")
        if self._cut:
            raise InputError(f"--against: {self._cut} is cut off; nothing is written")
