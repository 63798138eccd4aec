"""``mentorlit explain``: why two records are one paper, or not, and what would change that."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mentorlit.cli.asked import asked
from mentorlit.cli.decided import Decisions, read
from mentorlit.cli.options import Mode, Settings, Versions, command

if TYPE_CHECKING:
    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Options

_RECORD = "A record: its id or key, source#ordinal, file:line, DOI, PMID or PMCID."


@command
def explain(
    settings: Settings,
    a: Annotated[str, typer.Argument(metavar="A", help=_RECORD, show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another record.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Write it as JSON, for programs.")] = False,
    decisions: Decisions = None,
    mode: Mode = "balanced",
    versions: Versions = "link",
) -> None:
    """Explain why two records are one paper, or not, and what would change that.

    All inputs are deduplicated as `dedupe` does it, so that it can be said where the two ended.

    \b
    mentorlit explain refs.ris#1 10.1000/182 refs.ris page.txt
    mentorlit explain smith2019 refs.ris:120 --json *.ris | jq .changes
    """
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    with running("explain", settings, also_read=decisions or ()) as run:
        options = asked(mode, versions, decided=read(decisions or ()))
        _explain(run, (a, b), options, json=json)


def _explain(run: "Run", names: tuple[str, str], options: "Options", *, json: bool) -> None:
    """Find the two records among the inputs and write what there is to say of them."""
    from mentorlit.cli.console import is_terminal, plain, show_rows  # noqa: PLC0415 - start-up
    from mentorlit.dedupe import dedupe  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.explaining.explain import explain as explained  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.explaining.explain_text import rows  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.explaining.naming import find  # noqa: PLC0415 - start-up
    from mentorlit.jsontext import encode  # noqa: PLC0415 - start-up
    from mentorlit.problems import UsageError  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output  # noqa: PLC0415 - start-up

    with dedupe(run.citations(), options) as result:
        one, other = find(result.records, names)
        if one == other:
            raise UsageError("both names are of one record")
        facts = explained(result, one, other, options)
    if not json and not run.settings.output and is_terminal(sys.stdout):
        show_rows(rows(facts))
        return
    with Output(run.settings.output or "-") as out:
        for chunk in [encode(facts) + b"\n"] if json else map(plain, rows(facts)):
            out.write(chunk)
