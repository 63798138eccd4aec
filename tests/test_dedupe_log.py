"""The log of a deduplication, and what becomes of related papers."""

from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from mentorlit import manifest
from mentorlit.dedupe import Options, dedupe
from mentorlit.dedupe.canonical import canonical
from mentorlit.dedupe.decisions import Remembered, side
from mentorlit.dedupe.log import Log, lines
from mentorlit.dedupe.scoring.score import DUPLICATE, RELATED, Decision
from mentorlit.dedupe.versions import MODES, inverse, linked, named, taken, unlinked
from mentorlit.jsontext import encode
from mentorlit.model import Citation, Name, Origin, PartialDate, Relation
from mentorlit.tables import load
from test_dedupe_properties import LISTS

TITLE = "Near-peer mentoring in rural clinical schools: a longitudinal study"
AUTHORS = (Name(family="Brandt", given="Anna"), Name(family="Okafor", given="Ifeoma"))


def record(number: int, **values: Any) -> Citation:
    stated: dict[str, Any] = {
        "type": "article-journal",
        "title": TITLE,
        "author": AUTHORS,
        "issued": PartialDate(year=2014),
        "container_title": "Medical Education",
        "volume": "48",
        "page": "101-110",
        "origin": Origin("a.ris", "in/a.ris", "ris", number, 10 * number, number, f"r{number}"),
    }
    return Citation(**{**stated, **values})


ARTICLE = record(1, doi="10.1000/1")
COPY = record(2, pmid="12345")
PREPRINT = record(
    3,
    genre="Preprint",
    container_title="medRxiv",
    volume="",
    page="",
    doi="10.1101/2013.01.01.123456",
    issued=PartialDate(year=2013),
)
ERRATUM = record(4, title=f"Erratum: {TITLE}", volume="49", page="7", issued=PartialDate(year=2015))
STRANGER = record(
    5, title="Thermal expansion of zirconium tungstate", volume="3", page="1-2", author=()
)
ALL = [ARTICLE, COPY, PREPRINT, ERRATUM, STRANGER]


def out(records: list[Citation], versions: str = "link") -> list[Citation]:
    with dedupe(records, Options(versions=versions)) as result:
        return list(result.citations())


def relations(citation: Citation) -> list[tuple[str, str, str]]:
    return [(one.kind, one.scheme, one.id or one.text) for one in citation.relations]


def logged(records: list[Citation], versions: str = "link") -> list[dict[str, Any]]:
    with dedupe(records, Options(versions=versions)) as result:
        return list(lines(result))


def test_related_records_stay_apart_and_name_each_other() -> None:
    article, preprint, erratum, stranger = out(ALL)
    assert ("preprint-of", "DOI", "10.1000/1") in relations(preprint)
    assert ("has-preprint", "DOI", PREPRINT.doi) in relations(article)
    assert ("erratum-of", "DOI", "10.1000/1") in relations(erratum)
    assert {one.by for one in (*article.relations, *preprint.relations)} == {"dedupe"}
    assert stranger == STRANGER
    assert unlinked(preprint) == PREPRINT
    assert [bool(one.members) for one in (article, preprint, erratum)] == [True, False, False]


def test_a_record_without_identifier_is_named_in_words() -> None:
    article = next(one for one in out(ALL) if one.members)
    named_so = f"Brandt et al. 2015. Erratum: {TITLE}. Medical Education"
    assert ("erratum-in", "", named_so) in relations(article)


def test_kept_records_are_as_they_came() -> None:
    article, *others = out(ALL, "keep")
    assert others == [PREPRINT, ERRATUM, STRANGER]
    assert not article.relations


def test_merging_versions_takes_the_preprint_but_no_erratum() -> None:
    whole, erratum, _ = out(ALL, "merge")
    assert [one.origin and one.origin.id for one in whole.members] == sorted(
        one.origin.id for one in (ARTICLE, COPY, PREPRINT) if one.origin
    ) or len(whole.members) == 3
    assert unlinked(erratum) == ERRATUM
    joined = [link for line in logged(ALL, "merge") for link in line["links"]]
    assert any(
        link["decision"] == "duplicate" and link.get("relation") == "preprint-of" for link in joined
    )


@pytest.mark.parametrize("versions", MODES)
def test_again_changes_nothing(versions: str) -> None:
    once = out(ALL, versions)
    assert out(once, versions) == once
    assert list(map(encode, out(once, versions))) == list(map(encode, once))


def test_link_after_merge_and_keep_after_link() -> None:
    assert len(out(out(ALL, "merge"))) == 3
    assert out(out(ALL), "keep") == out(ALL, "keep")


def test_what_a_source_states_is_not_added_again() -> None:
    told = Relation("preprint-of", "DOI", "10.1000/1", "as the server prints it")
    stated = msgspec.structs.replace(PREPRINT, relations=(told,))
    article, preprint = out([ARTICLE, stated])
    assert preprint == stated
    assert relations(article) == [("has-preprint", "DOI", PREPRINT.doi)]


def test_a_relation_added_by_hand_stays() -> None:
    article, preprint = out([ARTICLE, PREPRINT])
    own = Relation("cites", "DOI", "10.1000/9")
    edited = msgspec.structs.replace(preprint, relations=(*preprint.relations, own))
    assert own in out([article, edited])[1].relations


def test_a_linked_record_that_is_edited_is_no_other_record() -> None:
    whole = next(one for one in out(ALL) if one.members)
    edited = msgspec.structs.replace(whole, title="HAND EDITED")
    others = [one for one in out(ALL) if not one.members]
    assert out([edited, *others]) == [edited, *others]


