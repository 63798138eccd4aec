"""Writer of BibTeX and BibLaTeX, UTF-8.

Every value is one line, between braces that balance, and shows as the text it is: nothing in it
can end its field, begin another entry or run a TeX command (see :mod:`mentorlit.formats.tex`).
Entry types, fields and their fixed order are in tables/bibtex.toml; what cannot be held is listed
in docs/formats/bibtex.md.
"""

from typing import Final

from mentorlit.formats.bibtex.entry import entry
from mentorlit.formats.bibtex.losses import unheld
from mentorlit.layout import Layout
from mentorlit.model import Citation


def _layout(*, biblatex: bool, ascii_only: bool = False) -> Layout:
    def record(citation: Citation, _: int) -> str:
        return entry(citation, biblatex=biblatex, ascii_only=ascii_only)

    return Layout(record, between="\n")


write: Final = _layout(biblatex=False)
"""Yields one BibTeX entry for each citation, a blank line between them."""

write_ascii: Final = _layout(biblatex=False, ascii_only=True)
"""Yields the same in ASCII: letters beyond it as TeX's commands, for old programs."""

write_biblatex: Final = _layout(biblatex=True)
"""Yields one BibLaTeX entry for each citation, a blank line between them."""

write_biblatex_ascii: Final = _layout(biblatex=True, ascii_only=True)
"""Yields the same in ASCII."""


def lost(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields of which the BibTeX entry does not hold all."""
    return unheld(citation, biblatex=False)


def lost_biblatex(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields of which the BibLaTeX entry does not hold all."""
    return unheld(citation, biblatex=True)
