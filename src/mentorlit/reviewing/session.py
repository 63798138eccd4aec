"""One person's way through a queue: where they are, what they answered, how to take it back.

Nothing is written here: every answer returns the lines that a file has to be given.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from mentorlit.dedupe.decisions import SAME, Remembered, line
from mentorlit.dedupe.decisions.lines import WITHDRAWN
from mentorlit.reviewing.answers import Answers, is_settled
from mentorlit.reviewing.queue import Pair

END: Final = -1
"""The place behind the last pair."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Whose answers these are, when, and why."""

    who: str = ""
    when: str = ""
    why: str = ""


class Session:
    """The pairs and what is said of each; begins at the first pair without an answer."""

    def __init__(self, pairs: Sequence[Pair], answered: Sequence[Answers]) -> None:
        self.pairs = pairs
        self.said = list(answered)
        self._undo: list[tuple[int, Answers]] = []
        self.follows = follows(pairs, self.said)
        self.at = self._open_from(0)

    @property
    def pair(self) -> Pair | None:
        """The pair to look at; None at the end."""
        return None if self.at == END else self.pairs[self.at]

    @property
    def answered(self) -> int:
        """How many pairs have an answer."""
        return sum(map(is_settled, self.said))

    @property
    def following(self) -> int:
        """How many pairs without an answer need none: it follows from the others."""
        return sum(map(self._is_following, range(len(self.pairs))))

    def answer(self, decision: str, given: Given, relation: str = "", first: int = 0) -> bytes:
        """Answer the pair and go to the next one without an answer; return the lines to keep.

        With a relation, the ``first`` record (0 or 1) is what the relation says of the other.
        Earlier answers about the pair are taken back.
        """
        pair = self.pairs[self.at]
        a, b = pair.sides if first == 0 else pair.sides[::-1]
        made = Remembered(
            decision=decision,
            a=a,
            b=b,
            relation=relation,
            who=given.who,
            when=given.when,
            why=given.why,
        )
        before = self.said[self.at]
        self._undo.append((self.at, before))
        self.said[self.at] = (made,)
        self.follows = follows(self.pairs, self.said)
        self.at = self._open_from(self.at + 1)
        return _withdrawn(before, given) + line(made)

    def undo(self, given: Given) -> bytes:
        """Take back the last answer of this session and go to its pair; return the lines to keep.

        Answers that it had replaced hold again. Nothing if there is none.
        """
        if not self._undo:
            return b""
        self.at, before = self._undo.pop()
        now, self.said[self.at] = self.said[self.at], before
        self.follows = follows(self.pairs, self.said)
        return _withdrawn(now, given) + b"".join(map(line, before))

    def next(self) -> None:
        """Go to the next pair, answered or not."""
        self.at = END if self.at in (END, len(self.pairs) - 1) else self.at + 1

    def previous(self) -> None:
        """Go to the pair before; there is none before the first."""
        self.at = len(self.pairs) - 1 if self.at == END else max(self.at - 1, 0)

    def later(self) -> None:
        """Leave the pair without an answer and go to the next one that has none."""
        self.at = self._open_from(self.at + 1) if self.at != END else END

    def again(self) -> None:
        """Go to the first pair without an answer, of those that were left."""
        self.at = self._open_from(0)

    def _open_from(self, start: int) -> int:
        places = range(start, len(self.pairs))
        left = (at for at in places if not is_settled(self.said[at]) and not self.follows[at])
        return next(left, END)

    def _is_following(self, at: int) -> bool:
        return bool(self.follows[at]) and not is_settled(self.said[at])


def follows(pairs: Sequence[Pair], said: Sequence[Answers]) -> list[str]:
    """Return for each pair what follows about it from the answers: ``same``, ``apart`` or nothing.

    Clusters that are the same are joined; two that are joined with two that are not the same are
    not the same either.
    """
    up: dict[str, str] = {}

    def root(name: str) -> str:
        while up.get(name, name) != name:
            up[name] = up.get(up[name], up[name])
            name = up[name]
        return name

    apart: set[frozenset[str]] = set()
    for decided in (True, False):
        for at, (pair, answers) in enumerate(zip(pairs, said, strict=True)):
            one, other = (root(name) for name in _ends(pair, at))
            if is_settled(answers) and decided == (answers[0].decision == SAME):
                if decided:
                    up[max(one, other)] = min(one, other)
                else:
                    apart.add(frozenset((one, other)))
    found = [{root(name) for name in _ends(pair, at)} for at, pair in enumerate(pairs)]
    return ["same" if len(ends) == 1 else "apart" if ends in apart else "" for ends in found]


def _ends(pair: Pair, at: int) -> tuple[str, str]:
    """Return the clusters of a pair; where none are named, the records stand for themselves."""
    return pair.clusters if all(pair.clusters) else (f"{at} a", f"{at} b")


def _withdrawn(said: Answers, given: Given) -> bytes:
    """Return the lines that take back every one of these decisions."""
    taken: dict[tuple[bytes, bytes], Remembered] = {}
    for one in said:
        taken[one.pair] = one
    return b"".join(
        line(Remembered(decision=WITHDRAWN, a=one.a, b=one.b, who=given.who, when=given.when))
        for one in taken.values()
    )
