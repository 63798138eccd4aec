"""One record of a tagged text format: tags are taken out one by one, what is left is extra."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from mentorlit import identifiers
from mentorlit.languages import tag as language_tag
from mentorlit.model import JSON_NAME, PYTHON_NAME, Keyword, Name, Problem, StandardNumber
from mentorlit.person_lists import people
from mentorlit.plaintext import clean, markup, paragraphs, scalar

Tags = dict[str, list[str]]
"""The values of each tag, in order; a value of several lines keeps its line ends."""

_ADDRESS: Final = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)
_DASHES: Final = re.compile(r"\s?[\u2010-\u2015\u2212-]+\s?")
# Capitals alone may belong to the page: S12, P7.
_LABEL: Final = re.compile(r"\A(?:[Pp]p\.?|p\.?|[PS]\.|[Pp]gs?\.?|[Pp]ages?)\s?(?=\d|[ivxlc]+\b)")
_RANGE: Final = re.compile(r"\S{1,20}-\S{1,20}\Z")
# A suffix counts with a capital only; here it is one, as a comma stands before it.
_SUFFIX: Final = re.compile(r",\s?([js]r\.?)\s?\Z")
# "e12724", "CD002273", "duz039", "105601"; but "S626" and "A128" are pages of supplements and
# abstracts, "iii428" too.
_ARTICLE_NUMBER: Final = re.compile(
    r"(?![ivxIVX]+\d)(?:[Ee]|[A-Za-z]{3,5})[.-]?\d{3,}"
    r"|(?:[A-RT-Za-rt-z]|[A-Za-z]{2})[.-]?\d{4,}|[A-Za-z][.-]?\d{5,}|\d{6,}"
)
_MEDIUM: Final = re.compile(
    r"\s?\(([^()]{1,30})\)|.{0,20}?\b(print|online|electronic|linking)\b", re.IGNORECASE
)
_MEDIA: Final = {"online": "electronic"}
_LABELS: Final = re.compile(
    r"(?i)\b(?:e-?issn|p-?issn|issn|isbn(?:-?1[03])?|print|online|electronic|linking|and|[ep])\b"
)
# Nobody lists standard numbers at this length; what is longer stays as it is.
_LONGEST: Final = 1000
_NUMBER: Final = re.compile(r"(?<!\w)[\dXx][\dXx\u2010-\u2015\u2212 -]{6,22}[\dXx](?!\w)")


class Record:
    """Tags on their way to fields; what is used is taken out of ``tags``."""

    def __init__(self, tags: Tags, problems: tuple[Problem, ...] = ()) -> None:
        self.tags = tags
        self.fields: dict[str, Any] = {}
        self.problems = list(problems)

    def take(self, *names: str) -> list[str]:
        """Take all values of the tags ``names``."""
        return [value for name in names for value in self.tags.pop(name, ())]

    def first(self, *names: str) -> str:
        """Take the first value there is, on one line; equal ones under the other tags go along."""
        for name in names:
            if values := self.tags.get(name):
                value = one_line(values[0])
                for other in names:
                    self._forget(other, value)
                return value
        return ""

    def leave(self, name: str, value: str) -> None:
        """Put ``value``, taken from the tag ``name`` and not understood, back before its others."""
        if value:
            self.tags.setdefault(name, []).insert(0, value)

    def _forget(self, name: str, value: str) -> None:
        values = self.tags.get(name)
        if values:
            self.tags[name] = [other for other in values if one_line(other) != value]

    def texts(self, table: dict[str, list[str]]) -> None:
        """Fill the fields of ``table`` (JSON names) from their tags, the first present counting."""
        for field, names in table.items():
            name = PYTHON_NAME[field]
            if not self.fields.get(name) and (value := self.first(*names)):
                self.fields[name] = plain(value)

    def people(self, field: str, texts: list[str]) -> None:
        """Add the names in ``texts`` to ``field``, or to the one that they say they are for."""
        found = people([_SUFFIX.sub(_capital, text) for text in texts])
        by_field: dict[str, list[Name]] = {}
        for name, stated in found.names:
            by_field.setdefault(stated or field, []).append(name)
        for place, named in by_field.items():
            self.fields[place] = (*self.fields.get(place, ()), *named)
        if found.omitted:
            message = "the source says that there are others, without names"
            self.doubt("names-omitted", message, field)
        for text in found.unclear:
            message = f"several names in one text, not parted: {text[:200]!r}"
            self.doubt("names-unclear", message, field)

    def bodies(self, field: str, texts: Iterable[str]) -> None:
        """Add the names of organisations or groups to ``field``."""
        self.add(field, tuple(Name(literal=text) for text in map(one_line, texts) if text))

    def add(self, field: str, values: tuple[Any, ...]) -> None:
        """Add ``values`` to the tuple of ``field``, each but once."""
        if values:
            self.fields[field] = tuple(dict.fromkeys((*self.fields.get(field, ()), *values)))

    def doubt(self, code: str, message: str, field: str) -> None:
        """Note a problem about ``field``, a Python name."""
        self.problems.append(Problem(code, message, JSON_NAME.get(field, field)))

    def untyped(self, tag: str, word: str) -> None:
        """Note that ``word``, of the tag with the type, is no known one; it stays there."""
        self.leave(tag, word)
        message = f"the type {word[:200]!r} is not known" if word else "no type is stated"
        self.doubt("unknown-type", message, "type")

    def misread(self, field: str, text: str) -> None:
        """Note that ``text``, which stays in its tag, is not what the tag is for."""
        self.doubt("not-understood", f"the value {text[:200]!r} is not understood in full", field)

    def doi(self, *names: str) -> None:
        """Take DOIs from tags declared to hold them; further ones are identifiers."""
        found: dict[str, None] = dict.fromkeys([self.fields["doi"]] if "doi" in self.fields else [])
        for name in names:
            kept = []
            for value in self.tags.get(name, ()):
                several, is_all = identifiers.dois(one_line(value))
                found |= dict.fromkeys(several if is_all else several[:1])
                if not is_all:
                    kept.append(value)
                    self.misread("doi", value)
            if name in self.tags:
                self.tags[name] = kept
        if found:
            self.fields["doi"], *more = found
            if more:
                self.identify("DOI", *more)

    def identify(self, scheme: str, *values: str) -> None:
        """Add identifiers without a field of their own."""
        known = self.fields.setdefault("identifiers", {})
        known[scheme] = tuple(dict.fromkeys((*known.get(scheme, ()), *values)))

    def standard_numbers(self, *names: str, medium: str = "") -> None:
        """Take ISSNs and ISBNs out of tags declared to hold either; other text stays there."""
        for name in names:
            kept = []
            for value in self.tags.pop(name, ()):
                issns, isbns, rest = standard_numbers(one_line(value), medium)
                self.add("issn", issns)
                self.add("isbn", isbns)
                if rest:
                    kept.append(rest)
            if kept:
                self.tags[name] = kept

    def pages(self, text: str) -> None:
        """Take a page, a range, or what can only be an article number."""
        page = pages(text)
        if _ARTICLE_NUMBER.fullmatch(page) and not self.fields.get("number"):
            self.fields["number"] = page
        elif page:
            self.fields["page"] = page

    def keywords(self, texts: Iterable[str], scheme: str = "") -> None:
        """Add keywords."""
        found = (Keyword(plain(text), scheme) for text in map(one_line, texts) if text)
        self.add("keyword", tuple(found))

    def language(self, *names: str) -> None:
        """Take the language from the first tag that names a known one; others stay."""
        for name in names:
            for value in self.tags.get(name, ()):
                found = _language(one_line(value).rstrip("."))
                if found and not self.fields.get("language"):
                    self.fields["language"] = found
                    self.tags[name].remove(value)
                    return
            if values := self.tags.get(name):
                self.misread("language", values[0])

    def abstract(self, texts: list[str]) -> None:
        """Take the abstract: paragraphs are parted by blank lines."""
        parts = (paragraphs(text) for text in texts)
        self.fields["abstract"] = "\n\n".join(part for part in parts if part)

    def links(self, *names: str) -> None:
        """Take the addresses; what stands in a link tag and is none stays there."""
        found: dict[str, None] = {}
        for name in names:
            kept = []
            for value in self.tags.pop(name, ()):
                parts = value.split()
                if parts and all(_ADDRESS.match(part) for part in parts):
                    found |= dict.fromkeys(parts)
                else:
                    kept.append(value)
            if kept:
                self.tags[name] = kept
        self.add("url", tuple(found))

    def finished(self, name: str) -> dict[str, Any]:
        """Return the fields that are not empty, with what is left in ``extra[name]``."""
        fields = {field: value for field, value in self.fields.items() if value}
        extra = {tag: kept for tag, values in self.tags.items() if (kept := _kept(values))}
        if extra:
            fields["extra"] = {name: extra}
        if self.problems:
            fields["problems"] = tuple(self.problems)
        return fields


def _capital(match: re.Match[str]) -> str:
    return f", {match[1].capitalize()}"


def _kept(values: list[str]) -> list[str]:
    return [text for value in values if (text := value.strip())]


_language = lru_cache(512)(language_tag)


def one_line(value: str) -> str:
    """Return ``value`` without line ends and surplus spaces."""
    return " ".join(value.split())


def plain(value: str) -> str:
    """Return ``value`` on one line, with HTML as the markup that may stay, without entities."""
    return clean(markup(scalar(value))) if "<" in value or "&" in value else value


def pages(text: str) -> str:
    """Return pages with plain hyphens and without a label (``pp. 3–9``)."""
    page = _DASHES.sub("-", one_line(text)).strip("-.,; ")
    return _LABEL.sub("", page)


def joined(start: str, end: str) -> str:
    """Return first and last page as a range; either of them may be the whole range already."""
    start, end = pages(start), pages(end)
    if not start or not end or start == end:
        return start or end
    if _RANGE.match(end) and end.startswith(start.partition("-")[0]):
        return end
    if _RANGE.match(start) and start.endswith(f"-{end}"):
        return start
    return f"{start}-{end}"


def standard_numbers(
    text: str, medium: str = ""
) -> tuple[tuple[StandardNumber, ...], tuple[StandardNumber, ...], str]:
    """Return the ISSNs and the ISBNs in ``text`` and what it says beside them.

    ``medium`` is for numbers beside which the text names none.
    """
    if len(text) > _LONGEST:
        return (), (), text
    issns: dict[StandardNumber, None] = {}
    isbns: dict[StandardNumber, None] = {}
    rest = text
    matches = list(_NUMBER.finditer(text))
    for match, after in zip(matches, [*matches[1:], None], strict=False):
        word = _MEDIUM.match(text, match.end(), after.start() if after else len(text))
        mark = (word[1] or word[2]).strip().lower() if word else ""
        mark = _MEDIA.get(mark, mark) or medium
        found = [*identifiers.isbns(match[0], checked=False)]
        if found:
            isbns |= dict.fromkeys(StandardNumber(number, mark) for number in found)
        elif found := [*identifiers.issns(match[0], checked=False)]:
            issns |= dict.fromkeys(StandardNumber(number, mark) for number in found)
        if found:
            rest = rest.replace(match[0] + (word[0] if word else ""), " ", 1)
    rest = rest if re.search(r"\w", _LABELS.sub("", rest)) else ""
    return tuple(issns), tuple(isbns), one_line(rest).strip(" ,;:()")
