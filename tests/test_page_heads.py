"""The head of a page without labels: citation lines, lines of names, cut titles."""

import pytest

from mentorlit.model import Citation
from mentorlit.pages import bylines, citeline, people, workplaces
from mentorlit.problems import Reject
from mentorlit.readers import page_text
from mentorlit.stream import Stream


def read(text: str) -> Citation | Reject:
    (found,) = page_text.read(
        Stream([text.encode()], name="x", source="x", format=page_text.FORMAT)
    )
    return found


def citation(text: str) -> Citation:
    found = read(text)
    assert isinstance(found, Citation)
    return found


@pytest.mark.parametrize(
    ("line", "journal", "numbers", "year"),
    [
        ("Phys. Rev. B 78, 134428 – Published 15 October 2008", "Phys. Rev. B", "78//134428", 2008),
        ("J. Chem. Phys. 123, 064107 (2005)", "J. Chem. Phys.", "123//064107", 2005),
        ("Nature 461, 361–362 (2009)", "Nature", "461//361-362", 2009),
        ("PeerJ 6:e4886 https://doi.org/10.7717/peerj.4886", "PeerJ", "6//e4886", 0),
        ("May 2016Nurse Education Today 40:120-128", "Nurse Education Today", "40//120-128", 2016),
        (
            "2009 J. Phys.: Condens. Matter 21 395502",
            "J. Phys.: Condens. Matter",
            "21//395502",
            2009,
        ),
        ("P Giannozzi et al 2009 EPL 87 12345", "EPL", "87//12345", 2009),
        ("Acta Cryst. (2008). A64, 112-122", "Acta Cryst", "A64//112-122", 2008),
        (
            "Zeitschrift für Pädagogik 55 (2009) 2, S. 248-265",
            "Zeitschrift für Pädagogik",
            "55/2/248-265",
            2009,
        ),
        (
            "Annales. Économies, Sociétés  Année 1982  37-2  pp. 345-362",
            "Annales. Économies, Sociétés",
            "37/2/345-362",
            1982,
        ),
        ("Revue d'histoire 2004/3 (no 51-3), pages 45 à 67", "Revue d'histoire", "/3/45-67", 2004),
        ("Yıl 2019, Cilt 9, Sayı 1, 12 - 16, 30.04.2019", "", "9/1/12-16", 2019),
        ("心理学报 2019, Vol. 51 Issue (3): 1-12", "心理学报", "51/3/1-12", 2019),
        ("2016年 第37卷 第5期 73-79", "", "37/5/73-79", 2016),
        ("대한간호학회지 제42권 제1호 2012 pp.24-32", "대한간호학회지", "42/1/24-32", 2012),
        (
            "Педагогіка і психологія. – 2019. – № 3. – С. 44–51.",
            "Педагогіка і психологія",
            "/3/44-51",
            2019,
        ),
        ("المجلد 28، العدد 2، 2020، الصفحات 45-78", "", "28/2/45-78", 2020),
        ("Núm. 45 (2019)", "", "/45/", 2019),
        (
            "Some ProceedingsVolume 5Issue CSCW1April 2021 pp 1–27",
            "Some Proceedings",
            "5/CSCW1/1-27",
            2021,
        ),
        ("Clinical Medicine 2010, Vol 10, No 3: 245–9", "Clinical Medicine", "10/3/245-9", 2010),
        (
            "Labour Economics, Elsevier, vol. 19(4), pages 501-514",
            "Labour Economics",
            "19/4/501-514",
            0,
        ),
        ("PEDAGOGISCHE STUDIËN 2013 (90) 3-19", "PEDAGOGISCHE STUDIËN", "90//3-19", 2013),
    ],
)
def test_styles_of_citation(line: str, journal: str, numbers: str, year: int) -> None:
    found = citeline.read(line)
    assert found is not None
    assert found.journal == journal
    assert f"{found.volume}/{found.issue}/{found.page or found.number}" == numbers
    assert (found.date.year if found.date else 0) == year


