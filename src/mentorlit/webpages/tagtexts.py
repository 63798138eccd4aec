"""Titles, abstracts, keywords and other texts of tags, brought into the model's form."""

import re
from functools import cache
from typing import Final

from mentorlit import plaintext
from mentorlit.model import Keyword
from mentorlit.pages import abstracts, tongue
from mentorlit.pages.lines import flat
from mentorlit.tables import load, phrases
from mentorlit.webpages.tags import Tag

_ELEMENT: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9:]{0,20}(?:\s[^<>]{0,300})?/?>")
_KEPT: Final = re.compile(r"</?(?:i|b|sub|sup|sc)>\Z")
_UNBALANCED: Final = ("i", "b", "sub", "sup", "sc")
_PROMPT: Final = re.compile(
    r"(?i:abstract|summary|resumen|resumo|résumé|zusammenfassung|riassunto|аннотация|анотація|öz|özet"
    r"|abstrak|streszczenie|摘要|要旨|抄録|초록)(?:\s*[:：.—–-]\s*|\s*\n\s*|\s+(?=[A-ZÀ-Þ]))"
)
_FORMAT: Final = re.compile(r"[(\[]PDF[)\]]\s+")
_STRONG: Final = re.compile(r"\s*[;；|•·\n\r]+\s*")
_WEAK: Final = re.compile(r"\s*[,，、،]\s*")
_DASH: Final = r"\s+[-–—/]\s+"
_STOP: Final = r"\.\s+"
_KEYWORD_PROMPT: Final = re.compile(
    r"(?:key\s?-?words?|index terms|palabras clave|palavras-chave|mots[- ]cl[ée]s|schlagw(?:o|ö)rte"
    r"|schlagwörter|schlüsselwörter|anahtar kelimeler|ключевые слова|ключові слова|parole chiave"
    r"|kata kunci|关键词|キーワード)\s*[:：.—–-]\s*",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"(?:JEL\b.*|[A-Z]\d{1,2}|\d{2}\.\d{2}\.[A-Za-z+-]{2}|PACS\b.*|MSC\b.*|(?i:ddc|lcc|udc)\b.*"
    r"|(?i:udk|удк)\b.*"
    r"|info:eu-repo/.*|\d{3}(?:\.\d{1,6})? [A-ZÀ-Þ].*|[A-Z]{1,2} [A-Z].* \(General\).*"
    r"|(?i:e-?print)"
    r"|(?i:Non)?PeerReviewed)\Z"
)
"""Codes of classifications: JEL, PACS, Dewey, Library of Congress; EPrints' words for a type."""
_LONGEST_KEYWORD: Final = 120
_CUT: Final = ("...", "…", "[…]", "[...]", "(...)")


@cache
def nothing() -> frozenset[str]:
    """Return what tags hold for nothing, case folded."""
    return frozenset(phrases(load("webpages/bad_tags")["nothing"]["any"]))


def title(raw: str) -> str:
    """Return a title on one line, with CSL's markup if it is balanced; ``""`` for none."""
    text = flat(_balanced(plaintext.markup(raw))).strip(" \u200b\ufeff")
    text = text[match.end() :] if (match := _FORMAT.match(text)) else text
    text = text.strip('"') if text.startswith('"') and text.count('"') == 2 else text
    text = re.sub(r"(?<=[^\s*†‡§])\s?[*†‡§¶]{1,3}\Z", "", text)
    return "" if text.casefold() in nothing() or not any(map(str.isalnum, text)) else text


def _balanced(text: str) -> str:
    """Drop all elements but those of CSL; drop those too where one is left open."""
    if "<" not in text:
        return text
    text = _ELEMENT.sub(lambda m: m[0] if _KEPT.match(m[0]) else " ", text)
    if any(text.count(f"<{name}>") != text.count(f"</{name}>") for name in _UNBALANCED):
        text = re.sub(r"</?(?:i|b|sub|sup|sc)>", "", text)
    return text


