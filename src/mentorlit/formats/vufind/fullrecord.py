"""The MARC record that a VuFind document may carry whole in ``fullrecord``: what it adds.

Solr fields are made from that record and say less. It completes a citation where they say nothing,
and a title that lacks its subtitle; what else they say stays. A record with another title is not
used: it is not this document's.
"""

import re
from typing import Any, Final

from mentorlit.formats.vufind.document import Document, same
from mentorlit.formats.vufind.schema import VERBATIM
from mentorlit.model import JSON_NAME, NAME_FIELDS, Citation, Origin, Problem

_ESCAPED: Final = re.compile(r"#(29|30|31);")
"""How indexes write the separators of ISO 2709 in XML, where they are not allowed."""
_ORIGIN: Final = Origin("", "", "", 0, 0, 0)
_NOT_TAKEN: Final = frozenset(
    {"title", "extra", "problems", "origin", "evidence", "provenance", "members", "incomplete"}
)
_OF_PARTS: Final = frozenset({"volume", "issue", "page", "container_title"})
_DIFFERS: Final = Problem(
    "fullrecord-differs", "the MARC record in fullrecord has another title; it was not used"
)


def completed(doc: Document, values: dict[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return what a MARC record in ``fullrecord`` adds to ``values``, and a doubt about it."""
    for name in VERBATIM:
        for text in doc.verbatim(name):
            found = _citation(text)
            if found is None:
                continue
            if found.title and values.get("title") and not _is_same(found.title, values):
                return {}, (_DIFFERS,)
            return _added(doc, name, found, values), ()
    return {}, ()


def _is_same(title: str, values: dict[str, Any]) -> bool:
    """Tell whether a title is that of the document, or one has more of it than the other."""
    one, two = same(title), same(values["title"])
    return one in two or two in one or one[:24] == two[:24]


def _citation(text: str) -> Citation | None:
    """Return the citation of a whole record: ISO 2709, MARCXML or MARC-in-JSON; None for others."""
    body = text.lstrip()
    if body.startswith("<"):
        found = _of_xml(body) if "datafield" in body[:5000] else None
    elif body.startswith("{"):
        found = _of_json(body) if '"fields"' in body else None
    elif body.startswith(("LEADER", "LDR")):
        found = _of_staff_view(body)
    else:
        found = _of_iso2709(text)
    if found is None:
        return None
    from mentorlit.formats.marc.reading import described  # noqa: PLC0415 - few documents have one

    return described(found, _ORIGIN, ())


def _of_iso2709(text: str) -> Any:
    """Return the record of ISO 2709 in a text; separators may be written as ``#30;``."""
    from mentorlit.formats.marc.iso2709 import parse  # noqa: PLC0415

    if "#30;" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1])), text)
    if "\x1e" not in text:
        return None
    return parse(text.strip().rstrip("\x1d").encode("utf-8", "replace"))[0]


def _of_xml(text: str) -> Any:
    """Return the record of MARCXML."""
    from lxml import etree  # noqa: PLC0415

    from mentorlit.formats.marc import xml  # noqa: PLC0415

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        element = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return next(map(xml.record, xml.records(element)), None)


def _of_staff_view(text: str) -> Any:
    """Return the record of a MARC staff view that stands on the same page."""
    from mentorlit.formats.marc import staff_view  # noqa: PLC0415

    return staff_view.record(text.split("\n"))


def _of_json(text: str) -> Any:
    """Return the record of MARC-in-JSON."""
    import msgspec  # noqa: PLC0415

    from mentorlit.formats.marc import json  # noqa: PLC0415

    try:
        return json.record(msgspec.json.decode(text))
    except (msgspec.DecodeError, RecursionError):
        return None


def _added(doc: Document, name: str, found: Citation, values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that the record has and the document lacks."""
    has_names = any(values.get(field) for field in NAME_FIELDS)
    is_part = bool(values.get("container_title") or found.container_title)
    added: dict[str, Any] = {}
    for field in Citation.__struct_fields__:
        value = getattr(found, field)
        if not value or values.get(field) or field in _NOT_TAKEN:
            continue
        if (field in NAME_FIELDS and has_names) or (field in _OF_PARTS and not is_part):
            continue
        added[field] = value
        doc.cite(JSON_NAME[field], name)
    title, known = same(found.title), same(values.get("title", ""))
    if len(title) > len(known) and title.startswith(known):
        added["title"] = found.title
        doc.cite("title", name)
    if found.identifiers and values.get("identifiers"):
        added["identifiers"] = {**found.identifiers, **values["identifiers"]}
    return added
