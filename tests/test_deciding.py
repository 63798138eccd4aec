"""Decisions at work: from the queue through a review to the next run, on any export."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe import Deduplicated, Options, dedupe
from mentorlit.dedupe.decisions import Remembered, side
from mentorlit.dedupe.log import lines
from mentorlit.jsontext import encode
from mentorlit.model import Citation
from mentorlit.problems import ExitStatus
from mentorlit.reviewing import queue
from running import environment, run_installed
from test_dedupe_properties import LISTS, canonical, placed

DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["same", "same", "different", "related"]),
        st.integers(0, 8),
        st.integers(0, 8),
    ),
    max_size=5,
)


def decided(records: list[Citation], stated: list[tuple[str, int, int]]) -> list[Remembered]:
    return [
        Remembered(
            decision=decision,
            a=side(records[a]),
            b=side(records[b]),
            relation="reply-to" if decision == "related" else "",
            place=f"d:{number}",
        )
        for number, (decision, a, b) in enumerate(stated)
        if a < len(records) and b < len(records) and a != b
        if Citation() not in (side(records[a]), side(records[b]))
    ]


def home(result: Deduplicated) -> dict[int, int]:
    return {member: at for at, one in enumerate(result.clusters) for member in one.members}


@settings(max_examples=150, deadline=None)
@given(LISTS, DECISIONS, st.randoms(use_true_random=False))
def test_neither_order_changes_anything(
    records: list[Citation], stated: list[tuple[str, int, int]], chance: object
) -> None:
    said = decided(records, stated)
    mixed, other = records[:], said[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(other)  # type: ignore[attr-defined]
    one = dedupe(records, Options(decided=said))
    two = dedupe(mixed, Options(decided=other))
    assert canonical(one) == canonical(two)
    assert sorted(map(encode, lines(one))) == sorted(map(encode, lines(two)))
    assert one.conflicts == two.conflicts
    assert list(map(queue.line, queue.pairs(one))) == list(map(queue.line, queue.pairs(two)))


@settings(max_examples=200, deadline=None)
@given(LISTS, DECISIONS)
def test_what_was_decided_holds(
    records: list[Citation], stated: list[tuple[str, int, int]]
) -> None:
    said = decided(records, stated)
    result = dedupe(records, Options(decided=said))
    where = home(result)
    units = result.recalled.answers
    assert len(units) + len(result.recalled.unused) + len(result.recalled.unclear) == len(said)
    against = {one.place for conflict in result.conflicts for one in conflict.said}
    clear = {answer.said.place for answer in units} - against
    ends = {one.place: one for one in said}
    for place in clear:
        one = ends[place]
        a, b = ([i for i, r in enumerate(records) if side(r) == end] for end in (one.a, one.b))
        together = {where[i] for i in a} & {where[i] for i in b}
        assert bool(together) == (one.decision == "same")
    for pair in queue.pairs(result):
        sides = {encode(one) for one in pair.sides}
        assert not [p for p in clear if {encode(ends[p].a), encode(ends[p].b)} == sides]


@settings(max_examples=80, deadline=None)
@given(LISTS, DECISIONS)
def test_nothing_is_lost(records: list[Citation], stated: list[tuple[str, int, int]]) -> None:
    result = dedupe(records, Options(decided=decided(records, stated)))
    assert sorted(home(result)) == list(range(len(records)))
    assert len(records) == len(result.clusters) + result.merged_away


@settings(max_examples=80, deadline=None)
@given(LISTS, DECISIONS)
def test_merged_records_stay_merged(
    records: list[Citation], stated: list[tuple[str, int, int]]
) -> None:
    said = decided(records, stated)
    once = list(dedupe(records).citations())
    twice = dedupe(once, Options(decided=said))
    place = {encode(m): at for at, one in enumerate(once) for m in one.members or (one,)}
    where = home(twice)
    for at in range(len(once)):
        found = {where[i] for i, r in enumerate(twice.records) if place.get(encode(r)) == at}
        assert len(found) <= 1


PAPERS = placed(
    [
        Citation(title="Sleep and shift work in nurses", volume="4", page="10", doi="10.1000/1"),
        Citation(title="Sleep and shift work in nurses", volume="4", page="10", pmid="77"),
        Citation(title="Vitamin D status of adolescents", doi="10.1000/2"),
        Citation(title="Something else entirely different", doi="10.1000/3"),
    ]
)


def together(said: list[Remembered], records: list[Citation] = PAPERS) -> list[list[int]]:
    result = dedupe(records, Options(decided=said))
    return sorted(sorted(one.members) for one in result.clusters)


def test_same_wins_over_every_veto() -> None:
    assert together([]) == [[0, 1], [2], [3]]
    assert together(decided(PAPERS, [("same", 2, 3)])) == [[0, 1], [2, 3]]
    assert together(decided(PAPERS, [("same", 0, 3)])) == [[0, 1, 3], [2]]


def test_different_holds_through_third_records() -> None:
    between = msgspec.structs.replace(PAPERS[0], pmid="77")
    records = placed([*PAPERS, between])
    assert together([], records) == [[0, 1, 4], [2], [3]]
    found = together(decided(records, [("different", 0, 1)]), records)
    assert [0, 1] not in found
    assert not [members for members in found if {0, 1} <= {*members}]


def test_conflicts_are_told_and_nothing_is_guessed() -> None:
    said = decided(PAPERS, [("same", 0, 2), ("same", 2, 3), ("different", 0, 3)])
    result = dedupe(PAPERS, Options(decided=said))
    assert together(said) == [[0, 1], [2], [3]]
    assert [[one.place for one in conflict.said] for conflict in result.conflicts] == [
        ["d:0", "d:1", "d:2"]
    ]
    unsure = [link for one in result.clusters for link in one.links if link.decision == "unsure"]
    assert {link.by for link in unsure} == {"decision"}
    # Record 1 is another database's record of record 0: what is said of the one is said of both.
    pairs = [(link.a, link.b) for link in unsure]
    assert sorted(pairs) == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_versions_that_somebody_names_are_merged_on_request() -> None:
    one = Remembered(
        decision="related", a=side(PAPERS[2]), b=side(PAPERS[3]), relation="preprint-of"
    )
    for versions, expected in (("link", [[0, 1], [2], [3]]), ("merge", [[0, 1], [2, 3]])):
        result = dedupe(PAPERS, Options(decided=[one], versions=versions))
        assert sorted(sorted(cluster.members) for cluster in result.clusters) == expected
    linked = dedupe(PAPERS, Options(decided=[one]))
    links = [link for cluster in linked.clusters for link in cluster.links if link.relation]
    assert [(link.relation, link.by) for link in links] == [("preprint-of", "decision")]


def test_old_records_are_not_merged_by_decisions_either() -> None:
    said = decided(PAPERS, [("same", 2, 3)])
    result = dedupe(PAPERS[:1], Options(decided=said), against=PAPERS[2:])
    assert all(len([m for m in one.members if m < result.old]) <= 1 for one in result.clusters)


# The whole way, as users go it.

FIRST = """\
TY  - CPAPER
TI  - Application servers and associated technologies
AU  - Mohan, C.
PY  - 2002
T2  - SIGMOD Conference
ER  -

