"""Identifiers of works, persons and serials: recognised, checked and brought to one form.

Every function takes what a source says, with any prefix, address or decoration that is common
around such an identifier, and returns the bare normal form, or ``""`` if it is not one.
"""

import re
from typing import Final
from urllib.parse import unquote

# Patterns that few runs need are compiled when they are first used.
# DOI Handbook 2.2: prefix 10.NNNN[.N...], "/" and a suffix of any printable characters.
_DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2[Ff])[^\s\"<>|\\^`{}\x00-\x20]+")
# Suffixes made of a SICI (ANSI/NISO Z39.56) have angle brackets, with or without the word:
# (SICI)1097(1998)17:15<1661::...>, 1097-0142(19840615)53:12+<2780::...>
_SICI: Final = (
    r"10\.[0-9]{4,9}/(?:\((?i:sici)\)|(?=[0-9]{4}-[0-9]{3}[0-9Xx]\())(?:[^\s\"<|\\^`{}]|<(?!/))+"
)
_WHOLE: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2[Ff])[^\s\x00-\x20\x7f]+\Z")
# A DOI on which nothing has to be cut or decoded, alone or as an address: nearly every one.
_PLAIN_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/[A-Za-z0-9._()/:-]*[A-Za-z0-9])\Z"
)
_MARKUP: Final = r"</|/>|<(?:br|hr|p|wbr)>|\".|\]\(https?:"
_DOI_PREFIX: Final = re.compile(
    r"\A\s*(?:(?:https?:/*)?(?:www\.)?(?:dx\.)?doi\.org/+|(?:info:)?doi[:/\s=]\s*)+", re.IGNORECASE
)
# What parts two DOIs in one text; a DOI itself may have any of these marks.
_NEXT_DOI: Final = (
    r"[;,|](?=(?:(?i:https?://(?:dx\.)?doi\.org/|(?:info:)?doi[:/=])\s?)?10\.[0-9]{4,9}[./])"
)
_DOI_LABELS: Final = frozenset(["", "doi", "dois", "and"])
_PMCID: Final = r"(?i)\bPMC\s?([0-9]{1,9})\b"
_PMID: Final = r"(?i)\A\s*(?:pmid[:\s]*|pubmed[:\s]*)?([1-9][0-9]{0,8})(?:\s*\[.*\])?\s*\Z"
_PMID_URL: Final = (
    r"(?:ncbi\.nlm\.nih\.gov/(?:pubmed|m/pubmed)/|pubmed\.ncbi\.nlm\.nih\.gov/)([1-9][0-9]{0,8})\b"
)
_PLAIN_ISSN: Final = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]\Z")
_ISSN: Final = r"(?<![0-9])([0-9]{4})[-\u2010-\u2015\u2212\s]?([0-9]{3}[0-9Xx])(?![0-9])"
_ORCID: Final = r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])"
_ARXIV: Final = (
    r"(?i)(?:arxiv(?:\.org/(?:abs|pdf)/|[:\s]+))?"
    r"((?:[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}|[0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?)"
)
_TRAILING: Final = ".,;:'\"’”»*"
_PAIRS: Final = {")": "(", "]": "[", ">": "<", "}": "{"}


def doi(text: str) -> str:
    """Return the DOI in ``text`` (bare, ``doi:`` or an address), in lower case.

    Of a text that is nothing but one DOI the whole suffix counts, whatever its characters (DOI
    Handbook 2.2.2), unless they are HTML. In other texts quotation marks, brackets of tags and
    the like end it. Percent-encoded and HTML-encoded forms are decoded; closing punctuation and
    brackets that do not belong to the DOI are cut. DOIs compare without regard to case (2.4).
    """
    if match := _PLAIN_DOI.match(text):
        return match[1].lower()
    found = _DOI_PREFIX.sub("", text).strip()
    if "10." not in found:
        return ""
    if "&" in found:
        from html import unescape  # noqa: PLC0415 - start-up

        found = unescape(found)
    if _WHOLE.match(found):
        found = re.split(_NEXT_DOI, found, maxsplit=1)[0]
        if not re.search(_MARKUP, found):
            return trim(_unquoted(found)).lower()
    match = _DOI.search(found)
    if "(" in found:
        match = re.search(_SICI, found) or match
    return trim(re.split('["|]', _unquoted(match.group()))[0]).lower() if match else ""


def _unquoted(found: str) -> str:
    """Decode percent-encoding; a space, which no DOI has, ends what is decoded."""
    return re.split(r"[\s\x00-\x20]", unquote(found))[0] if "%" in found else found


