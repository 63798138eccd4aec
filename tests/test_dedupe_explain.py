"""Explanations: naming records, evidence, what would change a decision, chains and conflicts."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from mentorlit.cli.console import plain
from mentorlit.dedupe import Cluster, Link, Options, dedupe
from mentorlit.dedupe.decisions import Remembered, side
from mentorlit.dedupe.explaining import chains
from mentorlit.dedupe.explaining.counterfactual import changes
from mentorlit.dedupe.explaining.explain import explain
from mentorlit.dedupe.explaining.explain_text import rows
from mentorlit.dedupe.explaining.naming import find
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.scoring.score import Decision, score
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate
from mentorlit.problems import UsageError
from test_dedupe_log import ALL, ARTICLE, COPY, ERRATUM, PREPRINT, STRANGER, TITLE, record
from test_dedupe_properties import LISTS


def told(a: int, b: int, records: list[Citation] = ALL, **options: Any) -> dict[str, Any]:
    asked = Options(**options)
    with dedupe(records, asked) as result:
        return explain(result, a, b, asked)


def text(facts: dict[str, Any]) -> str:
    return b"".join(map(plain, rows(facts))).decode()


def compare(one: Citation, other: Citation) -> Decision:
    return score(fingerprint(one), fingerprint(other), whole=True)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("r1", 0),
        ("a.ris#2", 1),
        ("in/a.ris#2", 1),
        ("a.ris:30", 2),
        ("in/a.ris:39", 2),
        ("10.1000/1", 0),
        ("https://doi.org/10.1000/1", 0),
        ("12345", 1),
        ("PMID:12345", 1),
    ],
)
def test_names(name: str, index: int) -> None:
    assert find(ALL, [name]) == [index]


@pytest.mark.parametrize("name", ["", "r9", "a.ris#99", "a.ris:9", "b.ris:1", "10.1000/9", "a.ris"])
def test_names_of_nothing(name: str) -> None:
    with pytest.raises(UsageError, match="names no record") as caught:
        find(ALL, [name])
    assert "source#ordinal" in str(caught.value)


def test_an_ambiguous_name_lists_the_records_with_their_places() -> None:
    with pytest.raises(UsageError) as caught:
        find([ARTICLE, msgspec.structs.replace(COPY, doi="10.1000/1")], ["10.1000/1"])
    first, *listed = str(caught.value).split("\n")
    assert "names 2 records" in first
    assert [line.split()[:2] for line in listed] == [
        ["a.ris#1", "(in/a.ris:10)"],
        ["a.ris#2", "(in/a.ris:20)"],
    ]


def test_a_place_goes_before_an_id_and_an_id_before_an_identifier() -> None:
    origin = Origin("b.ris", "b.ris", "ris", 1, 1, 0, "a.ris#1")
    odd = Citation(title="x", citation_key="12345", origin=origin)
    assert find([*ALL, odd], ["a.ris#1", "12345"]) == [0, 5]


def test_a_duplicate_is_explained() -> None:
    facts = told(0, 1)
    assert (facts["decision"], facts["by"]) == ("duplicate", "rules")
    assert facts["keys"]["compared"]
    assert facts["evidence"]["title"]["a"] == TITLE
    assert facts["evidence"]["title"]["weight"] > 0
    assert "weight" not in facts["evidence"]["DOI"]
    assert sum(one.get("weight", 0) for one in facts["evidence"].values()) == facts["score"]
    assert facts["clusters"]["together"]
    assert [(one["a"], one["b"]) for one in facts["clusters"]["chain"]] == [("r1", "r2")]


@pytest.mark.parametrize("other", range(1, 5))
def test_both_ways_say_the_same(other: int) -> None:
    said = []
    for facts in (told(0, other), told(other, 0)):
        for one in (facts, *facts["changes"]):
            one.pop("inverse", None)
        said.append([facts[name] for name in ("decision", "score", "by", "changes")])
    assert said[0] == said[1]


def test_related_records_are_explained() -> None:
    facts = told(2, 0)
    assert (facts["decision"], facts["relation"]) == ("related", "preprint-of")
    assert "related (A is preprint-of B)" in text(facts)
    assert "related (B is preprint-of A)" in text(told(0, 2))
    found = {one["what"]: one["decision"] for one in facts["changes"] if one["changes"]}
    assert found["with --versions merge"] == "duplicate"


def test_records_that_never_met_are_explained() -> None:
    facts = told(0, 4)
    assert not facts["keys"]["compared"]
    assert facts["keys"]["a"]
    assert not facts["clusters"]["together"]
    assert "never compared: they share no key" in text(facts)
    assert "links" not in facts["clusters"]


def test_a_change_is_what_the_comparison_says() -> None:
    found = {one.what: one.decision for one in changes(ARTICLE, ERRATUM, compare)}
    same = msgspec.structs.replace(ERRATUM, title=TITLE)
    assert found["if the titles agreed"].score == compare(ARTICLE, same).score
    bare = [msgspec.structs.replace(one, author=()) for one in (ARTICLE, ERRATUM)]
    assert found["without the authors"] == compare(*bare)
    assert "if the types agreed" not in found


def test_a_contradiction_is_tried() -> None:
    one, other = (msgspec.structs.replace(each, pmid="12345") for each in (ARTICLE, COPY))
    found = {each.what: each.decision.outcome for each in changes(one, other, compare)}
    assert found["if the PMIDs differed"] != "duplicate"
    assert found["without the PMIDs"] == "duplicate"


def test_what_answers_a_veto_is_found() -> None:
    one = record(1, doi="10.1000/1", volume="", page="")
    other = record(2, doi="10.1000/2", volume="", page="")
    assert compare(one, other).outcome != "duplicate"
    found = {each.what: each.decision.outcome for each in changes(one, other, compare)}
    assert found["if the DOIs agreed"] == "duplicate"
    assert found["without the DOIs"] == "duplicate"


def test_two_changes_are_tried_where_one_is_not_enough() -> None:
    other = msgspec.structs.replace(STRANGER, author=(Name(family="Lindqvist", given="Per"),))
    found = changes(ARTICLE, other, compare)
    now = compare(ARTICLE, other).outcome
    double = [one for one in found if one.decision.outcome != now]
    assert double
    assert found[-len(double) :] == double
    assert "if the titles and the authors agreed" in [one.what for one in double]


def test_other_identifiers_are_taken_alone() -> None:
    ids = {"arXiv": ("2101.00001",), "DOI": ("10.1000/1",)}
    one = record(1, identifiers=ids)
    other = record(2, identifiers=ids)
    found = {each.what: each.decision for each in changes(one, other, compare)}
    assert "DOI" in found["without the other identifiers"].evidence
    assert "DOI" not in found["without the DOIs"].evidence


def test_identical_records_are_said_to_be() -> None:
    facts = told(0, 1, [record(1), record(2)])
    assert (facts["decision"], facts["by"]) == ("duplicate", "identical")
    assert "say the same" in text(facts)
    assert {one["how"] for one in facts["changes"]} == {"differ"}


def test_records_that_came_in_as_one_are_said_to() -> None:
    with dedupe([ARTICLE, COPY]) as result:
        (merged,) = result.citations()
    forced = msgspec.structs.replace(merged, members=(ARTICLE, STRANGER))
    facts = told(0, 1, [forced])
    assert (facts["decision"], facts["by"]) == ("duplicate", "merged")
    assert facts["rules"] == "different"
    assert [one["decision"] for one in facts["changes"]] == ["different"]


def said(decision: str, a: Citation, b: Citation, **values: str) -> Remembered:
    return Remembered(decision=decision, a=side(a), b=side(b), who="Ada", why="same data", **values)


def test_what_a_person_decided_is_said() -> None:
    facts = told(0, 3, decided=[said("same", ARTICLE, ERRATUM)])
    assert (facts["decision"], facts["by"], facts["rules"]) == ("duplicate", "decision", "related")
    assert facts["clusters"]["chain"][-1]["by"] == "decision"
    assert "Ada: same: same data" in text(facts)
    (change,) = facts["changes"]
    assert (change["what"], change["decision"], change["changes"]) == (
        "without the remembered decision",
        "related",
        True,
    )
    facts = told(0, 1, decided=[said("different", COPY, ARTICLE)])
    assert (facts["decision"], facts["by"], facts["rules"]) == (
        "different",
        "decision",
        "duplicate",
    )
    assert not facts["clusters"]["together"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_relation_that_a_person_decided_has_its_direction(turned: bool) -> None:
    decision = said("related", STRANGER, ARTICLE, relation="comment-on")
    facts = told(*((0, 4) if turned else (4, 0)), decided=[decision])
    assert (facts["relation"], facts.get("inverse", False)) == ("comment-on", turned)
    assert f"({'B' if turned else 'A'} is comment-on {'A' if turned else 'B'})" in text(facts)


def link(a: int, b: int, weight: float, decision: str = "duplicate") -> Link:
    return Link(a, b, decision, weight)


def test_the_chain_is_by_way_of_the_strongest_links() -> None:
    links = (link(0, 3, 8.1), link(0, 1, 20), link(1, 2, 15), link(2, 3, 12), link(0, 2, 9))
    cluster = Cluster((0, 1, 2, 3), links)
    assert [(one.a, one.b) for one in chains.chain(cluster, 0, 3)] == [(0, 1), (1, 2), (2, 3)]
    assert [(one.a, one.b) for one in chains.chain(cluster, 3, 0)] == [(2, 3), (1, 2), (0, 1)]
    assert chains.chain(Cluster((0, 1)), 0, 1) == []


def test_what_keeps_two_clusters_apart_is_named() -> None:
    thin = record(6, volume="", page="", issued=None, container_title="")
    others = [ARTICLE, record(7, doi="10.1000/7", volume="50", page="77-81")]
    records = [*others, thin]
    with dedupe(records) as result:
        apart = [chains.home(result, index) for index in range(3)]
    assert apart[0] is not apart[1]
    ends = [0, 1] if len(apart[0].members) > 1 else [1, 0]
    facts = told(2, ends[1], records)
    if facts["decision"] in ("duplicate", "unsure"):
        assert facts["clusters"]["links"]
        assert facts["clusters"]["conflicts"]
        assert "kept apart by" in text(facts)


@settings(max_examples=60, deadline=None)
@given(LISTS.filter(lambda records: len(records) > 1))
def test_every_pair_can_be_explained(records: list[Citation]) -> None:
    for mode in ("strict", "sensitive"):
        facts = told(0, 1, records, mode=mode)
        assert msgspec.json.decode(encode(facts))["mode"] == mode
        assert text(facts) == text(msgspec.json.decode(encode(facts)))
        total = sum(one.get("weight", 0) for one in facts["evidence"].values())
        assert facts["score"] == pytest.approx(total, abs=0.02)
        where = facts["clusters"]
        assert where["together"] == (where["a"] == where.get("b", where["a"]))


def test_values_cannot_drive_the_terminal() -> None:
    evil = msgspec.structs.replace(ARTICLE, title=f"{TITLE}\x1b[31m\u202e")
    shown = text(told(0, 1, [evil, COPY]))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_long_values_are_cut_and_years_shown() -> None:
    long = record(1, abstract="word " * 2000, issued=PartialDate(year=2014, month=3))
    shown = text(told(0, 1, [long, PREPRINT]))
    assert max(map(len, shown.split("\n"))) < 130
    assert "2014-03" in shown
