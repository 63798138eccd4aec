"""Each input is recognised by its content as what it is, and nothing else is mistaken for one."""

import gzip
import zlib
from random import Random

import pytest

from cases import Case, found
from mentorlit.decoding import decode
from mentorlit.limits import DEFAULT
from mentorlit.readers import recognise

CASES = [case for case in found("readers") if not case.option("--from")]


def recognised(data: bytes, suffix: str = "") -> str | None:
    """Return the name of the format that is found in ``data``."""
    head = decode(data[: DEFAULT.head], iter([data]), "").head
    row = recognise(head, suffix)
    return row.name if row else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fixture_is_recognised_as_its_format(case: Case) -> None:
    assert recognised(case.input.read_bytes(), case.input.suffix) == case.format


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n  \r\n"], ids=repr)
def test_a_mark_or_blank_lines_before_it_change_nothing(case: Case, before: bytes) -> None:
    data = case.input.read_bytes()
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0")) or b"\0" in data[:4]:
        return
    assert recognised(before + data, case.input.suffix) == case.format


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_kind_of_line_end_changes_nothing(case: Case) -> None:
    data = case.input.read_bytes()
    if b"\0" in data:
        return
    lines = data.splitlines()
    for end in (b"\n", b"\r\n"):
        assert recognised(end.join(lines), case.input.suffix) == case.format


NOISE = Random("noise").randbytes(4096)  # noqa: S311 - to be the same each time
BINARIES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0" + NOISE,
    "gif": b"GIF89a\x10\0\x10\0\xf0\0\0" + NOISE,
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01" + NOISE,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Title (A study) >>\n" + NOISE,
    "pdf-text-only": b"%PDF-1.4\n1 0 obj\n<< /Title (A study) >>\nendobj\ntrailer\n%%EOF\n",
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + NOISE,
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + NOISE,
    "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 9 + NOISE,
    "sqlite": b"SQLite format 3\0\x10\0\x01\x01\0@  " + NOISE,
    "deflate": zlib.compress(NOISE),
    "gzip-inside": gzip.compress(NOISE, mtime=0),
    "noise": NOISE,
    "zeros": b"\0" * 4096,
    "tar": b"paper.ris".ljust(100, b"\0") + b"0000644\0" + b"\0" * 300 + NOISE,
    "marc": b"00714cam a2200205 a 4500001001300000003000400013005001700017\x1e" + NOISE,
    "mp3": b"ID3\x03\0\0\0\0\x0fvTIT2\0\0\0\x10\0\0\0A study" + NOISE,
    "class": b"\xca\xfe\xba\xbe\0\0\x004" + NOISE,
    "wasm": b"\0asm\x01\0\0\0" + NOISE,
}


@pytest.mark.parametrize("name", BINARIES)
@pytest.mark.parametrize("cut", [512, 4096])
def test_no_binary_is_mistaken(name: str, cut: int) -> None:
    assert recognised(BINARIES[name][:cut]) is None


@pytest.mark.parametrize("start", [b"%PDF-1.4\n", b"{\\rtf1 ", b"PK\x03\x04", b"\x7fELF"])
def test_a_suffix_makes_no_page_of_a_document(start: bytes) -> None:
    assert recognised(start + b"A title\n\ndoi:10.1000/182\n", ".txt") is None


def test_noise_without_zeros_is_not_mistaken() -> None:
    noises = [
        Random(f"noise {seed}").randbytes(2048).replace(b"\0", b"\x01")  # noqa: S311 - as above
        for seed in range(100)
    ]
    assert sum(recognised(noise) is not None for noise in noises) == 0


def test_a_page_with_a_stray_control_character_is_still_one() -> None:
    page = "A study of hyphen\x02ation\n\nAnna Author\n\x0c\nAbstract\nText.\n"
    assert recognised(page.encode()) == "page-text"


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><catalogue></catalogue>',
        '{"name": "mentorlit", "version": 1}',
        "[1, 2, 3]",
        "null",
    ],
)
def test_other_formats_are_not_mistaken_for_pages(text: str) -> None:
    """Until a reader of theirs exists they are unknown, not the text of a page."""
    assert recognised(text.encode()) in {None, "csl-json"} or text == "null"
