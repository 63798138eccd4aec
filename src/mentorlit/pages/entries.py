"""Labels with all their values, by the profiles of tables/pages/profiles.toml."""

from typing import Final

import msgspec

from mentorlit.pages import values
from mentorlit.pages.findings import Findings
from mentorlit.pages.grammar import work_type
from mentorlit.pages.lines import Line
from mentorlit.pages.marks import Mark
from mentorlit.tables import load

_MOST_VALUES: Final = 6000
_HEADING: Final = 80


class Entry(msgspec.Struct):
    """A label of ``kind`` with its values, each with the line it stands on."""

    kind: str
    label: str
    mode: str
    marks: list[Mark]
    values: list[tuple[str, Line]]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the values."""
        return tuple(line for _, line in self.values)


def note(entry: Entry, findings: Findings, field: str, value: object, rank: int = 0) -> None:
    """Add a claim of ``entry`` on ``field``, ``rank`` below what its profile gives."""
    base = int(load("pages/profiles")[entry.mode]["rank"])
    findings.add(field, value, base + rank, f"label/{entry.label}", *entry.lines)


def collect(marks: list[Mark]) -> list[Entry]:
    """Return the entries of the record's own part whose profile counts; their marks are used."""
    found: list[Entry] = []
    for index, mark in enumerate(marks):
        if mark.what == "label" and not mark.zone and not mark.used:
            entry = _entry(marks, index)
            for used in entry.marks:
                used.used = entry.kind
            found.append(entry)
    counting = _counting(found)
    for entry in found:
        if entry.mode not in counting and not _alone(entry):
            for mark in entry.marks:
                mark.used = ""
    kept = [entry for entry in found if entry.marks[0].used]
    if counting:
        kept.extend(_unknown(marks))
    return kept


def _counting(found: list[Entry]) -> set[str]:
    """Return the modes of which enough different labels were seen."""
    kinds: dict[str, set[str]] = {}
    for entry in found:
        if entry.values:
            kinds.setdefault(entry.mode, set()).add(entry.kind)
    profiles = load("pages/profiles")
    return {mode for mode, seen in kinds.items() if len(seen) >= profiles[mode]["hits"]}


def _alone(entry: Entry) -> bool:
    """Tell whether the entry's label says enough by itself."""
    if entry.marks[0].profile:
        return True
    links = entry.kind in ("source", "url") and any("://" in value for value, _ in entry.values)
    typed = entry.kind == "type" and any(work_type(value) for value, _ in entry.values)
    return links or typed or entry.kind in load("pages/profiles")[entry.mode]["alone"]


def _unknown(marks: list[Mark]) -> list[Entry]:
    """Return ``label: value`` lines with labels of no table that stand between known ones."""
    found = []
    for index, mark in enumerate(marks):
        if mark.kind != "unknown" or mark.used or mark.zone:
            continue
        bullets = _bullets(marks, index + 1)
        if bullets and not mark.line.bullet and len(mark.line.text) <= _HEADING:
            found.append(_listed(mark, bullets))
        elif _labelled(marks, index - 1, edge=mark.line.gap) and (
            _labelled(marks, index + 1, edge=True) and not _above_authors(marks, index)
        ):
            mark.used = "unknown"
            value = mark.value[len(mark.label) :].lstrip(" :：")
            found.append(Entry("unknown", mark.label, "colon", [mark], [(value, mark.line)]))
    return found


def _above_authors(marks: list[Mark], index: int) -> bool:
    """Tell whether a page begins with this line and names the authors below: it is the title."""
    below = marks[index + 1] if index + 1 < len(marks) else None
    if below is None or below.kind != "author" or len(marks[index].label.split()) < 3:
        return False
    return all(mark.what == "noise" for mark in marks[:index])


def _bullets(marks: list[Mark], index: int) -> list[Mark]:
    """Return the bullets from ``index`` on that nothing has used."""
    found: list[Mark] = []
    while index < len(marks) and marks[index].line.bullet and values.free(marks[index]):
        if marks[index].used or len(found) == _MOST_VALUES:
            break
        found.append(marks[index])
        index += 1
    return found


def _listed(heading: Mark, bullets: list[Mark]) -> Entry:
    """Return bullets as the values of their heading, which is no label with a value itself."""
    for mark in (heading, *bullets):
        mark.used = "unknown"
    values = [(mark.value, mark.line) for mark in bullets]
    return Entry("unknown", heading.line.text, "line", [heading, *bullets], values)


def _labelled(marks: list[Mark], index: int, *, edge: bool) -> bool:
    """Tell whether the mark at ``index`` is a labelled value too, or the block ends (``edge``)."""
    if not 0 <= index < len(marks):
        return edge
    mark = marks[index]
    return mark.mode == "colon" and (bool(mark.used) or mark.kind == "unknown")


def _entry(marks: list[Mark], index: int) -> Entry:
    """Return the label at ``index`` with the lines that belong to it."""
    mark = marks[index]
    entry = Entry(mark.kind, mark.label, mark.mode, [mark], [])
    if mark.value:
        entry.values.append((mark.value, mark.line))
    taken = values.taken(marks, index)
    entry.marks.extend(taken)
    entry.values.extend((m.value, m.line) for m in taken)
    return entry
