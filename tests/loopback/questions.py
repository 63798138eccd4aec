"""Questions put to the servers that stand in, and what readers make of their answers."""

from http.client import HTTPConnection
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from loopback.serving import Asked, Handler, Reply
from mentorlit.model import Citation
from mentorlit.network.asking import Query
from mentorlit.problems import Reject
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream

BASE = "https://service.example/api"
"""The base address of services that are asked without a connection."""


def ask(handler: Handler, query: Query) -> Reply:
    """Put a question to a server without a connection; what is private goes along."""
    assert query.url.startswith(BASE + "/")
    parts = urlsplit(query.url.removeprefix(BASE))
    asked = parse_qs(parts.query, keep_blank_values=True)
    asked.update((name, [value]) for name, value in query.private)
    return handler(Asked("GET", unquote(parts.path), asked, {"accept": query.accept}, query.url))


def over_http(query: Query) -> tuple[int, bytes]:
    """Put a question to a real server; the answer's status and body."""
    parts = urlsplit(query.url)
    more = urlencode(query.private)
    connection = HTTPConnection(parts.netloc, timeout=5)
    try:
        target = f"{parts.path}?{parts.query}&{more}".rstrip("&")
        connection.request("GET", target, headers={"Accept": query.accept})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def read(format_name: str, body: bytes) -> list[Citation | Reject]:
    """Return what a reader makes of an answer."""
    stream = Stream([body], name="answer", source="answer", format=format_name)
    return list(BY_NAME[format_name].load()(stream))


def records(format_name: str, body: bytes) -> list[Citation]:
    """Return the records of an answer."""
    return [one for one in read(format_name, body) if isinstance(one, Citation)]
