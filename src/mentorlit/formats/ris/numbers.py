"""Identifiers, standard numbers and pages of one RIS record, wherever its dialect puts them."""

import re
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.ris.tags import Tags, one_line
from mentorlit.model import Problem, StandardNumber
from mentorlit.tables import load

_USER: Final = re.compile(
    r"(\d{1,9})\s?\[(?:pmid|pubmed)\]|PMC(\d{1,9})\s?\[pmcid\]", re.IGNORECASE
)
_LABELLED: Final = re.compile(r"(PMID|PMCID|DOI)\s?:\s?(\S+)", re.IGNORECASE)
_DOI_URL: Final = re.compile(r"https?://(?:dx\.)?doi\.org/\S+\Z", re.IGNORECASE)
_MEDIUM: Final = re.compile(r"\s{0,3}\(([A-Za-z -]{2,20})\)")
_MEDIA: Final = {"online": "electronic", "electronic": "electronic", "print": "print"}
_MEDIA["linking"] = "linking"
_LABELS: Final = re.compile(
    r"(?i)\b(?:e-?issn|p-?issn|issn|isbn(?:-?1[03])?|print|online|electronic|linking|and|[ep])\b"
)
_DASHES: Final = re.compile(r"\s?[\u2010-\u2015\u2212-]+\s?")
_RANGE: Final = re.compile(r"\S{1,20}-\S{1,20}\Z")
# Nobody lists numbers at this length; what is longer stays as it is.
_LONGEST: Final = 1000
_EXTENT: Final = re.compile(r"\d\s?(?:p|pp|pages|s|S)\.?\Z")
_PAGE: Final = re.compile(r"\d|\b[ivxlcdm]{1,12}\b", re.IGNORECASE)


def read(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> list[Problem]:
    """Take DOI, PMID, PMCID, ISSN, ISBN, pages and article number into ``fields``.

    Return the problems of values that are declared to be one of these and are not.
    """
    problems = _doi(tags, fields)
    _pubmed(tags, fields)
    _standard_numbers(tags, fields)
    _pages(tags, fields, group)
    _number(tags, fields, group)
    return problems


def not_understood(field: str, text: str) -> Problem:
    """Return the problem of a value that stays in ``extra`` because nothing can be made of it."""
    return Problem("not-understood", f"the value {text[:200]!r} is not understood in full", field)


def _doi(tags: Tags, fields: dict[str, Any]) -> list[Problem]:
    """Take the DOI; further ones are identifiers.

    Of a declared field that says more than DOIs only the first one counts: the next may be that
    of a retraction. The text stays.
    """
    problems: list[Problem] = []
    table = load("ris")["doi"]
    found: dict[str, None] = {}
    for name in (*table["declared"], *table["possible"]):
        kept = []
        for value in tags.get(name, []):
            text = one_line(value)
            if name in table["declared"]:
                several, is_all = identifiers.dois(text)
                found |= dict.fromkeys(several if is_all else several[:1])
                if not is_all:
                    kept.append(value)
                    problems.append(not_understood("DOI", text))
                continue
            doi = identifiers.doi(text) if _is_doi(name, text) else ""
            if doi and (not found or doi in found):
                found[doi] = None
            if not doi or name == "UR" or doi not in found:
                kept.append(value)
        if name in tags:
            tags[name] = kept
    if found:
        fields["doi"], *more = found
        if more:
            fields["identifiers"] = {"DOI": tuple(more)}
    return problems


def _is_doi(name: str, text: str) -> bool:
    """Tell whether ``text`` is nothing but a DOI, in the form that is safe in this tag."""
    if name == "UR":
        return _DOI_URL.match(text) is not None
    return " " not in text.lower().removeprefix("doi:").strip() and "10." in text


def _pubmed(tags: Tags, fields: dict[str, Any]) -> None:
    """Take the ids that NLM gives, from the tags and the forms in which exports have them."""
    table = load("ris")
    for name in table["user"]["tags"]:
        tags[name] = [v for v in tags.get(name, []) if not _user(name, v, tags, fields)]
    notes = [_without_ids(value, fields) for value in tags.get("N1", [])]
    tags["N1"] = [note for note in notes if note]


def _without_ids(note: str, fields: dict[str, Any]) -> str:
    """Take ids out of a note that has nothing else (``PMID: 1; PMCID: PMC1``)."""
    pairs = [_LABELLED.fullmatch(part.strip()) for part in re.split(r"[;\n]", note)]
    if not all(pairs):
        return note
    return "; ".join(pair[0] for pair in pairs if pair and not _labelled(pair, fields))


def _user(name: str, value: str, tags: Tags, fields: dict[str, Any]) -> bool:
    """Take a PMID or PMCID out of a user field, C2 or AN; tell whether it was one."""
    text = one_line(value)
    match = _USER.fullmatch(text)
    if match:
        return (
            _set(fields, "pmid", match[1]) if match[1] else _set(fields, "pmcid", f"PMC{match[2]}")
        )
    if name not in ("C2", "AN"):
        return False
    if re.fullmatch(r"PMC\d{1,9}", text):
        return _set(fields, "pmcid", text)
    if text == fields.get("pmid"):
        return True
    database = " ".join(tags.get("DB", []) + tags.get("DP", [])).lower()
    known = load("ris")["databases"]["pmid"]
    if name == "C2":
        # Scopus and EndNote put the PubMed id there.
        known = [*known, "scopus"]
    if re.fullmatch(r"[1-9]\d{3,8}", text) and any(database.startswith(word) for word in known):
        return _set(fields, "pmid", text)
    return False


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
    for value in tags.get("SN", []):
        rest = one_line(value)
        if len(rest) > _LONGEST:
            kept.append(value)
            continue
        for checked in (True, False):
            rest = _take(rest, isbns, identifiers.isbns(rest, checked=checked))
            rest = _take(rest, issns, identifiers.issns(rest, checked=checked))
        if re.search(r"\w", _LABELS.sub("", rest)):
            kept.append(rest.strip(" ,;"))
    tags["SN"] = kept
    fields["issn"] = tuple(StandardNumber(*pair) for pair in issns.items())
    fields["isbn"] = tuple(StandardNumber(*pair) for pair in isbns.items())


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


def _pages(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Join SP and EP; a range in either of them is the whole."""
    nothing = load("ris")["nothing"]["pages"]
    start, end = (_page((tags.get(name) or [""])[0]) for name in ("SP", "EP"))
    if start.lower() in nothing or (end and end.lower() in nothing):
        return
    if not start or (not _PAGE.search(start) and len(start) > 3):
        return
    tags["SP"] = tags["SP"][1:]
    if end:
        tags["EP"] = tags["EP"][1:]
    if "book" in group and not end and (start.isdigit() or _EXTENT.search(start)):
        fields["number_of_pages"] = start
    elif _RANGE.match(end) and end.startswith(start.partition("-")[0]):
        fields["page"] = end
    elif not end or end == start or (_RANGE.match(start) and start.endswith(f"-{end}")):
        fields["page"] = start
    else:
        fields["page"] = f"{start}-{end}"


def _page(text: str) -> str:
    return _DASHES.sub("-", one_line(text)).strip("-")


def _number(tags: Tags, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Take the article number (C7) or the number of a report, patent, standard."""
    names = ["C7"]
    if "numbered" in group:
        names = ["IS", "M1", "SN"]
    for name in names:
        if values := tags.get(name):
            fields["number"] = one_line(values.pop(0))
            return
