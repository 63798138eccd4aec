"""arXiv: what is asked arrives, what is answered is read, errors are seen."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.questions import BASE, ask, over_http, read, records
from loopback.services import arxiv as server
from loopback.serving import Loopback
from loopback.works import work
from mentorlit.identifiers import arxiv as normal
from mentorlit.problems import Reject
from mentorlit.services import ARXIV, BY_NAME, Access, arxiv

PREPRINTS = [one for one in map(work, range(1_200)) if one.arxiv]
ACCESS = Access(BASE, mailto="reader@example.org", key="0123secret")


def test_a_hundred_ids_are_one_question() -> None:
    asked = [one.arxiv for one in PREPRINTS[:100]]
    assert len(asked) == BY_NAME["arxiv"].batch(ARXIV)
    with Loopback({"/arxiv": server.handler(PREPRINTS)}) as loopback:
        base = f"{loopback.address}/arxiv"
        status, body = over_http(arxiv.lookup(ACCESS._replace(base=base), ARXIV, asked))
        assert loopback.count() == 1
    assert status == 200
    assert arxiv.fault(body) == ""
    for record, one in zip(records("arxiv", body), PREPRINTS, strict=False):
        assert record.identifiers == {"arXiv": (one.arxiv,)}
        assert record.title == one.title
        assert record.version == str(server.latest(one))
        assert record.issued
        assert (record.issued.year, record.issued.month) == (one.year, one.month)
        assert len(record.author) == len(one.authors)


def test_a_version_can_be_asked_for() -> None:
    one = next(one for one in PREPRINTS if server.latest(one) > 1)
    asked = [f"{one.arxiv}v1", one.arxiv, f"{one.arxiv}v9"]
    body = ask(server.handler(PREPRINTS), arxiv.lookup(ACCESS, ARXIV, asked)).body
    assert [record.version for record in records("arxiv", body)] == ["1", str(server.latest(one))]


def test_unknown_ids_are_missing_or_say_nothing() -> None:
    asked = ["2101.99999", "0808.05394", PREPRINTS[0].arxiv]
    body = ask(server.handler(PREPRINTS), arxiv.lookup(ACCESS, ARXIV, asked)).body
    empty, record = read("arxiv", body)
    assert isinstance(empty, Reject)
    assert empty.code == "empty-record"
    assert not isinstance(record, Reject)
    assert record.identifiers == {"arXiv": (PREPRINTS[0].arxiv,)}
    nothing = ask(server.handler(PREPRINTS), arxiv.lookup(ACCESS, ARXIV, asked[:1])).body
    assert arxiv.fault(nothing) == ""
    assert records("arxiv", nothing) == []


def test_one_bad_id_spoils_the_question_and_is_asked_for_alone() -> None:
    asked = ["2113.1", PREPRINTS[0].arxiv]
    reply = ask(server.handler(PREPRINTS), arxiv.lookup(ACCESS, ARXIV, asked))
    assert reply.status == 400
    assert arxiv.fault(reply.body) == "incorrect id format for 2113.1"
    assert [arxiv.alone(ARXIV, one) for one in asked] == [True, False]


@pytest.mark.parametrize(
    ("identifier", "alone"),
    [
        ("0704.0001", False),
        ("1412.9999v2", False),
        ("1501.00001", False),
        ("2612.12345v10", False),
        ("hep-th/9108001", False),
        ("math/0309136v1", False),
        ("1412.00001", True),
        ("1501.0001", True),
        ("2113.00001", True),
        ("0600.0001", True),
        ("hep-th/9913001", True),
        ("solv-int/1234567", True),
    ],
)
def test_ids_that_arxiv_may_not_take_are_asked_for_alone(identifier: str, alone: bool) -> None:
    assert normal(identifier) == identifier
    assert arxiv.alone(ARXIV, identifier) is alone


def test_the_subject_class_is_no_part_of_an_old_id() -> None:
    assert normal("arXiv:math.GT/0309136v2") == "math/0309136v2"
    assert normal("https://arxiv.org/abs/cond-mat/9901001") == "cond-mat/9901001"
    assert normal("https://arxiv.org/pdf/cs.CL/0001001.pdf") == "cs/0001001"


def test_the_address_of_a_record_is_public_and_asks_for_it_alone() -> None:
    address = arxiv.address(ACCESS, ARXIV, "hep-th/9901001v2")
    assert address == f"{BASE}/query?id_list=hep-th/9901001v2&max_results=1"
    query = arxiv.lookup(ACCESS, ARXIV, ["hep-th/9901001v2"])
    assert (query.url, query.private, query.private_headers) == (address, (), ())


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1), min_size=1)
)
def test_whatever_is_asked_arrives(ids: list[str]) -> None:
    url = arxiv.lookup(ACCESS, ARXIV, ids).url
    assert url.isascii()
    assert url.isprintable()
    asked = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert asked == {"id_list": [",".join(ids)], "max_results": [str(len(ids))]}


def test_errors_that_look_like_successes() -> None:
    assert arxiv.fault(b"Rate exceeded.\n") == "Rate exceeded."
    assert arxiv.fault(b"") == "the answer is empty"
    assert arxiv.fault(b"<!doctype HTML><p>") == "a page for people came instead of data"
    bare = b"<feed><entry><id>http://arxiv.org/api/errors#x</id></entry></feed>"
    assert arxiv.fault(bare) == "an error without a message"


@given(st.binary())
def test_any_answer_is_told_in_one_line(body: bytes) -> None:
    assert arxiv.fault(body).isprintable()
    assert len(arxiv.fault(b"<entry><id>http://arxiv.org/api/errors</id><summary>" + body)) <= 200


def test_the_server_refuses_two_questions_within_three_seconds() -> None:
    times = iter([10.0, 10.0, 12.5, 12.5, 20.0, 20.0])
    arxiv_server = server.handler(PREPRINTS, clock=lambda: next(times))
    query = arxiv.lookup(ACCESS, ARXIV, [PREPRINTS[0].arxiv])
    replies = [ask(arxiv_server, query) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 429, 200]
    assert arxiv.fault(replies[1].body) == "Rate exceeded."
