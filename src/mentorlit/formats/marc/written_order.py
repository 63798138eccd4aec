"""The order of the fields of a MARC 21 record that is made of a citation."""

from mentorlit.formats.marc import subjects
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.people import heading
from mentorlit.formats.marc.record import Content
from mentorlit.formats.marc.written_names import ADDED, ENTRIES, entered
from mentorlit.model import Citation, Keyword
from mentorlit.names import sort_form

Field = tuple[str, Content]


def in_order(citation: Citation, new: list[Field], kept: list[Field]) -> list[Field]:
    """Return fields by tag; names, ISBNs and subjects as the citation has them.

    Added entries of persons and bodies stand together, as their order says something. ``new``
    fields were made of the citation, in its order; where ``kept`` ones belong is looked up.
    """
    people = [_folded(sort_form(name)) for _, name in entered(citation)]
    isbns = [_folded(number.value) for number in citation.isbn]
    words = {keyword: place for place, keyword in enumerate(citation.keyword)}
    ranked: list[tuple[tuple[str, int], Field]] = []
    used = 0
    for field in new:
        tag, content = field
        if tag in ENTRIES:
            # the next name that this can be: those in between have fields of their own
            used = _next(people, _said(content), used) + 1
            ranked.append(((ADDED[0] if tag in ADDED else tag, used - 1), field))
        else:
            ranked.append((_rank(field, people, isbns, words), field))
    ranked += [(_rank(field, people, isbns, words), field) for field in kept]
    ranked.sort(key=lambda pair: pair[0])
    return [field for _, field in ranked]


def _rank(
    field: Field, people: list[str], isbns: list[str], words: dict[Keyword, int]
) -> tuple[str, int]:
    tag, content = field
    if isinstance(content, str):
        return tag, 0
    if tag == "020":
        return tag, _next(isbns, _folded("".join(content[2:3])), 0)
    if tag[0] == "6":
        draft = Draft("", "")
        subjects.topic(draft, tag, content)
        first = next(iter(draft.keywords.values()), None)
        return "6", words.get(first, len(words)) if first else len(words)
    if tag in ADDED:
        return ADDED[0], _next(people, _said(content), 0)
    return tag, 0


def _said(content: Content) -> str:
    """Return the name of a heading, folded."""
    return "" if isinstance(content, str) else _folded(sort_form(heading(content)))


def _next(texts: list[str], text: str, start: int) -> int:
    """Return the place of ``text`` from ``start`` on, or one behind the last."""
    try:
        return texts.index(text, start)
    except ValueError:
        return len(texts)


def _folded(text: str) -> str:
    text = text.partition(" (")[0]
    return "".join(character for character in text.lower() if character.isalnum())
