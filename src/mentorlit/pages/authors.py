"""The authors of a head without labels, and the institutions below them."""

import re
from typing import Final

import msgspec

from mentorlit.model import Name
from mentorlit.pages import abstracts, bylines, citeline, people
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import fold, words
from mentorlit.pages.lines import flat, has_cjk
from mentorlit.pages.marks import Mark
from mentorlit.pages.neighbourhood import Neighbourhood, journal_like
from mentorlit.pages.title import TWO_SENTENCES

_WINDOW: Final = 14
_MOST_LINES: Final = 20_000
_LINE: Final = 60
_SENTENCE: Final = 12
"""Words."""
_APART: Final = 5
"""Lines about one author before the next one's name."""
_ABOUT_ONE: Final = frozenset({"correspondence", "orcid", "affiliation"})
"""Labels of what is said of one author below his name."""
_TOP: Final = 15
_LIST_SIGN: Final = r"[\d;†‡]|[A-ZÀ-Þ]\.|\w\*"
_SIGN: Final = r"[\d*†‡§¶.,;@(&]|\b(?:and|und|et|y|e|и|ve)\b|\A[Bb]y\s|[A-Z]{4}"
"""What shows that a line with one name is a line of authors: marks, initials, joining words."""
_MARK: Final = r"\s*((?:\d{1,2}|[a-h]\b|[*†‡§¶])(?:[\s,;]{0,2}(?:\d{1,2}|[a-h]\b|[*†‡§¶]))*)"
_MARK_FIRST: Final = r"[\s(\[]?(\d{1,2}|[a-h])[\s).\]:]*(?=[A-ZÀ-Þ\u0400-\u9fff])"
_PROMPT: Final = r"\A(?:Author\s)?Affiliations?:?\s"
_CONTACT: Final = (
    r"(?i)\W*(?:e-?mails?|correspond|contact|orcid|tel\b|phone|fax|equal|these authors|roles?\s"
    r"|search for more papers|find articles by|view all articles)"
)


