"""Addresses, identifiers and paths out of TeX source: nothing but escapes is undone in them."""

import re
from typing import Final

from mentorlit.tables import load

_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_ESCAPED: Final = re.compile(
    r"\{?\\(?:([_%&#$~^{}\\ ])(?:\{\})?|text(backslash|brace(?:left|right)|ascii(?:circum|tilde)|"
    r"less|greater|bar|underscore|dollar|tilde)(?![A-Za-z])(?:\{\}|[ ])?)\}?|\$\\sim\$"
)
_WRAPPED: Final = re.compile(
    r"\s*\\(?:url|path|nolinkurl|href|texttt)\s*\{([^{}]*)\}\s*(?:\{[^{}]*\})?\s*\Z"
)


def decode_verbatim(text: str) -> str:
    r"""Return an address, path or identifier without the escapes that some programs put there.

    ``\_``, ``\%``, ``\&``, ``{\textasciitilde}`` and the like are undone and an enclosing
    ``\url{}`` is taken off; everything else stays as it is, without line ends.
    """
    text = _SPACES.sub(" ", text).strip()
    if "\\" not in text:
        return text
    match = _WRAPPED.match(text)
    if match:
        text = match[1].strip()
    return _ESCAPED.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    table = load("tex")["characters"]
    if match[2]:
        shown: str = table.get("text" + match[2], "~")
        braces = match[0].startswith("{"), match[0].endswith("}") and not match[0].endswith("{}")
    elif match[1]:
        shown = match[1]
        body = match[0][2 if match[0].startswith("{") else 1 :]
        braces = match[0].startswith("{"), body.removesuffix("{}")[1:] == "}"
    else:
        return "~"
    # A brace on one side only belongs to what is around.
    return shown if braces[0] == braces[1] else ("{" * braces[0]) + shown + ("}" * braces[1])
