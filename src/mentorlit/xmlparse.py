"""The one way to parse XML: no network, no document types, no expansion; small damage repaired."""

import re
from html.entities import html5
from typing import Final

from lxml import etree

from mentorlit.model import Problem
from mentorlit.stream import ENCODING_GUESSED, Stream
from mentorlit.xmltext import local

_DECLARATION: Final = re.compile(rb"""\sxmlns(?::([A-Za-z_][\w.\-]*))?\s*=\s*("[^"<]*"|'[^'<]*')""")
_DECLARATIONS: Final = 100
"""How many prefixes a wrapper may declare; METS with everything in it has about twenty."""
_PREFIXED: Final = re.compile(rb"""(?:</?|\s)([A-Za-z_][\w.\-]*):(?=[A-Za-z_])""")
_UNDECLARED: Final = b"undeclared:"
_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BARE: Final = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z_][\w.\-]{0,63};)")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_LONG_TAG: Final = re.compile(rb"<[^<>]{4000,}+")
_ATTRIBUTES: Final = 1000
"""What one element may have: looking up all of them costs the square of their number."""
_UTF: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_ENVELOPE: Final = ("{*}header", "{*}metadata", "{*}recordData")
"""What an envelope of OAI-PMH or SRU holds, in any namespace."""
_CDATA: Final = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)


class NotOneError(ValueError):
    """The bytes of a record turn out to hold more or less than one element."""


class Parser:
    """Parses records of one document, each alone.

    The document type is never read: no entity is expanded but XML's five and HTML's named
    characters, nothing is fetched, nesting and sizes stay within libxml2's bounds (256 levels,
    10 MB a text). ``declared`` is the encoding that the XML declaration names, ``encoding`` what
    is decoded before parsing, empty for UTF-8.
    """

    def __init__(self, stream: Stream, declared: str) -> None:
        self._stream = stream
        self.encoding = _encoding(stream, declared)
        self._parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._prefixes: dict[bytes, bytes] = {}
        self._opening = b""

    def declare(self, wrapper: bytes) -> None:
        """Take the namespaces that the start tags in ``wrapper`` declare."""
        if b"xmlns" not in wrapper:
            return
        for prefix, address in _DECLARATION.findall(wrapper):
            if prefix != b"xml" and (
                prefix in self._prefixes or len(self._prefixes) < _DECLARATIONS
            ):
                self._prefixes[prefix] = address
        self._opening = b"<_" + b"".join(
            b" xmlns" + (b":" + prefix if prefix else b"") + b"=" + address
            for prefix, address in self._prefixes.items()
            if address[1:-1] or not prefix
        )

    def parse(self, raw: bytes) -> tuple[etree._Element | None, tuple[Problem, ...], str]:
        """Return the element that ``raw`` holds, the problems met, and why there is none.

        Repaired, each with a problem: bytes in another encoding, characters that XML does not
        allow, bare ampersands. Prefixes that nothing declares stand for namespaces
        ``undeclared:PREFIX``.
        """
        if raw.count(b"=") > _ATTRIBUTES and _is_overloaded(raw):
            return None, (), f"an element has more than {_ATTRIBUTES} attributes"
        if not self.encoding:
            try:
                return self._element(raw), (), ""
            except (etree.XMLSyntaxError, NotOneError):
                pass
        text, problems = self._text(raw)
        try:
            mended, more = _mended(text)
            return self._element(mended.encode(), lax=True), problems + more, ""
        except (etree.XMLSyntaxError, NotOneError, UnicodeEncodeError) as error:
            return None, problems, _reason(error)

    def _element(self, raw: bytes, *, lax: bool = False) -> etree._Element:
        opening = self._opening
        if lax:
            unknown = sorted({*_PREFIXED.findall(raw)} - {*self._prefixes} - {b"xml", b"xmlns"})
            opening = opening or b"<_"
            for prefix in unknown[:_DECLARATIONS]:
                opening += b" xmlns:" + prefix + b'="' + _UNDECLARED + prefix + b'"'
        if not opening:
            return etree.fromstring(raw, self._parser)
        root = etree.fromstring(opening + b">" + raw + b"</_>", self._parser)
        if len(root) != 1:
            raise NotOneError("more or less than one element")
        return root[0]

    def _text(self, raw: bytes) -> tuple[str, tuple[Problem, ...]]:
        """Decode a record: as declared, unless it is UTF-8 in spite of that."""
        if self.encoding and not raw.isascii():
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                try:
                    return raw.decode(self.encoding), ()
                except UnicodeDecodeError:
                    return self._stream.text(raw)
            message = f"declared as {self.encoding}, but it is UTF-8"
            return text, (Problem(ENCODING_GUESSED, message),)
        return self._stream.text(raw)


