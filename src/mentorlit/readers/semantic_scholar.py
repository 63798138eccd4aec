"""Reader of Semantic Scholar: papers of its API, datasets and research corpus.

Schema: https://api.semanticscholar.org/api-docs/graph. Fields: docs/formats/semantic-scholar.md.
"""

from collections.abc import Iterator
from typing import Any

from mentorlit.formats.aggregator.members import Members
from mentorlit.formats.semantic_scholar.paper import citation
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS = (b"data", b"recommendedPapers")
_NOT_A_RECORD = ("not-a-record", "this is no object with a title or an identifier")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every paper and a reject for everything else between the commas."""

    def make(one: Found) -> Citation | None:
        paper = _paper(one.value)
        if paper is None:
            return None
        record = citation(Members(paper), stream.origin(*one.place), one.problems)
        return with_repeated(record, repeated(one.raw, one.value)) if record else None

    yield from read_with(stream, found(stream, _ARRAYS, "paper", levels=1), make, _NOT_A_RECORD)


def _paper(value: Any) -> dict[str, Any] | None:
    """Return a paper; in lists of citations and references it stands with what cites it how."""
    if not isinstance(value, dict):
        return None
    for name in ("citingPaper", "citedPaper"):
        if isinstance(value.get(name), dict):
            return {**{key: item for key, item in value.items() if key != name}, **value[name]}
    return value
