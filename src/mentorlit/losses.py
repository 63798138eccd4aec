"""What a format could not hold, told record by record and summed up for a run."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from operator import attrgetter
from typing import Any, Final

from mentorlit.enriching.asked import without_notes
from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation

LostFunction = Callable[[Citation], tuple[str, ...]]
"""Returns the JSON names of the fields of which a format does not hold all, in the model's order.

The fields that speak of the record (origin, problems, evidence, incomplete, provenance, members)
do not count; ``extra`` does, but not what was asked about the record.
"""

Lost = tuple[Citation, tuple[str, ...]]
"""A record that loses something, and what: the names of the fields."""

_NOT_COUNTED = frozenset(RECORD_FIELDS) - {"extra"}
COUNTED = [(field, name) for field, name in JSON_NAME.items() if field not in _NOT_COUNTED]
"""Python and JSON name of each field that counts."""


_values: Final = attrgetter(*(field for field, _ in COUNTED))


def present(citation: Citation) -> list[tuple[str, str, Any]]:
    """Return Python name, JSON name and value of each field that counts and says something."""
    return [
        (field, name, value)
        for (field, name), value in zip(COUNTED, _values(citation), strict=True)
        if value
    ]


def unheld(citation: Citation, held: Collection[str]) -> list[str]:
    """Return the JSON names of the fields that say something and are not in ``held``.

    ``held`` are Python names; the result is in the model's order.
    """
    return [name for field, name in COUNTED if field not in held and getattr(citation, field)]


def is_said(citation: Citation) -> bool:
    """Tell whether the abstract has the labels of its sections, or is made of them."""
    sections = citation.abstract_sections
    return not citation.abstract or all(part.label in citation.abstract for part in sections)


def ordered(names: Collection[str]) -> tuple[str, ...]:
    """Return JSON names of fields, each once, in the model's order."""
    return tuple(name for _, name in COUNTED if name in names)


class Losses:
    """The account of one run: ``note`` each record as it is written.

    Args:
        title: the format as a person knows it.
        lost: its writer's function.
        tell: hears of each record that loses something, with the names of its fields.

    """

    def __init__(
        self,
        title: str,
        lost: LostFunction,
        tell: Callable[[Citation, tuple[str, ...]], None] | None = None,
    ) -> None:
        self._title = title
        self._lost = lost
        self._tell = tell
        self._fields: Counter[str] = Counter()
        self._records = 0
        self.records = 0

    def note(self, citation: Citation) -> None:
        """Take account of one record."""
        self.account(1, self.of([citation]))

    def of(self, citations: Iterable[Citation]) -> list[Lost]:
        """Return the records that lose something, of which only the origin is there, and what."""
        found = ((one.origin, self._lost(without_notes(one))) for one in citations)
        return [(Citation(origin=origin), names) for origin, names in found if names]

    def account(self, records: int, lost: Iterable[Lost]) -> None:
        """Take account of a number of records, of which some lose something."""
        self._records += records
        for citation, names in lost:
            self.records += 1
            self._fields.update(names)
            if self._tell:
                self._tell(citation, names)

    def summary(self) -> str:
        """Return one line about all records, or an empty text if nothing was lost."""
        if not self.records:
            return ""
        fields = sorted(self._fields.items(), key=lambda item: (-item[1], item[0]))
        shown = ", ".join(f"{name} ({count})" for name, count in fields)
        have = f"{self.records} of {self._records} records {'has' if self.records == 1 else 'have'}"
        return f"{have} fields that {self._title} cannot hold: {shown}"
