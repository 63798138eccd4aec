"""Links to ORCID records beside the names of authors."""

from itertools import islice
from typing import Final

import msgspec
from lxml import etree

from mentorlit import identifiers, names
from mentorlit.model import Name
from mentorlit.pages.findings import Findings
from mentorlit.pages.lines import Line
from mentorlit.webpages.document import Document
from mentorlit.webpages.inline import whole_text
from mentorlit.webpages.worknames import all_letters

_MOST: Final = 2000
_AROUND: Final = 5
"""Elements around a link in which its bearer's name is looked for."""
_BEFORE: Final = 8
"""Elements between a name and the link behind it: marks, icons."""
_LONGEST: Final = 300
"""Characters of text around one person's name; more is told of him in a paragraph of his own."""


def claim(document: Document, findings: Findings) -> None:
    """Give the authors without ORCID the one that is linked beside their name.

    That is where the element around a link, or the text between it and the link before, names one
    author and no other; nothing is taken where two links would be one author's.
    """
    authors = findings.best("author")
    if authors is None or not document.holds(b"orcid.org/"):
        return
    letters = {at: _forms(name) for at, name in enumerate(authors.value)}
    found: dict[int, dict[str, Line]] = {}
    links = (a for a in document.elements("a") if "orcid.org/" in (a.get("href") or ""))
    for link in islice(links, _MOST):
        orcid = identifiers.orcid(link.get("href") or "")
        bearer = _bearer(link, letters) if orcid else None
        if bearer is not None:
            found.setdefault(bearer, {}).setdefault(orcid, document.line(link, ""))
    given = {at: next(iter(one.items())) for at, one in found.items() if len(one) == 1}
    known = {name.orcid for name in authors.value}
    orcids = [orcid for orcid, _ in given.values()]
    given = {
        at: (orcid, line)
        for at, (orcid, line) in given.items()
        if not authors.value[at].orcid and orcid not in known and orcids.count(orcid) == 1
    }
    if not given:
        return
    value = tuple(
        msgspec.structs.replace(name, orcid=given[at][0]) if at in given else name
        for at, name in enumerate(authors.value)
    )
    lines = (*authors.lines, *(line for _, line in given.values()))
    claims = findings.claims["author"]
    claims[claims.index(authors)] = msgspec.structs.replace(authors, value=value, lines=lines)


def _forms(name: Name) -> tuple[str, ...]:
    """Return the letters of a person's name in both orders; none for bodies and bare families."""
    if not name.family or not name.given:
        return ()
    family = f"{name.non_dropping_particle}{name.family}"
    direct = all_letters(names.display(name))
    return (direct, all_letters(f"{family}{name.given}"))


def _bearer(link: etree._Element, letters: dict[int, tuple[str, ...]]) -> int | None:
    """Return the index of the author whom a link is beside, if there is only one."""
    for around in islice(link.iterancestors(), _AROUND):
        text = whole_text(around, _LONGEST)
        if len(text) > _LONGEST:
            break
        named = _named(text, letters)
        if len(named) == 1 and len({a.get("href") for a in _orcids(around)}) == 1:
            return named[0]
        if named:
            break
    named = _named(_before(link), letters)
    return named[0] if len(named) == 1 else None


def _orcids(around: etree._Element) -> list[etree._Element]:
    return [a for a in around.iter("a") if "orcid.org/" in (a.get("href") or "")]


def _named(text: str, letters: dict[int, tuple[str, ...]]) -> list[int]:
    shown = all_letters(text)
    return [at for at, forms in letters.items() if any(form in shown for form in forms)]


def _before(link: etree._Element) -> str:
    """Return the text between the link to the ORCID before, or the begin of the list, and a link.

    It is read backwards to the element with letters that is nearest.
    """
    parts: list[str] = []
    for before in islice(link.itersiblings(preceding=True), _BEFORE):
        parts.append(before.tail or "")
        if "orcid.org/" in (before.get("href") or ""):
            break
        text = whole_text(before, _LONGEST)
        parts.append(text)
        if sum(map(str.isalpha, text)) > 3:
            return "".join(reversed(parts))[:_LONGEST]
    else:
        parent = link.getparent()
        parts.append((parent.text or "") if parent is not None else "")
    return "".join(reversed(parts))[:_LONGEST]
