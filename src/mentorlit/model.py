"""The citation model: what every reader makes, every step passes on and every writer takes.

Names follow the CSL 1.0.2 variables (https://docs.citationstyles.org/en/stable/specification.html);
in JSON a field has its CSL spelling (``container-title``, ``DOI``), in Python the same with
underscores in lower case (``container_title``, ``doi``).

Two rules hold for every field:

* *Empty means not stated.* ``""``, ``()``, ``{}`` and ``None`` are never written out, and no
  reader fills a field that its source does not state.
* *Values are plain text*: Unicode, NFC, one line unless said otherwise, without TeX, HTML or
  entity encoding. The only markup that may remain is ``<i> <b> <sub> <sup> <sc>`` and
  ``<span class="nocase">``, as in CSL-JSON, balanced.

All structs are frozen, so a record can be shared between steps without being copied. Nothing in
them can form a cycle, so the garbage collector is told to leave them alone (``gc=False``): a
million records in memory would make it work for nothing.
"""

from typing import Any, Final

import msgspec

SCHEMA: Final = "mentorlit/1"
"""Version tag of the stream; the ``schema`` member of every line."""


class PartialDate(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="kebab"):
    """A date known to the year, month, season or day, or a range, or only as text.

    ``year`` may be negative or 0 (astronomical numbering); ``month`` and ``day`` are 0 when
    unknown; ``season`` is 1 to 4 (spring first) and excludes ``month``. ``literal`` is what the
    source says where that cannot be put into numbers, and is then the only field set.
    """

    year: int | None = None
    month: int = 0
    day: int = 0
    season: int = 0
    circa: bool = False
    end: "PartialDate | None" = None
    literal: str = ""


class Name(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="kebab", kw_only=True):
    """A person (``family`` and the parts around it) or, in ``literal``, anything else.

    ``literal`` is for organisations, groups and names whose parts the source does not tell; it
    excludes ``family`` and ``given``. ``affiliation`` keeps the source's wording, one text per
    affiliation. ``orcid`` is the bare 16-digit form with hyphens. ``role`` is a relator term that
    no field of :class:`Citation` stands for ("thesis advisor").
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    affiliation: tuple[str, ...] = ()
    orcid: str = msgspec.field(default="", name="ORCID")
    role: str = ""


class StandardNumber(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An ISSN or ISBN, normalised (``1472-6920``, ``9780262033848``).

    ``medium`` is ``print``, ``electronic``, ``linking`` or what the source says, else empty.
    """

    value: str
    medium: str = ""


