"""Pages of hostile hosts: a record with its letters whole, or a problem that says what is wrong."""

from pathlib import Path

import pytest

from loopback.behaviours import BEHAVIOURS
from loopback.behaviours.saying import answer
from loopback.clock import FakeClock
from loopback.hostile import Act, Behaviour, Hostile
from loopback.world import World
from mentorlit.fetching.configuration import Given, configured
from mentorlit.fetching.fetcher import Fetcher
from mentorlit.fetching.outcomes import Failed, Found, Outcome
from mentorlit.services import URL, Identifier

TITLE = "Mentoring für Pflegende in Łódź – l’été d’Zoë"
CHINESE_TITLE = "护理人员的导师制"
POLISH_TITLE = "Mentoring pielęgniarek w Łodzi: żółte światło"
LATIN_TITLE = "Mentoring für Pflegende – l’été d’Zoë"

STEPS = sorted({row.step for row in BEHAVIOURS if row.tried != "timed-out"})
CODES = {"404": "not-found", "410": "not-found"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def fetched(world: World, *rows: Behaviour) -> dict[str, Outcome]:
    """Return what becomes of the address of a page of each host."""
    hosts = {"good": answer(), **{row.name: row.act for row in rows}}
    with Hostile(hosts) as server, world.door(server, FakeClock(rows[0].step), *rows) as door:
        fetcher = Fetcher(door, configured(Given(), {}, str(world.folder / "none.toml")))
        wanted = {row.name: Identifier(URL, server.url(row.name)) for row in rows}
        outcomes = fetcher.fetch(wanted.values())
        return {name: outcomes[identifier] for name, identifier in wanted.items()}


@pytest.mark.parametrize("step", STEPS)
def test_no_behaviour_becomes_a_record(step: float, world: World) -> None:
    waited_for = {"too-large", "timed-out"}  # which other tests have, and take their time
    rows = [row for row in BEHAVIOURS if row.step == step and row.tried not in waited_for]
    outcomes = fetched(world, *rows)
    for row in rows:
        outcome = outcomes[row.name]
        assert isinstance(outcome, Failed), row.name
        told = (row.told or row.tried).split("|")
        if told[0][0] != "2":
            known = [CODES.get(code, code) for code in told]
            assert outcome.code in known, row.name
        assert outcome.message.isprintable()
        assert len(outcome.message) < 300


def page(title: str, encoding: str, charset: str, meta: str = "") -> bytes:
    """Return a page in one encoding, whose server and head may say another."""
    declared = f'<meta charset="{meta}">' if meta else ""
    text = (
        f"<!doctype html><html><head>{declared}<title>{title}</title>"
        f'<meta name="citation_title" content="{title}">'
        '<meta name="citation_author" content="Müller, Zoë">'
        '<meta name="citation_journal_title" content="Notional Medicine">'
        '<meta name="citation_publication_date" content="2021/05">'
        "</head><body><p>Hello.</body></html>"
    )
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return answer(text.encode(encoding), "200 OK", kind)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (page(TITLE, "utf-8", "utf-8"), TITLE),
        (page(TITLE, "utf-8", ""), TITLE),
        (page(TITLE, "utf-8", '"UTF-8"'), TITLE),
        (page(TITLE, "utf-8", "'utf8'"), TITLE),
        (page(TITLE, "utf-8", "klingon"), TITLE),
        (page(TITLE, "utf-8", "utf-16"), TITLE),
        (page(TITLE, "utf-8", "iso-8859-1"), TITLE),
        (page(TITLE, "utf-8", "iso-8859-1", "utf-8"), TITLE),
        (page(TITLE, "utf-8", "utf-8", "iso-8859-1"), TITLE),
        (page(TITLE, "utf-8-sig", "windows-1251"), TITLE),
        (page(TITLE, "utf-16", "utf-8"), TITLE),
        (page(TITLE, "utf-16", ""), TITLE),
        (page(TITLE, "utf-8", "ascii"), TITLE),
        (page(TITLE, "utf-16-le", "utf-16"), TITLE),
        (page(CHINESE_TITLE, "gb18030", "gb2312"), CHINESE_TITLE),
        (page(CHINESE_TITLE, "utf-16-le", "utf-16le"), CHINESE_TITLE),
        (page(POLISH_TITLE, "iso-8859-2", "ISO-8859-2"), POLISH_TITLE),
        (page(POLISH_TITLE, "cp1250", "windows-1250"), POLISH_TITLE),
        (page(LATIN_TITLE, "cp1252", "windows-1252"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "iso-8859-1"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", '"iso-8859-1"'), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "ascii"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "", "windows-1252"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "", "iso-8859-1"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", ""), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "utf-8"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "utf-8", "windows-1252"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "utf-16", "windows-1252"), LATIN_TITLE),
        (page(LATIN_TITLE, "cp1252", "klingon", "windows-1252"), LATIN_TITLE),
    ],
)
def test_letters_are_whole_whatever_is_declared(said: Act, title: str, world: World) -> None:
    outcome = fetched(world, Behaviour("page", said, "200"))["page"]
    assert isinstance(outcome, Found), outcome
    assert [record.title for record in outcome.records] == [title]
    assert [name.family for name in outcome.records[0].author] == ["Müller"]
