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
    """

    def __init__(self, line: Line) -> None:
        self.place = (line[0], line[1])
        self.lines: list[bytes] = []
        self.tags: set[bytes] = set()
        self.size = 0
        self.parted = False
        self.ended = False
        self.following: list[bytes] = []


class Rules(NamedTuple):
    """How a format parts its records.

    ``tag`` returns the tag that a line begins with, else ``b""``. ``begins`` tells of a line,
    with its tag, whether it begins another record than the current one (``None``: there is none
    yet). ``ends`` tells whether a line is the last of its record. ``silent`` are lines outside
    of records that say nothing (headers of a file). ``wanted`` is what begins a record, for the
    message of an input without any.
    """

    tag: Callable[[bytes], bytes]
    begins: Callable[[bytes, bytes, Current | None], bool]
    ends: Callable[[bytes], bool]
    silent: Callable[[bytes], bool]
    wanted: str


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
        if rules.begins(raw, tag, current):
            if current is not None:
                ordinal += 1
                yield _finished(stream, ordinal, current, preceding, make)
                preceding = []
            current = Current(line)
        if current is not None:
            _keep(current, raw, tag, rules, stream.limits.record)
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


def _keep(current: Current, raw: bytes, tag: bytes, rules: Rules, limit: int) -> None:
    """Keep one line of the current record, or behind it, within the bound of one record."""
    current.size += len(raw)
    blank = not raw.strip()
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
    current.parted = blank


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
