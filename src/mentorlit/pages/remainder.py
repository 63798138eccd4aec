"""What stands alone on a page: identifiers, references, copyright line, bullets, furniture."""

import re
from typing import Final

from mentorlit import dates, identifiers, names
from mentorlit.model import Keyword, Name, StandardNumber
from mentorlit.pages import abstracts, links, people, reference, unlabelled
from mentorlit.pages.containers import is_running
from mentorlit.pages.entries import Entry
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, noise
from mentorlit.pages.lines import flat
from mentorlit.pages.marks import Mark

# The patterns are compiled when a line first has what they ask for, which many a page never does.
_DOI_LINE: Final = r"(?i:doi\b[:\s]*|https?://(?:dx\.)?doi\.org/|10\.\d{4,9}/)"
_DOI_INSIDE: Final = (
    r"(?i:\bdoi)[:\s]\s*(10\.\d{4,9}/\S+)|(?i:https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/\S+)"
)
_GOES_ON: Final = r"\s+[^\W\d_]+\s+[^\W\d_]+\s+[^\W\d_]+"
_TOLD_OF: Final = (
    r"(?i)(?:the|a|an|their|his|her)\s(?:new\s)?(?:study|research|paper|findings|results|work)\b"
    r".{0,120}\b(?:published|appears?|appeared)\b"
)
"""How news and blogs speak of a paper that is not their own text."""
_LOWER: Final = r"\s+[^\W\d_A-ZÀ-Þ]+\s"
_SUBMITTED: Final = r".Submitted on (\d{1,2} [A-Z][a-z]{2,8} \d{4})"
_ITEM: Final = r"\[?\d{1,3}[\].]\s"
"""The number of an item of a list of references."""
_ABSTRACT_OF: Final = "Аннотация"
_THESE_AUTHORS: Final = "автор научной работы"
_LIST: Final = 3
_BODY: Final = 2
"""Paragraphs of prose after which the text of the work has begun."""
_HEAD: Final = 1000
"""Lines in which a reference to the work itself is looked for; menus are shorter."""
_ISSN_INSIDE: Final = r"\bISSN\b[:\s]*\d{4}-\d{3}[\dXx]"
_JOURNAL: Final = (
    r"(?:[^\W\d_]{2,20}\s){0,3}(?:Journal|Revista|Jurnal|Zeitschrift)"
    r"(?:[\s&,]{1,3}[^\W\d_]{2,20}){1,8}\Z"
)
"""The title of a journal that holds the copyright itself, as OJS puts it."""
_SIGNS: Final = ("©", "(c)", "(C)", "Copyright", "COPYRIGHT", "copyright")
_COPYRIGHT: Final = (
    r"(?i:copyright\s*)?(?:©|\([cC]\))\s*(?i:copyright\s*)?((?:19|20)\d\d)?(?:\s?[-–]\s?\d{4})?"
    r"[,.:]?\s*(.{3,300})"
)
_RIGHTS_END: Final = (
    r"(?is)\.?\s*(?:all rights reserved|published by|this is an|licensed|tous droits|alle rechte"
    r"|todos los).*\Z|\s[|•·].*\Z|\s(?:19|20)\d\d\b.*\Z"
)
_BY: Final = r"\Aby\s+(?:the\s+)?"
_PUBLISHED_BY: Final = (
    r"(?i)\b(?:published|produced) by ([^.;|]{3,80}(?:\b(?:Ltd|Inc|Co)\.|\.V\b)?)"
)
_HOLDER: Final = r"(?i)\bauthors?\b|et al|autor"
_POSTED: Final = (
    r"(?:\A|\s)(?:[Ff]irst\s)?(?:[Pp]ublished|[Pp]osted)(?: online)?(?: on)?:?\s"
    r"(\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )\d{4}"
    r"|\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8} \d{4})(?=\s?[,;.•·|(]|\sby\s|\sin\s|\Z)"
)
_DIVA: Final = r"((?:19|20)\d\d) \([A-Z][a-z]{3,12}\)(?=[A-Z])"
_CLOCK: Final = r"\b[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d) \d\d:\d\d:\d\d [A-Z]{3} ((?:19|20)\d\d)\b"
"""A date as programs print it ("Fri Sep 30 00:00:00 EDT 2011")."""
_LICENCE: Final = r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+"
_THESIS: Final = (
    r"(?i)[.?!] (?:[^\W\d_][\w'’() -]{0,24} )?(?:thesis|dissertation|tesis|skripsi|tesi|tese|thèse)"
    r"(?: \([^()]{2,20}\))?, [^,.]{4,}"
)
"""What EPrints writes behind the title of a thesis ("PhD thesis, University of X")."""
_TITLED: Final = ("Dr", "Prof", "Mr", "Ms")
_BIOGRAPHY: Final = (
    r"(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs|Drs)\.?\s)"
    r"([^\W\d_][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s(?:is|was)\s"
)


