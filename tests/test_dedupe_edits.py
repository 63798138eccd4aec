"""Merged records that come in again: edited, twice, or with members that do not agree."""

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe import Options, dedupe
from mentorlit.dedupe.log import lines
from mentorlit.dedupe.merging.policy import DEFAULT, Policy
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate, Problem, Provenance, Relation, Seen
from test_dedupe_properties import LISTS

TITLE = "Near-peer mentoring in rural clinical schools: a longitudinal study"


def record(number: int, file: str = "a.ris", **values: Any) -> Citation:
    stated: dict[str, Any] = {
        "type": "article-journal",
        "title": TITLE,
        "author": (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="Ifeoma")),
        "issued": PartialDate(year=2014),
        "container_title": "Medical Education",
        "volume": "48",
        "page": "101-110",
        "origin": Origin("a.ris", file, "ris", number, number, number, f"r{number}"),
    }
    return Citation(**{**stated, **values})


ONE = record(1, doi="10.1000/1")
TWO = record(2, abstract="Mentors were followed for three years.")
THIRD = record(3, pmid="12345", issue="2")
STRANGER = record(
    4, title="Thermal expansion of zirconium tungstate", volume="3", page="1-2", author=()
)
MERGED = next(dedupe([ONE, TWO]).citations())


def changed(merged: Citation = MERGED, **values: Any) -> Citation:
    return msgspec.structs.replace(merged, **values)


def only(*records: Citation) -> Citation:
    result = dedupe(records)
    assert len(list(result.citations())) == 1
    assert result.merged_away == len(records) - 1
    return next(result.citations())


@pytest.mark.parametrize(
    "edited",
    [
        changed(title="HAND EDITED"),
        changed(abstract=""),
        changed(title="HAND EDITED", provenance={}),
        changed(extra={"ndjson": {"screened": True}}),
        changed(problems=(Problem("by-hand", "looked at"),)),
    ],
)
def test_an_edited_record_comes_out_as_it_went_in(edited: Citation) -> None:
    assert encode(only(edited)) == encode(edited)
    assert list(dedupe([STRANGER, edited]).citations()) == [STRANGER, edited]
    assert only(edited, edited) == edited
    assert only(MERGED, edited) == edited
    assert only(ONE, edited) == edited


def test_what_only_tells_of_the_merge_is_no_edit() -> None:
    assert only(changed(provenance={})) == MERGED
    assert only(changed(members=MERGED.members[::-1])) == MERGED
    assert only(changed(members=MERGED.members * 2)) == MERGED


def test_an_edited_value_wins_over_further_members() -> None:
    edited = changed(title="HAND EDITED")
    joined = only(edited, THIRD)
    assert joined.title == "HAND EDITED"
    assert joined.pmid == THIRD.pmid
    assert len(joined.members) == 3
    assert joined.provenance["title"] == Provenance(
        members=(), rule="edited", others=(Seen(value=TITLE, members=(0, 1, 2)),)
    )
    assert [(p.code, p.field) for p in joined.problems] == [("edited", "title")]
    assert only(THIRD, edited) == joined
    assert only(joined) == joined


def test_a_value_taken_out_stays_out() -> None:
    joined = only(changed(abstract=""), THIRD)
    assert joined.abstract == ""
    assert joined.provenance["abstract"].rule == "edited"
    assert joined.provenance["abstract"].others[0].value == TWO.abstract


def test_a_member_taken_out_is_an_edit() -> None:
    edited = changed(members=MERGED.members[1:])
    assert only(edited) == edited
    assert only(MERGED, edited) == MERGED


def test_an_edit_that_the_members_state_by_now_is_none() -> None:
    assert only(changed(issue="2"), THIRD) == only(ONE, TWO, THIRD)


def test_edited_source_fields_and_problems_join_the_others() -> None:
    own = Problem("by-hand", "looked at")
    edited = changed(extra={"ndjson": {"screened": True}}, problems=(own,))
    joined = only(edited, msgspec.structs.replace(THIRD, extra={"ris": {"M1": ["x"]}}))
    assert joined.extra == {"ndjson": {"screened": True}, "ris": {"M1": ["x"]}}
    assert joined.problems == (own,)
    assert only(joined) == joined


