"""Two records field by field: what differs, down to the letters."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple

from rapidfuzz.distance import Indel

from mentorlit import names
from mentorlit.dates import iso
from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.model import NAME_FIELDS, Citation, Keyword, Name, PartialDate, StandardNumber

_WORDS: Final = 400
"""Words of a value that are compared: an abstract may have some more, which are then not marked."""

_ALIKE: Final = 0.5
"""Likeness of two words from which on their letters are compared, not the words."""

_PEOPLE: Final = 30
"""Names that are shown; the others are counted."""


class Sign(StrEnum):
    """What a row shows at a glance, without colours."""

    SAME = "="
    SPELLING = "~"
    OTHER = "!"
    LEFT = "<"
    RIGHT = ">"


class Piece(NamedTuple):
    """A stretch of a value, and whether the other value lacks it."""

    text: str
    differs: bool = False


Pieces = tuple[Piece, ...]


class Row(NamedTuple):
    """One field of both records."""

    name: str
    sign: Sign
    left: Pieces
    right: Pieces


_FIRST: Final = ("title", "original_title", "alternative_title", "author", "editor", "issued")
_PLACE: Final = (
    *("container_title", "container_title_short", "collection_title", "volume", "issue", "page"),
    *("number", "edition", "chapter_number", "part_number", "version", "event_title"),
    *("event_date", "publisher", "publisher_place", "genre", "type", "language"),
)
_NUMBERS: Final = ("doi", "pmid", "pmcid", "isbn", "issn", "identifiers", "url", "call_number")
_LAST: Final = ("keyword", "note", "abstract")
_OTHERS: Final = tuple(field for field in NAME_FIELDS if field not in _FIRST)
FIELDS: Final = (*_FIRST, *_PLACE, *_NUMBERS, *_OTHERS, *_LAST)
"""The fields that are compared, in the order in which a person looks at them."""

_NAMED: Final = {"issued": "date", "container_title": "in", "container_title_short": "in, short"}
_CAPITAL: Final = {"doi", "pmid", "pmcid", "isbn", "issn", "url"}


def rows(a: Citation, b: Citation, *, longest: int, aside: int = 0) -> Iterator[Row]:
    """Yield a row for each field that one of the records states.

    Of values of more than ``longest`` characters the beginning is shown, of those that one decides
    by last (the abstract) not more than ``aside``, if that is given. The last row says where the
    records come from.
    """
    for field in FIELDS:
        left, right = shown(getattr(a, field)), shown(getattr(b, field))
        if left or right:
            most = min(longest, aside or longest) if field in _LAST else longest
            yield _row(_name(field), left, right, most)
    yield Row("from", Sign.SAME, _whole(_origin(a)), _whole(_origin(b)))


def _row(name: str, left: str, right: str, longest: int) -> Row:
    if not right:
        return Row(name, Sign.LEFT, _whole(_cut(left, longest)), ())
    if not left:
        return Row(name, Sign.RIGHT, (), _whole(_cut(right, longest)))
    if left == right:
        same = _whole(_cut(left, longest))
        return Row(name, Sign.SAME, same, same)
    is_spelling = fold(left) == fold(right)
    pieces = differences(_cut(left, longest), _cut(right, longest), strictly=is_spelling)
    return Row(name, Sign.SPELLING if is_spelling else Sign.OTHER, *pieces)


def _name(field: str) -> str:
    if field in _CAPITAL:
        return field.upper()
    return _NAMED.get(field, field.replace("_", " "))


def _whole(text: str) -> Pieces:
    return (Piece(text),) if text else ()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"


def _origin(record: Citation) -> str:
    origin = record.origin
    if origin is None:
        return ""
    source = "" if origin.file.endswith(origin.source) else f"{origin.source}, "
    line = f":{origin.line}" if origin.line else ""  # a row of a table has none
    return f"{source}{origin.file}{line}"


def shown(value: Any) -> str:
    """Return a value of a field as a person reads it, on one line."""
    if isinstance(value, tuple):
        more = f"; and {len(value) - _PEOPLE} more" if len(value) > _PEOPLE else ""
        return "; ".join(map(shown, value[:_PEOPLE])) + more
    if isinstance(value, dict):
        return "; ".join(f"{name} {shown(item)}" for name, item in sorted(value.items()))
    return " ".join(_SHOWN_AS.get(type(value), str)(value or "").split())


_SHOWN_AS: Final[dict[type, Callable[[Any], str]]] = {
    Name: names.sort_form,
    PartialDate: lambda date: iso(date) or date.literal,
    StandardNumber: lambda number: number.value,
    Keyword: lambda keyword: keyword.text,
}


def differences(left: str, right: str, *, strictly: bool = True) -> tuple[Pieces, Pieces]:
    """Return two texts in pieces, those marked that the other lacks.

    Of two words that are alike only the letters that differ are marked; words that differ by
    case, accents and punctuation alone only ``strictly``.
    """
    ours, theirs = _words(left), _words(right)
    keys = [
        words if strictly else [fold(word) or word for word in words] for words in (ours, theirs)
    ]
    marked: tuple[list[Piece], list[Piece]] = ([], [])
    gone: tuple[list[str], list[str]] = ([], [])
    for step in Indel.opcodes(keys[0][:_WORDS], keys[1][:_WORDS]):
        if step.tag == "equal":
            _changed(gone, marked)
            marked[0].extend(Piece(word) for word in ours[step.src_start : step.src_end])
            marked[1].extend(Piece(word) for word in theirs[step.dest_start : step.dest_end])
        gone[0].extend(() if step.tag == "equal" else ours[step.src_start : step.src_end])
        gone[1].extend(() if step.tag == "equal" else theirs[step.dest_start : step.dest_end])
    _changed(gone, marked)
    marked[0].extend(Piece(word) for word in ours[_WORDS:])
    marked[1].extend(Piece(word) for word in theirs[_WORDS:])
    return _joined(marked[0]), _joined(marked[1])


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the space before it."""
    first, *rest = text.split(" ")
    return [first, *(f" {word}" for word in rest)]


