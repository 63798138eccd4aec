"""Rules between carriers: authors."""

from collections import Counter
from functools import lru_cache
from typing import Final

import msgspec

from mentorlit import names
from mentorlit.model import Name
from mentorlit.pages import written
from mentorlit.pages.findings import Claim
from mentorlit.webpages.casework import Case, key
from mentorlit.webpages.trust import rank

_INVERTED: Final = ("citation", "coins")
"""Carriers that write the family name first."""
_PARTED: Final = ("json-ld", "microdata", "state")
"""Carriers that have, or may have, family and given name apart."""


@lru_cache(maxsize=4096)
def _letters(name: Name) -> str:
    """Return the letters of a whole name in one order, by which its forms are compared."""
    return "".join(sorted(key(names.display(name))))


@lru_cache(maxsize=4096)
def _person(name: Name) -> tuple[str, str]:
    """Return family name and initial, by which a person is known in two lists."""
    return key(written.family(name) or name.literal), key(name.given)[:1]


def page_author(case: Case) -> None:
    """Drop the author that any page may name unless it is a person that the page shows."""
    claim = case.best("author")
    while claim is not None and claim.rank >= rank("opengraph") and not _is_shown(case, claim):
        case.drop(claim)
        claim = case.best("author")


def _is_shown(case: Case, claim: Claim) -> bool:
    """Tell whether all of a claim are persons whom the page shows, if it shows anything."""
    persons = [name for name in claim.value if name.family]
    if not persons or len(persons) < len(claim.value):
        return False
    direct = [key(names.display(name)) for name in persons]
    inverted = [key(written.family(name) + name.given) for name in persons]
    return case.is_head_only or all(
        a in case.visible or b in case.visible for a, b in zip(direct, inverted, strict=True)
    )


def journal_as_author(case: Case) -> None:
    """Drop an author that is the journal or the site.

    Evidence: a tag states the same name as journal or ``og:site_name``. A publisher may be author.
    """
    claim = case.best("author")
    fields = ("container_title", "container_title_short", "site")
    stated = [one for field in fields for one in case.findings.claims.get(field, ())]
    titles = {key(str(one.value)) for one in stated}
    while claim is not None:
        kept = tuple(n for n in claim.value if not n.literal or key(n.literal) not in titles)
        if kept == claim.value:
            return
        if kept:
            case.replace(claim, kept, "journal-as-author")
        else:
            case.drop(claim)
        claim = case.best("author")


def parted_names(case: Case) -> None:
    """Part a name written given name first as another carrier parts it.

    Evidence: JSON-LD, embedded citations and COinS have family and given name apart, and so has a
    tag with a comma ("Schäfer Aguilar, Paloma"); the letters of the two names are the same.
    """
    claim = case.best("author")
    if claim is None or _has_commas(claim):
        return
    known: dict[str, tuple[Name, bool]] = {}
    for other in case.others("author"):
        sure = _has_commas(other) or case.carrier(other) in _INVERTED
        if sure or case.carrier(other) in _PARTED:
            for name in other.value:
                if name.family and name.given:
                    known.setdefault(_letters(name), (name, sure))
    found = tuple(_parted(name, known) for name in claim.value)
    if found != claim.value:
        case.replace(claim, found, "parted-names")


def _has_commas(claim: Claim) -> bool:
    """Tell whether the tags of a claim write each name with the family name and a comma first."""
    texts = [line.text for line in claim.lines]
    return bool(texts) and len(texts) == len(claim.value) and all("," in text for text in texts)


def _parted(name: Name, known: dict[str, tuple[Name, bool]]) -> Name:
    """Return a name as it is known from elsewhere.

    Where that may itself have been written in one piece, only a family name of more words counts.
    """
    other, sure = known.get(_letters(name), (name, False))
    if (other.family, other.given) == (name.family, name.given):
        return name
    if not sure and not written.family(other).endswith(f" {name.family}"):
        return name
    return msgspec.structs.replace(
        other,
        affiliation=name.affiliation or other.affiliation,
        orcid=name.orcid or other.orcid,
        role=name.role,
    )


def order_of_byline(case: Case) -> None:
    """Put authors that stand in another order than the byline's into its order.

    Evidence: the page visibly names exactly the same persons.
    """
    claim, shown = case.best("author"), case.seen("author")
    if claim is None or not shown or case.carrier(claim) == "visible":
        return
    stated = [_person(name) for name in claim.value]
    seen = [_person(name) for name in shown[0].value]
    if stated != seen and sorted(stated) == sorted(seen) and len(set(stated)) == len(stated):
        by_person = dict(zip(stated, claim.value, strict=True))
        ordered = tuple(by_person[person] for person in seen)
        lines = (*claim.lines, *shown[0].lines)
        case.decide("author", ordered, f"{claim.rule} [order-of-byline]", *lines)


def missing_authors(case: Case) -> None:
    """Let a list that has the same authors and more replace one that lacks some.

    Evidence: another carrier, or the byline, begins with the same author and names all that the
    tags name, in the same order. One name more at the end of a byline may be an editor's.
    """
    claim = case.best("author")
    if claim is None:
        return
    stated = [_person(name) for name in claim.value]
    for other in case.others("author"):
        if other.rank >= rank("general"):
            return
        longer = [_person(name) for name in other.value]
        if len(longer) <= len(stated) or longer[:1] != stated[:1]:
            continue
        within = iter(longer)
        if not all(any(person == one for one in within) for person in stated):
            continue
        doubtful = len(longer) == len(stated) + 1 and longer[:-1] == stated and len(stated) > 1
        if case.carrier(other) != "visible" or not doubtful:
            case.take(other, "missing-authors")
            return


def what_else_is_known(case: Case) -> None:
    """Give an author without affiliation or ORCID those that another carrier states."""
    claim = case.best("author")
    if claim is None:
        return
    known: dict[tuple[str, str], Name] = {}
    for other in case.others("author"):
        if other.rank < rank("general"):
            for name in other.value:
                if name.affiliation or name.orcid:
                    known.setdefault(_person(name), name)
    counts = Counter(map(_person, claim.value))
    alone = {person: name for person, name in known.items() if counts[person] == 1}
    found = tuple(_completed(name, alone.get(_person(name))) for name in claim.value)
    if found != claim.value:
        case.replace(claim, found, "what-else-is-known")


def _completed(name: Name, other: Name | None) -> Name:
    if other is None:
        return name
    return msgspec.structs.replace(
        name,
        affiliation=name.affiliation or other.affiliation,
        orcid=name.orcid or other.orcid,
    )


def affiliations_once(case: Case) -> None:
    """Drop an affiliation of the work that is an author's; all visible ones if each has his own."""
    claim = case.best("author")
    owned = {key(text) for name in claim.value for text in name.affiliation} if claim else set()
    each = claim is not None and all(name.affiliation or name.literal for name in claim.value)
    claims = case.findings.claims.get("affiliation", [])
    kept = [
        one
        for one in claims
        if key(str(one.value)) not in owned and not (each and case.carrier(one) == "visible")
    ]
    if owned and len(kept) < len(claims):
        case.findings.claims["affiliation"] = kept
    if not case.findings.claims.get("affiliation", [0]):
        del case.findings.claims["affiliation"]
