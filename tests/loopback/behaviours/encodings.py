"""Contents that are packed wrongly, twice, or far too well."""

import gzip
import zlib
from functools import cache
from itertools import chain, repeat
from typing import Final

from loopback.behaviours.saying import PAGE, answer
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_PACKED: Final = gzip.compress(PAGE * 20, mtime=0)


def _packed(body: bytes, encoding: str = "gzip") -> bytes:
    return answer(body, "200 OK", "text/html", f"Content-Encoding: {encoding}")


def _raw_deflate() -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(PAGE) + packer.flush()


@cache
def _zeros() -> bytes:
    """Return 100 MB of zeros as gzip packs them: 100 kB."""
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    million = bytes(1_000_000)
    return b"".join([*(packer.compress(million) for _ in range(100)), packer.flush()])


def _gzip_in_chunks(line: Line, _: Asked) -> None:
    line.send(
        answer(b"", "200 OK", "text/html", "Content-Encoding: gzip", "Transfer-Encoding: chunked")
    )
    for k in range(0, len(_PACKED), 7):
        piece = _PACKED[k : k + 7]
        line.send(b"%x\r\n%b\r\n" % (len(piece), piece))
    line.send(b"0\r\n\r\n")


def _bomb(line: Line, _: Asked) -> None:
    line.send(_packed(_zeros()))


def _bomb_in_bomb(line: Line, _: Asked) -> None:
    line.send(_packed(gzip.compress(_zeros()), "gzip, gzip"))


def _members_for_ever(line: Line, _: Asked) -> None:
    """Send gzip members of nothing, one after the other."""
    head = answer(b"", "200 OK", "text/html", "Content-Encoding: gzip", "")
    line.drip(chain([head], repeat(gzip.compress(b"", mtime=0) * 100)))


_DAMAGED: Final = _PACKED[:40] + bytes([_PACKED[40] ^ 0xFF]) + _PACKED[41:]
_WRONG_SUM: Final = _PACKED[:-8] + bytes(4) + _PACKED[-4:]

ROWS: Final = (
    Behaviour("gzip", _packed(_PACKED), "200"),
    Behaviour("x-gzip", _packed(_PACKED, "x-gzip"), "200"),
    Behaviour("gzip-in-capitals", _packed(_PACKED, "GZIP"), "200"),
    Behaviour("gzip-of-two-members", _packed(_PACKED + _PACKED), "200"),
    Behaviour("gzip-in-chunks", _gzip_in_chunks, "200"),
    Behaviour("deflate", _packed(zlib.compress(PAGE), "deflate"), "200"),
    Behaviour("deflate-raw", _packed(_raw_deflate(), "deflate"), "200"),
    Behaviour("identity", _packed(PAGE, "identity"), "200"),
    Behaviour("gzip-of-gzip", _packed(gzip.compress(_PACKED)), "200"),
    Behaviour("gzip-gzip", _packed(gzip.compress(_PACKED), "gzip, gzip"), "bad-encoding"),
    Behaviour("gzip-100-times", _packed(_PACKED, ", ".join(["gzip"] * 100)), "bad-encoding"),
    Behaviour("gzip-truncated", _packed(_PACKED[:-20]), "cut-off", tries=5),
    Behaviour("gzip-without-trailer", _packed(_PACKED[:-8]), "cut-off", tries=5),
    Behaviour("gzip-of-nothing", _packed(b""), "200"),
    Behaviour("gzip-damaged", _packed(_DAMAGED), "bad-encoding"),
    Behaviour("gzip-wrong-sum", _packed(_WRONG_SUM), "bad-encoding"),
    Behaviour("gzip-that-is-none", _packed(PAGE), "bad-encoding"),
    Behaviour("gzip-and-garbage", _packed(_PACKED + b"garbage"), "bad-encoding"),
    Behaviour("gzip-bomb", _bomb, "too-large|bad-encoding"),
    Behaviour("gzip-bomb-in-a-bomb", _bomb_in_bomb, "bad-encoding"),
    Behaviour("gzip-members-for-ever", _members_for_ever, "too-large"),
    Behaviour("brotli", _packed(b"\x0b\x02\x80hello\x03", "br"), "bad-encoding"),
    Behaviour("encoding-unknown", _packed(PAGE, "x-rot13"), "bad-encoding"),
    Behaviour("zstd-that-is-none", _packed(PAGE, "zstd"), "bad-encoding"),
)
