"""Reader of Copac's tagged format: two letters, a hyphen, a blank, the value.

:mod:`mentorlit.formats.tagged.copac` reads one record. What is tolerated and
where everything goes is in docs/formats/copac.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.tagged.copac import read as read_record
from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_TAG: Final = re.compile(rb"([A-Z]{2})-(?:[ \r\n]|\Z)")
# Come once in a record, beside the title.
_ONCE: Final = frozenset((b"PU", b"PY", b"PD"))


def _tag(raw: bytes) -> bytes:
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(_raw: bytes, tag: bytes, current: Current | None) -> bool:
    """Begin a record at its title, which comes first and once."""
    if not tag or current is None:
        return bool(tag)
    return tag == b"TI" and (current.parted or b"TI" in current.tags)


_RULES: Final = Rules(
    _tag, _begins, ends=lambda _: False, silent=lambda _: False, wanted="TI-", once=_ONCE
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record lasts from its title (TI) to the next one. Text before the first record is in its
    ``extra["copac"]["preceding"]``.
    """
    return records(stream, _RULES, read_record)
