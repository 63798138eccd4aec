"""What is written of a deduplication: nothing is lost, and every record is accounted for."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.acting import ACTIONS, DROP, MARK, Kept, act
from mentorlit.dedupe import Deduplicated, dedupe
from mentorlit.dedupe.log import lines as log_lines
from mentorlit.dedupe.marks import CLUSTER, ROLE, marked, unmarked
from mentorlit.dedupe.merging.policy import DEFAULT, Policy
from mentorlit.dedupe.versions import unlinked
from mentorlit.duplicates import because, duplicates, facts, groups, lines, rows
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Origin
from test_dedupe_edits import MERGED, ONE, STRANGER, THIRD, TWO, changed
from test_dedupe_properties import LISTS

WRITING = [action for action in ACTIONS if action != "report"]


def put(records: Sequence[Citation], source: str) -> list[Citation]:
    return [
        msgspec.structs.replace(one, origin=Origin(source, source, "ris", n, 10 * n, n))
        for n, one in enumerate(records, 1)
    ]


A, B, C = put([ONE, TWO, STRANGER], "a.ris")
(D,) = put([THIRD], "b.ris")


def made(result: Deduplicated, action: str, policy: Policy = DEFAULT) -> list[Citation]:
    return list(act(result, action, policy).citations)


def test_marked_records_are_those_that_came() -> None:
    came = [D, C, changed(title="HAND EDITED"), A, MERGED]
    found = made(dedupe(came), MARK)
    assert list(map(unmarked, found)) == came
    assert sum(one.identifiers[ROLE] == ("kept",) for one in found) == 2
    assert len({one.identifiers[CLUSTER] for one in found}) == 2
    again = dedupe(found)
    assert list(map(encode, made(again, MARK))) == list(map(encode, found))
    assert list(map(encode, again.citations())) == list(map(encode, dedupe(came).citations()))


def test_a_mark_names_the_cluster_as_the_log_does() -> None:
    result = dedupe([A, B, C])
    named = {one.identifiers[CLUSTER][0] for one in made(result, MARK)}
    assert named == {line["cluster"] for line in log_lines(result)}


def test_marks_leave_other_identifiers_alone() -> None:
    stated = Citation(title="t", identifiers={"arXiv": ("1706.03762",)})
    with_mark = marked(stated, "c0", "a#1")
    assert with_mark.identifiers[ROLE] == ("duplicate of a#1",)
    assert unmarked(with_mark) == stated
    assert unmarked(stated) is stated


def test_a_merged_record_comes_out_marked_not_apart() -> None:
    (found,) = made(dedupe([MERGED]), MARK)
    assert found.members == MERGED.members


def test_the_fullest_record_is_kept_or_that_of_a_preferred_source() -> None:
    thin = msgspec.structs.replace(A, doi="", origin=Origin("thin", "thin", "ris", 1, 1, 0))
    assert made(dedupe([thin, B, C]), DROP) == [B, C]
    assert made(dedupe([thin, B, C]), DROP, Policy(prefer=("THIN",))) == [thin, C]
    longer = msgspec.structs.replace(thin, container_title="Medical Education (Oxford)")
    assert made(dedupe([thin, longer]), DROP) == [longer]
    assert made(dedupe([longer, thin]), DROP) == [longer]


def test_old_records_stay_as_they_are() -> None:
    for action in WRITING:
        result = dedupe([B, C], against=[A])
        found = act(result, action, DEFAULT)
        records = list(found.citations)
        assert records[0] == A
        assert len(records) == 1 + 2 - found.away
        new = act(result, action, DEFAULT, only_new=True)
        assert [unmarked(one) for one in new.citations] == [C]
        assert new.away == 1
    marks = made(dedupe([B], against=[A]), MARK)
    assert marks[1].identifiers[ROLE] == (f"duplicate of {A.origin.label if A.origin else ''}",)


def test_each_duplicate_is_told_with_places() -> None:
    result = dedupe([A, C, B, D])
    told = list(lines(result, Kept(result)))
    assert [line.split(" (")[0] for line in told] == [
        "a.ris:10: duplicate of b.ris:10",
        "a.ris:20: duplicate of b.ris:10",
    ]
    assert all("(score " in line and "title same" in line for line in told)
    (group,) = groups(result, Kept(result))
    shown = "".join(piece.text for row in rows(result, Kept(result), group) for piece in row)
    assert shown.count("duplicate") == 2
    line = facts(result, Kept(result), group)
    assert [one["line"] for one in (line["kept"], *line["duplicates"])] == [10, 10, 20]


def test_what_was_merged_before_is_no_duplicate() -> None:
    for came in ([MERGED], [MERGED, C], [changed(members=(A, C))]):
        result = dedupe(came)
        assert duplicates(result, Kept(result)) == []


def test_a_duplicate_of_a_merged_record_is_one() -> None:
    for came in ([MERGED, THIRD], [THIRD, MERGED], [MERGED, ONE]):
        result = dedupe(came)
        (one,) = duplicates(result, Kept(result))
        assert one.through is None
    assert because(result, one.link) == "a member in common"


def test_the_very_same_record_read_twice_is_no_duplicate() -> None:
    result = dedupe([A, A])
    assert duplicates(result, Kept(result)) == []
    assert made(result, MARK) == [marked(A, next(log_lines(result))["cluster"])]
    assert act(result, MARK, DEFAULT).away == 1


@settings(max_examples=80, deadline=None)
@given(LISTS, st.data(), st.sampled_from(WRITING))
def test_every_record_is_accounted_for(
    records: list[Citation], data: st.DataObject, action: str
) -> None:
    merged = [unlinked(one) for one in dedupe(records).citations() if one.members]
    came = [*data.draw(st.permutations(records)), *data.draw(st.permutations(merged))[:2]]
    came += data.draw(st.permutations(came))[:2]
    result = dedupe(came)
    found = act(result, action, DEFAULT)
    written = list(found.citations)
    assert len(came) == len(written) + found.away
    kept = Kept(result)
    stays = len(result.clusters)
    assert len(duplicates(result, kept)) == len(kept.inputs) - stays
    if action == MARK:
        assert {encode(unmarked(one)) for one in written} == set(map(encode, came))
    if action == DROP:
        assert {encode(one) for one in written} <= set(map(encode, came))
        turned = act(dedupe(came[::-1]), DROP, DEFAULT).citations
        assert sorted(map(encode, turned)) == sorted(map(encode, written))
    assert all(log_lines(result))


@pytest.mark.parametrize("count", [2, 40])
def test_a_chain_is_told_step_by_step(count: int) -> None:
    """What is not linked to the record that is kept names the one between."""
    forced = [changed(members=pair) for pair in zip([A, B, C, D], [B, C, D, A], strict=True)]
    result = dedupe(forced[:count])
    kept = Kept(result)
    told = list(lines(result, kept))
    assert len(told) == len(forced[:count]) - 1
    assert all("duplicate of" in line for line in told)
