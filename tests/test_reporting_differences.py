"""Where texts differ: marks on words, and what of a long text is left out."""

from hypothesis import given
from hypothesis import strategies as st

from citations import texts
from mentorlit.reporting.differences import FORM, LEFT_OUT, SAME, WORDS, Piece, marked


def words(text: str, *others: str) -> list[tuple[str, str]]:
    return [(piece.text.strip(), piece.what) for piece in marked(text, others)]


def test_words_that_the_other_lacks_are_marked() -> None:
    one, other = "Coral reefs under climate change", "Coral reefs under rapid climate change"
    assert words(one, other) == [(one, SAME)]
    assert words(other, one) == [
        ("Coral reefs under", SAME),
        ("rapid", WORDS),
        ("climate change", SAME),
    ]


def test_case_accents_and_punctuation_are_form() -> None:
    assert words("Über Korallen.", "uber korallen") == [("Über Korallen.", FORM)]
    assert words("Reefs: a review", "Reefs a review") == [("Reefs:", FORM), ("a review", SAME)]


def test_words_are_cut_at_hyphens_and_full_stops() -> None:
    assert words("coral-reef", "coral reef") == [("coral-", FORM), ("reef", SAME)]
    assert words("4853-63", "4853-4863") == [("4853-", SAME), ("63", WORDS)]
    assert words("T.P.", "T. P.") == [("T.P.", SAME)]


def test_a_semicolon_between_values_is_no_difference() -> None:
    assert words("Lee, A.; Roe, B.", "Lee, A.") == [("Lee, A.;", SAME), ("Roe, B.", WORDS)]
    assert words("Lee, A.", "Lee, A.; Roe, B.") == [("Lee, A.", SAME)]


def test_a_word_that_one_of_several_lacks_is_marked() -> None:
    assert words("a b c", "a b", "b c") == [("a", WORDS), ("b", SAME), ("c", WORDS)]


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert words("糖尿病の研究", "糖尿病研究") == [
        ("糖尿病", SAME),
        ("の", WORDS),
        ("研究", SAME),
    ]


def test_of_a_long_text_what_is_near_a_difference_is_shown() -> None:
    start, end = " ".join(["same"] * 100), " ".join(["end"] * 100)
    found = marked(f"{start} adinosine {end}", [f"{start} adenosine {end}"])
    assert [piece.what for piece in found] == [LEFT_OUT, SAME, WORDS, SAME, LEFT_OUT]
    assert found[0] == Piece("94", LEFT_OUT)
    assert found[2].text == " adinosine"
    assert sum(len(piece.text.split()) for piece in found if piece.what != LEFT_OUT) == 13


def test_a_long_text_without_a_difference_is_cut() -> None:
    text = " ".join(map(str, range(100)))
    assert [piece.what for piece in marked(text, [text])] == [SAME, LEFT_OUT]


def test_a_text_of_any_length_is_compared_in_part() -> None:
    found = marked("word " * 1_000_000, ["other " * 1_000_000])
    assert found[-1] == Piece("", LEFT_OUT)
    assert sum(len(piece.text) for piece in found) < 10_000


@given(texts(), st.lists(texts(), max_size=3))
def test_pieces_of_a_short_text_are_the_text(text: str, others: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, others)) == text


@given(texts())
def test_a_text_differs_from_itself_nowhere(text: str) -> None:
    assert all(piece.what == SAME for piece in marked(text, [text]))
