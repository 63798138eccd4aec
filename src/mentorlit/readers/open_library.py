"""Reader of Open Library: answers of its Books API, editions and works.

API: https://openlibrary.org/dev/docs/api/books. Fields: docs/formats/open-library.md.
"""

from collections.abc import Iterator
from typing import Any, Final

from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.open_library import answers
from mentorlit.formats.open_library.book import citation
from mentorlit.jsonrecords import Found, repeated, value_of, with_repeated
from mentorlit.jsonsplit import Element, elements
from mentorlit.jsontext import Check
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream, line_ends

_ARRAYS: Final = (b"entries",)
_NOUN: Final = "record"
_NOT_A_RECORD: Final = ("not-a-record", "this is no edition or work with a title or an ISBN")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every edition and work and a reject for everything else."""
    for ordinal, (key, element) in enumerate(_books(stream), 1):
        place = (ordinal, element.line, element.offset)
        one = value_of(stream, place, element, _NOUN)
        if isinstance(one, Reject):
            yield one
        else:
            yield _record(stream, one, key) or stream.reject(place, *_NOT_A_RECORD, one.raw)


def _books(stream: Stream) -> Iterator[tuple[str, Element]]:
    """Yield each element of the input, of an answer of the Books API each book with its key."""
    limits = stream.limits
    found = elements(
        stream.blocks(),
        limit=limits.record,
        depth=limits.json_depth,
        arrays=_ARRAYS,
        levels=1,
        start=stream.start,
    )
    for element in found:
        one = value_of(stream, (1, element.line, element.offset), element, _NOUN)
        if isinstance(one, Found) and answers.is_answer(one.value):
            yield from _in_answer(element)
        else:
            yield "", element


def _in_answer(answer: Element) -> Iterator[tuple[str, Element]]:
    """Yield the books of one answer; each place is that of the value, blanks left out."""
    line, before = answer.line, 0
    check = Check()
    for name, start, end in answers.members(answer.raw):
        raw = answer.raw[start:end].lstrip()
        begin = end - len(raw)
        line += line_ends(answer.raw[before:begin])
        before, raw = begin, raw.rstrip()
        value = check.value if check.is_json(raw) else None
        yield name, Element(line, answer.offset + begin, raw, len(raw), "", value)


def _record(stream: Stream, one: Found, key: str) -> Citation | None:
    """Return the citation of one value; in the details of an answer the edition stands inside."""
    value = one.value
    if not isinstance(value, dict):
        return None
    inner: Any = value.get("details")
    if isinstance(inner, dict):
        value = {**{name: item for name, item in value.items() if name != "details"}, **inner}
    record = citation(Members(value), key, stream.origin(*one.place), one.problems)
    return with_repeated(record, repeated(one.raw, one.value)) if record else None
