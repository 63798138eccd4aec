"""Citation lines and whole references turned into claims."""

import msgspec

from mentorlit.model import Name
from mentorlit.pages import citeline, people, reference
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.lines import Line


def note_cited(
    findings: Findings, cited: citeline.Cited, rule: str, rank: int, *lines: Line
) -> None:
    """Add what a citation line states."""
    fields = {"issued": "date", "volume": "volume", "issue": "issue", "page": "page"}
    for field, part in {**fields, "number": "number", "container_title": "journal"}.items():
        findings.add(field, getattr(cited, part), rank, rule, *lines)
    if (cited.volume or cited.issue) and (cited.issue or cited.page or cited.number):
        findings.add("type", "article-journal", 3, rule, *lines)


def note_reference(findings: Findings, title: str) -> None:
    """Read the page's own references, now that its title may be known."""
    for held in findings.claims.pop("reference", []):
        found = reference.read(held.value, title)
        lines = held.lines
        _authors_of(found, findings, held)
        findings.add("doi", found.doi, 2, held.rule, *lines)
        if found.authors or found.cited:
            findings.add("title", found.title, 2, held.rule, *lines)
            findings.add("issued", found.date, 3, held.rule, *lines)
        cited = found.cited or (None if found.title else citeline.read(held.value))
        if cited:
            note_cited(findings, cited, held.rule, 2, *lines)


def _authors_of(found: reference.Reference, findings: Findings, held: Claim) -> None:
    """Weigh a reference's authors against those of the head, which may be a part of them."""
    head = findings.best("author")
    if head is not None:
        _split_as(found.authors, findings, head)
        head = findings.best("author")
    more = head is not None and head.rank == 3 and len(found.authors) > len(head.value)
    if more and found.shortened:
        del findings.claims["author"]
    elif not found.shortened:
        findings.add("author", tuple(found.authors), 2 if more else 4, held.rule, *held.lines)


def _split_as(cited: list[Name], findings: Findings, head: Claim) -> None:
    """Part family and given names of the head's authors as the page's own reference does.

    "Pérez Ruiz, J. C." shows where "Juan Carlos Pérez Ruiz" is split.
    """
    names = [_as_cited(name, cited) for name in head.value]
    if names != list(head.value):
        place = findings.claims["author"].index(head)
        findings.claims["author"][place] = msgspec.structs.replace(head, value=tuple(names))


def _as_cited(name: Name, cited: list[Name]) -> Name:
    """Return ``name`` split as the one cited name is whose family name it has.

    What follows the family name is where its bearer works ("Petra Hoffmann TU Graz").
    """
    if name.literal or name.suffix or not name.given:
        return name
    whole = f"{name.given} {people.family(name)} "
    fits = [
        other
        for other in cited
        if other.given[:1].casefold() == whole[:1].casefold()
        and f" {people.family(other)} ".casefold() in whole.casefold()
    ]
    family = people.family(fits[0]) if len(fits) == 1 else ""
    same = {people.family(name).casefold(), name.family.casefold()}
    if not family or family.casefold() in same:
        return name
    place = whole.casefold().find(f" {family} ".casefold())
    family = whole[place + 1 : place + 1 + len(family)]
    behind = whole[place + len(family) + 2 :].strip()
    return Name(
        given=whole[:place],
        family=family,
        affiliation=(*name.affiliation, behind) if behind else name.affiliation,
        orcid=name.orcid,
        role=name.role,
    )
