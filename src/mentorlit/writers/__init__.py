"""The one list of output formats.

Each row names a module with one :class:`~mentorlit.layout.Layout`::

    write: Final = Layout(record, head=..., between=..., tail=...)

Called with citations, it yields text whose concatenation is one whole, valid document, in input
order, also for no citation at all; ``record`` returns what stands for one citation. All is pure: no
file, network, clock, environment or printing. A binary format has a
:class:`~mentorlit.layout.BinaryLayout`, which yields bytes. Beside it, a function tells what the
document does not hold of a citation::

    def lost(citation: Citation) -> tuple[str, ...]: ...

It returns the JSON names of the fields that say something which the format cannot, in the order
of the model (see :mod:`mentorlit.losses`).
"""

from importlib import import_module
from typing import Any, Final, NamedTuple

from mentorlit.layout import BinaryLayout, Layout
from mentorlit.losses import LostFunction
from mentorlit.model import Citation
from mentorlit.problems import UsageError


class Writer(NamedTuple):
    """One output format.

    Attributes:
        name: what ``--to`` takes, and the option of its own.
        title: the format as people know it.
        module: where its functions are.
        suffixes: of files in the format; each belongs to one format.
        keyed: every record must arrive with a citation key.
        function: the layout.
        lost: what tells of losses; ``""`` if the format holds everything.
        ascii: what writes in ASCII alone; ``""`` if the format has no such form.
        aliases: the format has a place for further keys of a record.
        binary: it is no text.

    """

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    keyed: bool = True
    function: str = "write"
    lost: str = "lost"
    ascii: str = ""
    aliases: bool = False
    binary: bool = False

    def load(self, *, ascii_only: bool = False) -> Layout:
        """Import the format's module and return what writes its text.

        Raises:
            UsageError: the format is binary, or has no ASCII form and is asked for it.

        """
        if self.binary:
            raise UsageError(f"{self.title} is no text")
        if ascii_only and not self.ascii:
            raise UsageError(f"{self.title} has no ASCII form: --ascii is for BibTeX")
        write: Layout = self._function(self.ascii if ascii_only else self.function)
        return write

    def load_binary(self) -> BinaryLayout:
        """Import the module of a binary format and return what writes its bytes."""
        write: BinaryLayout = self._function(self.function)
        return write

    def load_lost(self) -> LostFunction:
        """Return the function that tells what the format cannot hold of a citation."""
        lost: LostFunction = self._function(self.lost) if self.lost else _nothing
        return lost

    def _function(self, name: str) -> Any:
        return getattr(import_module(self.module), name)


def _nothing(_citation: Citation) -> tuple[str, ...]:
    return ()


_HERE: Final = "mentorlit.writers."

WRITERS: Final = (
    Writer("bibtex", "BibTeX", _HERE + "bibtex", (".bib", ".bibtex"), ascii="write_ascii"),
    Writer(
        "biblatex",
        "BibLaTeX",
        _HERE + "bibtex",
        (".biblatex",),
        function="write_biblatex",
        lost="lost_biblatex",
        ascii="write_biblatex_ascii",
        aliases=True,
    ),
    Writer("ris", "RIS", _HERE + "ris", (".ris",)),
    Writer("json", "CSL-JSON", _HERE + "csl_json", (".json", ".csljson"), lost=""),
    Writer("nbib", "nbib", _HERE + "nbib", (".nbib", ".medline"), keyed=False),
    Writer("endnote-xml", "EndNote XML", _HERE + "endnote_xml", (".enx",)),
    Writer("mods", "MODS", _HERE + "mods", (".mods",)),
    Writer("marcxml", "MARCXML", _HERE + "marcxml", (".marcxml",)),
    Writer("csv", "CSV", _HERE + "delimited", (".csv",), keyed=False),
    Writer("tsv", "TSV", _HERE + "delimited", (".tsv",), keyed=False, function="write_tabs"),
    Writer("csl-yaml", "CSL-YAML", _HERE + "csl_yaml", (".yaml", ".yml"), lost=""),
    Writer(
        "parquet",
        "Parquet",
        _HERE + "parquet",
        (".parquet",),
        keyed=False,
        lost="",
        binary=True,
    ),
    Writer(
        "ndjson",
        "mentorlit's own lines",
        _HERE + "ndjson",
        (".ndjson", ".jsonl"),
        keyed=False,
        lost="",
    ),
)
"""Every output format."""

BY_NAME: Final = {writer.name: writer for writer in WRITERS}
"""The same rows by name."""