def test_linking_names_nobody_twice() -> None:
    other = named([ARTICLE, COPY])
    assert other.known == {"10.1000/1", "12345"}
    one = Citation(title="x", relations=(Relation("comment-on", "PMID", "12345"),))
    assert linked(one, [("comment-on", other)]) == one
    assert len(linked(one, [("reply-to", other), ("reply-to", other)]).relations) == 2


def test_every_relation_has_its_other_side() -> None:
    table = load("dedupe/relations")
    listed = {*table["notes"].values(), *table["forms"].values(), *table["stated"]}
    listed |= {"chapter-of", "edition-of", *table["symmetrical"]}
    assert {kind for kind in listed if inverse(kind) == "related-to"} == set()
    assert {kind: inverse(kind) for kind in table["symmetrical"]} == {
        kind: kind for kind in table["symmetrical"]
    }


def test_only_versions_are_merged() -> None:
    made = Decision(RELATED, 3.0, {}, "one is a note about the other", "erratum-of")
    assert taken(made, "merge") == made
    made = Decision(RELATED, 3.0, {}, "other form of publication", "preprint-of")
    assert taken(made, "link") == made
    assert taken(made, "merge").outcome == DUPLICATE


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_versions_keep_every_promise(records: list[Citation]) -> None:
    for versions in MODES:
        once = out(records, versions)
        assert list(map(encode, out(once, versions))) == list(map(encode, once))
    assert [encode(unlinked(one)) for one in out(records)] == list(
        map(encode, out(records, "keep"))
    )


def test_every_serious_pair_is_in_the_log_once() -> None:
    entries = logged(ALL)
    links = [link for line in entries for link in line["links"]]
    ends = [tuple(sorted((link["a"], link["b"]))) for link in links]
    assert len(ends) == len(set(ends))
    found = {tuple(sorted((link["a"], link["b"]))): link["decision"] for link in links}
    assert found["r1", "r2"] == "duplicate"
    assert found["r1", "r3"] == "related"
    assert not any("r5" in pair for pair in found)
    for link in links:
        total = sum(piece["weight"] for piece in link["evidence"].values())
        assert link["score"] == pytest.approx(total, abs=0.02)


def test_ends_lead_to_their_members() -> None:
    entries = logged(ALL)
    by_name = {line["cluster"]: line["members"] for line in entries}
    for line in entries:
        for link in line["links"]:
            for end in "ab":
                members = by_name[link.get(f"{end}_cluster", line["cluster"])]
                assert members[link[f"{end}_member"]]["id"] == link[end]


def test_different_pairs_that_much_speaks_for_are_logged() -> None:
    other = record(2, edition="2", type="book", page="")
    parts = [record(1, edition="3", type="chapter", page=""), other]
    (link,) = [link for line in logged(parts) for link in line["links"]]
    assert link["reason"]
    assert link["decision"] == "different"


def test_what_a_person_decided_is_in_the_log() -> None:
    decided = [
        Remembered(decision="same", a=side(ARTICLE), b=side(ERRATUM)),
        Remembered(decision="different", a=side(ARTICLE), b=side(PREPRINT), why="looked at"),
    ]
    with dedupe(ALL, Options(decided=decided)) as result:
        links = [link for line in lines(result) for link in line["links"]]
    found = [(link["decision"], link.get("reason")) for link in links if link.get("by")]
    assert ("duplicate", None) in found
    assert ("different", "looked at") in found
    pairs = [tuple(sorted((link["a"], link["b"]))) for link in links]
    assert len(pairs) == len(set(pairs))


def test_old_records_are_told_and_left_as_they_are() -> None:
    with dedupe([COPY, PREPRINT], against=[ARTICLE]) as result:
        members = [one for line in lines(result) for one in line["members"]]
        article, preprint = result.citations()
    assert {one["id"]: one.get("old") for one in members} == {"r1": True, "r2": None, "r3": None}
    assert article == ARTICLE
    assert relations(preprint) == [("preprint-of", "DOI", "10.1000/1")]


def test_the_log_does_not_depend_on_the_order() -> None:
    logs = {tuple(sorted(map(encode, logged(list(turned))))) for turned in permutations(ALL[:4])}
    assert len(logs) == 1


def test_clusters_with_one_content_have_names_of_their_own() -> None:
    same = [record(n, title="Editorial", author=(), page="", volume="") for n in (8, 7)]
    names = [line["cluster"] for line in logged(same)]
    assert len(set(names)) == 2
    first = min(same, key=canonical)
    assert names[same.index(first)] == min(names, key=len)


def account(records: list[Citation]) -> dict[str, Any]:
    with dedupe(records) as result:
        log = Log(result)
        list(log)
        run: dict[str, Any] = log.run({"mode": "balanced"}, [{"name": "-"}])["run"]
        return run


def test_the_run_can_be_checked() -> None:
    run = account(ALL)
    assert (run["records"], run["clusters"], run["merged_away"]) == (5, 4, 1)
    assert run["sources"] == [
        {"source": "a.ris", "file": "in/a.ris", "format": "ris", "records": 5}
    ]
    assert run["links"]["duplicate"] == 1
    assert run["content"] == account(ALL[::-1])["content"]
    assert run["content"] != account(ALL[1:])["content"]
    assert run["content"] == account(out(ALL))["content"]


def test_inputs_have_their_hash(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.ris").write_bytes(b"TY  - JOUR\n")
    (found,) = manifest.inputs([str(tmp_path / "in")])
    assert found == {
        "name": str(tmp_path / "in" / "a.ris"),
        "sha256": sha256(b"TY  - JOUR\n").hexdigest(),
    }
    assert list(manifest.inputs(["-"])) == [{"name": "-"}]
    gone = str(tmp_path / "gone.ris")
    assert list(manifest.inputs([gone])) == [{"name": gone}]