class Byline:
    """The reading of one page's authors. ``place`` is the index of the title, ``end`` its last."""

    def __init__(self, near: Neighbourhood, findings: Findings, place: int, end: int) -> None:
        self.near = near
        self.marks = near.marks
        self.findings = findings
        self.place = place
        self.end = end

    def read(self) -> None:
        """Claim the persons of the lines below (or just above) the title, and where they work."""
        at = -1 if self.findings.has("author") else self._first()
        if at < 0 and self.place < 0:
            return
        if at < 0:
            if not self.findings.has("author"):
                self._institutions(self.end + 1, 4)
            return
        found: dict[Name, int] = {}
        lines: list[Mark] = []
        places: list[tuple[str, Mark, int]] = []
        misses = 0
        last = min(len(self.marks), at + _MOST_LINES)
        while at < last and misses < 2 and not self.marks[at].zone:
            mark = self.marks[at]
            here = [] if mark.used == "title" else self.near.persons(at)
            if here:
                _add(found, lines, here, mark)
            elif mark.what == "text" and not mark.used and self.institution(at):
                text = re.sub(_PROMPT, "", flat(mark.value))
                places.append((text, mark, len(lines) - 1))
            elif mark.what not in ("noise", "number") and not _is_contact(mark):
                misses = 0 if self._one_a_line(lines, at) else 2
            at += 1
        names = housed(found, lines, places)
        linked = {text for name in names for text in name.affiliation}
        seen = [mark.line for mark in lines]
        for text, mark, _ in places:
            if people.bare_address(text) in linked:
                seen.append(mark.line)
            else:
                self._affiliate(text, mark)
        self.findings.add("author", tuple(names), 3, "head/authors", *seen)

    def _one_a_line(self, lines: list[Mark], at: int) -> bool:
        """Tell whether one more author stands below what is said of the last, one name a line."""
        if self.marks[at].what != "text" and self.marks[at].kind not in _ABOUT_ONE:
            return False
        if len(self.marks[at].value) > 200 or any(_names_several(mark) for mark in lines):
            return False
        below = range(at + 1, min(at + _APART, len(self.marks)))
        ahead = next((i for i in below if self.near.persons(i)), 0)
        return ahead > 0 and all(self.marks[i].what != "label" for i in range(at + 1, ahead))

    def _first(self) -> int:
        """Return the first line of names within three lines of text below the title, or -1.

        Where there is none, the names may stand just above it.
        """
        if self.place < 0:
            return next(filter(self._stands_alone, range(min(_TOP, len(self.marks)))), -1)
        distance = 0
        for at in range(self.end + 1, min(self.end + _WINDOW, len(self.marks))):
            mark = self.marks[at]
            if self.near.persons(at) and (distance == 0 or self._sure(at)):
                return at
            if self.near.free(at) and not self.near.cited(at) and not journal_like(mark.value):
                distance += 1
                if distance > 2 or abstracts.is_prose(mark.value):
                    break
            elif mark.used == "abstract":
                break
        above = (self.place - 1, self.place - 2)
        names = (i for i in above if i >= 0 and self.near.persons(i) and self._sure(i))
        return next((i for i in names if not self._brand(i)), -1)

    def _brand(self, at: int) -> bool:
        """Tell whether a page begins with two words in a name's shape, as a site's name may be."""
        text = self.marks[at].value
        first = not any(self.near.free(i) for i in range(at))
        capitals = any(word.isupper() and len(word) > 2 for word in text.split())
        return first and capitals and not re.search(r"[\d.,;*&]", text)

    def _stands_alone(self, at: int) -> bool:
        """Tell whether a line is one of authors though no title is there: the rest of a head.

        It names several, parts them as lists of authors do, and an abstract or address follows.
        """
        text = self.marks[at].value
        if len(self.near.persons(at)) < 2 or not re.search(_LIST_SIGN, text):
            return False
        below = range(at + 1, min(at + 4, len(self.marks)))
        return any(self.near.role(i) in ("institution", "abstract", "prose") for i in below)

    def _sure(self, at: int) -> bool:
        """Tell whether a line of names is one for certain: several, marked, or an address below."""
        text = self.marks[at].value
        if len(self.near.persons(at)) > 1 or re.search(_SIGN, text) or has_cjk(text):
            return True
        below = range(at + 1, min(at + 3, len(self.marks)))
        return any(self.near.role(i) in ("institution", "people", "abstract", "doi") for i in below)

    def _institutions(self, start: int, most: int) -> None:
        """Read affiliation lines below a title without authors."""
        for at in range(start, min(start + most, len(self.marks))):
            if self.near.free(at) and self.institution(at):
                self._affiliate(flat(self.marks[at].value), self.marks[at])

    def _affiliate(self, text: str, mark: Mark) -> None:
        first = fold(text.split(maxsplit=1)[0])
        if first in words("journals", "never_first"):
            return
        address = people.bare_address(re.sub(_PROMPT, "", text))
        self.findings.add("affiliation", address, 3, "head/affiliation", mark.line)

    def _starts_prose(self, at: int) -> bool:
        """Tell whether a line is the first of a paragraph whose lines are cut."""
        text = self.marks[at].value
        below = self.marks[at + 1] if at + 1 < len(self.marks) else None
        if below is None or below.line.gap or len(text) < _LINE or text[-1] in ".;,":
            return False
        marked = re.match(_MARK_FIRST, below.value) is not None
        return below.value[:1].islower() and len(below.value) > _LINE // 2 and not marked

    def institution(self, at: int) -> bool:
        """Use the line at ``at`` as an affiliation if it names an institution and is no prose."""
        mark = self.marks[at]
        text = flat(mark.value)
        cited = citeline.read(text) is not None and not re.match(_MARK_FIRST, text)
        if len(text) > 600 or not people.is_institution(text) or cited:
            return False
        if self._starts_prose(at) or text.rsplit(" ", 1)[-1] in words("journals", "unfinished"):
            return False
        if ("@" in text and " " not in text) or "://" in text or _is_sentence(text):
            return False
        if len(text) > 150 and abstracts.is_prose(text) and TWO_SENTENCES.search(text):
            return False
        if (journal_like(text) and "," not in text) or abstracts.leading_label(mark.value):
            return False
        mark.used = "affiliation"
        return True


