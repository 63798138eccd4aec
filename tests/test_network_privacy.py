"""What is private in all its spellings, and what may be shown."""

import json
from collections.abc import Callable
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorlit.network import privacy
from mentorlit.network.asking import Query

KEY = "sEcr3t_K+/y=42.ab & c"
MAIL = "se.cret+tag@mail.example"
PRIVATE = (("tool", "mentorlit"), ("email", MAIL), ("api_key", KEY))


def lower_escapes(value: str) -> str:
    return "".join(
        letter if letter.isalnum() else quote(letter, safe="").lower() for letter in value
    )


SPELLINGS = {
    "itself": str,
    "lower case": str.lower,
    "address": lambda value: quote(value, safe=""),
    "form": quote_plus,
    "address in lower case": lower_escapes,
    "address twice": lambda value: quote(quote(value, safe=""), safe=""),
    "json": lambda value: value.replace("/", "\\/").replace("+", "\\u002b"),
    "json in json": lambda value: value.replace("+", "\\\\u002B"),
    "xml": lambda value: escape(value).replace("+", "&#43;").replace("/", "&#x2F;"),
    "xml in xml": lambda value: escape(escape(value)).replace("=", "&amp;#061;"),
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
def test_no_spelling_is_shown(spelled: Callable[[str], str]) -> None:
    text = f"key {spelled(KEY)}, to {spelled(MAIL)}, by mentorlit"
    assert privacy.hidden(text, PRIVATE) == "key ***, to ***, by mentorlit"
    assert privacy.hidden_in_body(text.encode(), PRIVATE, refusal=True) == (
        b"key ***, to ***, by mentorlit"
    )


def test_a_record_loses_keys_by_their_names_and_keeps_its_authors_address() -> None:
    body = f"by {MAIL} with {KEY} and short, mentorlit".encode()
    found = privacy.hidden_in_body(body, (*PRIVATE, ("pass", "short")), refusal=False)
    assert found == f"by {MAIL} with *** and short, mentorlit".encode()


def test_one_value_within_another_leaves_nothing_of_it() -> None:
    private = (("a", "0123456"), ("b", "x0123456x"))
    assert privacy.hidden("0123456 x0123456x", private) == "*** ***"


def test_header_fields_count_without_the_word_before_the_key() -> None:
    query = Query("", private=(("k", "v"),), private_headers=(("A", "Bearer abc"), ("B", "def")))
    assert privacy.of(query, "me@x") == (
        ("k", "v"),
        ("A", "abc"),
        ("B", "def"),
        ("mailto", "me@x"),
    )
    assert privacy.of(Query("")) == ()


@given(st.text(min_size=4, max_size=30))
def test_any_value_is_found_in_json_and_addresses(value: str) -> None:
    private = (("key", value),)
    for text in (value, json.dumps(value)[1:-1]):
        assert value not in privacy.hidden(f"<{text}>", private) or value in "<***>"
    if value.isprintable():
        assert privacy.hidden(f"?k={quote(value, safe='')}&", private) == "?k=***&"


@pytest.mark.parametrize("mark", ["\\", "&", "%", "+", " "])
def test_marks_without_end_take_linear_time(mark: str) -> None:
    body = (mark * 100_000).encode()
    assert privacy.hidden_in_body(body, (("key", mark * 20 + "x"),), refusal=True) == body
