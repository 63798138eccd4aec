"""PubMed and PubMed Central: what is asked arrives, what is answered is read, errors are seen."""

from types import ModuleType
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.questions import BASE, ask, over_http, read, records
from loopback.services import eutils as server
from loopback.services import jats_sets, pubmed_sets
from loopback.services.jats_sets import is_open
from loopback.services.pubmed_sets import notice
from loopback.serving import Loopback
from loopback.works import Work, work
from mentorlit.model import Citation, Keyword, Relation
from mentorlit.problems import Reject
from mentorlit.services import BY_NAME, PMCID, PMID, Access, pmc, pubmed

ARTICLES = [one for one in map(work, range(400)) if one.pmid]
IN_PMC = [one for one in ARTICLES if one.pmcid]
PUBLIC = Access(BASE)
PRIVATE = Access(BASE, mailto="reader@example.org", key="0123secret")
BOTH = pytest.mark.parametrize(
    ("module", "scheme"), [(pubmed, PMID), (pmc, PMCID)], ids=["pubmed", "pmc"]
)


def looked_up(module: ModuleType, scheme: str, ids: list[str]) -> list[Citation]:
    body = ask(server.handler(ARTICLES), module.lookup(PUBLIC, scheme, ids)).body
    assert module.fault(body) == ""
    return records(module.FORMAT, body)


def check(record: Citation, one: Work) -> None:
    """Compare what both formats say of a work."""
    assert record.problems == ()
    assert (record.pmid, record.pmcid, record.doi) == (one.pmid, one.pmcid, one.doi)
    assert (record.container_title, record.volume) == (one.journal, one.volume)
    assert record.issue == one.issue
    assert record.issued
    assert (record.issued.year, record.issued.month) == (one.year, one.month)
    assert [number.value for number in record.issn] == [one.issn]
    families = [name.family.split()[-1] for name in record.author]
    assert families == [family.split()[-1] for family, _ in one.authors]
    assert [section.text for section in record.abstract_sections][1:]


def test_two_hundred_pmids_are_one_question() -> None:
    asked = [one.pmid for one in ARTICLES[:200]]
    assert len(asked) == BY_NAME["pubmed"].batch(PMID)
    utilities = server.handler(ARTICLES)
    with Loopback({"/eutils": utilities}) as loopback:
        access = PRIVATE._replace(base=f"{loopback.address}/eutils")
        status, body = over_http(pubmed.lookup(access, PMID, asked))
        assert loopback.count() == 1
        assert loopback.log[0].query["tool"] == ["mentorlit"]
        assert loopback.log[0].query["email"] == ["reader@example.org"]
        assert loopback.log[0].query["api_key"] == ["0123secret"]
    assert (status, utilities.counts) == (200, [200])
    assert [record.pmid for record in records("pubmed-xml", body)] == asked


def test_fifty_pmcids_are_one_question() -> None:
    asked = [one.pmcid for one in IN_PMC[:50]]
    assert len(asked) == BY_NAME["pmc"].batch(PMCID)
    assert [record.pmcid for record in looked_up(pmc, PMCID, asked)] == asked


def test_a_record_of_pubmed_is_the_work() -> None:
    chosen = ARTICLES[:60]
    for one, record in zip(
        chosen, looked_up(pubmed, PMID, [one.pmid for one in chosen]), strict=True
    ):
        check(record, one)
        assert record.title == f"{one.title}."
        assert record.page.split("-")[0] == one.first_page
        assert one.last_page.endswith(record.page.split("-")[-1])
        assert Keyword("Mentoring/*methods", "MeSH") in record.keyword


def test_a_record_of_pmc_is_the_work_with_its_text_or_without() -> None:
    chosen = IN_PMC[:60]
    assert {is_open(one) for one in chosen} == {True, False}
    for one, record in zip(chosen, looked_up(pmc, PMCID, [w.pmcid for w in chosen]), strict=True):
        check(record, one)
        assert record.title == one.title
        assert record.page == f"{one.first_page}-{one.last_page}"
        assert record.version == ""


def test_retracted_works_name_the_notice() -> None:
    chosen = [one for one in IN_PMC if one.retracted][:3] + IN_PMC[:3]
    in_pubmed = looked_up(pubmed, PMID, [one.pmid for one in chosen])
    in_pmc = looked_up(pmc, PMCID, [one.pmcid for one in chosen])
    for one, theirs, ours in zip(chosen, in_pubmed, in_pmc, strict=True):
        retraction = [(relation.kind, relation.id) for relation in theirs.relations]
        assert retraction == [("retraction-in", str(notice(one)))] * one.retracted
        related = (Relation("retraction-in", "DOI", f"{one.doi}.r"),) * one.retracted
        assert ours.relations == related


@BOTH
def test_unknown_numbers_are_only_missing(module: ModuleType, scheme: str) -> None:
    one = IN_PMC[0]
    ids = ["7", one.pmid, "8"] if scheme == PMID else ["PMC7", one.pmcid, "PMC8"]
    (record,) = looked_up(module, scheme, ids)
    assert record.pmcid == one.pmcid
    assert looked_up(module, scheme, [ids[0]]) == []


