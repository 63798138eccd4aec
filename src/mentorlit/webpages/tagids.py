"""Tags that hold one kind of identifier."""

from collections.abc import Callable

from mentorlit import identifiers
from mentorlit.model import StandardNumber
from mentorlit.webpages.taggroup import Group


def identified(group: Group) -> None:
    """Claim a DOI, PMID or PMCID."""
    reads: dict[str, Callable[[str], str]] = {
        "doi": identifiers.doi,
        "pmid": identifiers.pmid,
        "pmcid": _pmcid,
    }
    for tag in group.tags:
        value = reads[group.field](tag.raw.strip())
        group.add(group.field, value, tag)
        if not value:
            group.keep(tag)


def _pmcid(text: str) -> str:
    return identifiers.pmcid(text if not text.isdecimal() else f"PMC{text}")


def arxiv(group: Group) -> None:
    """Claim an arXiv identifier."""
    for tag in group.tags:
        value = identifiers.arxiv(tag.text)
        group.add("identifiers", {"arXiv": (value,)} if value else None, tag)


def issn(group: Group) -> None:
    """Claim ISSNs, with their medium where the tag tells it; the tag vouches for their digits."""
    for tag in group.tags:
        medium = tag.field.partition(".")[2]
        found = tuple(StandardNumber(n, medium) for n in identifiers.issns(tag.text, checked=False))
        group.add("issn", found, tag)
        if not found:
            group.keep(tag)


def isbn(group: Group) -> None:
    """Claim ISBNs; the tag vouches for their digits."""
    for tag in group.tags:
        group.add(
            "isbn",
            tuple(StandardNumber(n) for n in identifiers.isbns(tag.text, checked=False)),
            tag,
        )
