"""Profiles of sites: what they change, where they apply, and how their mistakes are told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.model import Citation
from mentorlit.pages.engine import examine
from mentorlit.pages.lines import Line, cut
from mentorlit.pages.profile import active
from mentorlit.problems import ExitStatus, UsageError
from mentorlit.profiles.checking import Checked, kinds
from mentorlit.profiles.folder import load
from mentorlit.reading import Reading
from mentorlit.stream import Beside
from running import run_inside, run_installed

DATA = Path(__file__).parents[1] / "data" / "biblioteca"
ALWAYS = 'name = "mine"\ndetect.always = true\n'


def profile(folder: Path, text: str, name: str = "one.toml") -> str:
    """Write a profile and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def read(page: Path, folder: str) -> Citation:
    """Return the one record of a page as the profiles of a folder read it."""
    beside = Beside(profiles=load(folder) if folder else ())
    (found,) = Reading([str(page)], beside=beside)
    return found


def page(tmp_path: Path, text: str, name: str = "page.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rules(found: Citation, field: str) -> list[str]:
    return [place.rule for place in found.evidence[field]]


def test_the_sample_is_read_whole() -> None:
    found = read(DATA / "page.txt", str(DATA))
    assert found.title == "A Theory for Record Linkage"
    assert [name.family for name in found.author] == ["Fellegi", "Sunter"]
    assert found.issued is not None
    assert (found.issued.year, found.issued.month, found.issued.day) == (1969, 12, 1)
    assert (found.volume, found.issue, found.page) == ("64", "328", "1183-1210")
    assert found.container_title == "Journal of the American Statistical Association"
    assert found.doi == "10.1080/01621459.1969.10501049"
    assert "1204" not in str(found)
    assert "elmagarmid" not in str(found).lower()


def test_evidence_names_the_profile() -> None:
    found = read(DATA / "page.txt", str(DATA))
    assert rules(found, "author") == ["profile biblioteca/label/Scrit da"]
    assert rules(found, "DOI") == ["label/DOI"]
    assert found.evidence["author"][0].confidence == "high"


def test_a_web_page_gives_tags_and_elements() -> None:
    found = read(DATA / "page.html", str(DATA))
    assert [name.family for name in found.author] == ["Fellegi", "Sunter"]
    assert rules(found, "author") == ["profile biblioteca/tag bib.autur"]
    assert rules(found, "issued") == ["profile biblioteca/element time.cumpari"]
    assert rules(found, "abstract") == ["profile biblioteca/element div#cuntegn"]
    assert found.abstract.startswith("Two files name")
    assert "2011" not in str(found)


def test_other_pages_are_read_as_without() -> None:
    other = DATA.parent / "pure-portal.txt"
    assert read(other, str(DATA)) == read(other, "")


@pytest.mark.parametrize(
    ("detect", "applies"),
    [
        ("always = true", True),
        ('any = ["first line"]', True),
        ('any = ["FIRST  LINE:", "x"]', True),
        ('any = ["first*"]', True),
        ('any = ["first"]', False),
        ('all = ["first line", "second*"]', True),
        ('all = ["first line", "third"]', False),
        ('all = ["first line"]\nany = ["third"]', False),
        ('any = ["first line"]\nnone = ["second*"]', False),
        ('always = true\nnone = ["first line"]', False),
        ('host = ["example.org"]', True),
        ('host = ["ample.org"]', False),
        ('host = ["pages.example.org"]', True),
        ('generator = ["Pager"]', True),
        ('generator = ["Page 2"]', False),
        ('generator = ["Other"]\nany = ["first line"]', True),
    ],
)
def test_detection(tmp_path: Path, detect: str, applies: bool) -> None:
    text = f'name = "mine"\nsplit = "+"\n[detect]\n{detect}\n'
    profiles = load(profile(tmp_path / "p", text))
    lines = list(cut(b"First line\nSecond line of it\n", "utf-8"))
    found = active(profiles, lines, ["www.pages.example.org"], "Pager 2.1")
    assert bool(found) is applies


def test_tags_and_elements_that_are_ignored_are_read_by_nobody(tmp_path: Path) -> None:
    html = (
        '<html><head><meta name="citation_title" content="Uploaded by a program">'
        '<meta name="citation_doi" content="10.1000/1"></head><body>'
        '<div class="side promo"><p>DOI: 10.1000/2</p></div>behind</body></html>'
    )
    text = ALWAYS + (
        '[tags]\n"citation_title" = "ignore"\n[elements]\n"div.promo.side" = "ignore"\n'
        '"[data-title]" = "title"\n"h2[data-x=\'y z\']" = "journal"\n'
    )
    folder = profile(tmp_path / "p", text)
    found = read(page(tmp_path, html, "page.html"), folder)
    assert (found.title, found.doi) == ("", "10.1000/1")
    assert "10.1000/2" not in str(found)
    more = html.replace(
        "behind", "<h1 data-title>The Right Title</h1><h2 data-x='y z'>A Journal</h2>"
    )
    found = read(page(tmp_path, more, "page.html"), folder)
    assert (found.title, found.container_title) == ("The Right Title", "A Journal")
    assert rules(found, "title") == ["profile mine/element [data-title]"]


def test_an_element_within_one_of_its_kind_is_a_part_of_it(tmp_path: Path) -> None:
    html = (
        "<html><body><ul class=a><li class=a>Ruth Adams</li><li>; Petr Novak</li></ul>"
        "<p class=a>Can Yilmaz</p><h1>What A Title May Be</h1></body></html>"
    )
    folder = profile(tmp_path / "p", ALWAYS + '[elements]\n".a" = "author"\n"h1" = "title"\n')
    found = read(page(tmp_path, html, "page.html"), folder)
    assert [name.family for name in found.author] == ["Adams", "Novak", "Yilmaz"]


def test_a_label_may_have_its_value_glued_on(tmp_path: Path) -> None:
    folder = profile(tmp_path / "p", ALWAYS + '[labels]\nvolume = "Bynd"\ntitle = "Nomen"\n')
    found = read(page(tmp_path, "Nomen: Nomenclature of All Things\nBynd12\n"), folder)
    assert (found.title, found.volume) == ("Nomenclature of All Things", "12")


def test_what_a_profile_states_comes_first(tmp_path: Path) -> None:
    html = (
        '<html><head><meta name="citation_title" content="One title of the work">'
        '<meta name="x:name" content="Another title of the work"></head><body></body></html>'
    )
    folder = profile(tmp_path / "p", ALWAYS + '[tags]\n"x:name" = "title"\n')
    found = read(page(tmp_path, html, "page.html"), folder)
    assert found.title == "Another title of the work"
    chosen, other = found.evidence["title"]
    assert (chosen.rule, chosen.value) == ("profile mine/tag x.name", "")
    assert other.value == "One title of the work"


def test_the_first_profile_decides(tmp_path: Path) -> None:
    folder = profile(tmp_path / "p", ALWAYS + '[labels]\nvolume = "Bynd"\n', "b.toml")
    profile(tmp_path / "p", 'name = "z"\ndetect.always = true\nlabels.issue = "Bynd"\n', "a.toml")
    found = read(page(tmp_path, "Title: A title of a work\nBynd: 12\nISSN: 0162-1459\n"), folder)
    assert (found.volume, found.issue) == ("", "12")


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["one.toml: name: missing", "one.toml: detect: missing"]),
        ("name = 3\n", ["one.toml:1: name: a name is", "detect: missing"]),
        ('name = "a"\n[detect\n', ["one.toml:2: this is no TOML"]),
        (ALWAYS, ["the profile declares nothing"]),
        (ALWAYS + 'colour = "x"\n', ["one.toml:3: colour: there is no such key; known are name"]),
        (
            ALWAYS + '[labels]\nautor = "x"\n',
            ["one.toml:4: labels.autor: there is no such kind (did you mean 'author'?)"],
        ),
        (ALWAYS + "labels.title = 3\n", ["one.toml:3: labels.title: this is a text"]),
        (
            ALWAYS + '[labels]\ntitle = "X"\njournal = ["x:"]\n',
            ["one.toml:5: labels.journal: 'x:' stands for 'title' already"],
        ),
        (ALWAYS + 'noise = ["*"]\n', ["one.toml:3: noise: an empty text"]),
        (ALWAYS + f'drop = "{"x" * 201}"\n', ["at most 200 characters"]),
        (ALWAYS + '[months]\nm = "x"\n', ["one.toml:4: months.m: a month is a number"]),
        (ALWAYS + "[months]\nm = true\n", ["one.toml:4: months.m: a month is a number"]),
        (ALWAYS + '[ends]\nfoot = "x"\n', ["one.toml:4: ends.foot: there is no such zone"]),
        (ALWAYS + '[tags]\n"a" = "titel"\n', ["one.toml:4: tags.a: there is no kind 'titel'"]),
        (ALWAYS + '[elements]\n"a > b" = "title"\n', ["not a simple selector"]),
        (ALWAYS + '[elements]\n"" = "title"\n', ["a name has 1 to 200"]),
        (ALWAYS + 'tags = "x"\n', ["one.toml:3: tags: this is a table"]),
        ('name = "a"\ndrop = "x"\ndetect.host = "a b"\n', ["one.toml:3: detect.host: this is no"]),
        ('name = "a"\ndrop = "x"\n[detect]\nnone = "a"\n', ["detect: it names no page"]),
        ('name = "a"\ndrop = "x"\n[detect]\nalways = 1\n', ["detect.always: this is true or"]),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, messages: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        load(profile(tmp_path / "p", text))
    assert caught.value.status == ExitStatus.USAGE
    told = str(caught.value).splitlines()
    assert len(told) == len(messages)
    for message, line in zip(messages, told, strict=True):
        assert message in line
        assert line.startswith(str(tmp_path / "p" / "one.toml"))


