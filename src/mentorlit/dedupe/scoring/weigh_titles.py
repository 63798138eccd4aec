"""The weight of two titles as evidence."""

from itertools import product

from mentorlit.dedupe.fingerprints import title_likeness
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.fingerprints.titles import Title
from mentorlit.dedupe.scoring.findings import Pair
from mentorlit.dedupe.scoring.weights import Piece, curve, table, weights


def weigh_title(pair: Pair) -> None:
    """Weigh the titles: likeness, how much a title of this length says, words and numbers."""
    found = _most_alike(pair.a, pair.b)
    if found is None:
        return
    pair.likeness, one, other = found
    piece: Piece = {"similarity": 1.0}
    weight = curve("title", pair.likeness)
    if pair.likeness < 1.0:
        piece["similarity"] = round(pair.likeness, 3)
        weight = _unequal(pair, one, other, weight, piece)
    if weight > 0:
        share = share_of(one, other)
        if pair.a.form == pair.b.form == "book":
            share = max(share, table()["title"]["share_book"])
        weight *= share
        if one.recurring or other.recurring:
            weight *= 1 - max(one.recurring, other.recurring) / 2
    elif _other_language(pair.a, pair.b):
        weight = max(weight, weights()["title_other_language"])
        pair.told = piece["found"] = "another language"
        pair.words = False
    if pair.doi == "same":
        weight = max(weight, weights()["title_one_doi"])
    piece["weight"] = round(weight, 2)
    pair.evidence["title"] = piece


def _says_nothing(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether the title of ``one`` recurs or is the other's container, with numbers or not."""
    if one.title.recurring > 1:
        return True
    if not other.venues or not one.title.content:
        return False
    content = one.title.content
    near = [name.words for name in other.venues if not name.words or name.words[0] in content]
    return bool(near) and tuple([word for word in content if not word.isdecimal()]) in near


def share_of(one: Title, other: Title) -> float:
    """Return how much of its weight a title has: by its words, of which long ones count more."""
    shares: list[float] = table()["title"]["shares"]
    most = len(shares) - 1
    if len(one.content) >= most and len(other.content) >= most:
        return shares[most]
    return shares[min(_words(one), _words(other), most)]


def _words(one: Title) -> int:
    letters: int = len(one.joined) // table()["title"]["letters"]
    return max(len(one.content), min(letters, len(one.content) + 1))


def _most_alike(a: Fingerprint, b: Fingerprint) -> tuple[float, Title, Title] | None:
    """Return the two titles that are most alike; a title that says nothing is not compared."""
    if a.title.joined != b.title.joined and (_says_nothing(a, b) or _says_nothing(b, a)):
        return None
    if not a.titles and not b.titles:
        if not a.title.content or not b.title.content:
            return None
        return title_likeness.similarity(a.title, b.title), a.title, b.title
    best = None
    for one, other in product((a.title, *a.titles), (b.title, *b.titles)):
        if one.content and other.content:
            likeness = title_likeness.similarity(one, other)
            if best is None or likeness > best[0]:
                best = likeness, one, other
    return best


def _unequal(pair: Pair, one: Title, other: Title, weight: float, piece: Piece) -> float:
    """Return the weight of two titles that are not equal, and say in ``piece`` what differs."""
    known, rules = weights(), table()["title"]
    if pair.likeness >= 0.75 and title_likeness.opposed(one, other):
        pair.opposed = True
        piece["opposites"] = "differ"
    if not pair.opposed and title_likeness.contained(one, other, rules["contained_words"]):
        pair.told = piece["found"] = "contained"
        weight = max(weight, known["title_contained"])
    elif weight <= -5.0:
        pair.words = True
    elif title_likeness.words_differ(one, other, rules["same_word"]):
        pair.words = True
        piece["found"] = "words differ"
        weight += known["title_words_differ"]
    if one.numbers != other.numbers:
        pair.numbers = True
        pair.part = title_likeness.part_added(one, other)
        piece["numbers"] = "differ"
        if pair.likeness >= rules["number_added"]:
            weight += known["title_number_added"]
        elif pair.told != "contained":
            weight += known["title_one_sided_number"]
    return weight


def _other_language(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether one title may be the other's translation."""
    if a.title.translated != b.title.translated:
        return True
    if a.title.language and b.title.language and a.title.language != b.title.language:
        return True
    return bool(a.language and b.language and a.language != b.language)
