"""What is asked of a server, what it answers, and why it did not."""

from typing import Final, NamedTuple

import msgspec

from mentorlit import __version__
from mentorlit.limits import MEBIBYTE

USER_AGENT: Final = "mentorlit"
"""How the program names itself to servers; its version and the user's e-mail address follow."""


class Query(NamedTuple):
    """One question to a server, always by GET.

    ``url`` holds nothing private: it is what messages, origins and the cache show. ``private`` are
    parameters that are added to it when it is sent (keys, the user's e-mail address); no log,
    message or file ever has them; so are ``private_headers``, which no other host gets after a
    redirect. ``service`` names the row of the services whose pace holds
    (``""``: any other host). For ``page``, what robots.txt says of the address is respected.
    ``limit`` is the most that the body may have, in bytes after decompression.
    """

    url: str
    accept: str = "*/*"
    private: tuple[tuple[str, str], ...] = ()
    service: str = ""
    page: bool = False
    limit: int = 20 * MEBIBYTE
    private_headers: tuple[tuple[str, str], ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered: a success (2xx), or that it does not know the thing (404, 410).

    ``url`` is the address after redirects, without anything private; names of ``headers`` are in
    lower case. ``body`` is decompressed. ``kept`` tells that it comes from the cache.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    kept: bool = False

    @property
    def known(self) -> bool:
        """Whether the server knows what was asked for."""
        return self.status < 300

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; ``""`` if the server names none."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding that the server declares, as it spells it; ``""`` for none."""
        from email.message import Message  # noqa: PLC0415 - start-up

        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset("")


class NetworkError(Exception):
    """A question that got no usable answer.

    ``code`` is one short word with hyphens (the table in docs/explanations/network.md),
    ``message`` one sentence without the address, ``advice`` what the user can do or ``""``.
    ``reached`` tells whether any server answered at all.
    """

    def __init__(self, code: str, message: str, advice: str = "", *, reached: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice
        self.reached = reached

    def __str__(self) -> str:
        """Return the message with the advice, as a person reads it."""
        return f"{self.message}; {self.advice}" if self.advice else self.message


def user_agent(mailto: str) -> str:
    """Return how the program names itself; RFC 9110, 10.1.5: the address stands in a comment."""
    name = f"{USER_AGENT}/{__version__}"
    plain = mailto.isascii() and mailto.isprintable() and not set(mailto) & set("()\\ ")
    return f"{name} (mailto:{mailto})" if mailto and plain else name
