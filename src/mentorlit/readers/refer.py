"""Reader of refer and of EndNote's export (``.enw``): %-tags, one a line.

:mod:`mentorlit.formats.refer.record` reads one record. What is tolerated and where everything goes
is in docs/formats/refer.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.refer.record import read as read_record
from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_TAG: Final = re.compile(rb"[ \t]{0,3}(%[0-9A-Z@!#$&()*+<=>?\[\]^~])(?:[ \t\r\n]|\Z)")
# Come once in a record: a second one belongs to the next.
_ONCE: Final = frozenset((b"%T", b"%D", b"%J", b"%V", b"%N", b"%P"))


def _tag(raw: bytes) -> bytes:
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(_raw: bytes, tag: bytes, current: Current | None) -> bool:
    """%0 begins a record; in old files without it, any tag after a blank line."""
    if not tag:
        return False
    if current is None:
        return True
    if tag == b"%0":
        return b"%0" in current.tags or current.parted
    if not current.parted:
        return False
    return b"%0" not in current.tags or (tag in _ONCE and tag in current.tags)


_RULES: Final = Rules(
    _tag,
    _begins,
    ends=lambda _: False,
    silent=lambda _: False,
    wanted="%0, or another %-tag",
    once=_ONCE,
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record with a type (%0) lasts to the next one, over blank lines; one without to the next
    blank line. Text before the first record is in its ``extra["refer"]["preceding"]``.
    """
    return records(stream, _RULES, read_record)
