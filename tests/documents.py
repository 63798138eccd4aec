"""Commands in Markdown documents: what they are, what they print, and putting new output in.

A document in ``commands/`` holds fenced blocks like pandoc's own tests::

    % mentorlit parse - | mentorlit export --bibtex
    input
    ^D
    expected standard output
    2> expected standard error
    => 4

Several ``%`` lines make one script. A block that opens with `````file NAME`` is a file which all
blocks of the document find in their folder.

Pages for users hold ``console`` blocks: ``$ command`` and what a terminal shows after it, with a
line ``...`` for what is left out.
"""

import re
from pathlib import Path
from typing import NamedTuple

FENCE = re.compile(r"^(`{3,})(.*)\n((?s:.*?))^\1$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: its place in the document, what follows the fence, what it holds."""

    document: Path
    line: int
    info: str
    body: str

    @property
    def id(self) -> str:
        return f"{self.document.name}:{self.line}"


def blocks(document: Path) -> list[Block]:
    """Return the fenced blocks of a document."""
    text = document.read_text(encoding="utf-8")
    return [
        Block(document, text.count("\n", 0, match.start()) + 1, match[2].strip(), match[3])
        for match in FENCE.finditer(text)
    ]


def replace(block: Block, body: str) -> None:
    """Put ``body`` in the place of a block's own."""
    text = block.document.read_text(encoding="utf-8")
    opening = (block.info and f"{block.info}\n") or "\n"
    text = text.replace(f"{opening}{block.body}```", f"{opening}{body}```", 1)
    block.document.write_text(text, encoding="utf-8")


class Command(NamedTuple):
    """One command test: the script, its input, and what is to come of it."""

    script: str
    stdin: str
    expected: str

    @classmethod
    def of(cls, body: str) -> "Command":
        """Take a block apart."""
        lines = body.splitlines(keepends=True)
        count = next((n for n, line in enumerate(lines) if not line.startswith("% ")), len(lines))
        script = "".join(line[2:] for line in lines[:count])
        rest = "".join(lines[count:])
        stdin, mark, expected = rest.partition("^D\n")
        return cls(script, stdin, expected) if mark else cls(script, "", rest)

    def body(self, outcome: str) -> str:
        """Put the block together again, with another outcome."""
        script = "".join(f"% {line}\n" for line in self.script.splitlines())
        return script + (f"{self.stdin}^D\n" if self.stdin else "") + outcome


def outcome(status: int, stdout: bytes, stderr: bytes) -> str:
    """Return what a command did, as a block shows it."""
    text = stdout.decode("utf-8", "backslashreplace")
    if text and not text.endswith("\n"):
        text += "\\ no newline at the end\n"
    for line in stderr.decode("utf-8", "backslashreplace").splitlines():
        text += f"2> {line}".rstrip(" ") + "\n"
    return text + (f"=> {status}\n" if status else "")
