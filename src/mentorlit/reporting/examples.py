"""Merges and pairs as HTML: folded, with their differences marked."""

from collections.abc import Iterator

from mentorlit.reporting.differences import FORM, LEFT_OUT, SAME, Piece
from mentorlit.reporting.markup import Markup, element, joined
from mentorlit.reporting.report import Report
from mentorlit.reporting.values import labels
from mentorlit.reporting.views import Field, Line, Record, View, merge_view, pair_view
from mentorlit.reporting.wording import counted, number, relation, source, texts


def merges(report: Report) -> Iterator[str]:
    """Yield the section of the merges, group by group, the surest first."""
    if not report.account.groups:
        return
    yield _start("merges", "Merges, by how sure they are")
    for group in report.account.groups:
        said = texts()["groups"][group.name]
        yield element("h3", said["title"], " ", element("small", counted(group.papers, "paper")))
        yield element("p", f"{said['text']} {counted(group.records, 'record')}.", class_="quiet")
        shown = report.survey.merges[group.name]
        for merge in shown:
            yield folded(merge_view(report.result, merge))
        yield _more(len(shown), group.papers)
    yield "</section>\n"


def pairs(report: Report) -> Iterator[str]:
    """Yield the sections of the pairs that are left to decide, and of those that are related."""
    if unsure := report.survey.unsure:
        yield _start("unsure", "Left to decide")
        yield element("p", texts()["notes"]["unsure"], class_="quiet")
        for link in unsure:
            yield folded(pair_view(report.result, link))
        yield _more(len(unsure), report.account.unsure_pairs)
        yield "</section>\n"
    if report.account.related:
        yield from _related(report)


def _related(report: Report) -> Iterator[str]:
    yield _start("related", "Related, kept apart")
    for kind, total in report.account.related:
        shown = report.survey.related[kind]
        title = relation(kind)
        yield element("h3", title, " ", element("small", counted(total, "pair")))
        for link in shown:
            yield folded(pair_view(report.result, link), f"A is {title} B")
        yield _more(len(shown), total)
    yield "</section>\n"


def _start(name: str, title: str) -> str:
    heading = element("h2", title, id=f"{name}-title")
    return f'<section id="{name}" aria-labelledby="{name}-title">{heading}\n'


def _more(shown: int, total: int) -> Markup:
    if shown >= total:
        return Markup("")
    return element("p", f"and {number(total - shown)} more, not shown", class_="more")


def folded(view: View, said: str = "") -> Markup:
    """Return records beside each other under a line that unfolds them."""
    first = view.records[0]
    head = [
        element("bdi", first.title or "(no title)", class_="title"),
        element("span", element("bdi", first.byline), class_="byline"),
        element("span", *_about(view, said), class_="about"),
    ]
    return joined(
        element("details", element("summary", *head), _inside(view), class_="view"), Markup("\n")
    )


def _about(view: View, said: str) -> list[str]:
    found: list[str] = [counted(len(view.records) + view.more, "record")]
    if said:
        found.append(said)
    found += view.grounds
    return [element("span", one) for one in found]


def _inside(view: View) -> Markup:
    content = [element("ol", *map(_record, view.records), class_="records")]
    if view.more:
        content.append(element("p", f"and {counted(view.more, 'more record')}", class_="more"))
    if view.differing:
        content.append(_fields("Differing", view.differing))
    if view.partly:
        content.append(_fields("Not stated by all", view.partly))
    if view.same:
        names = ", ".join(labels()[field] for field in view.same)
        content.append(element("p", element("b", "The same: "), names, class_="same"))
    return element("div", *content)


def _record(record: Record) -> Markup:
    """Return where a record is from; the label only if the file's name does not say it."""
    parts = [element("b", record.name, class_="who"), " "]
    if record.labelled:
        parts += [element("bdi", source(record.source)), " "]
    parts.append(element("bdi", record.place, class_="quiet"))
    return element("li", *parts, " (earlier)" if record.earlier else "")


def _fields(title: str, fields: tuple[Field, ...]) -> Markup:
    rows = [row for field in fields for row in _rows(field)]
    head = element("caption", title)
    longest = max(len(line.names) for field in fields for line in field.lines)
    style = f"--names:{min(longest, 6) * 1.6:.3g}rem"
    return element("table", head, element("tbody", *rows), class_="fields", style=style)


def _rows(field: Field) -> Iterator[Markup]:
    name = element("th", labels()[field.name], scope="rowgroup", rowspan=len(field.lines))
    for at, line in enumerate(field.lines):
        yield element("tr", *([name] if at == 0 else []), element("td", _line(line)))


def _line(line: Line) -> Markup:
    names = (joined(element("b", name, class_="who"), " ") for name in line.names)
    return element(
        "div",
        element("span", *names, class_="names"),
        " ",
        element("bdi", *map(_piece, line.pieces)),
        class_="line",
    )


def _piece(piece: Piece) -> Markup:
    if piece.what == SAME:
        return joined(piece.text)
    if piece.what == LEFT_OUT:
        words = f" {number(int(piece.text))} words " if piece.text else ""
        return element("span", f" …{words}… " if words else " …", class_="left-out")
    space = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    style = "form" if piece.what == FORM else None
    return joined(space, element("mark", piece.text.lstrip(), class_=style))
