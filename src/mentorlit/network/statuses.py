"""What the status of an answer means: an answer, or a refusal with what the user can do."""

import re
from http import HTTPStatus
from typing import Final

from mentorlit.network.asking import NetworkError

UNKNOWN: Final = frozenset({404, 410})
"""The server does not know the thing; that is an answer."""

_LATER: Final = "try again later"
_SMALLER: Final = "ask for less at once"
_OTHERWISE: Final = "it may want a key or refuse programs; another source may have the work"
_CHECK_KEY: Final = "check the key (environment or configuration)"
_MEANINGS: Final = {
    202: ("the server has not answered yet", _LATER),
    400: ("the server does not understand the question", "check the identifier"),
    401: ("the server refuses the question without a key", _OTHERWISE),
    402: ("the server wants to be paid", "another source may have the work"),
    403: ("the server refuses the question", _OTHERWISE),
    407: ("the proxy refuses the question", "check its address and password"),
    413: ("the question is too large for the server", _SMALLER),
    414: ("the question is too long for the server", _SMALLER),
    429: ("the server wants no more questions for now", _LATER),
    431: ("the question is too long for the server", _SMALLER),
    451: ("the server may not answer by law", "another source may have the work"),
}


_TOO_MANY: Final = 429
"""More may be had with a key, which says nothing of the one in use."""
_NONE: Final = frozenset({202, 206})
"""Successes without the thing: a promise (firewalls check who asks, so), and a part of it."""

_KEY: Final = re.compile(r"(?:^|[^a-z])(?:api)?(?:keys?|tokens?)(?:$|[^a-z])", re.IGNORECASE)


def is_answer(status: int) -> bool:
    """Tell whether an answer with this status says something of the thing asked for."""
    return (200 <= status < 300 and status not in _NONE) or status in UNKNOWN


def refusal(status: int, said: str = "") -> NetworkError:
    """Return the failure of a question that got an answer with a status that is no answer.

    ``said`` are the server's own words, if it has any; they are quoted.
    """
    message, advice = _MEANINGS.get(status) or _by_class(status)
    code = "rate-limited" if status == _TOO_MANY else f"http-{status:03d}"
    message = f"{message} ({_named(status)})"
    if said:
        message = f'{message}: "{said}"'
        advice = _CHECK_KEY if status != _TOO_MANY and _KEY.search(said) else advice
    return NetworkError(code, message, advice, reached=True)


def _by_class(status: int) -> tuple[str, str]:
    if status >= 500:
        return "the server is in trouble", _LATER
    if status >= 400:
        return "the server refuses the question", "another source may have the work"
    return "the server sends no answer", ""


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"status {status}"
