"""One name as it is written on a page, in whichever order and case."""

import re
from typing import Final

from mentorlit import names
from mentorlit.model import Name
from mentorlit.pages.bylines import DOTTED, INITIALS
from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import flat, has_cjk

_PATRONYMIC: Final = r"(?:вич|вна|чна|ївна|ич)\Z"


def name(text: str, *, capitals: bool = False) -> Name:
    """Read one name as it stands in a line of names.

    "Emslie MJ" (Vancouver style) is family and initials; a name in Chinese, Japanese or Korean
    writing without space is kept as a literal, since its parts cannot be told for sure. With
    ``capitals`` the line writes family names in capitals ("Yuki ABE").
    """
    text = flat(text)
    if has_cjk(text):
        parts = text.split()
        return Name(family=parts[0], given=parts[1]) if len(parts) == 2 else Name(literal=text)
    parts = text.split()
    if "," in text or len(parts) < 2:
        return names.parse(text)
    if len(parts) == 3 and re.search(_PATRONYMIC, parts[2].lower()):
        return names.inverted(f"{parts[0]}, {parts[1]} {parts[2]}")
    if by_capitals := _by_capitals(parts, told=capitals):
        return by_capitals
    if at := _family_ends(parts):
        return names.inverted(f"{' '.join(parts[:at])}, {' '.join(parts[at:])}")
    return _with_capital_particle(parts) or _double(parts) or names.parse(text)


def _family_ends(parts: list[str]) -> int:
    """Return how many words the family name in front has, 0 if it does not come first."""
    vietnamese = not "".join(parts).isascii() and parts[0].casefold() in words(
        "people", "vietnamese"
    )
    if vietnamese and len(parts) > 2:
        return 1
    return len(parts) - 1 if _family_first(parts) else 0


def capital_word(part: str, least: int = 2) -> bool:
    """Tell whether a word is written in capitals and is no dotted initials."""
    return len(part) >= least and part.isupper() and "." not in part


def _by_capitals(parts: list[str], *, told: bool) -> Name | None:
    """Read ``Ayşe YILMAZ`` and ``WANG Xiaoming``: the family name is the part in capitals.

    Two or three capitals may be initials: then the line must have ``told`` its style, or the
    word must be known as a family name.
    """
    upper = [capital_word(part) for part in parts]
    if all(part.isupper() or len(part) < 3 for part in parts) or not any(upper):
        return None
    if not any(_is_family(part, told=told) for part in parts if capital_word(part)):
        return None
    first = upper.index(True)
    block = upper[first : first + sum(upper)]
    particle = first
    while particle > 1 and names.is_particle(parts[particle - 1]):
        particle -= 1
    end = first + len(block)
    if not all(block) or not (particle == 0 or end == len(parts)):
        return None
    given = " ".join(parts[end:] if particle == 0 else parts[:particle])
    return names.inverted(f"{' '.join(parts[particle:end])}, {given}")


def _is_family(part: str, *, told: bool) -> bool:
    """Tell whether a word in capitals is a family name rather than initials."""
    vowel = any(c in "AEIOUYÄÖÜÉÈİÁÓÍÚАЕИОУЯЮЭЫІЄЇ" for c in part)
    return told or (len(part) > 3 and vowel) or names.is_short_family(part)


def _with_capital_particle(parts: list[str]) -> Name | None:
    """Read ``Yann Le Gall``: a particle with a capital belongs to the family name too."""
    spot = len(parts) - 2
    if spot < 1 or parts[spot].casefold() not in words("people", "capital_particles"):
        return None
    if any(part.casefold() in words("people", "vietnamese") for part in parts):
        return None
    while spot > 1 and parts[spot - 1].casefold() in words("people", "capital_particles"):
        spot -= 1
    return Name(family=" ".join(parts[spot:]), given=" ".join(parts[:spot]))


def _double(parts: list[str]) -> Name | None:
    """Read ``Ana García López``: a Spanish family name before the last word is the first of two."""
    if len(parts) < 3 or parts[-2].casefold() not in words("people", "spanish"):
        return None
    if parts[-1].casefold() in words("people", "spanish") or not "".join(parts).isascii():
        return Name(family=" ".join(parts[-2:]), given=" ".join(parts[:-2]))
    return None


def _family_first(parts: list[str]) -> bool:
    """Tell whether a family name is followed by initials ("Emslie MJ", "Иванов И.И.")."""
    last = parts[-1]
    if "." in last:
        return bool(DOTTED.fullmatch(last)) and not any("." in part for part in parts[:-1])
    if names.is_suffix(last) and len(parts) > 2:
        return False
    return bool(INITIALS.fullmatch(last)) and not all(part.isupper() for part in parts)


def family(name: Name) -> str:
    """Return the family name with the particles that are written with it."""
    return flat(f"{name.dropping_particle} {name.non_dropping_particle} {name.family}")
