"""Turns at hosts: one question at a time of all processes of a user, with a pause after each.

Each host has a file in a folder. Who asks has it locked while the question is out, so that no other
process asks (the system takes the lock from a process that dies), and it says when the last
question began and what the server wants to have waited. Another file is the queue for the lock.
"""

import errno
import math
import os
import re
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from mentorlit.locking import locked
from mentorlit.network.clock import Clock
from mentorlit.network.listening import Listener
from mentorlit.network.policy import PATIENCE
from mentorlit.network.retrying import rate_limited

SLOWEST: Final = 60.0
"""Seconds between two questions, at most, that robots.txt, a server or another process can want."""

_LEAST: Final = 0.001
"""Seconds that are waited at least, so that a clock of limited fineness moves."""

_POLL: Final = 0.1
"""Seconds between two looks at a lock that another process has."""

_STUCK: Final = 150.0
"""Seconds after which a process that has the lock and asks nothing is taken for suspended: longer
than any one question may be out, with its redirects."""

_REMEMBERED: Final = 86_400.0
"""Seconds that a server's wish to be left alone is remembered: a day, as most budgets are."""

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
        return max(0.0, self.last + apart - now, self.pause(now))

    def pause(self, now: float) -> float:
        """Return the seconds that the server wants, unless the clock was set since."""
        fresh = now - _REMEMBERED < self.told <= now
        return min(self.until, self.told + _REMEMBERED) - now if fresh else 0.0


class Turns:
    """Where processes meet: a folder, made if need be, or none if this process is alone.

    ``slots`` is what this process knows of hosts, ``stuck`` are the files whose locks suspended
    processes have.
    """

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        self.clock = clock
        self.slots: dict[str, _Slot] = {}
        self.stuck: set[str] = set()
        self._folder = folder

    def turn(self, host: str, interval: float, listener: Listener) -> "Turn":
        """Wait until a host may be asked, and return the right to ask it, to be closed.

        Raises:
            NetworkError: ``rate-limited``: the server wants more patience than anybody has.

        """
        turn = Turn(self, host, listener)
        while True:
            turn.lock()
            seconds, pause = turn.wait(interval), turn.pause()
            if not seconds:
                break
            turn.close()
            if pause > PATIENCE:
                raise rate_limited(pause, self.clock)
            listener.waiting(host, seconds, "as the server wants" if pause >= seconds else "pace")
            self.clock.sleep(max(seconds, _LEAST))
        turn.keep(last=self.clock.wall(), interval=interval)
        return turn

    def opened(self, host: str, listener: Listener, suffix: str = "") -> BinaryIO | None:
        """Return the file of a host, or None if there cannot be one."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Opened for appending: what it says is not cut off before it is locked.
            path = self._folder / (_file_name(host) + suffix)
            return open(path, "a+b", opener=_own_file)
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


class Turn:
    """The right to ask one host one question, until it is closed."""

    def __init__(self, turns: Turns, host: str, listener: Listener) -> None:
        self.host = host
        self._listener = listener
        self._turns = turns
        self._file: BinaryIO | None = None

    def begin(self) -> None:
        """Note that the question has gone out now: what the server counts begins here."""
        self.keep(last=self._turns.clock.wall())

    def postpone(self, seconds: float) -> None:
        """Let no process ask the host for a time that the server wants to have."""
        now = self._turns.clock.wall()
        self.keep(until=now + seconds, told=now)

    def close(self) -> None:
        """Let others ask."""
        if self._file:
            self._file.close()
            self._file = None

    def lock(self) -> None:
        """Wait until no other process asks the host.

        Who waits has the queue locked, so that who has just asked cannot overtake.
        """
        self._file = self._turns.opened(self.host, self._listener)
        queue = self._turns.opened(self.host, self._listener, ".queue")
        try:
            for file in (queue, self._file):
                if file:
                    self._await(file)
        except OSError as error:  # not every file system has locks
            self._without_file(error)
        except BaseException:
            self.close()
            raise
        finally:
            if queue:
                queue.close()

    def _await(self, file: BinaryIO) -> None:
        """Wait until a file is locked, or its lock has been with a suspended process too long."""
        clock, stuck = self._turns.clock, self._turns.stuck
        if locked(file):
            stuck.discard(file.name)
            return
        if file.name in stuck:
            return
        self._listener.waiting(self.host, 0.0, "another run asks it")
        before, since = self._slot(), clock.now()
        while not locked(file):
            if clock.now() - since > _STUCK:
                stuck.add(file.name)
                return
            clock.sleep(_POLL)
            if (slot := self._slot()) != before:
                before, since = slot, clock.now()

    def wait(self, interval: float) -> float:
        """Return the seconds until the host may be asked."""
        now = self._turns.clock.wall()
        if self._slot().last > now:  # the clock was set back, or the file is damaged
            self.keep(last=now)
        return self._slot().wait(now, interval)

    def pause(self) -> float:
        """Return the seconds that the server still wants to be left alone, or nothing (<= 0)."""
        return self._slot().pause(self._turns.clock.wall())

    def keep(self, **changes: float) -> None:
        """Change what is known of the host, here and for the other processes."""
        slot = msgspec.structs.replace(self._slot(), **changes)
        self._turns.slots[self.host] = slot
        if self._file:
            try:
                self._file.truncate(0)
                self._file.write(msgspec.json.encode(slot))
                self._file.flush()
            except OSError as error:
                self._without_file(error)

    def _slot(self) -> _Slot:
        """Return what the host's file says, or this process knows if there is none."""
        own = self._turns.slots.get(self.host, _Slot())
        if self._file is None:
            return own
        try:
            self._file.seek(0)
            data = self._file.read(_LARGEST)
            return msgspec.json.decode(data, type=_Slot) if data else own
        except OSError:
            return own
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _Slot(last=math.inf)  # cut off with the process that wrote it

    def _without_file(self, error: OSError) -> None:
        try:
            self.close()
        except OSError:
            self._file = None  # what could not be written cannot be written now
        self._turns.alone(error, self._listener)


def _own_file(path: str, flags: int) -> int:
    """Open a file of this folder alone: no link, by which others' files would be overwritten."""
    # A pipe without a reader is not waited for.
    kind = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | kind, 0o600)
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_nlink <= 1:
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "not a file of its own")


def _file_name(host: str) -> str:
    """Return a name that is a name on every system, for people to recognise."""
    plain = re.sub(r"[^a-z0-9.-]", "_", host)[:80]
    return f"{plain}-{sha256(host.encode()).hexdigest()[:8]}"
