"""What PubMed Central's records say nowhere but in the index field ``spelling``.

For these records the field is their Dublin Core in order: id and index date in one piece, title,
creators, source (the journal), subjects (the category), description, publisher, date,
identifiers, type and language, rights. Journal, day and rights are read only from between things
that the record states elsewhere too.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from mentorlit import dates
from mentorlit.formats.vufind.text import words

_GLUED: Final = 40
"""Characters for the id's index date between id and title."""
_LONGEST: Final = 160
"""Characters of a journal's name."""
_TOPICS: Final = 50
"""Topics that are looked for: no article has more categories and subjects."""

_DATE: Final = re.compile(r"\s?(\d{4}-\d\d(?:-\d\d)?)(?=\s+(?:/|https?:|doi:|10\.)|\s*\Z)")
_RIGHTS: Final = re.compile(r"\s(?:/|https?:)\S+\s+Text\s(?:[a-z]{2,3}(?!\w))?+\s*")


class Found(NamedTuple):
    """A piece of the text and where it starts."""

    text: str
    start: int


class Known:
    """What the other fields of the record say, each on one line."""

    def __init__(
        self,
        *,
        record_id: str,
        title: str,
        authors: Sequence[str],
        topics: Sequence[str],
        abstract: str,
        publisher: str,
        record_format: str,
    ) -> None:
        self.record_id = record_id
        self.title = title
        self.authors = authors
        self.topics = topics
        self.abstract = abstract
        self.publisher = publisher
        self.record_format = record_format
        self.dated: list[re.Match[str] | None] = []


def journal(text: str, known: Known) -> Found | None:
    """Return the journal that stands between the last author and category or abstract.

    All authors must follow the title, in order; the kind of record or an article category
    behind the journal must tell that this is the order of PubMed Central.
    """
    start = _authors_end(text, known)
    end = _end_of_head(text, start, known) if start else -1
    if end < start or not start:
        return None
    start += len(text[start:end]) - len(text[start:end].lstrip())
    head, category = _without_topics(text[start:end].rstrip(), known.topics)
    pmc = known.record_format.lower() in words("pmc_records")
    return Found(head, start) if (pmc or category) and _is_journal(head) else None


def day(text: str, known: Known, year: int) -> Found | None:
    """Return the ISO date between publisher and addresses if it is of ``year``, else None."""
    match = _dated(text, known)
    found = dates.parse(match[1]) if match else None
    if not match or not found or found.year != year or not found.month:
        return None
    return Found(match[1], match.start(1))


def rights(text: str, known: Known) -> Found | None:
    """Return the statement of rights behind the addresses, type and language."""
    date = _dated(text, known)
    match = _RIGHTS.search(text, date.end()) if date else None
    if not match or match.end() >= len(text):
        return None
    return Found(text[match.end() :], match.end())


def _authors_end(text: str, known: Known) -> int:
    """Return where title and authors end, or 0 if they do not begin the text."""
    start = text.find(known.title) if known.title else -1
    if not text.startswith(known.record_id) or not known.authors:
        return 0
    if not 0 <= start <= len(known.record_id) + _GLUED:
        return 0
    position = start + len(known.title)
    for author in known.authors:
        while text[position : position + 1] in (" ", "."):
            position += 1
        if not text.startswith(author, position):
            return 0
        position += len(author)
    return position


def _end_of_head(text: str, start: int, known: Known) -> int:
    """Return where journal and categories end: at the abstract, else before publisher and date."""
    if known.abstract:
        return text.find(known.abstract, start)
    date = _dated(text, known)
    return date.start() - len(known.publisher) if date and known.publisher else -1


def _dated(text: str, known: Known) -> re.Match[str] | None:
    """Return the date that follows the publisher, looked for once, behind the abstract."""
    if not known.dated:
        known.dated.append(_find_date(text, known))
    return known.dated[0]


def _find_date(text: str, known: Known) -> re.Match[str] | None:
    start = 0
    if known.abstract:
        found = text.find(known.abstract)
        if found < 0:
            return None
        start = found + len(known.abstract)
    if not known.publisher:
        return _DATE.match(text, start) if known.abstract else None
    while (start := text.find(known.publisher, start)) >= 0:
        start += len(known.publisher)
        match = _DATE.match(text, start)
        if match:
            return match
    return None


def _without_topics(head: str, topics: Sequence[str]) -> tuple[str, bool]:
    """Take the record's topics off the end of ``head``; tell whether one is a category."""
    left = sorted(topics[:_TOPICS], key=len, reverse=True)
    category = False
    while True:
        topic = next((t for t in left if head.endswith(t)), "")
        if not topic:
            return head, category
        left.remove(topic)
        category = category or topic.lower() in words("categories")
        head = head.removesuffix(topic).rstrip()


def _is_journal(head: str) -> bool:
    if not head or len(head) > _LONGEST or "://" in head or ";" in head:
        return False
    return head[0].isalnum() and any(character.isalpha() for character in head)
