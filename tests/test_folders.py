"""Folders as inputs: the order of their files, what is left out, and progress over them."""

import os
import sys
from pathlib import Path

import pytest

from mentorlit import folders
from mentorlit.cli import console
from mentorlit.reading import Reading


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("TY  - BOOK\nTI  - One\nER  - \n")


def test_files_come_by_the_bytes_of_their_names(tmp_path: Path) -> None:
    make(tmp_path, "b", "B", "ä", "a.txt", "a/z", "a-b")
    found = [os.path.relpath(path, tmp_path) for path in folders.files(str(tmp_path))]
    assert found == ["B", "a/z", "a-b", "a.txt", "b", "ä"]


def test_a_name_that_is_no_folder_is_itself() -> None:
    assert list(folders.files("-")) == ["-"]
    assert list(folders.files("no\0file")) == ["no\0file"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    make(tmp_path, "a/one", "b/two")
    (tmp_path / "a" / "b").symlink_to("../b")
    (tmp_path / "b" / "a").symlink_to("../a")
    (tmp_path / "self").symlink_to("self")
    told: list[tuple[str, str, list[str]]] = []
    found = list(folders.files(str(tmp_path), lambda *what: told.append(what)))
    assert [Path(path).name for path in found] == ["one", "two", "self"]
    assert [(Path(folder).name, names) for folder, _, names in told] == [("a", ["b"]), ("b", ["a"])]


def test_a_folder_named_by_a_link_is_read(tmp_path: Path) -> None:
    make(tmp_path, "real/.hidden/one")
    (tmp_path / "link").symlink_to("real/.hidden")
    assert [Path(path).name for path in folders.files(str(tmp_path / "link"))] == ["one"]


def test_folders_as_deep_as_they_can_be(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 600)
    deep.mkdir(parents=True)
    make(deep, "one")
    assert len(list(folders.files(str(tmp_path)))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_counts_as_not_read(tmp_path: Path) -> None:
    make(tmp_path, "shut/one", "two.ris")
    (tmp_path / "shut").chmod(0)
    reading = Reading([str(tmp_path)])
    assert len(list(reading)) == 1
    assert reading.counts.unread == 1


def test_progress_counts_files_and_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, *(f"{number}.ris" for number in range(30)))
    monkeypatch.setattr(console, "PROGRESS_AFTER", -1)
    monkeypatch.setattr(console, "PROGRESS_EVERY", -1)
    monkeypatch.setattr(console, "is_terminal", lambda stream: stream is sys.stderr)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    reading = Reading([str(tmp_path)])
    assert reading.total() == 30
    assert len(list(console.watched(reading, reading, quiet=False))) == 30
    assert reading.counts.files == 30
    shown = capsys.readouterr().err
    assert "of 30 files, " in shown
    assert "30 records" in shown
