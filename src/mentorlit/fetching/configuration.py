"""How the user wants the network used: a file of settings, the environment, and options over both.

See docs/explanations/network.md for what the file may hold.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from mentorlit.network.addresses import AllowedHosts
from mentorlit.network.policy import Policy
from mentorlit.problems import UsageError
from mentorlit.services import BY_NAME, SCHEMES, URL, Access, table

FILE_VARIABLE: Final = "MENTORLIT_CONFIG"
SEARCH: Final = "search"
"""What stands for a search by title in the orders of services."""

MAILTO_VARIABLE: Final = "MENTORLIT_MAILTO"

_LARGEST: Final = 1 << 20


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The file's top level, as it may be."""

    mailto: str = ""
    cache: str = ""
    proxy: str = ""
    certificates: str = ""
    allow_hosts: tuple[str, ...] = ()
    timeouts: dict[str, float] = {}
    order: dict[str, tuple[str, ...]] = {}
    services: dict[str, dict[str, Any]] = {}


class Given(msgspec.Struct, frozen=True):
    """What options say; empty means that they were not given."""

    config: str = ""
    mailto: str = ""
    cache: str = ""
    refresh: bool = False
    offline: bool = False
    allow_hosts: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    proxy: str = ""


class Configuration(msgspec.Struct, frozen=True):
    """What holds for a run.

    ``rows`` are the tables of the services with the user's settings over them, ``orders`` which
    services are asked for each scheme.
    """

    policy: Policy
    cache: str
    refresh: bool
    rows: Mapping[str, Mapping[str, Any]]
    orders: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]

    def access(self, service: str) -> Access:
        """Return how a service is asked."""
        row = self.rows[service]
        base = str(row["base"]).rstrip("/")
        return Access(base, self.policy.mailto, self.keys.get(service, ""), row)

    def interval(self, service: str) -> float:
        """Return the seconds between two questions to a service; ``""`` is any other host."""
        if not service:
            return float(table()["pace"]["interval"])
        row = self.rows[service]
        if self.keys.get(service) and "keyed-interval" in row:
            return float(row["keyed-interval"])
        if self.policy.mailto and "polite-interval" in row:
            return float(row["polite-interval"])
        return float(row["interval"])

    def stops(self, service: str) -> tuple[int, ...]:
        """Return the statuses after which a service is not asked again in this run."""
        return tuple(self.rows[service].get("stops", ())) if service else ()

    def searches(self) -> tuple[str, ...]:
        """Return the services that are asked for a title, one after the other."""
        named = self.orders[SEARCH]
        return tuple(name for name in named if self.rows[name].get("searches"))

    def order(self, scheme: str) -> tuple[str, ...]:
        """Return the services that are asked for a scheme, those without an address left out."""
        named = self.orders[scheme]
        return tuple(name for name in named if self.rows[name]["base"] or name == "page")


def configured(
    given: Given, environment: Mapping[str, str], default_file: str = ""
) -> Configuration:
    """Return what holds: options before the environment, before the file, before the tables.

    Raises:
        UsageError: the file cannot be read, or says what it cannot say.

    """
    name = given.config or environment.get(FILE_VARIABLE, "")
    stated = _read(name or default_file, must_exist=bool(name))
    rows = _rows(stated, name or default_file)
    timeouts = _timeouts(stated, name or default_file)
    hosts = (*given.allow_hosts, *stated.allow_hosts)
    _check_hosts(hosts)
    policy = Policy(
        offline=given.offline,
        allowed_hosts=hosts,
        mailto=given.mailto or environment.get(MAILTO_VARIABLE, "") or stated.mailto,
        proxy=given.proxy or stated.proxy,
        certificates=stated.certificates,
    )
    policy = msgspec.structs.replace(policy, **timeouts)
    return Configuration(
        policy=policy,
        cache=os.path.expanduser(given.cache or stated.cache),  # noqa: PTH111 - text in, text out
        refresh=given.refresh,
        rows=rows,
        orders=_orders(stated, given.via, name or default_file),
        keys=_keys(rows, environment),
    )


