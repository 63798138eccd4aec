"""Other works that a MARC 21 record links to: the host item (773) and 76X-78X."""

import re
from functools import lru_cache
from typing import Final

import msgspec

from mentorlit import dates, identifiers
from mentorlit.formats.marc import reference
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.people import stop_after_name
from mentorlit.formats.marc.punctuation import element, plain
from mentorlit.formats.marc.record import DataField, first, pairs
from mentorlit.model import Name, PartialDate, Relation, StandardNumber
from mentorlit.names import inverted, is_organisation
from mentorlit.tables import load

_IMPRINT: Final = re.compile(
    r"(?P<place>[^:]{1,80}?)\s?:\s?(?P<name>[^:]{1,150}?)(?:,\s?\W?c?\d{4}.*)?\Z"
)
_YEARS: Final = re.compile(r",?\s(?:approximately\s|ca\.\s)?\d{3,4}\??\s?-(?:\s?\d{3,4})?.{0,3}\Z")
PARTS: Final = frozenset("ab")
"""Leader/07 of component parts: monographic (or unspecified) and serial."""


def host(draft: Draft, field: DataField) -> bool:
    """773: what the work is a part of. Several fields complete each other."""
    found = draft.host
    title = first(field, "t")
    if title:
        found.setdefault("title", element(title))
    said: set[str] = set()
    for code, value in pairs(field):
        if code == "g":
            text = value.strip()
            if text:
                _complete(found, reference.parse(text))
        elif code not in said and code in _SAID:
            said.add(code)
            if text := value.strip():
                found.setdefault(_SAID[code], (element if code in _ELEMENTS else plain)(text))
    found.setdefault("level", first(field, "7")[3:4])
    if "q" in field:
        _complete(found, reference.enumeration(first(field, "q")))
    return False


_SAID: Final = {
    "p": "short",
    "s": "title",
    "x": "issn",
    "z": "isbn",
    "a": "heading",
    "d": "imprint",
    "b": "edition",
    "k": "series",
}
_ELEMENTS: Final = frozenset("psxz")


def _complete(found: dict[str, str], more: dict[str, str]) -> None:
    for name, value in more.items():
        if value:
            found.setdefault(name, value)


def contained(draft: Draft) -> bool:
    """Put what the host item says; tell whether the work is a part of it.

    The host of a record for a whole (leader/07 other than a and b) is a collection of the
    library's or a package of a vendor, unless the reference names volume, issue or pages.
    """
    found = draft.host
    is_part = draft.leader[7] in PARTS
    if not found or not (is_part or _has_place(found)):
        return False
    draft.put("container_title", found.get("title", ""))
    draft.put("container_title_short", found.get("short", ""))
    for name in ("volume", "issue"):
        draft.put(name, found.get(name, ""))
    if found.get("page"):
        page = found["page"]
        is_plain = page.isascii() and " " not in page
        draft.put("page", page if is_plain else re.sub(r"\s?[-–—]\s?", "-", page))
    if found.get("issn"):
        for number in identifiers.issns(found["issn"], checked=False):
            draft.issn.setdefault(number, StandardNumber(number))
    if found.get("isbn"):
        for number in identifiers.isbns(found["isbn"], checked=False):
            draft.isbn.setdefault(number, StandardNumber(number))
    _of_book(draft, found)
    return True


def _has_place(found: dict[str, str]) -> bool:
    return any(found.get(name) for name in ("volume", "issue", "page"))


def _of_book(draft: Draft, found: dict[str, str]) -> None:
    """Put what a host that is a book says of itself: author, imprint, edition, series."""
    if found.get("heading"):
        heading = _YEARS.sub("", found["heading"])
        name = stop_after_name(heading.rstrip(" ,;:/"))
        is_body = "," not in name or is_organisation(name)
        draft.put("container_author", (Name(literal=name) if is_body else inverted(name),))
    if found.get("imprint"):
        match = _IMPRINT.match(found["imprint"].rstrip(" .]"))
        if match:
            draft.put("publisher_place", element(match["place"]).strip("[]"))
            draft.put("publisher", element(match["name"]))
    for field, name in (("edition", "edition"), ("collection_title", "series")):
        if found.get(name):
            draft.put(field, element(found[name]))


@lru_cache(maxsize=1024)
def _date(text: str) -> PartialDate | None:
    """Return the date in the parentheses of a reference: the parts of an issue have the same."""
    return dates.parse(text)


def dated(draft: Draft, issued: PartialDate | None) -> PartialDate | None:
    """Return the date of a part: that of the reference if it says more or nothing else is said."""
    found = draft.host
    said = _date(found["date"]) if found.get("date") else None
    if said is None and found.get("year", "").isdecimal():
        said = dates.make(int(found["year"]))
    if issued is None and found.get("imprint") and said is None:
        years = re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", found["imprint"])
        return PartialDate(year=int(years[-1])) if years else None
    if issued is None or said is None:
        return issued or said
    same = said.year == issued.year and not issued.month and not issued.end
    return said if same and said.month else issued


def link(draft: Draft, tag: str, field: DataField) -> bool:
    """76X-78X: another work, with its ISSN or ISBN."""
    kind = load("marc")["relations"].get(tag, "related-to")
    words = (first(field, code) for code in "iat")
    text = " ".join(plain(word) for word in words if word)
    one = Relation(kind, text=text)
    for scheme, code, find in (("ISSN", "x", identifiers.issn), ("ISBN", "z", _isbn)):
        number = find(first(field, code))
        if number:
            one = msgspec.structs.replace(one, scheme=scheme, id=number)
            break
    if one.text or one.id:
        draft.relations[one] = None
    return False


def _isbn(text: str) -> str:
    return next(iter(identifiers.isbns(text)), "")
