"""Marks in records that are kept with their duplicates: which cluster, and what in it.

A mark stands in ``identifiers``, so it goes through NDJSON and every format that has room for
identifiers. It is no part of the record: a marked record that is read again is the one that went
in.
"""

from typing import Final

import msgspec

from mentorlit.model import Citation

CLUSTER: Final = "mentorlit-cluster"
"""The scheme under which the name of the record's cluster stands, as the log has it."""

ROLE: Final = "mentorlit-role"
"""The scheme under which stands what the record is: ``kept``, or ``duplicate of`` another."""

KEPT: Final = "kept"


def marked(citation: Citation, cluster: str, of: str = "") -> Citation:
    """Return a record with its cluster and its role: kept, or duplicate of the record ``of``."""
    role = f"duplicate of {of}" if of else KEPT
    found = {**unmarked(citation).identifiers, CLUSTER: (cluster,), ROLE: (role,)}
    return msgspec.structs.replace(citation, identifiers=found)


def unmarked(citation: Citation) -> Citation:
    """Return a record without the marks of a deduplication before."""
    if CLUSTER not in citation.identifiers and ROLE not in citation.identifiers:
        return citation
    left = {scheme: ids for scheme, ids in citation.identifiers.items() if scheme not in _OWN}
    return msgspec.structs.replace(citation, identifiers=left)


_OWN: Final = (CLUSTER, ROLE)