def _is_sentence(text: str) -> bool:
    """Tell whether a line is long and mostly in small letters, as no address is."""
    parts = text.split()
    return len(parts) > _SENTENCE and sum(part[0].islower() for part in parts) * 3 > len(parts) * 2


def _names_several(mark: Mark) -> bool:
    """Tell whether a line of names has more than one."""
    return "," in mark.value.rstrip(" ,") and len(people.people(mark.value)) > 1


def _without_letters(names: list[Name], letters: list[str]) -> list[Name]:
    """Return names without the letters glued to them that stand before institutions ("Ebya").

    Two letters or more must stand there, each be behind a name, and every name end with one.
    """
    ends = [name.family[-1:] for name in names]
    if len(letters) < 2 or any(len(name.family) < 3 for name in names):
        return names
    if any(end not in letters for end in ends) or len(set(ends)) < 2:
        return names
    return [msgspec.structs.replace(name, family=name.family[:-1]) for name in names]


def _is_contact(mark: Mark) -> bool:
    """Tell whether a line holds an address of mail, an ORCID or footnote marks, and no more."""
    if mark.what != "text" or mark.used or len(mark.value) > 200:
        return False
    if re.match(_CONTACT, mark.value):
        return True
    return not any(c.isalpha() for c in bylines.without_marks(mark.value))


def _add(found: dict[Name, int], lines: list[Mark], here: list[Name], mark: Mark) -> None:
    """Add the persons of one more line, each once; names in a second script are passed over."""
    if _same_script(found, here):
        for name in here:
            found.setdefault(name, len(lines))
        lines.append(mark)
    mark.used = "author"


def _same_script(found: dict[Name, int], here: list[Name]) -> bool:
    """Tell whether more names are written as those found: pages repeat names in a second script."""
    if not found:
        return True
    first, second = (
        has_cjk(f"{name.family}{name.literal}") for name in (next(iter(found)), here[0])
    )
    return first == second


def housed(
    found: dict[Name, int], lines: list[Mark], places: list[tuple[str, Mark, int]]
) -> list[Name]:
    """Return the names with the institutions that marks, or the order of lines, give them."""
    names = list(found)
    marked = {}
    for text, _, _ in places:
        match = re.match(_MARK_FIRST, text)
        if match:
            marked[match[1]] = people.bare_address(text)
    bare = _without_letters(names, [sign for sign in marked if sign.isalpha()])
    if bare is not names:
        return bare
    if marked and len(marked) == len(places):
        signs = [_signs(name, lines[found[name]].value) & marked.keys() for name in names]
        if all(signs):
            return [
                _at(name, [marked[sign] for sign in sorted(own)])
                for name, own in zip(names, signs, strict=True)
            ]
    elif (
        not marked
        and len(lines) == len(names)
        and {at for _, _, at in places} == set(range(len(names)))
    ):
        return [_at(name, [text for text, _, at in places if at == found[name]]) for name in names]
    return names


def _signs(name: Name, line: str) -> set[str]:
    """Return the marks behind a name in its line."""
    word = (name.family or name.literal).rsplit(" ", 1)[-1]
    place = max(line.rfind(word), line.rfind(name.given) if name.given else -1)
    behind = place + len(word if line.startswith(word, place) else name.given)
    match = re.compile(_MARK).match(line, behind) if place >= 0 else None
    return set(re.findall(r"\d{1,2}|[a-h]", match[1])) if match else set()


def _at(name: Name, addresses: list[str]) -> Name:
    return msgspec.structs.replace(name, affiliation=(*name.affiliation, *addresses))
