"""What /robots.txt may be (RFC 9309), and whether the page behind it may be asked for."""

from itertools import chain, repeat
from typing import Final, NamedTuple

from loopback.behaviours.saying import PAGE, answer, elsewhere
from loopback.hostile import Act, Line
from loopback.serving import Asked


class Robots(NamedTuple):
    """One robots.txt: ``told`` is what comes of asking for /page, ``requests`` those for it."""

    name: str
    act: Act
    told: str = "200"
    requests: int = 1
    read: float = 15.0


def _rules(*lines: str, kind: str = "text/plain") -> bytes:
    return answer("\n".join(lines).encode(), "200 OK", kind)


def _reset(line: Line, _: Asked) -> None:
    line.reset()


def _black_hole(line: Line, _: Asked) -> None:
    line.hold()


def _endless(line: Line, _: Asked) -> None:
    head = answer(b"User-agent: *\nDisallow: /private\n", "200 OK", "text/plain", "")
    line.drip(chain([head], repeat(b"Allow: /\n" * 1000)))


def _moved(line: Line, _: Asked) -> None:
    line.send(elsewhere(f"http://good.test:{line.port}/robots.txt"))


_MANY: Final = tuple(f"Disallow: /{k}/" for k in range(20_000))

ROWS: Final = (
    Robots("robots-disallow", _rules("User-agent: *", "Disallow: /"), "robots"),
    Robots("robots-disallow-path", _rules("User-agent: *", "Disallow: /page"), "robots"),
    Robots("robots-disallow-others", _rules("User-agent: *", "Disallow: /private")),
    Robots("robots-allow-longer", _rules("User-agent: *", "Disallow: /", "Allow: /page")),
    Robots("robots-pattern", _rules("User-agent: *", "Disallow: /*ge"), "robots"),
    Robots(
        "robots-us",
        _rules("User-agent: *", "Allow: /", "", "User-agent: Mentorlit", "Disallow: /"),
        "robots",
    ),
    Robots(
        "robots-not-us",
        _rules("User-agent: other", "Disallow: /", "", "User-agent: *", "Disallow:"),
    ),
    Robots("robots-empty", _rules()),
    Robots("robots-with-bom", _rules("\ufeffUser-agent: *", "Disallow: /"), "robots"),
    Robots("robots-html", answer(PAGE)),
    Robots("robots-garbage", answer(bytes(range(256)) * 100, "200 OK", "text/plain")),
    Robots("robots-404", answer(PAGE, "404 Not Found")),
    Robots("robots-403", answer(PAGE, "403 Forbidden")),
    Robots("robots-500", answer(PAGE, "500 Oh"), "robots", 5),
    Robots("robots-503", answer(PAGE, "503 Oh"), "robots", 5),
    Robots("robots-reset", _reset, "robots", 5),
    Robots("robots-black-hole", _black_hole, "robots", 5, read=0.1),
    Robots("robots-loop", elsewhere("/robots.txt"), "200", 6),
    Robots("robots-moved", _moved, "robots"),
    Robots(
        "robots-moved-to-private", elsewhere("http://10.0.0.1/robots.txt"), "private-address|robots"
    ),
    Robots("robots-huge", _rules("User-agent: *", *_MANY, "Disallow: /x")),
    Robots("robots-huge-disallow", _rules("User-agent: *", "Disallow: /page", *_MANY), "robots"),
    Robots("robots-endless", _endless, "200|robots"),
    Robots("robots-many-stars", _rules("User-agent: *", "Disallow: /" + "*a" * 5000 + "$")),
)
ELSEWHERE: Final = {"good": _rules("User-agent: *", "Disallow: /")}
"""The robots.txt of the host that :func:`_moved` names."""
