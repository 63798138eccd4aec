"""The report as Markdown, for a repository or a protocol."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mentorlit.reporting.account import REMOVALS, Account, Tally
from mentorlit.reporting.differences import FORM, LEFT_OUT, SAME, Piece
from mentorlit.reporting.report import Report
from mentorlit.reporting.values import labels
from mentorlit.reporting.views import Field, View, merge_view, pair_view
from mentorlit.reporting.wording import counted, number, relation, source, summary, texts
from mentorlit.writing import printable

_SPECIAL: Final = re.compile(
    r"([\\`*_{}\[\]<>#|~$@]|&(?=[#\w])|:(?=[^\s\d]))|^(\d+)([.)])(?=\s|$)|^([-+=])|(?<=www)(\.)"
)


def write(report: Report) -> Iterator[str]:
    """Yield the parts of the document."""
    account = report.account
    yield "# Deduplication report\n\n"
    yield f"{' '.join(summary(account))}\n\n"
    yield f"mentorlit {escaped(report.run.version)}: {_code(report.run.command)}\n\n"
    yield from _warnings(account)
    yield from _flow(account)
    yield from _sources(account)
    yield from _overlap(account)
    sizes = [(str(size), number(papers)) for size, papers in account.sizes]
    yield from _section("Records per paper", _table(("records", "papers"), sizes))
    yield from _merges(report)
    yield from _pairs(report)
    yield from _section("How to read this", (f"- {note}\n" for note in texts()["reading"].values()))


def escaped(text: str) -> str:
    """Return a text of any origin so that Markdown shows it as it is."""
    flat = " ".join(printable(text.replace("\n", " ").replace("\t", " ")).split())
    return _SPECIAL.sub(_escape, flat)


def _escape(match: re.Match[str]) -> str:
    if match[2]:
        return f"{match[2]}\\{match[3]}"
    return f"\\{match[0]}"


def _code(text: str) -> str:
    """Return a text as code, in more backticks than it has anywhere in a row."""
    text = printable(text)
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks} {text} {ticks}" if len(ticks) > 1 else f"`{text}`"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"## {title}\n\n"
    yield from lines
    yield "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |\n"
    yield f"| --- |{' ---: |' * (len(head) - 1)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _warnings(account: Account) -> Iterator[str]:
    for name, why in account.unread:
        yield f"**Not read:** {escaped(name)}: {escaped(why)}\n\n"
    for kind, size in account.capped:
        said = texts()["notes"]["capped"].format(number(size), escaped(kind))
        yield f"{said}\n\n"


def _flow(account: Account) -> Iterator[str]:
    total = account.total
    rows = [("Records identified", number(total.identified))]
    rows += [(texts()["removals"][kind], number(getattr(total, kind))) for kind in REMOVALS]
    rows += [
        ("Could not be read", number(total.unreadable)),
        ("Removed by the rules", number(total.automation)),
        ("Removed by a person", number(total.human)),
        ("**Records to screen**", f"**{number(total.remaining)}**"),
        ("Pairs left to decide", number(account.unsure_pairs)),
        ("Papers in these pairs", number(account.unsure_papers)),
    ]
    yield from _section("Flow of records", _table(("", "n"), rows))


def _sources(account: Account) -> Iterator[str]:
    head = ("source", "identified", "unreadable", *REMOVALS, "remaining", "papers", "only here")
    rows = []
    for one in account.sources:
        more = number(one.papers), number(one.alone)
        rows.append((escaped(source(one.label)), *_numbers(one.tally), *more))
        if one.several:
            rows += [
                (f"↳ {escaped(file.name)}", *_numbers(file.tally), "", "") for file in one.files
            ]
    rows.append(("all", *_numbers(account.total), number(account.papers), ""))
    yield from _section("Sources and files", _table(head, rows))


def _numbers(tally: Tally) -> list[str]:
    fields = ("identified", "unreadable", *REMOVALS, "remaining")
    return [number(getattr(tally, field)) for field in fields]


def _overlap(account: Account) -> Iterator[str]:
    if len(account.sources) > 1:
        rows = [
            (
                ", ".join(escaped(source(account.sources[at].label)) for at in one.sources),
                number(one.papers),
            )
            for one in account.overlap
        ]
        yield from _section("Overlap between sources", _table(("found in exactly", "papers"), rows))


def _merges(report: Report) -> Iterator[str]:
    if not report.account.groups:
        return
    yield "## Merges, by how sure they are\n\n"
    for group in report.account.groups:
        said = texts()["groups"][group.name]
        yield f"### {said['title']}: {counted(group.papers, 'paper')}\n\n"
        yield f"{said['text']} {counted(group.records, 'record')}.\n\n"
        shown = report.survey.merges[group.name]
        for merge in shown:
            yield from _view(merge_view(report.result, merge))
        yield _more(len(shown), group.papers)


def _pairs(report: Report) -> Iterator[str]:
    if report.survey.unsure:
        yield "## Left to decide\n\n"
        for link in report.survey.unsure:
            yield from _view(pair_view(report.result, link))
        yield _more(len(report.survey.unsure), report.account.unsure_pairs)
    if report.account.related:
        yield "## Related, kept apart\n\n"
    for kind, total in report.account.related:
        yield f"### {escaped(relation(kind))}: {counted(total, 'pair')}\n\n"
        for link in report.survey.related[kind]:
            yield from _view(pair_view(report.result, link))
        yield _more(len(report.survey.related[kind]), total)


def _more(shown: int, total: int) -> str:
    return f"- and {number(total - shown)} more, not shown\n\n" if shown < total else "\n"


def _view(view: View) -> Iterator[str]:
    about = [counted(len(view.records) + view.more, "record"), *map(escaped, view.grounds)]
    yield f"- **{escaped(view.records[0].title) or '(no title)'}** ({', '.join(about)})\n"
    for record in view.records:
        label = f"{escaped(source(record.source))}, " if record.labelled else ""
        earlier = " (earlier)" if record.earlier else ""
        yield f"  - {record.name}: {label}{escaped(record.place)}{earlier}\n"
    if view.more:
        yield f"  - and {counted(view.more, 'more record')}\n"
    for field in (*view.differing, *view.partly):
        yield from _field(field)


def _field(field: Field) -> Iterator[str]:
    values = (
        f"{' '.join(line.names)}: {''.join(map(_piece, line.pieces)).strip()}"
        for line in field.lines
    )
    yield f"  - {labels()[field.name]}: {' ‖ '.join(values)}\n"


def _piece(piece: Piece) -> str:
    if piece.what == LEFT_OUT:
        return f" … {number(int(piece.text))} words … " if piece.text else " …"
    text = escaped(piece.text)
    before = " " if piece.text[:1].isspace() else ""
    return f"{before}{text}" if piece.what in (SAME, FORM) else f"{before}**{text}**"
