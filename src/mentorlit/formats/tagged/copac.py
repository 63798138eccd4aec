"""One record of Copac's tagged format, by tables/copac.toml."""

import re
from typing import Any, Final

from mentorlit import dates
from mentorlit.formats.tagged.lines import lex
from mentorlit.formats.tagged.record import Record, one_line, plain
from mentorlit.model import Problem
from mentorlit.tables import load

FORMAT: Final = "copac"
TAG: Final = re.compile(r"([A-Z]{2})-(?: |\Z)")
_FULLER: Final = re.compile(r"(?<=\.)\s\([A-Z][^()]{1,60}\)(?=,|\s*\Z)")
"""The fuller form of initials, as headings have it: ``Watson, J. R. (John Richard), 1934-``."""
_IMPRINT_YEAR: Final = re.compile(r",\s\W?c?[12]\d{3}\W{0,2}\Z")
_EXTENT: Final = re.compile(
    r"(?:[ivxlcdm]+,\s?)?\d{1,5}\s?(?:p|pp|pages|leaves)\b\.?", re.IGNORECASE
)


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id (none)."""
    record = Record(lex(text, TAG), problems)
    record.fields["title"] = plain(record.first("TI"))
    kind = record.tags.get("DT", ["TXT"])
    record.fields["type"] = load("copac")["type"].get(one_line(kind[0]), "")
    if record.fields["type"]:
        record.take("DT")
    record.people("author", [_FULLER.sub("", text) for text in record.take("AU")])
    record.people("editor", [_FULLER.sub("", text) for text in record.take("ED")])
    _imprint(record)
    _series(record)
    year = record.first("PY")
    date = dates.parse(year)
    record.fields["issued"] = date
    if year and not dates.is_whole(year, date):
        record.leave("PY", year)
    record.standard_numbers("IS", "SN", "ISBN", "ISSN")
    extent = record.first("PD")
    if match := _EXTENT.match(extent):
        record.fields["number_of_pages"] = match[0]
    if extent and not (match and match[0] == extent):
        record.leave("PD", extent)
    record.texts(load("copac")["text"])
    record.keywords(record.take("KW", "SU"))
    record.abstract(record.take("AB"))
    record.language("LA")
    record.links("UR", "WW")
    record.add("note", tuple(plain(one_line(text)) for text in record.take("NT")))
    return record.finished(FORMAT), ""


def _imprint(record: Record) -> None:
    """Part ``Place : Publisher`` as ISBD punctuates it."""
    place, colon, publisher = record.first("PU").partition(" : ")
    name = publisher if colon else place
    record.fields["publisher"] = _IMPRINT_YEAR.sub("", plain(name)).strip(" ,")
    if colon:
        record.fields["publisher_place"] = plain(place).strip(" ,")


def _series(record: Record) -> None:
    """Part ``Series ; number``; a second series stays."""
    title, _, number = record.first("SE").partition(" ; ")
    record.fields["collection_title"] = plain(title)
    record.fields["collection_number"] = number.strip()
