"""What entries take from others: from their parent (``crossref``) and from ``@xdata`` entries.

The rules: biblatex manual, sections 2.4.1 and 3.13.6 and appendix B; for classic BibTeX, btxdoc,
section 2.1. Parents and ``@xdata`` may stand before or after the entries that name them.
"""

from typing import Final, NamedTuple

from mentorlit.tables import load

_TABLE: Final = load("bibtex")["inheritance"]
_PARTS: Final = frozenset(_TABLE["parts"])
_ARTICLES: Final = frozenset(_TABLE["articles"])
_MULTIVOLUME: Final = frozenset(_TABLE["multivolume"])
_BOOKS: Final = frozenset(_TABLE["books"])
_INHERITED: Final = frozenset(_TABLE["fields"])
_TITLES: Final = ("title", "subtitle", "titleaddon")
_DATES: Final = ("date", "year", "month", "day")
_RELATIVES: Final = 32
"""Beyond so many entries, parents of parents are passed over: works have no more than three."""


class Relative(NamedTuple):
    """An entry as others see it: its type, its fields, and how many bytes it had."""

    kind: str
    fields: dict[str, str]
    size: int


class Family:
    """The entries that others may take fields from, as many as ``limit`` bytes hold.

    When there are more, the first are forgotten: an entry and its parent stand that close
    together in every real file. Articles are nobody's parents.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._known: dict[str, Relative] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def add(self, key: str, kind: str, fields: dict[str, str], size: int) -> None:
        """Remember an entry under its key in lower case; the first with a key counts."""
        if kind in _ARTICLES or not key or key in self._known:
            return
        self._known[key] = Relative(kind, fields, size)
        self._size += size
        while self._size > self._limit:
            first = next(iter(self._known))
            self._size -= self._known.pop(first).size

    def missing(self, fields: dict[str, str]) -> str:
        """Return the first key that an entry, or one of those it takes from, names in vain."""
        seen: set[str] = set()
        wanted = named(fields)
        while wanted and len(seen) <= _RELATIVES:
            key = wanted.pop(0)
            if key not in seen:
                seen.add(key)
                if key not in self._known:
                    return key
                wanted += named(self._known[key].fields)
        return ""

    def complete(
        self, kind: str, fields: dict[str, str], done: dict[str, dict[str, str]] | None = None
    ) -> dict[str, str]:
        """Return the fields of an entry and, behind them, those that it takes from others.

        ``crossref`` stays; ``xdata`` keeps only the keys that are not known. ``done`` holds what
        has been completed on the way here: no entry is looked at twice.
        """
        done = {} if done is None else done
        own = self._with_shared(fields, done)
        parent = own.get("crossref", "").strip().lower()
        if parent not in self._known or self._known[parent].fields is fields:
            return own
        return _from_parent(kind, own, self._known[parent].kind, self._completed(parent, done))

    def _completed(self, key: str, done: dict[str, dict[str, str]]) -> dict[str, str]:
        if key not in done:
            relative = self._known[key]
            # Who comes back here goes no further.
            done[key] = relative.fields
            if len(done) <= _RELATIVES:
                done[key] = self.complete(relative.kind, relative.fields, done)
        return done[key]

    def _with_shared(
        self, fields: dict[str, str], done: dict[str, dict[str, str]]
    ) -> dict[str, str]:
        """Add the fields of the @xdata entries that an entry names."""
        if "xdata" not in fields:
            return fields
        own = {name: value for name, value in fields.items() if name != "xdata"}
        unknown = []
        for key in dict.fromkeys(_keys(fields["xdata"])):
            if key.lower() not in self._known:
                unknown.append(key)
            elif self._known[key.lower()].fields is not fields:
                _fill(own, self._completed(key.lower(), done))
        return {**own, "xdata": ",".join(unknown)} if unknown else own


def named(fields: dict[str, str]) -> list[str]:
    """Return the keys, in lower case, of the entries from which one takes fields."""
    keys = _keys(fields["xdata"].lower()) if "xdata" in fields else []
    parent = fields.get("crossref", "").strip().lower()
    return [*keys, parent] if parent else keys


def _keys(source: str) -> list[str]:
    return [key for part in source.split(",") if (key := part.strip())]


def _from_parent(
    kind: str, own: dict[str, str], above: str, parent: dict[str, str]
) -> dict[str, str]:
    """Return the fields of an entry with those of its parent, titles under their new names."""
    taken = {name: value for name, value in parent.items() if name in _INHERITED}
    prefix = _prefix(kind, above)
    if prefix and not any(prefix + field in own for field in _TITLES):
        titles = {prefix + field: parent[field] for field in _TITLES if field in parent}
        # BibTeX has the title for the parts in the parent itself, biblatex often both.
        if prefix + "title" not in taken:
            taken |= titles
    if kind in _PARTS and above in _BOOKS and "author" in parent:
        taken.setdefault("bookauthor", parent["author"])
    if prefix == "main" and kind not in _PARTS:
        taken = {name: value for name, value in taken.items() if name not in ("volume", "isbn")}
    complete = dict(own)
    _fill(complete, taken)
    return complete


def _prefix(kind: str, above: str) -> str:
    """Return what goes before the parent's ``title`` in the child, if anything."""
    if kind in _ARTICLES:
        return "journal"
    if above in _MULTIVOLUME:
        return "main"
    return "book" if kind in _PARTS else ""


def _fill(own: dict[str, str], taken: dict[str, str]) -> None:
    """Add the fields that are not there; a date is one thing, in whatever fields it is."""
    dated = any(name in own for name in ("date", "year"))
    titled = [prefix for prefix in ("book", "main", "journal") if prefix + "title" in own]
    if "journal" in own:
        titled.append("journal")
    for name, value in taken.items():
        if dated and name in _DATES:
            continue
        if any(name.startswith(prefix) and name[len(prefix) :] in _TITLES for prefix in titled):
            continue
        own.setdefault(name, value)
