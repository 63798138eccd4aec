"""Names of one Web of Science record, with addresses and identifiers of their owners."""

import re
from collections import Counter
from typing import Final

from msgspec.structs import replace

from mentorlit import identifiers
from mentorlit.formats.tagged.record import Record, one_line
from mentorlit.model import Name

_MAIL: Final = re.compile(r"\s?\(([^()\s@]{1,100}@[^()\s@]{1,100})\)")
_BRACKETED: Final = re.compile(r"\[([^\[\]]+)\]\s*(.+)\Z", re.DOTALL)
# Derwent has inventors in capitals, with initials behind: MUSTERMANN E.
_INVENTOR: Final = re.compile(
    r"\A([^\W\d_a-z][^\Wa-z]+(?:[ '-][^\W\d_a-z][^\Wa-z]+)*) ([A-Z]{1,3})\Z"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NOBODY: Final = "[Anonymous]"


def read(record: Record) -> None:
    """Take authors, groups, editors, authors of the book, addresses and ORCID iDs."""
    _authors(record)
    record.bodies("author", record.take("CA"))
    full = record.take("BF")
    book = record.take("BA")
    record.people("container_author", _listed(full or book))
    record.bodies("container_author", record.take("GP"))
    record.people("editor", _listed(record.take("BE", "ED")))
    _addresses(record)
    _orcids(record)


def _authors(record: Record) -> None:
    """Take the full names (AF), else AU; a full name that is none gives way to the short one."""
    short, full = record.take("AU"), record.take("AF")
    texts = full if len(full) >= len(short) else short
    if full and texts is short:
        record.tags["AF"] = full
    if _NOBODY in texts:
        record.leave("AU", _NOBODY)
    mails = record.tags.get("EM", [])
    known = " ".join(mails)
    found = [match[1] for match in map(_MAIL.search, texts) if match]
    if more := [mail for mail in dict.fromkeys(found) if mail not in known]:
        record.tags["EM"] = [*mails, *more]
    bare = [_MAIL.sub("", text) for text in texts if text != _NOBODY]
    if record.fields.get("type") == "patent":
        bare = [_INVENTOR.sub(r"\1, \2", text) for text in bare]
    record.people("author", _listed(bare))


def _listed(texts: list[str]) -> list[str]:
    return [part for text in texts for part in text.split(";") if part.strip()]


def _addresses(record: Record) -> None:
    """Take C1: ``[Family, Given; ...] address`` for these authors, else of the record."""
    known = _owners(record)
    places: dict[str, dict[str, None]] = {}
    others = []
    for text in _joined(record.take("C1")):
        match = _BRACKETED.match(text)
        keys = [_key(name.strip()) for name in match[1].split(";")] if match else []
        if match and all(key in known for key in keys):
            for key in keys:
                places.setdefault(key, {})[match[2].strip()] = None
        else:
            others.append(text)
    record.add("affiliation", tuple(others))
    if places:
        record.fields["author"] = tuple(
            replace(name, affiliation=tuple(places.get(_own(name), ())))
            for name in record.fields["author"]
        )


def _joined(lines: list[str]) -> list[str]:
    """Return the addresses; one that goes on over lines ends with a full stop or at ``[``."""
    found: list[list[str]] = []
    for line in lines:
        if found and not found[-1][-1].endswith(".") and not line.startswith("["):
            found[-1].append(line)
        else:
            found.append([line])
    return [one_line(" ".join(parts)) for parts in found]


def _key(text: str) -> str:
    """Return family name and first initial, in which AU, AF, C1 and OI agree."""
    family, _, given = text.partition(",")
    return f"{''.join(_LETTERS.findall(family)).lower()},{given.strip()[:1].lower()}"


def _own(name: Name) -> str:
    family = f"{name.non_dropping_particle} {name.family}" if name.family else name.literal
    return _key(f"{family}, {name.given}")


def _owners(record: Record) -> dict[str, int]:
    """Return the place of each author by the key that no other author has."""
    keys = [_own(name) for name in record.fields.get("author", ())]
    counts = Counter(keys)
    return {key: place for place, key in enumerate(keys) if counts[key] == 1}


def _orcids(record: Record) -> None:
    """Give ``Family, Given/0000-...`` of OI to the author meant; other entries stay."""
    known = _owners(record)
    authors = list(record.fields.get("author", ()))
    kept = []
    for text in (part for value in record.take("OI") for part in value.split(";")):
        name, _, number = text.strip().rpartition("/")
        place = known.get(_key(name))
        orcid = identifiers.orcid(number.replace(" ", ""))
        if place is None or not orcid or authors[place].orcid:
            kept.append(one_line(text))
        else:
            authors[place] = replace(authors[place], orcid=orcid)
    record.fields["author"] = tuple(authors)
    if kept:
        record.tags["OI"] = kept
