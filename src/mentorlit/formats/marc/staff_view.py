"""MARC fields as catalogues show them to their staff, copied as text.

A line is a tag, indicators and subfields. What marks a subfield differs: ``|a`` (VuFind, Sierra,
Voyager, Symphony), ``$a`` and ``$$a`` (Alma, Primo, Aleph), ``‡a`` and ``ǂa`` (WorldCat,
Evergreen), ``_a`` (Koha); Sierra and WorldCat leave the first $a out. Each record has one kind.
"""

import re
from functools import cache
from typing import Final

from mentorlit.formats.marc.record import Content, DataField, Record

TAG: Final = re.compile(
    r"[ \t]{0,3}[=.]?(LEADER|Leader|leader|LDR|[0-9]{3}|[A-Z]{3}|[A-Z][0-9]{2}|[0-9]{2}[A-Z])"
    r"(?:\.\s|:\s|\.(?=\s)|(?=[\s|$‡ǂ_#\\\u00a0])|(?=[0-9_#\\]{2}[\s|$‡ǂ_])|\Z)(.*)",
    re.DOTALL,
)
LEADERS: Final = frozenset({"LEADER", "LDR", "Leader", "leader", "000"})
_DELIMITERS: Final = ("|", "‡", "ǂ", "$$", "$", "_", "\x1f", "¤", "▼")
_CONTROL: Final = re.compile(r"00[1-9]|FMT|SYS")
_BLANKS: Final = str.maketrans(dict.fromkeys("_#\\-.", " "))
_SECOND: Final = frozenset({"264", "440", "648", "650", "651", "653", "655", "830"})
"""Fields whose first indicator is seldom set."""
_SPACED: Final = re.compile(r"\s?([0-9 _#\\])\s?([0-9 _#\\])\s+(?=\S)")
_TABBED: Final = re.compile(r"\t\s?([0-9_#\\]?)\s?\t\s?([0-9_#\\]?)\s?\t")
_LEADER: Final = re.compile(r"[0-9 ]{5}[a-z ][a-z][a-z ].{3}[0-9a ]?[0-9 ]{0,6}.{0,3}[45 ].{0,4}")


def split(line: str) -> tuple[str, str]:
    """Return tag and rest of a line, the tag ``""`` if it begins no field."""
    match = TAG.match(line)
    if not match:
        return "", line
    tag, rest = match[1], match[2]
    if tag in LEADERS or tag == "000":
        return "LDR", rest
    return tag, rest


def delimiter(rests: list[str]) -> tuple[str, bool]:
    """Return what marks subfields in the fields of a record, and whether each field begins so.

    ``rests`` are the fields without their tags.
    """
    best, most = "", 0
    for mark in _DELIMITERS:
        pattern = _leading(mark)
        count = sum(1 for rest in rests if pattern.match(rest))
        if count > most:
            best, most = mark, count
    if most * 2 >= len(rests) or (best and most > 2):
        return best, True
    for mark in _DELIMITERS[:5]:
        pattern = re.compile(re.escape(mark) + r"[a-z0-9](?=\S|\s)")
        count = sum(1 for rest in rests if pattern.search(rest))
        if count > most and (mark in "|‡ǂ" or count * 4 >= len(rests)):
            return mark, False
    return best or "|", bool(best)


@cache
def _leading(mark: str) -> re.Pattern[str]:
    """Return the pattern of a field that begins with indicators and a marked subfield."""
    return re.compile(rf"[\s0-9_#\\\u00a0.-]{{0,12}}?{re.escape(mark)}\s?[a-z0-9](?=\s|\S|\Z)")


def field(tag: str, rest: str, mark: str, *, marked: bool) -> Content | None:
    """Return a field out of the rest of its line, None if there is nothing in it."""
    if _CONTROL.fullmatch(tag):
        text = rest.strip("\t\r\n \u00a0")
        return text.removeprefix(f"{mark}a").lstrip() or None
    rest = rest.replace("\u00a0", " ")
    if marked:
        start = _first_mark(rest, mark)
        if start < 0:
            text = rest.strip()
            return ["  ", "a", text] if text else None
        return _data(_indicators(tag, rest[:start]), rest[start:], mark)
    return _unmarked(rest, mark)


def _first_mark(rest: str, mark: str) -> int:
    match = re.search(_code(mark), rest)
    return match.start() if match else -1


