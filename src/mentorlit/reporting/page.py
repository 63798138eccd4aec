"""The report as one HTML page: no script, nothing from elsewhere, all records escaped."""

from collections.abc import Iterator
from typing import Final

from mentorlit.reporting import examples, flow, overlap
from mentorlit.reporting.account import REMOVALS, Account, Tally
from mentorlit.reporting.markup import Markup, element, joined
from mentorlit.reporting.report import Report
from mentorlit.reporting.wording import counted, number, source, summary, texts
from mentorlit.tables import FOLDER

_REMOVED: Final = (*REMOVALS, "unreadable")

_SIZES: Final = 12
"""Sizes of clusters that have a bar of their own."""


def write(report: Report) -> Iterator[str]:
    """Yield the page in pieces."""
    account = report.account
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en">\n'
    yield _head()
    yield "<body>\n<header>"
    yield from _top(report)
    yield "</header>\n<main>\n"
    yield _section("flow", "Flow of records", flow.wide(account), flow.narrow(account))
    yield _sources(account)
    yield _overlap(account)
    yield _sizes(account)
    yield from examples.merges(report)
    yield from examples.pairs(report)
    yield _notes(account)
    yield "</main>\n"
    yield element("footer", element("p", f"mentorlit {report.run.version}"))
    yield "\n</body>\n</html>\n"


def _head() -> Markup:
    style = (FOLDER / "reporting" / "report.css").read_text(encoding="utf-8")
    return joined(
        Markup("<head>\n"),
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", "Deduplication report"),
        Markup(f"\n<style>\n{style}</style>\n</head>\n"),
    )


def _top(report: Report) -> Iterator[str]:
    account = report.account
    yield element("h1", "Deduplication report")
    yield element("p", " ".join(summary(account)), class_="lead")
    yield element("dl", *_figures(account), class_="figures")
    yield element(
        "p",
        element("span", f"mentorlit {report.run.version}: ", class_="quiet"),
        element("code", report.run.command),
        class_="command",
    )
    for name, why in account.unread:
        yield element("p", element("strong", "Not read: "), f"{name}: {why}", class_="warning")
    for kind, size in account.capped:
        said = texts()["notes"]["capped"].format(number(size), kind)
        yield element("p", said, class_="warning")


def _figures(account: Account) -> Iterator[Markup]:
    total = account.total
    for name, value in (
        ("identified", total.identified),
        ("removed", total.removed + total.unreadable),
        ("to screen", total.remaining),
        ("pairs to decide", account.unsure_pairs),
    ):
        yield element("div", element("dt", name), element("dd", number(value)))


def _section(name: str, title: str, *content: str) -> Markup:
    heading = element("h2", title, id=f"{name}-title")
    whole = element("section", heading, *content, id=name, aria_labelledby=f"{name}-title")
    return joined(whole, Markup("\n"))


def _sources(account: Account) -> Markup:
    removed = [kind for kind in _REMOVED if kind in ("within", "between") or _any(account, kind)]
    fields = ["identified", *removed, "remaining"]
    rows: list[Markup] = []
    for one in account.sources:
        rows.append(_tally(source(one.label), one.tally, fields, (one.papers, one.alone)))
        if one.several:
            rows += [_tally(file.name, file.tally, fields, (), "file") for file in one.files]
    whole = _tally("all", account.total, fields, (account.papers,))
    table = element(
        "table",
        element("thead", *_headings(removed)),
        element("tbody", *rows),
        element("tfoot", whole),
    )
    note = element("p", texts()["notes"]["papers"], class_="quiet")
    return _section("sources", "Sources and files", _scrolled(table), note)


def _any(account: Account, field: str) -> bool:
    return bool(getattr(account.total, field))


