"""Leader and field 008 of a MARC 21 record that is made of a citation."""

import re
from functools import cache
from typing import Final

from mentorlit.model import Citation, PartialDate
from mentorlit.tables import load, phrases

_MATERIALS: Final = {
    "map": "e",
    "musical_score": "c",
    "motion_picture": "g",
    "broadcast": "g",
    "song": "j",
    "performance": "j",
    "graphic": "k",
    "figure": "k",
    "software": "m",
    "dataset": "m",
    "manuscript": "t",
}
"""Leader/06; others are language material."""
_LEVELS: Final = {"periodical": "s", "webpage": "i", "collection": "c"}
"""Leader/07 of what is no part; others are monographs."""
_ARTICLES: Final = ("article-", "review")
_NATURES: Final = {"thesis": "m", "report": "t", "patent": "j", "standard": "u"}
"""008/24 of books."""
_FILES: Final = {"software": "b", "dataset": "a"}
"""008/26 of computer files."""
_THREE: Final = re.compile(r"[a-z]{3}\Z")


def is_part(citation: Citation) -> bool:
    """Tell whether the work is a component part: the record says what contains it."""
    return bool(citation.container_title or citation.container_title_short)


def leader(citation: Citation) -> str:
    """Return 24 characters; lengths and addresses, which MARCXML does not use, are zeros.

    Encoding level ``u``: unknown; cataloguing form ``i``: with ISBD punctuation.
    """
    material = _MATERIALS.get(citation.type, "a")
    if is_part(citation):
        level = "b" if citation.type.startswith(_ARTICLES) or citation.issn else "a"
    else:
        level = _LEVELS.get(citation.type, "m")
    return f"00000n{material}{level} a2200000ui 4500"


def fixed(citation: Citation) -> str:
    """Return field 008; a bar stands for what is not coded."""
    coded = ["|"] * 40
    coded[6:15] = _dates(citation)
    coded[15:18] = "xx "
    if citation.type == "webpage" and not is_part(citation):
        coded[21] = "w"
    if citation.type in _NATURES:
        coded[24:28] = f"{_NATURES[citation.type]}   "
    if citation.type in _FILES:
        coded[26] = _FILES[citation.type]
    coded[35:38] = language(citation.language) or "und"
    return "".join(coded)


def _dates(citation: Citation) -> str:
    """Return type of date and both dates (008/06-14)."""
    issued = citation.issued
    year, original = _year(issued), _year(citation.original_date)
    if issued is None or not year:
        return "nuuuuuuuu"
    if original:
        return f"r{year:04d}{original:04d}"
    if _year(issued.end) > year:
        return f"{'q' if issued.circa else 'm'}{year:04d}{_year(issued.end):04d}"
    if issued.month and not issued.end and not issued.circa:
        day = f"{issued.day:02d}" if issued.day else "  "
        return f"e{year:04d}{issued.month:02d}{day}"
    return f"s{year:04d}    "


def _year(date: PartialDate | None) -> int:
    """Return the year if four digits can hold it, else 0."""
    year = (date.year if date else None) or 0
    return year if 0 < year < 2100 else 0


@cache
def _codes() -> dict[str, str]:
    """Return, by BCP 47 tag of two letters, MARC's code; of several the first."""
    pairs = (pair.split() for pair in phrases(load("marc")["languages"]["two_letters"]))
    codes: dict[str, str] = {}
    for code, tag in pairs:
        codes.setdefault(tag, code)
    return codes


def language(tag: str) -> str:
    """Return MARC's code for the language of a BCP 47 tag, or ``""``."""
    bare = tag.partition("-")[0].lower()
    return _codes().get(bare, bare if _THREE.match(bare) else "")
