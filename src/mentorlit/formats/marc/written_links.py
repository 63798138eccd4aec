"""Numbers, addresses and other works in a MARC 21 record that is made of a citation."""

from collections.abc import Iterator
from functools import cache

from mentorlit.formats.marc.written_codes import is_part, language
from mentorlit.formats.marc.written_dates import shown
from mentorlit.formats.marc.written_names import Made, direct
from mentorlit.model import Citation, Relation, StandardNumber
from mentorlit.tables import load

NUMBERED = ("report", "standard", "patent", "bill", "legislation", "regulation", "hearing")
"""Types whose number is their own, not that of an article."""


def identifiers(citation: Citation) -> Iterator[Made]:
    """Yield the numbers of the work; ISSN and ISBN of what contains it are in 773."""
    for number in citation.isbn[is_part(citation) :]:
        yield "020", "  ", _qualified(number)
    for number in () if is_part(citation) else citation.issn:
        yield "022", "  ", [("l" if number.medium == "linking" else "a", number.value)]
    own = (("doi", citation.doi), ("pmid", citation.pmid), ("pmcid", citation.pmcid))
    for scheme, text in own:
        yield "024", "7 ", [("a", text), ("2", scheme if text else "")]
    for scheme, texts in citation.identifiers.items():
        yield from (_other(scheme, text) for text in texts)
    yield "041", "  ", [("a", language(citation.language))]
    yield "099", "  ", [("a", citation.call_number)]
    if citation.type in NUMBERED:
        yield "088", "  ", [("a", citation.number)]


def _qualified(number: StandardNumber) -> list[tuple[str, str]]:
    return [("a", number.value), ("q", number.medium)]


def _other(scheme: str, text: str) -> Made:
    if scheme == "OCLC":
        return "035", "  ", [("a", f"(OCoLC){text}")]
    if scheme == "LCCN":
        return "010", "  ", [("a", text)]
    return "024", "7 ", [("a", text), ("2", _codes().get(scheme, scheme))]


@cache
def _codes() -> dict[str, str]:
    """Return the code of each scheme of identifiers, of several the first."""
    codes = {scheme: code for code, scheme in reversed(load("marc")["identifiers"].items())}
    return codes | {"DOI": "doi", "PMID": "pmid", "PMCID": "pmcid"}


def series(citation: Citation) -> Iterator[Made]:
    """Yield the series with its number."""
    title, number = citation.collection_title, citation.collection_number
    if title:
        yield "490", "0 ", [("a", f"{title} ;" if number else title), ("v", number)]


def host(citation: Citation) -> Iterator[Made]:
    """Yield the host item: its title, the place in it, its first ISSN and ISBN."""
    if not is_part(citation):
        return
    people = citation.container_author
    parts = [
        ("7", "nnas" if citation.type.startswith(("article-", "review")) else "nnam"),
        ("a", direct(people[0]) if people else ""),
        ("t", citation.container_title),
        ("p", citation.container_title_short),
        ("g", _place(citation)),
        ("x", citation.issn[0].value if citation.issn else ""),
        ("z", citation.isbn[0].value if citation.isbn else ""),
    ]
    yield "773", "0 ", parts


def _place(citation: Citation) -> str:
    """Return ``Vol. 12, no. 3 (2019-11), p. 1-9`` with what is known of it."""
    volume = f"Vol. {citation.volume}" if citation.volume else ""
    issue = f"no. {citation.issue}" if citation.issue else ""
    date = f"({shown(citation.issued)})" if citation.issued and (volume or issue) else ""
    first = f"{', '.join(filter(None, (volume, issue)))} {date}".strip()
    page = f"p. {citation.page}" if citation.page else ""
    number = (
        "" if citation.type in NUMBERED or not citation.number else f"article {citation.number}"
    )
    return ", ".join(filter(None, (first, page, number)))


def relations(citation: Citation) -> Iterator[Made]:
    """Yield other works: the original of a translation, those under review, linked ones."""
    if citation.original_title:
        yield "765", "0 ", [("t", citation.original_title)]
    for name in citation.reviewed_author:
        yield "787", "08", [("i", "Review of:"), ("a", direct(name))]
    for relation in citation.relations:
        yield _relation(relation)


def _relation(relation: Relation) -> Made:
    tags = {kind: tag for tag, kind in load("marc")["relations"].items()}
    tag = tags.get(relation.kind, "787")
    scheme, number = relation.scheme.upper(), relation.id
    codes = {"ISSN": "x", "ISBN": "z"}
    label = relation.kind.replace("-", " ").capitalize()
    parts = [("i", f"{label}:" if tag == "787" and (number or relation.text) else "")]
    parts.append(("t", relation.text))
    if scheme in codes:
        parts.append((codes[scheme], number))
    else:
        parts.append(("o", f"({scheme}){number}" if number else ""))
    return tag, "08" if tag == "787" else "0 ", parts


def locations(citation: Citation) -> Iterator[Made]:
    """Yield where the work is: the library, addresses."""
    yield "852", "  ", [("a", citation.archive), ("c", citation.archive_location)]
    for url in citation.url:
        yield "856", "40", [("u", url)]
