"""One MARC 21 record to a citation. What the mapping takes and why: docs/formats/marc21.md."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from mentorlit import abstracts, dates
from mentorlit.formats.marc import host, imprint, notes, numbers, people, subjects, titles
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.kinds import kind
from mentorlit.formats.marc.record import Content, DataField, Record, first, under
from mentorlit.model import Citation, Funding, Origin, PartialDate, Problem
from mentorlit.tables import load, phrases

_LISTS: Final = ("alternative_title", "note", "url")
SAYS_SOMETHING: Final = ("title", "author", "editor", "contributor", "abstract", "container_title")


def _original_script(draft: Draft, _tag: str, field: DataField) -> bool:
    """880: a field in its original script. Titles are variants; what is linked to none counts."""
    link = first(field, "6")
    tag = link[:3]
    if tag == "245" and not link[4:].startswith("00"):
        draft.add("alternative_title", titles.joined(field, "abnp"))
    elif link[4:6] == "00" and tag in HANDLERS:
        HANDLERS[tag](draft, field)
    elif link[4:6] == "00" and tag in TAGGED and tag != "880":
        TAGGED[tag](draft, tag, field)
    return False


HANDLERS: Final[dict[str, Callable[[Draft, DataField], bool]]] = {
    "010": numbers.lccn,
    "020": numbers.isbn,
    "022": numbers.issn,
    "024": numbers.other_number,
    "027": numbers.report_number,
    "035": numbers.system_number,
    "041": numbers.language_codes,
    "088": numbers.report_number,
    "130": titles.uniform,
    "240": titles.uniform,
    "242": titles.variant,
    "245": titles.title,
    "246": titles.variant,
    "250": imprint.edition,
    "260": imprint.publication,
    "264": imprint.publication,
    "300": imprint.extent,
    "336": imprint.content,
    "502": notes.thesis,
    "520": notes.abstract,
    "536": notes.funding,
    "540": notes.rights,
    "773": host.host,
    "856": numbers.address,
    **dict.fromkeys(("050", "060", "090", "099"), numbers.call_number),
    **dict.fromkeys(("440", "490", "830"), titles.series),
    **dict.fromkeys(("800", "810", "811"), titles.series_entry),
    **dict.fromkeys(phrases(load("marc")["notes"]["note"]), notes.note),
}
"""Tag -> what takes it: true if the citation then tells all that the field says."""

TAGGED: Final[dict[str, Callable[[Draft, str, DataField], bool]]] = {
    "880": _original_script,
    **dict.fromkeys(("100", "700"), people.person),
    **dict.fromkeys(("110", "710"), people.body),
    **dict.fromkeys(("111", "711"), people.meeting),
    **dict.fromkeys(
        ("600", "610", "611", "630", "647", "648", "650", "651", "653", "655", "656", "657", "690"),
        subjects.topic,
    ),
    **dict.fromkeys(load("marc")["relations"], host.link),
}
"""The same for those of which the tag says something too."""


def citation(record: Record, origin: Origin, problems: tuple[Problem, ...] = ()) -> Citation | None:
    """Return the citation that a record describes, or None if it describes none.

    Leader, control fields and every data field that the citation does not tell whole come back in
    ``extra["marc21"]``, in the form of :mod:`mentorlit.formats.marc.record`.
    """
    draft = Draft(record.leader, "")
    own_id = ""
    left: list[tuple[str, Content]] = []
    for field in record.fields:
        tag, content = field
        if isinstance(content, str):
            left.append(field)
            if tag == "008":
                draft.fixed = draft.fixed or content
            elif tag == "001":
                own_id = own_id or content.strip()
        elif tag in HANDLERS:
            if not HANDLERS[tag](draft, content):
                left.append(field)
        elif tag not in TAGGED or not TAGGED[tag](draft, tag, content):
            left.append(field)
    values = _values(draft)
    if "title" not in values and not any(values.get(field) for field in SAYS_SOMETHING):
        return None
    if own_id:
        origin = msgspec.structs.replace(origin, id=own_id)
    return finished(draft, values, origin, problems, under("marc21", record.leader, left))


def _values(draft: Draft) -> dict[str, Any]:
    """Return the citation's fields out of what the record's fields said."""
    names = people.credited(draft)
    is_contained = host.contained(draft)
    issued = imprint.issued(draft)
    if is_contained:
        issued = host.dated(draft, issued)
    values = settled(draft)
    values.update(names)
    values["type"] = kind(draft, is_contained=is_contained)
    values["issued"] = issued or _of_thesis(draft.values)
    values["original_date"] = imprint.original(draft)
    if "language" not in values:
        values["language"] = _coded_language(draft.fixed)
    return values


_WORKING: Final = frozenset(
    {
        *(
            "is_thesis",
            "degree_name",
            "degree_year",
            "publisher_name",
            "event_date_text",
            "content",
        ),
        *("production_publisher", "production_publisher_place"),
    }
)
"""Values that only help to settle others."""


def settled(draft: Draft) -> dict[str, Any]:
    """Return the single values, lists and identifiers of a draft as the citation's fields."""
    values, lists = draft.values, draft.lists
    found = values.copy()
    if not _WORKING.isdisjoint(values):
        found = {field: value for field, value in values.items() if field not in _WORKING}
        _settle(values, found)
    for field in _LISTS:
        if field in lists:
            found[field] = tuple(lists[field])
    if "abstract" in lists:
        abstract = found["abstract"] = "\n\n".join(lists["abstract"])
        if _may_begin(abstract):
            found["abstract_sections"] = abstracts.sections(abstract)
    if "funding" in lists:
        found["funding"] = tuple(Funding(statement=text) for text in lists["funding"])
    if draft.identifiers:
        found["identifiers"] = {scheme: tuple(said) for scheme, said in draft.identifiers.items()}
    found["keyword"] = tuple(draft.keywords.values())
    found["issn"] = tuple(draft.issn.values())
    found["isbn"] = tuple(draft.isbn.values())
    found["relations"] = tuple(draft.relations)
    return found


