"""The reports themselves: the same numbers in each, the same bytes each time, nothing hostile."""

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO

import msgspec
import pytest
from hypothesis import given, settings

from citations import whole
from deduplications import made, record, results, same
from mentorlit.dedupe import Cluster, Deduplicated, Link
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.problems import UsageError
from mentorlit.reporting import Report, Run, check, prisma_writer, report_writer
from mentorlit.reporting.account import Inputs
from mentorlit.reporting.survey import survey
from mentorlit.tables import FOLDER

INPUTS = Inputs({("pubmed.ris", "pubmed.ris"): 2}, (("notes.pdf", "a PDF file is not read"),))
COMMAND = "mentorlit dedupe --report r.html *.ris"
HOSTILE = (
    "<script>alert(1)</script> --></style></title>\"' & \u202egnp.exe \x07\x1b[2J ]]> `|*_[x](y)"
)


def report(result: Deduplicated, inputs: Inputs = INPUTS, command: str = COMMAND) -> Report:
    found = survey(result, inputs, near=11.0, shown=2)
    return Report(Run("1.2.3", command), found, result)


def written(one: Report, suffix: str) -> str:
    return "".join(report_writer(f"r{suffix}")(one))


def coral(source: str, ordinal: int, title: str, **more: object) -> Citation:
    fields = {
        "title": title,
        "author": (Name(family="Hughes", given="Terry P."), Name(family="Kerry", given="J.")),
        "issued": PartialDate(2018),
        "container_title": "Nature",
        **more,
    }
    return record(source, ordinal=ordinal, fields=fields)


def example() -> Deduplicated:
    """Return a result with something of everything."""
    records = [
        coral("old.ris", 1, "Global warming transforms coral reef assemblages"),
        coral("pubmed.ris", 1, "Global warming transforms coral reef assemblages", volume="556"),
        coral("embase.ris", 1, "Global Warming transforms coral-reef assemblages", volume="55"),
        coral("embase.ris", 2, "Spatial and temporal patterns", doi="10.1/a"),
        coral("scopus.ris", 1, "Spatial and temporal patterns of bleaching", doi="10.1/a"),
        coral("wos.ris", 1, "Ecological memory", abstract="Word " * 200),
        coral("pubmed.ris", 2, "Ecological memory modifies", abstract="Word " * 199 + "last"),
        coral("wos.ris", 2, "Ecological memory: erratum"),
        coral("wos.ris", 3, "Identical"),
        coral("wos.ris", 4, "Identical"),
    ]
    unsure = Link(5, 7, "unsure", 6.5, "title contained")
    erratum = Link(5, 7, "related", 6.5, "erratum", relation="erratum-of", inverse=True)
    clusters = [
        Cluster((0, 1, 2), (same(0, 1), same(1, 2, 9.0))),
        Cluster((3, 4), (same(3, 4),)),
        Cluster((5, 6), (same(5, 6, by="decision"), unsure, erratum)),
        Cluster((7,)),
        Cluster((8, 9), (same(8, 9, 99.0, by="identical"),)),
    ]
    return made(records, clusters, old=1, capped=[("title", 60_000)])


