"""Reader of the RefWorks tagged format: two letters, a blank, the value.

:mod:`mentorlit.formats.tagged.refworks` reads one record. What is tolerated and
where everything goes is in docs/formats/refworks.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.formats.tagged.refworks import read as read_record
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_TAG: Final = re.compile(rb"([A-Z][A-Z0-9])(?: (?! ?- )|[\r\n]|\Z)")
# Come once in a record: a second one after a blank line belongs to the next.
_ONCE: Final = frozenset((b"SR", b"ID", b"T1", b"YR", b"JF"))


def _tag(raw: bytes) -> bytes:
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(_raw: bytes, tag: bytes, current: Current | None) -> bool:
    """Begin a record at RT; at the first tag, and where RT is missing at one that comes once."""
    if not tag or current is None:
        return bool(tag)
    if tag == b"RT":
        return b"RT" in current.tags or current.parted
    return current.parted and tag in _ONCE and tag in current.tags


_RULES: Final = Rules(
    _tag, _begins, ends=lambda _: False, silent=lambda _: False, wanted="RT", once=_ONCE
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record lasts from its type (RT) to the next one. Text before the first record is in its
    ``extra["refworks"]["preceding"]``.
    """
    return records(stream, _RULES, read_record)
