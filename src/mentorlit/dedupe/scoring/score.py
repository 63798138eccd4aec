"""A pair of fingerprints to a decision: the sum of named evidence, checked for vetoes.

Each piece of evidence is a small mapping with a ``weight`` and what was found; a value missing on
either side gives none. Weights, curves and the thresholds of the modes are in
tables/dedupe/score.toml.
"""

from typing import Any, Final

import msgspec

from mentorlit.dedupe.fingerprints import pages
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.scoring import weighing
from mentorlit.dedupe.scoring.doubt import doubt, proven
from mentorlit.dedupe.scoring.findings import Evidence, Pair
from mentorlit.dedupe.scoring.relations import relation, stated
from mentorlit.dedupe.scoring.veto import veto
from mentorlit.dedupe.scoring.weigh_titles import weigh_title
from mentorlit.dedupe.scoring.weights import table

DUPLICATE: Final = "duplicate"
DIFFERENT: Final = "different"
RELATED: Final = "related"
UNSURE: Final = "unsure"

STRICT: Final = "strict"
BALANCED: Final = "balanced"
SENSITIVE: Final = "sensitive"
MODES: Final = (STRICT, BALANCED, SENSITIVE)
"""How much must speak for one paper: what is proven, what is sure, or all that may be one."""

_UNLIKE: Final = "titles have nothing in common"


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What a pair is, by which evidence; ``reason`` names the veto or doubt, if one decided.

    ``relation`` is set if ``outcome`` is ``related``, and read "the first record is RELATION the
    second one", with ``inverse`` the other way round.
    """

    outcome: str
    score: float
    evidence: Evidence
    reason: str = ""
    relation: str = ""
    inverse: bool = False


def score(a: Fingerprint, b: Fingerprint, mode: str = BALANCED, *, whole: bool = False) -> Decision:
    """Compare two records; the same for ``(a, b)`` and ``(b, a)``, but for ``inverse``.

    Of a pair whose titles have nothing in common, and where the rest cannot make up for it, only
    what shows this is in the evidence and in the score, unless ``whole`` asks for all of it.

    Raises:
        KeyError: there is no such mode.

    """
    limits: dict[str, Any] = table()["modes"][mode]
    pair = Pair(a, b, {})
    weighing.weigh_identifiers(pair)
    weigh_title(pair)
    weighing.weigh_abstract(pair)
    hopeless = _hopeless(pair)
    if hopeless and not whole:
        return Decision(DIFFERENT, pair.total(), pair.evidence, _UNLIKE)
    weighing.weigh_persons(pair)
    weighing.weigh_place(pair)
    weighing.weigh_years(pair)
    weighing.weigh_alone(pair)
    total = pair.total()
    if hopeless:
        return Decision(DIFFERENT, total, pair.evidence, _UNLIKE)
    pair.note_against()
    return _related(pair, total) or _decided(pair, total, limits)


def _hopeless(pair: Pair) -> bool:
    """Tell whether the titles are unlike and neither identifiers, text nor page could be one."""
    if not pair.unlike or pair.likeness >= table()["title"]["hopeless"]:
        return False
    if pair.doi == "same" or pair.one_record or pair.text >= 0.7:
        return False
    if "identifiers" in pair.evidence or pair.a.stated or pair.b.stated:
        return False
    one, other = pair.a.title, pair.b.title
    if one.recurring > 1 or other.recurring > 1 or one.note != other.note:
        return False
    return pages.compare(pair.a.pages, pair.b.pages) not in ("same", "first-same")


def _related(pair: Pair, total: float) -> Decision | None:
    """Return the decision about a pair that is kept apart, if it is."""
    if (pair.a.stated or pair.b.stated) and not pair.one_identifier:
        name, inverse = stated(pair)
        if name:
            return Decision(RELATED, total, pair.evidence, "a record states it", name, inverse)
    reason = veto(pair)
    if not reason:
        return None
    name, inverse = relation(pair, reason)
    outcome = RELATED if name else DIFFERENT
    return Decision(outcome, total, pair.evidence, reason, name, inverse)


def _decided(pair: Pair, total: float, limits: dict[str, Any]) -> Decision:
    """Return the decision about a pair that nothing keeps apart."""
    if pair.doi == "different":
        pair.evidence["DOI"] = {**pair.evidence["DOI"], "but": _excuse(pair)}
    if total < limits["duplicate"]:
        outcome = UNSURE if total >= limits["unsure"] else DIFFERENT
        return Decision(outcome, total, pair.evidence)
    doubted = doubt(pair)
    if not doubted and limits["proof"] and not proven(pair):
        doubted = "nothing proves it"
    return Decision(UNSURE if doubted else DUPLICATE, total, pair.evidence, doubted)


def _excuse(pair: Pair) -> str:
    """Return the recorded reason why two DOIs do not keep the records apart."""
    if pair.pmid == "same":
        return "one PMID"
    return "one title at one place" if pair.place else "one title on one page"