def _is_overloaded(raw: bytes) -> bool:
    """Tell whether a tag has more attributes than an element may have."""
    return any(tag[0].count(b"=") > _ATTRIBUTES for tag in _LONG_TAG.finditer(raw))


def unwrapped(element: etree._Element, parser: Parser) -> etree._Element | None:
    """Return the record in an OAI-PMH or SRU envelope, ``element`` if it is none.

    None if OAI-PMH says that the record is deleted. A ``recordData`` whose record is packed as a
    string (SRU 1.1, recordPacking) is parsed.
    """
    if local(element) != "record":
        return element
    for part in element.iterchildren(*_ENVELOPE):
        name = local(part)
        if name == "header" and part.get("status") == "deleted":
            return None
        if name in ("metadata", "recordData"):
            if len(part):
                return unwrapped(part[0], parser)
            packed = (part.text or "").strip()
            inner = parser.parse(packed.encode())[0] if packed.startswith("<") else None
            return element if inner is None else inner
    return element


def _encoding(stream: Stream, declared: str) -> str:
    """Return the encoding to decode with before parsing, empty for UTF-8."""
    import codecs  # noqa: PLC0415 - only for documents that declare one

    if stream.encoding:
        return stream.encoding
    if not declared or declared in _UTF or declared.startswith(("utf-16", "utf-32", "ucs")):
        return ""
    try:
        name = codecs.lookup(declared).name
        "a".encode(name)
    except (LookupError, ValueError):
        return ""
    # Every byte that is undefined in Latin-1 as the web sees it is one of Windows-1252.
    return "cp1252" if name == "iso8859-1" else name


def _mended(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return ``text`` without what keeps it from being parsed, and what was changed."""
    problems: tuple[Problem, ...] = ()
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("\ufffd", text)
        message = "characters that XML does not allow stand as U+FFFD"
        problems += (Problem("replaced-characters", message),)
    if "&" not in text:
        return text, problems
    parts = _CDATA.split(text)
    bare = False
    for index in range(0, len(parts), 2):
        plain = _ENTITY.sub(_character, parts[index])
        mended = _BARE.sub("&amp;", plain)
        bare = bare or mended != plain
        parts[index] = _REFERENCE.sub(_allowed, mended)
    if bare:
        problems += (Problem("bare-ampersand", "an ampersand that is not written as &amp;"),)
    return "".join(parts), problems


def _character(match: re.Match[str]) -> str:
    """Return what an entity of HTML stands for; others stay, and fail."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    found = html5.get(match[1] + ";", "")
    return found.replace("&", "&amp;").replace("<", "&lt;") if found else match[0]


def _allowed(match: re.Match[str]) -> str:
    """Return a character reference, U+FFFD for a character that XML does not allow (2.2)."""
    number = int(match[1]) if match[1] else int(match[2], 16)
    allowed = (
        number in (9, 10, 13)
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= 0x10FFFF
    )
    return match[0] if allowed else "\ufffd"


def _reason(error: Exception) -> str:
    """Return libxml2's message without its position, which counts from the record's own start."""
    message = str(error).partition(", line ")[0].partition(" (<string>")[0]
    return f"this is not well-formed XML: {' '.join(message.split())[:200]}"
