"""The one way to the network: kept answers, robots.txt, paces, tries, in this order."""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote

from mentorlit.network import privacy, reasons
from mentorlit.network.asking import Answer, NetworkError, Query
from mentorlit.network.clock import Clock, SystemClock
from mentorlit.network.exchange import Exchange, Reply
from mentorlit.network.hosts import Hosts
from mentorlit.network.listening import Listener, Nobody
from mentorlit.network.pacing import Paces, host_of
from mentorlit.network.policy import PATIENCE, Policy
from mentorlit.network.retrying import STATUSES, Retries, rate_limited, retry_after
from mentorlit.network.robots import Robots
from mentorlit.network.statuses import is_answer, refusal
from mentorlit.network.turns import Turn
from mentorlit.problems import OutputError

if TYPE_CHECKING:
    from mentorlit.network.cache import Cache

_ROBOTS_KEPT: Final = 86_400.0
"""Seconds that a kept robots.txt counts; RFC 9309, 2.4."""

_LONGEST: Final = 600.0
"""Seconds that a question may take with all its tries, redirects, waits and robots.txt."""

_PART_OF: Final = "part-of:"
"""What the keys of things begin with that were asked for with others; no address does."""


class Tries(Protocol):
    """What makes one try: :class:`~mentorlit.network.exchange.Exchange`."""

    def get(
        self,
        query: Query,
        *,
        hop: Callable[[str], None] | None = None,
        sent: Callable[[], None] | None = None,
    ) -> Reply:
        """Ask once; see :meth:`Exchange.get`."""

    def close(self) -> None:
        """Close the connections that were kept."""


