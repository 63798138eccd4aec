"""The ``meta`` tags of a page under one spelling of their names."""

import re
from functools import cache, lru_cache
from html import unescape
from typing import Final

import msgspec

from mentorlit import languages
from mentorlit.pages.lines import Line
from mentorlit.tables import load, phrases
from mentorlit.webpages.document import Document

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SEPARATED: Final = re.compile(r"(dc|dcterms|dct|prism|eprints)[_-](?=.)")
_HIGHWIRE: Final = re.compile(r"(?:(?:(bepress)[._-])?citation|wkhealth)[._-]")
_LOCALE: Final = re.compile(r"(.+?)[._\[^]([a-z]{2})(?:[_-][a-z]{2})?\]?\Z")
_TWICE: Final = frozenset("ÃÂâÐÑÄÅ")
"""What the first byte of a character in UTF-8 becomes when it is read as Windows-1252."""
_ATTRIBUTES: Final = frozenset(
    phrases("""
        about | charset | class | content | datatype | dir | http-equiv | id | itemprop | itemscope
        itemtype | lang | media | name | property | rel | resource | scheme | typeof | value
        xml:lang | xmlns
    """)
)
"""What tags have; others are the rest of a content with quotation marks in it."""
_PLAIN_COUNT: Final = 2
_MOST: Final = 50_000
"""Tags looked at; heads with thousands of authors and institutions have that many."""


class Tag(msgspec.Struct, frozen=True):
    """One tag: ``key`` is its name in one spelling, ``field`` and ``offset`` what the table says.

    ``raw`` is the content with entities decoded, ``text`` the same on one line. ``lang`` is the
    tag's own ``lang`` as BCP 47, without region.
    """

    name: str
    key: str
    carrier: str
    field: str
    offset: int
    raw: str
    text: str
    lang: str
    line: Line


@cache
def _table() -> dict[str, tuple[str, str, int]]:
    """Return carrier, field and offset of rank for each key of tables/webpages/metatags.toml."""
    found: dict[str, tuple[str, str, int]] = {}
    for carrier, keys in load("webpages/metatags").items():
        for key, what in keys.items():
            found[key] = (carrier, *_stated(what))
    return found


def _stated(what: str) -> tuple[str, int]:
    """Return field and offset of an entry such as ``issued+1``."""
    field, _, offset = what.partition("+")
    return field, int(offset or 0)


def collect(document: Document) -> list[Tag]:
    """Return the tags that say something of a work, in document order.

    Names are compared without regard to case and to the mark behind their namespace; a namespace
    that a ``schema.X`` link declares counts as the one it stands for. Of the families that
    describe works, tags that the table lacks come with the field ``"extra"``.
    """
    found: list[Tag] = []
    declared = _declared(document)
    circumstances: dict[str, str] = {}
    known: dict[str, tuple[str, str, str, str, int]] = {}
    for element in document.elements("meta"):
        name = (element.get("name") or element.get("property") or "").strip()
        content = element.get("content") or element.get("value") or ""
        if not name or not content or len(found) > _MOST:
            continue
        if name not in known:  # many tags of a page have the same name
            space = name.partition(".")[0].casefold() if declared else ""
            whole = declared[space] + name[len(space) :] if space in declared else name
            spelt, locale = key_of(whole)
            known[name] = (spelt, locale, *_meaning(spelt))
        key, lang, carrier, field, offset = known[name]
        if key in _conditions():
            circumstances.setdefault(key, content.casefold())
        if not field:
            continue
        if len(element.attrib) > _PLAIN_COUNT and not _ATTRIBUTES.issuperset(element.attrib):
            content = document.content_in_full(content)
        raw = content if field in ("url", "identifier", "pdf") else decoded(content)
        text = " ".join(raw.split())
        if not text:
            continue
        lang = _tongue(element.get("lang") or element.get("xml:lang") or lang)
        line = document.line(element, text)
        found.append(Tag(name, key, carrier, field, offset, raw, text, lang, line))
    return _without_known_bad(found, circumstances)


