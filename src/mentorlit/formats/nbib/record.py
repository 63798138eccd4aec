"""One MEDLINE record: from tags to the fields of a citation, by tables/nbib.toml."""

import re
from functools import cache, lru_cache
from typing import Any, Final

from mentorlit import plaintext
from mentorlit.formats.nbib import dates, numbers, people
from mentorlit.formats.nbib.abstracts import sections
from mentorlit.formats.nbib.lines import Tags, known_tags, lex, one_line
from mentorlit.languages import tag as language_tag
from mentorlit.model import PYTHON_NAME, Keyword, PartialDate, Problem, Relation
from mentorlit.tables import load, phrases

__all__ = ["FORMAT", "citation_fields", "known_tags"]

FORMAT: Final = "nbib"
_SCHEME: Final = "MeSH"
# Publication types that the CSL type says.
_PLAIN: Final = frozenset(("journal article", "book", "book chapter"))
_NOT_AVAILABLE: Final = "[Not Available]."
_TRANSLATED: Final = re.compile(r"\[(.*)\]\.?\Z", re.DOTALL)
_STATUS: Final = re.compile(r"(.*\S) \[([^\[\]]{1,30})\]\Z")


@cache
def _rules() -> dict[str, tuple[str, str]]:
    """Return, for each tag filled up to four characters, what it holds and where that goes."""
    table = load("nbib")
    rules = {
        tag: ("text", PYTHON_NAME[field]) for field, names in table["text"].items() for tag in names
    }
    rules |= {tag: ("date", key) for tag, key in table["date"].items()}
    rules |= {tag: ("relation", kind) for tag, kind in table["relation"].items()}
    return {f"{tag:4}": rule for tag, rule in rules.items()}


