"""What ``mentorlit dedupe`` does with its options: read, find what is one paper, act, tell."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any, Final

import msgspec

from mentorlit.cli import decided, indexed, resources
from mentorlit.cli.acting import Acting
from mentorlit.cli.asked import asked
from mentorlit.cli.keymaps import surviving_keys
from mentorlit.cli.logs import logged
from mentorlit.cli.options import Settings
from mentorlit.cli.reports import Reports
from mentorlit.cli.run import Run, running
from mentorlit.problems import UsageError

if TYPE_CHECKING:
    from mentorlit.dedupe import Deduplicated, Options
    from mentorlit.dedupe.decisions import Remembered
    from mentorlit.model import Citation

Given = dict[str, Any]
"""The options of the command, by their names in Python."""

_FOR_SPARK: Final = (
    *("settings", "mode", "versions", "merge_policy", "prefer", "action"),
    *("master", "conf", "resume"),
)
"""Options that Spark has something for; the engine itself is none of them."""


def on_spark(given: Given) -> None:
    """Deduplicate on Spark, and leave with the exit status."""
    from mentorlit.cli.spark import run_spark  # noqa: PLC0415 - start-up

    others = {name: value for name, value in given.items() if name not in (*_FOR_SPARK, "engine")}
    own = {name: given[name] for name in _FOR_SPARK}
    run_spark(**{**own, "conf": given["conf"] or (), "others": others})


def deduplicate(settings: Settings, given: Given) -> None:
    """Deduplicate on this machine, and leave with the exit status."""
    index, check = given["index"], given["check"]
    only_new = given["only_new"] or bool(index)
    also = [*(given["against"] or []), *(given["decisions"] or [])]
    beside = [given[name] for name in ("log", "key_map", "prisma", "report", "review")]
    with running(
        "dedupe",
        settings,
        *beside,
        jobs=resources.readers(given["jobs"], settings),
        # No output may be in the index.
        also_read=[*also, *filter(None, [index])],
        writes=not check,
    ) as run:
        if given["master"] or given["conf"]:
            raise UsageError("--master and --conf are for --engine spark")
        acting = Acting(
            given["action"],
            check=check,
            policy=given["merge_policy"],
            prefer=given["prefer"],
            output=settings.output,
        )
        said = decided.read(given["decisions"] or ())
        options = _options(given, acting, said)
        reports = Reports(given["prisma"], given["report"])
        with (
            indexed.opened(index, run, acting, given) as kept,
            _found(run, acting, options, given, kept) as result,
            decided.queue(given["review"], result, quiet=settings.quiet),
            reports.of(result, run.reading, options),
            surviving_keys(given["key_map"], run, result, acting),
            logged(given["log"], result, given, [*(settings.files or ["-"]), *also]),
        ):
            run.beyond = 0 if only_new else result.old
            decided.tell(result, said, settings)
            if not settings.quiet:
                _tell(result, "--index" if index else "--against")
            acting.write(run, result, only_new=only_new)


def _options(given: Given, acting: Acting, said: "tuple[Remembered, ...]") -> "Options":
    return msgspec.structs.replace(
        asked(given["mode"], given["versions"], acting.policy, said),
        engine=resources.engine(given["engine"]),
        room=resources.room(given["memory"], given["tmpdir"]),
        jobs=given["jobs"],
    )


def _found(
    run: Run, acting: Acting, options: "Options", given: Given, index: "indexed.Indexed | None"
) -> "AbstractContextManager[Deduplicated]":
    """Read all there is to read, or take up what a run before has read, and deduplicate it."""
    from mentorlit.cli.resuming import noted, stages  # noqa: PLC0415 - start-up
    from mentorlit.dedupe import decided as find  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.held import Held  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.prepare import prepared  # noqa: PLC0415 - start-up

    against: list[str] = given["against"] or []
    known = _known(run, against, only_new=given["only_new"] and index is None)
    if index:
        return index.found(known if against else None, options)
    kept = stages(given["resume"], run.settings, options, against, given["decisions"] or [])
    with ExitStack() as failing:
        held = failing.enter_context(Held(folder=options.room.folder, stages=kept))
        with noted(run, acting, held, kept) as to_be_read:
            for old in known if to_be_read else ():
                held.take_old(prepared(old))
            for came, seen in run.made(acting.ready) if to_be_read else ():
                acting.note(seen)
                for one in came:
                    held.take(one)
        found = find(held, options, kept)
        failing.pop_all()
        return found


def _known(run: "Run", against: list[str], *, only_new: bool) -> "Iterator[Citation]":
    if only_new and not against:
        raise UsageError("--only-new needs --against OLD")
    return run.old_citations(against)


def _tell(result: "Deduplicated", where: str) -> None:
    """Say how many records are known, and which were not all compared."""
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
    from mentorlit.tables import load  # noqa: PLC0415 - start-up

    if result.earlier:
        say(f"dedupe: {result.matched} known from the {result.earlier} records of {where}")
    strong = load("dedupe/keys")["strong"]
    kinds: dict[str, list[int]] = {}
    for kind, size in result.capped:
        if kind in strong:
            kinds.setdefault(kind, []).append(size)
    for kind, sizes in sorted(kinds.items()):
        keys = f"{len(sizes)} {kind} key{'s are each' if len(sizes) > 1 else ' is'} shared by up to"
        say(f"dedupe: {keys} {max(sizes)} records; not all their pairs were compared")
