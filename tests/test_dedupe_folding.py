"""What is looked at first because it is quicker says the same as the general rules."""

from hypothesis import given
from hypothesis import strategies as st

from mentorlit.dedupe.block import keys, number_keys
from mentorlit.dedupe.engines import KIND_MASK
from mentorlit.dedupe.fingerprints.fold import beginning, fold, squeeze
from mentorlit.dedupe.fingerprints.normalise import fingerprint
from mentorlit.dedupe.fingerprints.pages import leading_number, pages
from mentorlit.dedupe.fingerprints.titles import title
from mentorlit.model import Citation

PIECES = (
    *"abcxyzIVX019 .,:;-'`&<>{}[]()_/",
    *("é", "ß", "’", "–", "α", "ου", "Ж", "中", "が", "각", "Ã©", "ﬁ", "＆", "´", "µ", "²"),
    *("\u0301", "\u0327", "\u00a0", "\\'{e}", "&amp;", "&lt;", "<i>", "</i>", "\\", " and "),
)
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(texts, texts)
def test_unlike_letters_are_folded_as_if_alone(one: str, other: str) -> None:
    one, other = one.translate({ord(mark): None for mark in "'`&<>{}\\Ãµα"}), other.lstrip()
    whole = fold(f"latin {one} | {other}")
    assert whole.startswith(fold(f"latin {one} | "))


@given(texts)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    folded = fold(f"latin {text}")
    assert "  " not in folded
    assert folded == folded.strip()
    assert fold(folded) == folded


@given(texts, st.integers(1, 80))
def test_a_beginning_folds_as_it_does_in_the_whole_text(text: str, length: int) -> None:
    start = beginning(text, length)
    assert text.startswith(start)
    assert squeeze(fold(text)).startswith(squeeze(fold(start)))


@given(st.integers(0, 10**10), st.integers(0, 10**10), st.sampled_from(["", "-", "–"]))
def test_plain_page_numbers_are_read_as_any_others(first: int, last: int, dash: str) -> None:
    page = f"{first}{dash}{last if dash else ''}"
    assert pages(page, "") == pages(f" {page}", "")
    assert leading_number(str(first)) == leading_number(f"({first})")


@given(texts)
def test_titles_without_notes_keep_their_words(text: str) -> None:
    made = title(f"Peer mentoring {text}")
    assert made.joined == squeeze(made.text)
    assert set(made.content) <= set(made.text.split())


def test_numbers_of_keys_stay_as_they_are() -> None:
    one = fingerprint(
        Citation(title="Peer mentoring of residents", doi="10.1000/a", pmid="123", volume="4")
    )
    made = dict(zip(keys(one), number_keys(one), strict=True))
    assert made["doi:10.1000/a"] == 4749953891592666624
    assert len({number & KIND_MASK for number in made.values()}) == len(
        {key.partition(":")[0] for key in made}
    )
    assert all(0 <= number < 1 << 64 for number in made.values())
