"""What is said of files that are often taken for a page and are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorlit.problems import Reject
from mentorlit.reading import Reading

_ARCHIVE = b"""From: <Saved by Blink>
Subject: A Theory for Record Linkage
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="x"

--x
"""


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "a PDF file is not read"),
        (_ARCHIVE, "a web archive (MHTML) is not read"),
        (_ARCHIVE.replace(b"\n", b"\r\n"), "a web archive (MHTML) is not read"),
        (b"\x89PNG\r\n\x1a\n", "the format is not known"),
    ],
)
def test_the_message_says_what_the_file_is(tmp_path: Path, head: bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(head)
    assert [reject.message.startswith(said) for reject in _rejects(path)] == [True]


def _rejects(path: Path) -> Iterator[Reject]:
    for one in Reading([str(path)]).records():
        assert isinstance(one, Reject)
        yield one
