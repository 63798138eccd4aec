"""Identifiers to records: batches to the services, one service after the other.

The order in which things are asked is that of the identifiers, services and batches; nothing
depends on how fast an answer comes.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Final, Protocol

from mentorlit.fetching import answers
from mentorlit.fetching.configuration import Configuration
from mentorlit.fetching.outcomes import (
    INTERRUPTED,
    Failed,
    Found,
    Outcome,
    check,
    failure,
    hushed,
    missing,
    source_of,
    summed,
)
from mentorlit.model import Citation
from mentorlit.network.asking import Answer, NetworkError, Query
from mentorlit.problems import Reject
from mentorlit.services import BY_NAME, SCHEMES, Access, Identifier, Service
from mentorlit.stream import NOTHING_BESIDE, Beside

_LONGEST: Final = 4_000
"""Characters of identifiers in one question: servers take addresses of 8,000, encoded."""

_TOO_MUCH: Final = frozenset({"too-large", "http-413", "http-414", "http-431"})
"""What a part of the question succeeds after."""

_REFUSED: Final = "http-400"
"""What a part of the question may succeed after."""

_NO_CONTENT: Final = 204


class Asks(Protocol):
    """What asks a question: :class:`~mentorlit.network.door.Door`."""

    def ask(self, query: Query) -> Answer:
        """Return the answer, or raise :class:`NetworkError`."""

    def forget(self, query: Query) -> None:
        """Keep no answer to a question whose success turned out to be none."""

    def remember(self, thing: str, query: Query) -> None:
        """Keep which question a thing was answered with, if answers are kept."""

    def remembered(self, thing: str) -> str:
        """Return the address of the question that a thing was answered with, or ``""``."""


class Fetcher:
    """Asks services for works.

    ``configuration`` says how. ``stopped`` is set when the user interrupted: what was not asked for
    then is ``not-asked``.
    """

    def __init__(
        self,
        door: Asks,
        configuration: Configuration,
        beside: Beside = NOTHING_BESIDE,
        settled: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._door = door
        self.configuration = configuration
        self._beside = beside
        self._settled = settled
        self.stopped = False

    def fetch(self, wanted: Iterable[Identifier]) -> dict[Identifier, Outcome]:
        """Return what became of each of the identifiers."""
        outcomes: dict[Identifier, Outcome] = {}
        distinct = sorted(dict.fromkeys(wanted), key=lambda one: SCHEMES.index(one.scheme))
        for scheme, group in groupby(distinct, key=lambda one: one.scheme):
            self._fetch_scheme(scheme, [one.value for one in group], outcomes)
        return outcomes

    def _fetch_scheme(
        self, scheme: str, values: list[str], outcomes: dict[Identifier, Outcome]
    ) -> None:
        """Ask one service after the other for what the ones before did not know."""
        left = values
        failures: dict[str, list[Failed]] = {value: [] for value in values}
        names = self.configuration.order(scheme)
        for name in names:
            service = BY_NAME[name]
            for batch, address in self._questions(service, scheme, left):
                for value, outcome in self._asked(service, scheme, batch, address).items():
                    if isinstance(outcome, Failed):
                        failures[value].append(outcome)
                    else:
                        outcomes[Identifier(scheme, value)] = outcome
                        self._settled(1)
            left = [one for one in left if Identifier(scheme, one) not in outcomes]
        for value in left:
            outcomes[Identifier(scheme, value)] = summed(scheme, names, failures[value])
            self._settled(1)

    def search(self, service_name: str, record: Citation) -> Outcome | None:
        """Return the works that a service finds by what a record states; None if too little."""
        service = BY_NAME[service_name]
        query = service.search(self.configuration.access(service_name), record)
        if query is None:
            return None
        if self.stopped:
            return INTERRUPTED
        query = query._replace(service=service_name)
        try:
            read = self._read(service, (), query)
        except NetworkError as error:
            return failure(service, (), hushed(error, query))
        except KeyboardInterrupt:
            self.stopped = True
            return INTERRUPTED
        found = [one for one in read if isinstance(one, Citation)]
        return Found(tuple(map(partial(self._at_home, service), found)), service_name)

    def _at_home(self, service: Service, record: Citation) -> Citation:
        """Return what a search found with the address that it is found at by its identifier."""
        access = self.configuration.access(service.name)
        for scheme in self.configuration.rows[service.name]["batch"]:
            for value in answers.stated(record, scheme)[:1]:
                address = service.load().address(access, scheme, value)
                return answers.placed((record,), service.name, address, scheme)[0]
        return record

    def _questions(
        self, service: Service, scheme: str, values: Sequence[str]
    ) -> Iterable[tuple[Sequence[str], str]]:
        """Yield the identifiers of each question; with its address if its answer is kept."""
        kept: dict[str, list[str]] = {}
        for value in values:
            address = self._door.remembered(_thing(service, scheme, value))
            kept.setdefault(address, []).append(value)
        new = kept.pop("", [])
        for address, batch in kept.items():
            yield batch, address
        for batch in self._batches(service, scheme, new):
            yield batch, ""

    def _batches(self, service: Service, scheme: str, values: Sequence[str]) -> Iterable[list[str]]:
        """Yield the identifiers of each question: as many as the service takes in one.

        Two versions of one preprint are asked for apart: answers could not be told apart.
        """
        most = int(self.configuration.rows[service.name]["batch"][scheme])
        batch: dict[str, str] = {}
        later: list[str] = []
        size = 0
        for value in values:
            alike = answers.comparable(scheme, value)
            if service.alone(scheme, value):
                yield [value]
            elif alike in batch:
                later.append(value)
            else:
                if batch and (len(batch) == most or size + len(value) > _LONGEST):
                    yield [*batch.values()]
                    batch, size = {}, 0
                batch[alike] = value
                size += len(value)
        if batch:
            yield [*batch.values()]
        if later:
            yield from self._batches(service, scheme, later)

    def _asked(
        self, service: Service, scheme: str, batch: Sequence[str], address: str = ""
    ) -> dict[str, Outcome]:
        """Ask for a batch; in halves if it was too much."""
        if self.stopped:
            return dict.fromkeys(batch, INTERRUPTED)
        try:
            return self._answered(service, scheme, batch, address)
        except NetworkError as error:
            if len(batch) > 1 and (error.code in _TOO_MUCH or error.code == _REFUSED):
                return self._in_halves(service, scheme, batch, error)
            return dict.fromkeys(batch, failure(service, batch, error))
        except KeyboardInterrupt:
            self.stopped = True
            return dict.fromkeys(batch, INTERRUPTED)

    def _in_halves(
        self, service: Service, scheme: str, batch: Sequence[str], error: NetworkError
    ) -> dict[str, Outcome]:
        """Ask for a batch in halves, and for these in halves, as long as there is hope.

        A question that is refused may be so for one identifier in it, or whatever is in it: when
        both halves are refused, it is the latter.
        """
        half = len(batch) // 2
        halves = (batch[:half], batch[half:])
        if error.code in _TOO_MUCH:
            return self._asked(service, scheme, halves[0]) | self._asked(service, scheme, halves[1])
        outcomes: dict[str, Outcome] = {}
        refused: list[Sequence[str]] = []
        for part in halves:
            try:
                outcomes |= self._answered(service, scheme, part)
            except NetworkError as again:
                refused.append(part)
                outcomes |= dict.fromkeys(part, failure(service, part, again))
        if len(refused) == 1:
            outcomes |= self._asked(service, scheme, refused[0])
        return outcomes

    def _answered(
        self, service: Service, scheme: str, batch: Sequence[str], address: str = ""
    ) -> dict[str, Outcome]:
        """Return what the service's answer says of each identifier.

        ``address`` is that of a question with them whose answer is kept.
        """
        access = self.configuration.access(service.name)
        lookup = service.load().lookup(access, scheme, batch)._replace(service=service.name)
        query = lookup._replace(url=address or lookup.url)
        try:
            read = self._read(service, batch, query)
        except NetworkError as error:
            raise hushed(error, query) from None
        found = [one for one in read if isinstance(one, Citation)]
        homes = answers.matched(found, scheme, batch)
        if read and not found and not homes:
            self._door.forget(query)
        else:
            for value in batch:
                self._door.remember(_thing(service, scheme, value), query)
        is_alone = len(batch) == 1 and query.url == lookup.url
        return {
            value: self._placed(service, access, scheme, value, homes[value])
            if value in homes
            else missing(service, scheme, batch, read, is_alone=is_alone)
            for value in batch
        }

    def _read(
        self, service: Service, batch: Sequence[str], query: Query
    ) -> list[Citation | Reject]:
        """Return what the answer to a question holds; nothing if the service knows nothing.

        Raises:
            NetworkError: there is no answer, or one that cannot be read, which is not kept.

        """
        answer = self._door.ask(query)
        if not answer.known or answer.status == _NO_CONTENT:
            return []
        try:
            check(service, answer)
            if service.nothing(answer.body):
                return []
            source = source_of(service, batch)
            return list(answers.records(answer, service.load().FORMAT, source, self._beside))
        except NetworkError:
            self._door.forget(query)
            raise

    def _placed(
        self,
        service: Service,
        access: Access,
        scheme: str,
        value: str,
        records: Iterable[Citation],
    ) -> Found:
        address = service.load().address(access, scheme, value)
        source = source_of(service, [value])
        return Found(answers.placed(records, source, address, scheme), service.name)


def _thing(service: Service, scheme: str, value: str) -> str:
    return f"{service.name}:{scheme}:{value}"