def before_head(marks: list[Mark], findings: Findings) -> None:
    """Take identifiers that stand on lines of their own, and references printed whole."""
    abstract_seen = False
    prose = 0
    _submitted(marks, findings)
    _posted(marks, findings)
    for index, mark in enumerate(marks):
        abstract_seen = abstract_seen or mark.used == "abstract"
        if mark.what != "text" or mark.used or len(mark.value) > 900:
            continue
        if len(mark.value) < 200 and "10." in mark.value and re.match(_DOI_LINE, mark.value):
            value = identifiers.doi(links.without_link_text(mark.value))
            findings.add("doi", value, 4 if abstract_seen else 1, "head/DOI", mark.line)
            mark.used = "doi" if value else ""
        elif _THESE_AUTHORS in mark.value and (names := _cyber_leninka(mark.value)):
            findings.add("author", tuple(names), 1, "head/author of the paper", mark.line)
            mark.used = "author"
        elif not abstract_seen and index < _HEAD:
            prose += len(mark.value) > 150 and abstracts.is_prose(mark.value)
            _inside(mark, findings, own=prose < _BODY)
    _no_list(marks, findings)


def _cyber_leninka(text: str) -> list[Name]:
    """Read "Аннотация научной статьи по ..., автор научной работы — <names>"."""
    if not text.startswith(_ABSTRACT_OF):
        return []
    return people.people(text.partition(_THESE_AUTHORS)[2].strip(" —–-:"))


def _no_list(marks: list[Mark], findings: Findings) -> None:
    """Take back references of which there are many: they are those of a list."""
    held = [c for c in findings.claims.get("reference", []) if c.rule == "head/reference"]
    if len({claim.value for claim in held}) < _LIST:
        return
    left = [claim for claim in findings.claims["reference"] if claim not in held]
    findings.claims["reference"] = left
    lines = {line.number for claim in held for line in claim.lines}
    for mark in marks:
        if mark.used == "citation" and mark.line.number in lines:
            mark.used = ""


def _submitted(marks: list[Mark], findings: Findings) -> None:
    """Take the date of a preprint's first version ("[Submitted on 12 Jun 2017 (v1), ...")."""
    for mark in marks[:_HEAD]:
        if mark.what == "text" and mark.value.startswith(("[Submitted on ", "(Submitted on ")):
            match = re.match(_SUBMITTED, mark.value)
            date = dates.parse(match[1]) if match else None
            findings.add("issued", date, 2, "head/submitted", mark.line)
            mark.used = "date"
            return


def _posted(marks: list[Mark], findings: Findings) -> None:
    """Take a date of publication that other words stand behind ("Posted on May 17, 2021 by A")."""
    if findings.has("issued"):
        return
    for mark in marks[:_HEAD]:
        text = mark.value
        if mark.what != "text" or mark.used or not 8 < len(text) < 250:
            continue
        match = re.search(_POSTED, text) if "ublished" in text or "osted" in text else None
        match = match or re.match(_DIVA, text) or re.search(_CLOCK, text)
        date = dates.parse(" ".join(filter(None, match.groups()))) if match else None
        if date and not abstracts.is_prose(text):
            rank = 5 if "online" in text else 3
            findings.add("issued", date, rank, "head/published", mark.line)
            return


def _inside(mark: Mark, findings: Findings, *, own: bool) -> None:
    """Take the DOI of a citation line, and a reference to the work itself ("X (2016) Title").

    Unless ``own`` the text has begun: what is cited there are other works.
    """
    match = re.search(_DOI_INSIDE, mark.value) if "10." in mark.value else None
    if match and not _cited_in_prose(mark.value, match.start(), match.end()):
        findings.add(
            "doi", identifiers.doi(match[1] or match[2]), 1, "head/DOI in citation", mark.line
        )
    issn = re.search(_ISSN_INSIDE, mark.value) if "ISSN" in mark.value else None
    if issn:
        number = tuple(StandardNumber(value) for value in identifiers.issns(issn[0]))
        findings.add("issn", number, 2, "head/ISSN", mark.line)
    whole = own and "(" in mark.value and len(mark.value) > 60
    found = reference.read(mark.value) if whole and not re.match(_ITEM, mark.value) else None
    thesis = found is not None and bool(found.date) and re.search(_THESIS, mark.value) is not None
    if found and found.authors and found.title and (found.cited or thesis):
        mark.used = "citation"
        findings.add("reference", mark.value, 2, "head/reference", mark.line)


