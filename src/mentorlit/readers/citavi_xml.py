"""Reader of Citavi projects as XML, also as the .ctv5bak and .ctv6bak archives that hold one.

Persons, journals, publishers and keywords stand in sections of their own, and the lists that link
them to the references stand last. So the references of the whole document are held until its end,
within ``limits.linked``; what lies beyond is rejected.
What maps to what: docs/formats/citavi-xml.md.
"""

import re
from collections.abc import Iterator
from typing import Final

from mentorlit.formats.citavi.project import ENTITIES, LINKS, Fields, Project
from mentorlit.formats.citavi.record import citation
from mentorlit.formats.citavi.reference import Reference
from mentorlit.model import Citation, Problem
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces
from mentorlit.xmltext import attribute, local, value

_REFERENCE: Final = "Reference"
_NAMES: Final = frozenset({*ENTITIES, LINKS, _REFERENCE})
_TAG: Final = re.compile(rb"<([A-Za-z]{1,60})(?:\s[^<>]{0,1000})?(?<!/)>")


class _Held:
    """A reference that waits for what it is linked to, or a reject that waits for its turn."""

    __slots__ = ("fields", "key", "piece", "problems")

    def __init__(self, piece: Piece, fields: Fields | None = None, key: str = "") -> None:
        self.fields = fields
        self.key = key
        self.problems: tuple[Problem, ...] = piece.problems
        self.piece = piece if fields is None else piece._replace(element=None, raw=b"", before=b"")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every reference, in the order of the document, once all is read."""
    project = Project(stream.limits.linked // 2)
    held: list[_Held] = []
    size = 0
    section = ""
    excess: Piece | None = None
    for piece in pieces(stream, _NAMES):
        if tags := _TAG.findall(piece.before):
            section = tags[-1].decode()
        element = piece.element
        if element is not None and local(element) != _REFERENCE:
            if local(element) == LINKS:
                project.link(section, value(element))
            else:
                project.add(element)
            continue
        size += piece.length
        if size > stream.limits.linked:
            excess = _refused(piece, stream.limits.linked, excess)
        elif element is None:
            held.append(_Held(piece._replace(before=b"")))
        else:
            fields = {local(child): "".join(map(str, child.itertext())) for child in element}
            held.append(_Held(piece, fields, attribute(element, "id")))
    if excess is not None:
        held.append(_Held(excess))
        held.sort(key=lambda one: one.piece.offset)
    yield from _resolved(stream, project, held)


def _refused(piece: Piece, limit: int, excess: Piece | None) -> Piece:
    """Return one piece for all references that are not read; their bytes are not held."""
    if excess is not None:
        return excess._replace(length=piece.offset + piece.length - excess.offset)
    message = f"this and what follows: a project larger than {limit} bytes, with its links last"
    return piece._replace(
        element=None, raw=piece.raw[:200], before=b"", code="too-large", message=message
    )


def _resolved(stream: Stream, project: Project, held: list[_Held]) -> Iterator[Citation | Reject]:
    """Yield what was held, numbered in one sequence."""
    others = {one.key: one.fields for one in held if one.fields is not None and one.key}
    for ordinal, one in enumerate(held, 1):
        place = (ordinal, one.piece.line, one.piece.offset)
        code, message, found = one.piece.code, one.piece.message, None
        if one.fields is not None:
            reference = Reference(one.key, one.fields)
            found = citation(reference, project, others, stream.origin(*place))
            code, message = "empty-record", "the reference has no field that says anything"
        if found is None:
            yield stream.reject(place, code, message, one.piece.raw, one.piece.length)
        elif one.problems:
            yield _with(found, one.problems)
        else:
            yield found


def _with(found: Citation, problems: tuple[Problem, ...]) -> Citation:
    from msgspec.structs import replace  # noqa: PLC0415 - seldom needed

    return replace(found, problems=(*problems, *found.problems))
