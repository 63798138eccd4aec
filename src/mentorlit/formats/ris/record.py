"""One RIS record: from tags to the fields of a citation, by tables/ris.toml."""

import re
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from mentorlit.formats.ris import dates, numbers
from mentorlit.formats.ris.numbers import not_understood
from mentorlit.formats.ris.tags import Tags, is_repeated, one_line, tags
from mentorlit.languages import tag as language_tag
from mentorlit.model import PYTHON_NAME, Keyword, Name, Problem
from mentorlit.person_lists import people
from mentorlit.plaintext import markup, scalar
from mentorlit.tables import load

__all__ = ["citation_fields", "is_repeated"]

# Scopus puts the short title of proceedings into C3.
_ABBREVIATED: Final = re.compile(r"\w\.\s+\w+\.")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# No title of a periodical or series is longer.
_LONGEST: Final = 1000
_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {name: frozenset(types) for name, types in load("ris")["group"].items()}


def citation_fields(
    text: str, around: dict[str, list[str]], problems: tuple[Problem, ...]
) -> dict[str, Any]:
    """Return the fields of the record in ``text``, Python names; ``around`` goes to ``extra``."""
    record = _Record(tags(text))
    record.read()
    record.extra |= around
    record.extra = {name: values for name, values in record.tags.items() if values} | record.extra
    fields = {name: value for name, value in record.fields.items() if value}
    if record.extra:
        fields["extra"] = {"ris": record.extra}
    if problems or record.problems:
        fields["problems"] = (*problems, *record.problems)
    return fields


