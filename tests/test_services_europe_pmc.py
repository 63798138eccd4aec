"""Europe PMC: what is asked arrives, what is answered is read, errors are seen."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.questions import BASE, ask, over_http, records
from loopback.services import europe_pmc as server
from loopback.services.pubmed_sets import notice
from loopback.serving import Loopback
from loopback.works import Work, work
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.services import BY_NAME, DOI, PMCID, PMID, Access, europe_pmc

WORKS = [work(number) for number in range(300)]
ARTICLES = [one for one in WORKS if one.pmid]
IN_PMC = [one for one in WORKS if one.pmcid]
KNOWN = [one for one in WORKS if one.kind in {"article", "preprint"}]
PUBLIC = Access(BASE)
PRIVATE = Access(BASE, mailto="reader@example.org", key="0123secret")
SCHEMES = pytest.mark.parametrize(
    ("scheme", "works"), [(PMID, ARTICLES), (PMCID, IN_PMC), (DOI, KNOWN)]
)


def identifier(scheme: str, one: Work) -> str:
    return {PMID: one.pmid, PMCID: one.pmcid, DOI: one.doi}[scheme]


def asked_for(url: str) -> str:
    asked = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert asked["format"] == ["json"]
    assert asked["resultType"] == ["core"]
    return asked["query"][0]


@SCHEMES
def test_fifty_identifiers_are_one_question(scheme: str, works: list[Work]) -> None:
    chosen = works[:50]
    assert len(chosen) == BY_NAME["europe-pmc"].batch(scheme)
    ids = [identifier(scheme, one) for one in chosen]
    with Loopback({"/rest": server.handler(WORKS)}) as loopback:
        access = PRIVATE._replace(base=f"{loopback.address}/rest")
        status, body = over_http(europe_pmc.lookup(access, scheme, ids))
        assert loopback.count() == 1
        assert loopback.log[0].query["email"] == ["reader@example.org"]
        assert len(loopback.log[0].target) < 8_000
    assert (status, europe_pmc.fault(body)) == (200, "")
    found = records("europe-pmc", body)
    assert len(found) == 50
    for record, one in zip(found, chosen, strict=True):
        assert (record.pmid, record.pmcid, record.doi) == (one.pmid, one.pmcid, one.doi)
        assert record.title == f"{one.title}."
        assert record.volume == one.volume
        assert record.issued
        assert record.issued.year == one.year
        assert len(record.author) == len(one.authors)


def test_retracted_works_name_the_notice() -> None:
    one = next(one for one in ARTICLES if one.retracted)
    query = europe_pmc.lookup(PUBLIC, PMID, [one.pmid])
    (record,) = records("europe-pmc", ask(server.handler(WORKS), query).body)
    relations = [(each.kind, each.scheme, each.id) for each in record.relations]
    assert relations == [("retraction-in", "PMID", str(notice(one)))]


@SCHEMES
def test_what_is_unknown_is_only_missing(scheme: str, works: list[Work]) -> None:
    unknown = {PMID: "7", PMCID: "PMC7", DOI: "10.5555/none"}[scheme]
    ids = [unknown, identifier(scheme, works[0])]
    body = ask(server.handler(WORKS), europe_pmc.lookup(PUBLIC, scheme, ids)).body
    assert [record.doi for record in records("europe-pmc", body)] == [works[0].doi]
    nothing = ask(server.handler(WORKS), europe_pmc.lookup(PUBLIC, scheme, [unknown])).body
    assert europe_pmc.fault(nothing) == ""
    assert records("europe-pmc", nothing) == []


def test_the_words_of_a_question() -> None:
    url = europe_pmc.address(PRIVATE, PMID, "31711472")
    assert asked_for(url) == "SRC:MED AND (EXT_ID:31711472)"
    both = europe_pmc.lookup(PUBLIC, PMCID, ["PMC1", "PMC2"]).url
    assert asked_for(both) == "PMCID:PMC1 OR PMCID:PMC2"
    assert asked_for(europe_pmc.address(PUBLIC, DOI, '10.1/a"b\\c')) == r'DOI:"10.1/a\"b\\c"'


@SCHEMES
def test_what_is_private_is_in_no_address(scheme: str, works: list[Work]) -> None:
    ids = [identifier(scheme, works[0])]
    query = europe_pmc.lookup(PRIVATE, scheme, ids)
    assert query.private == (("email", "reader@example.org"),)
    assert query.url == europe_pmc.lookup(PUBLIC, scheme, ids).url
    assert query.url == europe_pmc.address(PRIVATE, scheme, ids[0])
    assert europe_pmc.lookup(PUBLIC, scheme, ids).private == ()


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_doi_arrives_as_one_term(doi: str) -> None:
    url = europe_pmc.address(PRIVATE, DOI, doi)
    assert url.isascii()
    assert url.isprintable()
    query = asked_for(url)
    assert query.startswith('DOI:"')
    inner = query[5:-1]
    assert inner.replace("\\\\", "").replace('\\"', "").count('"') == 0
    assert inner.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\") == doi


def test_very_long_identifiers_are_asked_for_alone() -> None:
    assert europe_pmc.alone(DOI, f"10.5555/{'x' * 300}")
    assert not europe_pmc.alone(DOI, "10.5555/x")


def cited(one: Work, *, authors: bool = True) -> Citation:
    names = tuple(Name(family=family, given=given) for family, given in one.authors)
    return Citation(
        title=one.title.upper(),
        author=names if authors else (Name(literal="The Group"),),
        issued=PartialDate(year=one.year + 1),
    )


def test_a_work_is_found_by_title_and_author_or_year() -> None:
    for one in KNOWN[:60]:
        for authors in (True, False):
            query = europe_pmc.search(PRIVATE, cited(one, authors=authors))
            assert query
            assert query.private == (("email", "reader@example.org"),)
            assert "example.org" not in query.url
            found = records("europe-pmc", ask(server.handler(WORKS), query).body)
            assert [record.doi for record in found] == [one.doi]


def test_the_words_of_a_search() -> None:
    record = Citation(
        title='“CO<sub>2</sub>”: what* (the) women’s "U.S." -choir AND/OR 3.5 did?',
        author=(Name(literal="A Group"), Name(family="O’Connor Smith-Hughes", given="Ann")),
        issued=PartialDate(year=2019),
    )
    query = europe_pmc.search(PUBLIC, record)
    assert query
    assert asked_for(query.url) == (
        'TITLE:"CO2 what the women\'s U.S choir AND OR 3.5 did" AND AUTH:"O\'Connor Smith Hughes"'
    )


@pytest.mark.parametrize(
    "record",
    [
        Citation(),
        Citation(title="Editorial"),
        Citation(title="?!", issued=PartialDate(year=2019)),
        Citation(author=(Name(family="Smith"),), issued=PartialDate(year=2019)),
    ],
)
def test_a_record_that_says_too_little_is_not_searched_for(record: Citation) -> None:
    assert europe_pmc.search(PUBLIC, record) is None


@given(st.text(), st.text())
def test_no_title_and_name_mean_more_than_words(title: str, family: str) -> None:
    query = europe_pmc.search(PUBLIC, Citation(title=title, author=(Name(family=family),)))
    if query:
        inside = asked_for(query.url).split('"')
        assert inside[::2] in (["TITLE:", ""], ["TITLE:", " AND AUTH:", ""])
        words = "".join(inside[1::2]).replace("'", "").replace(".", "").replace(" ", "")
        assert not words or words.isalnum() or not words.isascii()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"version":"6.9","errCode":404,"errMsg":"Invalid query"}', "Invalid query"),
        (b'{"version":"6.9"}', "the answer has no list of results"),
        (b"<html>", "a page for people came instead of data"),
        (b"Too many requests\n", "Too many requests"),
        (b"", "the answer is empty"),
    ],
)
def test_errors_that_look_like_successes(body: bytes, said: str) -> None:
    assert europe_pmc.fault(body) == said
