"""The system's lock on an open file, gone with the process that has it."""

import sys
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def locked(file: BinaryIO) -> bool:
        """Lock a file until it is closed; return False if somebody else has it locked.

        What is locked is a byte far behind the end, so that others can read the file.
        """
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def locked(file: BinaryIO) -> bool:
        """Lock a file until it is closed; return False if somebody else has it locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
