"""What each line is: a label with or without value, noise, a zone's mark, or text."""

import re
from typing import Final

import msgspec

from mentorlit.pages import grammar
from mentorlit.pages.lexicon import (
    LONGEST_LABEL,
    begins_as_noise,
    fold,
    glued_labels,
    heading_key,
    is_furniture,
    is_section_word,
    labels,
    noise,
    zone_marks,
)
from mentorlit.pages.lines import Line

_COLON: Final = re.compile("[:：]")
_CELLS: Final = re.compile(r"[|\t]")
_UNKNOWN: Final = re.compile(r"([^\W\d_][^:：\t.,;?!]{1,40})\s?[:：]\s+(\S.{0,300})\Z")
_DC_LANGUAGE: Final = r"[a-z]{2}(?:[_-][A-Za-z]{2})?\Z"
_DC_KEY: Final = r"(dc(?:terms)?(?:\.[A-Za-z]+){1,2})"
_SPACED_KINDS: Final = frozenset(
    ["doi", "pmid", "pmcid", "issn", "date", "epub", "received", "accepted", "revised"]
)
_EVENTS: Final = frozenset(["date", "epub", "received", "accepted", "revised"])
_IDENTIFIERS: Final = frozenset({"doi", "pmid", "pmcid", "issn", "pissn", "eissn"})
_TEXT_KINDS: Final = frozenset({"journal", "publisher", "series", "alternative_title"})
_GLUED: Final = grammar.SHAPED | _TEXT_KINDS | {"abstract", "keyword"}


class Mark(msgspec.Struct):
    """What one line, or a stretch of it, is.

    ``what`` is ``label``, ``noise``, ``number``, ``zone``, ``section`` or ``text``; ``kind`` the
    kind of label or zone; ``mode`` how label and value are set apart (the name of a profile);
    ``zone`` where on the page the line stands, ``""`` for the record's own part. ``used`` once it
    has given a value.
    """

    line: Line
    what: str
    kind: str = ""
    label: str = ""
    value: str = ""
    mode: str = ""
    zone: str = ""
    used: str = ""


def classify(line: Line) -> list[Mark]:
    """Return the marks of one line: one, or several where labelled values run on."""
    if line.text.startswith(noise("prefixes")):
        line = _without_prefix(line)
    text = line.text
    found = _inline(line) if text.count(":") > 1 and len(text) < 4000 else []
    if found:
        return found
    if " | " in text and len(text) < 400 and text[0] != "|" and (piped := _piped(line)):
        return piped
    if ";" in text and len(text) < 200 and (events := _events(line)):
        return events
    mark = _set_apart(line) or _alone(line)
    if mark is None and len(text) < 400:
        mark = _run_together(line)
    return [mark or Mark(line, "text", value=text)]


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


def _set_apart(line: Line) -> Mark | None:
    """Read ``label: value``, ``label<TAB>value`` and ``| label | value |``."""
    text = line.text
    if "\t" in text or text.startswith("|"):
        cells = [cell.strip() for cell in _CELLS.split(text) if cell.strip(" |")]
        kind = labels().get(fold(cells[0])) if cells else None
        if kind and len(cells) > 1:
            if cells[0].startswith("dc.") and len(cells) > 2 and re.match(_DC_LANGUAGE, cells[-1]):
                cells.pop()
            return Mark(line, "label", kind, cells[0].strip(" :："), " ".join(cells[1:]), "pair")
    match = _COLON.search(text, 0, LONGEST_LABEL)
    if match and (len(text) > LONGEST_LABEL or fold(text) not in labels()):
        label = text[: match.start()]
        kind = labels().get(fold(label))
        if kind:
            value = text[match.end() :].strip()
            return Mark(line, "label", kind, label.strip(), value, "colon" if value else "line")
        if begins_as_noise(fold(text[:80])):
            return Mark(line, "noise")
        unknown = _UNKNOWN.match(text)
        if unknown and not is_section_word(unknown[1]):
            return Mark(line, "text", "unknown", unknown[1].strip(), text, "colon")
    return None


