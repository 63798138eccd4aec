"""What lines state of which markup says what they hold: the words of a class, the name of a tag.

Markup is evidence, no proof: names must look like names, a date like a date.
"""

import re
from typing import Final

import msgspec

from mentorlit import identifiers
from mentorlit.model import Keyword, Name
from mentorlit.pages import (
    abstracts,
    citations,
    citeline,
    grammar,
    people,
    reference,
    terms,
    workplaces,
    written,
)
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.lexicon import fold, interface_words, labels, noise_lines
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.pages.marks import Mark

_NUMBERS: Final = r"\d\s?[,:;(]\s?\d|\d[–-]\d{1,3}\b|(?i:doi|https?:|issn|\bvol\b|\bissue\b)"
"""What no title of a periodical has: it is part of a citation, or a citation not understood."""
_FAR: Final = 40
"""Lines between a title and its authors, institutions and footnotes of pop-ups counted."""
_APART: Final = 4
"""Lines of other things that end a list of authors."""
_BODY: Final = 8
"""Lines after a paragraph in which its text goes on if it is no abstract."""
_PROSE: Final = 150
_TITLE: Final = 15
"""Letters from which on a title tells the work."""
_BRACKETS: Final = r"\s?[(（]([^()（）]{2,120})[)）]\s?[;,]?\Z"
_LEADING: Final = r"(?i)(?:author\s)?affiliations?(?:\s?\(s\))?[:\s]+"


def take(marks: list[Mark], findings: Findings) -> None:
    """Claim what lines with a role state; their marks are used.

    ``marks`` are those of the record's own part, labels with their values already used.
    """
    if not any(mark.line.role for mark in marks):
        return
    _cited_whole(marks, findings)
    _cited_beside(marks, findings)
    _authors(marks, findings)
    for mark in marks:
        if mark.what == "text" and not mark.used:
            _single(mark, findings)
    _keywords(marks, findings)
    _abstract(marks, findings)


def title_at(marks: list[Mark]) -> int:
    """Return the index of the line that markup calls the title, or -1."""
    for role in ("named", "title"):
        found = next((i for i, mark in enumerate(marks) if mark.line.role == role), -1)
        if found >= 0:
            return found
    return -1


def _authors(marks: list[Mark], findings: Findings) -> None:
    """Take the first list of names that markup calls authors, near the title if that is known."""
    known = findings.best("author")
    title = title_at(marks)
    groups = sorted(_groups(marks, "author"), key=lambda group: group[0] < title)
    for group in groups:
        near = title < 0 or -4 <= group[0] - title <= _FAR
        names, used = _names([marks[i] for i in group]) if near else ([], [])
        if not names:
            continue
        lines = [mark.line for mark in used]
        more = known is not None and _more(names, known.value)
        rank = max(known.rank - 1, 0) if known is not None and more else 2
        findings.add("author", tuple(names), rank, "class/author", *lines)
        for mark in used:
            mark.used = "author"
        return


def is_body(marks: list[Mark], last: Mark) -> bool:
    """Tell whether prose goes on after the mark ``last`` on a page with markup.

    An abstract that no label and no markup shows stands alone; a letter or an editorial, which
    has none, goes on.
    """
    if not any(mark.line.role for mark in marks):
        return False
    begin = next(i for i, mark in enumerate(marks) if mark is last) + 1
    following = [mark for mark in marks[begin : begin + _BODY] if mark.what == "text"]
    return sum(abstracts.is_prose(m.value) and len(m.value) > _PROSE for m in following) > 2


def nearest(marks: list[Mark], findings: Findings, title: int) -> None:
    """Put the DOI nearest to the title first where markup shows the title and DOIs differ."""
    claims = findings.claims.get("doi", [])
    if title < 0 or not marks[title].line.role or len({claim.value for claim in claims}) < 2:
        return
    places = {id(mark.line): index for index, mark in enumerate(marks)}

    def distance(claim: Claim) -> tuple[bool, int]:
        at = min((places.get(id(line), title) for line in claim.lines), default=title)
        return at < title, abs(at - title)

    claims.sort(key=distance)


