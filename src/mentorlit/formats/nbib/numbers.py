"""Identifiers, standard numbers, pages and grants of one MEDLINE record."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.nbib.lines import Tags, one_line
from mentorlit.model import Funding, Relation, StandardNumber
from mentorlit.tables import load

# A DOI that stands in its normal form already.
_CLEAN_DOI: Final = re.compile(r"10\.\d{4,9}/[a-z0-9][a-z0-9._/-]*[a-z0-9]\Z")
_ISSN: Final = re.compile(r"(\d{4}-\d{3}[\dX])(?: \((\w+)\))?\Z")
_ARTICLE_NUMBER: Final = re.compile(r"[A-Za-z]{1,4}\.?\d{3,}|\d{6,}")
_ELOCATION: Final = re.compile(r"[A-Za-z]{0,6}\.?\d{1,12}[A-Za-z]?\Z")
_DASHES: Final = re.compile(r" ?[\u2010-\u2015\u2212] ?")
_PMID: Final = re.compile(r"PMID: ?(\d{1,9})\b")
_DOI: Final = re.compile(r"(?i)\bdoi: ?(10\.\S+)")
_ACRONYM: Final = re.compile(r"[A-Z]{2}\Z")


def read(tags: Tags, fields: dict[str, Any]) -> None:
    """Take identifiers, ISSN, ISBN, pages and article number out of ``tags`` into ``fields``.

    What is not understood stays.
    """
    _own(tags, fields)
    others: dict[str, dict[str, None]] = {}
    seen: dict[str, None] = {}
    for tag in ("AID ", "LID "):
        kept = [value for value in tags.pop(tag, ()) if not _taken(value, seen, others)]
        if kept:
            tags[tag] = kept
    if seen:
        fields["doi"], *more = seen
        if more:
            others["DOI"] = dict.fromkeys(more)
    if others:
        fields["identifiers"] = {scheme: tuple(values) for scheme, values in others.items()}
    if "IS  " in tags or "ISBN" in tags:
        _standard_numbers(tags, fields)
    _pages(tags, fields)


def _own(tags: Tags, fields: dict[str, Any]) -> None:
    """Take PMID and PMCID; digits that other text follows are the PMID, the text stays."""
    values = tags.get("PMID")
    if values:
        value = values[0].strip()
        if value.isdecimal():
            fields["pmid"] = value
            del values[0]
        elif match := re.match(r"\d{1,9}\b", value):
            fields["pmid"] = match[0]
        if not values:
            del tags["PMID"]
    values = tags.get("PMC ")
    if values:
        value = values[0].strip()
        if value.startswith("PMC") and value[3:].isdecimal():
            fields["pmcid"] = value
            del values[0]
        if not values:
            del tags["PMC "]


def _taken(value: str, dois: dict[str, None], others: dict[str, dict[str, None]]) -> bool:
    """Sort one AID or LID by the scheme in brackets behind it; tell whether it has its place."""
    text, _, mark = value.rstrip().rpartition(" [")
    if mark == "doi]":
        text = text.lower()
        doi = text if text in dois or _CLEAN_DOI.match(text) else identifiers.doi(text)
    elif scheme := _schemes().get(mark):
        others.setdefault(scheme, {})[one_line(text)] = None
        return True
    else:
        doi = identifiers.doi(value) if "10." in value else ""
    if doi:
        dois[doi] = None
    return bool(doi)


@cache
def _schemes() -> dict[str, str]:
    return {f"{mark}]": scheme for mark, scheme in load("nbib")["identifier"].items()}


def _standard_numbers(tags: Tags, fields: dict[str, Any]) -> None:
    issns: list[StandardNumber] = []
    isbns: list[StandardNumber] = []
    for tag in ("IS  ", "ISBN"):
        kept = []
        for value in tags.pop(tag, ()):
            number = standard_number(value)
            if number is None:
                kept.append(value)
                continue
            numbers = issns if len(number.value) == 9 else isbns
            if number not in numbers:
                numbers.append(number)
        if kept:
            tags[tag] = kept
    fields["issn"] = tuple(issns)
    fields["isbn"] = tuple(isbns)


@lru_cache(4096)
def standard_number(text: str) -> StandardNumber | None:
    """Return the ISSN (``0955-2359 (Print)``) or ISBN in ``text``, with its medium."""
    text = one_line(text)
    match = _ISSN.match(text)
    if match:
        word = match[2] or ""
        return StandardNumber(match[1], load("nbib")["medium"].get(word, word.lower()))
    number, _, rest = text.partition("(")
    found = identifiers.isbns(number, checked=False) or identifiers.issns(number, checked=False)
    if len(found) != 1:
        return None
    word = rest.rstrip(") ")
    return StandardNumber(found[0], load("nbib")["medium"].get(word, word.lower()))


def _pages(tags: Tags, fields: dict[str, Any]) -> None:
    """Take PG as it stands, abbreviated or not; what can only be an article number is that."""
    values = tags.pop("PG  ", None)
    if values:
        page = one_line(values[0])
        if not page.isascii():
            page = _DASHES.sub("-", page)
        if "-" not in page and _ARTICLE_NUMBER.fullmatch(page):
            fields["number"] = page
        elif page:
            fields["page"] = page
        if values[1:]:
            tags["PG  "] = values[1:]
    values = tags.get("LID ")
    if values and "number" not in fields and _ELOCATION.match(values[0].strip()):
        fields["number"] = values.pop(0).strip()
        if not values:
            del tags["LID "]


@lru_cache(2048)
def funding(text: str) -> tuple[Funding, bool]:
    """Return the grant of a GR, and whether it holds all of ``number/acronym/agency/country``.

    Number, acronym or country may be empty; a text of fewer parts is the source's statement.
    """
    if text.count("/") < 2:
        return Funding(statement=text), True
    *number, agency, country = text.split("/")
    agency = agency.strip()
    if not agency:
        return Funding(statement=text), True
    is_all = not country
    if len(number) > 1 and _ACRONYM.match(number[-1]):
        is_all = False
        number.pop()
    award = "/".join(number).strip(" /")
    return Funding(name=agency, award=(award,) if award else ()), is_all


def relation(kind: str, text: str) -> Relation:
    """Return the link of one comments-and-corrections line, by PMID, else DOI, if it has one."""
    match = _PMID.search(text)
    if match:
        return Relation(kind, "PMID", match[1], text)
    match = _DOI.search(text)
    doi = identifiers.doi(match[1]) if match else ""
    return Relation(kind, "DOI", doi, text) if doi else Relation(kind, text=text)
