"""An index: a collection that new records are compared with, as with ``--against``, but unread."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import msgspec
import pytest

from mentorlit import dedupe as deduplication
from mentorlit.dedupe import Deduplicated, Options, dedupe
from mentorlit.dedupe import index as indexes
from mentorlit.dedupe.index import Index, keys, manifest
from mentorlit.dedupe.log import lines as log_lines
from mentorlit.dedupe.prepare import arrived
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate
from mentorlit.problems import InputError, OutputError, UsageError
from mentorlit.readers.ndjson import read
from mentorlit.reading import finished
from mentorlit.stream import Stream

MEMORY = Options(engine="memory")

TITLES = (
    "Attitudes of general practitioners towards peer mentoring: a qualitative study",
    "Attitudes of general practitioners towards peer mentoring",
    "Attitudes of general practitioners toward peer-mentoring. A qualitative study.",
    "Erratum: Attitudes of general practitioners towards peer mentoring",
    "Vitamin D status of adolescents in northern cities",
    "Editorial",
    "",
)
AUTHORS = (
    (),
    (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="I. M.")),
    (Name(family="Brandt", given="A."),),
    (Name(family="Lindqvist", given="Per"),),
)


def record(random: Random, number: int) -> Citation:
    """Return a record like others, perhaps the same, of one of two files."""
    year = random.choice((None, 2010, 2011))
    file = random.choice("ab")
    own = random.choice(("", "x1", "x2"))
    return Citation(
        type=random.choice(("article-journal", "paper-conference")),
        title=random.choice(TITLES),
        author=random.choice(AUTHORS),
        issued=PartialDate(year=year) if year else None,
        container_title=random.choice(("", "Medical Education", "Med Educ")),
        volume=random.choice(("", "12", "13")),
        page=random.choice(("", "10-19", "10", "e104")),
        doi=random.choice(("", "", "", "10.1000/1", "10.1000/2")),
        origin=Origin(file, file, "ris", number, number, number, own),
    )


def recurring(random: Random, number: int) -> Citation:
    """Return one of many records that share all that splits what shares a key."""
    return Citation(
        type="article-journal",
        title=TITLES[0],
        author=AUTHORS[1],
        issued=PartialDate(year=2010),
        container_title=random.choice(("", "Medical Education", "Academic Medicine", "Lancet")),
        volume="12",
        issue=str(random.randrange(12)),
        page="10-19",
        origin=Origin("c", "c", "ris", number, number, number),
    )


def days(random: Random) -> Iterator[list[Citation]]:
    """Yield the records of some days: new ones, some of earlier days, and some merged ones."""
    seen: list[Citation] = []
    make = random.choice((record, record, recurring))
    for _ in range(3):
        came = [make(random, number) for number in range(random.randrange(25))]
        came += random.sample(seen, min(len(seen), random.randrange(3)))
        if random.random() < 0.5:
            few = [one for one in came if random.random() < 0.5]
            came = [*dedupe(few, MEMORY).citations(), *random.sample(came, len(came) // 2)]
        random.shuffle(came)
        seen += came
        yield came


def as_read(written: bytes) -> list[Citation]:
    """Return the records of lines as ``--against`` reads them."""
    stream = Stream(iter((written,)), name="out", source="out", format="ndjson")
    return [finished(one, "") for one in read(stream) if isinstance(one, Citation)]


def written(result: Deduplicated) -> bytes:
    return b"".join(encode(one) + b"\n" for one in result.citations(only_new=True))


def run(folder: Path, came: Sequence[Citation], options: Options = MEMORY) -> bytes:
    """Write what is new beside an index, and return it."""
    with Index(str(folder)) as index, index.decided(map(arrived, came), options) as result:
        lines = b"".join(index.taking([written(result)], options))
        index.commit()
    return lines


@pytest.mark.parametrize("seed", range(40))
def test_as_against_all_that_was_written(seed: int, tmp_path: Path) -> None:
    """The papers, the counts and the log are those of a run that reads the collection."""
    random = Random(seed)  # noqa: S311 - no secret
    cap = random.choice((1, 2, 3, 100))
    options = Options(
        mode=random.choice(("strict", "balanced", "sensitive")),
        versions=random.choice(("link", "keep", "merge")),
        engine="memory",
    )
    collection = b""
    with patch.object(deduplication, "cap", lambda: cap), patch.object(indexes, "cap", lambda: cap):
        for came in days(random):
            known = as_read(collection)
            with (
                Index(str(tmp_path / "index")) as index,
                index.decided(map(arrived, came), options) as result,
                dedupe(came, options, known) as expected,
            ):
                lines = b"".join(index.taking([written(result)], options))
                assert lines == written(expected)
                assert (result.merged_away, result.matched) == (
                    expected.merged_away,
                    expected.matched,
                )
                assert result.earlier == len(known) == len(as_read(collection))
                assert_same_log(expected, result)
                index.commit()
            collection += lines


def assert_same_log(expected: Deduplicated, result: Deduplicated) -> None:
    """Compare two logs; the second has no lines for old records that nothing was compared with."""
    logged = list(map(encode, log_lines(result)))
    kept = []
    for line in log_lines(expected):
        if encode(line) in logged:
            kept.append(encode(line))
        else:
            assert [member["old"] for member in line["members"]] == [True]
            assert not line["links"]
    assert kept == logged


def titled(number: int, title: str, **fields: str) -> Citation:
    origin = Origin("a", "a", "ris", number, number, number)
    return finished(Citation(title=title, origin=origin, **fields), "")  # type: ignore[arg-type]


OLD = titled(1, TITLES[0], volume="46")
OTHER = titled(2, TITLES[4], volume="3", page="1-2")
THIRD = titled(3, "Thermal expansion of zirconium tungstate")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}


def test_the_collection_is_what_was_written(tmp_path: Path) -> None:
    first = run(tmp_path / "index", [OLD, OTHER])
    second = run(tmp_path / "index", [OTHER, THIRD])
    assert as_read(second) == as_read(encode(THIRD))
    assert files(tmp_path / "index")["records.ndjson"] == first + second


def test_a_collection_that_was_there_before(tmp_path: Path) -> None:
    """What is known already is taken as it is, though two of it are one paper."""
    with Index(str(tmp_path / "index")) as index:
        index.take_collection([OLD, OLD, OTHER], MEMORY)
        with index.decided(map(arrived, [OTHER, THIRD]), MEMORY) as result:
            lines = b"".join(index.taking([written(result)], MEMORY))
        index.commit()
        assert len(index) == 4
    assert [one.title for one in as_read(lines)] == [THIRD.title]


def test_what_is_not_committed_leaves_nothing(tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD])
    before = files(tmp_path / "index")

    def fails() -> None:
        with (
            Index(str(tmp_path / "index")) as index,
            index.decided(map(arrived, [THIRD]), MEMORY) as result,
        ):
            list(index.taking([written(result)], MEMORY))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert files(tmp_path / "index") == before


def test_an_index_that_was_made_for_nothing_is_removed(tmp_path: Path) -> None:
    with (
        Index(str(tmp_path / "index")) as index,
        index.decided(map(arrived, [OLD]), MEMORY) as result,
    ):
        list(index.taking([written(result)], MEMORY))
    assert not list(tmp_path.iterdir())


def test_what_a_killed_run_left_does_not_count(tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD])
    before = files(tmp_path / "index")
    killed = (
        "import os, sys\n"
        "from mentorlit.dedupe import Options\n"
        "from mentorlit.dedupe.index import Index\n"
        "from mentorlit.model import Citation\n"
        "index = Index(sys.argv[1])\n"
        "index.take_collection([Citation(title='Thermal expansion')] * 9, Options(jobs=1))\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(tmp_path / "index")], check=False)
    left = files(tmp_path / "index")
    assert len(left) > len(before)
    assert left["records.ndjson"] > before["records.ndjson"]
    second = run(tmp_path / "index", [OLD, THIRD])
    assert files(tmp_path / "index")["records.ndjson"] == before["records.ndjson"] + second


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Index(str(tmp_path / "index")), pytest.raises(OutputError, match=r"another run .*process"):
        Index(str(tmp_path / "index"))
    run(tmp_path / "index", [OLD])


def test_a_folder_that_is_no_index(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        Index(str(file))
    with pytest.raises(UsageError, match="not empty: there is file"):
        Index(str(tmp_path))
    with pytest.raises(OutputError, match="cannot be written"):
        Index(str(tmp_path / "no" / "index"))
    assert file.read_text() == ""


def test_an_empty_folder_is_an_empty_index(tmp_path: Path) -> None:
    assert run(tmp_path, [OLD, OLD])
    assert run(tmp_path, [OLD]) == b""


def test_another_version(tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD])
    with (
        patch.object(manifest, "__version__", "9.0"),
        pytest.raises(UsageError, match=r"this is 9\.0"),
    ):
        Index(str(tmp_path / "index"))
    path = tmp_path / "index" / manifest.NAME
    path.write_bytes(path.read_bytes().replace(b"mentorlit-index/1", b"mentorlit-index/9"))
    with pytest.raises(UsageError, match="mentorlit-index/9"):
        Index(str(tmp_path / "index"))


@pytest.mark.parametrize("name", ["records.ndjson", "fingerprints", "places", "keys-1"])
def test_a_file_that_is_cut_off_or_changed(name: str, tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD, OTHER])
    path = tmp_path / "index" / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(InputError, match="damaged"):
        run(tmp_path / "index", [OTHER])
    if not name.startswith(keys.BEGINNING):
        path.write_bytes(bytes(255 - byte for byte in whole))
        with pytest.raises(InputError, match="damaged"):
            run(tmp_path / "index", [OTHER])
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        run(tmp_path / "index", [OTHER])


def test_a_manifest_that_was_changed(tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD])
    path = tmp_path / "index" / manifest.NAME
    whole = path.read_bytes()
    for changed in (whole.replace(b'"records": 1', b'"records": 2'), whole[:-9], b"[]", b"\xff"):
        path.write_bytes(changed)
        with pytest.raises((InputError, UsageError)):
            Index(str(tmp_path / "index"))


def test_keys_are_found_in_all_files() -> None:
    """Files are merged as they come, and nothing is lost or found twice."""
    random = Random(1)  # noqa: S311 - no secret
    with TemporaryDirectory() as folder, patch.object(keys, "_SORTED", 50):
        known: list[tuple[int, int]] = []
        counting: tuple[manifest.KeysFile, ...] = ()
        number = 1
        for size in (100, 3, 3, 40, 200, 1):
            adding = keys.Adding(Path(folder), number)
            for at in range(size):
                own = [random.randrange(60) << 57 | random.randrange(3) for _ in range(3)]
                adding.add(own, len(known) + at)
                known += [(key, len(known) + at) for key in own]
            counting = adding.settle(counting)
            number = adding.next_number()
            assert sum(file.rows for file in counting) == len(known)
            assert sorted(found(Path(folder), counting)) == sorted(known)
            rows = [file.rows for file in counting]
            assert rows == sorted(rows, reverse=True)


def found(folder: Path, counting: Sequence[manifest.KeysFile]) -> Iterator[tuple[int, int]]:
    wanted = [high << 57 | low for high in range(128) for low in range(3)]
    for file in counting:
        with keys.Keys(folder, file) as opened:
            opened.check()
            for key, records in opened.found(sorted(wanted)):
                yield from ((key, one) for one in records)


def test_a_changed_file_of_keys_is_noticed_when_it_is_merged(tmp_path: Path) -> None:
    run(tmp_path / "index", [OLD])
    path = tmp_path / "index" / "keys-1"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"\x07")
    with pytest.raises(InputError, match=r"keys-1 is not what was written"):
        run(tmp_path / "index", [OTHER, THIRD])


def test_records_without_anything(tmp_path: Path) -> None:
    """A record with no key at all is the same record if it comes again from its file."""
    nothing = Citation(origin=Origin("a", "a", "ris", 1, 1, 0, "x1"))
    assert run(tmp_path / "index", [nothing])
    known = as_read(files(tmp_path / "index")["records.ndjson"])
    again = msgspec.structs.replace(nothing, origin=Origin("b", "b", "ris", 1, 1, 0, "x1"))
    assert run(tmp_path / "index", [again]) == written(dedupe([again], MEMORY, known))
