"""An explanation for reading: what two records are, the evidence, and what would change it."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mentorlit.explaining import Piece, Row
from mentorlit.tables import load

_VALUE: Final = 62
"""Columns of a value."""

_NAME: Final = 16
"""Columns of the name of a piece of evidence."""

_LONGEST: Final = 280
"""Characters of a value that are shown."""

_MEMBERS: Final = 12
"""Members of a cluster that are named."""

_PIECE: Final = ("weight", "a", "b", "similarity", "found")
"""What is shown of a piece of evidence in its own way."""

_REASONS: Final = {
    "different": "the veto: ",
    "unsure": "the doubt: ",
    "related": "kept apart: ",
}
"""What a reason is, by the decision that it makes."""

Facts = Mapping[str, Any]


def rows(facts: Facts) -> Iterator[Row]:
    """Yield the lines of what :func:`mentorlit.dedupe.explaining.explain.explain` found."""
    for end in "ab":
        yield from _record(end.upper(), facts[end])
    yield ()
    yield from _decided(facts)
    yield ()
    yield from _keys(facts["keys"])
    yield ()
    yield from _evidence(facts)
    yield ()
    yield from _changes(facts)
    yield ()
    yield from _clusters(facts["clusters"])


def _record(end: str, record: Facts) -> Iterator[Row]:
    place = f"{record['file']}:{record['line']}" if record.get("line") else record["file"]
    yield (
        Piece(f"{end}  ", "field"),
        Piece(str(record["id"]), "heading"),
        Piece(f"  {place}", "place"),
    )
    yield from _lines("   ", "place", record["title"] or "no title", "value")


def _lines(before: str, what: str, text: str, kind: str) -> Iterator[Row]:
    """Yield a text after what stands before it, on as many lines as it needs."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."
    wrapped = textwrap.wrap(shown, _VALUE, break_on_hyphens=False) or [""]
    for number, line in enumerate(wrapped):
        yield Piece(before if number == 0 else " " * len(before), what), Piece(line, kind)


def _decided(facts: Facts) -> Iterator[Row]:
    yield (Piece(outcome(facts), "heading"), Piece(f"  {_because(facts)}", "value"))
    for said in facts.get("said", ()):
        signed = " ".join(said[name] for name in ("who", "when") if name in said)
        answer = " ".join(said[name] for name in ("decision", "relation") if name in said)
        parts = [said.get("place", ""), signed, answer, said.get("why", "")]
        yield (Piece(f"  {': '.join(filter(None, parts))}", "place"),)


def outcome(facts: Facts, a: str = "A", b: str = "B") -> str:
    """Return a decision in words, with what one of ``a`` and ``b`` is to the other."""
    if not facts.get("relation"):
        return str(facts["decision"])
    first, second = (b, a) if facts.get("inverse") else (a, b)
    return f"{facts['decision']} ({first} is {facts['relation']} {second})"


def _because(facts: Facts) -> str:
    """Return what decided, in words."""
    by = facts["by"]
    if by == "identical":
        return "the records say the same in every field that is compared"
    if by == "merged":
        return f"they came in as one merged record (the rules say {facts['rules']})"
    if by == "decision":
        return f"decided by a person (the rules say {facts['rules']})"
    return f"{_ruled(facts)} (mode {facts['mode']})"


def _ruled(facts: Facts) -> str:
    """Return which rule decided: a veto, a doubt, a relation or the sum."""
    reason, score, limits = facts.get("reason"), facts["score"], facts["thresholds"]
    least = f"at least {limits['duplicate']:g}"
    if reason:
        return f"{_REASONS.get(facts['decision'], '')}{reason}"
    if facts["decision"] == "duplicate":
        return f"the sum of the evidence, {score:g}, is {least}"
    if facts["decision"] == "unsure":
        short = f"{limits['duplicate'] - score:.3g} short of {limits['duplicate']:g}"
        return f"the sum of the evidence, {score:g}, is at least {limits['unsure']:g}, {short}"
    short = f"{limits['unsure'] - score:.3g} short of {limits['unsure']:g}"
    return f"the sum of the evidence, {score:g}, is {short}"


def _keys(found: Facts) -> Iterator[Row]:
    """Yield which keys made the records meet, or what each has."""
    if not found["compared"]:
        why = "they share one weak key" if found["shared"] else "they share no key"
        if found.get("capped"):
            why = "too many records share what they have in common"
        yield (Piece(f"never compared: {why}", "against"),)
    else:
        yield (Piece("compared because they share", "heading"),)
    yield from _listed(found["shared"])
    for end in "ab":
        if end in found:
            yield (Piece(f"keys of {end.upper()}", "field"),)
            yield from _listed(found[end])
    for kind in found.get("capped", ()):
        text = f"  too many records share a key of the kind {kind}: not all pairs are compared"
        yield (Piece(text, "against"),)


