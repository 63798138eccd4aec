"""Citations in one text, as PubMed's CSV has them: ``BMJ. 2021 Mar 29;372(2):71-9``.

The form is that of PubMed's summaries
(https://www.nlm.nih.gov/bsd/uniform_requirements.html): journal, date; volume(issue):pages.
"""

import re
from typing import Final

_LONGEST: Final = 1000
_CITATION: Final = re.compile(
    r"([^;]{1,300}?)\.\s(\d{4}(?:\s[A-Z][A-Za-z]{2,5}(?:-[A-Z][a-z]{2,5})?(?:\s\d{1,2})?)?)"
    r"(?:;([^():;.]{0,30})(?:\(([^()]{1,40})\))?(?::([^:;.\s]{1,40}(?:,\s[^:;.\s]{1,40})?))?)?"
    r"\.(?:\s|\Z)"
)


def parts(text: str) -> dict[str, str]:
    """Return the parts of a citation: ``journal``, ``date``, ``volume``, ``issue``, ``pages``.

    Empty if it is in another form; parts that are not stated are missing.
    """
    match = _CITATION.match(text) if len(text) <= _LONGEST else None
    if match is None:
        return {}
    names = ("journal", "date", "volume", "issue", "pages")
    return {name: part.strip() for name, part in zip(names, match.groups(), strict=True) if part}
