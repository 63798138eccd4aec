"""Dates, identifiers and languages as sources write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit import dates, identifiers, languages
from mentorlit.model import PartialDate


def date(year: int, month: int = 0, day: int = 0) -> PartialDate:
    return PartialDate(year=year, month=month, day=day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", date(2019)),
        ("2019-11", date(2019, 11)),
        ("2019-11-11", date(2019, 11, 11)),
        ("2019/11/5", date(2019, 11, 5)),
        ("2019-11-11T09:30:00Z", date(2019, 11, 11)),
        ("20191111", date(2019, 11, 11)),
        ("11 Nov 2019", date(2019, 11, 11)),
        ("Nov 11, 2019", date(2019, 11, 11)),
        ("11. November 2019", date(2019, 11, 11)),
        ("11 de noviembre de 2019", date(2019, 11, 11)),
        ("1er novembre 2019", date(2019, 11, 1)),
        ("11.11.2019", date(2019, 11, 11)),
        ("25/12/2020", date(2020, 12, 25)),
        ("12/25/2020", date(2020, 12, 25)),
        ("07/03/2020", date(2020)),
        ("2019年11月11日", date(2019, 11, 11)),
        ("2019年", date(2019)),
        ("Spring 2010", PartialDate(year=2010, season=1)),
        ("c2019", date(2019)),
        ("circa 1990", PartialDate(year=1990, circa=True)),
        ("c. 1990", PartialDate(year=1990, circa=True)),
        ("1990?", PartialDate(year=1990, circa=True)),
        ("2003 Mar-Apr", PartialDate(year=2003, month=3, end=date(2003, 4))),
        ("[2019]", date(2019)),
        ("©2019", date(2019)),
        ("2019-13", date(2019)),
        ("2019-02-31", date(2019, 2)),
        ("0000", None),
        ("0000-00-00", None),
        ("2018, c2017", None),
        ("s.a.", None),
        ("", None),
        ("12345678901234567890", None),
    ],
)
def test_date(text: str, expected: PartialDate | None) -> None:
    assert dates.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1186/s12909-019-1854-x", "10.1186/s12909-019-1854-x"),
        ("doi:10.1186/S12909-019-1854-X", "10.1186/s12909-019-1854-x"),
        ("DOI: 10.1186/s12909-019-1854-x.", "10.1186/s12909-019-1854-x"),
        ("http://dx.doi.org/10.1186/s12909-019-1854-x", "10.1186/s12909-019-1854-x"),
        ("https://doi.org/10.1016%2FS0140-6736%2811%2960054-8", "10.1016/s0140-6736(11)60054-8"),
        ("info:doi/10.1038/75556", "10.1038/75556"),
        ("(10.1038/75556)", "10.1038/75556"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"),
        ("10.1002/1097-0142(19840615)53:12+<2780::AID-CNCR2820531234>3.0.CO;2-#",
         "10.1002/1097-0142(19840615)53:12+<2780::aid-cncr2820531234>3.0.co;2-#"),
        ("10.1000/a|b^c", "10.1000/a|b^c"),
        ("https://doi.org/10.1000/a%3Cb%3E", "10.1000/a<b>"),
        ("https://doi.org/10.1000/a%20b", "10.1000/a"),
        ("10.1000/a</a>", "10.1000/a"),
        ('10.1000/a">10.1000/a</a>', "10.1000/a"),
        ("10.1000/abc;10.1000/def", "10.1000/abc"),
        ("doi1", ""),
        ("doi:3", ""),
        ("urn:doi:doi2", ""),
        ("10.1038", ""),
        ("10.12/x", ""),
        ("110.1038", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_doi(text: str, expected: str) -> None:
    assert identifiers.doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31711472", "31711472"),
        ("PMID: 31711472", "31711472"),
        ("31711472 [pmid]", "31711472"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31711472", "31711472"),
        ("https://pubmed.ncbi.nlm.nih.gov/31711472/", "31711472"),
        ("PMC6849195", ""),
        ("0", ""),
        ("https://example.org/31711472", ""),
    ],
)
def test_pmid(text: str, expected: str) -> None:
    assert identifiers.pmid(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMC6849195", "PMC6849195"),
        ("pmc 6849195", "PMC6849195"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6849195/", "PMC6849195"),
        ("6849195", ""),
    ],
)
def test_pmcid(text: str, expected: str) -> None:
    assert identifiers.pmcid(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1472-6920", ("1472-6920",)),
        ("14726920", ("1472-6920",)),
        ("1472-6920 (print), 0003-3804", ("1472-6920", "0003-3804")),
        ("0317-847x", ()),
        ("2434-561x", ("2434-561X",)),
        ("1472-6921", ()),
        ("tel. 1472 692000", ()),
    ],
)
def test_issns(text: str, expected: tuple[str, ...]) -> None:
    assert identifiers.issns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("978-92-4-156564-6 (paperback)", ("9789241565646",)),
        ("0679405577", ("0679405577",)),
        ("3-16-148410-X ; 9783161484100", ("316148410X", "9783161484100")),
        ("978-92-4-156564-5", ()),
        ("keine ISBN", ()),
    ],
)
def test_isbns(text: str, expected: tuple[str, ...]) -> None:
    assert identifiers.isbns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eng", "en"), ("English", "en"), ("Englisch", "en"), ("ger", "de"), ("deu", "de"),
        ("niemiecki", "de"), ("fre", "fr"), ("fra", "fr"), ("ranska", "fr"), ("čeština", "cs"),
        ("Türkçe", "tr"), ("язык", ""), ("русский", "ru"), ("中文", "zh"), ("العربية", "ar"),
        ("en_US", "en-US"), ("English (US)", "en-US"), ("pt-BR", "pt-BR"), ("por", "pt"),
        ("suomi", "fi"), ("Klingonisch", ""), ("mul", ""), ("", ""),
    ],
)  # fmt: skip
def test_language(text: str, expected: str) -> None:
    assert languages.tag(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/abc; 10.1000/def", (("10.1000/abc", "10.1000/def"), True)),
        ("https://doi.org/10.1000/a,https://doi.org/10.1000/b", (("10.1000/a", "10.1000/b"), True)),
        ("doi: 10.1000/ABC.", (("10.1000/abc",), True)),
        ("10.1000/abc [doi]", (("10.1000/abc",), True)),
        ("10.1000/x and retraction 10.1000/q", (("10.1000/x", "10.1000/q"), False)),
        ("10.1000/a%20b", (("10.1000/a",), False)),
        ("nope", ((), False)),
    ],
)
def test_dois_of_a_declared_field(text: str, expected: tuple[tuple[str, ...], bool]) -> None:
    assert identifiers.dois(text) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("2003-02-28", True), ("2003-02-30", False), ("2003-13", False), ("2003a", False),
        ("c2003", False), ("ca. 2003", True), ("2003?", True), ("03/04/2003", False),
        ("Mar-Apr 2003", True), ("Dec-Jan 2003", False), ("Spring 2010", True),
        ("11 de noviembre de 2019", True), ("20191111", True), ("2019-11-11T09:30:00Z", True),
        ("11-13 Nov 2019", False),
    ],
)  # fmt: skip
def test_whether_a_date_holds_all_that_is_said(text: str, whole: bool) -> None:
    assert dates.is_whole(text, dates.parse(text)) is whole


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    found = dates.parse(text)
    assert found is None or found.year or found.literal
    for read in (identifiers.doi, identifiers.pmid, identifiers.pmcid, identifiers.orcid):
        value = read(text)
        assert value == read(value)
    languages.tag(text)
