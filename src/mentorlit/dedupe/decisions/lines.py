"""Decisions as lines of JSON: one decision a line, in files that are only ever added to."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

import msgspec

from mentorlit.dedupe.decisions.sides import label, side, written
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.problems import UsageError
from mentorlit.tables import load as load_table

SAME: Final = "same"
DIFFERENT: Final = "different"
RELATED: Final = "related"
WITHDRAWN: Final = "withdrawn"
DECISIONS: Final = (SAME, DIFFERENT, RELATED, WITHDRAWN)
"""What a line may decide; ``withdrawn`` takes back what the lines above it say of the pair."""

_SHOWN: Final = 10
"""Faults of one file that are told."""

# ISO 8601: a date, or a date with a time and maybe an offset from UTC.
_WHEN: Final = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?"


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about two records, given by their sides.

    ``decision`` is ``same``, ``different`` or ``related``; ``relation``, which a related pair
    needs, is read "a is RELATION b". ``place`` is ``file:line``, and empty for a new decision.
    """

    decision: str
    a: Citation
    b: Citation
    relation: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    place: str = ""

    def __str__(self) -> str:
        """Return the decision in words, for messages."""
        what = f"related ({self.relation})" if self.decision == RELATED else self.decision
        by = f" by {self.who}" if self.who else ""
        return f"{self.place}: {what}{by}: {label(self.a)} / {label(self.b)}"

    @property
    def pair(self) -> tuple[bytes, bytes]:
        """What the two sides say, in one order: equal for decisions about one pair."""
        one, other = sorted((encode(self.a), encode(self.b)))
        return one, other


class _Line(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A decision as it is written."""

    decision: str
    a: Citation
    b: Citation
    relation: str = ""
    inverse: bool = False
    who: str = ""
    when: str = ""
    why: str = ""


_DECODER: Final = msgspec.json.Decoder(_Line)


def line(said: Remembered) -> bytes:
    """Return a decision as one line of JSON, with its line end."""
    members: dict[str, Any] = {"decision": said.decision}
    members |= {"relation": said.relation} if said.relation else {}
    members |= {"a": written(said.a), "b": written(said.b)}
    stated = {"who": said.who, "when": said.when, "why": said.why}
    return encode(members | {name: text for name, text in stated.items() if text}) + b"\n"


def load(lines: Iterable[bytes], name: str) -> list[Remembered]:
    """Read the decisions of one file, those left out that a later line takes back.

    Blank lines do not count. A line that cannot be understood is never passed over.

    Raises:
        UsageError: there are such lines; the message has one line for each, with its place.

    """
    found: dict[tuple[bytes, bytes], list[Remembered]] = {}
    faults: list[str] = []
    for number, raw in enumerate(lines, 1):
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw  # noqa: PLW2901 - the line as it counts
        if not raw.strip():
            continue
        try:
            said = _read(raw, f"{name}:{number}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
            faults.append(f"{name}:{number}: not a decision: {error}")
            continue
        if said.decision == WITHDRAWN:
            found.pop(said.pair, None)
        else:
            found.setdefault(said.pair, []).append(said)
    if faults:
        more = [f"{name}: {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise UsageError("\n".join([*faults[:_SHOWN], *more]))
    return [said for decisions in found.values() for said in decisions]


def _read(raw: bytes, place: str) -> Remembered:
    """Return the decision in a line.

    Raises:
        ValueError: its values do not go together; or msgspec's, if it is no decision at all.

    """
    stated = _DECODER.decode(raw)
    a, b = side(stated.a), side(stated.b)
    relation, turned = _relation(stated.relation)
    if stated.inverse != turned:
        a, b = b, a
    said = Remembered(
        decision=stated.decision,
        a=a,
        b=b,
        relation=relation,
        who=stated.who,
        when=stated.when,
        why=stated.why,
        place=place,
    )
    fault = _fault(said)
    if fault:
        raise ValueError(fault)
    return said


def _relation(stated: str) -> tuple[str, bool]:
    """Return the relation that rules know under this name, and whether it is turned round."""
    if not stated:
        return "", False
    table = load_table("dedupe/relations")
    if stated in table["inverses"]:
        return table["inverses"][stated], True
    return table["synonyms"].get(stated, stated), False


def _relations() -> list[str]:
    table = load_table("dedupe/relations")
    return [*table["stated"], *table["symmetrical"]]


def _fault(said: Remembered) -> str:
    """Return what is wrong with a decision, or nothing."""
    if said.decision not in DECISIONS:
        return f"`decision` is {said.decision!r}, not one of {', '.join(DECISIONS)}"
    if said.decision == RELATED and said.relation not in _relations():
        near = get_close_matches(said.relation, _relations(), 1)
        meant = f" (did you mean {near[0]}?)" if near else ""
        return f"a related pair needs a `relation` like erratum-of, not {said.relation!r}{meant}"
    if said.decision != RELATED and said.relation:
        return f"`relation` goes with related, not with {said.decision}"
    if said.when and not re.fullmatch(_WHEN, said.when):
        return f"`when` is {said.when!r}, not a date or time as ISO 8601 writes it"
    if Citation() in (said.a, said.b):
        return "a side says nothing about its record"
    return ""
