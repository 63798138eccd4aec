"""Numbers in words, as every report says them."""

from functools import cache
from typing import Any

from mentorlit.reporting.account import Account
from mentorlit.tables import load


@cache
def texts() -> dict[str, Any]:
    """Return what reports say."""
    return load("reporting/texts")


def number(value: int) -> str:
    """Return ``12,345``."""
    return f"{value:,}"


def counted(value: int, what: str) -> str:
    """Return ``1 record`` or ``2 records``."""
    return f"{value:,} {what}{'' if value == 1 else 's'}"


def source(label: str) -> str:
    """Return the label of a source, or what stands for none."""
    return label or "(source not stated)"


def relation(kind: str) -> str:
    """Return a relation in words, as in "A is ... B"."""
    words: str = texts()["relations"].get(kind, kind.replace("-", " "))
    return words or "related to"


def summary(account: Account) -> list[str]:
    """Return the account in a few sentences."""
    total = account.total
    records, sources = counted(total.identified, "record"), len(account.sources)
    describe = "describes" if total.identified == 1 else "describe"
    papers = counted(account.papers, "paper")
    found = [f"{records} from {counted(sources, 'source')} {describe} {papers}."]
    found.append(_removed(account))
    if total.unreadable:
        found.append(f"{counted(total.unreadable, 'record')} could not be read.")
    remain = "remains" if total.remaining == 1 else "remain"
    found.append(f"{counted(total.remaining, 'record')} {remain}.")
    found.append(_undecided(account))
    return found


def _removed(account: Account) -> str:
    total = account.total
    parts = [counted(total.duplicates, "duplicate")]
    if total.versions:
        parts.append(f"{counted(total.versions, 'other version')} of a paper")
    if account.old:
        parts.append(f"{number(total.known)} known from {counted(account.old, 'earlier record')}")
    said = f"{parts[0]} removed"
    if len(parts) > 1:
        verb = "was" if total.removed == 1 else "were"
        said = f"{counted(total.removed, 'record')} {verb} removed: {', '.join(parts)}"
    if total.human:
        said += f"; {number(total.human)} by a person"
    return f"{said}."


def _undecided(account: Account) -> str:
    if not account.unsure_pairs:
        return "No pair is left to decide."
    pairs, papers = counted(account.unsure_pairs, "pair"), counted(account.unsure_papers, "paper")
    return f"{pairs} of {papers} {'is' if account.unsure_pairs == 1 else 'are'} left to decide."
