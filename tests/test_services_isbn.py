"""Open Library, catalogues by SRU and pages: what is asked arrives, what is answered is read."""

from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.questions import BASE, ask, over_http, read, records
from loopback.services import open_library as books
from loopback.services import page as site
from loopback.services import sru as catalogue
from loopback.serving import Asked, Loopback, Reply
from loopback.works import Work, work
from mentorlit.identifiers import isbn13
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.readers import recognise
from mentorlit.services import BY_NAME, ISBN, URL, Access, open_library, page, sru

WORKS = [work(number) for number in range(300)]
BOOKS = [one for one in WORKS if one.isbn]
PUBLIC = Access(BASE)
SETTINGS = {"index": catalogue.INDEX, "schema": "marcxml", "version": "1.1"}
CATALOGUE = Access(f"{BASE}/sru", settings=SETTINGS)
PARAMETERS = st.text(st.characters(codec="utf-8"), min_size=1)


def numbers(record: Citation) -> set[str]:
    return {isbn13(one.value) for one in record.isbn}


def parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True))


def found_in(body: bytes) -> list[Citation]:
    """Return the records of an answer whose format is found by its content."""
    row = recognise(body)
    assert row
    return records(row.name, body)


def check(record: Citation, one: Work) -> None:
    assert record.type == "book"
    assert record.title.lower() == one.title.lower()
    assert numbers(record) == {one.isbn}
    assert record.publisher == one.publisher
    assert record.issued
    assert record.issued.year == one.year
    assert record.problems == ()
    assert len(record.author) == len(one.authors)


# Open Library.


def test_a_batch_of_isbns_is_one_question() -> None:
    batch = [one.isbn for one in BOOKS[:50]]
    with Loopback({"/ol": books.handler(BOOKS)}) as server:
        query = open_library.lookup(Access(f"{server.address}/ol"), ISBN, batch)
        status, body = over_http(query)
        assert server.count() == 1
        assert server.log[0].headers["accept"] == "application/json"
    assert (status, open_library.fault(body)) == (200, "")
    answered = read(open_library.FORMAT, body)
    for one, record in zip(BOOKS[:50], answered, strict=True):
        assert isinstance(record, Citation)
        assert record.origin
        assert record.origin.id == f"ISBN:{one.isbn}"
        check(record, one)


def test_books_that_are_not_known_are_left_out() -> None:
    query = open_library.lookup(PUBLIC, ISBN, ["9780262033848", BOOKS[3].isbn])
    body = ask(books.handler(BOOKS), query).body
    assert [numbers(record) for record in records(open_library.FORMAT, body)] == [{BOOKS[3].isbn}]
    nothing = ask(books.handler([]), query).body
    assert nothing == b"{}"
    assert open_library.fault(nothing) == ""
    assert read(open_library.FORMAT, nothing) == []


def test_the_address_of_a_book_leads_to_its_record() -> None:
    one = BOOKS[2]
    assert open_library.address(PUBLIC, ISBN, one.isbn) == f"{BASE}/isbn/{one.isbn}"
    answer = books.handler(BOOKS)
    asked = Asked("GET", f"/isbn/{one.isbn}.json", {}, {}, "")
    target = answer(asked).headers["Location"]
    (record,) = records("open-library", answer(asked._replace(path=target)).body)
    assert numbers(record) == {one.isbn}
    assert record.author == ()
    assert "authors" in record.extra["open-library"]


@pytest.mark.parametrize("jscmd", ["data", "details"])
def test_each_form_of_an_answer_is_recognised_and_read(jscmd: str) -> None:
    one = BOOKS[5]
    query = open_library.lookup(PUBLIC, ISBN, [one.isbn])
    body = ask(books.handler(BOOKS), query._replace(url=query.url.replace("=data", f"={jscmd}")))
    (record,) = found_in(body.body)
    check(record, one)


def test_a_page_in_place_of_data_is_a_fault() -> None:
    assert open_library.fault(b"<!DOCTYPE html><title>Open Library is down</title>")


