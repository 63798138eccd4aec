"""Which fields stand in an entry by themselves, and which are packed into one."""

from collections.abc import Callable
from functools import cache
from typing import Final

from mentorlit.formats.bibtex.kept import PACK, packed
from mentorlit.formats.bibtex.verbatim import is_verbatim
from mentorlit.formats.tex import in_ascii
from mentorlit.formats.tex.encoding import percent_encoded
from mentorlit.identifiers import isbns, issn
from mentorlit.tables import load

# Without the entries that they name, BibTeX reports an error or reading again finds no parent.
_TAKES: Final = ("crossref", "xdata")
_POINTERS: Final = ("crossref", "entryset", "related", "xdata", "xref")
_PARTS_OF_DATES: Final = ("year", "month", "day")
_INTEGERS: Final = ("sortyear", "volume", "volumes", "year")
_NUMBERS: Final[dict[str, Callable[[str], object]]] = {"issn": issn, "isbn": isbns}


def allowed(kind: str, field: str) -> bool:
    """Tell whether BibLaTeX's data model has a field for an entry type."""
    return field in _model(kind)


@cache
def _model(kind: str) -> frozenset[str]:
    table = load("biblatex")
    return frozenset((*table["any"].split(), *table["types"][kind].split()))


def placed(
    fields: dict[str, str], kind: str, full: dict[str, str], *, biblatex: bool
) -> dict[str, str]:
    """Return the fields as they are written, those that may not stand alone packed.

    ``full`` has what goes into the pack under the name of a field that says only a part of it.
    """
    if biblatex:
        apart = [name for name in fields if not _stands(name, kind, fields)]
    else:
        apart = [name for name in fields if name in _TAKES]
    together = {name: fields[name] for name in apart} | full
    if not together:
        return fields
    alone = {name: value for name, value in fields.items() if name not in apart}
    if PACK in alone:
        together[PACK] = alone.pop(PACK)
    return alone | {PACK: "{" + packed(together) + "}"}


def _stands(name: str, kind: str, fields: dict[str, str]) -> bool:
    value = fields[name].strip("{}")
    if name in _PARTS_OF_DATES and (name != "year" or "date" in fields):
        return False
    if name in _INTEGERS and not (value.isascii() and value.isdigit()):
        return False
    if name in _NUMBERS and not _NUMBERS[name](value):
        return False
    return name == "year" or (name not in _POINTERS and allowed(kind, name))


def ascii_value(field: str, value: str) -> str:
    """Return a field's value in ASCII; what holds no TeX is percent-encoded."""
    return percent_encoded(value) if is_verbatim(field) else in_ascii(value)
