"""Reader of tables as text: CSV, TSV and others with a header, or with declared columns.

What the headers of the known exports mean is in tables/delimited.toml; what is tolerated and where
everything goes is in docs/formats/csv.md.
"""

from collections.abc import Iterator

from mentorlit.formats.delimited.table import read as read_table
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation or reject for every row below the header.

    Rejected are rows with more cells than the header has, rows without title, DOI and PMID, rows
    whose quotation marks do not close, and all rows of a table whose header says nothing known.
    """
    return read_table(stream)
