"""What sites allow programs to read: robots.txt by RFC 9309, asked once for each site and run."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from mentorlit.network import urls
from mentorlit.network.asking import USER_AGENT, Answer, NetworkError, Query
from mentorlit.network.turns import SLOWEST

if TYPE_CHECKING:
    from protego import Protego

ROBOTS: Final = "robots"

READ: Final = 500 * 1024
"""Bytes of a robots.txt that are heeded; RFC 9309, 2.5, wants no less."""

_LIMIT: Final = 2 * 1024 * 1024
"""Bytes of a robots.txt that are taken; a longer one is none."""

_AGENTS: Final = frozenset({"user-agent", "useragent", "user agent"})
_RULES: Final = frozenset({"allow", "disallow", "crawl-delay"})
_SOMEBODY: Final = "somebody-else"

_SITE_ITSELF: Final = frozenset({
    "bad-address", "exhausted", "no-such-host", "offline", "private-address", "tls"
})  # fmt: skip
"""Why nothing of a site can be had, said as of any other address there."""

_UNAVAILABLE: Final = frozenset({"redirects"})
"""Failures that count as "there is none"; RFC 9309, 2.3.1.2."""

Ask = Callable[[Query], Answer]
"""Asks a question as every other one is asked: paced, repeated, kept."""


class _Rules(msgspec.Struct, frozen=True):
    """What a site's robots.txt says; ``parsed`` is None if there is none, ``refusal`` if unread."""

    parsed: "Protego | None" = None
    refusal: NetworkError | None = None


class Robots:
    """The robots.txt of all sites of a run.

    Args:
        ask: asks for one; raises :class:`NetworkError` for statuses other than 2xx, 404 and 410.
        slow: is told of a host's address and the seconds that it wants between two questions.

    """

    def __init__(self, ask: Ask, slow: Callable[[str, float], None]) -> None:
        self._ask = ask
        self._slow = slow
        self._known: dict[str, _Rules] = {}

    def check(self, address: str) -> None:
        """Return if the site allows this address to be read.

        Raises:
            NetworkError: ``robots``: it does not, or its robots.txt cannot be read; or why
                nothing of the site can be had.

        """
        target = urls.parse(address)
        site = target._replace(target="/robots.txt").url
        if site not in self._known:
            self._known[site] = self._read(site)
        rules = self._known[site]
        if told := rules.refusal:
            raise NetworkError(told.code, told.message, told.advice, reached=told.reached)
        if rules.parsed and not _allows(rules.parsed, address):
            raise NetworkError(
                ROBOTS,
                "the site's robots.txt does not allow programs to read this address",
                "save the page with a browser and read the file",
                reached=True,
            )

    def _read(self, site: str) -> _Rules:
        query = Query(url=site, accept="text/plain,*/*;q=0.1", limit=_LIMIT)
        try:
            answer = self._ask(query)
        except NetworkError as error:
            return _Rules(refusal=_refusal(error))
        parsed = _parsed(answer.body) if answer.known else None
        if answer.known and parsed is None:
            return _Rules(refusal=_unreadable("it makes no sense", reached=True))
        delay = parsed.crawl_delay(USER_AGENT) if parsed else None
        if delay and delay > 0:
            self._slow(site, min(delay, SLOWEST))
        return _Rules(parsed)


def _refusal(error: NetworkError) -> NetworkError | None:
    """Return why nothing may be read where robots.txt was not had; RFC 9309, 2.3.1.3 and 2.3.1.4.

    A site that refuses (4xx) has none. One that is in trouble or silent may have one.
    """
    if error.code in _SITE_ITSELF:
        return error
    if error.code in _UNAVAILABLE or error.code.startswith("http-4"):
        return None
    return _unreadable(error.message, reached=error.reached)


def _unreadable(reason: str, *, reached: bool) -> NetworkError:
    message = (
        f"whether programs may read the site is not known: robots.txt cannot be read: {reason}"
    )
    return NetworkError(ROBOTS, message, "try again later", reached=reached)


def _parsed(body: bytes) -> "Protego | None":
    from protego import Protego  # noqa: PLC0415 - start-up

    text = "\n".join(_own_groups(body[:READ].decode("utf-8-sig", "replace")))
    try:
        return Protego.parse(text)
    except (ValueError, LookupError, RecursionError):
        return None


def _own_groups(text: str) -> Iterator[str]:
    """Yield the rules, with all other programs under one name; RFC 9309, 2.2.

    Rules are kept for each program that a group names; a site that names thousands in one group
    would fill the memory. What is written otherwise than the standard says is left out, for the
    parser would take some of it.
    """
    others = False
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field = field.strip().lower()
        if field in _AGENTS and colon:
            name = value.strip().lower().partition("/")[0].strip()
            if name not in {"*", USER_AGENT} and others:
                continue
            others = name not in {"*", USER_AGENT}
            yield f"user-agent: {_SOMEBODY if others else name}"
        elif field in _RULES and colon:
            others = False
            yield f"{field}: {value.strip()}"


def _allows(rules: "Protego", address: str) -> bool:
    try:
        return rules.can_fetch(address, USER_AGENT)
    except (ValueError, LookupError):
        return False
