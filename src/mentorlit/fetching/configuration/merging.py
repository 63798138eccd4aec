"""The tables of services with the user's settings over them, and which are asked for what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mentorlit.fetching.configuration import values
from mentorlit.fetching.configuration.contents import Contents, known
from mentorlit.fetching.configuration.values import shown, wrong
from mentorlit.services import BY_NAME, SCHEMES, URL, table

SEARCH: Final = "search"
"""What stands for a search by title in the orders of services."""

Rows = Mapping[str, Mapping[str, Any]]

_PAGE: Final = "page"
_SRU: Final = "sru"

_CHECKS: Final[Mapping[str, Callable[[str, object], object]]] = {
    "base": values.base,
    "interval": values.seconds,
    "polite-interval": values.seconds,
    "keyed-interval": values.seconds,
    "key": values.text,
    "key-file": values.home,
    "key-variable": values.text,
    "searches": values.flag,
    "stops": values.statuses,
    "index": values.text,
    "schema": values.text,
    "version": values.text,
}
_OF_ALL: Final = frozenset({"polite-interval", "stops"})
"""Settings that every service has, whether its table says them or not."""
_OF_KEYS: Final = frozenset({"key", "key-file", "keyed-interval"})
"""Settings of services that take a key."""


def rows_of(stated: Contents) -> Rows:
    """Return the services' tables with the file's settings over them.

    Raises:
        UsageError: there is no such service or setting, or a value cannot be used.

    """
    for name in stated.services:
        if name not in BY_NAME:
            there = stated.where("services", name)
            raise wrong(there, f"there is no such service; known: {', '.join(BY_NAME)}")
    return {name: _row(stated, name) for name in BY_NAME}


def _row(stated: Contents, name: str) -> Mapping[str, Any]:
    usual: Mapping[str, Any] = table()["services"][name]
    own = stated.services.get(name, {})
    known(stated.file, ("services", name), own, _settings(name, usual))
    row = dict(usual)
    for setting, value in own.items():
        if setting == "batch":
            row[setting] = _batch(stated, name, value, usual[setting])
        else:
            row[setting] = _CHECKS[setting](stated.where("services", name, setting), value)
    if name != _SRU and "?" in row["base"]:
        raise wrong(stated.where("services", name, "base"), "the address has a query (?)")
    return row


def _settings(name: str, usual: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what can be set of a service; the address of a page is the identifier."""
    further = _OF_ALL | _OF_KEYS if "key-variable" in usual else _OF_ALL
    names = ("batch", *_CHECKS)
    return tuple(
        one for one in names if (one in usual or one in further) and (name, one) != (_PAGE, "base")
    )


def _batch(
    stated: Contents, service: str, value: object, usual: Mapping[str, int]
) -> Mapping[str, int]:
    """Return the sizes of questions; what is asked for one at a time stays so."""
    place = ("services", service, "batch")
    if not isinstance(value, dict):
        raise values.unwanted(stated.where(*place), "a table", value)
    for scheme, size in value.items():
        there = stated.where(*place, scheme)
        if scheme not in usual:
            raise wrong(there, f"{service} is not asked for it; known: {', '.join(usual)}")
        if values.size(there, size) != 1 and usual[scheme] == 1:
            raise wrong(there, f"{service} is asked for one at a time")
    return {**usual, **value}


def orders_of(stated: Contents, rows: Rows, via: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return which services are asked for each scheme: those of ``via`` alone, if any is given.

    Raises:
        UsageError: a service does not exist, has no address, or cannot be asked for it.

    """
    _check_orders(stated, rows)
    for name in via:
        _check_service("--via", name, rows)
    orders: dict[str, tuple[str, ...]] = {}
    for scheme in (*SCHEMES, SEARCH):
        usual = stated.order.get(scheme) or table()["order"][scheme]
        named = (
            usual if not via or scheme == URL else [one for one in via if _takes(rows, one, scheme)]
        )
        orders[scheme] = tuple(dict.fromkeys(named))
    return orders


def _check_orders(stated: Contents, rows: Rows) -> None:
    schemes = (*SCHEMES, SEARCH)
    for scheme, names in stated.order.items():
        there = stated.where("order", scheme)
        if scheme not in schemes:
            raise wrong(there, f"there is no such order; known: {', '.join(schemes)}")
        if not names:
            raise wrong(there, "no service is named")
        for name in names:
            _check_service(there, name, rows)
            if not _takes(rows, name, scheme):
                takers = ", ".join(one for one in BY_NAME if _takes(rows, one, scheme))
                what = "a title" if scheme == SEARCH else scheme
                raise wrong(there, f"{name} is not asked for {what}; known: {takers}")


def _check_service(there: str, name: str, rows: Rows) -> None:
    if name not in BY_NAME:
        raise wrong(there, f"there is no service {shown(name)}; known: {', '.join(BY_NAME)}")
    if not rows[name]["base"] and name != _PAGE:
        raise wrong(there, f"{name} has no address; services.{name}.base can name it")


def _takes(rows: Rows, service: str, scheme: str) -> bool:
    row = rows[service]
    return bool(row.get("searches")) if scheme == SEARCH else scheme in row["batch"]
