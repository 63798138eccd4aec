"""MeSH headings, keywords, publication types."""

from functools import cache, lru_cache

from lxml import etree

from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import word
from mentorlit.formats.scholarly.inline import plain, text
from mentorlit.model import Keyword
from mentorlit.tables import load, phrases
from mentorlit.xmltext import inside

_MESH = "MeSH"


def mesh(draft: PubmedDraft, element: etree._Element) -> None:
    """Take the MeSH headings, each pair of descriptor and qualifier as one keyword.

    A star marks what is a major topic, as in MEDLINE's own format: ``*Asthma``,
    ``Asthma/*drug therapy``.
    """
    found: dict[str, Keyword] = {}
    for heading in element:
        terms = [(part.text, part.get("MajorTopicYN")) for part in inside(heading)]
        if terms:
            found |= _headings(tuple(terms))
        else:
            rest.keep(draft.extra, heading)
    draft.keywords += found.values()


@lru_cache(16384)
def _headings(terms: tuple[tuple[str | None, str | None], ...]) -> dict[str, Keyword]:
    """Return a descriptor with each of its qualifiers, or alone if it has none."""
    descriptor, *qualifiers = (_starred(raw, major) for raw, major in terms)
    texts = [f"{descriptor}/{qualifier}" for qualifier in qualifiers] or [descriptor]
    return {text: Keyword(text, _MESH) for text in texts}


@lru_cache(32768)
def _starred(raw: str | None, major: str | None) -> str:
    term = plain(raw or "")
    return f"*{term}" if major == "Y" and term else term


def keywords(draft: PubmedDraft, element: etree._Element) -> None:
    """Take a ``KeywordList``; its owner names the vocabulary, unless the authors gave them."""
    owner = element.get("Owner") or ""
    scheme = "" if owner in ("NOTNLM", "NLM-AUTO") else owner
    found: dict[str, None] = {}
    for inner in inside(element):
        term = text(inner) if len(inner) else _starred(inner.text, inner.get("MajorTopicYN"))
        if term:
            found[term] = None
    draft.keywords += [Keyword(term, scheme) for term in found]


def publication_types(draft: PubmedDraft, element: etree._Element) -> None:
    """Take type and genre from a ``PublicationTypeList``; the list stays if it says more."""
    add_types(draft, [term for inner in element if (term := word(inner))])


def add_types(draft: PubmedDraft, terms: list[str]) -> None:
    """Take type and genre from publication types."""
    kind, genre, is_all = _meaning(tuple(terms))
    if kind:
        draft.fields["type"] = kind
    if genre:
        draft.fields["genre"] = genre
    if not is_all:
        rest.put(draft.extra, "PublicationTypeList", list(terms))


@lru_cache(4096)
def _meaning(terms: tuple[str, ...]) -> tuple[str, str, bool]:
    """Return the type, the genre, and whether they hold all that the publication types say."""
    types: dict[str, str] = load("pubmed")["type"]
    kind = next((types[term] for term in terms if term in types), "")
    ranks, never = _genres()
    genres = [term for term in terms if term not in never]
    genre = min(genres, key=lambda term: ranks.get(term, len(ranks)), default="")
    return kind, genre, not [term for term in terms if term not in (genre, "Journal Article")]


@cache
def _genres() -> tuple[dict[str, int], frozenset[str]]:
    table = load("pubmed")["genre"]
    ranks = {term: rank for rank, term in enumerate(phrases(table["first"]))}
    return ranks, frozenset(phrases(table["never"]))
