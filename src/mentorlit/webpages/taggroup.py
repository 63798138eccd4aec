"""The tags of one carrier that speak of one field, and what is claimed on their word."""

from typing import Final

import msgspec

from mentorlit.pages.findings import Findings
from mentorlit.webpages.tags import Tag
from mentorlit.webpages.trust import rank

_KEPT: Final = 500
"""Characters kept of a tag that no field takes."""
_MOST_KEPT: Final = 100
"""Tags that no field takes of which the values are kept, and values of one of them."""


class Group(msgspec.Struct):
    """The tags of one carrier that speak of one field, and the record's likely language."""

    carrier: str
    field: str
    tags: list[Tag]
    language: str
    findings: Findings

    def rule(self, tag: Tag) -> str:
        """Return the name under which ``tag`` stands in the evidence."""
        return f"{self.carrier}/{tag.name}"

    def add(self, field: str, value: object, tag: Tag, more: int = 0) -> None:
        """Claim ``value`` on the word of one tag."""
        place = rank(self.carrier) + min(tag.offset + more, 9)
        self.findings.add(field, value, place, self.rule(tag), tag.line)

    def add_all(self, field: str, value: object, more: int = 0) -> None:
        """Claim ``value`` on the word of all tags of the group."""
        lines = [tag.line for tag in self.tags]
        place = rank(self.carrier) + min(self.tags[0].offset + more, 9)
        self.findings.add(field, value, place, self.rule(self.tags[0]), *lines)

    def keep(self, tag: Tag) -> None:
        """Keep what a tag says under its own name."""
        keep(self.findings, tag.name, tag.text)


def keep(findings: Findings, name: str, text: str) -> None:
    """Keep a tag that no field takes, up to a bound."""
    known = findings.extra.get(name)
    if known is None and len(findings.extra) >= _MOST_KEPT:
        return
    if known is None or len(known) < _MOST_KEPT:
        findings.keep(name, [text[:_KEPT]])
