"""A merge policy as a user declares it: a TOML file, or a name."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.dedupe.merging.policy import (
    DEFAULT,
    FIELDS,
    FIRST,
    FULLEST,
    LONGEST,
    MAJORITY,
    MOST_COMPLETE,
    REGISTRY_FIRST,
    SOURCE_ORDER,
    Policy,
    rules_for,
    source_names,
)
from mentorlit.model import JSON_NAME, PYTHON_NAME, Citation
from mentorlit.problems import InputError, UsageError

NAMED: Final = {
    "default": DEFAULT,
    REGISTRY_FIRST: Policy(default=REGISTRY_FIRST),
    FULLEST: Policy(default=FULLEST),
}
"""Policies that need no file."""

_DEFAULTS: Final = (MAJORITY, LONGEST, MOST_COMPLETE, *FIRST)
"""Rules that fields of any kind may have, as far as it fits their values."""

_LISTS: Final = ("sources", "prefer")
_LISTED: Final = 12
"""Sources that are named where one is not known."""


def policy(given: str, prefer: str | None = None) -> Policy:
    """Return the policy that options ask for: a name or a file, and preferred sources.

    The file has one rule a field, ``title = "longest"``, and may have ``default``, ``sources`` and
    ``prefer``. ``prefer`` here has sources parted by commas and goes before the file's.

    Raises:
        InputError: the file cannot be read.
        UsageError: it is no TOML, names a field or rule that there is not, or a rule that does not
            fit the field; or ``prefer`` has no source in it.

    """
    is_file = given not in NAMED or Path(given).is_file()
    found = (_load(given) if is_file else NAMED[given]) if given else DEFAULT
    wanted = tuple(name for name in map(str.strip, (prefer or "").split(",")) if name)
    if prefer is not None and not wanted:
        raise UsageError("--prefer: no source is named")
    return msgspec.structs.replace(found, prefer=wanted) if wanted else found


def _load(path: str) -> Policy:
    import tomllib  # noqa: PLC0415 - start-up

    try:
        text = Path(path).read_text(encoding="utf-8")
        return _Table(path, text, tomllib.loads(text)).policy()
    except FileNotFoundError as error:
        named = ", ".join(NAMED)
        raise InputError(f"{path}: {error.strerror}; policies with a name are {named}") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise InputError(f"{path}: {error.strerror}") from error
        raise UsageError(f"{path}: this is no TOML: {error}") from error


class _Table:
    """The table in a file, checked key by key."""

    def __init__(self, path: str, text: str, table: dict[str, Any]) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._table = table

    def policy(self) -> Policy:
        """Return the policy."""
        lists = {key: self._sources(key) for key in _LISTS if key in self._table}
        default = self._table.get("default", "")
        if "default" in self._table:
            self._check("default", default, _DEFAULTS)
        fields = [key for key in self._table if key not in (*_LISTS, "default")]
        rules = tuple((field, self._rule(field)) for field in fields)
        found = Policy(rules=rules, default=default, **lists)
        for key, rule in (*rules, ("default", default)):
            if rule == SOURCE_ORDER and not found.sources:
                raise self._wrong(key, f"{SOURCE_ORDER} needs the order: sources = [...]")
        return found

    def _rule(self, field: str) -> str:
        """Return the rule of a field."""
        known = [JSON_NAME[name] for name in FIELDS]
        if field not in known:
            raise self._wrong(field, f"there is no such field{_meant(field, known)}")
        allowed = rules_for(PYTHON_NAME[field])
        if not allowed:
            raise self._wrong(field, "it goes with the abstract and has no rule of its own")
        return self._check(field, self._table[field], allowed)

    def _check(self, key: str, rule: object, allowed: Sequence[str]) -> str:
        """Return the rule if it is allowed."""
        if isinstance(rule, str) and rule in allowed:
            return rule
        meant = _meant(rule, allowed) if isinstance(rule, str) else ""
        shown = repr(rule) if isinstance(rule, str) else "this"
        raise self._wrong(
            key, f"{shown} is no rule for it{meant}; it may have {', '.join(allowed)}"
        )

    def _sources(self, key: str) -> tuple[str, ...]:
        """Return a list of sources."""
        listed = self._table[key]
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self._wrong(key, 'a list of sources is wanted, as ["pubmed.nbib", "scopus.csv"]')
        return tuple(listed)

    def _wrong(self, key: str, why: str) -> UsageError:
        stated = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[=.\]]""")
        line = next((n for n, text in enumerate(self._lines, 1) if stated.match(text)), 0)
        place = f"{self._path}:{line}" if line else self._path
        return UsageError(f"{place}: {key}: {why}")


def _meant(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given, list(known), 1, 0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""


class Seen(NamedTuple):
    """The sources of some records: all their names, and the labels in order."""

    names: set[str]
    labels: dict[str, None]


class Sources:
    """The sources of all records that pass, to find those in a policy that no record is from."""

    def __init__(self, policy: Policy) -> None:
        self._wanted = dict.fromkeys((*policy.prefer, *policy.sources))
        self._names: set[str] = set()
        self._labels: dict[str, None] = {}

    def seen(self, citations: Iterable[Citation]) -> Seen | None:
        """Return the sources of some records; None if the policy names no source."""
        if not self._wanted:
            return None
        found = Seen(set(), {})
        for citation in citations:
            for one in citation.members or (citation,):
                found.names.update(source_names(one))
                if one.origin:
                    found.labels[one.origin.source] = None
        return found

    def noted(self) -> Seen:
        """Return all that was noted."""
        return Seen(self._names, self._labels)

    def note(self, seen: Seen | None) -> None:
        """Note the sources of some records."""
        if seen:
            self._names |= seen.names
            self._labels |= seen.labels

    def remarks(self) -> list[str]:
        """Return a sentence for each source that no record is from."""
        unknown = [name for name in self._wanted if name.casefold() not in self._names]
        labels = list(self._labels)
        more = f" and {len(labels) - _LISTED} more" if len(labels) > _LISTED else ""
        listed = ", ".join(labels[:_LISTED]) + more
        return [
            f"no record is from the source {name!r}{_meant(name, labels)}; sources are {listed}"
            for name in unknown
            if labels
        ]
