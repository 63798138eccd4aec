"""Completing records, with a door that has nothing behind it."""

from collections.abc import Iterable

import pytest

from enriching_records import MENTORS, SPARSE, changed
from mentorlit.enriching.asked import noted, text
from mentorlit.enriching.completing import TITLE, Completing, Listener, Wishes
from mentorlit.fetching.configuration import Given, configured
from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import Failed
from mentorlit.model import Citation, Problem
from mentorlit.network.asking import Answer, NetworkError, Query

CONFIGURATION = configured(Given(), {})


class Door:
    """Answers nothing; at the question of a number the user interrupts."""

    def __init__(self, interrupted: int = 0) -> None:
        self._interrupted = interrupted
        self.asked: list[Query] = []

    def ask(self, query: Query) -> Answer:
        self.asked.append(query)
        if len(self.asked) == self._interrupted:
            raise KeyboardInterrupt
        raise NetworkError("unreachable", "nobody is there")

    def forget(self, query: Query) -> None:
        raise AssertionError(query)

    def remember(self, things: Iterable[str], query: Query) -> None:
        raise AssertionError(things, query)

    def remembered(self, thing: str) -> str:  # noqa: ARG002 - as doors have it
        return ""

    def kept(self, query: Query) -> Answer | None:  # noqa: ARG002 - as doors have it
        return None


class Hearing(Listener):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, str]] = []
        self.marks: list[Problem] = []

    def failed(self, record: Citation, what: str, failed: Failed) -> None:
        assert record.title
        self.failures.append((what, failed.code))

    def marked(self, record: Citation, problems: tuple[Problem, ...]) -> None:
        assert record.problems
        self.marks += problems


def completing(door: Door, heard: Listener) -> Completing:
    wishes = Wishes(searches=CONFIGURATION.searches())
    return Completing(Fetcher(door, CONFIGURATION), wishes, heard)


RECORDS = [
    SPARSE,
    MENTORS,
    changed(SPARSE, pmid="5", pmcid="PMC5"),
    changed(SPARSE, title=f"{SPARSE.title} again"),
]


def test_after_an_interruption_every_record_that_was_not_asked_for_is_told_once() -> None:
    door, heard = Door(interrupted=1), Hearing()
    assert [*completing(door, heard).completed(RECORDS)] == RECORDS
    assert len(door.asked) == 1
    assert {code for _, code in heard.failures} == {"not-asked"}
    assert sorted(what for what, _ in heard.failures) == ["PMID 5", TITLE, TITLE]


def test_complete_records_are_asked_for_nothing() -> None:
    door, heard = Door(), Hearing()
    assert [*completing(door, heard).completed([MENTORS])] == [MENTORS]
    assert (door.asked, heard.failures) == ([], [])


@pytest.mark.parametrize("came", ["other", "unknown"])
def test_a_later_run_searches_for_what_an_identifier_did_not_lead_to(came: str) -> None:
    record = noted(changed(SPARSE, pmid="5"), [text("pubmed", "PMID", "5", came)])
    door, heard = Door(), Hearing()
    assert [*completing(door, heard).completed([record])] == [record]
    assert {what for what, _ in heard.failures} == {TITLE}
