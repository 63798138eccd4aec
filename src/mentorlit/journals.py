"""Titles of journals and their abbreviations: ``--abbreviate`` and ``--unabbreviate``.

Only a table says what a title is abbreviated to: nothing is made of single words, and a title
without an entry stays as it is.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from mentorlit.composing import normalized
from mentorlit.model import Citation
from mentorlit.problems import UsageError
from mentorlit.tables import load

_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_CONTAINED: Final = frozenset(["chapter", "entry", "entry-dictionary", "entry-encyclopedia"])
"""Types whose container is a book, which has no abbreviation."""


class Journals:
    """Full titles and abbreviations, found without regard to case, accents and punctuation.

    Args:
        tables: each of pairs of title and abbreviation; what an earlier table says counts.

    """

    def __init__(self, *tables: Iterable[tuple[str, str]]) -> None:
        self._short: dict[str, str] = {}
        self._full: dict[str, str] = {}
        for rows in tables:
            self._add(rows)

    def _add(self, rows: Iterable[tuple[str, str]]) -> None:
        short_forms: dict[str, str] = {}
        full_forms: dict[str, str] = {}
        for full, short in rows:
            short_forms.setdefault(_folded(full), short)
            found = _folded(short)
            known = full_forms.setdefault(found, full)
            if _folded(known) not in (found, _folded(full)):
                full_forms[found] = full if _folded(full) == found else ""
        self._short = short_forms | self._short
        self._full = full_forms | self._full

    def abbreviated(self, citation: Citation) -> Citation:
        """Return the citation with its container's title in the short form.

        That is the table's, else the one that the record states itself, else the title stays.
        """
        title = citation.container_title
        if not title or citation.type in _CONTAINED:
            return citation
        short = self._short.get(_folded(title)) or citation.container_title_short or title
        return citation if short == title else replace(citation, container_title=short)

    def unabbreviated(self, citation: Citation) -> Citation:
        """Return the citation with its container's title in full, if the table has it.

        An abbreviation that stands for several titles stays.
        """
        title = citation.container_title or citation.container_title_short
        if not title or citation.type in _CONTAINED:
            return citation
        full = self._full.get(_folded(title)) or citation.container_title
        return (
            citation
            if full == citation.container_title
            else replace(citation, container_title=full)
        )


def shipped() -> Iterator[tuple[str, str]]:
    """Yield the rows of tables/journals.toml."""
    for line in load("journals")["iso4"].splitlines():
        full, _, short = line.partition(" | ")
        if short:
            yield full.strip(), short.strip()


def given(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a user's table: title and abbreviation, parted by tab, ``;`` or ``,``.

    Further columns are ignored, and so are empty lines and those that begin with ``#``.

    Raises:
        UsageError: a line without two columns; ``name`` is the file's, for the message.

    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    counts = {mark: sum(mark in line for line in lines) for mark in "\t;,"}
    delimiter = max(counts, key=counts.__getitem__)
    for row in _split(lines, delimiter, name):
        full, short = ([cell.strip() for cell in row] + ["", ""])[:2]
        if not full or not short:
            raise UsageError(f"{name}: not a title and its abbreviation: {' '.join(row)[:60]!r}")
        yield full, short


def _split(lines: list[str], delimiter: str, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as error:
        raise UsageError(f"{name}: {error}") from error


def _folded(title: str) -> str:
    """Return what a title is found by: letters and digits, ``&`` as ``and``, no leading article."""
    text = normalized("NFKD", title.replace("&", " and ")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _NOT_A_LETTER.sub(" ", text).strip().removeprefix("the ")
