"""From the fields of one BibTeX or BibLaTeX entry to a citation."""

import re
from functools import lru_cache
from typing import Final

from mentorlit.formats.bibtex.case import without_needless
from mentorlit.formats.bibtex.dating import DATES, take_issued, take_other_dates
from mentorlit.formats.bibtex.draft import Draft, decoded
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.identifiers import take_addresses, take_identifiers
from mentorlit.formats.bibtex.kept import kept
from mentorlit.formats.bibtex.keywords import split
from mentorlit.formats.bibtex.language import LANGUAGE_FIELDS, take_language
from mentorlit.formats.bibtex.names import items
from mentorlit.formats.bibtex.people import ROLES, take_people
from mentorlit.formats.tex import decode
from mentorlit.model import PYTHON_NAME, Citation, Keyword, Origin, Problem
from mentorlit.tables import load

_DASHES: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\\textendash(?:\{\})?\s?)+\s*")
_OFTEN: Final = 4000
"""Keywords in lists longer than this, in characters, are not kept for when they come again."""
_ENDS_SENTENCE: Final = ("?", "!", ".", ":", "…")

_TABLE: Final = load("bibtex")
_TEXT: Final = tuple((field, PYTHON_NAME[name]) for field, name in _TABLE["text"].items())
_NOTES: Final = tuple((field, PYTHON_NAME[name]) for field, name in _TABLE["notes"].items())
_PUBLISHER: Final = (
    ("publisher", tuple(_TABLE["publisher"]["fields"])),
    ("publisher_place", tuple(_TABLE["publisher"]["places"])),
)
_BIBLATEX: Final = frozenset(_TABLE["dialect"]["biblatex"])
_PLAIN_PAGES: Final = re.compile(r"([0-9A-Za-z]+)--?([0-9A-Za-z]+)")

# The fields of each step of the mapping: most entries have none for most steps.
_TITLES, _ROLED, _DATED, _SPOKEN, _NOTED = 1, 2, 4, 8, 16
_STEPS: Final = {
    **{
        prefix + field: _TITLES
        for prefix in ("main", "book", "")
        for field in ("title", "subtitle", "titleaddon")
        if prefix + field != "title"
    },
    **dict.fromkeys([field + end for field, _ in ROLES for end in ("", "type")], _ROLED),
    "editortype": _ROLED,
    **dict.fromkeys(LANGUAGE_FIELDS, _SPOKEN),
    **{field: _DATED for field, _ in DATES},
    **{field: _NOTED for field, _ in _NOTES},
}


def citation(
    kind: str, entry: Entry, origin: Origin | None = None, problems: tuple[Problem, ...] = ()
) -> Citation:
    """Return the citation that the entry's fields state; those without a place go to ``extra``."""
    return _Mapping(kind, entry, problems).citation(origin)


@lru_cache(maxsize=4096)
def _keyword(text: str) -> Keyword:
    return Keyword(text)


