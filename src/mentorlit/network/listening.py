"""Who is told what the network's parts do: a line of progress, a log, nobody."""

from typing import Protocol


class Listener(Protocol):
    """Hears of questions as they go out; nothing private is told."""

    def asked(self, host: str, url: str) -> None:
        """Hear that a request goes out: a question, a redirect of it, a robots.txt."""

    def waiting(self, host: str, seconds: float, why: str) -> None:
        """Hear that the next request waits; 0 seconds: nobody knows for how long."""

    def answered(self, url: str, status: int, size: int, *, kept: bool) -> None:
        """Hear of an answer, and whether it comes from the cache; ``size`` is in bytes."""

    def warned(self, text: str) -> None:
        """Hear what a person should know."""


class Nobody:
    """Hears and does nothing."""

    def asked(self, host: str, url: str) -> None:
        """Do nothing."""

    def waiting(self, host: str, seconds: float, why: str) -> None:
        """Do nothing."""

    def answered(self, url: str, status: int, size: int, *, kept: bool) -> None:
        """Do nothing."""

    def warned(self, text: str) -> None:
        """Do nothing."""
