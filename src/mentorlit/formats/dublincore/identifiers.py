"""dc:identifier and what else names a work or another: DOI, ISBN, ISSN, addresses, grants."""

import re
from typing import Any, Final
from urllib.parse import unquote

from mentorlit import identifiers
from mentorlit.model import Funding, Relation, StandardNumber

_ADDRESS: Final = ("http://", "https://", "ftp://")
_ALTERNATIVE: Final = "info:eu-repo/semantics/altIdentifier/"
_GRANT: Final = "info:eu-repo/grantAgreement/"
_LABEL: Final = re.compile(
    r"(?i)(?:urn:|info:)?(e-?issn|p-?issn|issn(?:-l)?|e-?isbn|isbn(?:-1[03])?|doi|pmid|pmcid|pmc"
    r"|arxiv|hdl|handle|urn)\s?[:/\s]\s?"
)
_ONLY_ISSN: Final = re.compile(r"[0-9]{4}-[0-9]{3}[0-9Xx]\Z")
_ONLY_ISBN: Final = re.compile(r"[0-9Xx -]{10,17}\Z")
_SCHEMES: Final = {
    "hdl": "handle",
    "handle": "handle",
    "wos": "WoS",
    "scopus": "Scopus",
    "isi": "WoS",
}


class Numbers:
    """The identifiers of a work, each in its field or by its scheme."""

    def __init__(self) -> None:
        self.single: dict[str, str] = {}
        self.issn: dict[str, StandardNumber] = {}
        self.isbn: dict[str, StandardNumber] = {}
        self.url: dict[str, None] = {}
        self.others: dict[str, dict[str, None]] = {}
        self.funding: dict[Funding, None] = {}

    def take(self, text: str, scheme: str = "") -> bool:
        """Take one identifier of the work; tell whether it is one."""
        if text.startswith(_ALTERNATIVE):
            kind, _, rest = text.removeprefix(_ALTERNATIVE).partition("/")
            return self._kind(kind.lower(), unquote(rest))
        if text.startswith(_GRANT):
            return self._grant(text.removeprefix(_GRANT))
        if text.lower().startswith(_ADDRESS):
            return self._address(text)
        match = _LABEL.match(text)
        if match and self._kind(match[1].lower(), text[match.end() :]):
            return True
        if scheme and self._kind(scheme.lower(), text):
            return True
        return self._bare(text)

    def _bare(self, text: str) -> bool:
        """Take an identifier without a label, if its form tells what it is."""
        if text.startswith("10.") and identifiers.doi(text):
            return self._kind("doi", text)
        if _ONLY_ISSN.match(text) and identifiers.issn(text):
            return self._kind("issn", text)
        if _ONLY_ISBN.match(text) and identifiers.isbns(text):
            return self._kind("isbn", text)
        if text.startswith("urn:"):
            return self._kind("urn", text)
        if text.startswith("oai:arXiv.org:"):
            return self._kind("arxiv", text.removeprefix("oai:arXiv.org:"))
        return False

    def _address(self, text: str) -> bool:
        doi = identifiers.doi(text) if "doi.org/" in text else ""
        if doi:
            return self._kind("doi", text)
        if "arxiv.org/abs/" in text and (number := identifiers.arxiv(text)):
            self.others.setdefault("arXiv", {})[number] = None
        if " " in text:
            return False
        self.url[text] = None
        return True

    def _kind(self, kind: str, text: str) -> bool:
        """Put an identifier of a known kind where it belongs."""
        if "issn" in kind:
            medium = {"e": "electronic", "p": "print"}.get(kind[0], "")
            return self._numbers(self.issn, identifiers.issns(text, checked=False), medium)
        if "isbn" in kind:
            medium = "electronic" if kind.startswith("e") else ""
            return self._numbers(self.isbn, identifiers.isbns(text, checked=False), medium)
        if kind in ("doi", "pmid", "pmcid", "pmc"):
            field = "pmcid" if kind == "pmc" else kind
            if field == "pmcid" and text.isdecimal():
                text = f"PMC{text}"
            found = getattr(identifiers, field)(text)
            if found and self.single.setdefault(field, found) != found:
                self.others.setdefault(field.upper(), {})[found] = None
            return bool(found)
        if kind == "arxiv":
            number = identifiers.arxiv(text) or text
            self.others.setdefault("arXiv", {})[number] = None
            return True
        scheme = "URN" if kind.startswith("urn") else _SCHEMES.get(kind, "")
        if scheme and text:
            whole = text if scheme != "URN" or text.startswith("urn:") else f"urn:{text}"
            self.others.setdefault(scheme, {})[whole] = None
        return bool(scheme and text)

    def _numbers(
        self, where: dict[str, StandardNumber], found: tuple[str, ...], medium: str
    ) -> bool:
        for number in found:
            where.setdefault(number, StandardNumber(number, medium))
        return bool(found)

    def _grant(self, text: str) -> bool:
        """Take info:eu-repo/grantAgreement/Funder/Programme/Number (OpenAIRE, 5.2)."""
        parts = [unquote(part) for part in text.split("/")]
        if len(parts) < 3 or not parts[0] or not parts[2]:
            return False
        self.funding[Funding(f"{parts[0]} {parts[1]}".strip(), (parts[2],))] = None
        return True

    def values(self) -> dict[str, Any]:
        """Return what was found as a citation's fields."""
        found: dict[str, Any] = dict(self.single)
        found["issn"], found["isbn"] = tuple(self.issn.values()), tuple(self.isbn.values())
        found["url"] = tuple(self.url)
        found["identifiers"] = {scheme: tuple(texts) for scheme, texts in self.others.items()}
        found["funding"] = tuple(self.funding)
        return found


def related(kind: str, text: str) -> Relation:
    """Return the relation to a work that ``text`` names or cites."""
    bare = text.startswith(("10.", "doi:", "DOI:", "info:doi/")) or "doi.org/10." in text
    if bare and " " not in text.strip() and (doi := identifiers.doi(text)):
        return Relation(kind, "DOI", doi)
    for scheme, numbers in (("ISBN", identifiers.isbns), ("ISSN", identifiers.issns)):
        if text.upper().startswith(scheme) and (found := numbers(text, checked=False)):
            return Relation(kind, scheme, found[0])
    if text.lower().startswith(_ADDRESS) and " " not in text:
        return Relation(kind, "URL", text)
    return Relation(kind, text=text)
