"""What the page above the staff view says and the fields do not, whatever its language.

The head repeats the fields in a form for people, under labels of many languages, names in lists
that cannot be told apart, abstracts cut short. So only what the fields confirm is taken.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mentorlit.formats.vufind.document import same

_LINES: Final = 60
"""Lines of the head that are looked at, from its beginning."""
_LABELLED: Final = re.compile(r"[^:]{1,60}:\s*([^\s:][^:]{1,80})\Z")
_TITLES: Final = ("title", "title_short", "title_full", "title_fullStr", "title_full_unstemmed")


def stated(head: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, str]]:
    """Return, by Solr field name, the index of a line of the head and the value in it.

    ``title``, if no field has one: the line that ``title_sort`` has in another form.
    ``publishPlace``: what stands before the publisher that the fields name, as ``Place :
    Publisher`` (ISBD, consolidated edition, 4).
    """
    found: dict[str, tuple[int, str]] = {}
    lines = list(enumerate(head))[:_LINES]
    sort = same(_first(fields, "title_sort"))
    if sort and not any(_first(fields, name) for name in _TITLES):
        for index, line in lines:
            if "title" not in found and same(line) == sort:
                found["title"] = (index, line.strip())
    publisher = _first(fields, "publisher").rstrip(" ,.;:")
    if publisher:
        for index, line in lines:
            before, stands, after = line.partition(f" : {publisher}")
            match = _LABELLED.match(before) if stands and not after[:1].isalnum() else None
            if match and "publishPlace" not in found:
                found["publishPlace"] = (index, match[1])
    return found


def _first(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    return values[0].strip() if values else ""
