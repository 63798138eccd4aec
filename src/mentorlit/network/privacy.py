"""Parameters that are sent and never shown: added as they go out, taken out of what comes back.

They are added where the request line is written. No library holds an address with them, so none
can show it, in an error, a log or a traceback.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus, unquote_plus, urlencode

from mentorlit.network.urls import Address

Private = tuple[tuple[str, str], ...]

_HIDDEN: Final = "***"
_SHORTEST: Final = 4
"""Characters of a value that is looked for anywhere: a shorter one would hide other words."""
_KEY: Final = 16
"""Characters that keys of services have at least."""


def added(target: str, private: Private) -> str:
    """Return a path with its query, or a whole address, with the private parameters."""
    if not private:
        return target
    mark = "" if target.endswith(("?", "&")) else "&" if "?" in target else "?"
    return target + mark + urlencode(private)


def removed(address: Address, private: Private) -> Address:
    """Return an address that a server gave, without the private parameters that it repeats."""
    path, mark, query = address.target.partition("?")
    if not private or not mark:
        return address
    parts = [part for part in query.split("&") if _pair(part) not in private]
    return address._replace(target=path + ("?" if parts else "") + "&".join(parts))


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), unquote_plus(value)


def hidden(text: str, private: Private) -> str:
    """Return a text with the private values made unreadable, however they are escaped."""
    for spelling in _spellings(private):
        text = text.replace(spelling, _HIDDEN)
    return text


def hidden_in_body(body: bytes, private: Private, *, refusal: bool) -> bytes:
    """Return a body without the private values that a server repeats in it.

    In a ``refusal`` none is left. A body that is read as a record loses only what can be nothing
    but a key: a short word or an e-mail address may well be part of the record.
    """
    keys = private if refusal else tuple(pair for pair in private if _is_key(pair[1]))
    for spelling in _spellings(keys):
        body = body.replace(spelling.encode(), _HIDDEN.encode())
    return body


def _is_key(value: str) -> bool:
    return len(value) >= _KEY and value.isascii() and value.replace("-", "").isalnum()


def _spellings(private: Iterable[tuple[str, str]]) -> list[str]:
    return [
        spelling
        for _, value in private
        if len(value) >= _SHORTEST
        for spelling in (value, quote(value, safe=""), quote_plus(value))
    ]
