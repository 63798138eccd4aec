"""Parameters that are sent and never shown: added as they go out, taken out of what comes back.

They are added where the request line is written. No library holds an address with them, so none
can show it, in an error, a log or a traceback.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_plus, urlencode

from mentorlit.network.asking import Query
from mentorlit.network.urls import Address

Private = tuple[tuple[str, str], ...]

_HIDDEN: Final = "***"
_SHORTEST: Final = 4
"""Characters of a value that is looked for anywhere: a shorter one would hide other words."""
_SHORTEST_KEY: Final = 8
"""Characters of a key that is taken out of records, which may have any shorter word."""
_PUBLIC: Final = frozenset({"tool"})
"""Parameters that say nothing of the user: the name of this program."""
_ADDRESSES: Final = frozenset({"email", "mailto"})
"""Parameters with the user's address; everything else is a key."""

# How JSON, XML and HTML may write marks beside their numbers.
_ENTITIES: Final = {"&": ("amp",), "<": ("lt",), ">": ("gt",), '"': ("quot",), "'": ("apos",)}


def of(query: Query, mailto: str = "") -> Private:
    """Return all that is private about a question and may come back, by its name.

    Header fields count without the word before the key (``Bearer``); ``mailto`` is the address
    that the program gives with its own name.
    """
    keys = [
        (name, part)
        for name, value in query.private_headers
        for part in value.split()[1:] or value.split()
    ]
    own = [("mailto", mailto)] if mailto else []
    return (*query.private, *keys, *own)


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
    """Return a text with the private values made unreadable, in capitals or not, and escaped."""
    values = _values(private, _PUBLIC, _SHORTEST)
    return re.sub(_pattern(values), _HIDDEN, text, flags=re.IGNORECASE) if values else text


def hidden_in_body(body: bytes, private: Private, *, refusal: bool) -> bytes:
    """Return a body without the private values that a server repeats in it.

    In a ``refusal`` none is left. A body that is read as a record loses the keys alone: the user
    may well be its author.
    """
    if refusal:
        values, flags = _values(private, _PUBLIC, _SHORTEST), re.IGNORECASE
    else:
        values, flags = _values(private, _PUBLIC | _ADDRESSES, _SHORTEST_KEY), re.NOFLAG
    return (
        re.sub(_pattern(values).encode(), _HIDDEN.encode(), body, flags=flags) if values else body
    )


def _values(private: Private, but: frozenset[str], shortest: int) -> tuple[str, ...]:
    """Return the values to look for; one that is part of another comes after it."""
    found = {value for name, value in private if name not in but and len(value) >= shortest}
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


@lru_cache(maxsize=32)
def _pattern(values: tuple[str, ...]) -> str:
    """Return the pattern of values, by themselves and escaped; it takes linear time.

    A character, once matched, is matched (an atomic group), the longest spelling first.
    """
    return "|".join(f"{re.escape(value)}|{''.join(map(_spellings, value))}" for value in values)


def _spellings(character: str) -> str:
    """Return the pattern of a character, by itself or as addresses, JSON, XML and HTML escape it.

    Nobody escapes ASCII's letters and digits. What escapes an escape again is found, too.
    """
    if character.isascii() and character.isalnum():
        return character
    number = ord(character)
    octets = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass").hex(" ", 2).split()
    ways = [
        "".join(f"%(?:25){{0,4}}{_digits(f'{octet:02x}')}" for octet in octets),
        "".join(rf"\\{{1,4}}u{_digits(unit)}" for unit in units),
        rf"&(?:amp;){{0,4}}\#(?:0{{0,6}}{number}|[xX]0{{0,6}}{_digits(f'{number:x}')});",
        *(f"&(?:amp;){{0,4}}{name};" for name in _ENTITIES.get(character, ())),
        r"\\{0,4}" + re.escape(character),
        *((r"\+",) if character == " " else ()),
    ]
    return f"(?>{'|'.join(ways)})"


def _digits(number: str) -> str:
    """Return the pattern of a hexadecimal number, in capitals or not."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in number)
