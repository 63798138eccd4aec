"""Reader of CSL-JSON: arrays, single items, lines of items, ``{"items": [...]}``, ``references``.

Schema: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json; what programs
write beside it is read too (docs/formats/csl-json.md).
"""

from collections.abc import Iterator
from typing import Final

from mentorlit.formats.csl.item import Item, is_item
from mentorlit.jsonrecords import Found, found, read_with, repeated, with_repeated
from mentorlit.model import Citation
from mentorlit.problems import Reject
from mentorlit.stream import Stream

_ARRAYS: Final = (b"items", b"references")
_NOT_AN_ITEM: Final = ("not-a-record", "this is no object with a member that CSL-JSON knows")


def read(stream: Stream) -> Iterator[Citation | Reject]:
    """Yield a citation for every object and a reject for everything else between the commas.

    Of members with the same name the last counts; the record then says so, and the others are in
    ``extra``.
    """

    def make(one: Found) -> Citation | None:
        if not isinstance(one.value, dict) or not is_item(one.value):
            return None
        citation = Item(one.value, one.problems).citation(stream, one.place)
        return with_repeated(citation, repeated(one.raw, one.value))

    yield from read_with(stream, found(stream, _ARRAYS, "item"), make, _NOT_AN_ITEM)
