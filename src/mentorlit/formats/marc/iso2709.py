"""One record of ISO 2709 (MARC 21, Part 2: record structure): leader, directory, fields."""

import re
from typing import Final

from mentorlit.formats.marc.encoding import decode
from mentorlit.formats.marc.record import Content, Record
from mentorlit.model import Problem

_ENTRY: Final = re.compile(r"([0-9A-Za-z]{3})(.{4})(.{5})", re.DOTALL)


def parse(raw: bytes) -> tuple[Record | None, str, tuple[Problem, ...]]:
    """Return the record, or None and why there is none, and what is doubtful.

    ``raw`` is one record without its terminator. Fields are told by their terminators and tags by
    the directory's order, so that wrong lengths and addresses cost nothing; only where both differ
    in number, the addresses count.
    """
    text, problems = decode(raw, says_utf8=raw[9:10] == b"a")
    head, *contents = text.split("\x1e")
    if not contents or len(head) < 36:
        return None, "no directory", ()
    if not contents[-1].strip("\0 \r\n"):
        contents.pop()
    tags = _plain_tags(head)
    entries: list[tuple[str, str, str]] = []
    if not tags or len(tags) != len(contents):
        entries = _ENTRY.findall(head, 24)
        if len(entries) != (len(head) - 24) // 12:
            return None, "the directory is damaged", problems
        tags = _in_order(entries)
    if len(tags) < len(contents):
        contents = _rejoined(tags, contents)
    if len(tags) != len(contents):
        tags, contents = _by_address(raw, entries)
        if not contents:
            return None, _difference(len(entries), text.count("\x1e") - 1), problems
    return Record(head[:24], list(map(_field, tags, contents))), "", problems


def _plain_tags(head: str) -> list[str]:
    """Return the tags of a directory of nothing but digits whose addresses rise, else none."""
    size = len(head) - 24
    if size % 12 or not head.isascii() or not head[24:].isdigit():
        return []
    starts = [head[place : place + 5] for place in range(31, len(head), 12)]
    if starts != sorted(starts):
        return []
    return [head[place : place + 3] for place in range(24, len(head), 12)]


def _rejoined(tags: list[str], contents: list[str]) -> list[str]:
    """Return the fields with those joined again that a terminator inside of them parts.

    What follows it does not begin with two indicators and a delimiter.
    """
    joined: list[str] = []
    surplus = len(contents) - len(tags)
    controls = sum(tag < "010" for tag in tags)
    for content in contents:
        if surplus and joined and content[2:3] != "\x1f" and len(joined) >= controls:
            joined[-1] += content
            surplus -= 1
        else:
            joined.append(content)
    return joined


def _in_order(entries: list[tuple[str, str, str]]) -> list[str]:
    """Return the tags in the order of their fields."""
    starts = [start for _, _, start in entries]
    if starts != sorted(starts) and all(map(str.isdigit, starts)):
        entries = sorted(entries, key=_start)
    return [tag for tag, _, _ in entries]


def _start(entry: tuple[str, str, str]) -> str:
    return entry[2]


def _by_address(raw: bytes, entries: list[tuple[str, str, str]]) -> tuple[list[str], list[str]]:
    """Return tags and fields by the lengths and addresses of the directory, if all are right.

    A terminator inside a field makes the other way impossible.
    """
    try:
        base = int(raw[12:17])
        places = [(int(start), int(length)) for _, length, start in entries]
    except ValueError:
        return [], []
    slices = [raw[base + start : base + start + length] for start, length in places]
    if base < 0 or not all(piece.endswith(b"\x1e") for piece in slices):
        return [], []
    says_utf8 = raw[9:10] == b"a"
    contents = [decode(piece[:-1], says_utf8=says_utf8)[0] for piece in slices]
    return [tag for tag, _, _ in entries], contents


def _difference(entries: int, fields: int) -> str:
    return f"the directory has {entries} entries, the record {fields} fields"


def _field(tag: str, text: str) -> tuple[str, Content]:
    """Return a control field's text or a data field, told by the tag and the delimiters."""
    field = text.split("\x1f")
    if tag < "010" and len(field) == 1:
        return tag, text
    indicators = field[0]
    if len(indicators) == 2 and "" not in field:
        # One or two subfields: nearly all fields.
        if len(field) == 2:
            only = field[1]
            return tag, [indicators, only[0], only[1:]]
        if len(field) == 3:
            _, one, two = field
            return tag, [indicators, one[0], one[1:], two[0], two[1:]]
    whole = [indicators if len(indicators) == 2 else indicators[:2].ljust(2)]
    for subfield in field[1:]:
        if subfield:
            whole += (subfield[0], subfield[1:])
    return tag, whole
