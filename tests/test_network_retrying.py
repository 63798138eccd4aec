"""Whether and when a question is asked again."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.clock import BEGINNING, FakeClock
from mentorlit.network.asking import NetworkError
from mentorlit.network.policy import Policy
from mentorlit.network.retrying import Retries, rate_limited, retry_after
from mentorlit.network.statuses import refusal

URL = "https://service.example/works"
YEAR = 366 * 86_400


def dated(later: int, form: str) -> str:
    return datetime.fromtimestamp(BEGINNING + later, UTC).strftime(form)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("007", 7.0),
        ("1.5", 1.5),
        ("1.", 1.0),
        ("9999999", 9_999_999.0),
        ("9" * 40, float(YEAR)),
        (dated(30, "%a, %d %b %Y %H:%M:%S GMT"), 30.0),
        (dated(30, "%A, %d-%b-%y %H:%M:%S GMT"), 30.0),
        (dated(30, "%a %b %d %H:%M:%S %Y"), 30.0),
        (dated(30, "%d %b %Y %H:%M:%S -0000"), 30.0),
        (dated(30, "%d %b %Y %H:%M:%S +0100"), 0.0),
        (dated(-30, "%a, %d %b %Y %H:%M:%S GMT"), 0.0),
        (dated(YEAR * 60, "%a, %d %b %Y %H:%M:%S GMT"), float(YEAR)),
        ("5, 10", 10.0),
        (f"5, {dated(30, '%a, %d %b %Y %H:%M:%S GMT')}", 30.0),
        (f"{dated(30, '%a, %d %b %Y %H:%M:%S GMT')}, 50", 50.0),
        ("soon, 5", 5.0),
    ],
)
def test_retry_after_has_seconds_or_a_date(value: str, seconds: float) -> None:
    assert retry_after(value, FakeClock()) == seconds


NONSENSE = """-5|+5|soon|5 s|1e3|.5|1.-5|٣|NaN|Infinity|2027-01-15T08:00:30Z|,
Wed, 99 Foo 2027 08:00:30 GMT|1 Jan 99999999999 00:00:00 GMT"""


@pytest.mark.parametrize("value", ["", " ", "\x00", "9" * 5_000, *NONSENSE.split("|")])
def test_a_retry_after_without_sense_is_none(value: str) -> None:
    assert retry_after(value, FakeClock()) is None


@given(st.text() | st.text("0123456789.,- :GMTJanWed+"))
def test_no_retry_after_makes_trouble(value: str) -> None:
    seconds = retry_after(value, FakeClock())
    assert seconds is None or 0.0 <= seconds <= YEAR


def waits(told: float | None, status: int, failure: NetworkError | None = None) -> list[float]:
    """Return the waiting times of a question that gets the same answer each time."""
    retries, found = Retries(Policy(), FakeClock()), list[float]()
    with suppress(NetworkError):
        while len(found) < 10:
            found.append(retries.wait(URL, failure or refusal(status), status, told))
    return found


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_troubles_of_a_server_are_tried_again_four_times_ever_later(status: int) -> None:
    assert waits(None, status) == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize("code", ["unreachable", "timed-out", "cut-off"])
def test_a_missing_answer_is_tried_again(code: str) -> None:
    assert waits(None, 0, NetworkError(code, "no answer")) == [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 414, 418, 451, 501, 505, 304])
def test_refusals_are_final(status: int) -> None:
    assert waits(5.0, status) == []


FINAL = """bad-address private-address no-such-host tls redirects too-large bad-encoding bad-answer
rate-limited robots content-type exhausted offline"""


@pytest.mark.parametrize("code", FINAL.split())
def test_what_will_not_change_is_not_tried_again(code: str) -> None:
    assert waits(None, 0, NetworkError(code, "no answer")) == []


def test_the_server_says_how_long_to_wait() -> None:
    assert waits(7.0, 503) == [7.0] * 4
    assert waits(120.0, 429) == [120.0] * 4


def test_a_wait_of_no_seconds_is_a_wait_like_any_other() -> None:
    assert waits(0.0, 429) == [0.5, 1.0, 2.0, 4.0]


def test_nobody_waits_longer_than_the_users_patience() -> None:
    retries = Retries(Policy(patience=10.0), FakeClock())
    with pytest.raises(NetworkError) as caught:
        retries.wait(URL, refusal(503), 503, 10.5)
    assert caught.value.code == "rate-limited"
    assert caught.value.reached
    assert caught.value.advice == "come back at 2027-01-15 08:01 UTC"


def test_the_last_refusal_says_when_to_come_back() -> None:
    retries = Retries(Policy(retries=0), FakeClock())
    with pytest.raises(NetworkError) as caught:
        retries.wait(URL, refusal(429), 429, 5.0)
    assert "come back at" in str(caught.value)


def test_the_last_failure_is_the_one_that_is_told() -> None:
    retries, last = Retries(Policy(retries=1), FakeClock()), NetworkError("timed-out", "silent")
    retries.wait(URL, NetworkError("unreachable", "refused"), 0, None)
    with pytest.raises(NetworkError) as caught:
        retries.wait(URL, last, 0, None)
    assert caught.value is last


def test_the_latest_time_that_is_told_can_be_written() -> None:
    assert rate_limited(float(YEAR), FakeClock()).advice.startswith("come back at 20")


def test_waits_are_a_random_part_of_what_they_may_be() -> None:
    class Lucky(FakeClock):
        def random(self) -> float:
            return 0.0

    assert Retries(Policy(), Lucky()).wait(URL, refusal(500), 500, None) == 0.0
