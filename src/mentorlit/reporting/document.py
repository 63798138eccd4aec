"""The report as one JSON object: the numbers, and the examples with their differences."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from mentorlit.jsontext import encode
from mentorlit.reporting import prisma
from mentorlit.reporting.account import Account
from mentorlit.reporting.differences import Piece
from mentorlit.reporting.report import Report
from mentorlit.reporting.views import Field, View, merge_view, pair_view

SCHEMA: Final = "mentorlit-report/1"
"""The ``schema`` member of the JSON."""


def write(report: Report) -> Iterator[str]:
    """Yield the object, each member on a line of its own."""
    members = {
        "schema": SCHEMA,
        "mentorlit": report.run.version,
        "command": report.run.command,
        "account": prisma.numbers(report.account),
        **_counted(report.account),
        "merges": list(_merges(report)),
        "unsure": [_view(pair_view(report.result, link)) for link in report.survey.unsure],
        "related": [
            {"kind": kind, **_view(pair_view(report.result, link))}
            for kind, links in report.survey.related.items()
            for link in links
        ],
    }
    lines = (f"{_text(name)}:{_text(value)}" for name, value in members.items())
    yield "{" + ",\n".join(lines) + "}\n"


def _text(value: Any) -> str:
    return encode(value).decode()


def _counted(account: Account) -> dict[str, Any]:
    """Return the numbers that PRISMA has no place for."""
    labels = [one.label for one in account.sources]
    return {
        "overlap": [
            {"sources": [labels[at] for at in one.sources], "papers": one.papers}
            for one in account.overlap
        ],
        "records_per_paper": [{"records": size, "papers": n} for size, n in account.sizes],
        "capped": [{"kind": kind, "records": size} for kind, size in account.capped],
    }


def _merges(report: Report) -> Iterator[dict[str, Any]]:
    for group in report.account.groups:
        shown = report.survey.merges[group.name]
        yield {
            **group._asdict(),
            "examples": [_view(merge_view(report.result, merge)) for merge in shown],
        }


def _view(view: View) -> dict[str, Any]:
    link = {"score": view.link.score, "reason": view.link.reason} if view.link else {}
    return {
        **link,
        "records": [record._asdict() for record in view.records],
        "records_not_shown": view.more,
        "differing": dict(_fields(view.differing)),
        "not_stated_by_all": dict(_fields(view.partly)),
        "same": view.same,
    }


def _fields(fields: Iterable[Field]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        yield (
            field.name,
            [
                {"records": line.names, "pieces": [_piece(piece) for piece in line.pieces]}
                for line in field.lines
            ],
        )


def _piece(piece: Piece) -> dict[str, str]:
    return {"text": piece.text, "what": piece.what} if piece.what else {"text": piece.text}
