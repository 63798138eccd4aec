"""What a user's profile says of the tags and elements of a web page."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from mentorlit.pages import citations, claims, engine
from mentorlit.pages.entries import Entry
from mentorlit.pages.findings import Findings
from mentorlit.pages.lines import Line, flat
from mentorlit.pages.marks import Mark
from mentorlit.pages.profile import IGNORE, Profile, Selector, active
from mentorlit.webpages import visible
from mentorlit.webpages.document import Document
from mentorlit.webpages.trust import rank

_ADDRESSES: Final = frozenset({"og.url", "citation_public_url", "citation_abstract_html_url"})
_MOST: Final = 6000
_TEXTS: Final = frozenset({"abstract", "description"})


def claim(
    document: Document, findings: Findings, profiles: Sequence[Profile]
) -> tuple[Profile, ...]:
    """Add what the profiles that apply read from tags and elements; return these profiles.

    Tags that a profile knows are emptied, and elements that it ignores, so that nothing else reads
    them.
    """
    shown = list(visible.lines(document))
    made_by = next(
        (m.get("content", "") for m in document.elements("meta") if _key(m) == "generator"), ""
    )
    found = active(profiles, shown, list(_hosts(document)), made_by)
    for known in found:
        entries = [*_tags(document, known), *_elements(document, known)]
        _claim(known, entries, findings)
    return found


def _hosts(document: Document) -> Iterator[str]:
    """Yield the hosts that the page says it is from."""
    links = [link.get("href", "") for link in document.elements("link") if _is_canonical(link)]
    tags = [m.get("content", "") for m in document.elements("meta") if _key(m) in _ADDRESSES]
    base = [found.get("href", "") for found in document.elements("base")]
    for address in (document.address, *links, *tags, *base):
        try:
            host = urlsplit(address).hostname
        except ValueError:
            continue
        if host:
            yield host


def _is_canonical(link: etree._Element) -> bool:
    return link.get("rel", "").casefold() == "canonical"


def _key(meta: etree._Element) -> str:
    name: str = meta.get("name") or meta.get("property") or ""
    return name.strip().casefold().replace(":", ".")


def _tags(document: Document, known: Profile) -> Iterator[Entry]:
    """Yield the tags that a profile knows, those of one name together, and empty them."""
    found: dict[str, list[tuple[str, Line]]] = {}
    for meta in document.elements("meta") if known.tags else ():
        if _key(meta) in known.tags:
            value = flat(str(meta.attrib.pop("content", "")))
            if value:
                found.setdefault(_key(meta), []).append((value, document.line(meta, value)))
    for key, values in found.items():
        if known.tags[key] != IGNORE:
            yield _entry(known, known.tags[key], f"tag {key}", values)


def _elements(document: Document, known: Profile) -> Iterator[Entry]:
    """Yield the elements that a profile selects, those of one selector together."""
    found: dict[Selector, list[tuple[str, Line]]] = {}
    ignored: list[etree._Element] = []
    for selector, kind, element in _selected(document, known):
        if kind == IGNORE:
            ignored.append(element)
        elif (value := _value(element)) and len(found.setdefault(selector, [])) < _MOST:
            found[selector].append((value, document.line(element, value)))
    for element in ignored:
        element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs are behind
    for selector, kind in known.elements:
        if selector in found:
            yield _entry(known, kind, f"element {selector.text}", found[selector])


def _selected(document: Document, known: Profile) -> Iterator[tuple[Selector, str, etree._Element]]:
    """Yield each selector with the elements that it selects, but none within another."""
    inside: dict[Selector, etree._Element] = {}
    events = ("start", "end") if known.elements else ()
    for event, element in etree.iterwalk(document.root, events=events) if events else ():
        for selector, kind in known.elements:
            if event == "end":
                if inside.get(selector) is element:
                    del inside[selector]
            elif selector not in inside and _selects(selector, element):
                inside[selector] = element
                yield selector, kind, element


def _selects(selector: Selector, element: etree._Element) -> bool:
    if selector.name and element.tag != selector.name:
        return False
    if selector.id and element.get("id") != selector.id:
        return False
    if selector.classes and not set(selector.classes) <= set(element.get("class", "").split()):
        return False
    given = element.get(selector.attribute) if selector.attribute else ""
    return given is not None and selector.value in (None, given)


def _value(element: etree._Element) -> str:
    """Return what an element states: a ``content`` or ``datetime`` for machines, else its text."""
    stated = element.get("content") or element.get("datetime")
    return flat(stated or "".join(map(str, element.itertext())))


def _entry(known: Profile, kind: str, label: str, values: list[tuple[str, Line]]) -> Entry:
    values = [(known.value(kind, value), line) for value, line in values]
    marks = [Mark(line, "text", kind, label, value, "pair") for value, line in values]
    return Entry(kind, label, "pair", marks, values)


def _claim(known: Profile, entries: Sequence[Entry], findings: Findings) -> None:
    """Add what the entries say, as what the profile says."""
    made = Findings()
    for entry in entries:
        if entry.kind in _TEXTS:
            engine.note_abstract(made, entry.marks, 1, f"label/{entry.label}")
        else:
            claims.claim(entry, made)
    citations.note_reference(made, made.text("title"))
    for field, found in made.claims.items():
        for one in found:
            rule = f"profile {known.name}/{one.rule.partition('/')[2]}"
            findings.add(field, one.value, rank("profile") + one.rank, rule, *one.lines)
    for label, texts in made.extra.items():
        findings.keep(label, texts)
