"""From TeX to plain text with limited markup, in one pass, without recursion into groups."""

import re
from functools import cache
from typing import Final

from mentorlit.composing import normalized
from mentorlit.formats.tex.plain import has_tex, on_one_line
from mentorlit.formats.tex.verbatim import decode_verbatim
from mentorlit.tables import load

_ESCAPE: Final = re.compile(r"\\([&%#_])")
# A group with nothing in it but plain text.
_GROUP: Final = re.compile(r"\{((?:[^{}\\$~`\-']|-(?!-)|'(?!'))*+)\}")
_NUMBER: Final = re.compile(r"\{\"([0-9A-Fa-f]{2,6})\}")
_SPACES: Final = re.compile(r"[ \t\r\n\f\v]+")
_TOKEN: Final = re.compile(
    r"\\(?:[A-Za-z]+[ \t\r\n]*|.|\Z)|[{}~^_]|\$\$?|---?|``|''|[?!]`|[^\\{}~^_$\-`'?!]+|.", re.DOTALL
)
_DEPTH: Final = 64
"""Groups deeper than this are read as if their braces were not there: no real value has them."""

Operation = tuple[str, str]
"""What waits for an argument: kind (``accent``, ``markup``, ``quoted``, ``drop``) and its value."""


@cache
def _commands() -> dict[str, Operation]:
    """Return what each control word does: kind and value."""
    table = load("tex")
    commands = table["commands"]
    known: dict[str, Operation] = {
        **dict.fromkeys((*commands["plain"], *commands["ignored"]), ("nothing", "")),
        **dict.fromkeys((*commands["dropped"], *commands["second"]), ("drop", "")),
        **dict.fromkeys(commands["quoted"], ("quoted", "")),
    }
    for kind, section in (
        ("symbol", "symbols"),
        ("symbol", "characters"),
        ("accent", "accents"),
        ("markup", "markup"),
        ("declaration", "declarations"),
    ):
        known.update((name, (kind, value)) for name, value in table[section].items())
    known["mathbb"] = ("mathbb", "")
    known["symbol"] = ("number", "")
    return known | dict.fromkeys(("url", "path", "nolinkurl"), ("verbatim", ""))


def decode(text: str, *, case: bool = False) -> str:
    r"""Return the plain text that TeX would show for ``text``, on one line, NFC.

    Accents, letters, symbols and ligatures become Unicode, font commands markup. Braces go.
    Simple maths (``$\alpha_2$``) becomes text with markup; other maths stays as it is between
    dollar signs. An unknown command stays as it is written, with the braces of its arguments.
    With ``case``, outermost braces around letters, which keep their case in BibTeX's styles,
    become ``<span class="nocase">``; a group that begins with a command does not keep it.
    """
    # Most values have no TeX in them, or nothing but escapes: no need to look at each token.
    plain = _ESCAPE.sub(r"\1", text) if "\\" in text else text
    if not has_tex(plain):
        return on_one_line(plain)
    if "{" in text and not has_tex(_GROUP.sub("", text)):
        return _composed(on_one_line(_GROUP.sub(_protected if case else r"\1", text)))
    return _Decoder(text, mathematics=False, case=case).run()


def _composed(text: str) -> str:
    return text if text.isascii() else normalized("NFC", text)


def _protected(match: re.Match[str]) -> str:
    shown = match[1]
    return f'<span class="nocase">{shown}</span>' if shown.lower() != shown.upper() else shown


class _Frame:
    """One open group: what it has shown so far and what is still to be applied."""

    __slots__ = ("declared", "keeps_case", "literal", "out", "pending")

    def __init__(self, literal: bool = False, keeps_case: bool = False) -> None:
        self.out: list[str] = []
        self.pending: list[Operation] = []
        self.declared: list[tuple[int, str]] = []
        self.literal = literal
        self.keeps_case = keeps_case

    def text(self) -> str:
        for start, tag in reversed(self.declared):
            self.out[start:] = [_markup(tag, "".join(self.out[start:]))]
        shown = "".join(self.out)
        if self.keeps_case and shown.lower() != shown.upper():
            return f'<span class="nocase">{shown}</span>'
        return "{" + shown + "}" if self.literal else shown


