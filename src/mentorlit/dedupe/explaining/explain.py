"""Why two records are, or are not, one paper: the facts, for JSON and for reading."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import msgspec

from mentorlit.dates import iso
from mentorlit.dedupe import Cluster, Deduplicated, Link, Options
from mentorlit.dedupe.block import keys
from mentorlit.dedupe.decisions import DIFFERENT as SAID_DIFFERENT
from mentorlit.dedupe.decisions import RELATED as SAID_RELATED
from mentorlit.dedupe.decisions import SAME, Remembered
from mentorlit.dedupe.explaining.chains import between, chain, conflicts, home
from mentorlit.dedupe.explaining.counterfactual import (
    Change,
    Compare,
    changes,
    differs,
    fields,
    value,
)
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.log import identifier, member
from mentorlit.dedupe.scoring.score import (
    DIFFERENT,
    DUPLICATE,
    MODES,
    RELATED,
    UNSURE,
    Decision,
    score,
)
from mentorlit.dedupe.versions import MERGE, taken
from mentorlit.model import Citation, Keyword, Name, PartialDate, StandardNumber
from mentorlit.names import sort_form
from mentorlit.tables import load

_BEFORE: Final = {
    "decision": "without the remembered decision",
    "merged": "had they not come in as one merged record",
}
"""What was decided before, undone."""


_OUTCOMES: Final = {SAME: DUPLICATE, SAID_DIFFERENT: DIFFERENT, SAID_RELATED: RELATED}
"""What the answers of people come to."""


def explain(result: Deduplicated, a: int, b: int, options: Options) -> dict[str, Any]:
    """Return all that is known of two records of a result, given by their indexes.

    ``decision`` is what the two are by themselves, and ``evidence`` why; ``changes`` what would
    make them something else; ``clusters`` where they ended, and through which links.
    """
    one, other = result.records[a], result.records[b]
    compare = partial(_compared, options)
    made = compare(one, other)
    limits = load("dedupe/score")["modes"][options.mode]
    decided = _decided(result, a, b, made)
    return {
        "a": _record(one),
        "b": _record(other),
        **decided,
        "mode": options.mode,
        "thresholds": {name: limits[name] for name in (UNSURE, DUPLICATE)},
        "keys": _keys(result, (a, b), one, other),
        "evidence": _evidence(made, one, other),
        "changes": _changes((one, other), options, made, decided),
        "clusters": _clusters(result, a, b, compare),
    }


def _compared(options: Options, one: Citation, other: Citation) -> Decision:
    """Return what two records are, apart from any others."""
    made = score(fingerprint(one), fingerprint(other), options.mode, whole=True)
    return taken(made, options.versions)


def _record(record: Citation) -> dict[str, Any]:
    origin = record.origin
    line = {"line": origin.line} if origin else {}
    return {**member(record), **line, "title": record.title}


def _decided(result: Deduplicated, a: int, b: int, made: Decision) -> dict[str, Any]:
    """Return what the two records are, and who or what says so."""
    one, other = result.first(a), result.first(b)
    told = {"decision": DUPLICATE, "score": made.score, "by": "identical", "rules": made.outcome}
    if one == other:
        return told
    said = result.said(a, b)
    links = _links(result, one, other)
    link = next((each for each in links if each.by != "rules"), None) or _ruled(result, a, b, said)
    if link is None:
        told = {"decision": made.outcome, "score": made.score, "by": "rules", **_reasons(made)}
    else:
        turned = bool(link.relation) and link.inverse == (link.a in (a, one))
        told |= {"decision": link.decision, "by": link.by}
        told |= _reasons(msgspec.structs.replace(link, inverse=turned))
    return told | ({"said": [_said(decision) for decision, _ in said]} if said else {})


def _ruled(
    result: Deduplicated, a: int, b: int, said: list[tuple[Remembered, bool]]
) -> Link | None:
    """Return the link that a decision about several copies of a paper comes to for these two."""
    together = home(result, a) == home(result, b)
    aside = [one for conflict in result.conflicts for one in conflict.said]
    for decision, turned in said:
        outcome = _OUTCOMES[decision.decision]
        if decision not in aside and (outcome == DUPLICATE) == together:
            relation = decision.relation if outcome == RELATED else ""
            return Link(a, b, outcome, 0.0, decision.why, relation, turned, by="decision")
    return None


def _said(decision: Remembered) -> dict[str, str]:
    """Return what a person decided about the two records."""
    names = ("decision", "relation", "who", "when", "why", "place")
    return {name: text for name in names if (text := getattr(decision, name))}


def _links(result: Deduplicated, a: int, b: int) -> Iterator[Link]:
    """Yield the links of two records with each other."""
    for cluster in (home(result, a), home(result, b)):
        for link in cluster.links:
            if {link.a, link.b} == {a, b}:
                yield link
    yield from (link for link in result.said_apart() if {link.a, link.b} == {a, b})


def _reasons(made: Decision | Link) -> dict[str, Any]:
    """Return the reason and the relation of a decision, if it has them."""
    found: dict[str, Any] = {}
    if made.reason:
        found["reason"] = made.reason
    if made.relation:
        found["relation"] = made.relation
    if made.inverse:
        found["inverse"] = True
    return found


def _keys(
    result: Deduplicated, pair: tuple[int, int], one: Citation, other: Citation
) -> dict[str, Any]:
    """Return the blocking keys in common, else those of each, and whether the two were compared."""
    ours, theirs = keys(fingerprint(one)), keys(fingerprint(other))
    shared = [key for key in ours if key in set(theirs)]
    kinds = {key.partition(":")[0] for key in shared}
    compared = result.was_compared(*pair)
    found: dict[str, Any] = {"shared": shared, "compared": compared}
    if not compared:
        found |= {"a": list(ours), "b": list(theirs)}
    capped = sorted(kinds.intersection(kind for kind, _ in result.capped))
    return {**found, "capped": capped} if capped else found


def _evidence(made: Decision, one: Citation, other: Citation) -> dict[str, Any]:
    """Return the evidence with the values behind it, and the values that are no evidence."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*load("dedupe/explain")["fields"], *made.evidence)):
        stated = {
            end: text
            for end, record in (("a", one), ("b", other))
            if (text := "; ".join(_texts(record, name)))
        }
        piece = made.evidence.get(name, {})
        if piece or stated:
            found[name] = {**piece, **stated}
    return found


