"""Hard negatives: what is made of a paper that is not that paper, one kind a function.

Each takes the lines of a RIS record and returns two records that must not become one: the paper,
sometimes with a title of its own, and the other one. ``NEGATIVES`` names them all; the policy they
follow is docs/explanations/dedupe.md.
"""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Final

from dedupe_papers import Tags, papers

Pair = tuple[Tags, Tags]
Negative = Callable[[Tags, Random], Pair]


def _number(tags: Tags, tag: str) -> int:
    value = tags.get(tag, ["0"])[0]
    return int(value) if value.isdigit() else 100


def _head(tags: Tags) -> str:
    """Return the title without what databases put behind it ("[Chinese].")."""
    title = tags["TI"][0].rstrip(". ")
    bare = title.rpartition("[")[0].rstrip(". ") if title.endswith("]") else title
    return bare or title


def _changed(tags: Tags, chance: Random, **changes: str) -> Tags:
    """Return another paper: other pages and identifiers, and what ``changes`` says."""
    made = deepcopy(tags)
    first = _number(tags, "SP") + chance.randint(15, 200)
    made |= {"SP": [str(first)], "EP": [str(first + chance.randint(2, 12))]}
    made["DO"] = [f"10.5555/other.{chance.randrange(10**9)}"]
    made["AB"] = [_abstract(chance)]
    made |= {tag: [value] for tag, value in changes.items()}
    for tag in [tag for tag, values in made.items() if values == [""]]:
        del made[tag]
    return made


def _abstract(chance: Random) -> str:
    """Return an abstract that is about something else."""
    about = next(papers(1, chance.randrange(10**6)))
    return f"We asked {chance.randint(20, 900)} people. {about['AB'][0]}"


def _titled(first: str, second: str) -> Negative:
    """Return a maker of two papers of one issue whose titles have these ends."""

    def make(tags: Tags, chance: Random) -> Pair:
        one, head = deepcopy(tags), _head(tags)
        one["TI"] = [head + first]
        return one, _changed(tags, chance, TI=head + second)

    return make


def _thin(make: Negative) -> Negative:
    """Return the same pair without identifiers, abstracts and pages."""

    def thin(tags: Tags, chance: Random) -> Pair:
        pair = make(tags, chance)
        for one in pair:
            for tag in ("DO", "AN", "AB", "SP", "EP"):
                one.pop(tag, None)
        return pair

    return thin


def _about(start: str, end: str = "") -> Negative:
    """Return a maker of a note about the paper, a year later in the same journal."""

    def make(tags: Tags, chance: Random) -> Pair:
        note = _changed(tags, chance, TI=start + _head(tags) + end, AB="")
        if chance.random() < 0.5:
            note |= {"PY": [str(_number(tags, "PY") + 1)], "VL": [str(_number(tags, "VL") + 1)]}
        if chance.random() < 0.5:
            del note["DO"]
        note.pop("EP", None)
        return tags, note

    return make


def recurring(tags: Tags, chance: Random) -> Pair:
    one = _changed(tags, chance, TI="Editorial", AB="", DO="")
    other = _changed(tags, chance, TI="Editorial", AB="", DO="", VL=str(_number(tags, "VL") + 1))
    other["PY"] = [str(_number(tags, "PY") + 1)]
    return one, other


def recurring_thin(tags: Tags, chance: Random) -> Pair:
    """Two editorials of which little is known."""
    pair = recurring(tags, chance)
    for one in pair:
        for tag in ("SP", "EP", "IS"):
            one.pop(tag, None)
    return pair


def yearly(tags: Tags, chance: Random) -> Pair:
    """The report of two years."""
    year, head = _number(tags, "PY"), _head(tags)
    one = deepcopy(tags)
    one["TI"] = [f"{head}, {year}"]
    changes = {"TI": f"{head}, {year + 1}", "PY": str(year + 1), "VL": str(_number(tags, "VL") + 1)}
    return one, _changed(tags, chance, **changes)


def protocol(tags: Tags, chance: Random) -> Pair:
    year = str(_number(tags, "PY") - 2)
    title = f"{_head(tags)}: study protocol for a randomised controlled trial"
    return tags, _changed(tags, chance, TI=title, PY=year, T2="Trials", VL="14")


def registration(tags: Tags, chance: Random) -> Pair:
    made = _changed(tags, chance, PY=str(_number(tags, "PY") - 3), T2="ClinicalTrials.gov", AB="")
    for tag in ("VL", "IS", "SP", "EP", "DO"):
        made.pop(tag, None)
    return tags, made | {"AN": ["NCT01234567"]}


def preprint(tags: Tags, chance: Random) -> Pair:
    made = _changed(tags, chance, T2="bioRxiv", PY=str(_number(tags, "PY") - 1))
    made |= {"DO": [f"10.1101/2019.12.{chance.randrange(10**6):06}"], "AB": tags.get("AB", [""])}
    for tag in ("VL", "IS", "SP", "EP"):
        made.pop(tag, None)
    return tags, made


def conference(tags: Tags, chance: Random) -> Pair:
    """The paper at a conference the year before, its abstract the same."""
    made = _changed(
        tags, chance, TY="CPAPER", T2="Proceedings of the International Conference on Practice",
        PY=str(_number(tags, "PY") - 1), VL="", IS="",
    )  # fmt: skip
    made["AB"] = tags.get("AB", [""])
    return tags, made


