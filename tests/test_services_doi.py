"""Crossref, DataCite, doi.org and OpenAlex: what is asked arrives, what is answered is read."""

import json
from collections.abc import Sequence
from http.client import HTTPConnection
from types import ModuleType
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlencode, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from loopback.services import crossref as crossref_server
from loopback.services import datacite as datacite_server
from loopback.services import doi as doi_server
from loopback.services import openalex as openalex_server
from loopback.serving import Asked, Handler, Loopback, Reply
from loopback.works import Work, work
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.names import sort_form
from mentorlit.network import urls
from mentorlit.network.asking import Query
from mentorlit.readers import BY_NAME, recognise
from mentorlit.services import BY_NAME as SERVICES
from mentorlit.services import DOI, OPENALEX, PMID, Access, crossref, datacite, doi, openalex
from mentorlit.stream import Stream

WORKS = [work(number) for number in range(300)]
OF_CROSSREF = [one for one in WORKS if one.agency == "crossref"]
OF_DATACITE = [one for one in WORKS if one.agency == "datacite"]
OF_PUBMED = [one for one in WORKS if one.pmid]
ACCESS = Access("https://service.example/api")
SECRET = Access(ACCESS.base, mailto="reader@example.org", key="s3cret")
LISTS = (
    (crossref, crossref_server.handler, DOI, OF_CROSSREF),
    (datacite, datacite_server.handler, DOI, OF_DATACITE),
    (openalex, openalex_server.handler, DOI, WORKS),
    (openalex, openalex_server.handler, PMID, OF_PUBMED),
    (openalex, openalex_server.handler, OPENALEX, WORKS),
)
"""Service, the server that behaves like it, a scheme, and the works that it knows by it."""


def idents(scheme: str, works: Sequence[Work]) -> list[str]:
    return [{DOI: one.doi, PMID: one.pmid, OPENALEX: one.openalex}[scheme] for one in works]


def call(handler: Handler, query: Query) -> Reply:
    """Answer a query without a connection."""
    parts = urlsplit(query.url.removeprefix(ACCESS.base))
    private = {name: [value] for name, value in query.private}
    return handler(
        Asked(
            method="GET",
            path=unquote(parts.path),
            query=parse_qs(parts.query) | private,
            headers={"accept": query.accept},
            target=parts.geturl(),
        )
    )


def over_http(query: Query) -> tuple[bytes, str]:
    """Answer a query over a connection, redirects followed; the body and its address."""
    address = query.url
    for _ in range(5):
        parts = urlsplit(address)
        connection = HTTPConnection(parts.netloc, timeout=5)
        target = parts._replace(scheme="", netloc="").geturl()
        more = urlencode(query.private)
        target += f"{'&' if parts.query else '?'}{more}" if more else ""
        connection.request("GET", target, headers={"Accept": query.accept})
        response = connection.getresponse()
        body, status, location = response.read(), response.status, response.headers["Location"]
        connection.close()
        if status != 302:
            assert status == 200
            return body, address
        address = urljoin(address, location)
    raise AssertionError(f"too many redirects: {query.url}")


def read(module: ModuleType, body: bytes) -> list[Citation]:
    row = BY_NAME[module.FORMAT] if module.FORMAT else recognise(body)
    assert row is not None
    records = list(row.load()(Stream([body], name="a", source="s", format=row.name)))
    assert all(isinstance(record, Citation) for record in records)
    return [record for record in records if isinstance(record, Citation)]


def own(record: Citation, scheme: str) -> str:
    if scheme == OPENALEX:
        return record.identifiers[OPENALEX][0]
    return record.doi if scheme == DOI else record.pmid


def year_and_month(record: Citation) -> tuple[int | None, int]:
    assert record.issued
    return record.issued.year, record.issued.month


def as_sent(url: str) -> SplitResult:
    """Return an address as it is after all that the libraries below make of it."""
    return urlsplit(Request("GET", urls.parse(url).url).prepare().url or "")


# Whole rounds


@pytest.mark.parametrize(("module", "serve", "scheme", "works"), LISTS)
def test_a_batch_of_fifty_is_one_request(
    module: Any, serve: Any, scheme: str, works: list[Work]
) -> None:
    together = [one for one in idents(scheme, works) if not module.alone(scheme, one)][:50]
    assert len(together) == 50
    with Loopback({"/api": serve(WORKS)}) as server:
        access = SECRET._replace(base=f"{server.address}/api")
        body, _ = over_http(module.lookup(access, scheme, together))
        assert server.count() == 1
    assert sorted(own(record, scheme) for record in read(module, body)) == sorted(together)


