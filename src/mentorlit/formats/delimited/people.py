"""Names in the columns of known exports, of which it is known how they are written."""

import re
from typing import Final

from msgspec.structs import replace

from mentorlit import names
from mentorlit.model import Name

_VANCOUVER: Final = re.compile(
    r"(\S.{0,80}?)\s([^\W\d_a-zß-ÿ]{1,5}(?:-[^\W\d_a-zß-ÿ]{1,3})?)(?:\s(Jr|Sr|[2-9](?:nd|rd|th)|I{2,3}|IV))?"
)
_LONGEST: Final = 100


def ordered(text: str, order: str) -> Name | None:
    """Return the person that ``text`` is in this order, None if it says that it is otherwise.

    The orders are ``vancouver`` (``van der Berg JA 3rd``) and ``direct`` (``Jan van der Berg``).
    """
    if "," in text or " " not in text or len(text) > _LONGEST:
        return None
    if order == "vancouver":
        match = _VANCOUVER.fullmatch(text)
        if match is None:
            return None
        name = names.inverted(f"{match[1]}, {match[2]}")
        return replace(name, suffix=match[3]) if match[3] else name
    return None if names.is_organisation(text) or ":" in text else names.direct(text)
