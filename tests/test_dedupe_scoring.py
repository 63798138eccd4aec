"""Rules of scoring that are passed over because what they look at agrees."""

from hypothesis import given
from hypothesis import strategies as st

from mentorlit.dedupe.fingerprints.normalise import Fingerprint
from mentorlit.dedupe.fingerprints.pages import Pages
from mentorlit.dedupe.fingerprints.titles import Title, title
from mentorlit.dedupe.fingerprints.venues import Venue
from mentorlit.dedupe.scoring import weighing
from mentorlit.dedupe.scoring.doubt import DOUBTS, doubt
from mentorlit.dedupe.scoring.findings import Pair
from mentorlit.dedupe.scoring.veto import VETOES, veto
from mentorlit.dedupe.scoring.weigh_titles import weigh_title

TITLES = (
    title("Screening of adults for iron deficiency: part 1"),
    title("Screening of adolescents for iron deficiency: part 2"),
    title("Screening of adults for iron deficiency"),
    title("Erratum: screening of adults for iron deficiency"),
    title("Eisenmangel bei Erwachsenen"),
    title("Editorial"),
    Title(),
)
FORMS = ("", "journal", "conference", "preprint", "abstract", "thesis", "report", "chapter", "book")
TEXTS = (
    "",
    "iron deficiency is common among adults " * 3,
    "we screened two towns in one year " * 3,
)
WEIGHING = (
    weighing.weigh_identifiers,
    weigh_title,
    weighing.weigh_abstract,
    weighing.weigh_persons,
    weighing.weigh_place,
    weighing.weigh_years,
    weighing.weigh_alone,
)


def some(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


PRINTS = st.builds(
    Fingerprint,
    title=st.sampled_from(TITLES),
    years=some((), (2009,), (2010,), (2009, 2014)),
    venues=some((), (Venue(("iron",), "journal"),), (Venue(("blood", "letters"), "updated"),)),
    volume=some("", "4", "12"),
    issue=some("", "1", "2"),
    pages=some(Pages(), Pages("12", "19"), Pages("12", "21"), Pages("40"), Pages("e7", "", True)),
    doi=some((), ("10.1000/1",), ("10.1000/2",)),
    versions=some((), ("10.1000/1",)),
    pmid=some((), ("17",), ("18",)),
    abstract=some(*TEXTS),
    type=some("", "article-journal", "book", "chapter"),
    form=some(*FORMS),
    short=st.booleans(),
    edition=some("", "2", "3"),
)


@given(PRINTS, PRINTS)
def test_rules_that_are_not_asked_do_not_hold(a: Fingerprint, b: Fingerprint) -> None:
    """The respect that stands beside a rule is one without which it cannot hold."""
    pair = Pair(a, b, {})
    for weigh in WEIGHING:
        weigh(pair)
    pair.note_against()
    for first, rules in ((veto, VETOES), (doubt, DOUBTS)):
        holding = [name for name, (_, holds) in rules.items() if holds(pair)]
        assert first(pair) == next(iter(holding), "")
