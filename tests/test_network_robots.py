"""What sites allow programs to read."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.network.asking import Answer, NetworkError, Query
from mentorlit.network.robots import READ, Robots
from mentorlit.network.statuses import refusal

PAGE = "https://site.example/articles/7?view=full"


class Site:
    """Answers for robots.txt alone, and counts."""

    def __init__(
        self, body: bytes = b"", status: int = 200, fault: NetworkError | None = None
    ) -> None:
        self.body = body
        self.status = status
        self.fault = fault
        self.asked: list[Query] = []
        self.slowed: list[tuple[str, float]] = []
        self.robots = Robots(self.ask, lambda site, seconds: self.slowed.append((site, seconds)))

    def ask(self, query: Query) -> Answer:
        self.asked.append(query)
        if self.fault:
            raise self.fault
        return Answer(url=query.url, status=self.status, headers={}, body=self.body)

    def verdict(self, address: str = PAGE) -> str:
        try:
            self.robots.check(address)
        except NetworkError as error:
            return error.code
        return ""


ALL = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b"", ""),
        (b"User-agent: *\nDisallow:\n", ""),
        (ALL, "robots"),
        (b"\xef\xbb\xbf" + ALL, "robots"),
        (ALL.replace(b"\n", b"\r\n"), "robots"),
        (ALL.replace(b"\n", b"\r"), "robots"),
        (b"user-AGENT : *\ndisALLOW : /articles # all\n", "robots"),
        (b"User-agent: *\nDisallow: /private\n", ""),
        (b"User-agent: *\nDisallow: /*?view=full$\n", "robots"),
        (b"User-agent: *\nDisallow: /\nAllow: /articles/\n", ""),
        (b"User-agent: *\nAllow: /\nDisallow: /articles/\n", "robots"),
        (b"User-agent: somebody\nDisallow: /\n", ""),
        (b"User-agent: mentorlit\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "robots"),
        (b"User-agent: MentorLit\nAllow: /\n\n" + ALL, ""),
        (b"User-agent: a\nUser-agent: mentorlit\nDisallow: /\n", "robots"),
        (b"User-agent: amentorlit\nDisallow: /\n", ""),
        (b"User-agent: mentor\nDisallow: /\n", ""),
        (b"User-agent: mentorlit/1.0\nDisallow: /\n", "robots"),
        (b"Disallow: /\n", ""),
        (b"<!DOCTYPE html><html><body>Page not found</body></html>", ""),
        (b"\x00\xff\xfe" * 50, ""),
        (b"User-agent: *\nDisallow: /\xe4\nDisallow: /articles\n", "robots"),
    ],
)
def test_robots_txt_says_what_may_be_read(body: bytes, verdict: str) -> None:
    assert Site(body).verdict() == verdict


def test_it_is_asked_once_for_each_site() -> None:
    site = Site(ALL)
    for address in (PAGE, PAGE + "&x", "https://site.example/", "https://SITE.example:443/a#b"):
        assert site.verdict(address) == "robots"
    assert [query.url for query in site.asked] == ["https://site.example/robots.txt"]
    site.verdict("http://site.example/")
    site.verdict("https://site.example:8443/")
    site.verdict("https://www.site.example/")
    assert len(site.asked) == 4


def test_a_question_for_it_is_no_page_and_tells_nothing_private() -> None:
    site = Site()
    site.verdict()
    (query,) = site.asked
    assert not query.page
    assert not query.service
    assert not query.private
    assert query.limit > READ


@pytest.mark.parametrize("status", [404, 410])
def test_where_there_is_none_all_may_be_read(status: int) -> None:
    assert not Site(ALL, status).verdict()


@pytest.mark.parametrize("status", [400, 401, 403, 405, 418, 451])
def test_where_it_is_refused_all_may_be_read(status: int) -> None:
    assert not Site(fault=refusal(status)).verdict()


def test_where_it_redirects_for_ever_all_may_be_read() -> None:
    assert not Site(fault=NetworkError("redirects", "more than 5 redirects")).verdict()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_where_the_server_is_in_trouble_nothing_may_be_read(status: int) -> None:
    site = Site(fault=refusal(status))
    assert [site.verdict(), site.verdict()] == ["robots", "robots"]
    assert len(site.asked) == 1
    with pytest.raises(NetworkError, match=f"robots.txt cannot be read.*{status}") as caught:
        site.robots.check(PAGE)
    assert caught.value.reached


@pytest.mark.parametrize(
    "code", ["unreachable", "timed-out", "cut-off", "too-large", "bad-encoding", "bad-answer"]
)
def test_where_it_cannot_be_had_nothing_may_be_read(code: str) -> None:
    assert Site(fault=NetworkError(code, "no answer")).verdict() == "robots"


@pytest.mark.parametrize("code", ["no-such-host", "private-address", "tls", "exhausted"])
def test_a_site_that_is_not_there_is_told_as_such(code: str) -> None:
    site = Site(fault=NetworkError(code, "no answer"))
    assert [site.verdict(), site.verdict()] == [code, code]
    assert len(site.asked) == 1


def test_a_long_one_is_heeded_in_part() -> None:
    rest = b"# nothing\n" * (READ // 10)
    assert Site(ALL + rest).verdict() == "robots"
    assert not Site(rest + b"#" * 10 + b"\n" + ALL).verdict()


@pytest.mark.parametrize(
    ("delay", "slowed"),
    [(b"10", [10.0]), (b"0.5", [0.5]), (b"99999", [60.0]), (b"0", []), (b"-1", []), (b"x", [])],
)
def test_a_delay_between_questions_is_kept(delay: bytes, slowed: list[float]) -> None:
    site = Site(b"User-agent: *\nCrawl-delay: " + delay + b"\nDisallow: /private\n")
    assert not site.verdict()
    assert site.slowed == [("https://site.example/robots.txt", seconds) for seconds in slowed]


LINES = [b"User-agent: *", b"User-agent: mentorlit", b"Disallow: /", b"Disallow: *", b"Allow: //[x"]
LINES += [b"Disallow: http://[::1", b"Crawl-delay: 1e400", b"Request-rate: 1/0", b"Disallow: %zz"]
LINES += [b"Visit-time: 99-99", b"Sitemap:", b"Host: x", b"Disallow: " + b"*a" * 500, b":", b"\xff"]


@pytest.mark.parametrize("field", [b"User-agent:", b"user agent:", b"user-agent", b"useragent"])
def test_thousands_of_programs_in_one_group_cost_nothing(field: bytes) -> None:
    names = b"".join(b"%s %d\n" % (field, number) for number in range(10_000))
    rules = b"".join(b"Allow: /%d\n" % number for number in range(10_000))
    tracemalloc.start()
    try:
        site = Site(names + b"User-agent: mentorlit\n" + rules + b"Disallow: /articles\n")
        assert site.verdict() == "robots"
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=20), max_size=30))
def test_no_robots_txt_makes_trouble(lines: list[bytes]) -> None:
    site = Site(b"\n".join(lines))
    assert site.verdict() in {"", "robots"}
    assert site.verdict("https://[2001:db8::1]/%zz?%") in {"", "robots"}