def _listed(keys: Sequence[str]) -> Iterator[Row]:
    """Yield keys, those of one kind together."""
    words: dict[str, str] = load("dedupe/explain")["keys"]
    kinds: dict[str, list[str]] = {}
    for key in keys:
        kind, _, value = key.partition(":")
        kinds.setdefault(kind, []).append(value)
    for kind, values in kinds.items():
        yield from _lines(f"  {words.get(kind, kind)}: ", "field", ", ".join(values), "value")


def _evidence(facts: Facts) -> Iterator[Row]:
    """Yield each piece of evidence with the values of both records, and the sum."""
    yield (Piece("evidence", "heading"),)
    for name, piece in facts["evidence"].items():
        yield from _piece(name, piece)
    limits = facts["thresholds"]
    told = f"unsure from {limits['unsure']:g}, duplicate from {limits['duplicate']:g}"
    yield (
        Piece(f"  {'sum':{_NAME}}", "field"),
        Piece(f"{facts['score']:+7.2f}", "heading"),
        Piece(f"  {told}", "place"),
    )


def _piece(name: str, piece: Facts) -> Iterator[Row]:
    weight = f"{piece['weight']:+7.2f}" if "weight" in piece else f"{'-':>7}"
    before = f"  {name:{_NAME}}{weight}  "
    indent = " " * len(before)
    colour = "against" if piece.get("weight", 0) < 0 else "field"
    for end, value in _sides(piece):
        yield from _lines(f"{before}{end:4} ", colour, value, "value")
        before = indent
    told = _found(piece)
    if told:
        yield from _lines(f"{before}     " if before == indent else before, colour, told, "place")


def _sides(piece: Facts) -> Iterator[tuple[str, str]]:
    """Yield the values with whose they are; one that both state once."""
    if piece.get("a") == piece.get("b"):
        ends = {"A, B": piece.get("a")}
    else:
        ends = {"A": piece.get("a"), "B": piece.get("b")}
    yield from ((end, value) for end, value in ends.items() if value is not None)


def _found(piece: Facts) -> str:
    """Return what was found of the values, in words."""
    if "weight" not in piece:
        return ""
    parts = [str(piece["found"])] if "found" in piece else []
    parts += [f"similarity {piece['similarity']:g}"] if "similarity" in piece else []
    parts += [f"{key}: {value}" for key, value in piece.items() if key not in _PIECE]
    return ", ".join(parts)


def _changes(facts: Facts) -> Iterator[Row]:
    """Yield what would change the decision, and what would not."""
    changing = [one for one in facts["changes"] if one["changes"]]
    title = "what would change it" if changing else "nothing that was tried changes it"
    yield (Piece(title, "heading"),)
    for one in changing:
        yield Piece(f"  {one['what']}", "field"), Piece(f" -> {_after(one)}", "value")
    left = [one for one in facts["changes"] if not one["changes"] and one["how"] == "without"]
    if left and changing:
        text = ", ".join(one["what"].removeprefix("without the ") for one in left)
        yield from _lines("  as it is without any one of: ", "place", text, "place")


def _after(one: Facts) -> str:
    why = f", {one['reason']}" if one.get("reason") else ""
    return f"{outcome(one)} ({one['score']:g}{why})"


def _clusters(found: Facts) -> Iterator[Row]:
    """Yield where the records ended, and how."""
    if found["together"]:
        yield (Piece("one cluster", "heading"), Piece(f"  {_cluster(found['a'])}", "place"))
        for link in found["chain"]:
            yield from _link(link)
        return
    yield (Piece("two clusters", "heading"),)
    for end in "ab":
        yield Piece(f"  {end.upper()} in ", "field"), Piece(_cluster(found[end]), "place")
    for name, words in (("links", "links between them"), ("conflicts", "kept apart by")):
        if found.get(name):
            yield (Piece(f"  {words}", "field"),)
        for link in found.get(name, ()):
            yield from _link(link)


def _cluster(cluster: Facts) -> str:
    members = cluster["members"]
    shown = ", ".join(members[:_MEMBERS])
    more = f" and {len(members) - _MEMBERS} more" if len(members) > _MEMBERS else ""
    return f"{cluster['cluster']} of {len(members)}: {shown}{more}"


def _link(link: Facts) -> Iterator[Row]:
    by = f", {link['by']}" if link["by"] != "rules" else ""
    reason = f", {link['reason']}" if link.get("reason") else ""
    text = f"{outcome(link, link['a'], link['b'])} ({link['score']:g}{by}{reason})"
    yield Piece(f"    {link['a']} - {link['b']}: ", "field"), Piece(text, "value")
