"""What a page's record says of its values: places, confidence, contradiction, in words."""

import pytest

from cases import Case, found
from mentorlit.cli.console import plain
from mentorlit.explaining import explained
from mentorlit.model import Citation, Evidence, Name, Origin, PartialDate
from mentorlit.pages.confidence import confidence
from mentorlit.pages.findings import Claim
from mentorlit.pages.lines import Line
from mentorlit.pages.places import Places
from mentorlit.pages.rivals import agree, as_text, rivals
from mentorlit.reading import Reading

PAGES = [case for case in found("readers") if case.format in ("page-text", "page-html")]
TITLE = "A Theory for Record Linkage"


def person(family: str, given: str = "") -> Name:
    return Name(family=family, given=given)


def claim(value: object, rule: str = "label/Title", rank: int = 1, field: str = "title") -> Claim:
    return Claim(field, value, rank, rule, (Line("x", 1, 0, 10),))


@pytest.mark.parametrize(
    ("rule", "rank", "word"),
    [
        ("label/Published", 1, "high"),
        ("citation/Cite this", 2, "medium"),
        ("head/title", 3, "medium"),
        ("head/authors", 4, "low"),
        ("highwire/citation_title", 10, "high"),
        ("visible/label/Published", 111, "high"),
        ("visible/head/title", 113, "medium"),
        ("dublin-core/DC.title", 50, "medium"),
        ("opengraph/og:title", 120, "low"),
        ("profile mine/tag DC.title", 1, "high"),
        ("visible/label/Published [placeholder-date]", -1, "medium"),
        ("opengraph/og:title [cut-title]", -3, "low"),
    ],
)
def test_confidence(rule: str, rank: int, word: str) -> None:
    assert confidence(claim("x", rule, rank)) == word


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (PartialDate(2019), PartialDate(2019, 5, 2), True),
        (PartialDate(2019, 5), PartialDate(2019, 6), False),
        (PartialDate(2019), PartialDate(2018), False),
        ("12", "12", True),
        ("12", "2", False),
        (TITLE, TITLE.upper(), True),
        (TITLE, f"{TITLE}: a survey", True),
        (TITLE, "Record linkage", False),
        (f"{TITLE}, 3rd ed.", f"Home | {TITLE}, 3rd ed.", False),
        (f"{TITLE} in large files", f"Home | {TITLE} in large files", True),
        ((person("Fellegi", "Ivan"),), (person("Fellegi", "I. P."),), True),
        ((person("Fellegi", "Ivan"),), (Name(literal="Ivan Fellegi"),), True),
        ((person("Fellegi", "Ivan"),), (person("Sunter", "Alan"),), False),
        ((person("Fellegi"), person("Sunter")), (person("Fellegi"),), True),
        ((person("Fellegi"), person("Sunter")), (person("Sunter"), person("Fellegi")), False),
        ("D36-D42", "D36", True),
        ("en-US", "en", True),
        (("a",), ("b",), True),
    ],
)
def test_what_contradicts(one: object, other: object, fits: bool) -> None:
    assert agree(one, other) is fits
    assert agree(other, one) is fits


def test_each_other_value_is_kept_once_and_a_few() -> None:
    others = [claim(f"Quite another title {letter}") for letter in "abcdefgh"]
    assert rivals(TITLE, [claim(TITLE), others[0], others[0]]) == [others[0]]
    assert rivals(TITLE, [claim(TITLE), *others]) == others[:5]
    assert rivals("article", [claim("article"), claim("book", field="type")]) == []


def test_a_long_value_is_cut() -> None:
    assert as_text("word " * 100).endswith(" ...")
    assert len(as_text("x" * 1000)) == 300
    assert as_text((person("Fellegi", "Ivan"), person("Sunter"))) == "Fellegi, Ivan; Sunter"


def place(data: bytes, made: Claim) -> bytes:
    """Return the bytes that the evidence of a claim on one line of a page names."""
    line = Line("x", 1, 100, 100 + len(data))
    made = Claim(made.field, made.value, made.rank, made.rule, (line,))
    (spot,) = Places(data, 100).behind([made])
    return data[spot.start - 100 : spot.end - 100]


