r"""LaTeX sources read as far as citing goes: where keys stand, and which files are taken in.

One pass over the tokens, without recursion: a command that cites waits for its arguments at the
depth of braces at which it stands, until they have come or something else does.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from mentorlit.rekeying import verbatim
from mentorlit.rekeying.commands import FILE, FOLDER, KEYS, Shape, Syntax
from mentorlit.rekeying.definitions import Definition

_NAME: Final = re.compile(r"[ \t]*+\{([^{}\\%\r\n]*+)\}")
_BARE: Final = re.compile(r"[^\s\\{}%]++")
_CLOSING: Final = {"[": "]", "(": ")", "<": ">"}
_NOTES: Final = re.compile(r"\s*+[\[(<*](?:.*[\])>*])?\s*+", re.DOTALL)
_ROUND: Final = "("
_STAR: Final = "*"
_PARAMETER_LENGTH: Final = 20
# Bounded: each text without braces is looked at once more, and no further than a list may be long.
_PLAIN: Final = re.compile(r"([^\\{}%#]{1,999}+)\}")
_PAR: Final = re.compile(r"\n[ \t]*+\r?\n|\r[ \t]*+\r")


class Keys(NamedTuple):
    """A list of keys: the text between two braces; ``at`` is the place of the command."""

    at: int
    start: int
    end: int


class Nested(NamedTuple):
    """An argument for keys that has further citing in it; ``at`` is its place."""

    at: int


class Elsewhere(NamedTuple):
    """A plain argument in braces of a command that is not known to cite."""

    command: str
    start: int
    end: int


class Included(NamedTuple):
    """A file that is taken in, as the source names it; ``at`` is the place of the command."""

    at: int
    folder: str
    file: str


Found = Keys | Nested | Elsewhere | Included
"""What there is to be found in a source."""


class _Pending:
    """A command that waits for its arguments, at a depth of braces."""

    __slots__ = (
        *("at", "closer", "command", "depth", "folder", "group", "lists", "nested", "place"),
        *("shape", "started"),
    )

    def __init__(self, command: str, shape: Shape, at: int, depth: int) -> None:
        self.command = command
        self.shape = shape
        self.at = at
        self.depth = depth
        self.closer = ""  # of the note in brackets that is open
        self.place = 0  # of the next argument in the shape
        self.group = -1  # where the argument that is open begins
        self.lists = 0  # of keys that have come
        self.started = self.nested = False
        self.folder = ""


@cache
def _tokens(shorts: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what takes a source apart, in full and where nothing waits for arguments."""
    own = re.escape(shorts)
    always = (
        r"\\[A-Za-z@]++|(?:\\[^A-Za-z@])++|\\\Z"
        r"|%[^\r\n]*+(?:\r\n|[\r\n]|\Z)[ \t]*+|\{++|\}++" + (f"|[{own}]" if own else "")
    )
    full = re.compile(rf"{always}|[\[\]()<>*]|\s++|[^\\%{{}}\[\]()<>*\s{own}]++|.")
    return full, re.compile(rf"{always}|[^\\%{{}}{own}]++|.")


def scan(text: str, syntax: Syntax) -> Iterator[Found]:
    r"""Yield the lists of keys in a source and the files it takes in, in order of their ends.

    Comments, verbatim text and what stands after ``\end{document}`` are passed over. What the
    source defines (environments of verbatim text, characters for it) is added to ``syntax``.
    """
    return _Scan(text, syntax).run()


