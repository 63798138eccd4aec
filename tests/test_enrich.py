"""``enrich`` against loopback services: what it fills, what it leaves alone, what it asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from loopback.library import configure, library
from loopback.serving import Asked, Loopback, Reply
from loopback.works import Work, work
from mentorlit.problems import ExitStatus
from running import Result, environment, run_installed

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

NEAR_PEER = Work(
    number=9_001,
    doi="10.1186/s12909-019-1854-x",
    agency="crossref",
    pmid="31711472",
    pmcid="PMC6849195",
    arxiv="",
    isbn="",
    openalex="W2989000001",
    title="Alignment of roles of near-peer mentors for medical students underrepresented in "
    "medicine with medical education competencies: a qualitative study",
    authors=(("Prunuske", "Amy"), ("Houss", "BreAnna"), ("Wirta Kosobuski", "Anna")),
    journal="BMC Medical Education",
    issn="1472-6920",
    year=2019,
    month=11,
    volume="19",
    issue="1",
    first_page="417",
    last_page="417",
    publisher="BioMed Central",
    kind="article",
    retracted=False,
)
# The page does not state its authors and volume; these stand in for them.
TELEMENTORING = NEAR_PEER._replace(
    number=9_002,
    doi="10.1186/s12909-024-06424-9",
    pmid="39000001",
    pmcid="PMC11656823",
    openalex="W4405000001",
    title="Specialists' learning from facilitating group peer telementoring: a qualitative study",
    authors=(("Stand-In", "Ada"), ("Stand-In", "Bruno")),
    year=2024,
    month=12,
    volume="24",
    first_page="1434",
    last_page="1440",
)
WORKS = [NEAR_PEER, TELEMENTORING, *(work(number) for number in range(1, 41))]


class Enriching(NamedTuple):
    """The installed command with a configuration that leads to the server."""

    server: Loopback
    folder: Path

    def run(self, command: str, *args: str, stdin: bytes = b"") -> Result:
        home = str(self.folder)
        env = environment(HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        return run_installed([command, *args], stdin=stdin, cwd=self.folder, env=env)

    def enrich(self, *args: str, stdin: bytes = b"") -> Result:
        config = configure(self.folder, self.server.address)
        return self.run("enrich", "--config", config, *args, stdin=stdin)

    def parsed(self, text: str) -> bytes:
        result = self.run("parse", "-q", stdin=text.encode())
        assert result.status == ExitStatus.DONE
        return result.stdout

    def asked(self) -> list[str]:
        """Return the paths that were asked since the last call."""
        paths = [one.path for one in self.server.log]
        self.server.log.clear()
        return paths


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with library(WORKS) as running:
        yield running


@pytest.fixture
def enriching(server: Loopback, tmp_path: Path) -> Enriching:
    server.log.clear()
    return Enriching(server, tmp_path)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def ris(one: Work, *fields: str, title: str = "") -> str:
    """Return a record with the title and authors of a work, and further fields."""
    people = [f"AU  - {family}, {given}" for family, given in one.authors]
    stated = ["TY  - JOUR", f"TI  - {title or one.title}", *people, f"PY  - {one.year}", *fields]
    return "\n".join([*stated, "ER  - ", ""])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
def test_the_seed_documents(enriching: Enriching) -> None:
    pages = [next(SEEDS.glob(f"{number}_*.txt")) for number in ("001", "002", "003")]
    before = enriching.run("parse", "-q", *map(str, pages)).stdout
    result = enriching.enrich("-q", stdin=before)
    assert result.status == ExitStatus.DONE, result.stderr
    one, two, three = lines(result)
    assert result.stdout.splitlines()[1] == before.splitlines()[1]

    assert (one["DOI"], one["volume"]) == (NEAR_PEER.doi, "19")
    assert one["author"] == json.loads(before.splitlines()[0])["author"]
    assert one["number"] == "417"
    for field in ("DOI", "volume"):
        told = one["provenance"][field]
        assert told["rule"] == "filled"
        assert told["origin"]["source"] == "crossref"
        assert told["origin"]["file"].endswith("/works/10.1186/s12909-019-1854-x")

    assert [name["family"] for name in three["author"]] == ["Stand-In", "Stand-In"]
    assert (three["volume"], three["page"]) == ("24", "1434-1440")
    assert three["provenance"]["author"]["origin"]["source"] == "crossref"
    assert "incomplete" not in three
    assert "enrich" not in two.get("extra", {})


def test_a_second_run_asks_nothing_and_changes_nothing(enriching: Enriching) -> None:
    text = "".join(ris(one, f"DO  - {one.doi}" if one.number % 2 else "") for one in WORKS)
    first = enriching.enrich("-q", stdin=enriching.parsed(text))
    assert enriching.asked()
    second = enriching.enrich("-q", stdin=first.stdout)
    assert enriching.asked() == []
    assert second.stdout == first.stdout


def test_the_same_command_with_a_cache_asks_nothing(enriching: Enriching) -> None:
    pytest.importorskip("requests_cache")
    before = enriching.parsed("".join(map(ris, WORKS)))
    first = enriching.enrich("--cache", "answers", stdin=before)
    assert enriching.asked()
    second = enriching.enrich("--cache", "answers", "--offline", stdin=before)
    assert enriching.asked() == []
    assert second.stdout == first.stdout


def test_everything_that_was_filled_can_be_taken_back(enriching: Enriching) -> None:
    before = enriching.parsed("".join(map(ris, WORKS)))
    after = enriching.enrich("-q", "--overwrite", "issued,author", stdin=before).stdout
    assert after != before
    assert enriching.run("enrich", "--undo", "-q", stdin=after).stdout == before


def test_identifiers_are_asked_in_one_question(enriching: Enriching) -> None:
    text = "".join(ris(one, f"DO  - {one.doi}") for one in WORKS if "," not in one.doi)
    result = enriching.enrich("--no-search", stdin=enriching.parsed(text))
    assert result.status == ExitStatus.DONE
    assert enriching.asked().count("/crossref/works") == 1


def test_what_is_stated_stays(enriching: Enriching) -> None:
    text = ris(NEAR_PEER, "DO  - 10.1186/s12909-019-1854-x", "VL  - 91", "JO  - BMC Med Educ")
    (one,) = lines(enriching.enrich("-q", stdin=enriching.parsed(text)))
    assert (one["volume"], one["container-title"]) == ("91", "BMC Med Educ")
    assert "volume" not in one["provenance"]
    (one,) = lines(enriching.enrich("-q", "--overwrite", "volume", stdin=enriching.parsed(text)))
    assert one["volume"] == "19"
    assert one["provenance"]["volume"]["others"][0]["value"] == "91"


def test_the_identifier_of_another_work_fills_nothing(enriching: Enriching) -> None:
    text = ris(work(7), f"DO  - {NEAR_PEER.doi}")
    before = enriching.parsed(text)
    result = enriching.enrich("--review", "unsure.ndjson", stdin=before)
    (one,) = lines(result)
    assert one["title"] == work(7).title
    assert not {"volume", "container-title"} & one.get("provenance", {}).keys()
    (pair,) = (enriching.folder / "unsure.ndjson").read_text().splitlines()
    assert [side["title"] for side in json.loads(pair)["records"]] == [
        work(7).title,
        NEAR_PEER.title,
    ]
    assert b"1 unsure answer in unsure.ndjson; next: mentorlit review unsure.ndjson" in (
        result.stderr
    )


def test_a_complete_record_is_asked_for_only_with_updates(enriching: Enriching) -> None:
    gone = next(one for one in WORKS if one.retracted and one.agency == "crossref")
    full = enriching.enrich("-q", stdin=enriching.parsed(ris(gone, f"DO  - {gone.doi}"))).stdout
    (marked,) = map(json.loads, full.splitlines())
    assert marked["status"] == "retracted"
    assert {one["kind"] for one in marked["relations"]} >= {"retraction-in"}
    assert "retracted" in {one["code"] for one in marked["problems"]}

    (kept,) = map(json.loads, enriching.enrich("-q", "--undo", stdin=full).stdout.splitlines())
    for field in ("container-title", "volume", "issue", "page", "publisher", "ISSN", "language"):
        if field in marked:
            kept[field] = marked[field]
    complete = json.dumps(kept).encode()
    enriching.asked()
    assert b"retracted" not in enriching.enrich("-q", stdin=complete).stdout
    assert enriching.asked() == []
    (again,) = lines(enriching.enrich("-q", "--updates", stdin=complete))
    assert again["status"] == "retracted"
    assert len(enriching.asked()) == 1


def test_a_list_of_retractions_needs_no_network(enriching: Enriching) -> None:
    (enriching.folder / "list.csv").write_text(f"doi\n{NEAR_PEER.doi}\n")
    text = ris(NEAR_PEER, f"DO  - {NEAR_PEER.doi}") + ris(WORKS[5])
    result = enriching.enrich(
        "--offline", "--retractions", "list.csv", stdin=enriching.parsed(text)
    )
    assert result.status == ExitStatus.DONE, result.stderr
    assert [one.get("status") for one in lines(result)] == ["retracted", None]
    assert enriching.asked() == []
    assert b"1 retracted" in result.stderr
    told = "warning (retracted): <stdin>:1: the work is retracted: Prunuske et al. 2019"
    assert told.encode() in result.stderr


def test_what_a_list_of_retractions_does_not_say_is_told(enriching: Enriching) -> None:
    (enriching.folder / "list.csv").write_text("title,doi\na,10.5555/a\nb,none\nc,10.5555/c\nd\n")
    result = enriching.enrich("--offline", "--retractions", "list.csv", stdin=b"")
    assert b"list.csv:5: 1 columns, not 2\n" in result.stderr
    assert (
        b"list.csv: 2 works; 1 row not understood, 1 row without an identifier of the work\n"
        in result.stderr
    )


def test_what_could_not_be_looked_up_is_told_and_kept(tmp_path: Path) -> None:
    def refuses(_: Asked) -> Reply:
        return Reply(403, b"no")

    with library(WORKS, {"/crossref": refuses, "/datacite": refuses, "/doi": refuses}) as server:
        enriching = Enriching(server, tmp_path)
        before = enriching.parsed(ris(NEAR_PEER, f"DO  - {NEAR_PEER.doi}"))
        result = enriching.enrich("--no-search", "--rejects", "r", stdin=before)
    assert result.status == ExitStatus.SOME_REJECTED
    assert result.stdout == before
    (told,) = map(json.loads, (tmp_path / "r").read_text().splitlines())
    assert (told["code"], told["line"]) == ("http-403", 1)
    assert b"not looked up (http-403): <stdin>:1: by DOI " in result.stderr


def test_nothing_reached_is_status_6_and_loses_nothing(tmp_path: Path) -> None:
    with Loopback({}) as closed:
        pass
    enriching = Enriching(closed, tmp_path)
    before = enriching.parsed(ris(NEAR_PEER, f"DO  - {NEAR_PEER.doi}"))
    result = enriching.enrich("-q", "-o", "out", stdin=before)
    assert result.status == ExitStatus.NETWORK
    assert (tmp_path / "out").read_bytes() == before


@pytest.mark.parametrize("option", ["--fields", "--overwrite"])
def test_a_field_that_cannot_be_filled_is_named(enriching: Enriching, option: str) -> None:
    result = enriching.enrich(option, "DOI,provenance", stdin=b"")
    assert result.status == ExitStatus.USAGE
    assert f"{option}: 'provenance' is none of".encode() in result.stderr
