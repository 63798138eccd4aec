"""The engine for what fits into memory: dictionaries of lists."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from mentorlit.dedupe.engines import FINER, NEIGHBOURS


class Engine:
    """See :class:`mentorlit.dedupe.engines.Engine`."""

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.capped: list[tuple[str, int]] = []

    def candidate_pairs(self, keyed: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int]]:
        """Yield each pair that shares a key once, in ascending order."""
        groups: dict[str, list[tuple[str, int]]] = {}
        for key, record in keyed:
            coarse, _, finer = key.partition(FINER)
            groups.setdefault(coarse, []).append((finer, record))
        self.capped = []
        pairs: set[tuple[int, int]] = set()
        for coarse, group in groups.items():
            if len(group) > 1:
                pairs.update(self._pairs(coarse, group))
        self.capped.sort()
        yield from sorted(pairs)

    def _pairs(self, coarse: str, group: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of one group, or of its finer groups if it is too big."""
        records = sorted({record for _, record in group})
        if len(records) <= self.cap:
            yield from combinations(records, 2)
            return
        finer_groups: dict[str, list[tuple[str, int]]] = {}
        for finer, record in group:
            head, _, rest = finer.partition(FINER)
            finer_groups.setdefault(head, []).append((rest, record))
        if len(finer_groups) == 1 and not any(finer for finer, _ in group):
            self.capped.append((coarse.partition(":")[0], len(records)))
            for step in range(1, NEIGHBOURS + 1):
                yield from zip(records, records[step:], strict=False)
            return
        for finer_group in finer_groups.values():
            yield from self._pairs(coarse, finer_group)
