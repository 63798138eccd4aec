"""Which identifiers are asked for in one question."""

from collections.abc import Iterator, Sequence
from typing import Final

from mentorlit.fetching.answers import comparable
from mentorlit.services import Service

_LONGEST: Final = 4_000
"""Characters of identifiers in one question: servers take addresses of 8,000, encoded."""


def batches(service: Service, scheme: str, values: Sequence[str], most: int) -> Iterator[list[str]]:
    """Yield the identifiers of each question: at most ``most``, and as many as may be.

    What the service takes only by itself comes first. Two versions of one preprint are asked for
    apart: answers could not be told apart.
    """
    for value in values:
        if service.alone(scheme, value):
            yield [value]
    left = [one for one in values if not service.alone(scheme, one)]
    while left:
        batch: dict[str, str] = {}
        later: list[str] = []
        size = 0
        for value in left:
            alike = comparable(scheme, value)
            if alike in batch:
                later.append(value)
                continue
            if batch and (len(batch) == most or size + len(value) > _LONGEST):
                yield [*batch.values()]
                batch, size = {}, 0
            batch[alike] = value
            size += len(value)
        yield [*batch.values()]
        left = later
