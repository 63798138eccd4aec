"""One citation as a CSL item, which JSON and YAML write alike.

Only variables of the schema stand in an item; what it cannot hold is in the item's ``custom``
object, under the names and in the forms of mentorlit's own lines. docs/formats/csl-json.md says
what goes where.
"""

from typing import Any, Final

from mentorlit.formats import csl
from mentorlit.formats.csl import notes, others
from mentorlit.formats.csl.names import affiliations
from mentorlit.model import JSON_NAME, PYTHON_NAME, Citation

_LEFT_OUT: Final = ("incomplete", "evidence", "origin", "provenance", "members")
"""What speaks of the reading and merging, not of the work: mentorlit's own lines carry it."""

_CUSTOM_ONLY: Final = tuple(
    field
    for field in JSON_NAME.values()
    if field not in csl.variables()
    and field not in _LEFT_OUT
    and field not in ("type", "citation-key", "extra")
)


def item(citation: Citation, fallback_id: str, format_name: str) -> dict[str, Any]:
    """Return the CSL item for ``citation``; variables in its ``extra[format_name]`` come back."""
    shown: dict[str, Any] = {"id": citation.citation_key or fallback_id}
    custom: dict[str, Any] = {}
    if citation.citation_key:
        shown["citation-key"] = citation.citation_key
    else:
        custom["citation-key"] = ""
    shown["type"] = csl.item_type(citation)
    if shown["type"] != citation.type:
        custom["type"] = citation.type
    for field, variable in csl.variables().items():
        value = getattr(citation, PYTHON_NAME[field])
        if value or field in csl.DATE_FIELDS:
            _add(shown, custom, (field, variable), value)
    _add_extra(shown, custom, citation, format_name)
    for field in _CUSTOM_ONLY:
        if value := getattr(citation, PYTHON_NAME[field]):
            custom[field] = value
    # Names of the schema cannot hold affiliations; this list is for people and other programs.
    if affiliations(citation.author):
        custom["affiliations"] = affiliations(citation.author, citation.affiliation)
    if custom:
        shown["custom"] = custom
    return shown


def _add(shown: dict[str, Any], custom: dict[str, Any], place: tuple[str, str], value: Any) -> None:
    """Put ``value`` under its CSL variable and, if that cannot hold it, into ``custom`` too."""
    field, variable = place
    encoded = csl.encode(field, value)
    if encoded is not None:
        shown[variable] = encoded
    if value is not None and (csl.decode(field, encoded) != value or _cheats(field, encoded)):
        custom[field] = value


def _cheats(field: str, encoded: Any) -> bool:
    """Tell whether readers would take a variable out of this note (``PMID: 1``)."""
    return field == "note" and bool(notes.variables(encoded)[1])


def _add_extra(
    shown: dict[str, Any], custom: dict[str, Any], citation: Citation, format_name: str
) -> None:
    """Write back the CSL variables that the model has no field for; the rest is custom."""
    extra = dict(citation.extra)
    back, kept = others.split(extra.pop(format_name, {}))
    shown.update(back)
    if kept:
        extra[format_name] = kept
    if extra:
        custom["extra"] = extra
