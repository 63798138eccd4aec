"""Which of the works that a page carries are one and the same."""

from collections.abc import Iterable
from typing import Final

from mentorlit.model import Citation
from mentorlit.webpages.carried import Work
from mentorlit.webpages.worknames import conflict, letters

_COMPARED: Final = 20
"""Works of one title that another is compared with: a list may have as many editorials."""


def distinct(works: Iterable[Work]) -> list[Work]:
    """Return the first description of every work; of one title there may be several."""
    kept: list[Work] = []
    dois: set[str] = set()
    titled: dict[str, list[Citation]] = {}
    for work in works:
        one = work.citation
        known = titled.setdefault(letters(one.title), []) if one.title else []
        if one.doi in dois or any(_may_be_one(other, one) for other in known[:_COMPARED]):
            continue
        if one.doi:
            dois.add(one.doi)
        known.append(one)
        kept.append(work)
    return kept


def of_one_work(works: list[Work]) -> list[Work]:
    """Return ``works`` without those that have the title alone in common with the carrier's first.

    Other editions, and other works of the same title, have other authors or years.
    """
    first: dict[str, Citation] = {}
    kept = []
    for work in works:
        known = first.setdefault(work.carrier, work.citation)
        if known is work.citation or _may_be_one(known, work.citation):
            kept.append(work)
    return kept


def _may_be_one(one: Citation, other: Citation) -> bool:
    years = {date.year for date in (one.issued, other.issued) if date and date.year}
    if conflict(one.doi, other.doi) or (years and max(years) - min(years) > 1):
        return False
    families, others = map(_families, (one, other))
    return not families or not others or not families.isdisjoint(others)


def _families(citation: Citation) -> set[str]:
    return {(name.family or name.literal).casefold() for name in citation.author}


def same(one: Citation, other: Citation) -> bool:
    """Tell whether two citations are of one work: by their DOIs, else by their titles."""
    if one.doi and other.doi:
        return one.doi == other.doi
    return letters(one.title) == letters(other.title)