TY  - CPAPER
TI  - Application Servers and Associated Technologies
AU  - Mohan, C.
PY  - 2002
T2  - VLDB
ER  -

TY  - JOUR
TI  - Sleep and shift work in nurses of two hospitals
AU  - Brandt, Anna
AU  - Okafor, Ifeoma
PY  - 2010
T2  - Journal of Sleep
VL  - 4
SP  - 10
EP  - 19
DO  - 10.1000/sleep.1
ER  -

TY  - JOUR
TI  - Sleep and shift work in nurses of two hospitals
AU  - Brandt, A.
AU  - Okafor, I.
PY  - 2010
T2  - Nursing Letters
ER  -
"""


def run(folder: Path, *args: str, stdin: str = "") -> tuple[bytes, str]:
    done = run_installed(args, stdin.encode(), cwd=folder, env=environment())
    assert done.status == ExitStatus.DONE, done.stderr
    return done.stdout, done.stderr.decode()


def titles(output: bytes) -> list[tuple[str, int]]:
    """Return the titles that come out, and how many records each is made of."""
    found = [msgspec.json.decode(line, type=Citation) for line in output.splitlines()]
    return sorted((one.title.casefold(), len(one.members)) for one in found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "first.ris").write_text(FIRST.replace("ER  -\n", "ER  - \n"))
    return tmp_path


EXPECTED = [
    ("application servers and associated technologies", 2),
    ("sleep and shift work in nurses of two hospitals", 0),
    ("sleep and shift work in nurses of two hospitals", 0),
]


def exports(folder: Path) -> dict[str, list[str]]:
    """Write the same records in other formats, the other way round, under other names."""
    blocks = (folder / "first.ris").read_text().split("\n\n")
    (folder / "turned.ris").write_text("\n\n".join(block.rstrip("\n") for block in blocks[::-1]))
    found = {"ris": ["turned.ris"], "files": []}
    for option in ("csv", "bibtex", "endnote-xml", "nbib", "mods", "json"):
        run(folder, "export", f"--{option}", "turned.ris", "-o", f"new.{option}")
        found[option] = [f"new.{option}"]
    for number, block in enumerate(blocks):
        (folder / f"part{number}.ris").write_text(block.upper() if number == 1 else block)
        found["files"].append(f"part{number}.ris")
    return found


def test_answers_hold_in_the_next_run(folder: Path) -> None:
    out, err = run(folder, "dedupe", "first.ris", "--review", "q.ndjson")
    assert len(out.splitlines()) == 4
    assert "2 unsure pairs in q.ndjson" in err
    pairs = queue.load((folder / "q.ndjson").read_bytes().splitlines(), "q")
    keys = {"Mohan": "s", "Brandt": "d"}
    answers = [keys[pair.records[0].author[0].family] for pair in pairs]
    run(folder, "review", "q.ndjson", "--who", "A. R.", stdin="\n".join([*answers, "q"]))
    decisions = ["--decisions", "q.decisions.ndjson", "--review", "left.ndjson"]
    for name, files in exports(folder).items():
        out, err = run(folder, "dedupe", *files, *decisions)
        assert titles(out) == EXPECTED, name
        assert "2 decisions: 2 applied" in err
        assert (folder / "left.ndjson").read_bytes() == b""


def test_a_table_does_as_well(folder: Path) -> None:
    run(folder, "dedupe", "first.ris", "--review", "q.ndjson")
    run(folder, "review", "q.ndjson", "--export", "t.csv")
    text = (folder / "t.csv").read_text("utf-8-sig")
    rows = [
        row.replace(",,,,,", ",same,,,," if "Mohan" in row else ",different,,,,", 1)
        for row in text.splitlines()
    ]
    (folder / "t.csv").write_text("\n".join(rows))
    run(folder, "review", "--import", "t.csv", "--decisions", "d.ndjson", "--who", "B")
    out, _ = run(folder, "dedupe", "first.ris", "--decisions", "d.ndjson")
    assert titles(out) == EXPECTED


def test_what_does_not_count_is_told(folder: Path) -> None:
    run(folder, "dedupe", "first.ris", "--review", "q.ndjson")
    run(folder, "review", "q.ndjson", "--decisions", "a.ndjson", stdin="s\ns\n")
    run(folder, "review", "q.ndjson", "--decisions", "b.ndjson", stdin="d\nu\n")
    both = ["--decisions", "a.ndjson", "--decisions", "b.ndjson"]
    _, err = run(folder, "dedupe", "first.ris", *both)
    assert "3 decisions: 1 applied, 2 in contradiction" in err
    assert "a.ndjson:1: same" in err
    assert "b.ndjson:1: different" in err
    (folder / "one.ris").write_text(FIRST.partition("\n\n")[0])
    _, err = run(folder, "dedupe", "one.ris", "-v", *both)
    assert "3 about records that are not here" in err
    assert "no such records: a.ndjson:2: same" in err


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"{}\n", ExitStatus.USAGE, "d.ndjson:1: not a decision"),
        (None, ExitStatus.NOTHING_READ, "d.ndjson: cannot be read"),
    ],
)
def test_decisions_are_never_ignored(
    folder: Path, content: bytes | None, status: int, told: str
) -> None:
    if content is not None:
        (folder / "d.ndjson").write_bytes(content)
    done = run_installed(["dedupe", "first.ris", "--decisions", "d.ndjson"], cwd=folder)
    assert (done.status, done.stdout) == (status, b"")
    assert told in done.stderr.decode()


def test_the_queue_may_not_be_an_input(folder: Path) -> None:
    for name in ("first.ris", "d.ndjson"):
        (folder / "d.ndjson").touch()
        args = ["dedupe", "first.ris", "--decisions", "d.ndjson", "--review", name]
        assert run_installed(args, cwd=folder).status == ExitStatus.USAGE
