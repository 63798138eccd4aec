"""The labelled parts of an abstract, as NLM prints them: ``OBJECTIVE: ... METHODS: ...``."""

import re
from typing import Final

from mentorlit import abstracts
from mentorlit.model import Section

# NLM prints labels in capitals; a colon and a blank follow.
_LABEL: Final = re.compile(r"(?:\A|[.?!)\]%\"”;:] )([A-Z][A-Z0-9 ,&/'’()-]{2,70})\Z")
_LONGEST: Final = 74
_HEAD: Final = 46


def sections(text: str) -> tuple[Section, ...]:
    """Return the labelled parts of ``text``; ``()`` if it does not begin with a label."""
    first = text.find(":")
    if not 0 < first < _LONGEST:
        return ()
    if not _is_capital(text[:first]):
        return abstracts.sections(text) if first < _HEAD else ()
    parts: list[list[str]] = []
    for piece in text.split(": "):
        match = _LABEL.search(piece[-_LONGEST:]) if _is_capital(piece) else None
        if parts:
            parts[-1].append(piece[: -len(match[1])].rstrip() if match else piece)
        elif match is None or len(match[1]) != len(piece):
            return ()
        if match:
            parts.append([match[1]])
    if len(parts) < 2 or len(parts[-1]) < 2:
        return ()
    return tuple(Section(label, ": ".join(texts)) for label, *texts in parts)


def _is_capital(text: str) -> bool:
    """Tell whether the last word of ``text`` is in capitals, as that of a label is."""
    last = text[-3:]
    return last.isupper() and not last[-1:].isdigit()
