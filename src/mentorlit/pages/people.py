"""Persons in lines of text: split, freed of degrees and marks, and told from everything else."""

import re
from functools import cache, lru_cache
from typing import Final

from mentorlit import names
from mentorlit.model import Name
from mentorlit.pages import written
from mentorlit.pages.bylines import is_position, split, without_phrases
from mentorlit.pages.lexicon import interface_words, words
from mentorlit.pages.lines import has_cjk

_NUMBER_FIRST: Final = r"[\s(]?(?:\d{1,2}|[a-h*†‡§])[\s).]*(?=[A-ZÀ-ÞА-ЯЁІЇЄ])"
"""The mark of an affiliation line: "1 Department of ..."."""
_LETTERS_FIRST: Final = r"(?:[IVX]{1,4}|[a-h]|[\u02b0-\u02b8\u1d2c-\u1d6a]\s?)(?=[A-ZÀ-Þ][a-zà-ÿ])"
"""Such a mark without anything behind it: "IIEscola de Enfermagem", "bDepartment of ..."."""
_MARK_LETTERS: Final = frozenset("IVXabcdefgh")
_HELD: Final = 1000
"""Characters of a line whose persons are held."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`´.\-‐‑])*")
"""The end of Russian and Ukrainian patronymics: the family name then comes first."""
_CAMEL: Final = re.compile(r"\b(?:([^\W\d_]*[a-zà-ÿ])(?=[A-ZÀ-Þ])|([A-Z]{4,})(?=[a-z]))")


@cache
def _cjk_name() -> re.Pattern[str]:
    han, kana = r"[\u3400-\u9fff々]", r"[\u30a0-\u30ff]{2,10}"
    japanese = rf"{han}{{1,3}}\s[\u3040-\u30ff\u3400-\u9fff々]{{1,6}}|{kana}[\s・]{kana}"
    korean = r"[\uac00-\ud7af]{2,4}|[\uac00-\ud7af]{1,2}\s[\uac00-\ud7af]{1,3}"
    return re.compile(rf"{han}{{2,4}}|{japanese}|{korean}")


@cache
def _institution_words() -> frozenset[str]:
    return words("people", "institutions") | names.organisation_words()


@cache
def _cjk_institutions() -> tuple[str, ...]:
    return tuple(sorted(filter(has_cjk, words("people", "institutions"))))


@lru_cache(512)
def is_institution(text: str) -> bool:
    """Tell whether ``text`` names an institution ("Department of ...", "Università di ...")."""
    lower = text.replace("İ", "i").lower()  # else "i" with a dot above it, a sign of its own
    if has_cjk(lower):
        return any(word in lower for word in _cjk_institutions())
    if text[:1] in _MARK_LETTERS and (mark := re.match(_LETTERS_FIRST, text)):
        lower = lower[mark.end() :]
    return not _institution_words().isdisjoint(_LETTERS.findall(lower))


def bare_address(text: str) -> str:
    """Return an affiliation without its mark at the start."""
    match = re.match(_NUMBER_FIRST, text) or re.match(_LETTERS_FIRST, text)
    return text[match.end() :] if match else text


def is_person(text: str) -> bool:
    """Tell whether ``text`` has the shape of one person's name, whatever its order."""
    text = text.strip()
    if has_cjk(text):
        return bool(_cjk_name().fullmatch(text))
    if not 3 <= len(text) <= 60 or is_institution(text) or _run_together(text):
        return False
    parts = text.replace(",", " ").split()
    if not _of_names_length(parts) or not all(_WORD.fullmatch(part) for part in parts):
        return False
    if _of_interface(parts):
        return False
    if "," not in text and not parts[-1][0].isupper():
        return False
    return _capitalised(parts) and not _in_capitals(parts)


def _of_names_length(parts: list[str]) -> bool:
    """Tell whether there are two to seven words, of them five that are no particle or initial."""
    if not 1 < len(parts) < 8:
        return False
    return sum(len(p.rstrip(".")) > 1 and not names.is_particle(p) for p in parts) < 6


def _of_interface(parts: list[str]) -> bool:
    """Tell whether a word is one that no name has, or all are words of menus ("Split View").

    Words that are given names too are passed over with a capital ("Per Lindqvist").
    """
    given = words("people", "given")
    folded = [part.casefold() for part in parts if part not in given]
    never = words("people", "never")
    if any(word in never for word in folded if len(word) > 1):
        return True
    menu = interface_words()
    return all(part.casefold() in menu for part in parts)


def _named_as_word(text: str, *, others: bool) -> bool:
    """Tell whether a person's family name is also a word of pages ("Matthew J Page").

    An initial before it, or ``others`` on the line that are persons for certain, vouch for it.
    """
    parts = text.split()
    initial = any(len(part.rstrip(".")) == 1 for part in parts[1:-1])
    known = (others or initial) and _ends_as_word(text)
    return known and is_person(" ".join([*parts[:-1], "Smith"]))


def _ends_as_word(text: str) -> bool:
    """Tell whether the last of two or more words is a word of pages and a family name."""
    parts = text.split()
    if len(parts) < 2 or "," in text or not parts[-1].istitle():
        return False
    return parts[-1].casefold() in words("people", "surnames")


