"""Staff views as HTML: a table that looks like a record is a record or a reject with its place."""

import pytest

from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import marc_staffview_html, vufind_staffview_html
from mentorlit.stream import Stream


def _marc(number: int) -> str:
    return (
        '<table class="t">\n'
        f"<tr><th>LEADER</th><td>00000nam a2200000 a 4500</td></tr>\n"
        f"<tr><th>001</th><td>m{number}</td></tr>\n"
        f"<tr><th>100</th><td>1</td><td> </td><td><b>|a</b> Doe, Jane</td></tr>\n"
        f"<tr><th>245</th><td>1</td><td>0</td><td><b>|a</b> T{number}</td></tr>\n"
        "</table>\n"
    )


def _solr(number: int) -> str:
    return (
        '<table class="t">\n'
        f"<tr><th>id</th><td>s{number}</td></tr>\n"
        "<tr><th>record_format</th><td>marc</td></tr>\n"
        f"<tr><th>title_full</th><td>T{number}</td></tr>\n"
        "<tr><th>author</th><td>Doe, Jane</td></tr>\n"
        "</table>\n"
    )


_DAMAGE = {
    "table": ("<table", "<tabl"),
    "table-open": ('<table class="t">', '<table class="t"'),
    "table-end": ("</table>", "</table"),
    "rows": ("<tr>", "<tr"),
    "row-ends": ("</tr>", ""),
    "heads": ("<th>", "<th"),
    "head-ends": ("</th>", "</th"),
    "cells": ("<td>", "<td"),
    "all-cells": ("<td>", ""),
    "cell-ends": ("</td>", "</td"),
    "script": ('<table class="t">', '<script><table class="t">'),
    "head": ('<table class="t">', '<head><table class="t">'),
    "comment": ('<table class="t">', '<!-- <table class="t">'),
}


@pytest.mark.parametrize("damage", _DAMAGE)
@pytest.mark.parametrize("kind", ["marc", "solr"])
def test_a_damaged_table_is_a_record_or_a_reject(kind: str, damage: str) -> None:
    make, reader = {
        "marc": (_marc, marc_staffview_html),
        "solr": (_solr, vufind_staffview_html),
    }[kind]
    tables = [make(number) for number in range(3)]
    tables[1] = tables[1].replace(*_DAMAGE[damage])
    page = "<html><body>\n" + "".join(tables) + "</body></html>\n"
    stream = Stream([page.encode()], name="x", source="x", format=kind)
    records = list(reader.read(stream))
    assert len(records) == 3
    assert [records[at].title for at in (0, 2) if isinstance(records[at], Citation)] == ["T0", "T2"]
    if isinstance(records[1], Reject):
        assert b"T1" in records[1].raw
        assert 8 <= records[1].origin.line <= 10
    else:
        assert records[1].title == "T1"