def citation_fields(text: str, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return the fields of the record in ``text`` by their Python names, empty ones left out."""
    tags, lines = lex(text)
    fields: dict[str, Any] = {}
    rest = people.read(lines, fields)
    numbers.read(tags, fields)
    kind = _titles(tags, fields)
    _simple(tags, fields)
    _kinds(tags, fields, kind)
    _dated(tags, fields)
    _keywords(tags, fields)
    _abstract(tags, fields)
    _grants(tags, fields)
    _language(tags, fields)
    extra = {name.rstrip(): values for name, values in tags.items() if any(values)}
    if rest:
        extra |= rest
    if extra:
        fields["extra"] = {FORMAT: extra}
    if problems:
        fields["problems"] = problems
    return fields


def _simple(tags: Tags, fields: dict[str, Any]) -> None:
    """Take the tags that hold one text, a dated event or links to other records."""
    rules = _rules()
    events: dict[str, PartialDate] = {}
    relations: list[Relation] = []
    for tag in [tag for tag in tags if tag in rules]:
        holds, name = rules[tag]
        values = tags[tag]
        if holds == "date":
            if (date := dates.event(values[0])) is None:
                continue
            events[name] = date
        elif holds == "text":
            if value := one_line(values[0]):
                fields[name] = _plain(value)
        else:
            texts = filter(None, map(one_line, values))
            relations += [numbers.relation(name, text) for text in texts]
            values = values[:1]
        if len(values) == 1:
            del tags[tag]
        else:
            del values[0]
    if "PHST" in tags:
        _history(tags, events)
    if events:
        fields["dates"] = events
    if relations:
        fields["relations"] = tuple(relations)


def _plain(value: str) -> str:
    """Return ``value`` with HTML turned into the markup that may stay, without entities."""
    if "<" in value or "&" in value:
        return plaintext.clean(plaintext.markup(plaintext.scalar(value)))
    return value


def _titles(tags: Tags, fields: dict[str, Any]) -> str:
    """Take the titles of the work and of what contains it; return the type they speak for.

    ``[...]`` marks a title that NLM translated; TT is the original one.
    """
    title = _title(tags, "TI  ")
    book = _title(tags, "BTI ")
    journal = _title(tags, "JT  ")
    short = _title(tags, "TA  ")
    kind = "article-journal" if journal or short else ""
    container = journal or short
    if book and (not title or title == book):
        title = book
        kind = kind or "book"
    elif book and container:
        tags["BTI "] = [book]
    elif book:
        container, kind = book, "chapter"
    _translated(tags, fields, title)
    if container:
        fields["container_title"] = container
    if short:
        fields["container_title_short"] = short
    return kind


def _translated(tags: Tags, fields: dict[str, Any], title: str) -> None:
    """Take the title, and the original one of a title in brackets."""
    original = _title(tags, "TT  ")
    if title.startswith("["):
        match = _TRANSLATED.match(title)
        if title == _NOT_AVAILABLE:
            title, original = original, ""
        elif match and "[" not in match[1]:
            if not original:
                tags["TI  "] = [title]
            title = match[1]
    if title:
        fields["title"] = title
    if original:
        fields["original_title"] = original


def _title(tags: Tags, tag: str) -> str:
    """Take a title; parts in several lines of one tag are one, the way they stand."""
    values = tags.pop(tag, None)
    if values is None:
        return ""
    if len(values) == 1:
        return _plain(one_line(values[0]))
    title = ""
    for value in filter(None, map(one_line, values)):
        title += ("" if not title else " " if title[-1] in ".:;?!," else ": ") + value
    return _plain(title)


def _kinds(tags: Tags, fields: dict[str, Any], kind: str) -> None:
    """Take the type from PT, else ``kind``; what PT says beyond it stays there."""
    stated, genre, kept = _kind(tuple(tags.get("PT  ", ())))
    if stated and not (stated == "book" and kind == "chapter"):
        kind = stated
    if kind:
        fields["type"] = kind
    if genre:
        fields["genre"] = genre
    if kept:
        tags["PT  "] = list(kept)
    else:
        tags.pop("PT  ", None)


@lru_cache(2048)
def _kind(texts: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Return the CSL type, the genre, and the publication types unless these say it all.

    Of several genres the one counts that tables/pubmed.toml has first.
    """
    values = tuple(dict.fromkeys(filter(None, map(one_line, texts))))
    types = load("nbib")["type"]
    known = [kind for kind in (types.get(value.lower(), "") for value in values) if kind]
    is_article = "article-journal" in known and "article" not in known
    kind = "article-journal" if is_article else known[0] if known else ""
    ranks, never = _genres()
    genres = [value for value in values if value not in never and value.lower() not in _PLAIN]
    genre = min(genres, key=lambda value: ranks.get(value, len(ranks)), default="")
    is_said = all(value in (genre, "Journal Article") for value in values)
    return kind, genre, () if is_said else values


@cache
def _genres() -> tuple[dict[str, int], frozenset[str]]:
    table = load("pubmed")["genre"]
    ranks = {term: rank for rank, term in enumerate(phrases(table["first"]))}
    return ranks, frozenset(phrases(table["never"]))


def _dated(tags: Tags, fields: dict[str, Any]) -> None:
    """Take the date of publication."""
    values = tags.get("DP  ")
    if values:
        issued, is_all = dates.publication(values[0])
        if issued:
            fields["issued"] = issued
        if is_all:
            del values[0]


def _history(tags: Tags, events: dict[str, PartialDate]) -> None:
    """Take ``2017/10/17 00:00 [received]``; the second date of one status stays."""
    words = load("nbib")["history"]
    kept = []
    for value in tags.pop("PHST"):
        match = _STATUS.match(value.strip())
        date = dates.event(match[1]) if match else None
        key = words.get(match[2], match[2]) if match else ""
        if date and events.setdefault(key, date) == date:
            continue
        kept.append(value)
    if kept:
        tags["PHST"] = kept


def _keywords(tags: Tags, fields: dict[str, Any]) -> None:
    """Take MeSH headings, one keyword for each qualifier, and the authors' keywords."""
    found: list[Keyword] = []
    for value in tags.pop("MH  ", ()):
        found += _headings(value)
    values = tags.pop("OT  ", None)
    if values:
        owners = tags.get("OTO ", ["NOTNLM"])
        scheme = "" if owners == ["NOTNLM"] else " ".join(owners)
        if not scheme:
            tags.pop("OTO ", None)
        texts = map(one_line, values)
        found += [Keyword(_plain(text), scheme) for text in texts if text]
    if found:
        fields["keyword"] = tuple(found)


@lru_cache(32768)
def _headings(value: str) -> tuple[Keyword, ...]:
    """Return ``Descriptor/*qualifier/qualifier`` as a heading for each qualifier.

    Asterisks mark, as NLM has them, what the article is mainly about.
    """
    value = one_line(value)
    if "/" not in value:
        return (Keyword(value, _SCHEME),) if value else ()
    descriptor, *qualifiers = value.split("/")
    return tuple(Keyword(f"{descriptor}/{one}", _SCHEME) for one in qualifiers if one)


def _abstract(tags: Tags, fields: dict[str, Any]) -> None:
    values = tags.pop("AB  ", None)
    if not values:
        return
    text = one_line(values[0]) if len(values) == 1 else "\n\n".join(map(one_line, values))
    text = plaintext.paragraphs(text) if "<" in text or "&" in text else text.strip()
    if text:
        fields["abstract"] = text
    if parts := sections(text):
        fields["abstract_sections"] = parts


def _grants(tags: Tags, fields: dict[str, Any]) -> None:
    """Take grants and notes."""
    if "GR  " in tags:
        grants = dict.fromkeys(one_line(value) for value in tags.pop("GR  ") if value.strip())
        found = [numbers.funding(grant) for grant in grants]
        fields["funding"] = tuple(dict.fromkeys(grant for grant, _ in found))
        tags["GR  "] = [
            grant for grant, (_, is_all) in zip(grants, found, strict=True) if not is_all
        ]
    if "GN  " in tags:
        fields["note"] = tuple(one_line(value) for value in tags.pop("GN  ") if value.strip())


def _language(tags: Tags, fields: dict[str, Any]) -> None:
    """Take the language of the text; several stay, together, beside the first."""
    values = tags.get("LA  ")
    if not values:
        return
    found = _language_of(values[0])
    if found:
        fields["language"] = found
    if len(values) > 1:
        tags["LA  "] = list(dict.fromkeys(values))
    elif found:
        del tags["LA  "]


@lru_cache(512)
def _language_of(text: str) -> str:
    return language_tag(text.strip())
