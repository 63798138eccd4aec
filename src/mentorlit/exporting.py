"""From citations to a document: selected, in order, with unique keys, then the writer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from mentorlit.citekeys import candidate
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
    needs_keys = writer.keyed or plan.make_key is not candidate or plan.key_map is not None
    if needs_keys or plan.order or plan.lossless:
        keying = Keying(plan.make_key, aliases=writer.aliases) if needs_keys else None
        finished = _twice(citations, keying, limits, plan)
    else:
        finished = map(plan.changed, citations)
    for citation in finished:
        if plan.losses and not plan.lossless:
            plan.losses.note(citation)
        yield citation


def _twice(
    citations: Iterable[Citation], keying: Keying | None, limits: Limits, plan: Plan
) -> Iterator[Citation]:
    """Yield the citations in a second pass, when all of them are known."""
    with Spool(limits) as spool:
        for citation in citations:
            if keying:
                keying.add(citation)
            if plan.losses and plan.lossless:
                plan.losses.note(plan.changed(citation))
            spool.add(citation)
        if plan.losses and plan.lossless and plan.losses.records:
            raise LossyError(plan.losses.summary())
        if keying:
            keying.settle(spool)
        for index in _places(spool, keying, plan.order):
            original = spool[index]
            citation = plan.changed(original)
            if keying:
                citation = keying.finished(index, original, citation)
                if plan.key_map:
                    _map_keys(original, citation.citation_key, plan.key_map)
            yield citation


def _places(spool: Spool, keying: Keying | None, fields: tuple[SortField, ...]) -> Sequence[int]:
    """Return the places of the citations in the order in which they are to be written."""
    if not fields:
        return range(len(spool))
    order = Order(fields)
    for index in range(len(spool)):
        citation = spool[index]
        order.add(replace(citation, citation_key=keying[index]) if keying else citation)
    return order.places()


def _map_keys(citation: Citation, key: str, key_map: Callable[[str, str], None]) -> None:
    for old in old_keys(citation):
        key_map(old, key)
