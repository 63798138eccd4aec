"""The one list of input formats.

Each row names a module with one function::

    def read(stream: Stream) -> Iterator[Citation | Reject]: ...

It yields, in input order, a :class:`~mentorlit.model.Citation` with its origin for every record
that can be read and a :class:`~mentorlit.problems.Reject` for every stretch that cannot. It is
pure: no file, network, clock, environment or printing, and no exception for any input.
"""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain
from typing import Final, NamedTuple

from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

Record = Citation | Reject
ReadFunction = Callable[[Stream], Iterator[Record]]


class Reader(NamedTuple):
    """One input format.

    ``sniff`` is a regular expression searched (``re.MULTILINE``) in the first
    ``Limits.head`` bytes; the first row whose pattern is found, and whose ``unless`` is not,
    reads the input. ``opens`` names the bytes of which one must be the first that is not blank
    (``b"<"`` for XML); it is looked at before the patterns, so that few of them are ever compiled.
    ``suffixes`` decide only when no pattern is found, and before a row that is ``last``, whose
    pattern fits nearly anything. ``boundary`` is a regular expression for what stands between two
    records, with the end of one and only looking ahead at the other: there an input may be parted
    and its parts be read each alone. Empty if parts depend on each other.
    """

    name: str
    title: str
    module: str
    suffixes: tuple[str, ...]
    sniff: bytes
    unless: bytes = b""
    last: bool = False
    opens: bytes = b""
    boundary: bytes = b""

    def recognises(self, head: bytes) -> bool:
        """Tell whether ``head``, the first bytes of an input, is in this format."""
        if self.opens and (head.lstrip()[:1] or b"\0") not in self.opens:
            return False
        if not re.search(self.sniff, head, re.MULTILINE):
            return False
        return not (self.unless and re.search(self.unless, head, re.MULTILINE))

    def load(self) -> ReadFunction:
        """Import the format's module and return its ``read`` function."""
        read: ReadFunction = import_module(self.module).read
        return read


READERS: Final = (
    Reader(
        "ndjson",
        "mentorlit's own lines",
        "mentorlit.readers.ndjson",
        (".ndjson", ".jsonl"),
        rb'\A\s*\{"schema":\s*"mentorlit/',
        opens=b"{",
    ),
    Reader(
        "vufind-solr",
        "VuFind Solr documents as JSON",
        "mentorlit.readers.vufind_solr",
        (),
        rb'\A\s*[\[{](?s:.*)"(?:responseHeader|record_format|recordtype|fullrecord|_version_|'
        rb"author2|author2_role|author_role|author_facet|author_corporate|title_short|title_sub|"
        rb"title_full|title_fullStr|title_sort|spellingShingle|publishDate|publishDateSort|"
        rb"container_title|doi_str_mv|work_keys_str_mv|hierarchy_parent_title|last_indexed"
        rb')"\s*:',
        # A CSL item type: CSL-JSON may hold Solr fields, as unknown fields that travel along.
        unless=rb'"type"\s*:\s*"(?:article|article-(?:journal|magazine|newspaper)|bill|book|'
        rb"chapter|dataset|document|entry(?:-\w+)?|legal_case|legislation|manuscript|map|"
        rb"motion_picture|paper-conference|patent|personal_communication|post(?:-weblog)?|report|"
        rb'review(?:-book)?|software|speech|standard|thesis|webpage)"',
        opens=b"{[",
    ),
    Reader(
        "csl-json",
        "CSL-JSON, as Zotero, pandoc and citeproc write it",
        "mentorlit.readers.csl_json",
        (".csljson",),
        rb'\A\s*(?:\[\s*\]|[\[{](?s:.*)"(?:type|title|id|DOI|citation-key)"\s*:)',
        opens=b"{[",
    ),
    Reader(
        "ris",
        "RIS tagged references",
        "mentorlit.readers.ris",
        (".ris",),
        rb"^[ \t]{0,3}TY[ \t]{0,3}-[ \t]*\S",
        boundary=rb"^ER  -[ \t]*(?:\r\n?|\n)\s*(?=TY  - [A-Z])",
    ),
    Reader(
        "bibtex",
        "BibTeX and BibLaTeX",
        "mentorlit.readers.bibtex",
        (".bib", ".bibtex"),
        rb"^[ \t]*@[ \t]*[A-Za-z]+[ \t\r\n]*[{(]",
    ),
    Reader(
        "vufind-staffview",
        "VuFind staff view, copied as text",
        "mentorlit.readers.vufind_staffview",
        (),
        rb"^[ \t]{0,3}(?:author2|author_facet|author_sort|author_role|author_variant|"
        rb"author_corporate|title_fullStr|title_full_unstemmed|title_full|title_short|title_sort|"
        rb"record_format|recordtype|spellingShingle|publishDate|publishDateSort|container_title|"
        rb"fullrecord|work_keys_str_mv|_version_|ctrlnum|last_indexed|[a-z][a-z_]{1,40}_str_mv)"
        rb"(?:[ \t:]|\xc2\xa0|\r?$)(?s:.*)^[ \t]{0,3}(?:author\w{0,40}|title\w{0,40}|id|format|"
        rb"institution|collection|language|spelling\w{0,10}|publish\w{0,10}|url|record\w{0,10}|"
        rb"building|topic\w{0,10}|_version_|last_indexed|first_indexed|allfields|container_title|"
        rb"fullrecord|ctrlnum|[a-z][a-z_]{1,40}_str_mv)(?:[ \t:]|\xc2\xa0|\r?$)",
    ),
    Reader(
        "page-text",
        "the text of an abstract page",
        "mentorlit.readers.page_text",
        (".txt", ".text", ".md"),
        rb"\S",
        # Markup, JSON, PDF, zip; tagged records and MARC; zeros or many control characters.
        unless=rb"\A\s*(?:[<{\[]|%PDF|PK\x03\x04)|\x00|"
        rb"\A\s*[A-Z][A-Z0-9]{1,3} {0,2}- |\A\d{5}[a-z ]{3}|"
        rb"(?:[\x01-\x08\x0e-\x1f][^\x01-\x08\x0e-\x1f]{0,64}){8}",
        last=True,
    ),
)
"""Every input format, in the order in which content is tried."""

BY_NAME: Final = {reader.name: reader for reader in READERS}
"""The same rows by name."""

ALIASES: Final = {"json": "csl-json", "biblatex": "bibtex"}
"""Names that writers have for what these rows read, so that ``--from`` takes them too."""


def recognise(head: bytes, suffix: str = "") -> Reader | None:
    """Return the row for an input that starts with ``head``, by content, else by ``suffix``."""
    by_content = (row for row in READERS if not row.last and row.recognises(head))
    by_suffix = (row for row in READERS if suffix.lower() in row.suffixes)
    last = (row for row in READERS if row.last and row.recognises(head))
    return next(chain(by_content, by_suffix, last), None)
