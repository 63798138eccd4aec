"""Reader of Ovid's text exports: numbered records of labels with indented values, or of tags.

:mod:`mentorlit.formats.ovid.record` reads one record. What is tolerated and where everything goes
is in docs/formats/ovid.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.ovid.record import read as read_record
from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_NUMBER: Final = re.compile(rb"\s{0,3}<\d{1,7}\.?[ \t]?>[ \t.]*[\r\n]*\Z")
_TAG: Final = re.compile(rb"([A-Z][A-Z0-9]) {1,2}-[ \r\n]")
# Of the whole file or, in front of the other tags, of each record.
_HEADER: Final = frozenset((b"VN", b"DB"))
_FIRST: Final = frozenset((b"UI", b"AN", b"VN", b"DB"))


def _tag(raw: bytes) -> bytes:
    if _NUMBER.match(raw):
        return b"<>"
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(_raw: bytes, tag: bytes, current: Current | None) -> bool:
    """Begin records at numbers in angle brackets, else at VN, DB, UI or AN."""
    if current is None:
        return bool(tag)
    if tag == b"<>":
        return not current.tags <= _HEADER
    if b"<>" in current.tags:
        # The number of the next record is damaged: each record has one identifier.
        return tag == b"UI" and tag in current.tags
    return tag in _FIRST and tag in current.tags


_RULES: Final = Rules(
    _tag,
    _begins,
    ends=lambda _: False,
    silent=lambda _: False,
    wanted="<1>, or a tag like UI  - ",
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    Text before the first record (search strategies) is in its ``extra["ovid"]["preceding"]``.
    """
    return records(stream, _RULES, read_record)
