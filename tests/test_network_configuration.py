"""The configuration of the network: what holds, and every mistake in one clear line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import certifi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback.library import library, settings
from loopback.works import work
from mentorlit.fetching.configuration import Configuration, Given, configured
from mentorlit.network.pacing import floors
from mentorlit.problems import ExitStatus, UsageError
from mentorlit.services import BY_NAME, SCHEMES
from running import environment, run_installed

FILE = "network.toml"
DOCUMENTED = Path(__file__).parents[1] / "docs/explanations/network.md"
NO_SETTING = "there is no such setting; known:"
NO_HOME = "'~nobody-of-this-name': there is no such home folder"
SERVICES = ", ".join(BY_NAME)
KEY = "very-secret-key"
HOSTS = (
    "a name or an IP address is possible, with or without a port; wildcards and networks are not"
)
MALFORMED = f"the name of the host is malformed; {HOSTS}"
OF_CROSSREF = (
    "batch, base, interval, polite-interval, keyed-interval, key, key-file, key-variable, "
    "searches, stops"
)
OF_PMC = OF_CROSSREF.replace(" searches,", "")
NAMES = (
    "mailto",
    "cache",
    "proxy",
    "certificates",
    "allow-hosts",
    "timeouts",
    "retries",
    "order",
    "services",
)
NO_ADDRESS = "only addresses that begin with http:// or https:// are asked"
USER_NAME = "the address has a user name or password before its host"
NO_KEY = "it is no key: one word of ASCII letters, digits and signs"
NO_MAILTO = "is no e-mail address; one like you@example.org is"
MISSING = "No such file or directory"

MISTAKES: Final = [
    # What a file is.
    ("a b", "this is no TOML: Expected '=' after a key in a key/value pair (at line 1, column 3)"),
    (b"a = '\xff'", "this is no TOML: it is no text in UTF-8"),
    (b"\xff\xfea\x00", "this is no TOML: it is no text in UTF-8"),
    ("#" * (1 << 20) + "\n", "a configuration has at most 1 MiB"),
    # Names of settings.
    (
        "foo = 1",
        f"foo: {NO_SETTING} {', '.join(NAMES)}",
    ),
    (
        "[timeouts]\nwrite = 1",
        "timeouts.write: there is no such setting; known: connect, read, total",
    ),
    (
        '[order]\ndoi = ["crossref"]',
        f"order.doi: there is no such order; known: {', '.join(SCHEMES)}, search",
    ),
    ("retries = 11", "retries: 0 to 10 tries after the first one are possible"),
    ("retries = true", "retries: a whole number is wanted, not true or false"),
    ("[services.cross]", f"services.cross: there is no such service; known: {SERVICES}"),
    ('[services."a\\nb"]', f"services.'a\\nb': there is no such service; known: {SERVICES}"),
    (
        "[services.crossref]\nspeed = 1",
        f"services.crossref.speed: {NO_SETTING} {OF_CROSSREF}",
    ),
    (
        '[services.page]\nbase = "https://example.org"',
        f"services.page.base: {NO_SETTING} batch, interval, polite-interval, stops",
    ),
    (
        '[services.arxiv]\nkey = "very-secret-key"',
        f"services.arxiv.key: {NO_SETTING} batch, base, interval, polite-interval, stops",
    ),
    (
        '[services.pmc]\nkey-of = "crossref"',
        f"services.pmc.key-of: {NO_SETTING} {OF_PMC}",
    ),
    # Kinds of values.
    ("mailto = 1", "mailto: a text is wanted, not a number"),
    ("cache = true", "cache: a text is wanted, not true or false"),
    ('proxy = ["http://me:very-secret-key@h"]', "proxy: a text is wanted, not a list"),
    ("certificates = 2026-01-01", "certificates: a text is wanted, not a date or time"),
    ('allow-hosts = "localhost"', "allow-hosts: a list of texts is wanted, not a text"),
    ("allow-hosts = [1]", "allow-hosts: a text is wanted, not a number"),
    ("timeouts = 3", "timeouts: a table is wanted, not a number"),
    ("[timeouts]\nread = true", "timeouts.read: a number is wanted, not true or false"),
    ('[timeouts]\nread = "5"', "timeouts.read: a number is wanted, not a text"),
    ("order = []", "order: a table is wanted, not a list"),
    ('[order]\nDOI = "crossref"', "order.DOI: a list of texts is wanted, not a text"),
    ("services = []", "services: a table is wanted, not a list"),
    ("[services]\ncrossref = 1", "services.crossref: a table is wanted, not a number"),
    (
        "[services.crossref]\ninterval = true",
        "services.crossref.interval: a number is wanted, not true or false",
    ),
    (
        "[services.crossref]\nsearches = 1",
        "services.crossref.searches: true or false is wanted, not a number",
    ),
    (
        "[services.openalex]\nstops = 429",
        "services.openalex.stops: a list of statuses is wanted, not a number",
    ),
    (
        "[services.crossref]\nbatch = 20",
        "services.crossref.batch: a table is wanted, not a number",
    ),
    (
        "[services.crossref]\nbatch = { DOI = true }",
        "services.crossref.batch.DOI: a whole number is wanted, not true or false",
    ),
    (
        "[services.crossref]\nbatch = { DOI = 2.0 }",
        "services.crossref.batch.DOI: a whole number is wanted",
    ),
    ("[services.crossref]\nkey = 1", "services.crossref.key: a text is wanted, not a number"),
    ("[services.sru]\nversion = 1.1", "services.sru.version: a text is wanted, not a number"),
    # How much.
    ("[timeouts]\nread = 0", "timeouts.read: more than 0 and at most 3600 seconds are possible"),
    ("[timeouts]\nread = nan", "timeouts.read: more than 0 and at most 3600 seconds are possible"),
    (
        "[timeouts]\ntotal = 3601",
        "timeouts.total: more than 0 and at most 3600 seconds are possible",
    ),
    (
        "[services.arxiv]\ninterval = -1",
        "services.arxiv.interval: from 0 to 3600 seconds are possible",
    ),
    (
        f"[services.arxiv]\ninterval = 0x{'f' * 9000}",
        "services.arxiv.interval: from 0 to 3600 seconds are possible",
    ),
    (
        "[services.arxiv]\nbatch = { arXiv = 0 }",
        "services.arxiv.batch.arXiv: from 1 to 1000 identifiers are possible",
    ),
    (
        "[services.arxiv]\nbatch = { DOI = 5 }",
        "services.arxiv.batch.DOI: arxiv is not asked for it; known: arXiv",
    ),
    (
        "[services.doi]\nbatch = { DOI = 2 }",
        "services.doi.batch.DOI: doi is asked for one at a time",
    ),
    *(
        (
            f"[services.openalex]\nstops = {stops}",
            "services.openalex.stops: statuses are whole numbers from 400 to 599",
        )
        for stops in ('["x"]', "[200]", "[true]", "[429.0]")
    ),
    # Addresses.
    ('[services.crossref]\nbase = "api.crossref.org"', f"services.crossref.base: {NO_ADDRESS}"),
    ('[services.crossref]\nbase = "ftp://a.org"', f"services.crossref.base: {NO_ADDRESS}"),
    ('[services.crossref]\nbase = "https://"', "services.crossref.base: the address has no host"),
    (
        '[services.crossref]\nbase = "https://me:very-secret-key@a.org"',
        f"services.crossref.base: {USER_NAME}",
    ),
    (
        '[services.crossref]\nbase = "https://a.org/?b=c"',
        "services.crossref.base: the address has a query (?)",
    ),
    (
        '[services.sru]\nbase = "https://a.org/sru#x"',
        "services.sru.base: the address has a fragment (#)",
    ),
    (
        '[services.crossref]\nbase = "https://a.org:99999"',
        "services.crossref.base: the port is no number from 1 to 65535",
    ),
    ('proxy = "foo"', f"proxy: the proxy cannot be used: {NO_ADDRESS}"),
    ('proxy = "socks5://127.0.0.1:1"', f"proxy: the proxy cannot be used: {NO_ADDRESS}"),
    *(
        (f'allow-hosts = ["{host}"]', f"allow-hosts: '{host}': {MALFORMED}")
        for host in ("*", "", "127.0.0.0/8", "*.example.org", "two words")
    ),
    (
        'allow-hosts = ["localhost", "127.0.0.1:99999"]',
        f"allow-hosts: '127.0.0.1:99999': the port is no number from 1 to 65535; {HOSTS}",
    ),
    *(
        (f'mailto = "{mailto}"', f"mailto: '{mailto}' {NO_MAILTO}")
        for mailto in ("you", "@a.org", "you@", "a@b@c.org", "me, you@a.org", "Me <me@a.org>")
    ),
    ('mailto = "mailto:me@a.org"', f"mailto: 'mailto:me@a.org' {NO_MAILTO}"),
    ('mailto = "a@b\\nc"', "mailto: it has control characters"),
    ('mailto = "m\u00a0e@a.org"', f"mailto: 'm\\xa0e@a.org' {NO_MAILTO}"),
    (f'mailto = "{"a" * 250}@a.org"', "mailto: an e-mail address has at most 254 characters"),
    # Orders.
    ("[order]\nDOI = []", "order.DOI: no service is named"),
    (
        '[order]\nDOI = ["cross"]',
        f"order.DOI: there is no service 'cross'; known: {SERVICES}",
    ),
    (
        '[order]\nPMID = ["crossref"]',
        "order.PMID: crossref is not asked for PMID; known: pubmed, europe-pmc, openalex",
    ),
    (
        '[order]\nsearch = ["pubmed"]',
        "order.search: pubmed is not asked for a title; known: crossref, europe-pmc, openalex",
    ),
    (
        '[order]\nsearch = ["crossref"]\n[services.crossref]\nsearches = false',
        "order.search: crossref is not asked for a title; known: europe-pmc, openalex",
    ),
    (
        '[order]\nISBN = ["sru"]',
        "order.ISBN: sru has no address; services.sru.base can name it",
    ),
    # Files.
    ('cache = "~nobody-of-this-name"', f"cache: {NO_HOME}"),
    ('cache = "a\\u0000b"', "cache: it has control characters"),
    ('certificates = "none.pem"', f"certificates: none.pem: {MISSING}"),
    ('certificates = "."', "certificates: .: Is a directory"),
    (
        f'certificates = "{FILE}"',
        f"certificates: {FILE}: there is no certificate (PEM) in this file",
    ),
    ('[services.pubmed]\nkey-file = "none.txt"', f"services.pubmed.key-file: none.txt: {MISSING}"),
    ('[services.pubmed]\nkey-file = "."', "services.pubmed.key-file: .: Is a directory"),
    (
        '[services.pubmed]\nkey-file = "empty.txt"',
        "services.pubmed.key-file: empty.txt: it is empty",
    ),
    ('[services.pubmed]\nkey-file = "two.txt"', f"services.pubmed.key-file: two.txt: {NO_KEY}"),
    (
        '[services.pubmed]\nkey-file = "utf-16.txt"',
        "services.pubmed.key-file: utf-16.txt: it is no text in UTF-8",
    ),
    ('[services.pubmed]\nkey = "very-secret-key here"', f"services.pubmed.key: {NO_KEY}"),
    (
        '[services.pubmed]\nkey = "very-secret-key\\n"',
        "services.pubmed.key: it has control characters",
    ),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of each test, with files of keys, as the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.txt").write_text(f"{KEY}\n")
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "two.txt").write_text(f"{KEY} {KEY}\n")
    (tmp_path / "utf-16.txt").write_bytes(KEY.encode("utf-16"))
    return tmp_path


def holding(
    text: str | bytes = "", options: Given | None = None, variables: Mapping[str, str] | None = None
) -> Configuration:
    Path(FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return configured(options or Given(), variables or {}, FILE)


def refused(
    text: str | bytes = "", options: Given | None = None, variables: Mapping[str, str] | None = None
) -> str:
    with pytest.raises(UsageError) as caught:
        holding(text, options, variables)
    assert caught.value.status == ExitStatus.USAGE
    return str(caught.value)


@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_a_mistake_in_the_file_is_one_line(text: str | bytes, told: str) -> None:
    message = refused(text)
    assert message == f"{FILE}: {told}"
    assert "\n" not in message
    assert KEY not in message


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (Given(mailto="foo"), f"--mailto: 'foo' {NO_MAILTO}"),
        (Given(proxy="foo"), f"--proxy: the proxy cannot be used: {NO_ADDRESS}"),
        (
            Given(proxy="http://[::1"),
            "--proxy: the proxy cannot be used: the port is no number from 1 to 65535",
        ),
        (Given(allow_hosts=("localhost", "*")), f"--allow-host: '*': {MALFORMED}"),
        (Given(cache="~nobody-of-this-name"), f"--cache: {NO_HOME}"),
        (Given(via=("cross",)), f"--via: there is no service 'cross'; known: {SERVICES}"),
        (Given(via=("sru",)), "--via: sru has no address; services.sru.base can name it"),
        (Given(config="none.toml"), f"--config: none.toml: {MISSING}"),
        (Given(config="."), "--config: .: Is a directory"),
        (Given(config="empty.txt/x"), "--config: empty.txt/x: Not a directory"),
    ],
)
def test_a_mistake_in_an_option_names_the_option(options: Given, told: str) -> None:
    assert refused("", options) == told


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"MENTORLIT_CONFIG": "none.toml"}, f"MENTORLIT_CONFIG: none.toml: {MISSING}"),
        ({"MENTORLIT_MAILTO": "foo"}, f"MENTORLIT_MAILTO: 'foo' {NO_MAILTO}"),
        ({"MENTORLIT_MAILTO": "\udcff@a.org"}, "MENTORLIT_MAILTO: it has control characters"),
        ({"NCBI_API_KEY": f"{KEY} {KEY}"}, f"NCBI_API_KEY: {NO_KEY}"),
        ({"NCBI_API_KEY": "\udcff"}, f"NCBI_API_KEY: {NO_KEY}"),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    variables: Mapping[str, str], told: str
) -> None:
    assert refused("", variables=variables) == told


def test_a_file_that_nothing_names_need_not_be_there() -> None:
    assert configured(Given(), {}, "none.toml") == configured(Given(), {}) == holding()
    assert configured(Given(), {}, "empty.txt/none.toml") == holding()


def test_a_file_that_nothing_names_is_named_by_its_mistakes() -> None:
    with pytest.raises(UsageError, match=r"^\.: Is a directory$"):
        configured(Given(), {}, ".")


def test_options_go_before_the_environment_and_the_file() -> None:
    text = 'mailto = "file@a.org"\ncache = "of-file"\nproxy = "http://file.org"'
    variables = {"MENTORLIT_MAILTO": "variable@a.org"}
    options = Given(mailto="option@a.org", cache="of-option", proxy="http://option.org")
    assert holding(text).policy.mailto == "file@a.org"
    assert holding(text, variables=variables).policy.mailto == "variable@a.org"
    held = holding(text, options, variables)
    assert (held.policy.mailto, held.policy.proxy) == ("option@a.org", "http://option.org")
    assert held.cache == "of-option"
    assert holding(text).cache == "of-file"


def test_what_is_stated_holds(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("HOME", str(folder))
    (folder / "ca.pem").write_bytes(Path(certifi.where()).read_bytes())
    held = holding("""\ufeff
        mailto = "zoë@bücher.example"
        cache = "~/answers"
        allow-hosts = ["localhost", "10.0.0.7:8080", "::1", "[::1]:80", "bücher.example"]
        proxy = "http://me:secret@localhost:3128"
        certificates = "~/ca.pem"
        [timeouts]
        connect = 1
        total = 3600
        [services.crossref]
        base = ""
        stops = [403, 429]
        interval = 0
        [services.sru]
        base = "https://catalogue.example/sru?x=y"
        """)
    assert held.cache == str(folder / "answers")
    assert held.policy.certificates == str(folder / "ca.pem")
    assert (held.policy.connect, held.policy.read, held.policy.total) == (1, 15.0, 3600)
    assert held.policy.mailto == "zoë@bücher.example"
    assert len(held.policy.allowed_hosts) == 5
    assert held.stops("crossref") == (403, 429)
    assert held.interval("crossref") == 0.34  # the polite one, as there is an address
    assert held.order("DOI") == ("datacite", "doi")
    assert held.order("ISBN") == ("open-library", "sru")


def test_the_documented_example_holds(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("HOME", str(folder))
    (folder / "ca.pem").write_bytes(Path(certifi.where()).read_bytes())
    (folder / ".ncbi-key").write_text(KEY)
    held = holding(DOCUMENTED.read_text("utf-8").split("```toml\n")[1].split("```")[0])
    assert held.order("DOI") == ("crossref", "openalex")
    assert held.keys == {"pubmed": KEY, "pmc": KEY}


@pytest.mark.parametrize(
    ("batch", "sizes"),
    [
        ("{ }", {"PMID": 50, "PMCID": 50, "DOI": 50}),
        ("{ PMID = 20 }", {"PMID": 20, "PMCID": 50, "DOI": 50}),
    ],
)
def test_sizes_that_are_not_named_stay(batch: str, sizes: Mapping[str, int]) -> None:
    held = holding(f"[services.europe-pmc]\nbatch = {batch}")
    assert held.rows["europe-pmc"]["batch"] == sizes


def test_an_order_names_each_service_once() -> None:
    held = holding('[order]\nDOI = ["openalex", "crossref", "openalex"]')
    assert held.order("DOI") == ("openalex", "crossref")
    assert holding("", Given(via=("doi", "doi"))).order("DOI") == ("doi",)


def test_via_leaves_only_the_services_that_it_names() -> None:
    held = holding('[order]\nDOI = ["crossref"]', Given(via=("openalex", "pubmed")))
    assert {scheme: held.order(scheme) for scheme in SCHEMES} == {
        "DOI": ("openalex",),
        "PMID": ("openalex", "pubmed"),
        "PMCID": (),
        "arXiv": (),
        "ISBN": (),
        "OpenAlex": ("openalex",),
        "URL": ("page",),
    }
    assert held.searches() == ("openalex",)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ('[services.pubmed]\nkey-file = "key.txt"', {}),
        ('[services.pmc]\nkey-file = "key.txt"', {}),
        (f'[services.pubmed]\nkey = "{KEY}"', {}),
        ('[services.pubmed]\nkey-variable = "MY_KEY"', {"MY_KEY": f" {KEY}\n"}),
        ("", {"NCBI_API_KEY": KEY}),
    ],
)
def test_one_key_is_that_of_both_services_at_a_host(
    text: str, variables: Mapping[str, str]
) -> None:
    held = holding(text, variables=variables)
    assert held.keys == {"pubmed": KEY, "pmc": KEY}
    assert held.access("pmc").key == KEY
    assert floor(held, "pubmed") == floor(held, "pmc") == held.interval("pubmed") == 0.1


@pytest.mark.parametrize("base", ["https://pmc.example", "http://eutils.ncbi.nlm.nih.gov", ""])
def test_a_key_goes_to_no_other_host(base: str) -> None:
    held = holding(f'[services.pubmed]\nkey = "{KEY}"\n[services.pmc]\nbase = "{base}"')
    assert held.keys == {"pubmed": KEY}


def test_a_service_prefers_its_own_key() -> None:
    held = holding(f'[services.pubmed]\nkey = "{KEY}"\n[services.pmc]\nkey = "other"')
    assert held.keys == {"pubmed": KEY, "pmc": "other"}


def floor(held: Configuration, service: str) -> float:
    """Return the pace of a service's host, whatever asks it."""
    slowest = floors((row["base"], held.interval(name)) for name, row in held.rows.items())
    return slowest[held.access(service).base.split("/")[2]]


