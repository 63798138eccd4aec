"""Identifiers in PICA+: 004., 005., 006., 003O."""

from collections.abc import Callable

from mentorlit import identifiers
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.numbers import medium_of
from mentorlit.formats.pica.record import Field, first, values
from mentorlit.model import StandardNumber

Handler = Callable[[Draft, str, Field], bool]


def isbn(draft: Draft, _tag: str, field: Field) -> bool:
    """004A, 004D: ISBN, with the binding in $f."""
    for code in "0A":
        for said in values(field, code):
            for number in identifiers.isbns(said, checked=False):
                medium = medium_of(first(field, "f"))
                draft.isbn.setdefault(number, StandardNumber(number, medium))
    return False


def issn(draft: Draft, _tag: str, field: Field) -> bool:
    """005A, 005B: ISSN."""
    for number in identifiers.issns(first(field, "0A"), checked=False):
        draft.issn.setdefault(number, StandardNumber(number))
    return False


def doi(draft: Draft, _tag: str, field: Field) -> bool:
    """004V: DOI; further ones are identifiers."""
    found = identifiers.doi(first(field, "0a"))
    if found and not draft.put("doi", found):
        draft.identify("DOI", found)
    return bool(found) and len(field) == 3


def scheme(scheme: str) -> Handler:
    """Return what takes an identifier of a scheme without a field of its own."""

    def take(draft: Draft, _tag: str, field: Field) -> bool:
        text = first(field, "0a")
        if text:
            draft.identify(scheme, text)
        return bool(text) and len(field) == 3

    return take


def oclc(draft: Draft, _tag: str, field: Field) -> bool:
    """003O: number of the record elsewhere, OCLC's among them."""
    text = first(field, "0")
    if "oclc" in first(field, "a").lower() and text.isdigit():
        draft.identify("OCLC", text)
    return False
