"""``parse`` with identifiers: a thousand of them in as few questions as there can be."""

import json
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from loopback.library import configure, library, mounts
from loopback.serving import Asked, Loopback, Reply
from loopback.works import Work, work
from mentorlit import tables
from mentorlit.fetching.identifying import identified, of_scheme
from mentorlit.problems import ExitStatus
from running import MENTORLIT, Result, environment, heed_interrupts, run_installed

WORKS = [work(number) for number in range(1, 1_001)]
BATCH = {name: row["batch"] for name, row in tables.load("services")["services"].items()}


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with library(WORKS) as running:
        yield running


@pytest.fixture
def asking(server: Loopback, tmp_path: Path) -> "Asking":
    server.log.clear()
    return Asking(server, tmp_path)


class Asking:
    """The installed command with a configuration that leads to the server."""

    def __init__(self, server: Loopback, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.config = configure(folder, server.address)

    def parse(self, *args: str, stdin: bytes = b"") -> Result:
        home = str(self.folder)
        env = environment(HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        return run_installed(
            ["parse", "--config", self.config, *args], stdin=stdin, cwd=self.folder, env=env
        )

    def listed(self, *lines: str) -> str:
        (self.folder / "ids.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return "ids.txt"


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def spelled(one: Work, turn: int) -> tuple[str, str]:
    """Return one of the identifiers of a work with its scheme, as people write them."""
    spellings = [
        ("DOI", one.doi),
        ("PMID", one.pmid and f"PMID: {one.pmid}"),
        ("DOI", f"https://doi.org/{one.doi}" if one.doi.isascii() and "#" not in one.doi else ""),
        ("PMCID", one.pmcid),
        ("arXiv", one.arxiv and f"arXiv:{one.arxiv}"),
        ("ISBN", one.isbn and f"isbn:{one.isbn}"),
        ("OpenAlex", one.openalex),
    ]
    stated = [spelling for spelling in spellings if spelling[1]]
    return stated[turn % len(stated)]


def test_a_thousand_identifiers_take_as_few_questions_as_batches_allow(asking: Asking) -> None:
    chosen = [(one, *spelled(one, one.number // 3)) for one in WORKS]
    result = asking.parse("--ids", asking.listed(*(text for _, _, text in chosen)))
    assert result.status == ExitStatus.DONE, result.stderr.decode()
    found = records(result)
    # PubMed puts a full stop behind titles.
    assert [one["title"].rstrip(".") for one in found] == [one.title for one, _, _ in chosen]

    count = Counter(scheme for _, scheme, _ in chosen)
    dois = [one for one, scheme, _ in chosen if scheme == "DOI"]
    commas = sum("," in one.doi for one in dois)
    elsewhere = sum(one.agency == "datacite" for one in dois)
    least = {
        "/crossref": ceil((len(dois) - commas) / BATCH["crossref"]["DOI"]) + commas,
        "/datacite": ceil(elsewhere / BATCH["datacite"]["DOI"]),
        "/eutils": ceil(count["PMID"] / BATCH["pubmed"]["PMID"])
        + ceil(count["PMCID"] / BATCH["pmc"]["PMCID"]),
        "/arxiv": ceil(count["arXiv"] / BATCH["arxiv"]["arXiv"]),
        "/open-library": ceil(count["ISBN"] / BATCH["open-library"]["ISBN"]),
        "/openalex": ceil(count["OpenAlex"] / BATCH["openalex"]["OpenAlex"]),
    }
    asked = Counter("/" + one.path.split("/")[1] for one in asking.server.log)
    assert asked == {path: number for path, number in least.items() if number}


def test_a_record_does_not_depend_on_what_was_asked_for_beside_it(asking: Asking) -> None:
    together = asking.parse("--ids", asking.listed(*(one.doi for one in WORKS[:40])))
    alone = [asking.parse("--doi", one.doi).stdout for one in WORKS[:40:13]]
    assert together.stdout.splitlines(keepends=True)[::13] == alone


def test_what_fails_is_told_with_its_place_and_the_rest_goes_on(asking: Asking) -> None:
    listed = asking.listed("# mine", WORKS[0].doi, "", "10.5555/nobody", "9780000000000", "???")
    result = asking.parse("--ids", listed, "--rejects", "failed.ndjson", f"doi:{WORKS[1].doi}")
    assert result.status == ExitStatus.SOME_REJECTED
    assert [one["title"] for one in records(result)] == [WORKS[1].title, WORKS[0].title]
    told = read(asking.folder / "failed.ndjson")
    assert [(one["file"], one["line"], one["code"]) for one in told] == [
        ("ids.txt", 4, "not-found"),
        ("ids.txt", 5, "not-an-identifier"),
        ("ids.txt", 6, "not-an-identifier"),
    ]
    assert b"ids.txt:4: 10.5555/nobody: not known to Crossref, DataCite and doi.org" in (
        result.stderr
    )


def test_rejects_can_be_asked_for_again(asking: Asking) -> None:
    asking.parse("--ids", asking.listed("10.5555/nobody", "pmid:1"), "--rejects", "failed.ndjson")
    asking.server.log.clear()
    result = asking.parse("--ids", "failed.ndjson", "--rejects", "again.ndjson")
    assert result.status == ExitStatus.NOTHING_READ
    assert asking.server.log
    first, again = (read(asking.folder / f"{name}.ndjson") for name in ("failed", "again"))
    assert [one["raw"] for one in first] == [one["raw"] for one in again]


def test_files_and_works_come_in_the_order_of_the_arguments(asking: Asking) -> None:
    (asking.folder / "one.ris").write_text("TY  - JOUR\nTI  - From a file\nER  - \n")
    result = asking.parse(f"pmid:{WORKS[0].pmid}", "one.ris", f"doi:{WORKS[1].doi}")
    titles = [f"{WORKS[0].title}.", "From a file", WORKS[1].title]
    assert [one["title"] for one in records(result)] == titles


def test_identifiers_come_through_a_pipe(asking: Asking) -> None:
    result = asking.parse("--ids", "-", stdin=WORKS[4].doi.encode())
    assert [one["DOI"] for one in records(result)] == [WORKS[4].doi]


def test_offline_nothing_is_asked(asking: Asking) -> None:
    result = asking.parse("--offline", "--doi", WORKS[0].doi, "-q")
    assert (result.status, result.stdout) == (ExitStatus.NETWORK, b"")
    assert not asking.server.log


def test_with_a_cache_nothing_is_asked_twice(asking: Asking) -> None:
    pytest.importorskip("requests_cache")
    wanted = ["--ids", asking.listed(*(one.doi for one in WORKS[:60]), "10.5555/nobody")]
    first = asking.parse("--cache", "answers", *wanted)
    assert asking.server.log
    asking.server.log.clear()
    second = asking.parse("--cache", "answers", "--offline", *wanted)
    assert (second.stdout, second.status) == (first.stdout, first.status)
    assert not asking.server.log
    refreshed = asking.parse("--cache", "answers", "--refresh", *wanted)
    assert asking.server.log
    assert refreshed.stdout == first.stdout


def test_what_is_kept_counts_in_any_list(asking: Asking) -> None:
    pytest.importorskip("requests_cache")
    dois = [one.doi for one in WORKS[:60]]
    kept = ["--cache", "answers"]
    first = records(asking.parse(*kept, "--ids", asking.listed(*dois)))
    asking.server.log.clear()
    listed = asking.listed(*reversed(dois), "10.5555/nobody")
    assert records(asking.parse(*kept, "--ids", listed)) == first[::-1]
    asked = {one.path.split("/")[1] for one in asking.server.log}
    assert asked == {"crossref", "datacite", "doi"}
    assert len(asking.server.log) == 3
    asking.server.log.clear()
    alone = asking.parse(*kept, "--offline", "--doi", dois[7])
    assert records(alone) == [first[7]]
    assert asking.parse(*kept, "--offline", "--doi", "10.5555/nobody").status == 3


def test_status_6_is_for_nothing_reached(asking: Asking) -> None:
    closed = Loopback({})
    with closed:
        address = closed.address
    asking.config = configure(asking.folder, address)
    result = asking.parse("--pmid", "1", "--quiet")
    assert result.status == ExitStatus.NETWORK
    assert result.stdout == b""


def test_via_asks_only_the_services_that_are_named(asking: Asking) -> None:
    result = asking.parse("--via", "openalex", "--doi", WORKS[0].doi)
    assert [one["origin"]["source"] for one in records(result)] == ["openalex"]
    assert [one.path.split("/")[1] for one in asking.server.log] == ["openalex"]


def test_private_values_are_told_to_nobody_else(asking: Asking) -> None:
    env = environment(NCBI_API_KEY="hush-hush", HOME=str(asking.folder))
    args = ["parse", "--config", asking.config, "--mailto", "me@example.org", "-v", "--pmid", "1"]
    result = run_installed([*args, "--rejects", "r"], cwd=asking.folder, env=env)
    assert asking.server.log[0].query["api_key"] == ["hush-hush"]
    written = result.stdout + result.stderr + (asking.folder / "r").read_bytes()
    assert b"hush-hush" not in written
    assert b"me@example.org" not in written


def test_what_a_server_repeats_of_a_key_is_not_told(tmp_path: Path) -> None:
    def telling(asked: Asked) -> Reply:
        key = asked.query["api_key"][0]
        return Reply(200, f"<eFetchResult><ERROR>bad key {key}</ERROR></eFetchResult>".encode())

    with library([], {"/eutils": telling}) as server:
        asking = Asking(server, tmp_path)
        env = environment(NCBI_API_KEY="s3cr3t_K+/y=42", HOME=str(tmp_path))
        args = ["parse", "--config", asking.config, "-v", "--pmid", "1", "--rejects", "r"]
        result = run_installed(args, cwd=tmp_path, env=env)
    assert b"bad key" in result.stderr
    assert b"s3cr3t" not in result.stderr + (tmp_path / "r").read_bytes()


def test_an_answer_about_another_work_is_no_record(tmp_path: Path) -> None:
    other = json.dumps({"message-type": "work", "message": {"DOI": "10.5555/b", "title": ["B"]}})

    def answer(_: Asked) -> Reply:
        return Reply(200, other.encode(), {"Content-Type": "application/json"})

    with library([], {"/crossref": answer}) as server:
        result = Asking(server, tmp_path).parse("--doi", "10.5555/a", "--rejects", "r")
    assert result.stdout == b""
    assert [one["code"] for one in read(tmp_path / "r")] == ["mismatch"]


def test_a_batch_that_is_too_much_is_asked_for_in_halves(tmp_path: Path) -> None:
    known = mounts(WORKS[:20])["/crossref"]

    def picky(asked: Asked) -> Reply:
        many = asked.query.get("filter", [""])[0].count("doi:") > 5
        return Reply(414, b"too long") if many else known(asked)

    with library(WORKS[:20], {"/crossref": picky}) as server:
        asking = Asking(server, tmp_path)
        dois = [one.doi for one in WORKS[:20] if one.agency == "crossref" and "," not in one.doi]
        result = asking.parse("--ids", asking.listed(*dois))
        assert [one["DOI"] for one in records(result)] == dois


def test_an_interrupted_run_keeps_what_was_fetched(tmp_path: Path) -> None:
    children: list[subprocess.Popen[bytes]] = []
    known = mounts(WORKS[:8])["/openalex"]

    def interrupting(asked: Asked) -> Reply:
        children[0].send_signal(signal.SIGINT)
        return known(asked)

    further = {"/openalex": interrupting}
    with library(WORKS[:8], further) as server:
        asking = Asking(server, tmp_path)
        one, two = WORKS[0], WORKS[1]
        listed = asking.listed(one.openalex, f"doi:{one.doi}", two.openalex)
        args = ["parse", "--config", asking.config, "--ids", listed, "-o", "out", "--rejects", "r"]
        with subprocess.Popen(
            [MENTORLIT, *args],
            cwd=tmp_path,
            env=environment(HOME=str(tmp_path)),
            preexec_fn=heed_interrupts,  # noqa: PLW1509 - all that it does is to set a signal
        ) as child:
            children.append(child)
    assert child.returncode == ExitStatus.INTERRUPTED
    assert [told["DOI"] for told in read(tmp_path / "out")] == [one.doi]
    assert [told["code"] for told in read(tmp_path / "r")] == ["not-asked", "not-asked"]


def test_what_an_option_said_stays_known_in_rejects(tmp_path: Path) -> None:
    def down(_: Asked) -> Reply:
        return Reply(403)

    digits = WORKS[0].pmcid.removeprefix("PMC")
    with library(WORKS[:1], {"/eutils": down, "/europe-pmc": down}) as server:
        assert Asking(server, tmp_path).parse("--pmcid", digits, "--rejects", "r").status
    with library(WORKS[:1]) as server:
        again = Asking(server, tmp_path).parse("--ids", "r")
    assert [one["PMCID"] for one in records(again)] == [f"PMC{digits}"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_list_has_a_byte_order_mark(asking: Asking, encoding: str) -> None:
    text = f"{WORKS[0].doi}\r\n{WORKS[1].doi}\r\n"
    (asking.folder / "list.txt").write_bytes(text.encode(encoding))
    found = records(asking.parse("--ids", "list.txt"))
    assert [one["DOI"] for one in found] == [WORKS[0].doi, WORKS[1].doi]


def test_versions_of_a_preprint_are_told_apart(tmp_path: Path) -> None:
    preprint = next(one for one in WORKS if one.arxiv)
    with library([preprint]) as server:
        result = Asking(server, tmp_path).parse(
            f"arxiv:{preprint.arxiv}", f"arxiv:{preprint.arxiv}v1"
        )
        assert len(records(result)) == 2
        assert server.count("/arxiv") == 2


def test_a_page_without_the_doi_is_not_what_was_asked_for(tmp_path: Path) -> None:
    page = b"<html><head><title>A journal</title><meta name='citation_title' content='Another'>"

    def answer(_: Asked) -> Reply:
        return Reply(200, page, {"Content-Type": "text/html"})

    with library([], {"/doi": answer}) as server:
        result = Asking(server, tmp_path).parse("doi:10.5555/a", "--rejects", "r")
    assert result.stdout == b""
    (told,) = read(tmp_path / "r")
    assert told["code"] == "mismatch"
    assert told["message"].endswith("answered with a record without a DOI")


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a[b]/", "http://ex\u2100mple.com/", "http://"]
)
def test_an_address_that_is_none_is_one_reject(asking: Asking, url: str) -> None:
    result = asking.parse("--url", url, f"doi:{WORKS[0].doi}")
    assert result.status == ExitStatus.SOME_REJECTED, result.stderr
    assert [one["DOI"] for one in records(result)] == [WORKS[0].doi]


def test_a_long_line_is_cut_in_messages(asking: Asking) -> None:
    result = asking.parse("--ids", asking.listed("x" * 20_000), "--rejects", "r")
    assert max(map(len, result.stderr.splitlines())) < 500
    assert read(asking.folder / "r")[0]["length"] == 20_001


def test_one_identifier_that_is_refused_does_not_take_the_others_along(tmp_path: Path) -> None:
    known = mounts(WORKS[:40])["/eutils"]
    odd = WORKS[11].pmid

    def picky(asked: Asked) -> Reply:
        return Reply(400) if odd in asked.query["id"][0].split(",") else known(asked)

    with library(WORKS[:40], {"/eutils": picky}) as server:
        asking = Asking(server, tmp_path)
        pmids = [f"pmid:{one.pmid}" for one in WORKS[:40] if one.pmid]
        result = asking.parse("--via", "pubmed", "--ids", asking.listed(*pmids), "--rejects", "r")
        asked = [one.query["id"][0] for one in server.log]
    assert len(records(result)) == len(pmids) - 1
    assert [one["code"] for one in read(tmp_path / "r")] == ["http-400"]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/ABC", "DOI 10.1000/abc"),
        ("doi: 10.1000/abc", "DOI 10.1000/abc"),
        ("https://doi.org/10.1000/abc", "DOI 10.1000/abc"),
        ("http://dx.doi.org/10.1000%2Fabc", "DOI 10.1000/abc"),
        ("PMID:31711472", "PMID 31711472"),
        ("31711472", "PMID 31711472"),
        ("pmcid:6849195", "PMC6849195"),
        ("PMC6849195", "PMC6849195"),
        ("arXiv:2101.00001v2", "arXiv 2101.00001v2"),
        ("2101.00001", "arXiv 2101.00001"),
        ("hep-th/9901001", "arXiv hep-th/9901001"),
        ("0-306-40615-2", "ISBN 9780306406157"),
        ("ISBN 978-0-306-40615-7", "ISBN 9780306406157"),
        ("W2741809807", "OpenAlex W2741809807"),
        ("https://openalex.org/W2741809807", "OpenAlex W2741809807"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("PMID4003", "PMID 4003"),
        ("PMID 4004", "PMID 4004"),
        ("pubmed:4008", "PMID 4008"),
        ("4012.", "PMID 4012"),
        ("pmc:4320623", "PMC4320623"),
        ("PMC4320626.1", "PMC4320626"),
        ("arXiv:1706.03768v1 [cs.CL]", "arXiv 1706.03768v1"),
        ("10.5555/acc36 # a comment", "DOI 10.5555/acc36"),
        ("<10.5555/acc36>", "DOI 10.5555/acc36"),
        ('"10.5555/acc36"', "DOI 10.5555/acc36"),
        ("10.5555/acc36.", "DOI 10.5555/acc36"),
        ("10.5555/acc33\u200b", "DOI 10.5555/acc33"),
        ("https://doi.org/10.5555/acc28?utm_source=x", "DOI 10.5555/acc28"),
        ("https://doi.org/10.5555/acc29#section1", "DOI 10.5555/acc29"),
        ("https://example.org/a#section1", "https://example.org/a#section1"),
        ("ISBN 0-306-40615-2 (pbk.)", "ISBN 9780306406157"),
        ("10.1234/", "None"),
        ("10.1234/.", "None"),
        ("9780306406158", "None"),
        ("123456789", "None"),
        ("doi:31711472", "None"),
        ("pmid:0", "None"),
        ("10.1000/a 10.1000/b", "None"),
        ("see 10.1000/a", "None"),
        ("ftp://example.org/a", "None"),
        ("", "None"),
    ],
)
def test_what_people_write_is_recognised_or_refused(text: str, expected: str) -> None:
    assert str(identified(text)) == expected


def test_an_option_takes_only_what_it_is_for() -> None:
    assert of_scheme("PMID", "10.1000/abc") is None
    assert of_scheme("DOI", "31711472") is None
    assert str(of_scheme("URL", "https://doi.org/10.1000/abc")) == "DOI 10.1000/abc"