VALUES = st.one_of(
    st.booleans(),
    st.integers(-1, 700),
    st.floats(),
    st.sampled_from(
        ["", "x", "https://a.org", "me@a.org", "crossref", "key.txt", "~x/y", "\u2028"]
    ),
)
TABLES = st.recursive(
    st.one_of(VALUES, st.lists(VALUES, max_size=2)),
    lambda inner: st.dictionaries(
        st.sampled_from(["DOI", "batch", "base", "stops", "key", "interval", "crossref", "x\n"]),
        inner,
        max_size=3,
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*NAMES, "x"]), TABLES, max_size=3))
def test_whatever_a_file_states_is_held_or_told_in_one_line(stated: dict[str, object]) -> None:
    text = "".join(f"{name} = {toml(value)}\n" for name, value in stated.items())
    message = ""
    try:
        held = holding(text)
    except UsageError as error:
        message = str(error)
    else:
        assert all(held.interval(name) >= 0 for name in BY_NAME)
    assert not message or message.startswith(f"{FILE}: ")
    assert "\n" not in message


def toml(value: object) -> str:
    if isinstance(value, dict):
        pairs: Iterable[str] = (f"{json.dumps(name)} = {toml(one)}" for name, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value) if isinstance(value, str | bool) else repr(value)


@pytest.mark.parametrize(
    ("args", "variables", "told"),
    [
        (["--config", FILE], {}, f"{FILE}: order.DOI: no service is named"),
        ([], {"MENTORLIT_CONFIG": "none.toml"}, f"MENTORLIT_CONFIG: none.toml: {MISSING}"),
        (["--proxy", "foo"], {}, f"--proxy: the proxy cannot be used: {NO_ADDRESS}"),
        (["--mailto", "you\x1b[2J"], {}, "--mailto: it has control characters"),
    ],
)
def test_the_command_tells_a_mistake_before_anything_is_asked(
    folder: Path, args: list[str], variables: Mapping[str, str], told: str
) -> None:
    (folder / FILE).write_text("[order]\nDOI = []\n")
    home = str(folder)
    env = environment(HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home, **variables)
    result = run_installed(["parse", *args, "doi:10.5555/1"], cwd=folder, env=env)
    assert result == (ExitStatus.USAGE, b"", f"mentorlit: {told}\n".encode())


def test_the_command_sends_a_key_to_both_services(folder: Path) -> None:
    works = [work(number) for number in range(1, 31)]
    pmid = next(one.pmid for one in works if one.pmid)
    pmcid = next(one.pmcid for one in works if one.pmcid)
    env = environment(HOME=str(folder), XDG_STATE_HOME=str(folder))
    with library(works) as server:
        text = settings(server.address).replace(
            "[services.pmc]", '[services.pmc]\nkey-file = "key.txt"'
        )
        (folder / FILE).write_text(text)
        args = ["parse", "--config", FILE, "--pmid", pmid, "--pmcid", pmcid]
        result = run_installed(args, cwd=folder, env=env)
        assert result.status == ExitStatus.DONE, result.stderr.decode()
        asked = {one.query["db"][0]: one.query.get("api_key") for one in server.log}
    assert asked == {"pubmed": [KEY], "pmc": [KEY]}
