"""How fast each host is asked, by all processes of a user together, one question at a time.

Each host has a file in a folder. Who asks has it locked while the question is out, so that no other
process asks (the system takes the lock from a process that dies), and it says when the last
question began and what the server wants to have waited.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from mentorlit.locking import locked
from mentorlit.network import urls
from mentorlit.network.asking import NetworkError
from mentorlit.network.clock import Clock, SystemClock
from mentorlit.network.listening import Listener, Nobody
from mentorlit.network.policy import PATIENCE

SLOWEST: Final = 60.0
"""Seconds between two questions, at most, that robots.txt, a server or another process can want."""

_LEAST: Final = 0.001
"""Seconds that are waited at least, so that a clock of limited fineness moves."""

_POLL: Final = 0.1
"""Seconds between two looks at a lock that another process has."""

_STUCK: Final = 150.0
"""Seconds after which a process that has the lock and asks nothing is taken for suspended: longer
than any one question may be out, with its redirects."""

_MARGIN: Final = 1.02
"""What the interval that a server grants is multiplied by: networks bring questions nearer."""

_FASTEST: Final = 0.02
"""Seconds between two questions, at least, that a server's grant is followed."""

_LARGEST: Final = 1_000


class _Slot(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a host, all in seconds since 1970, but ``interval``.

    ``last`` is when a question began, ``interval`` what its asker keeps between two; until
    ``until`` the server wants to hear none, which it said at ``told``.
    """

    last: float = 0.0
    interval: float = 0.0
    until: float = 0.0
    told: float = 0.0

    def wait(self, now: float, interval: float) -> float:
        """Return the seconds until another question may begin; ``last`` is not after ``now``.

        Both intervals hold, that of who asked and that of who will ask.
        """
        apart = max(min(self.interval, SLOWEST), interval)
        return max(0.0, self.last + apart - now, self._pause(now))

    def _pause(self, now: float) -> float:
        """Return the seconds that the server wants, unless the clock was set since."""
        fresh = now - PATIENCE < self.told <= now
        return min(self.until, self.told + PATIENCE) - now if fresh else 0.0


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
        self._folder = Path(folder) if folder else None
        self._interval_of = interval_of
        self._floors = floors or {}
        self._granted: dict[str, float] = {}
        self._slowed: dict[str, float] = {}
        self._slots: dict[str, _Slot] = {}

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

    def turn(self, host: str, service: str = "", listener: Listener | None = None) -> "Turn":
        """Wait until a host may be asked, and return the right to ask it, to be closed."""
        turn = Turn(self, host, listener or Nobody())
        interval = self.interval(host, service)
        while True:
            turn.lock()
            seconds = turn.wait(interval)
            if not seconds:
                break
            turn.close()
            turn.listener.waiting(host, seconds, "pace")
            self.clock.sleep(max(seconds, _LEAST))
        turn.keep(last=self.clock.wall(), interval=interval)
        return turn

    def opened(self, host: str, listener: Listener) -> BinaryIO | None:
        """Return the file of a host, or None if there cannot be one."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Opened for appending: what it says is not cut off before it is locked.
            return (self._folder / _file_name(host)).open("a+b")
        except OSError as error:
            self.alone(error, listener)
            return None

    def alone(self, error: OSError, listener: Listener) -> None:
        """Go on without the other processes."""
        if self._folder is not None:
            reason = error.strerror or error
            listener.warned(
                f"{self._folder}: cannot be used ({reason}); "
                "how fast other runs ask the same servers is not known"
            )
        self._folder = None

    def slot(self, host: str) -> _Slot:
        """Return what this process knows of a host."""
        return self._slots.get(host, _Slot())

    def remember(self, host: str, slot: _Slot) -> None:
        """Change what this process knows of a host."""
        self._slots[host] = slot


class Turn:
    """The right to ask one host one question, until it is closed."""

    def __init__(self, paces: Paces, host: str, listener: Listener) -> None:
        self.host = host
        self.listener = listener
        self._paces = paces
        self._file: BinaryIO | None = None

    def postpone(self, seconds: float) -> None:
        """Let no process ask the host for a time that the server wants to have, bounded."""
        now = self._paces.clock.wall()
        self.keep(until=now + min(seconds, PATIENCE), told=now)

    def close(self) -> None:
        """Let others ask."""
        if self._file:
            self._file.close()
            self._file = None

    def lock(self) -> None:
        """Wait until no other process asks the host.

        A process that is suspended keeps its lock; after a time it is not waited for.
        """
        self._file = self._paces.opened(self.host, self.listener)
        try:
            if self._file and not locked(self._file):
                self.listener.waiting(self.host, 0.0, "another run asks it")
                self._await(self._file)
        except OSError as error:  # not every file system has locks
            self._without_file(error)
        except BaseException:
            self.close()
            raise

    def _await(self, file: BinaryIO) -> None:
        clock = self._paces.clock
        before, since = self._slot(), clock.now()
        while not locked(file) and clock.now() - since < _STUCK:
            clock.sleep(_POLL)
            if (slot := self._slot()) != before:
                before, since = slot, clock.now()

    def wait(self, interval: float) -> float:
        """Return the seconds until the host may be asked."""
        now = self._paces.clock.wall()
        if self._slot().last > now:  # the clock was set back, or the file is damaged
            self.keep(last=now)
        return self._slot().wait(now, interval)

    def keep(self, **changes: float) -> None:
        """Change what is known of the host, here and for the other processes."""
        slot = msgspec.structs.replace(self._slot(), **changes)
        self._paces.remember(self.host, slot)
        if self._file:
            try:
                self._file.truncate(0)
                self._file.write(msgspec.json.encode(slot))
                self._file.flush()
            except OSError as error:
                self._without_file(error)

    def _slot(self) -> _Slot:
        """Return what the host's file says, or this process knows if there is none."""
        own = self._paces.slot(self.host)
        if self._file is None:
            return own
        try:
            self._file.seek(0)
            data = self._file.read(_LARGEST)
            return msgspec.json.decode(data, type=_Slot) if data else own
        except OSError as error:
            self._without_file(error)
            return own
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _Slot(last=math.inf)  # cut off with the process that wrote it

    def _without_file(self, error: OSError) -> None:
        try:
            self.close()
        except OSError:
            self._file = None  # what could not be written cannot be written now
        self._paces.alone(error, self.listener)


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


def _file_name(host: str) -> str:
    """Return a name that is a name on every system, for people to recognise."""
    plain = re.sub(r"[^a-z0-9.-]", "_", host)[:80]
    return f"{plain}-{sha256(host.encode()).hexdigest()[:8]}.pace"
