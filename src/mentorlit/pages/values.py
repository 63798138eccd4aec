"""Which lines belong to a label: the value beside it, below it, and further ones."""

from typing import Final

from mentorlit.pages import citeline, grammar, people, tongue
from mentorlit.pages.lexicon import is_ambiguous, is_section_word
from mentorlit.pages.marks import Mark

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
_TRANSLATED: Final = 300
"""Characters of a paragraph whose language is looked at."""
_REFERENCE: Final = 600
_TERMS: Final = frozenset({"keyword", "subject"})
_NO_ADDRESS: Final = _TERMS | {
    "subject_area",
    "unit",
    "author",
    "contributor",
    "editor",
    "advisor",
    "affiliation",
    "mesh",
}
_HEADING: Final = 80
_WEAK: Final = frozenset(
    {"other", "note", "unit", "place", "edition", "degree", "event_place", "copyright", "license"}
)
_WORDED: Final = {
    "copyright": (
        "©",
        "(c)",
        "copyright",
        "copyleft",
        "19",
        "20",
        "rights",
        "derechos",
        "direitos",
    ),
    "license": ("cc", "licen", "lisan", "lizenz", "creative", "http", "rights", "copyright", "©"),
}
"""What a licence or copyright on the line below its label has one of."""
_NO_VALUE: Final = frozenset({"label", "heading", "title", "named"})
"""What markup calls lines that are no values of the label above them."""


def taken(marks: list[Mark], index: int) -> list[Mark]:
    """Return the marks below the label at ``index`` that hold values of it."""
    mark = marks[index]
    if mark.kind in _TEXTS:
        return _text(marks, index + 1)
    if mark.kind == "stop":
        return []
    if mark.mode == "line":
        below = _below(marks, index + 1, mark.kind)
        shaped = not below or mark.kind not in grammar.SHAPED or not is_ambiguous(mark.label)
        return below if shaped or grammar.fits(mark.kind, below[0].value) else []
    whole = mark.kind == "citation" and citeline.read(mark.value) is not None
    several = mark.kind in _CONTINUED or (mark.kind == "citation" and not whole)
    if several and mark.mode in ("colon", "pair"):
        return _continued(marks, index + 1, mark.kind)
    return []


def free(mark: Mark) -> bool:
    """Tell whether a line is text that may be a value."""
    if mark.line.role in _NO_VALUE:
        return False
    return mark.what in ("text", "number") and not mark.zone and mark.kind != "unknown"


def _foreign(mark: Mark, kind: str) -> bool:
    """Tell whether a line is plainly no value of a list: an address, a citation, a copyright."""
    value = mark.value
    if kind not in _NO_ADDRESS:
        return False
    if kind in _TERMS and value.startswith("Published in "):
        return True
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
        if not free(mark) or mark.line.gap or len(mark.value) > 200:
            break
        before = taken[-1] if taken else marks[index - 1]
        if _foreign(mark, kind) or (kind in _TERMS and _told_out(before, mark)):
            break
        if kind == "affiliation" and not people.is_institution(mark.value):
            break
        taken.append(mark)
        index += 1
    return taken


def _elsewhere(mark: Mark, kind: str) -> bool:
    """Tell whether an empty label of keywords has the next label's value below (DOAJ)."""
    return kind in _TERMS and mark.value.startswith("Published in ")


def _below(marks: list[Mark], index: int, kind: str) -> list[Mark]:
    """Return the values below a label that has a line of its own."""
    if kind == "language" and index < len(marks) and marks[index].what == "noise":
        marks[index].value = marks[index].line.text  # a language's name is also a menu's word
        return [marks[index]]
    if kind in _TERMS:
        switches = (i for i in range(index, min(index + 3, len(marks))) if _is_switch(marks[i]))
        index = max(switches, default=index - 1) + 1
    if index == len(marks) or not _may_begin(marks[index], kind):
        return []
    if kind not in _MANY:
        paragraph = _paragraph(marks, index, kind in _PARAGRAPHS)
        return paragraph if _own(marks, index, len(paragraph), kind) else []
    return _listed(marks, index, kind)


def _may_begin(mark: Mark, kind: str) -> bool:
    """Tell whether the first line below a label may be a value of it."""
    fits = free(mark) or mark.kind == "unknown" or _is_type(mark, kind)
    return fits and not _elsewhere(mark, kind)


def _listed(marks: list[Mark], index: int, kind: str) -> list[Mark]:
    """Return the lines of a list from ``index`` on."""
    taken: list[Mark] = []
    while index < len(marks) and len(taken) < _MOST_VALUES:
        mark = marks[index]
        if kind == "author" and mark.what == "noise" and taken and _more_people(marks, index):
            index += 1
            continue
        if not _is_type(mark, kind) and not (free(mark) and _continues(taken, mark, kind)):
            break
        mark.value = mark.value or mark.line.text
        taken.append(mark)
        index += 1
    return taken


def _is_switch(mark: Mark) -> bool:
    """Tell whether a line is the code of a language ("en"), of which a page shows one."""
    return mark.what == "noise" and len(mark.line.text) < 3


def _own(marks: list[Mark], index: int, count: int, kind: str) -> bool:
    """Tell whether the lines below a label of little weight are its value, not the next text.

    What it says must fit (a copyright's sign, a licence's words), or it stands between labels.
    """
    if kind not in _WEAK:
        return True
    text = marks[index].line.text.casefold()
    if any(sign in text for sign in _WORDED.get(kind, ())):
        return True
    after = index + count
    closed = after == len(marks) or marks[after].what in ("label", "zone")
    return closed and len(text) < _HEADING and index > 1 and bool(marks[index - 2].used)


def _more_people(marks: list[Mark], index: int) -> bool:
    """Tell whether a button below an author ("View Profile", ",") has one more author below it."""
    below = [mark for mark in marks[index : index + 4] if mark.what != "noise"]
    return bool(below) and not below[0].zone and bool(people.people(below[0].value))


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


def _is_reference(text: str) -> bool:
    """Tell whether a paragraph is a whole reference, and no prose of an abstract."""
    cited = citeline.read(text) if len(text) < _REFERENCE else None
    return cited is not None and bool(cited.volume and cited.page and cited.date)


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
        if mark.kind == "unknown" and "://" in mark.value and len(mark.value) < 200:
            break
        if prose and not section and mark.line.gap and _is_reference(mark.value):
            break
        if prose and not section and (mark.kind == "unknown" or mark.value[-1:] in (":", "：")):
            break
        short = len(mark.value) < 90 and not mark.value.rstrip().endswith((".", "。", "?", "!"))
        if prose and short and not section and mark.line.gap:
            break
        prose = prose or len(mark.value) > 120
        taken.append(mark)
        index += 1
    while taken and taken[-1].what == "section":
        taken.pop()
    return taken[: _in_one_language(taken)]


def _in_one_language(taken: list[Mark]) -> int:
    """Return how many paragraphs there are before the same text in another language."""
    long = [at for at, mark in enumerate(taken) if len(mark.value) > _TRANSLATED]
    if len(long) < 2 or long[0] > 1:
        return len(taken)
    first = tongue.detect(taken[long[0]].value)
    for at in long[1:] if first else ():
        if tongue.detect(taken[at].value) not in ("", first):
            return at
    return len(taken)