@pytest.mark.parametrize(("module", "serve", "scheme", "works"), LISTS)
def test_each_work_is_found_at_its_own_address(
    module: Any, serve: Any, scheme: str, works: list[Work]
) -> None:
    handler = serve(WORKS)
    for identifier in idents(scheme, works):
        query = module.lookup(ACCESS, scheme, [identifier])
        assert query.url == module.address(ACCESS, scheme, identifier)
        (record,) = read(module, call(handler, query).body)
        assert own(record, scheme) == identifier


@pytest.mark.parametrize(("module", "serve", "scheme", "works"), LISTS)
def test_what_a_service_does_not_know_is_missing_or_a_404(
    module: Any, serve: Any, scheme: str, works: list[Work]
) -> None:
    handler = serve([one for one in works if one.number >= 50])
    unknown, known = idents(scheme, works)[0], idents(scheme, works)[-1]
    records = read(module, call(handler, module.lookup(ACCESS, scheme, [unknown, known])).body)
    assert [own(record, scheme) for record in records] == [known]
    none = call(handler, module.lookup(ACCESS, scheme, [unknown, unknown]))
    assert read(module, none.body) == []
    assert call(handler, module.lookup(ACCESS, scheme, [unknown])).status == 404


def test_what_a_service_states_is_read() -> None:
    stated = next(one for one in OF_CROSSREF if one.retracted and "&" not in one.title)
    for module, serve in ((crossref, crossref_server), (openalex, openalex_server)):
        query = module.lookup(ACCESS, DOI, [stated.doi])
        (record,) = read(module, call(serve.handler(WORKS), query).body)
        assert (record.title, record.volume, record.issue) == (
            stated.title,
            stated.volume,
            stated.issue,
        )
        assert record.page == f"{stated.first_page}-{stated.last_page}"
        assert (record.container_title, record.issn[0].value) == (stated.journal, stated.issn)
        assert year_and_month(record) == (stated.year, stated.month)
        assert len(record.author) == len(stated.authors)
        if module is crossref:
            assert [one.kind for one in record.relations] == ["retraction-in"]
            assert [sort_form(one) for one in record.author] == [
                f"{family}, {given}" for family, given in stated.authors
            ]
        else:
            assert record.status == "retracted"


def test_a_preprint_says_its_arxiv_id() -> None:
    preprint = next(one for one in OF_DATACITE if one.arxiv)
    query = datacite.lookup(ACCESS, DOI, [preprint.doi])
    (record,) = read(datacite, call(datacite_server.handler(WORKS), query).body)
    assert record.identifiers["arXiv"] == (preprint.arxiv,)
    assert record.type == "article"


@pytest.mark.parametrize("number", [0, 3, 8, 11, 22])
@pytest.mark.parametrize("pages", [False, True])
def test_doi_org_leads_to_a_record_or_to_a_page(number: int, *, pages: bool) -> None:
    asked_for = work(number)
    with Loopback({"/doi": doi_server.handler(WORKS, pages=pages)}) as server:
        access = Access(f"{server.address}/doi")
        body, where = over_http(doi.lookup(access, DOI, [asked_for.doi]))
        assert server.count() == 2
    assert ("/page/" in where) is pages
    (record,) = read(doi, body)
    assert record.doi == asked_for.doi
    assert record.title == asked_for.title
    assert year_and_month(record)[0] == asked_for.year
    assert len(record.author) == len(asked_for.authors)


def test_an_unknown_doi_is_a_404_at_doi_org() -> None:
    query = doi.lookup(ACCESS, DOI, ["10.5555/nothing"])
    assert call(doi_server.handler(WORKS), query).status == 404


# What agencies answer to doi.org's redirects, in the shapes of each


