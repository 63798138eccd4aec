"""What a person calls a record to the record: by its place, its own name, or an identifier."""

from collections.abc import Iterator, Sequence
from typing import Final

from mentorlit import identifiers
from mentorlit.model import Citation, Origin
from mentorlit.problems import UsageError

_PLACE, _NAME, _IDENTIFIER = range(3)
"""Kinds of names, the most certain one first: the first that fits any record counts."""

_LISTED: Final = 12
"""Records of an ambiguous name that are shown."""

_FORMS: Final = (
    "a record is named by its own id or citation key, source#ordinal (refs.ris#3), "
    "file:line (refs.ris:120), or its DOI, PMID or PMCID"
)


def find(records: Sequence[Citation], wanted: Sequence[str]) -> list[int]:
    """Return the index of the one record that each name is of.

    A place (``source#ordinal``, ``file:line``) goes before the record's own id or citation key,
    these before an identifier. A line is that of the record which begins there, or the last that
    begins before it.

    Raises:
        UsageError: a name fits no record, or several.

    """
    searches = [_Search(name) for name in wanted]
    for index in range(len(records)):
        record = records[index]
        for search in searches:
            search.look_at(index, record)
    return [search.only() for search in searches]


class _Search:
    """The search for the records of one name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._identifier = _bare(name)
        head, _, line = name.rpartition(":")
        self._file = head if line.isdecimal() else ""
        self._line = int(line[:18]) if self._file else 0
        self._found: list[dict[int, str]] = [{}, {}, {}]
        self._before: dict[str, tuple[int, int, str]] = {}

    def look_at(self, index: int, record: Citation) -> None:
        """Take the record if the name is one of its names."""
        origin = record.origin
        if origin is not None and self._name in _places(origin):
            self._found[_PLACE][index] = shown(record)
        elif self._name in {record.citation_key, origin.id if origin else ""} - {""}:
            self._found[_NAME][index] = shown(record)
        elif self._identifier in _identifiers(record):
            self._found[_IDENTIFIER][index] = shown(record)
        if origin is not None and self._file in _files(origin) and origin.line <= self._line:
            self._before[origin.file] = max(
                self._before.get(origin.file, (0, 0, "")), (origin.line, index, shown(record))
            )

    def only(self) -> int:
        """Return the record that the name is of."""
        found = next(filter(None, self._found), {})
        if not self._found[_PLACE] and not found:
            found = {index: text for _, index, text in self._before.values()}
        if len(found) == 1:
            return next(iter(found))
        if not found:
            raise UsageError(f"{self._name!r} names no record of the inputs; {_FORMS}")
        listed = [f"  {text}" for text in list(found.values())[:_LISTED]]
        more = [f"  and {len(found) - _LISTED} more"] if len(found) > _LISTED else []
        head = f"{self._name!r} names {len(found)} records; say which one by its place:"
        raise UsageError("\n".join((head, *listed, *more)))


def shown(record: Citation) -> str:
    """Return a record on one line: its place and what it is."""
    origin = record.origin
    parts = [f"{origin.source}#{origin.ordinal} ({origin.file}:{origin.line})"] if origin else []
    people = [name.family or name.literal for name in record.author[:1]]
    year = record.issued.year if record.issued else None
    parts += [*people, *([] if year is None else [str(year)]), record.title[:100]]
    return " ".join(filter(None, parts))


def _files(origin: Origin) -> Iterator[str]:
    """Yield what the record's file is called: as it was given, and without its folder."""
    yield origin.file
    yield origin.file.rpartition("/")[2]


def _places(origin: Origin) -> Iterator[str]:
    yield f"{origin.source}#{origin.ordinal}"
    for file in _files(origin):
        yield f"{file}#{origin.ordinal}"
        yield f"{file}:{origin.line}"


def _bare(name: str) -> str:
    """Return an identifier without its scheme or resolver, in lower case."""
    doi = identifiers.doi(name)
    if doi:
        return doi.casefold()
    scheme, colon, rest = name.partition(":")
    if colon and scheme.strip().casefold() in {"pmid", "pmcid"}:
        name = rest
    return name.strip().casefold()


def _identifiers(record: Citation) -> Iterator[str]:
    """Yield the record's identifiers, in lower case."""
    for value in (record.doi, record.pmid, record.pmcid):
        if value:
            yield value.casefold()
    for scheme in record.identifiers.values():
        yield from map(str.casefold, scheme)