class Page(HTMLParser):
    """Checks that elements close in order, and keeps what is in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_together_and_needs_nothing_from_elsewhere() -> None:
    text = written(report(example()), ".html")
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert not [name for name, _ in page.attributes if name in ("src", "href") or name[:2] == "on"]
    assert "url(" not in text
    assert "@import" not in text
    assert "://" not in text
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    labels = {value for name, value in page.attributes if name == "aria-labelledby"}
    assert labels <= set(ids)
    assert text.count("<svg ") == text.count('role="img" aria-label="')


def test_the_page_shows_everything() -> None:
    page = Page(written(report(example()), ".html"))
    for said in (
        "Merges, by how sure they are",
        "Just above the threshold",
        "One identifier",
        "Identical records",
        "Decided by a person",
        "Left to decide",
        "Related, kept apart",
        "A is erratum of B",
        "old.ris:1 (earlier)",
        "Not read: ",
        "60,000 records share one title key",
        COMMAND,
        "11 identified = 4 remaining + 1 within + 3 between + 0 versions + 1 known + 2 unreadable.",
    ):
        assert said in page.text, said


@given(results())
@settings(max_examples=30)
def test_every_result_has_a_page_that_holds_together(result: Deduplicated) -> None:
    Page(written(report(result), ".html"))


def hostile() -> Deduplicated:
    name = Name(literal=HOSTILE)
    records = [
        record(
            f"{at}{HOSTILE}", fields={"title": HOSTILE * at, "author": (name,), "note": (HOSTILE,)}
        )
        for at in range(1, 5)
    ]
    links = (same(0, 1, relation=HOSTILE), Link(0, 2, "unsure", 5.0, HOSTILE))
    related = Link(2, 3, "related", 5.0, HOSTILE, HOSTILE)
    clusters = [Cluster((0, 1), links), Cluster((2,), (related,)), Cluster((3,))]
    return made(records, clusters, capped=[(HOSTILE, 1)])


def test_a_record_cannot_break_out_of_the_page() -> None:
    inputs = Inputs({(HOSTILE, HOSTILE): 1}, ((HOSTILE, HOSTILE),))
    text = written(report(hostile(), inputs, HOSTILE), ".html")
    page = Page(text)
    assert "script" not in page.tags
    assert text.count("</style>") == text.count("</title>", 0, text.index("<body>")) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "\\u202egnp.exe \\x07\\x1b[2J" in page.text


@pytest.mark.parametrize("suffix", [".md", ".json", ".csv"])
def test_nothing_in_a_report_drives_a_terminal(suffix: str) -> None:
    inputs = Inputs({(HOSTILE, HOSTILE): 1}, ((HOSTILE, HOSTILE),))
    text = written(report(hostile(), inputs, HOSTILE), suffix)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    if suffix == ".md":
        outside = re.sub(r"(`+) .*? \1", "", text)
        assert not re.search(r"(?<!\\)(<script|\[x\]|\|\*)", outside)


@given(whole(), whole())
@settings(max_examples=30)
def test_any_two_records_can_be_reported(one: Citation, other: Citation) -> None:
    result = made([one, other], [Cluster((0, 1), (same(0, 1),))])
    Page(written(report(result), ".html"))
    json.loads(written(report(result), ".json"))
    assert written(report(result), ".md")


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".csv"])
def test_the_same_result_gives_the_same_bytes(suffix: str) -> None:
    assert written(report(example()), suffix) == written(report(example()), suffix)


def test_all_reports_say_the_same_numbers() -> None:
    one = report(example())
    numbers = json.loads("".join(prisma_writer("p.json")(one.account)))
    document = json.loads(written(one, ".json"))
    assert document["account"] == numbers
    rows = list(csv.reader(StringIO(written(one, ".csv").removeprefix("\ufeff"))))
    table = {tuple(row[:4]): int(row[4]) for row in rows[1:]}
    assert table["all", "", "", "identified"] == numbers["identified"] == 11
    assert table["all", "", "", "remaining"] == numbers["remaining"] == 4
    for source in numbers["sources"]:
        label = source["source"]
        assert table["source", label, "", "papers_only_here"] == source["papers_only_here"]
        assert (
            table["source", label, "", "removed_between_sources"]
            == (source["removed"]["between_sources"])
        )
    for place in document["overlap"]:
        assert table["overlap", " + ".join(place["sources"]), "", "papers"] == place["papers"]
    markdown = written(one, ".md")
    assert "| Records identified | 11 |" in markdown
    assert "| **Records to screen** | **4** |" in markdown


def test_what_is_not_shown_is_counted() -> None:
    records = [coral("a.ris", at, f"Paper {at // 2}") for at in range(20)]
    clusters = [Cluster((at, at + 1), (same(at, at + 1, 20.0),)) for at in range(0, 20, 2)]
    one = report(made(records, clusters), Inputs())
    assert written(one, ".html").count('<details class="view">') == 2
    assert "and 8 more, not shown" in written(one, ".html")
    assert "and 8 more, not shown" in written(one, ".md")
    group = json.loads(written(one, ".json"))["merges"][0]
    assert (group["papers"], group["records"], len(group["examples"])) == (10, 20, 2)


def test_a_paper_of_many_records_is_cut() -> None:
    records = [coral("a.ris", at, f"Paper {at}") for at in range(1, 101)]
    cluster = Cluster(tuple(range(100)), tuple(same(0, at) for at in range(1, 100)))
    text = written(report(made(records, [cluster])), ".html")
    assert "and 88 more records" in text
    assert len(text) < 60_000


def test_many_sources_have_no_plot() -> None:
    records = [coral(f"{at:03}.ris", 1, f"Paper {at}") for at in range(100)]
    text = written(report(made(records, [Cluster((at,)) for at in range(100)]), Inputs()), ".html")
    assert "upset" not in text[text.index("<body>") :]
    assert "and 75 more combinations with 75 papers" in text
    assert "92 more sources" in text


def test_a_result_without_any_record_has_a_report() -> None:
    for suffix in (".html", ".md", ".json", ".csv"):
        assert written(report(made([], []), Inputs()), suffix)


def test_the_boxes_of_prisma_add_up() -> None:
    one = report(example())
    boxes = json.loads("".join(prisma_writer("p.json")(one.account)))["prisma2020"]
    removed = boxes["duplicates"] + boxes["excluded_automatic"] + boxes["excluded_other"]
    assert boxes["database_results"] - removed == boxes["records_screened"]
    each = re.findall(r", (\d+)(?:;|$)", boxes["database_specific_results"])
    assert sum(map(int, each)) == boxes["database_results"]


def test_the_prisma_table_has_the_columns_of_the_package() -> None:
    one = report(example())
    text = "".join(prisma_writer("p.csv")(one.account)).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    assert list(rows[0]) == [
        *("data", "node", "box", "description", "boxtext", "tooltips", "url", "n"),
    ]
    numbers = {row["data"]: row["n"] for row in rows}
    assert (numbers["duplicates"], numbers["records_screened"]) == ("4", "4")
    assert numbers["excluded_other"] == "3"
    assert numbers["dbr_assessed"] == ""


@pytest.mark.parametrize(("prisma", "shown"), [("", "r"), ("", "r.pdf"), ("p.xls", "")])
def test_an_unknown_suffix_is_wrong_usage(prisma: str, shown: str) -> None:
    with pytest.raises(UsageError, match="the suffix must be"):
        check(prisma, shown)


def test_the_account_is_not_the_records() -> None:
    """What stays of a million records are numbers: no example keeps a record."""
    found = survey(example(), INPUTS, near=11.0, shown=2)
    assert "Hughes" not in repr(msgspec.to_builtins(found))


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): #([0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(("ink", "paper"), ("ink", "soft"), ("ink", "mark"), ("quiet", "paper")),
        *(("quiet", "soft"), ("accent", "panel"), ("accent", "paper"), ("warm", "paper")),
    ],
)
def test_texts_can_be_read(text: str, ground: str, scheme: int) -> None:
    """WCAG 2.1, 1.4.3: a contrast of 4.5 to 1."""
    css = (FOLDER / "reporting" / "report.css").read_text(encoding="utf-8")
    palette = colours(css.split("prefers-color-scheme: dark")[scheme])
    one, other = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 4.5
