"""A pair of fingerprints to a decision: the sum of named evidence, checked for vetoes.

Each piece of evidence is a small mapping with a ``weight`` and what was found; a value missing on
either side gives none. Weights, curves and the thresholds of the modes are in
tables/dedupe/score.toml.
"""

from functools import cache
from itertools import product
from typing import Any, Final

import msgspec
from rapidfuzz.distance import Indel

from mentorlit.dedupe import pages, persons, titles, venues
from mentorlit.dedupe.doubt import doubt, proven
from mentorlit.dedupe.findings import Evidence, Pair
from mentorlit.dedupe.normalise import Fingerprint
from mentorlit.dedupe.relations import relation, stated
from mentorlit.dedupe.veto import veto
from mentorlit.tables import load

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


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/score")


@cache
def _weights() -> dict[str, float]:
    return dict(_table()["weights"])


def score(a: Fingerprint, b: Fingerprint, mode: str = BALANCED, *, whole: bool = False) -> Decision:
    """Compare two records; the same for ``(a, b)`` and ``(b, a)``, but for ``inverse``.

    Of a pair whose titles have nothing in common, and where the rest cannot make up for it, only
    what shows this is in the evidence and in the score, unless ``whole`` asks for all of it.

    Raises:
        KeyError: there is no such mode.

    """
    limits: dict[str, Any] = _table()["modes"][mode]
    pair = Pair(a, b, {})
    _identifiers(pair)
    _title(pair)
    _abstract(pair)
    hopeless = _hopeless(pair)
    if hopeless and not whole:
        return Decision(DIFFERENT, pair.total(), pair.evidence, _UNLIKE)
    _persons(pair)
    _place(pair)
    _years(pair)
    _alone(pair)
    total = pair.total()
    if hopeless:
        return Decision(DIFFERENT, total, pair.evidence, _UNLIKE)
    return _related(pair, total) or _decided(pair, total, limits)


def _hopeless(pair: Pair) -> bool:
    """Tell whether the titles are unlike and neither identifiers, text nor page could be one."""
    if not pair.unlike or pair.likeness >= _table()["title"]["hopeless"]:
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
    if not (pair.one_record or pair.doi == "same"):
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
        pair.evidence["DOI"]["but"] = _excuse(pair)
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


def _curve(name: str, x: float) -> float:
    """Return the weight of similarity ``x`` on the curve ``name``, linear between its points."""
    points: list[list[float]] = _table()["curves"][name]
    x0, y0 = points[0]
    for x1, y1 in points[1:]:
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        x0, y0 = x1, y1
    return y0


def _title(pair: Pair) -> None:
    """Weigh the titles: likeness, how much a title of this length says, words and numbers."""
    found = _most_alike(pair.a, pair.b)
    if found is None:
        return
    pair.likeness, one, other = found
    piece: dict[str, Any] = {"similarity": round(pair.likeness, 3)}
    weight = _curve("title", pair.likeness)
    if pair.likeness < 1.0:
        weight = _unequal(pair, one, other, weight, piece)
    if weight > 0:
        share = _share(one, other)
        if pair.a.form == pair.b.form == "book":
            share = max(share, _table()["title"]["share_book"])
        weight *= share * (1 - max(one.recurring, other.recurring) / 2)
    elif _other_language(pair.a, pair.b):
        weight = max(weight, _weights()["title_other_language"])
        pair.told = piece["found"] = "another language"
        pair.words = False
    if pair.doi == "same":
        weight = max(weight, _weights()["title_one_doi"])
    piece["weight"] = round(weight, 2)
    pair.evidence["title"] = piece


