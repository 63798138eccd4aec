"""The queue as a table for a spreadsheet, and the answers that come back in one.

What identifies a pair is in one cell, ``pair``, as JSON in ASCII: a spreadsheet makes dates of
pages and cuts the zeros of numbers, but leaves that alone. Nothing else of a row is read but the
answer; so columns may be added, moved and left out.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Final, NamedTuple

import msgspec

from mentorlit.dedupe.decisions import RELATED, Remembered, line, load
from mentorlit.dedupe.decisions.lines import WITHDRAWN
from mentorlit.dedupe.decisions.sides import written
from mentorlit.model import Citation
from mentorlit.problems import UsageError
from mentorlit.reviewing.answers import Answers
from mentorlit.reviewing.comparison import shown
from mentorlit.reviewing.queue import Pair
from mentorlit.tables import load as load_table

_SHOWN: Final = 10
"""Faults of one table that are told."""

_OF_EACH: Final = {
    "title": "title",
    "authors": "author",
    "date": "issued",
    "in": "container_title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "DOI": "doi",
    "PMID": "pmid",
    "abstract": "abstract",
}
_LONGEST: Final = 1_000
"""Characters in a cell: a spreadsheet takes 32,767."""

HEADER: Final = (
    *("number", "decision", "relation", "why", "who", "settles", "score", "reason"),
    *(f"{name} {which}" for name in _OF_EACH for which in (1, 2)),
    "pair",
)
"""The columns; of each field, that of the first record stands beside that of the second."""

_FORMULA: Final = "=+-@＝＋－＠'\t"


class _Line:
    """Where the csv module puts one row."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def write(pairs: Iterable[Pair], answered: Iterable[Answers]) -> Iterator[str]:
    """Yield the table, with a byte-order mark by which spreadsheets know UTF-8."""
    out = _Line()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    yield "\ufeff" + out.text
    for pair, said in zip(pairs, answered, strict=True):
        writer.writerow([_cell(value) for value in _cells(pair, said)])
        yield out.text


def _cells(pair: Pair, said: Answers) -> Iterator[str]:
    yield str(pair.number)
    one = said[0] if len(said) == 1 else Remembered(decision="", a=Citation(), b=Citation())
    inverse = one.relation and one.a != pair.sides[0]
    yield one.decision
    yield f"{one.relation} (inverse)" if inverse else one.relation
    yield one.why
    yield one.who
    yield str(pair.settles)
    yield str(pair.score)
    yield pair.reason
    for field in _OF_EACH.values():
        for record in pair.records:
            yield shown(getattr(record, field))[:_LONGEST]
    a, b = pair.sides
    yield json.dumps({"a": written(a), "b": written(b)}, ensure_ascii=True)


def _cell(text: str) -> str:
    """Return the text of a cell: on one line, and no formula."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


class Read(NamedTuple):
    """The answers in a table, and how many of its pairs have none yet."""

    said: list[Remembered]
    open: int


def read(data: bytes, name: str, *, when: str = "") -> Read:
    """Read the answers in a table that a person has filled in, or partly.

    The delimiter may be a comma, semicolon or tab; columns are known by their headers, in any
    order and case.

    Raises:
        UsageError: it is no such table, or an answer cannot be understood; with every place.

    """
    text = _text(data)
    table = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    said: list[Remembered] = []
    faults: list[str] = []
    left = 0
    try:
        places = _columns(next((row for row in table if _is_filled(row)), []), name)
        for row in table:
            cells = {column: row[at] for column, at in places.items() if at < len(row)}
            try:
                one = _answer(cells, when)
            except (ValueError, UsageError) as error:
                faults.append(f"{name}: line {table.line_num}: {error}")
                continue
            said += [one] if one else []
            left += one is None and bool(cells.get("pair", "").strip())
    except csv.Error as error:
        raise UsageError(f"{name}: line {table.line_num}: not a table: {error}") from error
    if faults:
        more = [f"{name}: {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise UsageError("\n".join([*faults[:_SHOWN], *more]))
    return Read(said, left)


def _text(data: bytes) -> str:
    """Decode what spreadsheets save: UTF-8 or UTF-16 with a mark, or an old code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    text = text.replace("\0", " ")
    first, _, rest = text.partition("\n")
    # Excel's own way to declare the delimiter, in a line before the header.
    return rest if first.strip().lower().startswith("sep=") else text


