"""What a part's record in PICA+ says of the work that contains it: 031A and 039B."""

import re

from mentorlit import dates, identifiers
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.pica.record import Field, first, pairs
from mentorlit.formats.pica.titles import LINKED, unsorted
from mentorlit.model import StandardNumber


def place_in_host(draft: Draft, _tag: str, field: Field) -> bool:
    """031A: $d volume, $e issue, $h pages, $j year, $b day, $c month."""
    draft.put("volume", first(field, "d"))
    draft.put("issue", first(field, "e"))
    draft.put("page", re.sub(r"\s?[-–—]\s?", "-", re.sub(r"\A[Ss]\.\s?", "", first(field, "h"))))
    year, month, day = (first(field, code) for code in "jcb")
    if year.isdecimal() and month.isdecimal():
        day = day if day.isdecimal() else "0"
        draft.values["issued"] = dates.make(int(year[:4]), int(month[:2]), int(day[:2]))
    elif year.isdecimal():
        draft.put("issued", dates.make(int(year[:4])))
    return False


def host(draft: Draft, _tag: str, field: Field) -> bool:
    """039B: the work that this one is contained in."""
    draft.put("container_title", unsorted(LINKED.sub("", first(field, "ta8"))))
    draft.put("publisher_place", first(field, "d"))
    draft.put("publisher", first(field, "e"))
    scheme = ""
    for code, value in pairs(field):
        if code == "C":
            scheme = value
        elif code == "6" and scheme == "ISSN":
            for number in identifiers.issns(value):
                draft.issn.setdefault(number, StandardNumber(number))
        elif code == "6" and scheme == "ISBN":
            for number in identifiers.isbns(value):
                draft.isbn.setdefault(number, StandardNumber(number))
    return False
