"""``dedupe --index``: the papers that were written before, in a folder, and those written now."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorlit.problems import UsageError

if TYPE_CHECKING:
    from mentorlit.cli.acting import Acting
    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Deduplicated, Options
    from mentorlit.dedupe.index import Index
    from mentorlit.dedupe.prepare import Arrived
    from mentorlit.model import Citation

IndexFolder = Annotated[
    str,
    typer.Option(
        "--index",
        metavar="DIR",
        help="Write only papers that are not in DIR yet, and add them to it.",
    ),
]


class Indexed:
    """One run with an index.

    Raises:
        InputError: the index is damaged, or cannot be read; in any method.
        OutputError: it cannot be written, or another run works on it; in any method.
        UsageError: the folder is no index of this version, or options contradict.

    """

    def __init__(self, index: "Index", run: "Run", acting: "Acting") -> None:
        self._index = index
        self._run = run
        self._acting = acting

    def found(self, known: "Iterable[Citation] | None", options: "Options") -> "Deduplicated":
        """Return what becomes of the inputs; what is ``known`` goes into the index before."""
        if known is not None:
            self._index.take_collection(known, options)
        self._run.taking = lambda chunks: self._index.taking(chunks, options)
        return self._index.decided(self._came(), options)

    def _came(self) -> "Iterator[Arrived]":
        for came, seen in self._run.made(self._acting.ready):
            self._acting.note(seen)
            yield from came


@contextmanager
def opened(
    folder: str, run: "Run", acting: "Acting", given: dict[str, Any]
) -> "Iterator[Indexed | None]":
    """Give a run its index, if it has one; what it wrote counts once all else is done.

    ``given`` are the options of the command.
    """
    if not folder:
        yield None
        return
    for option in ("decisions", "resume", "key_map"):
        if given[option]:
            raise UsageError(f"--index goes without --{option.replace('_', '-')}")
    if acting.writes and run.shows_a_table:
        raise UsageError(
            "--index: what is written is known from then on; give it to --output or a pipe"
        )
    from mentorlit.dedupe.index import Index  # noqa: PLC0415 - start-up

    with Index(folder) as index:
        yield Indexed(index, run, acting)
        if acting.writes:
            index.commit()