def _more(names: list[Name], known: tuple[Name, ...]) -> bool:
    """Tell whether ``names`` are those already known and others: the label's list was cut off."""
    families = [written.family(name) for name in names]
    return len(names) > len(known) and all(written.family(name) in families for name in known)


def _cited_whole(marks: list[Mark], findings: Findings) -> None:
    """Read a heading that cites the work in full, as data repositories have it."""
    at = title_at(marks)
    text = flat(marks[at].value) if at >= 0 and not marks[at].used else ""
    found = reference.read(text) if "(" in text and len(text) > 60 else None
    if found and found.authors and found.title:
        findings.add("reference", text, 2, "class/title", marks[at].line)
        marks[at].used = "citation"


def _cited_beside(marks: list[Mark], findings: Findings) -> None:
    """Note the first line that markup calls a citation and that has the work's title in it."""
    at = title_at(marks)
    title = fold(marks[at].value) if at >= 0 else ""
    if len(title) < _TITLE:
        return
    for mark in marks:
        text = flat(mark.value) if mark.line.role == "citation" and not mark.used else ""
        if mark.what == "text" and len(text) < 2000 and title in fold(text):
            if reference.read(text, marks[at].value).authors:
                findings.add("reference", text, 2, "class/citation", mark.line)
                mark.used = "citation"
            return


def _groups(marks: list[Mark], role: str) -> list[list[int]]:
    """Return the indexes of free lines with ``role``, in groups that stand together."""
    found: list[list[int]] = []
    away = _APART
    for index, mark in enumerate(marks):
        told = mark.what == "text" or (mark.kind == role and bool(mark.value))
        if mark.line.role == role and told and not mark.used:
            if away >= _APART:
                found.append([])
            found[-1].append(index)
            away = 0
        elif mark.line.role not in (role, "affiliation") and mark.what != "noise":
            away = _APART if mark.line.role in ("title", "named", "abstract") else away + 1
    return found


def _names(group: list[Mark]) -> tuple[list[Name], list[Mark]]:
    """Return the persons of a group, each once, and the lines that name them."""
    names: dict[str, Name] = {}
    used = []
    alone = len(group) > 1 and any(people.is_person(mark.value.strip(" ,;")) for mark in group)
    before = True
    for mark in group:
        first = fold(mark.value.split(maxsplit=1)[0])
        if first in noise_lines() and first not in ("and", "by"):
            continue  # "Roles Methodology"
        institution = has_cjk(mark.value) and people.is_institution(mark.value)
        plausible = people.plausible(mark.value) and not institution
        here = people.people(mark.value) if plausible else []
        here = here or _housed(mark.value)
        if alone and before and not here:
            here = people.vouched_for(mark.value) or _mononym(mark.value)
        before = bool(here)
        for name in here:
            names.setdefault(fold(f"{name.given} {written.family(name)} {name.literal}"), name)
        if here:
            used.append(mark)
    return list(names.values()), used


def _mononym(text: str) -> list[Name]:
    """Read the one word that is all of a name in Indonesia and elsewhere ("Suharto").

    It stands first in a list of persons or right behind one: behind an institution it is a place.
    """
    word = text.strip(" ,;*0123456789")
    named = 2 < len(word) < 20 and word.isalpha() and word.istitle() and not has_cjk(word)
    known = word.casefold() in interface_words() or people.is_institution(word)
    return [written.name(word)] if named and not known else []


def _housed(text: str) -> list[Name]:
    """Read one name with where its bearer works behind it or in brackets."""
    found = workplaces.with_institution(text)
    if found is None and (match := re.search(_BRACKETS, text)):
        names = people.people(text[: match.start()])
        found = (names[0], match[1]) if len(names) == 1 else None
    return [msgspec.structs.replace(found[0], affiliation=(found[1],))] if found else []


