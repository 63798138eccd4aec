"""CSL-YAML: what is written is YAML that reads back as it was; what is read is bounded."""

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import citations
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import csl_yaml as reader
from mentorlit.stream import Stream
from mentorlit.writers import csl_yaml as writer
from mentorlit.yamltext import YamlError, load


def read(data: bytes | str) -> list[Citation | Reject]:
    raw = data.encode() if isinstance(data, str) else data
    return list(reader.read(Stream([raw], name="x", source="x", format="csl-yaml")))


def bare(record: Citation | Reject) -> Citation:
    assert isinstance(record, Citation)
    return msgspec.structs.replace(record, origin=None)


@given(st.lists(citations.whole(), max_size=3))
def test_what_is_written_reads_back(records: list[Citation]) -> None:
    assert [bare(record) for record in read("".join(writer.write(records)))] == records


@given(st.text(max_size=30))
def test_a_text_is_the_same_text_for_every_parser(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    written = "".join(writer.write([Citation(citation_key="k", type="book", title=text)]))
    title = yaml.safe_load(written)["references"][0].get("title", "")
    assert title == text


def test_no_citation_is_an_empty_list() -> None:
    assert yaml.safe_load("".join(writer.write([]))) == {"references": []}
    assert read("".join(writer.write([]))) == []


@pytest.mark.parametrize("text", ["no", "010", "1:30", "2019-11-11", "~x", "1e3", "True"])
def test_what_other_versions_of_yaml_read_otherwise_is_a_text(text: str) -> None:
    value, _ = load(f"title: {text}\n", 8)
    assert value == {"title": text}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: *b", "not-yaml"),
        ("a: [" * 100, "too-deep"),
        ("a: {b", "not-yaml"),
        ("a: \x01", "not-yaml"),
        ("- &a [x, x]\n" + "".join(f"- &a [{'*a, ' * 99}*a]\n" for _ in range(9)), "too-large"),
    ],
)
def test_what_is_no_yaml_or_too_much_is_told(text: str, code: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text, 8)
    assert caught.value.code == code


def test_nothing_is_constructed() -> None:
    value, _ = load("a: !!python/object/apply:os.getcwd []\nb: !!int '3'\n", 8)
    assert value == {"a": [], "b": "3"}


def test_a_broken_item_costs_only_itself() -> None:
    items = [f"- id: a{number}\n  title: T{number}\n" for number in range(9)]
    items[4] = '- id: a4\n  title: "T4\n'
    records = read("references:\n" + "".join(items))
    assert [isinstance(record, Reject) for record in records] == [i == 4 for i in range(9)]
    assert [r.origin.line for r in records if r.origin] == [2 * i + 2 for i in range(9)]


@pytest.mark.parametrize(
    "garbage", ["%% ?? [[\n", "gar\n  bage\n", "\x00\x01\n", "id: a2\n  type: x\n"]
)
@pytest.mark.parametrize("head", ["", "references:\n"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_stands_in_place_of_an_item_is_told(garbage: str, head: str, at: int) -> None:
    items = [f"- id: b{number}\n  title: T{number}\n" for number in range(2)]
    records = read(head + "".join([*items[:at], garbage, *items[at:]]))
    assert [isinstance(record, Reject) for record in records] == [i == at for i in range(3)]
    line = 1 + bool(head) + 2 * at
    origin = records[at].origin
    assert origin is not None
    assert origin.line == line
    assert [bare(record).title for record in records if isinstance(record, Citation)] == [
        "T0",
        "T1",
    ]


@pytest.mark.parametrize("lost", ["  id: a1", "id: a1"])
@pytest.mark.parametrize("indent", ["", "  "])
def test_a_lost_hyphen_costs_no_other_item(lost: str, indent: str) -> None:
    items = [f"- id: a{number}\n  type: book\n  title: T{number}\n" for number in range(3)]
    items[1] = items[1].replace("- id: a1", lost)
    lines = "".join(items).splitlines(keepends=True)
    records = read("references:\n" + "".join(indent + line for line in lines))
    assert [type(record) for record in records] == [Citation, Reject, Citation]
    assert isinstance(records[1], Reject)
    assert records[1].raw.count(b"\n") == 3
    assert records[1].origin is not None
    assert records[1].origin.line == 5


def test_metadata_behind_the_items_are_no_items() -> None:
    text = (
        "references:\n- id: a\n  title: T\nnocite: |\n  @a\n  %%\ntitle: A paper\n...\nText: x\n%%"
    )
    assert [bare(record).title for record in read(text)] == ["T"]