def _headings(removed: list[str]) -> Iterator[Markup]:
    """Yield two rows of headings: what is removed has one above all its columns."""
    tall = [("identified", "n"), ("remaining", "n"), ("papers", "n"), ("only here", "n")]
    cells = [
        element("th", title, scope="col", rowspan=2, class_=style)
        for title, style in [("source", None), *tall]
    ]
    over = element("th", "removed", scope="colgroup", colspan=len(removed), class_="over")
    yield element("tr", *cells[:2], over, *cells[2:])
    yield element("tr", *(element("th", kind, scope="col", class_="n") for kind in removed))


def _tally(
    label: str, tally: Tally, fields: list[str], more: tuple[int, ...], style: str | None = None
) -> Markup:
    """Return a row; columns after the fields that have no number stay empty."""
    numbers = [*(getattr(tally, field) for field in fields), *more]
    cells = [element("td", number(value), class_="n") for value in numbers]
    cells += [element("td")] * (2 - len(more))
    name = element("th", element("bdi", label), scope="row")
    return element("tr", name, *cells, class_=style)


def _overlap(account: Account) -> Markup:
    """Return the section that fits the number of sources; one source overlaps with nothing."""
    sources = len(account.sources)
    if sources < 2:
        return Markup("")
    if sources <= overlap.MATRIX:
        note, shown = texts()["notes"]["matrix"], _scrolled(overlap.matrix(account))
    elif sources <= overlap.COLUMNS:
        note = texts()["notes"]["upset"]
        table = element("summary", "The same as a table"), overlap.combinations(account)
        shown = joined(
            _scrolled(joined(overlap.upset(account, "wide"), overlap.upset(account, "narrow"))),
            _left_out(account),
            element("details", *table),
        )
    else:
        note = texts()["notes"]["combinations"]
        shown = joined(overlap.combinations(account), _left_out(account))
    title = "Overlap between sources"
    return _section("overlap", title, element("p", note, class_="quiet"), shown)


def _left_out(account: Account) -> Markup:
    rest = account.overlap[overlap.COMBINATIONS :]
    if not rest:
        return Markup("")
    papers = counted(sum(one.papers for one in rest), "paper")
    return element(
        "p", f"and {counted(len(rest), 'more combination')} with {papers}", class_="quiet"
    )


def _sizes(account: Account) -> Markup:
    rows = bars(account)
    most = max((papers for _, papers in rows), default=1)
    cells = [
        element("th", "records", scope="col"),
        element("th", "papers", scope="col", class_="n"),
    ]
    table = element(
        "table",
        element("thead", element("tr", *cells, element("td"))),
        element("tbody", *(_bar(label, papers, papers / most) for label, papers in rows)),
        class_="histogram",
    )
    return _section("sizes", "Records per paper", table)


def _bar(label: str, papers: int, share: float) -> Markup:
    bar = element("span", class_="bar", style=f"width:{100 * share:.4g}%")
    return element(
        "tr",
        element("th", label, scope="row"),
        element("td", number(papers), class_="n"),
        element("td", bar, class_="bars"),
    )


def bars(account: Account) -> list[tuple[str, int]]:
    """Return the sizes of papers in records with the number of papers; the biggest together."""
    shown = [(str(size), papers) for size, papers in account.sizes[:_SIZES]]
    if rest := account.sizes[_SIZES:]:
        shown.append((f"{rest[0][0]} to {rest[-1][0]}", sum(papers for _, papers in rest)))
    return shown


def _scrolled(content: Markup) -> Markup:
    """Return what may be wider than a phone, in a frame that keyboards can scroll too."""
    return element(
        "div", content, class_="scroll", tabindex=0, role="region", aria_label="can be scrolled"
    )


def _notes(account: Account) -> Markup:
    notes = texts()["reading"]
    total = account.total
    parts = [f"{number(total.remaining)} remaining"]
    parts += [f"{number(getattr(total, field))} {field}" for field in _REMOVED]
    sums = f"{number(total.identified)} identified = {' + '.join(parts)}."
    paragraphs = [element("p", note) for note in (*notes.values(), sums)]
    return _section("notes", "How to read this", *paragraphs)
