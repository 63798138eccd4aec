"""Several names in one text parted, and freed of what stands around them."""

import re
from typing import Final

from mentorlit import name_remarks, names, person_lists
from mentorlit.pages import bylines, easternnames, people
from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import flat, has_cjk

_SUPERSCRIPT: Final = r"(?is)<sup\b[^<>]{0,200}>[^<>]{0,60}</sup\s*>"
_ELEMENT: Final = r"</?[A-Za-z][^<>]{0,200}>"
_PROMPT: Final = r"(?:[Bb]y|BY|[Ww]ritten [Bb]y|[Aa]uthors?\s?:|[Aa]utor(?:es)?\s?:)\s+"
_SUSPECT: Final = re.compile(r"[\d*†‡§¶‖#@()\[\]∗⁎✉☯·•∙⋅®©¹²³⁴-⁹]|https?:|ORCID|\bal\b")
_LETTER_AT_END: Final = re.compile(r"(?<=[^\W\d_.]{2})\s[a-z](?:,[a-z])*\Z")
_BRACKETS: Final = re.compile(r"\s*[(（]([^()（）]{1,80})[)）]")
_STRONG: Final = re.compile(r"\s*[;；|\n]\s*")
_JOINED: Final = re.compile(r",?\s+(?:and|&|und|et|ve|и|та|och|og)\s+")
_WEAKLY_JOINED: Final = re.compile(r"\s+(?:y|e|i|dan)\s+")
_CJK_COMMA: Final = re.compile(r"\s*[，、,;；·•・/]\s*")
_AFTER_INITIALS: Final = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_][^\W\d_]{2})")
_DIRECT: Final = re.compile(r"[^\W\d_]\.?(?:[ -][^\W\d_]\.?)*\s+\S{3}|.*\s[^\W\d_]\.\s+\S{3}")
"""Names that begin with initials or have one in the middle are written given name first."""


def split(text: str, *, several: bool = False, alone: bool = False) -> list[str]:
    """Split the names in one text; ``several`` says that it is meant to hold more than one.

    ``;`` and ``|`` always part names, joining words where both sides are names. Commas do where
    the pieces are whole names each, or family and given names in turn; one comma parts two names
    only if one of them shows that it is written given name first, or in a list.
    """
    text = easternnames.without_other_script(text.strip())
    text = _bare(name_remarks.without_dates(text))
    if _STRONG.search(text):
        return [piece for piece in _STRONG.split(text) if piece.strip(" ,")]
    text, _ = name_remarks.without_others(text)
    if people.is_institution(text) and not (several and "," in text):
        return [text]
    if has_cjk(text):
        return _split_cjk(text, several=several, alone=alone)
    text = _without_degrees(name_remarks.without_degrees(name_remarks.without_dates(text)))
    joined = [side.strip() for side in _JOINED.split(text)]
    if len(joined) > 1 and all(" " in side for side in joined):
        return [name for side in joined for name in split(side, several=True)]
    weak = [side.strip() for side in _WEAKLY_JOINED.split(text)]
    if len(weak) > 1 and "," not in text and all(" " in side for side in weak):
        return weak
    return _at_commas(text, several=several)


def _without_degrees(text: str) -> str:
    """Drop degrees between commas behind a whole name; behind one word they may be initials."""
    first, *rest = (piece.strip() for piece in text.split(","))
    if not rest or " " not in first:
        return text
    kept = [piece for piece in rest if piece and not bylines.is_degree(piece)]
    return ", ".join([first, *kept])


def _split_cjk(text: str, *, several: bool, alone: bool) -> list[str]:
    pieces = [piece for piece in _CJK_COMMA.split(text) if piece]
    inverted = len(pieces) == 2 and text.count(",") == 1 and not several
    if inverted and max(map(len, pieces)) < 4 and not (alone and _whole_cjk(pieces)):
        return [" ".join(pieces)]
    return pieces


def _whole_cjk(pieces: list[str]) -> bool:
    """Tell whether each text is a whole Chinese name rather than a family or a given name."""
    surnames = words("people", "chinese")
    return all(len(piece) > 1 and piece[0] in surnames for piece in pieces)


def _at_commas(text: str, *, several: bool) -> list[str]:
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) < 2 or (len(pieces) == 2 and names.is_suffix(pieces[1])):
        return [text]
    whole = all(" " in piece for piece in pieces)
    if whole and len(pieces) == 2:
        direct = several or any(_DIRECT.match(piece) for piece in pieces)
        return pieces if direct else [text]
    if whole:
        return pieces
    if len(pieces) == 2 and several:
        return person_lists.separate(text)
    if len(pieces) == 2 or names.is_suffix(pieces[-1]):
        return [text]
    return bylines.split(text)


def _bare(text: str) -> str:
    """Return the text of an author tag without markup, footnote marks, addresses and roles."""
    if "<" in text:
        text = re.sub(_ELEMENT, " ", re.sub(_SUPERSCRIPT, "", text))
    text = text.replace("\u00a0", " ")
    prompt = re.match(_PROMPT, text)
    text = text[prompt.end() :] if prompt else text
    text = ";".join(map(flat, text.splitlines())) if "\n" in text else flat(text)
    if _SUSPECT.search(text):
        text = _BRACKETS.sub(_bracket, text)
        # "X" keeps a particle at the start ("von") from being taken for "by".
        guard = "" if text[:1].isdigit() else "X "
        text = bylines.without_marks(guard + text).removeprefix(guard.strip())
    elif len(text) > 3 and text[-2] == " ":
        text = _LETTER_AT_END.sub("", text)
    return _AFTER_INITIALS.sub(" ", text).strip(" ,;:&-–\t")


def _bracket(match: re.Match[str]) -> str:
    """Drop what brackets say of a person: a number, a role, a place of work, small letters."""
    inside = match[1].strip()
    said = inside.casefold() in words("people", "roles") or people.is_institution(inside)
    lower = inside[:1].islower() or inside[:1].isdigit()
    return " " if said or lower or len(inside) == 1 or bylines.is_degree(inside) else match[0]