class _Mapping(Draft):
    """The steps from the fields to the citation, each of which takes what it understands."""

    def citation(self, origin: Origin | None) -> Citation:
        left = self.left
        steps = 0
        for field in left:
            steps |= _STEPS.get(field, 0)
        self._type()
        self._titles(steps)
        take_people(self, roled=bool(steps & _ROLED))
        if steps & _DATED:
            take_other_dates(self)
        take_issued(self)
        self._numbers()
        self._publisher()
        self._text()
        self.identifiers = take_identifiers(left, self.known, self.problems)
        if "url" in left or "howpublished" in left:
            self.put("url", take_addresses(left))
        if steps & _SPOKEN:
            self.put("language", take_language(left))
        self._case()
        self._keywords()
        if steps & _NOTED:
            self._notes()
        if left or self.entry.repeated:
            self._rest()
        return Citation(
            type=self.type,
            citation_key=self.entry.key,
            identifiers=self.identifiers,
            extra={"bibtex": self.extra} if self.extra else {},
            problems=tuple(self.problems),
            origin=origin,
            **self.known,
        )

    def _type(self) -> None:
        self.type = _TABLE["types"].get(self.kind, "")
        if not self.type:
            self.type = "document"
            self.extra["entrytype"] = self.kind
        if "entrysubtype" in self.left:
            subtype = decode(self.left["entrysubtype"]).lower()
            subtype = _TABLE["subtypes"].get(subtype, subtype)
            if subtype in load("csl")["types"]:
                self.type = subtype
                del self.left["entrysubtype"]
        if "type" in self.left or self.type == "thesis":
            self._genre()

    def _genre(self) -> None:
        genre = self.take("type")
        genre = _TABLE["type_keys"].get(genre.lower(), genre)
        if self.type == "thesis":
            usual = _TABLE["genres"].get(self.kind, "")
            genre = "" if genre.lower() == "thesis" else genre or usual
        elif self.kind == "report" and genre == "Report":
            # Our writers say it where BibLaTeX wants a type.
            genre = ""
        self.put("genre", genre)

    def _titles(self, steps: int) -> None:
        if not steps & _TITLES:
            # Braces in titles of journals and books say nothing: no style changes their case.
            self.put("title", decode(self.left.pop("title", ""), case=True))
            return
        title = self._title("")
        main = self._title("main")
        book = self._title("book")
        if self.type in ("chapter", "paper-conference") or self.type.startswith("entry"):
            self.put("title", title)
            self.put("container_title", main or book)
            self.put("volume_title", book if main else "")
        elif main:
            self.put("title", main)
            self.put("volume_title", title)
        else:
            self.put("title", title)
        if book and "container_title" not in self.known and book != title:
            self.put("container_title", book)

    def _title(self, prefix: str) -> str:
        """Return title, subtitle and titleaddon joined as biblatex prints them."""
        source = self.left.pop(prefix + "title", "")
        # Braces in titles of journals and books say nothing: no style changes their case.
        title = decode(source, case=not prefix)
        for field, mark in (("subtitle", ":"), ("titleaddon", ".")):
            if title and prefix + field in self.left:
                title = _joined(title, mark, self.take(prefix + field))
        return title

    def _numbers(self) -> None:
        left = self.left
        if "number" in left:
            variable = _TABLE["number"].get(self.type, "number")
            self.put(PYTHON_NAME[variable], self.take("number"))
        if "issue" in left and "issue" not in self.known:
            self.put("issue", self.take("issue"))
        if "number" not in self.known:
            self.put("number", self.take("eid", "articleno", "article-number"))
        if "pages" in left:
            pages = left.pop("pages")
            if simple := _PLAIN_PAGES.fullmatch(pages):
                self.known["page"] = f"{simple[1]}-{simple[2]}"
            else:
                self.put("page", _DASHES.sub("-", decode(_DASHES.sub("-", pages))))

    def _publisher(self) -> None:
        for variable, fields in _PUBLISHER:
            for field in fields:
                if field in self.left:
                    source = self.left.pop(field)
                    is_list = " and " in source and not _BIBLATEX.isdisjoint(self.entry.fields)
                    self.put(variable, _list(source) if is_list else _place(decoded(source)))
                    break
        # A booklet has no publisher in BibTeX: what stands for it is here, or an address.
        is_told = self.kind != "booklet" or "publisher" in self.known
        if not is_told and "/" not in self.left.get("howpublished", "/"):
            self.put("publisher", self.take("howpublished"))

    def _text(self) -> None:
        left, known = self.left, self.known
        for field, variable in _TEXT:
            if field in left and variable not in known:
                self.put(variable, decoded(left.pop(field)))
        if "journalsubtitle" in left and (journal := known.get("container_title", "")):
            self.put("container_title", _joined(journal, ":", self.take("journalsubtitle")))

    def _case(self) -> None:
        """Keep of the title's braces what its text does not tell."""
        language = self.known.get("language", "")
        english = not language or language.partition("-")[0] == "en"
        for variable in ("title", "volume_title"):
            if "nocase" in (title := self.known.get(variable, "")):
                self.known[variable] = without_needless(title, english=english)

    def _keywords(self) -> None:
        source = self.left.pop("keywords", "") or self.left.pop("keyword", "")
        if source:
            make = _keyword if len(source) < _OFTEN else Keyword
            self.put("keyword", tuple(map(make, split(source))))
        if "affiliation" in self.left:
            found = split(self.left.pop("affiliation"), commas=False)
            self.put("affiliation", tuple(found))

    def _notes(self) -> None:
        for field, variable in _NOTES:
            if field in self.left:
                values = self.known.get(variable, ())
                self.put(variable, (*values, self.take(field)))

    def _rest(self) -> None:
        """Keep every field that has no place, under its own name."""
        for field, value in self.left.items():
            self.extra[field] = kept(field, value)
        for field, values in self.entry.repeated.items():
            first = [self.extra[field]] if field in self.extra else []
            self.extra[field] = [*first, *(kept(field, value) for value in values)]
            message = "the field is there more than once; the first counts, as in BibTeX"
            self.problems.append(Problem("repeated-field", message, field))


def _list(source: str) -> str:
    """Return the items of a BibLaTeX list, which ``and`` parts, with semicolons between them."""
    return "; ".join(_place(text) for item in items(source) if (text := decode(item)))


def _place(text: str) -> str:
    """Return what a key of BibLaTeX for a country says, any other text as it is."""
    return str(_TABLE["place_keys"].get(text, text)) if text.startswith("country") else text


def _joined(text: str, mark: str, more: str) -> str:
    """Return two parts of a title with a mark between them unless the first ends with one."""
    return f"{text} {more}" if text.endswith(_ENDS_SENTENCE) else f"{text}{mark} {more}"
