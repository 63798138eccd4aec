"""The user's keys for services. No message shows one, or what is in a file of keys."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mentorlit.fetching.configuration.contents import Contents
from mentorlit.fetching.configuration.merging import Rows
from mentorlit.fetching.configuration.values import wrong
from mentorlit.network.urls import parse

_LONGEST: Final = 4096
"""Characters; keys that are tokens have a thousand."""


def keys_of(stated: Contents, rows: Rows, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the services' keys: from the environment, the configuration, or a file that it names.

    A service without a key uses that of its ``key-of``, if both are at one host: it is one key.

    Raises:
        UsageError: a file of a key cannot be read, or what is there can be no key.

    """
    own = {name: _key(stated, name, row, environment) for name, row in rows.items()}
    keys = {name: own[name] or own.get(_partner(rows, name), "") for name in rows}
    return {name: key for name, key in keys.items() if key}


def _partner(rows: Rows, name: str) -> str:
    """Return the service at the same host that one shares its key with, or ``""``."""
    other = rows[name].get("key-of", "")
    bases = [rows[one]["base"] for one in (name, other) if one]
    together = len(bases) == 2 and all(bases) and len({parse(one).origin for one in bases}) == 1
    return other if together else ""


def _key(
    stated: Contents, service: str, row: Mapping[str, Any], environment: Mapping[str, str]
) -> str:
    variable = row.get("key-variable", "")
    if key := environment.get(variable, "").strip():
        return _checked(variable, key)
    if key := row.get("key", "").strip():
        return _checked(stated.where("services", service, "key"), key)
    if file := row.get("key-file", ""):
        return _in_file(stated.where("services", service, "key-file"), file)
    return ""


def _in_file(where: str, file: str) -> str:
    try:
        with Path(file).open(encoding="utf-8-sig") as opened:
            key = opened.read(_LONGEST + 1).strip()
    except OSError as error:
        raise wrong(where, f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise wrong(where, f"{file}: it is no text in UTF-8") from error
    if not key:
        raise wrong(where, f"{file}: it is empty")
    return _checked(f"{where}: {file}", key)


def _checked(where: str, key: str) -> str:
    """Return what can be a key; otherwise say so without showing it."""
    if key.isascii() and key.isprintable() and " " not in key and len(key) <= _LONGEST:
        return key
    raise wrong(where, "it is no key: one word of ASCII letters, digits and signs")
