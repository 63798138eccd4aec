"""A server that behaves as a library's catalogue does by SRU 1.1, 1.2 and 2.0, in MARCXML."""

import re
from collections.abc import Iterable
from html import escape

from loopback.services.answers import first
from loopback.services.open_library import ten_digits
from loopback.serving import Asked, Handler, Reply
from loopback.works import Work

INDEX = "bath.isbn"
_SRW = "http://www.loc.gov/zing/srw/"
_DIAGNOSTIC = "http://www.loc.gov/zing/srw/diagnostic/"
_MARC = "http://www.loc.gov/MARC21/slim"
_SRU_2 = "http://docs.oasis-open.org/ns/search-ws/sruResponse"
_DIAGNOSTIC_2 = "http://docs.oasis-open.org/ns/search-ws/diagnostic"
_CLAUSE = re.compile(r'([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"()<>=/]+))')
_VERSIONS = ("1.1", "1.2")


def handler(works: Iterable[Work], most: int = 50) -> Handler:
    """Answer every path: old books are found by ten digits alone, others by thirteen alone."""
    known: dict[str, Work] = {}
    for work in works:
        if work.isbn:
            known[ten_digits(work.isbn) if work.year < 2007 else work.isbn] = work

    def answer(asked: Asked) -> Reply:
        version = first(asked, "version", "2.0")
        told = _wrong(asked, version)
        if told:
            return _response(version, 0, "", told)
        terms, wrong = clauses(first(asked, "query"))
        if wrong:
            return _response(version, 0, "", wrong)
        found = [known[text] for text in terms if text in known]
        packed = "string" in (first(asked, "recordPacking"), first(asked, "recordXMLEscaping"))
        rows = min(int(first(asked, "maximumRecords", "10")), most)
        records = "".join(
            _record(work, place, packed) for place, work in enumerate(found[:rows], 1)
        )
        return _response(version, len(found), records, "")

    return answer


def _wrong(asked: Asked, version: str) -> str:
    """Return the diagnostic of parameters that this version does not allow."""
    if version != "2.0":
        if version not in _VERSIONS:
            return _diagnostic(5, "1.2", "Unsupported version")
        if first(asked, "operation") != "searchRetrieve":
            return _diagnostic(4, first(asked, "operation"), "Unsupported operation")
    if not first(asked, "query"):
        return _diagnostic(7, "query", "Mandatory parameter not supplied")
    if first(asked, "recordSchema", "marcxml") != "marcxml":
        return _diagnostic(66, first(asked, "recordSchema"), "Unknown schema for retrieval")
    return ""


def clauses(query: str) -> tuple[list[str], str]:
    """Return the terms of a query that joins clauses with ``or``, and the diagnostic or ``""``."""
    terms = []
    rest = query
    while rest:
        match = _CLAUSE.match(rest)
        if not match:
            return [], _diagnostic(10, rest, "Query syntax error")
        if match[1] != INDEX:
            return [], _diagnostic(16, match[1], "Unsupported index")
        terms.append(re.sub(r"\\(.)", r"\1", match[2] if match[2] is not None else match[3]))
        rest = rest[match.end() :]
        if rest and not rest.startswith(" or "):
            return [], _diagnostic(10, rest, "Query syntax error")
        rest = rest.removeprefix(" or ")
    return terms, ""


def _diagnostic(number: int, details: str, message: str) -> str:
    return (
        f"<diag:diagnostic><diag:uri>info:srw/diagnostic/1/{number}</diag:uri>"
        f"<diag:details>{escape(details)}</diag:details>"
        f"<diag:message>{message}</diag:message></diag:diagnostic>"
    )


def _response(version: str, count: int, records: str, told: str) -> Reply:
    new = version == "2.0"
    space, diagnostics = (_SRU_2, _DIAGNOSTIC_2) if new else (_SRW, _DIAGNOSTIC)
    listed = f"<zs:records>{records}</zs:records>" if records else ""
    said = f"<zs:diagnostics>{told}</zs:diagnostics>" if told else ""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<zs:searchRetrieveResponse xmlns:zs="{space}" xmlns:diag="{diagnostics}">'
        f"<zs:version>{escape(version)}</zs:version>"
        f"<zs:numberOfRecords>{count}</zs:numberOfRecords>{listed}{said}"
        "</zs:searchRetrieveResponse>\n"
    )
    kind = "application/sru+xml" if new else "text/xml"
    return Reply(200, body.encode(), {"Content-Type": f"{kind}; charset=UTF-8"})


def _record(work: Work, place: int, packed: bool) -> str:
    held = escape(marc(work)) if packed else marc(work)
    return (
        "<zs:record><zs:recordSchema>info:srw/schema/1/marcxml-v1.1</zs:recordSchema>"
        f"<zs:recordPacking>{'string' if packed else 'xml'}</zs:recordPacking>"
        f"<zs:recordData>{held}</zs:recordData>"
        f"<zs:recordPosition>{place}</zs:recordPosition></zs:record>"
    )


def marc(work: Work) -> str:
    """Return a book as a record of MARC 21 in XML."""
    main, _, rest = work.title.partition(": ")
    isbn = ten_digits(work.isbn) if work.year < 2007 else work.isbn
    names = [f"{family}, {given}".strip(", ") for family, given in work.authors]
    fields = [
        _field("020", "  ", a=f"{isbn} (pbk.)"),
        _field("100", "1 ", a=f"{names[0]},", e="author"),
        _field("245", "10", a=f"{main} :", b=f"{rest}."),
        _field("264", " 1", b=f"{work.publisher},", c=f"{work.year}."),
        _field("650", " 0", a="Mentoring."),
        *(_field("700", "1 ", a=f"{name},", e="author") for name in names[1:]),
    ]
    return (
        f'<record xmlns="{_MARC}"><leader>00000nam a2200000 i 4500</leader>'
        f'<controlfield tag="001">{work.number:09}</controlfield>{"".join(fields)}</record>'
    )


def _field(tag: str, indicators: str, **subfields: str) -> str:
    held = "".join(
        f'<subfield code="{code}">{escape(text)}</subfield>' for code, text in subfields.items()
    )
    marks = f'ind1="{indicators[0]}" ind2="{indicators[1]}"'
    return f'<datafield tag="{tag}" {marks}>{held}</datafield>'
