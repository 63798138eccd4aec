"""Answers that services give in common: JSON, and the search for words in titles."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from loopback.serving import Asked, Reply
from loopback.works import Work


def as_json(
    value: Any,
    status: int = 200,
    headers: Mapping[str, str] = {},
    content_type: str = "application/json",
) -> Reply:
    """Return a reply whose body is ``value`` as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, body, {"Content-Type": content_type, **headers})


def first(asked: Asked, name: str, default: str = "") -> str:
    """Return the first value of a parameter."""
    return asked.query.get(name, [default])[0]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, as search engines see them."""
    return re.findall(r"[^\W_]+", text.lower())


def found(works: Iterable[Work], text: str) -> list[Work]:
    """Return the works that have any word of ``text``, those with most of them first."""
    asked = set(words(text))
    scored = [(len(asked.intersection(_all_words(work))), work) for work in works]
    scored = [pair for pair in scored if pair[0]]
    return [work for _, work in sorted(scored, key=lambda pair: (-pair[0], pair[1].number))]


def _all_words(work: Work) -> set[str]:
    families = " ".join(family for family, _ in work.authors)
    return set(words(f"{work.title} {families} {work.year} {work.journal}"))
