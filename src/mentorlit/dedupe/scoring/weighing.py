"""The weights of persons, places, years, identifiers and abstracts as evidence.

Each function adds what it found to the pair; a value that is missing on either side gives nothing.
"""

from itertools import product

from rapidfuzz.distance import Indel

from mentorlit.dedupe.fingerprints import pages, persons, venues
from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.fingerprints.pages import Pages
from mentorlit.dedupe.scoring.findings import Pair
from mentorlit.dedupe.scoring.weigh_titles import share_of
from mentorlit.dedupe.scoring.weights import curve, table, weights


def weigh_persons(pair: Pair) -> None:
    """Weigh the authors: how many of the shorter list are in the longer one."""
    a, b, known = pair.a, pair.b, weights()
    if not a.persons or not b.persons:
        if a.groups and not set(a.groups).isdisjoint(b.groups):
            pair.authors = known["authors_groups_same"]
            pair.note("author", "same group", pair.authors)
        return
    if a.persons[0].family.isascii() != b.persons[0].family.isascii():
        return
    share, found = persons.agreement(a.persons, b.persons, table()["persons"]["same_family"])
    weight = curve("authors", share)
    if weight > 0:
        counts = len(a.persons), len(b.persons)
        weight *= 0.5 + 0.5 * min(counts) / max(counts)
        if found >= 2:
            weight += known["authors_many" if found >= 3 else "authors_two"]
    pair.authors = round(weight, 2)
    pair.evidence["author"] = {"similarity": round(share, 3), "weight": pair.authors}


def _page(a: Fingerprint, b: Fingerprint) -> str:
    """Compare the pages, as far as what the records are tells how to read them."""
    ours, theirs = a.pages, b.pages
    if not ours.first or not theirs.first:
        return ""
    found = pages.compare(ours, theirs)
    if found == "different" and _inside(ours, theirs):
        return ""
    if not found and _chapters(a, b):
        return "different"
    return found


def weigh_place(pair: Pair) -> None:
    """Weigh container, volume, issue and pages, and once more when they agree together."""
    a, b = pair.a, pair.b
    pair.page = _page(a, b)
    _container(pair)
    pair.volume = _same(a.volume, b.volume)
    if pair.volume == "different" and pair.one_page and a.pages.first != b.pages.first:
        pair.page = ""  # S203 of a supplement is not 203 of another volume
    if pair.volume:
        pair.note_usual("volume", pair.volume)
    pair.issue = _same(a.issue, b.issue)
    if pair.issue:
        pair.note_usual("issue", pair.issue)
    if not pair.page:
        return
    pair.note_usual("page", pair.page)
    if pair.one_page:
        _whole_place(pair)


def _whole_place(pair: Pair) -> None:
    """Weigh once more that container, volume and first page agree, or all numbers of the place."""
    a, b = pair.a, pair.b
    if pair.one_venue and (pair.volume == "same" or _by_issues(pair)):
        pair.place = True
        pair.note_usual("place", "same")
    elif pair.volume == "same" and pair.page == "same" and a.pages.last and a.years == b.years:
        issue = pair.issue == "same"
        if pair.authors > 0 or (issue and "author" not in pair.evidence and a.years):
            weight = weights()["place_issue" if issue else "place_numbers"]
            pair.note("place", "same numbers", weight)


def _by_issues(pair: Pair) -> bool:
    """Tell whether a serial that has no volumes but counts its issues has the same one."""
    a, b = pair.a, pair.b
    if a.volume or b.volume or pair.issue != "same" or pair.page != "same":
        return False
    return bool(a.years) and a.years == b.years


def _inside(one: Pages, other: Pages) -> bool:
    """Tell whether a page without a range lies in the range of the other record: often its end."""
    if one.last:
        one, other = other, one
    if one.last or not (one.first.isdecimal() and other.first.isdecimal()):
        return False
    return other.last.isdecimal() and int(other.first) < int(one.first) <= int(other.last)


