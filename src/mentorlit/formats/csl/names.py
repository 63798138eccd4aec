"""CSL names: ``{"family": ..., "given": ...}``, ``{"literal": ...}`` and what is found instead."""

from collections.abc import Iterable
from typing import Any

from mentorlit.identifiers import orcid
from mentorlit.model import Name
from mentorlit.name_remarks import without_others
from mentorlit.names import is_suffix, parse
from mentorlit.plaintext import clean

_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal")
_PLAIN = frozenset({"family", "given"})
_JSON = {part: part.replace("_", "-") for part in _PARTS}


def encode(name: Name) -> dict[str, str]:
    """Return the parts that CSL has; affiliation, ORCID and role are left out."""
    return {json: value for part, json in _JSON.items() if (value := getattr(name, part))}


def decode(raw: Any) -> tuple[Name, ...] | None:
    """Return the names in a list, one object or one text; None if there is none.

    "et al." in place of a name is no name.
    """
    items = raw if isinstance(raw, list) else [raw]
    found = tuple(name for name in map(_decode, items) if name != Name() and not _others(name))
    return found or None


def omitted(raw: Any) -> bool:
    """Tell whether "et al." or the like stands in place of a name."""
    items = raw if isinstance(raw, list) else [raw]
    unlikely = (isinstance(item, dict) and item.get("given") for item in items)
    return any(not no and _others(_decode(item)) for item, no in zip(items, unlikely, strict=True))


def _others(name: Name) -> bool:
    text = name.literal or name.family
    return bool(text) and not name.given and without_others(text) == ("", True)


def _decode(raw: Any) -> Name:
    """Return one name; an empty one if nothing can be made of ``raw``."""
    if isinstance(raw, str):
        return parse(clean(raw))
    if not isinstance(raw, dict):
        return Name()
    parts: dict[str, Any] = {
        part: text for part, json in _JSON.items() if (text := clean(raw.get(json)))
    }
    if parts.get("family") or parts.get("given"):
        parts.pop("literal", None)
    elif "literal" not in parts:
        parts["literal"] = clean(raw.get("name"))
    if "," in parts.get("given", ""):
        _part_suffix(parts)
    if raw.keys() <= _PLAIN:
        return Name(**parts)
    return Name(
        **parts,
        affiliation=_affiliation(raw.get("affiliation")),
        orcid=orcid(clean(raw.get("ORCID") or raw.get("orcid"))),
    )


def _part_suffix(parts: dict[str, Any]) -> None:
    """Part "Jr." from "Harold P., Jr.", as CSL processors do (citeproc-js, name particles)."""
    given, _, last = parts["given"].rpartition(",")
    if "suffix" not in parts and is_suffix(last.strip()):
        parts["given"], parts["suffix"] = given.rstrip(), last.strip()


def _affiliation(raw: Any) -> tuple[str, ...]:
    """Return affiliations as Crossref writes them: texts or objects with a name."""
    items = raw if isinstance(raw, list) else [raw]
    found = (clean(item.get("name") if isinstance(item, dict) else item) for item in items)
    return tuple(text for text in found if text)


def affiliations(people: Iterable[Name], further: Iterable[str] = ()) -> list[str]:
    """Return every different affiliation of ``people``, then the ``further`` ones, in order."""
    stated = [text for name in people for text in name.affiliation]
    return list(dict.fromkeys([*stated, *further]))
