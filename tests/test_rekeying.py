"""New citation keys in documents: which are found, what changes, and that nothing else does."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import TESTS
from mentorlit import writers
from mentorlit.dedupe import dedupe
from mentorlit.exporting import PLAIN, prepared
from mentorlit.jsontext import encode
from mentorlit.keying import old_keys
from mentorlit.limits import DEFAULT, Limits
from mentorlit.model import Citation, Origin
from mentorlit.problems import InputError, UsageError
from mentorlit.rekeying import Document, Syntax, in_latex, in_markdown, keymap
from mentorlit.rekeying.diffing import Lines, unified
from mentorlit.rekeying.keymap import KeyMap
from mentorlit.rekeying.replacing import Edit, applied
from mentorlit.rekeying.sources import Source, load
from mentorlit.rekeying.surviving import Surviving, surviving
from running import run_inside
from test_hostile_pages import watched

FOLDER = TESTS / "rekeying"
MAP = keymap.load(str(FOLDER / "keys.tsv"))
SWAPPED = KeyMap("map", {"a": "b", "b": "a", "c": "d", "e": "d", "d": "d"}, {})


def tex(text: str, keys: KeyMap = SWAPPED, *commands: str) -> Document:
    return in_latex(Source("x.tex", text, "utf-8"), keys, Syntax(commands))


def changed(text: str, *commands: str) -> str:
    return tex(text, SWAPPED, *commands).changed().decode()


def notes(text: str) -> list[tuple[str, str]]:
    return [(note.kind, note.key) for note in tex(text).changes.notes]


@pytest.mark.parametrize("name", ["commands.tex", "cited.md"])
def test_documents_of_every_kind_of_citing(name: str, accept: bool) -> None:
    path = FOLDER / name
    source = load(str(path))
    is_tex = path.suffix == ".tex"
    document = in_latex(source, MAP, Syntax()) if is_tex else in_markdown(source, MAP)
    expected = path.with_suffix(f".expected{path.suffix}")
    if accept:
        expected.write_bytes(document.changed())
    assert document.changed() == expected.read_bytes()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{a,b}", r"\cite{b,a}"),
        (r"\cite{a}\cite{b}", r"\cite{b}\cite{a}"),
        (r"\cite{c, d, e, a}", r"\cite{d, b}"),
        (r"\cite{c,a,e}", r"\cite{d,b}"),
        (r"\cite{c,c}", r"\cite{d,d}"),
        ("\\cite{c, % why\n  e% and\n}", "\\cite{d% why\n  % and\n}"),
        ("\\cite{c\r\n,\r\ne}", "\\cite{d}"),
        (r"\cites{c}{e}", r"\cites{d}{d}"),
        (r"\cite{ a ,,b, }", r"\cite{ b ,,a, }"),
        (r"\cite{a b, {a}, #1, \a}", r"\cite{a b, {a}, #1, \a}"),
        (r"\cite{a% b", r"\cite{a% b"),
        (r"\cite[{a]}]{a} {b}", r"\cite[{a]}]{b} {b}"),
        ("\\cite\n\n{a}", "\\cite\n\n{a}"),
        (r"{\cite} {a} \cite} {a}", r"{\cite} {a} \cite} {a}"),
        (r"\excited{a} \Recite{a}", r"\excited{b} \Recite{b}"),
        (r"\verb|\cite{a} \cite{a}", r"\verb|\cite{a} \cite{a}"),
        ("\\verb|x\n\\cite{a}", "\\verb|x\n\\cite{b}"),
        ("\\verb|x\r\\cite{a}", "\\verb|x\r\\cite{b}"),
        (r"\begin{minted}{tex} \cite{a}", r"\begin{minted}{tex} \cite{a}"),
        (
            r"\newminted{tex}{} \begin{texcode} \cite{a}",
            r"\newminted{tex}{} \begin{texcode} \cite{a}",
        ),
        (r"\DeleteShortVerb{\|} |\cite{a}|", r"\DeleteShortVerb{\|} |\cite{b}|"),
        (r"\footnote{\cite[\footnote{\cite{a}}]{b}}", r"\footnote{\cite[\footnote{\cite{b}}]{a}}"),
    ],
)
def test_keys_change_all_at_once_and_nothing_else_does(text: str, expected: str) -> None:
    assert changed(text) == expected


def test_commands_of_ones_own() -> None:
    assert changed(r"\zit{a} \see{a}{b}", "zit", r"\see:2") == r"\zit{b} \see{a}{a}"
    for wrong in ("", "zit:0", "zit:x", "z1t", "zit:12"):
        with pytest.raises(UsageError):
            Syntax([wrong])


def test_what_a_document_defines_has_its_keys_where_it_passes_them_on() -> None:
    text = r"\newcommand{\mycite}[2]{\emph{#1}~\cite{#2}} \mycite{a}{a}"
    assert changed(text) == text.replace("{a}{a}", "{a}{b}")
    for unclear in (r"[2][]{\cite{#1}}", r"[1]{\cite{#9x}}"):
        text = rf"\newcommand{{\other}}{unclear} \other{{a}}"
        assert changed(text) == text


def test_what_is_to_be_said() -> None:
    assert notes(r"\cite{c,e} \cites{c}{e} \cite{c,d}") == [
        ("joined", "e"),
        ("twice", "e"),
        ("joined", "d"),
    ]
    assert notes(r"\cite{x,*,a} \cite{\x} \cite{\cite{a}}") == [
        ("unknown", "x"),
        ("made", r"\x"),
        ("made", "{...}"),
    ]
    disputed = keymap.parse(b"old\tnew\na\tx\nb\ty\na\tz\na\tx\n", "keys")
    document = tex(r"\cite{a,b}", disputed)
    assert document.changed() == rb"\cite{a,y}"
    assert [note.kind for note in document.changes.notes] == ["disputed"]
    assert disputed.dispute("a") == "keys has it become x (line 2) and z (line 4)"


def test_old_keys_in_commands_that_are_not_known_are_said() -> None:
    text = r"\foo[x] {a} \foo{x}{b,x} \begin{mine}{a} \label{a} \nameref{a} {a} \foo. {a} % \foo{a}"
    document = tex(text)
    assert not document.changes.edits
    said = [(note.kind, note.key, note.other) for note in document.changes.notes]
    assert said == [
        ("elsewhere", "a", "foo"),
        ("elsewhere", "b", "foo"),
        ("elsewhere", "a", "begin"),
    ]
    assert not notes(r"\foo{d} \foo{\cite{x}} \verb|\foo{a}| \foo[\cite{d}]{d}")[1:]


def test_new_keys_get_braces_in_markdown_where_they_need_them() -> None:
    keys = KeyMap("map", {"a": "http://x/", "b": "x.y"}, {})
    source = Source("x.md", "@a, @{a} [@b]", "utf-8")
    assert in_markdown(source, keys).changed() == b"@{http://x/}, @{http://x/} [@x.y]"


# Maps.


@pytest.mark.parametrize(
    "data",
    [
        b"old\tnew\na\tb\n",
        b"\xef\xbb\xbfold\tnew\r\na\tb\r\n\r\n",
        b'old,new\n"a",b\n',
        b"old,new\r\na,b",
    ],
)
def test_maps_with_tabs_or_commas(data: bytes) -> None:
    assert keymap.parse(data, "keys").new == {"a": "b"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "keys:1: no map of keys"),
        (b"a\tb\n", "keys:1: no map of keys"),
        (b"old\tnew\na\tb\nc\n", "keys:3: 1 columns in place of 2"),
        (b"old\tnew\na\tb\tc\n", "keys:2: 3 columns"),
        (b"old\tnew\n\n\ta\n", "keys:3: no old key"),
        (b"old,new\na,\n", "keys:2: no new key"),
        (b"old\tnew\na\tb,c\n", "keys:2: no citation key: 'b,c' has ','"),
        (b"old\tnew\na\tb}\\x\n", "keys:2: no citation key"),
        (b"old\tnew\na\t\xff\n", "keys:2: not UTF-8"),
        (b'old,new\na,"' + b"x" * 200_000 + b'"', "keys:2: field larger than"),
    ],
)
def test_what_is_no_map_is_told_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as told:
        keymap.parse(data, "keys")
    assert str(told.value).startswith(message)


@given(st.text(min_size=1), st.text("abcXYZ019:_./+-", min_size=1))
def test_what_is_written_is_read(old: str, new: str) -> None:
    read = keymap.parse(keymap.HEADER + keymap.line(old, new), "keys")
    assert list(read.new.values()) == [new] or not old.strip()


# Bytes, and the diff.


@given(
    st.binary(max_size=40).map(lambda data: data.replace(b"\\", b"").replace(b"%", b"")),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_other_bytes_stay(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, end: bytes
) -> None:
    path = tmp_path_factory.mktemp("x") / "x.tex"
    text = b"\\cite{a}" + end + data.replace(b"{", b"").replace(b"}", b"") + end + b"\\cite{c,b}"
    path.write_bytes(text)
    source = load(str(path)) if text[:2] not in (b"\xff\xfe", b"\xfe\xff") else None
    assert source
    came = in_latex(source, SWAPPED, Syntax()).changed()
    assert came == text.replace(b"{a}", b"{b}").replace(b"{c,b}", b"{d,a}")


def patched(text: str, diff: list[str]) -> str:
    """Apply a unified diff as ``patch`` would, line for line."""
    lines = text.split("\n")
    old = [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]
    out: list[str] = []
    at = 0
    for shown in diff[2:]:
        line = shown.removesuffix("\n\\ No newline at end of file\n")
        if line.startswith("@@"):
            start, _, count = line.split()[1].removeprefix("-").partition(",")
            first = int(start) - (count != "0")
            out += old[at:first]
            at = first
        elif line[0] == "+":
            out.append(line[1:])
        else:
            assert old[at] == line[1:]
            out += old[at : at + 1] if line[0] == " " else []
            at += 1
    return "".join(out + old[at:])


@settings(max_examples=200)
@given(st.text("ab\n", max_size=60), st.lists(st.integers(0, 60), max_size=12), st.data())
def test_a_diff_makes_the_new_text_of_the_old(
    text: str, cuts: list[int], data: st.DataObject
) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    edits = [
        Edit(start, end, data.draw(st.sampled_from(["", "x", "yy"])))
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    diff = list(unified("name", Lines(text), edits))
    assert patched(text, diff) == applied(text, edits) if edits else not diff


def test_patch_takes_the_diff(tmp_path: Path) -> None:
    if not shutil.which("patch"):
        pytest.skip("no patch")
    text = "\n".join(f"{line} \\cite{{{'a' if line % 5 else 'c,'}\ne}}" for line in range(60))
    document = tex(text)
    (tmp_path / "x.tex").write_text(text)
    subprocess.run(["patch", "-p0"], input=b"".join(document.diff()), cwd=tmp_path, check=True)
    assert (tmp_path / "x.tex").read_bytes() == document.changed()


# Files.


def test_files_that_a_document_takes_in(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "all")
    main, keys = "document/main.tex", "keys.tsv"
    done = run_inside(["rekey", "--tex", main, "--keys", keys, "--apply"], cwd=tmp_path / "all")
    assert b"rekey: 0 keys changed in 0 of 1 files" in done.stderr
    args = ["rekey", "--tex", main, "--keys", keys, "--follow", "--apply"]
    done = run_inside(args, cwd=tmp_path / "all")
    assert (done.status, done.stdout) == (0, b"")
    assert b"rekey: 3 keys changed in 3 of 4 files" in done.stderr
    assert b"main.tex:6: glyphtounicode: not found" in done.stderr
    assert b"commands.tex: not in the folder" in done.stderr
    chapters = tmp_path / "all" / "document" / "chapters"
    assert (chapters / "one.tex").read_bytes() == b"\\mine{new1} \\input{two.tex}\n"
    assert (chapters / "three.tex").read_bytes() == b"\\cite{new1}"
    assert run_inside(args, cwd=tmp_path / "all").stdout == b""


def test_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "one.tex").write_bytes(b"\\cite{old}")
    (tmp_path / "two.tex").write_bytes(b"\xff \\cite{old}")
    (tmp_path / "keys").write_text("old\tnew\nold\tŁ2019\n", encoding="utf-8")
    args = ["rekey", "--tex", "one.tex", "--tex", "two.tex", "--keys", "keys", "--apply"]
    done = run_inside(args, cwd=tmp_path)
    assert (done.status, b"two.tex: a new key has" in done.stderr) == (3, True)
    assert (tmp_path / "one.tex").read_bytes() == b"\\cite{old}"
    assert {path.name for path in tmp_path.iterdir()} == {"keys", "one.tex", "two.tex"}


def test_what_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "wide").write_bytes("\\cite{a}".encode("utf-16"))
    (tmp_path / "large").write_bytes(b"x" * (1 << 20))
    for name, message in (("pipe", "not a file"), ("wide", "UTF-16"), ("none", "cannot be read")):
        with pytest.raises(InputError, match=message):
            load(str(tmp_path / name))
    with pytest.raises(InputError, match="larger than 0 MiB"):
        load(str(tmp_path / "large"), Limits(document=10))


# Hostile sources.

PIECES = (
    *("\\", "{", "}", "%", "[", "\n", "a\r", "*", "{{}", "\\{"),
    *(r"\cite", r"\cite[", r"\cite{", r"\cite{a,", r"\cite[\cite{a}", r"\cites{a}", r"\cite{\cite"),
    *(
        r"\begin{verbatim",
        r"\begin[",
        r"\verb",
        r"\verb|",
        r"\lstinline[",
        r"\lstinline{",
        r"\url{",
    ),
    *(
        r"\url{",
        r"\newcommand",
        r"\newcommand{\x}[1]{\cite{#1}}",
        r"\MakeShortVerb{\|}|",
        r"\input x ",
    ),
    *("\\cite %\n", r"\cite{%", r"\cite*<", r"\NewDocumentCommand{\x}{{m}m\cite{#1}", r"\cite{a}["),
    *("`", "` ", "@", "@a:", "```\n", "~~~\n", "<!--", "@{", "``` ` ", "`\n\n"),
)
SIZE = 10 * (1 << 20) if "MENTORLIT_FUZZ" in os.environ else 200_000


@pytest.mark.parametrize("piece", PIECES)
def test_no_source_takes_longer_than_its_length(piece: str) -> None:
    """A hang sets off an alarm; what grows with the square of this length would be one."""
    text = piece * (SIZE // len(piece))
    with watched():
        document = tex(text)
        assert sum(1 for _ in document.diff()) >= 0
        in_markdown(Source("x.md", text, "utf-8"), SWAPPED)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([*PIECES, "a", "b", ",", "c,e", "}", " "]), max_size=40))
def test_no_source_fails(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = tex(text)
    at = 0
    for edit in document.changes.edits:
        assert at <= edit.start <= edit.end <= len(text)
        at = edit.end
    came = document.changed().decode()
    assert "".join(map(str, document.diff())) or came == text
    in_markdown(Source("x.md", text, "utf-8"), SWAPPED).changed()


# The map from deduplication.


def paper(number: int, key: str, **values: Any) -> Citation:
    stated = {"type": "book", "title": "Data Matching", "publisher": "Springer"}
    origin = Origin("a", "a", "ris", number, number, 0)
    return Citation(**{**stated, **values}, citation_key=key, origin=origin)


def kept_keys(records: list[Citation], old: Sequence[Citation] = ()) -> Surviving:
    with dedupe(records, against=old) as result:
        return surviving(result, lambda at: result.citation(result.clusters[at]))


def test_every_key_of_a_paper_becomes_that_of_the_record_that_stays() -> None:
    same = {"doi": "10.1000/1"}
    full = paper(1, "a", edition="1", **same)
    made = kept_keys([full, paper(2, "b", **same), paper(3, "c", title="Peers")])
    assert made.rows == [("a", "a"), ("b", "a"), ("c", "c")]
    with dedupe([full, paper(2, "b", **same)]) as result:
        edited = msgspec.structs.replace(next(result.citations()), citation_key="mine")
    again = kept_keys([edited, paper(3, "c", title="Peers")])
    assert again.rows == [("mine", "mine"), ("a", "mine"), ("b", "mine"), ("c", "c")]


def test_a_key_of_several_papers_is_not_guessed() -> None:
    same = {"doi": "10.1000/1"}
    other = paper(3, "a", title="Mentoring of peers", doi="10.1000/2")
    full = paper(1, "a", edition="1", **same)
    made = kept_keys([full, paper(2, "b", **same), other])
    assert made.rows == []
    assert made.remarks == [
        "a is the key of 2 papers (a:1, a:3)",
        "b (a:2) becomes a, which is the key of other papers",
    ]


def test_old_records_keep_their_keys() -> None:
    same = {"doi": "10.1000/1"}
    assert kept_keys([paper(2, "b", **same)], [paper(1, "a", **same)]).rows == [
        ("a", "a"),
        ("b", "a"),
    ]
    made = kept_keys([paper(2, "b", **same)], [paper(1, "", **same)])
    assert made == Surviving([], ["b (a:2): the record that stays has no key"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["", "a", "A", "b", "c d", "ä", "e"])),
        min_size=1,
        max_size=12,
    )
)
def test_the_map_of_export_has_every_old_key_of_every_member(made: list[tuple[int, str]]) -> None:
    """Each key leads to the record that its own paper became; none is missing."""
    titles = ("Data Matching", "Peers", "Thermal expansion", "Copper in lettuce", "Sleep of nurses")
    papers = [
        paper(n, key, title=titles[work], doi=f"10.1000/{work}")
        for n, (work, key) in enumerate(made, 1)
    ]
    rows: list[tuple[str, str]] = []
    plan = PLAIN._replace(key_map=lambda old, new: rows.append((old, new)))
    with dedupe(papers) as result:
        stream = [msgspec.json.decode(encode(one), type=Citation) for one in result.citations()]
    written = list(prepared(stream, writers.BY_NAME["bibtex"], DEFAULT, plan))
    new = {one.doi: one.citation_key for one in written}
    assert {(old, key) for old, key in rows} == {
        (one.citation_key, new[one.doi]) for one in papers if one.citation_key
    }
    assert len({key.lower() for key in new.values()}) == len(new)


def test_keys_that_are_said_in_the_field_ids_are_old_keys_too() -> None:
    stated = {"bibtex": {"ids": "older, oldest"}}
    inner = paper(1, "a", extra=stated)
    outer = paper(2, "b", members=(paper(3, "c", members=(inner,)), paper(4, "a")))
    assert old_keys(outer) == ["b", "c", "a", "older", "oldest"]
    assert kept_keys([inner]).rows == [("a", "a"), ("older", "a"), ("oldest", "a")]


def test_keys_that_export_will_change_are_told() -> None:
    other = paper(2, "A", title="Mentoring of peers", doi="10.1000/2")
    assert not kept_keys([paper(1, "a")]).will_change
    assert kept_keys([paper(1, "a"), other]).will_change
    assert kept_keys([paper(1, "ä")]).will_change
