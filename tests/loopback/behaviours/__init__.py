"""Every way of misbehaving, as one table: what a host does and what has to come of it."""

from typing import Final

from loopback.behaviours import content, encodings, framing, heads, redirects, transport, waiting
from loopback.hostile import Behaviour

BEHAVIOURS: Final[tuple[Behaviour, ...]] = (
    *transport.ROWS,
    *heads.ROWS,
    *framing.ROWS,
    *encodings.ROWS,
    *content.ROWS,
    *redirects.ROWS,
    *waiting.ROWS,
)

BY_NAME: Final = {row.name: row for row in BEHAVIOURS}
