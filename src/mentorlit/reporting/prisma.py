"""The numbers of PRISMA 2020: as JSON, and as the table that the PRISMA2020 package reads."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mentorlit.jsontext import encode
from mentorlit.reporting.account import Account, File, Source, Tally
from mentorlit.reporting.rows import comma_separated
from mentorlit.reporting.wording import source
from mentorlit.tables import load

SCHEMA: Final = "mentorlit-prisma/1"
"""The ``schema`` member of the JSON."""


def numbers(account: Account) -> dict[str, Any]:
    """Return the account as one JSON object; docs/commands/dedupe-report.md describes it."""
    return {
        "schema": SCHEMA,
        **tally(account.total),
        "papers": account.papers,
        "earlier_records": account.old,
        "unresolved": {"pairs": account.unsure_pairs, "papers": account.unsure_papers},
        "related": dict(account.related),
        "sources": [_source(one) for one in account.sources],
        "not_read": [{"file": name, "reason": reason} for name, reason in account.unread],
        "prisma2020": boxes(account),
    }


def lines(account: Account) -> Iterator[str]:
    """Yield the numbers as JSON for programs and people: indented."""
    yield f"{msgspec.json.format(encode(numbers(account)), indent=2).decode()}\n"


def tally(one: Tally) -> dict[str, Any]:
    """Return the numbers of a source, a file or the whole."""
    return {
        "identified": one.identified,
        "unreadable": one.unreadable,
        "removed": {
            "total": one.removed,
            "within_source": one.within,
            "between_sources": one.between,
            "versions": one.versions,
            "known": one.known,
            "by_automation": one.automation,
            "by_human": one.human,
        },
        "remaining": one.remaining,
    }


def _source(one: Source) -> dict[str, Any]:
    return {
        "source": one.label,
        **tally(one.tally),
        "papers": one.papers,
        "papers_only_here": one.alone,
        "files": [_file(file) for file in one.files],
    }


def _file(file: File) -> dict[str, Any]:
    return {"file": file.name, **tally(file.tally)}


def boxes(account: Account) -> dict[str, int | str]:
    """Return the numbers of the boxes of the PRISMA 2020 diagram that deduplication can fill.

    The names are those of the PRISMA2020 package. Unreadable records, other versions and records
    known before are removed for other reasons; no record is excluded by an automation tool in
    the sense of PRISMA, which means classifiers.
    """
    total = account.total
    each = (f"{_plain(source(one.label))}, {one.tally.identified}" for one in account.sources)
    return {
        "database_results": total.identified,
        "database_specific_results": "; ".join(each),
        "duplicates": total.duplicates,
        "excluded_automatic": 0,
        "excluded_other": total.unreadable + total.versions + total.known,
        "records_screened": total.remaining,
    }


def _plain(label: str) -> str:
    """Return a label without what parts several of them, and their numbers, in one text."""
    return label.replace(";", " ").replace(",", " ")


def table(account: Account) -> Iterator[str]:
    """Yield the rows of the table that ``PRISMA_data`` of the PRISMA2020 package takes.

    What comes after screening, or from elsewhere, is empty.
    """
    known = boxes(account)
    rows: dict[str, list[str]] = load("reporting/prisma2020")["rows"]
    header = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
    lines: list[tuple[object, ...]] = [header]
    for name, (node, box, text) in rows.items():
        said = known.get(name, "")
        lines.append((name if box else "NA", node, box or name, text, text, text, "", said))
    return comma_separated(lines)
