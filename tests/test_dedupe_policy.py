"""Merge policies: whose values win, by which rule, and that nothing is lost by any of them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit.dedupe import Options, dedupe
from mentorlit.dedupe.merging.merge import merge
from mentorlit.dedupe.merging.policy import DEFAULT, FIELDS, FIRST, Policy, own_rule, rules_for
from mentorlit.dedupe.merging.policy_file import NAMED, Sources, policy
from mentorlit.jsontext import encode
from mentorlit.model import (
    JSON_NAME,
    Citation,
    Keyword,
    Name,
    Origin,
    PartialDate,
    Section,
    Seen,
    StandardNumber,
)
from mentorlit.problems import InputError, UsageError

TITLE = "Near-peer mentoring in rural clinical schools: a longitudinal study"


def origin(source: str, number: int = 1, format_name: str = "ris") -> Origin:
    return Origin(source, source, format_name, number, number, number)


FULL = Citation(
    type="article-journal",
    citation_key="brandt2014",
    title=TITLE.upper(),
    author=(Name(family="Brandt", given="A."), Name(family="Okafor", given="I.")),
    issued=PartialDate(year=2014),
    container_title="Med Educ",
    volume="48",
    page="101",
    doi="10.1000/full",
    keyword=(Keyword("mentors"), Keyword("C++")),
    abstract="Mentors were followed for three years.",
    origin=origin("scopus.ris"),
)
REGISTERED = Citation(
    title="Near-peer mentoring",
    author=(Name(family="Brandt", given="Anna"),),
    issued=PartialDate(year=2013, month=11, day=2),
    container_title="Medical Education",
    doi="10.1000/registered",
    keyword=(Keyword("Mentoring"), Keyword("C")),
    origin=origin("works.json", format_name="crossref-json"),
)
LONG = Citation(
    citation_key="Brandt_2014a",
    title=TITLE,
    container_title="Medical Education: a journal of the Association",
    abstract="Mentors were followed for three years. Most of them stayed in the region after it.",
    page="101-110",
    source="MEDLINE",
    origin=origin("library.bib", format_name="bibtex"),
)
MEMBERS = (FULL, REGISTERED, LONG)


def by(**rules: str) -> Policy:
    return Policy(rules=tuple((field.replace("_", "-"), rule) for field, rule in rules.items()))


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        policy(written(tmp_path, text))
    return str(caught.value).replace(str(tmp_path), "")


def test_preferred_sources_win_where_they_say_something() -> None:
    merged = merge(MEMBERS, Policy(prefer=("library.bib", "works.json")))
    assert merged.title == LONG.title
    assert merged.issued == REGISTERED.issued
    assert merged.doi == REGISTERED.doi
    assert merged.author == REGISTERED.author
    assert merged.volume == FULL.volume
    assert merged.provenance["title"].rule == "prefer+title"
    assert merged.provenance["title"].members == (2,)
    assert merged.provenance["volume"].rule == "number"
    assert merged.keyword[:2] == REGISTERED.keyword
    assert Seen(value=FULL.author, members=(0,)) in merged.provenance["author"].others


@pytest.mark.parametrize("name", ["works.json", "WORKS.JSON", "library.bib", "Medline"])
def test_a_source_is_known_by_its_label_file_or_database(name: str) -> None:
    chosen = merge(MEMBERS, Policy(prefer=(name,))).container_title
    wanted = REGISTERED if name.lower() == "works.json" else LONG
    assert chosen == wanted.container_title


def test_registry_first() -> None:
    merged = merge(MEMBERS, Policy(default="registry-first"))
    assert merged.issued == REGISTERED.issued
    assert merged.container_title == REGISTERED.container_title
    assert merged.provenance["issued"].rule == "registry-first+precise"
    assert merged.provenance["volume"].rule == "number"
    assert merged.doi == REGISTERED.doi


def test_source_order_of_one_field() -> None:
    stated = Policy(rules=(("title", "source-order"),), sources=("works.json", "library.bib"))
    merged = merge(MEMBERS, stated)
    assert merged.title == REGISTERED.title
    assert merged.provenance["title"].rule == "source-order+title"
    assert merged.container_title == merge(MEMBERS).container_title


def test_the_fullest_record_with_its_gaps_filled() -> None:
    merged = merge(MEMBERS, Policy(default="fullest"))
    assert (merged.title, merged.container_title) == (FULL.title, FULL.container_title)
    assert merged.source == LONG.source


def test_rules_of_single_fields() -> None:
    assert merge(MEMBERS, by(container_title="longest")).container_title == LONG.container_title
    assert merge(MEMBERS, by(issued="most-complete")).issued == REGISTERED.issued
    assert merge(MEMBERS, by(author="longest")).author == FULL.author
    assert merge(MEMBERS, by(keyword="registry-first")).keyword == REGISTERED.keyword
    union = merge(MEMBERS, by(author="union")).author
    assert [name.given for name in union] == ["Anna", "I."]


def test_a_preference_goes_before_a_rule() -> None:
    stated = Policy(rules=(("title", "longest"),), prefer=("works.json",))
    assert merge(MEMBERS, stated).title == REGISTERED.title


def test_where_all_agree_no_rule_decides() -> None:
    merged = merge([FULL, msgspec.structs.replace(FULL, origin=None)], Policy(prefer=("x",)))
    assert {told.rule for told in merged.provenance.values()} <= {own_rule(f) for f in FIELDS}


def test_a_file_with_rules(tmp_path: Path) -> None:
    text = 'default = "fullest"\nprefer = ["a.ris"]\nsources = ["b"]\ntitle = "source-order"\n'
    path = written(tmp_path, text)
    assert policy(path) == Policy((("title", "source-order"),), "fullest", ("b",), ("a.ris",))
    assert policy(path, "c.ris, d.ris").prefer == ("c.ris", "d.ris")
    assert policy("", "a") == Policy(prefer=("a",))
    assert policy("") is DEFAULT
    assert policy("registry-first") is NAMED["registry-first"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "longest"\ntitel = "longest"', ":2: titel: there is no such field (did you mean"),
        ('\n\ntitle = "longst"', ":3: title: 'longst' is no rule for it (did you mean 'longest'?)"),
        ('issued = "longest"', "it may have precise, majority, most-complete, fullest,"),
        ("title = 3", ":1: title: this is no rule for it"),
        ('title = "source-order"', ":1: title: source-order needs the order: sources = [...]"),
        ('default = "union"', ":1: default: 'union' is no rule for it"),
        ('prefer = "a.ris"', ":1: prefer: a list of sources is wanted"),
        ('abstract-sections = "longest"', "it goes with the abstract"),
        ('"extra" = "union"', ":1: extra: there is no such field"),
        ("[title]\nrule = 1", ":1: title: this is no rule for it"),
        ("title =", "this is no TOML"),
        ('title = "\\ud800"', "this is no TOML"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="policies with a name are default, registry-first"):
        policy(str(tmp_path / "none.toml"))
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="no TOML"):
        policy(str(tmp_path / "bytes.toml"))
    with pytest.raises(InputError):
        policy(str(tmp_path))


def test_unknown_sources_are_told() -> None:
    sources = Sources(Policy(prefer=("library.bib", "scopus.rsi"), sources=("medline",)))
    sources.note(sources.seen([merge(MEMBERS)]))
    (remark,) = sources.remarks()
    assert "'scopus.rsi' (did you mean 'scopus.ris'?)" in remark


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["", "article", "article-journal", "chapter"]),
    "citation_key": st.sampled_from(["", "a", "A", "b2012"]),
    "title": st.sampled_from(["", "A title", "A TITLE", "[A title]", "A title: and more of it"]),
    "author": st.lists(
        st.sampled_from(
            [
                Name(family="Brandt", given="Anna"),
                Name(family="Brandt", given="A."),
                Name(family="Okafor", given="I. M."),
                Name(literal="The Group"),
            ]
        ),
        max_size=3,
    ).map(tuple),
    "issued": st.sampled_from(
        [None, PartialDate(2012), PartialDate(2013, 2), PartialDate(2012, 5)]
    ),
    "dates": st.dictionaries(
        st.sampled_from(["epub", "received"]), st.sampled_from([PartialDate(2012), PartialDate(9)])
    ),
    "container_title": st.sampled_from(["", "Medical Education", "Med Educ", "J. Phys."]),
    "volume": st.sampled_from(["", "3", "4", "2)"]),
    "page": st.sampled_from(["", "1-9", "1", "e12"]),
    "number": st.sampled_from(["", "e12"]),
    "doi": st.sampled_from(["", "10.1/a", "10.1/b"]),
    "pmid": st.sampled_from(["", "1", "2"]),
    "pmcid": st.sampled_from(["", "PMC1"]),
    "issn": st.lists(
        st.sampled_from([StandardNumber("1472-6920"), StandardNumber("1472-6920", "print")]),
        max_size=2,
    ).map(tuple),
    "isbn": st.lists(st.sampled_from([StandardNumber("9780262033848")]), max_size=1).map(tuple),
    "identifiers": st.dictionaries(
        st.sampled_from(["arXiv", "DOI"]), st.sampled_from([("1",), ("2", "1"), ("10.1/a",)])
    ),
    "url": st.lists(st.sampled_from(["http://a", "http://b"]), max_size=2).map(tuple),
    "abstract": st.sampled_from(["", "Aims: to see.", "AIMS: TO SEE", "Aims: to see it all."]),
    "keyword": st.lists(
        st.builds(
            Keyword, st.sampled_from(["C", "C++", "c", "Self-Help", "self help"]),
            st.sampled_from(["", "MeSH", "Emtree"]),
        ),
        max_size=3,
    ).map(tuple),
    "origin": st.sampled_from(
        [None, origin("a.ris"), origin("b.nbib", format_name="nbib"), origin("c.bib")]
    ),
}  # fmt: skip


@st.composite
def records(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Citation:
    found = Citation(**{field: draw(values) for field, values in VALUES.items()})
    sections = (Section("Aims", "to see."),) if draw(st.booleans()) and found.abstract else ()
    return msgspec.structs.replace(found, abstract_sections=sections)


@st.composite
def policies(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Policy:
    fields = draw(st.lists(st.sampled_from(sorted({*VALUES} - {"origin"})), unique=True))
    rules = [(JSON_NAME[field], draw(st.sampled_from(rules_for(field)))) for field in fields]
    names = st.lists(st.sampled_from(["a.ris", "b.nbib", "none"]), unique=True, max_size=2)
    default = draw(st.sampled_from(["", "majority", "longest", "most-complete", *FIRST]))
    return Policy(tuple(rules), default, tuple(draw(names)), tuple(draw(names)))


def seen(merged: Citation, field: str) -> Iterable[Any]:
    """Yield the values of a field that the merged record holds: its own, and the others seen."""
    yield getattr(merged, field)
    told = merged.provenance.get(JSON_NAME[field])
    yield from (other.value for other in (told.others if told else ()))


def listed(merged: Citation, field: str) -> list[Any]:
    found: list[Any] = []
    for value in seen(merged, field):
        found += value if isinstance(value, tuple) else [value]
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(records(), min_size=2, max_size=4), st.one_of(st.just(DEFAULT), policies()))
def test_nothing_that_identifies_or_describes_is_lost(
    members: list[Citation], stated: Policy
) -> None:
    merged = merge(members, stated)
    words = [(" ".join(k.text.casefold().replace("-", " ").split()), k.scheme)
             for k in listed(merged, "keyword")]  # fmt: skip
    held = [value for ids in seen(merged, "identifiers") for some in ids.values() for value in some]
    for member in members:
        for field in ("citation_key", "abstract", "title"):
            assert not getattr(member, field) or getattr(member, field) in seen(merged, field)
        for field in ("doi", "pmid", "pmcid"):
            value = getattr(member, field)
            assert not value or value == getattr(merged, field) or value in held
        assert {one.value for one in member.issn} <= {one.value for one in listed(merged, "issn")}
        assert {one.value for one in member.isbn} <= {one.value for one in listed(merged, "isbn")}
        assert set(member.url) <= set(listed(merged, "url"))
        assert {value for some in member.identifiers.values() for value in some} <= set(held)
        for keyword in member.keyword:
            text = " ".join(keyword.text.casefold().replace("-", " ").split())
            known = [scheme for word, scheme in words if word == text]
            assert keyword.scheme in known or (known and not keyword.scheme)


@settings(max_examples=200, deadline=None)
@given(st.lists(records(), min_size=2, max_size=4), policies())
def test_every_value_is_stated_by_the_members_named(
    members: list[Citation], stated: Policy
) -> None:
    merged = merge(members, stated)
    single = ("type", "citation_key", "title", "issued", "container_title", "doi", "abstract")
    for field in single:
        value = getattr(merged, field)
        told = merged.provenance.get(JSON_NAME[field])
        assert bool(value) == (told is not None)
        if told:
            assert value in [getattr(members[index], field) for index in told.members]
    assert encode(merge(members, stated)) == encode(merged)


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), min_size=1, max_size=5), policies())
def test_again_under_one_policy_changes_nothing(members: list[Citation], stated: Policy) -> None:
    options = Options(policy=stated)
    with dedupe(members, options) as result:
        once = list(result.citations())
    with dedupe(once, options) as result:
        assert list(map(encode, result.citations())) == list(map(encode, once))
