"""What a run has read: its inputs by name and hash, so that the run can be checked."""

from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path

from mentorlit import folders
from mentorlit.opening import STDIN, shown


def inputs(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield each input as the user named it; files, those in folders too, with their SHA-256.

    Standard input, pipes and devices cannot be read twice, and a file that is gone by now not
    even once: they come without a hash.
    """
    for name in names:
        for path in [STDIN] if name == STDIN else folders.files(name):
            yield {"name": shown(path), **_hash(path)}


def _hash(name: str) -> dict[str, str]:
    path = Path(name)
    try:
        if name == STDIN or not path.is_file():
            return {}
        with path.open("rb") as file:
            return {"sha256": file_digest(file, "sha256").hexdigest()}
    except OSError:
        return {}
