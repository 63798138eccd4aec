"""MARCXML as most programs write it: read without a parser, or not at all.

What is read here is a small part of the grammar of XML, in which nothing can be ill-formed and
nothing has more than one meaning: the elements of MARCXML in order, their attributes in the usual
order, no others, no comments, UTF-8. All else is left to the parser.
"""

import re
from functools import lru_cache
from typing import Final

from mentorlit.composing import normalized
from mentorlit.formats.marc.record import Content, Record
from mentorlit.plaintext import printable

_HEAD: Final = re.compile(
    r"<((?:[A-Za-z_][A-Za-z0-9_]{0,30}:)?)record(?: xmlns=\"http://www\.loc\.gov/MARC21/slim\")?"
    r"(?: type=\"[A-Za-z ]{0,30}\")?>[ \n\t]*"
    r"<\1leader>([^<]*)</\1leader>[ \n\t]*"
)
_START: Final = re.compile(
    r'([0-9A-Za-z]{3})" ind1="([ !#-%\'-;=?-~])" ind2="([ !#-%\'-;=?-~])">\Z'
)
_CODES: Final = frozenset(chr(number) for number in range(0x21, 0x7F)) - frozenset('"&<>')
_TAG: Final = re.compile(r"[0-9A-Za-z]{3}\Z")
_LONGEST: Final = 200
_BLANK: Final = " \n\t"
_UNUSUAL: Final = bytes(number for number in range(32) if number not in b"\n\t")
_ENTITIES: Final = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&apos;", "'"),
    ("&amp;", "&"),
)
"""What XML itself declares; the ampersand last, as it may stand before the others' names."""


def record(raw: bytes) -> Record | None:
    """Return the record that the bytes of an element hold, None if a parser has to tell.

    It is what :func:`mentorlit.formats.marc.xml.record` returns of the parsed element.
    """
    if len(raw.translate(None, _UNUSUAL)) != len(raw) or b"]]>" in raw:
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(text)
    if head is None or not _has_plain_text(text):
        return None
    prefix = head[1]
    ending = f"</{prefix}record>"
    if not text.endswith(ending):
        return None
    fields = _fields(text[head.end() : -len(ending)], prefix)
    if fields is None or text.count("<") != _tags(fields):
        return None
    if "&" in text or not text.isascii():
        fields = [(tag, _told(content)) for tag, content in fields]
    return Record(_value(head[2]).strip("\n\r\t"), fields)


def _has_plain_text(text: str) -> bool:
    """Tell whether all references are XML's own five and all characters such as XML allows."""
    if "&" in text and text.count("&") != sum(text.count(entity) for entity, _ in _ENTITIES):
        return False
    return text.isascii() or ("\ufffe" not in text and "\uffff" not in text)


def _tags(fields: list[tuple[str, Content]]) -> int:
    """Return how many tags there are if no value has one in it; leader and record have four."""
    sizes = (1 if isinstance(content, str) else len(content) // 2 + 1 for _, content in fields)
    return 4 + 2 * sum(sizes)


def _fields(body: str, prefix: str) -> list[tuple[str, Content]] | None:
    """Return the fields, None if there is anything else or no data field."""
    first, *rest = body.split(f'<{prefix}datafield tag="')
    lead, *controls = first.split(f'<{prefix}controlfield tag="')
    if lead or not rest:
        return None
    fields: list[tuple[str, Content]] = []
    ending = f"</{prefix}controlfield>"
    for control in controls:
        tag, whole = control[:3], control.rstrip(_BLANK)
        if not whole.endswith(ending) or whole[3:5] != '">' or not _TAG.match(tag):
            return None
        fields.append((tag, _value(whole[5 : -len(ending)]).strip("\n\r\t")))
    for part in rest:
        found = _data_field(part.rstrip(_BLANK), prefix)
        if found is None:
            return None
        fields.append(found)
    return fields


def _data_field(part: str, prefix: str) -> tuple[str, Content] | None:
    """Return tag and content of a field, whose start tag begins with the tag's value."""
    closing = f"</{prefix}datafield>"
    ending = f"</{prefix}subfield>"
    if not part.endswith(closing):
        return None
    start, *subfields = part[: -len(closing)].split(f'<{prefix}subfield code="')
    tag, indicators = _started(start.rstrip(_BLANK)) if len(start) < _LONGEST else ("", "")
    if not tag:
        return None
    field = [indicators]
    size = -len(ending)
    for said in subfields:
        # Where it does not end like this, what follows may be indentation.
        subfield = said if said.endswith(ending) else said.rstrip(_BLANK)
        if subfield[1:3] != '">' or subfield[size:] != ending or subfield[0] not in _CODES:
            return None
        field += (subfield[0], subfield[3:size])
    return tag, field


@lru_cache(maxsize=1024)
def _started(start: str) -> tuple[str, str]:
    """Return tag and indicators of a start tag, empty if it is another."""
    match = _START.match(start)
    return (match[1], match[2] + match[3]) if match else ("", "")


def _told(content: Content) -> Content:
    """Return what a field says, without references and in NFC; codes have neither."""
    if isinstance(content, str):
        return content
    whole = "".join(content)
    if whole.isascii() and "&" not in whole:
        return content
    return [content[0], *map(_value, content[1:])]


def _value(text: str) -> str:
    """Return the text of an element."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text if text.isascii() else printable(normalized("NFC", text))
