"""Checks of single settings, whoever states them.

Each function takes where a value stands (an option, a variable, or a file and its setting) and the
value, and returns it as it is used.

Raises:
    UsageError: the value cannot be used; one line that begins with where it stands.

"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mentorlit.network.addresses import AllowedHosts, normal_host
from mentorlit.network.asking import NetworkError
from mentorlit.network.gate import check_proxy
from mentorlit.network.urls import parse
from mentorlit.problems import UsageError

_MOST_RETRIES: Final = 10
_MOST_SECONDS: Final = 3600
_MOST_IDENTIFIERS: Final = 1000
_LONGEST_ADDRESS: Final = 254
"""Characters of an e-mail address; RFC 5321, 4.5.3.1.3, without the angle brackets."""
_NOT_PLAIN: Final = frozenset('()<>[]:;,\\" ')
"""Characters that an address has only beside a name, in quotation marks or of several."""
_SHOWN: Final = 60

_KINDS: Final = (
    (bool, "true or false"),
    (int | float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a table"),
)


def wrong(where: str, told: str) -> UsageError:
    """Return the error of a value that stands somewhere."""
    return UsageError(f"{where}: {told}")


def shown(value: str) -> str:
    """Return a text as messages show it: quoted, not too long."""
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}...")


def unwanted(where: str, wanted: str, value: object) -> UsageError:
    """Return the error of a value of another kind than is wanted."""
    kind = next((name for kinds, name in _KINDS if isinstance(value, kinds)), "a date or time")
    return wrong(where, f"{wanted} is wanted, not {kind}")


def text(where: str, value: object) -> str:
    """Return a text without control characters; what it is wrong about is not shown."""
    if not isinstance(value, str):
        raise unwanted(where, "a text", value)
    if any(one < " " or "\x7f" <= one < "\xa0" or "\ud800" <= one < "\ue000" for one in value):
        raise wrong(where, "it has control characters")
    return value


def flag(where: str, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise unwanted(where, "true or false", value)
    return value


def seconds(where: str, value: object) -> float:
    """Return the seconds of a pause."""
    if not 0 <= _number(where, value) <= _MOST_SECONDS:
        raise wrong(where, f"from 0 to {_MOST_SECONDS} seconds are possible")
    return _number(where, value)


def patience(where: str, value: object) -> float:
    """Return the seconds that something may take: there have to be some."""
    if not 0 < _number(where, value) <= _MOST_SECONDS:
        raise wrong(where, f"more than 0 and at most {_MOST_SECONDS} seconds are possible")
    return _number(where, value)


def _number(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unwanted(where, "a number", value)
    return value


def retries(where: str, value: object) -> int:
    """Return how often a question is repeated that may succeed later."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise unwanted(where, "a whole number", value)
    if not 0 <= value <= _MOST_RETRIES:
        raise wrong(where, f"0 to {_MOST_RETRIES} tries after the first one are possible")
    return value


def size(where: str, value: object) -> int:
    """Return how many identifiers are asked for in one question."""
    if isinstance(value, float):
        raise wrong(where, "a whole number is wanted")
    if isinstance(value, bool) or not isinstance(value, int):
        raise unwanted(where, "a whole number", value)
    if not 1 <= value <= _MOST_IDENTIFIERS:
        raise wrong(where, f"from 1 to {_MOST_IDENTIFIERS} identifiers are possible")
    return value


def texts(where: str, value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list):
        raise unwanted(where, "a list of texts", value)
    return tuple(text(where, one) for one in value)


def statuses(where: str, value: object) -> tuple[int, ...]:
    """Return a list of statuses with which servers refuse."""
    if not isinstance(value, list):
        raise unwanted(where, "a list of statuses", value)
    for one in value:
        if isinstance(one, bool) or not isinstance(one, int) or not 400 <= one <= 599:
            raise wrong(where, "statuses are whole numbers from 400 to 599")
    return tuple(value)


def mailto(where: str, value: object) -> str:
    """Return one plain e-mail address; empty if none is stated."""
    address = text(where, value)
    name, at, host = address.rpartition("@")
    try:
        plain = not address or bool(name and at and normal_host(host))
    except ValueError:
        plain = False
    if not plain or "@" in name or _NOT_PLAIN & {*address} or not address.isprintable():
        raise wrong(where, f"{shown(address)} is no e-mail address; one like you@example.org is")
    if len(address) > _LONGEST_ADDRESS:
        raise wrong(where, f"an e-mail address has at most {_LONGEST_ADDRESS} characters")
    return address


def hosts(where: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return hosts that may be asked although they are not public."""
    for one in values:
        try:
            AllowedHosts([one])
        except ValueError as error:
            possible = "a name or an IP address is possible, with or without a port"
            told = f"{error}; {possible}; wildcards and networks are not"
            raise wrong(where, f"{shown(one)}: {told}") from error
    return tuple(values)


def proxy(where: str, value: object) -> str:
    """Return the address of a proxy, never shown as it may have a password; empty if none is."""
    address = text(where, value)
    try:
        check_proxy(address)
    except ValueError as error:
        raise wrong(where, str(error)) from None
    return address


def base(where: str, value: object) -> str:
    """Return the address of a service, never shown as it may have a password; empty if none is."""
    address = text(where, value)
    if not address:
        return ""
    try:
        parse(address)
    except NetworkError as error:
        raise wrong(where, error.message) from None
    if "#" in address:
        raise wrong(where, "the address has a fragment (#)")
    return address


def home(where: str, value: object) -> str:
    """Return the name of a file or folder, with ``~`` made the folder that it stands for."""
    name = text(where, value)
    try:
        return str(Path(name).expanduser()) if name else ""
    except RuntimeError:
        raise wrong(where, f"{shown(name)}: there is no such home folder") from None


def certificates(where: str, value: object) -> str:
    """Return the name of a file that has certificates; empty if none is stated."""
    name = home(where, value)
    if not name:
        return ""
    from mentorlit.network.sockets import TlsContext  # noqa: PLC0415 - hardly ever needed

    try:
        with Path(name).open("rb"):
            known = TlsContext.trusting(name).cert_store_stats()["x509"]
    except OSError as error:
        raise wrong(where, f"{name}: {error.strerror}") from error
    except NetworkError:
        known = 0
    if not known:
        raise wrong(where, f"{name}: there is no certificate (PEM) in this file")
    return name
