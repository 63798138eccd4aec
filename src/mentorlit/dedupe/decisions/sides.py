"""What a decision keeps of a record: enough to know it again, and readable by itself.

A side is a record of the model with few fields, all as the record states them; what is compared
is made from them when they are read. So a decision outlives a change of the rules of comparison,
and any whole record may stand as a side too.
"""

from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.tables import load

_PEOPLE: Final = 3
"""Authors that are kept: the first one is compared, the others help a person."""

_ABSTRACT: Final = 120
"""Characters of an abstract that are kept: they tell records apart that agree in all else."""

_LONGEST: Final = 1000
"""Characters of any other field that are kept."""

_WORDS: Final = (
    "type",
    "title",
    "container_title",
    "container_title_short",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "doi",
    "pmid",
    "pmcid",
)


def side(record: Citation) -> Citation:
    """Return what a decision keeps of ``record``; of a side, the same."""
    words = {field: getattr(record, field)[:_LONGEST] for field in _WORDS}
    if record.container_title:
        del words["container_title_short"]
    return Citation(
        **words,
        author=_people(record.author),
        editor=() if record.author else _people(record.editor),
        issued=_year(record.issued),
        dates=_epub(record),
        isbn=record.isbn[:_PEOPLE],
        identifiers=_identifiers(record),
        abstract=_beginning(record.abstract),
    )


def written(one: Citation) -> dict[str, Any]:
    """Return a side as it is written to files: without what is empty and without its schema."""
    members: dict[str, Any] = msgspec.to_builtins(one)
    del members["schema"]
    return members


def label(record: Citation) -> str:
    """Return a short name of a record for people: first author, year and title."""
    people = record.author or record.editor
    first = (people[0].family or people[0].literal or people[0].given) if people else ""
    more = " et al." if len(people) > 1 else ""
    year = record.issued.year if record.issued else None
    head = " ".join(part for part in (f"{first}{more}", str(year or "")) if part)
    title = record.title or "(no title)"
    title = title if len(title) <= 80 else f"{title[:79].rstrip()}…"
    return f"{head}: {title}" if head else title


def _people(names: tuple[Name, ...]) -> tuple[Name, ...]:
    return tuple(
        msgspec.structs.replace(name, affiliation=(), orcid="", role="") for name in names[:_PEOPLE]
    )


def _year(date: PartialDate | None) -> PartialDate | None:
    return PartialDate(year=date.year) if date and date.year is not None else None


def _epub(record: Citation) -> dict[str, PartialDate]:
    year = _year(record.dates.get("epub"))
    return {"epub": year} if year else {}


def _identifiers(record: Citation) -> dict[str, tuple[str, ...]]:
    """Return the identifiers that name one work."""
    schemes = {"doi", "pmid", "pmcid", *load("dedupe/keys")["schemes"]}
    return {
        scheme: values
        for scheme, values in sorted(record.identifiers.items())
        if scheme.casefold() in schemes
    }


def _beginning(abstract: str) -> str:
    """Return whole words from the beginning of an abstract."""
    text = " ".join(abstract[: 4 * _ABSTRACT].split())
    if len(text) <= _ABSTRACT:
        return text
    cut = text[:_ABSTRACT].rpartition(" ")[0]
    return cut if fold(cut) else text[:_ABSTRACT]
