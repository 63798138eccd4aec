"""The page state of ScienceDirect: XML as JSON, in which ``#name`` names an element.

``$`` holds its attributes, ``_`` its text and ``$$`` the elements in it.
"""

from typing import Any, Final

_MOST: Final = 5000
"""Elements that are walked for one part of the article: 5,000 authors have more, few lists do."""


def is_state(value: Any) -> bool:
    """Tell whether ``value`` is such a state."""
    return isinstance(value, dict) and isinstance(value.get("article"), dict) and "authors" in value


def unfolded(state: dict[str, Any]) -> dict[str, Any]:
    """Return the article of a state as an object with the members that others have."""
    article = state["article"]
    return {
        "title": article.get("titleString"),
        "doi": article.get("doi"),
        "contenttype": article.get("contentType"),
        "authors": _authors(state["authors"]),
        "journaltitle": article.get("srctitle"),
        "volume": article.get("vol-first"),
        "issue": article.get("iss-first"),
        "firstpage": article.get("article-number") or article.get("first-fp"),
        "lastpage": None if article.get("article-number") else article.get("last-lp"),
        "publicationdate": article.get("cover-date-text") or article.get("cover-date-start"),
        "issn": article.get("issn-primary-formatted"),
        "language": article.get("language"),
        "abstract": _abstract(state.get("abstracts")),
        "keywords": [_text(one) for one in _named(state.get("combinedContentItems"), "keyword")],
    }


def _authors(value: Any) -> list[dict[str, str]]:
    found = []
    for author in _named(value, "author"):
        parts = {str(one.get("#name")): one.get("_") for one in _inner(author)}
        orcid = author.get("$", {}).get("orcid") if isinstance(author.get("$"), dict) else ""
        found.append(
            {
                "surname": parts.get("surname") or "",
                "givenname": parts.get("given-name") or "",
                "orcid": orcid or "",
            }
        )
    return found


def _abstract(value: Any) -> str:
    """Return the author's abstract, not highlights or a graphical one, in its paragraphs."""
    for one in _named(value, "abstract"):
        kind = one.get("$", {}).get("class") if isinstance(one.get("$"), dict) else ""
        if kind in ("author", None, ""):
            parts = []
            for part in _named(one, "abstract-sec"):
                head = " ".join(_text(head) for head in _named(part, "section-title"))
                body = " ".join(_text(para) for para in _named(part, "simple-para"))
                parts.append(f"{head}: {body}" if head and head != "Abstract" else body)
            return "\n\n".join(parts)
    return ""


def _named(value: Any, name: str) -> list[dict[str, Any]]:
    """Return the outermost elements of this name in ``value``, in document order."""
    found: list[dict[str, Any]] = []
    stack = [value]
    for _ in range(_MOST * 4):
        if not stack:
            break
        one = stack.pop()
        if isinstance(one, dict) and one.get("#name") == name and one is not value:
            found.append(one)
        elif isinstance(one, dict):
            stack += [one.get("content"), one.get("$$")]
        elif isinstance(one, list):
            stack += reversed(one)
    return found


def _inner(element: dict[str, Any]) -> list[dict[str, Any]]:
    held = element.get("$$")
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _text(element: dict[str, Any]) -> str:
    """Return the text of an element and of those in it."""
    pieces: list[str] = []
    stack: list[Any] = [element]
    for _ in range(_MOST):
        if not stack:
            break
        one = stack.pop()
        if isinstance(one, dict):
            if isinstance(one.get("_"), str):
                pieces.append(one["_"])
            stack.append(one.get("$$"))
        elif isinstance(one, list):
            stack += reversed(one)
    return "".join(pieces).strip()
