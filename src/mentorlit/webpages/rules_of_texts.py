"""Rules between carriers: descriptions and abstracts."""

import re
from typing import Final

from mentorlit.abstracts import sections
from mentorlit.pages import abstracts, citeline
from mentorlit.pages.findings import Claim
from mentorlit.webpages.casework import Case, key
from mentorlit.webpages.tagtexts import is_cut, is_note, speaks_of_site
from mentorlit.webpages.trust import rank

_ALIKE: Final = 40
"""Letters at the start by which two texts are taken for the same one."""
_SHORT: Final = 700
"""Characters; no description of a site or journal is longer."""
_LEAST_ABSTRACT: Final = 200


def boilerplate_description(case: Case) -> None:
    """Drop the description that any page has unless the page shows that it is the abstract.

    It counts as one if it is prose of some length, no note of a repository ("Includes
    bibliographical references"), does not speak of a site or journal, has a word of the title and
    stands in the page's text in full; where there is no text, if two words of the title return.
    A description of Dublin Core needs no more than to be prose, and nothing of the site.
    """
    claim = case.best("abstract")
    while claim is not None and _is_description(claim) and not _is_abstract(case, claim):
        case.drop(claim)
        claim = case.best("abstract")


def _is_description(claim: Claim) -> bool:
    if claim.rule.startswith("visible/"):
        return False  # a label of the page's own text, as repositories have it
    described = claim.rule.casefold().endswith("description")
    return claim.rank >= rank("opengraph") or described


def _is_abstract(case: Case, claim: Claim) -> bool:
    text = str(claim.value)
    title = case.findings.text("title")
    if is_note(text) or key(text) == key(title) or _begins_with_site(case, text):
        return False
    shared = _telling(text) & _telling(title)
    if not shared and len(text) < _SHORT and speaks_of_site(text):
        return False
    if case.carrier(claim) == "dublin-core":
        return abstracts.is_prose(text) or abstracts.is_sentence(text)
    long = len(text) >= _LEAST_ABSTRACT and abstracts.is_prose(text)
    if not long or not (shared or not title.isascii()) or citeline.read(text[:300]):
        return False
    return _is_shown(case, text, len(shared))


def _is_shown(case: Case, text: str, shared: int) -> bool:
    """Tell whether the page's text has a description; without text, the title two of its words."""
    if case.is_head_only:
        return not is_cut(text) and (shared > 1 or not case.findings.text("title").isascii())
    whole = key(text.rstrip(". …"))
    return whole[:200] in case.visible and (is_cut(text) or whole[-60:] in case.visible)


def _telling(text: str) -> set[str]:
    """Return the longer words of a text."""
    return set(re.findall(r"[^\W\d_]{5,}", text.casefold()))


def _begins_with_site(case: Case, text: str) -> bool:
    folded = text.casefold()
    sites = [str(claim.value).casefold() for claim in case.findings.claims.get("site", ())]
    return any(folded.startswith(site) for site in sites if len(site) > 3)


def cut_abstract(case: Case) -> None:
    """Let a fuller abstract that begins alike replace one that was cut.

    Cut is what ends in an ellipsis or within a sentence. The fuller one is another carrier's, or a
    paragraph of the page.
    """
    claim = case.best("abstract")
    if claim is None:
        return
    text = str(claim.value)
    ended = text.rstrip()[-1:] in '.!?。”")»' and not is_cut(text)
    begins = key(text)[:_ALIKE]
    if len(begins) < 20:
        return
    for other in case.others("abstract"):
        longer = len(str(other.value)) > len(text) * (1.5 if ended else 1)
        longer = longer and (not ended or len(text) < 400)
        if longer and key(str(other.value)).startswith(begins):
            case.take(other, "cut-abstract")
            return
    if ended:
        return
    for mark in case.marks:
        line = mark.line
        if len(line.text) > len(text) and key(line.text[: 3 * _ALIKE + 20]).find(begins) in (0, 8):
            whole = abstracts.unprompted(line.text)
            case.decide("abstract", whole, "visible/line [cut-abstract]", line)
            return


def sections_of_abstract(case: Case) -> None:
    """Keep those sections of an abstract that are parts of the abstract taken."""
    claim = case.best("abstract")
    text = key(str(claim.value)) if claim is not None else ""
    for one in [*case.findings.claims.get("abstract_sections", ())]:
        if not all(key(section.text) in text for section in one.value):
            case.drop(one, keep=False)
    if claim is not None and "abstract_sections" not in case.findings.claims:
        found = sections(str(claim.value))
        case.findings.add("abstract_sections", found, claim.rank, claim.rule, *claim.lines)
