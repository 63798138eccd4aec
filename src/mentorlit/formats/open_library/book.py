"""One edition or work of Open Library to a citation; see docs/formats/open-library.md."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import dates, languages
from mentorlit.formats.aggregator.members import Members, text_of
from mentorlit.formats.aggregator.numbers import doi, isbns
from mentorlit.formats.aggregator.text import line, lines, title
from mentorlit.formats.marc.imprint import written
from mentorlit.formats.open_library.people import credited
from mentorlit.formats.scholarly.titles import full_title
from mentorlit.model import Citation, Keyword, Origin, PartialDate, Problem
from mentorlit.plaintext import paragraphs
from mentorlit.tables import load

_OWN_KEY: Final = re.compile(r"/(?:books|works|editions)/(OL\d+[MW])\Z")
_COPYRIGHT: Final = re.compile(r"(?i)(?:(?<![^\W\d_])(?:c|cop|copyright)\.?\s?|©\s?)(?=\d{4})")
_BETWEEN: Final = " ; "
"""What parts several publishers or places, as ISBD does."""


def citation(
    members: Members, key: str, origin: Origin, problems: tuple[Problem, ...]
) -> Citation | None:
    """Return the citation, None for what is neither an edition nor a work that is described.

    ``key`` is the one that was asked for, ``""`` if none was. What has no place in the model comes
    back in ``extra[origin.format]``.
    """
    kind = members.left.get("type")
    if isinstance(kind, dict) and kind.get("key") not in load("open_library")["types"]:
        return None
    members.drop(["type"] if isinstance(kind, dict) and len(kind) == 1 else ())
    own_id = members.peek("key")
    values: dict[str, Any] = {"type": "book", "title": _title(members)}
    values |= _identifiers(members)
    if not values["title"] and not values["isbn"]:
        return None
    values |= credited(members)
    values |= _imprint(members)
    values["issued"], unclear = _date(members, "publish_date", "issued")
    values["original_date"], more = _date(members, "first_publish_date", "original-date")
    values |= _description(members)
    rest = members.rest()
    return Citation(
        **values,
        extra={origin.format: rest} if rest else {},
        problems=(*problems, *unclear, *more),
        origin=replace(origin, id=key or own_id),
    )


def _title(members: Members) -> str:
    """Take prefix, title and subtitle as one; the full title stays if it says something else."""
    prefix, main = members.raw_text("title_prefix"), members.raw_text("title")
    joint = "" if prefix.endswith((" ", "'", "’")) else " "
    whole = title(f"{prefix}{joint}{main}" if prefix else main)
    subtitle = title(members.raw_text("subtitle"))
    if subtitle and not whole.casefold().endswith(subtitle.casefold()):
        whole = full_title(whole, subtitle)
    if _letters(members.peek("full_title")) == _letters(whole):
        members.drop(["full_title"])
    return whole


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _identifiers(members: Members) -> dict[str, Any]:
    """Take ISBNs, DOI and other identifiers, in ``identifiers`` or beside the other members."""
    held = members.object("identifiers")
    places = (held, members)
    numbers = [text for place in places for text in place.texts("isbn_13", "isbn_10", "isbn")]
    known = load("open_library")["identifier"]
    own = _OWN_KEY.match(members.text("key"))
    found = {"Open Library": {own[1]: None}} if own else {}
    for name in (*held.left, *(name for name in members.left if name in known)):
        place = held if name in held else members
        for text in place.texts(name):
            found.setdefault(known.get(name, name), {})[text] = None
    stated = found.pop("DOI", {})
    bare = next(filter(None, map(doi, stated)), "")
    others = {scheme: tuple(texts) for scheme, texts in found.items()}
    if further := tuple(text for text in stated if doi(text) != bare):
        others["DOI"] = further
    return {"isbn": isbns(numbers), "doi": bare, "identifiers": others}


def _imprint(members: Members) -> dict[str, Any]:
    """Take who published the book, where, in which series and edition, and how long it is."""
    classes = members.object("classifications")
    marks = [*classes.texts("lc_classifications"), *members.texts("lc_classifications")]
    if marks[1:]:
        members.left["lc_classifications"] = marks[1:]
    series = members.texts("series")
    if series[1:]:
        members.left["series"] = series[1:]
    name, _, number = (series or [""])[0].strip("() ").partition(";")
    pages = members.text("number_of_pages")
    return {
        "publisher": _stated(members, "publishers"),
        "publisher_place": _stated(members, "publish_places"),
        "collection_title": name.strip(),
        "collection_number": number.strip(),
        "edition": members.text("edition_name"),
        "number_of_pages": pages if pages.strip("0") else "",
        "call_number": marks[0] if marks else "",
    }


def _stated(members: Members, name: str) -> str:
    """Take names; those that say that nothing is known say nothing."""
    unstated = load("open_library")["unstated"]
    texts = lines(one.text("name") for one in members.objects(name))
    return _BETWEEN.join(text for text in texts if text.strip("[]() :").lower() not in unstated)


def _date(
    members: Members, name: str, field: str
) -> tuple[PartialDate | None, tuple[Problem, ...]]:
    """Take a date, which is free text; what it does not hold of that stays.

    The mark of a copyright says which date it is; more makes a problem.
    """
    text = members.peek(name)
    date = dates.parse(text)
    if not dates.is_whole(text, date):
        date = written(text, None) or date
    if dates.is_whole(text, date):
        members.drop([name])
        return date, ()
    if dates.is_whole(_COPYRIGHT.sub("", text), date):
        return date, ()
    message = f"the date {text[:200]!r} is not understood in full"
    return date, (Problem("date-unclear", message, field),)


def _description(members: Members) -> dict[str, Any]:
    """Take what describes the book: language, subjects, notes, abstract, addresses."""
    names = load("open_library")["member"]
    original = members.text("translation_of")
    others = (title(text) for text in members.texts(*names["other_titles"]))
    return {
        "original_title": title(original),
        "alternative_title": tuple(text for text in others if text),
        "language": _language(members),
        "keyword": tuple(Keyword(text) for text in _subjects(members, names["subjects"])),
        "note": tuple(filter(None, [line(_typed(members, "notes"))])),
        "abstract": paragraphs(_typed(members, "description")),
        "url": tuple(members.texts(*names["address"])),
    }


def _language(members: Members) -> str:
    """Take the language if it is one; several stay."""
    stated = members.left.get("languages")
    listed = stated if isinstance(stated, list) else []
    found = [text_of(one.get("key") if isinstance(one, dict) else one) for one in listed]
    tag = languages.tag(found[0].rpartition("/")[2]) if len(found) == 1 else ""
    members.drop(["languages"] if tag else ())
    return tag


def _subjects(members: Members, names: list[str]) -> list[str]:
    """Take subjects, places, persons and times; the address of each is made of its name."""
    found: dict[str, None] = {}
    for name in names:
        for one in members.objects(name):
            if text := one.text("name"):
                found[text] = None
                one.drop(["url"])
    return list(found)


def _typed(members: Members, name: str) -> str:
    """Take a text; Open Library has some as an object with type and value."""
    raw = members.left.get(name)
    if isinstance(raw, dict) and isinstance(raw.get("value"), str):
        members.drop([name])
        return str(raw["value"])
    return members.raw_text(name)