@pytest.mark.parametrize(
    "line",
    [
        "We mixed both at a ratio of 3:100 and waited",
        "Meet us at Room 12, 45 people at most",
        "Home / Archives / About",
        "Step 2: 10",
        "Call 555, 12345",
        "Open 9:30-17:00",
    ],
)
def test_what_cites_nothing(line: str) -> None:
    assert citeline.read(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ayşe YILMAZ, Mehmet Ali DEMİR", "YILMAZ|Ayşe; DEMİR|Mehmet Ali"),
        ("Yuki ABE, Kenji TAKAHASHI", "ABE|Yuki; TAKAHASHI|Kenji"),
        ("LI Xiaoming, WANG Fang", "LI|Xiaoming; WANG|Fang"),
        ("JP Smith, KL Jones", "Smith|JP; Jones|KL"),
        ("Emslie MJ, Cheal AJ", "Emslie|MJ; Cheal|AJ"),
        ("Yann Le Gall and Anna De Luca", "Le Gall|Yann; De Luca|Anna"),
        ("Hoang Van Nguyen, Thi Le Tran", "Nguyen|Hoang Van; Tran|Thi Le"),
        ("Nguyễn Văn An, Trần Thị Bích", "Nguyễn|Văn An; Trần|Thị Bích"),
        ("Ana García López, Luis Moreno", "García López|Ana; Moreno|Luis"),
        ("王小明1 李华2 张建国1", "王小明; 李华; 张建国"),
        ("佐藤 由紀, 高橋 健二", "佐藤|由紀; 高橋|健二"),
        ("خالد محمد العتيبي، سارة أحمد الزهراني", "العتيبي|خالد محمد; الزهراني|سارة أحمد"),
        (
            "Ivan Petrov a, Lars B. Holm b, Agnes Kowal a b",
            "Petrov|Ivan; Holm|Lars B.; Kowal|Agnes",
        ),
        (
            "Haruto Ikeda,a\tLucy J. Marsh,b\tand\tPierre Fontaine*ab",
            "Ikeda|Haruto; Marsh|Lucy J.; Fontaine|Pierre",
        ),
        (
            "Katja Virtanen1* Debbie De Neve2 Xin Zhao1,3",
            "Virtanen|Katja; De Neve|Debbie; Zhao|Xin",
        ),
        (
            "Olof LindgrenRiya ChatterjeeJeffrey D Moore",
            "Lindgren|Olof; Chatterjee|Riya; Moore|Jeffrey D",
        ),
        ("Ren Kobayashi†\tInés Delgado-Ruiz‡", "Kobayashi|Ren; Delgado-Ruiz|Inés"),
        (
            "Peter R Haldane, MD,* Una Ferris, BSc,† and Koh Lim, MD†",
            "Haldane|Peter R; Ferris|Una; Lim|Koh",
        ),
        (
            "Oliver Marsh, research fellow1, Gwen Tindall, professor of medicine2",
            "Marsh|Oliver; Tindall|Gwen",
        ),
        (
            "Marco Rossi, Member, IEEE, and Péter Kovács, Senior Member, IEEE",
            "Rossi|Marco; Kovács|Péter",
        ),
        ("John Jumper, Tim Green, … Demis Hassabis", "Jumper|John; Green|Tim; Hassabis|Demis"),
        ("Smith and Jones", ""),
        ("PDFHTMLExport Citation", ""),
        ("Split View", ""),
        ("Google Brain", ""),
    ],
)
def test_names_in_their_scripts_and_orders(line: str, names: str) -> None:
    found = people.people(line)
    assert "; ".join(f"{n.family}|{n.given}" if n.family else n.literal for n in found) == names


def test_institutions_in_lists_of_names() -> None:
    text = "Kim, Sun-Hee (Department of Nursing, X) ; Park, Ji-Won (College of Nursing, Y) ;"
    assert [n.affiliation for n in workplaces.all_with_institution(text)] == [
        ("Department of Nursing, X",),
        ("College of Nursing, Y",),
    ]
    assert [n.family for n in workplaces.listed("A. Bergmann, ETH Zürich; S. Iyer, MIT, USA")] == [
        "Bergmann",
        "Iyer",
    ]
    assert workplaces.listed("Reading, writing; school, university") == []


