"""``mentorlit dedupe``: records in any format to one record for each paper."""

from typing import Annotated

import typer

from mentorlit.cli.options import Settings, command


@command
def dedupe(
    settings: Settings,
    log: Annotated[
        str, typer.Option("--log", metavar="FILE", help="Write every decision to FILE, as NDJSON.")
    ] = "",
) -> None:
    """Merge records that describe the same paper, and say why.

    \b
    mentorlit parse *.ris | mentorlit dedupe --log decisions.ndjson > unique.ndjson
    mentorlit dedupe pubmed.ris embase.ris page.txt | mentorlit export --ris
    """
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    with running("dedupe", settings, log) as run:
        from mentorlit.dedupe import dedupe as find_and_merge  # noqa: PLC0415 - start-up

        result = find_and_merge(run.citations())
        run.merged = result.merged_away
        for kind, size in () if settings.quiet else result.capped:
            say(f"dedupe: {size} records share one {kind} key; not all their pairs were compared")
        if not log:
            run.write_lines(result.citations)
            return
        from mentorlit.dedupe.log import lines  # noqa: PLC0415 - start-up
        from mentorlit.jsontext import encode  # noqa: PLC0415 - start-up
        from mentorlit.writing import Output  # noqa: PLC0415 - start-up

        with Output(log) as out:
            for line in lines(result):
                out.write(encode(line) + b"\n")
            run.write_lines(result.citations)