AGENCIES = {
    "crossref": {
        "indexed": {"date-parts": [[2026, 1, 2]], "version": "3.67.1"},
        "reference-count": 2,
        "publisher": "Invented Press",
        "issue": "2",
        "content-domain": {"domain": ["press.example"], "crossmark-restriction": True},
        "DOI": "10.5555/AGENCY.1",
        "type": "journal-article",
        "source": "Crossref",
        "title": "A record of an agency",
        "author": [{"given": "Ada", "family": "Stern", "sequence": "first", "affiliation": []}],
        "container-title": "Notional Medicine",
        "container-title-short": "Notion Med",
        "published-print": {"date-parts": [[2014, 6]]},
        "issued": {"date-parts": [[2014, 6]]},
        "ISSN": ["2999-000X"],
        "relation": {},
    },
    "datacite": {
        "type": "article",
        "id": "https://doi.org/10.5555/agency.1",
        "categories": ["mentoring"],
        "language": "en",
        "author": [{"family": "Stern", "given": "Ada"}],
        "issued": {"date-parts": [[2014, 6, 1]]},
        "abstract": "Something.",
        "DOI": "10.5555/AGENCY.1",
        "publisher": "Open Harbour",
        "title": "A record of an agency",
        "copyright": "CC BY 4.0",
    },
    "medra": {
        "type": "article-journal",
        "id": "10.5555/agency.1",
        "title": "A record of an agency",
        "container-title": "Notional Medicine",
        "author": [{"family": "Stern", "given": "Ada"}],
        "issued": {"date-parts": [["2014", "6"]]},
        "volume": "3",
        "page": "5-20",
        "page-first": "5",
        "DOI": "10.5555/agency.1",
        "URL": "http://press.example/1",
    },
    "jalc": {
        "DOI": "10.5555/agency.1",
        "type": "journal-article",
        "title": ["A record of an agency", "或る記録"],
        "container-title": ["Notional Medicine"],
        "author": [{"family": "Stern", "given": "Ada"}],
        "issued": {"date-parts": [[2014, 6]]},
        "language": "ja",
    },
}


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("indent", [None, 2])
def test_csl_json_of_every_agency_is_recognised(agency: str, indent: int | None) -> None:
    body = json.dumps(AGENCIES[agency], indent=indent, ensure_ascii=False).encode()
    (record,) = read(doi, body)
    assert record.doi == "10.5555/agency.1"
    assert record.title == "A record of an agency"
    assert year_and_month(record) == (2014, 6)
    assert [(one.family, one.given) for one in record.author] == [("Stern", "Ada")]


# Addresses


SUFFIX = st.text(st.sampled_from("a1.-_/%+&#?;,:()<>[]{}|\\^`~!@$*='\"é漢𝔘\ud800"), min_size=1)
ANY_DOI = st.builds("10.{}/{}".format, st.integers(1000, 999_999_999), SUFFIX)


@given(ANY_DOI)
def test_any_doi_arrives_as_it_is(identifier: str) -> None:
    arrives = identifier.replace("\ud800", "?")
    for module, place in (
        (crossref, "/works/"),
        (datacite, "/dois/"),
        (doi, "/"),
        (openalex, "/works/doi:"),
    ):
        address = module.address(ACCESS, DOI, identifier)
        sent = as_sent(address)
        assert unquote(sent.path) == f"/api{place}{arrives}"
        assert (sent.query, sent.fragment) == ("", "")
        assert address.isascii()


@given(st.lists(ANY_DOI, min_size=2, max_size=50))
def test_any_dois_arrive_together(identifiers: list[str]) -> None:
    for module, parameter, mark, before in (
        (crossref, "filter", ",", "doi:"),
        (datacite, "ids", ",", ""),
        (openalex, "filter", "|", ""),
    ):
        together = [one for one in identifiers if not module.alone(DOI, one)]
        if len(together) < 2:
            continue
        query = module.lookup(ACCESS, DOI, together)
        sent = dict(parse_qsl(as_sent(query.url).query))
        values = sent[parameter].removeprefix("doi:" if module is openalex else "").split(mark)
        assert values == [before + one.replace("\ud800", "?") for one in together]
        assert str(len(together)) in sent.values()
        assert len(query.url) < 7000


@pytest.mark.parametrize("module", [crossref, datacite, openalex])
def test_a_doi_with_what_parts_a_list_is_asked_for_alone(module: Any) -> None:
    assert module.alone(DOI, "10.5555/a,b")
    assert module.alone(DOI, "10.5555/" + "x" * 200)
    assert not module.alone(DOI, "10.5555/a(b)<c>;d+e&f#g?h%i")


