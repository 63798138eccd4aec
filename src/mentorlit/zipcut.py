"""Members of a zip archive whose directory is lost: found by their own headers, in order.

The directory stands at the end (APPNOTE 4.3.6), so that an archive that is cut off has none; what
comes before the cut is whole all the same.
"""

import zlib
from collections.abc import Iterator
from io import SEEK_CUR
from struct import Struct
from typing import BinaryIO, Final

from mentorlit.limits import Limits
from mentorlit.problems import InputError

_HEADER: Final = Struct("<4s5H3I2H")
"""Signature, version, flags, method, time, date, check, packed size, size, lengths (4.3.7)."""
_SIGNATURE: Final = b"PK\x03\x04"
_STORED: Final = 0
_DEFLATED: Final = 8
_ENCRYPTED: Final = 1
_SIZE_FOLLOWS: Final = 8
_DESCRIPTOR: Final = 24
"""Bytes that may stand between a member and the next header (4.3.9)."""


def members(file: BinaryIO, limits: Limits) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and content of each member, directories left out; ``file`` stands at the first.

    The content of one must be read to its end before the next is asked for. It raises
    :class:`InputError` where it is damaged or cut off, or expands beyond ``limits``; nothing comes
    after that.
    """
    while (header := file.read(_HEADER.size)).startswith(_SIGNATURE):
        if len(header) < _HEADER.size:
            return
        _, _, flags, method, _, _, _, packed, _, named, more = _HEADER.unpack(header)
        name = file.read(named).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        file.seek(more, SEEK_CUR)
        sized = not flags & _SIZE_FOLLOWS and packed < 0xFFFFFFFF
        if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            return
        if method == _DEFLATED:
            yield name, _inflated(file, limits)
        elif sized:
            yield name, _plain(file, packed, limits)
        else:
            return
        place = file.tell()
        after = max(0, file.read(_DESCRIPTOR + 4).find(_SIGNATURE))
        file.seek(place + after)


def _plain(file: BinaryIO, size: int, limits: Limits) -> Iterator[bytes]:
    while size and (block := file.read(min(size, limits.block))):
        size -= len(block)
        yield block
    if size:
        raise InputError("the zip member is cut off")


def _inflated(file: BinaryIO, limits: Limits) -> Iterator[bytes]:
    decoder = zlib.decompressobj(-15)
    taken = given = 0
    while not decoder.eof:
        data = decoder.unconsumed_tail or file.read(limits.block)
        taken += 0 if decoder.unconsumed_tail else len(data)
        try:
            out = decoder.decompress(data, limits.block)
        except zlib.error as error:
            raise InputError(f"the zip member is damaged ({error})") from error
        given += len(out)
        if given > limits.ratio_free and given > taken * limits.ratio:
            raise InputError("the zip member expands beyond all measure")
        if out:
            yield out
        elif not data:
            raise InputError("the zip member is cut off")
    file.seek(-len(decoder.unused_data), SEEK_CUR)
