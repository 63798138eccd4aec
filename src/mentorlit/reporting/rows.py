"""The numbers of a report as a table with one number a row, for spreadsheets and scripts."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from mentorlit.reporting.account import Account, Tally
from mentorlit.reporting.report import Report
from mentorlit.writing import printable

_FORMULA: Final = "=+-@＝＋－＠'"
"""What a cell may not begin with, or a spreadsheet takes it for a formula."""

Line = tuple[object, ...]


def write(report: Report) -> Iterator[str]:
    """Yield the table: part of the report, source or other name, file, what is counted, number."""
    return comma_separated([("part", "name", "file", "measure", "number"), *_lines(report.account)])


def comma_separated(lines: Iterable[Line]) -> Iterator[str]:
    """Yield rows as CSV, with the byte-order mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for line in lines:
        buffer = StringIO()
        csv.writer(buffer, lineterminator="\n").writerow([_cell(value) for value in line])
        yield buffer.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


def _lines(account: Account) -> Iterator[Line]:
    yield from _tally("all", "", "", account.total)
    yield "all", "", "", "papers", account.papers
    yield "all", "", "", "earlier_records", account.old
    yield "unresolved", "", "", "pairs", account.unsure_pairs
    yield "unresolved", "", "", "papers", account.unsure_papers
    for one in account.sources:
        yield from _tally("source", one.label, "", one.tally)
        yield "source", one.label, "", "papers", one.papers
        yield "source", one.label, "", "papers_only_here", one.alone
        for file in one.files:
            yield from _tally("file", one.label, file.name, file.tally)
    for combination in account.overlap:
        names = " + ".join(account.sources[at].label for at in combination.sources)
        yield "overlap", names, "", "papers", combination.papers
    for size, papers in account.sizes:
        yield "records_per_paper", str(size), "", "papers", papers
    for group in account.groups:
        yield "merges", group.name, "", "papers", group.papers
        yield "merges", group.name, "", "records", group.records
    for kind, pairs in account.related:
        yield "related", kind, "", "pairs", pairs
    for kind, size in account.capped:
        yield "capped", kind, "", "records", size


def _tally(part: str, name: str, file: str, tally: Tally) -> Iterator[Line]:
    for measure, number in (
        ("identified", tally.identified),
        ("unreadable", tally.unreadable),
        ("removed_within_source", tally.within),
        ("removed_between_sources", tally.between),
        ("removed_versions", tally.versions),
        ("removed_known", tally.known),
        ("removed_by_automation", tally.automation),
        ("removed_by_human", tally.human),
        ("remaining", tally.remaining),
    ):
        yield part, name, file, measure, number
