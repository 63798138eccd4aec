"""Abstracts in JATS, also those within Crossref's records."""

from lxml import etree

from mentorlit import abstracts
from mentorlit.formats.scholarly.draft import Draft
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.model import Section

_HEADINGS = frozenset({"abstract", "summary", "resumen", "résumé", "zusammenfassung", "resumo"})


def take(draft: Draft, element: etree._Element) -> None:
    """Take the text of an abstract, and its labelled sections if it has any."""
    parts: list[Section] = []
    for inner in element:
        if inner.tag == "title" and text(inner).lower().rstrip(":.") in _HEADINGS:
            continue
        if inner.tag == "sec":
            label = text(inner.find("title")).rstrip(":.")
            for heading in inner.findall("title")[:1]:
                heading.tag, heading.text = "label-taken", ""
                for each in list(heading):
                    heading.remove(each)
            parts.append(Section(label, paragraphs(inner)))
        elif line := paragraphs(inner):
            parts.append(Section("", line))
    if not parts and (line := paragraphs(element)):
        parts = [Section("", line)]
    parts = [part for part in parts if part.text]
    lines = (f"{part.label}: {part.text}" if part.label else part.text for part in parts)
    draft.fields["abstract"] = "\n\n".join(lines)
    if any(part.label for part in parts):
        draft.fields["abstract_sections"] = tuple(parts)
    else:
        draft.fields["abstract_sections"] = abstracts.sections(draft.fields["abstract"])
