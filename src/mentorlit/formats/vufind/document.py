"""One Solr document: its fields by name, their values as text, and what has been read of them."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final

import msgspec

from mentorlit.formats.csl.text import clean
from mentorlit.model import Evidence
from mentorlit.tables import load

VERBATIM: Final = "fullrecord"
"""The field that holds a whole record in another format; kept as it is."""


@cache
def suffixes() -> tuple[str, ...]:
    """Return Solr's dynamic suffixes, the longest first."""
    return tuple(sorted(load("vufind")["dynamic_suffixes"], key=len, reverse=True))


@cache
def _mapped() -> frozenset[str]:
    """Return every field name that the mapping knows without a dynamic suffix."""
    table = load("vufind")
    lists = (*table["text"].values(), *table["lists"].values(), *table["identifiers"].values())
    names = {name for group in lists for name in group}
    return frozenset(names | set(table["words"]) | set(table["distinctive"]))


@lru_cache(maxsize=4096)
def base(name: str) -> str:
    """Return ``name`` without its dynamic suffix, if the mapping knows what is left."""
    if name in _mapped():
        return name
    for suffix in suffixes():
        if name.endswith(suffix) and name.removesuffix(suffix) in _mapped():
            return name.removesuffix(suffix)
    return name


@lru_cache(maxsize=4096)
def _originals(name: str) -> tuple[str, ...]:
    """Return the fields whose index copy ``name`` is."""
    table = load("vufind")
    endings = (ending for ending in table["copy_suffixes"] if name.endswith(ending))
    return (*table["copies"].get(name, ()), *(name.removesuffix(ending) for ending in endings))


def same(text: str) -> str:
    """Return what two spellings of one text have in common: letters and digits, folded."""
    return "".join(filter(str.isalnum, text.casefold()))


class Document:
    """The fields of a document, to be taken one after the other.

    ``fields`` has lists of values (texts and numbers; anything else waits for :meth:`rest`).
    ``places`` says where each of a field's values stands. What nobody has taken is the rest.

    Attributes:
        evidence: by JSON name of a citation's field, the places of what was taken for it.

    """

    def __init__(
        self,
        fields: Mapping[str, Any],
        places: Mapping[str, tuple[Evidence, ...]] | None = None,
    ) -> None:
        self._values: dict[str, list[Any]] = {
            name: list(value) if isinstance(value, list | tuple) else [value]
            for name, value in fields.items()
        }
        self._names: dict[str, list[str]] = {}
        for name in self._values:
            known = base(name)
            self._names.setdefault(known, []).append(name)
        self._clean: dict[str, list[tuple[int, str]]] = {}
        self._places = places or {}
        self._taken: dict[str, set[int]] = {}
        self.evidence: dict[str, tuple[Evidence, ...]] = {}

    def has(self, name: str) -> bool:
        """Tell whether the field, with or without a dynamic suffix, says anything."""
        return any(self._texts(real) for real in self._names.get(name, ()))

    def peek(self, name: str) -> list[str]:
        """Return the field's different values as clean text, without taking them."""
        reals = self._names.get(name)
        if not reals:
            return []
        return list(dict.fromkeys(text for real in reals for _, text in self._texts(real)))

    def aligned(self, name: str) -> list[str]:
        """Return all of the field's values as clean text, the empty and the repeated too."""
        return [clean(raw) for real in self._names.get(name, ()) for raw in self._values[real]]

    def raw(self, name: str) -> list[str]:
        """Return the field's different texts as the source has them, with their lines."""
        found: dict[str, None] = {}
        for real in self._names.get(name, ()):
            for index, _ in self._texts(real):
                found[str(self._values[real][index])] = None
        return list(found)

    def take(self, field: str, *names: str) -> list[str]:
        """Take all values of the first of ``names`` that has any, as evidence for ``field``."""
        for name in names:
            found = self.peek(name)
            if found:
                self.mark(name, found)
                self.cite(field, name)
                return found
        return []

    def first(self, field: str, *names: str) -> str:
        """Take the first value of the first of ``names`` that has any; the others stay.

        A value that only repeats it, in whichever of ``names``, is taken with it.
        """
        for name in names:
            found = self.peek(name)
            if found:
                key = same(found[0])
                for other in filter(self._names.__contains__, names):
                    self.mark(other, [text for text in self.peek(other) if same(text) == key])
                self.cite(field, name, found[:1])
                return found[0]
        return ""

    def mark(self, name: str, texts: Iterable[str]) -> None:
        """Take the values of the field that are among ``texts``."""
        wanted = frozenset(texts)
        for real in self._names.get(name, ()):
            taken = self._taken.setdefault(real, set())
            taken.update(index for index, text in self._texts(real) if text in wanted)

    def cite(self, field: str, name: str, texts: Iterable[str] = ()) -> None:
        """Note the place of the field ``name``, or of each of its values ``texts``, as evidence.

        ``field`` is the JSON name of the citation's field that the values went to.
        """
        if not self._places:
            return
        wanted = frozenset(texts)
        for real in self._names.get(name, ()):
            places = self._places.get(real, ())
            if wanted:
                found = {text: index for index, text in reversed(self._texts(real))}
                chosen = sorted(index for text, index in found.items() if text in wanted)
                places = tuple(places[index] for index in chosen if index < len(places))
            elif places:
                places = (msgspec.structs.replace(places[0], end=places[-1].end),)
            if places:
                self.evidence[field] = (*self.evidence.get(field, ()), *places)

    def cite_part(self, field: str, name: str, start: int, text: str) -> None:
        """Note the place of ``text``, which begins at ``start`` in the field's clean text."""
        for real in self._names.get(name, ()):
            raw = str(self._values[real][0])
            places = self._places.get(real, ())
            exact = places and places[0].end - places[0].start == len(raw.encode())
            if not exact or raw[start : start + len(text)] != text:
                self.cite(field, name)
                continue
            begin = places[0].start + len(raw[:start].encode())
            part = msgspec.structs.replace(places[0], start=begin, end=begin + len(text.encode()))
            self.evidence[field] = (*self.evidence.get(field, ()), part)

    def rest(self) -> dict[str, list[Any]]:
        """Return, as the source has them, the values that nobody has taken, empty ones left out."""
        left: dict[str, list[Any]] = {}
        for name, values in self._values.items():
            if self._is_copy(name):
                continue
            taken = self._taken.get(name, ())
            kept = [
                value
                for index, value in enumerate(values)
                if index not in taken and value not in (None, "", [], {})
            ]
            if kept:
                left[name] = kept
        return left

    def _is_copy(self, name: str) -> bool:
        """Tell whether ``name`` is an index copy of a field that the document has."""
        return any(self.has(original) for original in _originals(name))

    def _texts(self, real: str) -> list[tuple[int, str]]:
        """Return the values that say something, with their indexes."""
        found = self._clean.get(real)
        if found is None:
            values = () if real == VERBATIM else self._values[real]
            pairs = [(index, clean(raw)) for index, raw in enumerate(values)]
            found = self._clean[real] = [pair for pair in pairs if pair[1]]
        return found
