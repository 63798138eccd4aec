"""Citation keys: legal, unique, and the same whatever the order of the records."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.citekeys import candidate, digest
from mentorlit.keytable import KeyTable
from mentorlit.model import Citation, Name, Origin, PartialDate, Problem

YEAR = PartialDate(year=2019)


@pytest.mark.parametrize(
    ("citation", "key"),
    [
        (
            Citation(
                title="The alignment of roles", author=(Name(family="Prunuske"),), issued=YEAR
            ),
            "prunuske2019alignment",
        ),
        (Citation(title="On <i>Escherichia</i>", author=(Name(family="İnce"),)), "inceescherichia"),
        (Citation(title="Roles", issued=YEAR), "roles2019"),
        (
            Citation(editor=(Name(family="Berg", non_dropping_particle="van der"),), issued=YEAR),
            "vanderberg2019",
        ),
        (Citation(title="Ωμέγα", author=(Name(family="Øłßæ"),)), "olssaeomega"),
        (Citation(author=(Name(family="Щербаков"),), issued=YEAR), "shcherbakov2019"),
        (Citation(citation_key="a b, {c}é", title="x"), "a_b_c_e"),
        (Citation(citation_key="DBLP:conf/x.y-1+2"), "DBLP:conf/x.y-1+2"),
        (Citation(citation_key="{,}", title="Roles"), "roles"),
        (Citation(citation_key="k" * 100), "k" * 64),
    ],
)
def test_candidates(citation: Citation, key: str) -> None:
    assert candidate(citation) == key


def test_a_key_of_last_resort_tells_works_apart() -> None:
    one, two = Citation(title="中文"), Citation(title="日本語")
    assert re.fullmatch(r"ref[0-9a-f]{6}", candidate(one))
    assert candidate(one) != candidate(two)


def test_the_digest_is_of_the_content() -> None:
    origin = Origin(source="a", file="a", format="ris", ordinal=1, line=1, offset=0)
    one = Citation(title="x", extra={"ris": {"A": "1", "B": "2"}})
    two = Citation(
        title="x",
        extra={"ris": {"B": "2", "A": "1"}},
        citation_key="k",
        origin=origin,
        problems=(Problem("p", "m"),),
        members=(Citation(title="y"),),
    )
    assert digest(one) == digest(two) != digest(Citation(title="y"))


RECORDS = st.lists(
    st.tuples(st.sampled_from(["k", "K", "ka", "kb", "kaa", "x" * 64]), st.booleans()), max_size=40
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_keys_are_unique_in_any_order(records: list[tuple[str, bool]], random: object) -> None:
    entries = [(key, kept, n.to_bytes(8)) for n, (key, kept) in enumerate(records)]
    keys = _resolved(entries)
    assert len({key.lower() for key in keys}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9:_./+-]{1,64}", key) for key in keys)
    shuffled = list(zip(entries, keys, strict=True))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _resolved([entry for entry, _ in shuffled]) == [key for _, key in shuffled]


def test_kept_keys_win_and_suffixes_pass_over_others() -> None:
    entries = [("k", False, bytes([n] * 8)) for n in range(3)]
    entries += [("k", True, bytes([9] * 8)), ("ka", False, bytes([5] * 8))]
    assert _resolved(entries) == ["kb", "kc", "kd", "k", "ka"]


def test_after_z_come_two_letters() -> None:
    keys = _resolved([("k", False, n.to_bytes(8)) for n in range(28)])
    assert keys[:2] + keys[26:] == ["k", "ka", "kz", "kaa"]


def _resolved(entries: list[tuple[str, bool, bytes]]) -> list[str]:
    table = KeyTable()
    for wanted, kept, _ in entries:
        table.add(wanted, kept=kept)
    table.settle(lambda index: entries[index][2])
    return list(table.resolve())
