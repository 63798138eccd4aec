"""Keys by pattern, order, selection, titles of journals, aliases and losses of an export."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citations import whole
from mentorlit.citekeys import candidate
from mentorlit.exporting import PLAIN, Plan, export
from mentorlit.journals import Journals, shipped
from mentorlit.journals import given as given_rows
from mentorlit.keypatterns import maker
from mentorlit.limits import Limits
from mentorlit.losses import Losses, unheld
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.planning import plan
from mentorlit.problems import InputError, LossyError, UsageError
from mentorlit.sorting import sort_fields
from mentorlit.spool import Spool
from mentorlit.writers import BY_NAME

RECORD = Citation(
    type="article-journal",
    citation_key="old key",
    title="The alignment of roles",
    author=(Name(family="Prunuske", given="A."), Name(family="Ünal"), Name(literal="A Group")),
    issued=PartialDate(year=2019),
    container_title="New England Journal of Medicine",
    pmid="123",
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{author}{year}{title}", "prunuske2019alignment"),
        ("{Author}:{year:2}", "Prunuske:19"),
        ("{authors}{Title:5}", "prunuskeunalagroupAlign"),
        ("pm{pmid}", "pm123"),
        ("{journal}-{year}_{type}", "nejm-2019_articlejournal"),
        ("keep", "old_key"),
        ("", "old_key"),
    ],
)
def test_a_pattern_makes_keys(pattern: str, key: str) -> None:
    assert maker(pattern)(RECORD) == key


def test_many_authors_are_the_first_and_others() -> None:
    record = msgspec.structs.replace(RECORD, author=(Name(family="Berg"),) * 4)
    assert maker("{Authors}")(record) == "Bergetal"


def test_a_record_without_any_part_gets_the_usual_key() -> None:
    assert maker("x{pmid}")(Citation(title="Roles")) == "roles"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{auhtor}", "did you mean {author}?"),
        ("{zzz}", "known are author"),
        ("{AUTHOR}", "did you mean {author}?"),
        ("{author} {year}", "not legal"),
        ("x,{year}", "not legal"),
        ("{year", "not legal"),
        ("smith", "no part in it"),
    ],
)
def test_a_wrong_pattern_says_what_is_wrong(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=r"--keys") as error:
        maker(pattern)
    assert message in str(error.value)


@given(whole(), st.sampled_from(["{Author}{year}", "{authors}.{journal}", "{title:3}{type}"]))
def test_keys_of_patterns_are_legal(citation: Citation, pattern: str) -> None:
    key = maker(pattern)(citation)
    assert candidate(Citation(citation_key=key)) == key


def titles(citations: list[Citation], sort: str) -> list[str]:
    document = export(citations, BY_NAME["ndjson"], plan=plan(sort=sort))
    return [msgspec.json.decode(line, type=Citation).title for line in document]


def test_records_are_sorted_and_equal_ones_stay() -> None:
    records = [
        Citation(title="c", issued=PartialDate(year=2001), author=(Name(family="Zöe"),)),
        Citation(title="a"),
        Citation(title="B", issued=PartialDate(year=-50), author=(Name(family="zoe"),)),
        Citation(title="d", issued=PartialDate(year=2001, month=3), author=(Name(family="Abe"),)),
    ]
    assert titles(records, "year") == ["B", "c", "d", "a"]
    assert titles(records, "-year") == ["c", "d", "B", "a"]
    assert titles(records, "-date") == ["d", "c", "B", "a"]
    assert titles(records, "title") == ["a", "B", "c", "d"]
    assert titles(records, "author,-title") == ["d", "c", "B", "a"]


def test_sorting_by_key_takes_the_final_keys() -> None:
    records = [Citation(title="b"), Citation(title="a"), Citation(title="b", volume="1")]
    document = export(records, BY_NAME["json"], plan=plan(sort="-key", keys="{title}"))
    assert [line.split('"')[3] for line in document if "id" in line][-1] == "a"


def test_an_unknown_sort_field_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"did you mean author"):
        sort_fields(["auther"])


def test_the_spool_gives_back_what_it_got_in_any_order() -> None:
    citations = [Citation(title=f"{n}" * n) for n in range(60)]
    with Spool(Limits(spool=500)) as spool:
        for citation in citations:
            spool.add(citation)
        assert len(spool) == 60
        order = [59, 0, 30, 31, 1, 59]
        assert [spool[place] for place in order] == [citations[place] for place in order]


def test_an_export_from_the_file_is_that_from_memory() -> None:
    citations = [Citation(title=f"Title {n % 7}", volume=str(n)) for n in range(50)]
    chosen = plan(sort="-title,key")
    one = list(export(citations, BY_NAME["ris"], Limits(spool=300), chosen))
    assert one == list(export(citations, BY_NAME["ris"], plan=chosen))


def test_selection() -> None:
    (kept,) = selected(fields="title,issued")
    assert kept == Citation(
        type="article-journal",
        citation_key="old key",
        title=RECORD.title,
        issued=RECORD.issued,
    )
    (left,) = selected(omit="author,citation-key")
    assert left == msgspec.structs.replace(RECORD, author=(), citation_key="")


def selected(**options: str) -> list[Citation]:
    document = export([RECORD], BY_NAME["ndjson"], plan=plan(**options))  # type: ignore[arg-type]
    return [msgspec.json.decode(line, type=Citation) for line in document]


@pytest.mark.parametrize("option", ["fields", "omit"])
def test_an_unknown_field_gets_a_suggestion(option: str) -> None:
    with pytest.raises(UsageError, match=rf"--{option}: unknown field 'doi'; did you mean DOI\?"):
        plan(**{option: "title,doi"})  # type: ignore[arg-type]


def test_keys_do_not_depend_on_what_is_left_out() -> None:
    both = [RECORD, msgspec.structs.replace(RECORD, volume="2")]
    chosen = plan(keys="{author}{year}", omit="author,issued,volume")
    document = "".join(export(both, BY_NAME["bibtex"], plan=chosen))
    assert "{prunuske2019," in document
    assert "{prunuske2019a," in document


def journals(abbreviate: bool, record: Citation, file: str = "") -> str:
    change = plan(abbreviate=abbreviate, journals=file).changed
    return change(record).container_title


def test_titles_are_abbreviated_by_the_table_alone(tmp_path: Path) -> None:
    assert journals(True, RECORD) == "N. Engl. J. Med."
    unknown = msgspec.structs.replace(RECORD, container_title="Journal of Something Else")
    assert journals(True, unknown) == "Journal of Something Else"
    stated = msgspec.structs.replace(unknown, container_title_short="J Sth Else")
    assert journals(True, stated) == "J Sth Else"
    chapter = msgspec.structs.replace(RECORD, type="chapter")
    assert journals(True, chapter) == "New England Journal of Medicine"
    table = tmp_path / "own.csv"
    table.write_text("# mine\n\nThe New England Journal of Medicine;NEJM\n")
    assert journals(True, RECORD, str(table)) == "NEJM"


@pytest.mark.parametrize(
    ("title", "short", "full"),
    [
        ("N Engl J Med", "", "New England Journal of Medicine"),
        ("n. engl. j. med.", "", "New England Journal of Medicine"),
        ("", "N Engl J Med", "New England Journal of Medicine"),
        ("Science", "", "Science"),
        ("J. Unknown", "", "J. Unknown"),
        ("", "J. Unknown", ""),
    ],
)
def test_titles_are_unabbreviated(title: str, short: str, full: str) -> None:
    record = Citation(container_title=title, container_title_short=short)
    assert journals(False, record) == full


def test_an_abbreviation_of_two_titles_stays() -> None:
    table = Journals([("Acta Beta", "A. B."), ("Acta Bravo", "A. B."), ("Acta Beta", "X.")])
    assert table.unabbreviated(Citation(container_title="A. B.")).container_title == "A. B."
    assert table.abbreviated(Citation(container_title="Acta beta")).container_title == "A. B."


def test_the_shipped_table_is_in_order() -> None:
    rows = list(shipped())
    assert len(rows) > 500
    assert len({full for full, _ in rows}) == len(rows)
    table = Journals(rows)
    for full, short in rows:
        assert table.abbreviated(Citation(container_title=full)).container_title == short


@pytest.mark.parametrize("text", ["A\tB\nC\tD\tE\n", 'A;B\n"C";D\n', "A,B\r\nC,D\r\n"])
def test_own_tables_have_tabs_semicolons_or_commas(text: str) -> None:
    assert list(given_rows(text, "x")) == [("A", "B"), ("C", "D")]


def test_tables_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a title and its abbreviation"):
        list(given_rows("A;B\nonly one", "x"))
    with pytest.raises(InputError, match="cannot be read"):
        plan(abbreviate=True, journals=str(tmp_path / "none"))
    (tmp_path / "latin").write_bytes(b"\xe9;x")
    with pytest.raises(InputError, match="not UTF-8"):
        plan(abbreviate=True, journals=str(tmp_path / "latin"))
    with pytest.raises(UsageError, match="needs --abbreviate"):
        plan(journals="x")


def aliases(*citations: Citation, keys: str = "") -> list[str]:
    document = export(list(citations), BY_NAME["biblatex"], plan=plan(keys=keys))
    return [line.strip() for entry in document for line in entry.splitlines() if "ids =" in line]


def test_old_keys_of_merged_records_are_ids() -> None:
    members = (Citation(citation_key="smith_2000"), Citation(citation_key="Smi:2000"))
    merged = Citation(citation_key="smith_2000", title="x", members=members)
    assert aliases(merged) == ["ids = {Smi:2000},"]
    assert aliases(merged, keys="{title}") == ["ids = {smith_2000, Smi:2000},"]


def test_a_key_that_another_record_has_or_wants_is_no_alias() -> None:
    one = Citation(citation_key="a", title="x", members=(Citation(citation_key="b"),))
    two = Citation(citation_key="b", title="y")
    assert aliases(one, two) == []
    twin = Citation(citation_key="c", title="z", members=(Citation(citation_key="b"),))
    assert aliases(one, twin) == []


def test_old_and_new_keys_are_told() -> None:
    told: list[tuple[str, str]] = []
    chosen = plan(keys="{title}")._replace(key_map=lambda old, new: told.append((old, new)))
    merged = Citation(
        citation_key="one", title="Roles", members=(Citation(citation_key="two"), Citation())
    )
    list(export([merged, Citation(title="Other")], BY_NAME["ris"], plan=chosen))
    assert told == [("one", "roles"), ("two", "roles")]


def lost(citation: Citation) -> tuple[str, ...]:
    return tuple(unheld(citation, {"type", "title", "citation_key"}))


def test_a_format_without_keys_gets_those_that_are_asked_for() -> None:
    plain = "".join(export([RECORD, Citation(title="x")], BY_NAME["csv"]))
    assert "old key," in plain
    keyed = "".join(export([RECORD], BY_NAME["csv"], plan=plan(keys="{author}{year}")))
    assert "prunuske2019," in keyed


def test_losses_are_summed_up() -> None:
    told: list[tuple[str, ...]] = []
    losses = Losses("X", lost, lambda _, names: told.append(names))
    assert losses.summary() == ""
    for citation in (RECORD, Citation(title="x"), Citation(volume="1", pmid="1")):
        losses.note(citation)
    assert losses.summary() == (
        "2 of 3 records have fields that X cannot hold: "
        "PMID (2), author (1), container-title (1), issued (1), volume (1)"
    )
    assert told[1] == ("volume", "PMID")


def test_a_lossless_plan_writes_nothing_if_something_is_lost() -> None:
    chosen = Plan(losses=Losses("X", lost), lossless=True)
    document = export([Citation(title="x"), RECORD], BY_NAME["ris"], plan=chosen)
    with pytest.raises(LossyError, match="1 of 2 records has fields"):
        next(document)
    kept = chosen._replace(losses=Losses("X", lost))
    assert "TI  - x" in "".join(export([Citation(title="x")], BY_NAME["ris"], plan=kept))


def test_what_is_left_out_on_purpose_is_not_lost() -> None:
    losses = Losses("X", lost)
    chosen = plan(fields="title")._replace(losses=losses)
    list(export([RECORD], BY_NAME["ris"], plan=chosen))
    assert losses.records == 0


def test_a_plain_plan_reads_as_it_writes() -> None:
    """A format without keys is written record by record, before the next is read."""
    read: list[int] = []

    def records() -> Iterator[Citation]:
        for number in range(3):
            read.append(number)
            yield Citation(title=str(number))

    document = export(records(), BY_NAME["ndjson"], plan=PLAIN)
    next(document)
    assert read == [0]
