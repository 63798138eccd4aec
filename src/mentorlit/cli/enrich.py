"""``mentorlit enrich``: records with what they lack, from services that know the work."""

from typing import Annotated

import typer

from mentorlit.cli.decided import Decisions
from mentorlit.cli.network import Network
from mentorlit.cli.options import Settings, command


@command
def enrich(
    settings: Settings,
    network: Network,
    fields: Annotated[
        str, typer.Option(metavar="LIST", help="What to look for, as DOI,volume,abstract.")
    ] = "",
    overwrite: Annotated[
        str,
        typer.Option(metavar="LIST", help="Fields that answers may replace; old values stay seen."),
    ] = "",
    updates: Annotated[
        bool, typer.Option("--updates", help="Look complete records up too: retracted, corrected?")
    ] = False,
    no_search: Annotated[
        bool, typer.Option("--no-search", help="Look up by identifiers only, never by title.")
    ] = False,
    retractions: Annotated[
        str, typer.Option(metavar="FILE", help="Mark the works of a list of retractions (CSV).")
    ] = "",
    review: Annotated[
        str, typer.Option(metavar="FILE", help="Write unsure answers to FILE, for review.")
    ] = "",
    decisions: Decisions = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back everything that enrich has filled in.")
    ] = False,
) -> None:
    """Fill in what records lack, from services that know the work, and say where it is from.

    \b
    mentorlit parse refs.ris | mentorlit enrich --mailto me@example.org > complete.ndjson
    mentorlit enrich --review unsure.ndjson --cache answers refs.bib -o complete.ndjson
    mentorlit enrich --offline --retractions retraction_watch.csv records.ndjson > marked.ndjson
    """
    given = dict(locals())
    from mentorlit.cli.enriching import complete, take_back  # noqa: PLC0415 - start-up

    if undo:
        take_back(settings)
    else:
        complete(settings, network, given)
