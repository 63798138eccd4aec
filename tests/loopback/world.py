"""The network as tests use it: in time that does not pass, and trusting nobody outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import trustme

from loopback.clock import FakeClock
from loopback.hostile import Behaviour, Hostile
from mentorlit.network.asking import NetworkError, Query
from mentorlit.network.door import Door
from mentorlit.network.exchange import Exchange
from mentorlit.network.pacing import Paces
from mentorlit.network.policy import Policy


class World:
    """What asks hostile hosts, with a folder for paces and one certificate, quick to load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificates = str(folder / "authority.pem")
        (folder / "authority.pem").write_bytes(_authority())

    def policy(self, *rows: Behaviour) -> Policy:
        return Policy(
            allowed_hosts=("good.test", *(f"{row.name}.test" for row in rows)),
            read=rows[0].read,
            certificates=self.certificates,
        )

    @contextmanager
    def exchange(self, server: Hostile, clock: FakeClock, *rows: Behaviour) -> Iterator[Exchange]:
        exchange = Exchange(self.policy(*rows), clock, server.resolve)
        try:
            yield exchange
        finally:
            exchange.close()

    @contextmanager
    def door(self, server: Hostile, clock: FakeClock, *rows: Behaviour) -> Iterator[Door]:
        with self.exchange(server, clock, *rows) as exchange:
            paces = Paces(self.folder, lambda _: 1.0, clock)
            door = Door(self.policy(*rows), paces=paces, clock=clock, exchange=exchange)
            try:
                yield door
            finally:
                door.close()


def outcome(ask: Callable[[Query], Any], query: Query, told: list[str] | None = None) -> str:
    """Return the status or the code of an answer; what a person would be told goes to ``told``."""
    said = [] if told is None else told
    try:
        answered = ask(query)
    except NetworkError as failure:
        said.append(str(failure))
        return failure.code
    said.append(answered.url)
    assert isinstance(getattr(answered, "charset", ""), str)
    return str(answered.status)


@cache
def _authority() -> bytes:
    return trustme.CA().cert_pem.bytes()
