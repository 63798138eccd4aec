"""Outputs under faults: full disks, closed pipes, killed runs. An old file stays whole."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mentorlit.problems import ExitStatus
from running import MENTORLIT, TIME_LIMIT, environment, heed_interrupts, run_installed

RECORD = b'{"schema":"mentorlit/1","type":"book","title":"%d","issued":{"year":1969}}\n'
MANY = b"".join(RECORD % number for number in range(20_000))
FEW = RECORD % 1 + RECORD % 2
COMMANDS = (["parse"], ["dedupe"], ["export", "--bibtex"], ["export", "--json"])

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")


@needs_full
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("records", [FEW, MANY], ids=["few", "many"])
def test_a_full_standard_output_is_status_5(command: list[str], records: bytes) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [MENTORLIT, *command, "-q"],
            input=records,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=TIME_LIMIT,
            check=False,
        )
    assert done.returncode == ExitStatus.OUTPUT_FAILED
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


def limit_file_size() -> None:
    """Let the child write no file beyond 4 KiB; Python ignores the signal and sees EFBIG."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_cannot_grow_leaves_the_old_one(command: list[str], tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old\n")
    done = subprocess.run(
        [MENTORLIT, *command, "-q", "-o", target],
        input=MANY,
        capture_output=True,
        env=environment(),
        preexec_fn=limit_file_size,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.returncode == ExitStatus.OUTPUT_FAILED
    assert target.read_bytes() == b"old\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_rejects_that_cannot_be_written_are_status_5(tmp_path: Path) -> None:
    rejects = tmp_path / "no-such-folder" / "rejects"
    done = run_installed(["parse", "-q", "--rejects", rejects], stdin=FEW)
    assert done.status == ExitStatus.OUTPUT_FAILED
    assert b"rejects" in done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("taken", [0, 1, 10_000])
def test_a_reader_that_leaves_is_no_error(command: list[str], taken: int, tmp_path: Path) -> None:
    """``| head``: the reader of the pipe goes away before, at or after the first bytes."""
    records = tmp_path / "records"
    records.write_bytes(MANY)
    with subprocess.Popen(
        [MENTORLIT, *command, records],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.read(taken)
        child.stdout.close()
        message = child.stderr.read()
        assert child.wait(TIME_LIMIT) == ExitStatus.DONE
    assert message == b""


def close_standard_output() -> None:
    os.close(1)


def close_standard_error() -> None:
    os.close(2)


def test_closed_standard_error_is_no_error() -> None:
    done = subprocess.run(
        [MENTORLIT, "parse"],
        input=FEW,
        stdout=subprocess.PIPE,
        env=environment(),
        preexec_fn=close_standard_error,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.returncode == ExitStatus.DONE
    assert done.stdout.count(b"\n") == 2


def test_closed_standard_output_is_told() -> None:
    done = subprocess.run(
        [MENTORLIT, "parse"],
        input=FEW,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=close_standard_output,
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.returncode == ExitStatus.OUTPUT_FAILED
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_the_old_file(kind: signal.Signals, tmp_path: Path) -> None:
    """The run has read more than a pipe holds when it is ended, and waits for the rest."""
    target = tmp_path / "out"
    target.write_bytes(b"old\n")
    with subprocess.Popen(
        [MENTORLIT, "parse", "-q", "-o", target],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - there are no threads
    ) as child:
        assert child.stdin
        assert child.stderr
        child.stdin.write(MANY)
        child.stdin.flush()
        child.send_signal(kind)
        child.stdin.close()
        message = child.stderr.read()
        status = child.wait(TIME_LIMIT)
    assert b"Traceback" not in message
    assert target.read_bytes() == b"old\n"
    if kind == signal.SIGINT:
        assert status == ExitStatus.INTERRUPTED
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_fifo_is_written_in_place(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)  # so that neither side waits for ever
    done = run_installed(["parse", "-q", "-o", fifo], stdin=FEW)
    written = os.read(reader, 1 << 16)
    os.close(reader)
    assert done.status == ExitStatus.DONE
    assert written.count(b"\n") == 2
    assert fifo.is_fifo()


def test_a_fifo_is_read(tmp_path: Path) -> None:
    (tmp_path / "few").write_bytes(FEW)
    os.mkfifo(tmp_path / "fifo")
    done = subprocess.run(
        ["sh", "-c", "cat few > fifo 2> /dev/null & mentorlit parse -q fifo"],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.stdout == subprocess.run(
        [MENTORLIT, "parse", "-q", "few"], capture_output=True, cwd=tmp_path, check=True
    ).stdout.replace(b'"few"', b'"fifo"')


@pytest.mark.parametrize(
    "name", [b"line\nbreak", b"esc\x1b[2J", b"\xff\xfe", "Größe\u202e".encode()]
)
def test_any_file_name_can_be_read_and_is_shown_safely(name: bytes, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - a name that is no text
    with open(path, "wb") as file:  # noqa: PTH123 - likewise
        file.write(FEW + b"not a record\n")
    done = run_installed(["parse", path])
    assert done.status == ExitStatus.SOME_REJECTED
    assert done.stdout.count(b"\n") == 2
    for output in (done.stdout, done.stderr):
        assert b"\x1b" not in output
        assert "\u202e".encode() not in output
        output.decode("utf-8")
    assert done.stderr.count(b"\n") == 2


SHELL_CASES = {
    "the output is what standard input reads": ("mentorlit parse -o few.ndjson < few.ndjson", 2),
    "the rejects are what standard input reads": (
        "mentorlit parse --rejects few.ndjson - < few.ndjson",
        2,
    ),
    "a help text that cannot be written": ("mentorlit --help > /dev/full", 5),
    "a version that cannot be written": ("mentorlit --version > /dev/full", 5),
    "standard input is closed": ("mentorlit parse <&-", 3),
    "an encoding that needs a mark, without one": (
        "mentorlit parse -q --encoding utf-16 wide.ndjson",
        0,
    ),
    "a notation that is no encoding of files": ("mentorlit parse --encoding idna few.ndjson", 2),
    "an empty archive": ("mentorlit parse empty.zip", 0),
    "names of formats in any case": ("mentorlit parse -q -f NDJSON few.ndjson", 0),
}


@pytest.mark.parametrize("case", SHELL_CASES)
def test_what_a_shell_can_do(case: str, tmp_path: Path) -> None:
    command, status = SHELL_CASES[case]
    (tmp_path / "few.ndjson").write_bytes(FEW)
    (tmp_path / "wide.ndjson").write_bytes(FEW.decode().encode("utf-16-le"))
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        capture_output=True,
        env=environment(),
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
    assert (tmp_path / "few.ndjson").read_bytes() == FEW


def test_an_open_descriptor_is_written_on_not_replaced(tmp_path: Path) -> None:
    script = "echo before; mentorlit parse -q -o /dev/stdout few.ndjson; echo after"
    (tmp_path / "few.ndjson").write_bytes(FEW)
    with (tmp_path / "log").open("wb") as log:
        subprocess.run(
            ["sh", "-c", script],
            cwd=tmp_path,
            stdout=log,
            env=environment(),
            timeout=TIME_LIMIT,
            check=True,
        )
    lines = (tmp_path / "log").read_bytes().splitlines()
    assert lines[0] == b"before"
    assert lines[-1] == b"after"
    assert len(lines) == 2 + FEW.count(b"\n")


BUG = """
import sys
from mentorlit.cli import main
from mentorlit.cli.run import Run
Run.citations = lambda self: [][0]
sys.argv[0] = "mentorlit"
main()
"""


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_a_bug_has_a_status_of_its_own(debug: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "few.ndjson").write_bytes(FEW)
    done = subprocess.run(
        [sys.executable, "-c", BUG, "dedupe", "--check", "few.ndjson", *debug],
        cwd=tmp_path,
        capture_output=True,
        env=environment(),
        timeout=TIME_LIMIT,
        check=False,
    )
    assert done.returncode == ExitStatus.INTERNAL_ERROR
    assert b"mentorlit: internal error: IndexError" in done.stderr
    assert (b"Traceback" in done.stderr) == bool(debug)
