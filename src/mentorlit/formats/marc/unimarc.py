"""One UNIMARC record to a citation. What the mapping takes and why: docs/formats/marc21.md.

UNIMARC Manual, bibliographic format (IFLA). ISBD punctuation is mostly left out there; where
programs write it all the same, it is cut as in MARC 21.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from mentorlit import identifiers
from mentorlit.formats.marc import host, imprint, notes, numbers, unimarc_people
from mentorlit.formats.marc.citation import SAYS_SOMETHING, finished, settled
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain, unbracketed, unsorted
from mentorlit.formats.marc.record import (
    Content,
    DataField,
    Record,
    codes,
    first,
    pairs,
    under,
    values,
)
from mentorlit.formats.marc.reference import parse as reference_of
from mentorlit.formats.marc.unimarc_kinds import kind
from mentorlit.model import Citation, Origin, Problem, Relation, StandardNumber
from mentorlit.names import sort_form
from mentorlit.tables import load, phrases

Handler = Callable[[Draft, str, DataField], bool]


def citation(record: Record, origin: Origin, problems: tuple[Problem, ...] = ()) -> Citation | None:
    """Return the citation that a record describes, or None if it describes none.

    What it does not tell whole comes back in ``extra["unimarc"]``, as in MARC 21.
    """
    draft = Draft(record.leader, _fixed(record))
    left: list[tuple[str, Content]] = []
    for tag, content in record.fields:
        if isinstance(content, str):
            left.append((tag, content))
            continue
        handler = HANDLERS.get(tag)
        if handler is None or not handler(draft, tag, content):
            left.append((tag, content))
    found = _values(draft)
    if not any(found.get(field) for field in SAYS_SOMETHING):
        return None
    own_id = record.control("001").strip()
    place = msgspec.structs.replace(origin, id=own_id) if own_id else origin
    return finished(draft, found, place, problems, under("unimarc", record.leader, left))


def _fixed(record: Record) -> str:
    """Return the dates of 100 $a as MARC 21 has them in 008/06-14."""
    for tag, content in record.fields:
        if tag == "100" and not isinstance(content, str):
            coded = first(content, "a")
            # d: single; f: uncertain range, j: detailed; g: over several years; e: reproduction
            kinds = {"a": "c", "b": "d", "d": "s", "e": "r", "f": "q", "g": "m", "h": "t", "j": "e"}
            return " " * 6 + kinds.get(coded[8:9], "s") + coded[9:17].ljust(8)
    return ""


def _values(draft: Draft) -> dict[str, Any]:
    names = unimarc_people.credited(draft)
    is_contained = host.contained(draft)
    issued = imprint.issued(draft)
    return {
        **settled(draft),
        **names,
        "type": kind(draft, is_contained=is_contained),
        "issued": host.dated(draft, issued) if is_contained else issued,
        "original_date": imprint.original(draft),
    }


def _title(draft: Draft, _tag: str, field: DataField) -> bool:
    """200: title proper, other title information ($e), number and name of part ($h $i)."""
    text = ""
    for code, raw in pairs(field):
        part = unbracketed(element(unsorted(raw)))
        if not part or code not in "acdehiv":
            continue
        if code == "d":
            draft.add("alternative_title", part.removeprefix("= "))
        elif not text:
            text = part
        elif code != "v":
            text += {"e": ": ", "a": " ; ", "i": ". "}.get(code, ". ") + part
    draft.put("title", text)
    draft.put("medium", unbracketed(element(first(field, "b"))))
    draft.statement = draft.statement or " ; ".join(values(field, "f") + values(field, "g"))
    return not codes(field).strip("abdehi")


def _edition(draft: Draft, _tag: str, field: DataField) -> bool:
    draft.put("edition", unbracketed(element(first(field, "a"))))
    return codes(field) == "a"


def _publication(draft: Draft, tag: str, field: DataField) -> bool:
    """210 and 214: $a place, $c publisher, $d date; 214 says by its second indicator what of."""
    swapped = [field[0]]
    for code, value in pairs(field):
        swapped += ({"c": "b", "d": "c"}.get(code, code if code == "a" else "-"), value)
    if tag == "214":
        swapped[0] = " " + {"0": "1", "1": "0"}.get(field[0][1:2], field[0][1:2])
    else:
        swapped[0] = "  "
    return imprint.publication(draft, swapped)


def _series(draft: Draft, _tag: str, field: DataField) -> bool:
    """225, 410: series."""
    title = element(unsorted(first(field, "a") or first(field, "t")))
    if not draft.put("collection_title", title):
        return False
    draft.put("collection_number", element(first(field, "v")))
    for issn in identifiers.issns(first(field, "x")):
        draft.issn.setdefault(issn, StandardNumber(issn))
    return not codes(field).strip("avx")


def _variant(draft: Draft, _tag: str, field: DataField) -> bool:
    parts = [element(value) for code, value in pairs(field) if code in "aehi"]
    draft.add("alternative_title", ": ".join(filter(None, parts)))
    return not codes(field).strip("aehi")


def _original_title(draft: Draft, _tag: str, field: DataField) -> bool:
    """454: translation of."""
    draft.put("original_title", element(first(field, "t")))
    return host.link(draft, "765", field)


def _host(draft: Draft, _tag: str, field: DataField) -> bool:
    """461-464: the host of a part; embedded fields ($1) have the title in 200 $a."""
    flat = _flat(field)
    found = draft.host
    for code, name in (("t", "title"), ("x", "issn"), ("y", "isbn"), ("z", "isbn")):
        text = first(flat, code)
        if text:
            found.setdefault(name, element(text))
    text = first(flat, "v")
    if text:
        parsed = reference_of(text) or ({"volume": text} if text.isdigit() else {})
        for name, value in parsed.items():
            found.setdefault(name, value)
    page = reference_of(first(flat, "p")).get("page") if "p" in flat else ""
    if page:
        found.setdefault("page", page)
    if first(flat, "d"):
        found.setdefault(
            "imprint", plain(f"{first(flat, 'c')} : {first(flat, 'n')}, {first(flat, 'd')}")
        )
    return False


def _flat(field: DataField) -> DataField:
    """Return a linking field with embedded fields as one with the standard subfields."""
    if "1" not in field[1::2]:
        return field
    flat = [field[0]]
    tag = ""
    for code, value in pairs(field):
        if code == "1":
            tag = value[:3]
            continue
        name = {
            "200a": "t",
            "011a": "x",
            "010a": "y",
            "200v": "v",
            "210d": "d",
            "210a": "c",
            "210c": "n",
        }
        flat += (name.get(tag + code, "-"), value)
    return flat


def _subject(draft: Draft, tag: str, field: DataField) -> bool:
    """600-610: each part of a heading is a keyword."""
    scheme = first(field, "2")
    scheme = str(load("marc")["schemes"].get(scheme.lower(), scheme))
    if tag == "600":
        draft.subject(sort_form(unimarc_people.heading(field)), scheme)
    for code, value in pairs(field):
        if code in ("axyzj" if tag != "600" else "xyzjt"):
            draft.subject(element(value), scheme)
    return tag == "610" and set(field[1::2]) == {"a"}


def _isbn(draft: Draft, _tag: str, field: DataField) -> bool:
    said = first(field, "a")
    for number in identifiers.isbns(said, checked=False):
        medium = numbers.medium_of(" ".join((said, *values(field, "b"))))
        draft.isbn.setdefault(number, StandardNumber(number, medium))
    return codes(field) == "a" and said.replace("-", "") in draft.isbn


def _language(draft: Draft, _tag: str, field: DataField) -> bool:
    draft.put("language", numbers.language(first(field, "a")))
    return codes(field) == "a"


def _thesis(draft: Draft, _tag: str, field: DataField) -> bool:
    """328: $b degree, $c discipline, $e institution, $d year; or all in $a."""
    if first(field, "b") or first(field, "e"):
        draft.put("is_thesis", "yes")
        draft.put("genre", element(first(field, "b")))
        draft.put("degree_name", element(first(field, "e")))
        draft.put("degree_year", element(first(field, "d")))
        return False
    return notes.thesis(draft, field)


def _link(draft: Draft, tag: str, field: DataField) -> bool:
    kind_of = load("marc_unimarc")["relations"][tag]
    flat = _flat(field)
    text = " ".join(plain(first(flat, code)) for code in "at" if first(flat, code))
    issn = identifiers.issn(first(flat, "x"))
    if text or issn:
        one = Relation(kind_of, scheme="ISSN" if issn else "", id=issn, text=text)
        draft.relations[one] = None
    return False


def _of(function: Callable[[Draft, DataField], bool]) -> Handler:
    return lambda draft, _tag, field: function(draft, field)


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(load("marc_unimarc")["relations"], _link),
    **dict.fromkeys(phrases(load("marc_unimarc")["notes"]["note"]), _of(notes.note)),
    "010": _isbn,
    "011": _of(numbers.issn),
    "017": _of(numbers.other_number),
    "035": _of(numbers.system_number),
    "101": _language,
    "200": _title,
    "205": _edition,
    "215": _of(imprint.extent),
    "328": _thesis,
    "330": _of(notes.abstract),
    "454": _original_title,
    "856": _of(numbers.address),
    **dict.fromkeys(("210", "214", "219"), _publication),
    **dict.fromkeys(("225", "410"), _series),
    **dict.fromkeys(("461", "462", "463", "464"), _host),
    **dict.fromkeys(("510", "512", "517", "532", "540", "541"), _variant),
    **dict.fromkeys(("600", "601", "602", "605", "606", "607", "608", "610"), _subject),
    **dict.fromkeys(("700", "701", "702"), unimarc_people.person),
    **dict.fromkeys(("710", "711", "712"), unimarc_people.body),
}
"""Tag -> what takes it: true if the citation then tells all that the field says."""
