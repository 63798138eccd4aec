"""Titles of DataCite's schema (property 3), and a series told in words (property 17)."""

import re
from collections.abc import Iterable
from typing import Any, Final

SERIES: Final = re.compile(
    r"(?P<title>[^,;]{3,200}), (?P<volume>[0-9]{1,4})\((?P<issue>[^()]{1,12})\)"
    r"(?:, (?P<page>[A-Za-z]?[0-9]{1,6}-[A-Za-z]?[0-9]{1,6}))?\.?\Z"
)
"""A description of the type SeriesInformation that is the journal, volume, issue and pages."""


def titled(titles: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the title and the alternative ones from pairs of titleType and text.

    The first without a type is the title, with the subtitle behind it.
    """
    main, subtitle = "", ""
    others: dict[str, None] = {}
    for kind, text in titles:
        if not kind and not main:
            main = text
        elif kind.lower() == "subtitle" and not subtitle:
            subtitle = text
        elif text:
            others[text] = None
    if not main and others:
        main = next(iter(others))
        others.pop(main)
    if subtitle and main:
        main = f"{main} {subtitle}" if main.endswith((":", "?", "!")) else f"{main}: {subtitle}"
    return {"title": main or subtitle, "alternative_title": tuple(others)}