def abstract(raw: str) -> str:
    """Return an abstract in paragraphs without a leading "Abstract"; ``""`` for none."""
    text = plaintext.paragraphs(raw)
    if "<" in text:
        text = _balanced(text)
        text = "\n\n".join(filter(None, (flat(part) for part in text.split("\n\n"))))
    prompt = _PROMPT.match(text)
    text = abstracts.unprompted(text[prompt.end() :].strip() if prompt else text)
    return "" if text.casefold() in nothing() else text


def is_cut(text: str) -> bool:
    """Tell whether a text ends in an ellipsis, as descriptions do that were cut to a length."""
    return text.rstrip().endswith(_CUT)


@cache
def _notes() -> tuple[str, ...]:
    return tuple(phrases(load("webpages/bad_tags")["nothing"]["notes"]))


def is_note(text: str) -> bool:
    """Tell whether a description is a note of a repository, not an abstract."""
    return text.casefold().startswith(_notes())


def speaks_of_site(text: str) -> bool:
    """Tell whether a description says what those of sites and journals say."""
    folded = text.casefold()
    return any(
        phrase in folded for phrase in phrases(load("webpages/bad_tags")["nothing"]["sites"])
    )


def language_of(tag: Tag) -> str:
    """Return the language a tag declares for itself, else that of its words."""
    return tag.lang or tongue.detect(tag.text)


def keywords(tags: list[Tag], language: str) -> tuple[list[Keyword], list[str]]:
    """Return the keywords of tags in the record's language, and what is none of them.

    Tags that are each one keyword are not split at commas.
    """
    chosen = _in_language(tags, language)
    rest = [tag.text for tag in tags if len(chosen) < len(tags) and tag.lang != chosen[0].lang]
    found: dict[str, str] = {}
    for text in _pieces(
        [flat(_balanced(tag.raw)) if "<" in tag.raw else tag.raw for tag in chosen]
    ):
        bare = flat(text).strip(" .,;:\"'")
        if _CODE.match(bare):
            rest.append(bare)
        elif 1 < len(bare) <= _LONGEST_KEYWORD and bare.casefold() not in nothing():
            found.setdefault(bare.casefold(), bare)
        elif len(bare) > _LONGEST_KEYWORD:
            rest.append(bare)
    return [Keyword(text) for text in found.values()], rest


def _in_language(tags: list[Tag], language: str) -> list[Tag]:
    """Return the tags of one language where each tag declares one."""
    langs = list(dict.fromkeys(tag.lang for tag in tags))
    if len(langs) < 2 or "" in langs:
        return tags
    wanted = language if language in langs else langs[0]
    return [tag for tag in tags if tag.lang == wanted]


def _pieces(texts: list[str]) -> list[str]:
    """Split lists of keywords at what parts them."""
    found: list[str] = []
    for whole in texts:
        prompt = _KEYWORD_PROMPT.match(whole)
        text = whole[prompt.end() :] if prompt else whole
        strong = [piece for piece in _STRONG.split(text) if piece.strip()]
        if len(strong) > 1:
            found.extend(strong)
        elif _is_list(text, len(texts)):
            found.extend(_WEAK.split(text))
        elif len(texts) == 1 and (sign := _sign(text)):
            found.extend(re.split(sign, text))
        else:
            found.append(text)
    return found


def _sign(text: str) -> str:
    """Return the sign other than a comma by which three or more short keywords are parted."""
    for sign in (_DASH, _STOP):
        pieces = re.split(sign, text)
        if len(pieces) > 2 and all(len(piece.split()) < 6 for piece in pieces):
            return sign
    return ""


def _is_list(text: str, tags: int) -> bool:
    """Tell whether commas part keywords: of the only tag, or where a tag holds a whole list.

    Of several tags each is one keyword ("Physics, general"), unless they are lists themselves.
    """
    count = len(_WEAK.findall(text))
    return count > 0 and (tags == 1 or count > 2)
