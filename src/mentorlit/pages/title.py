"""Which line is the title: the one with enough evidence around it, or none."""

import re
from typing import Final

from mentorlit.pages import abstracts, grammar, people, titleshape, tongue
from mentorlit.pages.lexicon import fold, is_teaser, noise, of_menu
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.pages.neighbourhood import Neighbourhood, journal_like

_ENOUGH: Final = 3.5
_WINDOW: Final = 14
_FAR: Final = 5
"""Lines below a title behind which names say nothing of it."""
_CANDIDATES: Final = 80
_ROLES: Final = {"title": 4.0, "named": 7.0, "abstract": -3.0, "heading": 0.5}
"""What markup or the window's caption says of a line, in points."""
_LINES: Final = 4000
"""Lines among which the title is looked for; no menu is as long."""
_NOT_TITLE: Final = re.compile(
    r"https?://|www\.|@|©|\(c\)\s?\d{4}|\bdoi\b|\bcookies?\b|\bjavascript\b|\(current\)"
    r"|^\W*\d[\d\s.,/-]*$|^\d{1,2}(?:\.\d{1,2})+\.?\s|^\[\d|[:：]$|\s[›»]\s|\s>\s.*\s>\s"
    r"|\.\.\.$|…$|^[^:]{1,30}:(?-i:[^\s:\u2e80-\uffff])|^(?:part of|from the journal|in:)\s"
    r"|corresponding author|^\||\|$|\d:\d\d:\d|\">|\bissn\b"
    r"|\s\d{1,4}\.\d{1,2} \([^()]{0,12}\d{4}\)$|^(?:volume|vol\.?|issue|band|tom[eo]?)\s\d"
    r"|^[<←‹…]|\.pdf\b|[(\[]\d[\d.,]*\s?[kmg]i?b[)\]]|^\d[\d,.]*\s?(?:views|downloads)|\s\|\s.*\s\|\s"
    r"|\bposted:?\s.{0,12}\d{4}|\s\d{1,4}\s?\(\d{1,3}\)(?::\S{1,15})?$"
    r"|^\d{1,5}\s?[-–~]\s?\d{1,5}\s\("
    r"|\s\((?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:19|20)\d\d\)$",
    re.IGNORECASE,
)
_GLUED_MENU: Final = re.compile(
    r"(?:Log|Sign) ?[Ii]n(?=[A-Z])|[a-z](?:Log ?[Ii]n|Sign ?(?:[Ii]n|[Uu]p))\b"
    r"|(?:[a-zà-ÿ]{4}[A-Z][a-zà-ÿ]{2}.{1,40}){3}"
)
_MARK_ALONE: Final = r"[(\[]?[\da-e*†‡]{1,3}(?:,\s?[\da-e*†‡]{1,3})*[)\]]?"
TWO_SENTENCES: Final = re.compile(r"[^\W\d_]{3}\. [A-Z]|\d\. [A-Z]")


def best(near: Neighbourhood) -> int:
    """Return the line with the most evidence of being the title, or -1 below enough."""
    best, score, tried, prose = -1, 0.0, 0, 0
    scores: dict[int, float] = {}
    first = next((i for i in range(len(near.marks)) if near.free(i)), -1)
    for index in range(min(near.end, _LINES)):
        prose += near.free(index) and len(near.marks[index].value) > 400
        if prose > 2 and score >= _ENOUGH:
            break
        if not near.free(index) or not title_like(near, index):
            continue
        tried += 1
        here = scores[index] = _evidence(near, index, index == first)
        if here > score:
            best, score = index, here
        if tried >= _CANDIDATES:
            break
    return _original(near, best, scores) if score >= _ENOUGH else -1


def _original(near: Neighbourhood, best: int, scores: dict[int, float]) -> int:
    """Return the title above ``best`` where that may be its translation (SciELO, HAL, Springer).

    Of two titles in a row the first is that in the language of the work.
    """
    above = next((i for i in range(best - 1, -1, -1) if near.marks[i].what != "noise"), -1)
    close = scores.get(above, 0.0) >= max(_ENOUGH, scores[best] - 4.0)
    text = near.marks[above].value if above >= 0 else ""
    long = len(text.split()) > 4 or (has_cjk(text) and len(text) > 8)
    long = long and not any(c in "|·•»›>" for c in text) and not of_menu(text)
    return above if close and long and tongue.differ(text, near.marks[best].value) else best


