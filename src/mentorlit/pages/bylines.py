"""Lines of names: freed of footnote marks, degrees and addresses, and split into one name each."""

import re
from typing import Final

from mentorlit.pages import easternnames
from mentorlit.pages.lexicon import words
from mentorlit.pages.lines import flat, has_cjk

_MARKS: Final = re.compile(
    r"(?:(?i:ORCID):?\s?)?(?:https?://)?orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dXx]"
    r"|\^[a-z\d]{1,2}(?:,[a-z\d]{1,2}\b)*|[*†‡§¶‖#✉☯∗⁎®©\u00b9\u00b2\u00b3\u2070-\u209c\u02b0-\u02b8\u1d2c-\u1d6a]|\(?(?i:https?)://\S+|[^\s@,;]{1,64}@[^\s,;]{1,255}"
    r"|(?i:ORCID)\b(?:\s*(?i:iD|icon)\b)?|\[[^\]]{0,60}\]|\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b"
)
_MARK_SIGNS: Final = frozenset("@*^[#†‡§¶‖✉☯∗⁎®©\u00b9\u00b2\u00b3") | frozenset(
    map(chr, [*range(0x2070, 0x209D), *range(0x02B0, 0x02B9), *range(0x1D2C, 0x1D6B)])
)
_ROMAN_MARK: Final = (
    r"(?<=[a-zà-ÿ]{2})(?:I{1,3}|IV|VI{0,3}|IX|X)(?:,\s?(?:I{1,3}|IV|VI{0,3}|IX|X)\b)*"
    r"(?=\*?\s*(?:[,;*]|\Z))"
)
"""A Roman number of an institution glued to a name ("Tiago GomesI,II; Silvia CostaIII")."""
_ROMAN: Final = frozenset("IVX")
_NOTE_LIST: Final = re.compile(
    r"(?<=[^\W\d_.])\s?\d{1,2}[a-z]?(?:\s?,\s?(?:\d{1,2}|[a-z]\b)|\s\d{1,2}\b)*(?![\w])"
)
_AFTER_DOT: Final = re.compile(r"(?<=[^\W\d_]\.)\d{1,2}(?:,\d{1,2})*(?!\w)")
_LETTER_AFTER_DOT: Final = r"(?<=[\s.-][A-ZÀ-Þ]\.)\s?[a-h](?:,\s?[a-h])*(?=\s*(?:[,;]|\Z))"
"""A letter of an institution behind the last initial ("Müller A.a; Schmidt B.b,c")."""
_DIGIT: Final = re.compile(r"\d")
_LETTER_MARK: Final = re.compile(
    r"\s(?<=[^\W\d_.]{2}\s)[a-z](?:[\s,]{1,3}[a-z\d])*(?=\s*(?:[,;]|$|and\s|&\s))"
)
_ROLE: Final = re.compile(r"\(([^()]{1,40})\)")
_JOIN: Final = re.compile(
    r"\s*(?:,\s*)?(?:\s(?:and|y|e|et|und|en|ve|и|та|i|och|og|ja|dan|و)\s|&)\s*|،\s*و?\s?(?=\w)"
)
_JOIN_WORDS: Final = frozenset(
    ["and", "y", "e", "et", "und", "en", "ve", "и", "та", "i", "och", "og", "ja", "dan", "و"]
)
_JOIN_AT_END: Final = re.compile(
    r"(?:\s(?:and|&|y|et|und|e|i|och|og|ja|ve|и|та)|\A(?:by|par|por|von|di|af|av|oleh))\Z",
    re.IGNORECASE,
)
"""What is left of a joining word where markup parts the names around it ("Claire Meuwly et ;")."""
_JOIN_FIRST: Final = re.compile(r"\A(?:and|&|und|et|ve|og|och)\s(?=[^\W\d_a-z])")
"""A joining word before the last name, on a line of its own."""
_RSC: Final = re.compile(r",[a-h*†‡§]{1,4}(?=[\s,;*]|$)|[*†‡§]+[a-h]{1,3}(?![\w])")
"""Marks that follow a comma, or a star, without a space ("Ikeda,a", "Fontaine*ab")."""
_STARS: Final = frozenset("*†‡§")
_DIVIDING: Final = re.compile(r"(?<=[^\W\d_])\s?\d{1,2}(?:,\s?\d{1,2})*[*†‡§#,]*\s+(?=[A-ZÀ-Þ])")
"""Numbers that are all that parts the names of a line ("Virtanen1* De Neve2 Zhao1,3")."""
_PHRASES: Final = (
    "View all authors and affiliations",
    "View ORCID Profile",
    "View Profile",
    "Search for more papers by this author",
    "Author Info & Affiliations",
    "Authors Info & Affiliations",
    "Authors Info & Claims",
    "AUTHOR INFO & AFFILIATIONS",
    "AUTHORS INFO & AFFILIATIONS",
    "Corresponding author contact information",
    "E-mail the corresponding author",
    "Author links open overlay panel",
    "Corresponding author contact information",
    "E-mail the corresponding author",
    "Search for other works by this author on",
    "Find this author on PubMed",
    "Find this author on Google Scholar",
    "Open the author workspace",
    "Email author",
)
_GAP: Final = re.compile(r"\s?,?\s*(?:…|\.\.\.)[\s,&]*(?=[^\W\d_])")
"""What stands for the names left out in the middle of a list."""
_DOTS: Final = (" ∙ ", " · ", " • ", " ⋅ ")
INITIALS: Final = re.compile(r"[A-ZÀ-ÞА-Я]{1,4}(?:-[A-Za-z])?")
DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?)+(?:[^\W\d_]\.?)?")
_LEADING: Final = re.compile(r"\A\s*(?:\d{1,2}[,.]?\s+(?:,\s*)?|(?:and|und|et|y|&)\s+(?=[A-ZÀ-Þ]))")
_ETAL: Final = re.compile(r",?\s*(?:\bet al\b\.?|…|\.\.\.)\s*$", re.IGNORECASE)
_BY: Final = re.compile(
    r"\A(?:by|von|par|por|di|authors?|autor(?:es)?|auteurs?)[:\s]\s*(?=[^\W\d_])", re.IGNORECASE
)
_BYS: Final = ("by", "von", "par", "por", "author", "autor", "auteur")


