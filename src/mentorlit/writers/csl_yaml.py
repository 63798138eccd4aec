"""Writer of CSL-YAML: the items of CSL-JSON as a list under ``references``, as pandoc reads it.

YAML 1.2 without tags, anchors and aliases. A text stands bare only where every version of YAML
reads it as that text; else in double quotes, escaped as in JSON, with its Unicode kept.
docs/formats/csl-yaml.md says what the items hold.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mentorlit.formats.csl.written import item
from mentorlit.jsontext import encode
from mentorlit.layout import Layout
from mentorlit.model import Citation

_FORMAT: Final = "csl-yaml"
# Letters first: no number, date, indicator, null or sexagesimal looks like that.
_BARE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ ./-][A-Za-z0-9_]+)*\Z")
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_LONGEST_BARE: Final = 200


def _record(citation: Citation, number: int) -> str:
    members = msgspec.to_builtins(item(citation, f"item-{number}", _FORMAT))
    return "".join(_lines([members], ""))


write: Final = Layout(
    _record,
    head="---\nreferences:\n",
    tail="...\n",
    empty="---\nreferences: []\n...\n",
    is_numbered=True,
)
"""Yields ``references:`` and one item of the list for each citation; ``[]`` for none.

The ``id`` of an item is the citation key; a record without one gets ``item-1``, by position.
"""


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a list or object that says something, each with its line end."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _entry(f"{indent}{_scalar(name)}:", inner, f"{indent}  ")
        return
    for inner in value:
        if isinstance(inner, dict | list | tuple) and inner:
            first, *others = _lines(inner, f"{indent}  ")
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from others
        else:
            yield f"{indent}- {_scalar(inner)}\n"


def _entry(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict | list | tuple) and value:
        yield f"{key}\n"
        yield from _lines(value, indent)
    else:
        yield f"{key} {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    """Return a text, number, truth value, null or empty collection."""
    return value if isinstance(value, str) and _is_bare(value) else encode(value).decode()


def _is_bare(text: str) -> bool:
    """Tell whether a text needs no quotes."""
    return (
        len(text) <= _LONGEST_BARE and _BARE.match(text) is not None and text.lower() not in _WORDS
    )
