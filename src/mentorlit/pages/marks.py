"""What each line is: a label with or without value, noise, a zone's mark, or text."""

import re
from typing import Final

import msgspec

from mentorlit.pages import dumps, glued, grammar, runon
from mentorlit.pages.lexicon import (
    LONGEST_LABEL,
    begins_as_noise,
    fold,
    heading_key,
    interface_words,
    is_ambiguous,
    is_furniture,
    is_section_word,
    label_kind,
    noise,
    zone_marks,
)
from mentorlit.pages.lines import Line

_COLON: Final = re.compile("[:：]")
_CELLS: Final = re.compile(r"[|\t]")
_UNKNOWN: Final = re.compile(r"([^\W\d_][^:：\t.,;?!]{1,40})\s?[:：]\s+(\S.{0,300})\Z")
_PAIR: Final = re.compile(r"[^\W\d_][^:：]{0,38}[:：]\s?\S")
_CELL_LANGUAGE: Final = r"[a-z]{2}(?:[_-][A-Za-z]{2})?\Z"
_EVENTS: Final = frozenset(["date", "epub", "received", "accepted", "revised"])
_RULED: Final = "|-:+=_ \t"


class Mark(msgspec.Struct):
    """What one line, or a stretch of it, is.

    ``what`` is ``label``, ``noise``, ``number``, ``zone``, ``section`` or ``text``; ``kind`` the
    kind of label or zone; ``mode`` how label and value are set apart (the name of a profile);
    ``zone`` where on the page the line stands, ``""`` for the record's own part. ``used`` once it
    has given a value. ``profile`` names the user's profile that knows the line.
    """

    line: Line
    what: str
    kind: str = ""
    label: str = ""
    value: str = ""
    mode: str = ""
    zone: str = ""
    used: str = ""
    profile: str = ""


def classify(line: Line) -> list[Mark]:
    """Return the marks of one line: one, several where labelled values run on, or none."""
    text = line.text
    if line.role == dumps.ROLE:
        return [_field(text, line)]
    if " | " in text and len(text) < 400 and line.role != "keyword" and _of_tabs(text):
        return [Mark(line, "noise")]
    if text[0] in "|:：+-" and (bare := _without_rule(line)) is not line:
        return [] if bare is None else [Mark(bare, "text", value=bare.text)]
    if text.startswith(noise("prefixes")):
        line = _without_prefix(line)
    elif not text.isascii() and (title := _before_suffix(text)):
        line = msgspec.structs.replace(line, text=title, role="named")
        return [Mark(line, "text", value=title)]
    elif "—" in text[:24] or ". " in text[:24]:
        line = _with_colon(line)
    return _several(line) or [_single(line)]


def _of_tabs(text: str) -> bool:
    """Tell whether a line is a row of three or more tabs or menu entries and nothing else.

    Labels and headings of sections are such words too; values and names are none.
    """
    parts = [part.strip() for part in _CELLS.split(text) if part.strip()]
    if len(parts) < 3 or any(len(part) > 30 or ":" in part for part in parts):
        return False
    menu = interface_words()
    known = 0
    for part in parts:
        folded = fold(part)
        told = is_furniture(folded) or label_kind(part) or zone_marks().get(heading_key(folded))
        known += bool(told) or all(word in menu for word in folded.split())
    return known * 3 >= len(parts) * 2


def _field(text: str, line: Line) -> Mark:
    """Return the mark of a dump's field."""
    name, _, value = text.partition("\t")
    return Mark(line, "label", label_kind(name) or "other", name, value, "pair")


def _several(line: Line) -> list[Mark]:
    """Return the marks of a line that holds several labelled values."""
    text = line.text
    if text[:4].isdigit() and (host := runon.host(text)):
        return [Mark(line, "label", *piece, "colon") for piece in host]
    found = _run_on(line) if runon.plausible(text) else []
    if not found and " | " in text and len(text) < 400 and text[0] != "|":
        found = _piped(line)
    if not found and "\t" in text and len(text) < 300:
        found = _labelled_cells(line)
    if not found and ";" in text and len(text) < 200:
        found = _events(line)
    return found


