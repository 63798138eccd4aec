"""Identifiers, codes and addresses of MARC 21: 001-041, 050-099 and 856."""

import re
from functools import cache, lru_cache
from typing import Final

from mentorlit import identifiers, languages
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, plain
from mentorlit.formats.marc.record import DataField, codes, first, values
from mentorlit.model import StandardNumber
from mentorlit.tables import load, phrases

_SHORT: Final = 40
"""Characters of what is kept for the next time."""
_WORDS: Final = re.compile(r"[^\W\d_][^\s,;:()]*")
_OCLC: Final = re.compile(r"\(OCoLC\)\s*(?:ocm|ocn|on)?0*(\d+)|(?:ocm|ocn|on)0*(\d+)\b")
_LCCN: Final = re.compile(r"[a-z]{0,3}\s*\d{8,10}|[a-z]{0,3}\s*\d{2}-\d{1,6}")
_DOI_HOST: Final = re.compile(r"(?i)\s*(?:https?://(?:[\w-]+\.)*doi\.org/|(?:urn:|info:)?doi[:/])")


def lccn(draft: Draft, field: DataField) -> bool:
    """010: Library of Congress control number."""
    said = first(field, "a")
    match = _LCCN.match(said)
    if match is None:
        return False
    draft.identify("LCCN", "".join(match[0].split()))
    return codes(field) == "a" and match[0] == said


def isbn(draft: Draft, field: DataField) -> bool:
    """020: ISBN with qualifiers; cancelled numbers ($z) and prices are no numbers of the work."""
    said = first(field, "a")
    for number in identifiers.isbns(said, checked=False):
        medium = medium_of(" ".join((said, *values(field, "q"))))
        draft.isbn.setdefault(number, StandardNumber(number, medium))
    return codes(field) == "a" and said.replace("-", "") in draft.isbn


def issn(draft: Draft, field: DataField) -> bool:
    """022: ISSN and linking ISSN; wrong and cancelled ones are none of the work's."""
    said = first(field, "a")
    for number in identifiers.issns(said, checked=False):
        draft.issn.setdefault(number, StandardNumber(number, medium_of(said)))
    for number in identifiers.issns(first(field, "l")) if "l" in field else ():
        draft.issn.setdefault(number, StandardNumber(number, "linking"))
    return codes(field) in ("a", "al", "la") and said in draft.issn


@cache
def _media() -> dict[str, str]:
    table = load("marc")["media"]
    return {word: medium for medium, block in table.items() for word in phrases(block)}


def medium_of(text: str) -> str:
    """Return ``electronic`` or ``print`` where the qualifiers of a number say so, else ``""``."""
    for word in _WORDS.findall(text.lower()):
        medium = _media().get(word.rstrip("."))
        if medium:
            return medium
    return ""


def other_number(draft: Draft, field: DataField) -> bool:
    """024: DOI and other identifiers, told by $2 or the first indicator."""
    scheme, value = first(field, "2").lower(), first(field, "a")
    kind = field[0][:1]
    if scheme == "doi" or (not scheme and identifiers.doi(value) and "10." in value[:20]):
        doi = identifiers.doi(value)
        if doi and not draft.put("doi", doi):
            draft.identify("DOI", doi)
        return bool(doi) and codes(field) == "a2" and doi == value.lower()
    if scheme in ("pmid", "pubmed"):
        return draft.put("pmid", identifiers.pmid(value)) and codes(field) == "a2"
    if scheme == "pmcid":
        return draft.put("pmcid", identifiers.pmcid(value)) and codes(field) == "a2"
    known = load("marc")["identifiers"].get(scheme, "ISMN" if kind == "2" and not scheme else "")
    if known and value:
        draft.identify(known, value)
    return bool(known and value) and codes(field) == "a2" and kind == "7"


def system_number(draft: Draft, field: DataField) -> bool:
    """035: the record's numbers elsewhere: OCLC, PubMed."""
    value = first(field, "a")
    match = _OCLC.match(value)
    if match:
        draft.identify("OCLC", match[1] or match[2])
    elif value.lower().startswith(("(pmid)", "(pubmed)", "(nlm)pmid")):
        draft.put("pmid", identifiers.pmid(value.rpartition(")")[2]))
    return False


def report_number(draft: Draft, field: DataField) -> bool:
    """027, 088: number of a technical report."""
    return draft.put("number", plain(first(field, "a"))) and codes(field) == "a"


def language_codes(draft: Draft, field: DataField) -> bool:
    """041: languages of the text; the first counts."""
    text = next(iter(values(field, "a") or values(field, "d")), "")
    if "language" not in draft.values:
        size = 2 if first(field, "2") == "iso639-1" else 3
        draft.put("language", language(text[:size] if "-" not in text else text))
    return codes(field) == "a" and len(text) == 3


@cache
def _languages() -> dict[str, str]:
    block = load("marc")["languages"]["two_letters"]
    return dict(pair.split() for pair in phrases(block))


def language(code: str) -> str:
    """Return the BCP 47 tag of a MARC language code; a code that is none of a language gives ""."""
    return _language(code) if len(code) < _SHORT else _language.__wrapped__(code)


@lru_cache(maxsize=512)
def _language(code: str) -> str:
    code = code.strip().lower()
    if not re.fullmatch("[a-z]{2,3}", code):
        return languages.tag(code) if code else ""
    if code in phrases(load("marc")["languages"]["none"]):
        return ""
    return _languages().get(code, "") or languages.tag(code) or code


def call_number(draft: Draft, field: DataField) -> bool:
    """050, 060, 090, 099: shelf mark; the first counts."""
    text = " ".join(element(value) for code in "ab" for value in values(field, code))
    draft.put("call_number", text)
    return False


def address(draft: Draft, field: DataField) -> bool:
    """856: addresses of the work; those of things about it (second indicator 2) are not."""
    kind = field[0][1:2]
    links = values(field, "u")
    for url in links:
        if kind == "2" or (kind != "0" and _speaks_of_others(field)):
            continue
        draft.add("url", url)
        if _DOI_HOST.match(url):
            found = identifiers.doi(url.removeprefix("urn:"))
            if found and not draft.put("doi", found):
                draft.identify("DOI", found)
    return codes(field) == "u" and kind != "2" and bool(links)


def _speaks_of_others(field: DataField) -> bool:
    said = " ".join(value for code in "3yz" for value in values(field, code)).lower()
    if not said:
        return False
    return any(word in said for word in phrases(load("marc")["address"]["others"]))