def _settle(values: dict[str, Any], found: dict[str, Any]) -> None:
    """Put what the values that only help to settle others say."""
    publisher = values.get("publisher") or values.get("publisher_name")
    if values.get("is_thesis"):
        publisher = publisher or values.get("degree_name")
    publisher = publisher or values.get("production_publisher")
    place = values.get("publisher_place") or values.get("production_publisher_place")
    event = values.get("event_date_text")
    found["publisher"] = publisher or ""
    found["publisher_place"] = place or ""
    found["event_date"] = dates.parse(event) if event else None


def _may_begin(abstract: str) -> bool:
    """Tell whether an abstract may begin with a heading: the longest known has 33 characters."""
    return ":" in abstract[:60] or "\uff1a" in abstract[:60]


def _of_thesis(values: dict[str, Any]) -> PartialDate | None:
    year = values.get("degree_year", "")
    return dates.parse(year) if year else None


def finished(
    draft: Draft,
    values: dict[str, Any],
    origin: Origin,
    problems: tuple[Problem, ...],
    extra: dict[str, dict[str, Any]],
) -> Citation:
    """Return the citation of a draft, the title without what repeats it among the variants."""
    title = values.get("title", "")
    others = values.get("alternative_title", ())
    if title in others:
        values["alternative_title"] = tuple(other for other in others if other != title)
    values["extra"] = extra
    values["problems"] = (*problems, *draft.problems)
    values["origin"] = origin
    return Citation(**values)


def _coded_language(fixed: str) -> str:
    """Return the language of 008/35-37; a code of less than three letters is out of its place."""
    code = fixed[35:38]
    return numbers.language(code) if code.isalpha() and len(code) == 3 else ""