def test_of_two_edits_of_one_field_one_is_kept_and_both_are_told() -> None:
    edits = [changed(title="EDITED ONCE"), changed(title="EDITED OTHERWISE")]
    joined = only(*edits)
    assert joined == only(*edits[::-1])
    told = joined.provenance["title"].others
    stated = {joined.title, *(other.value for other in told)}
    assert stated == {"EDITED ONCE", "EDITED OTHERWISE", TITLE}
    assert {problem.code for problem in joined.problems} == {"edited", "edited-twice"}
    again = only(joined, THIRD)
    assert {other.value for other in again.provenance["title"].others} == {
        other.value for other in told
    }


def test_edits_of_different_fields_are_both_kept() -> None:
    joined = only(changed(title="HAND EDITED"), changed(volume="49"), THIRD)
    assert (joined.title, joined.volume) == ("HAND EDITED", "49")


def test_the_same_file_twice_is_that_file() -> None:
    editorials = [record(n, title="Editorial", page="", volume="", author=()) for n in (7, 8)]
    once = dedupe([ONE, *editorials, TWO, STRANGER])
    assert len(list(once.citations())) == 4
    twice = dedupe([*list(once.citations()), *list(once.citations())])
    assert list(twice.citations()) == list(once.citations())
    assert twice.merged_away == 4
    assert list(dedupe([*twice.records, *twice.records]).citations()) == list(once.citations())


def test_alike_records_of_different_places_stay_two_members() -> None:
    copied = msgspec.structs.replace(ONE, origin=record(1, "b/a.ris").origin)
    assert len(only(ONE, copied).members) == 2
    bare = msgspec.structs.replace(ONE, origin=None)
    assert len(only(bare, bare).members) == 2


def test_a_merged_record_is_not_taken_apart_for_good() -> None:
    forced = changed(members=(ONE, STRANGER))
    result = dedupe([forced])
    assert list(result.citations()) == [forced]
    assert result.merged_away == 0
    (line,) = lines(result)
    assert line["links"][0]["evidence"] == {"merged": {"weight": 99.0}}


def test_merged_records_that_share_a_member_are_one() -> None:
    one, other = next(dedupe([ONE, TWO]).citations()), next(dedupe([TWO, THIRD]).citations())
    assert list(dedupe([one, other]).citations()) == list(dedupe([ONE, TWO, THIRD]).citations())
    assert dedupe([one, other]).merged_away == 1


def out(records: Iterable[Citation], policy: Policy = DEFAULT) -> list[bytes]:
    """Return what deduplication makes of records, encoded."""
    with dedupe(records, Options(policy=policy)) as result:
        return list(map(encode, result.citations()))


@settings(max_examples=60, deadline=None)
@given(LISTS, st.data())
def test_edits_keep_every_promise(records: list[Citation], data: st.DataObject) -> None:
    merged = list(dedupe(records).citations())
    titles = st.sampled_from(["", "Edited by hand", "Editorial"])
    edited = [changed(one, title=data.draw(titles)) if one.members else one for one in merged]
    assert out(edited) == list(map(encode, edited))
    mixed = [*edited, *data.draw(st.permutations(records))[:3], *merged[:2]]
    result = dedupe(mixed)
    once = list(result.citations())
    assert result.merged_away == len(mixed) - len(once) >= 0
    assert out(once) == list(map(encode, once))
    turned = dedupe(mixed[::-1])
    assert sorted(map(encode, turned.citations())) == sorted(map(encode, once))
    assert sorted(map(encode, lines(turned))) == sorted(map(encode, lines(result)))


FULLEST = Policy(default="fullest", rules=(("page", "longest"), ("author", "union")))


@settings(max_examples=60, deadline=None)
@given(LISTS, st.sampled_from([DEFAULT, FULLEST]))
def test_another_policy_is_no_edit(records: list[Citation], first: Policy) -> None:
    second = FULLEST if first is DEFAULT else DEFAULT
    merged = list(dedupe(records, Options(policy=first)).citations())
    assert out(merged, second) == out(records, second)