def without_phrases(text: str) -> str:
    """Return a line without what buttons beside the names say."""
    if "uthor" not in text and "View" not in text and "UTHOR" not in text:
        return text
    if text.startswith("posted on ") and " authored by " in text:
        text = text.partition(" authored by ")[2]  # figshare
    for phrase in _PHRASES:
        text = text.replace(phrase, " ") if phrase in text else text
    return text


def _parted(text: str) -> str:
    """Return a line of names whose columns, gaps, bars or dots are made the marks that part."""
    text = _with_commas(text)
    if _DIGIT.search(text) and has_cjk(text):
        text = easternnames.without_numbers(text)
    for dot in _DOTS:
        text = text.replace(dot, "; ") if dot in text else text
    return text


def without_marks(text: str) -> str:
    """Return a line of names without footnote marks, addresses, ORCIDs and roles."""
    text = _parted(easternnames.without_other_script(without_phrases(text)))
    if text.rstrip("* ,;")[-1:] in _ROMAN or "I," in text or "I;" in text:
        text = re.sub(_ROMAN_MARK, " ", text)
    if "," in text or not _STARS.isdisjoint(text):
        text = _RSC.sub(", ", text)
    numbered = _DIGIT.search(text) is not None
    if numbered and ("," not in text.rstrip("0123456789,*") or _DIVIDING.search(text)):
        text = _DIVIDING.sub(", ", text)
    tail = text[-16:]
    if "al" in tail.lower() or "..." in tail or "…" in tail:
        text = text[:-16] + _ETAL.sub("", tail)
    if numbered or _has_marks(text):
        text = _MARKS.sub(" ", text)
    text = _without_first(_LEADING, flat(text)).rstrip(" ,;&\t")
    text = _without_join(text).rstrip(" ,;")
    if "(" in text:
        text = _ROLE.sub(_role, text)
    if numbered:
        text = _AFTER_DOT.sub("", _NOTE_LIST.sub(" ", text))
    if "." in text:
        text = re.sub(_LETTER_AFTER_DOT, "", text)
    text = flat(_LETTER_MARK.sub(" ", text))
    text = _without_first(_JOIN_FIRST, text)
    return _BY.sub("", text, count=1) if text[:6].lower().startswith(_BYS) else text


def _has_marks(text: str) -> bool:
    """Tell at little cost whether a text without digits may have what ``_MARKS`` is for."""
    return not _MARK_SIGNS.isdisjoint(text) or "://" in text or "orc" in text.lower()


def _without_first(pattern: re.Pattern[str], text: str) -> str:
    """Return a text without what ``pattern`` matches at its start."""
    match = pattern.match(text)
    return text[match.end() :] if match else text


def _without_join(text: str) -> str:
    """Return a text without the joining word at its end, which has four letters at most."""
    return text[:-8] + _JOIN_AT_END.sub("", text[-8:])


