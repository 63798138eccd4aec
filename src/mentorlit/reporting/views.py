"""Merges and pairs as a report shows them: who states what, and where it differs."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from mentorlit.reporting.differences import Piece, marked
from mentorlit.reporting.values import byline, labels, stated, title

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated, Link
    from mentorlit.model import Citation
    from mentorlit.reporting.survey import Merge

_MEMBERS: Final = 12
"""Members of a merge whose fields are compared."""


class Record(NamedTuple):
    """A record in a view: a short name for it there (``A``), its source, its place, what it is.

    ``earlier`` tells that it is from an earlier search.
    """

    name: str
    source: str
    place: str
    title: str
    byline: str
    earlier: bool

    @property
    def labelled(self) -> bool:
        """Tell whether the source says more than the file's name."""
        return self.source != self.place.rpartition(":")[0].rpartition("/")[2]


class Line(NamedTuple):
    """One value of a field: which records of the view state it, and the value in pieces."""

    names: tuple[str, ...]
    pieces: tuple[Piece, ...]


class Field(NamedTuple):
    """A field and its values, different ones on lines of their own."""

    name: str
    lines: tuple[Line, ...]


class View(NamedTuple):
    """Records beside each other.

    ``differing`` are the fields with several values, ``partly`` those that some of the records
    do not state, ``same`` the names of the others; ``more`` is how many records are not compared.
    """

    records: tuple[Record, ...]
    more: int
    link: "Link | None"
    differing: tuple[Field, ...]
    partly: tuple[Field, ...]
    same: tuple[str, ...]

    @property
    def is_pair(self) -> bool:
        """Tell whether these are two records and no more."""
        return len(self.records) + self.more == 2

    @property
    def grounds(self) -> list[str]:
        """What the rules have to say of the link: nothing where records are one anyway."""
        link = self.link
        if link is None or link.by in ("identical", "merged"):
            return []
        score = (
            "decided by a person"
            if link.by == "decision"
            else f"{'score' if self.is_pair else 'weakest link'} {link.score:g}"
        )
        return [score, link.reason] if link.reason else [score]


def merge_view(result: "Deduplicated", merge: "Merge") -> View:
    """Return the view of a merge."""
    members = merge.cluster.members
    shown = members[:_MEMBERS]
    return _view(result, shown, len(members) - len(shown), merge.weakest)


def pair_view(result: "Deduplicated", link: "Link") -> View:
    """Return the view of a pair, in the order in which its relation is read."""
    pair = (link.b, link.a) if link.inverse else (link.a, link.b)
    return _view(result, pair, 0, link)


def _view(result: "Deduplicated", indexes: Sequence[int], more: int, link: "Link | None") -> View:
    records = [result.records[index] for index in indexes]
    names = [_name(at) for at in range(len(records))]
    values: dict[str, dict[str, list[str]]] = {}
    for name, record in zip(names, records, strict=True):
        for field, text in stated(record).items():
            values.setdefault(field, {}).setdefault(text, []).append(name)
    differing, partly, same = [], [], []
    for field, texts in _ordered(values):
        if len(texts) > 1:
            differing.append(Field(field, tuple(_lines(texts))))
        elif len(next(iter(texts.values()))) < len(records):
            partly.append(Field(field, tuple(_lines(texts))))
        else:
            same.append(field)
    shown = (
        _record(name, record, earlier=index < result.old)
        for name, record, index in zip(names, records, indexes, strict=True)
    )
    return View(tuple(shown), more, link, tuple(differing), tuple(partly), tuple(same))


def _ordered(
    values: dict[str, dict[str, list[str]]],
) -> Iterable[tuple[str, dict[str, list[str]]]]:
    """Return the fields in the order of a report, which those of any one record have already."""
    return [(field, values[field]) for field in labels() if field in values]


def _lines(texts: dict[str, list[str]]) -> Iterable[Line]:
    """Yield a line for each value: the first compared with all others, they with the first."""
    first, *others = texts
    yield Line(tuple(texts[first]), marked(first, others))
    for other in others:
        yield Line(tuple(texts[other]), marked(other, [first]))


def _name(at: int) -> str:
    return chr(ord("A") + at)


def _record(name: str, record: "Citation", *, earlier: bool) -> Record:
    origin = record.origin
    place = f"{origin.file}:{origin.line}" if origin else ""
    source = origin.source if origin else ""
    return Record(name, source, place, title(record), byline(record), earlier)
