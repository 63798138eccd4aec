"""What is found when two records are compared, and the questions that rules ask of it."""

from operator import itemgetter
from typing import Final

import msgspec

from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.scoring.weights import Piece, piece

_WEIGHT: Final = itemgetter("weight")

Evidence = dict[str, Piece]
"""Field to what was found: always ``weight``, and ``similarity`` or ``found``."""


IDENTIFIERS: Final = 1
KIND: Final = 2
TITLE: Final = 4
PLACE: Final = 8
YEAR: Final = 16
"""Respects in which something may speak against one paper, as bits of a number."""


class Pair(msgspec.Struct):
    """Two fingerprints and what has been found about them so far.

    ``likeness`` (of the titles) and ``text`` (of the abstracts) are 0 to 1, or -1 if one is not
    stated; ``words`` and ``numbers`` tell that words or numbers of the titles differ, ``opposed``
    that they have words that are opposites, ``part`` that one title is the other with the number of
    a part; ``told`` is ``contained`` or ``another language`` where that explains unlike titles.
    ``authors`` is the weight of the authors. ``apart`` counts the years between them, -1 unknown.
    ``against`` are the respects in which not all agrees, once all is compared.
    The others are ``same``, ``different`` and so on, or ``""`` where nothing can be compared.
    """

    a: Fingerprint
    b: Fingerprint
    evidence: Evidence
    likeness: float = -1.0
    told: str = ""
    words: bool = False
    opposed: bool = False
    part: bool = False
    numbers: bool = False
    authors: float = 0.0
    text: float = -1.0
    apart: int = -1
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    place: bool = False
    against: int = 0

    def note(self, field: str, found: str, weight: float) -> None:
        """Add a piece of evidence."""
        self.evidence[field] = {"found": found, "weight": weight}

    def note_usual(self, field: str, found: str) -> None:
        """Add what was found of a field, with the weight that the table has for it."""
        self.evidence[field] = piece(field, found)

    def total(self) -> float:
        """Return the sum of the evidence."""
        total: float = sum(map(_WEIGHT, self.evidence.values()))
        return round(total, 2)

    def note_against(self) -> None:
        """Tell in which respects not all agrees: rules that look at others cannot hold.

        Most pairs agree in most, so that few of many rules have to be asked.
        """
        a, b, found = self.a, self.b, 0
        if self.doi in ("different", "version") or "different" in (self.pmid, self.pmcid):
            found = IDENTIFIERS
        same_kind = a.form == b.form and a.type == b.type and a.edition == b.edition
        if not same_kind or a.title.note != b.title.note:
            found |= KIND
        if self.likeness < 1.0 or a.title.recurring or b.title.recurring:
            found |= TITLE
        if "different" in (self.container, self.volume, self.issue, self.page):
            found |= PLACE
        if self.apart != 0:
            found |= YEAR
        self.against = found

    @property
    def one_identifier(self) -> bool:
        """Whether the records share a DOI, PMID or PMCID."""
        return self.doi == "same" or self.pmid == "same" or self.pmcid == "same"

    @property
    def one_record(self) -> bool:
        """Whether the records share a PMID or PMCID, which unlike a DOI never serves two texts."""
        return self.pmid == "same" or self.pmcid == "same"

    @property
    def one_venue(self) -> bool:
        """Whether the containers are one."""
        return self.container in ("same", "compatible")

    @property
    def one_page(self) -> bool:
        """Whether the first page is one."""
        return self.page in ("same", "first-same")

    @property
    def one_paged_year(self) -> bool:
        """Whether container, first page and year are one: a volume is often damaged."""
        return self.one_venue and self.one_page and self.apart == 0

    @property
    def place_agrees(self) -> bool:
        """Whether volume or page agree."""
        return self.volume == "same" or self.one_page

    @property
    def place_differs(self) -> bool:
        """Whether volume or page differ."""
        return self.volume == "different" or self.page == "different"

    @property
    def one_text(self) -> bool:
        """Whether both abstracts are stated and begin alike."""
        return self.text >= 0.9

    @property
    def other_text(self) -> bool:
        """Whether both abstracts are stated and begin differently."""
        return 0.0 <= self.text < 0.7

    @property
    def unlike(self) -> bool:
        """Whether both titles are stated, have little in common and are not translations."""
        return 0.0 <= self.likeness < 0.65 and not self.told

    def alike(self, least: float) -> bool:
        """Tell whether the titles are alike or one contains the other."""
        return self.likeness >= least or self.told == "contained"
