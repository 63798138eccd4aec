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

Handler = Callable[[Draft, str, DataField], bool]

_LISTS: Final = ("alternative_title", "note", "url")
SAYS_SOMETHING: Final = ("title", "author", "editor", "contributor", "abstract", "container_title")


def _of(function: Callable[[Draft, DataField], bool]) -> Handler:
    """Return a handler that does not look at the tag."""
    return lambda draft, _tag, field: function(draft, field)


def _original_script(draft: Draft, _tag: str, field: DataField) -> bool:
    """880: a field in its original script. Titles are variants; what is linked to none counts."""
    link = first(field, "6")
    tag = link[:3]
    if tag == "245" and not link[4:].startswith("00"):
        draft.add("alternative_title", titles.joined(field, "abnp"))
    elif link[4:6] == "00" and tag in HANDLERS and tag != "880":
        HANDLERS[tag](draft, tag, field)
    return False


HANDLERS: Final[dict[str, Handler]] = {
    "010": _of(numbers.lccn),
    "020": _of(numbers.isbn),
    "022": _of(numbers.issn),
    "024": _of(numbers.other_number),
    "027": _of(numbers.report_number),
    "035": _of(numbers.system_number),
    "041": _of(numbers.language_codes),
    "088": _of(numbers.report_number),
    "130": _of(titles.uniform),
    "240": _of(titles.uniform),
    "242": _of(titles.variant),
    "245": _of(titles.title),
    "246": _of(titles.variant),
    "250": _of(imprint.edition),
    "260": _of(imprint.publication),
    "264": _of(imprint.publication),
    "300": _of(imprint.extent),
    "336": _of(imprint.content),
    "502": _of(notes.thesis),
    "520": _of(notes.abstract),
    "536": _of(notes.funding),
    "540": _of(notes.rights),
    "773": _of(host.host),
    "856": _of(numbers.address),
    "880": _original_script,
    **dict.fromkeys(("050", "060", "090", "099"), _of(numbers.call_number)),
    **dict.fromkeys(("100", "700"), people.person),
    **dict.fromkeys(("110", "710"), people.body),
    **dict.fromkeys(("111", "711"), people.meeting),
    **dict.fromkeys(("440", "490", "830"), _of(titles.series)),
    **dict.fromkeys(("800", "810", "811"), _of(titles.series_entry)),
    **dict.fromkeys(
        ("600", "610", "611", "630", "647", "648", "650", "651", "653", "655", "656", "657", "690"),
        subjects.topic,
    ),
    **dict.fromkeys(load("marc")["relations"], host.link),
    **dict.fromkeys(phrases(load("marc")["notes"]["note"]), _of(notes.note)),
}
"""Tag -> what takes it: true if the citation then tells all that the field says."""


def citation(record: Record, origin: Origin, problems: tuple[Problem, ...] = ()) -> Citation | None:
    """Return the citation that a record describes, or None if it describes none.

    Leader, control fields and every data field that the citation does not tell whole come back in
    ``extra["marc21"]``, in the form of :mod:`mentorlit.formats.marc.record`.
    """
    draft = Draft(record.leader, "")
    own_id = ""
    left: list[tuple[str, Content]] = []
    handlers = HANDLERS
    for tag, content in record.fields:
        if isinstance(content, str):
            left.append((tag, content))
            if tag == "008":
                draft.fixed = draft.fixed or content
            elif tag == "001":
                own_id = own_id or content.strip()
            continue
        handler = handlers.get(tag)
        if handler is None or not handler(draft, tag, content):
            left.append((tag, content))
    values = _values(draft)
    if not any(values.get(field) for field in SAYS_SOMETHING):
        return None
    if own_id:
        origin = msgspec.structs.replace(origin, id=own_id)
    return finished(draft, values, origin, problems, under("marc21", record.leader, left))


def _values(draft: Draft) -> dict[str, Any]:
    """Return the citation's fields out of what the record's fields said."""
    names = people.credited(draft)
    is_contained = host.contained(draft)
    values = draft.values
    issued = host.dated(draft, imprint.issued(draft)) if is_contained else imprint.issued(draft)
    return {
        **settled(draft),
        **names,
        "type": kind(draft, is_contained=is_contained),
        "issued": issued or _of_thesis(values),
        "original_date": imprint.original(draft),
        "language": values.get("language") or numbers.language(draft.fixed[35:38]),
    }


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
    values = draft.values
    publisher = values.get("publisher") or values.get("publisher_name")
    if values.get("is_thesis"):
        publisher = publisher or values.get("degree_name")
    publisher = publisher or values.get("production_publisher")
    place = values.get("publisher_place") or values.get("production_publisher_place")
    abstract = "\n\n".join(draft.lists.get("abstract", ()))
    event = values.get("event_date_text")
    plain = values
    if not _WORKING.isdisjoint(values):
        plain = {field: value for field, value in values.items() if field not in _WORKING}
    return {
        **plain,
        **{field: tuple(draft.lists[field]) for field in _LISTS if field in draft.lists},
        "publisher": publisher or "",
        "publisher_place": place or "",
        "event_date": dates.parse(event) if event else None,
        "abstract": abstract,
        "abstract_sections": abstracts.sections(abstract) if _may_begin(abstract) else (),
        "keyword": tuple(draft.keywords.values()),
        "issn": tuple(draft.issn.values()),
        "isbn": tuple(draft.isbn.values()),
        "identifiers": {scheme: tuple(found) for scheme, found in draft.identifiers.items()},
        "funding": tuple(Funding(statement=text) for text in draft.lists.get("funding", ())),
        "relations": tuple(draft.relations),
    }


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
    return Citation(
        **values,
        extra=extra,
        problems=(*problems, *draft.problems),
        origin=origin,
    )
