"""From labelled values to claims, by kind of label."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import languages, names
from mentorlit.model import Funding, Keyword, Name
from mentorlit.pages import (
    citeline,
    containing,
    contributors,
    dating,
    grammar,
    links,
    people,
    terms,
)
from mentorlit.pages.entries import Entry, note
from mentorlit.pages.findings import Findings
from mentorlit.pages.lines import flat

_PLAIN: Final = {
    "place": "publisher_place",
    "event": "event_title",
    "event_place": "event_place",
    "series": "collection_title",
    "edition": "edition",
    "degree": "genre",
    "section": "section",
    "license": "rights",
    "journal_short": "container_title_short",
}
_KIND_BEHIND: Final = r"(?<=[.?!])\s\[[A-Z][^\[\]]{3,60}\]\Z"
"""What Ovid writes behind a title ("... review. [Review]")."""
_SENTENCES: Final = r"(?<!\b[^\W\d_])\.\s"
_BY: Final = r"(?:,| /) by ([^,/]{4,60})\.\Z"
"""The statement of responsibility behind a title (Library of Congress)."""
_POSITIONAL: Final = frozenset({"affiliation", "author", "title", "journal", "citation"})
_RETURNED: Final = _POSITIONAL | {
    "date",
    "epub",
    "received",
    "accepted",
    "revised",
    "volume",
    "page",
}


def claim(entry: Entry, findings: Findings) -> None:
    """Add to ``findings`` what ``entry`` says; what no field takes is kept as extra.

    Abstracts are not claimed here. A heading whose lines below are not what it promises
    ("Author information" above a citation line) gives its lines back.
    """
    values = [(flat(v), line) for v, line in entry.values if not grammar.is_null(v)]
    if not values or entry.kind in ("abstract", "description"):
        return
    entry = Entry(entry.kind, entry.label, entry.mode, entry.marks, values)
    before = sum(map(len, findings.claims.values()))
    handler = _HANDLERS.get(entry.kind)
    if handler:
        handler(entry, findings)
    elif entry.kind in _PLAIN:
        note(entry, findings, _PLAIN[entry.kind], _joined(entry))
    elif entry.kind in dating.EVENTS:
        dating.event(entry, findings)
    if sum(map(len, findings.claims.values())) > before or entry.kind == "stop":
        return
    if entry.mode == "line" and entry.kind in _RETURNED:
        for mark in entry.marks[1:]:
            mark.used = ""
    else:
        findings.keep(entry.label, [value for value, _ in values])


def _joined(entry: Entry) -> str:
    return " ".join(value for value, _ in entry.values)


def _first(entry: Entry) -> str:
    return entry.values[0][0]


def _title(entry: Entry, findings: Findings) -> None:
    value = re.sub(_KIND_BEHIND, "", _first(entry))
    if value.endswith(".") and (by := re.search(_BY, value)) and people.is_person(by[1]):
        value = value[: by.start()]
    head, stroke, tail = value.rpartition(" / ")
    if stroke and people.people(tail.rstrip(".")):
        value = head  # the statement of responsibility of a library's record
    sentences = value.endswith(".") and re.search(_SENTENCES, value) is not None
    if 2 < len(value) < 600 and any(c.isalpha() for c in value) and not sentences:
        note(entry, findings, "title", value)


def _alternative(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "alternative_title", tuple(v for v, _ in entry.values))


def _author(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "author", tuple(contributors.persons(entry)))
    for value, line in entry.values:
        if contributors.marked(value) and people.is_institution(value):
            address = people.bare_address(value)
            findings.add("affiliation", address, 1, f"label/{entry.label}", line)


def _editor(entry: Entry, findings: Findings) -> None:
    person = people.is_person(_first(entry).split(",")[0])
    if entry.kind == "editor_or_publisher" and names.is_organisation(_first(entry)) and not person:
        containing.publisher(entry, findings)
        return
    note(entry, findings, "editor", tuple(contributors.persons(entry)))


def _contributor(entry: Entry, findings: Findings) -> None:
    role = "thesis advisor" if entry.kind == "advisor" else ""
    found = [
        Name(**{f: getattr(name, f) for f in Name.__struct_fields__ if f != "role"}, role=role)
        for name in contributors.persons(entry)
    ]
    findings.add("contributor", tuple(found), 1, f"label/{entry.label}", *entry.lines)
    if role and found:
        note(entry, findings, "type", "thesis", 2)


def _keywords(entry: Entry, findings: Findings) -> None:
    scheme = "MeSH" if entry.kind == "mesh" else ""
    values = [value for value, _ in entry.values]
    heading = bool(scheme) and len(values) == 1 and values[0].count(",") == 1
    texts = values if heading else terms.terms(values)  # "Faculty, Medical" is one heading
    found = tuple(dict.fromkeys(Keyword(text, scheme) for text in texts))
    rank = 2 if entry.kind == "subject" else 1
    findings.add("keyword", found, rank, f"label/{entry.label}", *entry.lines)


def _language(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "language", languages.tag(_first(entry).split(";")[0]))


def _url(entry: Entry, findings: Findings) -> None:
    for value, line in entry.values:
        links.address(value, findings, f"label/{entry.label}", line)


def _type(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "type", grammar.work_type(_first(entry)))


def _publication_type(entry: Entry, findings: Findings) -> None:
    """Take an index's types of publication ("Journal Article", "Review"), which may be several."""
    values = [value for value, _ in entry.values]
    if max(map(len, values)) > 100:
        return
    note(entry, findings, "genre", "; ".join(values))
    types = filter(None, map(grammar.work_type, values))
    note(entry, findings, "type", next(types, ""), 1)


