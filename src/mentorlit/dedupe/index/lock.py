"""One run at a time works on an index: the system's lock on a file, gone with its process."""

import os
from pathlib import Path
from typing import BinaryIO, Final

from mentorlit.dedupe.index.manifest import unwritable
from mentorlit.locking import locked
from mentorlit.problems import OutputError

NAME: Final = "lock"
"""The file that is locked; it says which process has the lock, for people."""

_SHOWN: Final = 100


def lock(folder: Path) -> BinaryIO:
    """Return the file in this folder, locked until it is closed or the process ends.

    Raises:
        OutputError: another run has the lock, or the folder cannot be written.

    """
    path = folder / NAME
    try:
        # Opened for appending: what another run says there is not cut off before its lock is.
        file = path.open("a+b")
    except OSError as error:
        raise unwritable(path, error) from error
    if not locked(file):
        file.seek(0)
        who = file.read(_SHOWN).decode("ascii", "replace").strip()
        file.close()
        raise OutputError(f"{folder}: another run works on this index{who and f': {who}'}")
    file.truncate(0)
    file.write(b"process %d\n" % os.getpid())
    file.flush()
    return file
