"""Writer of BibTeX and BibLaTeX, UTF-8.

Every value is one line, between braces that balance, and shows as the text it is: nothing in it
can end its field, begin another entry or run a TeX command (see :mod:`mentorlit.formats.tex`).
Entry types, fields and their fixed order are in tables/bibtex.toml; what cannot be held is listed
in docs/formats/bibtex.md.
"""

from collections.abc import Iterable, Iterator

from mentorlit.formats.bibtex.entry import entry
from mentorlit.model import Citation


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one BibTeX entry for each citation, a blank line between them."""
    yield from _entries(citations, biblatex=False)


def write_biblatex(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one BibLaTeX entry for each citation, a blank line between them."""
    yield from _entries(citations, biblatex=True)


def _entries(citations: Iterable[Citation], *, biblatex: bool) -> Iterator[str]:
    for index, citation in enumerate(citations):
        yield ("\n" if index else "") + entry(citation, biblatex=biblatex)
