"""Identifiers, standard numbers, pages, issue of one EndNote record."""

import re
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.formats.endnote.elements import Lines, unmarked
from mentorlit.model import Problem, StandardNumber

_DASHES: Final = re.compile(r"\s?[\u2010-\u2015\u2212-]+\s?")
_MEDIA: Final = re.compile(r"(?i)\b(print|electronic|online|linking)\b")
_MEDIUM: Final = {"online": "electronic"}
_PUBMED: Final = re.compile(r"(?i)\b(?:pubmed|medline|nlm)\b")
_WOS: Final = re.compile(r"(?i)(?:WOS|ISI):([A-Z0-9]{15})\Z")
_RANGE: Final = re.compile(r"\S{1,20}-\S{1,20}\Z")


def read(
    lines: Lines, fields: dict[str, Any], group: frozenset[str], problems: list[Problem]
) -> None:
    """Take the numbers of ``lines`` into ``fields``; what is not understood stays."""
    _doi(lines, fields, problems)
    _accession(lines, fields)
    _standard_numbers(lines, fields, group)
    _pages(lines, fields, group)
    _number(lines, fields, group)
    _custom(lines, fields)


def _doi(lines: Lines, fields: dict[str, Any], problems: list[Problem]) -> None:
    kept, found = [], dict[str, None]()
    for line in map(unmarked, lines.pop("electronic-resource-num", ())):
        several, is_all = identifiers.dois(line)
        found |= dict.fromkeys(several if is_all else several[:1])
        if not is_all:
            kept.append(line)
            message = f"the value {line[:200]!r} is not understood in full"
            problems.append(Problem("not-understood", message, "DOI"))
    if found:
        fields["doi"], *more = found
        if more:
            fields["identifiers"] = {"DOI": tuple(more)}
    if kept:
        lines["electronic-resource-num"] = kept


def _accession(lines: Lines, fields: dict[str, Any]) -> None:
    """Take the accession number as PMID if the database is NLM's, or as number of the WoS."""
    values = lines.get("accession-num", [])
    if len(values) != 1:
        return
    value = values[0]
    source = " ".join((*lines.get("remote-database-name", ()), *lines.get("source", ())))
    provider = " ".join(lines.get("remote-database-provider", ()))
    wos = _WOS.match(value)
    if value.isdecimal() and _PUBMED.search(f"{source} {provider}"):
        fields["pmid"] = value
    elif wos:
        fields["identifiers"] = {**fields.get("identifiers", {}), "WOS": (wos[1],)}
    else:
        return
    del lines["accession-num"]


def _standard_numbers(lines: Lines, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Take ISSN and ISBN, whichever the field holds; the number of a report may stand there."""
    kept = []
    issns: dict[StandardNumber, None] = {}
    isbns: dict[StandardNumber, None] = {}
    for line in map(unmarked, lines.pop("isbn", ())):
        for part in re.split(r"[;,]\s*|\s+(?=\d{4}-)", line):
            books = identifiers.isbns(part, checked=False)
            serials = () if books else identifiers.issns(part, checked=False)
            medium = _MEDIA.search(part)
            word = medium[1].lower() if medium else ""
            word = _MEDIUM.get(word, word)
            isbns |= dict.fromkeys(StandardNumber(number, word) for number in books)
            issns |= dict.fromkeys(StandardNumber(number, word) for number in serials)
            if not books and not serials and part.strip():
                kept.append(part.strip())
    fields["issn"], fields["isbn"] = tuple(issns), tuple(isbns)
    if len(kept) == 1 and "numbered" in group:
        fields["number"] = kept.pop()
    if kept:
        lines["isbn"] = kept


def _pages(lines: Lines, fields: dict[str, Any], group: frozenset[str]) -> None:
    text = _DASHES.sub("-", unmarked(" ".join(lines.pop("pages", ()))))
    if not text:
        return
    is_extent = "book" in group and not _RANGE.search(text)
    fields["number_of_pages" if is_extent else "page"] = text


def _number(lines: Lines, fields: dict[str, Any], group: frozenset[str]) -> None:
    """Take ``number``: an issue, or what else it is for the type; ``issue`` is always one."""
    if issue := unmarked(" ".join(lines.pop("issue", ()))):
        fields["issue"] = issue
    number = unmarked(" ".join(lines.get("number", ())))
    field = "issue"
    if "numbered" in group:
        field = "number"
    elif "book" in group and "full-title" not in lines:
        field = "collection_number"
    if number and not fields.get(field):
        fields[field] = number
        del lines["number"]


def _custom(lines: Lines, fields: dict[str, Any]) -> None:
    """Take PMCID and article number from where EndNote has them for articles."""
    if fields["type"] != "article-journal":
        return
    pmcid = unmarked(" ".join(lines.get("custom2", ())))
    if identifiers.pmcid(pmcid) == pmcid.replace(" ", "").upper() != "":
        fields["pmcid"] = identifiers.pmcid(pmcid)
        del lines["custom2"]
    number = unmarked(" ".join(lines.get("custom7", ())))
    if number and " " not in number and len(number) <= 20:
        fields["number"] = number
        del lines["custom7"]
