"""A document written by several processes: the same bytes as by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.exporting import Plan, Waiting, check_lossless, keying, takes_two, tell_keys
from mentorlit.keying import Wish
from mentorlit.limits import DEFAULT, Limits
from mentorlit.losses import Lost
from mentorlit.model import Citation
from mentorlit.parallel.crew import Make
from mentorlit.parallel.mapping import mapped
from mentorlit.sorting import Order
from mentorlit.spool import Spool
from mentorlit.writers import Writer

_STRETCH: Final = 200
"""Records that are written in one go: worth the way, and what they hold fits into a cache."""

Read = Callable[[Make], Iterator[Any]]
"""Reads the inputs in several processes, and yields in order what was made of their citations."""

_ENCODER: Final = msgspec.json.Encoder()
_DIGEST: Final = 16


class _Noted(NamedTuple):
    """What is known of some citations after the first pass."""

    lines: list[bytes]
    wishes: list[Wish]
    lost: list[Lost]


class _Written(NamedTuple):
    """A stretch of the document, of so many records, and what is to be told of it.

    ``keys`` are those that each record came with, and the one that it has.
    """

    records: int
    stretch: Any
    lost: list[Lost]
    keys: list[tuple[list[str], str]]


class ParallelExport:
    """Writes one document, in two passes if :func:`~mentorlit.exporting.takes_two` says so.

    What depends on one record alone is done in ``jobs`` processes, in the first pass in those that
    read; what depends on all of them (keys, order) here, between the passes.

    Args:
        writer: the format.
        plan: what is done beside writing.
        jobs: how many processes there are at a time.
        wrote: hears how many further records are in what was yielded.

    """

    def __init__(
        self,
        writer: Writer,
        plan: Plan,
        jobs: int,
        wrote: Callable[[int], None],
        limits: Limits = DEFAULT,
    ) -> None:
        self._layout: Any = (
            writer.load_binary() if writer.binary else writer.load(ascii_only=plan.ascii)
        )
        self._keying = keying(writer, plan)
        self._takes_two = takes_two(writer, plan) or self._layout.is_numbered
        self._plan = plan
        self._jobs = jobs
        self._wrote = wrote
        self._limits = limits

    def document(self, read: Read) -> Iterator[bytes]:
        """Yield the bytes of the document of what is read.

        Raises:
            LossyError: the plan is ``lossless`` and the format cannot hold everything.
            WorkerError: one of the processes ended before its time.

        """
        written = self._twice(read) if self._takes_two else read(self._written_at_once)
        for piece in self._layout.document(self._told(written)):
            yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")

    def _told(self, written: Iterable[_Written]) -> Iterator[Any]:
        """Tell what is to be told of stretches of the document, and yield them."""
        plan = self._plan
        for one in written:
            if plan.losses and not plan.lossless:
                plan.losses.account(one.records, one.lost)
            for old, key in one.keys:
                tell_keys(plan, old, key)
            self._wrote(one.records)
            if one.records:
                yield one.stretch

    def _written_at_once(self, citations: list[Citation]) -> _Written:
        return self._written([*map(self._plan.changed, citations)], 0, [])

    def _written(
        self, citations: list[Citation], before: int, keys: list[tuple[list[str], str]]
    ) -> _Written:
        plan = self._plan
        lost = plan.losses.of(citations) if plan.losses and not plan.lossless else []
        return _Written(len(citations), self._layout.stretch(citations, before), lost, keys)

    def _twice(self, read: Read) -> Iterator[_Written]:
        with Spool(self._limits) as spool:
            for noted in read(self._noted):
                self._keep(noted, spool)
            check_lossless(self._plan)
            spool.rows.settle()
            waiting = Waiting(spool, self._keying, self._plan)
            self._settle(waiting)
            places = self._places(waiting)

            def written(stretch: range) -> _Written:
                found = [waiting.finished(places[number]) for number in stretch]
                citations = [citation for citation, _ in found]
                keys = [(old, citation.citation_key) for citation, old in found if old]
                return self._written(citations, stretch.start, keys)

            yield from mapped(written, _stretches(len(places)), self._jobs)

    def _noted(self, citations: list[Citation]) -> _Noted:
        plan, keying = self._plan, self._keying
        is_checked = plan.losses and plan.lossless
        return _Noted(
            [_ENCODER.encode(citation) for citation in citations],
            [keying.wish(citation) for citation in citations] if keying else [],
            plan.losses.of(map(plan.changed, citations)) if plan.losses and is_checked else [],
        )

    def _keep(self, noted: _Noted, spool: Spool) -> None:
        for line in noted.lines:
            spool.rows.add(line)
        if self._keying:
            for wish in noted.wishes:
                self._keying.add(wish)
        if self._plan.losses and self._plan.lossless:
            self._plan.losses.account(len(noted.lines), noted.lost)

    def _settle(self, waiting: Waiting) -> None:
        """Decide the keys; what records say that want the same one is digested elsewhere."""
        if self._keying is None:
            return
        rivals = self._keying.rivals()

        def digests(stretch: range) -> bytes:
            return b"".join([waiting.digest(rivals[number]) for number in stretch])

        found = _parted(mapped(digests, _stretches(len(rivals)), self._jobs))
        self._keying.settle(lambda _: next(found))

    def _places(self, waiting: Waiting) -> Sequence[int]:
        """Return the places of the records in the order of writing."""
        places = range(len(waiting.spool))
        if not self._plan.order:
            return places
        order = Order(self._plan.order)

        def values(stretch: range) -> list[list[bytes]]:
            return [order.of(waiting.sortable(place)) for place in stretch]

        for found in mapped(values, _stretches(len(places)), self._jobs):
            for one in found:
                order.add(one)
        return order.places()


def _stretches(count: int) -> Iterator[range]:
    for start in range(0, count, _STRETCH):
        yield range(start, min(start + _STRETCH, count))


def _parted(digests: Iterable[bytes]) -> Iterator[bytes]:
    for joined in digests:
        for start in range(0, len(joined), _DIGEST):
            yield joined[start : start + _DIGEST]
