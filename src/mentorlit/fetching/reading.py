"""Identifiers and addresses as inputs of a reading, in one order with files."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import NOT_ASKED, Failed
from mentorlit.fetching.requested import LIST, Requested
from mentorlit.fetching.wanted import FORMAT, Wanted, wanted, windows
from mentorlit.model import Citation
from mentorlit.problems import InputError, Reject
from mentorlit.reading import Reading

WINDOW: Final = 2_000
"""Identifiers that are asked for together and whose records are held: more would save few
questions (a part of a batch for each scheme), and a record may have some 50 kB."""

NOT_AN_IDENTIFIER: Final = "not-an-identifier"

Input = str | Requested


class FetchedReading(Reading):
    """The citations behind a list of inputs, of which some are asked for over the network.

    ``reached`` counts identifiers for which a server answered, ``unreached`` those for which none
    did, ``stopped`` tells whether the
    user interrupted: what was not asked for then is rejected as ``not-asked``, and what was
    fetched is kept.

    Args:
        inputs: names of files or folders, identifiers, and files of identifiers.
        fetcher: asks for them.
        further: the arguments of :class:`~mentorlit.reading.Reading`.

    """

    def __init__(self, inputs: Sequence[Input], fetcher: Fetcher, **further: Any) -> None:
        super().__init__([one for one in inputs if isinstance(one, str)], **further)
        self._all = inputs
        self._fetcher = fetcher
        self.reached = 0
        self.unreached = 0
        self._arguments = 0

    @property
    def stopped(self) -> bool:
        """Whether the user interrupted."""
        return self._fetcher.stopped

    def records(self) -> Iterator[Citation | Reject]:
        """Yield citations and rejects in the order of the inputs."""
        for is_file, group in groupby(self._all, key=lambda one: isinstance(one, str)):
            if is_file:
                self.names = [one for one in group if isinstance(one, str)]
                yield from super().records()
            else:
                requested = [one for one in group if isinstance(one, Requested)]
                yield from self._fetched(requested)
        self._fetcher.ended()

    def total(self) -> int:
        """Return 0: how much there is to be read is not known before."""
        return 0

    def _fetched(self, requested: Iterable[Requested]) -> Iterator[Citation | Reject]:
        unread: list[Reject] = []
        for window in windows(self._wanted(requested, unread), WINDOW):
            yield from unread
            unread.clear()
            yield from self._window(window)
        yield from unread

    def _wanted(self, requested: Iterable[Requested], unread: list[Reject]) -> Iterator[Wanted]:
        """Yield what is asked for; a list that cannot be read goes to ``unread``."""
        for one in requested:
            self._arguments += one.scheme != LIST
            try:
                yield from wanted(one, self._arguments, self._encoding)
            except InputError as error:
                unread.append(self._unread(one.text, "unreadable", str(error)))

    def _window(self, window: list[Wanted]) -> Iterator[Citation | Reject]:
        outcomes = self._fetcher.fetch(one.identifier for one in window if one.identifier)
        for one in window:
            if one.identifier is None:
                yield self._counted(one.reject(NOT_AN_IDENTIFIER, _WHAT_IS), FORMAT)
                continue
            outcome = outcomes[one.identifier]
            if isinstance(outcome, Failed):
                self.reached += outcome.reached
                self.unreached += not outcome.reached and outcome.code != NOT_ASKED
                if self._strict and outcome.code == NOT_ASKED:
                    raise KeyboardInterrupt
                yield self._counted(one.reject(outcome.code, outcome.message), FORMAT)
                continue
            self.reached += 1
            for record in outcome.records:
                yield self._counted(record, record.origin.format if record.origin else "")
            for refused in outcome.refused:
                yield self._counted(refused, FORMAT)


_WHAT_IS: Final = (
    "neither a DOI, PMID, PMCID, arXiv id, ISBN nor OpenAlex id, with a right check digit, nor an "
    "address that begins with http:// or https://"
)
