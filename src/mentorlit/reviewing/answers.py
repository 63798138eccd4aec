"""Which pairs of a queue have been answered, whatever export the answers were given on."""

from collections.abc import Sequence

from mentorlit.dedupe.decisions import Answer, Remembered, recall
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.jsontext import encode
from mentorlit.reviewing.queue import Pair

Answers = tuple[Remembered, ...]
"""What was decided about one pair: nothing, a decision, or several that may contradict."""


def answers(pairs: Sequence[Pair], decided: Sequence[Remembered]) -> list[Answers]:
    """Return for each pair what was decided about it."""
    found: list[list[Remembered]] = [[] for _ in pairs]
    exactly: dict[tuple[bytes, bytes], list[int]] = {}
    for at, pair in enumerate(pairs):
        exactly.setdefault(
            Remembered(decision="", a=pair.sides[0], b=pair.sides[1]).pair, []
        ).append(at)
    others: list[Remembered] = []
    for said in decided:
        places = exactly.get(said.pair, [])
        for at in places:
            found[at].append(said)
        if not places:
            others.append(said)
    if others:
        _recall(pairs, others, found)
    return [tuple(some) for some in found]


def _recall(
    pairs: Sequence[Pair], decided: Sequence[Remembered], found: list[list[Remembered]]
) -> None:
    """Add the decisions about records as another export states them."""
    prints = [fingerprint(record) for pair in pairs for record in pair.records]
    for answer in recall(decided, prints).answers:
        for at in sorted({index // 2 for index in answer.a}):
            if _is_about(answer, 2 * at, 2 * at + 1):
                found[at].append(answer.said)


def _is_about(answer: Answer, one: int, other: int) -> bool:
    straight = one in answer.a and other in answer.b
    return straight or (other in answer.a and one in answer.b)


def is_settled(said: Answers) -> bool:
    """Tell whether a pair has an answer, and no two that differ."""
    answers = {(one.decision, one.relation, encode(one.a) if one.relation else b"") for one in said}
    return len(answers) == 1
