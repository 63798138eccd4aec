"""What makes a pair with enough evidence unsure all the same: named doubts, in order.

A doubt asks for a look by a person; it never keeps records apart for good.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from mentorlit.dedupe.fingerprints import title_likeness
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.scoring.findings import IDENTIFIERS, PLACE, TITLE, YEAR, Pair
from mentorlit.dedupe.scoring.weigh_titles import share_of

_SHORT_SHARE: Final = 0.6
"""Titles that have less than this share of the weight of an equal title are short."""

Doubt = Callable[[Pair], bool]


def doubt(pair: Pair) -> str:
    """Return the name of the first doubt that holds, or ``""``."""
    for name, holds in _asked(pair.against):
        if holds(pair):
            return name
    return ""


@cache
def _asked(against: int) -> list[tuple[str, Doubt]]:
    """Return the rules that look at what speaks against one paper."""
    return [(name, holds) for name, (respect, holds) in DOUBTS.items() if against & respect]


def proven(pair: Pair) -> bool:
    """Tell whether identifiers or exact agreement prove the pair, as the mode ``strict`` asks.

    An identifier in common with like titles; or one title letter by letter, authors that all
    agree, and the same place or the same year.
    """
    if pair.one_identifier and pair.alike(0.85):
        return True
    exact = pair.likeness == 1.0 and pair.evidence.get("author", {}).get("similarity", 0.0) >= 0.95
    return exact and (pair.place or pair.apart == 0)


def _venue(pair: Pair) -> bool:
    """Tell whether the venues differ and nothing else says that it is one place.

    A volume of two digits says so if title, all authors and the year agree.
    """
    if pair.container != "different" or pair.one_identifier or pair.one_page:
        return False
    if pair.volume != "same":
        return True
    settled = pair.alike(0.97) and pair.authors >= 3.5 and pair.apart == 0
    return pair.issue != "same" and not (settled and len(pair.a.volume) > 1)


def _place(pair: Pair) -> bool:
    """Tell whether the volumes differ, with no page and no venue or issue to make up for it."""
    if pair.volume != "different" or pair.one_identifier or pair.one_page:
        return False
    return not pair.one_venue or pair.issue == "different"


def _yearly(pair: Pair) -> bool:
    """Tell whether volume and year differ, and the first page alone agrees: a yearly feature."""
    if pair.volume != "different" or pair.page != "first-same" or pair.one_identifier:
        return False
    return pair.apart > 0 and not pair.one_text


def _short_title(pair: Pair) -> bool:
    """Tell whether a title of a word or two stands in two issues: a column, most likely."""
    if pair.issue != "different" or pair.one_identifier or pair.one_text or pair.likeness < 0:
        return False
    if any(venue.kind == "updated" for venue in pair.a.venues):
        return False
    return share_of(pair.a.title, pair.b.title) < _SHORT_SHARE


def _renamed(pair: Pair) -> bool:
    """Tell whether two versions of one document have two titles: a protocol and the review."""
    if pair.doi != "version" or pair.likeness >= 0.95 or pair.pmid == "same" or pair.one_text:
        return False
    return not pair.told and pair.apart != 0


def _numbers(pair: Pair) -> bool:
    """Tell whether each title has a number that the other lacks, and nothing but the place agrees.

    Abstracts that are printed on one page often differ by a number alone.
    """
    if not pair.numbers or pair.one_identifier or pair.one_text or pair.page == "same":
        return False
    return title_likeness.numbers_conflict(pair.a.title, pair.b.title)


def _pages(pair: Pair) -> bool:
    """Tell whether issue and pages both differ: an article in two parts under one title."""
    return pair.page == pair.issue == "different" and not pair.one_identifier


def _untitled(pair: Pair) -> bool:
    """Tell whether a title is missing, or says nothing, and the rest is not beyond doubt."""
    if pair.likeness >= 0:
        return False
    if pair.one_identifier:
        return pair.authors < 0 or pair.other_text or pair.page == "different"
    settled = pair.text >= 0.95 or pair.page == "same"
    return not (pair.authors > 0 and settled) or pair.other_text


def _titles(pair: Pair) -> bool:
    """Tell whether the titles have little in common: one DOI or page may serve many texts."""
    if pair.pmid == "same" or pair.one_text:
        return pair.unlike and pair.pmid != "same"
    return pair.unlike or (pair.words and pair.likeness < 0.85 and not pair.one_page)


def _words(pair: Pair) -> bool:
    """Tell whether a word or the part differs and nothing but authors, venue and year agree."""
    if not (pair.words or pair.part) or pair.one_identifier or pair.place or pair.one_page:
        return False
    return not pair.one_text or pair.place_differs or pair.issue == "different"


def _cut(pair: Pair) -> bool:
    """Tell whether one title only contains the other, and issue, or time and place, disagree."""
    if pair.told != "contained" or pair.one_identifier or pair.one_text:
        return False
    if pair.issue == "different" and not pair.one_page:
        return True
    return not pair.place_agrees and pair.apart not in (0, 1)


def _nowhere(pair: Pair) -> bool:
    """Tell whether both records state a place but none that can be compared, and no year."""
    if pair.apart >= 0 or pair.container or pair.volume or pair.page or pair.text >= 0:
        return False
    if pair.doi or pair.pmid or pair.pmcid or "identifiers" in pair.evidence:
        return False
    return _placed(pair.a) and _placed(pair.b)


def _placed(one: Fingerprint) -> bool:
    """Tell whether a record says where it was published; a thesis is where it was written."""
    return bool(one.venues or one.volume or one.pages.first or one.doi) or one.form == "thesis"


DOUBTS: Final[dict[str, tuple[int, Doubt]]] = {
    "venues differ": (PLACE, _venue),
    "volumes differ": (PLACE, _place),
    "volumes and years differ": (PLACE, _yearly),
    "a short title in two issues": (PLACE, _short_title),
    "two versions with two titles": (IDENTIFIERS, _renamed),
    "numbers in the titles differ": (TITLE, _numbers),
    "issues and pages differ": (PLACE, _pages),
    "a title is missing": (TITLE, _untitled),
    "titles have little in common": (TITLE, _titles),
    "a word or the part of the titles differs": (TITLE, _words),
    "one title is cut": (TITLE, _cut),
    "places cannot be compared": (YEAR, _nowhere),
}
"""Name to rule and the respect in which not all may agree, in the order in which they are asked."""
