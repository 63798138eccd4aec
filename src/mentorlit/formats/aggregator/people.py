"""Names whose parts are members of their own."""

from functools import lru_cache

from mentorlit.identifiers import orcid
from mentorlit.model import Name
from mentorlit.names import inverted, is_particle, parse


def person(
    family: str,
    given: str = "",
    *,
    suffix: str = "",
    affiliation: tuple[str, ...] = (),
    orcid: str = "",
    role: str = "",
) -> Name:
    """Return the name; particles in front of the family name are told apart (``van der Berg``).

    A name without a family name is a ``literal``.
    """
    particle = ""
    if " " in family and is_particle(family[: family.index(" ")]):
        parts = inverted(f"{family.replace(',', ' ')}, X")
        particle, family = parts.non_dropping_particle, parts.family
    if not family:
        return Name(literal=given, suffix=suffix, affiliation=affiliation, orcid=orcid, role=role)
    return Name(
        family=family,
        given=given,
        non_dropping_particle=particle,
        suffix=suffix,
        affiliation=affiliation,
        orcid=orcid,
        role=role,
    )


@lru_cache(maxsize=4096)
def bare_orcid(text: str) -> str:
    """Return the ORCID iD in an address, ``""`` if its check digit is wrong."""
    return orcid(text)


@lru_cache(maxsize=4096)
def in_order(text: str) -> Name:
    """Return the name that is written in reading order or inverted; a body's as ``literal``."""
    return parse(text) if text else Name()