@settings(max_examples=60, deadline=None)
@given(LISTS, st.sampled_from([DEFAULT, FULLEST]))
def test_an_edit_outlives_a_change_of_policy(records: list[Citation], first: Policy) -> None:
    second = FULLEST if first is DEFAULT else DEFAULT
    merged = list(dedupe(records, Options(policy=first)).citations())
    edited = [changed(one, title="Edited by hand") if one.members else one for one in merged]
    found = list(dedupe(edited, Options(policy=second)).citations())
    for one, plain in zip(found, dedupe(records, Options(policy=second)).citations(), strict=True):
        assert one.title == ("Edited by hand" if one.members else plain.title)
        assert (one.page, one.author, one.volume) == (plain.page, plain.author, plain.volume)
    assert out(found, second) == list(map(encode, found))


def test_an_edit_of_a_record_that_a_policy_merged() -> None:
    preferred = Policy(prefer=("b.ris",))
    other = msgspec.structs.replace(
        record(1, "b.ris", title=TITLE.upper(), volume="49", abstract=""),
        origin=Origin("b.ris", "b.ris", "ris", 1, 1, 1),
    )
    (merged,) = dedupe([ONE, other], Options(policy=preferred)).citations()
    assert (merged.title, merged.volume) == (TITLE.upper(), "49")
    (found,) = dedupe([changed(merged, issue="3")]).citations()
    assert (found.title, found.volume, found.issue) == (TITLE, "48", "3")
    assert found.provenance["issue"].rule == "edited"
    assert out([found]) == [encode(found)]


def test_relations_that_deduplication_added_are_no_edit() -> None:
    added = Relation("preprint-of", "DOI", "10.1000/9", by="dedupe")
    assert only(changed(relations=(added,))) == MERGED
    stated = Relation("cites", "DOI", "10.1000/8")
    edited = changed(relations=(stated,))
    assert encode(only(edited)) == encode(edited)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "author", "issued", "DOI", "page", "nothing", "abstract"]),
        st.builds(
            Provenance,
            st.lists(st.integers(-3, 5), max_size=3).map(tuple),
            st.sampled_from(["", "longest", "x+names", "+", "unite", "edited", "pages", "precise"]),
        ),
    )
)
def test_any_provenance_can_be_read(told: dict[str, Provenance]) -> None:
    assert len(out([changed(title="HAND EDITED", provenance=told)])) == 1


def test_any_order_keeps_the_same_edits() -> None:
    came = [changed(title="EDITED ONCE"), changed(volume="49"), THIRD, MERGED]
    found = {encode(only(*order)) for order in permutations(came)}
    assert len(found) == 1


def test_the_log_is_plain_where_ids_repeat() -> None:
    one = record(1, "x/a.ris")
    other = record(1, "y/a.ris", doi="10.1000/1")
    (line,) = lines(dedupe([one, other]))
    assert [member["id"] for member in line["members"]] == ["r1", "r1"]
    assert {member["file"] for member in line["members"]} == {"x/a.ris", "y/a.ris"}
    (link,) = line["links"]
    assert (link["a"], link["b"]) == ("r1", "r1")
    assert (link["a_member"], link["b_member"]) == (0, 1)


def test_an_unsure_link_names_the_other_cluster() -> None:
    doubtful = record(9, container_title="Zeitschrift für Physik", volume="", page="", doi="")
    whole = record(1, volume="", page="")
    log = list(lines(dedupe([whole, doubtful])))
    unsure = [(line, link) for line in log for link in line["links"]]
    assert len(log) == 2
    ((line, link),) = unsure
    assert link["decision"] == "unsure"
    ((end, there),) = [(key, link[key]) for key in link if key.endswith("_cluster")]
    (other,) = [one for one in log if one is not line]
    assert there == other["cluster"]
    assert other["members"][link[end[0] + "_member"]]["id"] == link[end[0]]
