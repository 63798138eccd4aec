"""Volume, issue and pages where a document has them only in a reference to the host item.

Such references are MARC 773 $g, which VuFind's index has as ``container_reference``, and what
library unions write for it. One counts only if the whole text is of a known form and agrees with
what the record's other fields say.
"""

import re
from typing import Any, Final

from mentorlit.formats.vufind.document import Document
from mentorlit.model import PartialDate

_PAGES: Final = (
    r"(?P<page>[A-Za-z]{0,3}\d{1,6}[A-Za-z]?(?:\s?[-–—]\s?[A-Za-z]{0,3}\d{1,6}[A-Za-z]?)?)"
)
_VOLUME: Final = r"(?:(?:vol|v|band|bd|jg|t|vuosik|т|cilt|č|roč)\.?\s?)?(?P<volume>\d{1,4})"
_ISSUE: Final = (
    r"(?:(?:no|nr|nro|n|num|núm|iss|issue|heft|h|fasc|č|sayı|№|вып)\.?\s?[º°]?\s?)?"
    r"(?P<issue>\d[\w/-]{0,10})"
)
_PAGE_WORD: Final = r"(?:(?:pages?|pp?|seiten?|s|sivu[t]?|str|pág|с|стр|art)\.?\s?)"
_FORMS: Final = (
    # 25(2000), 1, Seite 25-29
    rf"{_VOLUME}\s?\((?P<year>\d{{4}})\)(?:,\s?{_ISSUE})?(?:,\s?{_PAGE_WORD}{_PAGES})?\.?",
    # Vol. 19, no. 1 (2019), p. 417
    (
        rf"{_VOLUME}(?:,\s?{_ISSUE})?\s?\((?:[^()]{{0,20}}\s)?(?P<year>\d{{4}})\)"
        rf"(?:[,:]\s?{_PAGE_WORD}?{_PAGES})?\.?"
    ),
    # 19:1 (2019), s. 4-7
    rf"{_VOLUME}(?::{_ISSUE})?\s?\((?P<year>\d{{4}})\)(?:[,:]\s?{_PAGE_WORD}?{_PAGES})?\.?",
    # 2011;17(4):50-55
    rf"(?P<year>\d{{4}})[^;\d]{{0,8}};\s?{_VOLUME}(?:\({_ISSUE}\))?:\s?{_PAGES}\.?",
)
_TAGGED: Final = r"\b(volume|number|year|pages):(\S{1,20})"
_NAMES: Final = {"volume": "volume", "number": "issue", "year": "year", "pages": "page"}
_LONGEST: Final = 300
_FIELDS: Final = ("volume", "issue", "page")


def completed(doc: Document, values: dict[str, Any]) -> dict[str, str]:
    """Return volume, issue and page where ``values`` has none of them, or only the first page."""
    for name in ("container_volume", "container_reference", "source", "sourceStr"):
        for text in doc.peek(name)[:1]:
            if name == "container_volume" and text.isdigit():
                continue
            found = reference(text)
            if name == "container_volume" and found and found["volume"] != text:
                values = {**values, "volume": ""}
            if found and _agrees(found, values):
                return _new(doc, name, found, values)
    return {}


def reference(text: str) -> dict[str, str]:
    """Return volume, issue, page and year of a reference, nothing if it is of no known form."""
    text = text.strip()[-_LONGEST:]
    if not any(map(str.isdigit, text)):
        return {}
    tagged = {_NAMES[tag]: value for tag, value in re.findall(_TAGGED, text)}
    if len(tagged) > 1:
        return tagged
    for form in _FORMS:
        # Compiled at first use and kept by re: most documents have no reference.
        match = re.fullmatch(form, text, re.IGNORECASE)
        if match:
            return {name: value for name, value in match.groupdict().items() if value}
    return {}


def _agrees(found: dict[str, str], values: dict[str, Any]) -> bool:
    """Tell whether nothing in the reference is against what the record says elsewhere."""
    issued = values.get("issued")
    year = str(issued.year) if isinstance(issued, PartialDate) and issued.year else ""
    stated = {**{field: values.get(field, "") for field in _FIELDS}, "year": year}
    stated["page"] = stated["page"].partition("-")[0]
    of_page = {**found, "page": re.split(r"\s?[-–—]", found.get("page", ""))[0]}
    return all(not said or of_page.get(name, said) in ("", said) for name, said in stated.items())


def _new(doc: Document, name: str, found: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
    """Return what the reference adds."""
    new: dict[str, str] = {}
    for field in _FIELDS:
        value = found.get(field, "")
        if field == "page":
            value = re.sub(r"\s?[-–—]\s?", "-", value)
        if value and len(value) > len(values.get(field, "")):
            new[field] = value
            doc.cite(field, name)
    return new
