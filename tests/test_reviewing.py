"""A person's review: the queue, how two records compare, answers, tables and the terminal."""

import csv
import io
import os
import pty
import re
import select
import signal
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citations import whole
from mentorlit.cli.sidebyside import Screen
from mentorlit.dedupe.decisions import Remembered, line, load
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.problems import ExitStatus, InputError, OutputError, UsageError
from mentorlit.reviewing import queue, sheet
from mentorlit.reviewing.answers import answers
from mentorlit.reviewing.comparison import FIELDS, Sign, differences, rows
from mentorlit.reviewing.keeping import Kept
from mentorlit.reviewing.queue import Pair
from mentorlit.reviewing.session import END, Given, Session
from running import MENTORLIT, TIME_LIMIT, environment, heed_interrupts, run_installed

WHO = Given(who="A. R.", when="2026-02-03T04:05:06Z")


def record(number: int, **changes: object) -> Citation:
    made = Citation(
        title=f"Work number {number} of a long series of studies",
        author=(Name(family="Brandt", given="Anna"),),
        issued=PartialDate(year=2000 + number),
        page=f"{number}-{number + 9}",
    )
    return msgspec.structs.replace(made, **changes)


PAIRS = [
    Pair(
        number=n,
        score=5.5,
        reason="venues differ",
        evidence={"title": {"weight": 7.0}, "year": {"weight": 0}},
        records=(record(n, doi=f"10.1000/{n}"), record(n, container_title="Mind & Body")),
    )
    for n in range(1, 5)
]


def session() -> Session:
    return Session(PAIRS, answers(PAIRS, []))


def kept(lines: bytes) -> list[tuple[str, int]]:
    """Return the decisions that hold after these lines, each with its pair's year."""
    found = load(lines.splitlines(keepends=True), "d")
    return [(one.decision, (one.a.issued or PartialDate()).year or 0) for one in found]


# The queue.


def test_a_queue_is_read_as_it_was_written() -> None:
    lines = [queue.line(pair) for pair in PAIRS]
    assert queue.load(lines, "q") == PAIRS
    members = msgspec.json.decode(lines[0])
    assert members["a"]["DOI"] == "10.1000/1"
    assert queue.load([*lines[2:], b"\n"], "q") == PAIRS[2:]


@given(whole(), whole())
def test_any_two_records_make_a_line(a: Citation, b: Citation) -> None:
    pair = Pair(number=1, records=(a, b))
    written = queue.line(pair)
    assert written.count(b"\n") == 1
    assert queue.load([written], "q") == [pair]


def test_a_line_that_is_no_pair_is_told() -> None:
    with pytest.raises(UsageError, match=r"q:2: not a pair to review"):
        queue.load([queue.line(PAIRS[0]), b'{"title": "x"}'], "q")
    with pytest.raises(UsageError, match=r"q: 20 more"):
        queue.load([b"x"] * 30, "q")


# How two records compare.


def marked(left: str, right: str) -> tuple[str, str]:
    pieces = differences(left, right)
    one, other = ("".join(f"[{p.text}]" if p.differs else p.text for p in side) for side in pieces)
    return one, other


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("one two", "one two", ("one two", "one two")),
        ("one two three", "one three", ("one [two] three", "one three")),
        ("one two three", "one six nine three", ("one [two] three", "one [six nine] three")),
        ("oestrogen in men", "estrogen in men", ("[o]estrogen in men", "estrogen in men")),
        ("Zürich", "Zurich", ("Z[ü]rich", "Z[u]rich")),
        ("part 1", "part 2", ("part [1]", "part [2]")),
        ("a", "", ("[a]", "")),
        ("one", "two", ("[one]", "[two]")),
    ],
)
def test_what_differs_is_marked(left: str, right: str, expected: tuple[str, str]) -> None:
    assert marked(left, right) == expected


def test_case_and_punctuation_are_not_marked_where_words_differ() -> None:
    ours, theirs = differences("Querying; and Mining", "querying and, tuning", strictly=False)
    assert [piece for piece in ours if piece.differs] == [("Mi", True)]
    assert [piece for piece in theirs if piece.differs] == [("tu", True)]