def _delimiter(text: str) -> str:
    """Return what parts the headers: none of them has a comma, semicolon or tab in it."""
    header = next((one for one in StringIO(text) if one.strip(" ,;\t\r\n")), "")
    return max(",;\t", key=header.count)


def _is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    """Return where the columns are that are read."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        found.setdefault(cell.strip().strip("'\"").lower(), at)
    lacking = [column for column in ("decision", "pair") if column not in found]
    if lacking:
        raise UsageError(
            f"{name}: no column {' and no column '.join(lacking)}: "
            "not a table that `mentorlit review --export` has written"
        )
    wanted = ("decision", "relation", "why", "who", "pair")
    return {column: found[column] for column in wanted if column in found}


def _answer(cells: dict[str, str], when: str) -> Remembered | None:
    """Return the answer in a row; None if there is none yet.

    Raises:
        ValueError: it cannot be understood.

    """
    stated = {column: _plain(text) for column, text in cells.items()}
    decision, relation = _decision(stated.get("decision", ""), stated.get("relation", ""))
    if not decision:
        return None
    relation, mark, _ = relation.partition("(")
    try:
        pair: dict[str, Any] = msgspec.json.decode(stated.get("pair", ""))
        members = {
            "decision": decision,
            "a": pair["a"],
            "b": pair["b"],
            "relation": relation.strip(),
            "inverse": mark == "(",
            "who": stated.get("who", ""),
            "when": when,
            "why": stated.get("why", ""),
        }
        return _checked(members)
    except (msgspec.DecodeError, KeyError, TypeError):
        raise ValueError("the cell `pair` is not as it was written") from None


def _checked(members: dict[str, Any]) -> Remembered:
    """Return the decision if a file of decisions may hold it."""
    try:
        (made,) = load([msgspec.json.encode(members)], "")
    except UsageError as error:
        raise ValueError(str(error).removeprefix(":1: not a decision: ")) from None
    return msgspec.structs.replace(made, place="")


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that kept it from being a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in _FORMULA else text


def _decision(stated: str, relation: str) -> tuple[str, str]:
    """Return the decision and relation that a person wrote, by the words of tables/review.toml."""
    word = " ".join(stated.casefold().split())
    word = word or " ".join(relation.casefold().split())
    known: dict[str, list[str]] = load_table("review")["answers"]
    for decision, words in known.items():
        if word in words:
            name = "" if decision == "open" else decision
            return name, (relation.casefold() if name == RELATED else "")
    kind = word.partition("(")[0].strip()
    if kind in load_table("review")["relations"]:
        return RELATED, word
    choices = ", ".join(words[0] for decision, words in known.items() if decision != "open")
    raise ValueError(f"the decision is {stated!r}, not one of {choices} or a relation")


def additions(
    said: Iterable[Remembered], known: Iterable[Remembered], *, who: str, when: str
) -> tuple[bytes, int]:
    """Return the lines to add for answers that are not known yet, and how many answers they are.

    Where the table names nobody, it is ``who`` that answers, unless the same answer is known. An
    answer that somebody has changed takes the same person's old one back; one that contradicts
    another person's is added to it, and :func:`mentorlit.dedupe.decisions.settle` will tell.
    """
    about: dict[tuple[bytes, bytes], list[Remembered]] = {}
    for one in known:
        about.setdefault(one.pair, []).append(one)
    lines: list[bytes] = []
    added = 0
    for stated in said:
        before = about.setdefault(stated.pair, [])
        if any(_is_same(stated, other) for other in before):
            continue
        one = msgspec.structs.replace(stated, who=stated.who or who)
        others = [other for other in before if other.who != one.who]
        if len(others) < len(before):
            taken = msgspec.structs.replace(one, decision=WITHDRAWN, relation="", why="", when=when)
            lines += [line(taken), *map(line, others)]
        lines.append(line(one))
        about[one.pair] = [*others, one]
        added += 1
    return b"".join(lines), added


def _is_same(one: Remembered, other: Remembered) -> bool:
    same = one.decision == other.decision and one.relation == other.relation
    turned = bool(one.relation) and one.a != other.a
    return same and one.who in ("", other.who) and not turned
