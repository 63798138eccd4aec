"""Stages on disk: each is Parquet with a manifest, and a whole one is not made again."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any, Final

import msgspec

import mentorlit
from mentorlit import __version__
from mentorlit.dedupe.spark.filesystem import Files
from mentorlit.problems import UsageError

_RUN: Final = "run.json"
_MARK: Final = "marked"


class Stages:
    """The stages of one run in a folder; ``run`` says what the run reads and how.

    ``tell`` is told of each stage that is made.

    A stage is whole if its manifest is there, says the same run, and names the files that there
    are, with their sizes. The manifest is written last, whole or not at all.

    Raises:
        UsageError: the folder has the stages of another run.

    """

    def __init__(
        self,
        spark: Any,
        files: Files,
        folder: str,
        run: Mapping[str, Any],
        tell: Callable[[str], None],
    ) -> None:
        self._spark = spark
        self._files = files
        self._folder = folder.rstrip("/")
        self._run = _name(run)
        self._tell = tell
        self.taken: list[str] = []
        self.made: list[str] = []
        self._check(run)

    def empty(self, name: str, columns: str) -> None:
        """Name a table without rows, in place of a stage that there is nothing for."""
        listed = (column.split() for column in columns.split(", "))
        nulls = ", ".join(f"CAST(NULL AS {kind}) AS {one}" for one, kind in listed)
        self._spark.sql(f"SELECT {nulls} WHERE false").createOrReplaceTempView(name)

    def _check(self, run: Mapping[str, Any]) -> None:
        known = f"{self._folder}/{_RUN}"
        if self._files.exists(known):
            before = msgspec.json.decode(self._files.read(known))
            now = msgspec.json.decode(msgspec.json.encode(run))
            for what, value in now.items():
                if before.get(what) != value:
                    changed = _difference(what, before.get(what), value)
                    raise UsageError(
                        f"{self._folder}: the stages there are of another run: {changed}; "
                        "give another folder, or remove it"
                    )
        elif self._files.inside(self._folder):
            raise UsageError(f"{self._folder}: a folder of something else")
        else:
            self._files.write(known, msgspec.json.encode(run).decode())

    def stage(self, name: str, make: Callable[[], Any], view: str = "") -> Any:
        """Return the table of a stage, made by ``make`` if it is not whole; name it for SQL."""
        path = f"{self._folder}/{name}"
        reader = self._spark.read
        if not self._manifest(name):
            reader = reader.schema(self._make(name, make))
            self.made.append(name)
        elif name not in (*self.made, *self.taken):
            self.taken.append(name)
        table = reader.parquet(path)
        table.createOrReplaceTempView(view or name)
        return table

    def _make(self, name: str, make: Callable[[], Any]) -> Any:
        """Write a stage, then its manifest; return the columns."""
        from pyspark.sql import Observation, functions  # noqa: PLC0415 - an extra

        path = f"{self._folder}/{name}"
        self._files.delete(f"{path}.json")
        began = monotonic()
        table = make()
        seen = Observation()
        marked = _MARK if _MARK in table.columns else "false"
        rows = functions.expr("count(1) AS rows"), functions.expr(f"count_if({marked}) AS marked")
        table.observe(seen, *rows).write.mode("overwrite").parquet(path)
        counts = {name: int(seen.get.get(name, 0)) for name in ("rows", "marked")}
        count, took = counts["rows"], round(monotonic() - began, 1)
        told = {"run": self._run, **counts, "files": self._files.sizes(path), "seconds": took}
        self._files.write(f"{path}.json", msgspec.json.encode(told).decode())
        self._tell(f"{name}: {count} rows in {took} s")
        return table.schema

    def rows(self, name: str) -> int:
        """Return how many rows a whole stage has."""
        return int(self._manifest(name)["rows"])

    def marked(self, name: str) -> int:
        """Return how many rows of a whole stage are marked: have a true column ``marked``."""
        return int(self._manifest(name)["marked"])

    def _manifest(self, name: str) -> dict[str, Any]:
        """Return the manifest of a stage; empty if it is not whole."""
        path = f"{self._folder}/{name}"
        if not self._files.exists(f"{path}.json") or not self._files.exists(path):
            return {}
        told: dict[str, Any] = msgspec.json.decode(self._files.read(f"{path}.json"))
        whole = told["run"] == self._run and told["files"] == self._files.sizes(path)
        return told if whole else {}

    def remove(self) -> None:
        """Remove all stages."""
        self._files.delete(self._folder)


def program() -> str:
    """Return what names this very program: its version, and a hash of its code and tables."""
    root = Path(mentorlit.__file__).parent
    whole = blake2b(digest_size=8)
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml"}:
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__} {whole.hexdigest()}"


def _name(run: Mapping[str, Any]) -> str:
    return blake2b(msgspec.json.encode(run, order="sorted"), digest_size=16).hexdigest()


def _difference(what: str, before: Any, now: Any) -> str:
    if what == "inputs":
        return "the input has changed"
    if isinstance(before, dict) and isinstance(now, dict):
        names = [name for name in now if before.get(name) != now[name]]
        told = (f"{name} was {before.get(name)!r}, is {now[name]!r}" for name in names)
        return ", ".join(told)
    return f"{what} was {before!r}, is {now!r}"