TEXTS = st.text(st.sampled_from("ab é ["), max_size=30)


@given(TEXTS, TEXTS)
def test_pieces_are_the_texts(left: str, right: str) -> None:
    ours, theirs = differences(left, right)
    assert "".join(piece.text for piece in ours) == left
    assert "".join(piece.text for piece in theirs) == right
    same = [[piece.text for piece in side if not piece.differs] for side in (ours, theirs)]
    assert "".join(same[0]).replace(" ", "") == "".join(same[1]).replace(" ", "")
    assert all(piece.text for piece in (*ours, *theirs))


@given(whole(), whole())
def test_every_field_that_is_stated_has_a_row(a: Citation, b: Citation) -> None:
    found = {row.name: row for row in rows(a, b, longest=200)}
    stated = [field for field in FIELDS if getattr(a, field) or getattr(b, field)]
    assert len(found) == len(stated) + 1
    for row in found.values():
        assert (row.sign is Sign.LEFT) <= (not row.right)
        assert (row.sign is Sign.RIGHT) <= (not row.left)


def test_signs_say_what_colours_say() -> None:
    a = record(1, title="Müller", page="1", volume="3", issue="2")
    b = record(1, title="MULLER", page="2", issue="2", publisher="x" * 500)
    found = {row.name: row for row in rows(a, b, longest=200)}
    signs = {name: str(row.sign) for name, row in found.items()}
    assert signs == {
        "title": "~",
        "author": "=",
        "date": "=",
        "volume": "<",
        "issue": "=",
        "page": "!",
        "publisher": ">",
        "from": "=",
    }
    assert len(found["publisher"].right[0].text) == 202


def test_long_texts_are_bounded() -> None:
    a, b = (record(1, abstract=f"{word} " * 100_000) for word in ("one", "two"))
    (row,) = [row for row in rows(a, b, longest=1 << 20) if row.name == "abstract"]
    assert row.sign is Sign.OTHER


# The session.


def test_answers_go_on_to_the_next_open_pair() -> None:
    one = session()
    lines = one.answer("same", WHO) + one.answer("different", WHO)
    one.later()
    lines += one.answer("related", WHO, "preprint-of", 1)
    assert (one.at, one.answered) == (END, 3)
    assert kept(lines) == [("same", 2001), ("different", 2002), ("related", 2004)]
    assert load(lines.splitlines(), "d")[2].a == PAIRS[3].sides[1]
    one.again()
    assert one.at == 2
    assert one.answer("same", WHO)
    assert one.answered == 4


def test_answers_can_be_taken_back() -> None:
    one = session()
    lines = one.answer("same", WHO) + one.answer("different", WHO) + one.undo(WHO)
    assert (one.at, one.answered) == (1, 1)
    assert kept(lines) == [("same", 2001)]
    lines += one.undo(WHO)
    assert (kept(lines), one.at) == ([], 0)
    assert one.undo(WHO) == b""
    lines += one.answer("related", WHO, "reply-to")
    assert kept(lines) == [("related", 2001)]


def test_a_new_answer_replaces_the_old_ones_and_undo_brings_them_back() -> None:
    first = [
        Remembered(decision=what, a=PAIRS[0].sides[0], b=PAIRS[0].sides[1], who=who)
        for what, who in (("same", "X"), ("different", "Y"))
    ]
    one = Session(PAIRS, answers(PAIRS, first))
    assert one.at == 0, "two answers that contradict each other are none"
    lines = b"".join(map(line, first)) + one.answer("different", WHO)
    assert kept(lines) == [("different", 2001)]
    lines += one.undo(WHO)
    assert kept(lines) == [("same", 2001), ("different", 2001)]


def test_a_second_run_goes_on() -> None:
    one = session()
    lines = one.answer("same", WHO)
    decided = load(lines.splitlines(), "d")
    assert Session(PAIRS, answers(PAIRS, decided)).at == 1


