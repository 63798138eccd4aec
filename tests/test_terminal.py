"""What a person sees: the commands on a pseudo-terminal, on hostile records."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from mentorlit.problems import ExitStatus
from running import MENTORLIT, TIME_LIMIT, environment

HOSTILE = (
    b'{"schema":"mentorlit/1","type":"book","title":"\\u001b[2Jevil \\u001b]52;c;eA==\\u0007'
    b'[bold]x[/bold] [/] [link=https://evil]y \\u202egnp \\u009b31m :smiley:",'
    b'"author":[{"family":"\\u001b[31mRed"}],"issued":{"literal":"\\u001b[5m"},'
    b'"publisher":"\\u2028[/red]","DOI":"10.1000/\\u001b[5m"}\n'
)
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")
HARMLESS = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\[[0-9]*[AK]|\x1b\[2K|\x1b\[1A")


def on_terminal(args: list[str], stdin: bytes = HOSTILE, **changes: str) -> tuple[int, bytes]:
    """Run the program with its outputs on a terminal; return the status and what is shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [MENTORLIT, *args],
        stdin=subprocess.PIPE,
        stdout=theirs,
        stderr=theirs,
        env=environment(**{"TERM": "xterm-256color", "COLUMNS": "120", **changes}),
    ) as child:
        os.close(theirs)
        assert child.stdin
        child.stdin.write(stdin)
        child.stdin.close()
        shown = b""
        while True:
            try:
                data = os.read(ours, 1 << 16)
            except OSError:
                break
            if not data:
                break
            shown += data
        os.close(ours)
        return child.wait(TIME_LIMIT), shown


@pytest.mark.parametrize("command", ["parse", "dedupe"])
def test_records_are_shown_as_a_table(command: str) -> None:
    status, shown = on_terminal([command], b'{"schema":"mentorlit/1","title":"Data Matching"}\n')
    assert status == ExitStatus.DONE
    assert b"Data Matching" in shown
    assert b'{"schema"' not in shown
    assert b"ndjson" in shown, "says how to get the lines"


@pytest.mark.parametrize(
    "args",
    [["parse"], ["dedupe"], ["export", "--bibtex"], ["parse", "-v"], ["parse", "--explain"]],
)
def test_text_from_records_never_drives_the_terminal(args: list[str]) -> None:
    status, shown = on_terminal(args)
    assert status == ExitStatus.DONE
    assert not [found for found in ESCAPE.findall(shown) if not HARMLESS.fullmatch(found)]
    assert b"\x1b]" not in shown
    assert b"\x07" not in shown
    text = shown.decode("utf-8")
    assert not re.findall("[\x80-\x9f\u2028\u202a-\u202e\u2066-\u2069]", text)


def test_an_explanation_has_colours() -> None:
    _, shown = on_terminal(["parse", "--explain"], b"Title: Data Matching\nDOI: 10.1000/1\n")
    assert ESCAPE.search(shown)
    plain = ESCAPE.sub(b"", shown)
    assert b'from the label "DOI" (line 2, byte 21; high)' in plain


@pytest.mark.parametrize("command", ["parse", "dedupe"])
def test_markup_is_text(command: str) -> None:
    _, shown = on_terminal([command], NO_COLOR="1")
    text = re.sub(rb"\s+", b" ", shown).decode()
    assert "[/bold]" in text
    assert ":smiley:" in text


@pytest.mark.parametrize(
    "args",
    [["parse"], ["dedupe"], ["-h"], ["parse", "--no-such-option"], ["parse", "--explain"]],
)
def test_no_color_means_none(args: list[str]) -> None:
    _, shown = on_terminal(args, NO_COLOR="1")
    assert not re.findall(rb"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown)


def test_a_file_gets_lines_also_from_a_terminal(tmp_path: Path) -> None:
    target = tmp_path / "out.ndjson"
    status, _ = on_terminal(["parse", "-o", str(target)])
    assert status == ExitStatus.DONE
    assert target.read_bytes().startswith(b'{"schema":"mentorlit/')
