"""The named rules by which one carrier overrules another, in the order in which they are applied.

Without a rule the carriers count in the order of tables/webpages/trust.toml. Each rule is a
function whose docstring says what it does and on which evidence; a value that it took over has the
rule's name in brackets in its evidence ("visible/label/Published [placeholder-date]").
"""

from collections.abc import Callable, Iterable
from typing import Final

from mentorlit.pages.findings import Findings
from mentorlit.pages.marks import Mark
from mentorlit.webpages import (
    rules_of_numbers,
    rules_of_people,
    rules_of_texts,
    rules_of_titles,
    rules_of_words,
)
from mentorlit.webpages.casework import Case
from mentorlit.webpages.trust import rank

_NOT_OF_WORKS: Final = ("site",)
"""Claims that only rules look at."""
_WITHOUT_JOURNAL: Final = ("thesis", "dataset", "software")
_OF_JOURNALS: Final = ("container_title", "volume", "issue", "page")


def no_work(case: Case) -> None:
    """Drop what any page has where nothing else speaks of a work.

    Without a title, author, identifier, journal or abstract from a carrier made for works, or from
    the visible text, OpenGraph, ``<title>`` and plain tags are not read: a home page has them too.
    """
    if case.says_work():
        return
    for field in [*case.findings.claims]:
        for claim in [*case.findings.claims[field]]:
            if claim.rank >= rank("general"):
                case.drop(claim, keep=False)


def no_journal(case: Case) -> None:
    """Drop journal, volume, issue and pages that are only seen on the page of a thesis or dataset.

    Evidence: a tag or another carrier than the visible text tells the type.
    """
    claim = case.best("type")
    if claim is None or claim.value not in _WITHOUT_JOURNAL or case.carrier(claim) == "visible":
        return
    for field in _OF_JOURNALS:
        for one in case.seen(field):
            case.drop(one)


RULES: Final[tuple[Callable[[Case], None], ...]] = (
    no_work,
    no_journal,
    rules_of_texts.boilerplate_description,
    rules_of_titles.title_of_journal,
    rules_of_titles.site_in_title,
    rules_of_titles.statement_of_responsibility,
    rules_of_titles.cut_title,
    rules_of_titles.title_in_capitals,
    rules_of_people.page_author,
    rules_of_people.journal_as_author,
    rules_of_people.missing_authors,
    rules_of_people.parted_names,
    rules_of_people.order_of_byline,
    rules_of_people.what_else_is_known,
    rules_of_people.affiliations_once,
    rules_of_numbers.placeholder_date,
    rules_of_numbers.year_of_citation,
    rules_of_numbers.pages_in_full,
    rules_of_numbers.page_not_seen,
    rules_of_numbers.pages_of_pdf,
    rules_of_numbers.volume_is_year,
    rules_of_numbers.numbers_of_series,
    rules_of_numbers.lasting_address,
    rules_of_texts.cut_abstract,
    rules_of_texts.sections_of_abstract,
    rules_of_words.keywords_of_page,
    rules_of_words.keywords_of_journal,
    rules_of_words.type_as_keyword,
    rules_of_words.keywords_in_one,
    rules_of_words.missing_keywords,
    rules_of_words.language_of_text,
)


def apply(findings: Findings, marks: Iterable[Mark]) -> None:
    """Apply the rules to what all carriers and the visible text state."""
    case = Case(findings, marks)
    for rule in RULES:
        rule(case)
    for field in _NOT_OF_WORKS:
        findings.claims.pop(field, None)


def prepare(findings: Findings) -> None:
    """Apply to what tags and other carriers state the rules that help to read the visible text."""
    case = Case(findings, ())
    for rule in (rules_of_titles.title_of_journal, rules_of_titles.site_in_title):
        rule(case)
