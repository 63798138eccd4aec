"""From plain text with limited markup to TeX that shows exactly this text and does nothing else."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final
from urllib.parse import quote

from mentorlit.composing import normalized
from mentorlit.tables import load

# C0 and C1 controls, line and paragraph separators: space where they part words, else nothing.
_BREAKS: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029 ]+")
# What drives terminals or reorders text on them, marks of byte order, and lone surrogates.
_CONTROLS: Final = re.compile(r"[\x00-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPECIAL: Final = re.compile(r"[\\{}$&#%_^~<>|\u00a0]|-(?=-)|`(?=`)|'(?=')|[?!](?=`)")
_TAG: Final = re.compile(r'(</?(?:i|b|sub|sup|sc)>|<span class="nocase">|</span>)')
_FORMULA: Final = re.compile(r"\$(?=\S)[^$]{1,1000}(?<=\S)\$(?![0-9])")
_CONTROL_WORD: Final = re.compile(r"\\([A-Za-z]+|.?)", re.DOTALL)
_NOCASE: Final = '<span class="nocase">'
# What means something to TeX or is no character that shows, in ASCII.
_ACTIVE: Final = bytes([*range(0x20), 0x7F, *b"\\{}$&#%_^~<>|`"])

Protect = Callable[[str], str]
"""Takes a run of plain text and returns its TeX, with braces where case must stay."""


def is_itself(text: str) -> bool:
    """Tell whether ``text`` is on one line and TeX shows it as it is written: most values.

    Deleting bytes takes a tenth of the time of a search for any of many characters.
    """
    if not (text.isascii() or text.isprintable()):
        return False
    source = text.encode()
    if len(source.translate(None, _ACTIVE)) != len(source):
        return False
    return not ("  " in text or "--" in text or "''" in text)


def clean(text: str) -> str:
    """Return ``text`` on one line, without controls of terminals and of text direction."""
    if is_itself(text):
        return text.strip(" ")
    text = _CONTROLS.sub("", _BREAKS.sub(" ", text))
    return text.strip(" ")


def escape(text: str) -> str:
    """Return plain text, no markup in it, as TeX."""
    return _SPECIAL.sub(_special, text)


def _special(match: re.Match[str]) -> str:
    found = match[0]
    # An empty group keeps two characters from becoming a ligature.
    return load("tex")["special"].get(found, found + "{}")  # type: ignore[no-any-return]


def encode(text: str, protect: Protect = escape) -> str:
    """Return ``text`` as TeX on one line: every character a character, markup as commands.

    The braces are balanced. Maths between dollar signs stays maths if :func:`is_mathematics`
    says so. Tags that do not pair are text. ``protect`` may add braces to runs of plain text.
    """
    if is_itself(text):
        text = text.strip(" ")
        return text if protect is escape else protect(text)
    text = clean(text)
    shown = _marked(_TAG.split(text), protect) if "<" in text else _runs(text, protect)
    if "{" in text and balanced(text):
        # BibTeX counts braces after a backslash too: the short form is safe where they balance.
        shown = shown.replace(r"{\textbraceleft}", r"\{").replace(r"{\textbraceright}", r"\}")
    return shown


def _marked(pieces: list[str], protect: Protect) -> str:
    """Encode text (even places) and tags (odd places); text in ``nocase`` is protected already."""
    paired = _pairs(pieces)
    out: list[str] = []
    opened: list[int] = []
    run = ""
    cased = 0
    for index, piece in enumerate(pieces):
        if index not in paired:
            run += piece
            continue
        out.append(_runs(run, escape if cased else protect))
        run = ""
        if piece.startswith("</"):
            start = opened.pop()
            cased -= out[start] == "{"
            out.append(_close(out, start))
        else:
            opened.append(len(out))
            out.append(_opening(piece))
            cased += piece == _NOCASE
    out.append(_runs(run, protect))
    return "".join(out)


def _close(out: list[str], start: int) -> str:
    r"""Return what ends the group at ``start``; one that keeps case must not begin with ``{\``.

    BibTeX takes such a group for a letter with an accent and changes its case.
    """
    if out[start] == "{" and "".join(out[start + 1 : start + 3]).startswith("\\"):
        out[start] = "{{"
        return "}}"
    return "}"


def _pairs(pieces: list[str]) -> set[int]:
    """Return the places of the tags that nest properly and hold something."""
    stack: list[int] = []
    paired: set[int] = set()
    for index in range(1, len(pieces), 2):
        piece = pieces[index]
        if not piece.startswith("</"):
            stack.append(index)
        elif stack and _name(pieces[stack[-1]]) == _name(piece):
            start = stack.pop()
            if index - start > 2 or pieces[start + 1].strip():
                paired |= {start, index}
    return paired


def _name(tag: str) -> str:
    return tag.strip("</>").split(" ")[0]


def _opening(tag: str) -> str:
    return "{" if tag == _NOCASE else load("tex")["commands_for"][_name(tag)] + "{"


def _runs(text: str, protect: Protect) -> str:
    """Encode text without tags, formulas apart."""
    if "$" not in text:
        return protect(text)
    out: list[str] = []
    position = 0
    for match in _FORMULA.finditer(text):
        if is_mathematics(match[0]):
            out += (protect(text[position : match.start()]), match[0])
            position = match.end()
    out.append(protect(text[position:]))
    return "".join(out)


@cache
def _allowed() -> frozenset[str]:
    """Return every control word that may stand in a formula."""
    table = load("tex")
    accents = {name for name in table["accents"] if len(name) > 1}
    return frozenset({*table["symbols"], *table["commands"]["mathematics"], *accents, "mathbb"})


def is_mathematics(text: str) -> bool:
    """Tell whether ``text``, from dollar sign to dollar sign, may go into TeX as it is.

    It must contain a command, a sub- or superscript (``$5 and $`` is money); each of its
    commands must be on the list in tables/tex.toml; its braces must balance, as TeX and as BibTeX
    count them; ``%``, ``#``, ``&`` and the ``^^`` notation, which can stand for any character,
    are refused.
    """
    inner = text[1:-1]
    if not re.search(r"\\[A-Za-z]|[\^_]", inner) or re.search(r"\^\^|[%#&\n\r]", inner):
        return False
    words = _CONTROL_WORD.findall(inner)
    if not all(word in _allowed() or (len(word) == 1 and word in "{},;:!|_ ") for word in words):
        return False
    return balanced(inner) and balanced(_CONTROL_WORD.sub("", inner))


def balanced(text: str) -> bool:
    """Tell whether the braces balance as BibTeX counts them: those after a backslash too."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


_UNSAFE_IN_ADDRESS: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[{}\\^\"|` ]")


def encode_verbatim(text: str) -> str:
    """Return an address or identifier that keeps its characters and cannot end its field.

    Only what would break the field, the address or TeX is percent-encoded (RFC 3986): braces,
    backslash, ``^`` (``^^5c`` is a backslash to TeX), ``"``, ``|`` and the grave accent, spaces,
    and a ``%`` that begins no escape. ``_``, ``&``, ``~``, ``#``, ``<``, ``>`` (older DOIs have
    them) and valid escapes stay.
    """
    text = clean(text)
    if not text.isascii():
        text = normalized("NFC", text)
    return _UNSAFE_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", text)


def percent_encoded(text: str) -> str:
    """Return an address or identifier in ASCII (RFC 3987, section 3.1)."""
    return re.sub(r"[^\x00-\x7f]+", lambda match: quote(match[0]), text)
