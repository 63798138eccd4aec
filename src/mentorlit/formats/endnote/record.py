"""One EndNote record: from elements to the fields of a citation, by tables/endnote.toml."""

import re
from typing import Any, Final

from lxml import etree
from msgspec.structs import replace

from mentorlit import abstracts, languages
from mentorlit.formats.endnote import dates, numbers
from mentorlit.formats.endnote.elements import Lines, unmarked, values
from mentorlit.model import PYTHON_NAME, Citation, Keyword, Name, Origin, Problem
from mentorlit.person_lists import people
from mentorlit.tables import load

_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*;\s*")
_LINKS: Final = ("web-urls", "related-urls", "text-urls", "pdf-urls", "image-urls", "url", "urls")
_NO_CONTAINER: Final = frozenset({"thesis"})


def citation(
    element: etree._Element, origin: Origin, problems: tuple[Problem, ...]
) -> Citation | None:
    """Return the citation that a ``record`` describes, None if it says nothing.

    Its own id is the record's number in the EndNote library.
    """
    lines, kept = values(element)
    if not lines:
        return None
    record = _Record(lines, element.find("ref-type"), problems)
    fields = record.read()
    extra = {**kept, **record.rest()}
    extra.pop("ref-type", None)
    if record.type_name and not record.is_told:
        extra["ref-type"] = record.type_name
    number = " ".join(element.findtext("rec-number", "").split())
    if number:
        origin = replace(origin, id=number)
    return Citation(
        **{field: value for field, value in fields.items() if value},
        extra={origin.format: extra} if extra else {},
        problems=tuple(record.problems),
        origin=origin,
    )


