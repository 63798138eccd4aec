"""Time and chance, handed to what needs them, so that tests need neither."""

import random
import time
from typing import Protocol


class Clock(Protocol):
    """What the network's parts know of time."""

    def now(self) -> float:
        """Return seconds that only grow while the process runs, for deadlines."""

    def wall(self) -> float:
        """Return seconds since 1970 (UTC), which processes and servers share."""

    def sleep(self, seconds: float) -> None:
        """Wait."""

    def random(self) -> float:
        """Return a number from 0 to 1, for the jitter of waiting times."""


class SystemClock:
    """The machine's own time and chance."""

    def now(self) -> float:
        """Return the monotonic clock."""
        return time.monotonic()

    def wall(self) -> float:
        """Return the time of day."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait; Ctrl-C ends it."""
        time.sleep(seconds)

    def random(self) -> float:
        """Return what the system's generator gives."""
        return random.random()  # noqa: S311 - waiting times are no secret
