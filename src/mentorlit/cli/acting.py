"""What ``mentorlit dedupe`` does with duplicates: merges, marks, drops or tells them."""

import sys
from typing import TYPE_CHECKING

from mentorlit.cli.console import is_terminal, say, show_rows, tell
from mentorlit.cli.options import chosen
from mentorlit.problems import UsageError

if TYPE_CHECKING:
    from mentorlit.acting import Kept
    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Deduplicated
    from mentorlit.dedupe.merging.policy import Policy
    from mentorlit.dedupe.merging.policy_file import Seen
    from mentorlit.dedupe.prepare import Arrived
    from mentorlit.model import Citation


class Acting:
    """One way of dealing with duplicates.

    Raises:
        InputError: the file of the policy cannot be read.
        UsageError: there is no such action, the policy is wrong, or options contradict.

    """

    def __init__(
        self, action: str, *, check: bool, policy: str, prefer: str | None, output: str = ""
    ) -> None:
        from mentorlit.acting import ACTIONS, MERGE  # noqa: PLC0415 - start-up
        from mentorlit.dedupe.merging.policy_file import Sources  # noqa: PLC0415 - start-up
        from mentorlit.dedupe.merging.policy_file import policy as stated  # noqa: PLC0415 - start-up

        self.action = chosen("--action", action, ACTIONS)
        if check and (action != MERGE or output):
            raise UsageError("--check writes nothing: it goes without --action and --output")
        if policy and action != MERGE:
            raise UsageError(f"--merge-policy: with --action {action} nothing is merged")
        self.check = check
        self.policy: Policy = stated(policy, prefer)
        self._sources = Sources(self.policy)

    @property
    def writes(self) -> bool:
        """Whether records are written."""
        return not (self.check or self.action == "report")

    def ready(self, citations: "list[Citation]") -> "tuple[list[Arrived], Seen | None]":
        """Make ready what is read, and find its sources if the policy names some."""
        from mentorlit.dedupe.prepare import arrived  # noqa: PLC0415 - start-up

        return [arrived(citation) for citation in citations], self._sources.seen(citations)

    def note(self, seen: "Seen | None") -> None:
        """Note the sources of what was read."""
        self._sources.note(seen)

    def noted(self) -> "Seen":
        """Return the sources of what was read."""
        return self._sources.noted()

    def write(self, run: "Run", result: "Deduplicated", *, only_new: bool = False) -> None:
        """Write what the action makes of a deduplication, and say so."""
        for remark in () if run.settings.quiet else self._sources.remarks():
            say(f"{run.command}: {remark}")
        if self.writes:
            self._act(run, result, only_new=only_new)
        else:
            self._tell(run, result)

    def _act(self, run: "Run", result: "Deduplicated", *, only_new: bool) -> None:
        from mentorlit.acting import DROP, MARK, MERGE, act  # noqa: PLC0415 - start-up

        if self.action == MERGE and not run.shows_a_table:
            run.merged = result.merged_away
            run.write_counted(result.lines(only_new=only_new))
            return
        made = act(result, self.action, self.policy, only_new=only_new)
        run.merged = made.away
        if self.action == DROP:
            run.words = ("kept", "dropped")
        elif self.action == MARK:
            run.words = (f"kept, {result.merged_away - made.away} of them duplicates", "not kept")
            run.merged = made.away or None
        run.write_lines(made.citations)

    def _tell(self, run: "Run", result: "Deduplicated") -> None:
        """Say which records are duplicates; no record is written."""
        from mentorlit.acting import Kept  # noqa: PLC0415 - start-up

        kept = Kept(result, self.policy)
        run.merged, run.beyond = result.merged_away, 0
        run.words = ("different", "duplicate")
        stays = sum(kept.old(cluster) is None for cluster in range(len(result.clusters)))
        if self.check:
            _check(run, result, kept, stays)
        else:
            _report(run, result, kept, stays)
        twice = result.merged_away - (len(kept.inputs) - stays)
        if twice and not run.settings.quiet:
            say(f"{run.command}: {twice} of them read twice, from one place of one file")


def _check(run: "Run", result: "Deduplicated", kept: "Kept", stays: int) -> None:
    """Say each duplicate with its places, and let the status tell that there are some."""
    from mentorlit.duplicates import lines  # noqa: PLC0415 - start-up

    run.found = result.merged_away > 0
    for line in () if run.settings.quiet else lines(result, kept):
        tell(line)
    run.account(stays)


def _report(run: "Run", result: "Deduplicated", kept: "Kept", stays: int) -> None:
    """Write the clusters that have duplicates: for people on a terminal, else as NDJSON."""
    from mentorlit.duplicates import facts, groups, rows  # noqa: PLC0415 - start-up
    from mentorlit.jsontext import encode  # noqa: PLC0415 - start-up

    found = groups(result, kept)
    if not run.settings.output and is_terminal(sys.stdout):
        show_rows(row for group in found for row in rows(result, kept, group))
        run.account(stays)
    else:
        run.write_told((encode(facts(result, kept, group)) + b"\n" for group in found), stays)