def test_all_mistakes_of_all_files_are_told_before_anything_is_read(tmp_path: Path) -> None:
    folder = profile(tmp_path / "p", ALWAYS + "noise = 1\nsplit = 2\n", "a.toml")
    profile(tmp_path / "p", ALWAYS + 'drop = "x"\n', "b.toml")
    (tmp_path / "p" / "c.toml").write_bytes(b"\xff")
    done = run_inside(["parse", "--profiles", folder, "nowhere.txt"], cwd=tmp_path)
    assert (done.status, done.stdout) == (2, b"")
    told = done.stderr.decode().splitlines()
    assert [line.split(": ")[2] for line in told[:2]] == ["noise", "split"]
    assert "not UTF-8 at byte 0" in told[2]
    assert "a.toml has the name 'mine' too" in told[3]


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_a_folder_without_profiles_is_a_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text(ALWAYS)
    (tmp_path / "empty").mkdir()
    done = run_inside(["export", "--ris", "--profiles", name, str(DATA / "page.txt")], cwd=tmp_path)
    assert done.status == ExitStatus.USAGE
    assert f"--profiles {name}: " in done.stderr.decode()


def test_every_command_and_every_process_has_them() -> None:
    names = [str(DATA / "page.txt"), str(DATA / "page.html")] * 2
    args = ["-q", "--profiles", str(DATA)]
    one = run_installed(["parse", *args, *names])
    several = run_installed(["parse", "-j", "3", *args, *names])
    assert one == several
    assert one.stdout.count(b'"volume":"64"') == 4
    merged = run_inside(["dedupe", *args, *names])
    assert merged.stdout.count(b"\n") == 1
    piped = run_inside(["export", "--ris", *args], stdin=(DATA / "page.txt").read_bytes())
    assert b"IS  - 328" in piped.stdout