def test_a_new_export_knows_the_old_answers() -> None:
    one = session()
    decided = load((one.answer("same", WHO) + one.answer("different", WHO)).splitlines(), "d")
    new = [
        msgspec.structs.replace(
            pair,
            records=(
                msgspec.structs.replace(
                    pair.records[1], page=pair.records[1].page.partition("-")[0], abstract="New."
                ),
                msgspec.structs.replace(pair.records[0], title=pair.records[0].title.upper()),
            ),
        )
        for pair in reversed(PAIRS)
    ]
    said = answers(new, decided)
    assert [[one.decision for one in some] for some in said] == [[], [], ["different"], ["same"]]


def test_what_follows_is_not_asked() -> None:
    ends = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("a", "d")]
    pairs = [
        msgspec.structs.replace(PAIRS[0], records=(record(n), record(n + 9)), clusters=pair)
        for n, pair in enumerate(ends)
    ]
    one = Session(pairs, [()] * len(pairs))
    lines = one.answer("same", WHO) + one.answer("same", WHO)
    assert one.follows == ["same", "same", "same", "", ""]
    assert (one.at, one.answered, one.following) == (3, 2, 1)
    lines += one.answer("different", WHO)
    assert one.follows[3:] == ["apart", "apart"]
    assert one.at == END
    again = Session(pairs, answers(pairs, load(lines.splitlines(), "d")))
    assert (again.at, again.following) == (END, 2)
    one.undo(WHO)
    one.undo(WHO)
    assert (one.at, one.follows) == (1, ["same", "", "", "", ""])


def test_one_can_look_around() -> None:
    one = session()
    one.previous()
    assert one.at == 0
    for _ in range(5):
        one.next()
    assert one.pair is None
    one.later()
    one.previous()
    assert one.at == 3


@given(st.text(st.sampled_from("sdubnp"), max_size=25))
def test_the_file_always_says_what_the_session_says(keys: str) -> None:
    one = session()
    lines = b""
    for key in keys:
        if key in "sd" and one.pair:
            lines += one.answer({"s": "same", "d": "different"}[key], WHO)
        elif key == "b":
            lines += one.undo(WHO)
        elif key in "unp":
            {"u": one.later, "n": one.next, "p": one.previous}[key]()
    again = answers(PAIRS, load(lines.splitlines(), "d"))
    assert [[said.decision for said in some] for some in again] == [
        [said.decision for said in some] for some in one.said
    ]


# The file.


def test_a_file_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "d"
    file = Kept(str(path))
    assert file.lines() == []
    file.add(b"1\n")
    path.write_bytes(path.read_bytes() + b"2")
    file.add(b"3\n")
    assert file.lines() == [b"1\n", b"2\n", b"3\n"]
    with pytest.raises(OutputError):
        Kept(str(tmp_path / "none" / "d")).add(b"1\n")
    with pytest.raises(InputError, match="not a file"):
        Kept("/dev/full").lines()


# The table.


def table(**changes: str) -> list[list[str]]:
    """Return the cells of the table of all pairs, with changes in the first row."""
    text = "".join(sheet.write(PAIRS, [()] * len(PAIRS)))
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    for name, value in changes.items():
        cells[1][cells[0].index(name)] = value
    return cells


def saved(cells: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(cells)
    return out.getvalue()


def decisions(data: bytes | str) -> list[tuple[str, str, str, str]]:
    data = data.encode() if isinstance(data, str) else data
    found = sheet.read(data, "t.csv", when=WHO.when).said
    return [(one.decision, one.relation, one.who, one.why) for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"decision": "same"}, ("same", "")),
        ({"decision": " Duplicate "}, ("same", "")),
        ({"decision": "D"}, ("different", "")),
        ({"decision": "not a  duplicate"}, ("different", "")),
        ({"decision": "Related", "relation": "Reply-to"}, ("related", "reply-to")),
        ({"decision": "erratum-of"}, ("related", "erratum-of")),
        ({"decision": "", "relation": "Preprint-of"}, ("related", "preprint-of")),
        ({"decision": "same", "relation": "erratum-of"}, ("same", "")),
    ],
)
def test_people_write_answers_in_their_way(
    words: dict[str, str], expected: tuple[str, str]
) -> None:
    assert decisions(saved(table(**words))) == [(*expected, "", "")]


