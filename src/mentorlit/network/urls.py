"""Addresses of the web in one normal form, which every library below reads alike."""

from string import hexdigits
from typing import Final, NamedTuple
from urllib.parse import urljoin

from mentorlit.network.addresses import normal_host, split_port
from mentorlit.network.asking import NetworkError

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 32 * 1024
"""Characters of an address. Lists of identifiers have some 8,000, and no server takes 32,000."""

# RFC 3986, 3.3 and 3.4: what stands in a path or query unescaped; "%" is looked at apart.
_PLAIN: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?"
)


class Address(NamedTuple):
    """One address; ``host`` is in its normal spelling, ``target`` the path with the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The address as text; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be the same for anything private to be sent along."""
        return self.scheme, self.host, self.port


def parse(text: str) -> Address:
    """Return the address that a text is, without its fragment.

    Raises:
        NetworkError: ``bad-address``: not http or https, no host, a user name, characters that no
            address has, or a spelling that programs read differently.

    """
    _checked_characters(text)
    scheme, slashes, rest = text.partition("://")
    scheme = scheme.lower()
    if not slashes or scheme not in _DEFAULT_PORTS:
        raise _bad("only addresses that begin with http:// or https:// are asked")
    rest = rest.partition("#")[0]
    end = min(rest.find(mark) % (len(rest) + 1) for mark in "/?")
    authority, target = rest[:end], rest[end:]
    if "@" in authority:
        raise _bad("the address has a user name or password before its host")
    try:
        host, port = split_port(authority)
        if not host:
            raise _bad("the address has no host")
        return Address(scheme, normal_host(host), port or _DEFAULT_PORTS[scheme], _target(target))
    except ValueError as error:
        raise _bad(str(error)) from None


def join(base: Address, location: str) -> Address:
    """Return where a redirect leads; servers write blanks into its path, as browsers allow.

    Raises:
        NetworkError: ``bad-address``, as from :func:`parse`.

    """
    location = location.strip(" \t")
    _checked_characters(location.replace(" ", ""))
    if location.startswith("//"):
        return parse(f"{base.scheme}:{location}".replace(" ", "%20"))
    if _has_scheme(location):
        return parse(location.replace(" ", "%20"))
    try:
        joined = urljoin(base.url, location)
    except ValueError:
        raise _bad("the address is malformed") from None
    return parse(joined.replace(" ", "%20"))


_IN_SCHEMES: Final = str.maketrans("", "", "+-.")
"""Marks that schemes may have beside letters and digits; RFC 3986, 3.1."""


def _has_scheme(text: str) -> bool:
    """Tell whether a reference begins with a scheme; ``http:page`` is none to follow either."""
    scheme, colon, _ = text.partition(":")
    return bool(colon) and scheme.isascii() and scheme.translate(_IN_SCHEMES).isalnum()


def _checked_characters(text: str) -> None:
    if len(text) > _LONGEST:
        raise _bad(f"the address has more than {_LONGEST} characters")
    for character in text:
        if character <= " " or "\x7f" <= character <= "\xa0" or "\ud800" <= character <= "\udfff":
            raise _bad("the address has blanks or control characters")
        if character == "\\":
            raise _bad("the address has a backslash")


def _target(text: str) -> str:
    """Return path and query with everything escaped that must be, and nothing twice."""
    path = text if text.startswith("/") else f"/{text}"
    if _PLAIN.issuperset(path):
        return path
    return "".join(
        character if character in _PLAIN or _is_escape(path, place) else _escaped(character)
        for place, character in enumerate(path)
    )


def _is_escape(text: str, place: int) -> bool:
    digits = text[place + 1 : place + 3]
    return text[place] == "%" and len(digits) == 2 and all(digit in hexdigits for digit in digits)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _bad(message: str) -> NetworkError:
    return NetworkError("bad-address", message)
