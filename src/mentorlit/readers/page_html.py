"""Reader of the web page of a work: one page, one citation.

See docs/formats/page-html.md. The carriers of metadata are read in :mod:`mentorlit.webpages`,
what a reader sees in :mod:`mentorlit.pages`; here they are put together.
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.model import Citation
from mentorlit.pages import record, verdict
from mentorlit.pages.engine import examine
from mentorlit.pages.findings import Findings
from mentorlit.pages.known import Known
from mentorlit.pages.places import Places
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError
from mentorlit.webpages import (
    handover,
    kinds,
    markedtitle,
    merging,
    metatags,
    orcidlinks,
    profiled,
    rules,
    visible,
    works,
)
from mentorlit.webpages.document import Document

FORMAT: Final = "page-html"
_NOTHING: Final = (
    "the page is not that of a work: no title, authors, journal, date, identifier, citation or "
    "abstract was found in it"
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield the one citation of the page, or its reject."""
    try:
        data = stream.whole(stream.limits.page)
    except TooLargeError as error:
        message = f"the page is larger than {stream.limits.page} bytes"
        yield stream.reject((1, 1, stream.start), "too-large", message, error.kept)
        return
    if not data or data.isspace():
        return
    yield from handover.records(stream, data) or _page(stream, data)


def _page(stream: Stream, data: bytes) -> Iterator[Citation | Reject]:
    """Yield what a page says that is in no format of its own."""
    document = Document(stream, data)
    findings = Findings()
    profiles = stream.beside.profiles
    profiles = profiled.claim(document, findings, profiles) if profiles else ()
    metatags.claim(document, findings)
    choice = works.Choice(document, findings, works.found(document))
    if choice.several:
        yield from choice.records(stream)
        return
    works.claim(document, choice.own, findings)
    rules.prepare(findings)
    known = Known(merging.stated_title(findings), document.caption)
    page = examine(visible.lines(document), known, profiles)
    code, why = kinds.refusal(known.caption, page, findings)
    if not code:
        merging.add_visible(findings, page.findings)
        rules.apply(findings, page.marks)
        orcidlinks.claim(document, findings)
        markedtitle.claim(document, findings)
        if verdict.nothing(page.marks, findings):
            code, why = "no-bibliographic-data", _NOTHING
    if code and choice.falls_back():
        yield from choice.records(stream)
    elif code:
        yield stream.reject((1, 1, stream.start), code, why, data)
    else:
        problems = document.problems + verdict.problems(page.marks, findings)
        places = Places(data, stream.start)
        yield record.citation(findings, FORMAT, stream.origin(1, 1, stream.start), problems, places)