def _chapters(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether both are chapters with a range: of a book, page 1 is a page."""
    return a.form == b.form == "chapter" and bool(a.pages.last and b.pages.last)


def _same(one: str, other: str) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "different"


def _container(pair: Pair) -> None:
    """Weigh the containers; equal ISSNs settle it."""
    a, b = pair.a, pair.b
    if a.issn and b.issn and not set(a.issn).isdisjoint(b.issn):
        pair.container = venues.SAME
    else:
        pair.container = venues.best(a.venues, b.venues)
    if not pair.container:
        return
    if pair.container == venues.DIFFERENT and pair.page != "same" and _journal_and_meeting(pair):
        pair.note("container-title", pair.container, weights()["container_kind"])
    else:
        pair.note_usual("container-title", pair.container)


def _journal_and_meeting(pair: Pair) -> bool:
    forms = (pair.a.form, pair.b.form)
    return "journal" in forms and ("conference" in forms or "abstract" in forms)


def weigh_years(pair: Pair) -> None:
    """Weigh the years.

    A year of print after the one on line is common for articles, and theses are indexed by the
    year of the degree or of the index; but proceedings have no such thing, and where nothing of
    the place can be compared a year between is all there is.
    """
    a, b = pair.a, pair.b
    if not a.years or not b.years:
        return
    if a.years[0] == b.years[0]:
        pair.apart = 0
        pair.note("issued", "0 apart", weights()["year_same"])
        return
    pair.apart = min(abs(one - other) for one, other in product(a.years, b.years))
    if pair.apart > 0 and _updated(pair):
        pair.note("issued", f"{pair.apart} apart, updated", 0.0)
        pair.apart = 0
        return
    weight = ("year_same", "year_1", "year_2", "year_far")[min(pair.apart, 3)]
    if pair.apart == 1 and not _one_thesis(a, b):
        if "paper-conference" in (a.type, b.type) and not pair.place:
            weight = "year_1_conference"
        elif not (pair.container or pair.volume or pair.page or pair.one_text or _known(pair)):
            weight = "year_1_alone"
    pair.note("issued", f"{pair.apart} apart", weights()[weight])


def _updated(pair: Pair) -> bool:
    """Tell whether both are reviews under one title that are published anew with every update."""
    if not pair.one_venue or pair.likeness < 0.97:
        return False
    return any(venue.kind == "updated" for venue in pair.a.venues)


def _one_thesis(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether both are theses of one person, named in full if no type says "thesis"."""
    if not a.form == b.form == "thesis" or not a.persons or not b.persons:
        return False
    if "thesis" in (a.type, b.type):
        return True
    return a.persons[0].words == b.persons[0].words and len(a.persons[0].words[-1]) > 1


def _known(pair: Pair) -> bool:
    """Tell whether identifiers were compared, or abstracts."""
    return bool(pair.doi or pair.pmid or pair.pmcid) or pair.text >= 0


def weigh_alone(pair: Pair) -> None:
    """Count for one paper that a record states nothing but a title of its own, or a DOI.

    A year, if stated, has to be the same.
    """
    if len(pair.evidence) - ("issued" in pair.evidence) != 1 or pair.apart > 0:
        return
    if not (_bare(pair.a) or _bare(pair.b)):
        return
    if pair.doi == "same":
        pair.note("record", "DOI alone", weights()["record_alone"])
    elif pair.likeness >= 0.97 and not (pair.words or pair.numbers or pair.a.title.recurring):
        own = share_of(pair.a.title, pair.b.title) > 0.8
        pair.note("record", "title alone", weights()["record_alone"] if own else 0.0)


def _bare(one: Fingerprint) -> bool:
    """Tell whether a record states nothing but its title or its DOI, and perhaps a year."""
    titled = one.title.content and one.title.recurring < 2
    return not (
        one.persons or one.groups or one.venues or one.volume or one.pages.first
        or (one.doi and titled) or one.pmid or one.abstract or one.isbn or one.others
    )  # fmt: skip


def weigh_identifiers(pair: Pair) -> None:
    """Weigh identifiers: one in common is enough, whatever others there are."""
    a, b = pair.a, pair.b
    if a.pmid and b.pmid:
        pair.pmid = _shared(a.pmid, b.pmid)
        pair.note_usual("PMID", pair.pmid)
    if a.pmcid and b.pmcid:
        pair.pmcid = _shared(a.pmcid, b.pmcid)
        pair.note_usual("PMCID", pair.pmcid)
    if a.doi and b.doi:
        pair.doi = _shared(a.doi, b.doi)
        if pair.doi == "different" and _shared(a.versions, b.versions) == "same":
            pair.doi = "version"
        pair.note_usual("DOI", pair.doi)
    if a.isbn and b.isbn and not set(a.isbn).isdisjoint(b.isbn):
        pair.note_usual("ISBN", "same")
    if a.others and b.others and not set(a.others).isdisjoint(b.others):
        pair.note_usual("identifiers", "same")


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if one == other:
        return "same"
    return "different" if set(one).isdisjoint(other) else "same"


def weigh_abstract(pair: Pair) -> None:
    """Weigh the beginnings of the abstracts, as long as the shorter one."""
    one, other = pair.a.abstract, pair.b.abstract
    length = min(len(one), len(other))
    if length < 40:
        return
    pair.text = Indel.normalized_similarity(one[:length], other[:length])
    weight = round(curve("abstract", pair.text), 2)
    pair.evidence["abstract"] = {"similarity": round(pair.text, 3), "weight": weight}
