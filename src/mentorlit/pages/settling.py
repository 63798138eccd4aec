"""Entries that only the other labels of the page explain."""

import re
from typing import Final

from mentorlit import languages
from mentorlit.pages import tongue
from mentorlit.pages.entries import Entry
from mentorlit.pages.grammar import work_type
from mentorlit.pages.lexicon import label_in
from mentorlit.pages.lines import Line

_ARTICLES: Final = frozenset({"article-journal", "paper-conference", "article"})

_PERSONS: Final = frozenset({"author", "editor", "advisor", "contributor"})
_TEXTS: Final = frozenset({"title", "abstract", "description", "alternative_title"})
_ABSTRACT: Final = 80
"""Characters from which on the language of an abstract is told."""
_TAGGED: Final = r"[.?!)]([a-z]{2}(?:_[A-Z]{2})?)\Z"


def settled(found: list[Entry]) -> list[Entry]:
    """Return the entries with those of "Editor" and of other authors told by their neighbours."""
    _settle_editor(found)
    _without_tags(found)
    return _with_others(_joined(found))


def _joined(found: list[Entry]) -> list[Entry]:
    """Join entries of persons that repeat one label: next to each other, or a repository's field.

    So do pages print one author a line ("Creator: A", "Creator: B").
    """
    kept: list[Entry] = []
    first: dict[str, Entry] = {}
    held: dict[str, set[tuple[str, Line]]] = {}
    for entry in found:
        before = first.get(entry.label) if entry.kind in _PERSONS else None
        field = entry.mode == "pair" and "." in entry.label
        if before and len(entry.values) == 1 and (field or kept[-1] is before):
            before.marks.extend(entry.marks)
            known = held[entry.label]
            before.values.extend(v for v in entry.values if v not in known)
            known.update(entry.values)
            continue
        first[entry.label] = entry
        held[entry.label] = set(entry.values)
        kept.append(entry)
    return kept


def _without_tags(found: list[Entry]) -> None:
    """Cut the language's code that a full record of DSpace leaves glued to its values.

    An abstract shows it behind its full stop ("... trustworthiness.en").
    """
    fields = [entry for entry in found if entry.mode == "pair" and entry.label.startswith("dc.")]
    codes = {
        match[1]
        for entry in fields
        for value, _ in entry.values
        if (match := re.search(_TAGGED, value)) and languages.tag(match[1])
    }
    for entry in fields if codes else ():
        if entry.kind in _TEXTS:
            _cut(entry, tuple(sorted(codes)))


def _cut(entry: Entry, codes: tuple[str, ...]) -> None:
    for at, (value, line) in enumerate(entry.values):
        code = next((code for code in codes if value.endswith(code)), "")
        if code:
            entry.values[at] = (value.removesuffix(code).rstrip(), line)
            for mark in entry.marks:
                if mark.value == value:
                    mark.value = entry.values[at][0]


def _with_others(found: list[Entry]) -> list[Entry]:
    """Join the main author of an article with the others (VuFind); a thesis has advisors there."""
    main = [entry for entry in found if label_in(entry.label, "main_author")]
    others = [entry for entry in found if label_in(entry.label, "other_authors")]
    types = {work_type(value) for e in found if e.kind == "type" for value, _ in e.values}
    if len(main) != 1 or not others or types.isdisjoint(_ARTICLES) or "thesis" in types:
        return found
    for entry in others:
        main[0].marks.extend(entry.marks)
        main[0].values.extend(entry.values)
    return [entry for entry in found if entry not in others]


def _settle_editor(found: list[Entry]) -> None:
    """Take "Editor" for the publisher where the other labels are Spanish, Portuguese or Catalan."""
    unsure = [entry for entry in found if entry.kind == "editor_or_publisher"]
    if not unsure or any(entry.kind == "publisher" for entry in found):
        return
    iberian = sum(label_in(entry.label, "iberian") for entry in found)
    if iberian > sum(label_in(entry.label, "english") for entry in found):
        for entry in unsure:
            entry.kind = "publisher"


def in_one_language(found: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries without keywords that come again in other languages, and those.

    Evidence: as many lists with labels of their own as there are abstracts, whose languages all
    differ. Kept are the first list and, by the engine, the first abstract.
    """
    lists = [entry for entry in found if entry.kind == "keyword" and entry.values]
    if len({entry.label for entry in lists}) != len(lists) or len(lists) < 2:
        return found, []
    texts = [
        " ".join(value for value, _ in entry.values) for entry in found if entry.kind == "abstract"
    ]
    tongues = [tongue.detect(text) for text in texts if len(text) > _ABSTRACT]
    if len(tongues) != len(lists) or len(set(tongues)) != len(tongues) or "" in tongues:
        return found, []
    left = lists[1:]
    return [entry for entry in found if entry not in left], left
