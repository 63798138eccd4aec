"""``mentorlit dedupe --engine spark``: the same records, from a cluster into a folder."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import msgspec
import typer

from mentorlit.problems import ExitStatus, UsageError

if TYPE_CHECKING:
    from mentorlit.cli.options import Settings
    from mentorlit.dedupe.spark.running import Account, Order

Master = Annotated[
    str,
    typer.Option("--master", metavar="URL", help="Spark: where to run (local[2], yarn, ...)."),
]
Conf = Annotated[
    list[str] | None,
    typer.Option("--conf", metavar="KEY=VALUE", help="Spark: one of its settings."),
]

_PARQUET: Final = ".parquet"
_NOT_HERE: Final = ("encoding", "columns", "profiles", "rejects", "strict")
_NAMES: Final = {"columns": "map", "merge_policy": "merge-policy", "only_new": "only-new"}


def run_spark(
    settings: "Settings",
    *,
    mode: str = "balanced",
    versions: str = "link",
    merge_policy: str = "",
    prefer: str | None = None,
    action: str = "merge",
    master: str = "",
    conf: Iterable[str] = (),
    resume: str = "",
    others: Mapping[str, Any] | None = None,
) -> NoReturn:
    """Deduplicate on Spark, say what came of it, and leave with the exit status.

    ``others`` are the options of the command that Spark has nothing for, by their Python names;
    one that is given ends the run.
    """
    from mentorlit.cli.guard import guarded  # noqa: PLC0415 - start-up

    with guarded(debug=settings.debug):
        given = {**(others or {}), **{name: getattr(settings, name) for name in _NOT_HERE}}
        _refuse(given, action)
        from mentorlit.dedupe.spark.session import check_installed  # noqa: PLC0415 - start-up

        check_installed()
        from mentorlit.dedupe.spark import running  # noqa: PLC0415 - an extra

        order = _order(settings, mode, versions, merge_policy, prefer)
        where = {"master": master, "conf": _pairs(conf), "resume": resume}
        account = running.run(msgspec.structs.replace(order, **where), _teller(settings))
        status = _told(account, settings)
    raise typer.Exit(status)


def _refuse(given: Mapping[str, Any], action: str) -> None:
    """End the run if something is asked for that is not done on Spark."""
    named = [
        f"--{_NAMES.get(name, name).replace('_', '-')}" for name, value in given.items() if value
    ]
    if action != "merge":
        named.insert(0, f"--action {action}")
    if named:
        raise UsageError(f"--engine spark does not have {named[0]}: use another engine for that")


def _order(
    settings: "Settings", mode: str, versions: str, merge_policy: str, prefer: str | None
) -> "Order":
    from mentorlit.cli.options import chosen  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.merging.policy_file import policy  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.scoring.score import MODES  # noqa: PLC0415 - start-up
    from mentorlit.dedupe.spark.reading import FORMATS, NDJSON, PARQUET  # noqa: PLC0415 - an extra
    from mentorlit.dedupe.spark.running import Order  # noqa: PLC0415 - an extra
    from mentorlit.dedupe.versions import MODES as VERSIONS  # noqa: PLC0415 - start-up

    files = settings.files or ()
    if not files or "-" in files:
        raise UsageError("--engine spark reads files by name, not standard input")
    if not settings.output:
        raise UsageError("--engine spark writes into a folder: give --output FOLDER")
    return Order(
        inputs=tuple(files),
        output=settings.output.rstrip("/"),
        mode=chosen("--mode", mode, MODES),
        versions=chosen("--versions", versions, VERSIONS),
        policy=policy(merge_policy, prefer),
        format_name=settings.format_name and chosen("--from", settings.format_name, FORMATS),
        source=settings.source,
        to=PARQUET if settings.output.rstrip("/").endswith(_PARQUET) else NDJSON,
        loud=settings.debug,
    )


def _pairs(conf: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in conf:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise UsageError(f"--conf: KEY=VALUE, not {one!r}")
        found[name] = value
    return found


def _teller(settings: "Settings") -> Any:
    from mentorlit.cli.console import say  # noqa: PLC0415 - start-up

    def tell(text: str) -> None:
        if settings.verbose and not settings.quiet:
            say(f"dedupe: {text}")

    return tell


def _told(account: "Account", settings: "Settings") -> ExitStatus:
    """Say what became of the records, and return the exit status."""
    from mentorlit.cli.console import say, summary  # noqa: PLC0415 - start-up
    from mentorlit.reading import Counts  # noqa: PLC0415 - start-up
    from mentorlit.tables import load  # noqa: PLC0415 - start-up

    accepted = account.read - account.rejected
    if not settings.quiet:
        strong = load("dedupe/keys")["strong"]
        for one in account.capped:
            if one.key in strong:
                keys = f"{one.keys} {one.key} key{'s are each' if one.keys > 1 else ' is'}"
                say(
                    f"dedupe: {keys} shared by up to {one.records} records; "
                    "not all their pairs were compared"
                )
        if account.rejected:
            say(f"dedupe: what was rejected is in {settings.output}/rejects")
        counts = Counts(read=account.read, accepted=accepted, rejected=account.rejected)
        say(f"dedupe: {summary(counts, account.merged)}")
    if account.rejected and not accepted:
        return ExitStatus.NOTHING_READ
    return ExitStatus.SOME_REJECTED if account.rejected else ExitStatus.DONE
