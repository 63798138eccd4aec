"""Tags that hold identifiers of any kind, addresses, sources and whole citations."""

import re
from typing import Final

from mentorlit import identifiers
from mentorlit.model import StandardNumber
from mentorlit.pages import citeline
from mentorlit.pages.cited import Cited
from mentorlit.pages.findings import Findings
from mentorlit.pages.lines import flat
from mentorlit.webpages import tagpeople, tagtypes
from mentorlit.webpages.document import Document
from mentorlit.webpages.taggroup import Group
from mentorlit.webpages.tags import Tag
from mentorlit.webpages.trust import rank

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{4,2000}\Z")
_FILE: Final = re.compile(r"\.(?:pdf|epub|xml|docx?)(?:[?#].*)?\Z|/bitstream/", re.IGNORECASE)
_ISSN: Final = re.compile(r"(?:urn:)?(?:e|p)?issn[:\s]*", re.IGNORECASE)
_ISBN: Final = re.compile(r"(?:urn:)?isbn[:\s]*", re.IGNORECASE)
_PARTS: Final = {
    "container_title": "journal",
    "issued": "date",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
}
"""Fields, and what they are called in a citation line."""
_BARE_ISSN: Final = re.compile(r"\d{4}-\d{3}[\dXx]\Z")
_COUNTED: Final = re.compile(
    r"([^,]{2,200}), ([\w]{1,8}), ([\w-]{1,12}), ([\w]{1,8}(?:-[\w]{1,8})?)\(\d{1,4}\)\Z"
)
_REPOSITORY: Final = re.compile(r"(?:reponame|instname|instacron):")
_LONGEST_SOURCE: Final = 200


def address(text: str) -> str:
    """Return a text that is the address of a page; ``""`` for DOIs, files and anything else."""
    text = text.strip()
    if not _ADDRESS.match(text) or "doi.org/" in text.casefold() or _FILE.search(text):
        return ""
    return text


def url(group: Group) -> None:
    """Claim the addresses that tags give the page; the same without its scheme counts once."""
    seen: list[str] = []
    for tag in group.tags:
        found = address(tag.raw)
        bare = found.partition("://")[2].rstrip("/").casefold()
        if found and bare not in seen:
            group.add("url", found, tag)
            seen.append(bare)


def identifier(group: Group) -> None:
    """Claim what an identifier shows itself to be: DOI, PMID, arXiv id, ISSN, ISBN, address."""
    for tag in group.tags:
        text = tag.raw.strip()
        if text and not _claimed(group, tag, text):
            group.keep(tag)


def _claimed(group: Group, tag: Tag, text: str) -> bool:
    """Claim an identifier of a kind that is known; tell whether it is."""
    field, value = _identified(text)
    if field:
        group.add(field, value, tag)
        return bool(value)
    if " " in text and _cited(group, tag, text):
        return True
    found = address(text)
    # A handle is made to last; the address of the server is not.
    group.add("url", found, tag, 0 if "hdl.handle.net" in found else 1)
    return bool(found)


def _identified(text: str) -> tuple[str, object]:
    """Return field and value of an identifier that tells its own kind; ``""`` for none."""
    folded = text.casefold()
    if folded.startswith(("10.", "doi", "info:doi")) or "doi.org/" in folded:
        return "doi", identifiers.doi(text)
    if folded.startswith("pmid") or "pubmed" in folded:
        return "pmid", identifiers.pmid(text)
    if folded.startswith("arxiv:"):
        return "identifiers", {"arXiv": (identifiers.arxiv(text),)}
    if _ISSN.match(text) or _BARE_ISSN.match(text):
        return "issn", tuple(map(StandardNumber, identifiers.issns(text, checked=False)))
    if _ISBN.match(text):
        return "isbn", tuple(map(StandardNumber, identifiers.isbns(text, checked=False)))
    return "", ""


def _note(group: Group, tag: Tag, cited: Cited, more: int) -> None:
    """Claim what a citation line in a tag states."""
    for field, part in _PARTS.items():
        group.add(field, getattr(cited, part), tag, more)
    if cited.journal and cited.volume:
        group.add("type", "article-journal", tag, 9)


