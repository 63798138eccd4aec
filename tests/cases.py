"""The fixtures of readers and writers, found by their place in the tree.

A reader's case is ``readers/<format>/<case>.<ext>`` with ``<case>.expected.ndjson`` beside it, and
``<case>.rejects.ndjson`` if part of it is rejected. ``<case>.args`` may hold options that
the case needs (``--from ris --encoding latin-1``).

A writer's case is ``writers/<format>/<case>.ndjson`` with ``<case>.expected.<suffix>`` beside it.
"""

import shlex
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent
NOT_INPUT = (".expected.", ".rejects.", ".args")


class Case(NamedTuple):
    format: str
    input: Path

    @property
    def id(self) -> str:
        return f"{self.format}/{self.input.name}"

    @property
    def stem(self) -> str:
        return self.input.stem

    @property
    def expected(self) -> Path:
        """The expected records of a reader's case."""
        return self.input.with_name(self.stem + ".expected.ndjson")

    @property
    def rejects(self) -> Path:
        """The expected rejects of a reader's case; missing when there are none."""
        return self.input.with_name(self.stem + ".rejects.ndjson")

    @property
    def args(self) -> list[str]:
        """Options that the case needs."""
        path = self.input.with_name(self.stem + ".args")
        return shlex.split(path.read_text()) if path.exists() else []

    def option(self, name: str) -> str:
        """Return the value of one option of :attr:`args`, or an empty text."""
        args = self.args
        return args[args.index(name) + 1] if name in args else ""


def found(kind: str) -> list[Case]:
    """Return every case of ``kind`` (``readers`` or ``writers``), in the order of their names."""
    return [
        Case(path.parent.name, path)
        for path in sorted((TESTS / kind).glob("*/*"))
        if path.is_file()
        and not path.name.startswith((".", "README"))
        and not any(mark in path.name for mark in NOT_INPUT)
    ]
