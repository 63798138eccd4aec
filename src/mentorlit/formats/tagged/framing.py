"""The lines of tagged text put together to records, by the rules of one format."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream


class Current:
    """The record whose lines are being gathered, as the rules of a format see it.

    ``lines`` are its lines so far, without those after its end; ``parted`` tells that the last
    line was blank, ``ended`` that its end was met, ``tags`` what :attr:`Rules.tag` has found.
    ``gap`` tells how many of the lines stand before the last blank one and ``late`` which tags
    have come since; ``resumed`` is the place of the first line after it.
    """

    def __init__(self, place: tuple[int, int]) -> None:
        self.place = place
        self.gap = 0
        self.late: set[bytes] = set()
        self.early: set[bytes] = set()
        self.resumed = place
        self.lines: list[bytes] = []
        self.tags: set[bytes] = set()
        self.size = 0
        self.parted = False
        self.ended = False
        self.following: list[bytes] = []

    def has_parted(self, tag: bytes) -> bool:
        """Tell whether ``tag`` came before the last blank line, and text has come after that."""
        return not self.parted and tag in self.early and tag not in self.late


class Rules(NamedTuple):
    """How a format parts its records.

    ``tag`` returns the tag that a line begins with, else ``b""``. ``begins`` tells of a line,
    with its tag, whether it begins another record than the current one (``None``: there is none
    yet). ``ends`` tells whether a line is the last of its record. ``silent`` are lines outside
    of records that say nothing (headers of a file). ``wanted`` is what begins a record, for the
    message of an input without any. ``once`` are tags that come once in a record: where one comes
    again, another record has begun after the last blank line, with a first line that is damaged.
    """

    tag: Callable[[bytes], bytes]
    begins: Callable[[bytes, bytes, Current | None], bool]
    ends: Callable[[bytes], bool]
    silent: Callable[[bytes], bool]
    wanted: str
    once: frozenset[bytes] = frozenset()


Make = Callable[[str, tuple[Problem, ...]], tuple[dict[str, Any], str]]
"""From the text of one record to the fields of its citation and its own id."""


def records(stream: Stream, rules: Rules, make: Make) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record that ``rules`` find.

    Text before the first record is in its ``extra[<format>]["preceding"]``, text after the end of
    a record in its ``["following"]``. A record above the size limit is a reject, and so is an
    input that has text but no record.
    """
    current: Current | None = None
    preceding: list[bytes] = []
    first: Line | None = None
    ordinal = 0
    size = 0
    for line in stream.lines():
        raw = line[2]
        tag = rules.tag(raw)
        if current is not None and tag in rules.once and current.has_parted(tag):
            rest = _parted(current)
            ordinal += 1
            yield _finished(stream, ordinal, current, preceding, make)
            current, preceding = rest, []
        if rules.begins(raw, tag, current):
            if current is not None:
                ordinal += 1
                yield _finished(stream, ordinal, current, preceding, make)
                preceding = []
            current = Current((line[0], line[1]))
        if current is not None:
            _keep(current, line, tag, rules, stream.limits.record)
        elif raw.strip() and not rules.silent(raw):
            first = first or line
            size += len(raw)
            if size <= stream.limits.record:
                preceding.append(raw)
    if current is not None:
        yield _finished(stream, ordinal + 1, current, preceding, make)
    elif first is not None:
        message = f"no line of this text begins a record ({rules.wanted})"
        yield stream.reject((1, *first[:2]), "no-record", message, b"".join(preceding), size)


def _keep(current: Current, line: Line, tag: bytes, rules: Rules, limit: int) -> None:
    """Keep one line of the current record, or behind it, within the bound of one record."""
    raw = line[2]
    current.size += len(raw)
    blank = not raw.strip()
    if current.parted and not blank:
        current.resumed = (line[0], line[1])
    if current.size > limit and current.size > len(raw):
        pass
    elif current.ended:
        if not blank and not rules.silent(raw):
            current.following.append(raw)
    elif rules.ends(raw):
        current.ended = True
    else:
        current.lines.append(raw)
        if tag:
            current.tags.add(tag)
            current.late.add(tag)
        if blank:
            current.gap = len(current.lines)
            current.early |= current.late
            current.late = set()
    current.parted = blank


def _parted(current: Current) -> Current:
    """Take from a record what stands after its last blank line, as a record of its own."""
    rest = Current(current.resumed)
    rest.lines, current.lines = current.lines[current.gap :], current.lines[: current.gap]
    rest.tags = rest.late = current.late
    rest.size = sum(map(len, rest.lines))
    current.size -= rest.size
    return rest


def _finished(
    stream: Stream, ordinal: int, current: Current, preceding: list[bytes], make: Make
) -> Citation | Reject:
    """Return the record of ``current``."""
    raw = b"".join(current.lines)
    place = (ordinal, *current.place)
    if current.size > stream.limits.record:
        return stream.reject(place, "too-large", "the record is too long", raw, current.size)
    fields, own = make(*stream.text(raw))
    around = {
        name: [line.strip() for line in stream.text(b"".join(lines))[0].splitlines()]
        for name, lines in (("preceding", preceding), ("following", current.following))
        if lines
    }
    if around:
        extra = fields.get("extra", {}).get(stream.format, {})
        fields["extra"] = {stream.format: extra | around}
    return Citation(**fields, origin=stream.origin(*place, own))
