"""Where a JSON object or array ends, found in a window on the input by strings and brackets."""

import re
from collections.abc import Iterable
from typing import Final

from mentorlit.blockbuffer import Buffer

# All quantifiers are possessive: no input makes these go back.
_PLAIN: Final = re.compile(rb'(?:[^"{}\[\]]++|"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+")*+', re.DOTALL)
_STRING: Final = re.compile(rb'"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+', re.DOTALL)
_WRAPPED: Final = re.compile(rb'"([^"\\]{1,60})"\s{0,20}:\s{0,20}\Z')
_CLOSING: Final = {b"}": b"{", b"]": b"["}


class Scan(Buffer):
    """A window that begins at a JSON value.

    Attributes:
        limit: what one record may have, in bytes.
        depth: how deep it may be nested.
        arrays: names of arrays that make the object around them a wrapper.
        levels: how many objects may be around such an array.

    """

    def __init__(
        self,
        blocks: Iterable[bytes],
        bounds: tuple[int, int],
        wrappers: tuple[frozenset[bytes], int],
        start: int,
    ) -> None:
        super().__init__(blocks, start)
        self.limit, self.depth = bounds
        self.arrays, self.levels = wrappers

    def scan(self, stack: list[bytes], *, wrapper: bool) -> str:
        """Move ``position`` behind the structure; return what is wrong with it.

        ``array`` is returned behind the bracket that opens the array of a wrapper.
        """
        while True:
            match = _PLAIN.match(self.buffer, self.position)
            self.position = here = match.end() if match else self.position
            found = self.buffer[here : here + 1]
            if not found or found == b'"':
                fault = self._more(here)
                if fault:
                    return fault
                continue
            self.position = here + 1
            if found in _CLOSING:
                if not stack or stack.pop() != _CLOSING[found]:
                    return "unbalanced"
                if not stack:
                    return ""
            elif found == b"[" and wrapper and self._is_wrapped(stack, here):
                return "array"
            else:
                stack.append(found)
                if len(stack) > self.depth:
                    return "too-deep"

    def _more(self, here: int) -> str:
        """Read on where the buffer ends, possibly within a string; return why that cannot be."""
        if here < len(self.buffer) and self._string_breaks(here):
            return "unbalanced"
        if len(self.buffer) - self.begin > self.limit:
            return "too-large"
        return "" if self.fill() else "truncated"

    def _string_breaks(self, here: int) -> bool:
        """Tell whether the string at ``here`` is broken off by a line end, not by the buffer."""
        match = _STRING.match(self.buffer, here)
        end = match.end() if match else here
        return end < len(self.buffer) - 1 or self.buffer[end : end + 1] in (b"\n", b"\r")

    def _is_wrapped(self, stack: list[bytes], here: int) -> bool:
        if len(stack) > self.levels or b"[" in stack:
            return False
        match = _WRAPPED.search(self.buffer[max(self.begin, here - 120) : here])
        return match is not None and match[1] in self.arrays
