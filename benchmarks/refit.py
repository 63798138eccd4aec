"""Derive the weights of tables/dedupe/score.toml from labelled sets, and say what they are worth.

    python benchmarks/refit.py --data FOLDER [--output score.toml] [SET ...]

FOLDER holds labelled sets (see dedupe_sets.py); none is shipped. All candidate pairs of each set
are scored with weights that remember where they were used, so the score itself says which findings
a pair has, and how much of each. For every finding stand, over all sets, each set counting alike:

  m, u         its share among the pairs that are one paper, and among those that are not, of the
               pairs in which the field could be compared
  log2(m/u)    the weight of Fellegi and Sunter (1969), right if findings were independent
  hand         the weight in score.toml
  fitted       logistic regression on pairs that no veto decides, in bits: pulled towards the hand
               weight where little was observed and towards log2(m/u) where much was, never
               changing its sign, never beyond BOUND
  adjusted     the same, pulled towards the hand weights alone

The last table leaves out each set in turn, fits on the others, and counts wrong decisions on it
with the hand weights, with log2(m/u) alone, fitted and adjusted. New weights are worth taking only
if no set gets worse and the hard negatives (dedupe_damage.py) stay apart.
"""

import argparse
import math
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from dedupe_sets import own_id, read, truth_of

from mentorlit.dedupe import engines
from mentorlit.dedupe.block import finer_keys, number_keys, strong_kinds
from mentorlit.dedupe.fingerprints.normalise import Fingerprint, fingerprint
from mentorlit.dedupe.scoring import score
from mentorlit.tables import load

BOUND: Final = 9.0
SHRINK: Final = 30.0
"""Observations at which the ratio counts as much as the hand weight."""
PULL: Final = 0.02
"""How strongly the fit is pulled to its prior: the penalty of one squared bit, in pairs' shares."""
ROUNDS: Final = 400
MOST: Final = 4000
"""Pairs of each kind of a set that are fitted to, evenly chosen."""
TABLE: Final[dict[str, Any]] = load("dedupe/score")
DUPLICATE: Final = float(TABLE["modes"]["balanced"]["duplicate"])
MIDDLE: Final = (DUPLICATE + float(TABLE["modes"]["balanced"]["unsure"])) / 2


class Traced(float):
    """A number that remembers how much of which weight is in it; it only ever is a weight's."""

    parts: dict[str, float]

    def __new__(cls, value: float, parts: dict[str, float]) -> Self:
        made = super().__new__(cls, value)
        made.parts = parts
        return made

    def __add__(self, other: float) -> "Traced":
        parts = dict(self.parts)
        for name, share in getattr(other, "parts", {}).items():
            parts[name] = parts.get(name, 0.0) + share
        return Traced(float(self) + float(other), parts)

    __radd__ = __add__

    def __mul__(self, other: float) -> "Traced":
        parts = {name: share * float(other) for name, share in self.parts.items()}
        return Traced(float(self) * float(other), parts)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> "Traced":
        return self * (1 / float(other))

    def __neg__(self) -> "Traced":
        return self * -1.0

    def __sub__(self, other: float) -> "Traced":
        return self + (-other)

    def __rsub__(self, other: float) -> "Traced":
        return -self + other

    def __round__(self, _digits: Any = None) -> "Traced":  # type: ignore[override]
        return self


class Example(NamedTuple):
    """One pair: what it has of each finding, whether it is one paper, and who decided."""

    parts: dict[str, float]
    same: bool
    vetoed: bool
    outcome: str


Weights = dict[str, float]


def weights_of(table: dict[str, Any]) -> Weights:
    """Return all weights of a table: those with names, and the points of curves."""
    found = {name: float(value) for name, value in table["weights"].items()}
    for name, points in table["curves"].items():
        found |= {f"{name} {x:g}": float(y) for x, y in points}
    return found


def traced_table() -> dict[str, Any]:
    """Return score.toml with weights that remember where they were used."""
    curves = {
        name: [[x, Traced(y, {f"{name} {x:g}": 1.0})] for x, y in points]
        for name, points in TABLE["curves"].items()
    }
    named = {name: Traced(value, {name: 1.0}) for name, value in TABLE["weights"].items()}
    return {**TABLE, "curves": curves, "weights": named}


def scorer() -> Callable[[Fingerprint, Fingerprint], score.Decision]:
    """Return the scoring of pairs with traced weights."""
    table = traced_table()
    vars(score)["_table"] = lambda: table
    vars(score)["_weights"] = lambda: table["weights"]
    return lambda a, b: score.score(a, b, whole=True)


