"""Hosts and services that are not asked again in a run, because they gave no answer before."""

from collections.abc import Callable, Collection
from typing import Final

from mentorlit.network.asking import NetworkError
from mentorlit.network.clock import Clock
from mentorlit.network.retrying import RATE_LIMITED, STATUSES, rate_limited

TIMES: Final = 2
"""Questions in a row, each with all its tries, after which a host is given up."""

_IN_TROUBLE: Final = {RATE_LIMITED, *(f"http-{status}" for status in STATUSES)}
_DEAD: Final = frozenset({"unreachable", "no-such-host", "timed-out", *_IN_TROUBLE})

EXHAUSTED: Final = "exhausted"


class Hosts:
    """What became of the hosts and services asked so far.

    ``stops`` gives the statuses after which a service, by its name, is not asked again in a run.
    """

    def __init__(self, clock: Clock, stops: Callable[[str], Collection[int]]) -> None:
        self._clock = clock
        self._stops = stops
        self._failures: dict[str, list[str]] = {}
        self._later: dict[str, float] = {}
        self._stopped: dict[str, int] = {}

    def check_service(self, service: str) -> None:
        """Raise ``exhausted`` if a service stopped answering."""
        if service in self._stopped:
            message = f"{service} answered {self._stopped[service]} before in this run"
            raise NetworkError(EXHAUSTED, message, "it was not asked again", reached=True)

    def check(self, host: str) -> None:
        """Raise ``exhausted`` for a host given up, ``rate-limited`` while it wants to be left."""
        failures = self._failures.get(host, [])
        if len(failures) >= TIMES:
            message = f"{host} gave no answer before in this run ({failures[-1]})"
            reached = not _IN_TROUBLE.isdisjoint(failures)
            raise NetworkError(EXHAUSTED, message, "it was not asked again", reached=reached)
        if (left := self._later.get(host, 0.0) - self._clock.wall()) > 0:
            raise rate_limited(left, self._clock)

    def is_spent(self, service: str, status: int) -> bool:
        """Tell whether a status means that a budget of a service is spent, whatever its host."""
        return status in self._stops(service)

    def stops(self, service: str, status: int) -> bool:
        """Tell whether a status means that a service is not to be asked again, and remember it."""
        if not self.is_spent(service, status):
            return False
        self._stopped[service] = status
        return True

    def answered(self, host: str) -> None:
        """Note that a question to a host was answered."""
        self._failures.pop(host, None)

    def failed(self, host: str, error: NetworkError) -> None:
        """Note that all tries of a question to a host failed."""
        if error.code in _DEAD:
            self._failures.setdefault(host, []).append(error.code)

    def later(self, host: str, seconds: float) -> None:
        """Note for how long a host wants no question, which is longer than anybody waits."""
        self._later[host] = self._clock.wall() + seconds
