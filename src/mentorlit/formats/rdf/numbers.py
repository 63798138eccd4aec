"""Identifiers of RDF bibliographies: properties of BIBO, and texts such as ``ISSN 1234-5678``."""

import re
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.rdf.graph import Graph, Node, shown
from mentorlit.model import StandardNumber
from mentorlit.tables import load

_LABELLED: Final = re.compile(
    r"(?i)(?:urn:)?(isbn|issn|eissn|doi|pmid|pmcid|arxiv|lccn|oclc)(?:[\s:]+|(?=10\.))"
)
_NOTED: Final = re.compile(r"\b(PMID|PMCID|DOI):\s?([^\s;]{1,200})")
_OWN_PAGES: Final = ("://zotero.org/", "://www.zotero.org/", "://api.zotero.org/")


class Numbers:
    """The identifiers of a work and of what holds it."""

    def __init__(self) -> None:
        self.single: dict[str, str] = {}
        self.issn: dict[str, StandardNumber] = {}
        self.isbn: dict[str, StandardNumber] = {}
        self.url: dict[str, None] = {}
        self.others: dict[str, dict[str, None]] = {}

    def take(self, node: Node, graph: Graph) -> None:
        """Take the identifiers of a node; texts that are none stay."""
        for name, scheme in load("rdf")["identifiers"].items():
            for value in list(node.all(name)):
                text = shown(graph.resolved(value)) or str(value) if isinstance(value, str) else ""
                self.add(scheme, text or shown(value))
        for index, (name, value) in enumerate(node.properties):
            if name == "dc:identifier" and self._labelled(graph, value):
                node.used.add(index)

    def _labelled(self, graph: Graph, value: Any) -> bool:
        node = graph.node_of(value)
        text = node.first("rdf:value") if node is not None else str(value)
        if node is not None and node.kind == "dc:URI":
            return self.add("URL", text)
        match = _LABELLED.match(text)
        if match:
            return self.add(match[1], text[match.end() :])
        if doi := identifiers.doi(text):
            return self.add("DOI", doi)
        return text.startswith(("http://", "https://")) and self.add("URL", text)

    def add(self, scheme: str, text: str) -> bool:
        """Put one identifier where it belongs; tell whether it is one."""
        kind = scheme.lower()
        if kind in ("issn", "eissn"):
            medium = "electronic" if kind == "eissn" else ""
            found = identifiers.issns(text, checked=False)
            for number in found:
                self.issn.setdefault(number, StandardNumber(number, medium))
            return bool(found)
        if kind == "isbn":
            found = identifiers.isbns(text, checked=False)
            for number in found:
                self.isbn.setdefault(number, StandardNumber(number))
            return bool(found)
        if kind in ("doi", "pmid", "pmcid"):
            bare = getattr(identifiers, kind)(text)
            if bare and self.single.setdefault(kind, bare) != bare:
                self.others.setdefault(kind.upper(), {})[bare] = None
            return bool(bare)
        if kind == "url":
            self.url[text] = None
        elif text:
            name = {"arxiv": "arXiv", "handle": "handle"}.get(kind, scheme.upper())
            self.others.setdefault(name, {})[text] = None
        return bool(text)

    def note(self, text: str) -> bool:
        """Take the numbers that Zotero's users note as ``PMID: 1``; tell whether that is all."""
        found = _NOTED.findall(text)
        for scheme, number in found:
            self.add(scheme, number)
        return bool(found) and not _NOTED.sub("", text).strip(" ;,")

    def name(self, key: str) -> None:
        """Take the name of a node, if it is a DOI, an ISBN or a page of the work's own."""
        match = _LABELLED.match(key)
        if match:
            self.add(match[1], key[match.end() :])
        elif key.startswith(("http://", "https://")):
            doi = identifiers.doi(key) if "doi.org/" in key else ""
            if doi:
                self.add("DOI", doi)
            elif not self.url and not any(page in key for page in _OWN_PAGES):
                self.url[key] = None

    def values(self) -> dict[str, Any]:
        """Return what was found as a citation's fields."""
        found: dict[str, Any] = dict(self.single)
        found["issn"], found["isbn"] = tuple(self.issn.values()), tuple(self.isbn.values())
        found["url"] = tuple(url for url in self.url if url)
        found["identifiers"] = {scheme: tuple(texts) for scheme, texts in self.others.items()}
        return found