class _Decoder:
    """One run over the tokens of a text; ``failed`` tells that maths was not understood."""

    def __init__(self, text: str, *, mathematics: bool, case: bool = False) -> None:
        self.tokens = _TOKEN.findall(text)
        self.position = 0
        self.mathematics = mathematics
        self.case = case
        self.frames = [_Frame()]
        self.flattened = 0
        self.unknown = False
        self.failed = False
        self.endless: set[str] = set()

    def run(self) -> str:
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            unknown, self.unknown = self.unknown, False
            self._take(token, unknown)
        while len(self.frames) > 1:
            self._close()
        text = _SPACES.sub(" ", self.frames[0].text()).strip(" ")
        return _composed(text)

    def _take(self, token: str, unknown: bool) -> None:
        first = token[0]
        if first == "\\":
            self._command(token)
        elif first == "{":
            self._open(unknown)
        elif first == "}":
            self._close()
        elif first == "$":
            self._dollar(token)
        elif first in "^_" and self.mathematics:
            self.frames[-1].pending.append(("markup", "sup" if first == "^" else "sub"))
        elif first == "~":
            self._emit(" " if self.mathematics else "\u00a0")
        elif not self.mathematics and token in load("tex")["ligatures"]:
            self._emit(load("tex")["ligatures"][token])
        else:
            self._run_of_text(token)

    def _open(self, unknown: bool) -> None:
        if len(self.frames) > _DEPTH:
            self.flattened += 1
        else:
            self.frames.append(_Frame(unknown, self._keeps_case(unknown)))

    def _keeps_case(self, unknown: bool) -> bool:
        """Tell whether the group that opens here is no argument and not within a protected one."""
        if not self.case or unknown or self.frames[-1].pending:
            return False
        inside = any(frame.keeps_case or frame.literal for frame in self.frames)
        following = "".join(self.tokens[self.position : self.position + 1])
        return not inside and not following.startswith("\\")

    def _close(self) -> None:
        if self.flattened:
            self.flattened -= 1
        elif len(self.frames) == 1:
            self._emit("}")
        else:
            frame = self.frames.pop()
            self.unknown = frame.literal
            self._emit(frame.text())

    def _emit(self, item: str) -> None:
        """Add one item, the argument of whatever is pending."""
        frame = self.frames[-1]
        while frame.pending:
            item = _apply(frame.pending.pop(), item)
        frame.out.append(item)

    def _run_of_text(self, token: str) -> None:
        """Add text; only its first character is the argument of a pending command."""
        pending = self.frames[-1].pending
        if pending:
            token = token.lstrip(" \t\r\n")
            if pending[-1][0] == "quoted":
                token = token.removeprefix("*")
            if not token:
                return
            self._emit(token[0])
            token = token[1:]
        self.frames[-1].out.append(token)

    def _command(self, token: str) -> None:
        name = token[1:].rstrip(" \t\r\n") if token[1:2].isalpha() else token[1:]
        kind, value = _commands().get(name, ("", ""))
        if kind == "symbol":
            self._emit(value)
        elif kind == "declaration":
            frame = self.frames[-1]
            frame.declared.append((len(frame.out), value))
        elif kind == "verbatim":
            self._verbatim()
        elif kind == "number" and (shown := self._numbered()):
            self._emit(shown)
        elif kind in ("accent", "markup", "quoted", "drop", "mathbb"):
            self.frames[-1].pending.append((kind, value if kind != "accent" else name))
        elif kind != "nothing":
            self._other(name, token)

    def _other(self, name: str, token: str) -> None:
        """Take a control symbol or an unknown command."""
        symbols: dict[str, str] = load("tex")["control_symbols"]
        if name in symbols:
            self._emit(symbols[name])
        elif name in ("(", "[") and not self.mathematics:
            self._mathematics(("\\)", "\\]"), token)
        elif not name.strip():
            self._emit(" " if name else "\\")
        else:
            self.failed = self.unknown = True
            self._emit(token)

    def _numbered(self) -> str:
        r"""Take the group with a number behind ``\symbol``; the character, if there is one."""
        group = "".join(self.tokens[self.position : self.position + 3])
        match = _NUMBER.fullmatch(group)
        if not match or not 0x20 <= (code := int(match[1], 16)) < 0x110000:
            return ""
        if 0xD800 <= code < 0xE000 or 0x7F <= code < 0xA0:
            return ""
        self.position += 3
        return chr(code)

    def _verbatim(self) -> None:
        """Take the next group as it is written."""
        if self.tokens[self.position : self.position + 1] != ["{"] or "{" in self.endless:
            return
        depth, start = 0, self.position + 1
        for position in range(self.position, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[position], 0)
            if depth == 0:
                self.position = position + 1
                self._emit(decode_verbatim("".join(self.tokens[start:position])))
                return
        self.endless.add("{")

    def _dollar(self, token: str) -> None:
        if self.mathematics:
            self.failed = True
        else:
            self._mathematics(("$", "$$"), token)

    def _mathematics(self, ends: tuple[str, str], token: str) -> None:
        """Take everything up to the end of the formula; without an end the sign is text."""
        if ends[0] not in self.endless:
            for position in range(self.position, len(self.tokens)):
                if self.tokens[position] in ends:
                    self._formula(position)
                    return
        # Nothing further on ends a formula either: never look again, to stay linear.
        self.endless.add(ends[0])
        self._emit(token)

    def _formula(self, position: int) -> None:
        """Take the tokens up to ``position`` as mathematics."""
        source = "".join(self.tokens[self.position : position])
        self.position = position + 1
        inner = _Decoder(source, mathematics=True)
        shown = inner.run()
        self._emit(f"${_SPACES.sub(' ', source).strip()}$" if inner.failed else shown)


def _apply(operation: Operation, item: str) -> str:
    kind, value = operation
    if kind == "accent":
        return _accent(value, item)
    if kind == "markup":
        return _markup(value, item)
    if kind == "quoted":
        return f"“{item}”"
    if kind == "mathbb":
        return load("tex")["mathbb"].get(item, item)  # type: ignore[no-any-return]
    return ""


def _accent(name: str, item: str) -> str:
    """Put the accent on the first letter of ``item``."""
    base = {"ı": "i", "ȷ": "j"}.get(item[:1], item[:1])
    if not base.strip() or base == "<":
        return item if name.isalpha() or item.strip() else name
    return normalized("NFC", base + load("tex")["accents"][name]) + item[1:]


def _markup(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>" if text.strip() else text