KINDS = st.sampled_from([*kinds(), "titel"])
WORDS = st.text(max_size=30)
TEXTS = st.one_of(WORDS, st.lists(WORDS, max_size=4), st.integers())
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "detect": st.dictionaries(st.sampled_from(["any", "all", "none", "always"]), TEXTS),
        "labels": st.dictionaries(KINDS, TEXTS, max_size=4),
        "elements": st.dictionaries(WORDS, KINDS, max_size=4),
        "tags": st.dictionaries(WORDS, KINDS, max_size=4),
        "months": st.dictionaries(WORDS, st.integers(-1, 14), max_size=3),
        "ends": st.dictionaries(st.sampled_from(["others", "body"]), TEXTS),
        **dict.fromkeys(["noise", "degrees", "split", "drop"], TEXTS),
    },
)


@given(TABLES, st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=8))
def test_any_table_is_a_profile_or_has_mistakes(table: dict[str, object], texts: list[str]) -> None:
    """Whatever a file says, it is told to be wrong, or reads any lines without failing."""
    checked = Checked("x.toml", "", table)
    assert all(message.startswith("x.toml: ") for message in checked.wrong)
    for number, text in enumerate(texts, 1):
        line = Line(text.strip() or "x", number, 0, 0)
        checked.profile.marks(checked.profile.cleaned(line))


SAMPLE = load(str(DATA))
PIECES = st.sampled_from((DATA / "page.txt").read_text(encoding="utf-8").splitlines())
SOME = st.one_of(PIECES, st.text(st.characters(exclude_categories=["Cs"]), max_size=40))


@given(st.lists(SOME, max_size=20))
def test_any_lines_are_read_by_a_profile(texts: list[str]) -> None:
    """Whatever the lines and their order, they are read without failing."""
    lines = [Line(text.strip(), n, n, n + 1) for n, text in enumerate(texts, 1) if text.strip()]
    page = examine(lines, profiles=active(SAMPLE, lines))
    for claims in page.findings.claims.values():
        for claim in claims:
            assert not claim.rule.startswith("profile") or active(SAMPLE, lines)
            assert all(line.number <= len(texts) for line in claim.lines)
