"""Single keys from a terminal, or lines from anything else."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

from mentorlit.cli.console import is_terminal

_ARROWS: Final = {"\x1b[C": "n", "\x1b[B": "n", "\x1b[D": "p", "\x1b[A": "p"}
"""What the arrow keys send, and the keys that they stand for."""

_ESCAPE: Final = "\x1b"


class Keys(Protocol):
    """Where keys come from."""

    is_live: bool
    """Whether somebody presses keys and looks at a screen."""

    def key(self) -> str:
        """Wait for a key and return it in lower case; empty if no more will come."""

    def text(self, prompt: str) -> str:
        """Return a line that somebody types."""


class Lines:
    """Keys as the first letters of lines: for scripts, and where there is no terminal."""

    is_live = False

    def key(self) -> str:
        """Return the first letter of the next line, a space for an empty line."""
        line = sys.stdin.readline()
        return (line.strip()[:1].lower() or " ") if line else ""

    def text(self, prompt: str) -> str:
        """Return the next line."""
        return sys.stdin.readline().strip() if prompt else ""


@contextmanager
def pressed() -> Iterator[Keys]:
    """Give the keys of the terminal, without waiting for Enter; its old ways come back after.

    Ctrl-C interrupts as always.
    """
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        yield Lines()
    elif sys.platform == "win32":
        yield _Windows()
    else:
        import termios  # noqa: PLC0415 - not everywhere
        import tty  # noqa: PLC0415 - not everywhere

        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)

        def restore() -> None:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

        def listen() -> None:
            tty.setcbreak(descriptor, termios.TCSADRAIN)

        try:
            listen()
            yield _Unix(descriptor, restore, listen)
        finally:
            restore()


class _Unix:
    """The keys of a terminal in cbreak mode."""

    is_live = True

    def __init__(self, descriptor: int, cooked: "Action", raw: "Action") -> None:
        self._descriptor = descriptor
        self._cooked = cooked
        self._raw = raw

    def key(self) -> str:
        """Return the next key; arrow keys as the letters that they stand for."""
        data = os.read(self._descriptor, 1)
        if data == b"\x1b":
            return _ARROWS.get(_ESCAPE + self._rest(), _ESCAPE)
        if not data or data == b"\x04":
            return ""
        for _ in range(_following(data[0])):
            data += os.read(self._descriptor, 1)
        return data.decode("utf-8", "replace").lower()

    def text(self, prompt: str) -> str:
        """Let somebody type and edit a line."""
        self._cooked()
        try:
            return input(prompt).strip()
        except EOFError:
            return ""
        finally:
            self._raw()

    def _rest(self) -> str:
        """Return what a key sends after ESC, which comes at once."""
        from select import select  # noqa: PLC0415 - seldom needed

        ready, _, _ = select([self._descriptor], [], [], 0.05)
        return os.read(self._descriptor, 8).decode("ascii", "replace") if ready else ""


def _following(first: int) -> int:
    """Return how many bytes follow the first one of a character in UTF-8."""
    return 3 if first >= 0xF0 else 2 if first >= 0xE0 else 1 if first >= 0xC0 else 0


class Action(Protocol):
    """Something to do."""

    def __call__(self) -> object:
        """Do it."""


class _Windows:
    """The keys of a console of Windows."""

    is_live = True

    def key(self) -> str:
        """Return the next key; arrow keys as the letters that they stand for."""
        if sys.platform != "win32":
            return ""
        import msvcrt  # noqa: PLC0415 - not everywhere

        key = msvcrt.getwch()
        if key in ("\x00", "\xe0"):
            return {"M": "n", "P": "n", "K": "p", "H": "p"}.get(msvcrt.getwch(), _ESCAPE)
        if key == "\x03":
            raise KeyboardInterrupt
        return "" if key in ("\x04", "\x1a") else key.lower()

    def text(self, prompt: str) -> str:
        """Let somebody type a line."""
        try:
            return input(prompt).strip()
        except EOFError:
            return ""
