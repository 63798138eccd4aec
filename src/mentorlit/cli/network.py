"""What a command that asks services shares: the options, the door, progress on a terminal."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mentorlit.cli.options import Settings
from mentorlit.problems import ExitStatus

if TYPE_CHECKING:
    from mentorlit.fetching.configuration import Configuration
    from mentorlit.fetching.fetcher import Fetcher
    from mentorlit.network.cache import Cache
    from mentorlit.stream import Beside


class Network(NamedTuple):
    """The options of commands that may use the network, as the command line gave them."""

    via: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Ask only this service (crossref, pubmed, ...)."),
    ] = None
    mailto: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Your e-mail address, which services ask for.")
    ] = ""
    cache: Annotated[
        str, typer.Option(metavar="DIR", help="Keep answers in DIR and ask nothing twice.")
    ] = ""
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again for what --cache has.")] = (
        False
    )
    offline: Annotated[
        bool, typer.Option("--offline", help="Never use the network; only what --cache has.")
    ] = False
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Allow a host (or HOST:PORT) that is not public."),
    ] = None
    proxy: Annotated[str, typer.Option(metavar="URL", help="Ask through this proxy.")] = ""
    config: Annotated[str, typer.Option(metavar="FILE", help="Settings of services, as TOML.")] = ""


def configuration(network: Network) -> "Configuration":
    """Return what holds for this run.

    Raises:
        UsageError: the configuration says what it cannot say.

    """
    from platformdirs import user_config_path  # noqa: PLC0415 - start-up

    from mentorlit.fetching.configuration import Given, configured  # noqa: PLC0415 - start-up

    given = Given(
        config=network.config,
        mailto=network.mailto,
        cache=network.cache,
        refresh=network.refresh,
        offline=network.offline,
        allow_hosts=tuple(network.allow_host or ()),
        via=tuple(name.strip() for one in network.via or () for name in one.split(",")),
        proxy=network.proxy,
    )
    return configured(given, os.environ, str(user_config_path("mentorlit") / "config.toml"))


@contextmanager
def connected(
    network: Network, settings: Settings, beside: "Beside | None" = None, total: int = 0
) -> "Iterator[Fetcher]":
    """Give a command what asks services; ``total`` is how much there is to ask for, or 0."""
    from platformdirs import user_state_path  # noqa: PLC0415 - start-up

    from mentorlit.cli.asking import Shown  # noqa: PLC0415 - start-up
    from mentorlit.fetching.fetcher import Fetcher  # noqa: PLC0415 - start-up
    from mentorlit.network.door import Door  # noqa: PLC0415 - start-up
    from mentorlit.network.pacing import Paces, floors  # noqa: PLC0415 - start-up
    from mentorlit.stream import NOTHING_BESIDE  # noqa: PLC0415 - start-up

    holds = configuration(network)
    with ExitStack() as stack:
        shown = stack.enter_context(Shown(total, quiet=settings.quiet, verbose=settings.verbose))
        slowest = floors((row["base"], holds.interval(name)) for name, row in holds.rows.items())
        folder = user_state_path("mentorlit") / "hosts"
        door = Door(
            holds.policy,
            paces=Paces(folder, holds.interval, floors=slowest),
            cache=_cache(holds),
            listener=shown,
            stops=holds.stops,
            apis=slowest,
        )
        stack.callback(door.close)
        yield Fetcher(door, holds, beside or NOTHING_BESIDE, shown.settled, shown.ended)


def _cache(holds: "Configuration") -> "Cache | None":
    if not holds.cache:
        return None
    from mentorlit.network.cache import Cache  # noqa: PLC0415 - start-up

    return Cache(Path(holds.cache), refresh=holds.refresh)


def outcome(*, stopped: bool, reached: int, unreached: int) -> ExitStatus | None:
    """Return the status of a run that was interrupted, or in which no server answered."""
    if stopped:
        return ExitStatus.INTERRUPTED
    return ExitStatus.NETWORK if unreached and not reached else None