def title_like(near: Neighbourhood, index: int) -> bool:
    """Tell whether the line at ``index`` could be a title by its shape."""
    mark = near.marks[index]
    text = flat(mark.value)
    cjk = has_cjk(text)
    if not 5 <= len(text) <= 400 or _NOT_TITLE.search(text) or _GLUED_MENU.search(text):
        return mark.line.role in ("title", "named")
    if is_teaser(text) or _statement(text):
        return False
    if (people.is_institution(text) and titleshape.address(text)) or _of_other(near, index):
        return False
    if not cjk and len(text.split()) < 3:
        marked = any(c.isdigit() or c in "*†‡" for c in text)
        marked = marked or titleshape.family_in_capitals(text)
        return mark.line.role in ("title", "named") or (not marked and _between(near, index))
    return not _something_else(near, index, text)


def _statement(text: str) -> bool:
    """Tell whether a line is ISBD's statement of responsibility ("A. Author ; edited by B. B.")."""
    first, sign, rest = text.lstrip("/ ").partition(" ; ")
    return bool(sign) and rest[:1].islower() and " / " not in first and people.is_person(first)


def _of_other(near: Neighbourhood, index: int) -> bool:
    """Tell whether this line or that above says that another work follows ("Linked editorial")."""
    lines = [mark.line.text for mark in near.marks[max(0, index - 2) : index + 1]]
    if any(line.startswith("Edited by ") for line in lines[:-1]):
        return True  # Cambridge Core names the book below its editors
    lines = lines[-2:]
    return any(len(line) < 60 and fold(line).startswith(noise("linked")) for line in lines)


def _something_else(near: Neighbourhood, index: int, text: str) -> bool:
    """Tell whether the line is plainly a citation, prose, a labelled value, names or a date."""
    mark, cited = near.marks[index], near.cited(index)
    if cited and cited.journal and len(text) < 150:
        return True
    if abstracts.is_prose(text) and len(text) > 160 and text.count(". ") > 1:
        return True
    if mark.kind == "unknown" and len(mark.label.split()) < 3 and len(text) < len(mark.label) + 20:
        return True
    bare = re.sub(r"\[[^\]]{0,60}\]", "", text) if "[" in text else text
    few = "," in bare or ";" in bare or len(bare.split()) < 6
    names = bool(near.persons(index)) and (few or len(near.persons(index)) > 1)
    names = names and not _eclipsed(near, index, text) and not near.stranger(index)
    names = (names or people.mostly(text)) and not _known(near, index)
    names = names or titleshape.event(text)
    names = names or grammar.date(text.rpartition("|")[2]) is not None
    return names or bool(abstracts.leading_label(mark.value)) or grammar.date(text) is not None


def _known(near: Neighbourhood, index: int) -> bool:
    """Tell whether the caption repeats a line of three words or more above names or their label.

    "Generative Adversarial Nets" has the shape of a name, and so may any short title.
    """
    mark = near.marks[index]
    if mark.line.role != "named" or len(mark.value.split()) < 3:
        return False
    below = range(index + 1, min(index + 8, len(near.marks)))
    return any(near.marks[i].used == "author" or bool(near.persons(i)) for i in below)


def _eclipsed(near: Neighbourhood, index: int, text: str) -> bool:
    """Tell whether surer names stand beside four or more plain words ("Genç Hemşirelerin ...")."""
    words_ = text.split()
    plain = all(len(word) > 2 and word.isalpha() and word[0].isupper() for word in words_)
    if len(words_) < 4 or not plain or len(near.persons(index)) > 1:
        return False
    if any(len(near.persons(i)) > 1 for i in range(max(0, index - 2), index)):
        return True
    return any(near.persons(i) for i in range(index + 1, min(index + 5, len(near.marks))))


def _opens(near: Neighbourhood, at: int) -> bool:
    """Tell whether only a journal or citation line stands right above the names at ``at``."""
    above = range(max(0, at - 3), at)
    return all(
        not near.free(i) or near.cited(i) or journal_like(near.marks[i].value) for i in above
    )


def _between(near: Neighbourhood, index: int) -> bool:
    """Tell whether a short line has names right below and stands first or below a citation."""
    if near.marks[index].value[-1] in ",;":
        return False
    below = index + 1 < len(near.marks) and bool(near.persons(index + 1))
    first = not any(near.free(i) for i in range(min(index, 40))) and index < 40
    two = len(near.marks[index].value.split()) == 2
    several = below and two and len(near.persons(index + 1)) > 1
    if several and near.quoted(fold(near.marks[index].value)):
        return True
    return below and (_before(near, index) > 1 or (first and two))


