"""What a fetcher needs of the door to the network."""

from collections.abc import Iterable
from typing import Protocol

from mentorlit.network.asking import Answer, Query


class Asks(Protocol):
    """What asks questions and keeps answers: :class:`~mentorlit.network.door.Door`."""

    def ask(self, query: Query) -> Answer:
        """Return the answer, or raise :class:`NetworkError`."""

    def forget(self, query: Query) -> None:
        """Keep no answer to a question whose success turned out to be none."""

    def remember(self, things: Iterable[str], query: Query) -> None:
        """Keep which question things were answered with, if answers are kept."""

    def remembered(self, thing: str) -> str:
        """Return the address of the question that a thing was answered with, or ``""``."""

    def kept(self, query: Query) -> Answer | None:
        """Return the kept answer to a question, if there is one; nothing is asked."""
