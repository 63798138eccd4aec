"""Reader of MARC as mnemonic text: MARCBreaker, MarcEdit's .mrk, pymarc's and yaz's text form.

A line is ``=TAG`` and two blanks, then indicators and subfields (``$a``); a backslash stands for
a blank (https://www.loc.gov/marc/makrbrkr.html). Docs: docs/formats/marc-breaker.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.marc.mnemonics import resolved
from mentorlit.formats.marc.reading import cited
from mentorlit.formats.marc.record import Content, DataField, Record
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Line, Stream

_FIELD: Final = re.compile(r"=([0-9A-Za-z]{3})(?: {1,2}|\t|\Z)(.*)", re.DOTALL)
_STARTS: Final = re.compile(rb"=(?:LDR|000|ldr)[ \t]")
_CONTROL: Final = re.compile(r"00[0-9]")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every record; a leader or a blank line begins a new one."""
    for ordinal, lines in enumerate(_chunks(stream), 1):
        place = (ordinal, lines[0][0], lines[0][1])
        raw = b"".join(line[2] for line in lines)
        if len(raw) > stream.limits.record:
            yield stream.reject(place, "too-large", "the record is too long", raw)
            continue
        text, problems = stream.text(raw)
        record = _record(text)
        if record.fields:
            yield cited(stream, place, record, raw, problems)
        else:
            yield stream.reject(place, "not-a-record", "no field of a MARC record", raw)


def _chunks(stream: Stream) -> Iterator[list[Line]]:
    """Yield the lines of each record."""
    lines: list[Line] = []
    size = 0
    for line in stream.lines():
        blank = not line[2].strip()
        if lines and (blank or _STARTS.match(line[2])):
            yield lines
            lines, size = [], 0
        if not blank and size <= stream.limits.record:
            lines.append(line)
            size += len(line[2])
    if lines:
        yield lines


def _record(text: str) -> Record:
    """Return the record of some lines; a line that begins no field goes on with the one before."""
    leader = ""
    fields: list[tuple[str, Content]] = []
    for whole in _whole_fields(text):
        match = _FIELD.match(whole)
        if not match:
            continue
        tag, said = match[1], match[2]
        if tag in ("LDR", "000", "ldr"):
            leader = said.replace("\\", " ")
        elif _CONTROL.match(tag) and "$" not in said[2:4]:
            fields.append((tag, resolved(said.replace("\\", " "))))
        else:
            fields.append((tag, _data_field(said)))
    return Record(leader, fields)


def _whole_fields(text: str) -> Iterator[str]:
    """Yield the text of each field, wrapped lines joined."""
    held: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.startswith("="):
            if held:
                yield " ".join(held)
            held = [line]
        elif line.strip() and held:
            held.append(line.strip())
    if held:
        yield " ".join(held)


def _data_field(said: str) -> DataField:
    indicators, *subfields = said.split("$")
    field = [indicators[:2].replace("\\", " ").ljust(2)]
    for subfield in subfields:
        if subfield:
            field += (subfield[0], resolved(subfield[1:]))
    return field