@BOTH
def test_the_address_of_a_record_asks_for_it_alone(module: ModuleType, scheme: str) -> None:
    one = IN_PMC[1]
    identifier = one.pmid if scheme == PMID else one.pmcid
    address = module.address(PRIVATE, scheme, identifier)
    assert address == module.lookup(PUBLIC, scheme, [identifier]).url
    number = identifier.removeprefix("PMC")
    database = "pubmed" if scheme == PMID else "pmc"
    assert address == f"{BASE}/efetch.fcgi?db={database}&id={number}&retmode=xml"


@BOTH
@given(
    ids=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1), min_size=1
    )
)
def test_whatever_is_asked_arrives(module: ModuleType, scheme: str, ids: list[str]) -> None:
    url = module.lookup(PRIVATE, scheme, ids).url
    assert url.isascii()
    assert url.isprintable()
    asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True))
    assert asked.keys() == {"db", "id", "retmode"}
    bare = [one.removeprefix("PMC") if scheme == PMCID else one for one in ids]
    assert asked["id"] == ",".join(bare)


@BOTH
def test_what_is_private_is_in_no_address(module: ModuleType, scheme: str) -> None:
    query = module.lookup(PRIVATE, scheme, ["1"])
    assert query.private == (
        *(("tool", "mentorlit"), ("email", "reader@example.org"), ("api_key", "0123secret")),
    )
    assert query.private_headers == ()
    assert query.url == module.lookup(PUBLIC, scheme, ["1"]).url
    assert module.lookup(PUBLIC, scheme, ["1"]).private == (("tool", "mentorlit"),)


MARKED = pubmed_sets.articles(ARTICLES[:1]).replace(b".</ArticleT", b" &lt;ERROR></ArticleT")
"""A record with a title that names the element of errors."""

FAULTS = {
    server.BACKEND: "Search Backend failed: read request has been timed out. peer: 10.0.0.1:7011",
    server.NO_IDS: "ID list is empty! In it there are neither IDs nor accessions.",
    server.too_fast("0123secret", 4, 3): "API rate limit exceeded",
    b'{"api-key":"0123secret","error":"API key invalid"}': "API key invalid",
    b'{"api-key":"0123secret"}': "JSON came instead of XML",
    server.PAGE: "a page for people came instead of data",
    b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<html lang="en"><body/></html>': (
        "a page for people came instead of data"
    ),
    b"<eFetchResult><ERROR> </ERROR></eFetchResult>": "an error without a message",
    b"<eFetchResult><ERROR>a &lt;b&gt;\n\x1b[31m c</ERROR></eFetchResult>": "a <b> [31m c",
    b"Error: no route\tto host\n": "Error: no route to host",
    b" \n": "the answer is empty",
}


@BOTH
@pytest.mark.parametrize("body", FAULTS, ids=FAULTS.values())
def test_errors_that_look_like_successes(module: ModuleType, scheme: str, body: bytes) -> None:
    utilities = server.handler(ARTICLES)
    utilities.instead.append(body)
    reply = ask(utilities, module.lookup(PRIVATE, scheme, ["1"]))
    assert reply.status == 200
    assert module.fault(reply.body) == FAULTS[body]
    assert all(isinstance(found, Reject) for found in read(module.FORMAT, body))


@pytest.mark.parametrize(
    "body",
    [
        pubmed_sets.articles([]),
        jats_sets.articles([], ["7"]),
        jats_sets.articles(IN_PMC[:1], ["7"]),
        b"<eFetchResult><ERROR>Empty result - nothing to do</ERROR></eFetchResult>",
        MARKED,
    ],
)
def test_what_says_that_nothing_is_known_is_no_error(body: bytes) -> None:
    assert pubmed.fault(body) == pmc.fault(body) == ""


@given(
    st.binary()
    | st.sampled_from([*FAULTS, pubmed_sets.articles(ARTICLES[:1])]).flatmap(
        lambda body: st.integers(0, len(body)).map(lambda end: body[:end])
    )
)
def test_any_answer_is_told_in_one_line(body: bytes) -> None:
    said = pubmed.fault(body)
    assert len(said) <= 200
    assert said.isprintable()
    assert "secret" not in said or b"{" not in body


def test_the_server_refuses_who_asks_too_fast() -> None:
    utilities = server.handler(ARTICLES, clock=lambda: 5.0)
    for access, allowed in ((PUBLIC, 3), (PRIVATE, 10)):
        query = pubmed.lookup(access, PMID, [ARTICLES[0].pmid])
        replies = [ask(utilities, query) for _ in range(allowed + 1)]
        assert [reply.status for reply in replies] == [200] * allowed + [429]
        assert replies[-1].headers["Retry-After"] == "2"
        assert pubmed.fault(replies[-1].body) == "API rate limit exceeded"


def test_the_server_refuses_a_question_without_ids() -> None:
    assert ask(server.handler(ARTICLES), pubmed.lookup(PUBLIC, PMID, ["abc"])).status == 400