def _cited(group: Group, tag: Tag, text: str) -> bool:
    """Claim the numbers of an identifier that is a citation ("Title, Vol. 38, No. 1, pp. 1-9").

    What stands before them is the journal only if nothing stands before that.
    """
    cited = citeline.read(text)
    if cited is None or not cited.volume:
        return False
    if not text.startswith(cited.journal):
        cited.journal = ""
    _note(group, tag, cited, 6)
    return bool(cited.journal)


def source(group: Group) -> None:
    """Claim what a source names: a periodical, with numbers where it is a citation line.

    The address of a DOI, an ISSN, a repository's mark are no periodical.
    """
    for tag in group.tags:
        text = flat(tag.text)
        if _ADDRESS.match(text) or identifiers.doi(text) or _REPOSITORY.match(text):
            group.keep(tag)
            continue
        if _ISSN.match(text):
            group.add(*_identified(text), tag, 1)
            continue
        cited = citeline.read(text)
        if cited and cited.journal:
            _note(group, tag, cited, 2)
        elif len(text) <= _LONGEST_SOURCE and _is_name(text):
            group.add("container_title", text.rstrip(" .,;"), tag)
        else:
            group.keep(tag)


def _is_name(text: str) -> bool:
    """Tell whether a text may be a periodical's name: letters, few digits."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 and sum(map(str.isdigit, text)) * 3 <= letters


def _of_ingenta(text: str) -> Cited | None:
    """Read ``Journal, 15, 3, 100-111(12)``: volume, issue, pages and how many they are."""
    match = _COUNTED.match(text)
    if not match:
        return None
    return Cited(match[1], None, match[2], match[3], match[4])


def citation(group: Group) -> None:
    """Claim the numbers of a whole citation, which also is kept as it stands."""
    for tag in group.tags:
        cited = _of_ingenta(tag.text) or citeline.read(tag.text)
        if cited:
            _note(group, tag, cited, 6)
        group.keep(tag)


def without_creators(tags: list[Tag], language: str, findings: Findings) -> None:
    """Take ``DC.contributor`` for the authors where no tag names an author, else for others.

    eLife, Pion and Highwire's Drupal name authors as contributors; DSpace the advisor of a thesis.
    """
    chosen = [tag for tag in tags if tag.field == "contributor"]
    if not chosen:
        return
    people, _ = tagpeople.gathered([_as_author(tag) for tag in chosen])
    names = tagpeople.persons(tagpeople.in_language(people, language))
    carrier = chosen[0].carrier
    rule, lines = f"{carrier}/{chosen[0].name}", [tag.line for tag in chosen]
    known = [name for claim in findings.claims.get("author", ()) for name in claim.value]
    thesis = any(tagtypes.is_thesis(tag) for tag in tags)
    if not known and not thesis and all(name.family for name in names):
        findings.add("author", names, rank(carrier) + 5, rule, *lines)
        return
    authors = {(name.family.casefold(), name.given[:1].casefold()) for name in known}
    others = [n for n in names if (n.family.casefold(), n.given[:1].casefold()) not in authors]
    findings.add("contributor", tuple(others), rank(carrier), rule, *lines)


def _as_author(tag: Tag) -> Tag:
    return Tag(tag.name, tag.key, tag.carrier, "author", 0, tag.raw, tag.text, tag.lang, tag.line)


def links(document: Document, findings: Findings) -> None:
    """Claim the page's own address and licence from ``link`` elements, and from where it was saved.

    A relative address is completed by the page's ``base``, or left out.
    """
    for link in document.elements("link"):
        rel = (link.get("rel") or "").casefold().split()
        if "canonical" not in rel and "license" not in rel:
            continue
        href = (link.get("href") or "").strip()
        line = document.line(link, href)
        if "canonical" in rel:
            found = address(document.resolved(href))
            findings.add("url", found, rank("html"), "html/link canonical", line)
        elif href.startswith("http"):
            findings.add("rights", href, rank("html"), "html/link license", line)
    if saved := address(document.address):
        line = document.line(document.root, saved)
        findings.add("url", saved, rank("html") + 1, "html/saved from", line)
