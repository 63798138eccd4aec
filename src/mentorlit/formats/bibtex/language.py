"""The language of the work behind a BibTeX or BibLaTeX entry."""

import re
from typing import Final

from mentorlit import languages
from mentorlit.formats.bibtex.dates import as_text
from mentorlit.formats.tex import decode
from mentorlit.tables import load

LANGUAGE_FIELDS: Final = ("language", "langid", "hyphenation")
"""The fields that name a language, by babel, in words or by a code."""

# BCP 47 with a primary subtag of two letters (ISO 639-1), for languages that no table names.
_TAG: Final = re.compile(r"[a-z]{2}(?:-[A-Za-z0-9]{2,8})*\Z")


def take_language(left: dict[str, str]) -> str:
    """Return the tag of the language and take the fields that say no other out of ``left``."""
    tags: dict[str, str] = {}
    for field in LANGUAGE_FIELDS:
        if field in left and (tag := tag_of(left[field])):
            tags[field] = tag
    if not tags:
        return ""
    # A regional name (langid = american) says more than the bare language.
    tag = next(iter(tags.values()))
    tag = next((other for other in tags.values() if other.startswith(tag + "-")), tag)
    for field, other in tags.items():
        if other.partition("-")[0] == tag.partition("-")[0]:
            del left[field]
    return tag


def tag_of(source: str) -> str:
    """Return the tag of the language that a field names, or an empty text."""
    name = decode(source).lower().removeprefix("lang")
    text = as_text(source)
    tag: str = load("bibtex")["langids"].get(name) or languages.tag(text)
    return tag or (text if _TAG.match(text) else "")
