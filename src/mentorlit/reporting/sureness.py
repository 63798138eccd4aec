"""How sure a merge is: the weakest link that is needed to hold its records together."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mentorlit.reporting.removal import JOINING

if TYPE_CHECKING:
    from mentorlit.dedupe import Cluster, Link

IDENTICAL: Final = "identical"
EARLIER: Final = "earlier"
IDENTIFIERS: Final = "identifiers"
STRONG: Final = "strong"
NEAR: Final = "near"
VERSIONS: Final = "versions"
DECISION: Final = "decision"

GROUPS: Final = (IDENTICAL, EARLIER, IDENTIFIERS, STRONG, NEAR, VERSIONS, DECISION)
"""The groups of merges, the surest first; what a person decided comes last."""

_RANK: Final = {group: rank for rank, group in enumerate(GROUPS)}
_BY: Final = {"identical": IDENTICAL, "merged": EARLIER, "decision": DECISION}


class Sureness:
    """Tells the group of a merge.

    Args:
        near: the score below which a link is just above the threshold.
        one_identifier: tells whether two records state one DOI, PMID or PMCID.

    """

    def __init__(self, near: float, one_identifier: Callable[[int, int], bool]) -> None:
        self._near = near
        self._one_identifier = one_identifier

    def __call__(self, cluster: "Cluster") -> "tuple[str, Link | None]":
        """Return the group of a cluster with several members, and the link that decides it.

        The links are taken from the surest on until they hold all members together; the last one
        needed is the weakest of the merge.
        """
        members = set(cluster.members)
        graded = sorted(
            (
                (_RANK[self._group(link)], -link.score, link.a, link.b, link)
                for link in cluster.links
                if link.decision == JOINING and link.a in members and link.b in members
            ),
            key=lambda graded: graded[:4],
        )
        weakest = _last_needed(len(members), [grade[-1] for grade in graded])
        return (self._group(weakest), weakest) if weakest else (EARLIER, None)

    def _group(self, link: "Link") -> str:
        if link.by in _BY:
            return _BY[link.by]
        if link.relation:
            return VERSIONS
        if self._one_identifier(link.a, link.b):
            return IDENTIFIERS
        return NEAR if link.score < self._near else STRONG


def _last_needed(count: int, links: "list[Link]") -> "Link | None":
    """Return the last link that joins what the ones before it do not."""
    parent: dict[int, int] = {}

    def root(member: int) -> int:
        while (above := parent.get(member, member)) != member:
            parent[member] = member = parent.get(above, above)
        return member

    last = None
    for link in links:
        a, b = root(link.a), root(link.b)
        if a != b:
            parent[b] = a
            last = link
            count -= 1
        if count < 2:
            break
    return last