@cache
def _conditions() -> frozenset[str]:
    """Return the tags by which pages are known whose other tags hold something else."""
    return frozenset(row["where"] for row in load("webpages/bad_tags")["other"])


def _without_known_bad(found: list[Tag], circumstances: dict[str, str]) -> list[Tag]:
    """Give tags that hold something else on this page the field that they do state."""
    if not circumstances:
        return found
    meant: dict[str, tuple[str, int]] = {
        row["tag"]: _stated(row.get("as", "extra"))
        for row in load("webpages/bad_tags")["other"]
        if row["where"] in circumstances and row["contains"] in circumstances[row["where"]]
    }
    return [_as_meant(tag, *meant[tag.key]) if tag.key in meant else tag for tag in found]


def _as_meant(tag: Tag, field: str, offset: int) -> Tag:
    return msgspec.structs.replace(tag, field=field, offset=offset)


@lru_cache(maxsize=4096)
def _meaning(key: str) -> tuple[str, str, int]:
    """Return carrier, field and offset of a key; ``extra`` for unknown ones of known families."""
    known = _table().get(key)
    if known:
        return known
    if key.startswith("bepress_"):  # the same tags as Highwire's
        alike = _table().get(key.removeprefix("bepress_"))
        if alike:
            return "bepress", alike[1], alike[2]
    for prefix, carrier in load("webpages/bad_tags")["families"].items():
        if key.startswith(prefix):
            return carrier, "extra", 0
    return "", "", 0


def _declared(document: Document) -> dict[str, str]:
    """Return the namespaces that links of the kind ``rel="schema.DC"`` declare, by prefix."""
    known: dict[str, str] = load("webpages/bad_tags")["namespaces"]
    found: dict[str, str] = {}
    for link in document.elements("link"):
        rel = (link.get("rel") or "").casefold()
        if rel.startswith("schema."):
            space = (link.get("href") or "").casefold().rstrip("/#")
            name = next((to for end, to in known.items() if end in space), "")
            if name and name != rel.removeprefix("schema."):
                found[rel.removeprefix("schema.")] = name
    return found


@lru_cache(maxsize=1024)
def _tongue(text: str) -> str:
    """Return the language a tag declares, without region."""
    return languages.tag(text.replace("_", "-").split("-")[0]) if text else ""


@lru_cache(maxsize=4096)
def key_of(name: str) -> tuple[str, str]:
    """Return the one spelling of a tag's name, and the language that its end tells.

    ``DC_Title``, ``dc:title`` and ``DC.title.es_ES`` are all ``dc.title``, the last in ``es``;
    ``citation-title`` is ``citation_title``.
    """
    key = name.casefold().replace(":", ".")
    highwire = _HIGHWIRE.match(key)
    if highwire:
        start = f"{highwire[1]}_citation_" if highwire[1] else "citation_"
        key = start + key[highwire.end() :].replace("-", "_").replace(".", "_")
        return _without_locale(key)
    key = _SEPARATED.sub(r"\1.", key, count=1)
    space, dot, rest = key.partition(".")
    aliases: dict[str, str] = load("webpages/bad_tags")["aliases"]
    return _without_locale(f"{aliases[space]}.{rest}" if dot and space in aliases else key)


def _without_locale(key: str) -> tuple[str, str]:
    if key in _table():
        return key, ""
    match = _LOCALE.match(key)
    return (match[1], match[2]) if match and match[1] in _table() else (key, "")


def decoded(text: str) -> str:
    """Return ``text`` without entities that were encoded twice, and without mojibake."""
    for _ in range(2):
        if "&" not in text or ";" not in text:
            break
        text = _ENTITY.sub(_character, text)
    if not text.isascii() and not _TWICE.isdisjoint(text):
        text = _read_again(text)
    return text.replace("\0", "\ufffd")


def _character(match: re.Match[str]) -> str:
    return unescape(match[0])


def _read_again(text: str) -> str:
    """Return the text that was UTF-8 read as Windows-1252, else ``text`` itself.

    Text in any language that by chance is UTF-8 in Windows-1252's bytes does not occur.
    """
    try:
        return text.encode("cp1252").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
