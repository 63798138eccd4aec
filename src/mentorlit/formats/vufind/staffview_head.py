"""What the page above the staff view says and the fields do not, whatever its language.

The head repeats the fields in a form for people: names in lists that cannot be told apart, an
abstract cut short, publisher and year in one line. So it is asked only for what no field states,
and only where a label of VuFind's interface says what a line is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mentorlit import languages
from mentorlit.formats.vufind import host
from mentorlit.formats.vufind.document import same
from mentorlit.formats.vufind.schema import by_entry
from mentorlit.tables import load

_LINES: Final = 80
"""Lines of the head that are looked at, from its end: the record's own stand last."""
_LABELLED: Final = re.compile(r"\s{0,8}([^:：\s][^:：]{0,40}?)\s?[:：]\s{0,8}(?!//)(\S.*)")
_PLACE: Final = r"[^:]{1,60}:\s*([^\s:][^:]{1,80})\Z"
_YEAR: Final = r"\d{4}"
_TITLES: Final = ("title", "title_short", "title_full", "title_fullStr", "title_full_unstemmed")
_SELF_EVIDENT: Final = frozenset({"doi", "edition", "isbn", "issn", "series"})
_LONGEST: Final = 300
"""Characters of a value; longer ones are running text."""


class Stated(NamedTuple):
    """A value and the index of the head's line in which it stands."""

    line: int
    value: str


class _Text:
    """All that the fields say, in lower case; put together when asked for."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields
        self._text = ""

    def __contains__(self, words: str) -> bool:
        """Tell whether the fields have ``words``, which are in lower case."""
        if not self._text:
            values = (value for values in self._fields.values() for value in values)
            self._text = " ".join(values).casefold()
        return words in self._text


def stated(head: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[str, list[Stated]]:
    """Return what only the head says, by Solr field name or by its label.

    ``title``, if no field has one: the line that ``title_sort`` has in another form.
    ``publishPlace``: what stands before the publisher that the fields name, as ``Place :
    Publisher`` (ISBD, consolidated edition, 4). Where two labels of VuFind's interface show that
    this is its page: journal, volume, issue and pages of "Published in", language, edition, series
    and identifiers that no field has, and under their labels the lines that nothing repeats.
    """
    lines = list(enumerate(head))[-_LINES:]
    found = {**_title(lines, fields), **_place(lines, fields)}
    pairs = list(_pairs(lines))
    if sum(label.casefold() in by_entry("head") for _, label, _ in pairs) < 2:
        return found
    text = _Text(fields)
    for index, label, value in pairs:
        field = by_entry("head").get(label.casefold(), "")
        for name, piece in _meaning(label, field, value, fields, text):
            found.setdefault(name, []).append(Stated(index, piece))
    return found


def _title(
    lines: Sequence[tuple[int, str]], fields: Mapping[str, Sequence[str]]
) -> dict[str, list[Stated]]:
    sort = same(_first(fields, "title_sort"))
    if sort and not any(_first(fields, name) for name in _TITLES):
        for index, line in lines:
            if same(line) == sort:
                return {"title": [Stated(index, line.strip())]}
    return {}


def _place(
    lines: Sequence[tuple[int, str]], fields: Mapping[str, Sequence[str]]
) -> dict[str, list[Stated]]:
    publisher = _first(fields, "publisher").rstrip(" ,.;:")
    if publisher and not any(_first(fields, n) for n in load("vufind")["text"]["publisher_place"]):
        divided = f" : {publisher}"
        for index, line in lines:
            before, stands, after = line.partition(divided)
            match = re.match(_PLACE, before) if stands and not after[:1].isalnum() else None
            if match:
                return {"publishPlace": [Stated(index, match[1])]}
    return {}


def _pairs(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that have a label and a value, with both."""
    for index, line in lines:
        if ":" not in line and "：" not in line:
            continue
        match = _LABELLED.fullmatch(line.strip()) if len(line) < _LONGEST else None
        if match and len(match[1].split()) <= 5:
            yield index, match[1].strip(), match[2].strip()


def _meaning(
    label: str, field: str, value: str, fields: Mapping[str, Sequence[str]], text: _Text
) -> Iterator[tuple[str, str]]:
    """Yield what a labelled line adds, by Solr field name or, if no field means it, by label."""
    if field == "container_title":
        parts = _container(value, fields, text)
        yield from parts
        if not parts and not _is_repeated(value, text):
            yield label, value
    elif field and _first(fields, field):
        return
    elif field in _SELF_EVIDENT or (field == "language" and languages.tag(value)):
        yield field, value
    elif field != "tags" and not _is_repeated(value, text):
        yield label, value


def _container(
    value: str, fields: Mapping[str, Sequence[str]], text: _Text
) -> list[tuple[str, str]]:
    """Return journal and reference of ``Journal Vol. 19, no. 1 (2019), p. 417``.

    Of a journal that the fields name only the reference is new. Without a reference the value
    is the journal if it has no year, as a publisher's line would.
    """
    known = _first(fields, "container_title")
    words = value.split(" ")
    for index in range(1, len(words)):
        reference = " ".join(words[index:])
        if reference[:1].isdigit() or "." in words[index] or index == 1:
            title = " ".join(words[:index]).rstrip(",;. ")
            if host.reference(reference) and (not known or same(known) == same(title)):
                new = [] if known else [("container_title", title)]
                stands = _first(fields, "container_reference")
                return new + ([] if stands else [("container_reference", reference)])
    if known or " : " in value or value.casefold() in text or re.search(_YEAR, value):
        return []
    return [("container_title", value)]


def _is_repeated(value: str, text: _Text) -> bool:
    """Tell whether each word of ``value`` is somewhere in the fields."""
    return all(word.strip("()[].,;:") in text for word in value.casefold().split())


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    return values[0].strip() if values else ""
