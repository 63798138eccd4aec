"""The unsure pairs as a queue: the most useful first, one pair a line.

An unsure pair is kept apart until somebody says more; so what an answer is worth is what *same*
would change, times how likely it is. Between two clusters one answer settles all the pairs: they
are one entry, and count for as many. A score is a sum of logarithms to the base 2, so each point
that a pair lacks to a duplicate halves its worth. Between equals the content of the records
decides, not their place.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from mentorlit.dedupe.canonical import sort_key
from mentorlit.dedupe.decisions.applying import BY
from mentorlit.dedupe.decisions.sides import side, written
from mentorlit.dedupe.judge import Link
from mentorlit.dedupe.log import identifier
from mentorlit.dedupe.outcome import Deduplicated
from mentorlit.dedupe.scoring.score import UNSURE
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.problems import UsageError

SCHEMA: Final = "mentorlit-review/1"
_SURE: Final = 8.0
"""The score of a duplicate, where nothing doubts it: more makes a pair no more useful."""

_SHOWN: Final = 10
"""Faults of one file that are told."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that may be one paper, whole, and why nobody knows.

    In a line of a queue only the records are needed; ``number`` is then its place among the pairs.
    ``settles`` is how many unsure pairs one answer settles, this one included. ``clusters`` names
    the clusters of the two records, so that answers can follow from others.
    """

    number: int = 0
    settles: int = 1
    score: float = 0.0
    reason: str = ""
    evidence: dict[str, dict[str, Any]] = {}
    clusters: tuple[str, str] = ("", "")
    records: tuple[Citation, Citation]

    @property
    def sides(self) -> tuple[Citation, Citation]:
        """What a decision keeps of the records."""
        return side(self.records[0]), side(self.records[1])


def pairs(result: Deduplicated) -> Iterator[Pair]:
    """Yield what a person may settle, most useful first, numbered from 1."""
    home = {record: at for at, one in enumerate(result.clusters) for record in one.members}
    names = _Names(result)
    for number, (link, settles) in enumerate(_in_order(result, home), 1):
        made = result.compare(link.a, link.b)
        yield Pair(
            number=number,
            settles=settles,
            score=made.score,
            reason=link.reason,
            evidence=made.evidence,
            clusters=(names.of(home[link.a]), names.of(home[link.b])),
            records=(result.records[link.a], result.records[link.b]),
        )


class _Names:
    """Names of clusters by their content; of clusters with one content, numbered as they come."""

    def __init__(self, result: Deduplicated) -> None:
        self._result = result
        self._names: dict[int, str] = {}
        self._used: dict[str, int] = {}

    def of(self, at: int) -> str:
        """Return the name of a cluster."""
        if at not in self._names:
            result = self._result
            name = identifier([result.records[one] for one in result.clusters[at].members])
            count = self._used[name] = self._used.get(name, 0) + 1
            self._names[at] = name if count == 1 else f"{name}-{count}"
        return self._names[at]


def _in_order(result: Deduplicated, home: dict[int, int]) -> list[tuple[Link, int]]:
    """Return one unsure link for every two clusters, with how many there are between them."""
    between: dict[tuple[int, int], list[Link]] = {}
    for one in result.clusters:
        for link in one.links:
            ends = sorted((home[link.a], home[link.b]))
            if link.decision == UNSURE and ends[0] != ends[1]:
                between.setdefault((ends[0], ends[1]), []).append(link)
    contents: dict[int, bytes] = {}

    def content(record: int) -> bytes:
        if record not in contents:
            contents[record] = sort_key(result.records[record])
        return contents[record]

    def order(link: Link) -> tuple[float, bytes, bytes, int, int]:
        return -_likely(link), content(link.a), content(link.b), link.a, link.b

    chosen = [(min(links, key=order), len(links)) for links in between.values()]
    return sorted(chosen, key=lambda one: (-worth(_likely(one[0]), one[1]), order(one[0])))


def _likely(link: Link) -> float:
    """Return the score that says how likely one paper is; somebody who says so is sure."""
    return _SURE if link.by == BY else link.score


def worth(score: float, settles: int) -> float:
    """Return how useful the answer about a pair is that settles so many."""
    return float(settles * 2.0 ** min(score - _SURE, 0.0))


def line(pair: Pair) -> bytes:
    """Return a pair as one line of JSON, with its line end."""
    a, b = pair.sides
    members: dict[str, Any] = {
        "schema": SCHEMA,
        "number": pair.number,
        "settles": pair.settles,
        "score": pair.score,
        "reason": pair.reason,
        "evidence": pair.evidence,
        "clusters": pair.clusters,
        "a": written(a),
        "b": written(b),
        "records": pair.records,
    }
    return encode({name: value for name, value in members.items() if value != ""}) + b"\n"


_DECODER: Final = msgspec.json.Decoder(Pair)


def load(lines: Iterable[bytes], name: str) -> list[Pair]:
    """Read a queue, which may have been sorted, cut or filtered line by line.

    Raises:
        UsageError: a line is no pair; the message has the place of each.

    """
    found: list[Pair] = []
    faults: list[str] = []
    for place, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            one = _DECODER.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            faults.append(f"{name}:{place}: not a pair to review: {error}")
            continue
        number = one.number or len(found) + 1
        found.append(msgspec.structs.replace(one, number=number))
    if faults:
        more = [f"{name}: {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise UsageError("\n".join([*faults[:_SHOWN], *more]))
    return found
