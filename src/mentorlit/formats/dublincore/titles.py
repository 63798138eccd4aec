"""dc:title and dcterms:alternative."""

from typing import Any

from mentorlit.formats.dublincore.elements import Elements
from mentorlit.plaintext import markup
from mentorlit.xmlrecord import decoded


def titled(elements: Elements) -> dict[str, Any]:
    """Take the titles; the first is the work's, further ones are alternatives."""
    pairs = elements.all("title")
    texts = [markup(decoded(text)) for text in dict.fromkeys(text for _, text in pairs)]
    others = [*texts[1:], *(markup(decoded(text)) for text in elements.take("alternative"))]
    title = _without_statement(texts[0], elements) if texts else ""
    # What has been cut is told by the element, which then stays.
    is_cut = bool(texts) and title != texts[0]
    elements.record.use(*(element for element, _ in pairs[is_cut:]))
    return {
        "title": title,
        "alternative_title": tuple(dict.fromkeys(others)),
    }


def _without_statement(title: str, elements: Elements) -> str:
    """Cut a catalogue's statement of responsibility, ``Title / Author`` (ISBD)."""
    head, slash, statement = title.rpartition(" / ")
    families = (text.partition(",")[0].strip() for _, text in elements.all("creator"))
    is_statement = slash and head and any(name and name in statement for name in families)
    return head if is_statement else title
