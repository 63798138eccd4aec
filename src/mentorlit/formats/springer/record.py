"""What one ``Publisher`` element holds: articles of a journal, chapters of a book, a book."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from mentorlit import languages
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.dates import from_parts
from mentorlit.formats.scholarly.draft import Draft
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.identifiers import orcid
from mentorlit.model import Keyword, Name, Problem, Section
from mentorlit.names import person
from mentorlit.tables import load

_ITEMS: Final = ("Article", "Chapter")


def drafts(publisher: etree._Element, problems: tuple[Problem, ...]) -> Iterator[Draft]:
    """Yield the draft of each article or chapter, else of the book."""
    items = [item for name in _ITEMS for item in publisher.iter(name)]
    for item in items or list(publisher.iter("Book"))[:1]:
        draft = Draft(problems)
        draft.fields["type"] = load("springer")["type"][item.tag]
        for part in [*item.iterancestors(), item][-8:]:
            for inner in part:
                if item.tag == "Chapter" and inner.get("BookProductType") == "Proceedings":
                    draft.fields["type"] = "paper-conference"
                if inner.tag.endswith("Info"):
                    _info(draft, inner, item.tag)
        for header in item.findall(f"{item.tag}Header"):
            _header(draft, header)
        if item.tag == "Chapter":
            for header in publisher.iter("BookHeader"):
                _people(draft, header, whole=True)
        _pages(draft)
        yield draft


def _info(draft: Draft, element: etree._Element, kind: str) -> None:
    """Take an info element; names of its children say what they are (tables/springer.toml)."""
    table = load("springer")
    fields = table["field"] | (table["book"] if kind == "Book" else {})
    for inner in element:
        name = inner.tag
        if name in table["ignored"]["names"] or name.endswith("SubTitle"):
            continue
        if name.endswith(("ISSN", "ISBN", "DOI", "History", "Copyright")):
            _special(draft, inner, kind)
        elif field := fields.get(name, ""):
            line = text(inner)
            if name.endswith("Title"):
                line = full_title(line, text(element.find(f"{name[:-5]}SubTitle")))
                _language(draft, inner, field)
            draft.once(field, line, name)
        else:
            rest.keep(draft.extra, inner)


def _special(draft: Draft, element: etree._Element, kind: str) -> None:
    """Take what the end of an element's name tells; what is not of the item goes to the rest."""
    name = element.tag
    medium = "print" if "Print" in name else "electronic"
    if name.endswith("ISSN"):
        draft.add_issn(text(element), medium)
    elif name.endswith("ISBN"):
        draft.add_isbn(text(element), medium)
    elif name == f"{kind}DOI":
        draft.identify("DOI", text(element), name)
    elif name.endswith("History"):
        _history(draft, element)
    elif name == f"{kind}Copyright":
        _copyright(draft, element)
    else:
        rest.keep(draft.extra, element)


def _language(draft: Draft, element: etree._Element, field: str) -> None:
    tag = languages.tag(element.get("Language") or "")
    if field == "title" and tag:
        draft.fields.setdefault("language", tag)


def _history(draft: Draft, element: etree._Element) -> None:
    """Take dates; the cover's is that of publication, else the print or online one."""
    events = load("springer")["event"]
    for inner in element:
        parts = {each.tag: text(each) for each in inner}
        date = from_parts(parts.get("Year", ""), parts.get("Month", ""), parts.get("Day", ""))
        draft.date(events.get(inner.tag, inner.tag.lower()), date, inner)
    for name in ("cover", "print", "epub"):
        if name in draft.dates and ("issued" not in draft.fields or name == "cover"):
            draft.fields["issued"] = draft.dates[name]


def _copyright(draft: Draft, element: etree._Element) -> None:
    holder = text(element.find("CopyrightHolderName"))
    year = text(element.find("CopyrightYear"))
    draft.once("rights", " ".join(part for part in ("©", holder, year) if part), element.tag)
    if "issued" not in draft.fields and (date := from_parts(year)):
        draft.fields["issued"] = date


def _pages(draft: Draft) -> None:
    """Put first and last page together, and those volumes and issues that are ranges."""
    fields = draft.fields
    for first, last, field in (
        ("first_page", "last_page", "page"),
        ("volume", "volume_end", "volume"),
        ("issue", "issue_end", "issue"),
    ):
        start, end = fields.pop(first, ""), fields.pop(last, "")
        fields[field] = f"{start}-{end}" if start and end and start != end else start or end


def _header(draft: Draft, element: etree._Element) -> None:
    _people(draft, element, whole=False)
    for inner in element:
        if inner.tag == "Abstract":
            _abstract(draft, inner)
        elif inner.tag == "KeywordGroup":
            terms = (text(each) for each in inner.iter("Keyword"))
            draft.keywords += [Keyword(term) for term in terms if term]
        elif inner.tag not in ("AuthorGroup", "EditorGroup", "TOC"):
            rest.keep(draft.extra, inner)


def _abstract(draft: Draft, element: etree._Element) -> None:
    """Take an ``Abstract``; its sections have headings."""
    if draft.fields.get("abstract"):
        rest.put(draft.extra, "Abstract", paragraphs(element))
        return
    parts = []
    for inner in element:
        if inner.tag == "Heading":
            continue
        heading = inner.find("Heading") if inner.tag == "AbstractSection" else None
        label = text(heading).rstrip(":")
        if heading is not None:
            inner.remove(heading)
        if line := paragraphs(inner):
            parts.append(Section(label, line))
    lines = (f"{part.label}: {part.text}" if part.label else part.text for part in parts)
    draft.fields["abstract"] = "\n\n".join(lines)
    if any(part.label for part in parts):
        draft.fields["abstract_sections"] = tuple(parts)


def _people(draft: Draft, header: etree._Element, *, whole: bool) -> None:
    """Take authors and editors with their affiliations; ``whole`` for those of a chapter's book."""
    for group in header:
        if group.tag not in ("AuthorGroup", "EditorGroup"):
            continue
        field = "editor" if group.tag == "EditorGroup" else "author"
        if whole and field == "author":
            field = "container_author"
        places = {each.get("ID") or "": _place(each) for each in group.findall("Affiliation")}
        found = (_name(draft, each, places) for each in group)
        draft.add(field, tuple(name for name in found if name is not None))


def _name(draft: Draft, element: etree._Element, places: dict[str, str]) -> Name | None:
    if element.tag not in ("Author", "Editor", "InstitutionalAuthor", "InstitutionalEditor"):
        return None
    ids = (element.get("AffiliationIDS") or "").split()
    where = tuple(places[each] for each in ids if places.get(each))
    number = orcid(element.get("ORCID") or text(element.find("ORCID")))
    if element.tag.startswith("Institutional"):
        inner = element.find("InstitutionalAuthorName")
        return Name(literal=text(inner if inner is not None else element), affiliation=where)
    name = next((each for each in element if each.tag.endswith("Name")), element)
    for inner in element:
        if inner is not name and inner.tag not in ("Contact", "ORCID"):
            rest.keep(draft.extra, inner)
    given = " ".join(text(each) for each in name.findall("GivenName"))
    family = " ".join(
        text(each) for tag in ("Particle", "FamilyName") for each in name.findall(tag)
    )
    if not given and not family:
        return None
    suffix = text(name.find("Suffix"))
    return person(family, given, suffix=suffix, affiliation=where, orcid=number)


def _place(element: etree._Element) -> str:
    """Return an affiliation in the order of an address."""
    leaves = [each for each in element.iter() if not len(each) and each.tag != "OrgID"]
    return ", ".join(line for each in leaves if (line := text(each)))
