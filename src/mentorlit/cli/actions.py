"""The options of ``mentorlit dedupe`` that say what becomes of duplicates."""

from typing import Annotated

import typer

Action = Annotated[
    str, typer.Option(metavar="merge|mark|drop|report", help="What to do with duplicates.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; say duplicates, and exit 1 if there are.")
]
MergePolicy = Annotated[
    str, typer.Option(metavar="FILE|NAME", help="Which value merged records get, field by field.")
]
Prefer = Annotated[
    str | None,
    typer.Option(metavar="SOURCE,...", help="Sources whose values win in merged records."),
]
