"""What keeps two records apart whatever speaks for them: named vetoes, in order.

Each veto looks at what was found, and can be answered by stronger evidence that it names: two DOIs
of one article do occur (a journal moved to another publisher), and then the place is the same.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from mentorlit.dedupe.fingerprints import title_likeness
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.scoring.findings import IDENTIFIERS, KIND, PLACE, TITLE, Pair

Veto = Callable[[Pair], bool]

_SOFT_NOTES: Final = frozenset(["protocol", "comment", "editorial"])
"""Notes that databases also add to or cut from the title of one and the same paper."""

_PUBLISHED: Final = frozenset(["journal", "conference"])


def veto(pair: Pair) -> str:
    """Return the name of the first veto that holds, or ``""``."""
    for name, holds in _asked(pair.against):
        if holds(pair):
            return name
    return ""


@cache
def _asked(against: int) -> list[tuple[str, Veto]]:
    """Return the rules that look at what speaks against one paper."""
    return [(name, holds) for name, (respect, holds) in VETOES.items() if against & respect]


def _identifiers_differ(pair: Pair) -> bool:
    """Two PMIDs, or two PMCIDs, are two records of PubMed."""
    return pair.pmid == "different" or pair.pmcid == "different"


def _dois_differ(pair: Pair) -> bool:
    """Two DOIs, unless the paper has one PMID or stands in one place under one title."""
    if pair.doi != "different" or pair.pmid == "same":
        return False
    return not (pair.alike(0.9) and (pair.place or pair.one_paged_year or _one_issue(pair)))


def _one_issue(pair: Pair) -> bool:
    """Tell whether volume, issue and year are one and the abstracts too, and no page differs."""
    if pair.container == "different" or pair.page == "different" or pair.apart != 0:
        return False
    return pair.volume == pair.issue == "same" and pair.text >= 0.95


def _notes_differ(pair: Pair) -> bool:
    """Keep apart a paper and an erratum, reply or protocol of it; or two kinds of these."""
    one, other = pair.a.title.note, pair.b.title.note
    if one == other:
        return False
    soft = (not one or one in _SOFT_NOTES) and (not other or other in _SOFT_NOTES)
    return not (soft and (pair.one_identifier or pair.place))


def _numbers_differ(pair: Pair) -> bool:
    """Part I and Part II, or the reports of two years."""
    if not pair.numbers or not pair.alike(0.7):
        return False
    if not title_likeness.numbers_conflict(pair.a.title, pair.b.title):
        return False
    return not (pair.one_identifier or pair.place)


def _opposed(pair: Pair) -> bool:
    """Two papers on opposites: in adults and in adolescents, hyper- and hypoglycaemia."""
    if not pair.opposed or pair.one_identifier or pair.one_page:
        return False
    return not pair.one_text or pair.place_differs


def _forms_differ(pair: Pair) -> bool:
    """Keep apart a preprint, thesis, registration or data set and what was published of it."""
    one, other = pair.a, pair.b
    if one.form == other.form or pair.one_record:
        return False
    for first, second in ((one, other), (other, one)):
        if first.form == "preprint":
            return pair.doi != "same" and bool(second.venues or second.doi or second.volume)
        if first.form in ("registration", "dataset"):
            return pair.doi != "same" and bool(second.form or second.volume)
        if first.form == "thesis":
            return pair.doi != "same" and second.form in _PUBLISHED and bool(second.venues)
        if first.form == "abstract" and not pair.one_identifier and not pair.one_page:
            return pair.issue == "different" or pair.page == "different" or _pages(second) > 2
    return False


def _pages(one: Fingerprint) -> int:
    """Return how many pages a record states, 0 if unknown."""
    first, last = one.pages.first, one.pages.last
    if not (first.isdecimal() and last.isdecimal()):
        return 0
    return max(int(last) - int(first) + 1, 0)


def _reported(pair: Pair) -> bool:
    """Keep apart a technical report and a paper in a journal or at a conference."""
    forms = {pair.a.form, pair.b.form}
    if "report" not in forms or forms.isdisjoint(_PUBLISHED) or pair.one_identifier:
        return False
    return not pair.one_venue


def _other_place(pair: Pair) -> bool:
    """Another volume and other pages: an abstract and the article, or two meetings."""
    return pair.volume == pair.page == "different" and not pair.one_identifier


def _other_year(pair: Pair) -> bool:
    """Another volume or other pages in another year: a meeting before the article."""
    if pair.apart < 1 or pair.one_identifier:
        return False
    return pair.place_differs and (not pair.place_agrees or _begins_alike(pair))


def _begins_alike(pair: Pair) -> bool:
    """Tell whether two ranges in two volumes begin alike and end apart: what returns every year."""
    if pair.volume != "different" or pair.page != "first-same":
        return False
    one, other = pair.a.pages, pair.b.pages
    return one.first == other.first and bool(one.last and other.last)


def _other_page(pair: Pair) -> bool:
    """Other pages and another abstract: two contributions of one group to one meeting."""
    if pair.one_record or (pair.doi == "same" and pair.likeness == 1.0):
        return False
    return pair.page == "different" and pair.other_text


def _other_title(pair: Pair) -> bool:
    """Titles that have nothing in common, on other pages or over other texts: one DOI for many."""
    if not pair.unlike or pair.one_record:
        return False
    return pair.other_text or pair.page == "different"


def _other_words(pair: Pair) -> bool:
    """One DOI, but titles with other words or numbers on other pages or over other texts."""
    if pair.doi != "same" or pair.one_record:
        return False
    conflict = pair.numbers and title_likeness.numbers_conflict(pair.a.title, pair.b.title)
    if not (pair.words or conflict):
        return False
    if (pair.words and conflict) or pair.a.form == pair.b.form == "chapter":
        return True
    return pair.page == "different" or (pair.other_text and not pair.one_page)


def _other_venue(pair: Pair) -> bool:
    """Another journal, and nothing of the place in it agrees: one text published twice."""
    if pair.container != "different" or pair.one_identifier or pair.one_page:
        return False
    if pair.volume == "same":
        return pair.page == "different"
    return bool(pair.a.pages.first and pair.b.pages.first) or pair.place_differs


def _conference(pair: Pair) -> bool:
    """Keep apart a paper at a conference and one in a journal in another year."""
    if pair.container != "different" or pair.apart < 1 or pair.one_identifier:
        return False
    return {pair.a.form, pair.b.form} == _PUBLISHED and not pair.one_page


def _book_and_chapter(pair: Pair) -> bool:
    """Keep apart a book and a chapter of it."""
    return {pair.a.type, pair.b.type} == {"book", "chapter"}


def _other_edition(pair: Pair) -> bool:
    """Keep apart two editions of a book; one without an edition is the first, if years differ."""
    one, other = pair.a.edition, pair.b.edition
    if one == other:
        return False
    return bool(one and other) or (pair.a.form == pair.b.form == "book" and pair.apart > 1)


def _recurs(pair: Pair) -> bool:
    """Ask of titles that say nothing an identifier, the abstract, or place and authors.

    Against a title that says something, and where there is none, only what differs counts.
    """
    one, other = pair.a.title, pair.b.title
    if not (one.recurring or other.recurring) or pair.one_identifier or pair.one_text:
        return False
    if pair.place_differs or pair.issue == "different" or pair.apart > 1:
        return True
    if one.recurring + other.recurring < 3 or not (one.content or other.content):
        return False
    return pair.authors < 0 or not pair.place


VETOES: Final[dict[str, tuple[int, Veto]]] = {
    "identifiers differ": (IDENTIFIERS, _identifiers_differ),
    "DOIs differ": (IDENTIFIERS, _dois_differ),
    "one is a note about the other": (KIND, _notes_differ),
    "book and chapter": (KIND, _book_and_chapter),
    "other edition": (KIND, _other_edition),
    "numbers in the titles differ": (TITLE, _numbers_differ),
    "opposites in the titles": (TITLE, _opposed),
    "other form of publication": (KIND, _forms_differ),
    "report and paper": (KIND, _reported),
    "other volume and pages": (PLACE, _other_place),
    "another place and year": (PLACE, _other_year),
    "other pages and abstract": (PLACE, _other_page),
    "other title": (TITLE, _other_title),
    "other words under one DOI": (TITLE, _other_words),
    "another venue": (PLACE, _other_venue),
    "conference and journal": (PLACE, _conference),
    "the title recurs": (TITLE, _recurs),
}
"""Name to rule and the respect in which not all may agree, in the order in which they are asked."""
