"""Pages made to be slow, deep or endless are read in linear time, or rejected.

No test measures time: the calls of functions are counted for a page and for one four times as long,
and an alarm that only a hang can set off watches over what happens inside one call.
``MENTORLIT_FUZZ`` makes the pages a megabyte long (``make fuzz``).
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from hostile_pages import HOSTILE, marked
from mentorlit.composing import normalized
from mentorlit.jsontext import encode
from mentorlit.limits import DEFAULT, MEBIBYTE
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME, READERS, recognise
from mentorlit.stream import Stream
from running import TIME_LIMIT

SIZE = MEBIBYTE if "MENTORLIT_FUZZ" in os.environ else 48 * 1024
GROWING = [name for name in HOSTILE if name.startswith(("lines-", "html-"))]
GROWING = [name for name in GROWING if not name.startswith("html-line-")]
SOME = 2_000
"""Calls that do not depend on the size of a page, beyond those for the smallest."""


@contextmanager
def watched() -> Iterator[None]:
    """End with an exception what would not end within minutes."""

    def stuck(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stuck)
    signal.alarm(TIME_LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(data: bytes, suffix: str) -> list[Citation | Reject]:
    """Read a page as one, whatever its format is taken for."""
    name = "page-html" if suffix == ".html" else "page-text"
    stream = Stream([data], name="page", source="page", format=name)
    return list(BY_NAME[name].load()(stream))


def calls(data: bytes, suffix: str) -> int:
    """Return how many functions are called to read a page."""
    count = 0

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        read(data, suffix)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_ends_and_gives_at_most_some_records(name: str) -> None:
    suffix, make = HOSTILE[name]
    page = make(SIZE)
    with watched():
        found = read(page, suffix)
    assert len(found) < 1000
    for number, record in enumerate(found, 1):
        assert record.origin
        assert record.origin.ordinal == number
        if isinstance(record, Citation):
            assert b"\n" not in encode(record)


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_size_of_a_page(name: str) -> None:
    suffix, make = HOSTILE[name]
    calls(make(2_000), suffix)  # tables are read once
    small, large = calls(make(6_000), suffix), calls(make(24_000), suffix)
    assert large <= 6 * small + SOME


@pytest.mark.parametrize("name", HOSTILE)
def test_a_format_is_recognised_or_not(name: str) -> None:
    suffix, make = HOSTILE[name]
    head = make(DEFAULT.head)[: DEFAULT.head]
    with watched():
        for row in READERS:
            row.recognises(head)
        recognise(head, suffix)


def test_a_page_above_the_limit_is_rejected() -> None:
    for suffix in (".html", ".txt"):
        [found] = read(b"<p>a</p>\n" * (DEFAULT.page // 9 + 1), suffix)
        assert isinstance(found, Reject)
        assert found.code == "too-large"


def test_lines_above_the_limit_are_not_read_and_told() -> None:
    text = b"Title: One\nDOI: 10.5555/one\n\n" + b"x\n" * (DEFAULT.page_lines + 10)
    [found] = read(text, ".txt")
    assert isinstance(found, Citation)
    assert found.title == "One"
    assert [problem.code for problem in found.problems] == ["page-too-long"]


def test_claims_above_the_limit_are_left_and_told() -> None:
    lines = "".join(f"URL: https://example.org/{number}\n" for number in range(3000))
    [found] = read(f"Title: One\nDOI: 10.5555/one\n{lines}".encode(), ".txt")
    assert isinstance(found, Citation)
    assert len(found.url) == DEFAULT.page_claims
    assert [(one.code, one.field) for one in found.problems] == [("too-many-values", "URL")]


def test_elements_nested_too_deep_are_told() -> None:
    page = marked("<div>", after="<p>end")(60_000)
    [found] = read(page, ".html")
    assert isinstance(found, Citation)
    assert found.title == "A study of something"
    assert "page-too-deep" in [problem.code for problem in found.problems]


def test_attributes_beyond_all_measure_are_left() -> None:
    attributes = b" ".join(b"a%d=1" % number for number in range(80_000))
    page = b'<meta name="citation_title" content="One"><p ' + attributes + b">A. Doe</p>"
    page += b'<meta name="citation_doi" content="10.5555/one">'
    with watched():
        [found] = read(page, ".html")
    assert isinstance(found, Citation)
    assert found.doi == "10.5555/one"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_marks_in_any_number_and_order_are_normalised(form: str) -> None:
    import unicodedata  # noqa: PLC0415 - what it is held against

    marks = "\u0301\u0316\u0327\u05b0\u0344\u3099\u0f73"
    for text in (
        f"a{marks * 40}e",
        f"é{marks}\u1100\u1161{marks[::-1] * 30}",
        f"x{marks[2:4] * 99}",
    ):
        assert normalized(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]
    with watched():
        assert len(normalized("NFC", "a" + "\u0301\u0316" * MEBIBYTE)) > MEBIBYTE
