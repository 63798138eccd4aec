"""Names as Ovid's databases print them: lists in one text, degrees, marks of affiliations."""

import re
from collections import Counter
from functools import cache
from typing import Final

from msgspec.structs import replace

from mentorlit.formats.tagged.names import with_commas
from mentorlit.formats.tagged.record import Record, one_line
from mentorlit.model import Name
from mentorlit.name_remarks import without_degrees
from mentorlit.tables import load

_MARKS: Final = re.compile(r"(?:[\s,]+(?:\(?\d{1,3}\)?|\(?[*+^#&|†‡§¶]{1,4}\)?|\([a-z]\)))+\s*\Z")
# How much of the end of a name marks may take, and where a name is no name any more.
_TAIL: Final = 80
_LONGEST: Final = 500
_MARK: Final = re.compile(r"\d{1,3}|[*+^#&|†‡§¶]{1,4}|(?<=\()[a-z](?=\))")
_PLACE: Final = re.compile(r"\((\d{1,3}|[*+^#&|†‡§¶]{1,4}|[a-z])\)\s*")
_HEADS: Final = frozenset(("", "From", "From the"))
_NAMED: Final = re.compile(r"\(([^()]{2,2000})\)\s*(.+)\Z")
_WIDE: Final = re.compile(r"[ \t\xa0]{2,}")
_INITIALS: Final = re.compile(r"(?<=\b[A-Z]{2}\.)\s+(?=[A-Z])|(?<=\b[A-Z]\.)\s+(?=[A-Z][a-z])")


@cache
def _degrees() -> frozenset[str]:
    """Return the words that are degrees behind a given name in full, without full stops."""
    table = load("name_remarks")
    return frozenset(word.lower() for word in (*table["degrees"], *table["capitals"]))


def read(record: Record) -> None:
    """Take authors, with the affiliations that their marks stand for, and editors."""
    texts = record.take("author-full")
    short = record.take("author")
    if not texts:
        texts = short
    elif short:
        record.tags["author"] = short
    authors = [name for text in texts for name in _persons(_names(text))]
    marks = [_marks(name) for name in authors]
    names = [_bare(name) for name in authors]
    kept = [(name, mark) for name, mark in zip(names, marks, strict=True) if name]
    record.people("author", [with_commas(name) for name, _ in kept])
    record.bodies("author", record.take("corporate"))
    record.people(
        "editor", [_bare(name) for text in record.take("editor") for name in _names(text)]
    )
    _places(record, [mark for _, mark in kept])


def _names(text: str) -> list[str]:
    """Return the names in one value: parted by semicolons, lines, wide gaps or full stops."""
    if ";" in text:
        return [part.strip() for part in one_line(text).split(";") if part.strip()]
    parts = [part.strip() for line in text.split("\n") for part in _WIDE.split(line.strip())]
    parts = [part for part in parts if part]
    if len(parts) == 1 and "," not in parts[0]:
        parts = _INITIALS.split(parts[0])
    return [part.rstrip(".") if re.search(r"[A-Za-z]{3}\.\Z", part) else part for part in parts]


def _persons(names: list[str]) -> list[str]:
    """Drop what can only be a degree where the others are ``Family, Given``: ``FAAN``."""
    if not any("," in name for name in names):
        return names
    kept: list[str] = []
    for name in names:
        bare = _unmarked(name)
        if kept and (_is_degree(bare) or re.fullmatch(r"[A-Z]{2,6}(?:-[A-Z]{1,3})?", bare)):
            if len(kept[-1]) < _LONGEST:
                kept[-1] += name[len(bare) :]
        else:
            kept.append(name)
    return kept


def _marks(name: str) -> tuple[str, ...]:
    match = _MARKS.search(name[-_TAIL:])
    return tuple(_MARK.findall(match[0])) if match else ()


def _unmarked(name: str) -> str:
    match = _MARKS.search(name[-_TAIL:])
    return name[: len(name) - len(match[0])].strip() if match else name.strip()


def _bare(text: str) -> str:
    """Return a name without marks and degrees; ``""`` for a text of nothing else."""
    name = without_degrees(_unmarked(text))
    if _is_degree(name):
        return ""
    head, comma, given = name.partition(",")
    words = given.split()
    while len(words) > 1 and _is_degree(words[-1]) and len(words[0].rstrip(".")) > 1:
        words.pop()
    return f"{head}{comma} {' '.join(words)}" if comma else name


def _is_degree(word: str) -> bool:
    return word.replace(".", "").lower() in _degrees() and not word.islower()


def _places(record: Record, marks: list[tuple[str, ...]]) -> None:
    """Give each author the affiliations of his marks; others are the record's."""
    texts = record.take("affiliation")
    by_mark: dict[str, str] = {}
    for text in texts if any(marks) else []:
        head, *parts = _PLACE.split(one_line(text))
        if head.strip() not in _HEADS:
            by_mark = {}
            break
        by_mark |= dict(zip(parts[::2], (part.strip(" ;") for part in parts[1::2]), strict=True))
    authors: tuple[Name, ...] = record.fields.get("author", ())
    if by_mark and len(authors) == len(marks) and all(m in by_mark for own in marks for m in own):
        record.fields["author"] = tuple(
            replace(name, affiliation=tuple(by_mark[mark] for mark in own))
            for name, own in zip(authors, marks, strict=True)
        )
        used = {mark for own in marks for mark in own}
        record.add("affiliation", tuple(by_mark[mark] for mark in by_mark if mark not in used))
    else:
        _named_places(record, [line for text in texts for line in text.split("\n")])


def _named_places(record: Record, lines: list[str]) -> None:
    """Take affiliations with the names they are for in front: ``(Ng, Lynch) Department``."""
    authors: list[Name] = list(record.fields.get("author", ()))
    families = [_family(name) for name in authors]
    counts = Counter(families)
    owners = {family: place for place, family in enumerate(families) if counts[family] == 1}
    rest = []
    for text in filter(None, map(one_line, lines)):
        match = _NAMED.match(text)
        names = [name.strip() for name in match[1].split(",")] if match else []
        if match is None or any(name not in owners for name in names):
            rest.append(text)
            continue
        for place in map(owners.__getitem__, names):
            owner = authors[place]
            authors[place] = replace(owner, affiliation=(*owner.affiliation, match[2]))
    record.fields["author"] = tuple(authors)
    record.add("affiliation", tuple(rest))


def _family(name: Name) -> str:
    return f"{name.non_dropping_particle} {name.family}".strip() or name.literal
