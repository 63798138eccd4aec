"""``mentorlit parse`` where works are asked for: identifiers and addresses beside files."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mentorlit.cli.network import Network, connected, outcome
from mentorlit.cli.options import Settings
from mentorlit.cli.run import Run, running
from mentorlit.fetching.requested import LIST, OPTIONS, Requested, asks
from mentorlit.opening import STDIN, packing
from mentorlit.problems import ExitStatus
from mentorlit.reading import Reading

if TYPE_CHECKING:
    from mentorlit.fetching.reading import FetchedReading, Input


def inputs(settings: Settings, given: Mapping[str, Any]) -> "list[Input]":
    """Return the inputs in order: arguments as they stand, then what options ask for."""
    named = [Requested(one) if asks(one) else one for one in settings.files or ()]
    optional = ((scheme, given[option] or ()) for option, scheme in OPTIONS.items())
    return [*named, *(Requested(text, scheme) for scheme, texts in optional for text in texts)]


def fetch(settings: Settings, network: Network, given: Mapping[str, Any], *, explain: bool) -> None:
    """Read the files and fetch the works, and write them as ``parse`` does."""
    wanted = inputs(settings, given)
    files = [one for one in wanted if isinstance(one, str)]
    lists = [one.text for one in wanted if isinstance(one, Requested) and one.scheme == LIST]
    with ExitStack() as stack:
        make = partial(_reading, stack, network, settings, wanted)
        settings = settings._replace(files=files)
        run = stack.enter_context(running("parse", settings, make=make, also_read=lists))
        run.watches = False
        run.ends = partial(_outcome, cast("FetchedReading", run.reading))
        _write(run, explain=explain)


def _write(run: Run, *, explain: bool) -> None:
    if explain:
        run.write_explained(run.citations())
    else:
        run.write_read()


def _reading(
    stack: ExitStack,
    network: Network,
    settings: Settings,
    wanted: "Sequence[Input]",
    _names: Sequence[str],
    **further: Any,
) -> Reading:
    """Return the reading that asks for what is wanted; its door closes with the stack."""
    from mentorlit.fetching.reading import FetchedReading  # noqa: PLC0415 - start-up

    fetcher = stack.enter_context(connected(network, settings, further["beside"], _total(wanted)))
    return FetchedReading(wanted, fetcher, **further)


def _outcome(reading: "FetchedReading") -> ExitStatus | None:
    return outcome(
        stopped=reading.stopped,
        reached=reading.reached + reading.counts.accepted,
        unreached=reading.unreached,
    )


def _total(wanted: "Sequence[Input]") -> int:
    """Return how many works are asked for, if that can be told before the lists are read."""
    total = 0
    for one in wanted:
        if isinstance(one, str):
            return 0
        if one.scheme != LIST:
            total += 1
        elif one.text == STDIN or not Path(one.text).is_file():
            return 0
        else:
            with Path(one.text).open("rb") as file:
                if packing(file.read(8)):
                    return 0
                file.seek(0)
                total += sum(block.count(b"\n") for block in iter(partial(file.read, 1 << 20), b""))
    return total