def _single(line: Line) -> Mark:
    """Return the mark of a line that holds one thing."""
    mark = _set_apart(line) or _alone(line)
    if (mark is None or mark.kind == "unknown") and len(line.text) < 4000:
        mark = _run_together(line) or mark
    return mark or Mark(line, "text", value=line.text)


def _without_rule(line: Line) -> Line | None:
    """Return None for a table's rule or a lone colon, a value without the colon before it."""
    text = line.text
    if text[0] in ":：":
        rest = text[1:].strip()
        return msgspec.structs.replace(line, text=rest) if rest else None
    return None if "|" in text and not text.strip(_RULED) else line


def _run_on(line: Line) -> list[Mark]:
    """Return the marks of a line of several labels with colons."""
    before, pieces = runon.split(line.text)
    marks = [Mark(line, "label", kind, label, value, "colon") for kind, label, value in pieces]
    if marks and len(before) > 2:
        marks.insert(0, Mark(msgspec.structs.replace(line, text=before), "text", value=before))
    return marks


def _with_colon(line: Line) -> Line:
    """Return ``Abstract—We ...`` and ``Index Terms—...`` with a colon (IEEE)."""
    dash = "—" in line.text[:24]
    label, _, rest = line.text.partition("—" if dash else ". ")
    kind = label_kind(label) if rest else ""
    if not kind or not (dash or kind in ("abstract", "keyword", "citation")):
        return line
    return msgspec.structs.replace(line, text=f"{label}: {rest.lstrip()}")


def _piped(line: Line) -> list[Mark]:
    """Read ``Pages 77-101 | Published online: 21 Jul 2008``: labelled values between pipes."""
    parts = [part.strip() for part in line.text.split(" | ") if part.strip()]
    marks = []
    for part in parts:
        piece = msgspec.structs.replace(line, text=part)
        marks.append(_set_apart(piece) or _run_together(piece, everywhere=True))
    told = [mark for mark in marks if mark is not None and mark.what == "label" and mark.value]
    if not told or not all(_shaped(mark) for mark in told):
        return []
    whole = [msgspec.structs.replace(line, text=part) for part in parts]
    return [
        mark or Mark(part, "text", value=part.text) for mark, part in zip(marks, whole, strict=True)
    ]


def _labelled_cells(line: Line) -> list[Mark]:
    """Read ``ID: 22834117<TAB>DOI: 10.17675/...``: cells that hold a label and its value each."""
    cells = [cell.strip() for cell in line.text.split("\t") if cell.strip()]
    if len(cells) < 2 or not all(_PAIR.match(cell) for cell in cells):
        return []
    marks = [_single(msgspec.structs.replace(line, text=cell)) for cell in cells]
    told = [mark for mark in marks if mark.what == "label" and mark.kind in grammar.SHAPED]
    return marks if told and all(_shaped(mark) for mark in told) else []


def _events(line: Line) -> list[Mark]:
    """Read ``Received 1 March 2017; accepted 3 May 2017``: labelled dates and nothing else."""
    marks = []
    for part in line.text.rstrip(" .;").split(";"):
        text = part.strip()
        piece = msgspec.structs.replace(line, text=text[:1].upper() + text[1:])
        mark = _set_apart(piece) or _run_together(piece, everywhere=True)
        if mark is None or mark.kind not in _EVENTS or not mark.value or not _shaped(mark):
            return []
        marks.append(mark)
    return marks if len(marks) > 1 else []


def _shaped(mark: Mark) -> bool:
    return grammar.fits(mark.kind, mark.value)


def _without_prefix(line: Line) -> Line:
    cut = next(p for p in noise("prefixes") if line.text.startswith(p))
    if len(cut) == len(line.text):
        return line
    return msgspec.structs.replace(line, text=line.text[len(cut) :].strip())


