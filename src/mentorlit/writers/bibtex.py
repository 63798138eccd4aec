"""Writer of BibTeX and BibLaTeX, UTF-8.

Every value is one line, between braces that balance, and shows as the text it is: nothing in it
can end its field, begin another entry or run a TeX command (see :mod:`mentorlit.formats.tex`).
Entry types, fields and their fixed order are in tables/bibtex.toml; what cannot be held is listed
in docs/formats/bibtex.md.
"""

from collections.abc import Iterable, Iterator

from mentorlit.formats.bibtex.entry import entry
from mentorlit.formats.bibtex.losses import unheld
from mentorlit.model import Citation


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one BibTeX entry for each citation, a blank line between them."""
    yield from _entries(citations, biblatex=False)


def write_ascii(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield the same in ASCII: letters beyond it as TeX's commands, for old programs."""
    yield from _entries(citations, biblatex=False, ascii_only=True)


def write_biblatex(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one BibLaTeX entry for each citation, a blank line between them."""
    yield from _entries(citations, biblatex=True)


def write_biblatex_ascii(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield the same in ASCII."""
    yield from _entries(citations, biblatex=True, ascii_only=True)


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields of which the BibTeX entry does not hold all."""
    return unheld(citation, biblatex=False)


def lost_biblatex(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields of which the BibLaTeX entry does not hold all."""
    return unheld(citation, biblatex=True)


def _entries(
    citations: Iterable[Citation], *, biblatex: bool, ascii_only: bool = False
) -> Iterator[str]:
    for index, citation in enumerate(citations):
        text = entry(citation, biblatex=biblatex, ascii_only=ascii_only)
        yield ("\n" if index else "") + text
