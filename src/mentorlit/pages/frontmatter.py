"""What clipping programs write before a page: YAML between two lines of hyphens, or a header.

Of YAML only what these programs write is read: ``key: value``, a key with a list of items below,
texts in quotes, and links between notes (``[[Jane Doe]]``). See https://yaml.org/spec/1.2.2/.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from mentorlit.pages.lines import Line

_FENCE: Final = "---"
_LONGEST: Final = 80
"""Lines among which the front matter ends."""
_TITLE: Final = "Title: "
_CONTENT: Final = "Markdown Content:"
_HEADER: Final = 8
_SEEN: Final = 400
_KEY: Final = r"([A-Za-z][\w .-]{0,40}):(?:\s+(.*))?\Z"
_LINK: Final = r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,200})\]\]"
_OF_THE_NOTE: Final = ("tags", "created", "modified", "aliases")
"""Keys that speak of the note, not of the page that was clipped: no keywords, no dates of it."""


def unfolded(lines: list[Line]) -> list[Line]:
    """Return the lines of a page with its front matter as ``key: value`` lines.

    Items of a list stand behind their key, set apart by semicolons. A page that does not begin
    with front matter is returned as it is.
    """
    if not lines or lines[0].text != _FENCE:
        return _headed(lines)
    fences = (at for at in range(1, min(len(lines), _LONGEST)) if lines[at].text == _FENCE)
    end = next(fences, 0)
    inside = lines[1:end]
    if not inside or re.match(_KEY, inside[0].text) is None:
        return lines
    return [*_entries(inside), *lines[end + 1 :]]


def _headed(lines: list[Line]) -> list[Line]:
    """Return a page below "Markdown Content:" without that, and without its title given twice.

    The header's title is that of the window; the page's own stands where its authors do.
    """
    if not lines or not lines[0].text.startswith(_TITLE):
        return lines
    end = next((at for at in range(1, min(len(lines), _HEADER)) if lines[at].text == _CONTENT), 0)
    if not end:
        return lines
    header, page = lines[:end], lines[end + 1 :]
    named = lines[0].text.removeprefix(_TITLE)
    shown = any(len(line.text) > 9 and named.startswith(line.text) for line in page[:_SEEN])
    return [*(header[1:] if shown else header), *page]


def _entries(lines: list[Line]) -> Iterator[Line]:
    """Yield one line for every key with what it holds."""
    key, values, first = "", [""], lines[0]
    for line in lines:
        match = None if line.bullet else re.match(_KEY, line.text)
        if match is None:
            values.append(_plain(line.text))
            continue
        yield from _entry(first, key, values)
        key, values, first = match[1], [_plain(match[2] or "")], line
    yield from _entry(first, key, values)


def _entry(line: Line, key: str, values: list[str]) -> Iterator[Line]:
    text = "; ".join(filter(None, values))
    if key and text:
        key = f"note {key}" if key in _OF_THE_NOTE else key
        yield msgspec.structs.replace(line, text=f"{key}: {text}", bullet=False)


def _plain(text: str) -> str:
    """Return a text without quotes and the marks of a link to a note."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].replace('\\"', '"')
    return re.sub(_LINK, r"\1", text).strip()
