"""One PICA+ record to a citation. What the mapping takes and why: docs/formats/pica.md."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from mentorlit import abstracts, dates, identifiers
from mentorlit.formats.marc import imprint, numbers
from mentorlit.formats.marc.draft import Draft
from mentorlit.formats.marc.punctuation import element, unbracketed
from mentorlit.formats.marc.relators import credit
from mentorlit.formats.pica import host
from mentorlit.formats.pica import identifiers as numbers_of
from mentorlit.formats.pica.people import body, person
from mentorlit.formats.pica.record import Field, Record, first, kept, pairs, values
from mentorlit.formats.pica.titles import LINKED, unsorted
from mentorlit.model import Citation, Origin, PartialDate, Problem
from mentorlit.tables import load, phrases

Handler = Callable[[Draft, str, Field], bool]
SAYS_SOMETHING: Final = ("title", "author", "editor", "contributor", "abstract", "container_title")


def citation(record: Record, origin: Origin, problems: tuple[Problem, ...] = ()) -> Citation | None:
    """Return the citation that a record describes, or None if it describes none.

    Fields that it does not tell whole come back in ``extra["pica"]``.
    """
    draft = Draft("", "")
    left: Record = []
    for tag, field in record:
        handler = HANDLERS.get(tag)
        if handler is None or not handler(draft, tag, field):
            left.append((tag, field))
    found = _values(draft)
    if not any(found.get(name) for name in SAYS_SOMETHING):
        return None
    own_id = draft.values.get("own_id", "")
    return Citation(
        **found,
        extra={"pica": kept(left)} if left else {},
        problems=(*problems, *draft.problems),
        origin=msgspec.structs.replace(origin, id=own_id) if own_id else origin,
    )


_WORKING: Final = frozenset(
    {"own_id", "kind", "issued", "degree_name", "degree_year", "part", "whole"}
)


def _values(draft: Draft) -> dict[str, Any]:
    """Return the citation's fields out of what the record's fields said."""
    said = draft.values
    abstract = "\n\n".join(draft.lists.get("abstract", ()))
    kind = _kind(draft)
    issued = said.get("issued")
    title = ". ".join(filter(None, (said.get("title") or said.get("whole"), said.get("part"))))
    return {
        **{field: value for field, value in said.items() if field not in _WORKING},
        **_people(draft),
        "type": kind,
        "title": title,
        "issued": issued or dates.parse(said.get("degree_year", "")),
        "publisher": said.get("publisher") or said.get("degree_name", ""),
        "url": tuple(draft.lists.get("url", ())),
        "note": tuple(draft.lists.get("note", ())),
        "alternative_title": tuple(
            text for text in draft.lists.get("alternative_title", ()) if text != title
        ),
        "abstract": abstract,
        "abstract_sections": abstracts.sections(abstract) if abstract else (),
        "keyword": tuple(draft.keywords.values()),
        "issn": tuple(draft.issn.values()),
        "isbn": tuple(draft.isbn.values()),
        "identifiers": {scheme: tuple(found) for scheme, found in draft.identifiers.items()},
    }


def _people(draft: Draft) -> dict[str, tuple[Any, ...]]:
    """Return the name fields: by relators, else by the tag."""
    found: dict[str, dict[Any, None]] = {}
    by_tag = load("pica")["people"]
    for tag, said, name in draft.people:
        known = [credit(relator) for relator in said] or [(by_tag[tag], "")]
        named = [one for one in known if one[0] != "contributor"] or known[:1]
        for field, role in dict.fromkeys(named):
            if field:
                whole = msgspec.structs.replace(name, role=role) if role else name
                found.setdefault(field, {})[whole] = None
    return {field: tuple(names) for field, names in found.items()}


def _kind(draft: Draft) -> str:
    """Return the CSL type: thesis note, 002@ $0, host."""
    code = draft.values.get("kind", "").ljust(2)
    table = load("pica")
    if "degree_name" in draft.values or draft.values.get("genre"):
        return "thesis"
    if code[1] == "s" or draft.values.get("container_title"):
        return "chapter" if draft.isbn and not draft.values.get("volume") else "article-journal"
    found = table["forms"].get(code[1]) or table["materials"].get(code[0], "")
    return str(found or ("book" if draft.isbn else ""))


def _id(draft: Draft, _tag: str, field: Field) -> bool:
    draft.put("own_id", first(field, "0"))
    return False


def _code(draft: Draft, _tag: str, field: Field) -> bool:
    draft.put("kind", first(field, "0"))
    return False


def _language(draft: Draft, _tag: str, field: Field) -> bool:
    draft.put("language", numbers.language(first(field, "a")))
    return len(field) == 3


def _issued(draft: Draft, _tag: str, field: Field) -> bool:
    """011@: $a first year, $b last year, $n as it is written."""
    begin, end, text = first(field, "a"), first(field, "b"), first(field, "n")
    coded = None
    if begin.isdecimal() and begin.isascii() and 0 < int(begin) < 2100:
        coded = PartialDate(year=int(begin))
        if end.isdecimal() and end.isascii() and int(begin) < int(end) < 2100:
            coded = PartialDate(year=int(begin), end=PartialDate(year=int(end)))
    written = imprint.written(text, coded) if text else None
    circa = bool(written and written.circa)
    draft.put(
        "issued",
        msgspec.structs.replace(coded, circa=True) if coded and circa else coded or written,
    )
    return len(field) == 3 and bool(coded)


def _title(draft: Draft, _tag: str, field: Field) -> bool:
    """021A: $a title, $d remainder, $f parallel title, $h statement."""
    text = unsorted(first(field, "a"))
    for value in values(field, "d"):
        text += f": {element(value)}" if text else element(value)
    draft.put("title", text)
    for value in values(field, "f"):
        draft.add("alternative_title", unsorted(value))
    return {*field[1::2]} <= {"a", "d", "f"} and "@" not in field[2]


def _part(draft: Draft, _tag: str, field: Field) -> bool:
    """021C: number ($l) and title of a part of a multi-volume work."""
    number, title = element(first(field, "l")), unsorted(first(field, "a"))
    draft.put("part", ", ".join(filter(None, (number, title))))
    return False


def _whole(draft: Draft, _tag: str, field: Field) -> bool:
    """036C, 036D: the multi-volume work that a volume belongs to, with its number."""
    draft.put("whole", unsorted(LINKED.sub("", first(field, "a8"))))
    draft.put("volume", element(first(field, "l")))
    return False


def _edition(draft: Draft, _tag: str, field: Field) -> bool:
    draft.put("edition", unbracketed(element(first(field, "a"))))
    return len(field) == 3


def _publisher(draft: Draft, _tag: str, field: Field) -> bool:
    places = (unbracketed(element(value)) for value in values(field, "p"))
    draft.put("publisher_place", " ; ".join(filter(None, places)))
    draft.put("publisher", unbracketed(element(first(field, "n"))))
    return {*field[1::2]} <= {"p", "n"} and field[1::2].count("n") < 2


def _extent(draft: Draft, _tag: str, field: Field) -> bool:
    return imprint.extent(draft, field)


def _series(draft: Draft, _tag: str, field: Field) -> bool:
    """036E, 036F: series and number."""
    title = unsorted(LINKED.sub("", first(field, "a8")))
    if draft.put("collection_title", title):
        draft.put("collection_number", element(first(field, "l")))
    return False


def _thesis(draft: Draft, _tag: str, field: Field) -> bool:
    """037C: $d degree, $e institution, $f year, or all in $a."""
    draft.put("genre", first(field, "d") or "Hochschulschrift")
    draft.put("degree_name", first(field, "e"))
    draft.put("degree_year", first(field, "f"))
    draft.add("note", first(field, "a"))
    return {*field[1::2]} <= {"a", "d", "e", "f"}


def _abstract(draft: Draft, _tag: str, field: Field) -> bool:
    draft.add("abstract", first(field, "a"))
    return len(field) == 3


def _subject(draft: Draft, tag: str, field: Field) -> bool:
    """041A, 044.: each part of a heading or chain is a keyword."""
    scheme = load("pica")["subjects"][tag]
    for code, value in pairs(field):
        if code in "axyzgtfp":
            draft.subject(unsorted(" ".join(value.split())), scheme)
    if not first(field, "a"):
        draft.subject(unsorted(LINKED.sub("", first(field, "8"))), scheme)
    return False


def _address(draft: Draft, _tag: str, field: Field) -> bool:
    """009P, 009Q, 017.: addresses of the work; those of tables of contents and the like are not."""
    said = f"{first(field, '3')} {first(field, 'y')} {first(field, 'z')}".lower()
    url = first(field, "ua")
    if "://" not in url or any(word in said for word in phrases(load("marc")["address"]["others"])):
        return False
    draft.add("url", url)
    if "doi.org/" in url:
        draft.put("doi", identifiers.doi(url))
    return len(field) == 3


def _note(draft: Draft, _tag: str, field: Field) -> bool:
    draft.add("note", first(field, "a"))
    return len(field) == 3 and bool(first(field, "a"))


def _alternative(draft: Draft, _tag: str, field: Field) -> bool:
    draft.add("alternative_title", unsorted(first(field, "a")))
    return False


def _call_number(draft: Draft, _tag: str, field: Field) -> bool:
    draft.put("call_number", first(field, "a").replace(" @ ", " ").replace("@", ""))
    return False


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(load("pica")["subjects"], _subject),
    **dict.fromkeys(load("pica")["lists"]["url"], _address),
    **dict.fromkeys(load("pica")["lists"]["note"], _note),
    **dict.fromkeys(load("pica")["lists"]["alternative_title"], _alternative),
    "002@": _code,
    "003@": _id,
    "003O": numbers_of.oclc,
    "004A": numbers_of.isbn,
    "004D": numbers_of.isbn,
    "004R": numbers_of.scheme("Handle"),
    "004U": numbers_of.scheme("URN"),
    "004V": numbers_of.doi,
    "005A": numbers_of.issn,
    "005B": numbers_of.issn,
    "006A": numbers_of.scheme("LCCN"),
    "010@": _language,
    "011@": _issued,
    "021A": _title,
    "021C": _part,
    "031A": host.place_in_host,
    "032@": _edition,
    "033A": _publisher,
    "034D": _extent,
    "036C": _whole,
    "036D": _whole,
    "036E": _series,
    "036F": _series,
    "037C": _thesis,
    "039B": host.host,
    "047I": _abstract,
    "209A": _call_number,
    **dict.fromkeys(("028A", "028B", "028C", "028D", "028E", "028F", "028G", "028L"), person),
    **dict.fromkeys(("029A", "029E", "029F"), body),
}
"""Tag -> what takes it: true if the citation then tells all that the field says."""
