"""Damaged answers of services: the work that was asked for, or a failure that says why not."""

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.library import configure, mounts
from loopback.serving import Asked, Reply
from loopback.works import Work, work
from mentorlit.fetching.configuration import Given, configured
from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import Failed, Found
from mentorlit.fetching.requested import LIST, Requested
from mentorlit.fetching.wanted import wanted
from mentorlit.network.asking import Answer, Query
from mentorlit.network.statuses import is_answer, refusal
from mentorlit.services import ARXIV, DOI, ISBN, OPENALEX, PMCID, PMID, Identifier

WORKS = [work(number) for number in range(1, 30)]
MOUNTS = mounts(WORKS)
IDENTIFIERS: tuple[tuple[str, Callable[[Work], str]], ...] = (
    (DOI, lambda one: one.doi),
    (PMID, lambda one: one.pmid),
    (PMCID, lambda one: one.pmcid),
    (ARXIV, lambda one: one.arxiv),
    (ISBN, lambda one: one.isbn),
    (OPENALEX, lambda one: one.openalex),
)
TOKENS = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b":null,",
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"</",
        b"\0",
        b"\xff",
    ),
    *(b"1e999", b"9" * 400, b"\\ud800", b"[" * 2000, b'{"a":' * 2000, b"<a>" * 300),
    *(b"null", b"5", b'"x"', b"[]", b"{}", b"[null]", b"[[]]", b'{"a":[1]}', b"true", b"-1.5"),
    b'<!DOCTYPE x [<!ENTITY a "b">]>&a;',
)
WHOLES = (
    *(b"", b" ", b"null", b"[]", b"{}", b"5", b'"x"', b"\xff\xfe", b"[" * 5000, b"<a>" * 5000),
    b"<!doctype html><title>Error</title><p>Sorry",
    b'{"error": 5, "message": {"items": 5}, "data": "z", "results": {"a": 1}, "response": []}',
    b'{"message": null, "data": [null, 5, [], {}], "results": [null, 5, [], {}]}',
    b'{"status": "ok", "message": {"items": [null, 5, [], {}]}}',
)


class Damaging:
    """A door whose answers are those of the services, changed on the way."""

    def __init__(self) -> None:
        self.change: Callable[[bytes], bytes] = bytes

    def ask(self, query: Query) -> Answer:
        reply = answered(query.url, query.accept)
        if not is_answer(reply.status):
            raise refusal(reply.status)
        headers = {name.lower(): value for name, value in reply.headers.items()}
        body = self.change(reply.body)
        return Answer(url=query.url, status=reply.status, headers=headers, body=body)

    def forget(self, query: Query) -> None:
        pass

    def remember(self, things: Iterable[str], query: Query) -> None:
        pass

    def kept(self, query: Query) -> Answer | None:
        pass

    def remembered(self, thing: str) -> str:
        return thing[:0]


def answered(url: str, accept: str) -> Reply:
    """Return what the service says, after redirects among them."""
    place = urlsplit(url)
    path = unquote(place.path)
    prefix = max((one for one in MOUNTS if path.startswith(one)), key=len)
    headers = {"accept": accept, "host": place.netloc, "user-agent": "mentorlit"}
    below = path.removeprefix(prefix) or "/"
    reply = MOUNTS[prefix](Asked("GET", below, parse_qs(place.query), headers, place.path))
    location = reply.headers.get("Location", "")
    return answered(location, accept) if location.startswith(f"http://{place.netloc}") else reply


@pytest.fixture
def door() -> Damaging:
    return Damaging()


@pytest.fixture
def fetcher(door: Damaging, tmp_path: Path) -> Fetcher:
    config = configure(tmp_path, "http://library.test")
    keys = {"OPENALEX_API_KEY": "key"}
    return Fetcher(door, configured(Given(config=config, mailto="me@example.org"), keys, config))


@st.composite
def changes(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Draw what happens to an answer: pieces of it are lost, doubled or replaced."""
    steps = draw(
        st.lists(
            st.tuples(
                st.floats(0, 1),
                st.integers(0, 60),
                st.sampled_from(TOKENS) | st.binary(max_size=4),
            ),
            min_size=1,
            max_size=6,
        )
    )

    def change(body: bytes) -> bytes:
        for share, length, added in steps:
            place = int(share * len(body))
            body = body[:place] + added + body[place + length :]
        return body

    return change


@pytest.mark.parametrize(("scheme", "of"), IDENTIFIERS, ids=[name for name, _ in IDENTIFIERS])
def test_a_damaged_answer_is_a_record_or_a_failure_that_says_why(
    scheme: str, of: Callable[[Work], str], door: Damaging, fetcher: Fetcher
) -> None:
    asked = [Identifier(scheme, of(one)) for one in WORKS if of(one)][:3]

    @given(changes())
    def check(change: Callable[[bytes], bytes]) -> None:
        door.change = change
        outcomes = fetcher.fetch(asked)
        assert outcomes.keys() == set(asked)
        for outcome in outcomes.values():
            assert isinstance(outcome, Found) or outcome.message

    check()


@pytest.mark.parametrize(("scheme", "of"), IDENTIFIERS, ids=[name for name, _ in IDENTIFIERS])
@pytest.mark.parametrize("whole", WHOLES, ids=[repr(whole[:12]) for whole in WHOLES])
def test_an_answer_that_is_something_else_is_a_failure(
    scheme: str, of: Callable[[Work], str], whole: bytes, door: Damaging, fetcher: Fetcher
) -> None:
    door.change = lambda _: whole
    asked = [Identifier(scheme, of(one)) for one in WORKS if of(one)][:2]
    for number in (1, 2):
        for outcome in fetcher.fetch(asked[:number]).values():
            assert isinstance(outcome, Failed), outcome
            assert outcome.message.isprintable()


@pytest.mark.parametrize(
    "line", ['{"a":' + "[" * 5000, '{"raw": 5}', '{"raw": "w6Q="}', "{" * 9000]
)
def test_a_line_of_identifiers_that_is_hostile_is_no_identifier(line: str, tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text(f"{line}\n10.5555/mentor\n", encoding="utf-8")
    first, second = wanted(Requested(str(path), LIST), 1)
    assert (first.identifier, second.identifier) == (None, Identifier(DOI, "10.5555/mentor"))
