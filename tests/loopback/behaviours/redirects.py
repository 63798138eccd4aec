"""Redirects without end, to forbidden places, or with something carried along."""

from typing import Final

from loopback.behaviours.saying import answer, elsewhere
from loopback.hostile import Behaviour, Line
from loopback.serving import Asked

_AIMS: Final = {
    "file": ("file:///etc/passwd", "bad-address"),
    "ftp": ("ftp://good.test/page", "bad-address"),
    "gopher": ("gopher://good.test/page", "bad-address"),
    "javascript": ("javascript:alert(1)", "bad-address"),
    "data": ("data:text/html,hello", "bad-address"),
    "mailto": ("mailto:someone@good.test", "bad-address"),
    "a-private-address": ("http://10.0.0.1/", "private-address"),
    "loopback": ("http://127.0.0.1:{port}/page", "private-address"),
    "loopback-v6": ("http://[::1]:{port}/page", "private-address"),
    "a-mapped-address": ("http://[::ffff:127.0.0.1]:{port}/page", "private-address"),
    "link-local": ("http://169.254.1.1/", "private-address"),
    "metadata": ("http://169.254.169.254/latest/meta-data/", "private-address"),
    "metadata-without-scheme": ("//169.254.169.254/latest/", "private-address"),
    "a-hidden-address": ("http://hidden.test/page", "private-address"),
    "a-hidden-port": ("http://hidden.test:{port}/page", "private-address"),
    "localhost": ("http://localhost:{port}/page", "private-address"),
    "a-number": ("http://2130706433:{port}/page", "bad-address"),
    "hexadecimal": ("http://0x7f.1:{port}/page", "bad-address"),
    "unknown-host": ("http://nowhere.example/", "no-such-host"),
    "user-info": ("http://me:secret@good.test:{port}/page", "bad-address"),
    "empty-user": ("http://@good.test:{port}/page", "bad-address"),
    "backslashes": ("http:\\\\good.test\\@10.0.0.1\\page", "bad-address"),
    "backslash-host": ("http://good.test:{port}\\@10.0.0.1/", "bad-address"),
    "backslash-path": ("/\\10.0.0.1/page", "bad-address"),
    "no-host": ("http:///page", "bad-address"),
    "a-port-of-letters": ("http://good.test:abc/", "bad-address"),
    "port-0": ("http://good.test:0/", "bad-address"),
    "port-99999": ("http://good.test:99999/", "bad-address"),
    "a-space": ("http://good.test:{port}/a b", "200"),
    "an-endless-label": ("http://" + "a" * 300 + ".test:{port}/", "bad-address"),
    "broken-brackets": ("http://[::1/page", "bad-address"),
    "itself": ("", "302"),
    "a-fragment": ("#top", "redirects"),
    "a-query": ("?again=1", "redirects"),
    "utf-8": (b"http://good.test:{port}/\xc3\xbc".decode("latin-1"), "200"),
    "escapes": ("http://good.test:{port}/%0d%0aX:%20y", "200"),
    "another-host": ("http://good.test:{port}/page", "200"),
    "without-scheme": ("//good.test:{port}/page", "200"),
}


def _aim(name: str, location: str, outcome: str) -> Behaviour:
    def act(line: Line, _: Asked) -> None:
        line.send(elsewhere(location.replace("{port}", str(line.port))))

    told = "http-302" if outcome == "302" else outcome
    followed = outcome in {"200", "redirects"}
    return Behaviour(f"to-{name}", act, outcome, told, requests=2 if followed else 1)


def _times(count: int, status: str = "302 Found") -> Behaviour:
    """Return a host that redirects so many times before it answers."""

    def act(line: Line, asked: Asked) -> None:
        done = int(asked.query.get("n", ["0"])[0])
        line.send(answer() if done >= count else elsewhere(f"/page?n={done + 1}", status))

    outcome, requests = ("200", count + 1) if count <= 5 else ("redirects", 6)
    return Behaviour(f"{status[:3]}-{count}-times", act, outcome, requests=requests)


def _cookie_then_elsewhere(line: Line, _: Asked) -> None:
    cookie = "Set-Cookie: session=1; Path=/; Domain=.test"
    line.send(elsewhere(f"http://good.test:{line.port}/page", "302 Found", cookie))


def _cookie_then_itself(line: Line, asked: Asked) -> None:
    cookie = "Set-Cookie: session=1; Path=/"
    line.send(answer() if asked.path == "/other" else elsewhere("/other", "302 Found", cookie))


def _cookie_wanted(line: Line, asked: Asked) -> None:
    """Redirect to itself until the cookie comes back, which it must not."""
    if "cookie" in asked.headers:
        line.send(answer())
    else:
        line.send(elsewhere("/page", "302 Found", "Set-Cookie: seen=yes; Path=/"))


def _echoes_the_query(line: Line, asked: Asked) -> None:
    """Lead to another path, with all that was asked, keys too."""
    again = elsewhere(asked.target.replace(asked.path, "/other", 1))
    line.send(answer() if asked.path == "/other" else again)


def _echoes_the_query_elsewhere(line: Line, asked: Asked) -> None:
    line.send(elsewhere(f"http://good.test:{line.port}{asked.target}"))


def _meta_refresh(line: Line, _: Asked) -> None:
    line.send(answer(b'<meta http-equiv="refresh" content="0; url=http://10.0.0.1/">'))


def _endless_redirect(line: Line, _: Asked) -> None:
    to = f"Location: http://good.test:{line.port}/page"
    line.send(answer(b"", "302 Found", "text/html", to, ""))
    line.drip(iter(lambda: bytes(65536), b""))


ROWS: Final = (
    *(_aim(name, *rest) for name, rest in _AIMS.items()),
    Behaviour("loop-301", elsewhere("/page", "301 Moved Permanently"), "redirects", requests=2),
    *(_times(count) for count in (1, 5, 6)),
    *(_times(2, status) for status in ("301 Moved", "303 See Other", "307 Away", "308 Away")),
    Behaviour("without-location", answer(b"", "302 Found"), "302", "http-302"),
    Behaviour("multiple-choices", answer(b"", "300 Several"), "300", "http-300"),
    Behaviour("location-of-1-mb", elsewhere("/" + "a" * 1_000_000), "bad-answer"),
    Behaviour("location-with-nul", elsewhere("http://good.test\0.example/"), "bad-address"),
    Behaviour(
        "two-locations",
        elsewhere("/a", "302 Found", "Location: http://10.0.0.1/"),
        "bad-answer",
        requests=6,
    ),
    Behaviour("cookie-then-another-host", _cookie_then_elsewhere, "200", requests=2),
    Behaviour("cookie-then-itself", _cookie_then_itself, "200", requests=2),
    Behaviour("cookie-wanted", _cookie_wanted, "redirects", requests=2),
    Behaviour("echoes-the-query", _echoes_the_query, "200", requests=2),
    Behaviour("echoes-the-query-elsewhere", _echoes_the_query_elsewhere, "200", requests=2),
    Behaviour("meta-refresh", _meta_refresh, "200"),
    Behaviour(
        "refresh-header",
        answer(b"", "200 OK", "text/html", "Refresh: 0; url=http://10.0.0.1/"),
        "200",
    ),
    Behaviour("endless-redirect", _endless_redirect, "200", requests=2),
)
