"""One record of PubMed to a citation: an article (a MEDLINE citation), a book or a chapter."""

from typing import Any, Final

from lxml import etree

from mentorlit.formats.pubmed import books, people, subjects
from mentorlit.formats.pubmed.article import abstract_elsewhere, article
from mentorlit.formats.pubmed.draft import PubmedDraft
from mentorlit.formats.pubmed.links import corrections, history, identifiers, pmid, references
from mentorlit.formats.scholarly import rest
from mentorlit.formats.scholarly.draft import Handlers, keeps, notes, word
from mentorlit.formats.scholarly.inline import text
from mentorlit.identifiers import pmcid
from mentorlit.model import Citation, Origin, Problem
from mentorlit.xmltext import inside

_SAYS_SOMETHING: Final = ("title", "author", "editor", "container_title", "abstract", "issued")


def citation(
    element: etree._Element, origin: Origin, problems: tuple[Problem, ...]
) -> Citation | None:
    """Return the citation that a record's element describes, None if it says nothing.

    ``element`` is a ``PubmedArticle``, ``PubmedBookArticle`` or what stands for one alone, a
    ``MedlineCitation`` or ``BookDocument``.
    """
    draft = PubmedDraft(problems)
    draft.fields["type"] = "article-journal"
    alone = _RECORD.get(element.tag)
    if alone is None:
        draft.walk(element, _RECORD)
    else:
        alone(draft, element)
    if not draft.pmid and not any(map(draft.fields.get, _SAYS_SOMETHING)):
        return None
    return draft.finished(origin)


def _medline(draft: PubmedDraft, element: etree._Element) -> None:
    for name, value in element.items():
        rest.put(draft.extra, str(name), value)
    draft.walk(element, _MEDLINE)


def _data(draft: PubmedDraft, element: etree._Element) -> None:
    draft.walk(element, _DATA)


def _completed(draft: PubmedDraft, element: etree._Element) -> None:
    draft.event("record-completed", element)


def _revised(draft: PubmedDraft, element: etree._Element) -> None:
    draft.event("record-revised", element)


def _created(draft: PubmedDraft, element: etree._Element) -> None:
    draft.event("record-created", element)


def _journal_info(draft: PubmedDraft, element: etree._Element) -> None:
    """Take what NLM's catalogue says of the journal; its abbreviation only if there is none."""
    for inner in inside(element):
        value = word(inner)
        if inner.tag == "MedlineTA" and not draft.fields.get("container_title_short"):
            draft.fields["container_title_short"] = value
        elif inner.tag == "ISSNLinking" and all(value != issn.value for issn in draft.issn):
            draft.add_issn(value, "linking")
        elif value != draft.fields.get("container_title_short"):
            rest.put(draft.extra, str(inner.tag), value)


def _chemicals(draft: PubmedDraft, element: etree._Element) -> None:
    """Keep the substances, each as ``number (name)``, the form of MEDLINE's RN."""
    for inner in element:
        parts = {part.tag: text(part) for part in inner}
        number, name = parts.get("RegistryNumber", ""), parts.get("NameOfSubstance", "")
        rest.put(draft.extra, "ChemicalList", f"{number} ({name})" if name else number)


def _other_id(draft: PubmedDraft, element: etree._Element) -> None:
    """Take an id that another source gives; a PMCID if there is none."""
    value = word(element)
    found = pmcid(value) if value.startswith("PMC") else ""
    if found and found == value.partition(" ")[0]:
        draft.once("pmcid", found, "OtherID")
        if found != value:
            rest.put(draft.extra, "OtherID", value)
    else:
        rest.keep(draft.extra, element)


_MEDLINE: Final[Handlers] = {
    "PMID": pmid,
    "DateCreated": _created,
    "DateCompleted": _completed,
    "DateRevised": _revised,
    "Article": article,
    "MedlineJournalInfo": _journal_info,
    "ChemicalList": _chemicals,
    "CitationSubset": keeps,
    "CommentsCorrectionsList": corrections,
    "MeshHeadingList": subjects.mesh,
    "OtherID": _other_id,
    "OtherAbstract": abstract_elsewhere,
    "KeywordList": subjects.keywords,
    "InvestigatorList": people.investigators,
    "GeneralNote": notes,
}
_DATA: Final[Handlers] = {
    "History": history,
    "ArticleIdList": identifiers,
    "ReferenceList": references,
}
_RECORD: Final[dict[Any, Any]] = {
    "MedlineCitation": _medline,
    "PubmedData": _data,
    "BookDocument": books.document,
    "PubmedBookData": _data,
    "PMID": pmid,
}