def _with_commas(text: str) -> str:
    """Return a line of names with a comma where another sign parts them."""
    alone = "," not in text and ";" not in text
    if alone and "\t" in text:
        columns = text.split("\t")
        text = ", ".join(columns) if all(" " in column for column in columns) else text
    if "…" in text or "..." in text:
        text = _GAP.sub(", ", text)
    text = text.replace(" AND ", " and ")
    return text.replace(" / ", ", ") if alone else text


def _role(match: re.Match[str]) -> str:
    word = match[1].casefold()
    return (
        " "
        if word in words("people", "roles")
        or is_degree(match[1])
        or (word[:1].isdigit() and len(word) < 6)
        or len(word) == 1
        or "," in match.string[: match.start()].rpartition(";")[2]
        else match[0]
    )


def is_degree(text: str) -> bool:
    """Tell whether ``text`` is one or more academic degrees ("MD", "Ph.D.", "MD PhD")."""
    parts = text.split()
    return bool(parts) and all(
        (part[0].isupper() or "." in part)
        and part.replace(".", "").casefold().strip("(),") in words("people", "degrees")
        for part in parts
    )


def is_position(text: str) -> bool:
    """Tell whether ``text`` is somebody's post in small letters ("senior research fellow")."""
    if not text[0].islower() or len(text) > 80:
        return False
    return not words("people", "positions").isdisjoint(re.split(r"[\s\d]+", text))


def split(text: str) -> list[str]:
    """Split a line of names into texts of one name each, degrees dropped.

    Semicolons part names before anything else; else commas and joining words do. Where commas
    also stand inside names ("Leinaas, J. M., Myrheim, J."), the pairs are put together.
    """
    text = without_marks(text)
    if ";" in text or "；" in text or "|" in text or "؛" in text:
        pieces = re.split(r"\s*[;；|؛]\s*(?:(?:and|&|y|et|und)\s)?", text)
        pieces = [_without_join(piece) for piece in pieces]
        pieces = [name for piece in pieces for name in _two(piece)]
        return [name for name in (_one(piece) for piece in pieces) if name]
    if has_cjk(text):
        return easternnames.split(text)
    joins = "&" in text or "،" in text or not _JOIN_WORDS.isdisjoint(text.split())
    joined = _JOIN.sub(" \x00 ", text) if joins else text
    pieces = [piece.strip() for piece in joined.replace("\x00", ",").split(",")]
    pieces = [piece for piece in pieces if piece.strip(" .") and not is_degree(piece)]
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if not is_position(piece)]
    if pieces and pieces[-1].endswith(".") and not DOTTED.fullmatch(pieces[-1].split()[-1]):
        pieces[-1] = pieces[-1][:-1]
    if _inverted(pieces, joined):
        return [f"{pieces[i]}, {pieces[i + 1]}" for i in range(0, len(pieces), 2)]
    return [without_degrees(piece) for piece in pieces]


def _two(piece: str) -> list[str]:
    """Return the two names of the end of a list ("Christopher Bielawski and Rodney Ruoff")."""
    sides = _JOIN.split(piece) if "," not in piece and piece.count(" ") > 3 else [piece]
    return sides if len(sides) == 2 and all(" " in side.strip() for side in sides) else [piece]


def _one(piece: str) -> str:
    """Return one name written between semicolons, without degrees after it and what follows."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    while len(parts) > 1 and " " in parts[0] and len(parts[-1]) == 1 and parts[-1].islower():
        parts.pop()  # the mark of an institution
    degree = next((i for i, part in enumerate(parts) if i and is_degree(part)), len(parts))
    parts = parts[:degree]
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
        if len(parts) == 2 and not given and INITIALS.fullmatch(parts[-1]):
            break
        parts.pop()
    return " ".join(parts)


def _inverted(pieces: list[str], joined: str) -> bool:
    """Tell whether comma-parted pieces are family names and given names in turn."""
    if len(pieces) < 2 or len(pieces) % 2 or (len(pieces) == 2 and "\x00" in joined):
        return False
    givens, families = pieces[1::2], pieces[::2]
    if all(" " not in f or " " not in g for f, g in zip(families, givens, strict=True)):
        return True
    if any(DOTTED.fullmatch(family) for family in families):
        return False
    if all(DOTTED.fullmatch(given) for given in givens):
        return True
    _, join, last = joined.rpartition("\x00")
    return bool(join) and last.count(",") == 1 and not is_degree(last.split(",")[1].strip())