class _Record:
    """Tags on their way to fields: what is used is taken out of ``tags``, the rest is extra."""

    def __init__(self, found: Tags) -> None:
        self.tags = found
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.group: frozenset[str] = frozenset()

    def read(self) -> None:
        """Fill the fields, those first that other fields depend on."""
        self._type()
        self.fields["citation_key"] = one_line(self._first("ID"))
        self.problems += numbers.read(self.tags, self.fields, self.group)
        self.problems += dates.read(self.tags, self.fields, self.group)
        self._titles()
        self._names()
        self._texts()
        self._abstract()
        self._keywords()
        self._language()
        self._lists()

    def _first(self, *names: str) -> str:
        """Take the first value there is; equal values under the other tags go with it."""
        for name in names:
            if values := self.tags.get(name):
                value = values.pop(0)
                for other in names:
                    self._forget(other, value)
                return value
        return ""

    def _forget(self, name: str, value: str) -> None:
        values = self.tags.get(name)
        if values:
            same = one_line(value).casefold()
            self.tags[name] = [other for other in values if one_line(other).casefold() != same]

    def _type(self) -> None:
        table = load("ris")
        values = self.tags.pop("TY", [])
        word = values[-1] if values else ""
        ris = one_line(word).upper()
        self.group = frozenset(name for name, types in _groups().items() if ris in types)
        self.fields["type"] = table["type"].get(ris, "")
        if len(values) > 1 or (ris and table["written"].get(self.fields["type"], "GEN") != ris):
            self.extra["TY"] = values
        if ris not in table["type"]:
            message = f"the type {one_line(word)!r} is not known" if ris else "no type is stated"
            self.problems.append(Problem("unknown-type", message, "type"))

    def _titles(self) -> None:
        table = load("ris")
        series = "book" in self.group
        titles = [*table["text"]["title"], *(["BT"] if series and "BT" in self.tags else [])]
        self.fields["title"] = _marked(self._first(*titles))
        full = [name for name in table["container"]["full"] if name != "T2" or not series]
        proceedings = self.tags.get("C3", []) if "conference" in self.group else []
        abbreviated = any(_ABBREVIATED.search(text) for text in proceedings)
        if proceedings and not abbreviated:
            full.insert(0, "C3")
            self.fields["event_title"] = one_line(self._first("T2"))
        if "alone" in self.group:
            full = []
        container = self._first(*full)
        short = self._first(*table["container"]["short"], *(["C3"] if abbreviated else []))
        if not container and full:
            container = short
        if container and not short:
            short = self._abbreviated(container, full)
        self.fields["container_title"] = _marked(container)
        self.fields["container_title_short"] = _marked(short)
        if series and not self.tags.get("T3"):
            self.fields["collection_title"] = _marked(self._first("T2"))
        if titles := self.tags.pop("TT", []):
            self.fields["alternative_title"] = tuple(map(one_line, titles))

    def _abbreviated(self, container: str, names: list[str]) -> str:
        """Take a further title of the container that is shorter, and abbreviates it by letters."""
        for name in names:
            for value in self.tags.get(name, [])[:3]:
                if _abbreviates(one_line(value), one_line(container)):
                    self._forget(name, value)
                    return value
        return ""

    def _names(self) -> None:
        table = load("ris")["names"]
        author = "editor" if "edited" in self.group else "author"
        self._people(author, table["author"])
        self._people("editor", ["ED"])
        edits = "edits" in self.group and "edited" not in self.group
        second = "editor" if edits else "collection_editor" if "edited" in self.group else ""
        self._people(second or "contributor", ["A2"])
        advisor = "alone" in self.group
        self._people("contributor" if advisor else "collection_editor", ["A3"])
        self._people("translator", table["translator"])
        if advisor:
            found = self.fields.get("contributor", ())
            self.fields["contributor"] = tuple(_advisor(name) for name in found)

    def _people(self, field: str, names: list[str]) -> None:
        texts = [text for name in names for text in self.tags.pop(name, [])]
        found = people(texts)
        for place in dict.fromkeys(stated or field for _, stated in found.names):
            named = (name for name, stated in found.names if (stated or field) == place)
            self.fields[place] = tuple(dict.fromkeys((*self.fields.get(place, ()), *named)))
        if found.omitted:
            message = "the source says that there are others, without names"
            self.problems.append(Problem("names-omitted", message, field.replace("_", "-")))
        for text in found.unclear:
            message = f"several names in one text, not parted: {text[:200]!r}"
            self.problems.append(Problem("names-unclear", message, field.replace("_", "-")))

    def _texts(self) -> None:
        for field, names in load("ris")["text"].items():
            name = PYTHON_NAME[field]
            if not self.fields.get(name):
                self.fields[name] = one_line(self._first(*names))
        if "versioned" in self.group:
            self.fields["version"] = self.fields.pop("edition", "")
        if "book" in self.group:
            self.fields["collection_number"] = one_line(self._first("M1"))

    def _abstract(self) -> None:
        text = markup(scalar(self._first("AB", "N2")))
        parts = (one_line(part) for part in text.split("\n\n"))
        self.fields["abstract"] = "\n\n".join(part for part in parts if part)

    def _keywords(self) -> None:
        """One keyword a line; several in the only one if semicolons part them."""
        values = self.tags.pop("KW", [])
        lines = [line for value in values for line in value.split("\n")]
        if len(lines) == 1 and ";" in lines[0]:
            lines = lines[0].split(";")
        texts = dict.fromkeys(one_line(line) for line in lines)
        self.fields["keyword"] = tuple(Keyword(text) for text in texts if text)

    def _language(self) -> None:
        for value in self.tags.get("LA", []):
            found = language_tag(one_line(value))
            if found:
                self.fields["language"] = found
                self.tags["LA"].remove(value)
                return
        if values := self.tags.get("LA"):
            self.problems.append(not_understood("language", values[0]))

    def _lists(self) -> None:
        self.fields["affiliation"] = tuple(dict.fromkeys(map(one_line, self.tags.pop("AD", []))))
        self.fields["note"] = tuple(dict.fromkeys(map(one_line, self.tags.pop("N1", []))))
        self.fields["url"] = self._links()

    def _links(self) -> tuple[str, ...]:
        """Take the addresses; what stands in a link tag and is none stays where it is."""
        found: dict[str, None] = {}
        for name in load("ris")["links"]["tags"]:
            kept = []
            for value in self.tags.get(name, []):
                parts = value.split()
                if all(_ADDRESS.match(part) for part in parts):
                    found |= dict.fromkeys(parts)
                elif name == "UR" and not value.startswith("<"):
                    found[one_line(value)] = None
                else:
                    kept.append(value)
            self.tags[name] = kept
        return tuple(found)


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether each word of ``short`` begins a word of ``full`` in order (``J. Biol. Chem.``).

    Words of capitals alone may be the initials of several (``JAMA``).
    """
    words = _LETTERS.findall(full.casefold())
    if len(short) >= len(full) or len(full) > _LONGEST:
        return False
    if short.isalpha() and short.isupper():
        letters = iter(word[0] for word in words)
        return all(letter in letters for letter in short.casefold())
    left = iter(words)
    parts = _LETTERS.findall(short.casefold())
    if set(parts) <= set(words):
        # "Nature" is another journal than "Nature Genetics"
        return False
    return all(any(word.startswith(part) for word in left) for part in parts)


def _marked(value: str) -> str:
    return one_line(markup(scalar(value)))


def _advisor(name: Name) -> Name:
    return replace(name, role="thesis advisor")