def _before_suffix(text: str) -> str:
    """Return the title before what a site writes behind titles, or ``""``."""
    ends = [text.find(suffix) for suffix in noise("suffixes")]
    end = min((end for end in ends if end > 0), default=0)
    return text[:end].strip()


def _set_apart(line: Line) -> Mark | None:
    """Read ``label: value``, ``label<TAB>value`` and ``| label | value |``."""
    text = line.text
    if ("\t" in text or "|" in text) and (mark := _cells(line)):
        return mark
    match = _COLON.search(text, 0, LONGEST_LABEL)
    if match and (len(text) > LONGEST_LABEL or not label_kind(text)):
        label = text[: match.start()]
        kind = label_kind(label)
        if kind:
            value = text[match.end() :].strip()
            if value and not _meant(label, kind, value):
                return None
            return Mark(line, "label", kind, label.strip(), value, "colon" if value else "line")
        if begins_as_noise(fold(text[:80])):
            return Mark(line, "noise")
        unknown = _UNKNOWN.match(text)
        if unknown and not is_section_word(unknown[1]):
            return Mark(line, "text", "unknown", unknown[1].strip(), text, "colon")
    return None


def _cells(line: Line) -> Mark | None:
    """Read a row of a table whose first cell is a label; one between bars needs bars at its end."""
    text = line.text
    cells = [cell.strip() for cell in _CELLS.split(text) if cell.strip(" |")]
    if len(cells) == 1 and text[-1] == "|" and label_kind(cells[0]):
        return Mark(line, "noise")  # a row without value
    if len(cells) < 2 or not ("\t" in text or text[0] == "|" or text[-1] == "|"):
        return None
    label = cells[0].strip(" :：*")
    kind = label_kind(label)
    if not kind:
        return None
    field = label.startswith("dc")
    while len(cells) > 2 and (cells[-1] in "-–" or (field and re.match(_CELL_LANGUAGE, cells[-1]))):
        cells.pop()
    value = " ".join(cells[1:]).lstrip(":： ")
    mode = "colon" if cells[0][-1] in ":：" else "pair"
    return Mark(line, "label", kind, label, value, mode) if _meant(label, kind, value) else None


def _meant(label: str, kind: str, value: str) -> bool:
    """Tell whether a label that is an ordinary word too has the value that its kind asks for."""
    shaped = kind in grammar.SHAPED
    return not shaped or not is_ambiguous(label) or grammar.fits(kind, value)


def _alone(line: Line) -> Mark | None:
    """Recognise a line that is a label, a zone's mark, a section word or noise as a whole."""
    text = line.text
    if len(text) > 160:
        return Mark(line, "noise") if begins_as_noise(fold(text[:80])) else None
    folded = fold(text)
    if not folded or folded.isdigit():
        return Mark(line, "number" if folded else "noise", value=text)
    kind = label_kind(text)
    if kind and (kind in grammar.SHAPED or text[-1] in ":：" or not is_ambiguous(text)):
        return Mark(line, "label", kind, text.strip(" :："), mode="line")
    return _heading(line, folded)


def _heading(line: Line, folded: str) -> Mark | None:
    """Recognise headings and interface words."""
    key = heading_key(folded)
    if zone := zone_marks().get(key):
        return Mark(line, "zone", zone, line.text)
    if (len(folded) < 3 and folded.isascii()) or is_furniture(folded):
        return Mark(line, "noise")
    return Mark(line, "section", value=line.text) if is_section_word(key) else None


def _run_together(line: Line, *, everywhere: bool = False) -> Mark | None:
    """Read a label with its value glued on, or after a space where the value's shape is plain."""
    found = glued.split(line.text, everywhere=everywhere)
    if found is None:
        return None
    return Mark(line, "label", found.kind, found.label, found.value, found.mode)
