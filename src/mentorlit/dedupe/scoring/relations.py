"""What one record is to another that is not the same paper: a closed list of relations.

A relation is claimed only where a record states it, or where the titles and the authors show one
work behind both records; else the two are merely different. tables/dedupe/relations.toml has the
list and what each needs.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz

from mentorlit.dedupe.fingerprints import title_likeness
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.scoring.findings import Pair
from mentorlit.tables import load

Found = tuple[str, bool]
"""A relation, and whether it is the second record's to the first; ``("", False)`` for none."""

NONE: Final[Found] = ("", False)


@cache
def _table() -> dict[str, Any]:
    return load("dedupe/relations")


def stated(pair: Pair) -> Found:
    """Return the relation that one of the records states by an identifier of the other."""
    for one, other, turned in ((pair.a, pair.b, False), (pair.b, pair.a, True)):
        if not one.stated:
            continue
        known = _known(other)
        for kind, target in one.stated:
            if target in known:
                inverse = kind in _table()["inverses"]
                name: str = _table()["inverses"].get(kind, kind)
                return name, turned != inverse and name not in _table()["symmetrical"]
    return NONE


def _known(one: Fingerprint) -> set[str]:
    return {
        *(f"doi:{value}" for value in one.doi),
        *(f"pmid:{value}" for value in one.pmid),
        *(f"pmcid:{value.casefold()}" for value in one.pmcid),
        *one.others,
    }


def relation(pair: Pair, reason: str) -> Found:
    """Return what two records are to each other that the veto ``reason`` keeps apart."""
    rule = _RULES.get(reason)
    if rule is None or max(pair.a.title.recurring, pair.b.title.recurring) > 1:
        return NONE
    if rule is _form and pair.a.title.note != pair.b.title.note:
        # A notice often has a DOI and a place of its own; what its title says comes first.
        rule = _note
    return rule(pair)


def _one_work(pair: Pair) -> bool:
    """Tell whether titles and authors show one work, with neither words nor numbers against it.

    Registrations seldom name authors.
    """
    forms = {pair.a.form, pair.b.form}
    if pair.words or (pair.numbers and title_likeness.numbers_conflict(pair.a.title, pair.b.title)):
        return False
    if min(len(pair.a.title.content), len(pair.b.title.content)) < 2:
        return False
    if pair.authors <= 0 and ("author" in pair.evidence or "registration" not in forms):
        return False
    return pair.alike(0.88) or (pair.one_text and pair.likeness >= 0.6)


def _note(pair: Pair) -> Found:
    """Return what a note is to the paper whose title it has; two notes are told by their rank."""
    kinds: dict[str, str] = _table()["notes"]
    order = list(kinds)
    one, other = pair.a.title.note, pair.b.title.note
    inverse = not one or (bool(other) and order.index(other) < order.index(one))
    note, about = (pair.b, pair.a) if inverse else (pair.a, pair.b)
    if about.title.note and (note.title.note, about.title.note) not in _ANSWERS:
        return NONE
    same_people = not about.title.note and note.title.note in _table()["same_people"]
    if not names_title(note, about) or (same_people and pair.authors < 0):
        return NONE
    return kinds[note.title.note], inverse


_ANSWERS: Final = frozenset([("reply", "comment"), ("reply", "editorial")])
"""Notes about notes: a reply and the letter it answers."""


def names_title(note: Fingerprint, about: Fingerprint) -> bool:
    """Tell whether the title of a note has in it the title of what it is about, or its head."""
    wanted, stated = about.title.joined, note.title.joined
    if len(about.title.content) < 2 or len(wanted) < 12:
        return False
    if len(note.title.head) >= 20 and note.title.head in (about.title.head, wanted):
        return True
    if len(wanted) > 1.1 * len(stated):
        return False
    return fuzz.partial_ratio(wanted, stated, score_cutoff=90) > 0


def _form(pair: Pair) -> Found:
    """Return what the less final of two forms of one work is to the other."""
    if not _one_work(pair):
        return NONE
    forms: dict[str, str] = _table()["forms"]
    for form, name in forms.items():
        if (pair.a.form == form) != (pair.b.form == form):
            return name, pair.b.form == form
    return _twice(pair)


def _twice(pair: Pair) -> Found:
    """Return what two publications of one text in one form are."""
    if pair.a.short != pair.b.short and pair.a.pages.first and pair.b.pages.first:
        return "abstract-of", pair.b.short
    if pair.other_text or not pair.alike(0.95) or pair.apart > 1:
        return NONE
    if pair.one_venue and (not pair.place_differs or pair.one_page):
        return NONE  # one page in two volumes of one serial is what returns every year
    journals = pair.a.form == pair.b.form == "journal" and not pair.a.short
    if journals and pair.container == "different":
        return "co-published-with", False
    return "version-of", False


def _chapter(pair: Pair) -> Found:
    """Return ``chapter-of`` if the chapter names the book as its container, or its ISBN."""
    inverse = pair.a.type == "book"
    chapter, book = (pair.b, pair.a) if inverse else (pair.a, pair.b)
    words = "".join(book.title.content)
    named = any(
        len(one.words) > 1 and words.startswith("".join(one.words)) for one in chapter.venues
    )
    if named or not set(chapter.isbn).isdisjoint(book.isbn):
        return "chapter-of", inverse
    return NONE


def _edition(pair: Pair) -> Found:
    """Return ``edition-of`` from the later edition to the earlier one."""
    if pair.authors <= 0 or not pair.alike(0.9):
        return NONE
    one = (pair.a.years[-1:], len(pair.a.edition), pair.a.edition)
    return "edition-of", one < (pair.b.years[-1:], len(pair.b.edition), pair.b.edition)


_RULES: Final[dict[str, Callable[[Pair], Found]]] = {
    "one is a note about the other": _note,
    "other form of publication": _form,
    "report and paper": _form,
    "book and chapter": _chapter,
    "other edition": _edition,
    "identifiers differ": _form,
    "DOIs differ": _form,
    "other volume and pages": _form,
    "another place and year": _form,
    "another venue": _form,
    "conference and journal": _form,
}
"""The veto that keeps a pair apart, to what finds the relation."""
