"""How fast each host is asked, by all processes of a user together."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from mentorlit.network import urls
from mentorlit.network.asking import NetworkError
from mentorlit.network.clock import Clock, SystemClock
from mentorlit.network.listening import Listener, Nobody
from mentorlit.network.turns import SLOWEST, Turn, Turns

_MARGIN: Final = 1.02
"""What the interval that a server grants is multiplied by: networks bring questions nearer."""

_FASTEST: Final = 0.02
"""Seconds between two questions, at least, that a server's grant is followed."""


class Paces:
    """The paces of all hosts.

    Args:
        folder: where processes meet, made if need be; ``""`` or None if this process is alone.
        interval_of: the seconds between two questions of a service (``""``: of none), by its name.
        clock: tells and passes the time.
        floors: the seconds that hosts want whatever service asks them (see :func:`floors`).

    """

    def __init__(
        self,
        folder: str | Path | None,
        interval_of: Callable[[str], float],
        clock: Clock | None = None,
        floors: Mapping[str, float] | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self._turns = Turns(Path(folder) if folder else None, self.clock)
        self._interval_of = interval_of
        self._floors = floors or {}
        self._granted: dict[str, float] = {}
        self._slowed: dict[str, float] = {}

    def interval(self, host: str, service: str = "") -> float:
        """Return the seconds between the beginnings of two questions to a host."""
        own = max(self._interval_of(service), self._floors.get(host, 0.0))
        if service:
            own = self._granted.get(host, own)
        return max(own, self._slowed.get(host, 0.0))

    def slow(self, host: str, interval: float) -> None:
        """Let at least this time pass between two questions to a host, at most ``SLOWEST``."""
        self._slowed[host] = min(interval, SLOWEST)

    def grant(self, host: str, headers: Mapping[str, str]) -> None:
        """Take the rate that a service's answer grants, if it does, as the one in force.

        https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/
        """
        interval = granted(headers)
        if interval is not None:
            self._granted[host] = interval

    def turn(self, host: str, service: str = "", listener: Listener | None = None) -> Turn:
        """Wait until a host may be asked, and return the right to ask it, to be closed."""
        return self._turns.turn(host, self.interval(host, service), listener or Nobody())


def host_of(address: str) -> str:
    """Return the host of an address, as paces are kept: with its port unless that is the usual."""
    try:
        parts = urls.parse(address)
    except NetworkError:
        return ""
    return parts.host if parts.port in {80, 443} else f"{parts.host}:{parts.port}"


def floors(services: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the interval of each host of services, which are a base address and an interval.

    Of services on one host the slowest counts: a server cares for who asks, not for what.
    """
    slowest: dict[str, float] = {}
    for base, interval in services:
        if host := host_of(base):
            slowest[host] = max(interval, slowest.get(host, 0.0))
    return slowest


def granted(headers: Mapping[str, str]) -> float | None:
    """Return the seconds between two questions that an answer grants; None if it says nothing."""
    limit = re.fullmatch(r"[0-9]{1,6}", headers.get("x-rate-limit-limit", "").strip())
    period = re.fullmatch(r"([0-9]{1,6})([smh]?)", headers.get("x-rate-limit-interval", "").strip())
    if not (limit and period and int(limit[0]) and int(period[1])):
        return None
    seconds = int(period[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[period[2]]
    return min(max(seconds / int(limit[0]) * _MARGIN, _FASTEST), SLOWEST)
