"""The body of an answer, read as it arrives and unpacked within bounds.

urllib3 would unpack it too, but only tells afterwards how large it has become.
"""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final, Protocol

from mentorlit.limits import DEFAULT, MEBIBYTE
from mentorlit.network.asking import NetworkError

_BLOCK: Final = 64 * 1024
_LONGEST_LENGTH: Final = 18
"""Digits of Content-Length."""
_RATIO_FREE: Final = MEBIBYTE
"""Unpacked bytes before their ratio to the packed ones is looked at."""


class Source(Protocol):
    """What is needed of urllib3's response."""

    def read1(self, amt: int, decode_content: bool) -> bytes:
        """Return what has arrived, at most ``amt`` bytes; nothing at the end."""


def coding(headers: Mapping[str, str]) -> str:
    """Return the one coding that Content-Encoding names, ``""`` for none.

    Raises:
        NetworkError: ``bad-encoding``: it names another one, or several, or Transfer-Encoding
            something else than chunks; ``bad-answer``: the length is no number.

    """
    transfer = headers.get("transfer-encoding")
    if transfer is None:
        _check_length(headers.get("content-length", "0"))
    elif transfer.strip(" \t").lower() != "chunked":
        raise _bad("the answer is packed for its way in a manner that was not asked for")
    codings = [part.strip().lower() for part in headers.get("content-encoding", "").split(",")]
    named = [name.removeprefix("x-") for name in codings if name not in {"", "identity"}]
    if not named:
        return ""
    if len(named) > 1 or named[0] not in {"gzip", "deflate"}:
        raise _bad("the answer is packed in a manner that was not asked for")
    return named[0]


def check_size(headers: Mapping[str, str], limit: int) -> None:
    """Refuse a body that is too large by its own account, before any of it is read.

    Raises:
        NetworkError: ``too-large``.

    """
    length = headers.get("content-length", "")
    if "transfer-encoding" not in headers and length.isdigit() and int(length) > limit:
        raise _too_large(limit)


def _check_length(text: str) -> None:
    """Refuse a length that is none: http.client would read on for ever."""
    for part in text.split(","):  # RFC 9110, 8.6: the same number may be repeated
        number = part.strip()
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_LENGTH):
            raise NetworkError("bad-answer", "the length of the answer is no number", reached=True)


class Body:
    """A body that grows by blocks from the network, and never beyond its limit.

    ``cut`` lets a body that is too large end there instead of failing.
    """

    def __init__(self, limit: int, coding: str, *, cut: bool = False) -> None:
        self._limit = limit
        self._coding = coding
        self._cut = cut
        self._kept = BytesIO()
        self._taken = 0
        self._decoder: zlib._Decompress | None = None
        self.full = False

    def feed(self, block: bytes) -> None:
        """Take what has arrived.

        Raises:
            NetworkError: ``too-large``, or ``bad-encoding`` for damaged data and bombs.

        """
        self._taken += len(block)
        if self._coding:
            self._unpack(block)
        else:
            self._keep(block)
        if self._taken > self._limit + _BLOCK:  # packed data that never give anything
            self._over()

    def end(self) -> bytes:
        """Return the whole body.

        Raises:
            NetworkError: ``cut-off``: the packed data have no end.

        """
        if self._decoder is not None and not self._decoder.eof and not self.full:
            raise NetworkError("cut-off", "the packed answer stops before its end", reached=True)
        return self.so_far()

    def so_far(self) -> bytes:
        """Return what there is of the body."""
        return self._kept.getvalue()

    def _unpack(self, data: bytes) -> None:
        while not self.full:
            decoder = self._decoder
            if decoder is None or decoder.eof:
                data = data.lstrip(b"\0") if decoder else data
                if not data:
                    return
                self._decoder = decoder = zlib.decompressobj(_window(self._coding, data))
            try:
                out = decoder.decompress(data, _BLOCK)
            except zlib.error:
                raise _bad("the packed answer is damaged") from None
            self._keep(out)
            data = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
            # A full block may leave more in the decoder, even if it has taken all the data.
            if not data and len(out) < _BLOCK:
                return

    def _keep(self, out: bytes) -> None:
        size = self._kept.tell() + len(out)
        if self._coding and size > max(_RATIO_FREE, self._taken * DEFAULT.ratio):
            raise _bad("the packed answer expands beyond all measure")
        if size > self._limit:
            out = out[: self._limit - self._kept.tell()]
            self._kept.write(out)
            self._over()
            return
        self._kept.write(out)

    def _over(self) -> None:
        self.full = True
        if not self._cut:
            raise _too_large(self._limit)


def read(source: Source, body: Body, check: Callable[[], object]) -> bytes:
    """Return the whole body of an answer; ``check`` is called at each block and may raise.

    Raises:
        NetworkError: what :class:`Body` raises.

    """
    while not body.full and (block := source.read1(_BLOCK, decode_content=False)):
        body.feed(block)
        check()
    return body.end()


def _window(coding: str, data: bytes) -> int:
    """Return zlib's code of a format; "deflate" is zlib's (RFC 9110, 8.4.1.2), or often raw."""
    if coding == "gzip":
        return 31
    head = int.from_bytes(data[:2])
    return 15 if data[0] & 15 == 8 and (len(data) < 2 or head % 31 == 0) else -15


def _bad(message: str) -> NetworkError:
    return NetworkError("bad-encoding", message, reached=True)


def _too_large(limit: int) -> NetworkError:
    size = f"{limit / MEBIBYTE:.3g}"
    return NetworkError("too-large", f"the answer has more than {size} MiB", reached=True)
