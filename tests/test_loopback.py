"""The servers that stand in for services keep their own promises."""

from collections import Counter
from itertools import combinations

import pytest
import requests

from loopback.serving import Asked, Loopback, Reply
from loopback.works import Work, work
from mentorlit import identifiers


def told(asked: Asked) -> Reply:
    return Reply(200, repr((asked.path, asked.query)).encode(), {"Content-Type": "text/plain"})


def refuses(_: Asked) -> Reply:
    raise ValueError("a mistake of the test")


def test_the_longest_mounted_prefix_answers_and_sees_the_path_below_it() -> None:
    with Loopback({"/a": told, "/a/b": lambda _: Reply(204)}) as server, requests.Session() as http:
        assert http.get(f"{server.address}/a/x%2Fy?q=1&q=2").text == "('/x/y', {'q': ['1', '2']})"
        assert http.get(f"{server.address}/a").text == "('/', {})"
        assert http.get(f"{server.address}/a/b/c").status_code == 204
        assert http.get(f"{server.address}/ab").status_code == 404
        assert [asked.path for asked in server.log] == ["/a/x/y", "/a", "/a/b/c", "/ab"]
        assert server.count("/a/b") == 1


def test_what_a_handler_raises_is_seen_by_the_test() -> None:
    with (
        pytest.raises(ValueError, match="a mistake of the test"),
        Loopback({"": refuses}) as server,
        requests.Session() as http,
    ):
        assert http.get(server.address).status_code == 500


def test_invented_works_have_identifiers_in_their_normal_forms() -> None:
    for each in map(work, range(600)):
        assert identifiers.doi(each.doi) == each.doi
        assert identifiers.pmid(each.pmid) == each.pmid
        assert identifiers.pmcid(each.pmcid) == each.pmcid
        assert identifiers.arxiv(each.arxiv) == each.arxiv
        assert identifiers.issns(each.issn) == ((each.issn,) if each.issn else ())
        assert identifiers.isbns(each.isbn) == ((each.isbn,) if each.isbn else ())
        assert each.first_page or each.kind != "article"


def test_no_two_invented_works_share_an_identifier_or_more_than_two_parts_of_a_title() -> None:
    works = [work(number) for number in range(2000)]
    for name in ("doi", "pmid", "pmcid", "arxiv", "isbn", "openalex", "title"):
        counts = Counter(getattr(each, name) for each in works if getattr(each, name))
        assert max(counts.values()) == 1, name
    parts = [title_parts(each) for each in works[::40]]
    assert max(len(one & two) for one, two in combinations(parts, 2)) <= 2


def title_parts(each: Work) -> set[str]:
    matter, _, rest = each.title.partition(" among ")
    people, _, rest = rest.rpartition(" in ")
    place, _, way = rest.partition(": ")
    return {matter, people, place, way}
