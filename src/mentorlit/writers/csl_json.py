"""Writer of CSL-JSON: one array of items, as Zotero, pandoc and citeproc read it.

Schema: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json. Only variables
of the schema stand in an item; what it cannot hold is in the item's ``custom`` object, under the
names and in the forms of mentorlit's own lines. docs/formats/csl-json.md says what goes where.
"""

from typing import Final

from mentorlit.formats.csl.written import item
from mentorlit.jsontext import encode
from mentorlit.layout import Layout
from mentorlit.model import Citation

_FORMAT: Final = "csl-json"


def _record(citation: Citation, number: int) -> str:
    return encode(item(citation, f"item-{number}", _FORMAT)).decode()


write: Final = Layout(
    _record, head="[\n", between=",\n", tail="\n]\n", empty="[]\n", is_numbered=True
)
"""Yields a JSON array with one item on each line; ``[]`` for no citation at all.

The ``id`` of an item is the citation key; a record without one gets ``item-1``, by position.
"""
