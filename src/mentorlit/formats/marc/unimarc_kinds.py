"""The CSL type of a UNIMARC record: leader/06-07 and its links."""

from mentorlit.formats.marc.draft import Draft
from mentorlit.tables import load


def kind(draft: Draft, *, is_contained: bool) -> str:
    """Return the CSL type, or ``""`` where none fits."""
    material, level = draft.leader[6], draft.leader[7]
    if draft.values.get("is_thesis"):
        return "thesis"
    found = draft.host
    # A volume of a set (461) is a monograph itself.
    is_volume = level == "m" and not found.keys() & {"issn", "issue", "page"}
    if level == "a" or (is_contained and not is_volume):
        is_book = found.get("isbn") or not (found.get("issn") or found.get("issue"))
        return "chapter" if is_book and not found.get("volume") else "article-journal"
    if level == "s":
        return "periodical"
    if level == "c":
        return "collection"
    return str(load("marc_unimarc")["leader_types"].get(material, "")) or (
        "book" if draft.isbn else ""
    )
