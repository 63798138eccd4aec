"""From the keys that records came with to the keys of the records that stay after deduplication."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from mentorlit.citekeys import legal
from mentorlit.keying import old_keys
from mentorlit.model import Citation

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated

Homes = dict[str, dict[int, str]]
"""The clusters that a key is in, and where it is in each, ``file:line``, the first time."""


class Surviving(NamedTuple):
    """Old and new keys, in the order in which the old ones came, and what is said of the others.

    ``will_change`` tells whether some records that stay have keys that ``export`` cannot write as
    they are: not legal, or equal but for case. Then its own map is the one to go by.
    """

    rows: list[tuple[str, str]]
    remarks: list[str]
    will_change: bool = False


def surviving(result: "Deduplicated", kept: Callable[[int], Citation]) -> Surviving:
    """Return the key that stands for each old one; ``kept`` returns the record of a cluster.

    A key that stands for several papers is not among them, nor is one whose paper's key does: which
    is meant is not to be guessed. Nor are those of papers whose record has no key.
    """
    homes = _homes(result)
    clusters = sorted({cluster for found in homes.values() for cluster in found})
    new = {cluster: kept(cluster).citation_key for cluster in clusters}
    made = Surviving([], [], _will_change(new.values()))
    for old, found in homes.items():
        if len(found) > 1:
            made.remarks.append(f"{old} is the key of {len(found)} papers ({_where(found)})")
            continue
        [(cluster, place)] = found.items()
        key = new[cluster]
        if not key:
            made.remarks.append(f"{old} ({place}): the record that stays has no key")
        elif homes[key].keys() - {cluster}:
            made.remarks.append(f"{old} ({place}) becomes {key}, which is the key of other papers")
        else:
            made.rows.append((old, key))
    return made


def _will_change(keys: Iterable[str]) -> bool:
    found = [key for key in keys if key]
    return len({key.lower() for key in found}) < len(found) or any(legal(k) != k for k in found)


def _homes(result: "Deduplicated") -> Homes:
    homes: Homes = {}
    for cluster, record in _records(result):
        origin = record.origin
        place = f"{origin.file}:{origin.line}" if origin else "?"
        for key in old_keys(record):
            homes.setdefault(key, {}).setdefault(cluster, place)
    return homes


def _records(result: "Deduplicated") -> Iterator[tuple[int, Citation]]:
    """Yield every record that came in, old ones first, with the index of its cluster."""
    for index, cluster in enumerate(result.clusters):
        old = result.old_member(cluster)
        if old is not None:
            yield index, result.records[old]
    inputs = result.inputs()
    for place in range(len(inputs)):
        yield inputs.cluster(place), inputs[place]


def _where(found: dict[int, str]) -> str:
    shown = list(found.values())[:3]
    return ", ".join(shown) + (", ..." if len(found) > len(shown) else "")
