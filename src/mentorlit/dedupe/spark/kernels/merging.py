"""Clusters to lines: each merged as in memory, with what was edited and what it is related to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import msgspec

from mentorlit.dedupe.canonical import in_order
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.merging.edits import Before, compared, keep_edits
from mentorlit.dedupe.merging.merge import merge
from mentorlit.dedupe.merging.policy import Policy
from mentorlit.dedupe.spark.batches import LINES, NAMED, Filling, rows_of
from mentorlit.dedupe.versions import Named, linked, named
from mentorlit.jsontext import encode
from mentorlit.model import Citation

MEMBER: Final = 0
BEFORE: Final = 1
RELATED: Final = 2
"""Kinds of rows: a member, a record that came in merged, a cluster that this one is related to."""

_RECORD: Final = msgspec.json.Decoder(Citation)
_NAME: Final = msgspec.json.Decoder(Named)


def names(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield how each cluster is named in the relations of others.

    Rows are the cluster and the line of a member, sorted by cluster and in canonical order.
    """
    filling = Filling(NAMED)
    for cluster, rows in groupby(rows_of(batches), key=lambda row: row[0]):
        name = named([_RECORD.decode(line) for _, line in rows])
        whole = {**msgspec.structs.asdict(name), "known": sorted(name.known)}
        if filling.add((cluster, msgspec.json.encode(whole))):
            yield filling.taken()
    yield from filling.rest()


def merged(batches: Iterable[Any], policy: Policy) -> Iterator[Any]:
    """Yield the line of each cluster with the place of its first record.

    Rows are the cluster, its place, the kind, a place, the line (of a relation the name of the
    other cluster), the places of the members of a merged record, and the kind of a relation. They
    come sorted by cluster, kind and then: members in canonical order, merged records as they came.
    """
    filling = Filling(LINES)
    for (_, place), rows in groupby(rows_of(batches), key=lambda row: row[:2]):
        line = encode(_merged(list(rows), policy))
        if filling.add((place, line), len(line)):
            yield filling.taken()
    yield from filling.rest()


def _merged(rows: Sequence[tuple[Any, ...]], policy: Policy) -> Citation:
    members = {row[3]: _RECORD.decode(row[4]) for row in rows if row[2] == MEMBER}
    listed = list(members.values())
    made = merge(listed, policy)
    edits = [_edit(row, members, made, policy) for row in rows if row[2] == BEFORE]
    whole = keep_edits(made, listed, edits)
    return linked(whole, ((row[6], _NAME.decode(row[4])) for row in rows if row[2] == RELATED))


def _edit(
    row: tuple[Any, ...], members: dict[int, Citation], made: Citation, policy: Policy
) -> Before:
    """Return what was edited in a merged record, which was made of some of the members."""
    base, places = made, sorted(set(row[5]))
    if len(places) != max(len(made.members), 1):
        own = [members[place] for place in places]
        base = merge(in_order(own, map(fingerprint, own)), policy)
    return compared(_RECORD.decode(row[4]), base, policy)