@given(st.lists(PARAMETERS, min_size=1, max_size=5))
def test_any_text_arrives_as_it_is_or_parts_no_other(texts: list[str]) -> None:
    url = open_library.lookup(PUBLIC, ISBN, texts).url
    assert url.isascii()
    assert parameters(url) == {
        "bibkeys": ",".join(f"ISBN:{text}" for text in texts),
        "format": "json",
        "jscmd": "data",
    }


# Catalogues.


def searched(access: Access, ids: list[str]) -> Reply:
    return ask(catalogue.handler(BOOKS), sru.lookup(access, ISBN, ids))


@pytest.mark.parametrize("version", ["1.1", "1.2", "2.0"])
def test_a_catalogue_is_asked_in_each_version(version: str) -> None:
    chosen = BOOKS[:10]
    access = CATALOGUE._replace(settings={**SETTINGS, "version": version})
    body = searched(access, [one.isbn for one in chosen]).body
    assert sru.fault(body) == ""
    assert not sru.nothing(body)
    answered = {next(iter(numbers(record))): record for record in found_in(body)}
    assert len(answered) == len(chosen)
    for one in chosen:
        check(answered[one.isbn], one)
    asked = parameters(sru.lookup(access, ISBN, [chosen[0].isbn]).url)
    old = {"version", "operation", "recordPacking"}
    assert old & asked.keys() == (set() if version == "2.0" else old)


def test_a_batch_over_http_is_one_question() -> None:
    batch = [one.isbn for one in BOOKS[: BY_NAME["sru"].batch(ISBN)]]
    with Loopback({"/sru": catalogue.handler(BOOKS)}) as server:
        access = CATALOGUE._replace(base=f"{server.address}/sru")
        status, body = over_http(sru.lookup(access, ISBN, batch))
        assert (status, server.count()) == (200, 1)
    assert [next(iter(numbers(record))) for record in found_in(body)] == batch


@pytest.mark.parametrize(
    ("base", "begins"),
    [
        (f"{BASE}/sru", f"{BASE}/sru?version"),
        (f"{BASE}/sru?", f"{BASE}/sru?version"),
        (f"{BASE}/sru?db=books", f"{BASE}/sru?db=books&version"),
        (f"{BASE}/sru?db=books&", f"{BASE}/sru?db=books&version"),
    ],
)
def test_a_base_address_may_have_a_query(base: str, begins: str) -> None:
    assert sru.lookup(CATALOGUE._replace(base=base), ISBN, ["x"]).url.startswith(begins)


def test_the_address_of_a_record_is_that_of_its_search() -> None:
    one = BOOKS[0]
    url = sru.address(CATALOGUE, ISBN, one.isbn)
    assert url == sru.lookup(CATALOGUE, ISBN, [one.isbn]).url
    ten = books.ten_digits(one.isbn)
    assert parameters(url)["query"] == f"bath.isbn={one.isbn} or bath.isbn={ten}"


def test_an_isbn_of_979_has_no_other_form() -> None:
    query = parameters(sru.lookup(CATALOGUE, ISBN, ["9791090636071"]).url)["query"]
    assert query == "bath.isbn=9791090636071"


def test_an_isbn_of_978_is_asked_for_with_its_old_check_digit() -> None:
    query = parameters(sru.lookup(CATALOGUE, ISBN, ["9780198575191"]).url)["query"]
    assert query.endswith("=019857519X")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"index": "no.such"}, "Unsupported index (no.such)"),
        ({"schema": "no-such"}, "Unknown schema for retrieval (no-such)"),
        ({"version": "1.7"}, "Unsupported version (1.2)"),
    ],
)
def test_diagnostics_are_faults(changed: dict[str, str], said: str) -> None:
    access = CATALOGUE._replace(settings={**SETTINGS, **changed})
    assert sru.fault(searched(access, [BOOKS[0].isbn]).body) == f"the catalogue says: {said}"


