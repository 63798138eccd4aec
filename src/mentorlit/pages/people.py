"""Persons in lines of text: split, freed of degrees and marks, and told from everything else."""

import re
from functools import cache
from typing import Final

from mentorlit import names
from mentorlit.model import Name
from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import flat, has_cjk

_MARKS: Final = re.compile(
    r"[*†‡§¶‖#✉☯∗⁎®©\u00b9\u00b2\u00b3\u2070-\u209c]|\(?(?i:https?)://\S+|[^\s@,;]{1,64}@[^\s,;]{1,255}"
    r"|(?i:ORCID)\b(?:\s*(?i:iD|icon)\b)?|\[[^\]]{0,60}\]|\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b"
)
_NOTE_LIST: Final = re.compile(
    r"(?<=[^\W\d_.])\s?\d{1,2}[a-z]?(?:\s?,\s?(?:\d{1,2}|[a-z]\b))*(?![\w])"
)
_AFTER_DOT: Final = r"(?<=[^\W\d_]\.)\d{1,2}(?:,\d{1,2})*(?!\w)"
_LETTER_MARK: Final = re.compile(
    r"(?<=[^\W\d_.]{2})\s[a-z](?:\s?,\s?[a-z])*(?=\s*(?:[,;]|$|and\s|&\s))"
)
_ROLE: Final = re.compile(r"\(([^()]{1,40})\)")
_JOIN: Final = re.compile(r"\s*(?:,\s*)?(?:\s(?:and|y|e|et|und|en|ve|и|та|i|och|og|ja|dan)\s|&)\s*")
_NUMBER_FIRST: Final = r"[\s(]?(?:\d{1,2}|[a-h*†‡§])[\s).]*(?=[A-ZÀ-Þ])"
"""The mark of an affiliation line: "1 Department of ..."."""
_DOTS: Final = (" ∙ ", " · ", " • ", " ⋅ ")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_INITIALS: Final = re.compile(r"[A-ZÀ-ÞА-Я]{1,4}(?:-[A-Za-z])?")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?)+(?:[^\W\d_]\.?)?")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`´.\-‐‑])*")
_PATRONYMIC: Final = r"(?:вич|вна|чна|ївна|ич)\Z"
"""The end of Russian and Ukrainian patronymics: the family name then comes first."""
_CAMEL: Final = re.compile(r"\b([^\W\d_]*[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_LEADING: Final = re.compile(r"\A\s*\d{1,2}[,.]?\s+(?:,\s*)?")
_ETAL: Final = re.compile(r",?\s*(?:\bet al\b\.?|…|\.\.\.)\s*$", re.IGNORECASE)
_BY: Final = r"(?i)(?:by|von|par|por|di)[:\s]\s*(?=[^\W\d_])"


@cache
def _cjk_name() -> re.Pattern[str]:
    return re.compile(r"[\u3400-\u9fff々]{1,4}\s?[\u3400-\u9fff々]{1,4}|[\uac00-\ud7af]{2,4}")


@cache
def _institution_words() -> frozenset[str]:
    return words("people", "institutions") | names.organisation_words()


@cache
def _cjk_institutions() -> tuple[str, ...]:
    return tuple(sorted(filter(has_cjk, words("people", "institutions"))))


def is_institution(text: str) -> bool:
    """Tell whether ``text`` names an institution ("Department of ...", "Università di ...")."""
    lower = text.lower()
    if has_cjk(lower):
        return any(word in lower for word in _cjk_institutions())
    return not _institution_words().isdisjoint(_LETTERS.findall(lower))


def bare_address(text: str) -> str:
    """Return an affiliation without its mark at the start."""
    match = re.match(_NUMBER_FIRST, text)
    return text[match.end() :] if match else text


def without_marks(text: str) -> str:
    """Return a line of names without footnote marks, addresses, ORCIDs and roles."""
    text = text.replace("View ORCID Profile", " ")
    for dot in _DOTS:
        text = text.replace(dot, "; ") if dot in text else text
    text = text[:-16] + _ETAL.sub("", text[-16:])
    text = _LEADING.sub("", _MARKS.sub(" ", text)).rstrip(" ,;&\t")
    text = text.removesuffix(" and").rstrip(" ,;")
    text = _ROLE.sub(_role, text)
    text = _NOTE_LIST.sub(" ", text)
    text = _LETTER_MARK.sub(" ", re.sub(_AFTER_DOT, "", text))
    return (
        re.sub(_BY, "", flat(text), count=1)
        if text[:4].lower().startswith(("by", "von", "par", "por"))
        else flat(text)
    )


def _role(match: re.Match[str]) -> str:
    word = match[1].casefold()
    return (
        " "
        if word in words("people", "roles")
        or is_degree(match[1])
        or (word[:1].isdigit() and len(word) < 6)
        else match[0]
    )


def is_degree(text: str) -> bool:
    """Tell whether ``text`` is one or more academic degrees ("MD", "Ph.D.", "MD PhD")."""
    parts = text.split()
    return bool(parts) and all(
        re.sub(r"[.\s]", "", part).casefold().strip("(),") in words("people", "degrees")
        and (part[0].isupper() or "." in part)
        for part in parts
    )


def _is_position(text: str) -> bool:
    """Tell whether ``text`` is somebody's post in small letters ("senior research fellow")."""
    if not text[0].islower() or len(text) > 60:
        return False
    return text.rsplit(maxsplit=1)[-1].rstrip("0123456789") in words("people", "positions")


def is_person(text: str) -> bool:
    """Tell whether ``text`` has the shape of one person's name, whatever its order."""
    text = text.strip()
    if has_cjk(text):
        return bool(_cjk_name().fullmatch(text))
    if not 3 <= len(text) <= 60 or is_institution(text) or _run_together(text):
        return False
    parts = text.replace(",", " ").split()
    if not 1 < len(parts) <= 7 or not all(_WORD.fullmatch(part) for part in parts):
        return False
    if any(part.casefold() in words("people", "never") for part in parts if len(part) > 1):
        return False
    if "," not in text and not parts[-1][0].isupper():
        return False
    return _capitalised(parts) and not _in_capitals(parts)


def _named_as_word(text: str, *, others: bool) -> bool:
    """Tell whether a person's family name is also a word of pages ("Matthew J Page").

    An initial before it, or ``others`` on the line that are persons for certain, vouch for it.
    """
    parts = text.split()
    if len(parts) < 2 or "," in text or not parts[-1].istitle():
        return False
    initial = any(len(part.rstrip(".")) == 1 for part in parts[1:-1])
    known = parts[-1].casefold() in words("people", "surnames")
    return known and (others or initial) and is_person(" ".join([*parts[:-1], "Smith"]))


def _in_capitals(parts: list[str]) -> bool:
    """Tell whether the words are many, all in capitals and without initials, as a title's."""
    initials = any(len(part.rstrip(".")) == 1 for part in parts)
    return len(parts) > 3 and not initials and all(part.isupper() for part in parts)


def _run_together(text: str) -> bool:
    """Tell whether words run into each other ("RegisterSign"), as they do not in names."""
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


def split(text: str) -> list[str]:
    """Split a line of names into texts of one name each, degrees dropped.

    Semicolons part names before anything else; else commas and joining words do. Where commas
    also stand inside names ("Leinaas, J. M., Myrheim, J."), the pairs are put together.
    """
    text = without_marks(text)
    if ";" in text or "；" in text or "|" in text:
        pieces = re.split(r"\s*[;；|]\s*(?:(?:and|&|y|et|und)\s)?", text)
        return [name for name in (_one(piece) for piece in pieces) if name]
    if has_cjk(text):
        return (
            [piece for piece in re.split(r"[，、,·・\s]*[，、,·・]\s*", text) if piece]
            if re.search("[，、,·・]", text)
            else [text]
        )
    joined = _JOIN.sub(" \x00 ", text)
    pieces = [piece.strip() for piece in re.split(r"[,\x00]", joined)]
    pieces = [piece for piece in pieces if piece.strip(" .") and not is_degree(piece)]
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if not _is_position(piece)]
    if pieces and pieces[-1].endswith(".") and not _DOTTED.fullmatch(pieces[-1].split()[-1]):
        pieces[-1] = pieces[-1][:-1]
    if _inverted(pieces, joined):
        return [f"{pieces[i]}, {pieces[i + 1]}" for i in range(0, len(pieces), 2)]
    return [without_degrees(piece) for piece in pieces]


