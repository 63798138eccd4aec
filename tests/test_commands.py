"""The documents in ``commands/``: every block is run by a shell as it stands."""

import subprocess
from pathlib import Path

import pytest

from cases import TESTS
from documents import Block, Command, blocks, outcome, replace
from running import TIME_LIMIT, environment

DOCUMENTS = sorted((TESTS / "commands").glob("*.md"))
COMMANDS = [block for document in DOCUMENTS for block in blocks(document) if not block.info]


def put_files(document: Path, folder: Path) -> None:
    """Write the document's files into the folder."""
    for block in blocks(document):
        if block.info.startswith("file "):
            (folder / block.info.removeprefix("file ")).write_text(block.body, encoding="utf-8")


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.id)
def test_command(block: Block, tmp_path: Path, accept: bool) -> None:
    put_files(block.document, tmp_path)
    command = Command.of(block.body)
    done = subprocess.run(
        ["sh", "-c", command.script],
        input=command.stdin.encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path)),
        timeout=TIME_LIMIT,
        check=False,
    )
    came = outcome(done.returncode, done.stdout, done.stderr)
    if accept:
        replace(block, command.body(came))
    else:
        assert came == command.expected


def test_there_are_commands() -> None:
    assert COMMANDS