def _texts(record: Citation, name: str) -> Iterator[str]:
    """Yield the values behind a piece of evidence, as text."""
    for path in fields(name):
        whole = value(record, path)
        if isinstance(whole, dict):
            yield from (f"{key} {one}" for key, all_ in whole.items() for one in all_)
        elif isinstance(whole, tuple):
            yield from map(_text, whole)
        elif whole:
            yield _text(whole)


def _text(one: Any) -> str:
    if isinstance(one, Name):
        return sort_form(one)
    if isinstance(one, PartialDate):
        return iso(one) or one.literal
    if isinstance(one, StandardNumber):
        return one.value
    return one.text if isinstance(one, Keyword) else str(one)


def _changes(
    pair: tuple[Citation, Citation], options: Options, made: Decision, decided: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return what would change the decision, and what would not.

    Nothing in the records changes what was decided before; identical records are no longer
    identical only if they differ.
    """
    found = list(changes(*pair, partial(_compared, options)))
    if decided["by"] == "identical":
        now = msgspec.structs.replace(made, outcome=decided["decision"])
        return [_change(one, now) for one in found if one.how == "differ"]
    if decided["by"] == "rules":
        every = [*found, *_other_options(*pair, options)]
        return [_change(one, made) for one in every]
    relation = decided.get("relation", "")
    now = msgspec.structs.replace(made, outcome=decided["decision"], relation=relation)
    return [_change(Change(_BEFORE[decided["by"]], "decision", (), made), now)]


def _change(change: Change, now: Decision) -> dict[str, Any]:
    made = change.decision
    return {
        "what": change.what,
        "how": change.how,
        "fields": list(change.fields),
        "decision": made.outcome,
        "score": made.score,
        **_reasons(made),
        "changes": differs(made, now),
    }


def _other_options(one: Citation, other: Citation, options: Options) -> Iterator[Change]:
    """Yield what the two records are in other modes."""
    choices = [("mode", mode) for mode in MODES if mode != options.mode]
    if options.versions != MERGE:
        choices.append(("versions", MERGE))
    for name, choice in choices:
        made = _compared(msgspec.structs.replace(options, **{name: choice}), one, other)
        yield Change(f"with --{name} {choice}", "option", (), made)


def _clusters(result: Deduplicated, a: int, b: int, compare: Compare) -> dict[str, Any]:
    """Return whether both records are in one cluster, and why."""
    one, other = home(result, a), home(result, b)
    if one == other:
        steps = [_step(result, link) for link in _onward(chain(one, a, b), a)]
        return {"together": True, "a": _named(result, one), "chain": steps}
    links = [_step(result, link) for link in between(one, other)]
    found = {"together": False, "a": _named(result, one), "b": _named(result, other)}
    decided = compare(result.records[a], result.records[b]).outcome
    if links or decided == DUPLICATE:
        pairs = conflicts(result, one, other)
        found |= {
            "links": links,
            "conflicts": [_conflict(result, *pair, compare) for pair in pairs],
        }
    return found


def _onward(links: list[Link], start: int) -> Iterator[Link]:
    """Yield the links of a chain, each in the direction in which it is gone."""
    for link in links:
        turned = link.a != start
        if turned:
            inverse = bool(link.relation) and not link.inverse
            yield msgspec.structs.replace(link, a=link.b, b=link.a, inverse=inverse)
        else:
            yield link
        start = link.a if turned else link.b


def _conflict(result: Deduplicated, a: int, b: int, compare: Compare) -> dict[str, Any]:
    """Return two records that keep their clusters apart, as if they were linked."""
    made = compare(result.records[a], result.records[b])
    link = Link(a, b, made.outcome, made.score, made.reason, made.relation, made.inverse)
    return _step(result, link)


def _named(result: Deduplicated, cluster: Cluster) -> dict[str, Any]:
    """Return the name of a cluster as the log has it, and its members."""
    records = [result.records[index] for index in cluster.members]
    return {"cluster": identifier(records), "members": [member(record)["id"] for record in records]}


def _step(result: Deduplicated, link: Link) -> dict[str, Any]:
    ends = {
        end: member(result.records[index])["id"] for end, index in (("a", link.a), ("b", link.b))
    }
    told = {"decision": link.decision, "score": link.score, "by": link.by}
    return {**ends, **told, **_reasons(link)}
