"""ISO 5426, which UNIMARC has where MARC 21 has MARC-8: Latin letters with marks before them."""

import re
from functools import cache
from typing import Final

from mentorlit.composing import normalized
from mentorlit.tables import load

_HIGH: Final = re.compile("((?:[\x80-\xff])+)(.?)", re.DOTALL)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    table = load("marc_iso5426")
    return tuple(
        {chr(int(code, 16)): text for code, text in table[name].items()}
        for name in ("characters", "marks")
    )  # type: ignore[return-value]


def is_unimarc(raw: bytes) -> bool:
    """Tell whether the directory of a record has a title in 200 and none in 245."""
    directory = raw[24 : raw.find(b"\x1e")]
    tags = {directory[at : at + 3] for at in range(0, len(directory), 12)}
    return b"200" in tags and b"245" not in tags


def fits(raw: bytes) -> bool:
    """Tell whether most of the marks in ``raw`` stand before letters that bear them."""
    marks = _tables()[1]
    good = bad = 0
    for run, letter in _HIGH.findall(raw.decode("latin-1")):
        mark = marks.get(run[-1])
        if mark is None:
            continue
        composed = normalized("NFC", letter + mark)
        good, bad = (good + 1, bad) if len(composed) == 1 and letter.isalpha() else (good, bad + 1)
    return good > 2 * bad


def decode(raw: bytes) -> str:
    """Return the text, in NFC."""
    return normalized("NFC", _HIGH.sub(_run, raw.decode("latin-1")))


def _run(match: re.Match[str]) -> str:
    """Return a run of bytes beyond ASCII and the character behind it."""
    characters, marks = _tables()
    found = pending = ""
    for byte in match[1]:
        if byte in marks:
            pending += marks[byte]
        else:
            found += characters.get(byte, "\ufffd") + pending
            pending = ""
    return found + match[2] + pending
