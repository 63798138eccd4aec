"""``mentorlit parse``: inputs in any format, and identifiers of works, to one record a line."""

from typing import Annotated

import typer

from mentorlit.cli.network import Network
from mentorlit.cli.options import Settings, command
from mentorlit.fetching.requested import OPTIONS, asks

_Texts = list[str] | None


@command
def parse(
    settings: Settings,
    network: Network,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show where each value was found, for reading.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", metavar="N", min=1, help="Read with N processes.")
    ] = 1,
    doi: Annotated[
        _Texts, typer.Option(metavar="DOI", help="Fetch the work with this DOI.")
    ] = None,
    pmid: Annotated[_Texts, typer.Option(metavar="PMID", help="... with this PubMed id.")] = None,
    pmcid: Annotated[_Texts, typer.Option(metavar="PMCID", help="... PubMed Central id.")] = None,
    arxiv: Annotated[_Texts, typer.Option(metavar="ID", help="... arXiv id.")] = None,
    isbn: Annotated[_Texts, typer.Option(metavar="ISBN", help="... ISBN.")] = None,
    url: Annotated[_Texts, typer.Option(metavar="URL", help="Fetch the page of a work.")] = None,
    ids: Annotated[
        _Texts, typer.Option(metavar="FILE", help="Fetch the works whose identifiers FILE lists.")
    ] = None,
) -> None:
    """Read files of any known format, or fetch works; write one record a line (NDJSON).

    \b
    mentorlit parse page.txt refs.ris dump.json.gz > records.ndjson
    mentorlit parse --rejects rejects.ndjson *.ris | mentorlit dedupe
    mentorlit parse --explain page.txt
    mentorlit parse -j 4 -o records.ndjson medline/*.xml.gz
    mentorlit parse --doi 10.1371/journal.pmed.1000097 pmid:19621072 > records.ndjson
    mentorlit parse --ids identifiers.txt --mailto me@example.org --cache answers > records.ndjson
    """
    given = dict(locals())
    if any(given[name] for name in OPTIONS) or any(map(asks, settings.files or ())):
        from mentorlit.cli.fetching import fetch  # noqa: PLC0415 - start-up

        fetch(settings, network, given, explain=explain)
        return
    from mentorlit.cli.run import running  # noqa: PLC0415 - start-up

    with running("parse", settings, jobs=jobs) as run:
        if explain:
            run.write_explained(run.citations())
        else:
            run.write_read()
