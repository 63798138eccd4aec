"""From the fields of one BibTeX or BibLaTeX entry to a citation."""

import re
from typing import Any, Final

from msgspec.structs import replace

from mentorlit import languages
from mentorlit.formats.bibtex.case import without_needless
from mentorlit.formats.bibtex.dates import edtf, from_parts, is_whole
from mentorlit.formats.bibtex.fields import Entry
from mentorlit.formats.bibtex.identifiers import take_addresses, take_identifiers
from mentorlit.formats.bibtex.keywords import split
from mentorlit.formats.bibtex.names import names
from mentorlit.formats.bibtex.verbatim import is_verbatim
from mentorlit.formats.tex import decode
from mentorlit.formats.tex.encoding import clean
from mentorlit.model import PYTHON_NAME, Citation, Keyword, Name, PartialDate, Problem
from mentorlit.tables import load

_DASHES: Final = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\\textendash(?:\{\})?\s?)+\s*")
# BCP 47 with a primary subtag of two letters (ISO 639-1), for languages that no table names.
_TAG: Final = re.compile(r"[a-z]{2}(?:-[A-Za-z0-9]{2,8})*\Z")
_TIE: Final = re.compile(r"(?<!\\)~")
_ENDS_SENTENCE: Final = ("?", "!", ".", ":", "…")


def citation(kind: str, entry: Entry) -> Citation:
    """Return the citation that the entry's fields state; those without a place go to ``extra``."""
    return _Mapping(kind, entry).citation()


