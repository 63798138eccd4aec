"""From labelled values to claims, by kind of label."""

import re
from collections.abc import Callable
from typing import Final

from mentorlit import identifiers, languages, names
from mentorlit.model import Funding, Keyword, Name
from mentorlit.pages import citations, citeline, contributors, dating, grammar, links, people, terms
from mentorlit.pages.entries import Entry, note
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold
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
_PAGE_COUNT_LABELS: Final = frozenset(
    {"pages", "seiten", "páginas", "paginas", "pagine", "ページ", "页", "頁"}
)


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
    value = _first(entry)
    sentences = value.endswith(".") and ". " in value
    if 2 < len(value) < 600 and any(c.isalpha() for c in value) and not sentences:
        note(entry, findings, "title", value)


def _alternative(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "alternative_title", tuple(v for v, _ in entry.values))


def _author(entry: Entry, findings: Findings) -> None:
    note(entry, findings, "author", tuple(contributors.persons(entry)))


def _editor(entry: Entry, findings: Findings) -> None:
    person = people.is_person(_first(entry).split(",")[0])
    if entry.kind == "editor_or_publisher" and names.is_organisation(_first(entry)) and not person:
        _publisher(entry, findings)
        return
    note(entry, findings, "editor", tuple(contributors.persons(entry)))


def _contributor(entry: Entry, findings: Findings) -> None:
    role = "thesis advisor" if entry.kind == "advisor" else ""
    found = [
        Name(**{f: getattr(name, f) for f in Name.__struct_fields__ if f != "role"}, role=role)
        for name in contributors.persons(entry)
    ]
    findings.add("contributor", tuple(found), 1, f"label/{entry.label}", *entry.lines)


def _keywords(entry: Entry, findings: Findings) -> None:
    scheme = "MeSH" if entry.kind == "mesh" else ""
    texts = terms.terms([value for value, _ in entry.values])
    found = tuple(dict.fromkeys(Keyword(text, scheme) for text in texts))
    rank = 2 if entry.kind == "subject" else 1
    findings.add("keyword", found, rank, f"label/{entry.label}", *entry.lines)


def _journal(entry: Entry, findings: Findings) -> None:
    value = _first(entry)
    if grammar.date(value):
        dating.published(entry, findings)
        return
    cited = citeline.read(value)
    if cited:
        _cite(entry, findings, cited)
        value = cited.journal
    if value and len(value) <= 250 and not value.startswith("http"):
        note(entry, findings, "container_title", value.rstrip(" .,;"))
        if entry.label.casefold() not in ("publication", "in", "en", "dans", "venue"):
            note(entry, findings, "type", _contained_type(value), 2)


def _contained_type(value: str) -> str:
    folded = fold(value)
    met = any(word in folded for word in ("conference on", "symposium on", "workshop on"))
    met = met or folded.startswith("proceedings of")
    return "paper-conference" if met else "article-journal"


def _source(entry: Entry, findings: Findings) -> None:
    found = [(v, line) for v, line in entry.values if "http" in v or identifiers.doi(v)]
    if found:
        for value, line in found:
            links.address(value, findings, f"label/{entry.label}", line)
        return
    _journal(entry, findings)


def _cite(entry: Entry, findings: Findings, cited: citeline.Cited) -> None:
    rule, lines = f"citation/{entry.label}", entry.lines
    citations.note_cited(findings, cited, rule, 2, *lines)


def _numbered(entry: Entry, findings: Findings) -> None:
    value = _first(entry)
    if value.startswith("Proceedings"):  # ACL Anthology
        note(entry, findings, "container_title", value, -1)
        return
    cited = citeline.read(value)
    if cited and not grammar.number(value):
        _cite(entry, findings, cited)
        return
    note(entry, findings, entry.kind, grammar.number(value))


def _article_number(entry: Entry, findings: Findings) -> None:
    value = _first(entry)
    if len(value) <= 30 and any(c.isdigit() for c in value) and " " not in value:
        note(entry, findings, "number", value.rstrip(".,;"))


def _page(entry: Entry, findings: Findings) -> None:
    value = grammar.pages(_first(entry))
    count = fold(entry.label) in _PAGE_COUNT_LABELS and value.isdigit()
    if not count:
        note(entry, findings, "page", value)


def _page_end(entry: Entry, findings: Findings) -> None:
    note(entry, findings, entry.kind, grammar.pages(_first(entry)))


def _page_count(entry: Entry, findings: Findings) -> None:
    match = re.match(r"(\d{1,5})(?:\s?(?:p|S|s|pages|Seiten|páginas|с)\.?)?\Z", _first(entry))
    note(entry, findings, "number_of_pages", match[1] if match else "")


def _publisher(entry: Entry, findings: Findings) -> None:
    value = _first(entry)
    if len(value) <= 200 and not value.startswith("http"):
        note(entry, findings, "publisher", value.rstrip(" ;,"))


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
        if people.is_institution(value):
            text = people.bare_address(value)
            findings.add("affiliation", text, 1, f"label/{entry.label}", line)


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
    "journal": _journal,
    "source": _source,
    "volume": _numbered,
    "issue": _numbered,
    "number": _article_number,
    "page": _page,
    "first_page": _page_end,
    "last_page": _page_end,
    "number_of_pages": _page_count,
    "date": dating.published,
    "status": dating.status,
    "publisher": _publisher,
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
    "note": _remark,
}
