"""MARC staff views in the rows of an HTML page."""

from collections.abc import Iterable, Iterator

from mentorlit.formats.marc import staff_view
from mentorlit.htmlrows import Row


def line(row: Row) -> str:
    """Return a row as one line: cells parted by tabs."""
    return "\t".join(cell.replace("\n", " ").strip("\t ") or " " for cell in row.cells)


def records(page: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each record: a leader, a 001 behind fields or a table begins one."""
    held: list[Row] = []
    has_data = 0
    for row in page:
        tag, rest = staff_view.split(line(row))
        if not tag or not rest.strip():
            continue
        begins = tag == "LDR" or (tag == "001" and has_data)
        if held and (begins or row.table != held[-1].table):
            if has_data > 1:
                yield held
            held, has_data = [], 0
        held.append(row)
        has_data += tag != "LDR" and not tag.startswith("00")
    if has_data > 1:
        yield held
