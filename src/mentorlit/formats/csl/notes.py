"""Variables written into notes: ``PMID: 123`` lines and citeproc's ``{:original-date: 1900}``."""

import re
from functools import cache
from typing import Final

from mentorlit.tables import load

_LINE: Final = re.compile(r"([A-Za-z][A-Za-z -]{1,30}?) ?: (\S.*)\Z")
_BRACED: Final = re.compile(r"\{:([A-Za-z-]{2,30}): ?([^{}]{1,500})\}")


@cache
def _known() -> dict[str, str]:
    return dict(load("csl")["cheat"])


def variables(note: str) -> tuple[str, dict[str, str]]:
    """Part ``note`` into the text that stays and the variables that lines of it set."""
    found: dict[str, str] = {}
    if ":" not in note:
        return note, found
    kept: list[str] = []
    for line in _BRACED.sub(lambda match: _take_braced(match, found), note).split("\n"):
        pairs = [_pair(part) for part in line.split(";")]
        if not all(field in ("DOI", "PMID", "PMCID") for field, _ in pairs):
            pairs = [_pair(line)]
        if all(field and field not in found for field, _ in pairs):
            found.update(pairs)
        else:
            kept.append(line)
    return "\n".join(kept).strip(), found


def _pair(line: str) -> tuple[str, str]:
    match = _LINE.match(line.strip())
    if not match:
        return "", ""
    return _known().get(match[1].lower().replace(" ", "-"), ""), match[2].strip()


def _take_braced(match: re.Match[str], found: dict[str, str]) -> str:
    field = _known().get(match[1].lower(), "")
    if not field or field in found:
        return match[0]
    found[field] = match[2].strip()
    return ""
