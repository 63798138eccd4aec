"""The engine on Spark gives the records of the engine in memory, byte for byte and in their order.

These tests start a Spark session; they are left out where PySpark, Java or the loopback
interface is missing.
"""

import gzip
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import typer

pytest.importorskip("pyarrow")
pytest.importorskip("pyspark")
if not shutil.which("java"):
    pytest.skip("there is no Java", allow_module_level=True)

import loopback  # noqa: F401 - Spark's processes meet there: skipped where it is down
from mentorlit.cli.options import Settings
from mentorlit.cli.spark import run_spark
from mentorlit.dedupe import Options, dedupe
from mentorlit.dedupe.merging.policy import Policy
from mentorlit.dedupe.spark.running import ACCOUNT, Account, Order, run
from mentorlit.dedupe.spark.session import session
from mentorlit.exporting import export_bytes
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate
from mentorlit.problems import ExitStatus, UsageError
from mentorlit.reading import Reading
from mentorlit.writers import BY_NAME

pytestmark = pytest.mark.filterwarnings("ignore")

FAMILIES = ("Brandt", "Okafor", "Ioannidis", "Bednorz", "Page", "Watson", "Lindqvist", "Tanaka")
WORDS = (
    *("glacier", "sediment", "estuary", "plankton", "salinity", "moraine", "isotope", "fjord"),
    *("lichen", "permafrost", "carbonate", "upwelling", "turbidity", "foraminifera", "albedo"),
)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - data, the same in every run


CROWD = 110
"""Records that share a key, more than may."""


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[None]:
    with session("local[2]", {"spark.driver.memory": "1g", "spark.sql.shuffle.partitions": "3"}):
        yield


def paper(number: int, random: Random, **fields: Any) -> Citation:
    family, other = random.choice(FAMILIES), random.choice(FAMILIES)
    known = {
        "type": "article-journal",
        "title": " ".join(random.sample(WORDS, 5)).capitalize(),
        "author": (Name(family=family, given="A."), Name(family=other, given="B.")),
        "issued": PartialDate(year=random.randrange(1990, 2020)),
        "container_title": "Journal of Glaciology",
        "volume": str(random.randrange(40)),
        "page": str(random.randrange(900)),
        **fields,
    }
    origin = Origin(source="own", file="own.ris", format="ris", ordinal=number, line=1, offset=0)
    return Citation(**known, origin=origin)


def papers(random: Random) -> Iterator[Citation]:
    """Yield papers, most of them several times with something changed."""
    for number in range(60):
        first = paper(number, random)
        yield first
        for copy in range(random.randrange(3)):
            origin = Origin(
                source="db", file=f"db{copy}", format="ris", ordinal=number, line=1, offset=0
            )
            changes: list[dict[str, Any]] = [
                {},
                {"page": "", "publisher": "The Society"},
                {"title": first.title.replace("a", "", 1), "doi": f"10.1000/{number}"},
                {"type": "article", "container_title": "", "genre": "preprint", "volume": ""},
            ]
            yield msgspec.structs.replace(first, origin=origin, **random.choice(changes))


