"""Every writer's fixtures, through the library and the command; see :mod:`cases`."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from cases import Case, found
from mentorlit.exporting import export_bytes
from mentorlit.model import JSON_NAME, PYTHON_NAME, Citation
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


EMPTY = {
    "json": b"[]\n",
    "csl-yaml": b"[]\n",
    "mods": b"<modsCollection",
    "marcxml": b"<collection",
    "endnote-xml": b"<records>",
    "csv": b"citation-key,",
    "tsv": b"citation-key\t",
    "parquet": b"PAR1",
}
"""What the document of no citation at all holds; others are empty."""


def written(name: str, citations: Iterable[Citation]) -> bytes:
    if BY_NAME[name].binary:
        pytest.importorskip("pyarrow")
    return b"".join(export_bytes(citations, BY_NAME[name]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.input.parent)
    citations = list(Reading([case.input.name]))
    document = written(case.format, citations)
    assert written(case.format, citations) == document
    if not BY_NAME[case.format].binary:
        expected = expected_file(case)
        if accept:
            expected.write_bytes(document)
        assert document.decode() == expected.read_bytes().decode()
    result = run_inside(["export", "--to", case.format, case.input.name])
    assert result.stdout == document
    assert result.status == ExitStatus.DONE


@pytest.mark.parametrize("name", BY_NAME)
def test_no_citation_at_all_is_a_whole_document(name: str) -> None:
    document = written(name, [])
    assert EMPTY[name] in document if name in EMPTY else document == b""


@pytest.mark.parametrize("name", BY_NAME)
def test_a_writer_tells_what_it_loses(name: str) -> None:
    """Each case's records go through; names are JSON names in the order of the model."""
    lost = BY_NAME[name].load_lost()
    order = list(JSON_NAME.values())
    for citation in [*Reading([str(case.input) for case in CASES]), Citation()]:
        names = lost(citation)
        assert list(names) == sorted(set(names), key=order.index)
        assert all(getattr(citation, PYTHON_NAME[field]) for field in names)
