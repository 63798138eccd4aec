"""The account of a deduplication: every record is somewhere, once, whatever the order."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deduplications import made, record, results, same
from mentorlit.acting import Kept, standing
from mentorlit.dedupe import Cluster, Deduplicated, Link, dedupe
from mentorlit.dedupe.merging.policy import DEFAULT
from mentorlit.model import Citation
from mentorlit.reporting.account import Account, Inputs, Tally
from mentorlit.reporting.survey import Survey, survey

REJECTED = Inputs({("source 1", "file 1"): 2, ("other", "other.ris"): 3}, (("x.pdf", "a PDF"),))

NONE = Inputs()


def preferring(label: str) -> Callable[[Citation], int]:
    return lambda one: int(one.origin is None or one.origin.source != label)


def surveyed(
    result: Deduplicated,
    inputs: Inputs = NONE,
    shown: int = 3,
    prefer: str = "",
) -> Survey:
    return survey(result, inputs, near=11.0, shown=shown, standing=preferring(prefer))


def account(result: Deduplicated, inputs: Inputs = NONE, prefer: str = "") -> Account:
    return surveyed(result, inputs, prefer=prefer).account


def tallies(found: Account) -> list[Tally]:
    files = [file.tally for one in found.sources for file in one.files]
    return [found.total, *(one.tally for one in found.sources), *files]


@given(results())
def test_every_record_is_somewhere(result: Deduplicated) -> None:
    found = account(result, REJECTED)
    for one in tallies(found):
        assert one.identified == one.remaining + one.removed + one.unreadable
        assert one.removed == one.automation + one.human
        assert one.duplicates == one.within + one.between
        assert min(msgspec.structs.astuple(one)) >= 0
    assert found.total.identified == len(result.records) - result.old + 5
    assert found.total.unreadable == 5
    assert found.papers == found.total.remaining + found.total.known


@given(results())
def test_parts_make_the_whole(result: Deduplicated) -> None:
    found = account(result, REJECTED)
    for field in Tally.__struct_fields__:
        each = [getattr(one.tally, field) for one in found.sources]
        files = [getattr(file.tally, field) for one in found.sources for file in one.files]
        assert sum(each) == sum(files) == getattr(found.total, field)
    assert sum(papers for _, papers in found.sizes) == found.papers
    assert sum(one.papers for one in found.overlap) == found.papers
    assert sum(size * papers for size, papers in found.sizes) == found.total.identified - 5
    merged = [one for one in result.clusters if len(one.members) > 1]
    assert sum(group.papers for group in found.groups) == len(merged)
    assert sum(group.records for group in found.groups) == sum(len(one.members) for one in merged)
    for at, one in enumerate(found.sources):
        assert one.papers == found.shared(at, at)


@given(results(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(result: Deduplicated, random: object) -> None:
    """The records get other numbers, the clusters another order; members stay in theirs."""
    new = list(range(result.old, len(result.records)))
    random.shuffle(new)  # type: ignore[attr-defined]
    order = [*range(result.old), *new]
    number = {old: at for at, old in enumerate(order)}
    clusters = [
        Cluster(
            tuple(number[member] for member in one.members),
            tuple(
                msgspec.structs.replace(link, a=number[link.a], b=number[link.b])
                for link in reversed(one.links)
            ),
        )
        for one in reversed(result.clusters)
    ]
    records = [result.records[at] for at in order]
    other = made(records, clusters, old=result.old)
    assert account(other, REJECTED) == account(result, REJECTED)


def paper(*sources: str, links: Sequence[Link] | None = None, old: int = 0) -> Deduplicated:
    """Return a result of one paper with a record of each source, joined one after the other."""
    records = [record(source, ordinal=at) for at, source in enumerate(sources, 1)]
    joined = [same(at, at + 1) for at in range(len(sources) - 1)] if links is None else links
    return made(records, [Cluster(tuple(range(len(sources))), tuple(joined))], old=old)


def of(found: Account, label: str) -> Tally:
    return next(one.tally for one in found.sources if one.label == label)


def test_two_sources_that_both_hold_a_paper_twice() -> None:
    found = account(paper("A", "B", "A", "B"))
    assert (found.total.within, found.total.between, found.total.remaining) == (2, 1, 1)
    assert of(found, "A") == Tally(identified=2, within=1, remaining=1)
    assert of(found, "B") == Tally(identified=2, within=1, between=1)
    assert [(one.label, one.papers, one.alone) for one in found.sources] == [
        ("A", 1, 0),
        ("B", 1, 0),
    ]


def test_a_preferred_source_keeps_the_paper() -> None:
    found = account(paper("A", "B", "A", "B"), prefer="B")
    assert of(found, "A") == Tally(identified=2, within=1, between=1)
    assert of(found, "B") == Tally(identified=2, within=1, remaining=1)


def test_what_an_earlier_search_had_is_known() -> None:
    found = account(paper("old", "A", "B", old=1))
    assert found.total == Tally(identified=2, between=1, known=1)
    assert of(found, "A").known == 1
    assert (found.old, found.papers) == (1, 1)
    assert [one.label for one in found.sources] == ["A", "B"]


def test_old_records_alone_are_no_papers() -> None:
    found = account(paper("old", old=1))
    assert (found.total, found.papers, found.sizes, found.overlap) == (Tally(), 0, (), ())


@pytest.mark.parametrize(
    ("links", "human"),
    [
        ([same(0, 1), same(1, 2)], 0),
        ([same(0, 1), same(1, 2, by="decision")], 1),
        ([same(0, 1, by="decision"), same(1, 2)], 1),
        ([same(0, 1, by="decision"), same(1, 2, by="decision")], 2),
        ([same(0, 1, by="decision"), same(0, 1), same(1, 2)], 0),
        ([same(0, 1, by="decision"), same(1, 2), same(0, 2)], 0),
        ([same(0, 1, by="decision"), same(1, 2), Link(0, 1, "related", 6.0)], 1),
    ],
)
def test_only_what_needs_a_decision_is_removed_by_a_person(links: list[Link], human: int) -> None:
    found = account(paper("A", "B", "C", links=links))
    assert (found.total.human, found.total.removed) == (human, 2)


def test_a_decision_that_a_record_is_known_is_a_persons() -> None:
    found = account(paper("old", "A", links=[same(0, 1, by="decision")], old=1))
    assert (found.total.known, found.total.human) == (1, 1)


def test_versions_that_are_merged_are_no_duplicates() -> None:
    links = [same(0, 1, relation="preprint-of"), same(1, 2)]
    found = account(paper("A", "B", "B", links=links))
    assert found.total == Tally(identified=3, versions=1, within=1, remaining=1)


def test_pairs_that_stay_apart_are_counted() -> None:
    records = [record("A", ordinal=at) for at in range(1, 4)]
    links = (
        Link(0, 1, "unsure", 6.0),
        Link(0, 2, "unsure", 5.0),
        Link(0, 2, "related", 5.0, relation="erratum-of"),
    )
    found = account(made(records, [Cluster((0,), links), Cluster((1,)), Cluster((2,))]))
    assert (found.unsure_pairs, found.unsure_papers) == (2, 3)
    assert found.related == (("erratum-of", 1),)


def test_an_unsure_pair_of_one_paper_is_settled() -> None:
    links = [same(0, 1), same(1, 2), Link(0, 2, "unsure", 6.0)]
    found = account(paper("A", "B", "C", links=links))
    assert (found.unsure_pairs, found.unsure_papers) == (0, 0)


def test_rejects_without_any_record_are_of_their_source() -> None:
    found = account(paper("A"), Inputs({("B", "b.ris"): 4}))
    assert of(found, "B") == Tally(identified=4, unreadable=4)
    assert found.total.identified == 5


@pytest.mark.parametrize(
    ("links", "group"),
    [
        ([same(0, 1, by="identical"), same(1, 2, by="identical")], "identical"),
        ([same(0, 1, by="identical"), same(1, 2, by="merged")], "earlier"),
        ([same(0, 1, score=9.0), same(1, 2, by="identical")], "near"),
        ([same(0, 1, score=9.0), same(1, 2, score=12.0), same(0, 2, score=15.0)], "strong"),
        ([same(0, 1, score=9.0, by="decision"), same(1, 2)], "decision"),
        ([same(0, 1, score=9.0, by="decision"), same(0, 1), same(1, 2)], "strong"),
        ([same(0, 1, relation="preprint-of"), same(1, 2)], "versions"),
    ],
)
def test_a_merge_is_as_sure_as_its_weakest_link(links: list[Link], group: str) -> None:
    found = account(paper("A", "B", "C", links=links))
    assert [one.name for one in found.groups] == [group]


@pytest.mark.parametrize("field", ["doi", "pmid", "pmcid"])
def test_a_common_identifier_is_a_group_of_its_own(field: str) -> None:
    one, other = record("A", fields={field: "10.1/X"}), record("B", fields={field: "10.1/x"})
    found = account(made([one, other], [Cluster((0, 1), (same(0, 1),))]))
    assert [group.name for group in found.groups] == ["identifiers"]


def test_the_least_sure_of_a_group_are_its_examples() -> None:
    records = [record("A", ordinal=at) for at in range(1, 41)]
    clusters = [Cluster((at, at + 1), (same(at, at + 1, 50.0 - at),)) for at in range(0, 40, 2)]
    found = surveyed(made(records, clusters))
    assert found.account.groups[0].papers == 20
    shown = [merge.weakest.score for merge in found.merges["strong"] if merge.weakest]
    assert shown == [12.0, 14.0, 16.0]


def test_the_most_alike_unsure_pairs_are_the_examples() -> None:
    records = [record("A", ordinal=at) for at in range(1, 12)]
    links = tuple(Link(0, at, "unsure", float(at)) for at in range(1, 11))
    clusters = [Cluster((0,), links), *(Cluster((at,)) for at in range(1, 11))]
    found = surveyed(made(records, clusters))
    assert [link.score for link in found.unsure] == [10.0, 9.0, 8.0]
    assert found.account.unsure_pairs == 10


def test_what_remains_of_a_source_is_what_is_kept_of_it() -> None:
    """The account and ``--action drop`` speak of the same records."""
    titles = [f"Coral bleaching of the year {year} in warm seas" for year in range(1990, 2010)]
    records = [
        record(source, ordinal=at, fields={"title": title, "doi": f"10.1/{at}", **more})
        for at, title in enumerate(titles, 1)
        for source, more in (("A", {"volume": str(at)} if at % 3 else {}), ("B", {"page": "1-9"}))
    ]
    with dedupe(records) as result:
        found = survey(result, NONE, near=11.0, shown=1, standing=partial(standing, policy=DEFAULT))
        kept = Kept(result)
        origins = [kept.citation(at).origin for at in range(len(result.clusters))]
    sources = Counter(origin.source for origin in origins if origin)
    assert len(sources) == 2
    assert {one.label: one.tally.remaining for one in found.account.sources} == sources