def _changed(gone: tuple[list[str], list[str]], marked: tuple[list[Piece], list[Piece]]) -> None:
    """Mark a stretch of words that the other text has otherwise, and empty ``gone``."""
    ours, theirs = gone
    pairs = min(len(ours), len(theirs)) if len(ours) == len(theirs) else 0
    for left, right in zip(ours[:pairs], theirs[:pairs], strict=True):
        if Indel.normalized_similarity(left, right) >= _ALIKE:
            one, other = _letters(left, right)
            marked[0].extend(one)
            marked[1].extend(other)
        else:
            marked[0].extend(_spaced(left))
            marked[1].extend(_spaced(right))
    for words, found in ((ours[pairs:], marked[0]), (theirs[pairs:], marked[1])):
        for word in words:
            found.extend(_spaced(word))
    ours.clear()
    theirs.clear()


def _spaced(word: str) -> Iterator[Piece]:
    """Yield a word that differs; the space before it does not."""
    if word.startswith(" "):
        yield Piece(" ")
        word = word[1:]
    yield Piece(word, differs=True)


def _letters(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for step in Indel.opcodes(left, right):
        differs = step.tag != "equal"
        ours.append(Piece(left[step.src_start : step.src_end], differs))
        theirs.append(Piece(right[step.dest_start : step.dest_end], differs))
    return ours, theirs


def _joined(pieces: list[Piece]) -> Pieces:
    """Join neighbours of one kind; a space between two words that differ is part of them."""
    filled = [piece for piece in pieces if piece.text]
    found: list[Piece] = []
    for piece, after in zip(filled, [*filled[1:], Piece("")], strict=False):
        within = piece.text == " " and after.differs and bool(found) and found[-1].differs
        differs = piece.differs or within
        if found and found[-1].differs == differs:
            found[-1] = Piece(found[-1].text + piece.text, differs)
        else:
            found.append(Piece(piece.text, differs))
    return tuple(found)