def _says_nothing(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether the title of ``one`` recurs or is the other's container, with numbers or not."""
    if one.title.recurring > 1:
        return True
    if not other.venues or not one.title.content:
        return False
    words = tuple([word for word in one.title.content if not word.isdecimal()])
    return any(words == venue.words for venue in other.venues)


def _share(one: titles.Title, other: titles.Title) -> float:
    """Return how much of its weight a title has: by its words, of which long ones count more."""
    rules = _table()["title"]
    shares: list[float] = rules["shares"]
    return shares[min(_words(one), _words(other), len(shares) - 1)]


def _words(one: titles.Title) -> int:
    letters: int = len(one.joined) // _table()["title"]["letters"]
    return max(len(one.content), min(letters, len(one.content) + 1))


def _most_alike(a: Fingerprint, b: Fingerprint) -> tuple[float, titles.Title, titles.Title] | None:
    """Return the two titles that are most alike; a title that says nothing is not compared."""
    if a.title.joined != b.title.joined and (_says_nothing(a, b) or _says_nothing(b, a)):
        return None
    if not a.titles and not b.titles:
        if not a.title.content or not b.title.content:
            return None
        return titles.similarity(a.title, b.title), a.title, b.title
    best = None
    for one, other in product((a.title, *a.titles), (b.title, *b.titles)):
        if one.content and other.content:
            likeness = titles.similarity(one, other)
            if best is None or likeness > best[0]:
                best = likeness, one, other
    return best


def _unequal(
    pair: Pair, one: titles.Title, other: titles.Title, weight: float, piece: dict[str, Any]
) -> float:
    """Return the weight of two titles that are not equal, and say in ``piece`` what differs."""
    weights, rules = _weights(), _table()["title"]
    if pair.likeness >= 0.75 and titles.opposed(one, other):
        pair.opposed = True
        piece["opposites"] = "differ"
    if not pair.opposed and titles.contained(one, other, rules["contained_words"]):
        pair.told = piece["found"] = "contained"
        weight = max(weight, weights["title_contained"])
    elif weight <= -5.0:
        pair.words = True
    elif titles.words_differ(one, other, rules["same_word"]):
        pair.words = True
        piece["found"] = "words differ"
        weight += weights["title_words_differ"]
    if one.numbers != other.numbers:
        pair.numbers = True
        pair.part = titles.part_added(one, other)
        piece["numbers"] = "differ"
        if pair.likeness >= rules["number_added"]:
            weight += weights["title_number_added"]
        elif pair.told != "contained":
            weight += weights["title_one_sided_number"]
    return weight


def _other_language(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether one title may be the other's translation."""
    if a.title.translated != b.title.translated:
        return True
    if a.title.language and b.title.language and a.title.language != b.title.language:
        return True
    return bool(a.language and b.language and a.language != b.language)


def _persons(pair: Pair) -> None:
    """Weigh the authors: how many of the shorter list are in the longer one."""
    a, b, weights = pair.a, pair.b, _weights()
    if not a.persons or not b.persons:
        if a.groups and not set(a.groups).isdisjoint(b.groups):
            pair.authors = weights["authors_groups_same"]
            pair.note("author", "same group", pair.authors)
        return
    if a.persons[0].family.isascii() != b.persons[0].family.isascii():
        return
    share, found = persons.agreement(a.persons, b.persons, _table()["persons"]["same_family"])
    weight = _curve("authors", share)
    if weight > 0:
        shorter, longer = sorted((len(a.persons), len(b.persons)))
        weight *= 0.5 + 0.5 * shorter / longer
        if found >= 2:
            weight += weights["authors_many" if found >= 3 else "authors_two"]
    pair.authors = round(weight, 2)
    pair.evidence["author"] = {"similarity": round(share, 3), "weight": pair.authors}


def _place(pair: Pair) -> None:
    """Weigh container, volume, issue and pages, and once more when they agree together."""
    a, b, weights = pair.a, pair.b, _weights()
    pair.page = pages.compare(a.pages, b.pages)
    _container(pair)
    pair.volume = _same(a.volume, b.volume)
    if pair.volume == "different" and pair.one_page and a.pages.first != b.pages.first:
        pair.page = ""  # S203 of a supplement is not 203 of another volume
    if pair.volume:
        pair.note("volume", pair.volume, weights[f"volume_{pair.volume}"])
    pair.issue = _same(a.issue, b.issue)
    if pair.issue:
        pair.note("issue", pair.issue, weights[f"issue_{pair.issue}"])
    if pair.page:
        pair.note("page", pair.page, weights[f"pages_{pair.page.replace('-', '_')}"])
    if pair.one_venue and pair.volume == "same" and pair.one_page:
        pair.place = True
        pair.note("place", "same", weights["place_same"])
    elif pair.volume == "same" and pair.page == "same" and a.pages.last and a.years == b.years:
        issue = pair.issue == "same"
        if pair.authors > 0 or (issue and "author" not in pair.evidence and a.years):
            pair.note("place", "same numbers", weights["place_issue" if issue else "place_numbers"])


def _same(one: str, other: str) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "different"


def _container(pair: Pair) -> None:
    """Weigh the containers; equal ISSNs settle it."""
    a, b = pair.a, pair.b
    if a.issn and b.issn and not set(a.issn).isdisjoint(b.issn):
        pair.container = venues.SAME
    else:
        pair.container = venues.best(a.venues, b.venues)
    if not pair.container:
        return
    weight = f"container_{pair.container}"
    if pair.container == venues.DIFFERENT and "journal" in (a.form, b.form):
        meeting = _meeting(a.form) or _meeting(b.form)
        weight = "container_kind" if meeting and pair.page != "same" else weight
    pair.note("container-title", pair.container, _weights()[weight])


def _meeting(form: str) -> bool:
    return form in ("conference", "abstract")


def _years(pair: Pair) -> None:
    """Weigh the years.

    A year of print after the one on line is common for articles, and theses are indexed by the
    year of the degree or of the index; but proceedings have no such thing, and where nothing of
    the place can be compared a year between is all there is.
    """
    a, b = pair.a, pair.b
    if not a.years or not b.years:
        return
    pair.apart = min(abs(one - other) for one, other in product(a.years, b.years))
    if pair.apart > 0 and _updated(pair):
        pair.note("issued", f"{pair.apart} apart, updated", 0.0)
        pair.apart = 0
        return
    weight = ("year_same", "year_1", "year_2", "year_far")[min(pair.apart, 3)]
    if pair.apart == 1 and not _one_thesis(a, b):
        if "paper-conference" in (a.type, b.type) and not pair.place:
            weight = "year_1_conference"
        elif not (pair.container or pair.volume or pair.page or pair.one_text or _known(pair)):
            weight = "year_1_alone"
    pair.note("issued", f"{pair.apart} apart", _weights()[weight])


def _updated(pair: Pair) -> bool:
    """Tell whether both are reviews under one title that are published anew with every update."""
    if not pair.one_venue or pair.likeness < 0.97:
        return False
    return any(venue.kind == "updated" for venue in pair.a.venues)


def _one_thesis(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether both are theses of one person, named in full if no type says "thesis"."""
    if not a.form == b.form == "thesis" or not a.persons or not b.persons:
        return False
    if "thesis" in (a.type, b.type):
        return True
    return a.persons[0].words == b.persons[0].words and len(a.persons[0].words[-1]) > 1


def _known(pair: Pair) -> bool:
    """Tell whether identifiers were compared, or abstracts."""
    return bool(pair.doi or pair.pmid or pair.pmcid) or pair.text >= 0


def _alone(pair: Pair) -> None:
    """Count for one paper that a record states nothing but a title of its own, or a DOI.

    A year, if stated, has to be the same.
    """
    known = pair.evidence.keys() - {"issued"}
    if len(known) != 1 or pair.apart > 0 or not (_bare(pair.a) or _bare(pair.b)):
        return
    if pair.doi == "same":
        pair.note("record", "DOI alone", _weights()["record_alone"])
    elif pair.likeness >= 0.97 and not (pair.words or pair.numbers or pair.a.title.recurring):
        own = _share(pair.a.title, pair.b.title) > 0.8
        pair.note("record", "title alone", _weights()["record_alone"] if own else 0.0)


def _bare(one: Fingerprint) -> bool:
    """Tell whether a record states nothing but its title or its DOI, and perhaps a year."""
    titled = one.title.content and one.title.recurring < 2
    return not (
        one.persons or one.groups or one.venues or one.volume or one.pages.first
        or (one.doi and titled) or one.pmid or one.abstract or one.isbn or one.others
    )  # fmt: skip


def _identifiers(pair: Pair) -> None:
    """Weigh identifiers: one in common is enough, whatever others there are."""
    a, b, weights = pair.a, pair.b, _weights()
    if a.pmid and b.pmid:
        pair.pmid = _shared(a.pmid, b.pmid)
        pair.note("PMID", pair.pmid, weights[f"pmid_{pair.pmid}"])
    if a.pmcid and b.pmcid:
        pair.pmcid = _shared(a.pmcid, b.pmcid)
        pair.note("PMCID", pair.pmcid, weights[f"pmcid_{pair.pmcid}"])
    if a.doi and b.doi:
        pair.doi = _shared(a.doi, b.doi)
        if pair.doi == "different" and _shared(a.versions, b.versions) == "same":
            pair.doi = "version"
        pair.note("DOI", pair.doi, weights[f"doi_{pair.doi}"])
    if a.isbn and b.isbn and not set(a.isbn).isdisjoint(b.isbn):
        pair.note("ISBN", "same", weights["isbn_same"])
    if a.others and b.others and not set(a.others).isdisjoint(b.others):
        pair.note("identifiers", "same", weights["identifier_same"])


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if one == other:
        return "same"
    return "different" if set(one).isdisjoint(other) else "same"


def _abstract(pair: Pair) -> None:
    """Weigh the beginnings of the abstracts, as long as the shorter one."""
    one, other = pair.a.abstract, pair.b.abstract
    length = min(len(one), len(other))
    if length < 40:
        return
    pair.text = Indel.normalized_similarity(one[:length], other[:length])
    weight = round(_curve("abstract", pair.text), 2)
    pair.evidence["abstract"] = {"similarity": round(pair.text, 3), "weight": weight}
