"""The members of a work in OpenAlex, today's and those of 2022 to 2025.

https://docs.openalex.org/api-entities/works/work-object. Members of the type ``Any`` have no place
in the model; they are kept as they are.
"""

from typing import Any, ClassVar

import msgspec

Text = str | None


class Source(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """What a work appeared in: a journal, conference, repository, platform or series."""

    id: Text = None
    display_name: Text = None
    issn_l: Text = None
    issn: list[str] | None = None
    host_organization: Text = None
    host_organization_name: Text = None
    type: Text = None
    publisher: Text = None
    host_organization_lineage: Any = None
    host_organization_lineage_names: Any = None
    is_oa: Any = None
    is_in_doaj: Any = None
    is_core: Any = None
    is_indexed_in_scopus: Any = None
    publisher_id: Any = None
    publisher_lineage: Any = None
    publisher_lineage_names: Any = None
    raw_type: Any = None


class Location(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A place where a version of the work is."""

    source: Source | None = None
    landing_page_url: Text = None
    pdf_url: Text = None
    license: Text = None
    version: Text = None
    raw_source_name: Text = None
    id: Any = None
    is_oa: Any = None
    is_accepted: Any = None
    is_published: Any = None
    license_id: Any = None
    raw_type: Any = None
    provenance: Any = None


class Author(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A person as OpenAlex knows them."""

    text_member: ClassVar[str] = "display_name"
    id: Text = None
    display_name: Text = None
    orcid: Text = None


class Institution(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """An institution as OpenAlex knows it."""

    text_member: ClassVar[str] = "display_name"
    id: Text = None
    display_name: Text = None
    ror: Text = None
    country_code: Text = None
    type: Text = None
    type_id: Text = None
    lineage: list[str] | None = None


class Authorship(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """An author of the work, with affiliations."""

    author: Author | None = None
    raw_author_name: Text = None
    raw_affiliation_string: Text = None
    raw_affiliation_strings: list[str] | None = None
    institutions: list[Institution] | None = None
    author_position: Text = None
    countries: list[str] | None = None
    is_corresponding: bool | None = None
    raw_orcid: Text = None
    affiliations: Any = None


class Biblio(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """Where in its container the work is."""

    volume: Text = None
    issue: Text = None
    first_page: Text = None
    last_page: Text = None


class Term(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A keyword."""

    text_member: ClassVar[str] = "display_name"
    display_name: Text = None
    keyword: Text = None
    id: Any = None
    score: Any = None


class Heading(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A heading of MeSH."""

    descriptor_name: Text = None
    qualifier_name: Text = None
    descriptor_ui: Text = None
    qualifier_ui: Text = None
    is_major_topic: bool | None = None


class Grant(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A funder and one award (``grants`` until 2025, ``awards`` since)."""

    funder: Text = None
    funder_id: Text = None
    funder_display_name: Text = None
    award_id: Text = None
    funder_award_id: Text = None
    display_name: Text = None
    id: Text = None
    doi: Text = None


class Work(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """One work."""

    id: Text = None
    doi: Text = None
    title: Text = None
    display_name: Text = None
    publication_year: int | None = None
    publication_date: Text = None
    ids: dict[str, Any] | None = None
    language: Text = None
    primary_location: Location | None = None
    type: Text = None
    type_crossref: Text = None
    authorships: list[Authorship] | None = None
    biblio: Biblio | None = None
    keywords: list[Term] | None = None
    mesh: list[Heading] | None = None
    grants: list[Grant] | None = None
    awards: list[Grant] | None = None
    abstract_inverted_index: dict[str, list[int]] | None = None
    is_retracted: bool | None = None
    referenced_works: msgspec.Raw = msgspec.Raw()
    related_works: msgspec.Raw = msgspec.Raw()
    host_venue: Any = None
    best_oa_location: Any = None
    locations: Any = None
    alternate_host_venues: Any = None
    apc_list: Any = None
    apc_paid: Any = None
    authors_count: Any = None
    citation_normalized_percentile: Any = None
    cited_by_api_url: Any = None
    cited_by_count: Any = None
    cited_by_percentile_year: Any = None
    concepts: Any = None
    concepts_count: Any = None
    content_url: Any = None
    content_urls: Any = None
    corresponding_author_ids: Any = None
    corresponding_institution_ids: Any = None
    countries_distinct_count: Any = None
    counts_by_year: Any = None
    created_date: Any = None
    datasets: Any = None
    doi_registration_agency: Any = None
    fulltext_origin: Any = None
    funders: Any = None
    fwci: Any = None
    has_abstract: Any = None
    has_content: Any = None
    has_fulltext: Any = None
    indexed_in: Any = None
    institution_assertions: Any = None
    institutions: Any = None
    institutions_distinct_count: Any = None
    is_authors_truncated: Any = None
    is_oa: Any = None
    is_paratext: Any = None
    is_xpac: Any = None
    license: Any = None
    locations_count: Any = None
    ngrams_url: Any = None
    open_access: Any = None
    primary_topic: Any = None
    referenced_works_count: Any = None
    relevance_score: Any = None
    summary_stats: Any = None
    sustainable_development_goals: Any = None
    topics: Any = None
    topics_count: Any = None
    type_id: Any = None
    updated_date: Any = None
    versions: Any = None


KEPT = tuple(
    field.name
    for field in msgspec.structs.fields(Work)
    if field.type is Any and field.name not in ("host_venue", "best_oa_location", "locations")
)
"""Members that are kept as they are."""
