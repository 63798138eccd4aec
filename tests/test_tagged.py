"""What fixtures of the tagged formats cannot reach, or would need too many records for."""

import re
import string
from random import Random

import pytest

from mentorlit.formats.nbib import dates as nbib_dates
from mentorlit.formats.nbib.abstracts import sections
from mentorlit.formats.nbib.numbers import funding
from mentorlit.formats.ovid.source import read as read_source
from mentorlit.formats.tagged.names import with_commas
from mentorlit.formats.tagged.record import joined, pages, standard_numbers
from mentorlit.jsontext import encode
from mentorlit.limits import Limits
from mentorlit.model import Citation, Funding, PartialDate, StandardNumber
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream
from mentorlit.tables import load, phrases


def read(name: str, data: bytes, limits: Limits | None = None) -> list[Citation | Reject]:
    stream = Stream([data], name="f", source="f", format=name, limits=limits or Limits())
    return list(BY_NAME[name].load()(stream))


def titles(records: list[Citation | Reject]) -> list[str]:
    return [record.title if isinstance(record, Citation) else record.code for record in records]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019 Dec 3", PartialDate(year=2019, month=12, day=3)),
        ("2013 06 10", PartialDate(year=2013, month=6, day=10)),
        ("2007 Spring", PartialDate(year=2007, season=1)),
        ("1998 Dec-1999 Jan", PartialDate(1998, 12, end=PartialDate(1999, 1))),
        ("2006 May-Jun", PartialDate(2006, 5, end=PartialDate(2006, 6))),
        ("1999 Oct 15-21", PartialDate(1999, 10, 15, end=PartialDate(1999, 10, 21))),
        ("1999-2000", PartialDate(1999, end=PartialDate(2000))),
        ("2000 Dec 28-2001 Jan 3", PartialDate(2000, 12, 28, end=PartialDate(2001, 1, 3))),
        ("2006 Foo", PartialDate(year=2006)),
        ("soon", PartialDate(literal="soon")),
        ("", None),
    ],
)
def test_a_publication_date_of_medline(text: str, date: PartialDate | None) -> None:
    assert nbib_dates.publication(text) == (date, text != "2006 Foo")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R01 HL1/HL/NHLBI NIH HHS/United States", Funding("NHLBI NIH HHS", ("R01 HL1",))),
        ("/07/Z/Wellcome Trust/United Kingdom", Funding("Wellcome Trust", ("07/Z",))),
        ("Wellcome Trust/United Kingdom", Funding(statement="Wellcome Trust/United Kingdom")),
        ("1/NIH/", Funding("NIH", ("1",))),
        ("words", Funding(statement="words")),
        ("//x", Funding(statement="//x")),
    ],
)
def test_a_grant_of_medline(text: str, found: Funding) -> None:
    assert funding(text)[0] == found


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("AIM: One. METHODS: Two: three. RESULTS (n = 3): No.", ["AIM", "METHODS"]),
        ("AIM: One. RESULTS: Ratio 1: 2. DNA: no. END: x", ["AIM", "RESULTS", "DNA", "END"]),
        ("Aim: One. Methods: Two.", ["Aim", "Methods"]),
        ("We say: METHODS: none.", []),
        ("METHODS: alone.", []),
        ("No colon at all.", []),
    ],
)
def test_the_parts_of_an_abstract(text: str, labels: list[str]) -> None:
    found = sections(text)
    assert [section.label for section in found] == labels
    if found:
        whole = " ".join(f"{section.label}: {section.text}" for section in found)
        assert whole.split() == text.split()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("gap", [0, 1, 2, 5])
def test_records_of_medline_between_any_blank_lines(end: bytes, gap: int) -> None:
    one = [b"PMID- %d", b"TI  - T%d", b"AB  - a", b"      b"]
    lines = [line.replace(b"%d", b"%d" % n) for n in (1, 2, 3) for line in [*one, *[b""] * gap]]
    found = read("nbib", end.join(lines))
    assert titles(found) == ["T1", "T2", "T3"]
    places = [record.origin for record in found]
    assert [place.line for place in places if place] == [1, 5 + gap, 9 + 2 * gap]
    starts = [place.offset for place in places if place]
    assert all(end.join(lines)[start:].startswith(b"PMID-") for start in starts)


