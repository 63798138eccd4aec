"""Reader of Biblioscape's tag file: ``--TI-- value``, records end with a line of hyphens.

:mod:`mentorlit.formats.tagged.biblioscape` reads one record. What is tolerated and
where everything goes is in docs/formats/biblioscape.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.tagged.biblioscape import read as read_record
from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_TAG: Final = re.compile(rb"--([A-Z][A-Z0-9])--(?:[ \r\n]|\Z)")
_END: Final = re.compile(rb"-{4,20}\s*\Z")
# Come once in a record: a second one belongs to the next.
_ONCE: Final = frozenset((b"AU", b"TI", b"RT", b"YP"))


def _tag(raw: bytes) -> bytes:
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(_raw: bytes, tag: bytes, current: Current | None) -> bool:
    """Begin a record at any tag where there is none, or where the last one has no end."""
    if not tag or current is None or current.ended:
        return bool(tag)
    if tag == b"AU" and _last_tag(current) == tag:
        return False
    return tag in _ONCE and tag in current.tags


def _last_tag(current: Current) -> bytes:
    """Return the tag that stands last in a record: authors may have a line each."""
    return next(filter(None, map(_tag, reversed(current.lines))), b"")


def _ends(raw: bytes) -> bool:
    return raw.startswith(b"----") and _END.match(raw) is not None


_RULES: Final = Rules(_tag, _begins, ends=_ends, silent=_ends, wanted="--TI--")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record ends with a line of hyphens. Text before the first record is in its
    ``extra["biblioscape"]["preceding"]``, text after the end of one in its ``["following"]``.
    """
    return records(stream, _RULES, read_record)
