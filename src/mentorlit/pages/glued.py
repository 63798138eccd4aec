"""Labels and values that nothing, or only a space, sets apart ("Article number417")."""

import re
from functools import cache
from typing import Final

import msgspec

from mentorlit.pages import grammar, people
from mentorlit.pages.lexicon import glued_labels, label_kind, labels
from mentorlit.pages.lines import has_cjk
from mentorlit.tables import load, phrases

_KEY: Final = (
    r"((?:dc|dcterms|dspace|datacite|eprints|local|oaire|organization|person|publicationissue"
    r"|publicationvolume|relation|thesis|journal)(?:\.[A-Za-z]+){1,3})"
)
_NAMESPACES: Final = ("dc", "oaire.", "local.", "person.", "relation.", "thesis.", "journal.")
_SYSTEMS: Final = ("dspace.", "datacite.", "eprints.", "organization.", "publicationissue.")
_CJK_PROSE: Final = 50
_KEYS: Final = (*_NAMESPACES, *_SYSTEMS, "publicationvolume.")
_LANGUAGE_TAG: Final = r"(.*\S)\s+[a-z]{2}(?:_[A-Z]{2})\Z"
_SPACED_KINDS: Final = frozenset(
    ["doi", "pmid", "pmcid", "issn", "date", "epub", "received", "accepted", "revised"]
)
_NAMED_KINDS: Final = frozenset({"journal", "publisher", "series", "alternative_title", "title"})
_TEXT_KINDS: Final = _NAMED_KINDS | {"abstract", "author", "keyword"}
_GLUED: Final = grammar.SHAPED | _TEXT_KINDS


class Split(msgspec.Struct, frozen=True):
    """A label with its kind and the value behind it; ``mode`` is the name of a profile."""

    kind: str
    label: str
    value: str
    mode: str


def split(text: str, *, everywhere: bool = False) -> Split | None:
    """Split a line into label and value, where their shapes show where the value begins.

    ``everywhere`` accepts a space between them for all kinds of value that have a shape.
    """
    if text.startswith(_KEYS) and (found := _field(text)):
        return found
    if len(text) > _CJK_PROSE and text.startswith(_short_abstract_labels()) and "。" in text:
        return Split("abstract", text[:2], text[2:].strip(" \u3000"), "glued")
    starts, found_labels = glued_labels(_GLUED, text[:3])
    if not text.startswith(starts):
        return None
    for label, kind in found_labels:
        if not text.startswith(label) or len(text) == len(label):
            continue
        rest = text[len(label) :]
        value = rest.strip(" \t\u00a0")
        spaced = value != rest
        if grammar.fits(kind, value) and (not spaced or everywhere or _plain(kind, value)):
            return Split(kind, label, value, "spaced" if spaced else "glued")
        if not spaced and _text_fits(kind, label, rest):
            return Split(kind, label, value, "glued")
    return None


@cache
def _short_abstract_labels() -> tuple[str, ...]:
    """Return the labels of abstracts that are two Chinese, Japanese or Korean characters."""
    return tuple(sorted(x for x in phrases(load("pages/labels")["abstract"]) if _is_short(x)))


def _is_short(label: str) -> bool:
    return len(label) == 2 and has_cjk(label)


def _plain(kind: str, value: str) -> bool:
    """Tell whether a space between label and value is enough ("Pages 107 - 113")."""
    return kind in _SPACED_KINDS or (kind == "page" and "-" in grammar.pages(value))


def _field(text: str) -> Split | None:
    """Split ``dc.title.alternativeText``: the longest known name at the start of the line.

    A name of the same kinds that no table has takes the line too, so that it is no text.
    """
    match = re.match(_KEY, text)
    if match is None:
        return None
    key = match[1]
    for end in range(len(key), 4, -1):
        kind = labels().get(key[:end].casefold())
        if kind:
            value = text[end:].strip()
            tagged = re.match(_LANGUAGE_TAG, value)
            return Split(kind, key[:end], tagged[1] if tagged else value, "pair")
    if len(key) < len(text) and not text[len(key)].isspace():
        return None
    return Split(label_kind(key) or "other", key, text[len(key) :].strip(), "pair")


def _text_fits(kind: str, label: str, rest: str) -> bool:
    """Tell whether a value without a shape of its own begins behind the label."""
    if kind == "keyword":
        several = any(sign in rest for sign in ",;；、，")
        listed = ";" in rest or ("；" in rest and has_cjk(label))
        return several and (_starts_new(label, rest) or (listed and rest[0].isalpha()))
    if not _starts_new(label, rest) and not (kind == "author" and has_cjk(label)):
        return False
    if kind in _NAMED_KINDS:
        return len(rest) < 300 and not rest.rstrip().endswith((".", "?"))
    if kind == "author":
        return len(rest) < 2000 and len(people.people(rest)) > (0 if len(label) > 3 else 1)
    return kind == "abstract" and len(rest) > 100


def _starts_new(label: str, rest: str) -> bool:
    """Tell whether case shows a new word after the label ("JournalBMC")."""
    return label[-1].islower() and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "«“„¿¡")
