"""The fields of one BibTeX entry, as they are written: key, names, values with macros filled in."""

import re
from collections.abc import Mapping
from typing import Final

from mentorlit.model import Problem

_GAP: Final = re.compile(r"(?:[\s,]|%[^\n]*(?:\n|\Z))+")
_KEY: Final = re.compile(r"\s*([^,={}\"\r\n]*)")
_FIELD: Final = re.compile(r"([^\s={}\",#%()\\@]+)\s*=\s*")
_RESUME: Final = re.compile(r"[,\n}][ \t\u00a0]*(?=[A-Za-z][A-Za-z0-9_:.+-]{0,63}[ \t\u00a0]*=)")
_JOIN: Final = re.compile(r"\s*#\s*")
_BARE: Final = re.compile(r"[^\s,#{}\"=%]+")
_BRACE: Final = re.compile(r"[{}]")
_QUOTE: Final = re.compile(r'[{}"]')
_AFTER_QUOTE: Final = re.compile(r"[ \t]*(?:[,#})\r\n]|\Z)")
_LINE_END: Final = re.compile(r"[\r\n]|\Z")

# An entry that nobody can misread is its key and fields of this form; of any other, each piece is
# looked at by itself.
_PLAIN_KEY: Final = re.compile(r"[ \t]*+([^\s,={}\"'()#%\\~]++)[ \t]*+(?=,)")
_PLAIN_FIELD: Final = re.compile(
    r"[ \t\r\n]*+,[ \t\r\n]*+([A-Za-z][A-Za-z0-9_-]*+)[ \t\r\n]*+=[ \t\r\n]*+"
    r"(?:([{\"])|([A-Za-z0-9_]++))"
)
_ONE: Final = r"[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+"
_TWO: Final = rf"[^{{}}]*+(?:\{{{_ONE}\}}[^{{}}]*+)*+"
_BRACED: Final = re.compile(rf"{_TWO}(?=\}})")
_QUOTED: Final = re.compile(rf"[^\"{{}}]*+(?:\{{{_ONE}\}}[^\"{{}}]*+)*+(?=\")")

_IN_VAIN: Final = 32
"""An entry is looked through so often for quotes that are not there: so that time is linear."""

