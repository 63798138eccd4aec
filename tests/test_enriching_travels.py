"""Enriched records in all other commands: deduplicated, taken apart, exported, explained."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from enriching_records import MENTORS, SPARSE, again, changed
from mentorlit.dedupe import dedupe
from mentorlit.enriching.asked import noted
from mentorlit.enriching.filling import filled
from mentorlit.enriching.marking import marked
from mentorlit.enriching.undoing import undone
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Origin, Relation, missing
from mentorlit.schema import json_schema
from mentorlit.splitting import Splitting, own_values
from running import run_inside

RETRACTION = Relation("retraction-in", "DOI", "10.1000/notice")
ANSWER = changed(MENTORS, relations=(RETRACTION,), status="retracted")


def enriched(record: Citation) -> Citation:
    made = marked(filled(record, ANSWER, by="crossref"), ANSWER, by="crossref")
    return noted(made, ["crossref search"])


FILLED = enriched(SPARSE)
SECOND = changed(
    SPARSE,
    citation_key="",
    title=MENTORS.title,
    keyword=MENTORS.keyword,
    origin=Origin("scopus.csv", "scopus.csv", "csv", 1, 2, 0),
)
THIRD = changed(
    SECOND, language="en", pmid="31711472", origin=Origin("x.nbib", "x.nbib", "nbib", 1, 1, 0)
)
MERGED = next(dedupe([SPARSE, SECOND]).citations())


def only(*records: Citation) -> Citation:
    (made,) = dedupe(records).citations()
    return made


def test_a_filled_record_that_is_deduplicated_is_a_member_as_it_was() -> None:
    made = only(FILLED, SECOND)
    assert FILLED in made.members
    assert (made.volume, made.doi, made.status) == ("19", MENTORS.doi, "retracted")
    assert made.provenance["volume"].members == (made.members.index(FILLED),)
    assert made.provenance["volume"].origin is None
    assert {problem.code for problem in made.problems} == {"retracted"}
    assert made.extra == {"enrich": {"asked": ["crossref search"]}}
    assert only(again(made)) == made
    assert undone(made) is made


def test_records_of_a_merge_with_a_filled_one_come_back() -> None:
    made = only(FILLED, SECOND)
    assert own_values(made) == []
    back = list(Splitting()([made]))
    assert sorted(map(encode, back)) == sorted(map(encode, [FILLED, SECOND]))


def test_filled_values_of_a_merged_record_count_as_edits() -> None:
    made = enriched(MERGED)
    assert {"DOI", "volume", "status"} <= {*own_values(made)}
    assert list(Splitting()([made])) == [made]
    assert [*Splitting(discard=True)([made])] == [*Splitting()([MERGED])]


def test_a_merged_record_that_was_only_asked_about_can_be_taken_apart() -> None:
    made = noted(MERGED, ["crossref search"])
    assert own_values(made) == []
    assert only(made) == made


def test_an_enriched_merged_record_that_is_deduplicated_again_stays() -> None:
    made = enriched(MERGED)
    assert only(made) == made
    assert only(again(made)) == made
    assert encode(undone(only(again(made)))) == encode(MERGED)


def test_filled_values_outlive_a_merge_with_further_records() -> None:
    made = only(enriched(MERGED), THIRD)
    assert len(made.members) == 3
    assert (made.volume, made.doi, made.pmid) == ("19", MENTORS.doi, "31711472")
    volume = made.provenance["volume"]
    assert (volume.members, volume.rule) == ((), "filled")
    assert volume.origin is not None
    assert volume.origin.source == "crossref"
    # What a member states now is no longer what the service told.
    assert made.provenance["PMID"].origin is None
    assert {problem.field for problem in made.problems if problem.code == "edited"} == {
        "dates",
        "relations",
    }
    assert undone(made).volume == ""
    assert only(again(made), THIRD) == made


def test_a_filled_value_stays_beside_one_that_a_further_record_states() -> None:
    further = changed(THIRD, volume="19(1)")
    made = only(enriched(MERGED), further)
    assert made.volume == "19"
    told = made.provenance["volume"]
    assert told.rule == "overwritten+number"
    assert [seen.value for seen in told.others] == ["19(1)"]
    assert undone(again(made)).volume == "19(1)"
    assert undone(again(made)).provenance["volume"] == only(MERGED, further).provenance["volume"]


def test_the_outcome_does_not_depend_on_the_order() -> None:
    records = [enriched(MERGED), FILLED, THIRD]
    assert encode(only(*records)) == encode(only(*reversed(records)))


def written(tmp_path: Path, *records: Citation) -> str:
    path = tmp_path / "records.ndjson"
    path.write_bytes(b"".join(encode(record) + b"\n" for record in records))
    return str(path)


@pytest.mark.parametrize("style", ["bibtex", "json", "ris", "nbib", "ndjson", "csv"])
def test_enriched_records_are_exported(tmp_path: Path, style: str) -> None:
    names = written(tmp_path, FILLED, enriched(MERGED))
    result = run_inside(["export", "--to", style, names])
    assert result.status == 0, result.stderr
    assert MENTORS.doi.encode() in result.stdout


def test_what_was_asked_is_no_loss(tmp_path: Path) -> None:
    record = changed(SPARSE, citation_key="", incomplete=missing(SPARSE))
    plain = run_inside(["export", "--lossy", "error", "--bibtex", written(tmp_path, record)])
    asked = noted(record, ["crossref search"])
    assert plain.status == 0, plain.stderr
    result = run_inside(["export", "--lossy", "error", "--bibtex", written(tmp_path, asked)])
    assert (result.status, result.stdout) == (0, plain.stdout), result.stderr


def test_enriched_records_are_explained_and_read_again(tmp_path: Path) -> None:
    names = written(tmp_path, FILLED, SECOND)
    assert run_inside(["explain", "-q", "r3", "scopus.csv#1", names]).status == 0
    result = run_inside(["parse", "-q", names])
    assert result.stdout.splitlines()[0] == encode(FILLED)


def test_the_schema_has_the_origin_of_a_filled_value() -> None:
    provenance: dict[str, Any] = json_schema()["$defs"]["Provenance"]["properties"]
    assert {"$ref": "#/$defs/Origin"} in provenance["origin"]["anyOf"]
    assert msgspec.json.decode(encode(FILLED), type=Citation) == FILLED
