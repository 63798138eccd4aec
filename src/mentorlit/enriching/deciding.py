"""What people say about answers that nobody else is sure of.

An unsure pair, the record and the answer, goes into a file as the unsure pairs of ``dedupe`` do; so
``mentorlit review`` goes through both, and the decisions are of one kind. What a decision keeps of
an answer are its identifiers among others: they are asked for again, which a cache answers.
"""

from collections.abc import Iterable
from typing import Final

from mentorlit.dedupe.decisions.likeness import CONSISTENT, keys, likeness
from mentorlit.dedupe.decisions.lines import SAME as SAID_SAME
from mentorlit.dedupe.decisions.lines import Remembered
from mentorlit.dedupe.decisions.recalling import is_nearer, recall
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.enriching.asked import noted, text, was_asked
from mentorlit.enriching.comparing import DIFFERENT, SAME, Verdict
from mentorlit.enriching.lacking import questions
from mentorlit.model import Citation
from mentorlit.reviewing.queue import Pair, line
from mentorlit.services import Identifier

_BY: Final = "decision"
"""What stands in the place of the service, where it is noted that a decision was followed."""


def queue_line(record: Citation, answer: Citation, verdict: Verdict, number: int) -> bytes:
    """Return a record and an answer as one line of a file for ``mentorlit review``."""
    return line(
        Pair(
            number=number,
            score=verdict.decision.score,
            reason=verdict.reason,
            evidence=verdict.decision.evidence,
            records=(record, answer),
        )
    )


class _Known:
    """One decision with the fingerprints of its two sides."""

    def __init__(self, said: Remembered) -> None:
        self.outcome = SAME if said.decision == SAID_SAME else DIFFERENT
        self.said = said
        self.sides = said.a, said.b
        self.prints = fingerprint(said.a), fingerprint(said.b)

    def is_about(self, record: Fingerprint, answer: Fingerprint) -> bool:
        """Tell whether the decision speaks of these two, as ``dedupe`` finds it out."""
        for found in recall([self.said], [record, answer]).answers:
            if (0 in found.a and 1 in found.b) or (1 in found.a and 0 in found.b):
                return True
        return False

    def others(self, record: Fingerprint) -> list[Citation]:
        """Return the sides that stand for something else, if this record is one of the two."""
        one, other = (likeness(side, record) for side in self.prints)
        found = []
        if one.tier >= CONSISTENT and not is_nearer(other, one):
            found.append(self.sides[1])
        if other.tier >= CONSISTENT and not is_nearer(one, other):
            found.append(self.sides[0])
        return found


class Decided:
    """Decisions, found by the records that they speak of.

    Those about pairs of one file of records alone do no harm: they speak of no answer. ``related``
    is as good as ``different``: the answer is another work.
    """

    def __init__(self, decisions: Iterable[Remembered]) -> None:
        self._by_key: dict[str, list[_Known]] = {}
        for said in decisions:
            known = _Known(said)
            found = dict.fromkeys(key for one in known.prints for key in keys(one))
            for key in found:
                self._by_key.setdefault(key, []).append(known)

    def about(self, record: Citation, answer: Citation) -> str:
        """Return ``same`` or ``different`` if somebody said so of the two, ``""`` if not.

        Of decisions that contradict each other none counts.
        """
        if not self._by_key:
            return ""
        ours, theirs = fingerprint(record), fingerprint(answer)
        found = {known.outcome for known in self._about(ours) if known.is_about(ours, theirs)}
        return found.pop() if len(found) == 1 else ""

    def questions(self, record: Citation) -> tuple[Identifier, ...]:
        """Return identifiers of the answers that somebody said are the work of the record.

        Those that were followed (:meth:`noted`) are left out. They are to be asked for whatever the
        record lacks and whatever was asked before; :meth:`about` then tells that they are the same.
        """
        if not self._by_key:
            return ()
        ours = fingerprint(record)
        found: dict[Identifier, None] = {}
        for known in self._about(ours):
            if known.outcome == SAME:
                for answer in known.others(ours):
                    found |= dict.fromkeys(questions(answer)[:1])
        return tuple(one for one in found if not was_asked(record, _BY, one.scheme, one.value))

    def noted(self, record: Citation, identifier: Identifier) -> Citation:
        """Return the record with the note that a decision's question was asked.

        An identifier that is none of :meth:`questions` leaves it as it is.
        """
        if identifier not in self.questions(record):
            return record
        return noted(record, [text(_BY, *identifier)])

    def _about(self, record: Fingerprint) -> list[_Known]:
        """Return the decisions that share a key with a record, each once, in their order."""
        found: dict[int, _Known] = {}
        for key in keys(record):
            found |= {id(known): known for known in self._by_key.get(key, ())}
        return list(found.values())
