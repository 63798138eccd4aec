"""A MARC staff view on the same page as the Solr fields: where it is.

Catalogues that index MARC may show both kinds, one after the other. The MARC record then counts
as the document's ``fullrecord``.
"""

import re
from collections.abc import Sequence
from typing import Final

from mentorlit.stream import Line

_LEADER: Final = re.compile(rb"[ \t]{0,3}(?:LEADER|LDR)[ \t:]{1,4}\d{5}[a-z #]{3}")
_FIELD: Final = re.compile(
    rb"[ \t]{0,3}[0-9A-Z][0-9]{2}[ \t]|[ \t]{2,}\S|[ \t]*(?:\||\$|\xe2\x80\xa1)[a-z0-9][ \t]"
)


def place(lines: Sequence[Line], whole: bytes) -> tuple[int, int]:
    """Return first line and end of the MARC fields in ``lines``, ``(0, 0)`` if there are none.

    ``whole`` is all lines together.
    """
    if b"LEADER" not in whole and b"LDR" not in whole:
        return 0, 0
    for begin, (_, _, raw) in enumerate(lines):
        if raw.lstrip()[:1] == b"L" and _LEADER.match(raw):
            end = begin + 1
            while end < len(lines) and _FIELD.match(lines[end][2]):
                end += 1
            if end - begin > 2:
                return begin, end
    return 0, 0