def examples(folder: Path, judge: Callable[[Fingerprint, Fingerprint], Any]) -> list[Example]:
    """Return the labelled candidate pairs of a set; pairs of equal records are left out."""
    truth = truth_of(folder)
    records = read(folder / f"{folder.name}.ris")
    own = [own_id(record) for record in records]
    prints = [fingerprint(record) for record in records]
    label = _labels(truth)
    cap = int(load("dedupe/keys")["block"])
    maker = engines.load("memory")(cap, strong_kinds(), engines.Room())
    found: list[Example] = []
    keyed = (array("Q", number_keys(one)).tobytes() for one in prints)
    codes = maker.candidate_pairs(keyed, lambda at: finer_keys(prints[at]))
    for a, b in ((code >> 32, code & 0xFFFFFFFF) for some in codes for code in some):
        same = label(own[a], own[b])
        if same is None or prints[a] == prints[b]:
            continue
        made = judge(prints[a], prints[b])
        vetoed = bool(made.reason) and made.outcome in ("different", "related")
        found.append(Example(_parts(made), same, vetoed, made.outcome))
    return found


def _labels(truth: dict[str, Any]) -> Callable[[str, str], bool | None]:
    """Return whether two records are one paper, None where the set does not say."""
    if "match_pairs" in truth:
        said = {frozenset(pair[:2]): True for pair in truth["match_pairs"]}
        said |= {frozenset(pair[:2]): False for pair in truth["nonmatch_pairs"]}
        return lambda a, b: said.get(frozenset((a, b)))
    papers = truth.get("clusters_adjudicated") or truth["clusters"]
    paper = {one: number for number, group in enumerate(papers) for one in group}
    crossing = truth.get("cross_source_only", False)

    def label(a: str, b: str) -> bool | None:
        if crossing and a.partition("_")[0] == b.partition("_")[0]:
            return None
        return paper.get(a, a) == paper.get(b, b)

    return label


def _parts(made: Any) -> dict[str, float]:
    parts: dict[str, float] = {}
    for piece in made.evidence.values():
        for name, share in getattr(piece["weight"], "parts", {}).items():
            if share:
                parts[name] = parts.get(name, 0.0) + share
    return parts


def _field(name: str) -> str:
    """Return the field that a finding is about."""
    return name.partition(" ")[0] if " " in name else name.partition("_")[0]


class Ratio(NamedTuple):
    """How often a finding is made, and of how many pairs that is known."""

    m: float
    u: float
    seen: float

    @property
    def bits(self) -> float:
        """Return log2(m/u), bounded."""
        return max(-BOUND, min(BOUND, math.log2(self.m / self.u)))


def ratios(sets: Iterable[Sequence[Example]]) -> dict[str, Ratio]:
    """Return m and u of every finding, each set counting alike, half a pair added to each."""
    kept = [one for one in sets if one]
    names = sorted(weights_of(TABLE))
    made: dict[str, list[list[float]]] = {name: [] for name in names}
    for some in kept:
        for name, counts in _counts(some, names).items():
            made[name].append(counts)
    found = {}
    for name, counted in made.items():
        hits = [sum(one[at] / max(one[at + 2], 1.0) for one in counted) for at in (0, 1)]
        with_field = [sum(1 for one in counted if one[at + 2]) for at in (0, 1)]
        seen = sum(one[0] + one[1] for one in counted)
        total = [sum(one[at + 2] for one in counted) for at in (0, 1)]
        m, u = (
            (hits[at] / max(with_field[at], 1) * total[at] + 0.5) / (total[at] + 1) for at in (0, 1)
        )
        found[name] = Ratio(m, u, seen)
    return found


def _counts(some: Sequence[Example], names: Sequence[str]) -> dict[str, list[float]]:
    """Return for each finding: hits in pairs that are one, in others, and pairs with the field."""
    hits = {name: [0.0, 0.0] for name in names}
    fields: dict[str, list[float]] = {_field(name): [0.0, 0.0] for name in names}
    for one in some:
        side = 0 if one.same else 1
        for name, share in one.parts.items():
            hits[name][side] += min(abs(share), 1.0)
        for field in {_field(name) for name in one.parts}:
            fields[field][side] += 1.0
    return {name: [*hits[name], *fields[_field(name)]] for name in names}


