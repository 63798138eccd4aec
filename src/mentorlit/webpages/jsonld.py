"""schema.org in JSON-LD: the scripts of type ``application/ld+json``."""

from collections.abc import Iterator

from lxml import etree

from mentorlit.pages.findings import Findings
from mentorlit.webpages import schema_nodes, script_json
from mentorlit.webpages.carried import Work
from mentorlit.webpages.document import Document
from mentorlit.webpages.trust import rank
from mentorlit.webpages.worknames import letters


def works(document: Document) -> Iterator[Work]:
    """Yield the works in the page's JSON-LD; scripts that are no JSON are passed over."""
    for script in _scripts(document):
        values = script_json.values(script.text or "")
        yield from schema_nodes.works(document, script, values, "json-ld")


def claim_journal(document: Document, findings: Findings) -> None:
    """Add the ISSN of a journal that the page describes beside the work, if it is the work's.

    It is where the work's journal has the same title, or none is known but the work's title.
    """
    for script in _scripts(document) if document.holds(b"Periodical") else ():
        found = schema_nodes.journal(script_json.values(script.text or ""))
        known = letters(findings.text("container_title"))
        if not found or not findings.has("title"):
            continue
        if known in ("", letters(found.container_title)):
            line = document.line(script, "")
            findings.add("issn", found.issn, rank("json-ld") + 1, "json-ld", line)
            findings.add(
                "container_title", found.container_title, rank("json-ld") + 1, "json-ld", line
            )


def _scripts(document: Document) -> Iterator[etree._Element]:
    for script in document.elements("script"):
        if "ld+json" in script.get("type", ""):
            yield script
