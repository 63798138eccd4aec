"""The lines of one Web of Science record: two letters, a blank; longer values go on indented."""

import re
from functools import cache
from typing import Final

from mentorlit.formats.tagged.record import Tags
from mentorlit.tables import load

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?: |\Z)(?! ?- )")


@cache
def _listed() -> frozenset[str]:
    return frozenset(load("wos")["lines"]["tags"])


def lex(text: str) -> Tags:
    """Return the values of each tag of one record; ``""`` holds what stands before any tag.

    Lines that go on are joined by a blank, but in lists of names, addresses and references each
    is a value. A line that is neither tagged nor indented goes on with the one before.
    """
    found: dict[str, list[list[str]]] = {"": []}
    values = found[""]
    is_list = True
    for line in _LINE_END.split(text):
        match = _TAG.match(line)
        if match:
            is_list = match[1] in _listed()
            values = found.setdefault(match[1], [])
            values.append([line[3:].strip()])
        elif more := line.strip():
            if is_list or not values:
                values.append([more])
            else:
                values[-1].append(more)
    return {tag: [" ".join(parts).strip() for parts in values] for tag, values in found.items()}
