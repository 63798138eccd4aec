"""Decisions of people: lines, the records they speak of, and what follows from all of them."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citations import whole
from mentorlit.dedupe.decisions import (
    Answer,
    Remembered,
    Settled,
    label,
    line,
    load,
    recall,
    settle,
    side,
)
from mentorlit.dedupe.decisions.circles import circles
from mentorlit.dedupe.decisions.likeness import CHANGED, CONSISTENT, EXACT, OTHER, likeness
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.model import Citation, Name, PartialDate
from mentorlit.problems import UsageError

PAPER = Citation(
    type="article-journal",
    title="Attitudes of general practitioners towards peer mentoring",
    author=(Name(family="Brandt", given="Anna"), Name(family="Okafor", given="Ifeoma M.")),
    issued=PartialDate(year=2010, month=3),
    container_title="Medical Education",
    volume="44",
    issue="3",
    page="221-8",
    doi="10.1000/1",
    pmid="2000001",
    abstract="Peer mentoring is said to help. We asked practitioners whether they agree.",
)
ERRATUM = Citation(
    type="article-journal",
    title="Erratum: Attitudes of general practitioners towards peer mentoring",
    author=PAPER.author,
    issued=PartialDate(year=2011),
    container_title="Medical Education",
    volume="45",
    page="12",
    doi="10.1000/2",
)
OTHER_PAPER = Citation(
    title="Vitamin D status of adolescents in northern cities",
    author=(Name(family="Lindqvist", given="Per"),),
    issued=PartialDate(year=2015),
)
EDITORIAL = Citation(
    title="Editorial", issued=PartialDate(year=2010), volume="12", page="1", issue="1"
)


def but(record: Citation, **changes: object) -> Citation:
    return msgspec.structs.replace(record, **changes)


def said(decision: str, a: Citation, b: Citation, **more: str) -> Remembered:
    return Remembered(decision=decision, a=side(a), b=side(b), **more)


def found(one: Remembered, *records: Citation) -> object:
    """Return the indexes that a decision is applied to, or why it is not."""
    result = recall([one], map(fingerprint, records))
    if result.unused:
        return "unused"
    if result.unclear:
        return "unclear"
    return result.answers[0].a, result.answers[0].b


# Lines.


def test_a_line_is_read_as_it_was_written() -> None:
    one = said("related", ERRATUM, PAPER, relation="erratum-of", who="A. B.", why='"so"')
    assert load([line(one)], "d") == [msgspec.structs.replace(one, place="d:1")]


@given(whole(), whole())
def test_any_record_makes_a_side(a: Citation, b: Citation) -> None:
    if Citation() in (side(a), side(b)):
        return
    one = said("same", a, b, when="2026-02-03T04:05:06Z")
    written = line(one)
    assert b"\n" not in written[:-1]
    (read,) = load([written], "d")
    assert (read.a, read.b) == (one.a, one.b)
    assert side(read.a) == read.a
    assert label(read.a).isprintable() or label(read.a)


def test_a_whole_record_may_stand_as_a_side() -> None:
    members = {"decision": "same", "a": PAPER, "b": ERRATUM, "when": "2026-02-03"}
    (read,) = load([msgspec.json.encode(members)], "d")
    assert read.a == side(PAPER)


def test_inverse_turns_a_relation_round() -> None:
    members = {"decision": "related", "relation": "erratum-of", "inverse": True}
    (read,) = load([msgspec.json.encode(members | {"a": PAPER, "b": ERRATUM})], "d")
    assert (read.a, read.b) == (side(ERRATUM), side(PAPER))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"nonsense", "not a decision"),
        (b'"a"', "not a decision"),
        (b'{"decision": "same", "a": {"title": "x"}}', "`b`"),
        (b'{"decision": "maybe", "a": {"title": "x"}, "b": {"title": "y"}}', "'maybe'"),
        (b'{"decision": "same", "a": {"titel": "x"}, "b": {"title": "y"}}', "titel"),
        (b'{"decision": "same", "a": {}, "b": {"title": "y"}}', "says nothing"),
        (b'{"decision": "related", "a": {"title": "x"}, "b": {"title": "y"}}', "erratum-of"),
        (
            b'{"decision":"related","relation":"eratum-of","a":{"title":"x"},"b":{"title":"y"}}',
            "did you mean erratum-of",
        ),
        (
            b'{"decision": "same", "relation": "x", "a": {"title": "x"}, "b": {"title": "y"}}',
            "goes with related",
        ),
        (
            b'{"decision": "same", "when": "today", "a": {"title": "x"}, "b": {"title": "y"}}',
            "ISO 8601",
        ),
        (b'{"decision": "same", "a": {"title": "\xff"}, "b": {"title": "y"}}', "not a decision"),
        (b"[" * 100_000, "not a decision"),
    ],
)
def test_a_line_that_is_not_understood_is_never_passed_over(raw: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=r"d\.ndjson:2: ") as error:
        load([line(said("same", PAPER, ERRATUM)), raw], "d.ndjson")
    assert told in str(error.value)


def test_every_fault_is_told_up_to_a_bound() -> None:
    with pytest.raises(UsageError) as error:
        load([b"x\n"] * 30, "d")
    told = str(error.value).split("\n")
    assert (len(told), told[-1]) == (11, "d: 20 more")


def test_blank_lines_and_a_mark_at_the_beginning_do_not_count() -> None:
    lines = [b"\xef\xbb\xbf" + line(said("same", PAPER, ERRATUM)), b"\r\n", b""]
    assert len(load(lines, "d")) == 1


def test_a_decision_can_be_withdrawn() -> None:
    first, second = said("same", PAPER, ERRATUM), said("different", PAPER, OTHER_PAPER)
    gone, again = said("withdrawn", ERRATUM, PAPER), said("different", ERRATUM, PAPER)
    assert load(map(line, [first, second, gone]), "d") == [but_placed(second, 2)]
    assert len(load(map(line, [first, second, gone, again]), "d")) == 2
    assert load(map(line, [gone, first]), "d") == [but_placed(first, 2)]


def but_placed(one: Remembered, number: int) -> Remembered:
    return msgspec.structs.replace(one, place=f"d:{number}")


# The records that a decision speaks of.

DAMAGED = [
    but(PAPER, title=PAPER.title.upper(), abstract="", keyword=()),
    but(PAPER, pmid="", issue="", container_title="Med Educ"),
    but(PAPER, doi="", pmid="", abstract="Another one."),
    but(PAPER, author=(Name(literal="A. Brandt"),), page="221-228"),
    but(PAPER, page="221", volume=""),
    but(PAPER, doi="https://doi.org/10.1000/1", pmid="", volume="", page=""),
    but(PAPER, author=(), doi="", pmid="", volume="44(3)"),
    but(PAPER, pmcid="PMC77", keyword=(), issued=PartialDate(year=2010)),
]


@pytest.mark.parametrize("record", DAMAGED)
def test_a_record_is_known_again(record: Citation) -> None:
    assert found(said("different", PAPER, ERRATUM), OTHER_PAPER, ERRATUM, record) == ((2,), (1,))
    assert found(said("different", record, ERRATUM), OTHER_PAPER, ERRATUM, PAPER) == ((2,), (1,))


@pytest.mark.parametrize(
    "record",
    [
        but(PAPER, title="Attitudes of general practitioners towards peer mentoring, part 2"),
        but(PAPER, title="Barriers to peer mentoring in rural practices", pmid=""),
        but(PAPER, doi="10.1000/9", pmid=""),
        but(PAPER, doi="", pmid="", volume="45", page="1-9"),
        but(ERRATUM, doi=PAPER.doi),
        Citation(title=PAPER.title),
        Citation(doi=PAPER.doi),
        Citation(),
    ],
)
def test_another_record_is_not(record: Citation) -> None:
    assert likeness(fingerprint(side(PAPER)), fingerprint(record)).tier == OTHER
    assert found(said("same", PAPER, OTHER_PAPER), record, OTHER_PAPER) == "unused"


@pytest.mark.parametrize(
    ("record", "tier"),
    [
        (PAPER, EXACT),
        (but(PAPER, pmid=""), CONSISTENT),
        (but(PAPER, issued=PartialDate(year=2009)), CHANGED),
        (but(PAPER, title="Attitudes of general practicioners towards peer mentoring"), CHANGED),
        (but(PAPER, doi="10.1000/1.correct"), CHANGED),
        (but(PAPER, doi="10.1000/9", pmid="9"), OTHER),
        (but(PAPER, issued=PartialDate(year=2009), volume="43"), OTHER),
    ],
)
def test_a_corrected_record_is_known_by_an_identifier(record: Citation, tier: int) -> None:
    assert likeness(fingerprint(side(PAPER)), fingerprint(record)).tier == tier


@given(whole())
def test_every_record_is_its_own_side(record: Citation) -> None:
    assert likeness(fingerprint(side(record)), fingerprint(record)).tier == EXACT


def test_copies_of_a_record_are_meant_too() -> None:
    embase = but(PAPER, pmid="", container_title="Med. Educ.", abstract="")
    one = said("different", PAPER, ERRATUM)
    assert found(one, PAPER, PAPER, ERRATUM, embase) == ((0, 1, 3), (2,))


def test_a_thin_record_is_not_taken_for_its_full_copy() -> None:
    thin = Citation(title=PAPER.title, author=PAPER.author, issued=PAPER.issued)
    full = but(PAPER, doi="", pmid="")
    one = said("different", full, thin)
    assert found(one, thin, full) == ((1,), (0,))
    assert found(one, full, full) == "unused"
    assert found(one, thin, thin) == "unused"


def test_what_cannot_be_told_apart_is_not_guessed() -> None:
    thin = Citation(title=PAPER.title, author=PAPER.author, issued=PAPER.issued)
    here, there = but(thin, volume="1", page="5"), but(thin, volume="9", page="70")
    assert found(said("same", thin, OTHER_PAPER), here, there, OTHER_PAPER) == "unclear"
    assert found(said("same", thin, OTHER_PAPER), here, there, thin, OTHER_PAPER) == ((2,), (3,))
    assert found(said("different", EDITORIAL, EDITORIAL), EDITORIAL, EDITORIAL) == "unclear"
    assert found(said("same", EDITORIAL, EDITORIAL), EDITORIAL, EDITORIAL) == ((0, 1), (0, 1))


def test_what_recurs_is_known_by_its_place() -> None:
    others = [but(EDITORIAL, volume=str(n), page=str(n)) for n in range(20, 25)]
    one = said("different", EDITORIAL, OTHER_PAPER)
    assert found(one, *others, OTHER_PAPER) == "unused"
    assert found(one, *others, EDITORIAL, OTHER_PAPER) == ((5,), (6,))
    issue = but(EDITORIAL, issue="")
    assert found(one, *others, issue, OTHER_PAPER) == ((5,), (6,))


def test_an_identifier_alone_names_the_one_paper_that_has_it() -> None:
    one = said("different", Citation(doi=PAPER.doi), Citation(pmid="2000002"))
    other = but(OTHER_PAPER, pmid="2000002")
    assert found(one, other, PAPER) == ((1,), (0,))
    assert found(one, other, PAPER, but(PAPER, pmid="", issue="")) == ((1, 2), (0,))
    supplement = but(PAPER, title="Sleep and shift work in nurses", page="S1", issue="")
    assert found(one, other, PAPER, supplement) == "unclear"
    assert found(one, other, ERRATUM) == "unused"


def test_a_title_alone_says_too_little() -> None:
    one = said("different", Citation(title=PAPER.title), OTHER_PAPER)
    (unclear,) = recall([one], map(fingerprint, (PAPER, OTHER_PAPER))).unclear
    assert unclear.why == "a says too little of its record"
    assert found(one, OTHER_PAPER) == "unused"


def test_two_abstracts_under_one_doi_are_two() -> None:
    a = but(PAPER, title="Sleep and shift work in nurses", pmid="", page="S1")
    b = but(PAPER, title="Sleep and shift work in drivers", pmid="", page="S1")
    assert found(said("different", a, b), b, a) == ((1,), (0,))
    assert found(said("different", a, b), b, b) == "unused"


def test_a_title_of_thousands_is_bounded() -> None:
    thin = Citation(title="A study of the use of mentoring in schools")
    many = [but(thin, issued=PartialDate(year=2000 + n)) for n in range(3000)]
    assert found(said("same", thin, OTHER_PAPER), *many, OTHER_PAPER) == "unclear"


def test_an_identifier_of_thousands_is_bounded() -> None:
    many = [
        Citation(title=f"Abstract {n} of a large meeting of doctors", doi="10.1000/s", page="1")
        for n in range(3000)
    ]
    assert found(said("different", many[7], many[9]), *many) == ((7,), (9,))
    gone = but(many[7], title=f"{many[7].title}s")
    assert found(said("different", gone, many[9]), *many) == "unused"


RECORDS = (
    PAPER,
    ERRATUM,
    OTHER_PAPER,
    EDITORIAL,
    but(EDITORIAL, page=""),
    Citation(title=PAPER.title, author=PAPER.author, issued=PAPER.issued),
    *DAMAGED,
)


@given(
    st.permutations(range(len(RECORDS))),
    st.lists(st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS)), max_size=6),
)
def test_neither_order_matters(order: list[int], pairs: list[tuple[Citation, Citation]]) -> None:
    decisions = [said("same", a, b) for a, b in pairs]
    one = recall(decisions, map(fingerprint, RECORDS))
    other = recall(reversed(decisions), [fingerprint(RECORDS[index]) for index in order])
    assert [answer.said for answer in one.answers] == [answer.said for answer in other.answers]
    for here, there in zip(one.answers, other.answers, strict=True):
        assert here.a == tuple(sorted(order[index] for index in there.a))
        assert here.b == tuple(sorted(order[index] for index in there.b))
    assert (one.unused, one.unclear) == (other.unused, other.unclear)


# What follows from all decisions.


def answer(
    decision: str, *ends: int | tuple[int, ...], relation: str = "", place: str = ""
) -> Answer:
    a, b = (end if isinstance(end, tuple) else (end,) for end in ends)
    one = said(decision, PAPER, ERRATUM, relation=relation, place=place)
    return Answer(one, a, b)


def places(result: Settled) -> list[list[str]]:
    return [[one.place for one in conflict.said] for conflict in result.conflicts]


def test_same_joins_and_the_rest_keeps_apart() -> None:
    result = settle(
        [
            answer("same", 4, 2),
            answer("same", 2, (7, 9)),
            answer("different", 9, 1),
            answer("related", 5, 4, relation="erratum-of"),
        ]
    )
    assert result.joined == ((2, 4, 7, 9),)
    assert result.apart == ((1, 9),)
    assert result.related == ((5, 4, "erratum-of"),)
    assert (result.unsure, result.conflicts) == ((), ())
    assert result.by[2, 4].decision == "same"
    assert result.by[4, 5].decision == "related"


def test_a_chain_against_a_difference_counts_for_nothing() -> None:
    result = settle(
        [
            answer("same", 1, 2, place="d:10"),
            answer("same", 2, 3, place="d:9"),
            answer("different", 1, 3, place="e:1"),
            answer("same", 3, 4, place="e:2"),
        ]
    )
    assert places(result) == [["d:9", "d:10", "e:1"]]
    assert result.joined == ((3, 4),)
    assert result.apart == ()
    assert result.unsure == ((1, 2), (1, 3), (2, 3))
    assert "d:9: same: Brandt et al. 2010: Attitudes" in str(result.conflicts[0])


def test_two_answers_for_one_pair() -> None:
    for other in (answer("different", 2, 1), answer("related", 1, 2, relation="reply-to")):
        result = settle([answer("same", 1, 2), other])
        assert len(result.conflicts) == 1
        assert (result.joined, result.apart, result.related) == ((), (), ())
        assert result.unsure == ((1, 2),)
    agreed = settle([answer("same", 1, 2, place="d:1"), answer("same", 2, 1, place="e:1")])
    assert (agreed.joined, agreed.conflicts) == (((1, 2),), ())


@pytest.mark.parametrize(
    "other",
    [
        answer("different", 2, 1),
        answer("related", 1, 2, relation="reply-to"),
        answer("related", 2, 1, relation="erratum-of"),
    ],
)
def test_different_answers_of_what_two_papers_are(other: Answer) -> None:
    result = settle([answer("related", 1, 2, relation="erratum-of"), other])
    assert len(result.conflicts) == 1
    assert (result.apart, result.related, result.unsure) == ((), (), ((1, 2),))


def test_answers_meet_through_what_is_joined() -> None:
    result = settle(
        [answer("same", 1, 2), answer("different", 1, 5), answer("related", 5, 2, relation="x-of")]
    )
    assert len(result.conflicts) == 1
    assert (result.joined, result.unsure) == (((1, 2),), ((1, 5), (2, 5)))


def test_what_came_in_merged_stays() -> None:
    result = settle([answer("different", 1, 2), answer("same", 2, 3)], [(1, 2)])
    assert (result.joined, result.apart, result.unsure) == (((2, 3),), (), ())
    assert [conflict.merged for conflict in result.conflicts] == [True]
    chain = settle([answer("same", 2, 3), answer("different", 3, 1)], [(1, 2)])
    assert len(chain.conflicts) == 1
    assert chain.joined == ()


def test_a_long_chain_is_no_depth() -> None:
    chain = [answer("same", n, n + 1) for n in range(20_000)]
    assert len(settle(chain).joined) == 1
    result = settle([*chain, answer("different", 0, 20_000)])
    assert (result.joined, len(result.conflicts)) == ((), 1)
    assert str(result.conflicts[0]).endswith("and 19989 more")


ANSWERS = st.lists(
    st.builds(
        answer,
        st.sampled_from(["same", "same", "different", "related"]),
        st.integers(0, 3),
        st.integers(4, 7) | st.tuples(st.integers(4, 5), st.integers(6, 8)),
        place=st.integers(1, 99).map("d:{}".format),
        relation=st.sampled_from(["erratum-of", "reply-to"]),
    ),
    max_size=9,
)


@given(ANSWERS.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_decisions_does_not_matter(pair: tuple[list[Answer], list[Answer]]) -> None:
    assert settle(pair[0]) == settle(pair[1])


@given(ANSWERS, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=2))
def test_nothing_that_is_joined_is_apart(some: list[Answer], merged: list[tuple[int, int]]) -> None:
    result = settle(some, merged)
    home = {member: group for group in result.joined for member in group}
    kept_apart = {*result.apart, *result.unsure} | {(a, b) for a, b, _ in result.related}
    assert not [pair for pair in kept_apart if pair[1] in home.get(pair[0], ())]
    conflicting = {id(one) for conflict in result.conflicts for one in conflict.said}
    for one in some:
        if one.said.decision == "same" and id(one.said) not in conflicting:
            assert {*one.a, *one.b} <= {*home[one.a[0]]}


@given(ANSWERS)
def test_without_a_contradiction_every_decision_counts(some: list[Answer]) -> None:
    only = [one for one in some if one.said.decision == "same"]
    assert settle(only).conflicts == ()


EDGES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda edge: edge[0] != edge[1]),
    max_size=9,
)


@given(EDGES)
def test_circles_are_those_that_a_search_finds(edges: list[tuple[int, int]]) -> None:
    group = {edge: at for at, found in enumerate(circles(edges)) for edge in found}
    assert sorted(group) == list(range(len(edges)))
    for one, other in combinations(range(len(edges)), 2):
        assert (group[one] == group[other]) == in_one_circle(edges, one, other)


def in_one_circle(edges: list[tuple[int, int]], one: int, other: int) -> bool:
    """Search every simple path from one end of an edge to the other for another edge."""
    start, goal = edges[one]
    paths = [(start, {start}, False)]
    while paths:
        node, seen, has = paths.pop()
        for number, edge in enumerate(edges):
            if number == one or node not in edge:
                continue
            step = edge[1] if edge[0] == node else edge[0]
            if step == goal and (has or number == other):
                return True
            if step not in seen and step != goal:
                paths.append((step, seen | {step}, has or number == other))
    return False