def _alone(line: Line) -> Mark | None:
    """Recognise a line that is a label, a zone's mark, a section word or noise as a whole."""
    text = line.text
    if len(text) > 160:
        return Mark(line, "noise") if begins_as_noise(fold(text[:80])) else None
    folded = fold(text)
    if not folded or folded.isdigit():
        return Mark(line, "number" if folded else "noise", value=text)
    if kind := labels().get(folded):
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
    text = line.text
    dublin = re.match(_DC_KEY, text) if text.startswith("dc") else None
    if dublin and (dc := _dublin_core(line, dublin[1])):
        return dc
    for label, kind in glued_labels(_GLUED).get(text[:3], ()):
        if not text.startswith(label) or len(text) == len(label):
            continue
        rest = text[len(label) :]
        value = rest.strip(" \t\u00a0")
        spaced = value != rest
        if grammar.fits(kind, value) and (not spaced or everywhere or _plain(kind, value)):
            return Mark(line, "label", kind, label, value, "spaced" if spaced else "glued")
        if not spaced and _starts_new(label, rest) and _text_fits(kind, rest):
            return Mark(line, "label", kind, label, value, "glued")
    return None


def _plain(kind: str, value: str) -> bool:
    """Tell whether a space between label and value is enough ("Pages 107 - 113")."""
    return kind in _SPACED_KINDS or (kind == "page" and "-" in grammar.pages(value))


def _dublin_core(line: Line, key: str) -> Mark | None:
    """Read ``dc.title.alternativeText``: the longest known name at the start of the line."""
    for end in range(len(key), 4, -1):
        kind = labels().get(key[:end].casefold())
        if kind:
            return Mark(line, "label", kind, key[:end], line.text[end:].strip(), "pair")
    return None


def _starts_new(label: str, rest: str) -> bool:
    """Tell whether case shows a new word after the label ("JournalBMC")."""
    return label[-1].islower() and (rest[0].isupper() or rest[0].isdigit())


def _text_fits(kind: str, rest: str) -> bool:
    if kind in _TEXT_KINDS:
        return len(rest) < 160 and not rest.rstrip().endswith((".", "?"))
    if kind == "abstract":
        return len(rest) > 100
    return kind == "keyword" and ("," in rest or ";" in rest)


def _inline(line: Line) -> list[Mark]:
    """Split ``Volume:12Pages:1–8Year:2004``: three or more known labels with colons on a line."""
    text = line.text
    found: list[tuple[int, int, str]] = []
    for match in _COLON.finditer(text):
        begin = _label_before(text, match.start(), found[-1][1] if found else 0)
        if begin >= 0:
            found.append((begin, match.end(), text[begin : match.start()].strip()))
    kinds = {labels()[fold(label)] for _, _, label in found}
    if len(kinds) < (2 if kinds <= _IDENTIFIERS else 3):
        return []
    before = text[: found[0][0]].strip(" \t|,;")
    piece = msgspec.structs.replace(line, text=before)
    marks = [Mark(piece, "text", value=before)] if len(before) > 2 else []
    ends = [begin for begin, _, _ in found[1:]] + [len(text)]
    for (_, value_start, label), end in zip(found, ends, strict=True):
        value = text[value_start:end].strip(" \t|,;")
        marks.append(Mark(line, "label", labels()[fold(label)], label, value, "colon"))
    return marks


def _label_before(text: str, colon: int, floor: int) -> int:
    """Return where the longest known label that ends at ``colon`` begins, or -1."""
    for begin in range(max(floor, colon - 40), colon - 1):
        start = begin == 0 or not text[begin - 1].isalpha() or text[begin - 1].islower()
        if text[begin].isupper() and start and fold(text[begin:colon]) in labels():
            return begin
    return -1
