"""The type of a work, from words of types and from which tags a page has."""

from functools import cache
from typing import Final

from mentorlit.pages import grammar
from mentorlit.pages.findings import Findings
from mentorlit.tables import load, phrases
from mentorlit.webpages.taggroup import keep
from mentorlit.webpages.tags import Tag
from mentorlit.webpages.trust import rank

_IMPLIED: Final = {
    "dissertation_institution": "thesis",
    "dissertation_name": "thesis",
    "technical_report_institution": "report",
    "technical_report_number": "report",
    "inbook_title": "chapter",
    "book_title": "chapter",
    "conference_title": "paper-conference",
    "conference": "paper-conference",
    "patent_number": "patent",
    "journal_title": "article-journal",
}
"""Ends of tags that only works of one type have, the surest first."""
_OF_PERIODICALS: Final = frozenset(
    [
        "dc.citation.volume",
        "dc.source.issn",
        "dc.source.issue",
        "dc.source.volume",
        "dc.type.articletype",
        "eprints.publication",
        "prism.publicationname",
    ]
)
"""Tags that articles in periodicals have, if nothing else tells the type."""
_PREFIXES: Final = ("info:eu-repo/semantics/", "http://purl.org/coar/resource_type/")


@cache
def _types() -> dict[str, str]:
    """Words of Dublin Core's types, case folded, to the CSL type."""
    table = load("dublin_core")["types"]
    found: dict[str, str] = {}
    for type_, block in table.items():
        for word in phrases(block):
            found.setdefault(word.casefold(), type_)
    return found


def of(text: str) -> str:
    """Return the CSL type for a word of a repository or publisher, or ``""``."""
    folded = text.strip().casefold()
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    return _types().get(folded, "") or grammar.work_type(text)


def is_thesis(tag: Tag) -> bool:
    """Tell whether a tag says that the work is a thesis."""
    if tag.field in ("type", "genre"):
        return of(tag.text) == "thesis"
    return "dissertation" in tag.key


def claim(tags: list[Tag], findings: Findings) -> None:
    """Claim the type: what Highwire's tags are there for, and what tags of the type say."""
    for tag in tags:
        end = tag.key.partition("citation_")[2]
        if end in _IMPLIED and tag.carrier in ("highwire", "bepress"):
            at = rank(tag.carrier) + min(list(_IMPLIED).index(end) // 2, 4)
            findings.add("type", _IMPLIED[end], at, f"{tag.carrier}/{tag.name}", tag.line)
        elif tag.key in _OF_PERIODICALS:
            rule = f"{tag.carrier}/{tag.name}"
            findings.add("type", "article-journal", rank(tag.carrier) + 9, rule, tag.line)
    for tag in tags:
        if tag.field == "type":
            found = of(tag.text)
            findings.add("type", found, rank(tag.carrier), f"{tag.carrier}/{tag.name}", tag.line)
            if not found:
                keep(findings, tag.name, tag.text)
