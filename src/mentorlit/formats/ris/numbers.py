"""Identifiers, standard numbers and pages of one RIS record, wherever its dialect puts them."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.ris.tags import Tags, one_line
from mentorlit.model import Problem, StandardNumber
from mentorlit.tables import load

_PLAIN_ISSN: Final = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]\Z")
_PLAIN_ISBN: Final = re.compile(r"(?:97[89]-?)?[0-9](?:-?[0-9]){8}-?[0-9Xx]\Z")
_USER: Final = re.compile(
    r"(\d{1,9})\s?\[(?:pmid|pubmed)\]|PMC(\d{1,9})\s?\[pmcid\]|PMID:\s?(?:NLM)?(\d{1,9})\.",
    re.IGNORECASE,
)
_PMID: Final = re.compile(r"[1-9]\d{3,8}\Z")
_BARE: Final = ("C2", "AN")
_COCHRANE: Final = re.compile(r"(?:\A|,\s?)PUBMED ([1-9]\d{0,8})(?:,|\Z)")
_LABELLED: Final = re.compile(r"(PMID|PMCID|DOI)\s?:\s?(\S+)", re.IGNORECASE)
_DOI_URL: Final = re.compile(r"https?://(?:dx\.)?doi\.org/\S+\Z", re.IGNORECASE)
_MEDIUM: Final = re.compile(r"\s{0,3}\(([A-Za-z -]{2,20})\)")
_MEDIA: Final = {"online": "electronic", "electronic": "electronic", "print": "print"}
_MEDIA["linking"] = "linking"
_LABELS: Final = re.compile(
    r"(?i)\b(?:e-?issn|p-?issn|issn|isbn(?:-?1[03])?|print|online|electronic|linking|and|[ep])\b"
)
_DASHES: Final = re.compile(r"\s?[\u2010-\u2015\u2212-]+\s?")
_PREFIX: Final = re.compile(r"\A[Pp]{1,2}\.\s?(?=\d)")
_RANGE: Final = re.compile(r"\S{1,20}-\S{1,20}\Z")
# Nobody lists numbers at this length; what is longer stays as it is.
_LONGEST: Final = 1000
EXTENT: Final = re.compile(r"\d\s?(?:p|pp|pages|s|S)\.?\Z")
_PAGE: Final = re.compile(r"\d|\b[ivxlcdm]{1,12}\b", re.IGNORECASE)


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> list[Problem]:
    """Take DOI, PMID, PMCID, ISSN, ISBN, pages and article number into ``fields``.

    Return the problems of values that are declared to be one of these and are not.
    """
    problems = _doi(tags, fields)
    _pubmed(tags, fields)
    if "SN" in tags:
        _standard_numbers(tags, fields)
    if "SP" in tags or "EP" in tags:
        _pages(tags, fields, group)
    _number(tags, fields, group)
    return problems


def not_understood(field: str, text: str) -> Problem:
    """Return the problem of a value that stays in ``extra`` because nothing can be made of it."""
    return Problem("not-understood", f"the value {text[:200]!r} is not understood in full", field)


@cache
def _doi_tags() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags that are declared to hold DOIs, and those that may."""
    table = load("ris")["doi"]
    return tuple(table["declared"]), tuple(table["possible"])


def _doi(tags: Tags, fields: dict[str, Any]) -> list[Problem]:
    """Take the DOI; further ones are identifiers.

    Of a declared field that says more than DOIs only the first one counts: the next may be that
    of a retraction. The text stays.
    """
    problems: list[Problem] = []
    declared, possible = _doi_tags()
    found: dict[str, None] = {}
    for name in declared:
        if name in tags:
            tags[name] = _declared(tags[name], found, problems)
    for name in possible:
        if name in tags:
            tags[name] = [v for v in tags[name] if not _possible(name, one_line(v), found)]
    if found:
        fields["doi"], *more = found
        if more:
            fields["identifiers"] = {"DOI": tuple(more)}
    return problems


