"""What ``--engine spark`` says where its packages or Java are missing; it needs neither itself."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from mentorlit.problems import ExitStatus

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({missing!r}))
from mentorlit.cli import main
sys.argv = ["mentorlit", "dedupe", "--engine", "spark", {file!r}, "-o", {output!r}]
main()
"""


def said(tmp_path: Path, missing: list[str]) -> str:
    """Run the command without some packages and without Java; return what it says."""
    file, output = tmp_path / "one.ndjson", tmp_path / "out"
    file.write_bytes(b"")
    code = WITHOUT.format(missing=missing, file=str(file), output=str(output))
    ended = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == ExitStatus.USAGE, ended.stderr
    assert not ended.stdout
    assert not output.exists()
    return ended.stderr


@pytest.mark.parametrize("missing", [["pyarrow"], ["pyspark"], ["pyarrow", "pyspark"]])
def test_a_missing_package_is_told_in_a_line(tmp_path: Path, missing: list[str]) -> None:
    wanted = "the engine spark needs pyspark and pyarrow: pip install 'mentorlit[spark]'\n"
    assert said(tmp_path, missing).removeprefix("mentorlit: ") == wanted


@pytest.mark.skipif(
    not (find_spec("pyspark") and find_spec("pyarrow")), reason="the extra is not installed"
)
def test_a_missing_java_is_told_in_a_line(tmp_path: Path) -> None:
    told = said(tmp_path, [])
    assert "the engine spark needs Java 17 or newer, and there is no java" in told
    assert told.count("\n") == 1
