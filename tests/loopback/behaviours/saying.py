"""Answers, spelled out in bytes."""

from typing import Final

PAGE: Final = b"<!doctype html><title>A page</title><p>Said by a server on this machine.\n"


def answer(
    body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html", *lines: str | bytes
) -> bytes:
    """Return a whole HTTP answer; ``lines`` are further header lines.

    Content-Length is added unless a line frames the body: ``"Content-Length: 5"``, or an empty
    line for none; and that the connection will be closed, unless a line says otherwise.
    """
    head = [f"HTTP/1.1 {status}".encode(), f"Content-Type: {kind}".encode()]
    head += [line.encode("latin-1") if isinstance(line, str) else line for line in lines if line]
    if not any(line.lower().startswith(b"connection:") for line in head):
        head.append(b"Connection: close")
    framed = (b"content-length", b"transfer-encoding")
    if "" not in lines and not any(line.lower().startswith(framed) for line in head):
        head.append(f"Content-Length: {len(body)}".encode())
    return b"\r\n".join([*head, b"", body])


def elsewhere(location: str | bytes, status: str = "302 Found", *lines: str) -> bytes:
    """Return a redirect."""
    told = location.encode("latin-1") if isinstance(location, str) else location
    return answer(b"", status, "text/html", b"Location: " + told, *lines)