_LISTS: Final = {"author": " and ", "editor": " and ", "translator": " and ", "keywords": ", "}

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros that every BibTeX style defines."""

TOO_LONG: Final = "string-too-long"
"""The code of the problem that a string was not filled in because of its length."""


class Entry:
    """One entry: its key and, in order, its fields as TeX source.

    ``fields`` has the first value of each name in lower case (BibTeX ignores further ones);
    those are in ``repeated``. Lists that some programs spread over several fields are joined.
    ``problems`` tells what was doubtful. At most ``room`` characters come from ``strings``, in
    which None stands for a string that was too long; what does not fit stays the string's name.
    ``expanded`` tells how many came.
    """

    def __init__(self, body: str, strings: Mapping[str, str | None], room: int = 0) -> None:
        self.problems: list[Problem] = []
        self._body = body
        self._strings = strings
        self._room = room
        self._begin()
        if not self._read_plain():
            self._begin()
            self.key = self._key()
            self._read()
        for name, values in self._lists.items():
            self.fields[name] = _LISTS[name].join((self.fields[name], *values))

    def _begin(self) -> None:
        self.fields: dict[str, str] = {}
        self.repeated: dict[str, list[str]] = {}
        self._lists: dict[str, list[str]] = {}
        self.expanded = 0
        self._in_vain = 0
        self._position = 0
        self.key = ""

    def _read_plain(self) -> bool:
        """Read a well-formed entry quickly; False if it is none, then nothing is read."""
        body = self._body
        match = _PLAIN_KEY.match(body)
        if not match:
            return False
        self.key = match[1]
        position = match.end()
        field, find, fields = _PLAIN_FIELD.match, body.find, self.fields
        while match := field(body, position):
            name, mark, bare = match.groups()
            position = match.end()
            if mark == "{":
                end = find("}", position)
                if end < 0 or find("{", position, end) >= 0:
                    end = _plain_end(_BRACED, body, position)
            elif mark:
                end = _plain_end(_QUOTED, body, position)
            elif (value := self._plain_bare(bare)) is not None:
                self._add(name.lower(), value)
                continue
            else:
                return False
            if end < 0:
                return False
            name = name.lower()
            if name in fields:
                self._add(name, body[position:end])
            else:
                fields[name] = body[position:end]
            position = end + 1
        # What could not go on with a comma and a field is a fault, unless it is the end.
        return position == len(body) or not body[position:].strip(" \t\r\n,")

    def _plain_bare(self, word: str) -> str | None:
        """Return the value of a number, a month or a string that is defined."""
        if word.isdigit() or word.lower() in MONTHS:
            return word
        return self._expansion(word)

    def _expansion(self, word: str) -> str | None:
        """Return what a string stands for, None if that is unknown or too long."""
        value = self._strings.get(word.lower())
        if value is None or self.expanded + len(value) > self._room:
            return None
        self.expanded += len(value)
        return value

    def _key(self) -> str:
        """Return what stands before the first comma, unless that is a field already."""
        match = _KEY.match(self._body)
        if not match or self._body[match.end() : match.end() + 1] in ("=", "{", '"'):
            return ""
        self._position = match.end()
        return match[1].strip()

    def _read(self) -> None:
        body = self._body
        while True:
            gap = _GAP.match(body, self._position)
            self._position = gap.end() if gap else self._position
            if self._position >= len(body):
                return
            match = _FIELD.match(body, self._position)
            if match:
                self._position = match.end()
                self._add(match[1].lower(), self._value(match[1].lower()))
            else:
                self._skip()

    def _add(self, name: str, value: str) -> None:
        if name not in self.fields:
            self.fields[name] = value
        elif name in _LISTS:
            self._lists.setdefault(name, []).append(value)
        elif value.strip() and value != self.fields[name]:
            self.repeated.setdefault(name, []).append(value)

    def _skip(self) -> None:
        """Pass over what is no field, up to where one seems to begin."""
        match = _RESUME.search(self._body, self._position + 1)
        end = match.end() if match else len(self._body)
        text = self._body[self._position : end].strip(" \t\r\n,")
        self._position = end
        if text not in ("}", ")", ""):
            self.problems.append(
                Problem("not-understood", f"passed over in the entry: {text[:200]}")
            )

    def _value(self, name: str) -> str:
        """Return the value at the position: pieces joined by ``#``."""
        pieces = [self._piece(name)]
        while match := _JOIN.match(self._body, self._position):
            self._position = match.end()
            pieces.append(self._piece(name))
        return "".join(pieces)

    def _piece(self, name: str) -> str:
        first = self._body[self._position : self._position + 1]
        if first == "{":
            return self._braced(name)
        if first == '"':
            return self._quoted(name)
        match = _BARE.match(self._body, self._position)
        if not match:
            return ""
        self._position = match.end()
        word = match[0]
        if word.isdigit() or word.lower() in MONTHS:
            return word
        if (value := self._expansion(word)) is not None:
            return value
        if word.lower() in self._strings:
            message = f"what the string {word} stands for is too long"
            self.problems.append(Problem(TOO_LONG, message, name))
        elif not word[:1].isdigit():
            message = f"the string {word} is not defined before this entry"
            self.problems.append(Problem("undefined-string", message, name))
        return word

    def _braced(self, name: str) -> str:
        depth, start = 0, self._position + 1
        for match in _BRACE.finditer(self._body, self._position):
            depth += 1 if match[0] == "{" else -1
            if not depth:
                self._position = match.end()
                return self._body[start : match.start()]
        return self._rest_of_line(start, name)

    def _quoted(self, name: str) -> str:
        """Return what stands between quotes; a quote that no field could follow is text."""
        depth, start = 0, self._position + 1
        last = end = -1
        for match in _QUOTE.finditer(self._body, start, self._quotes_end(start)):
            end = match.end()
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if depth < 0:
                    break
            elif not depth:
                last = match.start()
                if _AFTER_QUOTE.match(self._body, end):
                    break
        self._in_vain += max(0, end - max(start, last + 1))
        if last < 0:
            return self._rest_of_line(start, name)
        self._position = last + 1
        return self._body[start:last]

    def _quotes_end(self, start: int) -> int:
        """Return how far to look for a quote: to the end of the line if all was in vain often."""
        if self._in_vain <= _IN_VAIN * len(self._body):
            return len(self._body)
        match = _LINE_END.search(self._body, start)
        return match.start() if match else len(self._body)

    def _rest_of_line(self, start: int, name: str) -> str:
        match = _LINE_END.search(self._body, start)
        end = match.start() if match else len(self._body)
        self._position = end
        message = "the value has no end; the rest of its line was taken"
        self.problems.append(Problem("unclosed-value", message, name))
        return self._body[start:end].strip().rstrip(",").rstrip('"}')


def _plain_end(value: re.Pattern[str], body: str, start: int) -> int:
    """Return where the value that begins at ``start`` ends, -1 if it is not plain."""
    match = value.match(body, start)
    return match.end() if match else -1
