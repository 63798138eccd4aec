"""A Spark session: started quietly, on the loopback address where it is local, or found."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from mentorlit.problems import UsageError

LOCAL: Final = "local[*]"
"""The master if none is given: this machine, all its processors."""

_ATTEMPTS: Final = 4
"""How often a task is tried; Spark's own default, but for local masters, where it is one."""

_SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
"""What ``spark-submit`` sets for the program that it runs."""

_LOG: Final = Path(__file__).with_name("log4j2.properties")

_ALWAYS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # nothing goes through the driver
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "16777216",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.enableVectorizedReader": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
}
_IF_LOCAL: Final = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def check_installed() -> None:
    """Look for the packages of the extra; other modules here cannot be imported without them.

    Raises:
        UsageError: PySpark or pyarrow is missing.

    """
    try:
        import pyarrow  # noqa: F401, ICN001, PLC0415 - an extra
        import pyspark  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        message = "the engine spark needs pyspark and pyarrow: pip install 'mentorlit[spark]'"
        raise UsageError(message) from error


@contextmanager
def session(master: str, conf: Mapping[str, str], *, loud: bool = False) -> Iterator[Any]:
    """Give a Spark session, and stop it at the end unless it was there before.

    With ``master`` empty it is the one that ``spark-submit`` names, or this machine. ``conf`` goes
    before all that is set here. What Spark says is kept back unless ``loud``.

    Raises:
        UsageError: PySpark, pyarrow or Java is missing, or Spark cannot be started.

    """
    check_installed()
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    before = SparkSession.getActiveSession()
    if before is not None:
        yield before
        return
    if _SUBMITTED in os.environ:
        SparkContext._ensure_initialized()  # noqa: SLF001 - so that what was submitted is known
    asked = SparkConf()
    where = master or asked.get("spark.master", "") or LOCAL
    _choose_python(where, conf)
    for name, value in _settings(where, conf).items():
        if name in conf or not asked.contains(name):
            asked.set(name, value)
    spark = _started(SparkSession.builder.config(conf=asked), loud=loud)
    if not loud:
        spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def _settings(where: str, conf: Mapping[str, str]) -> dict[str, str]:
    found = {"spark.master": _patient(where), "spark.app.name": "mentorlit dedupe", **_ALWAYS}
    if where.startswith("local"):
        found |= _IF_LOCAL
        found["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={_LOG.as_uri()}"
    return {**found, **conf}


def _choose_python(master: str, conf: Mapping[str, str]) -> None:
    """Say which Python the work is done by: here this one, on a cluster the one that is there."""
    named = conf.get("spark.pyspark.python", "")
    if not named and master.startswith("local"):
        named = sys.executable
    if named:
        os.environ.setdefault("PYSPARK_PYTHON", named)


def _patient(master: str) -> str:
    """Let a local master try a task again whose Python process is lost."""
    if master == "local":
        return f"local[1,{_ATTEMPTS}]"
    if master.startswith("local[") and "," not in master:
        return f"{master[:-1]},{_ATTEMPTS}]"
    return master


def _started(builder: Any, *, loud: bool) -> Any:
    """Start Java and the session in it."""
    if _SUBMITTED not in os.environ and not _has_java():
        raise UsageError(
            "the engine spark needs Java 17 or newer, and there is no java; set JAVA_HOME"
        )
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with TemporaryFile() as log:
        try:
            with _kept_back(log, loud=loud):
                return builder.getOrCreate()
        except Exception as error:
            log.seek(0)
            said = _reason(log.read().decode("utf-8", "replace")) or str(error).split("\n")[0]
            raise UsageError(f"Spark cannot be started: {said}") from error


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME", "")
    return bool(shutil.which("java", path=f"{home}/bin" if home else None))


@contextmanager
def _kept_back(log: IO[bytes], *, loud: bool) -> Iterator[None]:
    """Have what is started meanwhile write to ``log`` in place of standard error."""
    if loud:
        yield
        return
    kept = os.dup(2)
    os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _reason(said: str) -> str:
    """Return what Java said at last of why it does not start."""
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    told = [line for line in lines if "rror" in line or "xception" in line]
    return (told or lines or [""])[0]
