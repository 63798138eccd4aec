"""The documentation and the program agree: commands shown are run, what exists is described."""

import re
import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import typer

from documents import Block, blocks, outcome, replace
from mentorlit.cli import app
from mentorlit.problems import MEANINGS
from running import TIME_LIMIT, environment

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "data" / "README.md"])
SHOWN = [block for page in PAGES for block in blocks(page) if block.info == "console"]
GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)  # type: ignore[attr-defined]
LINK = re.compile(r"\]\(([^)#\s]+)?(#[^)\s]+)?\)")
PROMISE = re.compile(r"`(tests/[\w/.-]+?)(?:::(\w+))?`")


def sessions(block: Block) -> list[tuple[str, str]]:
    """Return each command of a block with what is shown after it."""
    parts = re.split(r"^\$ (.*)\n", block.body, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def fits(came: str, shown: str) -> bool:
    """Tell whether output is as shown, where ``...`` stands for any lines or part of one."""
    pattern = re.sub(r"([\[*?])", r"[\1]", shown).replace("...", "*")
    return fnmatchcase(came, pattern)


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.id)
def test_what_is_shown_is_what_comes(block: Block, tmp_path: Path, accept: bool) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "out").mkdir()
    body = ""
    for command, shown in sessions(block):
        done = subprocess.run(
            ["sh", "-c", f"exec 2>&1; {command}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=tmp_path,
            env=environment(HOME=str(tmp_path)),
            timeout=TIME_LIMIT,
            check=False,
        )
        came = outcome(0, done.stdout, b"")
        if "..." in shown or not accept:
            assert fits(came, shown), came
        body += f"$ {command}\n" + (shown if "..." in shown else came)
    if accept:
        replace(block, body)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(re.sub(r"`[^`]*`", "", page.read_text())):
        if "://" in target:
            continue
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", found.read_text(), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor[1:] in anchors, anchor


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_have_a_page(name: str) -> None:
    page = (ROOT / "docs" / "commands" / f"{name}.md").read_text()
    index = (ROOT / "docs" / "index.md").read_text()
    assert f"(commands/{name}.md)" in index
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    options = {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    undescribed = [o for o in options if o.startswith("--") and f"`{o}" not in page]
    assert undescribed in ([], ["--help"])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_shows_no_option_that_does_not_exist(name: str) -> None:
    page = (ROOT / "docs" / "commands" / f"{name}.md").read_text()
    every = {
        option
        for command in GROUP.commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    shown = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", page))
    assert shown <= every | {"--help", "--version"}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    assert f"mentorlit {name}" in command.help or len(command.params) <= 1


def test_every_exit_status_is_documented() -> None:
    page = (ROOT / "docs" / "exit-statuses.md").read_text()
    for status, meaning in MEANINGS.items():
        assert f"| {int(status)} | {meaning} |" in page


def test_every_promise_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    promises = re.findall(r"^\| (P\d) \|", text, re.MULTILINE)
    assert promises == [f"P{number}" for number in range(1, 9)]
    for line in text.splitlines():
        if line.startswith("| P"):
            assert PROMISE.search(line), line
    for file, function in PROMISE.findall(text):
        path = ROOT / file
        assert path.exists(), file
        assert not function or re.search(rf"^def {function}\(", path.read_text(), re.MULTILINE)


def test_decisions_are_numbered_and_listed() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == list(range(1, len(records) + 1))
    index = (ROOT / "docs" / "index.md").read_text()
    assert all(f"(decisions/{path.name})" in index for path in records)
    for path in records:
        headings = re.findall(r"^## (.*)$", path.read_text(), re.MULTILINE)
        assert headings == ["Context", "Options", "Decision", "Consequences"], path.name


def test_the_changelog_has_the_version() -> None:
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert f"## {version[1]}" in changelog or f"## [{version[1]}]" in changelog
    assert f"version: {version[1]}\n" in (ROOT / "CITATION.cff").read_text()
