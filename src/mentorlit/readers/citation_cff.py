"""Reader of CITATION.cff, the Citation File Format, 1.0 to 1.2.

Schema: https://citation-file-format.github.io/. The software is a record; what its authors prefer
to be cited is another one, which the first has a relation to; references are relations. Keys:
docs/formats/citation-cff.md.
"""

from collections.abc import Iterator
from typing import Any, Final

from mentorlit.formats.aggregator.members import Members, as_list
from mentorlit.formats.cff.work import citation, relation
from mentorlit.jsonrecords import with_repeated
from mentorlit.model import Citation, Relation
from mentorlit.problems import Reject
from mentorlit.stream import Stream, TooLargeError
from mentorlit.yamltext import YamlError, load

_NOT_CFF: Final = "this is no mapping with a title, authors or a DOI"
_OF_THE_FILE: Final = ("cff-version", "message")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield the software and what is to be cited in its place; a reject for anything else."""
    place = (1, 1, stream.start)
    try:
        raw = stream.whole(stream.limits.record)
    except TooLargeError as error:
        yield stream.reject(place, "too-large", "the file is too large", error.kept)
        return
    if not raw.strip():
        return
    text, problems = stream.text(raw)
    try:
        value, earlier = load(text, stream.limits.json_depth)
    except YamlError as error:
        message = f"{error} (line {error.line})"
        yield stream.reject(place, error.code, message, raw)
        return
    members = dict(value) if isinstance(value, dict) else {}
    preferred = members.pop("preferred-citation", None)
    relations = _relations(members, preferred)
    for name in _OF_THE_FILE:
        members.pop(name, None)
    software = Members(members)
    record = citation(
        software, stream.origin(*place), problems, default="software", relations=relations
    )
    if record is None:
        yield stream.reject(place, "not-a-record", _NOT_CFF, raw)
        return
    yield with_repeated(record, earlier)
    if isinstance(preferred, dict):
        other = citation(Members(preferred), stream.origin(2, 1, stream.start), problems)
        yield other or stream.reject((2, 1, stream.start), "not-a-record", _NOT_CFF, b"")


def _relations(members: dict[str, Any], preferred: Any) -> tuple[Relation, ...]:
    """Take the references; those that no relation can be made of stay."""
    found: list[Relation] = []
    if link := relation(preferred, "preferred-citation"):
        found.append(link)
    left = []
    for reference in as_list(members.pop("references", None)):
        link = relation(reference, "references")
        found += [link] if link else []
        if link is None or len(reference) > 1:
            left.append(reference)
    if left:
        members["references"] = left
    return tuple(dict.fromkeys(found))