def _declared(values: list[str], found: dict[str, None], problems: list[Problem]) -> list[str]:
    """Add the DOIs of a declared field to ``found``; return the values that say more."""
    kept = []
    for value in values:
        text = one_line(value)
        several, is_all = identifiers.dois(text)
        found |= dict.fromkeys(several if is_all else several[:1])
        if not is_all:
            kept.append(value)
            problems.append(not_understood("DOI", text))
    return kept


def _possible(name: str, text: str, found: dict[str, None]) -> bool:
    """Tell whether ``text`` is a DOI and no more than that; the first one is added to ``found``."""
    doi = identifiers.doi(text) if "10." in text and _is_doi(name, text) else ""
    if doi and not found:
        found[doi] = None
    return bool(doi) and name != "UR" and doi in found


def _is_doi(name: str, text: str) -> bool:
    """Tell whether ``text`` is nothing but a DOI, in the form that is safe in this tag."""
    if name == "UR":
        return _DOI_URL.match(text) is not None
    return " " not in text.lower().removeprefix("doi:").strip() and "10." in text


@cache
def _user_tags() -> tuple[str, ...]:
    return tuple(load("ris")["user"]["tags"])


def _pubmed(tags: Tags, fields: dict[str, Any]) -> None:
    """Take the ids that NLM gives, from the tags and the forms in which exports have them."""
    for name in _user_tags():
        if name in tags:
            tags[name] = [v for v in tags[name] if not _user(name, v, tags, fields)]
    if "N1" in tags:
        notes = [_without_ids(value, fields) for value in tags["N1"]]
        tags["N1"] = [note for note in notes if note]


def _without_ids(note: str, fields: dict[str, Any]) -> str:
    """Take ids out of a note that has nothing else (``PMID: 1; PMCID: PMC1``)."""
    if note[:1] not in "PpDd":
        return note
    pairs = [_LABELLED.fullmatch(part.strip()) for part in re.split(r"[;\n]", note)]
    if not all(pairs):
        return note
    return "; ".join(pair[0] for pair in pairs if pair and not _labelled(pair, fields))


def _user(name: str, value: str, tags: Tags, fields: dict[str, Any]) -> bool:
    """Take a PMID or PMCID out of a user field, C2 or AN; tell whether it was one."""
    text = one_line(value)
    if text[-1:] in "]." and (match := _USER.fullmatch(text)):
        if match[2]:
            return _set(fields, "pmcid", f"PMC{match[2]}")
        return _set(fields, "pmid", match[1] or match[3])
    if name == "C3":
        # Cochrane lists there where its record is from: PUBMED 11829100,EMBASE 34150041
        if found := _COCHRANE.search(text):
            _set(fields, "pmid", found[1])
        return False
    if text.startswith("PMC") and name in _BARE and re.fullmatch(r"PMC\d{1,9}", text):
        return _set(fields, "pmcid", text)
    return name in _BARE and _PMID.match(text) is not None and _is_pmid(name, text, tags, fields)


def _is_pmid(name: str, text: str, tags: Tags, fields: dict[str, Any]) -> bool:
    """Take a number for a PMID if the database gives its records such numbers."""
    if text == fields.get("pmid"):
        return True
    database = " ".join(tags.get("DB", []) + tags.get("DP", [])).lower()
    # Scopus and EndNote put the PubMed id into C2.
    known = (*load("ris")["databases"]["pmid"], *(["scopus"] if name == "C2" else []))
    return database.startswith(known) and _set(fields, "pmid", text)


def _labelled(match: re.Match[str], fields: dict[str, Any]) -> bool:
    """Take ``PMID: 1`` out of a note; tell whether that was possible."""
    scheme, text = match[1].lower(), match[2]
    value = getattr(identifiers, scheme)(text)
    return bool(value) and _set(fields, scheme, value)


def _set(fields: dict[str, Any], field: str, value: str) -> bool:
    """Set a field that is empty or has this value; false if it has another."""
    return bool(fields.setdefault(field, value) == value)


