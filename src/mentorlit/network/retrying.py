"""Whether and when a question is asked again, on top of urllib3's bookkeeping of tries.

RFC 9110, section 10.2.3 (Retry-After); the waits between tries grow twofold, each a random part of
what it may be at most, so that those who were refused together do not come back together.
"""

import calendar
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from typing import Final

from mentorlit.network.asking import NetworkError
from mentorlit.network.clock import Clock
from mentorlit.network.policy import Policy

STATUSES: Final = frozenset({429, 500, 502, 503, 504})
"""What a server may answer better the next time."""

FAILURES: Final = frozenset({"unreachable", "timed-out", "cut-off"})
"""Codes of failures without an answer that may be over the next time."""

RATE_LIMITED: Final = "rate-limited"

_FIRST: Final = 1.0
"""Seconds that the wait before the second try has at most."""

_LONGEST: Final = 30.0
"""Seconds that any wait has at most that no server asked for."""

_FARTHEST: Final = 366 * 86_400
"""Seconds that a Retry-After is believed: no server means years."""

_VALUE: Final = 200
"""Characters of a Retry-After: a date has 29."""


class Retries:
    """The tries of one question: how often it may still be asked, and after what time."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        from urllib3.util.retry import Retry  # noqa: PLC0415 - start-up

        self._policy = policy
        self._clock = clock
        self._retry = Retry(
            total=policy.retries,
            allowed_methods=("GET",),
            status_forcelist=STATUSES,
            respect_retry_after_header=False,
        )

    def wait(self, url: str, failure: NetworkError, status: int, told: float | None) -> float:
        """Return the seconds to wait before the question may be asked again.

        ``status`` is that of the answer, 0 if none came; ``told`` the seconds that the server
        wants to have waited, or None.

        Raises:
            NetworkError: it is not to be asked again: ``failure`` itself, or ``rate-limited`` if
                the server wants more patience than the policy has, or has been asked often enough.

        """
        from urllib3.exceptions import MaxRetryError  # noqa: PLC0415 - start-up

        again = self._retry.is_retry("GET", status) if status else failure.code in FAILURES
        if not again:
            raise failure
        if told is not None and told > self._policy.patience:
            raise rate_limited(told, self._clock, failure)
        try:
            self._retry = self._retry.increment("GET", url, error=failure)
        except MaxRetryError:
            raise (rate_limited(told, self._clock, failure) if told else failure) from None
        return told or self._backoff()

    def _backoff(self) -> float:
        most = _FIRST * 2.0 ** (len(self._retry.history) - 1)
        return self._clock.random() * min(most, _LONGEST)


def rate_limited(seconds: float, clock: Clock, failure: NetworkError | None = None) -> NetworkError:
    """Return the failure of a question that the server wants to hear later; in full minutes.

    ``failure`` is why, if that is known: what the server says itself is worth telling.
    """
    at = datetime.fromtimestamp(math.ceil((clock.wall() + seconds) / 60) * 60, UTC)
    known = failure is not None and failure.code == RATE_LIMITED
    message = failure.message if failure and known else "the server wants no more questions for now"
    return NetworkError(
        RATE_LIMITED, message, f"come back at {at:%Y-%m-%d %H:%M} UTC", reached=True
    )


def retry_after(value: str, clock: Clock) -> float | None:
    """Return the seconds that a Retry-After asks for; None if it says nothing that makes sense.

    It has seconds or a date (any of HTTP's forms, relative to ``clock.wall``); dates that are over
    give 0. Of several, which come joined by commas, the longest counts.
    """
    if len(value) > _VALUE:
        return None
    return max(_stated(value, clock), default=None)


def _stated(value: str, clock: Clock) -> Iterator[float]:
    """Yield the seconds that each part of a header stands for; a date's weekday is no part."""
    for part in value.split(","):
        seconds = _number(part.strip())
        if seconds is None:
            seconds = _date(part.strip(), clock)
        if seconds is not None:
            yield min(max(seconds, 0.0), float(_FARTHEST))


def _number(text: str) -> float | None:
    """Return seconds; fractions are against the specification, but some servers send them."""
    whole, _, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit()):
        return None
    if not fraction:
        from urllib3.util.retry import Retry  # noqa: PLC0415 - start-up

        return Retry(retry_after_max=_FARTHEST).parse_retry_after(whole)
    return float(text) if fraction.isascii() and fraction.isdigit() else None


def _date(text: str, clock: Clock) -> float | None:
    """Return the seconds until a date, which is in UTC unless it says otherwise."""
    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        at = calendar.timegm(parts[:6]) if parts[9] is None else mktime_tz(parts)
    except (ValueError, OverflowError):
        return None
    return at - clock.wall()
