"""What a user declares of one site's pages, and how the engine's lines are read by it.

A profile is looked up before the general tables, line by line: what it knows is marked by it,
everything else is classified as on any page. It holds literal texts only.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from mentorlit.pages import grammar, people
from mentorlit.pages.findings import Findings
from mentorlit.pages.lexicon import LONGEST_LABEL, fold, heading_key
from mentorlit.pages.lines import Line, flat
from mentorlit.pages.marks import Mark, classify

IGNORE: Final = "ignore"
"""The kind of what a page shows and no record should have."""

_SEEN: Final = 5000
"""Lines that are looked at to see whether a profile applies."""
_COMPARED: Final = 200
_GLUED: Final = 400
"""Characters of a line that is looked at for a label with its value glued on."""
_SET_APART: Final = (":", "：", "\t", "|")
_PERSONS: Final = frozenset({"author", "editor", "contributor", "advisor"})
_DATES: Final = frozenset({"date", "epub", "received", "revised", "accepted", "defence"})


class Phrases(msgspec.Struct, frozen=True):
    """Folded lines: whole ones, and beginnings."""

    whole: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.starts)

    def has(self, folded: str) -> bool:
        """Tell whether a folded line is one of them."""
        return folded in self.whole or (bool(self.starts) and folded.startswith(self.starts))


class Detect(msgspec.Struct, frozen=True):
    """When a profile applies: always, or by what a page shows and where it is from.

    One of ``any``, ``host`` and ``generator`` is enough; all of ``all`` must be there, and none
    of ``none``.
    """

    always: bool = False
    any: Phrases = Phrases()
    all: tuple[Phrases, ...] = ()
    none: Phrases = Phrases()
    host: tuple[str, ...] = ()
    generator: tuple[str, ...] = ()

    def fits(self, shown: Iterable[str], hosts: Iterable[str], generator: str) -> bool:
        """Tell whether a page of these folded lines, hosts and folded generator is meant."""
        shown = list(shown)
        if any(map(self.none.has, shown)):
            return False
        if not all(any(map(phrase.has, shown)) for phrase in self.all):
            return False
        if self.always or (self.all and not (self.any or self.host or self.generator)):
            return True
        return (
            any(map(self.any.has, shown))
            or any(f".{host}".endswith(f".{own}") for host in hosts for own in self.host)
            or (bool(generator) and generator.startswith(self.generator))
        )


class Selector(msgspec.Struct, frozen=True):
    """Elements of a web page: by name, id, classes, and one attribute (with a value or not)."""

    text: str
    name: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attribute: str = ""
    value: str | None = None


class Profile(msgspec.Struct, frozen=True):
    """One profile. Texts that are compared are folded, those that are cut are as printed.

    Attributes:
        labels: folded label to kind.
        printed: labels, longest first, that may have their value glued on, since it has a shape.
        noise: lines of the interface.
        ends: folded lines to the zone that they begin.
        degrees: what stands behind names.
        months: folded name of a month to its number.
        tags: folded name of a ``meta`` tag to kind.
        elements: what is selected, and its kind.
        split: what parts the names of one value.
        drop: texts that are cut wherever they stand.

    """

    name: str
    detect: Detect
    labels: dict[str, str] = {}
    printed: tuple[tuple[str, str], ...] = ()
    noise: Phrases = Phrases()
    ends: dict[str, str] = {}
    degrees: tuple[str, ...] = ()
    months: dict[str, int] = {}
    tags: dict[str, str] = {}
    elements: tuple[tuple[Selector, str], ...] = ()
    split: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    def marks(self, line: Line) -> list[Mark] | None:
        """Return the marks of a line that the profile knows, or None."""
        folded = fold(line.text[: 2 * _COMPARED])
        if self.noise.has(folded):
            return [Mark(line, "noise", profile=self.name)]
        if zone := self.ends.get(heading_key(folded)):
            return [Mark(line, "zone", zone, line.text, profile=self.name)]
        mark = self._label(line, folded)
        if mark is None or mark.kind != IGNORE:
            return [mark] if mark else None
        return [Mark(line, "noise", IGNORE if mark.mode == "line" else "", profile=self.name)]

    def _label(self, line: Line, folded: str) -> Mark | None:
        """Return the mark of a label alone, set apart from its value, or glued to it."""
        text = line.text
        if kind := self.labels.get(folded):
            return Mark(line, "label", kind, text.strip(" :："), mode="line", profile=self.name)
        at = min((i for sign in _SET_APART if (i := text.find(sign, 1)) > 0), default=-1)
        if 0 < at <= LONGEST_LABEL and (kind := self.labels.get(fold(text[:at]))):
            mode = "pair" if text[at] in "\t|" else "colon"
            value = flat(text[at + 1 :].replace("|", " ") if mode == "pair" else text[at + 1 :])
            return self._mark(line, kind, text[:at].strip(), value, mode)
        for label, kind in self.printed if len(text) < _GLUED else ():
            value = text[len(label) :].strip() if text.startswith(label) else ""
            if value and grammar.fits(kind, self.value(kind, value)):
                return self._mark(line, kind, label, value, "glued")
        return None

    def _mark(self, line: Line, kind: str, label: str, value: str, mode: str) -> Mark:
        value = self.value(kind, value)
        return Mark(line, "label", kind, label, value, mode, profile=self.name)

    def value(self, kind: str, value: str) -> str:
        """Return a value of ``kind`` with names parted and months told as everywhere else."""
        if kind in _PERSONS:
            for sign in self.split:
                value = value.replace(sign, "; ")
            return flat(self._without_degrees(value))
        if kind in _DATES and self.months:
            return " ".join(map(self._month, value.split()))
        return value

    def _month(self, word: str) -> str:
        number = self.months.get(fold(word))
        return _MONTHS[number - 1] if number else word

    def cleaned(self, line: Line) -> Line:
        """Return a line without what is to be dropped; names without the profile's degrees."""
        text = line.text
        for part in self.drop:
            text = text.replace(part, " ") if part in text else text
        if any(degree in text for degree in self.degrees):
            bare = self._without_degrees(text)
            text = bare if bare != text and people.people(bare) else text
        return line if text is line.text else msgspec.structs.replace(line, text=text.strip())

    def _without_degrees(self, text: str) -> str:
        for degree in self.degrees:
            for before in (f", {degree}", f" {degree}"):
                text = _cut(text, before)
        return text


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _cut(text: str, part: str) -> str:
    """Return ``text`` without ``part`` where a word ends after it."""
    pieces = text.split(part)
    kept = pieces[0]
    for piece in pieces[1:]:
        kept += part + piece if piece[:1].isalpha() else piece
    return kept