def _standard_numbers(tags: Tags, fields: dict[str, Any]) -> None:
    """Take ISBNs and ISSNs out of SN; values with something else in them stay."""
    issns: dict[str, str] = {}
    isbns: dict[str, str] = {}
    kept = []
    for value in tags["SN"]:
        if len(value) > _LONGEST:
            kept.append(value)
            continue
        serial, book, rest = read_number(value)
        for numbers, found in ((issns, serial), (isbns, book)):
            for number, medium in found:
                numbers[number] = numbers.get(number) or medium
        if rest:
            kept.append(rest)
    tags["SN"] = kept
    if issns:
        fields["issn"] = tuple(map(_standard_number, issns.items()))
    if isbns:
        fields["isbn"] = tuple(map(_standard_number, isbns.items()))


@lru_cache(maxsize=4096)
def _standard_number(pair: tuple[str, str]) -> StandardNumber:
    return StandardNumber(*pair)


Found = tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def read_number(value: str) -> tuple[Found, Found, str]:
    """Return the ISSNs and ISBNs of SN with their media, and the rest if it says anything."""
    if _PLAIN_ISSN.match(value):
        return ((f"{value[:4]}-{value[-4:].upper()}", ""),), (), ""
    if _PLAIN_ISBN.match(value) and (found := identifiers.isbns(value)):
        return (), tuple((number, "") for number in found), ""
    issns: dict[str, str] = {}
    isbns: dict[str, str] = {}
    rest = one_line(value)
    for checked in (True, False):
        rest = _take(rest, isbns, identifiers.isbns(rest, checked=checked))
        rest = _take(rest, issns, identifiers.issns(rest, checked=checked))
    says = re.search(r"\w", _LABELS.sub("", rest))
    return tuple(issns.items()), tuple(isbns.items()), rest.strip(" ,;") if says else ""


def _take(text: str, numbers: dict[str, str], found: tuple[str, ...]) -> str:
    """Move ``found`` from ``text`` to ``numbers``, each with its medium; return the rest."""
    for number in found:
        text, medium = _cut(text, number)
        numbers[number] = numbers.get(number) or medium
    return text


def _cut(text: str, number: str) -> tuple[str, str]:
    """Cut every writing of ``number`` out of ``text``; return the rest and its medium."""
    digits = number.replace("-", "")
    pattern = r"[-\s\u2010-\u2015\u2212]?".join(digits)
    medium = ""

    def cut(match: re.Match[str]) -> str:
        nonlocal medium
        word = (match[1] or "").strip().lower()
        medium = medium or _MEDIA.get(word, "")
        return " "

    rest = re.sub(rf"(?<!\d){pattern}(?!\d)(?:{_MEDIUM.pattern})?", cut, text, flags=re.IGNORECASE)
    return rest, medium


@cache
def _no_pages() -> frozenset[str]:
    return frozenset(load("ris")["nothing"]["pages"])


def _pages(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Join SP and EP; a range in either of them is the whole."""
    start, end = _page(tags.get("SP")), _page(tags.get("EP"))
    if not start or (not start.isdecimal() and not _PAGE.search(start) and len(start) > 3):
        return
    if start.lower() in _no_pages() or end.lower() in _no_pages():
        return
    tags["SP"] = tags["SP"][1:]
    if end:
        tags["EP"] = tags["EP"][1:]
    if start.isdecimal() and end.isdecimal():
        fields["page"] = start if start == end else f"{start}-{end}"
    elif "book" in group and not end and (start.isdecimal() or EXTENT.search(start)):
        fields["number_of_pages"] = start
    elif _RANGE.match(end) and end.startswith(start.partition("-")[0]):
        fields["page"] = end
    elif not end or end == start or (_RANGE.match(start) and start.endswith(f"-{end}")):
        fields["page"] = start
    else:
        fields["page"] = f"{start}-{end}"


def _page(values: list[str] | None) -> str:
    text = values[0] if values else ""
    if text.isalnum():
        return text
    return _PREFIX.sub("", _DASHES.sub("-", one_line(text)).strip("-"))


def _number(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Take the article number (C7) or the number of a report, patent, standard."""
    names = ("IS", "M1", "SN") if "numbered" in group else ("C7",)
    for name in names:
        if values := tags.get(name):
            fields["number"] = one_line(values.pop(0))
            return
