"""Reports of a deduplication: PRISMA numbers, and a report to look at, in several formats.

The work is a pipeline: one walk over the result (survey) gives the account, which is all the
numbers there are, and the examples that are shown; each format writes these.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from mentorlit.problems import UsageError
from mentorlit.reporting.report import Report, Run

if TYPE_CHECKING:
    from mentorlit.reporting.account import Account

__all__ = ["Report", "Run", "check", "prisma_writer", "report_writer"]

_REPORTS: Final = {
    ".html": "page",
    ".htm": "page",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "document",
    ".csv": "rows",
}
"""Suffix to the module that writes such a report."""


def check(prisma: str, report: str) -> None:
    """Make sure that reports can be written as the names of their files say.

    Raises:
        UsageError: a suffix is of no kind of report.

    """
    if prisma:
        prisma_writer(prisma)
    if report:
        report_writer(report)


def report_writer(name: str) -> Callable[[Report], Iterator[str]]:
    """Return what writes a report into a file of this name.

    Raises:
        UsageError: the suffix is none of a report.

    """
    module = _REPORTS.get(PurePath(name).suffix.lower())
    if module is None:
        raise UsageError(f"--report {name}: the suffix must be one of .html, .md, .json, .csv")
    write: Callable[[Report], Iterator[str]] = import_module(f"mentorlit.reporting.{module}").write
    return write


def prisma_writer(name: str) -> "Callable[[Account], Iterator[str]]":
    """Return what writes the PRISMA numbers into a file of this name: CSV, or else JSON.

    Raises:
        UsageError: the suffix is neither.

    """
    from mentorlit.reporting import prisma  # noqa: PLC0415 - start-up

    suffix = PurePath(name).suffix.lower()
    if suffix not in ("", ".json", ".csv"):
        raise UsageError(f"--prisma {name}: the suffix must be .json or .csv")
    return prisma.table if suffix == ".csv" else prisma.lines
