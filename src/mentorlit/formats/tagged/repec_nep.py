"""One paper of a NEP report, by tables/repec-nep.toml."""

import re
from typing import Any, Final
from urllib.parse import unquote

from msgspec.structs import replace

from mentorlit import dates
from mentorlit.formats.tagged.lines import lex
from mentorlit.formats.tagged.record import Record, one_line, plain
from mentorlit.model import Name, Problem
from mentorlit.names import is_particle, parse
from mentorlit.tables import load

FORMAT: Final = "repec-nep"
_LABEL: Final = re.compile(r"\s{0,10}([A-Z][A-Za-z]{1,12}):(?:\s|\Z)")
_NUMBER: Final = re.compile(r"\s{0,3}\d{1,4}\.\s+")
_HANDLE: Final = re.compile(r"[?&]u=RePEc:([^&\s]{3,100})")
_PERSON: Final = re.compile(r"([^():;]{3,60}?)(?:\s\([^()]{2,300}\))?")
_WORDS: Final = 5
"""Words that a name has at most."""
_PLACED: Final = re.compile(r"([^()]{2,100}?)\s*(?:\((.{1,500})\))?\Z")


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the paper in ``text``, by Python names, and its RePEc handle."""
    found = lex(text, _LABEL)
    table = load("repec-nep")["label"]
    head = found.pop("", [""])[0]
    names = {table.get(label.lower(), label): label for label in found}
    record = Record({key: found[label] for key, label in names.items()}, problems)
    record.fields["type"] = "report"
    title, *rest = re.split(r"\n\s*\n", head)
    _head(record, title)
    if rest and all(map(_is_person, rest[0].strip().split("\n"))):
        record.tags.setdefault("authors", []).insert(0, rest.pop(0))
    if rest:
        record.tags.setdefault("abstract", []).insert(0, "\n\n".join(rest))
    listed = re.split(r";|\n", "\n".join(record.take("authors")))
    record.add("author", tuple(_author(text) for text in listed if text.strip()))
    record.abstract(record.take("abstract"))
    record.keywords(part for text in record.take("keyword") for part in re.split(r"[;,\n]", text))
    record.keywords((part for text in record.take("jel") for part in text.split()), "JEL")
    value = record.first("date")
    date = dates.parse(value)
    record.fields["issued"] = date
    if value and not dates.is_whole(value, date):
        record.leave("date", value)
        record.doubt(
            "date-unclear", f"the date {value[:200]!r} is not understood in full", "issued"
        )
    record.links("url")
    record.doi("doi")
    match = _HANDLE.search(" ".join(record.fields.get("url", ())))
    handle = f"RePEc:{unquote(match[1])}" if match else ""
    if handle:
        record.identify("RePEc", handle)
    record.tags = {names.get(key, key): texts for key, texts in record.tags.items()}
    return record.finished(FORMAT), handle


def _head(record: Record, text: str) -> None:
    """Take number, title and, on indented lines after it, the authors."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    places = [n for n, line in enumerate(lines) if n and re.search(r"\(.+\)\s*\Z", line)]
    first = places[0] if places else len(lines)
    title = _NUMBER.sub("", " ".join(lines[:first]))
    record.fields["title"] = plain(one_line(title))
    if lines[first:]:
        record.tags.setdefault("authors", [])[:0] = lines[first:]


def _is_person(line: str) -> bool:
    """Tell whether a line is a name, with a workplace in brackets or without one."""
    match = _PERSON.fullmatch(line.strip())
    words = match[1].split() if match else []
    return 1 < len(words) <= _WORDS and all(
        word[:1].isupper() or is_particle(word) for word in words
    )


def _author(text: str) -> Name:
    """Read ``Given Family (affiliation)``."""
    match = _PLACED.match(one_line(text))
    if match is None:
        return Name(literal=one_line(text))
    name = parse(match[1])
    return replace(name, affiliation=(match[2],)) if match[2] else name
