"""Labels with all their values, by the profiles of tables/pages/profiles.toml."""

from typing import Final

import msgspec

from mentorlit.pages import citeline
from mentorlit.pages.findings import Findings
from mentorlit.pages.grammar import work_type
from mentorlit.pages.lexicon import is_section_word
from mentorlit.pages.lines import Line
from mentorlit.pages.marks import Mark
from mentorlit.tables import load

_MANY: Final = frozenset(
    [
        "author",
        "contributor",
        "editor",
        "advisor",
        "keyword",
        "mesh",
        "subject_area",
        "affiliation",
        "unit",
        "orcid",
        "subject",
        "publication_type",
        "alternative_title",
        "isbn",
        "issn",
        "source",
        "url",
        "doi",
    ]
)
_CONTINUED: Final = _MANY - {"doi", "url", "source", "isbn", "issn", "orcid"}
_TEXTS: Final = frozenset({"abstract", "description"})
_PARAGRAPHS: Final = frozenset({"funding", "citation", "license", "copyright", "note"})
_MOST_VALUES: Final = 6000
_SHORT: Final = 70
_TERMS: Final = frozenset({"keyword", "subject"})
_NO_ADDRESS: Final = _TERMS | {"author", "contributor", "editor", "advisor", "affiliation", "mesh"}
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
        elif _labelled(marks, index - 1, edge=mark.line.gap) and _labelled(
            marks, index + 1, edge=True
        ):
            mark.used = "unknown"
            value = mark.value[len(mark.label) :].lstrip(" :：")
            found.append(Entry("unknown", mark.label, "colon", [mark], [(value, mark.line)]))
    return found


def _bullets(marks: list[Mark], index: int) -> list[Mark]:
    """Return the bullets from ``index`` on that nothing has used."""
    found: list[Mark] = []
    while index < len(marks) and marks[index].line.bullet and _free(marks[index]):
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
    if mark.kind in _TEXTS:
        taken = _text(marks, index + 1)
    elif mark.kind == "stop":
        taken = []
    elif mark.mode == "line":
        taken = _below(marks, index + 1, mark.kind)
    elif mark.kind in _CONTINUED or mark.kind == "citation":
        taken = _continued(marks, index + 1, mark.kind) if mark.mode in ("colon", "pair") else []
    else:
        taken = []
    entry.marks.extend(taken)
    entry.values.extend((m.value, m.line) for m in taken)
    return entry


def _free(mark: Mark) -> bool:
    return mark.what in ("text", "number") and not mark.zone and mark.kind != "unknown"


def _foreign(mark: Mark, kind: str) -> bool:
    """Tell whether a line is plainly no value of a list: an address, a citation, a copyright."""
    value = mark.value
    if kind not in _NO_ADDRESS:
        return False
    if value.startswith(("©", "Copyright", "(c) ", "(C) ")) or "://" in value or "10." in value:
        return True
    digits = any(c.isdigit() for c in value)
    numbered = kind in ("author", "contributor") and digits and value[:5].casefold() == "pages"
    return numbered or (digits and citeline.read(value) is not None)


def _told_out(before: Mark, mark: Mark) -> bool:
    """Tell whether the line ``before`` holds all keywords, so that ``mark`` is none of them.

    A list on one line goes on below only after a separator or with more of them.
    """
    value = before.value.rstrip()
    if value.endswith((",", ";", "，", "；")):
        return False
    if any(sign in value for sign in (";", "；", " / ")):
        return ";" not in mark.value
    return value.count(",") > 1 or "，" in value


def _continued(marks: list[Mark], index: int, kind: str) -> list[Mark]:
    """Return further values directly below a labelled one (DSpace: one author a line)."""
    taken: list[Mark] = []
    while index < len(marks) and len(taken) < _MOST_VALUES:
        mark = marks[index]
        if not _free(mark) or mark.line.gap or len(mark.value) > 200:
            break
        before = taken[-1] if taken else marks[index - 1]
        if _foreign(mark, kind) or (kind in _TERMS and _told_out(before, mark)):
            break
        taken.append(mark)
        index += 1
    return taken


def _below(marks: list[Mark], index: int, kind: str) -> list[Mark]:
    """Return the values below a label that has a line of its own."""
    if kind == "language" and index < len(marks) and marks[index].what == "noise":
        marks[index].value = marks[index].line.text  # a language's name is also a menu's word
        return [marks[index]]
    if index == len(marks):
        return []
    first = marks[index]
    if not (_free(first) or first.kind == "unknown" or _is_type(first, kind)):
        return []
    if kind not in _MANY:
        return _paragraph(marks, index, kind in _PARAGRAPHS)
    taken: list[Mark] = []
    while index < len(marks) and len(taken) < _MOST_VALUES:
        mark = marks[index]
        if not _is_type(mark, kind) and not (_free(mark) and _continues(taken, mark, kind)):
            break
        mark.value = mark.value or mark.line.text
        taken.append(mark)
        index += 1
    return taken


def _is_type(mark: Mark, kind: str) -> bool:
    """Tell whether a bullet is a publication type that is also a word of menus ("Review")."""
    return kind == "publication_type" and mark.line.bullet and mark.what == "noise"


def _continues(taken: list[Mark], mark: Mark, kind: str) -> bool:
    """Tell whether ``mark`` is one more value of a list of values, one a line."""
    if taken and (_foreign(mark, kind) or (kind in _TERMS and _told_out(taken[-1], mark))):
        return False
    if not taken or not mark.line.gap:
        return len(mark.value) < 400 or not taken
    first = taken[0].value
    if kind in ("keyword", "subject", "mesh") and ("," in first or ";" in first):
        return False
    if len(mark.value) > (160 if kind in ("author", "affiliation") else _SHORT):
        return False
    listed = len(taken) == 1 or any(other.line.gap for other in taken[1:])
    return listed and not mark.value.endswith(".")


def _paragraph(marks: list[Mark], index: int, several_lines: bool) -> list[Mark]:
    taken: list[Mark] = []
    while index < len(marks) and marks[index].what in ("text", "number") and not marks[index].zone:
        mark = marks[index]
        if taken and (mark.line.gap or not several_lines or len(taken) > 8):
            break
        taken.append(mark)
        index += 1
    return taken


def _text(marks: list[Mark], index: int) -> list[Mark]:
    """Return the paragraphs of an abstract: up to the next label, zone or line of the interface."""
    taken: list[Mark] = []
    prose = False
    while index < len(marks) and marks[index].what == "noise" and not marks[index].zone:
        index += 1
    while index < len(marks):
        mark = marks[index]
        section = mark.what == "section" or is_section_word(mark.value[:60].split(":")[0])
        if not (section or mark.what == "text") or mark.zone:
            break
        if mark.value.startswith(("©", "Copyright", "(c) ", "(C) ")):
            break
        short = len(mark.value) < 90 and not mark.value.rstrip().endswith((".", "。", "?", "!"))
        if prose and short and not section and mark.line.gap:
            break
        prose = prose or len(mark.value) > 120
        taken.append(mark)
        index += 1
    while taken and taken[-1].what == "section":
        taken.pop()
    return taken