def active(
    profiles: Iterable[Profile], lines: Sequence[Line], hosts: Sequence[str] = (), made_by: str = ""
) -> tuple[Profile, ...]:
    """Return the profiles that apply to a page of these lines, in their order."""
    shown = [fold(line.text[:_COMPARED]) for line in lines[:_SEEN]]
    made_by = fold(made_by)
    return tuple(known for known in profiles if known.detect.fits(shown, hosts, made_by))


def classified(lines: Iterable[Line], profiles: Sequence[Profile]) -> list[Mark]:
    """Return the marks of all lines, by the first profile that knows a line, else in general."""
    marks: list[Mark] = []
    for line in lines:
        for known in profiles:
            line = known.cleaned(line)  # noqa: PLW2901 - each profile drops what is its own
        if not line.text:
            continue
        found = next((made for known in profiles if (made := known.marks(line))), None)
        marks += found or classify(line)
    by_name = {known.name: known for known in profiles}
    for label, below in pairwise(marks):
        if label.profile and not label.value and below.what == "text":
            _settle(label, below, by_name[label.profile])
    return marks


def _settle(label: Mark, below: Mark, known: Profile) -> None:
    """Read the line below a label that has a line of its own as the profile asks."""
    if label.kind == IGNORE:
        below.what = "noise"
    elif label.what == "label":
        below.value = known.value(label.kind, below.value)


def name_rules(marks: Iterable[Mark], findings: Findings) -> None:
    """Put the name of the profile before the rules of values that its labels gave."""
    made = {mark.label: mark.profile for mark in marks if mark.profile and mark.what == "label"}
    for claims in findings.claims.values() if made else ():
        for place, claim in enumerate(claims):
            label = claim.rule.partition("/")[2]
            if label in made:
                rule = f"profile {made[label]}/{claim.rule}"
                claims[place] = msgspec.structs.replace(claim, rule=rule)
