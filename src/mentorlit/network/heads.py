"""An answer whose head and framing are read more strictly than http.client does.

http.client takes the end of a connection for the end of the head, header lines for the beginning
of the body if they have no colon, and waits for ever for servers that only promise an answer.
"""

import re
from http.client import BadStatusLine, HTTPException, HTTPResponse, IncompleteRead
from typing import IO, Any, Final, cast

from mentorlit.network.asking import NetworkError
from mentorlit.network.chunks import Chunks

# RFC 9112, 4: status-line; some servers leave out the blank before an empty reason.
_STATUS: Final = re.compile(rb"HTTP/1\.[0-9] ([1-9])([0-9][0-9])(?: [^\r\n]*)?\r?\n")
# RFC 9112, 5 and 5.2: field-line, folded lines.
_FIELD: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+[ \t]*:|[ \t]|\r?\n")
_SWITCHING: Final = b"01"
_FIELDS: Final = 100
"""Fields of a head; as many as http.client takes."""
_INTERIM: Final = 8
"""Answers that only promise one (RFC 9110, 15.2); servers send one or two."""


class StrictResponse(HTTPResponse):
    """http.client's answer; its head is whole and has lines of HTTP alone, its chunks are sound."""

    def __init__(self, sock: Any, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self._heard = sock
        sock.heard = False

    def begin(self) -> None:
        """Read the head."""
        lines = self.fp
        self.fp = cast("Any", _Head(lines, self._heard))
        try:
            super().begin()
        finally:
            if not self.isclosed():
                self.fp = lines
        self._check_lengths()
        # No cookie is ever kept, and the library that would look at them complains of odd ones.
        for name in ("set-cookie", "set-cookie2"):
            del self.headers[name]
        if self.chunked and not self.isclosed():
            self.fp = cast("Any", Chunks(lines))
            self.chunked = False

    def _check_lengths(self) -> None:
        """Refuse lengths that differ (RFC 9112, 6.3); urllib3 would, but leave the socket open."""
        fields = self.headers.get_all("content-length", ())
        if len({length.strip() for field in fields for length in field.split(",")}) > 1:
            raise HTTPException("lengths that differ")


class _Head:
    """The lines of a head; ``connection.heard`` tells whether any byte of it has come."""

    def __init__(self, lines: IO[bytes], connection: Any) -> None:
        self._lines = lines
        self._connection = connection
        self._begun = False

    def readline(self, limit: int) -> bytes:
        """Return the next line; the first one is the status of the answer itself.

        Raises:
            IncompleteRead: the connection ends, and not before the first byte.
            HTTPException: the line is none of HTTP.

        """
        if not self._begun:
            self._begun = True
            return self._status(limit)
        return self._field(limit)

    def close(self) -> None:
        """Close the connection's file."""
        self._lines.close()

    def _status(self, limit: int) -> bytes:
        for _ in range(_INTERIM):
            line = self._line(limit)
            if not line:
                return line  # http.client knows what that means
            match = _STATUS.fullmatch(line)
            if not match or (match[1] == b"1" and match[2] == _SWITCHING):
                raise BadStatusLine("")
            if match[1] != b"1":
                return line
            self._skip(limit)
        raise HTTPException("only promises")

    def _skip(self, limit: int) -> None:
        """Read over the fields of an answer that only promises one."""
        for _ in range(_FIELDS):
            if not self._field(limit).strip():
                return
        raise HTTPException("too many fields")

    def _field(self, limit: int) -> bytes:
        line = self._line(limit)
        if not _FIELD.match(line):
            raise HTTPException("no header field")
        return line

    def _line(self, limit: int) -> bytes:
        try:
            line = self._lines.readline(limit)
        except NetworkError as error:
            error.reached = error.reached or self._connection.heard
            raise
        except ConnectionError as error:
            if self._connection.heard:
                raise IncompleteRead(b"") from error
            raise
        if not line.endswith(b"\n") and len(line) < limit and self._connection.heard:
            raise IncompleteRead(b"")
        return line
