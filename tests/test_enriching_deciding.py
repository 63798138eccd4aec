"""What was asked, and what people say about answers that nobody else is sure of."""

import csv
import io
from pathlib import Path

import msgspec
import pytest

from enriching_records import ADDRESS, MENTORS, OTHER, SPARSE, again, changed
from mentorlit.dedupe.decisions import Remembered, line
from mentorlit.dedupe.decisions import load as load_decisions
from mentorlit.dedupe.decisions.sides import side
from mentorlit.enriching.asked import (
    SEARCH,
    forgotten,
    led_elsewhere,
    noted,
    text,
    was_answered,
    was_asked,
    without_notes,
)
from mentorlit.enriching.comparing import DIFFERENT, SAME, UNSURE, chosen, judged
from mentorlit.enriching.deciding import Decided, queue_line
from mentorlit.enriching.filling import filled
from mentorlit.enriching.undoing import undone
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Origin
from mentorlit.reviewing.comparison import Piece, rows
from mentorlit.reviewing.queue import load as load_queue
from mentorlit.services import DOI, PMID, Identifier
from running import run_inside

DOUBTED = changed(
    SPARSE, volume="3", issue="2", container_title="", incomplete=("container-title",)
)
"""A record of which it is not sure that the service's work is it."""

ASKED = Identifier(DOI, MENTORS.doi)


def said(decision: str, a: Citation = DOUBTED, b: Citation = MENTORS) -> Remembered:
    relation = "preprint-of" if decision == "related" else ""
    return Remembered(decision=decision, a=side(a), b=side(b), relation=relation)


def test_what_was_asked_is_kept_in_order_and_once() -> None:
    record = noted(SPARSE, [text("pubmed", PMID, "1"), text("crossref", SEARCH)])
    assert record.extra == {"enrich": {"asked": ["crossref search", "pubmed PMID 1"]}}
    more = noted(record, ["crossref DOI 10.1/x", "crossref search"])
    assert more.extra["enrich"]["asked"] == [
        "crossref DOI 10.1/x",
        "crossref search",
        "pubmed PMID 1",
    ]
    assert was_asked(again(more), "crossref", DOI, "10.1/x")
    assert was_asked(more, "crossref", SEARCH)
    assert not was_asked(more, "crossref", DOI, "10.1/y")
    assert not was_asked(more, "pubmed", SEARCH)
    assert noted(more, ["pubmed PMID 1"]) is more


def test_a_record_that_nothing_was_asked_about_stays_the_very_same() -> None:
    assert noted(SPARSE, []) is SPARSE
    assert forgotten(SPARSE) is SPARSE
    assert without_notes(SPARSE) is SPARSE


def test_notes_are_forgotten_and_other_source_fields_stay() -> None:
    record = changed(SPARSE, extra={"ris": {"XX": ["1"]}})
    assert forgotten(noted(record, ["crossref search"])) == record
    assert without_notes(noted(record, ["crossref search"])) == record


@pytest.mark.parametrize("odd", [{"enrich": {"asked": "x"}}, {"enrich": {"asked": None, "own": 1}}])
def test_odd_notes_do_no_harm(odd: dict[str, dict[str, object]]) -> None:
    record = changed(SPARSE, extra=odd)
    assert not was_asked(record, "crossref", SEARCH)
    assert was_asked(noted(record, ["crossref search"]), "crossref", SEARCH)


def test_what_was_asked_about_a_member_was_asked() -> None:
    merged = changed(SPARSE, members=(noted(SPARSE, ["crossref search"]), MENTORS))
    assert was_asked(merged, "crossref", SEARCH)
    assert noted(merged, ["crossref search"]) is merged


def test_an_unsure_answer_goes_into_a_queue_that_review_reads() -> None:
    verdict = judged(DOUBTED, MENTORS)
    data = queue_line(DOUBTED, MENTORS, verdict, 4)
    (pair,) = load_queue([data], "unsure.ndjson")
    assert (pair.number, pair.settles, pair.clusters) == (4, 1, ("", ""))
    assert pair.records == (DOUBTED, MENTORS)
    assert pair.reason == "volumes differ"
    assert pair.score == verdict.decision.score
    assert pair.evidence == verdict.decision.evidence


@pytest.mark.parametrize(("answer", "outcome"), [("same", SAME), ("different", DIFFERENT)])
def test_a_person_answers_in_a_spreadsheet(tmp_path: Path, answer: str, outcome: str) -> None:
    queue, table, kept = (tmp_path / name for name in ("q.ndjson", "q.csv", "d.ndjson"))
    queue.write_bytes(queue_line(DOUBTED, MENTORS, judged(DOUBTED, MENTORS), 1))
    assert run_inside(["review", str(queue), "--export", str(table)]).status == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    rows[0]["decision"] = answer
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    taken = run_inside(["review", "--import", str(table), "--decisions", str(kept)])
    assert taken.status == 0, taken.stderr
    decided = Decided(load_decisions(kept.read_bytes().splitlines(), "d.ndjson"))
    assert decided.about(DOUBTED, MENTORS) == outcome
    assert chosen(DOUBTED, [MENTORS], decided=decided).outcome == outcome


