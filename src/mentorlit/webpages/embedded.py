"""Citations in BibTeX, RIS, EndNote, MEDLINE or CSL-JSON that a page carries for its readers.

They stand in ``pre``, ``code`` and ``textarea``, in boxes that a button shows, in scripts of such
a type, in attributes for a copy button and in ``data:`` addresses of downloads.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final
from urllib.parse import unquote_to_bytes

from lxml import etree

from mentorlit.webpages import citation_text
from mentorlit.webpages.carried import Fault, Work
from mentorlit.webpages.document import Document
from mentorlit.webpages.elementtext import text_of

# Several patterns, each beginning with what is rarely met: one for all is slower by far.
_SIGNS: Final = (
    (
        rb"@(?i:article|book|misc|inproceedings|incollection|inbook|phdthesis|mastersthesis|thesis"
        rb"|techreport|report|online|proceedings|unpublished|conference|collection|dataset|software"
        rb"|mastersthesis|electronic)\s?[{(]"
    ),
    rb"TY {1,2}- ?[A-Z]{3,5}",
    rb"%0 [A-Z][a-z]{3}",
    rb"PMID- ?\d",
    (
        rb"type(?:\"|&quot;|&#34;)\s?:\s?(?:\"|&quot;|&#34;)"
        rb"(?:article-journal|chapter|book|paper-conference|thesis|report)(?:\"|&quot;|&#34;)"
    ),
    rb"data:(?:application|text)/(?!javascript|css|json|font|octet)[a-z.+-]{3,60}[;,]",
)
_BOXES: Final = ("pre", "textarea", "code", "div", "span", "p", "td", "li", "samp", "blockquote")
_VERBATIM: Final = frozenset(("pre", "textarea", "code", "samp"))
_SCRIPTS: Final = ("bibtex", "research-info", "endnote", "citationstyles", "x-ris", "nbib")
_ATTRIBUTES: Final = etree.XPath(
    "//*/@*[starts-with(name(), 'data-') or name() = 'value' or starts-with(., 'data:')]"
)
_DATA: Final = re.compile(r"data:(?:application|text)/[a-z.+-]{3,60}((?:;[\w=-]{1,40}){0,3}),")
_MOST: Final = 5000
_NESTED: Final = 12
"""Elements within each other that may begin with the same text."""


def works(document: Document) -> Iterator[Work | Fault]:
    """Yield the records of every text of the page that begins in a citation format."""
    if not any(map(document.finds, _SIGNS)):
        return
    for element, text in islice(chain(_texts(document), _attributes(document)), _MOST):
        for kind, one in citation_text.read(text):
            line = document.line(element, "")
            if isinstance(one, str):
                yield Fault(line, one)
                continue
            yield Work(
                carrier="citation",
                rule=f"citation/{kind}",
                citation=one,
                line=line,
                element=element,
            )


def take_out(document: Document) -> None:
    """Empty the elements that hold citations, which are no text of the page."""
    if not any(map(document.finds, _SIGNS)):
        return
    for element, _ in list(_texts(document)):
        element.text = None
        for inner in list(element):
            element.remove(inner)


def _texts(document: Document) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text of elements that begin like a citation, no text twice."""
    done: set[etree._Element] = set()
    for element in document.elements(*_BOXES, "script"):
        if element.tag == "script":
            if any(word in element.get("type", "") for word in _SCRIPTS):
                yield element, element.text or ""
            continue
        if not citation_text.format_of(_beginning(element)):
            continue
        around = (one for one, _ in zip(element.iterancestors(), range(_NESTED), strict=False))
        if not any(one in done for one in around):
            done.add(element)
            yield element, text_of(element, keep_lines=True)


def _beginning(element: etree._Element) -> str:
    """Return the first text in an element, which may stand in the only element in it.

    Verbatim text may be cut into many (coloured words); what holds more is a part of the page.
    """
    for _ in range(_NESTED):
        text = element.text or ""
        single = len(element) == 1 and not (element[0].tail or "").strip()
        if text.strip() or not (single or (len(element) and element.tag in _VERBATIM)):
            return text[:700]
        element = element[0]
    return ""


def _attributes(document: Document) -> Iterator[tuple[etree._Element, str]]:
    """Yield the values of attributes that are citations, of ``data:`` addresses what they hold."""
    found = _ATTRIBUTES(document.root)
    for value in found if isinstance(found, list) else ():
        text = str(value)
        if text.startswith("data:"):
            text = _held(text)
        if citation_text.format_of(text[:700]):
            parent = getattr(value, "getparent", lambda: None)()
            yield (document.root if parent is None else parent), text


def _held(address: str) -> str:
    """Return the text that a ``data:`` address (RFC 2397) holds, ``""`` if it holds no text."""
    match = _DATA.match(address)
    if not match or len(address) > citation_text.LONGEST:
        return ""
    raw = unquote_to_bytes(address[match.end() :])
    if ";base64" in match[1].casefold():
        try:
            raw = b64decode(raw)
        except ValueError:
            return ""
    return raw.decode("utf-8", "replace")