def test_a_relation_may_be_turned_round() -> None:
    cells = table(decision="related", relation="preprint-of (inverse)", who="B", why="so")
    (one,) = sheet.read(saved(cells).encode(), "t").said
    assert (one.a, one.b) == PAIRS[0].sides[::-1]
    assert (one.who, one.why) == ("B", "so")
    again = "".join(sheet.write(PAIRS, answers(PAIRS, [one])))
    assert "preprint-of (inverse)" in again


@pytest.mark.parametrize("open_", ["", " ", "?", "unsure", "Later"])
def test_what_is_left_open_is_counted(open_: str) -> None:
    read = sheet.read(saved(table(decision=open_)).encode(), "t")
    assert (read.said, read.open) == ([], 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_save_in_their_way(delimiter: str, end: str, encoding: str) -> None:
    cells = table(decision="same", why="é, sicher; ja")
    data = saved(cells, delimiter, end).encode(encoding)
    assert decisions(data) == [("same", "", "", "é, sicher; ja")]


def test_columns_are_known_by_their_headers() -> None:
    cells = table(decision="same", why="=1+1")
    turned = [[*row[::-1], "mine", ""] for row in cells]
    turned[0] = [cell.upper() for cell in turned[0]]
    assert decisions(saved([[], *turned, ["", ""], []])) == [("same", "", "", "=1+1")]
    fewer = [[row[1], row[-1]] for row in cells]
    assert decisions("sep=;\r\n" + saved(fewer, ";")) == [("same", "", "", "")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "no column decision and no column pair"),
        ("decision,title\nsame,x\n", "no column pair"),
        (saved(table(decision="perhaps")), r"t.csv: line 2: the decision is 'perhaps'"),
        (saved(table(decision="related")), "a related pair needs"),
        (saved(table(decision="same", pair="")), "`pair` is not as it was written"),
        (saved(table(decision="same", pair="{}")), "`pair` is not as it was written"),
        (saved(table(decision="same", pair='{"a": {"title": 1}, "b": {}}')), "line 2"),
    ],
)
def test_a_table_that_is_not_understood_is_told(data: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        decisions(data)


@given(whole(), whole())
def test_no_cell_is_a_formula_and_the_pair_survives(a: Citation, b: Citation) -> None:
    pair = Pair(number=1, records=(a, b))
    text = "".join(sheet.write([pair], [()]))
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(cells) == 2
    assert not [cell for cell in cells[1] if cell[:1] and cell[0] in "=+-@\t\r"]
    assert cells[1][-1].isascii()
    if Citation() not in pair.sides:
        cells[1][1] = "same"
        (one,) = sheet.read(saved(cells).encode(), "t").said
        assert (one.a, one.b) == pair.sides


def added(table: str, known: bytes, who: str) -> bytes:
    """Return the lines that an import adds to those that there are."""
    said = sheet.read(table.encode(), "t").said
    lines, count = sheet.additions(said, load(known.splitlines(), "d"), who=who, when=WHO.when)
    assert bool(count) == bool(lines)
    return known + lines


def test_answers_that_are_known_are_not_added_again() -> None:
    same, different = saved(table(decision="same")), saved(table(decision="different"))
    lines = added(same, b"", "me")
    assert [one.who for one in load(lines.splitlines(), "d")] == ["me"]
    assert added(same, lines, "me") == added(same, lines, "you") == lines
    assert kept(added(different, lines, "me")) == [("different", 2001)]
    assert kept(added(different, lines, "you")) == [("same", 2001), ("different", 2001)]
    agreed = added(saved(table(decision="same", who="you")), lines, "")
    assert [one.who for one in load(agreed.splitlines(), "d")] == ["me", "you"]


# The command.


@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 24), (100, 40), (60, 30)])
def test_a_pair_fits_the_screen(
    width: int,
    height: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What one decides by stays on it, however long the abstracts are."""
    for name, value in (("COLUMNS", width), ("LINES", height)):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("TERM", "xterm")
    more = {"doi": "10.1000/1", "volume": "7", "issue": "2", "language": "en"}
    abstract = "Sleep was measured in nurses who work in shifts. " * 40
    one = record(1, abstract=abstract, container_title="Mind", **more)
    other = record(1, abstract=f"Background. {abstract}", container_title="Mind & Body", **more)
    pair = msgspec.structs.replace(PAIRS[0], records=(one, other))
    screen = Screen(live=True)
    screen.pair(pair, whole=False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= height - 8
    shown = "\n".join(lines)
    assert all(name in shown for name in ("title", "author", "Body", "abstract", "Sleep"))
    screen.pair(pair, whole=True)
    assert len(capsys.readouterr().out.splitlines()) > height


@pytest.fixture
def pairs_file(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.ndjson"
    path.write_bytes(b"".join(map(queue.line, PAIRS)))
    return path


EPOCH = "1760000000"


def review(pairs_file: Path, keys: str, *args: str) -> tuple[int, str, str]:
    done = run_installed(
        ["review", pairs_file, *args],
        keys.encode(),
        cwd=pairs_file.parent,
        env=environment(SOURCE_DATE_EPOCH=EPOCH, COLUMNS="100"),
    )
    return done.status, done.stdout.decode(), done.stderr.decode()


def said(pairs_file: Path) -> list[Remembered]:
    path = pairs_file.with_name("pairs.decisions.ndjson")
    return load(path.read_bytes().splitlines(), "d")


def test_a_script_can_review(pairs_file: Path) -> None:
    keys = "s\nd\nb\nw\nanother journal\nd\nr\ne\n2\n\nq\n"
    status, out, err = review(pairs_file, keys, "--who", "A. R.")
    assert status == ExitStatus.DONE
    found = said(pairs_file)
    assert [(one.decision, one.who, one.why) for one in found] == [
        ("same", "A. R.", ""),
        ("different", "A. R.", "another journal"),
        ("related", "A. R.", ""),
    ]
    assert found[2].relation == "erratum-of"
    assert found[2].a == PAIRS[2].sides[1]
    assert {one.when for one in found} == {"2025-10-09T08:53:20Z"}
    assert "Pair 1 of 4, 0 answered" in out
    assert "unsure because of: venues differ" in out
    assert "title +7" in out
    assert "3 of 4 pairs answered" in err
    _, out, _ = review(pairs_file, "", "--who", "A. R.")
    assert "Pair 4 of 4, 3 answered" in out


def test_nothing_is_answered_by_no_key(pairs_file: Path) -> None:
    status, _, err = review(pairs_file, "x\n?\nr\nz\nr\ne\n3\nb\nn\np\na\n")
    assert status == ExitStatus.DONE
    assert not pairs_file.with_name("pairs.decisions.ndjson").exists()
    assert "0 of 4 pairs answered" in err


def test_narrow_screens_have_the_records_one_below_the_other(pairs_file: Path) -> None:
    done = run_installed(["review", pairs_file], env=environment(COLUMNS="60"))
    text = done.stdout.decode()
    assert "= title\n  Work number 1" in text
    assert max(map(len, text.splitlines())) <= 60


def test_marks_stand_in_for_colours(tmp_path: Path) -> None:
    pair = Pair(number=1, records=(record(1, page="10-19"), record(1, page="10-29")))
    path = tmp_path / "q"
    path.write_bytes(queue.line(pair))
    _, out, _ = review(path, "")
    assert "10-[-1-]9" in out
    assert "10-{+2+}9" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "no pairs"),
        (["none.ndjson"], "cannot be read"),
        (["--import", "t.csv"], "needs --decisions"),
        (["q", "--import", "t.csv", "--export", "t.csv"], "one at a time"),
        (["q", "--export", "q"], "may not be one of the inputs"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, args: list[str], told: str) -> None:
    (tmp_path / "q").write_bytes(queue.line(PAIRS[0]))
    done = run_installed(["review", *args], cwd=tmp_path)
    assert done.status in (ExitStatus.USAGE, ExitStatus.NOTHING_READ)
    assert told in done.stderr.decode()


def test_a_table_can_be_taken_half_filled(pairs_file: Path) -> None:
    folder = pairs_file.parent
    status, _, _ = review(pairs_file, "", "--export", "t.csv")
    assert status == ExitStatus.DONE
    cells = list(csv.reader(io.StringIO((folder / "t.csv").read_text("utf-8-sig"))))
    cells[2][1] = "Different"
    (folder / "t.csv").write_text(saved(cells, ";"), encoding="utf-8-sig")
    args = ["review", "--import", "t.csv", "--decisions", "pairs.decisions.ndjson"]
    done = run_installed(args, cwd=folder)
    assert b"1 answer added to pairs.decisions.ndjson, 0 known, 3 open" in done.stderr
    assert kept(b"".join(map(line, said(pairs_file)))) == [("different", 2002)]
    done = run_installed(args, cwd=folder)
    assert b"0 answers added to pairs.decisions.ndjson, 1 known" in done.stderr
    review(pairs_file, "", "--export", "t.csv")
    again = list(csv.reader(io.StringIO((folder / "t.csv").read_text("utf-8-sig"))))
    assert [row[1] for row in again] == ["decision", "", "different", "", ""]


# The terminal.

HOSTILE = record(
    1,
    title="\x1b[2Jevil \x1b]52;c;eA==\x07 [bold]x[/bold] \u202egnp \x9b31m :smiley:",
    container_title="\x1b[31mRed\u2028",
)
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
HARMLESS = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\[2J|\x1b\[H")


STUCK = 60
"""Seconds of silence after which the program is taken for stuck; no test depends on its speed."""


def pressed(
    pairs_file: Path, *keys: bytes, interrupt: bool = False, **changes: str
) -> tuple[int, bytes]:
    """Press keys on a pseudo-terminal, each when the screen asks for it."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [MENTORLIT, "review", pairs_file],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - there are no threads
        env=environment(**{"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40", **changes}),
    ) as child:
        os.close(theirs)
        shown = wait_for(ours, b"")
        for key in keys:
            os.write(ours, key)
            shown += wait_for(ours, b"")
        if interrupt:
            child.send_signal(signal.SIGINT)
        while data := read(ours):
            shown += data
        os.close(ours)
        return child.wait(TIME_LIMIT), shown


