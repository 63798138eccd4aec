"""The job: the stages of deduplication, each from the tables before it."""

from functools import partial
from itertools import accumulate, count
from typing import Any, Final

from mentorlit.dedupe.engines import KIND_MASK
from mentorlit.dedupe.merging.policy import Policy
from mentorlit.dedupe.spark import sql
from mentorlit.dedupe.spark.batches import CLUSTERED, JUDGED, KEYED, LINES, MET, NAMED, SPLIT
from mentorlit.dedupe.spark.frames import Frames
from mentorlit.dedupe.spark.kernels import clusters, judging, merging, pairs
from mentorlit.dedupe.spark.kernels.records import MEMBERS
from mentorlit.dedupe.spark.stages import Stages
from mentorlit.dedupe.versions import KEEP
from mentorlit.tables import load

_CHECK: Final = ("component", "kind", "a", "b")
_RELATION: Final = "cluster long, relation string, other long"
_NAME: Final = "cluster long, named binary"
_MERGE: Final = ("cluster", "head", "kind", "unit", "nth")


class Job:
    """The stages after the records were read; ``rounds`` is how often components were joined."""

    def __init__(self, frames: Frames, stages: Stages, *, mode: str, versions: str) -> None:
        self._frames = frames
        self._stages = stages
        self._mode = mode
        self._versions = versions
        self.rounds = 0

    def units(self, merged: int) -> None:
        """Make one unit of identical records, and number units in canonical order.

        ``merged`` is how many records came in merged.
        """
        frames = self._frames

        def made() -> Any:
            frames.view("leafs", frames.by("same", frames.sql(sql.LEAFS)))
            frames.view("leaves", frames.sql(sql.LEAVES))
            alike = frames.sql(sql.ALIKE)
            frames.view("alike", frames.sorted(alike, self._rank(), "head", "first", "nth"))
            return frames.sql(sql.UNITS)

        self._stages.stage("units", made)
        if merged:
            self._stages.stage("parts", lambda: frames.sql(sql.PARTS))
        else:
            self._stages.empty("parts", "part long, unit long, leaf long")
        self._stages.stage("features", lambda: frames.sql(sql.FEATURES))

    def _rank(self) -> str:
        """Return SQL for the partition of a record in canonical order, all about as large.

        Digests are spread evenly; how many records are how full is counted.
        """
        rows = self._frames.sql(sql.FULLNESS).collect()
        total = max(sum(row.rows for row in rows), 1)
        before = accumulate((row.rows for row in rows), initial=0)
        starts = (f"{row.full}, {at / total!r}D" for row, at in zip(rows, before, strict=False))
        sizes = (f"{row.full}, {row.rows / total!r}D" for row in rows)
        maps = {"before": f"map({', '.join(starts)})", "rows": f"map({', '.join(sizes)})"}
        return sql.RANK.format(**maps, parts=self._frames.parts)

    def pairs(self, cap: int, strong: frozenset[int]) -> None:
        """Pair the units that share keys."""
        frames = self._frames

        def met() -> Any:
            packed = frames.sql("SELECT keys, unit FROM features")
            frames.view("keyed", frames.mapped(packed, pairs.keyed, KEYED))
            kernel = partial(pairs.met, cap=cap, strong=strong)
            return frames.mapped(frames.sql(sql.SHARED), kernel, MET)

        def split() -> Any:
            names = ("key", "way", "one", "two", "three", "crowded", "strong", "unit")
            finer = frames.by(("key", "way", "one"), frames.sql(sql.FINER.format(cap=cap)))
            return frames.mapped(finer.sortWithinPartitions(*names), pairs.split, SPLIT)

        self._stages.stage("met", met)
        if self._stages.marked("met"):
            self._stages.stage("split", split)
        else:
            self._stages.empty("split", "a long, b long, strong boolean")
        self._stages.stage("pairs", lambda: frames.sql(sql.PAIRS))

    def capped(self) -> list[tuple[int, int, int]]:
        """Return for each kind how many of its keys too many units share, and how many at most."""
        if not self._stages.marked("met"):
            return []
        rows = self._frames.sql(sql.CAPPED.format(mask=KIND_MASK)).collect()
        return [(row.kind, row.keys, row.largest) for row in rows]

    def judged(self) -> None:
        """Compare the pairs."""
        kernel = partial(judging.judged, mode=self._mode, versions=self._versions)
        frames = self._frames
        self._stages.stage(
            "judged", lambda: frames.mapped(frames.sql(sql.COMPARED), kernel, JUDGED)
        )

    def components(self) -> None:
        """Find what hangs together: trees below smallest neighbours, cut to their roots, again.

        A round takes at least half of what still hangs together, and its trees are flat after as
        many jumps as their depth has binary digits.
        """
        frames = self._frames
        edges = self._stages.stage("edges-0", lambda: frames.sql(sql.EDGES), "edges")
        hooks: list[str] = []
        while self._stages.rows(f"edges-{len(hooks)}"):
            hooks.append(self._hooked(len(hooks)))
            edges = self._stages.stage(
                f"edges-{len(hooks)}", lambda: frames.sql(sql.CONTRACTED), "edges"
            )
        self.rounds = len(hooks)
        self._stages.stage("components", lambda: self._reached(hooks, edges))

    def _hooked(self, number: int) -> str:
        """Make the trees of one round, flat; return the name of their stage."""
        frames = self._frames
        frames.view("hooked", frames.sql(sql.HOOKED))
        for jump in count():
            name = f"trees-{number}-{jump}"
            self._stages.stage(name, lambda: frames.sql(sql.JUMPED), "hooked")
            if not self._stages.marked(name):
                return name
        raise AssertionError

    def _reached(self, hooks: list[str], edges: Any) -> Any:
        """Return the component of each unit: the root of its last tree."""
        frames = self._frames
        if not hooks:
            frames.view("reached", edges.selectExpr("a AS node", "b AS parent"))
        for number, name in enumerate(hooks):
            self._stages.stage(name, _nothing, "hooked")
            text = sql.FOLLOWED if number else "SELECT node, parent FROM hooked"
            frames.view("reached", frames.sql(text))
        return frames.sql(sql.COMPONENTS)

    def clusters(self) -> None:
        """Check the components, each by itself."""
        frames = self._frames

        def made() -> Any:
            rows = frames.by("component", frames.sql(sql.CHECKED)).sortWithinPartitions(*_CHECK)
            kernel = partial(clusters.clustered, mode=self._mode, versions=self._versions)
            return frames.mapped(rows, kernel, CLUSTERED)

        self._stages.stage("clustered", made)
        frames.view(
            "homes", frames.sql("SELECT a AS unit, b AS cluster FROM clustered WHERE kind = 0")
        )
        self._stages.stage("placed", lambda: frames.sql(sql.PLACED))

    def relations(self) -> None:
        """Find what clusters are to others."""
        if self._versions == KEEP:
            self._stages.empty("relations", _RELATION)
            return
        inverse = _case(load("dedupe/versions")["inverse"])
        related = sql.RELATIONS.format(inverse=inverse)
        self._stages.stage("relations", lambda: self._frames.sql(related))

    def lines(self) -> None:
        """Find the records of each cluster, and how those are named that others are related to."""
        frames = self._frames

        def lines() -> Any:
            frames.view("busy", frames.sql(sql.BUSY))
            frames.view("members", frames.sql(sql.MEMBERS))
            return frames.sql(sql.LINES)

        def names() -> Any:
            lines = frames.by("cluster", frames.sql(sql.NAMES))
            rows = lines.sortWithinPartitions("cluster", "unit", "nth").select("cluster", "line")
            return frames.mapped(rows, merging.names, NAMED)

        self._stages.stage("lines", lines)
        if self._versions != KEEP and self._stages.rows("relations"):
            self._stages.stage("names", names)
        else:
            self._stages.empty("names", _NAME)

    def merged(self, policy: Policy, records: int) -> Any:
        """Return the line of each cluster, in the order of the input; ``records`` came in."""
        frames = self._frames
        rows = frames.by("cluster", frames.sql(sql.TO_MERGE)).sortWithinPartitions(*_MERGE)
        rows = rows.drop("unit", "nth")
        every = frames.mapped(rows, partial(merging.merged, policy=policy), LINES)
        every = every.unionByName(frames.sql(sql.ALONE))
        part = f"shiftright(place, {MEMBERS}) * {frames.parts} div {records + 1}"
        return frames.sorted(every, part, "place")


def _nothing() -> Any:
    raise AssertionError


def _case(inverse: dict[str, str]) -> str:
    """Return SQL for what the second work is to the first, as ``versions.inverse`` has it."""
    told = " ".join(f"WHEN '{name}' THEN '{other}'" for name, other in inverse.items())
    return f"CASE relation {told} ELSE 'related-to' END"
