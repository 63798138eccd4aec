"""Which hosts may be asked: their one normal spelling, and whether an address is public.

Pure: no name is looked up here. What a name resolves to is checked where it is connected to
(:mod:`~mentorlit.network.sockets`), by the same :func:`public`.
"""

from collections.abc import Iterable
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

# IANA, IPv4 and IPv6 Special-Purpose Address Registries. Python's is_global follows them too, but
# not alike in all versions, and calls multicast and addresses that wrap others global.
_NOT_PUBLIC_4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by the customers of a provider
            "127.0.0.0/8",  # this machine
            "169.254.0.0/16",  # link-local; clouds tell secrets of the machine there
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved; broadcast
        ),
    )
)
_UNICAST_6: Final = IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation
        ),
    )
)
# Behind these prefixes an IPv4 address stands in the last 32 bits. A network that has only IPv6
# reaches every IPv4 server of the world by NAT64, so what is wrapped decides.
_WRAPS_4: Final = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))

# RFC 6761, 6762, 8375; .internal is reserved by ICANN. They never name anything public.
_INWARD: Final = ("localhost", "local", "internal", "home.arpa")

_LABEL: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
_LONGEST_NAME: Final = 253


def public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the public network, for one host alone."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id is not None:
        return False
    if any(address in network for network in _WRAPS_4):
        return public(IPv4Address(int(address) & 0xFFFFFFFF))
    return (
        address in _UNICAST_6
        and address.is_global
        and not any(address in network for network in _NOT_PUBLIC_6)
    )


def public_text(text: str) -> bool:
    """Tell the same of an address as a resolver writes it; what is none is not public."""
    try:
        return public(ip_address(text))
    except ValueError:
        return False


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host in its normal spelling is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def inward(host: str, *, dotless: bool = False) -> bool:
    """Tell whether a name can only be one of this machine or network.

    With ``dotless``, names of one label are: no top-level domain has a server of its own.
    """
    if dotless and "." not in host and literal(host) is None:
        return True
    return any(host == name or host.endswith(f".{name}") for name in _INWARD)


def normal_host(text: str) -> str:
    """Return a host in its one normal spelling: an address, or a name in lower-case ASCII.

    ``text`` is what an address has between ``//`` and the port; IPv6 stands in brackets there and
    without them in the result.

    Raises:
        ValueError: it is neither, or an address in a spelling that programs read differently
            (``127.1``, ``0x7f000001``, ``010.0.0.1``, zone identifiers).

    """
    if text.startswith("["):
        return _ipv6(text)
    host = (text if text.isascii() else _idna(text)).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > _LONGEST_NAME or not all(map(_is_label, labels)):
        raise ValueError("the name of the host is malformed")
    if _is_number(labels[-1]):
        return _ipv4(host)
    return host


def _ipv6(text: str) -> str:
    if not text.endswith("]") or "%" in text:
        raise ValueError("the IPv6 address is malformed")
    try:
        return str(IPv6Address(text[1:-1]))
    except AddressValueError:
        raise ValueError("the IPv6 address is malformed") from None


def _ipv4(host: str) -> str:
    try:
        return str(IPv4Address(host))
    except AddressValueError:
        raise ValueError("an IPv4 address is written as four decimal numbers") from None


def _idna(text: str) -> str:
    """Return a name of any script as browsers look it up (UTS 46)."""
    from idna import IDNAError, encode  # noqa: PLC0415 - hardly ever needed

    if len(text) > _LONGEST_NAME:
        raise ValueError("the name of the host is malformed")
    try:
        return encode(text, uts46=True).decode("ascii")
    except (IDNAError, UnicodeError):
        raise ValueError("the name of the host is malformed") from None


def _is_label(label: str) -> bool:
    return 0 < len(label) <= 63 and _LABEL.issuperset(label)


def _is_number(label: str) -> bool:
    """Tell whether a last label makes the whole host an IPv4 address (WHATWG URL, 3.5)."""
    if label.isdigit():
        return True
    return label.startswith("0x") and all(letter in "0123456789abcdef" for letter in label[2:])


class AllowedHosts:
    """The hosts that the user lets the program ask although they are not public.

    Each entry is a name or an address (IPv6 with or without brackets), with or without ``:port``;
    without one it stands for every port. A host is allowed as it is written in an address: what
    other names resolve to is not.

    Raises:
        ValueError: an entry is neither.

    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = frozenset(map(_entry, entries))

    def allows(self, host: str, port: int) -> bool:
        """Tell whether a host in its normal spelling may be asked at a port."""
        return (host, 0) in self._entries or (host, port) in self._entries


def _entry(text: str) -> tuple[str, int]:
    """Return one allowed host and its port; 0 stands for every port."""
    if text.count(":") > 1 and not text.startswith("["):
        return normal_host(f"[{text}]"), 0
    host, port = split_port(text)
    return normal_host(host), port or 0


def split_port(text: str) -> tuple[str, int | None]:
    """Split ``host:port``; None stands for no port.

    Raises:
        ValueError: the port is no number from 1 to 65535.

    """
    host, bracket, rest = text.rpartition("]")
    name, colon, port = rest.partition(":")
    host += bracket + name
    if not colon or not port:
        return host, None
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
        raise ValueError("the port is no number from 1 to 65535")
    return host, int(port)


def shown_host(host: str, port: int) -> str:
    """Return a host and port as ``--allow-host`` takes them; a usual port is left out."""
    name = f"[{host}]" if ":" in host else host
    return name if port in {80, 443} else f"{name}:{port}"
