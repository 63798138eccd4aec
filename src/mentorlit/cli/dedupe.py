"""``mentorlit dedupe``: records in any format to one record for each paper."""

from typing import TYPE_CHECKING

from mentorlit.cli.actions import Action, Check, MergePolicy, Prefer
from mentorlit.cli.decided import Decisions, Review
from mentorlit.cli.keymaps import KeyMap, surviving_keys
from mentorlit.cli.logs import LogFile, logged
from mentorlit.cli.options import (
    Against,
    Mode,
    OnlyNew,
    PrismaFile,
    ReportFile,
    Settings,
    Versions,
    chosen,
    command,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Deduplicated, Options
    from mentorlit.dedupe.decisions import Remembered
    from mentorlit.dedupe.merging.policy import Policy
    from mentorlit.model import Citation


@command
def dedupe(
    settings: Settings,
    log: LogFile = "",
    against: Against = None,
    only_new: OnlyNew = False,
    decisions: Decisions = None,
    review: Review = "",
    mode: Mode = "balanced",
    versions: Versions = "link",
    action: Action = "merge",
    merge_policy: MergePolicy = "",
    prefer: Prefer = None,
    check: Check = False,
    key_map: KeyMap = "",
    prisma: PrismaFile = "",
    report: ReportFile = "",
) -> None:
    """Merge records that describe the same paper, and say why.

    \b
    mentorlit parse *.ris | mentorlit dedupe --log decisions.ndjson > unique.ndjson
    mentorlit dedupe pubmed.ris embase.ris page.txt | mentorlit export --ris
    """
    given = dict(locals())
    from mentorlit.cli import decided  # noqa: PLC0415 - start-up
    from mentorlit.cli.acting import Acting  # noqa: PLC0415 - start-up
    from mentorlit.cli.reports import Reports  # noqa: PLC0415 - start-up
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    also = [*(against or []), *(decisions or [])]
    beside = (log, key_map, prisma, report, review)
    with running("dedupe", settings, *beside, also_read=also, writes=not check) as run:
        from mentorlit.dedupe import dedupe as find_and_merge  # noqa: PLC0415 - start-up

        known = _known(run, against or [], only_new=only_new)
        acting = Acting(
            action, check=check, policy=merge_policy, prefer=prefer, output=settings.output
        )
        said = decided.read(decisions or ())
        options = asked(mode, versions, acting.policy, said)
        reports = Reports(prisma, report)
        with (
            find_and_merge(acting.watched(run.citations()), options, against=known) as result,
            decided.queue(review, result, quiet=settings.quiet),
            reports.of(result, run.reading, options),
            surviving_keys(key_map, run, result, acting),
            logged(log, result, given, [*(settings.files or ["-"]), *also]),
        ):
            run.beyond = 0 if only_new else result.old
            decided.tell(result, said, settings)
            if not settings.quiet:
                _tell(result)
            acting.write(run, result, only_new=only_new)


def _known(run: "Run", against: list[str], *, only_new: bool) -> "Iterator[Citation]":
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up

    if only_new and not against:
        raise UsageError("--only-new needs --against OLD")
    return run.old_citations(against)


def _tell(result: "Deduplicated") -> None:
    """Say how many records are known, and which were not all compared."""
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
    from mentorlit.tables import load  # noqa: PLC0415 - start-up

    if result.old:
        say(f"dedupe: {result.matched} known from the {result.old} records of --against")
    strong = load("dedupe/keys")["strong"]
    kinds: dict[str, list[int]] = {}
    for kind, size in result.capped:
        if kind in strong:
            kinds.setdefault(kind, []).append(size)
    for kind, sizes in sorted(kinds.items()):
        keys = f"{len(sizes)} {kind} key{'s are each' if len(sizes) > 1 else ' is'} shared by up to"
        say(f"dedupe: {keys} {max(sizes)} records; not all their pairs were compared")


def asked(
    mode: str,
    versions: str,
    policy: "Policy | None" = None,
    decided: "tuple[Remembered, ...]" = (),
) -> "Options":
    """Return the options of a deduplication.

    Raises:
        UsageError: there is no such mode, or no such way with versions.

    """
    from mentorlit.dedupe import Options  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.merging.policy import DEFAULT  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.scoring.score import MODES  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.versions import MODES as VERSIONS  # noqa: PLC0415 - start-up

    return Options(
        mode=chosen("--mode", mode, MODES),
        versions=chosen("--versions", versions, VERSIONS),
        policy=policy or DEFAULT,
        decided=decided,
    )
