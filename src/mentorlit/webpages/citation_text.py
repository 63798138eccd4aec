"""Text in a citation format (BibTeX, RIS, refer, MEDLINE, CSL-JSON) to citations."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from msgspec.structs import replace

from mentorlit.formats.bibtex.blocks import blocks
from mentorlit.formats.bibtex.mapping import citation as of_entry
from mentorlit.formats.bibtex.strings import Strings
from mentorlit.formats.csl.item import Item, is_item
from mentorlit.formats.nbib.record import citation_fields as of_nbib
from mentorlit.formats.refer.record import read as of_refer
from mentorlit.formats.ris.record import citation_fields as of_ris
from mentorlit.formats.ris.tags import tags
from mentorlit.model import Citation
from mentorlit.stream import Stream
from mentorlit.webpages import script_json
from mentorlit.webpages.carried import NOWHERE
from mentorlit.webpages.elementtext import LONGEST_VERBATIM

Found = tuple[str, Citation | str]
"""Name of the format's row, and one record or the text of one that cannot be read."""

LONGEST: Final = LONGEST_VERBATIM
"""Characters of one text: lists of publications have some 1,000 records."""

_MOST: Final = 5000
_START: Final = re.compile(
    r"[\s\ufeff]{0,500}(?:(?P<bibtex>@[A-Za-z]{4,15}\s?[{(])|(?P<ris>TY {0,3}- ?[A-Z])"
    r"|(?P<refer>%[0AT] \S)"
    r"|(?P<nbib>PMID- ?\d)|(?P<csl>\[?\s{0,20}\{\s{0,50}\"(?:type|id|title|DOI|author|items)\"))"
)
_RIS: Final = re.compile(r"^[ \t\ufeff]*TY {0,3}-", re.MULTILINE)
_REFER: Final = re.compile(r"^[ \t]*%0 ", re.MULTILINE)
_NBIB: Final = re.compile(r"^PMID- ", re.MULTILINE)
_INDENTED: Final = re.compile(r"^[ \t]+(?=(?:[A-Z][A-Z0-9] {0,3}-|%[0-9A-Z] ))", re.MULTILINE)


def format_of(text: str) -> str:
    """Return the name of the citation format that ``text`` begins in, or ``""``."""
    match = _START.match(text)
    return str(match.lastgroup) if match else ""


def read(text: str) -> Iterator[Found]:
    """Yield the records of ``text``, which begins in one of the formats; nothing for another."""
    kind = format_of(text)
    if not kind or len(text) > LONGEST:
        return
    found: Iterator[Citation | str] = {
        "bibtex": _bibtex,
        "ris": _ris,
        "refer": _refer,
        "nbib": _nbib,
        "csl": _csl,
    }[kind](text.strip().replace("\r\n", "\n"))
    for one in islice(found, _MOST):
        if isinstance(one, str) or one.title or one.doi:
            yield ("csl-json" if kind == "csl" else kind), _dated(one)


def _dated(one: Citation | str) -> Citation | str:
    """Return a record without the first day of a month or year, with which sites fill up dates."""
    date = one.issued if isinstance(one, Citation) else None
    if isinstance(one, str) or date is None or date.day != 1 or date.end is not None:
        return one
    month = date.month if date.month > 1 else 0
    return replace(one, issued=replace(date, day=0, month=month))


def _bibtex(text: str) -> Iterator[Citation | str]:
    stream = _stream(text, "bibtex")
    strings = Strings(stream.limits)
    for block in blocks(stream):
        if block.fault:
            yield stream.text(block.raw)[0]
            continue
        if block.kind in ("comment", "preamble", "xdata"):
            continue
        said, problems = stream.text(block.body)
        if block.kind == "string":
            strings.define(said)
        else:
            yield of_entry(block.kind, strings.entry(said), NOWHERE, problems)


def _ris(text: str) -> Iterator[Citation]:
    for piece in _pieces(_INDENTED.sub("", text), _RIS):
        yield Citation(**of_ris(tags(piece), {}, ()), origin=NOWHERE)


def _refer(text: str) -> Iterator[Citation]:
    for piece in _pieces(_INDENTED.sub("", text), _REFER):
        yield Citation(**of_refer(piece, ())[0], origin=NOWHERE)


def _nbib(text: str) -> Iterator[Citation]:
    for piece in _pieces(text, _NBIB):
        yield Citation(**of_nbib(piece, ()), origin=NOWHERE)


def _csl(text: str) -> Iterator[Citation]:
    value = script_json.whole(text)
    held = value.get("items", value) if isinstance(value, dict) else value
    stream = _stream("", "csl-json")
    for members in held if isinstance(held, list) else [held]:
        if isinstance(members, dict) and is_item(members) and _is_citation(members):
            yield Item(members, ()).citation(stream, (1, 1, 0))


def _is_citation(members: dict[str, object]) -> bool:
    """Tell whether an object has what CSL items have and the data of a program have not."""
    named = {"author", "editor", "issued", "container-title", "DOI"}
    return isinstance(members.get("title"), str) and len(named & members.keys()) > 1


def _pieces(text: str, start: re.Pattern[str]) -> list[str]:
    """Return the records in ``text``, each of which begins where ``start`` is found."""
    begins = [match.start() for match in start.finditer(text)] or [0]
    ends = [*begins[1:], len(text)]
    return [text[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _stream(text: str, name: str) -> Stream:
    return Stream([text.encode("utf-8", "replace")], name="", source="", format=name)
