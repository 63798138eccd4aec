"""One Solr document: its fields by name, their values as text, and what has been read of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from mentorlit.formats.vufind.schema import VERBATIM, bases, derived, originals
from mentorlit.formats.vufind.text import is_line
from mentorlit.model import Evidence
from mentorlit.plaintext import clean


def same(text: str) -> str:
    """Return what two spellings of one text have in common: letters and digits, folded."""
    return _same(text) if len(text) < _SHORT else _same.__wrapped__(text)


def folded(text: str) -> str:
    """Return what :func:`same` does, for a text that does not come again."""
    return "".join(filter(str.isalnum, text.casefold()))


_same: Final = lru_cache(maxsize=256)(folded)


_SHORT: Final = 1000
"""Characters of a text that is remembered: a record has its title in six fields."""
_LONG: Final = 200
"""Characters from which a look at the whole text is cheaper than parting its words."""
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})

Place = tuple[int, int, int, str]
"""Line, start, end and rule of a value, as :class:`~mentorlit.model.Evidence` takes them."""
Places = Callable[[str], Sequence[Place]]
"""Returns the place of each value of the field with this name."""


class Document:
    """The fields of a document, to be taken one after the other.

    ``fields`` has lists of values (texts and numbers; anything else waits for :meth:`rest`).
    ``places`` returns where each value of a field stands. What nobody has taken is the rest.

    Attributes:
        evidence: by JSON name of a citation's field, the places of what was taken for it.

    """

    def __init__(self, fields: Mapping[str, Any], places: Places | None = None) -> None:
        self._values: dict[str, list[Any]] = {
            name: value if type(value) is list else _listed(value) for name, value in fields.items()
        }
        self._names = bases(tuple(self._values))
        self._clean: dict[str, list[str]] = {}
        self._different: dict[str, tuple[str, ...]] = {}
        self._places = places
        self._taken: dict[str, set[int]] = {}
        self._gone: set[str] = set()
        self._characters = -1
        self.evidence: dict[str, tuple[Evidence, ...]] = {}

    def present(self, names: Iterable[str]) -> list[str]:
        """Return those of ``names`` that are fields of the document, in the order given."""
        return [name for name in names if name in self._names]

    def lacks(self, names: Iterable[str]) -> bool:
        """Tell whether the document has none of the fields ``names``."""
        return self._names.keys().isdisjoint(names)

    def has(self, name: str) -> bool:
        """Tell whether the field, with or without a dynamic suffix, says anything."""
        return name in self._names and bool(self.peek(name))

    def peek(self, name: str) -> tuple[str, ...]:
        """Return the field's different values as clean text, without taking them."""
        reals = self._names.get(name)
        if reals is None:
            return ()
        found = self._different.get(name)
        if found is None:
            texts = [text for real in reals for text in self._texts(real) if text]
            found = tuple(texts) if len(texts) < 2 else tuple(dict.fromkeys(texts))
            self._different[name] = found
        return found

    def aligned(self, name: str) -> list[str]:
        """Return all of the field's values as clean text, the empty and the repeated too."""
        return [text for real in self._names.get(name, ()) for text in self._texts(real)]

    def raw(self, name: str) -> list[str]:
        """Return the field's different texts as the source has them, with their lines."""
        found: dict[str, None] = {}
        for real in self._names.get(name, ()):
            for raw, text in zip(self._values[real], self._texts(real), strict=True):
                if text:
                    found[str(raw)] = None
        return list(found)

    def verbatim(self, name: str) -> list[str]:
        """Return the texts of a field that holds a whole record."""
        return [raw for raw in self._values.get(name, ()) if isinstance(raw, str)]

    def take(self, field: str, *names: str) -> tuple[str, ...]:
        """Take all values of the first of ``names`` that has any, as evidence for ``field``."""
        for name in names:
            found = self.peek(name)
            if found:
                self.mark_all(name)
                self.cite(field, name)
                return found
        return ()

    def first(self, field: str, *names: str) -> str:
        """Take the first value of the first of ``names`` that has any; the others stay.

        A value that only repeats it, in whichever of ``names``, is taken with it.
        """
        present = [name for name in names if name in self._names]
        for name in present:
            found = self.peek(name)
            if found:
                for other in present:
                    self._mark_same(other, found[0])
                self.cite(field, name, found[:1])
                return found[0]
        return ""

    def _mark_same(self, name: str, text: str) -> None:
        """Take the values of the field that only repeat ``text``."""
        texts = self.peek(name)
        if texts == (text,):
            self.mark_all(name)
            return
        repeated = [each for each in texts if each == text or same(each) == same(text)]
        if len(repeated) == len(texts):
            self.mark_all(name)
        else:
            self.mark(name, repeated)

    def mark_all(self, name: str) -> None:
        """Take every value of the field that says something."""
        for real in self._names.get(name, ()):
            texts = self._texts(real)
            if all(texts):
                self._gone.add(real)
            else:
                self._taken[real] = {index for index, text in enumerate(texts) if text}

    def mark(self, name: str, texts: Iterable[str]) -> None:
        """Take the values of the field that are among ``texts``."""
        reals = self._names.get(name)
        if not reals:
            return
        wanted = frozenset(texts)
        for real in reals:
            taken = self._taken.setdefault(real, set())
            found = enumerate(self._texts(real))
            taken.update([index for index, text in found if text and text in wanted])

    def cite(self, field: str, name: str, texts: Iterable[str] = ()) -> None:
        """Note the place of the field ``name``, or of each of its values ``texts``, as evidence.

        ``field`` is the JSON name of the citation's field that the values went to.
        """
        if self._places is None:
            return
        wanted = frozenset(texts)
        for real in self._names.get(name, ()):
            places = self._places(real)
            if wanted:
                found = self._first_of_each(real, wanted)
                chosen = [Evidence(*places[index]) for index in found if index < len(places)]
            elif places:
                line, start, _, rule = places[0]
                chosen = [Evidence(line, start, places[-1][2], rule)]
            else:
                continue
            if chosen:
                self.evidence[field] = (*self.evidence.get(field, ()), *chosen)

    def _first_of_each(self, real: str, wanted: frozenset[str]) -> list[int]:
        """Return the indexes at which the field has each of the ``wanted`` texts first."""
        found: dict[str, int] = {}
        for index, text in enumerate(self._texts(real)):
            if text and text in wanted and text not in found:
                found[text] = index
        return list(found.values())

    def cite_part(self, field: str, name: str, start: int, text: str) -> None:
        """Note the place of ``text``, which begins at ``start`` in the field's clean text."""
        for real in self._names.get(name, ()):
            raw = str(self._values[real][0])
            places = self._places(real) if self._places else ()
            exact = places and places[0][2] - places[0][1] == len(raw.encode())
            if not exact or raw[start : start + len(text)] != text:
                self.cite(field, name)
                continue
            line, begin, _, rule = places[0]
            begin += len(raw[:start].encode())
            part = Evidence(line, begin, begin + len(text.encode()), rule)
            self.evidence[field] = (*self.evidence.get(field, ()), part)

    def rest(self) -> dict[str, list[Any]]:
        """Return, as the source has them, the values that nobody has taken, empty ones left out.

        Of index copies only those values come that no original has.
        """
        left: dict[str, list[Any]] = {}
        for name, values in self._values.items():
            if name in self._gone:
                continue
            taken = self._taken.get(name, ())
            kept = [
                value
                for index, value in enumerate(values)
                if (value or value not in _NOTHING) and index not in taken
            ]
            if kept and not self._is_derived(name):
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
        return 2 * _size(self._values[name]) <= self._whole_size()

    def _whole_size(self) -> int:
        """Return how many characters all fields have, counted once."""
        if self._characters < 0:
            texts = [v for values in self._values.values() for v in values if type(v) is str]
            self._characters = sum(map(len, texts))
        return self._characters

    def _without_repeated(self, name: str, values: list[Any]) -> list[Any]:
        """Return the values of an index copy that say more than each value of its originals."""
        texts = [text for original in originals(name) for text in self.peek(original)]
        if not texts or values == texts:
            return [] if texts else values
        other = [value for value in values if value not in texts]
        known = [same(text) for text in texts] if other else []
        return [value for value in other if not any(same(clean(value)) in k for k in known)]

    def _texts(self, real: str) -> list[str]:
        """Return the field's values as clean text, empty for what says nothing."""
        found = self._clean.get(real)
        if found is None:
            values = self._values[real]
            found = [""] * len(values) if real in VERBATIM else [_cleaned(raw) for raw in values]
            self._clean[real] = found
        return found


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, tuple) else [value]


def _cleaned(raw: Any) -> str:
    """Return what :func:`clean` does; a long text that is clean already is not taken apart."""
    if type(raw) is str and raw.isascii() and "&" not in raw and "\0" not in raw:
        return raw if len(raw) > _LONG and is_line(raw) else " ".join(raw.split())
    return clean(raw)


def _size(values: list[Any]) -> int:
    """Return how many characters the texts among the values have together."""
    if len(values) == 1:
        return len(values[0]) if type(values[0]) is str else 0
    return sum([len(value) for value in values if type(value) is str])
