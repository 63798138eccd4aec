"""The lines of one RIS record: tags, values that go on over lines, how tags are told from text."""

import re
from typing import Final

from mentorlit.plaintext import scalar

# The specification's form, or a single space before the hyphen as some programs write.
_TAG: Final = re.compile(r"[ \t\ufeff]{0,3}([A-Z][A-Z0-9]) {1,3}-(?:[ \t]|\Z)")
_TIGHT: Final = re.compile(r"([A-Z][A-Z0-9])(?: {0,2}-)")
_END: Final = re.compile(r"[ \t]{0,3}ER[ \t]{0,4}-[ \t]*(\d{0,6}\.?)[ \t]*\Z")
_KNOWN_TIGHT: Final = frozenset({"TY", "AU", "A1", "TI", "T1", "PY", "JO", "JF", "VL", "SP", "EP"})
# The specification's form alone, between the values.
_PARTS: Final = re.compile(r"\n([A-Z][A-Z0-9])  -(?: |(?=\n)|\Z)")

_TWICE: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d{1,7});")
_LONG: Final = 200
SHORT: Final = 200
"""What is remembered from record to record is no longer, so that it takes little memory."""

Tags = dict[str, list[str]]


def is_repeated(raw: bytes, lines: list[bytes]) -> bool:
    """Tell whether the tag that ``raw`` begins with is already in ``lines`` and comes but once."""
    tag = raw[:2]
    return tag in (b"TI", b"T1", b"PY", b"ID", b"AB") and any(
        line.startswith(tag + b"  -") for line in lines
    )


def plain_tags(text: str) -> Tags | None:
    """Return what :func:`tags` does for one record that nobody can misread, else None.

    Each line with a tag has it as in the specification, with one TY and one ER around all.
    """
    pieces = _pieces(text)
    names = pieces[1::2]
    if not names or names[0] != "TY" or names[-1] != "ER":
        return None
    if names.count("TY") > 1 or names.count("ER") > 1:
        return None
    return _plain(pieces)


def tags(text: str) -> Tags:
    """Return the values of each tag of one record, in order; lines that go on are joined.

    A value of several lines keeps its line ends (a blank line between paragraphs stays as one).
    ``ER`` with text behind it ends the record only if no tag follows.
    """
    found = _plain(_pieces(text))
    return line_tags(text) if found is None else found


def _pieces(text: str) -> list[str]:
    """Return what precedes the first tag, then tags and what is between them by turns."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _PARTS.split("\n" + text)


def _plain(pieces: list[str]) -> Tags | None:
    """Return the values of each tag if nothing between them may be a tag in another form."""
    if pieces[0]:
        return None
    found: Tags = {}
    for tag, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        value = piece.strip()
        if not value:
            continue
        if tag == "ER":
            return None
        if "\n" in piece and "\n" in piece.rstrip():
            rest = piece.split("\n")
            if any(map(_may_be_tag, rest)):
                return None
            value = "\n".join(map(str.strip, rest)).strip()
        if tag in found:
            found[tag].append(value)
        else:
            found[tag] = [value]
    return found


def line_tags(text: str) -> Tags:
    """Return what :func:`tags` does, line by line, whatever the lines are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    values: list[str] = []
    found: Tags = {"TY": values}
    more: list[str] = []
    last = -1
    for number, line in enumerate(lines):
        tag = _tag(line)
        if tag == "ER":
            last = _last(lines) if last < 0 else last
            if values and number < last and not _END.match(line):
                tag = ""
            elif rest := line.partition("-")[2].strip(" \t."):
                found.setdefault("ER", []).append(rest)
        elif tag:
            _join(values, more)
            more = []
            values = found.setdefault(tag, [])
            values.append(line.partition("-")[2].strip())
        if not tag and values:
            more.append(line)
    _join(values, more)
    kept = {tag: [text for text in texts if text] for tag, texts in found.items()}
    return {tag: texts for tag, texts in kept.items() if texts}


def _join(values: list[str], more: list[str]) -> None:
    """Add the lines that follow the one with the tag to the last value."""
    if any(more):
        values[-1] = "\n".join([values[-1], *map(str.strip, more)]).strip()


def _last(lines: list[str]) -> int:
    """Return the number of the last line with a tag other than ER."""
    numbers = range(len(lines) - 1, 0, -1)
    return next((number for number in numbers if _tag(lines[number]) not in ("", "ER")), 0)


def _tag(line: str) -> str:
    """Return the tag that ``line`` begins with, or ``""`` for the rest of a longer value."""
    if "-" not in line[:9]:
        return ""
    match = _TAG.match(line)
    if match:
        return match[1]
    match = _TIGHT.match(line)
    return match[1] if match and match[1] in _KNOWN_TIGHT else ""


def _may_be_tag(line: str) -> bool:
    """Tell whether a line without a tag in the specification's form may still be more than text."""
    return line.lstrip(" \t\ufeff").startswith(("TY", "ER")) or _tag(line) != ""


def first(tags: Tags, names: tuple[str, ...]) -> str:
    """Take the first value there is; equal values under the other tags go with it."""
    for name in names:
        if values := tags.get(name):
            value = values[0]
            if len(values) > 1:
                tags[name] = values[1:]
            else:
                del tags[name]
            for other in names:
                if other in tags:
                    forget(tags, other, value)
            return value
    return ""


def forget(tags: Tags, name: str, value: str) -> None:
    """Drop the values of a tag that are ``value``, but for case and white space."""
    if values := tags.get(name):
        same = one_line(value).casefold()
        tags[name] = [other for other in values if one_line(other).casefold() != same]


def decoded(value: str) -> str:
    """Return ``value`` without HTML's entities, of which some exports have those of entities."""
    text = scalar(value)
    return scalar(text) if text != value and _TWICE.search(text) else text


def isbd(value: str) -> str:
    """Return ``value`` without the mark that a library heading ends with (``Boston :``)."""
    return value.rstrip(" ,:;/=") or value


def one_line(value: str) -> str:
    """Return ``value`` without line ends and surplus spaces."""
    # Of all white space only the plain space counts as printable.
    is_line = value.isprintable() if len(value) < _LONG else _is_line(value)
    if is_line and "  " not in value and value[:1] != " " and value[-1:] != " ":
        return value
    return " ".join(value.split())


def _is_line(value: str) -> bool:
    """Tell whether the plain space is for sure the only white space in a long text."""
    if not value.isascii():
        return value.isprintable()
    return len(value.splitlines()) == 1 and "\t" not in value and "\x1f" not in value