FILLED = b"<p>" + b"word " * 60 + b"</p>"
AUTHORS = (
    b'<meta name="citation_author" content="Fellegi, Ivan">'
    b'<meta name="citation_author" content="Sunter, Alan">'
)
META = (
    b"<html><head><title>" + TITLE.encode() + b" - Site</title>"
    b'<meta name="dc.title" content="' + TITLE.encode() + b'">'
    b'<meta name="citation_title" content="' + TITLE.encode() + b'">' + AUTHORS +
    b'<meta name="x" content="R &amp; D"><script>{"name":"' + TITLE.encode() + b'"}</script>'
    b"</head><body>" + FILLED + b"<h1>" + TITLE.encode() + b"</h1> no. 328, vol. 64</body></html>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (
            claim(TITLE, "highwire/citation_title"),
            b'<meta name="citation_title" content="A Theory for Record Linkage">',
        ),
        (
            claim(
                (person("Fellegi", "Ivan"), person("Sunter", "Alan")), "highwire/citation_author"
            ),
            AUTHORS,
        ),
        (claim("R & D", "profile a/tag x"), b'<meta name="x" content="R &amp; D">'),
        (claim(TITLE, "visible/head/title"), TITLE.encode()),
        (claim("328", "visible/citation/x", field="issue"), b"328"),
        (claim("32", "visible/citation/x", field="issue"), META),
        (claim("word", "visible/head/title"), META),
        (claim("Not there", "visible/head/title"), META),
        (claim(PartialDate(1969), "highwire/citation_date"), META),
        (claim("chapter", "profile a/tag x", field="type"), b'<meta name="x" content="R &amp; D">'),
        (claim("en", "visible/text/words", field="language"), META),
    ],
)
def test_a_place_in_a_page_on_one_line_is_narrowed(made: Claim, shown: bytes) -> None:
    assert place(META, made) == shown


@pytest.mark.parametrize(("carrier", "at"), [("json-ld", 4), ("title", 1), ("visible/head", 5)])
def test_the_place_is_that_of_the_carrier(carrier: str, at: int) -> None:
    line = Line("x", 1, 0, len(META))
    (spot,) = Places(META).behind([Claim("title", TITLE, 1, f"{carrier}/x", (line,))])
    assert META.count(TITLE.encode(), 0, spot.end) == at


def test_a_short_line_is_a_place_itself() -> None:
    assert place(b"Title: A Theory", claim("A Theory")) == b"Title: A Theory"


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.id)
def test_every_place_of_a_page_has_bounds_and_confidence(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.input.parent)
    size = case.input.stat().st_size
    for record in Reading([case.input.name]):
        own = record.origin is not None and record.origin.format in ("page-text", "page-html")
        for places in record.evidence.values() if own else ():
            for spot in places:
                assert 0 <= spot.start < spot.end <= size
                assert spot.confidence in ("high", "medium", "low")
        assert told(record)


def told(record: Citation) -> list[str]:
    """Return the explanation of a record, one line each."""
    return b"".join(map(plain, explained(record))).decode().splitlines()


def test_an_explanation_tells_places_and_what_contradicts_them() -> None:
    record = Citation(
        title=TITLE,
        issued=PartialDate(1969, 12),
        incomplete=("author",),
        extra={"page-html": {"Shelf": ["B 12", "B 13"]}},
        evidence={
            "title": (
                Evidence(3, 40, 60, "highwire/citation_title", "high"),
                Evidence(9, 90, 99, "opengraph/og:title", "low", "Another"),
            ),
            "issued": (Evidence(7, 70, 80, "visible/label/Out [placeholder-date]", "medium"),),
        },
        origin=Origin("s", "page.html", "page-html", 1, 1, 0),
    )
    assert told(record) == [
        "page.html:1: record 1, page-html",
        "  read from              Highwire tags (1), labels (1)",
        "",
        "  title                  A Theory for Record Linkage",
        "                           from the meta tag citation_title (line 3, byte 40; high)",
        "                           not Another: the meta tag og:title (line 9, byte 90; low)",
        "  issued                 1969-12",
        '                           from the label "Out", by the rule placeholder-date',
        "                           (line 7, byte 70; medium)",
        "  missing                author: no tag, label or line of names states anybody",
        "  kept without a field   Shelf: B 12; B 13",
        "",
    ]


def test_a_format_with_fields_of_its_own_is_told_by_them() -> None:
    record = Citation(title=TITLE, evidence={"title": (Evidence(2, 5, 9, "field/title"),)})
    assert told(record)[3] == "                           from field/title (line 2, byte 5)"


def test_control_characters_are_not_printed() -> None:
    record = Citation(
        title="A\x1b[31mred", evidence={"title": (Evidence(1, 0, 1, "a\x1b", "low"),)}
    )
    assert "\x1b" not in "".join(told(record))


def test_long_lists_are_cut() -> None:
    record = Citation(author=tuple(person(f"Name{n}") for n in range(40)))
    assert told(record)[-2].strip() == "... and 28 more"


def test_places_of_one_rule_are_told_together() -> None:
    lines = [*range(2, 11), 2]
    places = tuple(Evidence(n, n, n + 1, "head/biography", "medium") for n in lines)
    record = Citation(title=TITLE, evidence={"title": places})
    assert told(record)[4:6] == [
        "                           from the head of the page, as biography",
        "                           (lines 2, 3, 4, 5, 6, 7 and 3 more; medium)",
    ]
