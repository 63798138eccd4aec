"""Writer of CSL-JSON: one array of items, as Zotero, pandoc and citeproc read it.

Schema: https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json. Only variables
of the schema stand in an item; what it cannot hold is in the item's ``custom`` object, under the
names and in the forms of mentorlit's own lines. docs/formats/csl-json.md says what goes where.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from mentorlit.formats.csl.written import item
from mentorlit.jsontext import encode
from mentorlit.model import Citation

_FORMAT: Final = "csl-json"


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield a JSON array with one item on each line; ``[]`` for no citation at all.

    The ``id`` of an item is the citation key; a record without one gets ``item-1``, by position.
    """
    start = "[\n"
    for number, citation in enumerate(citations, 1):
        yield f"{start}{encode(item(citation, f'item-{number}', _FORMAT)).decode()}"
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"
