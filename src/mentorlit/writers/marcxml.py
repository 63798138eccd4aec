"""Writer of MARCXML (http://www.loc.gov/standards/marcxml/), one collection of MARC 21 records.

A record is made of the citation; what it was read from comes back where that was MARC 21. What
stands in which field, and what is lost, is in docs/formats/marcxml.md.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mentorlit.formats.marc.record import Content
from mentorlit.formats.marc.written import record
from mentorlit.formats.marc.written_codes import is_part, language
from mentorlit.formats.marc.written_links import NUMBERED
from mentorlit.layout import Layout
from mentorlit.losses import is_said, ordered, unheld
from mentorlit.model import Citation
from mentorlit.xmlwrite import HEAD, attributes, damaged, escaped

_OPEN: Final = '<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
_CLOSE: Final = "</collection>\n"
_LEADER: Final = re.compile(r"[\d ]{5}[\dA-Za-z ]{7}[\d ]{5}[\dA-Za-z ]{3}(?:4500|    )\Z")
_CONTROL: Final = re.compile(r"00[1-9A-Za-z]\Z")
_DATA: Final = re.compile(r"(?:0[1-9A-Z][0-9A-Z]|[1-9A-Z][0-9A-Z]{2})\Z")
_SUBFIELD: Final = re.compile(r"[!-~]\Z")
_INDICATORS: Final = re.compile(r"[\da-z ]{2}\Z")
_TYPES: Final = frozenset(
    [
        *(
            "",
            "article-journal",
            "book",
            "chapter",
            "collection",
            "dataset",
            "graphic",
            "manuscript",
        ),
        *("map", "motion_picture", "musical_score", "patent", "periodical", "report", "software"),
        *("song", "standard", "thesis", "webpage"),
    ]
)
"""Types that leader and field 008 tell."""
_NOT_HELD: Final = frozenset(
    [
        *("event_date", "accessed", "volume_title", "chapter_number", "part_number", "section"),
        *("status", "source", "affiliation"),
    ]
)
_HELD: Final = frozenset(Citation.__struct_fields__) - _NOT_HELD | {"event_date"}


def _record(citation: Citation, _: int) -> str:
    made = record(citation)
    body = "".join(_field(tag, content) for tag, content in made.fields)
    return f"<record>\n<leader>{_leader(made.leader)}</leader>\n{body}</record>\n"


write: Final = Layout(_record, head=HEAD + _OPEN, tail=_CLOSE)
"""Yields a collection with one record for each citation."""


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the fields of which the record does not hold all, by their JSON names."""
    names = {*damaged(citation), *unheld(citation, _HELD)}
    names.update(name for name, is_lost in _partly(citation) if is_lost)
    return ordered(names)


def _partly(citation: Citation) -> Iterator[tuple[str, bool]]:
    """Yield fields that have a place, and whether some of them is lost."""
    contained = is_part(citation)
    yield "type", citation.type not in _TYPES
    yield (
        "container-author",
        len(citation.container_author) > 1 or (bool(citation.container_author) and not contained),
    )
    yield "original-date", citation.original_date is not None and citation.original_date.month > 0
    yield "event-date", bool(citation.event_date and not citation.event_title)
    yield "event-place", bool(citation.event_place and not citation.event_title)
    yield "volume", bool(citation.volume and not contained)
    yield "issue", bool(citation.issue and not contained)
    yield "page", bool(citation.page and not contained)
    yield "version", bool(citation.version and citation.edition)
    yield "collection-number", bool(citation.collection_number and not citation.collection_title)
    yield "ISSN", contained and len(citation.issn) > 1
    yield (
        "language",
        "-" in citation.language or bool(citation.language and not language(citation.language)),
    )
    yield "dates", citation.dates.keys() != {"copyright"} & citation.dates.keys()
    yield "number", bool(citation.number) and citation.type not in NUMBERED
    yield "abstract-sections", not is_said(citation)
    yield (
        "funding",
        any(grant.doi or (grant.name and grant.statement) for grant in citation.funding),
    )
    yield "extra", citation.extra.keys() != {"marc21"} & citation.extra.keys()


def _leader(leader: str) -> str:
    """Return a leader that the schema allows; what else stands in one becomes blank."""
    if _LEADER.match(leader):
        return leader
    return re.sub(r"[^\dA-Za-z ]", " ", leader[:20].ljust(20)) + "4500"


def _field(tag: str, content: Content) -> str:
    """Return one field as a line; nothing for one that MARCXML cannot have."""
    if isinstance(content, str):
        text = escaped(content)
        return f'<controlfield tag="{tag}">{text}</controlfield>\n' if _CONTROL.match(tag) else ""
    if not _DATA.match(tag):
        return ""
    first = content[0].ljust(2)[:2]
    indicators = first if _INDICATORS.match(first) else "  "
    marks = f' tag="{tag}" ind1="{indicators[0]}" ind2="{indicators[1]}"'
    pairs = zip(content[1::2], content[2::2], strict=False)
    inner = "".join(
        f"{_opening(code)}{_line(text)}</subfield>" for code, text in pairs if _opening(code)
    )
    return f"<datafield{marks}>{inner}</datafield>\n" if inner else ""


@lru_cache(1024)
def _opening(code: str) -> str:
    """Return what opens a subfield; nothing for a code that MARCXML cannot have."""
    return f"<subfield{attributes(code=code)}>" if _SUBFIELD.match(code) else ""


def _line(text: str) -> str:
    """Return a value on one line, its spaces as they are: in catalogues they may count."""
    return escaped(text.replace("\n", " "))
