"""What ``mentorlit enrich`` does: records in, questions to services, completed records out."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any, Final

import msgspec

from mentorlit.cli.console import say
from mentorlit.cli.decided import counted, read
from mentorlit.cli.network import Network, connected, outcome
from mentorlit.cli.options import Settings
from mentorlit.cli.run import Run, running
from mentorlit.dedupe.decisions.sides import label
from mentorlit.enriching.comparing import Verdict
from mentorlit.enriching.completing import TITLE, Completing, Listener, Wishes
from mentorlit.enriching.deciding import Decided, queue_line
from mentorlit.enriching.filling import fillable
from mentorlit.enriching.marking import CODES
from mentorlit.enriching.retractions import Retractions, load
from mentorlit.enriching.undoing import undone
from mentorlit.fetching.configuration import Configuration
from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import Failed
from mentorlit.model import Citation, Problem
from mentorlit.problems import ExitStatus, Reject, UsageError
from mentorlit.writing import Output

OFFLINE: Final = "offline"

_SHOWN: Final = 3
"""Faults of a list that are told without ``--verbose``."""

_MOST: Final = 6
"""Fields that the summary names."""


class _Told(Listener):
    """Writes unsure answers to the review file, and failures to the rejects."""

    def __init__(self, run: Run, review: Output | None) -> None:
        self._run = run
        self._review = review
        self.unsure_pairs = 0
        self.failures = 0

    def unsure(self, record: Citation, answer: Citation, verdict: Verdict) -> None:
        """Ask a person."""
        self.unsure_pairs += 1
        if self._review:
            self._review.write(queue_line(record, answer, verdict, self.unsure_pairs))

    def marked(self, record: Citation, problems: tuple[Problem, ...]) -> None:
        """Say which work it is, as other doubts are told."""
        said = [Problem(one.code, f"{one.message}: {label(record)}") for one in problems]
        self._run.relay.doubted(msgspec.structs.replace(record, problems=tuple(said)))

    def failed(self, record: Citation, what: str, failed: Failed) -> None:
        """Tell of it; the record itself is kept. Offline nothing else is expected."""
        self.failures += failed.code != OFFLINE
        if record.origin and failed.code != OFFLINE:
            raw = (record.title if what == TITLE else what).encode(errors="replace")
            message = f"by {what}: {failed.message}"
            self._run.relay.unanswered(Reject(record.origin, failed.code, message, raw, len(raw)))


def complete(settings: Settings, network: Network, given: Mapping[str, Any]) -> None:
    """Complete the records of the inputs."""
    also = [*(given["decisions"] or ()), *filter(None, [given["retractions"]])]
    with ExitStack() as stack:
        run = stack.enter_context(running("enrich", settings, given["review"], also_read=also))
        fetcher = stack.enter_context(connected(network, settings))
        review = stack.enter_context(Output(given["review"])) if given["review"] else None
        told = _Told(run, review)
        wishes = _wishes(given, fetcher.configuration)
        if wishes.retractions and not settings.quiet:
            _tell_list(wishes.retractions, verbose=settings.verbose)
        completing = Completing(fetcher, wishes, told)
        run.watches = False
        run.ends = partial(_outcome, completing, told, fetcher)
        run.write_lines(completing.completed(run.citations()))
        if not settings.quiet:
            _tell(completing, told, given)


def take_back(settings: Settings) -> None:
    """Write the records of the inputs without anything that was filled in."""
    with running("enrich", settings) as run:
        run.write_lines(map(undone, run.citations()))


def _wishes(given: Mapping[str, Any], holds: Configuration) -> Wishes:
    """Return what the options ask for.

    Raises:
        UsageError: a field cannot be looked for, or not be replaced.
        InputError: the list of retractions cannot be read.

    """
    overwrite = frozenset(_fields("--overwrite", given["overwrite"], fillable()))
    decisions = given["decisions"]
    return Wishes(
        fields=_fields("--fields", given["fields"], fillable()),
        overwrite=overwrite,
        updates=given["updates"],
        again=holds.refresh,
        searches=() if given["no_search"] else holds.searches(),
        decided=Decided(read(decisions)) if decisions else None,
        retractions=load(given["retractions"]) if given["retractions"] else None,
    )


def _fields(option: str, text: str, known: Iterable[str]) -> tuple[str, ...]:
    names = {name.lower(): name for name in known}
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    for one in wanted:
        if one.lower() not in names:
            raise UsageError(f"{option}: {one!r} is none of {', '.join(names.values())}")
    return tuple(dict.fromkeys(names[one.lower()] for one in wanted))


def _outcome(completing: Completing, told: _Told, fetcher: Fetcher) -> ExitStatus | None:
    """Return the status that goes before that of the account of records."""
    found = outcome(
        stopped=fetcher.stopped,
        reached=completing.reached,
        unreached=completing.unreached if told.failures else 0,
    )
    return found or (ExitStatus.SOME_REJECTED if told.failures else None)


def _tell_list(found: Retractions, *, verbose: bool) -> None:
    """Say what of a list of retractions tells nothing."""
    for fault in found.faults if verbose else found.faults[:_SHOWN]:
        say(fault)
    told = {"not understood": found.faulty, "without an identifier of the work": found.unnamed}
    if any(told.values()):
        rows = ", ".join(f"{counted(count, 'row')} {what}" for what, count in told.items() if count)
        say(f"{found.name}: {counted(found.works, 'work')}; {rows}")


def _tell(completing: Completing, told: _Told, given: Mapping[str, Any]) -> None:
    """Say what was filled, and what a person has to look at."""
    records, fields = completing.tally
    named = [f"{name} {count}" for name, count in fields.most_common(_MOST)]
    more = len(fields) - len(named)
    what = ", ".join(named) + (f" and {more} more fields" if more > 0 else "")
    say(f"enrich: {counted(records['completed'], 'record')} completed{what and f' ({what})'}")
    if told.unsure_pairs:
        asks = counted(told.unsure_pairs, "unsure answer")
        file = given["review"]
        say(
            f"enrich: {asks}"
            + (
                f" in {file}; next: mentorlit review {file}"
                if file
                else "; --review FILE writes them for you to decide"
            )
        )
    marks = {code: records[code] for code in CODES}
    if any(marks.values()):
        say("enrich: " + ", ".join(f"{count} {name}" for name, count in marks.items() if count))
