"""The file of settings: what it states, checked as far as it needs no table of services."""

import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from mentorlit.fetching.configuration import values
from mentorlit.fetching.configuration.values import shown, unwanted, wrong
from mentorlit.network.policy import RETRIES
from mentorlit.problems import UsageError

_LARGEST: Final = 1 << 20


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a file states; empty is what it does not.

    ``file`` is its name as the user gave it. ``order`` and ``services`` are lists of names and
    tables, whatever these say.
    """

    file: str = ""
    mailto: str = ""
    cache: str = ""
    proxy: str = ""
    certificates: str = ""
    allow_hosts: tuple[str, ...] = ()
    timeouts: Mapping[str, float] = {}
    retries: int = RETRIES
    order: Mapping[str, tuple[str, ...]] = {}
    services: Mapping[str, Mapping[str, Any]] = {}

    def where(self, *names: str) -> str:
        """Return where a setting stands, as messages name it."""
        return where(self.file, *names)


def where(file: str, *names: str) -> str:
    """Return where a setting stands: ``network.toml: services.crossref.base``."""
    return f"{file}: {'.'.join(map(_plain, names))}"


def _plain(name: str) -> str:
    """Return a name as TOML has it without quotation marks, or quoted."""
    bare = len(name) <= 60 and name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else shown(name)


def read(name: str, named_by: str = "") -> Contents:
    """Return what a file states; nothing if it need not be there.

    ``named_by`` is the option or variable that names the file; one that nothing names may be
    missing.

    Raises:
        UsageError: the file cannot be read, is no TOML, or states what it cannot.

    """
    try:
        with Path(name).open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        if not named_by:
            return Contents()
        raise wrong(named_by, f"{name}: {error.strerror}") from error
    except OSError as error:
        raise UsageError(f"{named_by and named_by + ': '}{name}: {error.strerror}") from error
    return _checked(name, _parsed(name, data))


def _parsed(name: str, data: bytes) -> dict[str, Any]:
    if len(data) > _LARGEST:
        raise wrong(name, "a configuration has at most 1 MiB")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise wrong(name, "this is no TOML: it is no text in UTF-8") from error
    except RecursionError as error:
        raise wrong(name, "this is no TOML: too deep") from error
    except ValueError as error:
        raise wrong(name, f"this is no TOML: {error}") from error


def _checked(file: str, stated: Mapping[str, Any]) -> Contents:
    known(file, (), stated, _CHECKS)
    checked = {name: _CHECKS[name](file, value) for name, value in stated.items()}
    return Contents(file=file, **{name.replace("-", "_"): one for name, one in checked.items()})


def known(
    file: str, table: tuple[str, ...], stated: Collection[str], names: Collection[str]
) -> None:
    """Refuse settings of a table that do not exist."""
    for name in stated:
        if name not in names:
            there = where(file, *table, name)
            raise wrong(there, f"there is no such setting; known: {', '.join(names)}")


def _table(file: str, names: tuple[str, ...], value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise unwanted(where(file, *names), "a table", value)
    return value


def _timeouts(file: str, value: object) -> Mapping[str, float]:
    stated = _table(file, ("timeouts",), value)
    known(file, ("timeouts",), stated, ("connect", "read", "total"))
    return {
        name: values.patience(where(file, "timeouts", name), one) for name, one in stated.items()
    }


def _retries(file: str, value: object) -> int:
    return values.retries(where(file, "retries"), value)


def _order(file: str, value: object) -> Mapping[str, tuple[str, ...]]:
    stated = _table(file, ("order",), value)
    return {name: values.texts(where(file, "order", name), one) for name, one in stated.items()}


def _services(file: str, value: object) -> Mapping[str, Mapping[str, Any]]:
    stated = _table(file, ("services",), value)
    return {name: _table(file, ("services", name), one) for name, one in stated.items()}


def _hosts(file: str, value: object) -> tuple[str, ...]:
    there = where(file, "allow-hosts")
    return values.hosts(there, values.texts(there, value))


def _single(name: str, check: Callable[[str, object], str]) -> Callable[[str, object], str]:
    return lambda file, value: check(where(file, name), value)


_CHECKS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "mailto": _single("mailto", values.mailto),
    "cache": _single("cache", values.home),
    "proxy": _single("proxy", values.proxy),
    "certificates": _single("certificates", values.certificates),
    "allow-hosts": _hosts,
    "timeouts": _timeouts,
    "retries": _retries,
    "order": _order,
    "services": _services,
}
"""The settings of a file, and what makes of each what is used."""
