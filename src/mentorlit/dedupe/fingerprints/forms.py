"""What form of publication a record describes, as far as the record itself tells."""

from functools import cache
from typing import Any

from mentorlit.dedupe.fingerprints.fold import fold
from mentorlit.dedupe.fingerprints.venues import Venue, venue
from mentorlit.model import Citation
from mentorlit.tables import load


@cache
def _table() -> dict[str, Any]:
    table = load("dedupe/forms")
    return {
        **table,
        "preprint_doi": tuple(table["preprint_doi"]),
        "abstract_end": tuple(f" {words}" for words in table["abstract_end"]),
    }


def form(citation: Citation, doi: tuple[str, ...], venues: tuple[Venue, ...]) -> str:
    """Return the form of publication, or ``""`` if it is not told.

    In the order asked: ``preprint``, ``thesis``, ``registration``, ``abstract``, ``dataset``,
    ``report``, ``chapter``, ``book``, ``conference``, ``journal``. A journal's name wins over the
    type ``paper-conference``, since databases give that type to articles too.
    """
    table = _table()
    kinds = [one.kind for one in venues if one.kind]
    if not venues:
        for stated in (citation.publisher, citation.collection_title):
            kind = venue(stated).kind if stated else ""
            kinds += [kind] if kind in ("registry", "thesis") else []
    special = ""
    if citation.genre:
        special = table["genres"].get(fold(citation.genre[:100]), "")
    if kinds and not special:
        special = table["kinds"].get(kinds[0], "")
    if doi and [one for one in doi if one.startswith(table["preprint_doi"])]:
        special = "preprint"
    if special:
        return special
    if _degree(citation):
        return "thesis"
    if _says_abstract(citation):
        return "abstract"
    if citation.type in table["telling"]:
        return citation.type if citation.type != "report" or _series(citation) else ""
    of_type: str = table["types"].get(citation.type, "")
    return kinds[0] if kinds else of_type


def _series(citation: Citation) -> bool:
    """Tell whether a report says where it was issued; exports call much else a report."""
    return bool(
        citation.publisher
        or citation.collection_title
        or citation.container_title
        or citation.number
        or citation.volume
        or citation.doi
    )


def _degree(citation: Citation) -> bool:
    """Tell a thesis by its type, or by its degree in the place of the volume."""
    volume = citation.volume
    if citation.type == "thesis":
        return True
    if not volume or volume.isdecimal() or any(map(str.isdecimal, volume[:40])):
        return False
    return fold(volume[:40]).replace(" ", "") in _table()["degrees"]


def _says_abstract(citation: Citation) -> bool:
    """Tell whether title, issue or container say that this is the abstract of a meeting.

    Embase names the meeting behind the journal ("Circulation. Conference: ...").
    """
    if ". Conference:" in citation.container_title or ". Conference" in citation.issue:
        return True
    if citation.issue and "eeting" in citation.issue:
        return True
    title = citation.title
    if not title.endswith((")", "]", ".", "t", "T", "*")):
        return False
    return f" {fold(title[-40:])}".endswith(_table()["abstract_end"])


def short(citation: Citation) -> bool:
    """Tell whether the record describes a page or two of a supplement: where abstracts are printed.

    "S69" and "A486" are pages of supplements; a lower-case letter begins an article number.
    """
    first, _, last = citation.page[:40].partition("-")
    if not first:
        return False
    if last and not _near(first, last):
        return False
    if first[0] in "SA" and first[1:].strip().isdigit():
        return True
    return "sup" in citation.issue[:40].casefold() or "sup" in citation.volume[:40].casefold()


def _near(first: str, last: str) -> bool:
    """Tell whether a range has at most two pages."""
    one, other = first, last
    if not (first.isdecimal() and last.isdecimal()):
        one, other = first.strip().lstrip("SsAa"), last.strip().lstrip("SsAa")
    if not (one.isdecimal() and other.isdecimal()) or len(one) > 9 or len(other) > len(one):
        return False
    return 0 <= int(one[: len(one) - len(other)] + other) - int(one) <= 1
