"""The members of a work in Crossref's REST API (https://api.crossref.org/swagger-ui/index.html).

Members of the type ``Kept`` have no place in the model; they are kept as they are. The type bounds
how deep they are nested; what is deeper does not follow the schema and is looked at as such.
"""

from operator import attrgetter
from typing import ClassVar

import msgspec

Scalar = str | int | float | bool | None
Parts = list[Scalar | list[Scalar]]
Flat = dict[str, Scalar | Parts | dict[str, Scalar | Parts]]
Kept = Scalar | list[Scalar | Flat] | Flat
"""Any value of JSON, nested as deep as Crossref's members are, and a little deeper."""


class Date(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """A date; ``date-time`` and ``timestamp`` repeat it."""

    date_parts: list[list[int | None]] = []
    date_time: Kept = None
    timestamp: Kept = None


class Affiliation(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """The name of an institution."""

    text_member: ClassVar[str] = "name"
    name: str = ""
    id: Kept = None
    place: Kept = None
    department: Kept = None
    acronym: Kept = None


class Contributor(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """A person, or in ``name`` a group."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    name: str = ""
    affiliation: list[Affiliation] = []
    orcid: str = msgspec.field(default="", name="ORCID")
    sequence: str = ""
    authenticated_orcid: bool | None = None
    prefix: Kept = None
    role: Kept = None


class Funder(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """A funder with its awards."""

    name: str = ""
    award: list[str] = []
    doi: str = msgspec.field(default="", name="DOI")
    doi_asserted_by: str = ""
    id: Kept = None


class Medium(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """An ISSN or ISBN with its medium."""

    value: str = ""
    type: str = ""


class Update(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """A work that this one updates, or is updated by (Crossmark)."""

    doi: str = msgspec.field(default="", name="DOI")
    type: str = ""
    label: str = ""
    source: str = ""
    updated: Date | None = None
    record_id: Kept = None


class Related(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """A work that this one has a relation to."""

    id: str = ""
    id_type: str = ""
    asserted_by: str = ""


class Event(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """The conference of a paper."""

    text_member: ClassVar[str] = "name"
    name: str = ""
    location: str = ""
    start: Date | None = None
    end: Date | None = None
    acronym: Kept = None
    theme: Kept = None
    number: Kept = None
    sponsor: Kept = None


class Institution(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """Who gave the degree, issued the report or runs the server of preprints."""

    text_member: ClassVar[str] = "name"
    name: str = ""
    place: list[str] = []
    department: Kept = None
    acronym: Kept = None
    id: Kept = None


class Primary(msgspec.Struct, gc=False, rename={"url": "URL"}, forbid_unknown_fields=True):
    """The address that the DOI leads to."""

    url: str = ""
    label: Kept = None


class Resource(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """Addresses of the work at its publisher."""

    primary: Primary | None = None
    secondary: Kept = None


class Work(msgspec.Struct, gc=False, rename="kebab", forbid_unknown_fields=True):
    """One work."""

    doi: str = msgspec.field(default="", name="DOI")
    type: str = ""
    title: list[str] = []
    subtitle: list[str] = []
    short_title: list[str] = []
    original_title: list[str] = []
    author: list[Contributor] = []
    editor: list[Contributor] = []
    translator: list[Contributor] = []
    chair: list[Contributor] = []
    container_title: list[str] = []
    short_container_title: list[str] = []
    volume: str = ""
    issue: str = ""
    page: str = ""
    article_number: str = ""
    edition_number: str = ""
    part_number: str = ""
    publisher: str = ""
    publisher_location: str = ""
    institution: list[Institution] = []
    abstract: str = ""
    language: str = ""
    issued: Date | None = None
    published: Date | None = None
    published_print: Date | None = None
    published_online: Date | None = None
    published_other: Date | None = None
    accepted: Date | None = None
    posted: Date | None = None
    approved: Date | None = None
    content_created: Date | None = None
    content_updated: Date | None = None
    issn: list[str] = msgspec.field(default=[], name="ISSN")
    issn_type: list[Medium] = []
    isbn: list[str] = msgspec.field(default=[], name="ISBN")
    isbn_type: list[Medium] = []
    url: str = msgspec.field(default="", name="URL")
    resource: Resource | None = None
    license: list[Flat] = []
    funder: list[Funder] = []
    relation: dict[str, list[Related]] = {}
    update_to: list[Update] = []
    updated_by: list[Update] = []
    event: Event | None = None
    subject: list[str] = []
    aliases: list[str] = []
    subtype: str = ""
    degree: list[str] = []
    journal_issue: Flat = {}
    reference: msgspec.Raw = msgspec.Raw()
    references_count: Kept = None
    reference_count: Kept = None
    is_referenced_by_count: Kept = None
    alternative_id: Kept = None
    archive: Kept = None
    assertion: Kept = None
    award: Kept = None
    award_start: Kept = None
    clinical_trial_number: Kept = None
    component_number: Kept = None
    content_domain: Kept = None
    created: Kept = None
    deposited: Kept = None
    description: Kept = None
    free_to_read: Kept = None
    group_title: Kept = None
    indexed: Kept = None
    issue_title: Kept = None
    link: Kept = None
    member: Kept = None
    prefix: Kept = None
    proceedings_subject: Kept = None
    project: Kept = None
    references_matched: Kept = None
    review: Kept = None
    score: Kept = None
    source: Kept = None
    special_numbering: Kept = None
    standards_body: Kept = None
    status: Kept = None
    update_policy: Kept = None
    version: Kept = None


_KEPT = [field for field in msgspec.structs.fields(Work) if field.type == Kept]
KEPT = tuple(field.encode_name for field in _KEPT)
"""The members that are kept as they are."""
kept_values = attrgetter(*(field.name for field in _KEPT))
"""Return their values, in this order."""
