"""Signs of Markdown that scrapers leave in the text of a page."""

import re
from typing import Final

_BOLD: Final = r"(?<![\w*])(\*\*|__)(?=\S)([^*\n]{1,300}?)(?<=\S)\1(?![\w*])"
_SLANTED: Final = r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\*(?![\w*])"
_HEADING: Final = r"#{1,6}\s+(.{1,400}?)\s*#{0,6}\Z"
_IMAGE: Final = r"!\[[^\]]{0,200}\]\([^()\s]{0,500}\)"
_LINK: Final = (
    r"\[([^\[\]]{0,400})\]"
    r"\(\s?<?((?:https?:|mailto:|/|#|\.)[^()\s]{0,500})>?(?:\s\"[^\"]{0,200}\")?\)"
)
_DOI: Final = "doi.org/10."


def plain(text: str) -> str:
    """Return ``text`` without bold marks, heading marks, images and addresses behind links.

    The address of a DOI is kept where the text of its link does not tell it.
    """
    if "](" in text:
        text = re.sub(_LINK, _link_text, re.sub(_IMAGE, "", text))
    if "**" in text or "__" in text:
        text = re.sub(_BOLD, r"\2", text)
    if text.count("*") > 1:
        text = re.sub(_SLANTED, r"\1", text)
    if text.startswith("#") and (heading := re.match(_HEADING, text)):
        text = heading[1]
    return text.strip()


def _link_text(match: re.Match[str]) -> str:
    if _DOI in match[2] and "10." not in match[1]:
        return f"{match[1]} {match[2]}"
    return match[1] or match[2]
