"""A library's catalogue by SRU, versions 1.1 to 2.0; the user's configuration tells of which.

https://www.loc.gov/standards/sru/ and OASIS searchRetrieve 1.0 (for version 2.0). ``settings`` say
how the catalogue is to be asked: ``index`` (``bath.isbn``, ``pica.isb``, ``alma.isbn`` ...),
``schema`` (``marcxml`` ...) and ``version``. The base address may have a query of its own. Records
may come in MARCXML, MODS, Dublin Core or PICA.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mentorlit.network.asking import Query
from mentorlit.services import Access, _answers, quoting
from mentorlit.stream import Stream
from mentorlit.xmlsplit import pieces
from mentorlit.xmltext import child, value

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMAT: Final = ""

_ACCEPT: Final = "application/sru+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
_EDITIONS: Final = 5
"""Records that catalogues have of one ISBN: printings, copies, the e-book."""
_MOST: Final = 50
"""Records in one answer: what the catalogues seen give without cutting."""
# CQL 1.2, B: a term with one of these has to be in quotation marks, and so have its operators.
_TO_QUOTE: Final = re.compile(r'[\s"()<>=/]')
_OPERATORS: Final = frozenset({"", "and", "or", "not", "prox", "sortby"})
_MASKING: Final = re.compile(r'[\\"*?^]')
_RESPONSE: Final = rb"<(?:[\w.-]{1,40}:)?searchRetrieveResponse[\s/>]"
_RECORD: Final = rb"<(?:[\w.-]{1,40}:)?recordData[\s/>]"
_ESCAPED: Final = (
    rb"<(?:[\w.-]{1,40}:)?record(?:Packing|XMLEscaping)\s*>\s*string\s*<|"
    rb"<(?:[\w.-]{1,40}:)?recordData\s*>\s*&lt;"
)
_OUT_OF_RANGE: Final = "info:srw/diagnostic/1/61"
"""First record position out of range: what some catalogues say when nothing was found."""


def lookup(access: Access, _scheme: str, ids: Sequence[str]) -> Query:
    """Return the question for these ISBNs, each also in ten digits if it has such a form."""
    index = str(access.settings.get("index", "bath.isbn"))
    terms = [form for identifier in ids for form in _forms(identifier)]
    asked = " or ".join(f"{index}={term(text)}" for text in terms)
    most = str(min(_EDITIONS * len(ids), _MOST))
    return Query(_url(access, asked, most), accept=_ACCEPT, service="sru")


def address(access: Access, scheme: str, identifier: str) -> str:
    """Return the address of the search for one ISBN: catalogues have no other in common."""
    return lookup(access, scheme, [identifier]).url


def fault(body: bytes) -> str:
    """Return why an answer has no records though nothing says that there are none, or ``""``.

    Diagnostics beside records are warnings, and those in the place of a record are of that alone
    (SRU 1.2, diagnostics); only if there is nothing else the whole question has failed.
    """
    if told := _answers.no_xml(body):
        return told
    if re.search(_ESCAPED, body):
        return "the catalogue sends its records as escaped text (recordPacking=string)"
    said = [text for text in map(_told, _diagnostics(body)) if text]
    records = len(re.findall(_RECORD, body))
    if said and (records <= len(said)):
        return f"the catalogue says: {said[0]}"
    return "" if re.search(_RESPONSE, body) else "this is not the answer of a catalogue by SRU"


def nothing(body: bytes) -> bool:
    """Tell whether an answer without fault says that no record was found."""
    return not re.search(_RECORD, body)


def term(text: str) -> str:
    """Return ``text`` as a term of CQL that means just this text."""
    masked = _MASKING.sub(r"\\\g<0>", text)
    bare = not _TO_QUOTE.search(text) and text.lower() not in _OPERATORS
    return masked if bare else f'"{masked}"'


def _url(access: Access, asked: str, most: str) -> str:
    """Return the address of a search; since version 2.0 it names neither itself nor the version."""
    settings = access.settings
    version, schema = str(settings.get("version", "1.1")), str(settings.get("schema", ""))
    parameters = {"query": asked, "maximumRecords": most}
    if version.startswith("2"):
        parameters["recordXMLEscaping"] = "xml"
    else:
        begin = {"version": version, "operation": "searchRetrieve"}
        parameters = {**begin, **parameters, "recordPacking": "xml"}
    if schema:
        parameters["recordSchema"] = schema
    joint = "" if access.base.endswith(("?", "&")) else "&" if "?" in access.base else "?"
    return f"{access.base}{joint}{quoting.parameters(parameters.items())}"


def _forms(isbn: str) -> tuple[str, ...]:
    """Return an ISBN and, if it has one, its form of ten digits, under which old records are."""
    if len(isbn) != 13 or not isbn.startswith("978") or not (isbn.isascii() and isbn.isdecimal()):
        return (isbn,)
    body = isbn[3:12]
    check = -sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return isbn, f"{body}{'X' if check == 10 else check}"


def _diagnostics(body: bytes) -> "Iterator[_Element]":
    if b"diagnostic" not in body:
        return
    stream = Stream([body], name="", source="", format="")
    for piece in pieces(stream, frozenset({"diagnostic"})):
        if piece.element is not None:
            yield piece.element


def _told(diagnostic: "_Element") -> str:
    """Return what a diagnostic says, ``""`` for the one that says that nothing was found."""
    uri, message, details = (
        _answers.line(value(child(diagnostic, name))) for name in ("uri", "message", "details")
    )
    if uri == _OUT_OF_RANGE:
        return ""
    text = message or uri or "an error without a reason"
    return f"{text} ({details})" if details and details not in text else text
