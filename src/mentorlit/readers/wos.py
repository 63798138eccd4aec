"""Reader of Web of Science and ISI tagged records (``.ciw``, plain text), from PT to ER.

:mod:`mentorlit.formats.wos.record` reads one of them. What is tolerated and where everything goes
is in docs/formats/wos.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.tagged.framing import Current, Rules, records
from mentorlit.formats.wos.record import read as read_record
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_TAG: Final = re.compile(rb"([A-Z][A-Z0-9])(?: (?! ?- )|[\r\n]|\Z)")
_END: Final = re.compile(rb"ER\s*\Z")
_FRAME: Final = re.compile(rb"(?:FN|VR|EF|ER)(?:\s|\Z)")


def _tag(raw: bytes) -> bytes:
    match = _TAG.match(raw)
    return match[1] if match else b""


def _begins(raw: bytes, tag: bytes, current: Current | None) -> bool:
    """PT begins a record, and any other tag where there is none."""
    if not tag or _FRAME.match(raw):
        return False
    if current is None or current.ended:
        return True
    return tag == b"PT" and b"PT" in current.tags


_RULES: Final = Rules(
    _tag,
    _begins,
    ends=lambda raw: _END.match(raw) is not None,
    silent=lambda raw: _FRAME.match(raw) is not None,
    wanted="PT",
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record, with what stands around it.

    A record ends with ER, the next PT or the input. The header of a file (FN, VR) and its end
    (EF) are not kept; other text before the first record is in its ``extra["wos"]["preceding"]``,
    text after an ER in ``["following"]``.
    """
    return records(stream, _RULES, read_record)