def _single(mark: Mark, findings: Findings) -> None:
    """Read a line that holds one value."""
    role, value, rule = mark.line.role, flat(mark.value), f"class/{mark.line.role}"
    if role == "affiliation":
        text = people.bare_address(re.sub(_LEADING, "", value, count=1))
        text = text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text
        if len(text) < 600 and people.is_institution(text) and not citeline.read(text):
            findings.add("affiliation", text, 2, rule, mark.line)
            mark.used = role
    elif role == "doi":
        findings.add("doi", identifiers.doi(value), 1, rule, mark.line)
        mark.used = role if identifiers.doi(value) else ""
    elif role == "date" and not findings.has("issued"):
        found = grammar.date(value)
        findings.add("issued", found, 3, rule, mark.line)
        mark.used = role if found else ""
    elif role == "issue":
        _issue(mark, value, findings)
    elif role == "journal":
        _journal(mark, value, findings)


def _issue(mark: Mark, value: str, findings: Findings) -> None:
    """Read what stands beside the cover of the issue: volume, issue and date."""
    cited, date = citeline.read(value), grammar.date(value)
    if cited and cited.volume:
        citations.note_cited(findings, cited, "class/cover", 4, mark.line)
    findings.add("issued", date, 4, "class/cover", mark.line)
    mark.used = "citation" if cited or date else ""


def _journal(mark: Mark, value: str, findings: Findings) -> None:
    cited = citeline.read(value)
    if cited:
        citations.note_cited(findings, cited, "class/journal", 2, mark.line)
        return
    value, comma, date = value.rpartition(", ") if ", " in value else (value, "", "")
    if comma and (found := grammar.date(date)):
        findings.add("issued", found, 3, "class/journal", mark.line)
    else:
        value = f"{value}{comma}{date}"
    value = _unlabelled(value)
    if re.search(_NUMBERS, value) or not 2 < len(value) < 150:
        return
    if not value[0].islower() and not abstracts.is_prose(value):
        findings.add("container_title", value, 2, "class/journal", mark.line)
        mark.used = "journal"


def _unlabelled(value: str) -> str:
    """Return the title of a journal without the word "Journal" that a page sets before it."""
    first, _, rest = value.partition(" ")
    labelled = first.endswith(":") and labels().get(fold(first)) == "journal"
    return rest if labelled else value


def _keywords(marks: list[Mark], findings: Findings) -> None:
    """Take the elements that markup calls keywords, also where a label's list was cut off."""
    known = findings.best("keyword")
    free = [
        m
        for m in marks
        if m.line.role == "keyword" and m.what == "text" and m.used in ("", "keyword")
    ]
    values = [mark.value for mark in free if len(mark.value) < 1500]
    found = tuple(dict.fromkeys(Keyword(text) for text in terms.terms(values)))
    if known is not None and not (len(found) > len(known.value) and set(known.value) <= set(found)):
        return
    rank = 2 if known is None else max(known.rank - 1, 0)
    findings.add("keyword", found, rank, "class/keyword", *(mark.line for mark in free))
    for mark in free:
        mark.used = "keyword"


def _abstract(marks: list[Mark], findings: Findings) -> None:
    """Take the first block of prose that markup calls an abstract."""
    if findings.has("abstract"):
        return
    taken: list[Mark] = []
    for mark in marks:
        here = mark.line.role == "abstract" and mark.what in ("text", "section") and not mark.used
        if here and (taken or len(mark.value) > 60 or mark.what == "section"):
            taken.append(mark)
        elif taken and mark.what not in ("section", "noise"):
            break
    text = abstracts.unprompted(abstracts.join(taken))
    if not abstracts.is_prose(text):
        return
    lines = [mark.line for mark in taken]
    findings.add("abstract", text, 2, "class/abstract", *lines)
    sections = abstracts.sections(taken, text)
    findings.add("abstract_sections", sections, 2, "class/abstract", *lines)
    for mark in taken:
        mark.used = "abstract"
