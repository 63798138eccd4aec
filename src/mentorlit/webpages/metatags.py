"""The ``meta`` tags of a page: Highwire, bepress, EPrints, Dublin Core, PRISM, OpenGraph."""

from mentorlit import identifiers, languages
from mentorlit.pages import tongue
from mentorlit.pages.findings import Findings
from mentorlit.webpages import tagclaims, taglinks, tagtypes
from mentorlit.webpages.document import Document
from mentorlit.webpages.taggroup import Group
from mentorlit.webpages.tags import Tag, collect


def claim(document: Document, findings: Findings) -> None:
    """Add what the tags state; what no field takes is kept under the tag's own name."""
    taglinks.links(document, findings)
    tags = collect(document)
    if not tags:
        return
    if _several(tags):
        return
    language = _language(tags)
    groups: dict[tuple[str, str], list[Tag]] = {}
    for tag in tags:
        field = tag.field.partition(".")[0]
        joined = "page" if field in ("first_page", "last_page", "page", "number") else field
        joined = "author" if joined == "authors" else joined
        groups.setdefault((tag.carrier, joined), []).append(tag)
    for (carrier, field), members in groups.items():
        group = Group(carrier, field, members, language, findings)
        tagclaims.claim(group)
    taglinks.without_creators(tags, language, findings)
    tagtypes.claim(tags, findings)


def _several(tags: list[Tag]) -> bool:
    """Tell whether the tags are those of several works: a table of contents, results of a search.

    That is: two titles in one language, each with a DOI of its own. Whose author is whose is then
    not told.
    """
    titles = {tag.text for tag in tags if tag.key == "citation_title"}
    langs = {tag.lang for tag in tags if tag.key == "citation_title"}
    dois = {identifiers.doi(tag.text) for tag in tags if tag.key == "citation_doi"} - {""}
    return len(titles) > 1 and len(dois) > 1 and len(langs) == 1


def _language(tags: list[Tag]) -> str:
    """Return the language in which the record is likely to be, by its title, else as declared."""
    titles = [tag for tag in tags if tag.field == "title" and tag.carrier != "opengraph"]
    declared = [languages.tag(tag.text.split(";")[0]) for tag in tags if tag.field == "language"]
    stated = next(filter(None, declared), "").split("-")[0]
    if titles and titles[0].lang and len({tag.lang for tag in titles}) == 1:
        return titles[0].lang
    return stated or (tongue.detect(titles[0].text) if titles else "")
