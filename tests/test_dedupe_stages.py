"""Stages kept in a folder: what was whole is taken up, and the result is the same."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from mentorlit.dedupe.stages import Columns, Stages
from running import run_inside, run_installed

STAGES = ("told", "records", "units", "pairs", "judged", "clusters")
RIS = """TY  - JOUR
TI  - Peer mentoring of medical students in rural areas
AU  - Brandt, Anna
AU  - Okafor, Ifeoma
PY  - 2012
JO  - Medical Education
VL  - 46
SP  - 12
ER  -{nothing}

TY  - JOUR
TI  - Peer mentoring of medical students in rural areas.
AU  - Brandt, A.
AU  - Okafor, I.
PY  - 2012
JO  - Med Educ
VL  - 46
SP  - 12
{doi}ER  -{nothing}

TY  - JOUR
TI  - Vitamin D status of adolescents in northern cities
AU  - Lindqvist, Per
PY  - 2019
ER  -{nothing}
""".replace("{nothing}", " ")

WAYS = 3 if find_spec("duckdb") else 2
"""Without the extra there is one engine."""


class Killed(BaseException):
    """The end of a process, as far as it can be had inside this one."""


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    (tmp_path / "a.ris").write_text(RIS.format(doi=""))
    (tmp_path / "b.ris").write_text(RIS.format(doi="DO  - 10.5555/1\n"))
    merged = run_inside(["dedupe", "-q", "a.ris", "-o", "merged.ndjson"], cwd=tmp_path)
    assert merged.status == 0
    with (tmp_path / "merged.ndjson").open("ab") as file:
        file.write(b'{"title": "A line that is not whole')
    (tmp_path / "a.ris").write_text(RIS.format(doi="AN  - 7\n"))
    return tmp_path


ARGS = [
    *("dedupe", "a.ris", "b.ris", "merged.ndjson", "a.ris", "--log", "log", "-o", "out"),
    *("--rejects", "rejects", "--prefer", "c.ris,b.ris"),
]
WRITTEN = ("out", "log", "rejects")


def written(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in WRITTEN]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("is_kept", [False, True])
def test_a_run_goes_on(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, stage: str, is_kept: bool
) -> None:
    whole = run_inside(ARGS, cwd=inputs)
    expected = written(inputs)
    keep = Stages.keep

    def ends(self: Stages, name: str, columns: Columns, *more: object, **note: object) -> None:
        if name != stage:
            keep(self, name, columns, *more, **note)  # type: ignore[arg-type]
            return
        if is_kept:
            keep(self, name, columns, *more, **note)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Stages, "keep", ends)
        with pytest.raises(Killed):
            run_inside([*ARGS, "--resume", "stages"], cwd=inputs)
    for name in WRITTEN:
        (inputs / name).unlink()
    again = run_inside([*ARGS, "--resume", "stages"], cwd=inputs)
    assert again == whole
    assert written(inputs) == expected
    assert run_inside([*ARGS, "--resume", "stages"], cwd=inputs) == whole


def test_what_changed_is_noticed(inputs: Path) -> None:
    args = [*ARGS, "--resume", "stages"]
    run_inside(args, cwd=inputs)
    other = run_inside([*args, "--mode", "strict"], cwd=inputs)
    assert (other.status, b"is of another run: --mode changed" in other.stderr) == (2, True)
    assert run_inside([*args, "--jobs", "1"], cwd=inputs).status == 4
    (inputs / "a.ris").write_text(RIS.format(doi="DO  - 10.5555/2\n"))
    changed = run_inside(args, cwd=inputs)
    assert (changed.status, b"another run: the input changed" in changed.stderr) == (2, True)


def test_what_is_damaged_is_noticed(inputs: Path) -> None:
    args = [*ARGS, "--resume", "stages"]
    run_inside(args, cwd=inputs)
    with (inputs / "stages" / "judged.scores").open("r+b") as file:
        file.write(b"damage")
    damaged = run_inside(args, cwd=inputs)
    assert (damaged.status, b"not as the run before left it" in damaged.stderr) == (5, True)
    (inputs / "stages" / "manifest.json").write_bytes(b"{")
    assert run_inside(args, cwd=inputs).status == 2


def test_wrong_use_is_told(inputs: Path) -> None:
    for args, status, words in (
        (["dedupe", "--resume", "stages"], 2, b"cannot be read again"),
        ([*ARGS, "--resume", "."], 2, b"is not empty"),
        ([*ARGS, "--resume", "a.ris"], 5, b"a.ris"),
        ([*ARGS, "--memory", "much"], 2, b"a size as 500M"),
        ([*ARGS, "--memory", "1K"], 2, b"at least 64M"),
        ([*ARGS, "--tmpdir", "none"], 5, b"not a folder"),
        ([*ARGS, "--master", "yarn"], 2, b"for --engine spark"),
        ([*ARGS, "--engine", "none"], 2, b"auto, memory, duckdb"),
    ):
        done = run_inside(args, cwd=inputs)
        assert (done.status, words in done.stderr) == (status, True), done.stderr


def test_engines_and_processes_make_the_same(inputs: Path) -> None:
    many = b"".join(
        b"TY  - JOUR\nTI  - Report %d of a study of %d cities\nPY  - %d\nER  - \n"
        % (n % 3000, n % 500, 1990 + n % 20)
        for n in range(6000)
    )
    (inputs / "many.ris").write_bytes(many)
    made = []
    for engine, jobs in (("memory", "1"), ("memory", "3"), ("duckdb", "2"))[:WAYS]:
        args = ["dedupe", "-q", "many.ris", "a.ris", "--jobs", jobs, "--log", "log", "-o", "out"]
        assert run_installed([*args, "--engine", engine], cwd=inputs).status == 0
        made.append([(inputs / name).read_bytes() for name in ("out", "log")])
    assert all(one == made[0] for one in made)
