"""From the tags on one field to claims."""

from collections.abc import Callable
from typing import Final

import msgspec

from mentorlit import abstracts, languages
from mentorlit.model import Funding, Keyword, Name
from mentorlit.webpages import tagids, taglinks, tagnumbers, tagpeople, tagtexts
from mentorlit.webpages.tagdates import read as read_date
from mentorlit.webpages.taggroup import Group, keep
from mentorlit.webpages.tags import Tag
from mentorlit.webpages.trust import rank

_LONGEST: Final = 500
"""Characters of a text that a field takes as it is."""


def claim(group: Group) -> None:
    """Add to the findings what the tags of a group say."""
    _HANDLERS.get(group.field, _plain)(group)


def _title(group: Group) -> None:
    """Claim the title in the record's language; those in others are alternative titles."""
    tags = [tag for tag in group.tags if tagtexts.title(tag.raw)]
    in_language = [tag for tag in tags if tag.lang == group.language and tag.lang]
    if not tags:
        return
    first = (in_language or tags)[0]
    group.add("title", tagtexts.title(first.raw), first)
    for tag in tags:
        if tag.text == first.text or group.carrier in ("opengraph", "html"):
            continue
        if tag.lang != first.lang:
            group.add("alternative_title", (tagtexts.title(tag.raw),), tag)
        else:
            group.keep(tag)


def _author(group: Group) -> None:
    """Claim the authors; institutions of nobody in particular are affiliations of the work."""
    for offset in sorted({tag.offset for tag in group.tags}):
        chosen = [tag for tag in group.tags if tag.offset == offset]
        found, loose = tagpeople.gathered(chosen)
        bodies = {tag.text for tag in chosen if tag.field == "author.body"}
        persons = [person for person in found if person.text not in bodies]
        persons = tagpeople.in_language(persons, group.language)
        names = _names(chosen, persons)
        names += tuple(filter(None, map(tagpeople.body, sorted(bodies))))
        lines = [line for person in persons for line in person.lines]
        lines += [tag.line for tag in chosen if tag.text in bodies]
        place = rank(group.carrier) + offset
        group.findings.add("author", names, place, group.rule(chosen[0]), *lines)
        for text in dict.fromkeys(loose):
            group.add("affiliation", text, chosen[-1])
    for tag in group.tags:
        if tag.field == "author.email":
            group.keep(tag)


def _names(tags: list[Tag], persons: list[tagpeople.Person]) -> tuple[Name, ...]:
    """Return the names of author tags; a list in one tag beside one tag a person is the same.

    The list of which more names could be read counts, one tag a person where they are equal.
    """
    together = {tag.line for tag in tags if tag.field == "authors"}
    joint = [person for person in persons if person.lines[0] in together]
    apart = [person for person in persons if person.lines[0] not in together]
    listed = tagpeople.persons(joint, several=True)
    single = tagpeople.persons(apart)
    return listed if len(listed) > len(single) else single


def _others(group: Group) -> None:
    """Claim editors and translators."""
    people = [tagpeople.Person(tag.text, tag.lang) for tag in group.tags]
    group.add_all(group.field, tagpeople.persons(people, several=True))


def _advisor(group: Group) -> None:
    people = [tagpeople.Person(tag.text, tag.lang) for tag in group.tags]
    role = "thesis advisor"
    names = [msgspec.structs.replace(n, role=role) for n in tagpeople.persons(people)]
    group.add_all("contributor", tuple(names))


def _issued(group: Group) -> None:
    """Claim dates of publication; what has a time of day is rather when a record was made."""
    for tag in group.tags:
        found = read_date(tag.text)
        group.add("issued", found, tag, 1 if "T" in tag.text and ":" in tag.text else 0)
        if found is None:
            group.keep(tag)


def _event(group: Group) -> None:
    """Claim dated events; without another date the work was published when it came online."""
    for tag in group.tags:
        event = tag.field.partition(".")[2]
        found = read_date(tag.text)
        if found:
            group.add("dates", {event: found}, tag)
        else:
            group.keep(tag)
        if event in ("epub", "posted"):
            group.add("issued", found, tag, 5)


def _keyword(group: Group) -> None:
    words, rest = tagtexts.keywords(group.tags, group.language)
    scheme = "MeSH" if any(tag.field == "keyword.mesh" for tag in group.tags) else ""
    if scheme:
        words = [Keyword(word.text, scheme) for word in words]
    group.add_all("keyword", tuple(words))
    for text in rest:
        keep(group.findings, group.tags[0].name, text)


def _abstract(group: Group) -> None:
    """Claim the abstract in the record's language, the longest of those that begin alike."""
    tags = []
    for tag in group.tags:
        if tagtexts.abstract(tag.raw) and not tagtexts.is_note(tag.text):
            tags.append(tag)
        else:
            group.keep(tag)
    if not tags:
        return
    fits = [tag for tag in tags if group.language and tagtexts.language_of(tag) == group.language]
    best = (fits or tags)[0]
    for tag in tags:
        if tag.text[:40] == best.text[:40] and len(tag.text) > len(best.text):
            best = tag
    text = tagtexts.abstract(best.raw)
    weak = 0 if _may_be_abstract(text, best.offset) else 8
    if weak and best.offset:
        group.keep(best)
    else:
        group.add("abstract", text, best)
        group.add("abstract_sections", abstracts.sections(text), best)
    for tag in tags:
        if tag is not best and tag.text != best.text:
            group.keep(tag)


