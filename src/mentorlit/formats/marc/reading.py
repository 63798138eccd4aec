"""From a record of any carrier to what its reader yields: MARC 21 and UNIMARC told apart."""

from typing import Final

from mentorlit.formats.marc.citation import citation
from mentorlit.formats.marc.record import Record
from mentorlit.model import Citation, Origin, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_OTHERS: Final = {
    "z": "an authority record",
    "u": "a holdings record",
    "v": "a holdings record",
    "x": "a holdings record",
    "y": "a holdings record",
    "w": "a classification record",
    "q": "a record of community information",
}
"""Leader/06 of what describes no work."""


def cited(
    stream: Stream,
    place: tuple[int, int, int],
    record: Record,
    raw: bytes,
    problems: tuple[Problem, ...] = (),
) -> Citation | Reject:
    """Return the citation of a record found at ``place``, or the reject that says why not."""
    fault, message = fault_of(record)
    if not fault:
        found = described(record, stream.origin(*place), problems)
        if found:
            return found
        fault, message = "no-fields", "no field of the record says anything about a work"
    return stream.reject(place, fault, message, raw)


def fault_of(record: Record) -> tuple[str, str]:
    """Return reject code and reason of a record that describes no work, or two empty texts."""
    kind = _OTHERS.get(record.leader[6:7])
    if kind and not is_unimarc(record):
        return "not-a-work", f"{kind} describes no work"
    if record.leader[5:6] == "d":
        return "deleted", "the record is marked as deleted (leader/05)"
    return "", ""


def described(record: Record, origin: Origin, problems: tuple[Problem, ...]) -> Citation | None:
    """Return the citation of a record by the dialect that it is in, or None if it says nothing."""
    if is_unimarc(record):
        from mentorlit.formats.marc import unimarc  # noqa: PLC0415 - most inputs have none

        return unimarc.citation(record, origin, problems)
    return citation(record, origin, problems)


def is_unimarc(record: Record) -> bool:
    """Tell whether a record is UNIMARC: title in 200, none in 245, and 100 has no name.

    Leader/22-23 differ too (blank, where MARC 21 has "00"), but few programs set them.
    """
    has_title = False
    for tag, content in record.fields:
        if tag == "245":
            return False
        if tag == "200" and not isinstance(content, str):
            has_title = True
    return has_title
