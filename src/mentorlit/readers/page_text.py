"""Reader of the text of an abstract page, copied or scraped: one page, one citation.

See docs/formats/page-text.md. The reading itself is :mod:`mentorlit.pages`; here bytes become
located lines, and what was found a citation with its evidence.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from mentorlit.model import Citation, Problem
from mentorlit.pages import lines, record, verdict
from mentorlit.pages.engine import Page, examine
from mentorlit.pages.places import Places
from mentorlit.pages.profile import Profile, active
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError

FORMAT: Final = "page-text"
_NOTHING: Final = (
    "the text is not the page of a work: no title, authors, journal, date, identifier, citation "
    "or abstract was found in it"
)


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield the one citation of the page.

    Rejected are a page above ``limits.page`` (``too-large``), a bot check, error page or cookie
    wall (``not-a-page``), a list of works (``several-works``) and a text in which nothing of a
    work is found (``no-bibliographic-data``). Blank input gives nothing. The body of an article
    gives a citation without title whose problems say what it is (``body-only``).
    """
    try:
        data = stream.whole(stream.limits.page)
    except TooLargeError as error:
        message = f"the page is larger than {stream.limits.page} bytes"
        yield stream.reject((1, 1, stream.start), "too-large", message, error.kept)
        return
    if not data or data.isspace():
        return
    encoding, decoding = _encoding(stream, data)
    page = _examined(lines.cut(data, encoding, stream.start), stream.beside.profiles)
    phrase = verdict.refusal(page.marks, page.findings)
    if phrase:
        message = f"the text is a bot check, cookie wall or error page ('{phrase}'), not a record"
        yield stream.reject((1, 1, stream.start), "not-a-page", message, data)
        return
    works = verdict.several(page.marks, page.findings)
    if works:
        message = f"the text lists {works} works (search results, a table of contents), not one"
        yield stream.reject((1, 1, stream.start), "several-works", message, data)
        return
    if verdict.nothing(page.marks, page.findings):
        yield stream.reject((1, 1, stream.start), "no-bibliographic-data", _NOTHING, data)
        return
    problems = decoding + verdict.problems(page.marks, page.findings)
    origin = stream.origin(1, 1, stream.start)
    places = Places(data, stream.start, encoding)
    yield record.citation(page.findings, FORMAT, origin, problems, places)


def _examined(found: Iterable[lines.Line], profiles: tuple[Profile, ...]) -> Page:
    if not profiles:
        return examine(found)
    found = list(found)
    return examine(found, profiles=active(profiles, found))


def _encoding(stream: Stream, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return the encoding that ``data`` is in, with the problem of having guessed it."""
    problems = stream.text(data)[1]
    guessed = any(problem.code == "encoding-guessed" for problem in problems)
    return ("cp1252" if guessed else stream.encoding or "utf-8"), problems
