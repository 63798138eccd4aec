"""Reader of BibTeX and BibLaTeX files, one entry at a time.

The format: O. Patashnik, "BibTeXing" (btxdoc, 1988), and the source of BibTeX 0.99d; types and
fields also from the biblatex manual. What maps to what is in tables/bibtex.toml.

``@string`` definitions hold from where they stand to the end of the input; they are no records,
but one that stands for too much text is rejected, see
:class:`mentorlit.formats.bibtex.strings.Strings`.
An entry whose braces do not balance is rejected alone, see
:func:`mentorlit.formats.bibtex.blocks.blocks`. Entries that take fields from others are completed
by :class:`mentorlit.formats.bibtex.lookahead.Lookahead`.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.bibtex.blocks import blocks
from mentorlit.formats.bibtex.lookahead import Held, Lookahead
from mentorlit.formats.bibtex.mapping import citation
from mentorlit.formats.bibtex.strings import Strings
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_FAULTS: Final = {
    "unclosed": "the braces of the entry do not balance",
    "too-large": "the entry is too long",
    "stray-fields": "fields outside of any entry: the entry before has ended too early",
    "string-too-long": "what the string stands for is too long",
    "unused-xdata": "no entry near this one takes its fields",
}


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every entry and a reject for every stretch that is none."""
    found = Lookahead(stream.limits.record).ordered(_held(stream))
    for ordinal, held in enumerate(found, 1):
        yield _record(stream, ordinal, held)


def _held(stream: Stream) -> Iterator[Held]:
    """Yield what the blocks hold, apart from definitions and comments."""
    strings = Strings(stream.limits)
    for block in blocks(stream):
        kind, fault = block.kind, block.fault
        if fault:
            yield Held(block, None)
        elif kind == "string":
            if not strings.define(stream.text(block.body)[0]):
                yield Held(block._replace(fault="string-too-long"), None)
        elif kind not in ("comment", "preamble"):
            text, problems = stream.text(block.body)
            yield Held(block, strings.entry(text), problems)


def _record(stream: Stream, ordinal: int, held: Held) -> Citation | Reject:
    block, entry = held.block, held.entry
    place = (ordinal, block.line, block.offset)
    fault = block.fault or ("unused-xdata" if block.kind == "xdata" else "")
    if fault or entry is None:
        return stream.reject(place, fault, _FAULTS[fault], block.raw, block.length)
    problems = held.problems
    if held.missing:
        message = f"the entry {held.missing!r} whose fields this one takes is not there"
        problems = (*problems, Problem("parent-missing", message))
    return citation(block.kind, entry, stream.origin(*place, entry.key), problems)
