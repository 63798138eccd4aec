"""``dedupe --resume``: what reading came to, kept so that a run can go on without it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mentorlit.cli.options import Settings
from mentorlit.dedupe.merging.policy_file import Seen
from mentorlit.manifest import inputs
from mentorlit.model import Citation
from mentorlit.opening import STDIN
from mentorlit.problems import Reject, UsageError
from mentorlit.reading import Counts, Listener
from mentorlit.spool import Rows

if TYPE_CHECKING:
    from mentorlit.cli.acting import Acting
    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Options
    from mentorlit.dedupe.held import Held
    from mentorlit.dedupe.stages import Stages

TOLD: Final = "told"
"""The stage of what was said while reading."""

_PACK: Final = msgspec.msgpack.Encoder()


class _Event(msgspec.Struct, array_like=True, omit_defaults=True):
    """What a listener heard: a reject, a doubted citation, or a method with plain arguments."""

    method: str
    plain: list[Any] = []
    reject: Reject | None = None
    citation: Citation | None = None

    def tell(self, listener: Listener) -> None:
        whole = self.reject or self.citation
        getattr(listener, self.method)(*([whole] if whole else self.plain))


_EVENT: Final = msgspec.msgpack.Decoder(_Event)


class Notes(Listener):
    """Keeps what it hears in rows, to be told again."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def opened(self, name: str, format_name: str) -> None:
        """Keep it."""
        self._keep(_Event("opened", [name, format_name]))

    def empty(self, name: str, format_name: str) -> None:
        """Keep it."""
        self._keep(_Event("empty", [name, format_name]))

    def rejected(self, reject: Reject) -> None:
        """Keep it."""
        self._keep(_Event("rejected", reject=reject))

    def doubted(self, citation: Citation) -> None:
        """Keep what is told of it."""
        bare = Citation(origin=citation.origin, problems=citation.problems)
        self._keep(_Event("doubted", citation=bare))

    def left_out(self, folder: str, what: str, names: list[str]) -> None:
        """Keep it."""
        self._keep(_Event("left_out", [folder, what, names]))

    def _keep(self, event: _Event) -> None:
        self._rows.add(_PACK.encode(event))


def stages(
    folder: str,
    settings: Settings,
    options: "Options",
    against: Sequence[str],
    decided: Sequence[str],
) -> "Stages | None":
    """Return the stages of a run that can be resumed, or None if that is not asked for.

    Raises:
        OutputError: the folder cannot be read or written.
        UsageError: it is of another run, or standard input is read, which cannot be read again.

    """
    if not folder:
        return None
    from mentorlit.dedupe.stages import Stages  # noqa: PLC0415 - start-up

    files = settings.files or [STDIN]
    if STDIN in (*files, *against):
        raise UsageError("--resume: standard input cannot be read again; give files")
    reading = (settings.format_name, settings.encoding, settings.source)
    return Stages(
        folder,
        {
            "the input": _hash(files),
            "how the input is read": _PACK.encode(reading).hex(),
            "--map": _hash([settings.columns] if settings.columns else []),
            "--profiles": _hash([settings.profiles] if settings.profiles else []),
            "--against": _hash(against),
            "--decisions": _hash(decided),
            "--mode": options.mode,
            "--versions": options.versions,
        },
    )


def _hash(names: Sequence[str]) -> str:
    found = [list(one.items()) for one in inputs(names)]
    return blake2b(_PACK.encode(found), digest_size=16).hexdigest()


@contextmanager
def noted(run: "Run", acting: "Acting", held: "Held", stages: "Stages | None") -> "Iterator[bool]":
    """Say whether there is anything to read; keep what reading comes to, or take it up.

    What is held is settled and kept when the block ends.
    """
    from mentorlit.dedupe.held import RECORDS  # noqa: PLC0415 - start-up

    if stages is None:
        yield True
        return
    rows = Rows(path=stages.path("told.rows"))
    try:
        if stages.has(RECORDS):
            _tell_again(run, acting, rows, stages)
            held.restore(stages)
            yield False
            return
        run.relay.also(Notes(rows))
        yield True
        rows.settle()
        note = {
            "counts": msgspec.structs.asdict(run.reading.counts),
            "old": msgspec.structs.asdict(run.old) if run.old else None,
            "rejects": [[*place, count] for place, count in run.reading.rejects.items()],
            "failed": run.reading.failed,
            "sources": [sorted(acting.noted().names), list(acting.noted().labels)],
        }
        stages.keep(TOLD, {"told.starts": rows.starts}, ["told.rows"], note)
        held.settle()
        held.keep(stages)
    finally:
        rows.close()


def _tell_again(run: "Run", acting: "Acting", rows: Rows, stages: "Stages") -> None:
    """Take up what reading came to, and tell what was told."""
    rows.restore(stages.columns(TOLD)["told.starts"])
    for row in rows:
        _EVENT.decode(row).tell(run.relay)
    note = stages.note(TOLD)
    names, labels = note["sources"]
    acting.note(Seen(set(names), dict.fromkeys(labels)))
    reading = run.reading
    reading.counts = Counts(**note["counts"])
    reading.rejects = {(source, file): count for source, file, count in note["rejects"]}
    reading.failed = [(file, why) for file, why in note["failed"]]
    run.old = Counts(**note["old"]) if note["old"] else None