def _one(piece: str) -> str:
    """Return one name written between semicolons, without degrees after it."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    parts = [part for i, part in enumerate(parts) if not (i and is_degree(part))]
    if not parts:
        return ""
    given = without_degrees(parts[1], given=True) if len(parts) > 1 else ""
    if len(parts) > 1:
        return ", ".join([parts[0], given, *parts[2:]])
    return without_degrees(parts[0])


def without_degrees(text: str, *, given: bool = False) -> str:
    """Cut titles before and degrees after a name or its given part.

    After a single word "MD" may be initials ("Prunuske MD"), after a given part it is a degree.
    """
    parts = text.split()
    while len(parts) > 1 and parts[0].casefold().rstrip(".") in words("people", "honorifics"):
        parts.pop(0)
    while len(parts) > 1 and is_degree(parts[-1]):
        if len(parts) == 2 and not given and _INITIALS.fullmatch(parts[-1]):
            break
        parts.pop()
    return " ".join(parts)


def _inverted(pieces: list[str], joined: str) -> bool:
    """Tell whether comma-parted pieces are family names and given names in turn."""
    if len(pieces) < 2 or len(pieces) % 2:
        return False
    givens, families = pieces[1::2], pieces[::2]
    if all(" " not in f or " " not in g for f, g in zip(families, givens, strict=True)):
        return True
    if any(_DOTTED.fullmatch(family) for family in families):
        return False
    if all(_DOTTED.fullmatch(given) for given in givens):
        return True
    _, join, last = joined.rpartition("\x00")
    return bool(join) and last.count(",") == 1 and not is_degree(last.split(",")[1].strip())


def name(text: str) -> Name:
    """Read one name as it stands in a line of names.

    "Emslie MJ" (Vancouver style) is family and initials; a name in Chinese, Japanese or Korean
    writing without space is kept as a literal, since its parts cannot be told for sure.
    """
    text = flat(text)
    if has_cjk(text):
        parts = text.split()
        return Name(family=parts[0], given=parts[1]) if len(parts) == 2 else Name(literal=text)
    parts = text.split()
    if len(parts) == 3 and re.search(_PATRONYMIC, parts[2]):
        return names.inverted(f"{parts[0]}, {parts[1]} {parts[2]}")
    if "," not in text and len(parts) > 1 and _family_first(parts):
        return names.inverted(f"{' '.join(parts[:-1])}, {parts[-1]}")
    return names.parse(text)


def _family_first(parts: list[str]) -> bool:
    """Tell whether a family name is followed by initials ("Emslie MJ", "Иванов И.И.")."""
    last = parts[-1]
    if "." in last:
        return bool(_DOTTED.fullmatch(last)) and not any("." in part for part in parts[:-1])
    if names.is_suffix(last) and len(parts) > 2:
        return False
    return bool(_INITIALS.fullmatch(last)) and not all(part.isupper() for part in parts)


def family(name: Name) -> str:
    """Return the family name with the particles that are written with it."""
    return flat(f"{name.dropping_particle} {name.non_dropping_particle} {name.family}")


def plausible(text: str) -> bool:
    """Tell at little cost whether ``text`` may be names: capitals on most words, many commas."""
    if len(text) > 600 and (text.count(",") + text.count(";")) * 60 <= len(text):
        return False
    parts = text[:2000].split()
    if "," in text:
        pieces = [piece.strip() for piece in text[:2000].split(",")]
        parts = " ".join(piece for piece in pieces if piece and not _is_position(piece)).split()
    return sum(part[0].isupper() or not part[0].islower() for part in parts) * 2 >= len(parts)


def people(text: str) -> list[Name]:
    """Return the persons of a line if it names persons and nothing else, else nothing."""
    if len(text) > 200_000:
        return []
    pieces = split(text)
    unsure = [piece for piece in pieces if not is_person(piece)]
    others = len(unsure) < len(pieces)
    if not pieces or not all(_named_as_word(piece, others=others) for piece in unsure):
        return []
    return [name(piece) for piece in pieces]
