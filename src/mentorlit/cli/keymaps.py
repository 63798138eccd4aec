"""The option ``--key-map``: the file that old and new citation keys are written to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mentorlit.cli.acting import Acting
    from mentorlit.cli.run import Run
    from mentorlit.dedupe import Deduplicated
    from mentorlit.model import Citation

KeyMap = Annotated[str, typer.Option(metavar="FILE", help="Write old and new keys to FILE.")]


@contextmanager
def mapping(name: str) -> Iterator[Callable[[str, str], None] | None]:
    """Yield what hears of old and new keys and writes them to the file of this name, if any."""
    if not name:
        yield None
        return
    from mentorlit.rekeying.keymap import HEADER, line  # noqa: PLC0415 - start-up
    from mentorlit.writing import Output  # noqa: PLC0415 - start-up

    with Output(name) as out:
        out.write(HEADER)
        yield lambda old, new: out.write(line(old, new))


@contextmanager
def surviving_keys(
    name: str, run: "Run", result: "Deduplicated", acting: "Acting"
) -> Iterator[None]:
    """Write the map from the keys of all records to those of the records that stay, if asked."""
    with mapping(name) as told:
        if told:
            _write(told, run, result, acting)
        yield


def _write(
    told: Callable[[str, str], None], run: "Run", result: "Deduplicated", acting: "Acting"
) -> None:
    from mentorlit.acting import DROP, MARK, Kept  # noqa: PLC0415 - start-up
    from mentorlit.cli.console import SHOWN, say  # noqa: PLC0415 - start-up
    from mentorlit.rekeying.surviving import surviving  # noqa: PLC0415 - start-up

    def merged(cluster: int) -> "Citation":
        return result.citation(result.clusters[cluster])

    is_merge = acting.action not in (DROP, MARK)
    made = surviving(result, merged if is_merge else Kept(result, acting.policy).citation)
    for old, new in made.rows:
        told(old, new)
    if run.settings.quiet:
        return
    shown = made.remarks if run.settings.verbose else made.remarks[:SHOWN]
    for remark in shown:
        say(f"key map: left out: {remark}")
    if more := len(made.remarks) - len(shown):
        say(f"key map: left out: {more} more (--verbose shows them)")
    if made.will_change and is_merge:
        say("key map: export will change keys that are not legal or not unique: use its --key-map")
