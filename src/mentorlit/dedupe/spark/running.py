"""One run: from the names of files to a folder of records, links, rejects and the account."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from mentorlit.dedupe import cap
from mentorlit.dedupe.block import kind, strong_kinds
from mentorlit.dedupe.merging.policy import DEFAULT, Policy
from mentorlit.dedupe.spark import reading, sql
from mentorlit.dedupe.spark.batches import LINES
from mentorlit.dedupe.spark.filesystem import Files
from mentorlit.dedupe.spark.frames import Frames
from mentorlit.dedupe.spark.job import Job
from mentorlit.dedupe.spark.kernels import told
from mentorlit.dedupe.spark.kernels.records import MERGED, REJECT
from mentorlit.dedupe.spark.session import session
from mentorlit.dedupe.spark.stages import Stages, program
from mentorlit.problems import InputError, MentorlitError, OutputError, UsageError

ACCOUNT: Final = "account.json"
"""What is written last: without it an output is not whole."""

_OWN: Final = ("records", "links", "rejects", "stages")
_A_PART: Final = 32 << 20
"""Bytes of input for each partition of a shuffle."""

_PARTS: Final = (4, 20_000)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a run.

    ``to`` is ``ndjson`` or ``parquet``; ``resume`` a folder for the stages, which are kept there;
    ``conf`` are Spark's own settings, and go before all others.
    """

    inputs: tuple[str, ...]
    output: str
    mode: str = "balanced"
    versions: str = "link"
    policy: Policy = DEFAULT
    format_name: str = ""
    source: str = ""
    to: str = reading.NDJSON
    master: str = ""
    conf: Mapping[str, str] = {}
    resume: str = ""
    loud: bool = False


