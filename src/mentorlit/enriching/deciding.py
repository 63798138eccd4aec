"""What people say about answers that nobody else is sure of.

An unsure pair, the record and the answer, goes into a file as the unsure pairs of ``dedupe`` do; so
``mentorlit review`` goes through both, and the decisions are of one kind. What a decision keeps of
an answer are its identifiers among others: they are asked for again, which a cache answers.
"""

from collections.abc import Iterable

from mentorlit.dedupe.decisions.likeness import CONSISTENT, EXACT, Likeness, keys, likeness
from mentorlit.dedupe.decisions.lines import SAME as SAID_SAME
from mentorlit.dedupe.decisions.lines import Remembered
from mentorlit.dedupe.decisions.recalling import is_nearer, recall
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.scoring.score import score
from mentorlit.enriching.asked import DECISION, OTHER, noted, text, was_asked, was_noted
from mentorlit.enriching.comparing import DIFFERENT, SAME, UNSURE, Verdict
from mentorlit.enriching.lacking import questions
from mentorlit.model import Citation
from mentorlit.reviewing.queue import Pair, line
from mentorlit.services import Identifier


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

    def nearness(self, record: Fingerprint, answer: Fingerprint) -> Likeness | None:
        """Return how surely the record is meant, if the decision speaks of these two.

        That is found out as ``dedupe`` does. Two that contradict each other in more than the two
        that somebody called the same are others.
        """
        for found in recall([self.said], [record, answer]).answers:
            for at, (ours, theirs) in enumerate(((found.a, found.b), (found.b, found.a))):
                if 0 in ours and 1 in theirs:
                    near = likeness(self.prints[at], record)
                    return near if near.tier == EXACT or self._holds(record, answer) else None
        return None

    def _holds(self, record: Fingerprint, answer: Fingerprint) -> bool:
        return self.outcome != SAME or _against(record, answer) <= _against(*self.prints)

    def others(self, record: Fingerprint) -> list[Citation]:
        """Return the sides that stand for something else, if this record is one of the two."""
        one, other = (likeness(side, record) for side in self.prints)
        found = []
        if one.tier >= CONSISTENT and not is_nearer(other, one):
            found.append(self.sides[1])
        if other.tier >= CONSISTENT and not is_nearer(one, other):
            found.append(self.sides[0])
        return found


def _against(a: Fingerprint, b: Fingerprint) -> set[str]:
    """Return the names of what speaks against two being one work."""
    return {name for name, piece in score(a, b, whole=True).evidence.items() if piece["weight"] < 0}


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

        A decision about this very record goes before one about a record like it. Of those that are
        equally near none counts if they contradict each other: ``unsure``.
        """
        if not self._by_key:
            return ""
        ours, theirs = fingerprint(record), fingerprint(answer)
        said = [(known.outcome, known.nearness(ours, theirs)) for known in self._about(ours)]
        near = [one for _, one in said if one]
        found = {
            outcome
            for outcome, one in said
            if one and not any(is_nearer(other, one) for other in near)
        }
        return UNSURE if len(found) > 1 else "".join(found)

    def questions(self, record: Citation) -> tuple[Identifier, ...]:
        """Return identifiers of the answers that somebody said are the work of the record.

        Those that were followed (:meth:`noted`) are left out. They are to be asked for whatever the
        record lacks and whatever was asked before; :meth:`about` then tells that they are the same,
        or that somebody else said that they are not.
        """
        return tuple(self._open(record))

    def _open(self, record: Citation) -> dict[Identifier, str]:
        """Return the identifiers of :meth:`questions`, each with how it is noted."""
        if not self._by_key:
            return {}
        ours = fingerprint(record)
        found: dict[Identifier, str] = {}
        for known in self._about(ours):
            for answer in known.others(ours) if known.outcome == SAME else ():
                said = self.about(record, answer)
                for one in questions(answer)[:1]:
                    if said == SAME and not was_noted(record, text(DECISION, *one)):
                        found[one] = text(DECISION, *one)
                    elif said == UNSURE and not was_asked(record, DECISION, *one):
                        found.setdefault(one, text(DECISION, *one, OTHER))
        return found

    def noted(self, record: Citation, identifier: Identifier) -> Citation:
        """Return the record with the note that a decision's question was asked.

        An identifier that is none of :meth:`questions` leaves it as it is.
        """
        note = self._open(record).get(identifier)
        return noted(record, [note]) if note else record

    def _about(self, record: Fingerprint) -> list[_Known]:
        """Return the decisions that share a key with a record, each once, in their order."""
        found: dict[int, _Known] = {}
        for key in keys(record):
            found |= {id(known): known for known in self._by_key.get(key, ())}
        return list(found.values())