def test_without_a_decision_the_comparison_counts() -> None:
    nothing = Decided([])
    assert nothing.about(DOUBTED, MENTORS) == ""
    assert nothing.questions(DOUBTED) == ()
    assert chosen(DOUBTED, [MENTORS], decided=nothing).outcome == UNSURE
    assert chosen(SPARSE, [MENTORS], decided=nothing).outcome == SAME


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("decision", "outcome"), [("same", SAME), ("different", DIFFERENT), ("related", DIFFERENT)]
)
def test_a_decision_counts_whichever_side_is_the_record(
    decision: str, outcome: str, *, turned: bool
) -> None:
    sides = (MENTORS, DOUBTED) if turned else (DOUBTED, MENTORS)
    decided = Decided([said(decision, *sides)])
    assert decided.about(DOUBTED, MENTORS) == outcome
    assert decided.about(DOUBTED, OTHER) == ""
    assert decided.about(OTHER, MENTORS) == ""


def test_decisions_that_contradict_each_other_do_not_count_and_are_told() -> None:
    decided = Decided([said("same"), said("different")])
    assert decided.about(DOUBTED, MENTORS) == UNSURE
    assert decided.questions(DOUBTED) == (ASKED,)
    found = chosen(DOUBTED, [MENTORS], asked=ASKED, decided=decided)
    assert (found.outcome, found.reason) == (UNSURE, "decisions about it contradict each other")
    told = decided.noted(DOUBTED, ASKED)
    assert decided.questions(again(told)) == ()
    assert Decided([said("same")]).questions(told) == (ASKED,)


FULLER = changed(DOUBTED, issue="2", page="100-109")


@pytest.mark.parametrize("decisions", [("same", "different"), ("different", "same")])
def test_a_decision_about_the_very_record_goes_before_one_about_a_record_like_it(
    decisions: tuple[str, str],
) -> None:
    decided = Decided([said(decisions[0]), said(decisions[1], FULLER)])
    for record, decision in zip((DOUBTED, FULLER), decisions, strict=True):
        assert decided.about(record, MENTORS) == decision
        assert bool(decided.questions(record)) is (decision == "same")


def test_a_decision_is_not_of_a_record_that_contradicts_in_more() -> None:
    answer = changed(MENTORS, page="417-420", number="")
    decided = Decided([said("same", DOUBTED, answer)])
    assert decided.about(changed(DOUBTED, page="417-420"), answer) == SAME
    assert decided.about(FULLER, answer) == ""
    assert decided.questions(FULLER) == ()


def test_a_question_of_a_decision_does_not_make_the_work_known() -> None:
    assert not was_answered(noted(DOUBTED, [text("decision", *ASKED)]))
    assert was_answered(noted(DOUBTED, [text("crossref", *ASKED)]))


def test_identifiers_that_led_to_another_work_are_known_from_the_notes() -> None:
    texts = [text("crossref", *ASKED, "other"), text("pubmed", PMID, "1", "unknown")]
    assert led_elsewhere(noted(DOUBTED, [*texts, "crossref search"])) == {ASKED}


def test_an_address_of_an_answer_is_shown_without_a_line() -> None:
    answer = changed(MENTORS, origin=Origin("crossref", ADDRESS, "crossref-json", 7, 0, 0))
    row = next(row for row in rows(DOUBTED, answer, longest=200) if row.name == "from")
    assert row.right == (Piece(f"crossref, {ADDRESS}"),)


def test_another_answer_that_is_surely_the_work_is_taken_beside_a_refused_one() -> None:
    decided = Decided([said("different", SPARSE, changed(MENTORS, doi="10.5555/wrong", pmid=""))])
    wrong = changed(MENTORS, doi="10.5555/wrong", pmid="", pmcid="")
    assert chosen(SPARSE, [wrong], decided=decided).outcome == DIFFERENT
    assert chosen(SPARSE, [wrong, MENTORS], decided=decided).answer == MENTORS


def test_an_answer_that_a_person_accepted_is_asked_for_once() -> None:
    decided = Decided([said("same")])
    asked = noted(DOUBTED, ["crossref search"])
    assert decided.questions(asked) == (ASKED,)
    found = chosen(asked, [MENTORS], asked=ASKED, decided=decided)
    assert found.answer == MENTORS
    made = decided.noted(filled(asked, MENTORS, by="crossref"), ASKED)
    assert was_asked(made, "decision", DOI, MENTORS.doi)
    assert decided.questions(again(made)) == ()
    assert encode(undone(made)) == encode(DOUBTED)


def test_only_what_a_decision_asked_is_noted() -> None:
    decided = Decided([said("same")])
    assert decided.noted(DOUBTED, Identifier(PMID, "5")) is DOUBTED
    assert decided.noted(OTHER, ASKED) is OTHER
    assert decided.questions(OTHER) == ()
    assert Decided([said("different")]).questions(DOUBTED) == ()


def test_a_decision_survives_another_export() -> None:
    data = line(said("same"))
    decided = Decided(load_decisions([data], "d.ndjson"))
    other = msgspec.structs.replace(DOUBTED, title=DOUBTED.title.upper(), origin=None, author=())
    assert decided.about(other, changed(MENTORS, abstract="", author=MENTORS.author[:1])) == SAME