class _Record:
    """The lines of one record and the fields made of them so far."""

    def __init__(
        self, lines: Lines, kind: etree._Element | None, problems: tuple[Problem, ...]
    ) -> None:
        self.lines = lines
        self.fields: dict[str, Any] = {}
        self.problems = list(problems)
        self.type_name = ""
        self.is_told = False
        self._type(kind)
        groups = load("endnote")["group"]
        self.group = frozenset(name for name in groups if self.fields["type"] in groups[name])

    def read(self) -> dict[str, Any]:
        """Return the fields; what was taken is no longer among the lines."""
        self.lines.pop("rec-number", None)
        numbers.read(self.lines, self.fields, self.group, self.problems)
        dates.read(self.lines, self.fields, self.problems)
        self._names()
        self._titles()
        for field, names in load("endnote")["text"].items():
            python = PYTHON_NAME[field]
            for name in names:
                self.fields.setdefault(python, self._first(name))
        self._lists()
        return self.fields

    def rest(self) -> dict[str, Any]:
        """Return what no field took."""
        return {
            name: texts[0] if len(texts) == 1 else texts
            for name, texts in self.lines.items()
            if texts
        }

    def _type(self, element: etree._Element | None) -> None:
        """Take the reference type by its name, else by its number."""
        table = load("endnote")
        name = number = ""
        if element is not None:
            name = " ".join((element.get("name") or "").split())
            number = " ".join("".join(map(str, element.itertext())).split())
        known = table["type"]
        word = name.lower()
        if word not in known:
            word = table["number"].get(number, number.lower())
        self.type_name = name or number
        self.fields["type"] = known.get(word, "")
        self.is_told = table["usual"].get(self.fields["type"]) == word or word == "generic"
        if word not in known:
            message = f"the type {name or number!r} is not known"
            if not self.type_name:
                message = "no type is stated"
            self.problems.append(Problem("unknown-type", message, "type"))

    def _first(self, name: str) -> str:
        """Take the lines of an element as one text."""
        return " ".join(self.lines.pop(name, ()))

    def _names(self) -> None:
        edited = self.type_name.lower() == "edited book"
        second = "editor" if "edits" in self.group else "collection_editor"
        thesis = self.fields["type"] == "thesis"
        self._people("editor" if edited else "author", "authors")
        self._people("contributor" if thesis else second, "secondary-authors")
        third = "editor" if self.fields["type"] == "book" and not edited else "collection_editor"
        self._people("contributor" if thesis else third, "tertiary-authors")
        self._people("translator", "subsidiary-authors")
        self._people("translator", "translated-authors")
        if thesis and "contributor" in self.fields:
            self.fields["contributor"] = tuple(map(_advisor, self.fields["contributor"]))

    def _people(self, field: str, name: str) -> None:
        found = people(list(map(unmarked, self.lines.pop(name, ()))))
        for place in dict.fromkeys(stated or field for _, stated in found.names):
            named = (each for each, stated in found.names if (stated or field) == place)
            self.fields[place] = (*self.fields.get(place, ()), *named)
        if found.omitted:
            message = "the source says that there are others, without names"
            self.problems.append(Problem("names-omitted", message, field.replace("_", "-")))
        for text in found.unclear:
            message = f"several names in one text, not parted: {text[:200]!r}"
            self.problems.append(Problem("names-unclear", message, field.replace("_", "-")))

    def _titles(self) -> None:
        """Take the titles of what contains the work; which is which depends on the type."""
        full, second = self._first("full-title"), self._first("secondary-title")
        abbreviated, third = self._first("abbr-1"), self._first("tertiary-title")
        other, proceedings = self._first("alt-title"), ""
        if self.fields["type"] == "paper-conference":
            proceedings = self._first("custom3")
        if self.fields["type"] in _NO_CONTAINER:
            self._keep("secondary-title", full or second)
            full = second = ""
        elif proceedings:
            self.fields["event_title"], full, second = second or full, proceedings, ""
        elif "book" in self.group and not full:
            self.fields["collection_title"], second = second, ""
        self.fields["container_title"] = full or second
        if second not in ("", full):
            abbreviated, second = abbreviated or second, second if abbreviated else ""
            self._keep("secondary-title", second)
        if not self.fields.get("collection_title"):
            self.fields["collection_title"], third = third, ""
        self._keep("tertiary-title", third)
        self._short(full or self.fields["container_title"], abbreviated, other)

    def _short(self, full: str, abbreviated: str, other: str) -> None:
        """Take the abbreviation of the journal, else what may be one: its alternate title."""
        if abbreviated == full:
            abbreviated = ""
        if not abbreviated and len(other) < len(full):
            abbreviated, other = other, ""
        self.fields["container_title_short"] = abbreviated
        if other not in (full, abbreviated):
            self._keep("alt-title", other)
        for name in ("full-title", "abbr-1"):
            alternate = self._first(f"alt-{name}")
            if alternate not in (full, abbreviated, other):
                self._keep(f"alt-{name}", alternate)

    def _keep(self, name: str, text: str) -> None:
        if text:
            self.lines[name] = [text]

    def _lists(self) -> None:
        fields, lines = self.fields, self.lines
        fields["abstract"] = "\n\n".join(lines.pop("abstract", ()))
        fields["abstract_sections"] = abstracts.sections(fields["abstract"])
        texts = lines.pop("keywords", [])
        if len(texts) == 1 and ";" in texts[0]:
            texts = _PARTS.split(texts[0])
        fields["keyword"] = tuple(Keyword(text) for text in dict.fromkeys(texts) if text)
        fields["note"] = tuple(lines.pop("notes", ()))
        fields["annote"] = tuple(lines.pop("research-notes", ()))
        fields["affiliation"] = tuple(map(unmarked, lines.pop("auth-address", ())))
        title = lines.pop("translated-title", [])
        fields["alternative_title"] = (" ".join(title),) if title else ()
        self._links()
        self._language()

    def _links(self) -> None:
        found: dict[str, None] = {}
        for name in _LINKS:
            kept = []
            for line in map(unmarked, self.lines.pop(name, ())):
                parts = line.split()
                if all(map(_ADDRESS.match, parts)):
                    found |= dict.fromkeys(parts)
                elif name in ("pdf-urls", "image-urls"):
                    kept.append(line)
                else:
                    found[line] = None
            if kept:
                self.lines[name] = kept
        self.fields["url"] = tuple(found)

    def _language(self) -> None:
        text = " ".join(self.lines.get("language", ()))
        tag = languages.tag(text)
        if tag:
            self.fields["language"] = tag
            del self.lines["language"]
        elif text:
            message = f"the value {text[:200]!r} is not understood in full"
            self.problems.append(Problem("not-understood", message, "language"))


def _advisor(name: Name) -> Name:
    return replace(name, role="thesis advisor")
