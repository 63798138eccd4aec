"""Every writer's fixtures, through the library and the command; see :mod:`cases`."""

from pathlib import Path

import pytest

from cases import Case, found
from mentorlit.exporting import export
from mentorlit.problems import ExitStatus
from mentorlit.reading import Reading
from mentorlit.writers import BY_NAME
from running import run_inside

CASES = found("writers")


def expected_file(case: Case) -> Path:
    """Return ``<case>.expected.<suffix>``, with the writer's first suffix if there is none yet."""
    files = list(case.input.parent.glob(case.stem + ".expected.*"))
    assert len(files) <= 1
    default = case.input.with_name(case.stem + ".expected" + BY_NAME[case.format].suffixes[0])
    return files[0] if files else default


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.input.parent)
    citations = list(Reading([case.input.name]))
    document = "".join(export(citations, BY_NAME[case.format])).encode()
    assert "".join(export(citations, BY_NAME[case.format])).encode() == document
    expected = expected_file(case)
    if accept:
        expected.write_bytes(document)
    assert document.decode() == expected.read_bytes().decode()
    result = run_inside(["export", "--to", case.format, case.input.name])
    assert result.stdout == document
    assert result.status == ExitStatus.DONE


@pytest.mark.parametrize("name", BY_NAME)
def test_no_citation_at_all_is_a_whole_document(name: str) -> None:
    document = "".join(export([], BY_NAME[name]))
    assert document == ("[]\n" if name == "json" else "")
