"""Small files that are read some at a time, since for them opening is most of the work."""

import os
import stat
from typing import Final

from mentorlit.opening import ZIP, packing
from mentorlit.parallel.crew import Files, Heard

_FILES: Final = 64


class Batch:
    """Small files that follow each other, and what is heard between them."""

    def __init__(self) -> None:
        self._held: Files = []
        self._room = self._left = 0

    def takes(self, name: str, room: int) -> bool:
        """Take a file if it is small, and tell whether it was; ``room`` is for all together."""
        size = plain_size(name)
        if size is None or size > room:
            return False
        if not self._held:
            self._left = room
        self._left -= size
        self._held.append(name)
        return True

    def hear(self, heard: Heard) -> None:
        """Keep what is heard for its turn."""
        self._held.append(heard)

    def __bool__(self) -> bool:
        return bool(self._held)

    @property
    def is_full(self) -> bool:
        """Whether it is worth a process's while."""
        return self._left <= 0 or len(self._held) >= _FILES

    def taken(self) -> Files:
        """Return what is held, and begin anew."""
        held, self._held = self._held, []
        return held


def plain_size(name: str) -> int | None:
    """Return the size of a file that is not packed, else None: of others it says nothing."""
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):  # noqa: PTH116 - a name may be any text
            return None
        with open(name, "rb") as file:  # noqa: PTH123 - likewise
            head = file.read(8)
            size = os.fstat(file.fileno()).st_size
    except (OSError, ValueError):
        return None
    return None if packing(head) or head.startswith(ZIP) else size
