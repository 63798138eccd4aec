"""``mentorlit parse``: inputs in any format to one record a line."""

from typing import Annotated

import typer

from mentorlit.cli.options import Settings, command


@command
def parse(
    settings: Settings,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show where each value was found, for reading.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", metavar="N", min=1, help="Read with N processes.")
    ] = 1,
) -> None:
    """Read files of any known format and write one record a line (NDJSON).

    \b
    mentorlit parse page.txt refs.ris dump.json.gz > records.ndjson
    mentorlit parse --rejects rejects.ndjson *.ris | mentorlit dedupe
    mentorlit parse --explain page.txt
    mentorlit parse -j 4 -o records.ndjson medline/*.xml.gz
    """
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    with running("parse", settings, jobs=jobs) as run:
        if explain:
            run.write_explained(run.citations())
        else:
            run.write_read()