@pytest.mark.parametrize("module", [crossref, datacite, doi, openalex])
def test_private_values_are_in_no_address(module: Any) -> None:
    record = Citation(title="Peer feedback among midwives in Tartu")
    queries = [module.lookup(SECRET, DOI, ["10.5555/a"])]
    if module is not doi:
        queries.append(module.lookup(SECRET, DOI, ["10.5555/a", "10.5555/b"]))
    if hasattr(module, "search"):
        queries.append(module.search(SECRET, record))
    for query in queries:
        assert not any(part in query.url for part in ("reader", "example.org", "s3cret"))
        assert query.service == module.__name__.rpartition(".")[2]
    assert module.address(SECRET, DOI, "10.5555/a") == module.address(ACCESS, DOI, "10.5555/a")


def test_users_name_themselves_as_each_service_wants_it() -> None:
    of_crossref = crossref.lookup(SECRET, DOI, ["10.5555/a"])
    assert of_crossref.private == (("mailto", "reader@example.org"),)
    assert of_crossref.private_headers == (("Crossref-Plus-API-Token", "Bearer s3cret"),)
    of_openalex = openalex.lookup(SECRET, DOI, ["10.5555/a"])
    assert of_openalex.private == (("api_key", "s3cret"), ("mailto", "reader@example.org"))
    for module in (crossref, datacite, doi, openalex):
        query: Query = module.lookup(ACCESS, DOI, ["10.5555/a"])
        assert (query.private, query.private_headers) == ((), ())


def test_only_doi_org_may_end_at_a_page() -> None:
    pages = [module.lookup(ACCESS, DOI, ["10.5555/a"]).page for module in (crossref, datacite, doi)]
    assert pages == [False, False, True]


# Searches


SEARCHES = ((crossref, crossref_server.handler), (openalex, openalex_server.handler))


@pytest.mark.parametrize(("module", "serve"), SEARCHES)
def test_a_search_finds_the_work(module: Any, serve: Any) -> None:
    handler = serve(WORKS)
    for one in OF_CROSSREF:
        family, given = one.authors[0]
        record = Citation(
            title=one.title.lower().replace("study", "<i>study</i>"),
            author=(Name(family=family, given=given),),
            issued=PartialDate(year=one.year),
        )
        found = read(module, call(handler, module.search(ACCESS, record)).body)
        assert found[0].doi == one.doi
        assert len(found) <= 5


@pytest.mark.parametrize("module", [crossref, openalex])
def test_a_record_that_states_too_little_is_not_searched_for(module: Any) -> None:
    assert module.search(ACCESS, Citation()) is None
    assert module.search(ACCESS, Citation(title="Editorial")) is None
    assert module.search(ACCESS, Citation(author=(Name(family="Stern"),))) is None
    assert module.search(
        ACCESS,
        Citation(title="医学教育におけるメンタリングの効果に関する系統的文献検討の試みについて"),
    )
    assert module.search(ACCESS, Citation(title="Editorial", issued=PartialDate(year=2018)))


@pytest.mark.parametrize("module", [crossref, openalex])
@given(title=st.text(max_size=2000))
def test_what_is_searched_for_is_bounded(module: Any, title: str) -> None:
    record = Citation(title=title, author=(Name(literal="A" * 5000),), container_title=title)
    query = module.search(ACCESS, record)
    assert query is None or len(query.url) < 4000


@given(st.text())
def test_no_title_is_an_operator_of_openalex(title: str) -> None:
    record = Citation(title=f'{title} AND not, -this|that: "(them)*', author=(Name(family="X"),))
    query = openalex.search(ACCESS, record)
    assert query is not None
    value = dict(parse_qsl(urlsplit(query.url).query))["filter"].removeprefix("title.search:")
    assert not set(value) & set(',|:"()*!&')
    assert "AND" not in value
    assert not any(word.startswith("-") for word in value.split())


def test_crossref_is_asked_for_all_that_a_reference_says() -> None:
    record = Citation(
        title='The <i>art</i> of <span class="nocase">Mentoring</span>',
        author=(Name(non_dropping_particle="van der", family="Berg"), Name(family="Other")),
        issued=PartialDate(year=2014),
        container_title="Notional Medicine",
    )
    query = crossref.search(ACCESS, record)
    assert query is not None
    asked = dict(parse_qsl(urlsplit(query.url).query))
    assert asked["query.bibliographic"] == (
        "The art of Mentoring van der Berg 2014 Notional Medicine"
    )