def test_no_hit_is_no_fault() -> None:
    body = searched(CATALOGUE, ["9780262033848"]).body
    assert (sru.fault(body), sru.nothing(body)) == ("", True)


RANGE = (
    b"<searchRetrieveResponse xmlns='http://www.loc.gov/zing/srw/'><diagnostics><diagnostic xmlns="
    b"'http://www.loc.gov/zing/srw/diagnostic/'><uri>info:srw/diagnostic/1/%s</uri></diagnostic>"
    b"</diagnostics>%s</searchRetrieveResponse>"
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (RANGE % (b"61", b""), ""),
        (RANGE % (b"2", b""), "the catalogue says: info:srw/diagnostic/1/2"),
        (RANGE % (b"2", b"<records><recordData><x/></recordData></records>" * 2), ""),
        (b"<explainResponse/>", "this is not the answer of a catalogue by SRU"),
        (b"<html><body>Welcome</body></html>", "a page for people came instead of data"),
        (b"", "the answer is empty"),
        (b"<searchRetrieveResponse><diagnostic", ""),
    ],
)
def test_what_an_answer_says_went_wrong(body: bytes, said: str) -> None:
    assert sru.fault(body) == said


def test_records_as_escaped_text_are_a_fault() -> None:
    one = BOOKS[0]
    query = sru.lookup(CATALOGUE, ISBN, [one.isbn])
    packed = query._replace(url=query.url.replace("recordPacking=xml", "recordPacking=string"))
    body = ask(catalogue.handler(BOOKS), packed).body
    assert b"&lt;leader" in body
    assert "recordPacking=string" in sru.fault(body)


@given(st.lists(PARAMETERS, min_size=1, max_size=5))
def test_any_term_is_found_as_it_is(texts: list[str]) -> None:
    url = sru.lookup(CATALOGUE, ISBN, texts).url
    assert url.isascii()
    terms, wrong = catalogue.clauses(parameters(url)["query"])
    assert wrong == ""
    assert [term for term in terms if len(term) != 10 or term in texts] == texts


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("9780262033848", "9780262033848"),
        ("two words", '"two words"'),
        ('a "b"', '"a \\"b\\""'),
        ("a*b?c^d\\", "a\\*b\\?c\\^d\\\\"),
        ("OR", '"OR"'),
        ("", '""'),
        ("a/b", '"a/b"'),
    ],
)
def test_terms_of_cql_mean_themselves(text: str, term: str) -> None:
    assert sru.term(text) == term


# Pages.


def page_of(kind: str, one: Work, base: str = BASE) -> str:
    return f"{base}/{kind}/{one.number}"


@pytest.mark.parametrize("one", WORKS[:40], ids=lambda one: str(one.number))
def test_the_page_of_a_work_becomes_its_record(one: Work) -> None:
    query = page.lookup(PUBLIC, URL, [page_of("work", one)])
    assert (query.page, query.limit, query.private) == (True, DEFAULT.page, ())
    reply = ask(site.handler(WORKS), query)
    assert page.unreadable(reply.headers["Content-Type"], reply.body) == ""
    (record,) = found_in(reply.body)
    assert record.title == one.title
    assert (record.doi, record.volume, record.issue) == (one.doi, one.volume, one.issue)
    assert [name.family.split()[-1] for name in record.author] == [
        family.split()[-1] for family, _ in one.authors
    ]
    assert record.issued
    assert record.issued.year == one.year


@pytest.mark.parametrize("kind", ["check", "login", "gone"])
def test_what_is_no_page_of_a_work_is_no_record(kind: str) -> None:
    body = ask(site.handler(WORKS), page.lookup(PUBLIC, URL, [page_of(kind, WORKS[1])])).body
    row = recognise(body)
    assert row
    (refused,) = read(row.name, body)
    assert isinstance(refused, Reject)
    assert refused.code in {"not-a-page", "no-bibliographic-data", "several-works"}


