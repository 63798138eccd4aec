"""The lines of one record as values of tags, for formats without rules of their own."""

import re
from typing import Final

from mentorlit.formats.tagged.record import Tags

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def lex(text: str, tag: re.Pattern[str]) -> Tags:
    """Return the values of each tag of one record, each with the line ends inside it.

    Group 1 of ``tag`` is the tag, what follows the match its value. A line without a tag goes on
    with the value before it; what stands before any tag is under ``""``. Empty values are dropped.
    """
    found: dict[str, list[list[str]]] = {}
    values = found.setdefault("", [])
    for line in _LINE_END.split(text):
        match = tag.match(line)
        if match:
            values = found.setdefault(match[1], [])
            values.append([line[match.end() :].strip()])
        elif values:
            values[-1].append(line.strip())
        elif more := line.strip():
            values.append([more])
    joined = {name: ["\n".join(parts).strip() for parts in lines] for name, lines in found.items()}
    return {name: [text for text in texts if text] for name, texts in joined.items() if any(texts)}
