"""Titles that do not tell what a paper is: those that recur, and what is no title at all."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from mentorlit.dedupe.fingerprints import venues
from mentorlit.dedupe.fingerprints.fold import fold, squeeze
from mentorlit.tables import load, members

_FILE: Final = re.compile(
    r"\S[^/]{0,200}\.(?:docx?|pdf|dvi|ps|eps|tex|indd|qxd|qxp|rtf|pptx?|fm|wpd|txt|html?|odt|xls)\s*\Z",
    re.IGNORECASE,
)
_EXTENSION: Final = 5
"""Letters of an extension at most, with its dot."""

_IDENTIFIER: Final = re.compile(
    r"\w{1,40} \d{1,6}\.\.\d{1,6}\Z|(?:doi\W*)?10\.\d{4,9}/\S+\Z|(?:https?://|www\.)\S+\Z|(?:pii|issn|isbn|arxiv)\W{0,3}\S*\d\S*\Z",
    re.IGNORECASE,
)
_ISSUE: Final = re.compile(
    r"\bvol(?:ume)? \d{1,4}\b.{0,20}\b(?:no|nr|num|number|issue|iss|n) \d{1,4}\b"
)
_HEADWORDS: Final = 14
"""Words of a running head at most."""


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/titles")


@cache
def _by_first_word(name: str) -> dict[str, list[str]]:
    """Return the phrases of a list by their first words."""
    found: dict[str, list[str]] = {}
    for phrase in _table()[name]:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


def no_title(stated: str, folded: str) -> bool:
    """Tell whether ``stated`` is no title: a file, an identifier, a banner or a running head.

    Programs that read PDF files take these for the title.
    """
    if not folded or (folded[0].isdecimal() and squeeze(folded).isdecimal()):
        return True
    for start in _by_first_word("banners").get(folded.partition(" ")[0], ()):
        if f"{folded} ".startswith(f"{start} "):
            return True
    text = stated.strip()
    if _IDENTIFIER.match(text) or ("." in text[-_EXTENSION:-1] and _FILE.match(stated)):
        return True
    return "vol" in folded and folded.count(" ") < _HEADWORDS and bool(_ISSUE.search(folded))


def recurring(whole: str, content: tuple[str, ...], container: str) -> int:
    """Return 0 for a title of its own, 1 for one that recurs with a topic, 2 if it says nothing."""
    bare = whole.rstrip()
    if not squeeze(bare).isalpha():
        bare = " ".join([word for word in bare.split() if not word.isdigit()])
    if not content or bare in members("dedupe/titles", "recurring"):
        return 2
    if container:
        named, common = _named(container), members("dedupe/titles", "headwords")
        if named is not None and all(
            word in named or word in common or word.isdigit() for word in content
        ):
            return 2
    for start in _by_first_word("recurring_prefixes").get(bare.partition(" ")[0], ()):
        if f"{bare} ".startswith(f"{start} "):
            topic = [word for word in bare.removeprefix(start).split() if word in content]
            return 1 if len(topic) > 2 else 2
    return 0


@lru_cache(maxsize=1 << 14)
def _named(container: str) -> frozenset[str] | None:
    """Return the words of the name of a serial; None for what is no serial."""
    if venues.venue(container).kind not in ("journal", "conference", "updated"):
        return None
    return frozenset(fold(container[:1000]).split())
