"""titleInfo (MODS user guidelines, titleInfo): one text of its parts, and which title it is."""

from typing import Final, NamedTuple

from lxml.etree import _Element

from mentorlit.xmlrecord import XmlRecord
from mentorlit.xmltext import attribute

_JOINED: Final = ("'", "’", "-", "ʼ")
_CLOSED: Final = (":", "?", "!", ";", "/", "…", "=")


class Titles(NamedTuple):
    """The titles of a record or related item."""

    title: str = ""
    short: str = ""
    alternative: tuple[str, ...] = ()
    number: str = ""


def titles(record: XmlRecord, scope: _Element) -> Titles:
    """Take the titles of ``scope``.

    The title is the one without a type, of several the primary one, else the first; a title with a
    type stands in only where no other is. ``number`` is the number of its part.
    """
    plain: list[_Element] = []
    typed: list[_Element] = []
    short = ""
    for info in record.all("titleInfo", scope):
        kind = attribute(info, "type")
        if kind == "abbreviated":
            short = short or joined(record, info)
        else:
            (typed if kind else plain).append(info)
    plain.sort(key=lambda info: attribute(info, "usage") != "primary")
    texts = [(info, joined(record, info)) for info in (*plain, *typed)]
    texts = [(info, text) for info, text in texts if text]
    if not texts:
        return Titles(title=short)
    main, title = texts[0]
    others = dict.fromkeys(text for _, text in texts[1:] if text != title)
    return Titles(title, short, tuple(others), record.first_text("partNumber", main))


def joined(record: XmlRecord, info: _Element) -> str:
    """Take one titleInfo: article, title, subtitle, number and name of the part, in this order."""
    record.use(info)
    title = " ".join(record.marked(one) for one in record.all("title", info))
    if title.endswith((" /", " :", " ;", " =")):
        title = title[:-2].rstrip()
    article = record.first_text("nonSort", info)
    if article and title:
        title = article + title if article.endswith(_JOINED) else f"{article} {title}"
    for subtitle in record.texts("subTitle", info):
        title = _after(title, subtitle)
    part = ", ".join((*record.texts("partNumber", info), *record.texts("partName", info)))
    if part:
        title = f"{title.rstrip(' .')}. {part}" if title else part
    return title


def _after(title: str, subtitle: str) -> str:
    """Put a subtitle behind a title, with a colon unless a mark is there already."""
    title = title.rstrip(" /")
    if not title:
        return subtitle
    return f"{title} {subtitle}" if title.endswith(_CLOSED) else f"{title}: {subtitle}"
