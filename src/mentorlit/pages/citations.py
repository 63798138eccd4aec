"""Citation lines and whole references turned into claims."""

from mentorlit.pages import citeline, reference
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
    more = head is not None and head.rank == 3 and len(found.authors) > len(head.value)
    if more and found.shortened:
        del findings.claims["author"]
    elif not found.shortened:
        findings.add("author", tuple(found.authors), 2 if more else 4, held.rule, *held.lines)
