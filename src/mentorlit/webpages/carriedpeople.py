"""Names in what a page carries, freed of degrees and titles as names in tags are."""

from typing import Any, Final

from mentorlit.formats.aggregator.members import as_list
from mentorlit.formats.schema_org.nodes import types
from mentorlit.model import Name
from mentorlit.names import sort_form
from mentorlit.webpages import tagpeople, tagsplit

_TERMS: Final = ("author", "authors", "creator", "creators", "editor", "contributor")
_WHOLE: Final = ("name", "familyName", "givenName")
_LONGEST: Final = 20_000


def names(texts: list[str]) -> list[Name]:
    """Return the names in ``texts``; an only text may hold several. What is no name is dropped."""
    if len(texts) == 1 and len(texts[0]) < _LONGEST:
        several = texts[0].count(",") > 1
        texts = tagsplit.split(texts[0], several=several, alone=True)
    return [name for text in texts if (name := tagpeople.one(text)) is not None]


def tidied(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of schema.org with its people's names as ``Family, Given``."""
    found = {term: _people(as_list(node[term])) for term in _TERMS if node.get(term)}
    return node | found


def _people(values: list[Any]) -> list[Any]:
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(values):
        return [_text(name) for name in names(texts)]
    return [_person(value) if isinstance(value, dict) else value for value in values]


def _person(value: dict[str, Any]) -> dict[str, Any]:
    """Return a person whose only name is a text with that text tidied; a body as it is."""
    kinds = types(value)
    if kinds and "Person" not in kinds:
        return value
    said = [name for name in _WHOLE if value.get(name)]
    whole = as_list(value.get("name"))
    if said != ["name"] or len(whole) != 1 or not isinstance(whole[0], str):
        return value
    name = tagpeople.one(whole[0])
    return value | {"name": _text(name)} if name and name.family else value


def _text(name: Name) -> str:
    return name.literal or sort_form(name)
