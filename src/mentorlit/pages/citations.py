"""Citation lines and whole references turned into claims."""

import re
from collections.abc import Iterable

import msgspec

from mentorlit.model import Name
from mentorlit.pages import citeline, reference, written
from mentorlit.pages.cited import Cited
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.lines import Line


def note_cited(findings: Findings, cited: Cited, rule: str, rank: int, *lines: Line) -> None:
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


def prefer_whole_names(findings: Findings) -> None:
    """Take the periodical's name in full before its abbreviation, which a reference may have."""
    held = findings.claims.get("container_title", [])
    best = findings.best("container_title")
    if best is None or best.rank == 0:
        return
    whole = next((c for c in held if c.rank <= 4 and abbreviates(best.value, c.value)), None)
    if whole:
        held[held.index(whole)] = msgspec.structs.replace(whole, rank=best.rank - 1)
        findings.add("container_title_short", best.value, best.rank, best.rule, *best.lines)


def abbreviates(short: str, whole: str) -> bool:
    """Tell whether ``short`` has the beginnings of the words of ``whole``, small ones left out.

    So have initials alone, which journals have for a code ("TQR", The Qualitative Report).
    """
    if 1 < len(short) < 8 and short.isupper() and short.isalpha():
        return short in (
            _initials(whole.split()),
            _initials(w for w in whole.split() if w.istitle()),
        )
    parts = re.findall(r"[^\W\d_]+", short.casefold())
    words = re.findall(r"[^\W\d_]+", whole.casefold())
    if set(parts) <= set(words) or len(parts) < 2 or not 0 <= len(words) - len(parts) <= 4:
        return False
    at = 0
    for part in parts:
        while at < len(words) and not words[at].startswith(part):
            if len(words[at]) > 4:
                return False
            at += 1
        at += 1
    return at == len(words)


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words).upper()


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
    whole = f"{name.given} {written.family(name)} "
    fits = [
        other
        for other in cited
        if other.given[:1].casefold() == whole[:1].casefold()
        and f" {written.family(other)} ".casefold() in whole.casefold()
    ]
    family = written.family(fits[0]) if len(fits) == 1 else ""
    same = {written.family(name).casefold(), name.family.casefold()}
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
