"""The lines of one Ovid record: labels with indented values, or two-letter tags."""

import re
from functools import cache
from typing import Final

from mentorlit.formats.tagged.record import Tags
from mentorlit.tables import load, phrases

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_NUMBER: Final = re.compile(r"\s{0,3}<\d{1,7}\.?[ \t]?>[ \t.]*\Z")
_TAG: Final = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)\Z")


@cache
def _labels() -> dict[str, str]:
    """Return the key of every label, in lower case."""
    table = load("ovid")["label"]
    return {label: key for key, block in table.items() for label in phrases(block)}


def lex(text: str) -> tuple[Tags, dict[str, str]]:
    """Return the values of one record by key, and the source's own name of each key.

    A label is a line that is not indented; what follows it, indented, is one value with its line
    ends. A tag is two letters and a hyphen. Unknown labels and tags are keys themselves.
    """
    found: dict[str, list[list[str]]] = {}
    names: dict[str, str] = {}
    values: list[list[str]] = []
    for line in _LINE_END.split(text):
        if _NUMBER.match(line):
            continue
        name, key, first = _head(line)
        if key:
            names.setdefault(key, name)
            values = found.setdefault(key, [])
            values.append([first])
        elif values:
            values[-1].append(line.strip())
        elif more := line.strip():
            found.setdefault("", []).append([more])
    joined = {key: ["\n".join(parts).strip() for parts in texts] for key, texts in found.items()}
    return {key: [text for text in texts if text] for key, texts in joined.items()}, names


def _head(line: str) -> tuple[str, str, str]:
    """Return name, key and first words of the value that ``line`` begins, all empty for none."""
    if not line or line[0].isspace():
        return "", "", ""
    match = _TAG.match(line)
    if match:
        return match[1], load("ovid")["tag"].get(match[1], match[1]), match[2].strip()
    label = line.strip().rstrip(":").strip()
    key = _labels().get(label.lower(), "")
    if not key and len(label) <= 60 and label[:1].isupper() and label[-1:] not in ".,;":
        key = label
    return label, key, ""
