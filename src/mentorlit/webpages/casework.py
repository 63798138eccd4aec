"""What a rule between carriers looks at, and what it may do."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import msgspec

from mentorlit.composing import normalized
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.lines import Line
from mentorlit.pages.marks import Mark
from mentorlit.webpages.trust import carrier, rank

_NOT_A_LETTER: Final = re.compile(r"[\W_]+")
_MARKS: Final = {code: None for code in range(128) if not chr(code).isalnum()}
_FIRST: Final = -1
"""The rank of what a rule decided: before all carriers."""
_SEEN: Final = 2_000_000
"""Characters of the visible text that rules look into."""
_HEAD_ONLY: Final = 200
"""Characters; a page with less text is the head of one, without its body."""


def key(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and markup."""
    text = re.sub(r"</?[a-z]{1,4}>", "", text) if "<" in text else text
    if text.isascii():
        return text.translate(_MARKS).lower()
    if not text.isascii():
        text = normalized("NFKD", text)  # accents, now on their own, are no letters
    return _NOT_A_LETTER.sub("", text).casefold()


class Case:
    """One page's claims with the visible lines; rules are functions of it."""

    def __init__(self, findings: Findings, marks: Iterable[Mark]) -> None:
        self.findings = findings
        self.marks = list(marks)

    @cached_property
    def visible(self) -> str:
        """The visible text as :func:`key` has it, lines parted by a line end."""
        kept: list[str] = []
        size = 0
        for mark in self.marks:
            size += len(mark.line.text)
            if size > _SEEN:
                break
            kept.append(key(mark.line.text))
        return "\n".join(kept)

    @cached_property
    def is_head_only(self) -> bool:
        """Whether the page has no visible text to speak of."""
        return sum(len(mark.line.text) for mark in self.marks[:50]) < _HEAD_ONLY

    def best(self, field: str) -> Claim | None:
        """Return the claim that would be taken."""
        return self.findings.best(field)

    def others(self, field: str) -> list[Claim]:
        """Return all claims on a field but the best, those of higher trust first."""
        best = self.best(field)
        claims = [claim for claim in self.findings.claims.get(field, ()) if claim is not best]
        return sorted(claims, key=lambda claim: claim.rank)

    def carrier(self, claim: Claim) -> str:
        """Return the carrier that made a claim."""
        return "rule" if claim.rank < 0 else carrier(claim.rank)

    def seen(self, field: str) -> list[Claim]:
        """Return what the page visibly says of a field, the surest first."""
        claims = self.findings.claims.get(field, ())
        return sorted(
            (one for one in claims if self.carrier(one) == "visible"), key=lambda one: one.rank
        )

    def take(self, claim: Claim, rule: str) -> None:
        """Let ``claim`` count before all others, on the word of ``rule``."""
        self.decide(claim.field, claim.value, f"{claim.rule} [{rule}]", *claim.lines)

    def decide(self, field: str, value: Any, rule: str, *lines: Line) -> None:
        """Let ``value`` count before all others."""
        claims = self.findings.claims.setdefault(field, [])
        first = min([_FIRST, *(claim.rank - 1 for claim in claims)])
        claims.append(Claim(field, value, first, rule, lines))

    def replace(self, claim: Claim, value: Any, rule: str) -> None:
        """Put another value in the place of a claim's, noting the rule."""
        claims = self.findings.claims[claim.field]
        place = next(i for i, one in enumerate(claims) if one is claim)
        noted = msgspec.structs.replace(claim, value=value, rule=f"{claim.rule} [{rule}]")
        claims[place] = noted

    def drop(self, claim: Claim, *, keep: bool = True) -> None:
        """Take a claim away; a text is kept as extra, under the name of its tag."""
        claims = self.findings.claims[claim.field]
        claims[:] = [one for one in claims if one is not claim]
        if not claims:
            del self.findings.claims[claim.field]
        if keep and isinstance(claim.value, str):
            name = claim.rule.partition(" [")[0].rpartition("/")[2]
            self.findings.keep(name, [claim.value[:500]])

    def says_work(self) -> bool:
        """Tell whether a carrier made for works, or the page visibly, states one."""
        for field in _OF_WORKS:
            claim = self.best(field)
            if claim is not None and claim.rank < rank("opengraph"):
                return True
        return False


_OF_WORKS: Final = ("title", "author", "doi", "pmid", "pmcid", "container_title", "abstract")


def names_of_site(case: Case) -> set[str]:
    """Return what tags call the site, the journal and the publisher, as :func:`key` has it."""
    fields = ("site", "container_title", "container_title_short", "publisher")
    claims = [one for field in fields for one in case.findings.claims.get(field, ())]
    return {key(str(claim.value)) for claim in claims} - {""}
