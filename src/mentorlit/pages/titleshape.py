"""Shapes of lines that are no title: names, addresses, menus, banners of repositories."""

from typing import Final

from mentorlit.pages import people, written
from mentorlit.pages.lexicon import fold, words

_KEEPERS: Final = (
    "reposit",
    "repozit",
    "universit",
    "univerzit",
    "uniwersyt",
    "knihovn",
    "bibliot",
)


def family_in_capitals(text: str) -> bool:
    """Tell whether two words are a given name and a family name in capitals ("Ayşe YILMAZ")."""
    given, _, family = text.partition(" ")
    capitals = written.capital_word(family, 4) and not given.isupper()
    return capitals and people.is_person(text)


def event(text: str) -> bool:
    """Tell whether a line tells an event of the text's history ("Published online ... 2019")."""
    first = fold(text.split(maxsplit=1)[0])
    return first in words("journals", "never_first") and any(c.isdigit() for c in text)


def address(text: str) -> bool:
    """Tell whether a line with an institution is an address ("1 Institute of X, Oslo")."""
    return (
        text[0].isdigit()
        or text.count(",") > 1
        or ("," in text and is_place(text))
        or ("," in text and people.is_institution(text.split(maxsplit=1)[0]))
    )


def is_place(text: str) -> bool:
    """Tell whether a short line is an institution and its place ("Reykjavik University, Oslo")."""
    words_ = text.replace(",", " ").split()
    small = [word for word in words_ if word.islower() and len(word) > 3]
    return len(words_) < 9 and not small and ":" not in text and text[-1] not in "?!"


def named(text: str) -> bool:
    """Tell whether ``text`` names an institution, not only speaks of hospitals or schools."""
    capital = " ".join(word for word in text.split() if not word[0].islower())
    return people.is_institution(capital)


def banner(text: str) -> bool:
    """Tell whether the first line of a page is the name of the place that keeps the work."""
    parts = text.split()
    return len(parts) < 7 and any(part.casefold().startswith(_KEEPERS) for part in parts)
