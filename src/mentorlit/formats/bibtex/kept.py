"""Fields that the model has no place for: kept as TeX source, and written as they were.

Some fields may not stand in an entry by themselves: ``crossref`` to an entry that is not there is
an error for BibTeX, and Biber takes no field that its data model lacks. They are packed, as
``name = {value}``, into one that every program takes and no style prints: ``verbc``. It is a
verbatim field: whatever is in it, TeX does not run it.
"""

import re
from functools import cache
from typing import Final

from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.verbatim import is_verbatim, written
from mentorlit.formats.tex import decode, encode
from mentorlit.formats.tex.encoding import balanced, clean
from mentorlit.tables import load

PACK: Final = "verbc"
"""The field for packed fields; the biblatex manual, section 2.2.4, leaves it to users."""

_PACKED: Final = re.compile(r"\s*[a-z_][a-z0-9_:.+/-]{0,63} = \{")
_CONTROL_WORD: Final = re.compile(r"\\([A-Za-z]+)")
_NO_COMMENT: Final = re.compile(r"(?<!\\)%")


def kept(field: str, source: str) -> str:
    """Return what to keep of a field without a place: its source on one line.

    A source that :func:`as_field` made of a text which may not stand as it is gives that text.
    """
    source = clean(source)
    if is_verbatim(field) or "\\" not in source:
        return source
    text = decode(source)
    return text if not is_harmless(text) and encode(text) == source else source


def as_field(field: str, text: str) -> str:
    """Return a kept text as the source of a field: as it is, unless that could do harm."""
    if is_verbatim(field):
        return written(field, text)
    text = clean(text)
    return text if is_harmless(text) else encode(text)


def is_harmless(source: str) -> bool:
    """Tell whether ``source`` can neither end its field nor run a command that is not known.

    Its braces balance as BibTeX and as TeX count them, and each control word in it is one of
    tables/tex.toml: letters, accents, symbols, markup.
    """
    if (
        "^^" in source
        or not balanced(source)
        or not balanced(source.replace("\\{", "").replace("\\}", ""))
    ):
        return False
    if source.endswith("\\") or _NO_COMMENT.search(source):
        return False
    return all(word in _known_words() for word in _CONTROL_WORD.findall(source))


@cache
def _known_words() -> frozenset[str]:
    table = load("tex")
    sections = ("accents", "characters", "symbols", "markup", "declarations")
    words = {word for section in sections for word in table[section] if word.isalpha()}
    return frozenset({*words, *table["commands"]["plain"], *table["commands"]["quoted"]})


def packed(fields: dict[str, str]) -> str:
    """Return the value of the field ``verbc`` for fields that may not stand by themselves."""
    return ", ".join(f"{name} = {value}" for name, value in fields.items())


def unpack(fields: dict[str, str]) -> dict[str, list[str]]:
    """Put packed fields into their places; what stands there says less, and goes.

    Returns the further values of those that are packed more than once.
    """
    source = fields[PACK]
    if not _PACKED.match(source) or not source.rstrip().endswith("}"):
        return {}
    entry = Entry("," + source, {})
    if entry.problems:
        return {}
    del fields[PACK]
    fields.update(entry.fields)
    return entry.repeated