def wait_for(terminal: int, shown: bytes) -> bytes:
    """Read until the screen is complete: its last line shows the keys, or asks for one."""
    asked = (b"q quit", b"any key goes on", b"co-published-with", b"2: the second", b"why: ")
    while not any(text in shown for text in asked):
        data = read(terminal)
        if not data:
            break
        shown += data
    return shown


def read(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], STUCK)
    if not ready:
        pytest.fail("the program neither shows anything nor ends")
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def test_one_key_is_one_answer(pairs_file: Path) -> None:
    status, shown = pressed(pairs_file, b"s", b"d", b"b", b"?", b"x", b"\x1b[C", b"d", b"q")
    assert status == ExitStatus.DONE
    assert [one.decision for one in said(pairs_file)] == ["same", "different"]
    assert [(one.a.issued or PartialDate()).year for one in said(pairs_file)] == [2001, 2003]
    assert b"Pair 2 of 4, 1 answered" in ESCAPE.sub(b"", shown)


def test_ctrl_c_keeps_all_answers(pairs_file: Path) -> None:
    status, shown = pressed(pairs_file, b"s", interrupt=True)
    assert status == ExitStatus.INTERRUPTED
    assert [one.decision for one in said(pairs_file)] == ["same"]
    assert b"1 of 4 pairs answered" in shown


def test_records_never_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "pairs.ndjson"
    pair = Pair(
        number=1,
        reason="\x1b[5m",
        evidence={"\x1b[5m": {"weight": 1}},
        records=(HOSTILE, msgspec.structs.replace(HOSTILE, title="\x1b[5mother \x1b[0m")),
    )
    path.write_bytes(queue.line(pair))
    _, shown = pressed(path, b"s", b"p", b"q")
    assert not [found for found in ESCAPE.findall(shown) if not HARMLESS.fullmatch(found)]
    assert b"\x1b]" not in shown
    assert b"\x07" not in shown
    text = shown.decode("utf-8")
    assert not re.findall("[\x80-\x9f\u2028\u202a-\u202e\u2066-\u2069]", text)
    assert "[bold]x[/bold]" in re.sub(r"\s+", "", ESCAPE.sub(b"", shown).decode())


def test_no_color_means_marks(pairs_file: Path) -> None:
    _, shown = pressed(pairs_file, b"q", NO_COLOR="1")
    assert not re.findall(rb"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown)
