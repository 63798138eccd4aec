"""Whether an answer is the work that a record describes.

The comparison of ``dedupe`` decides, in its mode ``balanced``. What is added here concerns answers
that an identifier led to: the identifier of a record may be wrong, and a record may state nothing
else.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from mentorlit.dedupe.canonical import speaks
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.fingerprints.title_likeness import words_differ
from mentorlit.dedupe.scoring.score import DIFFERENT as SCORED_DIFFERENT
from mentorlit.dedupe.scoring.score import DUPLICATE, RELATED, Decision, score
from mentorlit.dedupe.scoring.score import UNSURE as SCORED_UNSURE
from mentorlit.enriching.lacking import questions
from mentorlit.model import Citation
from mentorlit.services import Identifier
from mentorlit.tables import load

if TYPE_CHECKING:
    from mentorlit.enriching.deciding import Decided

SAME: Final = "same"
UNSURE: Final = "unsure"
DIFFERENT: Final = "different"

_SHOWN: Final = 3
"""Answers about one record that a person is asked about: the likeliest."""

_PREPRINT: Final = "preprint"

_BOOK: Final = "book"

_TOLD_APART: Final = frozenset(["numbers", "opposites"])
"""Evidence that titles which are alike mean two works."""

_PROOFS: Final = ("DOI", "PMID", "PMCID", "identifiers", "place")
"""Evidence of which one is enough for a duplicate that a search found."""


class Verdict(NamedTuple):
    """What an answer is to a record: ``same``, ``unsure`` or ``different``, and by what reason.

    ``decision`` is that of the comparison, with its evidence.
    """

    outcome: str
    reason: str
    decision: Decision


class Chosen(NamedTuple):
    """What came of all answers about one record.

    If ``outcome`` is ``same``, ``answer`` is the one to take; if it is ``unsure``, a person has to
    look at the answers in ``unsure``, the likeliest first.
    """

    outcome: str
    reason: str = ""
    answer: Citation | None = None
    unsure: tuple[tuple[Citation, Verdict], ...] = ()


def judged(
    record: Citation,
    answer: Citation,
    *,
    asked: Identifier | None = None,
    elsewhere: frozenset[Identifier] = frozenset(),
) -> Verdict:
    """Return whether ``answer`` is the work that ``record`` describes.

    ``asked`` is the identifier that led to it, if one did; one that the record does not state is as
    good as a search. ``elsewhere`` are those that another service answered with another work: to
    state one of them, too, proves nothing. An answer that states it and still is
    another work is ``unsure``: one of the two is wrong. An answer to a search has to have the same
    title, and nothing may speak against it, unless an identifier or the whole place is the same.
    To a record without a title the identifier is enough, if nothing contradicts. A work that is
    only related to it is ``different``, and so is a preprint to what was published of it, whatever
    identifiers it states.
    """
    ours, theirs = fingerprint(record), fingerprint(answer)
    made = score(ours, theirs)
    if _is_preprint_of(ours, theirs):
        return Verdict(DIFFERENT, "one of them is a preprint", made)
    if asked is not None and asked not in questions(record):
        asked = None
    named = asked is not None and asked in questions(answer)
    if named and not record.title and made.outcome != DUPLICATE:
        return _by_identifier_alone(made)
    if made.outcome == DUPLICATE:
        why = _about_it(ours, theirs, made, answer) or (
            _contradicted(ours, theirs, made) if asked else _not_borne_out(made, answer, elsewhere)
        )
        return Verdict(UNSURE if why else SAME, why or made.reason, made)
    if made.outcome == SCORED_UNSURE:
        return Verdict(UNSURE, made.reason, made)
    if made.outcome == SCORED_DIFFERENT and named:
        why = f"{asked} is that of another work" + (f": {made.reason}" if made.reason else "")
        return Verdict(UNSURE, why, made)
    return Verdict(DIFFERENT, _related(made) if made.outcome == RELATED else made.reason, made)


def _about_it(ours: Fingerprint, theirs: Fingerprint, made: Decision, answer: Citation) -> str:
    """Return how an answer that compares as the work is only about it; ``""``: it is not.

    Notices may have the work's title; peer reviews and supplements have it behind words of their
    own, and what is cut off a title is its end.
    """
    kinds = {one.kind for one in answer.relations}
    if (
        ours.title.joined
        and not ours.title.note
        and not kinds.isdisjoint(load("enriching")["notice"]["of"])
    ):
        return "the answer is a notice about a work"
    one, other = sorted((ours.title.joined, theirs.title.joined), key=len)
    contained = made.evidence.get("title", {}).get("found") == "contained"
    if contained and one and not other.startswith(one) and "place" not in made.evidence:
        return "the title of one stands within that of the other"
    return ""


def _contradicted(ours: Fingerprint, theirs: Fingerprint, made: Decision) -> str:
    """Return what speaks against a duplicate that an identifier led to; ``""``: nothing.

    It may have been copied from the work beside: the other part, the update of another year, the
    review of the book.
    """
    if _BOOK in (ours.form, theirs.form) and ours.form and theirs.form and ours.form != theirs.form:
        return "the identifier is the same, but one of them is a book"
    weights = {name: piece["weight"] for name, piece in made.evidence.items()}
    against = {name for name, weight in weights.items() if weight < 0}
    exact = speaks(ours) and made.evidence.get("title", {}).get("similarity", 1.0) >= 1.0
    if exact:
        rules = load("enriching")["identified"]["against"]
        against = {name for name in against if weights[name] <= rules.get(name, -math.inf)}
    elif weights.get("place", 0.0) <= 0 and _other_words(ours, theirs, made):
        against.add("title")
    return f"the identifier is the same, but not {', '.join(sorted(against))}" if against else ""


def _other_words(ours: Fingerprint, theirs: Fingerprint, made: Decision) -> bool:
    """Tell whether two titles are no spellings of one, and none is the other cut short."""
    title = made.evidence.get("title", {})
    if not _TOLD_APART.isdisjoint(title) or title.get("found") == "words differ":
        return True
    alike: float = load("enriching")["identified"]["same-word"]
    return "found" not in title and words_differ(ours.title, theirs.title, alike)


def _not_borne_out(made: Decision, answer: Citation, elsewhere: frozenset[Identifier]) -> str:
    """Return what is missing for a duplicate that a search found to be the work; ``""``: nothing.

    A search finds the likeliest works that there are. If the right one is not among them, it is
    the sequel, the edition before, the same group's next paper or the erratum of it.
    """
    rules = load("enriching")["search"]
    if any(one.kind in rules["about"] for one in answer.relations):
        return "the answer is about a work"
    weights = {name: piece["weight"] for name, piece in made.evidence.items()}
    proofs = ("place",) if elsewhere.intersection(questions(answer)) else _PROOFS
    if any(weights.get(name, 0.0) > 0 for name in proofs):
        return ""
    title = made.evidence.get("title", {})
    marked = title.keys() & {"found", "numbers", "opposites"}
    if marked or title.get("similarity", 0.0) < rules["title"]:
        return "the titles differ, and no identifier or place is the same"
    if against := sorted(name for name, weight in weights.items() if weight < 0):
        return f"the title is the same, but not {', '.join(against)}"
    if not any(weights.get(name, 0.0) > 0 for name in rules["placing"]):
        return "the title is the same, but nothing tells where or when"
    return ""


def _related(made: Decision) -> str:
    """Return in words what is related to what."""
    ends = ("answer", "record") if made.inverse else ("record", "answer")
    return f"only related: the {ends[0]} is {made.relation} the {ends[1]}"


def _is_preprint_of(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether one of two is a preprint and the other a publication."""
    forms = (a.form, b.form)
    return _PREPRINT in forms and any(form not in ("", _PREPRINT) for form in forms)


