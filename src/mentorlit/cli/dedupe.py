"""``mentorlit dedupe``: records in any format to one record for each paper."""

from mentorlit.cli import indexed, resources
from mentorlit.cli.actions import Action, Check, MergePolicy, Prefer
from mentorlit.cli.decided import Decisions, Review
from mentorlit.cli.keymaps import KeyMap
from mentorlit.cli.logs import LogFile
from mentorlit.cli.options import (
    Against,
    Mode,
    OnlyNew,
    PrismaFile,
    ReportFile,
    Settings,
    Versions,
    command,
)
from mentorlit.cli.spark import Conf, Master


@command
def dedupe(
    settings: Settings,
    log: LogFile = "",
    against: Against = None,
    only_new: OnlyNew = False,
    index: indexed.IndexFolder = "",
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
    engine: resources.EngineName = "auto",
    jobs: resources.Jobs = 0,
    memory: resources.Memory = "",
    tmpdir: resources.Tmpdir = "",
    resume: resources.Resume = "",
    master: Master = "",
    conf: Conf = None,
) -> None:
    """Merge records that describe the same paper, and say why.

    \b
    mentorlit parse *.ris | mentorlit dedupe --log decisions.ndjson > unique.ndjson
    mentorlit dedupe pubmed.ris embase.ris page.txt | mentorlit export --ris
    """
    given = dict(locals())
    from mentorlit.cli.deduplicating import deduplicate, on_spark  # noqa: PLC0415 - start-up

    if engine == "spark":
        on_spark(given)
    else:
        deduplicate(settings, given)
