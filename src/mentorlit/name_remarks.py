"""What stands beside a name in one text: ``et al.``, degrees, the part somebody had in the work."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load

_OTHERS: Final = re.compile(
    r"(?i)(?:\A|[\s,;&])[(\[]?(?:et\.?\s+al(?:ii|iae)?\b|et\s+coll?\b|and\s+others|(?:and|&)\s+al\b"
    r"|et\s+autres|und\s+andere|y\s+otros|(?-i:u\.\s?a\.)|и\s+др\b|и\s+другие)[\s.,;)\]]*\Z"
)
# The last words of such remarks.
_LAST: Final = frozenset(["al", "alii", "aliae", "coll", "others", "autres", "andere", "otros"])
# What library headings put behind a name: "Vico, Giambattista, 1668-1744." or "1938-".
_LIFE: Final = re.compile(
    r"(?:,\s?|\s)\(?(?:b\.|d\.|ca\.)?\s?\d{4}\??\s?[-\u2013]\s?(?:(?:ca\.\s?)?\d{4}\??)?\)?\.?\Z"
)
# No name has more parts between commas.
_MOST_PARTS: Final = 20
_BRACKETED: Final = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*\Z")


@cache
def _words() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return the field for each word of a role, the sure degrees and those that may be initials."""
    table = load("name_remarks")
    return table["role"], frozenset(table["degrees"]), frozenset(table["capitals"])


def without_others(text: str) -> tuple[str, bool]:
    """Cut ``et al.``, ``and others`` and the like from the end; tell whether it was there."""
    match = _OTHERS.search(text)
    return (text[: match.start()].rstrip(" ,;"), True) if match else (text, False)


def without_role(text: str) -> tuple[str, str]:
    """Cut ``(editor)``, ``[ed.]`` or ``, ed.`` from the end; return the field it stands for."""
    roles = _words()[0]
    match = _BRACKETED.search(text) if text.endswith((")", "]")) else None
    if match:
        field = roles.get(match[1].strip(" .").lower(), "")
        return (text[: match.start()].rstrip(" ,"), field) if field else (text, "")
    head, _, last = text.rpartition(",")
    field = (
        roles.get(last.strip(" .").lower(), "") if "," in head and last.strip().islower() else ""
    )
    return (head.rstrip(" ,"), field) if field else (text, "")


def without_degrees(text: str) -> str:
    """Drop the degrees among parts between commas; what may be initials counts with two others."""
    if not 0 < text.count(",") < _MOST_PARTS:
        return text
    _, sure, capitals = _words()
    first, *parts = (part.strip() for part in text.split(","))
    kept = [part for part in parts if part.replace(".", "").lower() not in sure]
    for part in list(kept):
        if len(kept) > 1 and part.replace(".", "") in capitals:
            kept.remove(part)
    return ", ".join([first, *kept]) if len(kept) < len(parts) else text


def without_dates(text: str) -> str:
    """Cut the years of somebody's life from the end of an inverted name."""
    if "," not in text or not text[-1:] or text[-1] not in "0123456789-\u2013).?":
        return text
    match = _LIFE.search(text)
    return text[: match.start()].rstrip(" ,") if match else text


def is_remark(text: str) -> bool:
    """Tell whether the last word of what stands behind a comma may be a degree or ``al``."""
    last = text.rpartition(" ")[2].replace(".", "").lower()
    return last in _words()[1] or text.replace(".", "").lower() in _words()[1] or last in _LAST