class Keyword(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One keyword or heading; ``scheme`` names its vocabulary (``MeSH``) where known."""

    text: str
    scheme: str = ""


class Section(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A labelled part of an abstract, in order; ``label`` as the source writes it, no colon."""

    label: str
    text: str


class Funding(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A funder, its awards, or (``statement``) the source's own sentence about funding."""

    name: str = ""
    award: tuple[str, ...] = ()
    doi: str = msgspec.field(default="", name="DOI")
    statement: str = ""


class Relation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A link to another work: ``kind`` is e.g. ``erratum-of``, ``preprint-of``, ``cites``.

    ``scheme`` and ``id`` name the other work (``DOI``, ``10.1000/1``); ``text`` is its citation
    as the source prints it. ``by`` is empty for what the source states; ``dedupe`` found the
    other work among the records that it compared; else it names the service or list that told it.
    """

    kind: str
    scheme: str = ""
    id: str = ""
    text: str = ""
    by: str = ""


class Origin(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Where a record was read.

    ``source`` is the label of the collection (by default the file's base name), ``file`` the
    input as the user named it (a member of an archive as ``archive.zip/member``), ``ordinal`` the
    record's position in it, from 1, rejects counted. ``line`` counts from 1; ``offset`` is in
    bytes from 0 after decompression (and, for input that is not UTF-8 compatible, after
    conversion to UTF-8). ``id`` is the record's own id in that source, if it has one.
    """

    source: str
    file: str
    format: str
    ordinal: int
    line: int
    offset: int
    id: str = ""

    @property
    def label(self) -> str:
        """The record's own id, or ``source#ordinal`` for a record without one."""
        return self.id or f"{self.source}#{self.ordinal}"


class Problem(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Something missing or doubtful about one record; ``field`` is a JSON field name or empty."""

    code: str
    message: str
    field: str = ""


class Evidence(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The place behind a value: ``line`` from 1, ``start`` and ``end`` in bytes as in ``offset``.

    ``rule`` names what read it there (profile and label, or tag). ``confidence`` is ``high`` (a tag
    or label for this very field), ``medium`` (a citation, a place, a tag of many uses) or ``low``;
    empty where a format says itself which field it is. ``value`` is what another place states that
    was not chosen, as text, cut if long; it is empty at the places the record's value is from.
    """

    line: int
    start: int
    end: int
    rule: str
    confidence: str = ""
    value: str = ""


class Seen(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A value that a merge did not choose; ``members`` are indexes into ``Citation.members``."""

    value: Any
    members: tuple[int, ...]


class Provenance(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Which members a merged field's value came from, by which rule, and what else was seen.

    ``origin`` is the answer of a service, for a value that was filled from it; ``members`` is then
    empty.
    """

    members: tuple[int, ...]
    rule: str = ""
    others: tuple[Seen, ...] = ()
    origin: Origin | None = None


class Citation(
    msgspec.Struct,
    frozen=True,
    gc=False,
    omit_defaults=True,
    kw_only=True,
    rename="kebab",
    tag_field="schema",
    tag=SCHEMA,
    forbid_unknown_fields=True,
):
    """One bibliographic record. The order of the fields is the order of the JSON.

    ``type`` is a CSL item type or empty. ``number`` is the article number of an article, else
    the number of a report, patent or standard. ``page`` keeps the source's range with a plain
    hyphen. ``language`` is a BCP 47 tag. ``abstract`` may hold blank-line separated paragraphs;
    where the source labels its parts they are also in ``abstract_sections``.

    ``identifiers`` holds, by scheme, identifiers without a field of their own (``arXiv``,
    ``OCLC``) and further values of those that have one (a second ``DOI``). ``dates`` holds dated
    events other than publication (``received``, ``epub``). ``extra`` holds, by format, every
    source field that the model has no place for, under the source's own field names.

    ``incomplete`` names the fields that a citation of this type needs and the source does not
    state; ``problems`` what is doubtful. ``members`` are the whole records behind a merged one,
    ``provenance`` tells for each field which of them it came from, or which answer of a service; of
    the latter ``dates.epub`` and ``identifiers.arXiv`` are keys of their own.
    """

    type: str = ""
    citation_key: str = ""
    title: str = ""
    title_short: str = ""
    original_title: str = ""
    alternative_title: tuple[str, ...] = ()
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    container_author: tuple[Name, ...] = ()
    collection_editor: tuple[Name, ...] = ()
    director: tuple[Name, ...] = ()
    illustrator: tuple[Name, ...] = ()
    interviewer: tuple[Name, ...] = ()
    recipient: tuple[Name, ...] = ()
    reviewed_author: tuple[Name, ...] = ()
    contributor: tuple[Name, ...] = ()
    issued: PartialDate | None = None
    original_date: PartialDate | None = None
    accessed: PartialDate | None = None
    event_date: PartialDate | None = None
    dates: dict[str, PartialDate] = {}
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    collection_number: str = ""
    volume: str = ""
    volume_title: str = ""
    number_of_volumes: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    number_of_pages: str = ""
    chapter_number: str = ""
    part_number: str = ""
    section: str = ""
    edition: str = ""
    version: str = ""
    publisher: str = ""
    publisher_place: str = ""
    event_title: str = ""
    event_place: str = ""
    genre: str = ""
    medium: str = ""
    status: str = ""
    archive: str = ""
    archive_location: str = ""
    call_number: str = ""
    source: str = ""
    rights: str = ""
    doi: str = msgspec.field(default="", name="DOI")
    pmid: str = msgspec.field(default="", name="PMID")
    pmcid: str = msgspec.field(default="", name="PMCID")
    issn: tuple[StandardNumber, ...] = msgspec.field(default=(), name="ISSN")
    isbn: tuple[StandardNumber, ...] = msgspec.field(default=(), name="ISBN")
    identifiers: dict[str, tuple[str, ...]] = {}
    url: tuple[str, ...] = msgspec.field(default=(), name="URL")
    language: str = ""
    abstract: str = ""
    abstract_sections: tuple[Section, ...] = ()
    keyword: tuple[Keyword, ...] = ()
    affiliation: tuple[str, ...] = ()
    funding: tuple[Funding, ...] = ()
    relations: tuple[Relation, ...] = ()
    note: tuple[str, ...] = ()
    annote: tuple[str, ...] = ()
    extra: dict[str, dict[str, Any]] = {}
    incomplete: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    evidence: dict[str, tuple[Evidence, ...]] = {}
    origin: Origin | None = None
    provenance: dict[str, Provenance] = {}
    members: tuple["Citation", ...] = ()


NAME_FIELDS: Final = (
    "author",
    "editor",
    "translator",
    "container_author",
    "collection_editor",
    "director",
    "illustrator",
    "interviewer",
    "recipient",
    "reviewed_author",
    "contributor",
)
"""The fields of :class:`Citation` that hold names."""

RECORD_FIELDS: Final = (
    "extra",
    "incomplete",
    "problems",
    "evidence",
    "origin",
    "provenance",
    "members",
)
"""The fields that speak of the record, not of the work it describes."""

JSON_NAME: Final[dict[str, str]] = dict(
    zip(Citation.__struct_fields__, Citation.__struct_encode_fields__, strict=True)
)
"""Python field name to JSON field name."""

PYTHON_NAME: Final[dict[str, str]] = {json: python for python, json in JSON_NAME.items()}
"""JSON field name to Python field name."""

_CONTAINED: Final = {
    "article-journal": "container_title",
    "article-magazine": "container_title",
    "article-newspaper": "container_title",
    "chapter": "container_title",
    "paper-conference": "container_title",
    "book": "publisher",
    "thesis": "publisher",
    "report": "publisher",
}


def missing(citation: Citation) -> tuple[str, ...]:
    """Return the JSON names of the fields that a citation of this type needs and lacks.

    Every work needs a title, somebody responsible (author, editor or any other name field) and a
    date; an article or chapter what it appeared in, a book, thesis or report its publisher (as
    BibTeX's styles require).
    """
    lacking: list[str] = []
    if not citation.title:
        lacking.append("title")
    if not any(getattr(citation, field) for field in NAME_FIELDS):
        lacking.append("author")
    if citation.issued is None:
        lacking.append("issued")
    container = _CONTAINED.get(citation.type)
    if container and not getattr(citation, container):
        lacking.append(JSON_NAME[container])
    return tuple(lacking)
