"""XML is cut into its records whatever surrounds them, and nothing in it reaches outside."""

from collections.abc import Iterable

import pytest

from mentorlit.limits import Limits
from mentorlit.stream import Stream
from mentorlit.xmlsplit import Piece, pieces
from mentorlit.xmltext import marked, value

SMALL = Limits(record=2000)


def cut(
    data: str | bytes, *names: str, block: int = 1 << 16, encoding: str = "", limits: Limits = SMALL
) -> list[Piece]:
    raw = data.encode() if isinstance(data, str) else data
    blocks = [raw[start : start + block] for start in range(0, len(raw), block)]
    stream = Stream(blocks, name="x", source="x", format="x", encoding=encoding, limits=limits)
    return list(pieces(stream, frozenset(names or ("r",))))


def texts(found: Iterable[Piece]) -> list[str]:
    """What each piece says: its text, or its reject code in brackets."""
    return [
        value(piece.element) if piece.element is not None else f"[{piece.code}]" for piece in found
    ]


WHOLE = {
    "plain": ("<c><r>1</r><r>2</r></c>", ["1", "2"]),
    "alone": ("<r>1</r>", ["1"]),
    "empty elements": ("<c><r/><r a='b' />\n<r></r></c>", ["", "", ""]),
    "names that begin alike": ("<rs><rx>0</rx><r>1<rx>2</rx></r></rs>", ["12"]),
    "comments": ("<c><!-- <r>0</r> --><r>1<!-- </c> -->2</r></c>", ["12"]),
    "cdata": ("<c><![CDATA[<r>0</r>]]><r><![CDATA[a & <b>]]></r></c>", ["a & <b>"]),
    "doctype": ("<!DOCTYPE c [<!ENTITY r '<r>0</r>'>\n<!-- ]x -->]>\n<c><r>1</r></c>", ["1"]),
    "instruction": ("<?xml version='1.0'?><?x <r>?><c><r>1<?y?></r></c>", ["1"]),
    "prefixes": ("<a:c xmlns:a='u:a'><a:r>1</a:r></a:c>", ["1"]),
    "undeclared prefix": ("<c><a:r b:x='1'>1</a:r></c>", ["1"]),
    "within itself": ("<c><r>1<r>2</r>3</r><r>4</r></c>", ["123", "4"]),
    "named characters": ("<c><r>&uuml;&amp;&lt;&nbsp;&#233;</r></c>", ["ü&< é".replace(" ", " ")]),
    "bare ampersand": ("<c><r>A & B &amp; C&D</r></c>", ["A & B & C&D"]),
    "characters not allowed": ("<c><r>a\x0bb&#1;&#xD800;</r></c>", ["a\ufffdb\ufffd\ufffd"]),
    "entity of the document": ("<!DOCTYPE c [<!ENTITY e 'x'>]><c><r>&e;</r><r>1</r></c>",
                               ["[not-xml]", "1"]),
    "mismatch": ("<c><r>1</r><r><a>2</b></r><r>3</r></c>", ["1", "[not-xml]", "3"]),
    "no end": ("<c><r>1</r><r>2<r>3</r><r>4</r></c>", ["1", "[unbalanced]", "3", "4"]),
    "no beginning": ("<c><r>1</r> 2</r><r>3</r></c>", ["1", "[unbalanced]", "3"]),
    "cut off": ("<c><r>1</r><r>2", ["1", "[truncated]"]),
    "cut in a comment": ("<c><r>1</r><!-- <r>2</r>", ["1", "[truncated]"]),
    "too large": ("<c><r>" + "1" * 3000 + "</r><r>2</r></c>", ["[too-large]", "2"]),
    "too large, no end": ("<c><r>" + "1" * 3000 + "<r>2</r></c>", ["[too-large]", "2"]),
    "too deep": ("<c><r>" + "<a>" * 300 + "</a>" * 300 + "</r></c>", ["[too-large]"]),
    "end without bracket": ("<c><r>1</r><r>2</r <r>3</r></c>", ["1", "[not-xml]", "3"]),
    "end without slash": ("<c><r>1</r><r>2<r>\n<r>3</r></c>", ["1", "[unbalanced]", "3"]),
    "start cut off": ("<c><r>1</r><r a='2\n<r>3<r/></r></c>", ["1", "[unbalanced]", "3"]),
    "prefix of its own": ("<c>\n<r>1</r>\n<a:r>2</r>\n<r>3</r>\n</c>",
                          ["1", "[unbalanced]", "3"]),
    "text between records": ("<c><r>1</r> 2 <r>3</r>\n4</c>",
                             ["1", "[stray-text]", "3", "[stray-text]"]),
    "ends of two": ("<c><r>1</r>2</r> 3</r><r>4</r></c>", ["1", "[unbalanced]", "4"]),
    "end far away": ("<c><r>1" + "<r>2</r>" * 20 + "3</r><r>4</r></c>",
                     ["[unbalanced]", *["2"] * 20, "[unbalanced]", "4"]),
    "header without end": ("<o><header>1<r>2</r><header>3</header><r>4</r></o>", ["2", "4"]),
    "nothing of it": ("<c><x>1</x></c>", ["[no-record]"]),
    "blank": ("  \n", []),
    "deleted": ("<o><h:header status='deleted'><x>1</x></h:header><header/><r>2</r></o>",
                ["[deleted]", "2"]),
}  # fmt: skip


