"""No value ends its field, starts a record, runs a TeX command or drives a terminal."""

import re
import unicodedata

import pytest

from mentorlit.model import Citation, Keyword, Name, PartialDate
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME as READERS
from mentorlit.stream import Stream
from mentorlit.writers import BY_NAME as WRITERS

READ_BY = {
    "bibtex": "bibtex",
    "biblatex": "bibtex",
    "ris": "ris",
    "json": "csl-json",
    "ndjson": "ndjson",
    "nbib": "nbib",
    "endnote-xml": "endnote-xml",
    "mods": "mods",
    "marcxml": "marcxml",
    "csv": "csv",
    "tsv": "csv",
}
"""The reader that takes what a writer gives."""

TEXTS = [name for name, writer in WRITERS.items() if not writer.binary]

PAYLOADS = (
    r"\input{/etc/passwd}",
    r"\write18{id}",
    r"} , note={\immediate\write18{id}}, x={",
    r'" # evil # "',
    "}",
    "{",
    "}}}}{{{{",
    "a } b { c",
    "\\",
    "ends in a backslash \\",
    "% a comment",
    "50% of #1 & $2_3^4~5",
    "$x$ and $$",
    "$\\csname input\\endcsname$",
    "@article{x, title={y}}",
    "\n@book{evil, title={z}}\n",
    "\r\nER  - \r\nTY  - BOOK\r\nTI  - evil",
    "\nER  - ",
    "TY  - JOUR",
    "one\u2028TY  - JOUR\u2029two\u0085three\x0bfour\x0cfive",
    '", "title": "evil',
    '"},\n{"id": "evil',
    "\\u0022",
    "\x00\x01\x1b[2J\x07\x7f\x9b31m",
    "\u202eevil\u202c \u2066x\u2069 \u200e \ufeff",
    "[bold]x[/bold] [link=https://evil]",
    "<script>alert(1)</script>",
    "<i>never closed",
    "</i></b>",
    "&lt;i&gt; &amp; &#123;",
    "javascript:alert(1)",
    "=1+1",
    "\ufffd\U0001f4a9 \u0301 leading mark",
    "a" * 20_000,
    "and and and",
    ", , ,",
    "Name, Jr., First and others",
    "   ",
    "-- --- `` '' ?` !`",
)
HARMLESS = Citation(
    type="book",
    title="After it",
    author=(Name(family="Author", given="Anna"),),
    issued=PartialDate(2000),
    publisher="Publisher",
    citation_key="after",
)
COMMAND = re.compile(r"\\([A-Za-z]+)")
DANGEROUS = {
    "input", "include", "write", "immediate", "openout", "openin", "read", "csname", "catcode",
    "def", "let", "special", "directlua", "href", "url", "usepackage", "newcommand", "endinput",
}  # fmt: skip
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def hostile(payload: str, field: str) -> Citation:
    """Return a citation that holds the payload in one field."""
    values: dict[str, object] = {
        "author": (Name(family=payload, given="Anna"), Name(literal=payload)),
        "keyword": (Keyword(payload), Keyword("other")),
        "url": (payload,),
        "note": (payload,),
        "identifiers": {payload or "x": (payload,)},
        "extra": {"ris": {"XX": payload}},
        "issued": PartialDate(literal=payload),
    }
    base = {"type": "article-journal", "title": "A title", "citation_key": "key"}
    return Citation(**{**base, field: values.get(field, payload)})  # type: ignore[arg-type]


FIELDS = (
    "type", "citation_key", "title", "title_short", "author", "issued", "container_title", "volume",
    "issue", "page", "number", "publisher", "publisher_place", "edition", "genre", "doi", "pmid",
    "url", "language", "abstract", "keyword", "note", "identifiers", "extra",
)  # fmt: skip


def written(name: str, *citations: Citation) -> str:
    return "".join(WRITERS[name].load()(citations))


def read_back(name: str, text: str) -> list[Citation | Reject]:
    stream = Stream([text.encode()], name="x", source="x", format=READ_BY[name])
    return list(READERS[READ_BY[name]].load()(stream))


@pytest.mark.parametrize("name", READ_BY)
@pytest.mark.parametrize("field", FIELDS)
def test_a_value_stays_within_its_record(name: str, field: str) -> None:
    alone = read_back(name, written(name, HARMLESS))
    for payload in PAYLOADS:
        if field == "title" and not has_title(name, payload):
            continue
        records = read_back(name, written(name, hostile(payload, field), HARMLESS))
        assert len(records) == 2, payload
        after = records[1]
        assert isinstance(after, Citation)
        assert isinstance(alone[0], Citation)
        assert (after.title, after.author) == (alone[0].title, alone[0].author), payload
        assert isinstance(records[0], Citation), payload


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "ndjson", "json"])
def test_a_title_comes_back(name: str) -> None:
    for payload in PAYLOADS:
        if "&#" in payload:
            continue  # readers of exports take entities for what they stand for
        record = read_back(name, written(name, hostile(payload, "title")))[0]
        assert isinstance(record, Citation)
        assert letters(record.title) == letters(payload), payload


def has_title(name: str, text: str) -> bool:
    """Tell whether a reader that needs a title finds one: catalogues punctuate, cells are blank."""
    needed = {"marcxml": letters(text), "csv": text.strip(), "tsv": text.strip()}
    return bool(needed.get(name, True))


def letters(text: str) -> str:
    """Return the letters and digits alone: blanks, quotes and dashes may be typeset."""
    text = unicodedata.normalize("NFC", re.sub(r"</?(?:i|b|sub|sup|sc|span)\b[^>]*>", "", text))
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("field", FIELDS)
def test_nothing_drives_a_terminal(name: str, field: str) -> None:
    for payload in PAYLOADS:
        text = written(name, hostile(payload, field))
        if name == "tsv":
            text = text.replace("\t", "")
        assert not CONTROL.findall(text), payload


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
@pytest.mark.parametrize("field", FIELDS)
def test_no_dangerous_command(name: str, field: str) -> None:
    for payload in PAYLOADS:
        commands = set(COMMAND.findall(written(name, hostile(payload, field))))
        assert not commands & DANGEROUS, payload