def prior_of(known: dict[str, Ratio], hand: Weights) -> Weights:
    """Return log2(m/u) where much was observed, the hand weight where little was."""
    found = {}
    for name, weight in hand.items():
        trust = known[name].seen / (known[name].seen + SHRINK)
        found[name] = _signed(trust * known[name].bits + (1 - trust) * weight, weight)
    return found


def _signed(weight: float, hand: float) -> float:
    """Keep the sign of the hand weight, and the bound."""
    low, high = (0.0, BOUND) if hand > 0 else (-BOUND, 0.0)
    return max(-BOUND, min(BOUND, weight)) if not hand else max(low, min(high, weight))


def fit(sets: Sequence[Sequence[Example]], prior: Weights, hand: Weights) -> Weights:
    """Return weights that part the pairs at MIDDLE, each set and both answers counting alike."""
    data: list[tuple[list[tuple[str, float]], float, float]] = []
    for some in sets:
        for same in (True, False):
            mine = [one for one in some if one.same is same and not one.vetoed]
            mine = mine[:: max(1, len(mine) // MOST)]
            data += [
                (list(one.parts.items()), 1.0 if same else -1.0, 1 / len(mine)) for one in mine
            ]
    weights = dict(prior)
    slope = dict.fromkeys(prior, 1e-9)
    for _ in range(ROUNDS):
        grown = {name: 2 * PULL * (weights[name] - prior[name]) for name in weights}
        for parts, sign, share in data:
            total = sum(weights[name] * part for name, part in parts) - MIDDLE
            pressing = -sign * share / (1 + math.exp(min(60.0, sign * total * math.log(2))))
            for name, part in parts:
                grown[name] += pressing * part
        for name, pull in grown.items():
            slope[name] += pull * pull
            weights[name] = _signed(weights[name] - 0.3 * pull / math.sqrt(slope[name]), hand[name])
    return weights


def wrong(some: Sequence[Example], weights: Weights) -> tuple[int, int]:
    """Return how many pairs are wrongly called one paper, and how many are missed."""
    joined = missed = 0
    for one in some:
        total = sum(weights[name] * part for name, part in one.parts.items())
        said = total >= DUPLICATE and not one.vetoed
        joined += said and not one.same
        missed += one.same and not said
    return joined, missed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, help="write the fitted weights as TOML")
    args = parser.parse_args()
    judge = scorer()
    folders = [path.parent for path in sorted(args.data.glob("*/*.truth.json"))]
    sets = {
        folder.name: examples(folder, judge)
        for folder in folders
        if not args.sets or folder.name in args.sets
    }
    hand = weights_of(TABLE)
    known = ratios(sets.values())
    fitted = fit(list(sets.values()), prior_of(known, hand), hand)
    adjusted = fit(list(sets.values()), hand, hand)
    print("| finding | m | u | log2(m/u) | observed | hand | fitted | adjusted |")
    print("|---" * 8 + "|")
    for name, weight in hand.items():
        one = known[name]
        told = f"{one.m:.4f} | {one.u:.4f} | {one.bits:+.1f} | {one.seen:.0f}"
        told = told if one.seen else "- | - | - | 0"
        print(f"| {name} | {told} | {weight:+.1f} | {fitted[name]:+.1f} | {adjusted[name]:+.1f} |")
    print("\nWrongly joined / missed pairs by the score alone, with the vetoes:\n")
    print(
        "| set left out | pairs | hand | log2(m/u) | fitted | adjusted |\n|---|---|---|---|---|---|"
    )
    for name, left in sets.items():
        others = [some for other, some in sets.items() if other != name]
        prior = prior_of(ratios(others), hand)
        made = (hand, prior, fit(others, prior, hand), fit(others, hand, hand))
        cells = [wrong(left, one) for one in made]
        shown = " | ".join(f"{joined} / {missed}" for joined, missed in cells)
        print(f"| {name} | {len(left)} | {shown} |", flush=True)
    if args.output:
        args.output.write_text(toml(fitted), encoding="utf-8")
        args.output.with_suffix(".adjusted.toml").write_text(toml(adjusted), encoding="utf-8")


def toml(weights: Weights) -> str:
    """Return the weights in the layout of score.toml."""
    lines = ["[curves]"]
    for name, points in TABLE["curves"].items():
        shown = ", ".join(f"[{x:g}, {weights[f'{name} {x:g}']:.1f}]" for x, _ in points)
        lines.append(f"{name} = [{shown}]")
    named = [f"{name} = {weights[name]:.1f}" for name in TABLE["weights"]]
    return "\n".join([*lines, "", "[weights]", *named, ""])


if __name__ == "__main__":
    main()
