"""The draft of a PubMed record: identifiers and events by NLM's names."""

from functools import cache

from lxml import etree

from mentorlit.formats.pubmed import dates
from mentorlit.formats.scholarly.draft import Draft
from mentorlit.model import Citation, Origin, Problem
from mentorlit.tables import load


class PubmedDraft(Draft):
    """A draft with what must be known of the whole record before its title is."""

    def __init__(self, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(problems)
        self.translated = ""
        self.book_title = ""

    def take_id(self, kind: str, value: str, name: str) -> None:
        """Take an identifier of the kind that ``IdType`` or ``EIdType`` says."""
        scheme = _schemes().get(kind.lower(), kind)
        if scheme == "URL" and not value.startswith("http"):
            scheme = kind
        self.identify(scheme, value, name)

    def event(self, name: str, element: etree._Element) -> None:
        """Take the date of an event; the first of its name counts."""
        date = dates.event(element)
        if date is None or self.dates.setdefault(name, date) is not date:
            self.date(name, date, element)

    def finished(self, origin: Origin) -> Citation:
        """Return the citation; its own id in the source is the PMID."""
        fields = self.fields
        if not fields.get("title") and fields.get("original_title"):
            # NLM has no translation
            fields["title"] = fields.pop("original_title")
        elif self.translated and not fields.get("original_title"):
            self.extra["ArticleTitle"] = self.translated
        return self.citation(origin, next(iter(self.pmid), ""))


@cache
def _schemes() -> dict[str, str]:
    table: dict[str, str] = load("pubmed")["identifier"]
    return table
