"""A pair of fingerprints to a decision: the sum of named evidence, checked for vetoes.

Each piece of evidence is a small mapping with a ``weight`` and what was found; a value missing on
either side gives none. Weights, curves and thresholds are in tables/dedupe/score.toml.
"""

from functools import cache
from itertools import product
from typing import Any, Final

import msgspec
from rapidfuzz.distance import Indel

from mentorlit.dedupe import pages, persons, titles, venues
from mentorlit.dedupe.doubt import doubt
from mentorlit.dedupe.findings import Evidence
from mentorlit.dedupe.normalise import Fingerprint
from mentorlit.dedupe.veto import veto
from mentorlit.tables import load

DUPLICATE: Final = "duplicate"
DIFFERENT: Final = "different"
UNSURE: Final = "unsure"

_WHERE: Final = ("container-title", "volume", "page", "DOI", "PMID", "PMCID", "abstract")
"""Evidence that tells two editions of one text apart or together, besides its year."""


class Decision(msgspec.Struct, frozen=True):
    """What a pair is, by which evidence; ``reason`` names the veto or doubt, if one decided."""

    outcome: str
    score: float
    evidence: Evidence
    reason: str = ""


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/score")


def score(a: Fingerprint, b: Fingerprint) -> Decision:
    """Compare two records; the same for ``(a, b)`` and ``(b, a)``."""
    evidence: Evidence = {}
    _title(a, b, evidence)
    _persons(a, b, evidence)
    _identifiers(a, b, evidence)
    _place(a, b, evidence)
    _abstract(a, b, evidence)
    _years(a, b, evidence)
    total = round(sum(piece["weight"] for piece in evidence.values()), 2)
    reason = veto(a, b, evidence)
    if not reason and evidence.get("DOI", {}).get("found") == "different":
        evidence["DOI"]["but"] = _excuse(evidence)
    if reason:
        return Decision(DIFFERENT, total, evidence, reason)
    if total >= _table()["duplicate"]:
        doubted = doubt(a, b, evidence)
        return Decision(UNSURE if doubted else DUPLICATE, total, evidence, doubted)
    return Decision(UNSURE if total >= _table()["unsure"] else DIFFERENT, total, evidence)


def _excuse(evidence: Evidence) -> str:
    """Return the recorded reason why two DOIs do not keep the records apart."""
    if evidence.get("PMID", {}).get("found") == "same":
        return "one PMID"
    return "one title at one place" if "place" in evidence else "one title on one page"


def _curve(name: str, x: float) -> float:
    """Return the weight of similarity ``x`` on the curve ``name``, linear between its points."""
    points: list[list[float]] = _table()["curves"][name]
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        x0, y0 = x1, y1
    return y0


def _note(evidence: Evidence, field: str, found: str, weight: str) -> None:
    evidence[field] = {"found": found, "weight": _table()["weights"][weight]}


