"""The lines of one MEDLINE record: four letters, a hyphen, a blank; longer values go on indented.

NLM, "MEDLINE/PubMed Data Element (Field) Descriptions": tags are filled up to four letters, a
value that goes on is indented by six blanks.
"""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load

_TAG: Final = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}-[ \t]*")
# Beginnings of lines by which several persons, with what belongs to each, are kept in order.
_PEOPLE: Final = frozenset(
    ["FAU ", "AU  ", "CN  ", "AUID", "AD  ", "FED ", "ED  ", "FIR ", "IR  ", "IRAD"]
)

Tags = dict[str, list[str]]
Lines = list[tuple[str, str]]


def lex(text: str) -> tuple[Tags, Lines]:
    """Return the values of each tag of one record and, apart, the lines about persons in order.

    Tags come filled up to four characters (``"TI  "``); lines that go on are joined by a blank.
    A line that is neither tagged nor indented belongs to the value before it, too: text pasted
    from elsewhere has lost its indentation. Before any tag it comes under blanks.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\n      ", " ")
    found: Tags = {}
    people: Lines = []
    usual = _filled_tags()
    for line in text.split("\n"):
        if line[4:6] == "- ":
            tag, value = line[:4], line[6:]
        elif not line or line.isspace():
            continue
        else:
            tag, value = _loose(line)
            if not tag:
                return lex(_joined(text))
        if (values := found.get(tag)) is not None:
            values.append(value)
        elif tag in _PEOPLE:
            people.append((tag, value))
        elif tag in usual or not tag.islower():
            found[tag] = [value]
        else:
            return lex(_joined(text))
    return found, people


def _joined(text: str) -> str:
    """Return ``text`` with the lines that have no tag joined to those before them."""
    whole: list[list[str]] = []
    for line in text.split("\n"):
        if (line[4:6] == "- " and not line[:4].islower()) or _loose(line)[0]:
            whole.append([line])
        elif not (more := line.strip()):
            continue
        elif whole:
            whole[-1].append(more)
        else:
            whole.append(["    - ", more])
    return "\n".join(map(" ".join, whole))


def _loose(line: str) -> tuple[str, str]:
    """Return tag and value of a line whose tag is written in another way; without one ``""``."""
    match = _TAG.match(line)
    if match and match[1] in known_tags():
        return f"{match[1]:4}", line[match.end() :]
    return "", line.strip()


@cache
def known_tags() -> frozenset[str]:
    """Return the tags that count as such however they are spaced (``TI-``, ``PMC -1``)."""
    return frozenset(load("nbib")["record"]["known"].split())


@cache
def _filled_tags() -> frozenset[str]:
    """Return the known tags as they stand in a line, filled up to four letters."""
    return frozenset(f"{tag:4}" for tag in known_tags())


def one_line(value: str) -> str:
    """Return ``value`` without surplus spaces."""
    if "  " in value or "\t" in value or value[-1:] == " " or value[:1] == " ":
        return " ".join(value.split())
    return value
