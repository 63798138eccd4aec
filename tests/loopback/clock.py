"""Time that passes only when it is looked at or slept through."""

import time
from typing import Final

BEGINNING: Final = 1_800_000_000
"""The time of day at which every fake clock begins."""


class FakeClock:
    """A clock of the network (:class:`mentorlit.network.clock.Clock`) for tests.

    Each look costs ``step`` seconds. ``slept`` has the waiting times, in order. Random numbers are
    the middle of their range.
    """

    def __init__(self, step: float = 0.0) -> None:
        self.step = step
        self.slept: list[float] = []
        self._passed = 1000.0

    def now(self) -> float:
        self._passed += self.step
        return self._passed

    def wall(self) -> float:
        return BEGINNING - 1000.0 + self._passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._passed += max(seconds, 0.0)

    def random(self) -> float:
        return 0.5

    @staticmethod
    def date(later: int, form: str = "%a, %d %b %Y %H:%M:%S GMT") -> str:
        """Return the time that long after the beginning, as HTTP writes it (RFC 9110, 5.6.7)."""
        return time.strftime(form, time.gmtime(BEGINNING + later))
