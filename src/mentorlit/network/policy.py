"""What the user allows the network to do."""

from typing import Final

import msgspec

REDIRECTS: Final = 5
"""Redirects that are followed: DOIs need two or three, loops never end."""

RETRIES: Final = 4
"""Tries after the first one, of questions that may succeed later."""

PATIENCE: Final = 120.0
"""Seconds that a server's Retry-After is waited for; beyond, the user hears when to come back."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a run; times in seconds.

    ``allowed_hosts`` are names or addresses (``localhost``, ``10.0.0.7``, ``[::1]``, with or
    without ``:port``) that may be asked although they are not public. ``proxy`` is the address of
    a proxy, used only if it is given; the environment's is not. ``certificates`` is a file (PEM)
    of those that are trusted instead of the usual ones.
    """

    offline: bool = False
    allowed_hosts: tuple[str, ...] = ()
    mailto: str = ""
    proxy: str = ""
    connect: float = 5.0
    read: float = 15.0
    total: float = 60.0
    redirects: int = REDIRECTS
    retries: int = RETRIES
    patience: float = PATIENCE
    certificates: str = ""
