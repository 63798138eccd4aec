"""Relators of MARC: what a code or term of $4 and $e, or a statement of responsibility, tells."""

from functools import cache

from mentorlit import relators
from mentorlit.tables import load, phrases


@cache
def credit(relator: str) -> tuple[str, str]:
    """Return the citation's field for a relator code or term, and the role that it lacks.

    Unknown relators give ``("contributor", the relator)``; bodies that are no contributors
    (publisher, granter of a degree, owner) give ``("", kind)``.
    """
    field, role = relators.field(relator)
    if field in relators.BODIES:
        return "", field
    return field, "" if role == field else role


@cache
def _statements() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = load("marc_relators")["statements"]
    return tuple((field, tuple(phrases(block))) for field, block in table.items())


def stated(statement: str) -> tuple[str, str]:
    """Return field and role that the words of a statement of responsibility tell, or ``""``.

    ``statement`` is in lower case. What only writes an introduction or compiles is a contributor.
    """
    for field, words in _statements():
        if any(word in statement for word in words):
            return ("contributor", "compiler") if field == "compiler" else (field, "")
    return "", ""
