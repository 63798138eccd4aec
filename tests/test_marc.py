"""The MARC family and PICA+: what fixtures reach only by the dozen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.formats.marc import staff_view
from mentorlit.formats.marc.encoding import decode
from mentorlit.formats.marc.framing import frames
from mentorlit.formats.marc.imprint import written
from mentorlit.formats.marc.iso2709 import parse
from mentorlit.formats.marc.mnemonics import resolved
from mentorlit.formats.marc.numbers import language, medium_of
from mentorlit.formats.marc.people import heading
from mentorlit.formats.marc.punctuation import element, unbracketed
from mentorlit.formats.marc.record import Record, kept, restored
from mentorlit.formats.marc.reference import enumeration
from mentorlit.formats.marc.reference import parse as reference
from mentorlit.formats.marc.relators import folded, stated
from mentorlit.formats.marc.titles import joined
from mentorlit.formats.pica.record import parse as pica
from mentorlit.limits import Limits
from mentorlit.model import PartialDate
from mentorlit.names import sort_form
from mentorlit.stream import Stream

FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["100", "245", "650", "CAT"]),
        st.lists(
            st.tuples(st.sampled_from("abcx1"), st.text("Aä $|.", min_size=1)), min_size=1
        ).map(lambda pairs: ["1 ", *(part for pair in pairs for part in pair)]),
    ),
    max_size=8,
)


def binary(fields: list[tuple[str, list[str]]], *, tail: bytes = b"\x1d") -> bytes:
    """Return a record of ISO 2709."""
    directory = data = b""
    for tag, (indicators, *rest) in fields:
        pairs = zip(rest[::2], rest[1::2], strict=True)
        body = indicators + "".join(f"\x1f{code}{value}" for code, value in pairs) + "\x1e"
        directory += f"{tag}{len(body.encode()):04d}{len(data):05d}".encode()
        data += body.encode()
    base = 25 + len(directory)
    leader = f"{base + len(data) + 1:05d}nam a22{base:05d} a 4500".encode()
    return leader + directory + b"\x1e" + data + tail


def stream(*blocks: bytes) -> Stream:
    return Stream(blocks, name="x.mrc", source="x.mrc", format="marc21")


@given(FIELDS.filter(bool))
def test_a_binary_record_comes_back(fields: list[tuple[str, list[str]]]) -> None:
    record, fault, problems = parse(binary(fields)[:-1])
    assert (fault, problems) == ("", ())
    assert record
    assert [(tag, field) for tag, field in record.fields] == fields


@given(FIELDS.filter(bool))
def test_what_is_kept_is_restored(fields: list[Any]) -> None:
    record = restored(kept("0" * 24, fields))
    assert record.leader == "0" * 24
    assert sorted(record.fields, key=str) == sorted(fields, key=str)


def test_what_is_no_field_is_not_restored() -> None:
    extra = {"leader": 5, "245": "text", "100": [["1 ", "a"], ["1 ", "a", 3], None], "001": ["x"]}
    record = restored(extra)
    assert (record.leader, record.fields) == ("", [("001", "x")])


@given(st.integers(1, 40))
def test_frames_do_not_depend_on_blocks(size: int) -> None:
    data = b"\n".join(binary([("245", ["10", "a", f"Title {n}"])]) for n in range(3)) + b"rest"
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    assert list(frames(stream(*blocks))) == list(frames(stream(data)))
    assert [frame.ended for frame in frames(stream(data))] == [True, True, True, False]


def test_a_missing_terminator_costs_nothing() -> None:
    one = binary([("245", ["10", "a", "One"])], tail=b"")
    two = binary([("245", ["10", "a", "Two"])])
    found = list(frames(stream(one + two + two)))
    assert [(frame.offset, frame.ended) for frame in found] == [
        (0, False),
        (len(one), True),
        (len(one + two), True),
    ]


BROKEN = binary([("245", ["10", "a", "A title that is cut"]), ("100", ["1 ", "a", "X"])])


@pytest.mark.parametrize("cut", [10, 30, 60, len(BROKEN) - 4, len(BROKEN) - 1])
@pytest.mark.parametrize("tag", ["245", "CAT"])
def test_a_record_cut_short_costs_only_itself(cut: int, tag: str) -> None:
    whole = binary([(tag, ["10", "a", "Whole"])])
    broken, *others = frames(stream(BROKEN[:cut] + whole + whole))
    assert (broken.raw, broken.ended) == (BROKEN[:cut], False)
    assert [frame.raw + b"\x1d" for frame in others] == [whole, whole]


@pytest.mark.parametrize("text", [b"some text", b"\r\xff\r\n\x1e:\0", b"00099nam a22", b"7"])
def test_text_in_place_of_a_record_costs_only_itself(text: bytes) -> None:
    whole = binary([("245", ["10", "a", "Whole"])])
    found = list(frames(stream(whole + text + whole + whole[:-1] + text + whole)))
    raws = [frame.raw + b"\x1d" for frame in found]
    assert [raw for raw in raws if raw == whole] == [whole] * 4
    assert len(raws) == 6


def test_a_leader_with_a_damaged_directory_is_told_by_the_length() -> None:
    whole = binary([("245", ["10", "a", "Whole"])])
    odd = whole.replace(b"24500", b"245--", 1)
    assert [frame.offset for frame in frames(stream(b"text" + odd))] == [0, 4]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_lines_of_binary_records_are_counted_as_those_of_text(size: int) -> None:
    whole = binary([("245", ["10", "a", "A \r\n B \r C \n D"])])
    data = b"\r\n\r" + whole + b"\n\r" + whole + b"\r\n" + BROKEN[:40] + b"\r" + whole
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    lines = [frame.line for frame in frames(stream(*blocks))]
    assert lines == [3, 8, 12, 13]


def test_lines_of_a_record_too_large_are_counted() -> None:
    whole = binary([("245", ["10", "a", "Whole"])])
    small = Limits(record=200)
    for blanks in (b"\r\n\r\n", b" \n\n\0"):
        data = (b"\n" + blanks * 80, b"x" + blanks * 100, b"\x1d" + whole)
        source = Stream(data, name="x.mrc", source="x.mrc", format="marc21", limits=small)
        assert [(frame.line, frame.length) for frame in frames(source)] == [
            (162, 401),
            (362, len(whole) - 1),
        ]


def test_a_terminator_inside_a_record_is_told_by_the_length() -> None:
    one = binary([("245", ["10", "a", "One \x1d and a half"]), ("100", ["1 ", "a", "X"])])
    two = binary([("245", ["10", "a", "Two"])])
    found = list(frames(stream(one + two)))
    assert [frame.raw + b"\x1d" for frame in found] == [one, two]


@pytest.mark.parametrize(
    ("raw", "text", "codes"),
    [
        ("Größe".encode(), "Größe", []),
        (b"Cae\xe2sar caf\xe2e", "Caeśar café", []),
        (b"Dvo\xe9r\xe2ak", "Dvořák", []),
        (b"\x1b(NrUBINA", "Рубина", []),
        ("Général de la mère".encode("latin-1"), "Général de la mère", ["encoding-guessed"]),
        ("Die Männer von Köln".encode("latin-1"), "Die Männer von Köln", ["encoding-guessed"]),
        (b"Garc\xeda M\xe1rquez", "García Márquez", ["encoding-guessed"]),
        (
            "Müller und Söhne ".encode() + b"\xff",
            "Müller und Söhne \ufffd",
            ["replaced-characters"],
        ),
    ],
)
def test_characters(raw: bytes, text: str, codes: list[str]) -> None:
    found, problems = decode(raw, says_utf8=False)
    assert (found, [problem.code for problem in problems]) == (text, codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vol. 24, pt. B no. 9 (Sept. 1993), p. 235-48", "24|9|235-48|1993"),
        ("Bd. 12 (2010), H. 3, S. 123-145", "12|3|123-145|2010"),
        ("Jahrgang 35 (2008), Heft 2, Seite 45-67", "35|2|45-67|2008"),
        ("50 (2023)", "50|||2023"),
        ("volume:50 year:2023 number:3 pages:123-145", "50|3|123-145|2023"),
        ("2011;17(4):50-55", "17|4|50-55|2011"),
        ("19:1 (2019), s. 4-7", "19|1|4-7|2019"),
        ("25(2000), 1, Seite 25-29", "25|1|25-29|2000"),
        ("35.2008,2, S. 45", "35|2|45|2008"),
        ("Vol. 8 (2004), pp. e12-e15", "8||e12-e15|2004"),
        ("том 5, № 2 (2011), с. 33-40", "5|2|33-40|2011"),
        ("vol. XII, fasc. 3, p. 33-50", "XII|3|33-50|"),
        ("2015/3, s. 22-25", "|3|22-25|2015"),
        ("15 août 1999, p. 3", "||3|1999"),
        ("pp. 33-50", "||33-50|"),
        ("Includes index", "|||"),
    ],
)
def test_a_reference_to_the_host(text: str, expected: str) -> None:
    found = reference(text)
    assert "|".join(found.get(name, "") for name in ("volume", "issue", "page", "year")) == expected


def test_an_enumeration() -> None:
    assert enumeration("24:B:9<235") == {"volume": "24", "issue": "9", "page": "235"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("c1999.", PartialDate(year=1999)),
        ("[1999?]", PartialDate(year=1999, circa=True)),
        ("1999-", PartialDate(year=1999)),
        ("[1968, c1962]", PartialDate(year=1968)),
        ("5730 [1970]", PartialDate(year=1970)),
        ("2345 [2013?].", PartialDate(year=2013, circa=True)),
        ("[between 1880 and 1893]", PartialDate(year=1880, circa=True, end=PartialDate(year=1893))),
        ("1995-96", PartialDate(year=1995, end=PartialDate(year=1996))),
        ("26 juin 2023", PartialDate(year=2023, month=6, day=26)),
        ("2013-05", PartialDate(year=2013, month=5)),
        ("[197-?]", PartialDate(literal="197-?")),
        ("[n.d.]", None),
        ("9999", None),
    ],
)
def test_a_date_of_a_cataloguer(text: str, expected: PartialDate | None) -> None:
    assert written(text, None) == expected


@pytest.mark.parametrize(
    ("subfields", "expected"),
    [
        (["a", "Vico, Giambattista, 1668-1744."], "Vico, Giambattista"),
        (["a", "Smith, John, b. 1950"], "Smith, John"),
        (["a", "Jackson, A. V. Williams", "q", "(Abraham)"], "Jackson, A. V. Williams"),
        (["a", "Mullin, Virginia L."], "Mullin, Virginia L."),
        (["a", "King, Martin Luther,", "c", "Jr.,", "d", "1929-1968"], "King, Martin Luther, Jr."),
        (["a", "John Paul", "b", "II,", "c", "Pope"], "John Paul II"),
        (["a", "Müller, Hans (Jurist)"], "Müller, Hans"),
        (["a", "Beethoven, Ludwig van, 1770-1827."], "Beethoven, Ludwig van"),
    ],
)
def test_a_heading(subfields: list[str], expected: str) -> None:
    assert sort_form(heading(["1 ", *subfields])) == expected


@pytest.mark.parametrize(
    ("statement", "field"),
    [
        ("edited by Dan Hunter", "editor"),
        ("hrsg. von Hans Müller", "editor"),
        ("Übers. aus dem Engl. von A. B.", "translator"),
        ("přel. Petr Malý", "translator"),
        ("William H. McNeill.", ""),
        ("by Alfred.", ""),
        ("préface d'Yves Roux", "contributor"),
        ("pod obshcheĭ red. Platonova", "editor"),
    ],
)
def test_a_statement_of_responsibility(statement: str, field: str) -> None:
    assert stated(folded(statement))[0] == field


@pytest.mark.parametrize(
    ("name", "field"), [("Roe", "translator"), ("Poe", "editor"), ("Loe", "illustrator")]
)
def test_the_words_before_a_name_count(name: str, field: str) -> None:
    statement = folded("Translated by Roe, edited by Poe and illustrated by Loe")
    assert stated(statement, statement.index(name.lower()))[0] == field


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Paris :", "Paris"),
        ("J. Wiley & Sons, Inc.", "J. Wiley & Sons, Inc."),
        ("Chemistry.", "Chemistry"),
        ("1st ed.", "1st ed."),
        ("A title ...", "A title ..."),
        ("\x98Der \x9cTurm /", "Der Turm"),
        ("<<Die>> Kunst", "Die Kunst"),
    ],
)
def test_an_element_without_its_punctuation(value: str, expected: str) -> None:
    assert element(value) == expected


def test_brackets() -> None:
    assert unbracketed("[Paris]") == "Paris"
    assert unbracketed("[A] and [B]") == "[A] and [B]"


@pytest.mark.parametrize(
    ("subfields", "expected"),
    [
        (["a", "One :", "b", "two /", "c", "by"], "One: two"),
        (["a", "One", "b", "two"], "One: two"),
        (["a", "One =", "b", "Un"], "One = Un"),
        (["a", "Whole.", "n", "Part 2,", "p", "Rest"], "Whole. Part 2, Rest"),
        (["a", "One", "h", "[sound] :", "b", "two"], "One: two"),
        (["b", "Only rest:"], "Only rest"),
    ],
)
def test_a_title(subfields: list[str], expected: str) -> None:
    assert joined(["10", *subfields], "abnp") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["245\t1\t0\t|a One :  |b two", "650\t \t0\t|a Three"],
            [("10", "One :", "two"), (" 0", "Three")],
        ),
        (["245 10 $aOne :$btwo", "650 _0 $aThree"], [("10", "One :", "two"), (" 0", "Three")]),
        (["245 10 One :|btwo", "650  0 Three"], [("10", "One :", "two"), (" 0", "Three")]),
        (["24510$$aOne :$$btwo", "650 0$$aThree"], [("10", "One :", "two"), (" 0", "Three")]),
        (["245 1 0 ‡aOne : ‡btwo", "650   0 ‡aThree"], [("10", "One :", "two"), (" 0", "Three")]),
        (
            ["245 1 0 _aOne :", "        _btwo", "650 _ 0 _aThree"],
            [("10", "One :", "two"), (" 0", "Three")],
        ),
    ],
)
def test_staff_views(lines: list[str], expected: list[tuple[str, ...]]) -> None:
    record = staff_view.record(lines)
    assert [(field[0], *field[2::2]) for _, field in record.fields] == expected


def test_money_is_no_subfield() -> None:
    lines = ["245 10 $aOne", "020 __ $a123 $c$15.00", "300 __ $a3 p."]
    assert dict(staff_view.record(lines).fields)["020"] == ["  ", "a", "123", "c", "$15.00"]


def test_mnemonics() -> None:
    assert resolved("{lcub}{dollar}5{rcub} caf{acute}e {unknown}") == "{$5} café {unknown}"


def test_languages() -> None:
    assert [language(code) for code in ("eng", "scr", "grc", "und", "   ", "x1")] == [
        *("en", "hr", "grc", "", "", ""),
    ]


def test_media() -> None:
    assert [medium_of(text) for text in ("(electronic bk.)", "hbk.", "v. 1")] == [
        *("electronic", "print", ""),
    ]


def test_pica_signs() -> None:
    plain = pica("021A $aFive $$ or $dless\n028C/01 $aX")
    assert plain == [("021A", ["", "a", "Five $ or", "d", "less"]), ("028C", ["01", "a", "X"])]
    assert pica("021A \x1faFive $ or \x1fdless\x1e028C/01 \x1faX\x1e") == plain


def test_an_empty_record_says_nothing() -> None:
    assert Record("", []).control("001") == ""
