"""An update of a search: new records beside old ones, which stay as they are."""

from itertools import permutations

from mentorlit.dedupe import dedupe
from mentorlit.model import Citation, Name, Origin, PartialDate


def record(number: int, **fields: object) -> Citation:
    stated = {
        "title": "Peer mentoring of medical students in rural areas",
        "author": (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="Ifeoma")),
        "issued": PartialDate(year=2012),
        "container_title": "Medical Education",
        **fields,
    }
    origin = Origin("s", "s.ris", "ris", number, number, number, f"r{number}")
    return Citation(origin=origin, **stated)  # type: ignore[arg-type]


OLD = (record(1, volume="46"), record(2, volume="46", page="12-19"))
AGAIN = record(3, volume="46", page="12-9", doi="10.1000/1")
OTHER = record(4, title="Thermal expansion of zirconium tungstate", author=(), doi="10.1000/2")


def test_old_records_stay_and_are_never_one() -> None:
    for old in permutations(OLD):
        for new in permutations((AGAIN, OTHER)):
            result = dedupe(new, against=old)
            assert list(result.citations()) == [*old, OTHER]
            assert list(result.citations(only_new=True)) == [OTHER]
            assert (result.merged_away, result.matched, result.old) == (1, 1, 2)


def test_new_records_are_merged_among_themselves() -> None:
    twin = record(5, title=OTHER.title, author=(), doi="10.1000/2", volume="7")
    result = dedupe((OTHER, AGAIN, twin), against=OLD)
    (new,) = result.citations(only_new=True)
    assert len(new.members) == 2
    assert result.merged_away == 2


def test_the_same_record_among_the_old_and_the_new() -> None:
    result = dedupe(OLD, against=OLD)
    assert list(result.citations()) == list(OLD)
    assert list(result.citations(only_new=True)) == []


def test_an_old_record_that_was_merged_stays_whole() -> None:
    (merged,) = dedupe((OLD[0], AGAIN)).citations()
    assert merged.members
    result = dedupe((AGAIN, OTHER), against=(merged,))
    assert list(result.citations()) == [merged, OTHER]


def test_no_old_record_is_lost_to_a_merged_one() -> None:
    """A record that came in merged is known twice: its members are two old records."""
    (merged,) = dedupe((record(6, volume="46"), AGAIN)).citations()
    for old in permutations((OLD[0], record(7, doi="10.1000/1", volume="46", issue="2"))):
        result = dedupe((merged,), against=old)
        assert list(result.citations()) == list(old)
        assert list(result.citations(only_new=True)) == []
        assert result.merged_away == 1
