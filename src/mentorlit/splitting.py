"""Merging undone: merged records back to the records that went in, to the byte.

Everything that a merge leaves out stays in ``Citation.members``, so this only has to take them
out again, put them in order, and see that nothing said by the merged record alone is lost.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from mentorlit import identifiers
from mentorlit.dedupe.log import identifier
from mentorlit.dedupe.marks import unmarked
from mentorlit.dedupe.versions import unlinked
from mentorlit.enriching.asked import without_notes
from mentorlit.inputorder import InputOrder
from mentorlit.jsontext import encode
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation
from mentorlit.problems import UsageError
from mentorlit.spool import Spool

_OF_MERGING: Final = ("edited", "edited-twice")
"""Problems that a merge notes about itself."""


class Account(NamedTuple):
    """What became of the records: how many were taken apart, into how many, and how many were not.

    ``edited`` counts merged records that stay merged since they say something of their own;
    ``in_order`` tells whether the records are in the order of their inputs.
    """

    apart: int = 0
    made: int = 0
    edited: int = 0
    in_order: bool = True


Told = Callable[[Citation, list[str]], None]
"""Hears of a merged record that is edited, and of the JSON names of the fields."""


class Splitting:
    """Takes the merged records of a stream apart; ``account`` is right when all were yielded.

    Args:
        only: take these alone apart: names of clusters, ids, citation keys, DOIs, PMIDs of merged
            records or their members; none takes all.
        discard: take records apart even if they were edited.
        edited: hears of every edited record.

    """

    def __init__(
        self,
        only: Sequence[str] = (),
        *,
        discard: bool = False,
        edited: Told | None = None,
        limits: Limits = DEFAULT,
    ) -> None:
        self.account = Account()
        self._wanted = {_folded(name): name for name in only}
        self._unseen = dict(self._wanted)
        self._discard = discard
        self._edited = edited
        self._limits = limits

    def __call__(self, citations: Iterable[Citation]) -> Iterator[Citation]:
        """Yield the records, in the order of their inputs where their origins tell it.

        Where they do not, members stand in the place of their merged record, in its order.
        What deduplication added to a record that it did not merge is taken out as well.

        Raises:
            UsageError: a name of ``only`` is that of no merged record; nothing was yielded yet.
            OutputError: a temporary file cannot be written.

        """
        order = InputOrder()
        with Spool(self._limits) as spool:
            for item, citation in enumerate(citations):
                for record in self._taken(citation):
                    spool.add(record)
                    order.add(item, leaves(record))
            self._check_names()
            places = order.places()
            self.account = self.account._replace(in_order=places is not None)
            for place in range(len(spool)) if places is None else places:
                yield spool[place]

    def _taken(self, citation: Citation) -> list[Citation]:
        """Return what is to come out in the place of a record."""
        if not citation.members:
            return [citation if self._wanted else plain(citation)]
        if self._wanted and not self._is_wanted(citation):
            return [citation]
        fields = own_values(citation)
        if fields and self._edited:
            self._edited(citation, fields)
        account = self.account
        if fields and not self._discard:
            self.account = account._replace(edited=account.edited + 1)
            return [citation]
        found = list(leaves(citation))
        self.account = account._replace(apart=account.apart + 1, made=account.made + len(found))
        return found

    def _is_wanted(self, citation: Citation) -> bool:
        named = [name for name in _names(citation) if name in self._wanted]
        for name in named:
            self._unseen.pop(name, None)
        return bool(named)

    def _check_names(self) -> None:
        if self._unseen:
            unseen = ", ".join(self._unseen.values())
            raise UsageError(f"--only: no merged record is named {unseen}")


def plain(citation: Citation) -> Citation:
    """Return a record without the relations and marks that deduplication gave it."""
    return unmarked(unlinked(citation))


def leaves(citation: Citation) -> Iterator[Citation]:
    """Yield the records that a merged one was made of, those of merged members too, in order.

    A record that was not merged is its own leaf.
    """
    waiting = [citation]
    while waiting:
        record = waiting.pop()
        if record.members:
            waiting.extend(reversed(record.members))
        else:
            yield record


def own_values(citation: Citation) -> list[str]:
    """Return the JSON names of the fields in which a merged record says what no leaf of it says.

    A merge never makes a value of its own out of two, so these were put in afterwards; they would
    be lost if only the leaves stayed. What is missing, or taken from another member, is not lost.
    """
    citation = unmarked(citation)
    said: set[bytes] = set()
    for leaf in leaves(citation):
        said.update(_atoms(leaf))
    found: dict[str, None] = {}
    waiting = [citation]
    while waiting:
        record = without_notes(waiting.pop())
        waiting.extend(member for member in record.members if member.members)
        for field in _FIELDS:
            if not said.issuperset(_parts(field, getattr(record, field))):
                found[JSON_NAME[field]] = None
    return sorted(found)


_FIELDS: Final = (
    *(field for field in JSON_NAME if field not in RECORD_FIELDS),
    "extra",
    "problems",
)


def _atoms(record: Citation) -> Iterator[bytes]:
    for field in _FIELDS:
        yield from _parts(field, getattr(record, field))


def _parts(field: str, value: Any) -> Iterator[bytes]:
    """Yield what a field says, piece by piece as a merge takes it: texts, names, dates."""
    if not value:
        return
    if field == "extra":
        for format_name, fields in value.items():
            yield from (encode((format_name, *item)) for item in fields.items())
    elif field == "problems":
        yield from (encode(one) for one in value if one.code not in _OF_MERGING)
    elif field == "relations":
        yield from (encode(one) for one in unlinked(Citation(relations=value)).relations)
    elif isinstance(value, tuple):
        yield from map(encode, value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _parts(field, part)
    else:
        yield encode(value)


def _names(citation: Citation) -> Iterator[str]:
    """Yield all that a merged record may be called by."""
    found = list(leaves(citation))
    yield identifier(found)
    for record in (citation, *found):
        for name in (record.citation_key, record.doi, record.pmid):
            yield _folded(name)
        if record.origin:
            yield _folded(record.origin.label)


def _folded(name: str) -> str:
    """Return a name as it is compared: a DOI without what is before it, case aside."""
    return identifiers.doi(name) or name.strip().casefold()


__all__ = ["Account", "Splitting", "leaves", "own_values"]
