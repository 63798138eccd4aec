"""One record of Biblioscape's tag file, by tables/biblioscape.toml."""

import re
from typing import Any, Final

from mentorlit import dates
from mentorlit.formats.tagged.lines import lex
from mentorlit.formats.tagged.record import Record, joined, one_line, plain
from mentorlit.model import Problem
from mentorlit.tables import load

FORMAT: Final = "biblioscape"
TAG: Final = re.compile(r"--([A-Z][A-Z0-9])--(?: |\Z)")


def read(text: str, problems: tuple[Problem, ...]) -> tuple[dict[str, Any], str]:
    """Return the fields of the record in ``text``, by Python names, and its own id (none)."""
    record = Record(lex(text, TAG), problems)
    word = record.first("RT")
    kind = load("biblioscape")["type"].get(word.lower(), "")
    record.fields["type"] = kind
    if not kind:
        record.untyped("RT", word)
    second = plain(record.first("ST"))
    record.fields["collection_title" if kind == "book" else "container_title"] = second
    record.texts(load("biblioscape")["text"])
    record.people("author", record.take("AU"))
    record.people("editor", record.take("EA") if "EA" in record.tags else [])
    year = record.first("YP")
    date = dates.parse(year)
    record.fields["issued"] = date
    if year and not dates.is_whole(year, date):
        record.leave("YP", year)
    if span := joined(record.first("PS"), record.first("PE")):
        record.pages(span)
    record.standard_numbers("IS")
    record.doi("DO")
    record.keywords(part for text in record.take("KW") for part in re.split(r"[;\n]", text))
    record.abstract(record.take("AB"))
    record.language("LG")
    record.links("AT", "UR")
    record.add("affiliation", tuple(map(one_line, record.take("AD"))))
    record.add("note", tuple(plain(one_line(text)) for text in record.take("NT")))
    return record.finished(FORMAT), ""
