"""Works that were retracted or corrected, or about which concern was expressed.

What a service or list says of that is told in three places of the record, so that it travels
with it: in ``relations`` (to the notice), in ``problems``, and, of a retraction, in ``status``.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from mentorlit.enriching.filling import FILLED, told
from mentorlit.model import Citation, Origin, Problem, Provenance, Relation
from mentorlit.tables import load

RETRACTED: Final = "retracted"
CORRECTED: Final = "corrected"
CONCERN: Final = "expression-of-concern"
CODES: Final = (RETRACTED, CORRECTED, CONCERN)
"""The codes of the problems."""

_SAID: Final = {
    RETRACTED: "the work is retracted",
    CORRECTED: "the work is corrected",
    CONCERN: "the journal expresses concern about the work",
}
_PARTLY: Final = {"partial-retraction-in": "a part of the work is retracted"}
_NOTICE: Final = 200
"""Characters of a notice's citation that a message has."""


class Mark(NamedTuple):
    """One thing that was told about the validity of a work.

    ``code`` is one of ``CODES``; ``kind``, ``scheme``, ``id`` and ``text`` are those of the
    relation to the notice; ``scheme`` and ``id``, or all, are empty where no notice is named.
    """

    code: str
    kind: str = ""
    scheme: str = ""
    id: str = ""
    text: str = ""

    @property
    def message(self) -> str:
        """What the problem says."""
        named = f"{self.scheme} {self.id}" if self.id else self.text[:_NOTICE]
        said = _PARTLY.get(self.kind, _SAID[self.code])
        return f"{said}; notice: {named}" if named else said


def marks(answer: Citation) -> tuple[Mark, ...]:
    """Return what an answer says about the validity of its work, each thing once.

    Notices are named by relations (``retraction-in``, ``erratum-in`` ...). That a work is retracted
    may also be said by ``status``, PubMed's publication type or what publishers put before the
    title; that counts where no notice says it.
    """
    notices = load("enriching")["notices"]
    found = [
        Mark(notices[one.kind], one.kind, one.scheme, one.id, one.text)
        for one in answer.relations
        if one.kind in notices
    ]
    if _says_retracted(answer) and all(mark.code != RETRACTED for mark in found):
        found.insert(0, Mark(RETRACTED))
    return tuple(dict.fromkeys(found))


def _says_retracted(answer: Citation) -> bool:
    table = load("enriching")["retracted"]
    if answer.status.casefold() == table["status"] or answer.genre.casefold() == table["genre"]:
        return True
    return answer.title.casefold().startswith(tuple(table["titles"]))


def marked(record: Citation, answer: Citation, *, by: str) -> Citation:
    """Return ``record`` with what ``answer``, the same work, says about its validity."""
    return apply(record, marks(answer), by=by, origin=told(answer.origin, by))


def apply(record: Citation, marks: Iterable[Mark], *, by: str, origin: Origin) -> Citation:
    """Return ``record`` with marks; what it has already is not added again.

    ``by`` names the service or list in each relation, ``origin`` the answer or the row in the
    provenance of ``status``, which is set where it is empty.
    """
    listed = list(marks)
    relations = dict.fromkeys(_new_relations(record, listed, by))
    problems = dict.fromkeys(Problem(mark.code, mark.message) for mark in listed)
    added = [problem for problem in problems if problem not in record.problems]
    retracted = any(mark.code == RETRACTED for mark in listed)
    sets = retracted and not record.status and "status" not in record.provenance
    if not (relations or added or sets):
        return record
    whole = msgspec.structs.replace(
        record,
        relations=(*record.relations, *relations),
        problems=(*record.problems, *added),
    )
    if not sets:
        return whole
    told_by = Provenance((), FILLED, (), origin)
    return msgspec.structs.replace(
        whole, status=RETRACTED, provenance={**record.provenance, "status": told_by}
    )


def _new_relations(record: Citation, listed: list[Mark], by: str) -> Iterator[Relation]:
    """Yield the relations to notices that the record does not have, whoever stated them."""
    known = {(one.kind, one.scheme, one.id.casefold()) for one in record.relations if one.id}
    texts = {(one.kind, one.text) for one in record.relations}
    for mark in listed:
        if not mark.kind or not (mark.id or mark.text):
            continue
        key = (mark.kind, mark.scheme, mark.id.casefold())
        if (key in known) if mark.id else ((mark.kind, mark.text) in texts):
            continue
        known.add(key)
        yield Relation(mark.kind, mark.scheme, mark.id, mark.text, by)
