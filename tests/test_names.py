"""Personal names as sources write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit import names
from mentorlit.model import Name


def person(
    family: str,
    given_name: str = "",
    *,
    dropping_particle: str = "",
    non_dropping_particle: str = "",
    suffix: str = "",
) -> Name:
    return Name(
        family=family,
        given=given_name,
        dropping_particle=dropping_particle,
        non_dropping_particle=non_dropping_particle,
        suffix=suffix,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prunuske, Amy", person("Prunuske", "Amy")),
        ("Wirta Kosobuski, Anna", person("Wirta Kosobuski", "Anna")),
        ("  Houss ,  BreAnna ", person("Houss", "BreAnna")),
        ("van der Berg, A.", person("Berg", "A.", non_dropping_particle="van der")),
        ("de la Cruz, María", person("Cruz", "María", non_dropping_particle="de la")),
        ("Koch, Helge von", person("Koch", "Helge", dropping_particle="von")),
        ("Silva, João da", person("Silva", "João", dropping_particle="da")),
        ("Fontaine, Jean de la", person("Fontaine", "Jean", dropping_particle="de la")),
        ("Gogh, Vincent van, Jr.",
         person("Gogh", "Vincent", dropping_particle="van", suffix="Jr.")),
        ("Santos, M. dos", person("Santos", "M.", dropping_particle="dos")),
        ("Berg, van der", person("Berg", "van der")),
        ("Smith, J et al", person("Smith", "J et al")),
        ("Ortega y Gasset, José", person("Ortega y Gasset", "José")),
        ("King, Martin Luther, Jr.", person("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", person("King", "Martin Luther", suffix="Jr.")),
        ("محفوظ، نجيب", person("محفوظ", "نجيب")),
        ("王，小明", person("王", "小明")),
        ("Aristoteles", Name(literal="Aristoteles")),
        (",", Name()),
        ("", Name()),
    ],
)  # fmt: skip
def test_inverted(text: str, expected: Name) -> None:
    assert names.inverted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amy Prunuske", person("Prunuske", "Amy")),
        ("Anna Wirta Kosobuski", person("Kosobuski", "Anna Wirta")),
        ("John A Smith", person("Smith", "John A")),
        ("J. D. Salinger", person("Salinger", "J. D.")),
        ("JD Vance", person("Vance", "JD")),
        ("Ludwig van Beethoven",
         person("Beethoven", "Ludwig", non_dropping_particle="van")),
        ("Sammy Davis Jr.", person("Davis", "Sammy", suffix="Jr.")),
        ("JANE DOE", person("DOE", "JANE")),
        # initials behind the family name, as PubMed writes
        ("Savage JD", person("Savage", "JD")),
        ("Savage J", person("Savage", "J")),
        ("Kumar V", person("Kumar", "V")),
        ("Smith J D", person("Smith", "J D")),
        ("Smith JD Jr", person("Smith", "JD", suffix="Jr")),
        ("O'Brien K", person("O'Brien", "K")),
        ("García-López MJ", person("García-López", "MJ")),
        ("Wirta Kosobuski A", person("Wirta Kosobuski", "A")),
        ("Garcia Lopez MJ", person("Garcia Lopez", "MJ")),
        ("Müller J-P", person("Müller", "J-P")),
        ("McDonald ÅB", person("McDonald", "ÅB")),
        ("van der Berg AB", person("Berg", "AB", non_dropping_particle="van der")),
        ("de Souza MA", person("Souza", "MA", non_dropping_particle="de")),
        # family names in capitals
        ("Xiaoming LI", person("LI", "Xiaoming")),
        ("Kim NG", person("NG", "Kim")),
        ("Weiwei XU", person("XU", "Weiwei")),
        # rulers
        ("Ludwig II", Name(literal="Ludwig II")),
        ("Louis XIV", Name(literal="Louis XIV")),
        ("Henry VIII", Name(literal="Henry VIII")),
        # capitals throughout tell nothing
        ("SAVAGE JD", person("JD", "SAVAGE")),
        ("JANE LI", person("LI", "JANE")),
        ("Aristoteles", Name(literal="Aristoteles")),
        ("", Name()),
    ],
)  # fmt: skip
def test_direct(text: str, expected: Name) -> None:
    assert names.direct(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("World Health Organization", Name(literal="World Health Organization")),
        ("University of Minnesota, Duluth", Name(literal="University of Minnesota, Duluth")),
        ("Houss, BreAnna;", person("Houss", "BreAnna")),
        ("Amy  Prunuske,", person("Prunuske", "Amy")),
        ("محفوظ، نجيب", person("محفوظ", "نجيب")),
    ],
)
def test_parse(text: str, expected: Name) -> None:
    assert names.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Koch, Helge von", "van der Berg, A.", "Gogh, Vincent van, Jr.", "Prunuske, Amy",
        "King, Martin Luther, Jr.", "Fontaine, Jean de la", "Berg, van der", "Aristoteles",
    ],
)  # fmt: skip
def test_sort_form_is_what_was_read(text: str) -> None:
    assert names.sort_form(names.inverted(text)) == text


def test_display_has_the_particle_before_the_family_name() -> None:
    assert names.display(names.inverted("Koch, Helge von")) == "Helge von Koch"


@given(st.text(alphabet="AbcÉ von,.-XI\u060c\u3000", max_size=40))
def test_nothing_is_lost_of_any_name(text: str) -> None:
    for read in (names.inverted, names.direct, names.parse):
        name = read(text)
        found = names.display(name) if name.literal else names.sort_form(name)
        assert not (name.literal and (name.family or name.given))
        assert sorted(filter(str.isalpha, found + (name.suffix if name.literal else ""))) == sorted(
            filter(str.isalpha, text)
        )