def meeting_abstract(tags: Tags, chance: Random) -> Pair:
    """The abstract of the talk, in a supplement of the journal, the year before."""
    first = f"S{chance.randint(10, 400)}"
    made = _changed(tags, chance, PY=str(_number(tags, "PY") - 1), SP=first, EP="", IS="Suppl 1")
    return tags, made | {"VL": [str(max(1, _number(tags, "VL") - 1))]}


def two_meetings(tags: Tags, chance: Random) -> Pair:
    """One abstract at two meetings, in supplements of two journals."""
    one = _changed(tags, chance, SP="S12", EP="", IS="Suppl 1", T2="Gut")
    other = _changed(tags, chance, SP="A233", EP="", IS="Suppl 2", T2="Gastroenterology")
    one["AB"] = other["AB"] = tags.get("AB", [""])
    return one, other | {"VL": ["150"]}


def copublished(tags: Tags, chance: Random) -> Pair:
    """One guideline in two journals."""
    made = _changed(tags, chance, T2="European Journal of Guidelines", VL="3")
    return tags, made | {"AB": tags.get("AB", [""])}


def thesis(tags: Tags, chance: Random) -> Pair:
    made = _changed(tags, chance, TY="THES", PY=str(_number(tags, "PY") - 1), DO="")
    for tag in ("T2", "VL", "IS", "SP", "EP"):
        made.pop(tag, None)
    made["AU"] = made["AU"][:1]
    return tags, made


def chapters(tags: Tags, chance: Random) -> Pair:
    """Two chapters of one book, under its ISBN and DOI."""
    one = _changed(tags, chance, TY="CHAP", T2="Handbook of practice", VL="", IS="")
    other = _changed(one, chance, TI=f"What remains to be done: {_head(tags)[-40:]}")
    for chapter in (one, other):
        chapter |= {"SN": ["978-3-16-148410-0"], "DO": [f"10.5555/book.{tags['ID'][0]}"]}
    return one, other


def supplement(tags: Tags, chance: Random) -> Pair:
    """Two abstracts of one supplement that share its DOI, by one group."""
    one = _changed(tags, chance, IS="Suppl 1")
    other = _changed(
        tags, chance, IS="Suppl 1", TI=f"Late results and costs of {_head(tags)[10:50]}"
    )
    one["DO"] = other["DO"] = [f"10.5555/supplement.{tags['ID'][0]}"]
    return one, other


def editions(tags: Tags, chance: Random) -> Pair:
    one = _changed(tags, chance, TY="BOOK", T2="", VL="", IS="", SP="", EP="", DO="", AB="")
    return one | {"ET": ["2nd"]}, deepcopy(one) | {
        "ET": ["3rd"],
        "PY": [str(_number(one, "PY") + 5)],
    }


def book_reviews(tags: Tags, chance: Random) -> Pair:
    """Two reviews of one book."""
    one = _changed(tags, chance, TI=f"Book review: {_head(tags)}", AB="", DO="")
    other = _changed(tags, chance, TI=f"Book review: {_head(tags)}", AB="", DO="", T2="Nature")
    one["AU"], other["AU"] = ["Reviewer, First"], ["Critic, Second"]
    return one, other | {"VL": ["12"]}


def dataset(tags: Tags, chance: Random) -> Pair:
    made = _changed(tags, chance, TY="DATA", TI=f"Data from: {_head(tags)}", T2="Dryad")
    for tag in ("VL", "IS", "SP", "EP", "AB"):
        made.pop(tag, None)
    return tags, made


NEGATIVES: Final[dict[str, Negative]] = {
    "Part I, Part II": _titled(". Part I", ". Part II"),
    "Part 1, Part 2 (thin)": _thin(_titled(", part 1", ", part 2")),
    "no part, Part II (thin)": _thin(_titled("", ". Part II")),
    "first, second report (thin)": _thin(_titled(": first report", ": second report")),
    "phase 2, phase 3": _titled(": a phase 2 trial", ": a phase 3 trial"),
    "adults, adolescents": _titled(" in adults: Trial A", " in adolescents: Trial A"),
    "adults, adolescents (thin)": _thin(_titled(" in adults", " in adolescents")),
    "men, women (thin)": _thin(_titled(": findings in men", ": findings in women")),
    "10 mg, 20 mg (thin)": _thin(_titled(" at 10 mg daily", " at 20 mg daily")),
    "reports of two years": yearly,
    "reports of two years (thin)": _thin(yearly),
    "erratum to": _about("Erratum to: "),
    "correction": _about("Correction: "),
    "corrigendum (in brackets)": _about("", " (corrigendum)"),
    "retraction": _about("Retraction: "),
    "expression of concern": _about("Expression of concern: "),
    "comment on": _about("Comment on: "),
    "re:": _about("Re: "),
    "reply to": _about("Reply to: "),
    "authors' reply": _about("", ": authors' reply"),
    "editorial comment": _about("Editorial comment: "),
    "protocol": protocol,
    "trial registration": registration,
    "preprint": preprint,
    "conference version": conference,
    "meeting abstract": meeting_abstract,
    "one abstract, two meetings": two_meetings,
    "guideline in two journals": copublished,
    "dissertation": thesis,
    "chapters of one book": chapters,
    "abstracts of one supplement": supplement,
    "two editions": editions,
    "reviews of one book": book_reviews,
    "data set": dataset,
    "editorials of two volumes": recurring,
    "editorials of two volumes (thin)": recurring_thin,
}
"""Name to maker of a pair."""
