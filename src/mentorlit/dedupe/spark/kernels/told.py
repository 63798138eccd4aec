"""What is written beside and instead of lines: links, and rows of Parquet."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from mentorlit.dedupe.spark.batches import LINES, Filling, rows_of
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.writers.parquet import table

_RECORD: Final = msgspec.json.Decoder(Citation)


def links(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield a line for each link, with the place of its first record.

    Rows are the place, the origins of two records as JSON, decision, score, reason, relation,
    inverse and by.
    """
    filling = Filling(LINES)
    for place, a, b, decision, score, reason, relation, inverse, by in rows_of(batches):
        told = {"reason": reason, "relation": relation, "inverse": inverse}
        told["by"] = by if by != "rules" else ""
        ends = {"a": msgspec.Raw(a), "b": msgspec.Raw(b)}
        line = {**ends, "decision": decision, "score": score}
        line |= {name: value for name, value in told.items() if value}
        if filling.add((place, encode(line))):
            yield filling.taken()
    yield from filling.rest()


def as_rows(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield lines as rows of Parquet; rows are the lines."""
    for one in batches:
        citations = map(_RECORD.decode, one.column(0).to_pylist())
        if one.num_rows:
            yield from table(list(citations)).to_batches()
