"""One Solr document: its fields by name, their values as text, and what has been read of them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec

from mentorlit.formats.vufind.schema import VERBATIM, base, derived, originals
from mentorlit.model import Evidence
from mentorlit.plaintext import clean


def same(text: str) -> str:
    """Return what two spellings of one text have in common: letters and digits, folded."""
    return _same(text) if len(text) < _SHORT else _same.__wrapped__(text)


@lru_cache(maxsize=256)
def _same(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_SHORT: Final = 1000
"""Characters of a text that is remembered: a record has its title in six fields."""


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
        self._different: dict[str, tuple[str, ...]] = {}
        self._places = places or {}
        self._taken: dict[str, set[int]] = {}
        self._characters = -1
        self.evidence: dict[str, tuple[Evidence, ...]] = {}

    def has(self, name: str) -> bool:
        """Tell whether the field, with or without a dynamic suffix, says anything."""
        return name in self._names and bool(self.peek(name))

    def peek(self, name: str) -> tuple[str, ...]:
        """Return the field's different values as clean text, without taking them."""
        found = self._different.get(name)
        if found is None:
            reals = self._names.get(name)
            if not reals:
                return ()
            texts = (text for real in reals for _, text in self._texts(real))
            found = self._different[name] = tuple(dict.fromkeys(texts))
        return found

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

    def verbatim(self, name: str) -> list[str]:
        """Return the texts of a field that holds a whole record."""
        return [raw for raw in self._values.get(name, ()) if isinstance(raw, str)]

    def take(self, field: str, *names: str) -> tuple[str, ...]:
        """Take all values of the first of ``names`` that has any, as evidence for ``field``."""
        for name in names:
            found = self.peek(name)
            if found:
                self.mark(name, found)
                self.cite(field, name)
                return found
        return ()

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
        reals = self._names.get(name)
        if not reals:
            return
        wanted = frozenset(texts)
        for real in reals:
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
        """Return, as the source has them, the values that nobody has taken, empty ones left out.

        Of index copies only those values come that no original has.
        """
        left: dict[str, list[Any]] = {}
        for name, values in self._values.items():
            if self._is_derived(name):
                continue
            taken = self._taken.get(name, ())
            kept = [
                value
                for index, value in enumerate(values)
                if index not in taken and value not in (None, "", [], {})
            ]
            if kept:
                kept = self._without_repeated(name, kept)
            if kept:
                left[name] = kept
        return left

    def _is_derived(self, name: str) -> bool:
        """Tell whether an index made ``name`` for itself out of fields that are here.

        A text longer than all other fields together was made of more than them.
        """
        source = derived(name)
        if not source or not (self.has(source) or any(map(self.has, originals(name)))):
            return False
        return self._size(name) <= self._whole_size() - self._size(name)

    def _size(self, name: str) -> int:
        return sum(len(value) for value in self._values[name] if isinstance(value, str))

    def _whole_size(self) -> int:
        """Return how many characters all fields have, counted once."""
        if self._characters < 0:
            self._characters = sum(map(self._size, self._values))
        return self._characters

    def _without_repeated(self, name: str, values: list[Any]) -> list[Any]:
        """Return the values of an index copy that say more than each value of its originals."""
        texts = [text for original in originals(name) for text in self.peek(original)]
        if not texts:
            return values
        other = [value for value in values if value not in texts]
        known = [same(text) for text in texts] if other else []
        return [value for value in other if not any(same(clean(value)) in k for k in known)]

    def _texts(self, real: str) -> list[tuple[int, str]]:
        """Return the values that say something, with their indexes."""
        found = self._clean.get(real)
        if found is None:
            values = () if real in VERBATIM else self._values[real]
            pairs = [(index, clean(raw)) for index, raw in enumerate(values)]
            found = self._clean[real] = [pair for pair in pairs if pair[1]]
        return found
