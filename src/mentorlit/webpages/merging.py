"""The claims of all carriers put together."""

from mentorlit.pages.findings import Findings
from mentorlit.webpages.trust import rank


def stated_title(findings: Findings) -> str:
    """Return the title that tags for works state, or ``""``: those of sites prove little."""
    claim = findings.best("title")
    return str(claim.value) if claim and claim.rank < rank("visible") else ""


def add_visible(findings: Findings, seen: Findings) -> None:
    """Add what the page visibly says, below the carriers that are trusted more."""
    base = rank("visible")
    for claims in seen.claims.values():
        for claim in claims:
            findings.add(
                claim.field, claim.value, base + claim.rank, f"visible/{claim.rule}", *claim.lines
            )
    findings.beyond.update(seen.beyond)
    for label, values in seen.extra.items():
        findings.keep(label, values)
