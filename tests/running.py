"""Ways to run the program: inside this process, which is quick, or as a user does."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

SCRIPTS = Path(sysconfig.get_path("scripts"))
MENTORLIT = SCRIPTS / "mentorlit"
"""The installed program."""

TIME_LIMIT = 300
"""Seconds after which a child process is taken for stuck; no test depends on how fast it is."""


class Result(NamedTuple):
    status: int
    stdout: bytes
    stderr: bytes


def environment(**changes: str) -> dict[str, str]:
    """Return the environment that commands run in: the installed program, no terminal."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MENTORLIT", "LC_", "LANG", "TERM", "COLUMNS", "PYTHON"))
        and name not in {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "PY_COLORS", "COLORTERM"}
    }
    path = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**kept, "PATH": path, "LC_ALL": "C.UTF-8", "TERM": "dumb", **changes}


def run_installed(
    args: Sequence[str | bytes | Path],
    stdin: bytes = b"",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Result:
    """Run the installed program in a process of its own."""
    done = subprocess.run(
        [MENTORLIT, *args],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=env or environment(),
        timeout=TIME_LIMIT,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def run_inside(args: Sequence[str], stdin: bytes = b"", cwd: Path | None = None) -> Result:
    """Run the command line in this process, on file descriptors that are files."""
    from mentorlit.cli import main  # noqa: PLC0415 - other tests need no command line

    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        status = 0
        with standard_streams(given, out, err), changed(sys.argv, ["mentorlit", *args]):
            try:
                with contextlib.chdir(cwd or Path.cwd()):
                    main()
            except SystemExit as left:
                status = left.code if isinstance(left.code, int) else int(left.code is not None)
        return Result(status, contents(out), contents(err))


def contents(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@contextlib.contextmanager
def changed(values: list[str], new: list[str]) -> Iterator[None]:
    old = values[:]
    values[:] = new
    try:
        yield
    finally:
        values[:] = old


@contextlib.contextmanager
def standard_streams(given: IO[bytes], out: IO[bytes], err: IO[bytes]) -> Iterator[None]:
    """Put ``sys.stdin``, ``sys.stdout`` and ``sys.stderr`` on these files, then back."""
    old = sys.stdin, sys.stdout, sys.stderr
    new = tuple(
        io.TextIOWrapper(os.fdopen(os.dup(file.fileno()), mode), encoding="utf-8")
        for file, mode in ((given, "rb"), (out, "wb"), (err, "wb"))
    )
    sys.stdin, sys.stdout, sys.stderr = new
    try:
        yield
    finally:
        for stream in new:
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        sys.stdin, sys.stdout, sys.stderr = old


def heed_interrupts() -> None:
    """Undo what a parent that runs in the background may hand down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
