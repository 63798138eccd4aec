"""Names whose parts are elements of their own."""

from mentorlit.model import Name
from mentorlit.names import inverted, is_particle


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
    if not family:
        return Name(literal=given, suffix=suffix, affiliation=affiliation, orcid=orcid, role=role)
    particle = ""
    if " " in family and is_particle(family[: family.index(" ")]):
        parts = inverted(f"{family.replace(',', ' ')}, X")
        particle, family = parts.non_dropping_particle, parts.family
    return Name(
        family=family,
        given=given,
        non_dropping_particle=particle,
        suffix=suffix,
        affiliation=affiliation,
        orcid=orcid,
        role=role,
    )