def _cited_in_prose(text: str, start: int, end: int) -> bool:
    """Tell whether a DOI between ``start`` and ``end`` is named in a sentence of running prose.

    The sentence goes on after it, or it has begun before it and is not the first one.
    """
    if re.match(_GOES_ON, text[end:]) and abstracts.is_prose(text):
        return True
    if re.match(_TOLD_OF, text):
        return True
    before = re.split(r"[.!?]\s+", text[:start])
    inside = len(before) > 1 and bool(before[-1].strip(" ([")) and is_running(text[:start])
    return is_running(text) and (inside or bool(re.match(_LOWER, text[end:])))


def after_head(
    marks: list[Mark],
    findings: Findings,
    title: int,
    found: list[Entry],
    *,
    goes_on: bool = False,
) -> None:
    """Take what needs the head: abstract without a label, biographies, bullets, copyright.

    ``goes_on`` tells that the body or the references come behind the record's own part.
    """
    if title >= 0 and not findings.has("abstract"):
        unlabelled.below_title(marks, findings, title)
    elif not findings.has("abstract"):
        unlabelled.alone(marks, findings, goes_on=goes_on)
    _biographies(marks, findings)
    labelled = any(entry.kind == "keyword" for entry in found)
    if not labelled and sum(entry.mode == "glued" for entry in found) > 1:
        _bullets(marks, findings)
    for mark in marks:
        if mark.what == "text" and len(mark.value) < 400 and not mark.used:
            _rights(mark, findings)
    if findings.has("doi") and not findings.has("type"):
        _furniture(marks, findings)


def _biographies(marks: list[Mark], findings: Findings) -> None:
    """Take sentences that say where an author works ("Dr. Lord is assistant professor, ...")."""
    claim = findings.best("author")
    families = {fold(name.family) for name in claim.value} if claim else set()
    for mark in marks:
        titled = mark.what == "text" and not mark.used and mark.value.startswith(_TITLED)
        match = re.match(_BIOGRAPHY, mark.value) if titled else None
        if match and fold(match[1]) in families and people.is_institution(mark.value):
            findings.add("affiliation", flat(mark.value), 3, "head/biography", mark.line)
            mark.used = "affiliation"


def _bullets(marks: list[Mark], findings: Findings) -> None:
    """Take bullets that no heading introduces, on a page of glued labels (Pure), as keywords."""
    run: list[Mark] = []
    for index, mark in enumerate([*marks, None]):
        short = (
            mark is not None and mark.line.bullet and mark.what == "text" and len(mark.value) <= 80
        )
        if mark is not None and short and not mark.used and (run or mark.line.gap):
            run.append(mark)
            continue
        if len(run) > 1 and not _introduced(marks, index - len(run) - 1):
            values = tuple(Keyword(flat(m.value)) for m in run)
            findings.add("keyword", values, 1, "head/bullets", *(m.line for m in run))
            return
        run = []


def _introduced(marks: list[Mark], before: int) -> bool:
    """Tell whether the line before a list is its heading: short, and no value of a label."""
    if before < 0:
        return True
    mark = marks[before]
    return not mark.used and len(mark.line.text) < 80


def _rights(mark: Mark, findings: Findings) -> None:
    """Take the licence's address, and an organisation that holds the copyright as publisher."""
    link = "creativecommons" in mark.value
    licence = re.search(_LICENCE, mark.value) if link else None
    if licence:
        findings.add("rights", licence[0].rstrip("."), 4, "head/licence", mark.line)
    match = re.match(_COPYRIGHT, mark.value) if mark.value.startswith(_SIGNS) else None
    if not match:
        return
    by = re.search(_PUBLISHED_BY, mark.value)
    holder = by[1] if by else re.sub(_RIGHTS_END, "", match[2])
    holder = re.sub(_BY, "", flat(holder)).strip(" .,;")
    body = len(holder) < 100 and names.is_organisation(holder) and not re.search(_HOLDER, holder)
    if body or by:
        findings.add("publisher", holder, 4, "head/copyright", mark.line)
    elif re.match(_JOURNAL, holder) and not findings.has("container_title"):
        findings.add("container_title", holder, 4, "head/copyright", mark.line)


def _furniture(marks: list[Mark], findings: Findings) -> None:
    """Take the page's own words ("Share this article") as evidence of an article."""
    phrases = noise("says_article")
    for mark in marks:
        if len(mark.line.text) < 160 and fold(mark.line.text).startswith(phrases):
            findings.add("type", "article-journal", 4, "page/says article", mark.line)
            return
