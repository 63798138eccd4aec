"""The engine duckdb: the same pairs as in memory, in bounded memory, and plain errors."""

import random
import sys
import threading
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe.engines import Engine, Room, load
from mentorlit.dedupe.engines import duckdb as engine_module
from mentorlit.problems import OutputError, UsageError

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

STRONG = frozenset({1, 4})
KINDS = (0, 1, 4, 31)
SPREAD = 0x9E3779B97F4A7C15
"""A factor that spreads small numbers over all 64 bits."""


class Input(NamedTuple):
    keyed: list[tuple[int, ...]]
    finer: list[tuple[int, int, int]]


class Found(NamedTuple):
    pairs: list[tuple[int, int]]
    capped: list[tuple[int, int]]


def key(value: int, kind: int) -> int:
    return value * SPREAD % (1 << 64) & ~31 | kind


def packed(keyed: Iterable[tuple[int, ...]]) -> Iterator[bytes]:
    return (array("Q", keys).tobytes() for keys in keyed)


def drawn(engine: Engine, given: Input) -> Found:
    arrays = engine.candidate_pairs(packed(given.keyed), lambda unit: given.finer[unit])
    pairs = [(code >> 32, code & 0xFFFFFFFF) for codes in arrays for code in codes]
    return Found(pairs, engine.capped)


def found(name: str, given: Input, cap: int, folder: str = "") -> Found:
    return drawn(load(name)(cap, STRONG, Room(1 << 28, folder)), given)


KEYS = st.builds(key, st.integers(0, 12), st.sampled_from(KINDS))
NUMBERS = st.integers(0, 1) | st.sampled_from((0, (1 << 32) - 1))
UNITS = st.tuples(
    st.lists(KEYS, max_size=8, unique=True).map(tuple), st.tuples(NUMBERS, NUMBERS, NUMBERS)
)


@given(st.lists(UNITS, max_size=40), st.integers(1, 5))
@settings(max_examples=20)
def test_the_pairs_are_those_of_the_engine_in_memory(
    units: list[tuple[tuple[int, ...], tuple[int, int, int]]], cap: int
) -> None:
    given = Input([keys for keys, _ in units], [numbers for _, numbers in units])
    assert found("duckdb", given, cap) == found("memory", given, cap)


def many(count: int) -> Input:
    """Return records with keys of few and of many, and some that hundreds share."""
    chance = random.Random(6)  # noqa: S311 - not a secret
    keyed = []
    for unit in range(count):
        keys = {key(int(chance.paretovariate(0.4)), chance.choice(KINDS)) for _ in range(10)}
        keys.update((key(unit // 3 + 10**9, 1), key(unit // 2 + 10**10, 0)))
        keyed.append((*sorted(keys), *([key(10**12, 1)] if unit % 3 else [])))
    finer = [(unit % 7, chance.randrange(30), 0) for unit in range(count)]
    return Input(keyed, finer)


def test_many_records_in_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    given = many(2_000)
    expected = found("memory", given, 20)
    assert max(size for _, size in expected.capped) > 1_000
    assert found("duckdb", given, 20) == expected
    monkeypatch.setattr(engine_module, "_ROW", 1 << 16)
    monkeypatch.setattr(engine_module, "_BATCH", 999)
    assert found("duckdb", given, 20) == expected


@pytest.mark.parametrize("keyed", [[], [()], [(), (), ()], [(key(1, 1),)]])
def test_without_pairs(keyed: list[tuple[int, ...]]) -> None:
    assert found("duckdb", Input(keyed, [(0, 0, 0)] * len(keyed)), 2) == Found([], [])


def test_the_highest_numbers() -> None:
    highest = (1 << 64) - 1
    keyed = [(highest,), (highest, highest - 32), (highest - 32, highest)]
    given = Input(keyed, [((1 << 32) - 1,) * 3] * 3)
    assert found("duckdb", given, 2) == found("memory", given, 2)


def test_no_kind_is_strong() -> None:
    given = Input([(key(1, 1), key(2, 1)), (key(1, 1), key(2, 1)), (key(1, 1),)], [(0, 0, 0)] * 3)
    engine = load("duckdb")(1, frozenset(), Room(1 << 28))
    assert drawn(engine, given).pairs == [(0, 1)]


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    found("duckdb", many(50), 5, str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_nothing_of_duckdb_is_there_when_the_pairs_are_taken(tmp_path: Path) -> None:
    """Processes may be started then as copies of this one, and need the memory."""
    given = many(50)
    engine = load("duckdb")(5, STRONG, Room(1 << 28, str(tmp_path)))
    before = threading.active_count()
    arrays = engine.candidate_pairs(packed(given.keyed), lambda unit: given.finer[unit])
    assert next(iter(arrays))
    assert not list(tmp_path.iterdir())
    assert threading.active_count() == before


def test_what_the_keys_raise_is_passed_on(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield array("Q", [key(1, 1)]).tobytes()
        raise InterruptedError("by the keys")

    engine = load("duckdb")(5, STRONG, Room(1 << 28, str(tmp_path)))
    with pytest.raises(InterruptedError, match="by the keys"):
        list(engine.candidate_pairs(broken(), lambda _: (0, 0, 0)))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not-there: cannot be written: No such file"):
        found("duckdb", many(3), 5, str(tmp_path / "not-there"))


def test_a_full_disk(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, before[1]))
    try:
        with pytest.raises(OutputError, match="cannot be written: File too large"):
            found("duckdb", many(20_000), 5, str(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["duckdb", "pyarrow"])
def test_a_missing_library(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match=r"pip install 'mentorlit\[duckdb\]'"):
        found("duckdb", many(3), 5)


@pytest.mark.parametrize("missing", ["numpy", "pandas"])
def test_what_it_does_without(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert found("duckdb", many(30), 5).pairs