def _may_be_abstract(text: str, offset: int) -> bool:
    """Tell whether a text is long enough; a mere description must be prose of some length."""
    return len(text) >= (20 if not offset else 100) or (ord(text[0]) > 0x2E80 and len(text) > 30)


def _description(group: Group) -> None:
    """Claim the description that any page has; :mod:`.rules` tells whether it is the abstract."""
    for tag in group.tags[:3]:
        group.add("abstract", tagtexts.abstract(tag.raw), tag)


def _number(group: Group) -> None:
    for tag in group.tags:
        for field, value in tagnumbers.numbered(group.field, tag.text):
            group.add(field, value, tag, field != group.field)


def _page(group: Group) -> None:
    """Claim pages and article number; first and last page make one range."""
    by_kind: dict[str, list[Tag]] = {}
    for tag in group.tags:
        by_kind.setdefault(tag.field, []).append(tag)
    first = by_kind.get("first_page", by_kind.get("page", []))[:1]
    last = by_kind.get("last_page", [])[:1]
    if first:
        value = tagnumbers.pages(first[0].text, last[0].text if last else "")
        lines = [tag.line for tag in first + last]
        place = rank(group.carrier) + first[0].offset
        group.findings.add("page", value, place, group.rule(first[0]), *lines)
        if not value:
            group.keep(first[0])
    for tag in by_kind.get("number", [])[:1]:
        group.add("number", tagnumbers.article_number(tag.text), tag)


def _tongue(group: Group) -> None:
    for tag in group.tags:
        parts = [languages.tag(part) for part in tag.text.replace(",", ";").split(";")]
        group.add("language", next(filter(None, parts), ""), tag)


def _funding(group: Group) -> None:
    """Claim funders: plain names, or ``citation_funder=...;citation_grant_number=...``."""
    for tag in group.tags:
        parts = dict(part.split("=", 1) for part in tag.text.split(";") if part.count("=") == 1)
        name = next((v.strip() for k, v in parts.items() if k.strip().endswith("funder")), "")
        award = tuple(v.strip() for k, v in parts.items() if "grant" in k or "award" in k)
        group.add("funding", Funding(name=name if parts else tag.text, award=award), tag)


def _publisher(group: Group) -> None:
    for tag in group.tags:
        text = tagnumbers.without_repetition(tag.text.strip(" ,;"))
        if tagnumbers.is_publisher(text):
            group.add("publisher", text, tag)
        else:
            group.keep(tag)


def _short(group: Group) -> None:
    """Claim the abbreviated title; below what the page shows it may stand for the full one."""
    for tag in group.tags:
        text = tagtexts.title(tag.raw)
        if sum(map(str.isalpha, text)) > 1:
            group.add("container_title_short", text, tag)
            if len(text) > 3:
                place = rank("visible") + 9
                group.findings.add("container_title", text, place, group.rule(tag), tag.line)
        else:
            group.keep(tag)


def _container(group: Group) -> None:
    for tag in group.tags:
        text = tagtexts.title(tag.raw).rstrip(" ,;:")
        if text and not text.startswith("http") and not text.isdecimal():
            group.add("container_title", text, tag)
        elif text:
            group.keep(tag)


def _alternative(group: Group) -> None:
    group.add_all(
        "alternative_title", tuple(filter(None, (tagtexts.title(t.raw) for t in group.tags)))
    )


def _plain(group: Group) -> None:
    """Claim a text as it is; what the model has no field for is kept."""
    for tag in group.tags:
        text = tag.text
        fits = text.casefold() not in tagtexts.nothing() and len(text) < _LONGEST
        first = tag is group.tags[0] or group.field == "note"
        if group.field in _TEXTS and fits and first:
            group.add(group.field, text, tag)
        elif group.field in ("extra", *_TEXTS):
            group.keep(tag)


def _elsewhere(_group: Group) -> None:
    """Leave the tags to those who read them with others."""


def _site(group: Group) -> None:
    for tag in group.tags:
        group.add("site", tag.text, tag)


_TEXTS: Final = frozenset(
    {"collection_title", "event_title", "event_place", "publisher_place", "number_of_pages"}
    | {"edition", "genre", "section", "rights", "note"}
)
_HANDLERS: Final[dict[str, Callable[[Group], None]]] = {
    "title": _title,
    "alternative_title": _alternative,
    "author": _author,
    "editor": _others,
    "translator": _others,
    "advisor": _advisor,
    "contributor": _elsewhere,
    "issued": _issued,
    "dates": _event,
    "keyword": _keyword,
    "abstract": _abstract,
    "description": _description,
    "volume": _number,
    "issue": _number,
    "page": _page,
    "doi": tagids.identified,
    "pmid": tagids.identified,
    "pmcid": tagids.identified,
    "arxiv": tagids.arxiv,
    "issn": tagids.issn,
    "isbn": tagids.isbn,
    "language": _tongue,
    "funding": _funding,
    "publisher": _publisher,
    "container_title": _container,
    "container_title_short": _short,
    "source": taglinks.source,
    "citation": taglinks.citation,
    "identifier": taglinks.identifier,
    "url": taglinks.url,
    "pdf": _elsewhere,
    "type": _elsewhere,
    "site": _site,
}
