"""XML as text: always well-formed, inert in a terminal, no value ends its element.

Characters that XML 1.0 forbids (section 2.2: control characters, lone surrogates, U+FFFE and
U+FFFF) become U+FFFD. Those that drive a terminal or reorder its text, but that XML may hold, are
character references.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from mentorlit.losses import COUNTED
from mentorlit.model import Citation

_SPECIAL: Final = re.compile(
    '[&<>"\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff'
    "\ud800-\udfff\ufffe\uffff]"
)
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The same in JSON, which escapes control characters; a backslash that is text may pass as well.
_FORBIDDEN_IN_JSON: Final = re.compile(rb"\\u00[01]|\\[bf]|\xef\xbf[\xbe\xbf]")
_ENCODER: Final = msgspec.json.Encoder()

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escaped(text: str) -> str:
    """Return ``text`` as the content of an element or, on one line, of an attribute."""
    return _SPECIAL.sub(_reference, text) if _SPECIAL.search(text) else text


def _reference(match: re.Match[str]) -> str:
    found = match[0]
    if found in _NAMED:
        return _NAMED[found]
    return "\ufffd" if _FORBIDDEN.match(found) else f"&#{ord(found)};"


def attributes(**values: str) -> str:
    """Return attributes with a blank before each; empty ones are left out."""
    shown = ""
    for name, value in values.items():
        if value.isalnum():
            shown += f' {name}="{value}"'
        elif value:
            shown += f' {name}="{escaped(" ".join(value.split()))}"'
    return shown


def leaf(name: str, text: str, attributes: str = "") -> str:
    """Return an element that holds text; nothing for an empty one."""
    return f"<{name}{attributes}>{escaped(text)}</{name}>" if text else ""


def nest(name: str, *parts: str, attributes: str = "") -> str:
    """Return an element that holds others; nothing for one without content."""
    inner = "".join(parts)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else ""


def damaged(citation: Citation) -> Iterator[str]:
    """Yield the JSON names of the fields in which a character cannot be written in XML."""
    if not _FORBIDDEN_IN_JSON.search(_ENCODER.encode(citation)):
        return
    for field, name in COUNTED:
        if any(map(_FORBIDDEN.search, _texts(getattr(citation, field)))):
            yield name


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from _all(msgspec.structs.astuple(value))
    elif isinstance(value, dict):
        yield from _all(value)
        yield from _all(value.values())
    elif isinstance(value, list | tuple):
        yield from _all(value)


def _all(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)
