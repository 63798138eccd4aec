"""The lines of one RIS record: tags, values that go on over lines, how tags are told from text."""

import re
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
# The specification's form, or a single space before the hyphen as some programs write.
_TAG: Final = re.compile(r"[ \t\ufeff]{0,3}([A-Z][A-Z0-9]) {1,3}-(?:[ \t]|\Z)")
_TIGHT: Final = re.compile(r"([A-Z][A-Z0-9])(?: {0,2}-)")
_END: Final = re.compile(r"[ \t]{0,3}ER[ \t]{0,4}-[ \t]*(\d{0,6}\.?)[ \t]*\Z")
_KNOWN_TIGHT: Final = frozenset({"TY", "AU", "A1", "TI", "T1", "PY", "JO", "JF", "VL", "SP", "EP"})

Tags = dict[str, list[str]]


def is_repeated(raw: bytes, lines: list[bytes]) -> bool:
    """Tell whether the tag that ``raw`` begins with is already in ``lines`` and comes but once."""
    tag = raw[:2]
    return tag in (b"TI", b"T1", b"PY", b"ID", b"AB") and any(
        line.startswith(tag + b"  -") for line in lines
    )


def tags(text: str) -> Tags:
    """Return the values of each tag of one record, in order; lines that go on are joined.

    A value of several lines keeps its line ends (a blank line between paragraphs stays as one).
    ``ER`` with text behind it ends the record only if no tag follows.
    """
    found: dict[str, list[list[str]]] = {}
    values: list[list[str]] = found.setdefault("TY", [])
    lines = _LINE_END.split(text)
    kinds = [_tag(line) for line in lines]
    last = max((n for n, tag in enumerate(kinds) if tag not in ("", "ER")), default=0)
    for number, (tag, line) in enumerate(zip(kinds, lines, strict=True)):
        if tag == "ER":
            if values and not _END.match(line) and number < last:
                values[-1].append(line.strip())
            elif rest := line.partition("-")[2].strip(" \t."):
                found.setdefault("ER", []).append([rest])
        elif tag:
            values = found.setdefault(tag, [])
            values.append([line.partition("-")[2].strip()])
        elif values:
            values[-1].append(line.strip())
    joined = {tag: ["\n".join(parts).strip() for parts in values] for tag, values in found.items()}
    kept = {tag: [text for text in texts if text] for tag, texts in joined.items()}
    return {tag: texts for tag, texts in kept.items() if texts}


def _tag(line: str) -> str:
    """Return the tag that ``line`` begins with, or ``""`` for the rest of a longer value."""
    if "-" not in line[:9]:
        return ""
    match = _TAG.match(line)
    if match:
        return match[1]
    match = _TIGHT.match(line)
    return match[1] if match and match[1] in _KNOWN_TIGHT else ""


def one_line(value: str) -> str:
    """Return ``value`` without line ends and surplus spaces."""
    return " ".join(value.split())