class Door:
    """Asks questions of servers, politely and under one policy.

    Args:
        policy: what the user allows.
        paces: how fast hosts are asked.
        cache: answers kept on disk, if they are.
        clock: tells and passes the time.
        exchange: makes one try; by default over the network.
        listener: is told what goes on.
        stops: the statuses after which a service, by its name, is not asked again in this run.
        apis: the hosts of services: what is there is made for programs, whatever robots.txt says.

    """

    def __init__(
        self,
        policy: Policy,
        *,
        paces: Paces,
        cache: "Cache | None" = None,
        clock: Clock | None = None,
        exchange: Tries | None = None,
        listener: Listener | None = None,
        stops: Callable[[str], Collection[int]] = lambda _: (),
        apis: Collection[str] = (),
    ) -> None:
        self._policy = policy
        self._paces = paces
        self._cache = cache
        self._clock = clock or SystemClock()
        self._exchange = exchange or Exchange(policy, self._clock)
        self._listener = listener or Nobody()
        self._hosts = Hosts(self._clock, stops)
        self._robots = Robots(self._robots_txt, self._slow)
        self._apis = apis
        self._turn: Turn | None = None
        self._sent = 0
        self._deadline = math.inf

    @property
    def sent(self) -> int:
        """How many requests went out: questions, their repetitions and redirects, robots.txt."""
        return self._sent

    def ask(self, query: Query) -> Answer:
        """Return what a server answers, or answered before: a success, or 404 or 410.

        Raises:
            NetworkError: there is no such answer.
            OutputError: the cache cannot be read.

        """
        kept = self.kept(query)
        if kept:
            return kept
        if self._policy.offline:
            message = "the network is not used (--offline)"
            raise NetworkError(
                "offline", message, "run without --offline, or with a filled --cache"
            )
        return self._put(query, self._answered(query))

    def forget(self, query: Query) -> None:
        """Keep no answer to a question whose success turned out to be none."""
        if self._cache:
            self._cache.forget(query)

    def remember(self, things: Iterable[str], query: Query) -> None:
        """Keep in the cache which question each of the things was answered with."""
        place = Answer(url=query.url, status=200, headers={}, body=b"")
        self._put_all([(_place(thing), place) for thing in things])

    def remembered(self, thing: str) -> str:
        """Return the address of the question that a thing was answered with; ``""``: none.

        It is there to find an answer in the cache (:meth:`kept`), and not to be asked.
        """
        place = self._cache.get(_place(thing)) if self._cache else None
        return place.url if place else ""

    def kept(self, query: Query, within: float | None = None) -> Answer | None:
        """Return the kept answer to a question, at most so many seconds old; nothing is asked."""
        answer = self._cache.get(query, within) if self._cache else None
        if answer:
            self._listener.answered(answer.url, answer.status, len(answer.body), kept=True)
        return answer

    def close(self) -> None:
        """Close connections and the cache."""
        self._exchange.close()
        if self._cache:
            self._cache.close()

    def _put(self, query: Query, answer: Answer) -> Answer:
        self._put_all([(query, answer)])
        return answer

    def _put_all(self, answered: Sequence[tuple[Query, Answer]]) -> None:
        """Keep answers; without room for them the run goes on, and keeps none from then on."""
        try:
            if self._cache:
                self._cache.put_all(answered)
        except OutputError as error:
            self._listener.warned(f"{error}; nothing more is kept")
            self._cache = None

    def _robots_txt(self, query: Query) -> Answer:
        kept = self.kept(query, _ROBOTS_KEPT)
        return kept or self._put(query, self._answered(query))

    def _slow(self, site: str, seconds: float) -> None:
        self._paces.slow(host_of(site), seconds)

    def _answered(self, query: Query) -> Answer:
        """Try until there is an answer, or no hope of one, or it has taken too long.

        What is asked meanwhile (robots.txt) is part of the question.
        """
        outer = self._deadline
        self._deadline = min(outer, self._clock.now() + _LONGEST)
        try:
            return self._tried(query)
        finally:
            self._deadline = outer

    def _tried(self, query: Query) -> Answer:
        self._hosts.check_service(query.service)
        retries = Retries(self._policy, self._clock)
        while True:
            tried = _Try(query, self._policy.mailto)
            try:
                reply = self._once(tried)
            except NetworkError as error:
                self._wait(retries, tried, error)
                continue
            if is_answer(reply.status):
                return Answer(
                    url=reply.url, status=reply.status, headers=reply.headers, body=reply.body
                )
            self._refused(retries, tried, reply)

    def _once(self, tried: "_Try") -> Reply:
        """Try once. Whoever else asks the host waits until the answer is there."""
        try:
            reply = self._exchange.get(
                tried.query, hop=lambda address: self._hop(tried, address), sent=self._gone
            )
            self._heed(tried, reply)
        finally:
            self._leave()
        self._listener.answered(reply.url, reply.status, len(reply.body), kept=False)
        return reply

    def _hop(self, tried: "_Try", address: str) -> None:
        """Do what goes before each request of a try: the first one, and each redirect."""
        self._leave()
        tried.host, host = "", host_of(address)
        if self._clock.now() > self._deadline:
            message = f"there was no answer after {_LONGEST / 60:g} minutes, with all tries"
            raise NetworkError("timed-out", message, "try again later")
        self._hosts.check(host)
        if tried.query.page and host not in self._apis:
            self._robots.check(address)
        self._turn = self._paces.turn(host, tried.query.service, self._listener)
        tried.host = host
        self._listener.asked(host, tried.hide(address))
        self._sent += 1

    def _gone(self) -> None:
        """Count the pace from when a request has gone out, however long its connection took."""
        if self._turn:
            self._turn.begin()

    def _leave(self) -> None:
        if self._turn:
            self._turn.close()
            self._turn = None

    def _heed(self, tried: "_Try", reply: Reply) -> None:
        """Take what an answer says of how its host wants to be asked."""
        if tried.query.service and not tried.query.page:
            self._paces.grant(tried.host, reply.headers)
        if reply.status in STATUSES and "retry-after" in reply.headers:
            tried.told = retry_after(reply.headers["retry-after"], self._clock)
            if tried.told and self._turn:
                # The next run may have another budget: another key.
                is_spent = self._hosts.is_spent(tried.query.service, reply.status)
                self._turn.postpone(min(tried.told, PATIENCE) if is_spent else tried.told)
        if reply.status not in STATUSES:
            self._hosts.answered(tried.host)

    def _refused(self, retries: Retries, tried: "_Try", reply: Reply) -> None:
        """Wait until a question may be asked again that got a status that is no answer."""
        status = reply.status
        failure = refusal(status, tried.said(reply))
        if self._hosts.stops(tried.query.service, status):
            raise rate_limited(tried.told, self._clock, failure) if tried.told else failure
        if tried.told and tried.told > self._policy.patience:
            self._hosts.later(tried.host, tried.told)
        self._wait(retries, tried, failure, status)

    def _wait(
        self, retries: Retries, tried: "_Try", failure: NetworkError, status: int = 0
    ) -> None:
        """Wait until a question may be asked again, or raise why it may not."""
        try:
            seconds = retries.wait(tried.query.url, failure, status, tried.told)
            if self._clock.now() + seconds > self._deadline:
                raise failure
        except NetworkError as error:
            if tried.host:
                self._hosts.failed(tried.host, error)
            raise
        self._listener.waiting(tried.host, seconds, failure.message)
        self._clock.sleep(seconds)


def _place(thing: str) -> Query:
    """Return what stands in the cache for a thing that is part of an answer."""
    return Query(f"{_PART_OF}{quote(thing, safe='')}", accept="")


class _Try:
    """One try: where it is, and how long the server wants to be left alone."""

    def __init__(self, query: Query, mailto: str) -> None:
        self.query = query
        self.host = ""
        self.told: float | None = None
        self._private = privacy.of(query, mailto)

    def hide(self, text: str) -> str:
        """Return a text without anything private."""
        return privacy.hidden(text, self._private)

    def said(self, reply: Reply) -> str:
        """Return what a service says itself of why it refuses; pages are for people."""
        if self.query.page or not 400 <= reply.status < 500:
            return ""
        return reasons.said(reply.headers.get("content-type", ""), reply.body, self.hide)
