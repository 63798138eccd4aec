"""A whole citation that a page carries in some format: as claims, or as a record of its own."""

from typing import Any, Final

from msgspec.structs import replace

from mentorlit.model import JSON_NAME, RECORD_FIELDS, Citation, Origin
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.places import NOWHERE
from mentorlit.webpages.carried import Work
from mentorlit.webpages.trust import STEP, rank

_SINGLY: Final = frozenset({"affiliation", "funding", "url", "note"})
"""Fields of which each value is a claim of its own; of the others all values are one."""
_NOT_THE_WORK: Final = frozenset({*RECORD_FIELDS, "citation_key"})


def claim(work: Work, findings: Findings) -> None:
    """Claim every field that ``work`` states for its carrier.

    Fields of the source that the model has no place for are kept under their names.
    """
    citation, carrier = work.citation, work.carrier
    for field in Citation.__struct_fields__:
        value = getattr(citation, field)
        if not value or field in _NOT_THE_WORK:
            continue
        for one in value if field in _SINGLY else (value,):
            findings.add(field, one, _rank(work, field, one), work.rule, work.line)
    for fields in citation.extra.values():
        for name, raw in fields.items():
            parts = raw if isinstance(raw, list) else [raw]
            findings.keep(f"{carrier} {name}", parts)


def alone(work: Work, origin: Origin) -> Citation:
    """Return the citation of ``work`` as a record at ``origin``, with where its fields are from."""
    found, line = work.citation, work.line
    place = NOWHERE.behind([Claim("title", found.title, rank(work.carrier), work.rule, (line,))])
    said = [name for name in Citation.__struct_fields__ if getattr(found, name)]
    evidence = {JSON_NAME[name]: place for name in said if name not in RECORD_FIELDS}
    extra = dict(zip((origin.format,), found.extra.values(), strict=False))
    title = found.title
    return replace(
        found,
        title=title[:-1] if title.endswith(".") and not title.endswith("..") else title,
        origin=replace(origin, id=found.doi),
        extra=extra,
        evidence=evidence,
    )


def _rank(work: Work, field: str, value: Any) -> int:
    """Return the rank of a claim; that of a weak reading for a text that is cut short.

    An abstract that is cut, or a mere description, is worth less than any that the page shows.
    """
    plain = rank(work.carrier)
    cut = str(value).rstrip().endswith(("...", "\u2026"))
    if field in ("abstract", "abstract_sections") and (cut or work.is_described):
        return max(plain, rank("visible")) + STEP // 2
    return plain + STEP // 2 if field == "title" and cut else plain
