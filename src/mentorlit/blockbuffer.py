"""A window on bytes that come in blocks, which knows its place in the input."""

from collections.abc import Iterable


class Buffer:
    """The part of an input that is being looked at.

    Attributes:
        buffer: what is held.
        begin: where in it the matter of interest begins; what stands before may be forgotten.
        position: how far it has been looked at.
        base: offset of the first byte of ``buffer`` in the input.
        line: number of the line that ``begin`` is on, from 1.
        seen: how many bytes have come.

    """

    def __init__(self, blocks: Iterable[bytes], start: int) -> None:
        self.blocks = iter(blocks)
        self.buffer = b""
        self.begin = self.position = 0
        self.start = self.base = start
        self.line, self.after_cr = 1, False
        self.seen = 0

    def go_to(self, end: int) -> None:
        """Begin anew at ``end`` and keep account of the lines (LF, CR LF or CR)."""
        begin, buffer = self.begin, self.buffer
        if end > begin:
            self.line += buffer.count(b"\n", begin, end)
            if returns := buffer.count(b"\r", begin, end):
                self.line += returns - buffer.count(b"\r\n", begin, end)
            if self.after_cr and buffer.startswith(b"\n", begin):
                self.line -= 1
            self.after_cr = buffer[end - 1 : end] == b"\r"
        self.begin = self.position = end

    def fill(self) -> bool:
        """Add to the buffer at least as much as it holds already; false at the end."""
        pieces = [self.buffer[self.begin :]]
        wanted, size = max(1, len(pieces[0])), 0
        for block in self.blocks:
            pieces.append(block)
            size += len(block)
            if size >= wanted:
                break
        self.base += self.begin
        self.position -= self.begin
        self.begin = 0
        self.buffer = b"".join(pieces)
        self.seen += size
        return size > 0
