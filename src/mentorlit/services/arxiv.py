"""arXiv by its own ids, 100 at once: docs/services/arxiv.md."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from mentorlit.network.asking import Query
from mentorlit.services import Access
from mentorlit.services._answers import line, no_xml

FORMAT: Final = "arxiv"

_HEAD: Final = 16_384
# https://info.arxiv.org/help/arxiv_identifier.html: year and month, then four digits, since 2015-01
# five; before 2007-04 an archive, then year, month and three digits.
_SURE: Final = re.compile(
    r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}(?:v|\Z)"
    r"|(?:1[5-9]|[2-8][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}(?:v|\Z)"
    r"|[a-z-]+/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])[0-9]{3}(?:v|\Z)"
)
_FIRST_ENTRY: Final = re.compile(rb"<entry[\s>](?:(?!</entry).)*", re.DOTALL)
_ERROR: Final = re.compile(rb"<id>\s*https?://(?:export\.)?arxiv\.org/api/errors")
_SUMMARY: Final = re.compile(rb"<summary[^<>]*>([^<]*)")


def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query:  # noqa: ARG001 - arXiv's alone
    """Return the question for arXiv ids, with a version or for the last one.

    Without ``max_results`` ten entries come, however many ids there are.
    """
    listed = ",".join(quote(one, safe="/") for one in ids)
    url = f"{access.base}/query?id_list={listed}&max_results={len(ids)}"
    return Query(url, service="arxiv")


def alone(scheme: str, identifier: str) -> bool:  # noqa: ARG001 - arXiv's alone
    """Tell whether arXiv may find that an id is none, which spoils the question for all others."""
    return not _SURE.match(identifier)


def address(access: Access, scheme: str, identifier: str) -> str:
    """Return the address of one entry as a feed."""
    return lookup(access, scheme, (identifier,)).url


def fault(body: bytes) -> str:
    """Return the error that stands in place of entries, or ``""``.

    One id that arXiv cannot read spoils the question: its answer is a feed with one entry, under
    the address of errors (user manual, 3.4). Too many questions get plain text.
    """
    first = _FIRST_ENTRY.search(body[:_HEAD])
    if first and _ERROR.search(first[0]):
        summary = _SUMMARY.search(first[0])
        return line(summary[1] if summary else b"") or "an error without a message"
    return no_xml(body)