def _evidence(near: Neighbourhood, index: int, first: bool) -> float:
    """Add up what speaks for the line at ``index``: what stands around it."""
    mark = near.marks[index]
    score = 1.5 if first else 0.0
    score += _ROLES.get(mark.line.role, 0.0)
    score += _after(near, index) + _before(near, index)
    text_ = flat(mark.value)
    text = fold(mark.value)
    if near.source(text) or text in near.journals():
        score -= 4.0
    elif len(text) >= 20 and near.quoted(text):
        score += 2.5
    elif near.lines.get(text, 0) > 1 and len(text.split()) < 5 and not has_cjk(text):
        score -= 2.5
    if _above_citation(near, index):
        score += 1.5
    score -= 2.0 * mark.line.bullet + 2.5 * of_menu(text)
    if text_.endswith(".") and TWO_SENTENCES.search(text_):
        score -= 6.0
    if journal_like(text_) or _heads_citation(near, index):
        score -= 3.0
    if near.cited(index) or (titleshape.named(mark.value) and len(mark.value) < 60):
        score -= 3.0
    if first and titleshape.banner(text_):
        score -= 4.0
    if (
        not mark.value[:1].isupper()
        and not mark.value[:1].isdigit()
        and mark.value[:1].lower() != mark.value[:1].upper()
    ):
        score -= 1.5
    return score


def _heads_citation(near: Neighbourhood, index: int) -> bool:
    """Tell whether a citation line without journal is right below: then it is the journal."""
    below = index + 1
    while below < len(near.marks) and near.marks[below].what == "noise":
        below += 1
    if below >= len(near.marks) or len(near.marks[index].value) > 90:
        return False
    cited = near.cited(below)
    value = near.marks[below].value
    opens = value[:1] in ".;,Vv" or value[:4].isdigit()
    return cited is not None and not cited.journal and opens


def _above_citation(near: Neighbourhood, index: int) -> bool:
    """Tell whether a whole citation line stands right below several words that are no journal."""
    cited = near.cited(index + 1) if index + 1 < len(near.marks) else None
    several = len(near.marks[index].value.split()) > 4
    return several and cited is not None and bool(cited.journal and cited.volume)


def _after(near: Neighbourhood, index: int) -> float:
    """Weigh the lines below: authors, institution, citation line, DOI, dates, abstract."""
    seen: dict[str, float] = {}
    distance, lists, between = 0.0, 0, 0
    for at in range(index + 1, min(index + _WINDOW, len(near.marks))):
        mark = near.marks[at]
        if mark.what == "noise":
            if at == index + 1 and _stands_below(mark.line.text):
                seen["below"] = 4.0
            continue
        distance += 0.5 if near.marks[at].used or near.cited(at) else 1
        what = near.role(at)
        if what == "people":
            lists += 1
            many = len(near.persons(at)) > 1 or _backed(near, at)
            far = -0.5 * min(between, 2) if distance <= _FAR else 0.0
            seen.setdefault("next", 1.0 if distance <= 1 else far)
            seen.setdefault(what, max(0.0, (4.0 if many else 2.0) - 0.8 * (distance - 1)))
        elif what == "abstract":
            seen.setdefault(what, 2.0 if distance <= 3 else 1.0)
        elif what and distance <= 5:
            seen.setdefault(what, 1.5 if what == "institution" else 1.0)
        elif what == "prose":
            break
        between += not what and near.free(at)
    return sum(seen.values()) + 0.3 * min(lists, 5)


def _stands_below(text: str) -> bool:
    """Tell whether a line of the interface is one below titles; ", &" is left of lost names."""
    return text.strip(" ,&") == "" or fold(text).startswith(noise("below_title"))


def _backed(near: Neighbourhood, at: int) -> bool:
    """Tell whether an institution, a DOI or another person follows a single person's line."""
    following = range(at + 1, min(at + 4, len(near.marks)))
    if at + 1 < len(near.marks) and re.fullmatch(_MARK_ALONE, near.marks[at + 1].line.text):
        return True
    roles = {near.role(i) for i in following}
    return bool(roles & {"institution", "abstract", "doi", "people", "citation"})


def _before(near: Neighbourhood, index: int) -> float:
    """Weigh the lines above: a citation line or DOI, as PubMed has them."""
    seen = 0.0
    for at in range(max(0, index - 5), index):
        if near.free(at) and near.cited(at):
            seen = 1.5
        elif near.marks[at].used == "doi":
            seen = max(seen, 1.0)
        elif at >= index - 2 and near.persons(at) and _opens(near, at):
            seen = max(seen, 2.0)
    return seen