def _in_capitals(parts: list[str]) -> bool:
    """Tell whether the words are many, all in capitals and without initials, as a title's."""
    words_ = [part for part in parts if len(part.rstrip(".")) > 1]
    return len(words_) > 3 and all(part.isupper() for part in parts)


def _run_together(text: str) -> bool:
    """Tell whether words run into each other ("RegisterSign"), as they do not in names."""
    if text.isascii() and text.istitle():
        return False
    return any(
        match[1]
        not in ("Mc", "Mac", "De", "Di", "Du", "Da", "La", "Le", "Van", "Von", "Fitz", "Del")
        for match in _CAMEL.finditer(text)
    )


def _capitalised(parts: list[str]) -> bool:
    """Tell whether all words but particles begin with a capital, and one is a whole word."""
    if not all(_may_be_name(part) for part in parts):
        return False
    if "in" in parts and parts[parts.index("in") + 1 :][:1] != ["'t"]:
        return False  # "Mentoring in Organizations"
    return any(len(part.rstrip(".")) > 1 and part[0].isupper() for part in parts)


def _may_be_name(part: str) -> bool:
    """Tell whether a word is capitalised, of a script without case, a particle or "d'Arc"."""
    caseless = part[0].lower() == part[0].upper()
    if part[0].isupper() or caseless or names.is_particle(part.rstrip("'’")):
        return True
    return len(part) > 2 and part[1] in "'’" and part[2].isupper()


def plausible(text: str) -> bool:
    """Tell at little cost whether ``text`` may be names: capitals on most words, many commas."""
    if len(text) > 600 and (text.count(",") + text.count(";")) * 60 <= len(text):
        return False
    if any(word in text for word in ("View", "Author", "Search", "Correspond", "E-mail")):
        text = without_phrases(text)
    if "[" in text:
        text = re.sub(r"\[[^\]]{0,60}\]", " ", text[:4000])
    parts = text[:2000].split()
    if "," in text:
        pieces = [piece.strip() for piece in text[:2000].split(",")]
        parts = " ".join(piece for piece in pieces if piece and not is_position(piece)).split()
    return sum(part[0].isupper() or not part[0].islower() for part in parts) * 2 >= len(parts)


def people(text: str) -> list[Name]:
    """Return the persons of a line if it names persons and nothing else, else nothing."""
    if len(text) > _HELD:
        return _people(text) if len(text) <= 200_000 else []
    return list(_held_people(text))


def _people(text: str) -> list[Name]:
    pieces = split(text)
    if len(pieces) == 1 and (parted := _parted(pieces[0])):
        pieces = parted
    unsure: list[str] = []
    for piece in pieces:
        if not is_person(piece):
            if not _ends_as_word(piece):
                return _caseless(pieces)
            unsure.append(piece)
    others = len(unsure) < len(pieces)
    if not pieces or not all(_named_as_word(piece, others=others) for piece in unsure):
        return _caseless(pieces)
    capitals = len(pieces) > 1 and _capitals_told(pieces)
    return [written.name(piece, capitals=capitals) for piece in pieces]


_held_people = lru_cache(256)(_people)
"""Zones, title and authors ask for the same lines."""


def vouched_for(text: str) -> list[Name]:
    """Return the person of a line among lines of persons, whose name is a word of pages too."""
    pieces = split(text) if len(text) < 80 else []
    known = len(pieces) == 1 and _named_as_word(pieces[0], others=True)
    return [written.name(pieces[0])] if known else []


def _parted(piece: str) -> list[str]:
    """Return the names that run into each other ("Olof LindgrenRiya ChatterjeeJeffrey Moore")."""
    if has_cjk(piece) or len(piece) > 2000 or not _run_together(piece):
        return []
    found = re.split(r"(?<=[a-zà-ÿ]{2})(?<!\bMac)(?=[A-ZÀ-Þ])", piece)
    names_ = [name.strip() for name in found]
    return names_ if all(" " in name and is_person(name) for name in names_) else []


def _capitals_told(pieces: list[str]) -> bool:
    """Tell whether a line writes family names in capitals: each has one, and one is a long one."""
    held = [[part for part in piece.split() if written.capital_word(part)] for piece in pieces]
    return all(held) and any(len(part) > 3 for parts in held for part in parts)


def _caseless(pieces: list[str]) -> list[Name]:
    """Return names in a writing without capitals (Arabic, Persian, Hebrew): several in a list."""
    if len(pieces) < 2 or any(not "\u0590" <= max(piece) <= "\u08ff" for piece in pieces):
        return []
    parts = [piece.split() for piece in pieces]
    never = words("people", "never")
    fits = all(1 < len(p) < 6 and never.isdisjoint(p) for p in parts)
    return [names.direct(piece) for piece in pieces] if fits else []


def mostly(text: str) -> bool:
    """Tell whether most pieces of a list are persons, so that the line is at least no title."""
    pieces = split(text) if text.count(",") + text.count(";") > 1 else []
    return len(pieces) > 2 and sum(map(is_person, pieces)) * 5 >= len(pieces) * 3
