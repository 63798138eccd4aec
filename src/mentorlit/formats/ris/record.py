"""One RIS record: from tags to the fields of a citation, by tables/ris.toml."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from mentorlit.formats.ris import dates, labels, numbers, people, titles
from mentorlit.formats.ris.kinds import kind
from mentorlit.formats.ris.numbers import not_understood
from mentorlit.formats.ris.tags import SHORT, Tags, decoded, first, isbd, one_line
from mentorlit.languages import tag as _tag_of
from mentorlit.model import PYTHON_NAME, Keyword, Problem
from mentorlit.plaintext import markup
from mentorlit.tables import load

# The specification has these for periodicals alone.
_PERIODICAL: Final = frozenset({"JF", "JO", "JA"})
_IN_PERIODICAL: Final = frozenset({"container_title", "volume", "issn"})
# Keywords and languages come again and again; only short ones are kept.
_keyword: Final = lru_cache(maxsize=8192)(Keyword)
language_tag: Final = lru_cache(maxsize=512)(_tag_of)
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)

Fields = dict[str, Any]


def citation_fields(
    tags: Tags, around: dict[str, list[str]], problems: tuple[Problem, ...]
) -> Fields:
    """Return the fields of the record with these tags, Python names; ``around`` goes to ``extra``.

    What is used is taken out of ``tags``; what is left is ``extra``. Only what a record has is
    looked at, and no field is set that would be empty.
    """
    fields: Fields = {}
    types = tags.pop("TY", [])
    said = kind(types[-1][:SHORT] if types else "")
    if said.type:
        fields["type"] = said.type
    is_periodical = said.is_generic and not _PERIODICAL.isdisjoint(tags)
    found = [*problems, *said.problems, *_read(tags, fields, said.group)]
    if said.is_generic and (is_periodical or fields.keys() >= _IN_PERIODICAL):
        fields["type"] = "article-journal"
    extra: Fields = {name: values for name, values in tags.items() if values}
    if len(types) > 1 or said.is_kept:
        extra["TY"] = types
    extra |= around
    if extra:
        fields["extra"] = {"ris": extra}
    if found:
        fields["problems"] = tuple(found)
    return fields


def _read(tags: Tags, fields: Fields, group: frozenset[str]) -> list[Problem]:
    """Fill ``fields``, those first that others depend on; return the problems."""
    if key := first(tags, ("ID",)):
        fields["citation_key"] = one_line(key)
    problems = numbers.read(tags, fields, group)
    problems += dates.read(tags, fields, group)
    titles.read(tags, fields, group)
    problems += people.read(tags, fields, group)
    _texts(tags, fields, group)
    _abstract(tags, fields)
    if "KW" in tags:
        _keywords(tags, fields)
    if "LA" in tags:
        problems += _language(tags, fields)
    if "AD" in tags or "AI" in tags:
        people.read_details(tags, fields)
    _links(tags, fields)
    _notes(tags, fields)
    return problems


@cache
def _text_tags() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, for each tag of a plain text, the field and all tags of the field."""
    table = load("ris")["text"]
    return {
        tag: (PYTHON_NAME[field], tuple(tags))
        for field, tags in table.items()
        if field != "title"
        for tag in tags
    }


def _texts(tags: Tags, fields: Fields, group: frozenset[str]) -> None:
    known = _text_tags()
    for tag in [tag for tag in tags if tag in known]:
        field, names = known[tag]
        values = tags.get(tag)
        if not values or field in fields:
            continue
        if len(names) == len(values) == 1:
            fields[field] = one_line(values[0])
            del tags[tag]
        else:
            fields[field] = one_line(first(tags, names))
    for field in ("publisher", "publisher_place"):
        if (text := fields.get(field)) and text[-1] in ",:;/":
            fields[field] = isbd(text)
    if "versioned" in group and "edition" in fields:
        fields["version"] = fields.pop("edition")
    if "book" in group and (number := first(tags, ("M1",))):
        fields["collection_number"] = one_line(number)


def _abstract(tags: Tags, fields: Fields) -> None:
    text = first(tags, ("AB", "N2"))
    if "&" in text or "<" in text or "\n\n" in text:
        text = markup(decoded(text))
        parts = (one_line(part) for part in text.split("\n\n"))
        text = "\n\n".join(part for part in parts if part)
    else:
        text = one_line(text)
    if text:
        fields["abstract"] = text


def _keywords(tags: Tags, fields: Fields) -> None:
    """One keyword a line; several in the only one if semicolons part them."""
    lines = tags.pop("KW")
    if any("\n" in line for line in lines):
        lines = [line for value in lines for line in value.split("\n")]
    if len(lines) == 1 and ";" in lines[0]:
        lines = lines[0].split(";")
    texts = dict.fromkeys(map(one_line, lines))
    if found := tuple(
        _keyword(text) if len(text) <= SHORT else Keyword(text) for text in texts if text
    ):
        fields["keyword"] = found


def _language(tags: Tags, fields: Fields) -> list[Problem]:
    values = tags["LA"]
    for value in values:
        if len(value) <= SHORT and (found := language_tag(one_line(value))):
            fields["language"] = found
            values.remove(value)
            return []
    return [not_understood("language", values[0])]


def _notes(tags: Tags, fields: Fields) -> None:
    """Take the notes; those with a label of ours say what no tag does."""
    if values := tags.pop("RN", None):
        fields["annote"] = tuple(dict.fromkeys(map(one_line, values)))
    if values := tags.pop("N1", None):
        texts = dict.fromkeys(map(one_line, values))
        if len(texts) <= labels.MOST:
            texts = dict.fromkeys(text for text in texts if not labels.take(text, fields))
        if texts:
            fields["note"] = tuple(texts)


@cache
def _link_tags() -> tuple[str, ...]:
    return tuple(load("ris")["links"]["tags"])


def _links(tags: Tags, fields: Fields) -> None:
    """Take the addresses; what stands in a link tag and is none stays where it is."""
    found: dict[str, None] = {}
    for name in _link_tags():
        if name not in tags:
            continue
        kept = []
        for value in tags[name]:
            parts = value.replace("; ", " ").split()
            if all(_ADDRESS.match(part) for part in parts):
                found |= dict.fromkeys(parts)
            elif name == "UR" and not value.startswith("<"):
                found[one_line(value)] = None
            else:
                kept.append(value)
        tags[name] = kept
    if found:
        fields["url"] = tuple(found)
