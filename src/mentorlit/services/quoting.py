"""Identifiers inside addresses, percent-encoded so that any of them arrives as it is (RFC 3986).

A DOI may have every printable character (DOI Handbook 2.2.2). Slashes and colons stay readable
where that is safe.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

_RELATIVE: Final = frozenset({"", ".", ".."})
LONG: Final = 120
"""Characters of an encoded identifier; 50 that are longer may be too much for one address."""


def path(identifier: str) -> str:
    """Return an identifier as the end of a path.

    Its slashes stay, unless clients and servers would take parts of it for steps up or down.
    """
    parts = identifier.split("/")
    return _encoded(identifier, "" if _RELATIVE.intersection(parts) else "/:")


def value(text: str) -> str:
    """Return a text as the value of a parameter, or as a part of one."""
    return _encoded(text, "/:")


def parameters(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the query of an address; names and values are encoded."""
    return "&".join(f"{quote(name, safe='-_.')}={value(text)}" for name, text in pairs)


def is_long(identifier: str) -> bool:
    """Tell whether an identifier takes so much of an address that others may not fit beside it."""
    return len(value(identifier)) > LONG


def _encoded(text: str, safe: str) -> str:
    """Encode a text; what is no character (half a surrogate pair) becomes a question mark."""
    return quote(text, safe=safe, errors="replace")
