"""Inputs as bytes: what is packed, damaged, cut off, or in another encoding."""

import bz2
import gzip
import io
import lzma
import sys
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from mentorlit import decoding
from mentorlit.limits import Limits
from mentorlit.opening import Opened, open_input
from mentorlit.problems import InputError, UsageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "".join(f"line {n}: Größe, 東京\n" for n in range(5000)).encode()


def zipped(*members: bytes, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for number, member in enumerate(members):
            archive.writestr(f"../{number}.txt", member)
    return packed.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


def opened(tmp_path: Path, data: bytes, limits: Limits | None = None) -> list[tuple[bytes, Opened]]:
    path = tmp_path / "input"
    path.write_bytes(data)
    found = open_input(str(path), limits or Limits())
    return [(b"".join(one.blocks()), one) for one in found]


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_file_gives_its_content(tmp_path: Path, name: str) -> None:
    [(data, one)] = opened(tmp_path, PACKERS[name](TEXT))
    assert data == TEXT
    assert one.packing == name
    assert not one.damage


@pytest.mark.parametrize("name", PACKERS)
def test_members_that_follow_each_other_are_all_read(tmp_path: Path, name: str) -> None:
    pack = PACKERS[name]
    [(data, one)] = opened(tmp_path, pack(TEXT) + pack(b"more\n"))
    assert data == TEXT + b"more\n"
    assert not one.damage


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("cut", [20, 200, 2000])
def test_what_stands_before_a_cut_is_kept(tmp_path: Path, name: str, cut: int) -> None:
    packed = PACKERS[name](TEXT)
    [(data, one)] = opened(tmp_path, packed[: -min(cut, len(packed) // 2)])
    assert TEXT.startswith(data)
    assert one.damage == f"the {name} data are cut off"


@pytest.mark.parametrize("name", PACKERS)
def test_bytes_after_the_end_are_named(tmp_path: Path, name: str) -> None:
    [(data, one)] = opened(tmp_path, PACKERS[name](TEXT) + b"garbage behind the end")
    assert data == TEXT
    assert "damaged" in one.damage


@pytest.mark.parametrize("name", ["gzip", "bzip2", "xz", "zstd"])
def test_an_expansion_beyond_the_bound_ends(tmp_path: Path, name: str) -> None:
    limits = Limits(ratio_free=100_000, ratio=20)
    [(data, one)] = opened(tmp_path, PACKERS[name](bytes(10_000_000)), limits)
    assert len(data) < 2_000_000
    assert "beyond all measure" in one.damage


def test_every_member_of_a_zip_archive_is_an_input(tmp_path: Path) -> None:
    found = opened(tmp_path, zipped(TEXT, gzip.compress(b"inner")))
    assert [data for data, _ in found] == [TEXT, b"inner"]
    assert [one.name for _, one in found] == [f"{tmp_path}/input/../{n}.txt" for n in (0, 1)]


def test_a_zip_bomb_ends(tmp_path: Path) -> None:
    limits = Limits(ratio_free=100_000, ratio=20)
    [(data, one)] = opened(tmp_path, zipped(bytes(10_000_000)), limits)
    assert len(data) < 2_000_000
    assert "beyond all measure" in one.damage


def test_too_many_zip_members_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="more than 2 members"):
        opened(tmp_path, zipped(b"a", b"b", b"c"), Limits(archive_members=2))


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_cut_zip_archive_gives_what_stands_before_the_cut(tmp_path: Path, kind: int) -> None:
    noise = Random(1).randbytes(3000)  # noqa: S311 - to be the same each time
    packed = zipped(TEXT, noise, kind=kind)
    for cut in (len(packed) - 30, packed.rindex(b"PK\x01\x02"), len(packed) - 1500, 40):
        (tmp_path / "input").write_bytes(packed[:cut])
        inputs = open_input(str(tmp_path / "input"))
        found = [(b"".join(one.blocks()), one.damage) for one in islice(inputs, 1 + (cut > 1000))]
        with pytest.raises(InputError, match="damaged"):
            next(inputs)
        assert found[0][0] == TEXT[: len(found[0][0])]
        assert bool(found[-1][1]) == (packed.rindex(b"PK\x01\x02") > cut)
        assert cut < 1000 or (found[0] == (TEXT, "") and noise.startswith(found[1][0]))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for name in (tmp_path, tmp_path / "nothing", "nul\0name"):
        with pytest.raises(InputError, match="cannot be opened"):
            list(open_input(str(name)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_unicode_in_any_form_becomes_utf_8(encoding: str) -> None:
    text = "TY  - JOUR\r\nTI  - Größe\r\nER  - \r\n"
    data = text.encode(encoding)
    decoded = decoding.decode(data, iter([data]))
    assert b"".join(decoded.blocks) == text.encode()
    assert decoded.head == text.encode()


def test_a_declared_single_byte_encoding_keeps_the_offsets() -> None:
    data = "Größe".encode("cp1251", "replace")
    decoded = decoding.decode(data, iter([data]), "cp1251")
    assert b"".join(decoded.blocks) == data
    assert decoded.encoding == "cp1251"


def test_a_declared_multibyte_encoding_is_converted_across_blocks() -> None:
    data = "東京大学".encode("shift_jis")
    blocks = iter([data[:3], data[3:]])
    assert b"".join(decoding.decode(data[:3], blocks, "shift_jis").blocks).decode() == "東京大学"


def test_an_unknown_encoding_is_a_usage_error() -> None:
    for name in ("no-such", "base64", "rot13"):
        with pytest.raises(UsageError, match="unknown encoding"):
            decoding.check(name)
