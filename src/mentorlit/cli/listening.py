"""Listeners of a reading that pass on what they hear."""

from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.reading import Listener


class Relay(Listener):
    """Passes on what it hears to others, in the order in which they joined."""

    def __init__(self, *others: Listener) -> None:
        self._others = [*others]

    def also(self, other: Listener) -> None:
        """Let another one hear what comes from now on."""
        self._others.append(other)

    def opened(self, name: str, format_name: str) -> None:
        """Pass it on."""
        for other in self._others:
            other.opened(name, format_name)

    def empty(self, name: str, format_name: str) -> None:
        """Pass it on."""
        for other in self._others:
            other.empty(name, format_name)

    def rejected(self, reject: Reject) -> None:
        """Pass it on."""
        for other in self._others:
            other.rejected(reject)

    def unanswered(self, reject: Reject) -> None:
        """Pass it on."""
        for other in self._others:
            other.unanswered(reject)

    def doubted(self, citation: Citation) -> None:
        """Pass it on."""
        for other in self._others:
            other.doubted(citation)

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Pass it on."""
        for other in self._others:
            other.left_out(folder, what, names)
