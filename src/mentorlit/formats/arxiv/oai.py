"""arXiv's own records in OAI-PMH: ``arXiv`` and ``arXivRaw``.

https://info.arxiv.org/help/oa/index.html
"""

import re
from typing import Final

from lxml import etree

from mentorlit import names
from mentorlit.dates import parse
from mentorlit.formats.arxiv.entry import category, finish, identify, journal, take_doi
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Draft, Handlers, notes, sets, word
from mentorlit.formats.scholarly.inline import paragraphs, text
from mentorlit.model import Name, Problem
from mentorlit.names import person

_BRACKET: Final = re.compile(r"[()]")
_DAY: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b")
_BETWEEN: Final = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


def draft_of(element: etree._Element, problems: tuple[Problem, ...]) -> Draft:
    """Return the draft of what an ``arXiv`` or ``arXivRaw`` describes."""
    draft = Draft(problems)
    draft.fields["type"] = "article"
    draft.fields["publisher"] = "arXiv"
    draft.walk(element, _RECORD)
    if "created" in draft.dates:
        draft.fields["issued"] = draft.dates.pop("created")
    finish(draft)
    return draft


def _id(draft: Draft, element: etree._Element) -> None:
    identify(draft, word(element), "id")


def _title(draft: Draft, element: etree._Element) -> None:
    draft.once("title", text(element), "title")


def _abstract(draft: Draft, element: etree._Element) -> None:
    draft.once("abstract", paragraphs(element), "abstract")


def _authors(draft: Draft, element: etree._Element) -> None:
    """Take the authors: elements in ``arXiv``, a text with affiliations in brackets in the raw."""
    if not len(element):
        line = text(element)
        bare = _without_brackets(line)
        if bare != line:
            rest.put(draft.extra, "authors", line)
        found = (part.strip() for part in _BETWEEN.split(bare))
        draft.add("author", tuple(names.parse(part) for part in found if part))
    for author in element:
        family, given = text(author.find("keyname")), text(author.find("forenames"))
        places = tuple(text(each) for each in author.findall("affiliation"))
        suffix = text(author.find("suffix"))
        if family or given:
            if not given and names.is_organisation(family):
                name = Name(literal=family, affiliation=places)
            else:
                name = person(family, given, suffix=suffix, affiliation=places)
            draft.add("author", (name,))


def _without_brackets(line: str) -> str:
    """Return ``line`` without what stands in brackets: the affiliations and their numbers."""
    parts, depth = [], 0
    start = 0
    for match in _BRACKET.finditer(line):
        if not depth:
            parts.append(line[start : match.start()])
        depth = depth + 1 if match[0] == "(" else max(0, depth - 1)
        start = match.end()
    return " ".join(" ".join([*parts, "" if depth else line[start:]]).split()).replace(" ,", ",")


def _date(draft: Draft, element: etree._Element) -> None:
    draft.date(element.tag, parse(word(element)), element)


def _version(draft: Draft, element: etree._Element) -> None:
    """Take a version: the first tells when it appeared, the last is the version."""
    date = element.find("date")
    day = _DAY.search(text(date))
    found = parse(f"{day[1]} {day[2]} {day[3]}") if day else None
    if found is not None and date is not None:
        event = "created" if "created" not in draft.dates else "updated"
        draft.dates[event] = found
    draft.fields["version"] = (element.get("version") or "").removeprefix("v")
    rest.keep(draft.extra, element)


def _doi(draft: Draft, element: etree._Element) -> None:
    for part in word(element).split():
        take_doi(draft, part)


def _categories(draft: Draft, element: etree._Element) -> None:
    for term in word(element).split():
        category(draft, term)


_RECORD: Final[Handlers] = {
    "id": _id,
    "created": _date,
    "updated": _date,
    "version": _version,
    "title": _title,
    "authors": _authors,
    "abstract": _abstract,
    "comments": notes,
    "doi": _doi,
    "journal-ref": journal,
    "categories": _categories,
    "license": sets("rights"),
    "report-no": sets("number"),
}