class Capped(msgspec.Struct, frozen=True):
    """Keys of one kind that too many records share: not all pairs of these were compared."""

    key: str
    keys: int
    records: int


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the records: those read are those kept, merged into them, and rejected."""

    read: int
    kept: int
    merged: int
    rejected: int
    units: int
    pairs: int
    rounds: int
    capped: tuple[Capped, ...] = ()
    stages: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()


class SparkError(MentorlitError):
    """A failure of Spark, of a machine, or a bug."""


class AccountError(MentorlitError):
    """The records read are not those written, merged and rejected: a bug."""


def _silent(_: str) -> None:
    pass


def run(order: Order, tell: Callable[[str], None] = _silent) -> Account:
    """Deduplicate on Spark, and write what comes of it into a folder.

    The records are those that the engine in memory gives for the same lines, in the same order,
    in parts: ``records``. ``links`` has what was decided of pairs, ``rejects`` what could not be
    read, ``account.json`` the numbers; it is written last.

    Raises:
        UsageError: the order cannot be followed, or Spark is missing.
        InputError: an input cannot be read.
        OutputError: something cannot be written.
        AccountError: records were lost: a bug.

    """
    with session(order.master, order.conf, loud=order.loud) as spark, _told_in_a_line(order):
        files = Files(spark)
        _check_output(files, order.output)
        given = reading.listed(files, order.inputs)
        named = [(one.name, one.address, one.size, one.changed) for one in given]
        asked = {"mode": order.mode, "versions": order.versions, "policy": order.policy}
        asked |= {"from": order.format_name, "source": order.source}
        whole = {"inputs": named, "options": msgspec.to_builtins(asked), "program": program()}
        parts = _parts(spark, sum(one.size for one in given))
        frames = Frames(spark, parts)
        folder = order.resume or f"{order.output.rstrip('/')}/stages"
        if not order.resume:
            files.delete(folder)
        stages = Stages(spark, files, folder, whole, tell)
        stages.stage(
            "records", lambda: reading.table(frames, given, order.format_name, order.source)
        )
        account = _deduplicated(frames, stages, order)
        files.write(f"{order.output}/{ACCOUNT}", msgspec.json.encode(account).decode() + "\n")
        if not order.resume:
            stages.remove()
        return account


def _deduplicated(frames: Frames, stages: Stages, order: Order) -> Account:
    job = Job(frames, stages, mode=order.mode, versions=order.versions)
    read = {row.kind: row.rows for row in frames.sql(sql.READ).collect()}
    job.units(read.get(MERGED, 0))
    job.pairs(cap(), strong_kinds())
    job.judged()
    job.components()
    job.clusters()
    job.relations()
    job.lines()
    _write(frames, order, job.merged(order.policy, sum(read.values())))
    _write_beside(frames, order)
    return _account(frames, stages, job, order, read)


def _account(
    frames: Frames, stages: Stages, job: Job, order: Order, read: Mapping[int, int]
) -> Account:
    """Return the account, which is checked against what was written."""
    rejected = read.get(REJECT, 0)
    accepted = sum(read.values()) - rejected
    clusters = frames.sql("SELECT count(DISTINCT cluster) AS rows FROM placed").collect()[0].rows
    path = f"{order.output}/records"
    kept = getattr(frames.spark.read, "text" if order.to == reading.NDJSON else "parquet")(
        path
    ).count()
    account = Account(
        read=accepted + rejected,
        kept=kept,
        merged=accepted - clusters,
        rejected=rejected,
        units=frames.sql("SELECT count(*) AS rows FROM units WHERE nth = 1").collect()[0].rows,
        pairs=stages.rows("pairs"),
        rounds=job.rounds,
        capped=tuple(Capped(kind(number), keys, most) for number, keys, most in job.capped()),
        stages=tuple(stages.made),
        resumed=tuple(stages.taken),
    )
    if account.read != account.kept + account.merged + account.rejected:
        raise AccountError(
            f"{account.read} read, {account.merged} merged, {account.rejected} rejected; "
            f"but {account.kept} written"
        )
    return account


def _write(frames: Frames, order: Order, made: Any) -> None:
    path = f"{order.output}/records"
    if order.to == reading.PARQUET:
        from mentorlit.writers.parquet import schema  # noqa: PLC0415 - an extra

        rows = frames.mapped(made.select("line"), told.as_rows, schema())
        rows.write.mode("overwrite").parquet(path)
    else:
        made.selectExpr("CAST(line AS STRING) AS value").write.mode("overwrite").text(path)


def _write_beside(frames: Frames, order: Order) -> None:
    """Write the links and the rejects, as lines."""
    rejects = frames.sql(sql.REJECTS)
    rejects.write.mode("overwrite").text(f"{order.output}/rejects")
    links = frames.mapped(frames.sql(sql.LINKS), told.links, LINES)
    lines = links.sortWithinPartitions("place").selectExpr("CAST(line AS STRING) AS value")
    lines.write.mode("overwrite").text(f"{order.output}/links")


def _parts(spark: Any, size: int) -> int:
    """Return how many partitions a shuffle has, and see to it unless the user did."""
    name = "spark.sql.shuffle.partitions"
    asked = spark.sparkContext.getConf().get(name, "")
    least, most = _PARTS
    cores = int(spark.sparkContext.defaultParallelism)
    found = int(asked) if asked else max(least, cores, min(most, size // _A_PART + 1))
    spark.conf.set(name, str(found))
    return found


def _check_output(files: Files, folder: str) -> None:
    """See to it that the output is a new folder, or one that a run did not end with."""
    inside = files.inside(folder)
    if ACCOUNT in inside or not set(inside) <= {*_OWN, f"{ACCOUNT}.part"}:
        raise UsageError(f"{folder}: there is something already; give a new folder")


_UNWRITABLE: Final = (
    *("No space left", "Permission denied", "AccessControl", "Read-only file", "Mkdirs failed"),
)
_UNREADABLE: Final = (
    *("PATH_NOT_FOUND", "FileNotFound", "is not a Parquet file", "not in gzip format"),
    *("Unexpected end of input", "FAILED_READ_FILE", "incorrect header check"),
)
"""Words by which failures of the disk are known from others."""


@contextmanager
def _told_in_a_line(order: Order) -> Iterator[None]:
    """Turn a failure of Spark into one line."""
    try:
        yield
    except MentorlitError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith(("py4j", "pyspark")):
            raise
        text = str(error)
        said = _cause(text)
        if any(sign in text for sign in _UNWRITABLE):
            raise OutputError(f"{order.output}: Spark cannot write: {said}") from error
        if any(sign in text for sign in _UNREADABLE):
            raise InputError(f"Spark cannot read: {said}") from error
        raise SparkError(f"Spark failed: {said}") from error


_CAUSES: Final = ("Caused by: ", ": ")


def _cause(text: str) -> str:
    """Return the line that tells why, of all that Spark says of a failure."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if "from the Python worker" in text:
        own = [line for line in lines if re.match(r"\w[\w.]*(?:Error|Exception)\b", line)]
        return own[-1] if own else lines[0]
    causes = [line for line in lines if line.startswith(_CAUSES)]
    return causes[-1].lstrip(": ").removeprefix("Caused by: ") if causes else (lines or [""])[0]
