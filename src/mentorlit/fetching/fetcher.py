"""Identifiers to records: batches to the services, one service after the other.

The order in which things are asked is that of the identifiers, services and batches; nothing
depends on how fast an answer comes.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby, islice
from typing import Final

from mentorlit.fetching import answers
from mentorlit.fetching.answers import Held
from mentorlit.fetching.asks import Asks
from mentorlit.fetching.batches import batches
from mentorlit.fetching.configuration import Configuration
from mentorlit.fetching.outcomes import (
    INTERRUPTED,
    NOT_ASKED,
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
from mentorlit.services import BY_NAME, SCHEMES, URL, Identifier, Service
from mentorlit.stream import NOTHING_BESIDE, Beside

_TOO_MUCH: Final = frozenset({"too-large", "http-413", "http-414", "http-431"})
"""What a part of the question succeeds after."""

_REFUSED: Final = "http-400"
"""What a part of the question may succeed after."""

_SEARCHED: Final = 50
"""Parts of an answer to a search that are looked at; five are asked for."""


class Fetcher:
    """Asks services for works.

    ``configuration`` says how. ``stopped`` is set when the user interrupted: what was not asked for
    then is ``not-asked``. ``ended`` is called by whoever has nothing more to ask.
    """

    def __init__(
        self,
        door: Asks,
        configuration: Configuration,
        beside: Beside = NOTHING_BESIDE,
        settled: Callable[[int], None] = lambda _: None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._door = door
        self.configuration = configuration
        self._beside = beside
        self._settled = settled
        self.ended = ended
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
            for told in self._told(service, scheme, left):
                for value, outcome in told.items():
                    if isinstance(outcome, Failed):
                        failures[value].append(outcome)
                    else:
                        outcomes[Identifier(scheme, value)] = outcome
                        self._settled(1)
            left = [one for one in left if Identifier(scheme, one) not in outcomes]
        for value in left:
            failed = summed(scheme, names, failures[value])
            outcomes[Identifier(scheme, value)] = failed
            self._settled(int(failed.code != NOT_ASKED))

    def search(self, service_name: str, record: Citation) -> Outcome | None:
        """Return the works that a service finds by what a record states; None if too little."""
        service = BY_NAME[service_name]
        query = service.search(self.configuration.access(service_name), record)
        if query is None:
            return None
        if self.stopped:
            return INTERRUPTED
        try:
            return self._searched(service, query._replace(service=service_name))
        except KeyboardInterrupt:
            self.stopped = True
            return INTERRUPTED

    def _searched(self, service: Service, query: Query) -> Outcome:
        try:
            answer = self._door.ask(query)
        except NetworkError as error:
            return failure(service, (), error)
        try:
            nothing = check(service, answer, alone=False)
            read = () if nothing else answers.records(answer, service.load().FORMAT, service.name)
            found = [one for one in islice(read, _SEARCHED) if isinstance(one, Citation)]
        except NetworkError as error:
            self._door.forget(query)
            return failure(service, (), hushed(error, query))
        return Found(tuple(map(partial(self._at_home, service), found)), service.name)

    def _at_home(self, service: Service, record: Citation) -> Citation:
        """Return what a search found with the address that it is found at by its identifier."""
        access = self.configuration.access(service.name)
        for scheme in self.configuration.rows[service.name]["batch"]:
            for value in answers.stated(record, scheme)[:1]:
                address = service.load().address(access, scheme, value)
                return answers.placed((record,), service.name, address, scheme)[0]
        return record

    def _told(
        self, service: Service, scheme: str, values: Sequence[str]
    ) -> Iterable[dict[str, Outcome]]:
        """Yield what a service says of identifiers: first of those whose answers are kept."""
        groups: dict[str, list[str]] = {}
        for value in values:
            address = self._door.remembered(self._thing(service, scheme, value))
            groups.setdefault(address, []).append(value)
        new = groups.pop("", [])
        for address, group in groups.items():
            told = self._found_kept(service, scheme, group, address)
            new += [] if told else group
            yield told
        most = int(self.configuration.rows[service.name]["batch"][scheme])
        for batch in batches(service, scheme, new, most):
            yield self._asked(service, scheme, batch)

    def _found_kept(
        self, service: Service, scheme: str, group: Sequence[str], address: str
    ) -> dict[str, Outcome]:
        """Return what is kept, unless the user interrupts."""
        if self.stopped:
            return dict.fromkeys(group, INTERRUPTED)
        try:
            return self._kept(service, scheme, group, address)
        except KeyboardInterrupt:
            self.stopped = True
            return dict.fromkeys(group, INTERRUPTED)

    def _kept(
        self, service: Service, scheme: str, group: Sequence[str], address: str
    ) -> dict[str, Outcome]:
        """Return what the kept answer to a question with others says; nothing if it is gone."""
        own = self._lookup(service, scheme, group)
        query = own._replace(url=address)
        answer = self._door.kept(query)
        if answer is None:
            return {}
        is_alone = len(group) == 1 and own.url == address
        try:
            held = self._held(service, scheme, group, answer, is_alone=is_alone)
        except NetworkError as error:
            self._door.forget(query)
            return dict.fromkeys(group, failure(service, group, hushed(error, query)))
        return self._outcomes(service, scheme, group, held)

    def _lookup(self, service: Service, scheme: str, batch: Sequence[str]) -> Query:
        access = self.configuration.access(service.name)
        return service.load().lookup(access, scheme, batch)._replace(service=service.name)

    def _thing(self, service: Service, scheme: str, value: str) -> str:
        """Return what is remembered of an identifier: it holds for one address of the service."""
        return f"{self.configuration.access(service.name).base} {service.name} {scheme} {value}"

    def _asked(self, service: Service, scheme: str, batch: Sequence[str]) -> dict[str, Outcome]:
        """Ask for a batch, unless the user interrupts."""
        if self.stopped:
            return dict.fromkeys(batch, INTERRUPTED)
        try:
            return self._asked_whole(service, scheme, batch)
        except KeyboardInterrupt:
            self.stopped = True
            return dict.fromkeys(batch, INTERRUPTED)

    def _asked_whole(
        self, service: Service, scheme: str, batch: Sequence[str]
    ) -> dict[str, Outcome]:
        """Ask for a batch; in halves if it was too much."""
        try:
            return self._answered(service, scheme, batch)
        except NetworkError as error:
            if len(batch) > 1 and (error.code in _TOO_MUCH or error.code == _REFUSED):
                return self._in_halves(service, scheme, batch, error)
            return dict.fromkeys(batch, failure(service, batch, error))

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
        if len(refused) == 1 and len(refused[0]) > 1:
            outcomes |= self._in_halves(service, scheme, refused[0], error)
        return outcomes

    def _answered(self, service: Service, scheme: str, batch: Sequence[str]) -> dict[str, Outcome]:
        """Ask for a batch, and return what the service's answer says of each identifier."""
        query = self._lookup(service, scheme, batch)
        answer = self._door.ask(query)
        try:
            held = self._held(service, scheme, batch, answer, is_alone=len(batch) == 1)
        except NetworkError as error:
            self._door.forget(query)
            raise hushed(error, query) from None
        if held.refused and not held.homes:
            self._door.forget(query)
        else:
            self._door.remember([self._thing(service, scheme, one) for one in batch], query)
        return self._outcomes(service, scheme, batch, held)

    def _held(
        self,
        service: Service,
        scheme: str,
        batch: Sequence[str],
        answer: Answer,
        *,
        is_alone: bool,
    ) -> Held:
        """Return what an answer holds for the identifiers.

        Raises:
            NetworkError: it is none, or cannot be read.

        """
        if check(service, answer, alone=is_alone):
            return Held(scheme, batch)
        source = source_of(service, batch)
        read = answers.records(answer, service.load().FORMAT, source, self._beside)
        held = answers.held(read, scheme, batch)
        held.is_alone, held.moved_to = is_alone, answer.url if is_alone else ""
        return held

    def _outcomes(
        self, service: Service, scheme: str, batch: Sequence[str], held: Held
    ) -> dict[str, Outcome]:
        if service.row.get("merges") == scheme and answers.is_where_it_led(held):
            held.homes[batch[0]] = held.others[:1]
        return {
            value: self._placed(service, scheme, value, held)
            if held.homes.get(value)
            else missing(service, scheme, batch, held)
            for value in batch
        }

    def _placed(self, service: Service, scheme: str, value: str, held: Held) -> Found:
        access = self.configuration.access(service.name)
        address = service.load().address(access, scheme, value)
        source = source_of(service, [value])
        records = answers.placed(held.homes[value], source, address, scheme)
        return Found(records, service.name, tuple(held.refused) if scheme == URL else ())