@pytest.mark.parametrize("block", [1 << 16, 64, 7, 1])
@pytest.mark.parametrize("name", WHOLE)
def test_what_comes_out(name: str, block: int) -> None:
    document, expected = WHOLE[name]
    found = cut(document, block=block)
    assert texts(found) == expected
    assert (
        found == cut(document, block=block * 1000)
        or block > 1
        or any(piece.element is not None for piece in found)
    )


def test_places_are_those_of_the_input() -> None:
    document = "<c>\r\n<r>1</r>\r<r>2\n</r>\n\n  <r>3</r></c>"
    found = cut(document, block=1)
    assert [piece.ordinal for piece in found] == [1, 2, 3]
    assert [piece.line for piece in found] == [2, 3, 6]
    for piece in found:
        assert document.encode()[piece.offset :].startswith(piece.raw)


def test_the_namespaces_of_the_wrapper_hold() -> None:
    (piece,) = cut("<c xmlns='u:c' xmlns:a='u:a'><r><a:t/></r></c>")
    assert piece.element is not None
    assert [element.tag for element in piece.element.iter()] == ["{u:c}r", "{u:a}t"]


ENVELOPES = {
    "oai": "<record><header><identifier>7</identifier></header><metadata>{}</metadata></record>",
    "sru": "<s:record><s:recordPacking>xml</s:recordPacking><s:recordData>{}</s:recordData>"
    "</s:record>",
}


@pytest.mark.parametrize("name", ENVELOPES)
def test_an_envelope_is_opened(name: str) -> None:
    inner = "<record xmlns='u:marc'><leader>1</leader></record>"
    (piece,) = cut(f"<e>{ENVELOPES[name].format(inner)}</e>", "record")
    assert piece.element is not None
    assert piece.element.tag == "{u:marc}record"
    assert name != "oai" or b"<identifier>7</identifier>" in piece.before


def test_a_record_packed_as_a_string_is_unpacked() -> None:
    inner = "&lt;record>&lt;leader>1&lt;/leader>&lt;/record>"
    (piece,) = cut(ENVELOPES["sru"].format(inner), "record")
    assert piece.element is not None
    assert piece.element.tag == "record"
    assert value(piece.element) == "1"


ENCODED = {
    "as declared": ("<?xml version='1.0' encoding='ISO-8859-1'?><r>é–</r>", "cp1252", "", []),
    "utf-8 in spite of that": (
        "<?xml version='1.0' encoding='ISO-8859-1'?><r>é–</r>", "utf-8", "", ["encoding-guessed"]),
    "not as declared": (
        "<?xml version='1.0' encoding='UTF-8'?><r>é–</r>", "cp1252", "", ["encoding-guessed"]),
    "as the user says": ("<?xml version='1.0'?><r>é–</r>", "mac-roman", "mac-roman", []),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    document, encoding, said, problems = ENCODED[name]
    (piece,) = cut(document.encode(encoding), encoding=said)
    assert texts([piece]) == ["é–"]
    assert [problem.code for problem in piece.problems] == problems


def test_nothing_is_fetched_or_expanded() -> None:
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    document = (
        f"<!DOCTYPE c SYSTEM 'http://example.invalid/x.dtd' [<!ENTITY e0 'x'>{bomb}"
        "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
        "<c><r>&e9;</r><r>&f;</r><r xmlns:xi='http://www.w3.org/2001/XInclude'>"
        "<xi:include href='file:///etc/hostname' parse='text'/>1</r></c>"
    )
    assert texts(cut(document)) == ["[not-xml]", "[not-xml]", "1"]


HOSTILE = {
    "openings": b"<r>" * 40_000,
    "openings and one end": b"<r>" * 40_000 + b"</r>",
    "openings and some ends": b"<r>x" * 40_000 + b"</r>" * 100,
    "ends": b"</r>" * 40_000,
    "document types": b"<!DOCTYPE [" * 20_000 + b"</r>" * 100,
    "comments": b"<!--" * 100_000,
    "headers": b"<header>" * 40_000,
    "half ends": b"<r>" + b"</rx>" * 100_000,
    "one long text": b"<r>" + b"x" * 1_000_000,
    "one long tag": b"<r " + b"x='1' " * 100_000,
    "brackets": b"<" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_damage_ends_in_rejects(name: str) -> None:
    found = cut(HOSTILE[name])
    assert all(piece.code and piece.message for piece in found if piece.element is None)
    assert sum(piece.element is not None for piece in found) <= 1
    assert sum(len(piece.raw) for piece in found) <= len(HOSTILE[name])
    assert [piece.offset for piece in found] == sorted(piece.offset for piece in found)


def test_attributes_beyond_all_measure_are_refused() -> None:
    many = " ".join(f"a{number}='1'" for number in range(1001))
    document = f"<c><r {many}>1</r><r b='{'=' * 900}'>2</r></c>"
    assert texts(cut(document, limits=Limits())) == ["[not-xml]", "2"]


def test_markup_within_text() -> None:
    document = "<r>The <i>in <sub>x</sub> vitro</i> <bold>role</bold> of <a>H<sup/>2</a>\nO</r>"
    (piece,) = cut(document)
    assert marked(piece.element) == "The <i>in <sub>x</sub> vitro</i> <b>role</b> of H2 O"
    assert value(piece.element) == "The in x vitro role of H2 O"