def test_a_list_of_names_is_no_title_even_if_one_is_odd() -> None:
    assert people.mostly("Ann Lee, Jon Doe, The X Group, Eva Kim")
    assert not people.mostly("Books, bread and the price of wine")
    assert bylines.split("Ann Lee & Jon Doe") == ["Ann Lee", "Jon Doe"]


_ABSTRACT = """
Abstract
We asked forty people what they think of it. Most of them liked it, and some of them did not,
which is what we had expected from the start of the study until its very end.
"""


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            "A Survey of Networks in Cars\nand Their Security\nAnn Lee, Jon Doe",
            "A Survey of Networks in Cars and Their Security",
        ),
        (
            "Effects of Light on Growth of\nGreen Plants\nAnn Lee, Jon Doe",
            "Effects of Light on Growth of Green Plants",
        ),
        (
            "FACTORS ASSOCIATED WITH BURNOUT AMONG\nNURSES IN HOSPITALS\nAnn Lee, Jon Doe",
            "FACTORS ASSOCIATED WITH BURNOUT AMONG NURSES IN HOSPITALS",
        ),
        ("Growth of green plants\n\nAnn Lee, Jon Doe", "Growth of green plants"),
    ],
)
def test_titles_over_several_lines(lines: str, title: str) -> None:
    found = citation(f"{lines}\n{_ABSTRACT}")
    assert found.title == title
    assert [name.family for name in found.author] == ["Lee", "Doe"]


def test_marks_link_authors_and_institutions() -> None:
    found = citation(
        "Growth of green plants in caves\nAnn Lee1, Jon Doe1,2\n1 University of Oslo, Norway\n"
        f"2 Institute of Botany, Prague{_ABSTRACT}"
    )
    assert [name.affiliation for name in found.author] == [
        ("University of Oslo, Norway",),
        ("University of Oslo, Norway", "Institute of Botany, Prague"),
    ]


def test_one_author_a_line_with_things_between() -> None:
    found = citation(
        "Growth of green plants in caves\nAnn Lee\nUniversity of Oslo\nlee@example.org\nJon Doe\n"
        f"Institute of Botany\ndoe@example.org{_ABSTRACT}"
    )
    assert [(name.family, name.affiliation) for name in found.author] == [
        ("Lee", ("University of Oslo",)),
        ("Doe", ("Institute of Botany",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "2.3. Statistics\n\nData were counted twice. Means were compared with tests, and the "
            "differences that we found were small in all of the groups that had been formed.\n\n"
            "[12] Smith J, Jones K. Mentoring in practice. J Adv Nurs. 2001;33(2):200-206."
        ),
        (
            "The mentor as gardener\n\nWhen I began to teach, an older colleague told me "
            "that students grow by themselves. I did not believe her then. Now I do."
        ),
    ],
)
def test_bodies_and_essays_have_no_title(text: str) -> None:
    found = read(text)
    assert isinstance(found, Reject) or not (found.title or found.author or found.volume)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Peer mentoring in online doctoral programs | Commons",
            "Peer mentoring in online doctoral programs",
        ),
        (
            "Experiences of students with peer mentoring",
            "Experiences of students with peer mentoring",
        ),
    ],
)
def test_the_only_line_is_the_title(text: str, title: str) -> None:
    assert citation(text).title == title


def test_the_periodical_in_full_comes_before_its_abbreviation() -> None:
    found = citation(
        "Frontiers in Psychology\nFront. Psychol., 14 May 2019\nGrowth of green plants in caves\n"
        f"Ann Lee, Jon Doe{_ABSTRACT}\nCite this article\n"
        "Lee A, Doe J (2019) Growth of green plants in caves. Front. Psychol. 10:1119."
    )
    assert found.container_title == "Frontiers in Psychology"
    assert found.container_title_short == "Front. Psychol."
    assert (found.volume, found.page) == ("10", "1119")
