"""Pages that are, or carry, the record of a catalogue or repository in a format of its own.

A staff view in MARC or Solr fields, or an article in JATS, says more than any tag of the page, and
is read as the format that it is in. Only pages that show signs of one are looked at more closely.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from mentorlit.formats.jats.documents import documents
from mentorlit.formats.marc.staff_view_page import staff_views
from mentorlit.formats.vufind.staffview_tables import tables
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

Records = list[Citation | Reject]
Read = Callable[[Stream, bytes], Iterator[Citation | Reject]]

_SOLR: Final = re.compile(
    rb"<t[hd](?:\s[^<>]{0,300})?>\s{0,80}(?:author2|author_facet|author_sort|author_role|title_full"
    rb"|title_fullStr|title_short|title_sort|record_format|recordtype|spellingShingle|publishDate"
    rb"|publishDateSort|container_title|fullrecord|work_keys_str_mv|ctrlnum|last_indexed):?\s{0,40}<"
)
_LEADER: Final = re.compile(
    rb"(?:LEADER|Leader|LDR)(?:[\s:.]|<[^<>]{0,100}>|&nbsp;){0,8}\d{5}[a-z #]{3}"
)
_TAG_IN_CELL: Final = re.compile(
    rb"<t[hd](?:\s[^<>]{0,300})?>\s{0,80}(?:<(?:strong|b|span)[^<>]{0,100}>)?\s{0,40}(?:245|200)\s{0,40}<"
    rb"(?s:.){0,400}?[>\s](?:\||\$\$?|\xe2\x80\xa1|\xc7\x82|_)\s?a(?=[\s<])"
)
_TAG_AT_START: Final = re.compile(
    rb"(?:245|200)(?:(?<=[>\n]...)|(?<=[>\n]=...)|(?<=\A...)|(?<=\A=...))"
    rb"\s{1,4}[0-9_#\\ ]{0,4}\s{0,3}(?:\||\$\$?|\xe2\x80\xa1|\xc7\x82)\s?a"
)
_JATS: Final = re.compile(
    rb"<(/?)(?:article-meta|journal-meta)[\s>]|&lt;(?:article-meta)(?:\s|&gt;)"
)
_ARTICLE: Final = re.compile(rb"<article(?=[\s>])")
_END: Final = b"</article>"


def records(stream: Stream, data: bytes) -> Records:
    """Return the records and rejects of a page that is a staff view or article; () for others.

    What cannot be read as a record with a title is left to the page's own reader. Records have
    the format that they are in as their origin's.
    """
    for name, shows, read in (
        ("vufind-staffview-html", _shows_fields, tables),
        ("marc-staffview-html", _shows_marc, staff_views),
        ("jats", _shows_jats, _jats),
    ):
        if shows(data):
            found = list(read(_as(stream, name), data))
            if any(isinstance(one, Citation) and one.title for one in found):
                return found
    return []


# Every page is looked through for these signs: tokens are found fastest, then patterns that begin
# with what is rarely met.


def _shows_fields(data: bytes) -> bool:
    return _SOLR.search(data) is not None


def _shows_marc(data: bytes) -> bool:
    if _LEADER.search(data) or _TAG_AT_START.search(data):
        return True
    return _TAG_IN_CELL.search(data) is not None


def _shows_jats(data: bytes) -> bool:
    return b"article-meta" in data or b"journal-meta" in data


def _as(stream: Stream, name: str, start: int = 0, blocks: tuple[bytes, ...] = ()) -> Stream:
    """Return what is known of an input for the reading of a part of it in the format ``name``."""
    return Stream(
        blocks,
        name=stream.name,
        source=stream.source,
        format=name,
        encoding=stream.encoding,
        start=stream.start + start,
        limits=stream.limits,
    )


def _jats(stream: Stream, data: bytes) -> Iterator[Citation | Reject]:
    """Read the articles that stand in a page as elements, or as text that shows them."""
    match = _JATS.search(data)
    if match and match[0].startswith(b"&lt;"):
        data = unescape(stream.text(data)[0]).encode("utf-8", "replace")
        match = _JATS.search(data)
    begins = [one.start() for one in _ARTICLE.finditer(data, 0, match.start() if match else 0)]
    end = data.rfind(_END)
    if begins and end > begins[-1]:
        begin = begins[-1]
        lines = data.count(b"\n", 0, begin)  # so that places are those of the page
        part = b"\n" * lines + data[begin : end + len(_END)]
        yield from documents(_as(stream, "jats", begin - lines, (part,)))