def _title(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh the titles: likeness, how much a title of this length says, words and numbers."""
    ways = product((a.title, *a.titles), (b.title, *b.titles))
    stated = [(one, other) for one, other in ways if one.content and other.content]
    if not stated:
        return
    likeness, index = max((titles.similarity(*pair), -n) for n, pair in enumerate(stated))
    one, other = stated[-index]
    piece: dict[str, Any] = {"similarity": round(likeness, 3)}
    weight = _curve("title", likeness)
    rules = _table()["title"]
    if likeness < 1.0:
        weight = _unequal(one, other, weight, piece)
    if weight > 0:
        words = min(len(one.content), len(other.content))
        share = rules["shares"][min(words, len(rules["shares"]) - 1)]
        weight *= share * (1 - max(one.recurring, other.recurring) / 2)
    elif _other_language(a, b):
        weight = max(weight, _table()["weights"]["title_other_language"])
        piece["found"] = "another language"
    evidence["title"] = {**piece, "weight": round(weight, 2)}


def _unequal(one: titles.Title, other: titles.Title, weight: float, piece: dict[str, Any]) -> float:
    """Return the weight of two titles that are not equal, and say in ``piece`` what differs."""
    weights, rules = _table()["weights"], _table()["title"]
    if titles.contained(one, other, rules["contained_words"]):
        piece["found"] = "contained"
        weight = max(weight, weights["title_contained"])
    elif weight > -5.0 and titles.words_differ(one, other, rules["same_word"]):
        piece["found"] = "words differ"
        weight += weights["title_words_differ"]
    if one.numbers != other.numbers:
        piece["numbers"] = "differ"
        if piece["similarity"] >= rules["number_added"]:
            weight += weights["title_number_added"]
        elif piece.get("found") != "contained":
            weight += weights["title_one_sided_number"]
    return weight


def _other_language(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether one title may be the other's translation."""
    if a.title.translated != b.title.translated:
        return True
    if a.title.language and b.title.language and a.title.language != b.title.language:
        return True
    return bool(a.language and b.language and a.language != b.language)


def _persons(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh the authors: how many of the shorter list are in the longer one."""
    weights = _table()["weights"]
    if not a.persons or not b.persons:
        if a.groups and not set(a.groups).isdisjoint(b.groups):
            _note(evidence, "author", "same group", "authors_groups_same")
        return
    share, found = persons.agreement(a.persons, b.persons, _table()["persons"]["same_family"])
    weight = _curve("authors", share)
    if weight > 0:
        shorter, longer = sorted((len(a.persons), len(b.persons)))
        weight *= 0.5 + 0.5 * shorter / longer
        weight += weights["authors_many"] if found >= 3 else 0.0
    evidence["author"] = {"similarity": round(share, 3), "weight": round(weight, 2)}


def _place(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh container, volume, issue and pages, and once more when they agree together."""
    container = _container(a, b, evidence)
    volume = _same(a.volume, b.volume)
    if volume:
        _note(evidence, "volume", volume, f"volume_{volume}")
    issue = _same(a.issue, b.issue)
    if issue:
        _note(evidence, "issue", issue, f"issue_{issue}")
    page = pages.compare(a.pages, b.pages)
    if page != "unknown":
        _note(evidence, "page", page, f"pages_{page.replace('-', '_')}")
    known = container in (venues.SAME, venues.COMPATIBLE) and volume == "same"
    if known and page in ("same", "first-same"):
        _note(evidence, "place", "same", "place_same")


def _same(one: str, other: str) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "different"


def _container(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> str:
    """Weigh the containers and return how they compare; equal ISSNs settle it."""
    found = {venues.compare(one, other) for one, other in product(a.venues, b.venues)}
    if a.issn and not set(a.issn).isdisjoint(b.issn):
        found.add(venues.SAME)
    for outcome in (venues.SAME, venues.COMPATIBLE):
        if outcome in found:
            _note(evidence, "container-title", outcome, f"container_{outcome}")
            return outcome
    if venues.DIFFERENT not in found:
        return venues.UNKNOWN
    kinds = {_kind(a), _kind(b)}
    weight = "container_kind" if kinds == {"conference", "journal"} else "container_different"
    _note(evidence, "container-title", "different", weight)
    return venues.DIFFERENT


def _kind(one: Fingerprint) -> str:
    """Return ``journal``, ``conference`` or ``preprint``, from the venue's name, else the type."""
    by_type = {"paper-conference": "conference", "article-journal": "journal"}
    return one.venues[0].kind or by_type.get(one.type, "")


def _years(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh the years.

    A year of print after the one on line is common for articles, but proceedings have no such
    thing, and where nothing of the place can be compared a year between is all there is.
    """
    if not a.years or not b.years:
        return
    apart = min(abs(one - other) for one, other in product(a.years, b.years))
    conference = "paper-conference" in (a.type, b.type) and "place" not in evidence
    weight = {0: "year_same", 1: "year_1", 2: "year_2"}.get(apart, "year_far")
    if apart == 1 and conference:
        weight = "year_1_conference"
    elif apart == 1 and evidence.keys().isdisjoint(_WHERE):
        weight = "year_1_alone"
    _note(evidence, "issued", f"{apart} apart", weight)


def _identifiers(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh identifiers: one in common is enough, whatever others there are."""
    for field, one, other in (("PMID", a.pmid, b.pmid), ("PMCID", a.pmcid, b.pmcid)):
        if one and other:
            found = "different" if set(one).isdisjoint(other) else "same"
            _note(evidence, field, found, f"{field.lower()}_{found}")
    if a.doi and b.doi:
        found = "different" if set(a.versions).isdisjoint(b.versions) else "version"
        found = found if set(a.doi).isdisjoint(b.doi) else "same"
        _note(evidence, "DOI", found, f"doi_{found}")
    if not set(a.isbn).isdisjoint(b.isbn):
        _note(evidence, "ISBN", "same", "isbn_same")
    if not set(a.others).isdisjoint(b.others):
        _note(evidence, "identifiers", "same", "identifier_same")


def _abstract(a: Fingerprint, b: Fingerprint, evidence: Evidence) -> None:
    """Weigh the beginnings of the abstracts, as long as the shorter one."""
    length = min(len(a.abstract), len(b.abstract))
    if length < 40:
        return
    likeness = Indel.normalized_similarity(a.abstract[:length], b.abstract[:length])
    weight = round(_curve("abstract", likeness), 2)
    evidence["abstract"] = {"similarity": round(likeness, 3), "weight": weight}
