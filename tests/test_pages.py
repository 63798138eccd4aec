"""Properties of the page engine that single fixtures cannot show."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.model import Citation, Name
from mentorlit.pages import (
    abstracts,
    citeline,
    containers,
    grammar,
    lexicon,
    people,
    reference,
    tongue,
)
from mentorlit.pages.engine import examine
from mentorlit.pages.lines import cut, has_cjk
from mentorlit.problems import Reject
from mentorlit.readers.page_text import read
from mentorlit.stream import Stream
from mentorlit.tables import load, phrases

LABELLED = (
    "Title: Issues in the Mentor-Mentee Relationship in Academic Medicine",
    "Authors: Straus, Sharon E.; Chatur, Fatima; Taylor, Mark",
    "Journal: Academic Medicine",
    "Volume: 84",
    "Issue: 1",
    "Pages: 135-139",
    "Year: 2009",
    "DOI: 10.1097/ACM.0b013e31819301ab",
    "Keywords: mentors; interviews",
)
HEAD = (
    "Mentoring Faculty in Academic Medicine: A New Paradigm?",
    "Linda Pololi, Sharon Knight",
    "J Gen Intern Med. 2005;20(9):866-870. doi: 10.1111/j.1525-1497.2005.05007.x",
    "Abstract",
    "The paper asks whether one mentor is enough. It holds that a group of equals may do better.",
)
NOISE = (
    "Skip to main content",
    "Share",
    "Log in",
    "PDF",
    "Download citation",
    "Cookie settings",
    "Facebook",
    "Zum Inhalt springen",
    "Buscar",
)


def records(text: str | bytes) -> list[Citation | Reject]:
    data = text.encode() if isinstance(text, str) else text
    return list(read(Stream([data], name="page.txt", source="page.txt", format="page-text")))


def citation(text: str) -> Citation:
    [found] = records(text)
    assert isinstance(found, Citation)
    return found


def stated(found: Citation) -> Citation:
    """Return what the record says, without where it says it."""
    return msgspec.structs.replace(found, evidence={}, origin=None)


@given(st.permutations(LABELLED))
def test_the_order_of_labelled_lines_does_not_matter(lines: list[str]) -> None:
    assert stated(citation("\n".join(lines))) == stated(citation("\n".join(LABELLED)))


@given(st.lists(st.tuples(st.integers(0, len(HEAD) - 1), st.sampled_from(NOISE)), max_size=6))
def test_interface_words_between_the_lines_do_not_matter(noise: list[tuple[int, str]]) -> None:
    lines = list(HEAD)
    for place, word in sorted(noise, reverse=True):
        lines.insert(place, word)
    assert stated(citation("\n\n".join(lines))) == stated(citation("\n\n".join(HEAD)))


@given(st.sampled_from(["Similar articles", "Cited by", "References", "Literatur", "参考文献"]))
def test_other_works_never_leak(mark: str) -> None:
    other = "Doe J, Roe R. Another study. Other J. 2011;5(2):99-101. doi: 10.9999/other. PMID: 1111"
    page = "\n\n".join(HEAD)
    assert stated(citation(f"{page}\n\n{mark}\n\n{other}\n")) == stated(citation(page))


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "  ", "\t"]))
def test_line_ends_and_indents_do_not_matter(end: str, indent: str) -> None:
    page = end.join(indent + line for line in HEAD)
    assert stated(citation(page)) == stated(citation("\n".join(HEAD)))


@given(st.sets(st.sampled_from(range(len(LABELLED))), min_size=1))
def test_a_field_without_its_line_stays_empty(kept: set[int]) -> None:
    found = citation("\n".join(["Language: English", *(LABELLED[i] for i in sorted(kept))]))
    whole = citation("\n".join(LABELLED))
    for field, index in (("title", 0), ("author", 1), ("volume", 3), ("page", 5), ("doi", 7)):
        expected = getattr(whole, field) if index in kept else type(getattr(whole, field))()
        if len(kept) > 1:
            assert getattr(found, field) == expected


@given(st.binary(max_size=600))
def test_any_bytes_give_at_most_one_record(data: bytes) -> None:
    assert len(records(data)) <= 1


@given(st.lists(st.sampled_from([*HEAD, *LABELLED, *NOISE, "References", "1. Introduction", ""])))
def test_every_field_has_evidence_inside_the_text(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    for found in records(data):
        if isinstance(found, Citation):
            for field, places in found.evidence.items():
                assert places, field
                assert all(0 <= p.start < p.end <= len(data) for p in places)
                assert all(data[: p.start].count(b"\n") + 1 == p.line for p in places)


def test_blank_input_is_no_record() -> None:
    assert records(b" \n\t\r\n ") == []


def test_a_page_above_the_limit_is_rejected() -> None:
    stream = Stream([b"a" * 100], name="p", source="p", format="page-text")
    stream.limits = msgspec.structs.replace(stream.limits, page=10)
    [found] = list(read(stream))
    assert isinstance(found, Reject)
    assert found.code == "too-large"


@pytest.mark.parametrize(
    ("line", "volume", "issue", "page", "year"),
    [
        ("GMS J Med Educ 2024;41(1):Doc11", "41", "1", "Doc11", 2024),
        ("Volume 33, Issue 2, March 2020, Pages 11-29", "33", "2", "11-29", 2020),
        ("v3 n3 p68-80 2015", "3", "3", "68-80", 2015),
        ("2019, Cilt 9, Sayı 1, Sayfa(lar) 012-016", "9", "1", "012-016", 2019),
        ("Журнал: Анализ. 2011;17(4): 50‑55", "17", "4", "50-55", 2011),
        ("Том 17, № 4, 2011, с. 50-55", "17", "4", "50-55", 2011),
        ("教育研究, 2023, 39(1): 73-89.", "39", "1", "73-89", 2023),
        ("教育研究, 2014(5): 3-12.", "", "5", "3-12", 2014),
        ("Zeitschrift für Soziologie, Jg. 12, Heft 3, S. 3-9, 2001", "12", "3", "3-9", 2001),
        ("eLife 2019;8:e44753", "8", "", "e44753", 2019),
    ],
)
def test_citation_lines(line: str, volume: str, issue: str, page: str, year: int) -> None:
    cited = citeline.read(line)
    assert cited is not None
    assert (cited.volume, cited.issue, cited.page) == (volume, issue, page)
    assert cited.date is not None
    assert cited.date.year == year


@pytest.mark.parametrize(
    "line",
    [
        "The group had 30 meetings during 2006–2010.",
        "Site last built on 06 February 2026 at 10:32 UTC",
        "Box 354694, 4225 Roosevelt Way NE, Suite 306; telephone: (206) 598-7792",
        "In 2012, 45 (12) of the students were asked.",
    ],
)
def test_prose_is_no_citation_line(line: str) -> None:
    assert citeline.read(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Amy Prunuske, Bre Anna Houss", ["Prunuske, Amy", "Houss, Bre Anna"]),
        ("Lord, Julie A. MD; Roe, Kim EdD", ["Lord, Julie A.", "Roe, Kim"]),
        ("J. M. Leinaas1 & J. Myrheim1,2*", ["Leinaas, J. M.", "Myrheim, J."]),
        (
            "Castro, Vida, Ruiz, Ana and Albericio, F.",
            ["Castro, Vida", "Ruiz, Ana", "Albericio, F."],
        ),
        ("Emslie MJ, Cheal AJ", ["Emslie, MJ", "Cheal, AJ"]),
        ("Иванов И.И., Петров А.Б.", ["Иванов, И.И.", "Петров, А.Б."]),
        ("Jane Doe, MD, PhD, John Roe, MSc", ["Doe, Jane", "Roe, John"]),
        ("张三，李四", ["张三", "李四"]),
    ],
)
def test_lines_of_names(line: str, names: list[str]) -> None:
    def shown(name: Name) -> str:
        return name.literal or f"{name.family}, {name.given}"

    assert [shown(name) for name in people.people(line)] == names


@pytest.mark.parametrize(
    "line",
    [
        "Department of Communication Studies, Baruch College, City University of New York",
        "Attention Is All You Need",
        "RegisterSign in",
        "Privacy Policy",
        "Journals & Books",
    ],
)
def test_what_is_no_line_of_names(line: str) -> None:
    assert people.people(line) == []


def test_a_reference_is_parted_by_the_known_title() -> None:
    text = "Roe, R. (2010). A study. In two parts. J. Polym. Environ., 18(3):231-234."
    found = reference.read(text, "A study. In two parts")
    assert found.cited is not None
    assert found.cited.journal.startswith("J. Polym. Environ")
    assert found.title == "A study. In two parts"


@pytest.mark.parametrize(
    ("value", "kind", "day"),
    [("Published - Nov 11 2019", "date", 11), ("E-pub ahead of print - 3 May 2020", "epub", 3)],
)
def test_the_state_of_a_publication(value: str, kind: str, day: int) -> None:
    found, date = grammar.status(value)
    assert found == kind
    assert date is not None
    assert date.day == day


def test_sections_joined_by_a_no_break_space_colon_or_line() -> None:
    purpose = "To see what there is to be seen of the matter in schools."
    results = "We saw a good part of it, and more than was seen before."
    for joint in ("\u00a0", ": "):
        sections = (f"Purpose{joint}{purpose}", f"Results{joint}{results}")
        page = "\n\n".join([*HEAD[:3], *sections])
        labels = [section.label for section in citation(page).abstract_sections]
        assert labels == ["Purpose", "Results"]
    assert abstracts.leading_label("Results were seen: many") == ""


def test_inline_sections_hold_the_whole_abstract() -> None:
    inline = "目的：看学校里有什么可看。方法：问了二十所学校的老师。结果：看到了很多。"
    assert [part.label for part in abstracts.sections([], inline)] == ["目的", "方法", "结果"]
    late = "Much is not known. Methods: We asked. Results: They told us."
    assert abstracts.sections([], late) == ()


def test_a_heading_above_bullets_is_no_label_with_a_value() -> None:
    found = citation(
        "\n".join([*LABELLED, "", "Network: partners of it", "", "  • Bergen", "  • Lund"])
    )
    assert found.extra["page-text"] == {"Network: partners of it": ["Bergen", "Lund"]}


def test_publication_types_are_the_genre_and_no_keywords() -> None:
    types = ("PubMed: MeSH publication types", "", "  • Journal Article", "  • Review")
    found = citation("\n".join([*LABELLED, "", *types]))
    assert (found.genre, found.type) == ("Journal Article; Review", "article-journal")
    assert [keyword.text for keyword in found.keyword] == ["mentors", "interviews"]


@pytest.mark.parametrize("table", ["labels", "zones", "noise"])
def test_blocks_fold_as_their_phrases(table: str) -> None:
    for block in load(f"pages/{table}").values():
        assert lexicon.folded(block) == [lexicon.fold(phrase) for phrase in phrases(block)]


def test_a_label_stands_in_one_list_only() -> None:
    kinds: dict[str, set[str]] = {}
    for kind, block in load("pages/labels").items():
        for label in lexicon.folded(block):
            kinds.setdefault(label, set()).add(kind)
    assert {label: found for label, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("text", "known"), [("目的", True), ("かな", True), ("한국", True), ("Łódź Ω ж 😀", False)]
)
def test_chinese_japanese_and_korean_letters(text: str, known: bool) -> None:
    assert has_cjk(text) is known


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The cat sat on the mat and it was seen by those who were in the house with us", "en"),
        ("Der Hund lag auf dem Boden und wurde von den Kindern mit einer Decke zugedeckt", "de"),
        ("Il est dans la maison avec les enfants qui sont venus pour voir ce que nous avons", "fr"),
        (
            "В этой работе показано, что для всех чисел не было найдено решения, как и при этом",
            "ru",
        ),
        ("数字素养是信息社会中人们学习、工作和生活所需要的基本能力的一部分。", "zh"),
        ("Lorem ipsum dolor", ""),
    ],
)
def test_the_language_of_a_text(text: str, tag: str) -> None:
    assert tongue.detect(text) == tag


def test_offsets_are_those_of_the_bytes() -> None:
    data = "é\r\n\r\n  ß: x  \n".encode()
    first, second = cut(data, "utf-8")
    assert data[first.start : first.end].decode() == "é"
    assert data[second.start : second.end].decode().strip() == "ß: x"
    assert (second.number, second.gap) == (3, True)


@pytest.mark.parametrize(
    ("line", "journal"),
    [
        ("Inicio / Archivos / Vol. 22 Núm. 3 (2019)", ""),
        ("Home > Educational Review > Vol. 22, No. 3 (2019)", "Educational Review"),
        ("[Submitted on 12 Jun 2017 (v1)]", ""),
        ("Plos Medicine, 30 Aug 2005, 2(8):e124", "Plos Medicine"),
        ("Journal of Vocational Behavior 72 (2008) 254–267", "Journal of Vocational Behavior"),
        ("Geosci. Commun., 5, 67–81, 2022", "Geosci. Commun."),
    ],
)
def test_only_titles_of_periodicals_stand_before_the_numbers(line: str, journal: str) -> None:
    cited = citeline.read(line)
    assert (cited.journal if cited else "") == journal


def test_an_inverted_name_in_the_citation_splits_the_family_name() -> None:
    page = (
        "Mentoring in two schools of nursing: a review\nJuan Carlos Pérez Ruiz\nMaría José García\n"
        "DOI: https://doi.org/10.1000/182\nHow to cite\n"
        "Pérez Ruiz, J. C., & García, M. J. (2019). Mentoring in two schools of nursing: a review. "
        "Nurse Education, 22(3), 101–115."
    )
    found = examine(cut(page.encode(), "utf-8")).findings.best("author")
    assert found is not None
    assert [name.family for name in found.value] == ["Pérez Ruiz", "García"]


@pytest.mark.parametrize(
    "line",
    [
        "Home | Journals | About",
        "Original Article | Open Access",
        "Open Access | Research Article",
        "Review · Free access",
        "Startseite » Archiv » Artikel",
    ],
)
def test_menus_and_badges_are_no_title(line: str) -> None:
    found = citation("\n\n".join([line, *HEAD]))
    assert found.title == citation("\n\n".join(HEAD)).title


@pytest.mark.parametrize(
    "text",
    [
        "We read it (BMJ 2010;340:c100, doi:10.1136/bmj.c100) and I liked it. It was good.",
        "This was shown in BMJ 2010;340:c100 and they have not been refuted.",
        "Nothing in here is a citation. It was late. See doi 10.1000/xyz for more.",
        "a,b,c\n1,2,3\n",
        "Language: English",
    ],
)
def test_a_text_without_a_work_is_rejected(text: str) -> None:
    [found] = records(text)
    assert isinstance(found, Reject)
    assert found.code == "no-bibliographic-data"


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("Matthew J Page, Joanne E McKenzie", ["Page", "McKenzie"]),
        ("Matthew J Page", ["Page"]),
        ("Contact Page, About Us", []),
        ("Title Page", []),
        ("Machine Learning, Hidden Markov", []),
    ],
)
def test_family_names_that_are_words_of_pages(line: str, families: list[str]) -> None:
    assert [name.family for name in people.people(line)] == families


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Li Wei A, Doe J. Bees. J Apic Res", ("Li Wei A, Doe J", "Bees", "J Apic Res")),
        (
            "Smith J. Do bees dream at night? Apidologie",
            ("Smith J", "Do bees dream at night?", "Apidologie"),
        ),
        ("Smith J, et al. One thing. Two things. Apidologie", ("", "", "")),
        ("David O. Lucca & Jonathan H. Wright. A thing. Econ J", None),
        ("J. Apic. Res", None),
        ("Phys A. Condensed Matter", None),
    ],
)
def test_vancouver_references_are_parted_where_certain(
    text: str, parts: tuple[str, str, str] | None
) -> None:
    assert containers.vancouver(text) == parts
