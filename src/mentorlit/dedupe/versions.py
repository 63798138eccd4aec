"""Related papers: merged as versions of one, or kept apart with an entry in each record.

A relation that is added says who found it (``by``), so it can be told from what a source states and
taken out again: a record read anew is the record that went in.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mentorlit.dedupe.scoring.score import DUPLICATE, RELATED, Decision
from mentorlit.model import Citation, Relation
from mentorlit.tables import load

if TYPE_CHECKING:
    from mentorlit.dedupe.cluster import Cluster

KEEP: Final = "keep"
LINK: Final = "link"
MERGE: Final = "merge"
MODES: Final = (KEEP, LINK, MERGE)
"""What becomes of related papers: nothing, an entry in each record, or one record for versions."""

BY: Final = "dedupe"
"""Who says so, in a relation that no source states."""

_NAMES_KEPT: Final = 1 << 12
"""Names of related papers that are kept: of one with many, each needs it once."""


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/versions")


def taken(decision: Decision, mode: str) -> Decision:
    """Return what ``--versions`` makes of a decision: with ``merge``, versions are duplicates."""
    if mode != MERGE or decision.outcome != RELATED or decision.relation not in _table()["merged"]:
        return decision
    reason = f"versions of one paper: {decision.relation}"
    return msgspec.structs.replace(decision, outcome=DUPLICATE, reason=reason)


def unlinked(citation: Citation) -> Citation:
    """Return a record without the relations that deduplication added to it."""
    if not citation.relations or all(relation.by != BY for relation in citation.relations):
        return citation
    kept = tuple(relation for relation in citation.relations if relation.by != BY)
    return msgspec.structs.replace(citation, relations=kept)


class Named(msgspec.Struct, frozen=True):
    """How a record is named in the relations of others: by an identifier, else by its words.

    ``known`` are all its identifiers, as sources may name it, in lower case.
    """

    scheme: str
    id: str
    text: str
    known: frozenset[str]


def named(members: Sequence[Citation]) -> Named:
    """Return the name of a paper by its records: its first DOI, else PMID, PMCID, URL, or words.

    The members name it, not the merged record: what is edited there changes no other record.
    """
    own: dict[str, str] = {}
    known: set[str] = set()
    for one in members:
        values = {
            "DOI": one.doi,
            "PMID": one.pmid,
            "PMCID": one.pmcid,
            "URL": next(iter(one.url), ""),
        }
        for scheme, value in values.items():
            own[scheme] = own.get(scheme, "") or value
        known |= {
            *values.values(),
            *one.url,
            *(each for ids in one.identifiers.values() for each in ids),
        }
    folded = frozenset(one.casefold() for one in known if one)
    for scheme, value in own.items():
        if value:
            return Named(scheme, value, "", folded)
    return Named("", "", _in_words(members[0]), folded)


def linked(citation: Citation, others: Iterable[tuple[str, Named]]) -> Citation:
    """Return a record with relations to others; ``others`` has what it is to each of them.

    A relation that the source states, or that names nothing, is not added.
    """
    found: dict[Relation, None] = {}
    for kind, other in others:
        if (other.id or other.text) and not _is_stated(citation, kind, other):
            found[Relation(kind, other.scheme, other.id, other.text, BY)] = None
    if not found:
        return citation
    added = sorted(found, key=msgspec.structs.astuple)
    return msgspec.structs.replace(citation, relations=(*citation.relations, *added))


def related(clusters: Sequence["Cluster"]) -> dict[int, list[tuple[str, int]]]:
    """Return for each cluster, by index, what it is to which other cluster; most are to none."""
    pairs = [link for one in clusters for link in one.links if link.decision == RELATED]
    ends = {record for link in pairs for record in (link.a, link.b)}
    home = {
        record: index
        for index, one in enumerate(clusters if ends else ())
        for record in one.members
        if record in ends
    }
    found: dict[int, dict[tuple[str, int], None]] = {}
    for link in pairs:
        one, other = home[link.a], home[link.b]
        if one == other or not link.relation:
            continue
        if link.inverse:
            one, other = other, one
        found.setdefault(one, {})[link.relation, other] = None
        found.setdefault(other, {})[inverse(link.relation), one] = None
    return {index: list(relations) for index, relations in found.items()}


class Linker:
    """Puts the related papers into records; ``records`` are the members of clusters, by index."""

    def __init__(self, clusters: Sequence["Cluster"], records: Sequence[Citation]) -> None:
        self._related = related(clusters)
        self._named = lru_cache(_NAMES_KEPT)(
            lambda index: named([records[member] for member in clusters[index].members])
        )

    def __call__(self, citation: Citation, index: int) -> Citation:
        """Return the record of a cluster with its relations to those of others."""
        relations = self._related.get(index)
        if not relations:
            return citation
        return linked(citation, ((kind, self._named(other)) for kind, other in relations))


def inverse(relation: str) -> str:
    """Return what the second work is to the first."""
    return str(_table()["inverse"].get(relation, "related-to"))


def _is_stated(citation: Citation, kind: str, other: Named) -> bool:
    return any(
        relation.kind == kind
        and (relation.id.casefold() in other.known or (other.text and relation.text == other.text))
        for relation in citation.relations
    )


def _in_words(citation: Citation) -> str:
    """Return a short citation, for a record without any identifier."""
    first = next((name.family or name.literal for name in citation.author), "")
    authors = f"{first} et al." if len(citation.author) > 1 else first
    year = citation.issued.year if citation.issued else None
    parts = (authors, "" if year is None else str(year), citation.title, citation.container_title)
    return ". ".join(part.rstrip(".") for part in parts if part)