DAMAGED_STARTS = {
    "nbib": b"%s- 1\nOWN - NLM\nTI  - %s\nDP  - 2001\n\n",
    "refer": b"%s Book\n%%A Doe, J\n%%T %s\n%%D 2001\n\n",
    "refworks": b"%s Report\nA1 Doe, J\nT1 %s\nYR 2001\n\n",
    "copac": b"%s- %s\nAU- Doe, J\nPY- 2001\nLA- English\n\n",
}


@pytest.mark.parametrize(
    ("name", "start", "damaged"),
    [
        ("nbib", b"PMID", b"MID"),
        ("refer", b"%0", b"0"),
        ("refworks", b"RT", b"R"),
        ("copac", b"TI", b"T"),
    ],
)
def test_a_first_line_that_is_damaged_costs_no_other_record(
    name: str, start: bytes, damaged: bytes
) -> None:
    form = DAMAGED_STARTS[name]
    parts = [form.replace(b"%s", tag, 1) for tag in (start, damaged, start)]
    parts = [
        part.replace(b"%s", b"Title %d" % n).replace(b"%%", b"%") for n, part in enumerate(parts)
    ]
    found = read(name, b"".join(parts))
    whole = read(name, parts[0] + parts[0] + parts[2])
    assert len(found) == 3
    assert (found[0], titles(found)[2]) == (whole[0], "Title 2")
    assert found[1].origin is not None
    assert found[1].origin.offset == len(parts[0])


def test_a_line_beyond_the_limit_costs_the_whole_record_of_medline() -> None:
    data = b"PMID- 1\nTI  - A\n\nPMID- 2\nTI  - " + b"x" * 900 + b"\n\nPMID- 3\nTI  - B\n"
    assert titles(read("nbib", data, Limits(record=300))) == ["A", "too-large", "B"]


def test_a_record_of_medline_that_is_too_long_costs_itself_alone() -> None:
    long = b"PMID- 2\nTI  - Long\nAB  - " + b"word " * 400 + b"\n\n"
    data = b"PMID- 1\nTI  - One\n\n" + long + b"PMID- 3\nTI  - Three\n"
    assert titles(read("nbib", data, Limits(record=500))) == ["One", "too-large", "Three"]