def _by_identifier_alone(made: Decision) -> Verdict:
    """Return the verdict about a record that has no title, and the work of its identifier."""
    against = sorted(name for name, piece in made.evidence.items() if piece["weight"] < 0)
    if made.outcome == RELATED or (made.outcome == SCORED_DIFFERENT and made.reason):
        return Verdict(UNSURE, made.reason, made)
    if against:
        return Verdict(UNSURE, f"the identifier is the same, but not {', '.join(against)}", made)
    return Verdict(SAME, "the record has no title, and its identifier is the same", made)


def chosen(
    record: Citation,
    answers: Sequence[Citation],
    *,
    asked: Identifier | None = None,
    elsewhere: frozenset[Identifier] = frozenset(),
    decided: "Decided | None" = None,
) -> Chosen:
    """Return which of the answers to one question is to be taken, if any.

    ``asked`` and ``elsewhere`` are those of :func:`judged`. Answers of which a person said what
    they are go by that; one of which both was said is ``unsure``. Of several that are the same, all
    must be one work, and the likeliest is taken; two works that could both be it are ``unsure``.
    """
    found: list[tuple[Citation, Verdict]] = []
    for answer in answers:
        verdict = judged(record, answer, asked=asked, elsewhere=elsewhere)
        said = decided.about(record, answer) if decided else ""
        if said == SAME:
            return Chosen(SAME, "a person said so", answer)
        if said == UNSURE:
            verdict = Verdict(UNSURE, "decisions about it contradict each other", verdict.decision)
        if said != DIFFERENT:
            found.append((answer, verdict))
    found = [found[at] for at in _order(found)]
    same = [(answer, verdict) for answer, verdict in found if verdict.outcome == SAME]
    if same:
        return _of_several(same)
    unsure = [(answer, verdict) for answer, verdict in found if verdict.outcome == UNSURE]
    if unsure:
        return Chosen(UNSURE, unsure[0][1].reason, unsure=tuple(unsure[:_SHOWN]))
    return Chosen(DIFFERENT, found[0][1].reason if found else "")


def _order(found: Sequence[tuple[Citation, Verdict]]) -> list[int]:
    """Return the places of answers, the likeliest first; of equals the fullest, then the first."""

    def rank(at: int) -> tuple[float, int, int]:
        answer, verdict = found[at]
        filled = sum(map(bool, msgspec.structs.astuple(answer)))
        return -verdict.decision.score, -filled, at

    return sorted(range(len(found)), key=rank)


def _of_several(same: Sequence[tuple[Citation, Verdict]]) -> Chosen:
    """Return the first of the answers if they are one work; they come in their order."""
    best, verdict = same[0]
    if all(_is_one(best, other) for other, _ in same[1:]):
        return Chosen(SAME, verdict.reason, best)
    why = "several works may be this one"
    told = tuple((answer, Verdict(UNSURE, why, each.decision)) for answer, each in same)
    return Chosen(UNSURE, why, unsure=told[:_SHOWN])


def _is_one(a: Citation, b: Citation) -> bool:
    """Tell whether two answers are one work: by their DOI, or by comparison."""
    ours, theirs = fingerprint(a), fingerprint(b)
    if ours.doi and ours.doi == theirs.doi:
        return True
    return score(ours, theirs).outcome == DUPLICATE and not _is_preprint_of(ours, theirs)
