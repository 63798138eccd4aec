"""From citations to a document: selected, in order, with unique keys, then the writer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from mentorlit.citekeys import candidate, digest
from mentorlit.keying import Keying, old_keys
from mentorlit.limits import DEFAULT, Limits
from mentorlit.losses import Losses
from mentorlit.model import Citation
from mentorlit.problems import LossyError
from mentorlit.selecting import Change
from mentorlit.sorting import Order, SortField
from mentorlit.spool import Spool
from mentorlit.writers import Writer


class Plan(NamedTuple):
    """What is done to the records of a document beside writing them.

    Attributes:
        make_key: returns the key that a citation would like to have; a format that needs no keys
            gets them where this is given.
        changes: applied to each citation, in turn, before it is written; keys and order are those
            of the citation as it was.
        order: the fields to sort by; none leaves the order of the input.
        ascii: write letters beyond ASCII as commands, in a format that has them.
        losses: takes account of what the format cannot hold.
        lossless: end before anything is written if something would be lost.
        key_map: hears of every key a record came with and the one it is written with.

    """

    make_key: Callable[[Citation], str] = candidate
    changes: tuple[Change, ...] = ()
    order: tuple[SortField, ...] = ()
    ascii: bool = False
    losses: Losses | None = None
    lossless: bool = False
    key_map: Callable[[str, str], None] | None = None

    def changed(self, citation: Citation) -> Citation:
        """Return the citation as it is to be written, its key aside."""
        for change in self.changes:
            citation = change(citation)
        return citation


PLAIN: Final = Plan()
"""Nothing but writing."""


def export(
    citations: Iterable[Citation], writer: Writer, limits: Limits = DEFAULT, plan: Plan = PLAIN
) -> Iterator[str]:
    """Yield the document of ``citations`` in the writer's format, which is one of text.

    A format that needs citation keys takes two passes, because whether a key is unique is known
    only at the end, and so does sorting; between them the records wait in memory and, beyond
    ``limits.spool``, in a temporary file.

    Raises:
        UsageError: the format is binary, or has no ASCII form and the plan wants it.
        LossyError: the plan is ``lossless`` and the format cannot hold everything.

    """
    yield from writer.load(ascii_only=plan.ascii)(prepared(citations, writer, limits, plan))


def export_bytes(
    citations: Iterable[Citation], writer: Writer, limits: Limits = DEFAULT, plan: Plan = PLAIN
) -> Iterator[bytes]:
    """Yield the bytes of the document, in UTF-8 if it is text; see :func:`export`."""
    if writer.binary:
        yield from writer.load_binary()(prepared(citations, writer, limits, plan))
        return
    for text in export(citations, writer, limits, plan):
        yield text.encode("utf-8", "replace")


def keyed(citations: Iterable[Citation], limits: Limits = DEFAULT) -> Iterator[Citation]:
    """Yield the citations again, each with its final citation key."""
    return _twice(citations, Keying(), limits, PLAIN)


def prepared(
    citations: Iterable[Citation], writer: Writer, limits: Limits, plan: Plan
) -> Iterator[Citation]:
    """Yield the citations as the writer is to get them."""
    if takes_two(writer, plan):
        finished = _twice(citations, keying(writer, plan), limits, plan)
    else:
        finished = map(plan.changed, citations)
    for citation in finished:
        if plan.losses and not plan.lossless:
            plan.losses.note(citation)
        yield citation


def takes_two(writer: Writer, plan: Plan) -> bool:
    """Tell whether all records have to be known before the first can be written."""
    return bool(_needs_keys(writer, plan) or plan.order or plan.lossless)


def keying(writer: Writer, plan: Plan) -> Keying | None:
    """Return what gives the records of a document their keys, if they need any."""
    return Keying(plan.make_key, aliases=writer.aliases) if _needs_keys(writer, plan) else None


def _needs_keys(writer: Writer, plan: Plan) -> bool:
    return writer.keyed or plan.make_key is not candidate or plan.key_map is not None


class Waiting(NamedTuple):
    """All records of a document, between the two passes.

    Attributes:
        spool: the records as they came.
        keying: gives them their keys, if they need any.
        plan: what is done to them.

    """

    spool: Spool
    keying: Keying | None
    plan: Plan

    def digest(self, place: int) -> bytes:
        """Return what decides among records that wish for the same key."""
        return digest(self.spool[place])

    def sortable(self, place: int) -> Citation:
        """Return a record as it is sorted: as it came, with its final key."""
        citation = self.spool[place]
        key = self.keying[place] if self.keying else citation.citation_key
        return replace(citation, citation_key=key)

    def finished(self, place: int) -> tuple[Citation, list[str]]:
        """Return a record as it is written, and the keys that it came with, if they are wanted."""
        original = self.spool[place]
        citation = self.plan.changed(original)
        if self.keying:
            citation = self.keying.finished(place, original, citation)
        return citation, old_keys(original) if self.plan.key_map else []


def _twice(
    citations: Iterable[Citation], keying: Keying | None, limits: Limits, plan: Plan
) -> Iterator[Citation]:
    """Yield the citations in a second pass, when all of them are known."""
    with Spool(limits) as spool:
        for citation in citations:
            if keying:
                keying.add(keying.wish(citation))
            if plan.losses and plan.lossless:
                plan.losses.note(plan.changed(citation))
            spool.add(citation)
        check_lossless(plan)
        waiting = Waiting(spool, keying, plan)
        if keying:
            keying.settle(waiting.digest)
        for place in _places(waiting):
            citation, keys = waiting.finished(place)
            tell_keys(plan, keys, citation.citation_key)
            yield citation


def check_lossless(plan: Plan) -> None:
    """Make sure that nothing is lost, where nothing may be.

    Raises:
        LossyError: something would be.

    """
    if plan.losses and plan.lossless and plan.losses.records:
        raise LossyError(plan.losses.summary())


def tell_keys(plan: Plan, old: Iterable[str], key: str) -> None:
    """Tell the map of keys what became of old ones."""
    if plan.key_map:
        for one in old:
            plan.key_map(one, key)


def _places(waiting: Waiting) -> Sequence[int]:
    """Return the places of the citations in the order in which they are to be written."""
    places = range(len(waiting.spool))
    if not waiting.plan.order:
        return places
    order = Order(waiting.plan.order)
    for place in places:
        order.add(order.of(waiting.sortable(place)))
    return order.places()
