"""Lines of a stream: where they begin, where they end, and how long they may be."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mentorlit.limits import Limits
from mentorlit.stream import Stream

texts = st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"\x0b", b"\xe2\x80\xa8"])).map(
    b"".join
)


def stream(*blocks: bytes, limits: Limits | None = None) -> Stream:
    return Stream(blocks, name="in", source="in", format="ris", limits=limits or Limits())


@given(texts, st.lists(st.integers(0, 40)))
def test_lines_do_not_depend_on_blocks(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    blocks = [data[a:b] for a, b in itertools.pairwise(edges)]
    found = list(stream(*blocks).lines())
    assert [raw for _, _, raw in found] == data.splitlines(keepends=True)
    assert [number for number, _, _ in found] == list(range(1, len(found) + 1))
    assert all(data[offset : offset + len(raw)] == raw for _, offset, raw in found)


def test_an_endless_line_is_cut_and_the_next_one_read() -> None:
    source = stream(b"a" * 30, b"b" * 30 + b"\nxy\n", limits=Limits(record=10))
    seen = [(*line, source.cut) for line in source.lines()]
    assert seen == [(1, 0, b"a" * 11, 61), (2, 61, b"xy\n", 0)]


def test_text_tells_what_it_had_to_guess() -> None:
    assert stream().text("Größe".encode()) == ("Größe", ())
    text, problems = stream().text("Größe".encode("cp1252"))
    assert text == "Größe"
    assert [problem.code for problem in problems] == ["encoding-guessed"]
    text, problems = stream().text(b"a\0b")
    assert text == "a\ufffdb"
    assert [problem.code for problem in problems] == ["replaced-characters"]


def test_text_is_composed() -> None:
    assert stream().text("e\u0301".encode()) == ("é", ())