def crowds(random: Random) -> Iterator[Citation]:
    """Yield records that share a key with too many: of one title, one DOI, one of everything."""
    years = [PartialDate(year=year) for year in (2001, 2002)]
    for number in range(CROWD):
        named = {"title": "Annual report of the glacier society", "issued": random.choice(years)}
        yield paper(1000 + number, random, **named, volume=str(number // 4), page="")
        yield paper(2000 + number, random, doi="10.1000/all")
        alike = {"title": "Reports of the fjord survey", "author": (), "issued": None, "volume": ""}
        yield paper(3000 + number, seeded(1), **alike, page="", publisher=f"Office {number // 2}")
        yield paper(4000 + number, seeded(number // 9), title="Editorial", doi="")


def merged(records: list[Citation]) -> list[Citation]:
    """Return what deduplication makes of records, some of it edited afterwards."""
    with dedupe(records) as result:
        made = list(result.citations())
    for at, one in enumerate(made):
        if one.members and at % 3 == 0:
            made[at] = msgspec.structs.replace(one, volume="999", note=("By hand.",))
    by_hand = msgspec.structs.replace(records[0], members=(records[0], records[-1]))
    return [*made, by_hand]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two files of everything that has rules of its own."""
    random = seeded(7)
    single = [*papers(random), *crowds(random)]
    whole = [*merged(single[:80]), *single[40:], *single[:5]]
    lines = [encode(one) + b"\n" for one in whole]
    bare = (msgspec.structs.replace(one, origin=None) for one in whole[::9])
    lines += [encode(one) + b"\r\n" for one in bare]
    lines += [b"{broken\n", b"[]\n", b"\n", b" \r\n", b'{"schema":"mentorlit/1","volume":7}\n'] * 3
    random.shuffle(lines)
    path = tmp_path_factory.mktemp("spark")
    (path / "a.ndjson").write_bytes(b"".join(lines[::2]))
    (path / "b.ndjson.gz").write_bytes(gzip.compress(b"".join(lines[1::2])))
    return path


def in_memory(files: list[str], options: Options = Options()) -> tuple[bytes, int, Any]:  # noqa: B008
    """Return what the engine in memory makes of files: lines, how many pairs, what was capped."""
    with dedupe(Reading(files), msgspec.structs.replace(options, engine="memory")) as result:
        lines = b"".join(encode(one) + b"\n" for one in result.citations())
        return lines, len(result._judge.pairs), result.capped  # noqa: SLF001 - all that met


def written(folder: str, what: str = "records") -> bytes:
    return b"".join(part.read_bytes() for part in sorted(Path(folder, what).glob("part-*")))


def check(account: Account, output: str, wanted: tuple[bytes, int, Any]) -> None:
    lines, pairs, capped = wanted
    assert written(output) == lines
    assert account.kept == lines.count(b"\n")
    assert account.read == account.kept + account.merged + account.rejected
    assert account.pairs == pairs
    assert sum(one.keys for one in account.capped) == len(capped)
    assert {(one.key, one.records) for one in account.capped} <= set(capped)
    assert not Path(output, "stages").exists()


def test_everything_is_as_in_memory(folder: Path) -> None:
    files = [str(folder / "a.ndjson"), str(folder / "b.ndjson.gz")]
    output = str(folder / "linked")
    account = run(Order(inputs=tuple(files), output=output))
    check(account, output, in_memory(files))
    assert account.rejected == 6
    assert account.capped
    rejects = [msgspec.json.decode(line) for line in written(output, "rejects").splitlines()]
    wanted = [one for one in Reading(files).records() if not isinstance(one, Citation)]
    places = [(one.origin.file, one.origin.ordinal, one.origin.line) for one in wanted]
    assert [(one["file"], one["ordinal"], one["line"]) for one in rejects] == places
    links = [msgspec.json.decode(line) for line in written(output, "links").splitlines()]
    assert {"identical", "merged"} <= {one.get("by") for one in links}
    assert {"duplicate", "related", "unsure"} <= {one["decision"] for one in links}
    with pytest.raises(UsageError, match="something already"):
        run(Order(inputs=tuple(files), output=output))


def test_options_are_those_of_the_engine_in_memory(folder: Path) -> None:
    files = [str(folder / "b.ndjson.gz")]
    policy = Policy(prefer=("db", "own"))
    options = Options(mode="sensitive", versions="merge", policy=policy)
    output = str(folder / "merged")
    plain = Order(inputs=tuple(files), output=output, policy=policy)
    account = run(msgspec.structs.replace(plain, mode="sensitive", versions="merge"))
    check(account, output, in_memory(files, options))


def few(folder: Path, name: str = "few.ndjson") -> list[Citation]:
    records = list(papers(seeded(3)))[:30]
    (folder / name).write_bytes(b"".join(encode(one) + b"\n" for one in records))
    return list(Reading([str(folder / name)]))


def test_parquet_comes_in_and_goes_out(tmp_path: Path) -> None:
    records = few(tmp_path)
    data = b"".join(export_bytes(records, BY_NAME["parquet"]))
    (tmp_path / "few.parquet").write_bytes(data)
    output = str(tmp_path / "out.parquet")
    with pytest.raises(typer.Exit) as ended:
        run_spark(Settings(files=[str(tmp_path / "few.parquet")], output=output, quiet=True))
    assert ended.value.exit_code == ExitStatus.DONE
    again = str(tmp_path / "again")
    with pytest.raises(typer.Exit):
        run_spark(Settings(files=[f"{output}/records"], output=again, quiet=True), versions="keep")
    once = [msgspec.json.decode(line) for line in written(again).splitlines()]
    lines, _, _ = in_memory([str(tmp_path / "few.ndjson")])
    unlinked = [msgspec.json.decode(line) for line in lines.splitlines()]
    for one in chain(once, unlinked):
        one.pop("relations", None)
    assert once == unlinked


def test_a_run_goes_on_where_it_ended(tmp_path: Path) -> None:
    few(tmp_path)
    file = tmp_path / "few.ndjson"
    stages = tmp_path / "stages"
    order = Order(inputs=(str(file),), output=str(tmp_path / "one"), resume=str(stages))
    first = run(order)
    assert not first.resumed
    (stages / "judged.json").unlink()
    lost = next((stages / "clustered").glob("part-*"))
    lost.write_bytes(lost.read_bytes()[:-1])
    (tmp_path / "one" / ACCOUNT).unlink()
    second = run(order)
    assert second.stages == ("judged", "clustered")
    check(second, order.output, in_memory([str(file)]))
    with pytest.raises(UsageError, match="mode was 'balanced', is 'strict'"):
        run(msgspec.structs.replace(order, mode="strict", output=str(tmp_path / "two")))
    file.write_bytes(file.read_bytes() + b"{}\n")
    with pytest.raises(UsageError, match="the input has changed"):
        run(msgspec.structs.replace(order, output=str(tmp_path / "two")))


@pytest.mark.parametrize(
    ("settings", "others", "said"),
    [
        ({"files": ["x"]}, {}, "give --output FOLDER"),
        ({"output": "o"}, {}, "not standard input"),
        ({"files": ["x"], "output": "o", "strict": True}, {}, "does not have --strict"),
        ({"files": ["x"], "output": "o"}, {"only_new": True}, "does not have --only-new"),
        ({"files": ["none"], "output": "o"}, {}, "none: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    settings: dict[str, Any],
    others: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.Exit) as ended:
        run_spark(Settings(**settings), others=others)
    assert ended.value.exit_code in (ExitStatus.USAGE, ExitStatus.NOTHING_READ)
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