@pytest.mark.parametrize("name", ["wos", "refer", "ovid", "refworks", "copac", "biblioscape"])
def test_a_record_that_is_too_long_costs_itself_alone(name: str) -> None:
    one = {
        "wos": "PT J\nTI {}\nAB {}\nER\n\n",
        "refer": "%0 Book\n%T {}\n%X {}\n\n",
        "ovid": "<1>\nTitle\n  {}\nAbstract\n  {}\n",
        "refworks": "RT Report\nT1 {}\nAB {}\n\n",
        "copac": "TI- {}\nNT- {}\n\n",
        "biblioscape": "--TI-- {}\n--AB-- {}\n------\n",
    }[name]
    texts = [one.format("One", "x"), one.format("Two", "word " * 400), one.format("Three", "y")]
    found = read(name, "".join(texts).encode(), Limits(record=500))
    assert titles(found) == ["One", "too-large", "Three"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "J. 28(2):103-106, May 2015.",
            {"journal": "J", "volume": "28", "issue": "2", "pages": "103-106", "date": "May 2015"},
        ),
        (
            "J. 28:103-6, 2006 Sep 06.",
            {"journal": "J", "volume": "28", "pages": "103-6", "date": "2006 Sep 06"},
        ),
        (
            "J of X. 49 (9) (pp 2134-2144), 2013. Date of Publication: June 2013.",
            {
                "journal": "J of X",
                "volume": "49",
                "issue": "9",
                "pages": "2134-2144",
                "date": "June 2013",
            },
        ),
        (
            "J. Vol.41(7), Jul 2002, pp. 865-873.",
            {"journal": "J", "volume": "41", "issue": "7", "pages": "865-873", "date": "Jul 2002"},
        ),
        (
            "Smith, J. [Ed]. (2014). A book. (pp. 1-9). xii, 300 pp. New York, NY, US: Press; US.",
            {
                "editors": "Smith, J. [Ed]",
                "date": "2014",
                "book": "A book",
                "pages": "1-9",
                "extent": "xii, 300",
                "place": "New York, NY, US",
                "publisher": "Press",
            },
        ),
        ("A title alone.", {"journal": "A title alone"}),
        ("1; 2: what is this?", {}),
        ("word. " * 1000, {}),
    ],
)
def test_the_source_of_an_ovid_record(text: str, found: dict[str, str]) -> None:
    assert {name: value for name, value in read_source(text).items() if value} == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Smith AB", "Smith, AB"),
        ("Klimo P Jr", "Klimo, P, Jr"),
        ("Klimo, Paul Jr", "Klimo, Paul, Jr"),
        ("van der Berg J-P.", "van der Berg, J-P"),
        ("World Health Organization", "World Health Organization"),
        ("Research Group AB", "Research Group AB"),
        ("WHO AB", "WHO AB"),
        ("Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_names_without_commas(text: str, found: str) -> None:
    assert with_commas(text) == found


def test_pages_and_standard_numbers() -> None:
    assert pages("pp. 3–9.") == "3-9"
    assert pages("S12-S14") == "S12-S14"
    assert joined("41103-1", "41103-41103-3") == "41103-41103-3"
    assert joined("467", "") == "467"
    assert joined("12-19", "19") == "12-19"
    issns, isbns, rest = standard_numbers(
        "0138-9130 (Print), 1588-2861 (Online); 3-540-66654-X note"
    )
    assert issns == (
        StandardNumber("0138-9130", "print"),
        StandardNumber("1588-2861", "electronic"),
    )
    assert isbns == (StandardNumber("354066654X"),)
    assert rest == "note"


TWO = [a + b for a in string.ascii_uppercase for b in string.ascii_uppercase + string.digits]
FORMS = {
    "nbib": ([*load("nbib")["record"]["known"].split(), "ZZZ"], "PMID- 12\n", "{:4}- {}\n", ""),
    "wos": (TWO, "PT J\n", "{} {}\n", "ER\n"),
    "refworks": (TWO, "RT Report\n", "{} {}\n", ""),
    "refer": (
        ["%" + c for c in string.digits + string.ascii_uppercase + "@!#$&()*+<=>?[]^~"],
        "%0 Book\n", "{} {}\n", "",
    ),
    "copac": ([tag for tag in TWO if tag.isalpha()], "TI- A title\n", "{}- {}\n", ""),
    "biblioscape": (TWO, "--TI-- A title\n", "--{}-- {}\n", "------\n"),
    "ovid": (
        [name.capitalize() for block in load("ovid")["label"].values() for name in phrases(block)],
        "<1>\nTitle\n  A title\n", "{}\n  {}\n", "",
    ),
}  # fmt: skip
# These part records, or are the short form of the name before them.
FRAME = {
    *("PMID", "PMC", "PMCR", "UI", "AU", "ED", "IR", "PT", "ER", "EF", "FN", "VR", "RT", "%0"),
    *("TI", "YP"),
}
VALUES = (
    "Zq{}tok", "9{}77", "19{} Mar 3", "Fam{}tok, Ann", "Ann Fam{0}tok; Bob Fa{0}tak",
    "7{0}11-7{0}19", "10.1000/z{}tok", "http://example.org/z{}tok", "c19{}",
    "Foo Q{0}tok. 28(2):1{0}-1{0}, 20{0} Mar.", "word{0}; wort{0} [Review]", "1234-5{}7 (Print)",
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_no_value_is_lost(name: str) -> None:
    tags, head, line, end = FORMS[name]
    for seed in range(60):
        chance = Random(f"{name} {seed}")  # noqa: S311 - to be the same each time
        known = chance.sample([tag for tag in tags if tag not in FRAME], 12)
        said = [
            (tag, chance.choice(VALUES).format(f"{number:02d}"))
            for number, tag in enumerate([*known, *known[:3]])
        ]
        text = head + "".join(line.format(*pair) for pair in said) + end
        kept = b"".join(map(encode, read(name, text.encode()))).decode().lower()
        kept = re.sub(r"[^0-9a-z]", "", kept)
        for tag, value in said:
            for word in re.findall(r"[a-z]*\d[0-9a-z]*", value.lower()):
                assert word in kept, (tag, value, text)
