"""What an entry does not hold of a citation: what is not there when it is read again."""

from mentorlit.formats.bibtex.entry import entry
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.held import untold
from mentorlit.formats.bibtex.mapping import citation as read
from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation

_NOT_COUNTED = frozenset({*RECORD_FIELDS, "citation_key"}) - {"extra"}


def unheld(citation: Citation, *, biblatex: bool) -> tuple[str, ...]:
    """Return the JSON names of the fields that the written entry says less of, or otherwise.

    What speaks of the record does not count, nor does the citation key, which is made unique.
    """
    quick = untold(citation)
    return read_back(citation, biblatex=biblatex) if quick is None else quick


def read_back(citation: Citation, *, biblatex: bool) -> tuple[str, ...]:
    """Return the same from writing the entry and reading it."""
    head, _, body = entry(citation, biblatex=biblatex).partition("{")
    again = read(head[1:], Entry(body.rstrip()[:-1], {}))
    return tuple(
        name
        for field, name in JSON_NAME.items()
        if field not in _NOT_COUNTED
        and getattr(citation, field)
        and getattr(citation, field) != getattr(again, field)
    )