class _Scan:
    def __init__(self, text: str, syntax: Syntax) -> None:
        self._text = text
        self._syntax = syntax
        self._waiting: list[_Pending] = []
        self._depth = 0
        self._definer = ""  # the command before, if it defines the next one
        self._defined: Definition | None = None
        self._unknown = "", 0  # the command whose arguments come, if none knows it, and its depth

    def run(self) -> Iterator[Found]:
        text, at = self._text, 0
        full, quick = _tokens(self._syntax.shorts)
        while at < len(text):
            found = (full if self._definer or self._top() else quick).match(text, at)
            if found is None:
                return
            token, at = found[0], found.end()
            first = token[0]
            if first == "}":
                yield from self._close(found.start(), len(token))
            elif first == "{":
                yield from self._elsewhere(at)
                self._open(found.end() - len(token) + 1, len(token))
            elif first == "\\":
                at = self._command(token, found.start(), at)
                full, quick = _tokens(self._syntax.shorts)
            elif first in self._syntax.shorts:
                self._interrupt()
                at = verbatim.between(text, found.start())
            elif first != "%":
                yield from self._plain(token, found.start())

    def _top(self) -> _Pending | None:
        """Return what waits at this depth."""
        if self._waiting and self._waiting[-1].depth == self._depth:
            return self._waiting[-1]
        return None

    def _interrupt(self) -> None:
        """Give up what waits for an argument here: something else has come."""
        self._definer = ""
        while (top := self._top()) and not top.closer:
            self._waiting.pop()

    def _elsewhere(self, inside: int) -> Iterator[Elsewhere]:
        """Look at an argument that no command takes which is known to cite."""
        command, depth = self._unknown
        is_open = command and depth == self._depth and not self._top()
        if is_open and (found := _PLAIN.match(self._text, inside)):
            yield Elsewhere(command, *found.span(1))

    def _open(self, inside: int, count: int) -> None:
        top = self._top()
        if top and not top.closer:
            top.group, top.started, top.nested = inside, True, False
        self._depth += count

    def _close(self, start: int, count: int) -> Iterator[Found]:
        for end in range(start, start + count):
            if not self._waiting:
                self._depth -= start + count - end
                return
            self._depth -= 1
            while self._waiting and self._waiting[-1].depth > self._depth:
                self._waiting.pop()
            top = self._top()
            if top and top.group >= 0:
                yield from self._taken(top, end)

    def _taken(self, top: _Pending, end: int) -> Iterator[Found]:
        """Take an argument that is complete; the command goes when it has all."""
        kind = top.shape.groups[top.place]
        start, top.group = top.group, -1
        top.place += 1
        if kind == KEYS:
            top.lists += 1
            if top.nested:
                yield Nested(start)
            elif not self._is_learned(start, end):
                yield Keys(top.at, start, end)
        elif kind == FOLDER:
            top.folder = self._text[start:end]
        elif kind == FILE:
            yield Included(top.at, top.folder, self._text[start:end])
        if top.place < len(top.shape.groups):
            return
        if top.shape.repeats:
            top.place = 0
        else:
            self._waiting.pop()

    def _is_learned(self, start: int, end: int) -> bool:
        """Note which command is defined to cite, if an argument for keys is one of its own."""
        if self._defined is None or end - start > _PARAMETER_LENGTH:
            return False
        place = self._defined.place(self._text[start:end])
        if place:
            self._syntax.learn(self._defined.name, place)
        return place > 0

    def _plain(self, token: str, start: int) -> Iterator[Included]:
        """Take text, white space or a bracket."""
        top = self._top()
        if token.isspace():
            if top and not top.closer and _PAR.search(token):
                self._interrupt()
            return
        self._definer = self._definer if token in _STAR else ""
        if top is None:
            if self._unknown[1] == self._depth and not _NOTES.fullmatch(token):
                self._unknown = "", 0
            return
        if top.closer:
            if token == top.closer:
                top.closer = ""
        elif token in _CLOSING and self._may_note(top, token):
            top.closer, top.started = _CLOSING[token], True
        elif token in _STAR and not top.started:
            top.started = True
        elif top.shape.groups == FILE and top.command == "input":
            self._waiting.pop()
            yield Included(top.at, "", self._bare(start))
        else:
            self._interrupt()
            yield from self._again(token, start)

    def _again(self, token: str, start: int) -> Iterator[Included]:
        """Give a bracket that ended a command to the note in which that command stood."""
        top = self._top()
        if top and top.closer == token:
            yield from self._plain(token, start)

    def _may_note(self, top: _Pending, token: str) -> bool:
        """Tell whether a note may open here: round brackets only before the first argument."""
        return top.shape.cites and (token not in _ROUND or (top.shape.repeats and not top.lists))

    def _bare(self, start: int) -> str:
        r"""Return the name behind ``\input`` without braces: up to white space."""
        found = _BARE.match(self._text, start)
        return found[0] if found else ""

    def _command(self, token: str, start: int, at: int) -> int:
        """Take a command and return where to go on."""
        definer, name = self._definer, token[1:]
        self._interrupt()
        self._unknown = "", 0
        if not name.replace("@", "a").isalpha():
            return at
        if definer:
            self._defined = Definition(definer, name, self._text, at)
            return at
        hidden = self._hidden(name, at)
        if hidden > at:
            return hidden
        if name in self._syntax.environment_definers:
            verbatim.define(self._text, at, self._syntax)
        self._definer = name if name in self._syntax.definers else ""
        if shape := self._syntax.shape(name):
            self._wait(name, shape, start)
        elif not self._definer and self._syntax.may_cite(name):
            self._unknown = name, self._depth
        return at

    def _wait(self, name: str, shape: Shape, start: int) -> None:
        """Let a command wait for its arguments."""
        if self._waiting:
            self._waiting[-1].nested = True
        self._waiting.append(_Pending(name, shape, start, self._depth))

    def _hidden(self, name: str, at: int) -> int:
        """Return where the text ends that a command hides from TeX, if it does."""
        syntax, text = self._syntax, self._text
        if name in ("begin", "end"):
            return self._environment(name, at)
        if name in syntax.inline:
            return verbatim.inline(text, at, *syntax.inline[name])
        if name in syntax.addresses:
            return verbatim.braced(text, at)
        if name in syntax.short_on or name in syntax.short_off:
            return verbatim.short(text, at, syntax, is_on=name in syntax.short_on)
        return at

    def _environment(self, command: str, at: int) -> int:
        """Return where to go on behind the begin or end of an environment."""
        found = _NAME.match(self._text, at)
        if not found:
            return at
        if command == "end":
            return len(self._text) if found[1] == "document" else at
        if shape := self._syntax.environment(found[1]):
            self._wait(found[1], shape, at)
            return found.end()
        if found[1] not in self._syntax.environments:
            return at
        end = self._text.find(f"\\end{{{found[1]}}}", found.end())
        return len(self._text) if end < 0 else end