def _code(mark: str) -> str:
    """Return the pattern of a subfield's mark and code.

    A dollar sign before an amount of money (``$15.00``) is no mark, nor an underscore in a word.
    """
    if mark == "$":
        return r"\$\s?(?=(?:[a-z]|[0-9](?![0-9]*\.[0-9]{2}))(?:\s|\S|\Z))"
    if mark == "_":
        return r"(?<![^\s])_(?=[a-z0-9])"
    return re.escape(mark) + (r"\s?" if mark != "_" else "")


def _unmarked(rest: str, mark: str) -> DataField | None:
    """Return a field whose first $a has no mark (Sierra, WorldCat)."""
    match = _TABBED.match(rest) or _SPACED.match(rest)
    if not match:
        return None
    indicators = (match[1] or " ") + (match[2] or " ")
    text = rest[match.end() :]
    begins = re.match(_code(mark) + "[a-z0-9]", text)
    return _data(indicators.translate(_BLANKS), text if begins else f"{mark}a{text}", mark)


def _indicators(tag: str, zone: str) -> str:
    """Return both indicators out of what stands between tag and first subfield.

    One sign alone is told by its place; where blanks have been lost, by the field: that of
    headings is the second.
    """
    if "\t" in zone:
        cells = [cell.strip() for cell in zone.strip("\n\r ").split("\t")]
        found = [cell for cell in cells if cell]
        if len(found) == 1 and len(found[0]) == 2:
            return found[0].translate(_BLANKS)
        cells = cells[1:] if cells and not cells[0] else cells
        one, two = [*(cell[:1] for cell in cells), "", ""][:2]
        return ((one or " ") + (two or " ")).translate(_BLANKS)
    marks = zone.translate(_BLANKS)
    signs = [sign for sign in zone if not sign.isspace()]
    if len(signs) >= 2:
        return "".join(signs[:2]).translate(_BLANKS)
    if not signs:
        return "  "
    one = signs[0].translate(_BLANKS)
    if len(zone) == 2 or (zone == f" {signs[0]} " and tag in _SECOND):
        return zone.translate(_BLANKS) if len(zone) == 2 else f" {one}"
    return f"{one} " if len(marks) - len(marks.lstrip()) <= 1 else f" {one}"


def _data(indicators: str, text: str, mark: str) -> DataField | None:
    field = [indicators]
    for piece in re.split(_code(mark), text):
        if not piece.strip():
            continue
        code, value = piece[0], piece[1:].replace("\t", " ").replace("\n", " ").strip()
        if code.isascii() and (code.isalnum()) and value:
            field += (code, value)
        elif len(field) > 2:
            field[-1] += f" {mark}{piece.strip()}"
    return field if len(field) > 1 else None


def leader(text: str) -> str:
    """Return the leader in the rest of its line, ``""`` if it is none."""
    text = text.strip("\t\r\n \u00a0").replace("\u00a0", " ").lstrip("|a ")
    for blank in "#^_\\":
        text = text.replace(blank, " ")
    return text[:24] if _LEADER.match(text) else ""


def record(lines: list[str]) -> Record:
    """Return the record of some lines; what begins no field goes on with the field before."""
    rows: list[tuple[str, list[str]]] = []
    for line in lines:
        tag, rest = split(line)
        if tag:
            rows.append((tag, [rest]))
        elif rows and line.strip():
            rows[-1][1].append(line.strip())
    return of_rows([(tag, _whole(parts)) for tag, parts in rows])


def _whole(parts: list[str]) -> str:
    """Return a field out of its lines."""
    return parts[0] if len(parts) == 1 else " ".join((parts[0].rstrip(), *parts[1:]))


def of_rows(rows: list[tuple[str, str]]) -> Record:
    """Return the record of rows of tag and rest."""
    head = next((leader(rest) for tag, rest in rows if tag == "LDR" and leader(rest)), "")
    mark, marked = delimiter(
        [rest for tag, rest in rows if tag != "LDR" and not tag.startswith("00")]
    )
    fields: list[tuple[str, Content]] = []
    for tag, rest in rows:
        if tag == "LDR":
            continue
        content = field(tag, rest, mark, marked=marked)
        if content:
            fields.append((tag, content))
    return Record(head, fields)
