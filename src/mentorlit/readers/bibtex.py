"""Reader of BibTeX and BibLaTeX files, one entry at a time.

The format: O. Patashnik, "BibTeXing" (btxdoc, 1988), and the source of BibTeX 0.99d; types and
fields also from the biblatex manual. What maps to what is in tables/bibtex.toml.

``@string`` definitions and ``@xdata`` entries hold from where they stand to the end of the input;
they are no records. An entry whose braces do not balance is rejected alone, see
:func:`mentorlit.formats.bibtex.blocks.blocks`.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from mentorlit.formats.bibtex.blocks import Block, blocks
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.mapping import citation
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_FAULTS: Final = {
    "unclosed": "the braces of the entry do not balance",
    "too-large": "the entry is too long",
    "stray-fields": "fields outside of any entry: the entry before has ended too early",
}


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every entry and a reject for every stretch that is none."""
    ordinal = 0
    strings: dict[str, str] = {}
    shared: dict[str, dict[str, str]] = {}
    for block in blocks(stream):
        if block.kind in ("comment", "preamble") and not block.fault:
            continue
        text, problems = stream.text(block.body)
        if block.kind == "string" and not block.fault:
            # A definition is "name = value", like the fields of an entry without a key.
            strings.update(Entry("," + text, strings).fields)
            continue
        if block.kind == "xdata" and not block.fault:
            entry = Entry(text, strings)
            shared[entry.key] = _inherited(entry.fields, shared)
            continue
        ordinal += 1
        place = (ordinal, block.line, block.offset)
        if block.fault:
            message = _FAULTS[block.fault]
            yield stream.reject(place, block.fault, message, block.raw, block.length)
            continue
        yield _record(stream, place, block, Entry(text, strings), problems, shared)


def _record(
    stream: Stream,
    place: tuple[int, int, int],
    block: Block,
    entry: Entry,
    problems: tuple[Problem, ...],
    shared: dict[str, dict[str, str]],
) -> Citation:
    entry.fields = _inherited(entry.fields, shared)
    made = citation(block.kind, entry)
    return msgspec.structs.replace(
        made,
        problems=(*problems, *made.problems),
        origin=stream.origin(*place, entry.key),
    )


def _inherited(fields: dict[str, str], shared: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return ``fields`` and, for those not there, the ones of the @xdata entries they name."""
    named = [key.strip() for key in fields.get("xdata", "").split(",")]
    if not any(key in shared for key in named):
        return fields
    inherited: dict[str, str] = {}
    for key in named:
        inherited = shared.get(key, {}) | inherited
    own = {name: value for name, value in fields.items() if name != "xdata"}
    unknown = ",".join(key for key in named if key and key not in shared)
    return inherited | own | ({"xdata": unknown} if unknown else {})