def _read(name: str, *, must_exist: bool) -> _File:
    """Return the file's contents, or nothing if the default one is not there."""
    if not name:
        return _File()
    try:
        with Path(name).open("rb") as file:
            data = file.read(_LARGEST)
        return msgspec.convert(tomllib.loads(data.decode("utf-8-sig")), _File)
    except FileNotFoundError as error:
        if must_exist:
            raise UsageError(f"--config {name}: {error.strerror}") from error
        return _File()
    except OSError as error:
        raise UsageError(f"--config {name}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{name}: this is no TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise UsageError(f"{name}: {error}") from error


def _rows(stated: _File, file: str) -> dict[str, Mapping[str, Any]]:
    """Return the services' tables with the file's values over them."""
    rows: dict[str, Mapping[str, Any]] = {}
    for name, own in stated.services.items():
        if name not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise UsageError(f"{file}: services.{name}: there is no such service; known: {known}")
        _check_row(name, own, file)
    for name in BY_NAME:
        rows[name] = {**table()["services"][name], **stated.services.get(name, {})}
    return rows


def _check_row(name: str, own: Mapping[str, Any], file: str) -> None:
    row = table()["services"][name]
    free = {"key": "", "key-file": "", "keyed-interval": 0.0, "polite-interval": 0.0, **row}
    for field, value in own.items():
        if field not in free:
            known = ", ".join(sorted(free))
            raise UsageError(f"{file}: services.{name}.{field}: no such setting; known: {known}")
        kind = (int, float) if isinstance(free[field], float) else type(free[field])
        if not isinstance(value, kind) or isinstance(value, bool) != isinstance(free[field], bool):
            wanted = type(free[field]).__name__
            raise UsageError(f"{file}: services.{name}.{field}: not a {wanted}: {value!r}")
        if isinstance(value, int | float) and not 0 <= value <= 3600:
            raise UsageError(f"{file}: services.{name}.{field}: not from 0 to 3600: {value!r}")
    if "batch" in own:
        _check_batch(name, own["batch"], row["batch"], file)


def _check_batch(name: str, own: Mapping[str, Any], known: Mapping[str, int], file: str) -> None:
    for scheme, size in own.items():
        if scheme not in known:
            raise UsageError(f"{file}: services.{name}.batch: it is not asked for {scheme}")
        if not isinstance(size, int) or not 1 <= size <= 1000:
            raise UsageError(f"{file}: services.{name}.batch.{scheme}: not from 1 to 1000")


def _orders(stated: _File, via: Sequence[str], file: str) -> dict[str, tuple[str, ...]]:
    """Return which services are asked for each scheme: those of ``via`` alone, if any is given."""
    for scheme, names in stated.order.items():
        if scheme not in {*SCHEMES, SEARCH}:
            known = ", ".join((*SCHEMES, SEARCH))
            raise UsageError(f"{file}: order.{scheme}: there can be an order for {known}")
        _check_names(names, scheme, f"{file}: order.{scheme}")
    if via:
        _check_names(via, "", "--via")
    orders: dict[str, tuple[str, ...]] = {}
    for scheme in (*SCHEMES, SEARCH):
        usual = stated.order.get(scheme) or tuple(table()["order"][scheme])
        orders[scheme] = tuple(name for name in via if _takes(name, scheme))
        if not via or scheme == URL:
            orders[scheme] = usual
    return orders


def _check_names(names: Sequence[str], scheme: str, where: str) -> None:
    for name in names:
        if name not in BY_NAME:
            raise UsageError(f"{where}: no service {name!r}; known are {', '.join(BY_NAME)}")
        if scheme and not _takes(name, scheme):
            raise UsageError(f"{where}: {name} cannot be asked for {scheme}")


def _takes(service: str, scheme: str) -> bool:
    row = table()["services"][service]
    return bool(row.get("searches")) if scheme == SEARCH else scheme in row["batch"]


def _check_hosts(hosts: Sequence[str]) -> None:
    try:
        AllowedHosts(hosts)
    except ValueError as error:
        raise UsageError(f"--allow-host: {error}") from error


def _timeouts(stated: _File, file: str) -> dict[str, float]:
    for name, value in stated.timeouts.items():
        if name not in {"connect", "read", "total"}:
            raise UsageError(f"{file}: timeouts.{name}: known are connect, read, total")
        if not 0 < value <= 3600:
            raise UsageError(f"{file}: timeouts.{name}: not from 0 to 3600 seconds")
    return stated.timeouts


def _keys(rows: Mapping[str, Mapping[str, Any]], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the services' keys: from the environment, a file, or the configuration itself.

    A message about a key's file never shows what is in it.
    """
    keys: dict[str, str] = {}
    for name, row in rows.items():
        key = environment.get(row.get("key-variable", ""), "") or row.get("key", "")
        if not key and (file := row.get("key-file", "")):
            key = _key_in(name, file)
        if key:
            keys[name] = _checked_key(name, key.strip())
    return keys


def _checked_key(service: str, key: str) -> str:
    if key.isascii() and key.isprintable() and " " not in key:
        return key
    raise UsageError(f"the key of {service} has characters that no key has")


def _key_in(service: str, file: str) -> str:
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise UsageError(f"services.{service}.key-file: {file}: {reason}") from error
