"""Identifiers and addresses of labelled values and lines of their own."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import identifiers
from mentorlit.model import StandardNumber
from mentorlit.pages.entries import Entry
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import noise
from mentorlit.pages.lines import Line

_LINKS: Final = r"https?://[^\s<>\"]+"
_COUNTED: Final = r"(?:Corpus ID|Citations?|Cited by):?\s?\d+\s*\Z"
"""Counts and numbers glued to an address (Wiley, Semantic Scholar)."""
_ARXIV: Final = r"arXiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7})"


def address(value: str, findings: Findings, rule: str, line: Line) -> None:
    """Add the identifiers and addresses in ``value``, link texts glued to them cut off."""
    value = without_link_text(value)
    findings.add("doi", identifiers.doi(value), 2, rule, line)
    findings.add("pmcid", identifiers.pmcid(value), 2, rule, line)
    if "http" in value:
        findings.add("pmid", identifiers.pmid(value), 2, rule, line)
    for link in re.findall(_LINKS, value):
        if "doi.org/" not in link:
            findings.add("url", link.rstrip(".,;)"), 1, rule, line)


def without_link_text(value: str) -> str:
    """Cut link texts that pages leave glued to an address ("...-9DOI Listing")."""
    texts = noise("link_texts")
    value = re.sub(_COUNTED, "", value)
    cut = True
    while cut:
        value = value.rstrip()
        ends = [text for text in texts if value.endswith(text) and len(text) < len(value)]
        cut = bool(ends)
        if cut:
            value = value[: -len(max(ends, key=len))]
    return value


def identifier(entry: Entry, findings: Findings) -> None:
    """Add a labelled DOI, PMID or PMCID; "PMID: 1 DOI: 10.1/x" is two."""
    value = without_link_text(entry.values[0][0])
    reads: dict[str, Callable[[str], str]] = {
        "doi": identifiers.doi,
        "pmid": identifiers.pmid,
        "pmcid": identifiers.pmcid,
    }
    findings.add(entry.kind, reads[entry.kind](value), 0, f"label/{entry.label}", *entry.lines)
    if entry.kind == "pmid" and "DOI" in value:
        head, _, tail = value.partition("DOI")
        findings.add("pmid", identifiers.pmid(head.strip()), 0, "label/PMID", *entry.lines)
        findings.add("doi", identifiers.doi(tail), 0, "label/DOI", *entry.lines)


def serial(entry: Entry, findings: Findings) -> None:
    """Add labelled ISSNs, with their medium where the label tells it."""
    medium = {"pissn": "print", "eissn": "electronic"}.get(entry.kind, "")
    found = tuple(
        StandardNumber(i, medium)
        for i in identifiers.issns(" ".join(value for value, _ in entry.values))
    )
    findings.add("issn", found, 1, f"label/{entry.label}", *entry.lines)


def isbn(entry: Entry, findings: Findings) -> None:
    """Add labelled ISBNs."""
    found = tuple(
        StandardNumber(i) for i in identifiers.isbns(" ".join(value for value, _ in entry.values))
    )
    findings.add("isbn", found, 1, f"label/{entry.label}", *entry.lines)


def arxiv(entry: Entry, findings: Findings) -> None:
    """Add a labelled arXiv identifier."""
    text = entry.values[0][0]
    match = re.search(_ARXIV, text)
    value = match[1] if match else identifiers.arxiv(text)
    claim = {"arXiv": (value,)} if value else None
    findings.add("identifiers", claim, 1, f"label/{entry.label}", *entry.lines)
