"""Parquet: everything of every record is in its row, and a missing pyarrow is told in one line."""

import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from citations import whole
from mentorlit.exporting import export_bytes
from mentorlit.model import Citation, Origin, PartialDate
from mentorlit.problems import UsageError
from mentorlit.writers import BY_NAME

JSON = ("extra", "evidence", "provenance", "members")
MAPS = {"identifiers": ("scheme", "values"), "dates": ("event", "date")}


def rows(data: bytes) -> list[dict[str, Any]]:
    arrow = pytest.importorskip("pyarrow")
    table = pytest.importorskip("pyarrow.parquet").read_table(arrow.BufferReader(data))
    return [stated(row) for row in table.to_pylist()]


def stated(value: Any) -> Any:
    """Return a value without its nulls."""
    if isinstance(value, dict):
        return {key: stated(item) for key, item in value.items() if item is not None}
    return [stated(item) for item in value] if isinstance(value, list) else value


def restored(row: dict[str, Any]) -> Citation:
    for name, (key, value) in MAPS.items():
        if name in row:
            row[name] = {item[key]: item[value] for item in row[name]}
    for name in JSON:
        if name in row:
            row[name] = msgspec.json.decode(row[name])
    return msgspec.convert({"schema": "mentorlit/1", **row}, Citation)


@settings(max_examples=25)
@given(whole())
def test_a_record_comes_back_whole(citation: Citation) -> None:
    pytest.importorskip("pyarrow")
    member = Citation(title="member")
    citation = msgspec.structs.replace(citation, members=(member,))
    data = b"".join(export_bytes([citation, Citation()], BY_NAME["parquet"]))
    assert [restored(row) for row in rows(data)] == [citation, Citation()]
    assert b"".join(export_bytes([citation, Citation()], BY_NAME["parquet"])) == data


def test_numbers_beyond_the_columns_become_text() -> None:
    pytest.importorskip("pyarrow")
    origin = Origin(source="x", file="x", format="ris", ordinal=1, line=1, offset=1 << 40)
    large = PartialDate(year=1 << 63, end=PartialDate(year=5))
    citation = Citation(issued=large, dates={"epub": large}, origin=origin)
    (row,) = rows(b"".join(export_bytes([citation], BY_NAME["parquet"])))
    assert row["issued"] == {"literal": str(1 << 63)}
    assert row["origin"]["offset"] == 1 << 40


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"needs pyarrow: pip install 'mentorlit\[parquet\]'"):
        next(export_bytes([], BY_NAME["parquet"]))
