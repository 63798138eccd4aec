"""The one list of output formats.

Each row names a module with one function::

    def write(citations: Iterable[Citation]) -> Iterator[str]: ...

It yields text whose concatenation is one whole, valid document, in input order, also for no
citation at all. It is pure: no file, network, clock, environment or printing.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Final, NamedTuple

from mentorlit.model import Citation

WriteFunction = Callable[[Iterable[Citation]], Iterator[str]]


class Writer(NamedTuple):
    """One output format; ``keyed`` tells that every record must arrive with a citation key."""

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    keyed: bool = True
    function: str = "write"

    def load(self) -> WriteFunction:
        """Import the format's module and return its write function."""
        write: WriteFunction = getattr(import_module(self.module), self.function)
        return write


WRITERS: Final = (
    Writer("bibtex", "BibTeX", "mentorlit.writers.bibtex", (".bib", ".bibtex")),
    Writer(
        "biblatex", "BibLaTeX", "mentorlit.writers.bibtex", (".biblatex",), True, "write_biblatex"
    ),
    Writer("ris", "RIS", "mentorlit.writers.ris", (".ris",)),
    Writer("json", "CSL-JSON", "mentorlit.writers.csl_json", (".json", ".csljson")),
    Writer(
        "ndjson", "mentorlit's own lines", "mentorlit.writers.ndjson", (".ndjson", ".jsonl"), False
    ),
)
"""Every output format."""

BY_NAME: Final = {writer.name: writer for writer in WRITERS}
"""The same rows by name."""
