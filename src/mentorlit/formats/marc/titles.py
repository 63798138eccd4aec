"""Titles of MARC 21: 210-247 and the series in 440, 490 and 8XX."""

from mentorlit import identifiers
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain, unbracketed
from mentorlit.formats.marc.record import DataField, codes, first, pairs
from mentorlit.model import StandardNumber


def title(draft: Draft, field: DataField) -> bool:
    """245: title proper, remainder, number and name of part; medium; statement."""
    said = codes(field)
    if said in ("a", "ac"):
        draft.put("title", unbracketed(element(field[2])))
    else:
        draft.put("title", joined(field, "abnp"))
        if "h" in said:
            draft.put("medium", unbracketed(element(first(field, "h"))))
    if "c" in said and not draft.statement:
        draft.statement = plain(first(field, "c"))
    return not said.strip("abnph") and field[0][1:2] not in "123456789"


def joined(field: DataField, wanted: str) -> str:
    """Return the parts of a title in ``wanted`` as one text, in their order.

    What parts them is said by the mark at the end of the part before (ISBD, area 1), and by the
    subfield where there is none: ``: `` before $b, a full stop before $n and $p.
    """
    text = ""
    mark = ""
    before = ""
    for code, raw in pairs(field):
        if code == "h" and text:
            mark = _mark(raw) or mark
        if code not in wanted:
            continue
        part = unbracketed(element(raw)) if not text else element(raw)
        if not part:
            continue
        text += _between(mark, before, code, text) + part if text else part
        mark, before = _mark(raw), code
    return text


def _mark(raw: str) -> str:
    """Return the mark that ends a subfield."""
    end = raw.rstrip()[-1:]
    return end if end and end in ":=;,./" else ""


def _between(mark: str, before: str, code: str, text: str) -> str:
    """Return what stands between two parts of a title."""
    if mark in ("=", ";"):
        return f" {mark} "
    if mark == "," or (not mark and before == "n" and code == "p"):
        return ", "
    if code == "b" and mark != ".":
        return " " if text.endswith(("?", "!")) and not mark else ": "
    return " " if text.endswith(".") else ". "


def variant(draft: Draft, field: DataField) -> bool:
    """246, 242, 740: another title of the work."""
    draft.add("alternative_title", joined(field, "abnp"))
    return not codes(field).strip("abnp")


def uniform(draft: Draft, field: DataField) -> bool:
    """240, 130: of a translation ($l) the title of the original."""
    if first(field, "l"):
        draft.put("original_title", joined(field, "anp"))
    return False


def series(draft: Draft, field: DataField) -> bool:
    """490, 440, 830: series with number and ISSN; the first counts."""
    name = joined(field, "anp" if first(field, "a") else "t")
    name, _, number = name.partition(" ; ")
    if not draft.put("collection_title", name):
        return False
    number = element(first(field, "v")) or number
    draft.put("collection_number", number)
    for issn in identifiers.issns(first(field, "x")):
        draft.issn.setdefault(issn, StandardNumber(issn))
    return not codes(field).strip("avx") and codes(field).count("a") == 1


def series_entry(draft: Draft, field: DataField) -> bool:
    """800, 810, 811: series under a name; its title is in $t."""
    if "collection_title" not in draft.values:
        draft.put("collection_title", joined(["", *field[1:]], "t"))
        draft.put("collection_number", element(first(field, "v")))
    return False
