"""The flow of records in the manner of PRISMA 2020, as far as deduplication goes."""

from typing import Final

from mentorlit.reporting.account import REMOVALS, Account
from mentorlit.reporting.drawing import Box, Row, arrow, drawing
from mentorlit.reporting.markup import Markup
from mentorlit.reporting.wording import counted, number, source, texts

_SOURCES: Final = 8
"""Sources that have a line of their own."""

_HALF: Final = 400
"""Width of a box."""

_GAP: Final = 44
"""Between boxes."""


def wide(account: Account) -> Markup:
    """Return the diagram for a desk: what is removed stands beside the flow."""
    identified = Box(0, 0, _HALF, _identified(account), "box main")
    beside = _HALF + _GAP
    removed = Box(beside, 0, _HALF, _removed(account))
    below = max(identified.bottom, removed.bottom) + _GAP
    screened = Box(0, below, _HALF, _screened(account), "box main")
    undecided = Box(beside, below, _HALF, _undecided(account), "box open")
    parts = [
        arrow((_HALF / 2, identified.bottom), (_HALF / 2, screened.y)),
        arrow((_HALF, 32), (beside, 32)),
        arrow((_HALF, screened.middle), (beside, screened.middle)),
        *(box.drawn() for box in (identified, removed, screened, undecided)),
    ]
    height = max(screened.bottom, undecided.bottom)
    return drawing(beside + _HALF, height, _said(account), *parts, style="wide")


def narrow(account: Account) -> Markup:
    """Return the diagram for a phone: one box below the other, what is removed indented."""
    indent, width = 36, 340
    identified = Box(0, 0, width, _identified(account), "box main")
    removed = Box(indent, identified.bottom + 20, width - indent, _removed(account))
    screened = Box(0, removed.bottom + 28, width, _screened(account), "box main")
    undecided = Box(indent, screened.bottom + 20, width - indent, _undecided(account), "box open")
    parts = [
        arrow((16, identified.bottom), (16, screened.y)),
        arrow((16, removed.middle), (indent, removed.middle)),
        arrow((16, screened.bottom), (16, undecided.middle), (indent, undecided.middle)),
        *(box.drawn() for box in (identified, removed, screened, undecided)),
    ]
    return drawing(width, undecided.bottom, _said(account), *parts, style="narrow")


def _identified(account: Account) -> tuple[Row, ...]:
    rows = [Row("Records identified", number(account.total.identified), "strong")]
    shown = account.sources[:_SOURCES]
    if len(account.sources) == _SOURCES + 1:
        shown = account.sources
    rows += [Row(source(one.label), number(one.tally.identified)) for one in shown]
    if rest := account.sources[len(shown) :]:
        together = sum(one.tally.identified for one in rest)
        rows.append(Row(counted(len(rest), "more source"), number(together)))
    return tuple(rows)


def _removed(account: Account) -> tuple[Row, ...]:
    total = account.total
    gone = number(total.removed + total.unreadable)
    rows = [Row("Removed before screening", gone, "strong")]
    for kind in REMOVALS:
        value = getattr(total, kind)
        if value or kind in ("within", "between"):
            rows.append(Row(texts()["removals"][kind], number(value)))
    rows.append(Row("by the rules", number(total.automation), "quiet"))
    rows.append(Row("by a person", number(total.human), "quiet"))
    if total.unreadable:
        rows.append(Row("Could not be read", number(total.unreadable)))
    return tuple(rows)


def _screened(account: Account) -> tuple[Row, ...]:
    return (Row("Records to screen", number(account.total.remaining), "strong"),)


def _undecided(account: Account) -> tuple[Row, ...]:
    pairs, papers = account.unsure_pairs, account.unsure_papers
    rows = [Row("Pairs left to decide", number(pairs), "strong")]
    if pairs:
        rows.append(Row("papers in these pairs", number(papers), "quiet"))
    return tuple(rows)


def _said(account: Account) -> str:
    total = account.total
    return (
        f"Flow diagram: {counted(total.identified, 'record')} identified, "
        f"{number(total.removed + total.unreadable)} removed before screening, "
        f"{number(total.remaining)} to screen."
    )