class _Mapping:
    """One entry on its way: ``left`` is what is still to be read, ``known`` what has been."""

    def __init__(self, kind: str, entry: Entry) -> None:
        self.kind = kind
        self.entry = entry
        self.left = {name: value for name, value in entry.fields.items() if value.strip()}
        self.known: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.problems = list(entry.problems)
        self.identifiers: dict[str, tuple[str, ...]] = {}
        self.type = ""

    def citation(self) -> Citation:
        self._type()
        self._titles()
        self._names()
        self._dates()
        self._numbers()
        self._publisher()
        self._text()
        self.identifiers = take_identifiers(self.left, self.known)
        self.put("URL", take_addresses(self.left))
        self._language()
        self._case()
        self._lists()
        self._rest()
        return Citation(
            type=self.type,
            citation_key=self.entry.key,
            identifiers=self.identifiers,
            extra={"bibtex": self.extra} if self.extra else {},
            problems=tuple(self.problems),
            **self.known,
        )

    def take(self, *fields: str) -> str:
        """Return the first of ``fields`` that is there, as plain text; the others stay."""
        for field in fields:
            if field in self.left:
                return decode(self.left.pop(field))
        return ""

    def put(self, variable: str, value: Any) -> None:
        """Set a variable of the model by its CSL name, unless there is nothing to set."""
        if value:
            self.known[PYTHON_NAME[variable]] = value

    def has(self, variable: str) -> bool:
        """Tell whether a variable has been set."""
        return PYTHON_NAME[variable] in self.known

    def _type(self) -> None:
        table = load("bibtex")
        self.type = table["types"].get(self.kind, "")
        if not self.type:
            self.type = "document"
            self.extra["entrytype"] = self.kind
        subtype = decode(self.left.get("entrysubtype", "")).lower()
        subtype = table["subtypes"].get(subtype, subtype)
        if subtype in load("csl")["types"]:
            self.type = subtype
            del self.left["entrysubtype"]
        genre = self.take("type")
        genre = table["type_keys"].get(genre.lower(), genre)
        if self.type == "thesis":
            genre = "" if genre.lower() == "thesis" else genre or table["genres"].get(self.kind, "")
        self.put("genre", genre)

    def _titles(self) -> None:
        title = self._title("")
        main = self._title("main")
        book = self._title("book")
        if self.type in ("chapter", "paper-conference") or self.type.startswith("entry"):
            self.put("title", title)
            self.put("container-title", main or book)
            self.put("volume-title", book if main else "")
        elif main:
            self.put("title", main)
            self.put("volume-title", title)
        else:
            self.put("title", title)
        if book and not self.has("container-title") and book != title:
            self.put("container-title", book)
        issue = self._title("issue")
        if issue:
            self.extra["issuetitle"] = issue

    def _title(self, prefix: str) -> str:
        """Return title, subtitle and titleaddon joined as biblatex prints them."""
        source = self.left.pop(prefix + "title", "")
        # Braces in titles of journals and books say nothing: no style changes their case.
        title = decode(source, case=not prefix)
        for field, mark in (("subtitle", ":"), ("titleaddon", ".")):
            if title and prefix + field in self.left:
                title = _joined(title, mark, self.take(prefix + field))
        return title

    def _names(self) -> None:
        table = load("bibtex")
        variable = table["editor_types"].get(self.left.get("editortype", "editor").lower(), "")
        for field, target in table["names"].items():
            if field == "editor" and not variable:
                continue
            target = variable if field == "editor" else target  # noqa: PLW2901 - the real one
            self.put(target, self._list_of_names(field, target))
        if variable:
            self.left.pop("editortype", None)
        contributors: list[Name] = []
        for field, usual in table["contributors"].items():
            role = decode(self.left.pop(field + "type", "")) or usual
            contributors += (
                _with_role(name, role) for name in self._list_of_names(field, "contributor")
            )
        if "editor" in self.left:
            role = decode(self.left.pop("editortype"))
            contributors += (
                _with_role(name, role) for name in self._list_of_names("editor", "contributor")
            )
        self.put("contributor", tuple(contributors))

    def _list_of_names(self, field: str, variable: str) -> tuple[Name, ...]:
        if field not in self.left:
            return ()
        found, others = names(self.left.pop(field))
        if others:
            message = "the source says that there are others, without names"
            self.problems.append(Problem("names-omitted", message, variable))
        return tuple(found)

    def _dates(self) -> None:
        table = load("bibtex")["dates"]
        for field, variable in table.items():
            if field in self.left and not self.has(variable) and (made := edtf(self._raw(field))):
                self.put(variable, made)
                self._drop_date(field, variable, made)
        main = "date" if "date" in self.left else "year"
        alone = from_parts(self._raw(main), "", "")
        made = from_parts(self._raw(main), self._raw("month"), self._raw("day"))
        if not alone or not made:
            return
        self.put("issued", made)
        self._drop_date(main, "issued", made)
        if not (alone.month or alone.season) and (made.month or made.season):
            self.left.pop("month", None)
        if not alone.day and made.day:
            self.left.pop("day", None)
        if made.year is not None and self._raw("year").strip() == str(made.year):
            del self.left["year"]

    def _drop_date(self, field: str, variable: str, made: PartialDate) -> None:
        """Take a date out of ``left`` if ``made`` holds all of it; else it stays, as a problem."""
        if is_whole(self._raw(field), made):
            del self.left[field]
        else:
            message = f"the date {self._raw(field)[:200]!r} is not understood in full"
            self.problems.append(Problem("date-unclear", message, variable))

    def _raw(self, field: str) -> str:
        """Return a field as text in which ``~``, a mark of EDTF, is no tie."""
        source = self.left.get(field, "")
        return decode(_TIE.sub(r"{\\textasciitilde}", source)) if source else ""

    def _numbers(self) -> None:
        table = load("bibtex")["number"]
        number = self.take("number")
        variable = table.get(self.type, "number")
        self.put(variable, number)
        if not self.has("issue"):
            self.put("issue", self.take("issue"))
        if not self.has("number"):
            self.put("number", self.take("eid", "articleno", "article-number"))
        pages = self.left.pop("pages", "")
        self.put("page", _DASHES.sub("-", decode(_DASHES.sub("-", pages))))

    def _publisher(self) -> None:
        table = load("bibtex")["publisher"]
        self.put("publisher", self.take(*table["fields"]))
        self.put("publisher-place", self.take(*table["places"]))

    def _text(self) -> None:
        for field, variable in load("bibtex")["text"].items():
            if field in self.left and not self.has(variable):
                self.put(variable, self.take(field))
        journal = self.known.get("container_title", "")
        if journal and "journalsubtitle" in self.left:
            self.put("container-title", _joined(journal, ":", self.take("journalsubtitle")))

    def _language(self) -> None:
        table = load("bibtex")["langids"]
        tags: dict[str, str] = {}
        for field in ("language", "langid", "hyphenation"):
            value = decode(self.left.get(field, "")).lower().removeprefix("lang")
            tag = table.get(value) or languages.tag(self._raw(field))
            if not tag and _TAG.match(self._raw(field)):
                tag = self._raw(field)
            if tag:
                tags[field] = tag
        if tags:
            # A regional name (langid = american) says more than the bare language.
            tag = next(iter(tags.values()))
            tag = next((other for other in tags.values() if other.startswith(tag + "-")), tag)
            self.put("language", tag)
            for field, other in tags.items():
                if other.partition("-")[0] == tag.partition("-")[0]:
                    del self.left[field]

    def _case(self) -> None:
        """Keep of the title's braces what its text does not tell."""
        language = self.known.get("language", "")
        english = not language or language.partition("-")[0] == "en"
        for variable in ("title", "volume_title"):
            if "nocase" in (title := self.known.get(variable, "")):
                self.known[variable] = without_needless(title, english=english)

    def _lists(self) -> None:
        keywords = split(self.left.pop("keywords", "") or self.left.pop("keyword", ""))
        self.put("keyword", tuple(Keyword(text) for text in keywords))
        for field, variable in load("bibtex")["notes"].items():
            if field in self.left:
                values = self.known.get(variable, ())
                self.put(variable, (*values, self.take(field)))

    def _rest(self) -> None:
        """Keep every field that has no place, under its own name."""
        for field, value in self.left.items():
            self.extra[field] = _as_kept(field, value)
        for field, values in self.entry.repeated.items():
            shown = [_as_kept(field, value) for value in values]
            kept = [self.extra[field]] if field in self.extra else []
            self.extra[field] = [*kept, *shown]
            message = "the field is there more than once; the first counts, as in BibTeX"
            self.problems.append(Problem("repeated-field", message, field))


def _as_kept(field: str, value: str) -> str:
    """Return the value of a field without a place: verbatim fields as they are written."""
    return clean(value) if is_verbatim(field) else decode(value)


def _joined(text: str, mark: str, more: str) -> str:
    """Return two parts of a title with a mark between them unless the first ends with one."""
    return f"{text} {more}" if text.endswith(_ENDS_SENTENCE) else f"{text}{mark} {more}"


def _with_role(name: Name, role: str) -> Name:
    return replace(name, role=role)