def dois(text: str) -> tuple[tuple[str, ...], bool]:
    """Return every DOI in a field that is declared to hold them, and whether that is all it says.

    ``10.1000/a; 10.1000/b`` is two DOIs and all, ``10.1000/a, retracted by 10.1000/b`` is not all.
    """
    if match := _PLAIN_DOI.match(text):
        return (match[1].lower(),), True
    found: dict[str, None] = {}
    is_all = True
    for part in re.split(rf"\s+|{_NEXT_DOI}", text):
        bare = _DOI_PREFIX.sub("", part)
        if value := doi(bare):
            found[value] = None
            is_all = is_all and _letters(bare).endswith(_letters(value))
        elif bare.strip(" .,;:|&()[]=").lower() not in _DOI_LABELS:
            is_all = False
    return tuple(found), is_all


def _letters(text: str) -> str:
    """Return letters and digits alone, decoded, for telling whether anything was cut."""
    from html import unescape  # noqa: PLC0415 - start-up

    return re.sub(r"[\W_]+", "", unquote(unescape(text)).lower())


def trim(identifier: str) -> str:
    """Cut closing punctuation and unmatched closing brackets from the end of ``identifier``."""
    end = len(identifier)
    surplus = {c: identifier.count(c) - identifier.count(_PAIRS[c]) for c in _PAIRS}
    while end:
        last = identifier[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return identifier[:end]


def pmid(text: str) -> str:
    """Return the PubMed id in ``text``: digits alone, ``PMID: 1`` or a PubMed address."""
    match = re.match(_PMID, text) or ("pubmed" in text and re.search(_PMID_URL, text))
    return match[1] if match else ""


def pmcid(text: str) -> str:
    """Return the PubMed Central id in ``text`` as ``PMC`` and digits."""
    match = re.search(_PMCID, text)
    return f"PMC{match[1]}" if match else ""


def issn(text: str) -> str:
    """Return the first ISSN in ``text`` with a correct check digit (ISO 3297), ``NNNN-NNNC``."""
    found = issns(text)
    return found[0] if found else ""


def issns(text: str, *, checked: bool = True) -> tuple[str, ...]:
    """Return every different ISSN in ``text`` with a correct check digit, in order.

    ``checked=False`` accepts any check digit: for fields that declare what they hold.
    """
    if not checked and _PLAIN_ISSN.match(text):
        return (text,)
    found: dict[str, None] = {}
    for match in re.finditer(_ISSN, text):
        digits = (match[1] + match[2]).upper()
        if not checked or sum((8 - i) * _digit(c) for i, c in enumerate(digits)) % 11 == 0:
            found[f"{digits[:4]}-{digits[4:]}"] = None
    return tuple(found)


_ISBN: Final = (
    r"(?<![0-9])(?:97[89][-\s\u2010-\u2015]?)?[0-9](?:[-\s\u2010-\u2015]?[0-9]){8}"
    r"[-\s\u2010-\u2015]?[0-9Xx](?![0-9])"
)


def isbns(text: str, *, checked: bool = True) -> tuple[str, ...]:
    """Return every different ISBN in ``text`` with a correct check digit, digits only.

    Ten- and thirteen-digit forms are kept as they are (ISO 2108). ``checked=False`` accepts any
    check digit: for fields that declare what they hold.
    """
    found: dict[str, None] = {}
    for match in re.finditer(_ISBN, text):
        digits = re.sub(r"[^0-9Xx]", "", match.group()).upper()
        if _isbn_ok(digits) or not checked:
            found[digits] = None
    return tuple(found)


def isbn13(isbn: str) -> str:
    """Return a checked ISBN of either length as thirteen digits."""
    if len(isbn) != 10:
        return isbn
    head = "978" + isbn[:9]
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(head))
    return head + str(-total % 10)


def _isbn_ok(digits: str) -> bool:
    if len(digits) == 10:
        return sum((10 - i) * _digit(c) for i, c in enumerate(digits)) % 11 == 0
    if len(digits) == 13 and digits.isdigit():
        return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(digits)) % 10 == 0
    return False


def _digit(character: str) -> int:
    return 10 if character == "X" else int(character)


def orcid(text: str) -> str:
    """Return the ORCID iD in ``text`` with a correct check digit (ISO 7064 mod 11-2)."""
    match = re.search(_ORCID, text)
    if not match:
        return ""
    digits = "".join(match.groups()).upper()
    total = 0
    for character in digits[:-1]:
        total = (total + int(character)) * 2
    if (12 - total % 11) % 11 != _digit(digits[-1]):
        return ""
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def arxiv(text: str) -> str:
    """Return the arXiv id in ``text``, new or old form, with its version if given.

    The subject class that old ids were written with (``math.GT/0309136``) is no part of them.
    """
    match = re.fullmatch(_ARXIV, text.strip().removesuffix(".pdf"))
    if not match:
        match = re.search(r"arxiv\.org/(?:abs|pdf)/([^\s?#]+)", text, re.IGNORECASE)
        return arxiv(match[1]) if match and "arxiv.org" not in match[1] else ""
    archive, slash, number = match[1].rpartition("/")
    return f"{archive.partition('.')[0]}{slash}{number}"