def test_a_wall_with_tags_is_still_the_page_of_the_work() -> None:
    one = WORKS[1]
    body = ask(site.handler(WORKS), page.lookup(PUBLIC, URL, [page_of("wall", one)])).body
    (record,) = found_in(body)
    assert (record.title, record.doi) == (one.title, one.doi)


def test_a_page_is_asked_for_without_its_fragment() -> None:
    with Loopback({"": site.handler(WORKS)}) as server:
        address = page_of("work", WORKS[0], server.address)
        query = page.lookup(PUBLIC, URL, [f" {address}?a=1&b=%2F#abstract"])
        assert over_http(query)[0] == 200
        assert server.log[0].target == "/work/0?a=1&b=%2F"
        assert server.log[0].headers["accept"].startswith("text/html")
    assert page.address(PUBLIC, URL, f"{address}#top") == address


@given(PARAMETERS)
def test_an_address_stays_as_it_is(text: str) -> None:
    address = f"https://press.example/work/{quote(text, safe='')}?q={quote(text, safe='')}"
    assert page.address(PUBLIC, URL, f"{address}#{quote(text)}") == address
    assert page.lookup(PUBLIC, URL, [address]).url == address


PDF, IMAGE, PACKED = "a PDF file is not read", "an image is not read", "a packed file is not read"
OFFICE = "a document of an office program is not read"


@pytest.mark.parametrize(
    ("content_type", "body", "said"),
    [
        ("text/html; charset=utf-8", b"<!DOCTYPE html><title>%PDF-1.7</title>", ""),
        ("text/html", b"%PDF-1.7\n", PDF),
        ("text/html", b"\xef\xbb\xbf\r\n%PDF-1.4", PDF),
        ("application/pdf", b"", PDF),
        ("Application/PDF; name=a.pdf", b"<html>", PDF),
        ("application/octet-stream", b"<html><head>", ""),
        ("", b"<html><head>", ""),
        ("", b"", ""),
        ("text/plain", b"TY  - JOUR\n", ""),
        ("application/x-research-info-systems", b"TY  - JOUR\n", ""),
        ("application/ld+json", b"{}", ""),
        ("text/plain", b"MZ is how this line begins, and it goes on and on for some time", ""),
        ("text/plain", b"The bytes %PDF-1 begin a PDF", ""),
        ("image/png", b"", IMAGE),
        ("image/svg+xml", b"<svg/>", IMAGE),
        ("text/html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", IMAGE),
        ("text/html", b"\xff\xd8\xff\xe0\0\x10JFIF", IMAGE),
        ("text/html", b"GIF89a\x01\0", IMAGE),
        ("text/html", b"RIFF\x10\0\0\0WEBPVP8 ", IMAGE),
        ("text/html", b"PK\x03\x04\x14\0", PACKED),
        ("application/zip", b"", PACKED),
        ("text/html", b"\x1f\x8b\x08\0", PACKED),
        ("audio/mpeg", b"", "a sound or video file is not read"),
        ("video/mp4", b"\0\0\0\x20ftypisom", "a sound or video file is not read"),
        ("text/html", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
        ("text/css", b"a { b: c }", "a program or style sheet of a page is not read"),
        ("text/html", b"\x7fELF\x02", "a program is not read"),
    ],
)
def test_what_no_reader_reads_is_told_by_bytes_and_type(
    content_type: str, body: bytes, said: str
) -> None:
    assert page.unreadable(content_type, body) == said


@pytest.mark.parametrize(
    "row", ["open-library", "sru", "page"], ids=["open-library", "sru", "page"]
)
def test_the_rows_name_modules_that_do_what_they_say(row: str) -> None:
    service = BY_NAME[row]
    module = service.load()
    make: Callable[[Access, str, list[str]], object] = module.lookup
    (scheme,) = service.row["batch"]
    assert make(CATALOGUE, scheme, ["https://press.example/"])
    assert isinstance(service.fault(b"{}"), str)
    assert isinstance(service.nothing(b"{}"), bool)
