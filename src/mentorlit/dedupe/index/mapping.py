"""Files that are looked into here and there: mapped into memory, and out of it again."""

import mmap
from typing import IO, Final

_DONT_NEED: Final = getattr(mmap, "MADV_DONTNEED", None)


def mapped(file: IO[bytes], size: int) -> mmap.mmap:
    """Return the first bytes of a file, of which there are so many, at least one."""
    return mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)


def forget(view: mmap.mmap) -> None:
    """Let go of the memory of what was looked at; it is there again when it is looked at again.

    Else what a run looked at would count as its memory, and around each place the system maps more.
    """
    if _DONT_NEED is not None:
        view.madvise(_DONT_NEED)
