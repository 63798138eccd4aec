"""Titles of a Solr document: its own, that of what contains it, that of its series."""

from typing import Any, Final

from mentorlit.formats.vufind.document import Document, same
from mentorlit.formats.vufind.text import unpunctuated
from mentorlit.plaintext import markup

_TITLES: Final = (
    *("title", "title_full", "title_fullStr", "title_full_unstemmed", "title_auth"),
    "dc.title",
)
ARTICLES: Final = frozenset({"article-journal", "article-magazine", "article-newspaper", "article"})
"""Types of works that are part of a journal or newspaper."""
_PARTS: Final = ARTICLES | {"chapter", "paper-conference"}


def title(doc: Document) -> dict[str, Any]:
    """Take the title, else what stands for it in ``title_short``, ``title_sub`` or a copy."""
    short = unpunctuated(doc.first("", "title_short"))
    sub = " ".join(doc.peek("title_sub"))
    title = doc.first("title", "title")
    if not title and not short:
        title = doc.first("title", *_TITLES).partition(" / ")[0]
    title = unpunctuated(markup(title))
    if short and (not title or title == short or same(title) == same(short)):
        if not title:
            doc.cite("title", "title_short")
        title = _with_subtitle(title or short, unpunctuated(sub))
    if sub and same(sub) in same(title):
        doc.mark("title_sub", [sub])
    is_shorter = short != title and _is_beginning(same(short), same(title))
    alternatives = (unpunctuated(text) for text in doc.take("alternative-title", "title_alt"))
    return {
        "title": title,
        "title_short": markup(short) if short and is_shorter else "",
        "alternative_title": tuple(text for text in alternatives if text),
    }


def _is_beginning(short: str, title: str) -> bool:
    return len(short) < len(title) and title.startswith(short)


def _with_subtitle(title: str, sub: str) -> str:
    """Return both as one title, unless the subtitle is there already."""
    return f"{title}: {sub}" if sub and same(sub) not in same(title) else title


def host_title(doc: Document, values: dict[str, Any]) -> dict[str, str]:
    """Take the only parent of a part as what contains it, if no field of its own says it."""
    parents = doc.peek("hierarchy_parent_title")
    if len(parents) != 1:
        return {}
    if same(parents[0]) == same(values["container_title"]):
        doc.mark("hierarchy_parent_title", parents)
    if values["container_title"] or values["type"] not in _PARTS:
        return {}
    return {"container_title": unpunctuated(doc.first("container-title", "hierarchy_parent_title"))}


def series(doc: Document, values: dict[str, Any]) -> dict[str, Any]:
    """Take the series, with its number behind `` ; `` (ISBD, consolidated edition, A.7).

    The only series of a journal article, without a number, is the journal: there indexes made
    from the DOAJ have it.
    """
    series = doc.peek("series")
    is_bare = len(series) == 1 and " ; " not in series[0]
    if is_bare and values["type"] == "article-journal" and not values["container_title"]:
        return {"container_title": unpunctuated(doc.first("container-title", "series"))}
    text = doc.first("collection-title", "series", "series2")
    title, _, number = text.partition(" ; ")
    return {"collection_title": unpunctuated(title), "collection_number": unpunctuated(number)}
