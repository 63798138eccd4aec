"""Records with what they lack: rounds of questions about many records at a time.

In each round every record that still lacks something asks by its next identifier; what is left is
then searched for by title. An answer fills what it can, and what was asked stands in the record.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from mentorlit.enriching import asked
from mentorlit.enriching.comparing import SAME, UNSURE, Chosen, Verdict, chosen
from mentorlit.enriching.filling import filled
from mentorlit.enriching.lacking import lacking, questions, searchable
from mentorlit.enriching.marking import CODES, marked
from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import NOT_ASKED, Failed, Found, Outcome
from mentorlit.model import Citation, Problem
from mentorlit.services import DOI, PMID, Identifier

if TYPE_CHECKING:
    from mentorlit.enriching.deciding import Decided
    from mentorlit.enriching.retractions import Retractions

Made = TypeVar("Made")

WINDOW: Final = 1_000
"""Records that are completed together and held: five full batches for the services of most ids."""

_TELL_UPDATES: Final = frozenset({DOI, PMID})
"""What complete records are looked up by: Crossref and PubMed say what became of works."""

_ROUNDS: Final = 6
"""Identifiers by which one record is asked for; a record has a handful at most."""


class Wishes(NamedTuple):
    """What a user wants of an enrichment.

    ``fields`` are the JSON names of what is looked for; empty means what a citation needs.
    ``overwrite`` are those that answers may replace. With ``updates`` complete records are looked
    up too, for what became of them; with ``again`` what earlier runs asked counts for nothing.
    ``decided`` are people's answers about unsure ones.
    """

    fields: tuple[str, ...] = ()
    overwrite: frozenset[str] = frozenset()
    updates: bool = False
    again: bool = False
    searches: tuple[str, ...] = ()
    decided: "Decided | None" = None
    retractions: "Retractions | None" = None


class Tally(NamedTuple):
    """What became of the records: counted in ``records`` (by outcome) and ``fields`` (filled)."""

    records: Counter[str]
    fields: Counter[str]


TITLE: Final = "its title"
"""What a record was searched by, as a listener is told."""


class Listener:
    """Is told of what a person may have to look at; the methods do nothing by themselves."""

    def unsure(self, record: Citation, answer: Citation, verdict: Verdict) -> None:
        """Hear of an answer that may be the work."""

    def marked(self, record: Citation, problems: tuple[Problem, ...]) -> None:
        """Hear that a work is retracted, corrected, or that there is concern about it."""

    def failed(self, record: Citation, what: str, failed: Failed) -> None:
        """Hear that a question about a record got no answer.

        ``what`` is the identifier, or ``TITLE``. After an interruption each record is told of once.
        """


class _State:
    """One record on its way: as it is now, and what is still to be asked."""

    def __init__(self, record: Citation, *, again: bool) -> None:
        self.record = record
        self.before = record
        self.notes: list[str] = []
        self.tried: set[Identifier] = set()
        self.unsure: set[object] = set()
        self.failed = False
        self._made: dict[object, Any] = {}
        self._made_of = record
        self.known = not again and asked.was_answered(record)
        self.elsewhere = frozenset[Identifier]() if again else asked.led_elsewhere(record)

    def of_record(self, make: Callable[[Citation], Made]) -> Made:
        """Return what ``make`` makes of the record as it is now; it is made once."""
        if self._made_of is not self.record:
            self._made.clear()
            self._made_of = self.record
        if make not in self._made:
            self._made[make] = make(self.record)
        made: Made = self._made[make]
        return made


class Completing:
    """Completes records; see :class:`Wishes`. ``tally`` counts what became of them.

    Every record comes out, in the order in which they came in. After an interruption they come out
    as far as they are completed.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        wishes: Wishes,
        listener: Listener,
    ) -> None:
        self._fetcher = fetcher
        self._wishes = wishes
        self._listener = listener
        self.tally = Tally(Counter(), Counter())
        self.reached = 0
        self.unreached = 0

    def completed(self, records: Iterable[Citation]) -> Iterator[Citation]:
        """Yield each record, completed."""
        iterator = iter(records)
        while window := list(islice(iterator, WINDOW)):
            states = [_State(record, again=self._wishes.again) for record in window]
            self._by_identifier(states)
            self._by_search(states)
            self._by_identifier(states)
            for state in states:
                yield self._finished(state)
        self._fetcher.ended()

    def _by_identifier(self, states: Sequence[_State]) -> None:
        for _ in range(_ROUNDS):
            asking = [(one, wanted) for one in states if (wanted := self._next(one))]
            if not asking:
                return
            outcomes = self._fetcher.fetch(wanted for _, wanted in asking)
            for state, wanted in asking:
                state.tried.add(wanted)
                self._take(state, outcomes[wanted], wanted)

    def _next(self, state: _State) -> Identifier | None:
        """Return what a record is to be asked for by next."""
        wishes = self._wishes
        if wishes.decided:
            for told in state.of_record(wishes.decided.questions):
                if told not in state.tried:
                    return told
        lacks = self._lacks(state)
        for one in state.of_record(questions) if lacks or wishes.updates else ():
            if not lacks and one.scheme not in _TELL_UPDATES:
                continue
            if one not in state.tried and not self._was_asked(state, one):
                return one
        return None

    def _lacks(self, state: _State) -> bool:
        return state.of_record(self._is_lacking)

    def _is_lacking(self, record: Citation) -> bool:
        return bool(self._wishes.overwrite or lacking(record, self._wishes.fields))

    def _was_asked(self, state: _State, one: Identifier) -> bool:
        services = self._fetcher.configuration.order(one.scheme)
        told = {asked.text(name, *one) for name in services}
        before = any(self._was_asked_before(state, name, *one) for name in services)
        return before or not told.isdisjoint(state.notes)

    def _was_asked_before(self, state: _State, service: str, scheme: str, value: str = "") -> bool:
        return not self._wishes.again and asked.was_asked(state.before, service, scheme, value)

    def _take(self, state: _State, outcome: Outcome, wanted: Identifier) -> None:
        """Fill a record with the answer to one of its identifiers."""
        if isinstance(outcome, Failed):
            self._missed(state, outcome, str(wanted))
            state.notes += [asked.text(name, *wanted, asked.UNKNOWN) for name in outcome.unknown]
            if outcome.unknown:
                self._solved(state, wanted)
            return
        self.reached += 1
        self._solved(state, wanted)
        came = "" if self._choose(state, outcome, wanted) else asked.OTHER
        if came:
            state.elsewhere |= {wanted}
        state.notes.append(asked.text(outcome.service, *wanted, came))

    def _solved(self, state: _State, wanted: Identifier) -> None:
        """Note that what a person decided on was looked up again."""
        if self._wishes.decided:
            state.record = self._wishes.decided.noted(state.record, wanted)

    def _missed(self, state: _State, failed: Failed, what: str) -> None:
        self.reached += failed.reached
        self.unreached += not failed.reached and failed.code != NOT_ASKED
        if failed.unknown or (failed.code == NOT_ASKED and state.failed):
            return
        state.failed = True
        self._listener.failed(state.record, what, failed)

    def _choose(self, state: _State, found: Found, wanted: Identifier | None) -> bool:
        """Take the answer that is the work, if one is; tell whether one is."""
        choice: Chosen = chosen(
            state.record,
            found.records,
            asked=wanted,
            elsewhere=state.elsewhere,
            decided=self._wishes.decided,
        )
        if choice.outcome == UNSURE:
            for answer, verdict in choice.unsure:
                self._doubt(state, answer, verdict)
        if choice.outcome != SAME or choice.answer is None:
            return False
        state.known = True
        state.notes += [asked.text(found.service, *one) for one in self._same(found, choice.answer)]
        record = filled(
            state.record, choice.answer, by=found.service, overwrite=self._wishes.overwrite
        )
        state.record = marked(record, choice.answer, by=found.service)
        return True

    def _doubt(self, state: _State, answer: Citation, verdict: Verdict) -> None:
        """Tell of an unsure answer, once if several questions led to it."""
        own = questions(answer) or (answer.title,)
        if state.unsure.isdisjoint(own):
            self._listener.unsure(state.before, answer, verdict)
        state.unsure.update(own)

    def _same(self, found: Found, answer: Citation) -> list[Identifier]:
        """Return the identifiers by which the service would give the same answer again."""
        batch = self._fetcher.configuration.rows[found.service]["batch"]
        return [one for one in questions(answer) if one.scheme in batch]

    def _by_search(self, states: Iterable[_State]) -> None:
        """Search for what no identifier led to, one record after the other."""
        for state in states:
            if state.known or not self._lacks(state) or not searchable(state.record):
                continue
            for name in self._wishes.searches:
                if self._searched(state, name):
                    break

    def _searched(self, state: _State, name: str) -> bool:
        """Ask one service for a record's title; tell whether the work was found."""
        if self._was_asked_before(state, name, asked.SEARCH):
            return False
        outcome = self._fetcher.search(name, state.record)
        if outcome is None:
            return False
        if isinstance(outcome, Failed):
            self._missed(state, outcome, TITLE)
            return False
        self.reached += 1
        state.notes.append(asked.text(name, asked.SEARCH))
        return self._choose(state, outcome, None)

    def _tell_marks(self, record: Citation, before: Citation) -> None:
        new = tuple(
            one for one in record.problems if one.code in CODES and one not in before.problems
        )
        if new:
            self._listener.marked(record, new)
        known = {one.code for one in before.problems}
        self.tally.records.update({one.code for one in new} - known)

    def _finished(self, state: _State) -> Citation:
        record, tally = state.record, self.tally
        if self._wishes.retractions:
            record = self._wishes.retractions.marked(record)
        new = [name for name in record.provenance if _is_new(record, state.before, name)]
        tally.fields.update(new)
        tally.records["completed"] += bool(new)
        self._tell_marks(record, state.before)
        return asked.noted(record, state.notes) if state.notes else record


def _is_new(record: Citation, before: Citation, name: str) -> bool:
    return record.provenance[name] != before.provenance.get(name)
