"""The policy's hard cases: tests/dedupe/pairs.toml."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mentorlit import identifiers, names
from mentorlit.dedupe import dedupe
from mentorlit.dedupe.block import keys
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.scoring.score import Decision, score
from mentorlit.model import PYTHON_NAME, Citation, PartialDate, StandardNumber
from mentorlit.tables import load

TABLE = Path(__file__).parent / "dedupe" / "pairs.toml"
PAIRS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["pair"]


def citation(fields: dict[str, Any]) -> Citation:
    values = {PYTHON_NAME[field]: value for field, value in fields.items()}
    for field in {"author", "editor"} & values.keys():
        values[field] = tuple(names.parse(name) for name in values[field])
    if "issued" in values:
        values["issued"] = PartialDate(year=values["issued"])
    if "isbn" in values:
        values["isbn"] = tuple(map(StandardNumber, identifiers.isbns(values["isbn"])))
    if "url" in values:
        values["url"] = tuple(values["url"])
    values.setdefault("type", "article-journal")
    return Citation(**values)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["name"]))
def test_pair(pair: dict[str, Any]) -> None:
    a, b = fingerprint(citation(pair["a"])), fingerprint(citation(pair["b"]))
    decision = score(a, b)
    if pair["expected"] == "apart":
        assert decision.outcome != "duplicate", decision
    else:
        assert decision.outcome == pair["expected"], decision
    turned = score(b, a)
    assert (turned.outcome, turned.score) == (decision.outcome, decision.score)
    assert decision.relation == turned.relation == pair.get("relation", "")
    assert decision.inverse == pair.get("inverse", False)
    assert turned.inverse == (bool(turned.relation) and not decision.inverse) or symmetrical(turned)


def symmetrical(decision: Decision) -> bool:
    return decision.relation in load("dedupe/relations")["symmetrical"]


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if p["expected"] == "duplicate"], ids=lambda pair: str(pair["name"])
)
def test_duplicates_meet(pair: dict[str, Any]) -> None:
    a, b = fingerprint(citation(pair["a"])), fingerprint(citation(pair["b"]))
    assert not set(keys(a)).isdisjoint(keys(b))


def test_all_together() -> None:
    """In one run every pair comes out as it does alone, and no paper joins another."""
    records = [citation(pair[side]) for pair in PAIRS for side in ("a", "b")]
    with dedupe(records) as result:
        clusters = result.clusters
    together = {pair for one in clusters for pair in combinations(sorted(one.members), 2)}
    expected = {
        (2 * n, 2 * n + 1) for n, pair in enumerate(PAIRS) if pair["expected"] == "duplicate"
    }
    strangers = {(x, y) for x, y in together if x // 2 != y // 2}
    named = [
        (PAIRS[x // 2]["name"], PAIRS[y // 2]["name"])
        for x, y in sorted(strangers)
        if PAIRS[x // 2].get("work", x) != PAIRS[y // 2].get("work", y)
    ]
    assert expected <= together
    assert not named
