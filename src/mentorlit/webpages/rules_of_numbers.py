"""Rules between carriers: dates, volumes, pages, standard numbers."""

import re
from typing import Final

from mentorlit.model import PartialDate, StandardNumber
from mentorlit.webpages.casework import Case
from mentorlit.webpages.tagdates import is_placeholder, precision
from mentorlit.webpages.trust import rank

_RANGE: Final = re.compile(r"(\w+)-(\w+)\Z")
_LASTING: Final = re.compile(r"//(?:hdl\.handle\.net|purl\.\w|n2t\.net/ark:|nbn-resolving\.|urn\.)")
_FROM_ONE: Final = re.compile(r"0*1(?:-\d{1,3})?\Z")


def placeholder_date(case: Case) -> None:
    """Let a full date replace the year, the month or the first of January that it falls into.

    Evidence: another carrier, a further tag or the page states a day of that year (and month, if
    one was stated that is not a placeholder). A year alone stands against a date that is said to be
    that of the online version.
    """
    claim = case.best("issued")
    if claim is None or not _is_vague(claim.value):
        return
    for other in case.others("issued"):
        said = other.rule.casefold()
        online = "online" in said or "epub" in said
        if other.rank > rank("visible") + 3 or (online and precision(claim.value) == 1):
            continue
        better = precision(other.value) > precision(claim.value)
        better = (better or _real_day(claim.value, other.value)) and not is_placeholder(other.value)
        if better and _agrees(claim.value, other.value):
            case.take(other, "placeholder-date")
            return


def year_of_citation(case: Case) -> None:
    """Let the year of the page's citation line replace the day an old work was put online.

    Evidence: the date is said to be that of the online version, and the line that cites journal
    and volume has a year at least two years before it.
    """
    claim = case.best("issued")
    said = claim.rule.casefold() if claim else ""
    if claim is None or not ("online" in said or "epub" in said):
        return
    for other in case.others("issued"):
        cited = other.rule.startswith("visible") and "citation" in other.rule
        if cited and other.value.year < claim.value.year - 1:
            case.take(other, "year-of-citation")
            return


def _is_vague(date: PartialDate) -> bool:
    return (
        bool(date.year)
        and not date.season
        and not date.end
        and (precision(date) < 3 or is_placeholder(date))
    )


def _real_day(vague: PartialDate, other: PartialDate) -> bool:
    return is_placeholder(vague) and precision(other) == 3


def _agrees(vague: PartialDate, other: PartialDate) -> bool:
    same_month = is_placeholder(vague) or vague.month == other.month
    return vague.year == other.year and same_month and not other.circa and not other.end


def pages_in_full(case: Case) -> None:
    """Let a range replace the first page that it begins with, from any carrier."""
    claim = case.best("page")
    if claim is None or "-" in str(claim.value):
        return
    for other in case.others("page"):
        match = _RANGE.match(str(other.value))
        if match and match[1] == claim.value and match[2] != claim.value:
            case.take(other, "pages-in-full")
            return


def pages_of_pdf(case: Case) -> None:
    """Pages that begin at 1 are those of the file where the article has a number.

    Evidence: a tag, JSON-LD or the page states an article number, and no volume is paged so.
    """
    claim, number = case.best("page"), case.best("number")
    if claim is None or number is None or not _FROM_ONE.match(str(claim.value)):
        return
    if number.value in ("1", claim.value) or not str(number.value)[-1].isdigit():
        return
    reports = case.best("type")
    if reports is not None and reports.value not in ("article-journal", "article"):
        return
    for one in [*case.findings.claims.get("page", ())]:
        if _FROM_ONE.match(str(one.value)):
            case.drop(one)


def page_not_seen(case: Case) -> None:
    """Take a first page in a tag that stands nowhere on the page for an internal id.

    Evidence: the page visibly states other pages or an article number, by a label or in a citation.
    """
    claim = case.best("page")
    if claim is None or case.carrier(claim) in ("visible", "rule") or case.is_head_only:
        return
    first = str(claim.value).partition("-")[0].casefold()
    shown = [one for field in ("page", "number") for one in case.seen(field)]
    shown = [one for one in shown if one.rank <= rank("visible") + 2]
    if not shown or len(first) < 4 or first in case.visible:
        return
    for one in [*case.findings.claims["page"]]:
        if one.value == claim.value:
            case.drop(one)
    case.take(shown[0], "page-not-seen")


def volume_is_year(case: Case) -> None:
    """Let the volume that the page labels replace one that is the year of publication."""
    claim, issued, shown = case.best("volume"), case.best("issued"), case.seen("volume")
    if claim is None or issued is None or not shown or case.carrier(claim) == "visible":
        return
    sure = shown[0].rank <= rank("visible") + 2 and shown[0].value != claim.value
    if sure and claim.value == str(issued.value.year):
        case.take(shown[0], "volume-is-year")


def numbers_of_series(case: Case) -> None:
    """Of more than two ISSNs in tags those count that another carrier or the page states too."""
    claims = case.findings.all_best("issn")
    stated = list(dict.fromkeys(number.value for claim in claims for number in claim.value))
    if len(stated) < 3:
        return
    best = claims[0].rank
    others = [one for one in case.findings.claims["issn"] if one.rank > best]
    confirmed = [n for n in stated if any(n == x.value for one in others for x in one.value)]
    confirmed = confirmed or [n for n in stated if n.replace("-", "").casefold() in case.visible]
    if confirmed:
        found = tuple(
            number for claim in claims for number in claim.value if number.value in confirmed
        )
        unique = tuple(dict.fromkeys(StandardNumber(n.value, n.medium) for n in found))
        lines = [line for claim in claims for line in claim.lines]
        case.decide("issn", unique, f"{claims[0].rule} [numbers-of-series]", *lines)


def lasting_address(case: Case) -> None:
    """Let a handle or another address made to last replace the one of the server."""
    claim = case.best("url")
    if claim is None or _LASTING.search(str(claim.value)):
        return
    for other in case.others("url"):
        if _LASTING.search(str(other.value)) and case.carrier(other) != "visible":
            case.take(other, "lasting-address")
            return