def test_openalex_is_asked_for_the_years_beside_the_stated_one() -> None:
    record = Citation(title="The art of mentoring", issued=PartialDate(year=2014))
    query = openalex.search(ACCESS, record)
    assert query is not None
    asked = dict(parse_qsl(urlsplit(query.url).query))
    assert asked["filter"] == "title.search:the art of mentoring,publication_year:2013-2015"


# Errors that look like successes


@pytest.mark.parametrize("module", [crossref, datacite, openalex])
def test_errors_in_place_of_works_are_told(module: Any) -> None:
    page = b"<!DOCTYPE html><title>Maintenance</title>"
    assert module.fault(page) == "a page for people came instead of data"
    assert module.fault(b"") == "the answer is empty"
    assert module.fault(b"Resource not found.\n") == "Resource not found."
    assert module.fault(b'{"errors": [{"status": "500", "title": "Too bad"}]}') == "Too bad"
    assert module.fault(b'{"error": "No", "message": "Not today."}') == "No: Not today."
    failed = {"status": "failed", "message": [{"type": "x", "message": "not allowed"}]}
    assert module.fault(json.dumps(failed).encode()) == "not allowed"
    assert module.fault(b'{"error": true}') == "an error"
    assert module.fault(b'{"errors": ' + b"[" * 900 + b"]" * 900 + b"}") == "an error"
    assert module.fault(b'{"status": [], "errors": ' + b"[" * 30_000) == ""


@pytest.mark.parametrize(("module", "serve", "scheme", "works"), LISTS)
def test_works_are_no_error(module: Any, serve: Any, scheme: str, works: list[Work]) -> None:
    handler = serve(WORKS)
    for ids in ([idents(scheme, works)[0]], idents(scheme, works)[:3], ["1", "2"]):
        assert module.fault(call(handler, module.lookup(ACCESS, scheme, ids)).body) == ""
    assert module.fault(b'{"status": "ok", "error":') == ""


# The servers that stand in


def test_crossref_refuses_what_it_cannot_filter_by() -> None:
    handler = crossref_server.handler(WORKS)
    for question in ("filter=doi:10.5555/a,b", "filter=nothing:1", "rows=1001"):
        reply = call(handler, Query(f"{ACCESS.base}/works?{question}"))
        assert reply.status == 400
        assert json.loads(reply.body)["message-type"] == "validation-failure"


def test_crossref_says_its_rate_and_pages_by_cursor() -> None:
    handler = crossref_server.handler(WORKS)
    cursor, seen = "*", 0
    while True:
        reply = call(handler, Query(f"{ACCESS.base}/works?rows=50&cursor={cursor}"))
        assert reply.headers["x-rate-limit-limit"] == "50"
        assert reply.headers["x-rate-limit-interval"] == "1s"
        message = json.loads(reply.body)["message"]
        cursor = message["next-cursor"]
        seen += len(message["items"])
        if not message["items"]:
            break
    assert seen == len(OF_CROSSREF)
    polite = call(handler, crossref.lookup(SECRET, DOI, ["10.5555/a"]))
    assert (polite.status, polite.headers["x-api-pool"]) == (404, "polite")


def test_openalex_answers_until_its_budget_is_spent() -> None:
    handler = openalex_server.handler(WORKS, budget=2, key="s3cret")
    assert call(handler, openalex.lookup(ACCESS, DOI, [WORKS[0].doi])).status == 401
    query = openalex.lookup(SECRET, DOI, [WORKS[0].doi])
    assert [call(handler, query).status for _ in range(3)] == [200, 200, 429]
    assert json.loads(call(handler, query).body)["error"] == "Rate limit exceeded"


@pytest.mark.parametrize("name", ["crossref", "datacite", "doi", "openalex"])
def test_the_table_of_services_names_what_a_module_has(name: str) -> None:
    service = SERVICES[name]
    module: Any = service.load()
    assert bool(service.row.get("searches")) == hasattr(module, "search")
    assert (service.batch(DOI) > 1) == hasattr(module, "alone")