def _citation(entry: Entry, findings: Findings) -> None:
    findings.add("reference", _joined(entry), 2, f"citation/{entry.label}", *entry.lines)


def _funding(entry: Entry, findings: Findings) -> None:
    statement = _joined(entry)
    if len(statement) > 8:
        rule = f"label/{entry.label}"
        findings.add("funding", Funding(statement=statement), 1, rule, *entry.lines)


def _affiliation(entry: Entry, findings: Findings) -> None:
    _release(entry)
    for value, line in entry.values:
        parts = [part.strip() for part in re.split("[;；]", value) if part.strip()]
        for text in parts if all(map(people.is_institution, parts)) else [value]:
            if people.is_institution(text):
                bare = people.bare_address(text)
                findings.add("affiliation", bare, 1, f"label/{entry.label}", line)


def _release(entry: Entry) -> None:
    """Give back the lines from the first that is a citation or holds a DOI: it is none of it."""
    for place, mark in enumerate(entry.marks[1:], 1):
        if people.is_institution(mark.value) and "10." not in mark.value:
            continue
        if "10." in mark.value or citeline.read(mark.value):
            for later in entry.marks[place:]:
                later.used = ""
            return


def _copyright(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "rights", _joined(entry), 2)


def _correspondence(entry: Entry, _findings: Findings) -> None:
    """Give back the lines below a heading for addresses if a citation stands there (Karger)."""
    if entry.mode == "line" and any(citeline.read(value) for value, _ in entry.values):
        for mark in entry.marks[1:]:
            mark.used = ""


def _remark(entry: Entry, findings: Findings) -> None:
    findings.add("note", _joined(entry), 1, f"label/{entry.label}", *entry.lines)


_HANDLERS: Final[dict[str, Callable[[Entry, Findings], None]]] = {
    "title": _title,
    "alternative_title": _alternative,
    "author": _author,
    "editor": _editor,
    "editor_or_publisher": _editor,
    "advisor": _contributor,
    "contributor": _contributor,
    "keyword": _keywords,
    "subject": _keywords,
    "mesh": _keywords,
    "journal": containing.journal,
    "source": containing.source,
    "volume": containing.numbered,
    "issue": containing.numbered,
    "number": containing.article_number,
    "page": containing.page,
    "first_page": containing.page_end,
    "last_page": containing.page_end,
    "number_of_pages": containing.page_count,
    "date": dating.published,
    "status": dating.status,
    "publisher": containing.publisher,
    "imprint": containing.imprint,
    "language": _language,
    "doi": links.identifier,
    "pmid": links.identifier,
    "pmcid": links.identifier,
    "issn": links.serial,
    "pissn": links.serial,
    "eissn": links.serial,
    "isbn": links.isbn,
    "arxiv": links.arxiv,
    "url": _url,
    "type": _type,
    "publication_type": _publication_type,
    "citation": _citation,
    "funding": _funding,
    "affiliation": _affiliation,
    "copyright": _copyright,
    "correspondence": _correspondence,
    "note": _remark,
}
