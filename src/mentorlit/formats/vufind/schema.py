"""Names of the fields of a VuFind index: which are known, and what a local name means."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from mentorlit.tables import load, phrases

# dc.title.pt_BR.fl_str_mv: what harvested catalogues make of a Dublin Core element.
_DOTTED: Final = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_-]+)+")


_FIELDS: Final = 100
_CHARACTERS: Final = 2000
"""How many fields a document whose names are remembered has, and how long they are together."""
VERBATIM: Final = ("fullrecord", "fullrecord_marcxml")
"""The fields that hold a whole record in another format; kept as it is."""


@cache
def suffixes() -> tuple[str, ...]:
    """Return Solr's dynamic suffixes, the longest first."""
    return tuple(sorted(load("vufind")["dynamic_suffixes"], key=len, reverse=True))


@cache
def by_entry(name: str) -> dict[str, str]:
    """Return a section of the table whose keys have blocks of entries, as entry to key."""
    section = load("vufind")[name]
    return {entry: key for key, block in section.items() for entry in phrases(block)}


@cache
def _mapped() -> frozenset[str]:
    """Return every field name that the mapping knows without a dynamic suffix."""
    table = load("vufind")
    lists = (*table["text"].values(), *table["lists"].values(), *table["identifiers"].values())
    names = {name for group in lists for name in group}
    blocks = (phrases(table["words"]), phrases(table["distinctive"]))
    singles = (*blocks, table["single"], table["read_by_name"])
    names.update(name for group in singles for name in group)
    return frozenset(names | set(table["copies"]) | set(table["relations"]))


@lru_cache(maxsize=4096)
def is_known(name: str) -> bool:
    """Tell whether ``name`` is a field of the table, or an index copy of one."""
    if name in _mapped():
        return True
    endings = (end for end in load("vufind")["copy_suffixes"] if name.endswith(end))
    return any(name.removesuffix(end) in _mapped() for end in endings)


@lru_cache(maxsize=4096)
def base(name: str) -> str:
    """Return ``name`` without its dynamic suffix, if the mapping knows what is left.

    Of a dotted name its longest beginning that the mapping knows counts: the elements behind it
    are languages and forms (``dc.title.none.fl_str_mv`` is ``dc.title``).
    """
    for suffix in suffixes():
        if name.endswith(suffix) and name.removesuffix(suffix) in _mapped():
            return name.removesuffix(suffix)
    if name not in _mapped() and _DOTTED.fullmatch(name):
        parts = name.split(".")
        known = (".".join(parts[:stop]) for stop in range(len(parts) - 1, 0, -1))
        return next(filter(_mapped().__contains__, known), name)
    return name


def bases(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return by :func:`base` which of ``names`` have it: the fields of one document."""
    if len(names) > _FIELDS or sum(map(len, names)) > _CHARACTERS:
        return _bases.__wrapped__(names)
    return _bases(names)


@lru_cache(maxsize=256)
def _bases(names: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(base(name), []).append(name)
    return found


@lru_cache(maxsize=4096)
def originals(name: str) -> tuple[str, ...]:
    """Return the fields whose index copy ``name`` is."""
    table = load("vufind")
    endings = (ending for ending in table["copy_suffixes"] if name.endswith(ending))
    return (
        *table["copies"].get(base(name), ()),
        *(name.removesuffix(ending) for ending in endings),
    )


@lru_cache(maxsize=4096)
def derived(name: str) -> str:
    """Return the field whose presence makes ``name`` superfluous, or ``""``.

    It is a list of words or keys that an index makes for itself.
    """
    if name.endswith("_variant"):
        return name.rpartition("_")[0]
    return str(load("vufind")["derived"].get(base(name), ""))


@lru_cache(maxsize=4096)
def is_one_line(name: str) -> bool:
    """Tell whether the field's value is a number, date or code: one line, whatever comes next."""
    table = load("vufind")
    return name in table["one_line"] or name.endswith(tuple(table["one_line_suffixes"]))
