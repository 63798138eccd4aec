"""BibTeX and BibLaTeX: what is written is read back, and no value gets out of its field."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorlit import identifiers
from mentorlit.exporting import keyed
from mentorlit.formats.bibtex.case import protector
from mentorlit.formats.bibtex.placing import allowed
from mentorlit.formats.tex import decode, decode_verbatim, encode, encode_verbatim, in_ascii
from mentorlit.formats.tex.encoding import clean, is_mathematics
from mentorlit.limits import Limits
from mentorlit.model import (
    Citation,
    Keyword,
    Name,
    PartialDate,
    Problem,
    StandardNumber,
)
from mentorlit.problems import Reject
from mentorlit.readers.bibtex import read
from mentorlit.stream import Stream
from mentorlit.writers import BY_NAME, bibtex

DIALECTS = ("bibtex", "biblatex")

SHARP = st.sampled_from(
    [
        "\\", "{", "}", "$", "&", "#", "%", "_", "^", "~", '"', "'", "`", "--", "@", ",", "=", ";",
        "\n", "\r\n", "\n\n", "\t", "@article{x,", "\\input{/etc/passwd}", "\\", "}}", "\n@book{y,",
        " and ", "and", "others", "^^5c", "<i>", "</i>", "<sub>", "</sub>", "<", ">", "|",
        "\\textit{", "$x^2$", "\u00a0", "\u202e", "\u2028", "\x1b[2J", "é", "日本", "ß", "DNA", "a",
        "Rome", " ", "\\end{document}", "TY  - ", "?`", "''", "``", "!`", "http://a.b/c_d",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(SHARP, st.text(max_size=5)), min_size=1, max_size=8).map("".join)


def plain(text: str) -> str:
    """Return what a field can hold of ``text``: one line, no controls, NFC."""
    text = re.sub(r"[\x00-\x1f]+", " ", clean(text))
    return re.sub(r" +", " ", unicodedata.normalize("NFC", text)).strip(" ")


PLAIN = HOSTILE.map(plain).filter(lambda text: text.strip() and not re.search(r"\$|nocase", text))
WORD = st.from_regex(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,8}(-[A-Z][a-z]{1,5})?", fullmatch=True)
FAMILY = st.one_of(WORD, st.tuples(WORD, WORD).map(" ".join))
PERSON = st.builds(
    Name,
    family=FAMILY,
    given=st.one_of(WORD, st.just("A. B."), st.just("jean luc")),
    non_dropping_particle=st.sampled_from(["", "", "von", "van der", "d'"]),
    suffix=st.sampled_from(["", "", "Jr", "III"]),
)
BODY = PLAIN.map(lambda text: plain(re.sub(r"[~\u00a0]", "", text))).filter(bool)
NAMES = st.lists(
    st.one_of(PERSON, st.builds(Name, literal=BODY.filter(lambda t: len(t) > 1))), max_size=4
).map(tuple)


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    year = draw(st.integers(1400, 2100))
    month = draw(st.integers(0, 12))
    day = draw(st.integers(0, 28)) if month else 0
    season = draw(st.integers(0, 4)) if not month else 0
    return PartialDate(year=year, month=month, day=day, season=season)


CITATION = st.builds(
    Citation,
    type=st.sampled_from(
        ["article-journal", "article-newspaper", "book", "chapter", "paper-conference", "report",
         "thesis", "dataset", "webpage", "speech", "document", "motion_picture", "entry"]
    ),
    title=PLAIN,
    author=NAMES,
    editor=NAMES,
    issued=st.one_of(st.none(), dates()),
    accessed=st.one_of(st.none(), st.just(PartialDate(year=2020, month=2, day=3))),
    container_title=st.one_of(st.just(""), PLAIN),
    volume=st.sampled_from(["", "7", "A_2"]),
    page=st.sampled_from(["", "1-9", "e12", "xi-xx, 3-5"]),
    edition=st.sampled_from(["", "2"]),
    publisher=st.one_of(st.just(""), PLAIN),
    publisher_place=st.one_of(st.just(""), PLAIN),
    doi=st.sampled_from(["", "10.1000/a_b~c&d", "10.1000/x;2-#"]),
    pmid=st.sampled_from(["", "31711489"]),
    pmcid=st.sampled_from(["", "PMC6849241"]),
    issn=st.sampled_from([(), (StandardNumber("1472-6920"),)]),
    isbn=st.sampled_from([(), (StandardNumber("9780262033848"),)]),
    identifiers=st.sampled_from([{}, {"arXiv": ("2101.00001",)}, {"MR": ("1234567",)}]),
    url=st.sampled_from([(), ("https://example.org/~a_b?c=1&d=%20#e",)]),
    language=st.sampled_from(["", "en", "de", "en-GB", "sw"]),
    abstract=st.one_of(st.just(""), PLAIN),
    keyword=st.lists(PLAIN, max_size=3, unique=True).map(lambda x: tuple(map(Keyword, x))),
    note=st.lists(PLAIN, max_size=1).map(tuple),
)  # fmt: skip


def parse(text: str, name: str = "bibtex") -> list[Citation | Reject]:
    stream = Stream([text.encode()], name="x.bib", source="x.bib", format=name)
    return list(read(stream))


def written(citations: list[Citation], name: str) -> str:
    return "".join(BY_NAME[name].load()(keyed(citations)))


def body(citation: Citation) -> dict[str, object]:
    fields = {name: getattr(citation, name) for name in Citation.__struct_fields__}
    for name in ("citation_key", "origin", "incomplete", "problems"):
        del fields[name]
    return fields


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=150, deadline=None)
@given(citation=CITATION)
def test_what_is_written_is_read(dialect: str, citation: Citation) -> None:
    (found,) = parse(written([citation], dialect))
    assert isinstance(found, Citation)
    expected = body(citation)
    if citation.type == "thesis":
        expected["genre"] = ""
    assert body(found) == expected


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(HOSTILE, min_size=1, max_size=12),
    fields=st.dictionaries(HOSTILE, HOSTILE, max_size=3),
    key=st.one_of(st.just(""), HOSTILE),
)
def test_no_value_gets_out_of_its_field(
    dialect: str, texts: list[str], fields: dict[str, str], key: str
) -> None:
    def text(index: int) -> str:
        return texts[index % len(texts)]

    hostile = Citation(
        type=text(0),
        citation_key=key,
        title=text(1),
        author=(
            Name(family=text(2), given=text(3), suffix=text(4), non_dropping_particle=text(5)),
            Name(literal=text(6)),
        ),
        issued=PartialDate(literal=text(7)),
        container_title=text(8),
        page=text(9),
        doi=text(10),
        url=(text(11), "http://" + text(0)),
        language=text(1),
        abstract=text(2),
        keyword=(Keyword(text(3)), Keyword(text(4))),
        note=(text(5), text(6)),
        identifiers={text(7): (text(8),)},
        genre=text(9),
        publisher=text(10),
        extra={"bibtex": {**fields, "file": text(0), "entrytype": text(1)}},
    )
    ordinary = Citation(type="book", title="After it", citation_key="ordinary")
    document = written([hostile, ordinary], dialect)
    records = parse(document)
    assert [type(record) for record in records] == [Citation, Citation]
    keys = [record.citation_key for record in records if isinstance(record, Citation)]
    assert len({name.lower() for name in keys}) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9:_./+-]{1,64}", name) for name in keys)
    assert records[1].title == "After it"  # type: ignore[union-attr]
    lines = document.splitlines()
    assert len([line for line in lines if line.startswith("@")]) == 2
    assert all(re.match(r"@[a-z]+\{|  [a-z_][\w:.+/-]* = |\}?\Z", line) for line in lines)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", document)
    control = set(re.findall(r"\\([A-Za-z]+)", re.sub(r"\\\\|\\\$|\$[^$]*\$", "", document)))
    assert control <= {
        "textbackslash", "textbraceleft", "textbraceright", "textasciicircum", "textasciitilde",
        "textless", "textgreater", "textbar", "textit", "textbf", "textsc", "textsuperscript",
        "textsubscript",
    }  # fmt: skip
    assert "^^" not in document


@settings(max_examples=300, deadline=None)
@given(PLAIN)
def test_encoded_text_is_decoded_to_itself(text: str) -> None:
    assert decode(encode(text)) == text
    assert decode(encode(text, protector(text))) == text


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_anything_can_be_decoded(text: str) -> None:
    decode(text)
    decode_verbatim(text)
    encode_verbatim(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(SHARP, max_size=20).map("".join))
def test_any_input_is_read(text: str) -> None:
    for record in parse("@article{a, title={x}}\n" + text):
        assert record.origin is not None


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            r"Ren{\'e}e Bo\"ek \v{S}\'{\i}p {\O}re \o{}k \ss\ \c c \H{o} \k{a} {\aa}",
            "Renée Boëk Šíp Øre øk ß ç ő ą å",
        ),
        (
            r"H$_2$O, $x^{10}$, $\alpha$-helix, $\mathbb{R}^n$",
            "H<sub>2</sub>O, x<sup>10</sup>, α-helix, ℝ<sup>n</sup>",
        ),
        (
            r"\emph{Homo} {\em sapiens} {\bf a {\it b}}",
            "<i>Homo</i> <i>sapiens</i> <b>a <i>b</i></b>",
        ),
        (r"``a'' -- b --- c ?`d", "“a” – b — c ¿d"),
        (r"\href{http://a.b}{text} \url{http://a.b/~c_d}", "text http://a.b/~c_d"),
        (r"$\frac{a}{b}$ costs \$5", r"$\frac{a}{b}$ costs $5"),
        (r"\unknown{arg} C:\dir", r"\unknown{arg} C:\dir"),
        ("{{Outer} {D}NA}", "Outer DNA"),
        (r"\enquote{x} \noopsort{1973a}1973 a\,b", "“x” 1973 a b"),
        ("50% of $5", "50% of $5"),
        (r"\{x\}", "{x}"),
        ("{" * 500 + "x" + "}" * 500, "x"),
    ],
)
def test_tex_is_decoded(source: str, shown: str) -> None:
    assert decode(source) == shown


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        (r"http://a.b/c\_d\%20\~{}e{\_}f", "http://a.b/c_d%20~e_f"),
        (r"\url{http://a.b/c_d}", "http://a.b/c_d"),
        (r"http://a.b/$\sim$c", "http://a.b/~c"),
    ],
)
def test_addresses_lose_their_escapes(source: str, taken: str) -> None:
    assert decode_verbatim(source) == taken


def test_addresses_stay_usable() -> None:
    address = "https://example.org/~a_b?c=1&d=%20#e"
    for dialect in DIALECTS:
        assert f"{{{address}}}" in written([Citation(title="x", url=(address,))], dialect)
    assert encode_verbatim("http://a/{b} c\\d^^e%zz") == "http://a/%7Bb%7D%20c%5Cd%5E%5Ee%25zz"


def test_only_web_addresses_are_addresses() -> None:
    citation = Citation(title="x", url=("javascript:alert(1)", "file:///etc/passwd"))
    document = written([citation], "bibtex")
    assert "url =" not in document
    assert "note = {URL: javascript:alert(1); URL: file:///etc/passwd}" in document


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        (r"$\alpha_{2}$", True),
        (r"$\frac{a}{b}$", True),
        (r"$x^2$", True),
        ("$5 and $", False),
        (r"$\input{x}$", False),
        (r"$^^5cinput$", False),
        (r"$\alpha}{$", False),
        (r"$\left\{ a \right.$", False),
        (r"$a % b_c$", False),
        (r"$\csname input\endcsname$", False),
    ],
)
def test_mathematics_must_be_harmless(text: str, allowed: bool) -> None:
    assert is_mathematics(text) is allowed


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Methylation of DNA in McLaren's mice", "Methylation of {DNA} in {McLaren's} mice"),
        (
            "A history of medicine in Rome: The early years",
            "A history of medicine in {Rome}: The early years",
        ),
        ("A History of Medicine in Rome", "A History of Medicine in Rome"),
        (
            "A study of Gaussian processes in Python",
            "A study of {Gaussian} processes in {Python}",
        ),
        (
            "Mentoring in the United States: a review",
            "Mentoring in the {United} {States}: a review",
        ),
        (
            "Mentoring Programs from Within the Clinic: A Review",
            "Mentoring Programs from Within the Clinic: A Review",
        ),
        ('A <span class="nocase">DNA</span> Study', "A {DNA} Study"),
        ('<span class="nocase"><i>E. coli</i> x</span>', r"{{\textit{E. coli} x}}"),
        ("THE WHOLE TITLE SHOUTS", "THE WHOLE TITLE SHOUTS"),
        ("Effects of vitamin C on pH", "Effects of vitamin {C} on {pH}"),
    ],
)
def test_case_is_protected(title: str, shown: str) -> None:
    assert encode(title, protector(title)) == shown


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (
            "{Python} and the {Gauss} Process",
            '<span class="nocase">Python</span> and the <span class="nocase">Gauss</span> Process',
        ),
        ("{The Whole Title}", '<span class="nocase">The Whole Title</span>'),
        ("{G}auss", '<span class="nocase">G</span>auss'),
        # The writers protect these by themselves.
        ("A {DNA} study of life in {Rome}", "A DNA study of life in Rome"),
        # A group that begins with a command is a letter to BibTeX; signs have no case.
        (r"{\"U}bung {\emph{E. coli} x} {2} {}", "Übung <i>E. coli</i> x 2"),
        (r"\emph{Bar {Baz {Qux}}}", '<i>Bar <span class="nocase">Baz Qux</span></i>'),
    ],
)
def test_braces_of_a_title_are_kept_and_written_again(source: str, title: str) -> None:
    (found,) = parse(f"@misc{{k, title = {{{source}}}}}")
    assert isinstance(found, Citation)
    assert found.title == title
    for dialect in DIALECTS:
        (again,) = parse(written([found], dialect))
        assert isinstance(again, Citation)
        assert again.title == title


@pytest.mark.parametrize("field", ["file", "bdsk-url-2", "biburl"])
@pytest.mark.parametrize(
    "source", ["https://x.org/?q=%E2%9C%93&x={y}#a_b~c", "a b <c> $d$", '"q" 50%']
)
def test_verbatim_fields_keep_their_bytes(field: str, source: str) -> None:
    entry = f"@misc{{k,\n  {field} = {{{source}}},\n}}\n"
    packed = f"@misc{{k,\n  verbc = {{{field} = {{{source}}}}},\n}}\n"
    records = parse(entry)
    assert written(records, "bibtex") == entry  # type: ignore[arg-type]
    # Biber takes no field that its data model lacks.
    document = written(records, "biblatex")  # type: ignore[arg-type]
    assert document == (entry if field == "file" else packed)
    assert parse(document)[0].extra == records[0].extra  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r":a\:b_c.pdf:PDF", r":a\:b_c.pdf:PDF"),
        (r":C\:\\Users\\me\\a_b.pdf:PDF", r":C\:\\Users\\me\\a_b.pdf:PDF"),
        (r"C:\Users\me.pdf", r"C:\Users\me.pdf"),
        (r"\input{x}", r"{\textbackslash}input\{x\}"),
    ],
)
def test_names_of_files_keep_backslashes_that_run_nothing(source: str, shown: str) -> None:
    found = parse(f"@misc{{k, file = {{{source}}}}}")
    assert f"file = {{{shown}}}," in written(found, "bibtex")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        (Name(family="Smith", given="J., K."), "Smith, {J., K.}"),
        (Name(family="Smith", given="J., Jones, K."), "{Smith}, {J., Jones, K.}"),
        (Name(family="Smith", given="a,,b"), "{Smith}, {a,,b}"),
        (Name(family="A, B", given="c", suffix="Jr, x"), "{A, B}, {Jr, x}, {c}"),
    ],
)
def test_names_have_no_more_commas_than_biber_takes(person: Name, shown: str) -> None:
    document = written([Citation(author=(person,))], "biblatex")
    assert f"author = {{{shown}}}" in document
    (again,) = parse(document)
    assert isinstance(again, Citation)
    assert again.author == (person,)


def test_old_dois_keep_their_signs() -> None:
    doi = "10.1002/(sici)1521(1998)37:12<1661::aid-sim968>3.0.co;2-2"
    assert f"doi = {{{doi}}}" in written([Citation(doi=doi)], "bibtex")


@pytest.mark.parametrize(
    "document",
    [
        "@article{c, title={ok2}\n stray}, year={2000}}",
        "@article{c, title={ok2} stray}, year={2000}}",
        "@article{c, title={ok2}}\n stray}, year={2000}}",
        "@article{c, title={ok2}},\n year={2000}}",
    ],
)
def test_fields_after_an_entry_that_ended_too_early_are_told(document: str) -> None:
    rejects = [record for record in parse(document) if isinstance(record, Reject)]
    assert [reject.code for reject in rejects] == ["stray-fields"]
    assert b"year={2000}" in rejects[0].raw


def test_an_entry_without_its_first_line_is_one_reject() -> None:
    lost = "  title = {A\n\n b@c.org d},\n  year = 2001,\n  note = {n},\n}\n"
    entry = "@book{b, title={B}}\n"
    document = entry + lost + "  year = 2002,\n\ntext\n" + lost + entry
    records = parse(document)
    rejects = [record for record in records if isinstance(record, Reject)]
    assert [reject.raw.decode() for reject in rejects] == [lost, "  year = 2002,\n", lost]
    assert [reject.origin.line for reject in rejects] == [2, 8, 11]
    assert [reject.origin.offset for reject in rejects] == [
        len(entry), document.index("  year = 2002"), document.rindex(lost)
    ]  # fmt: skip
    assert [record.origin.ordinal for record in records if record.origin] == [1, 2, 3, 4, 5]


def test_strings_that_double_each_other_are_bounded() -> None:
    strings = [f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 61)]
    document = "@string{s0 = {ab}}\n" + "".join(strings)
    records = parse(document + "@book{k, title = s60, series = s19, note = s19 # s0}\n")
    rejects, found = records[:-1], records[-1]
    assert isinstance(found, Citation)
    assert [r.raw.decode() + "\n" for r in rejects if isinstance(r, Reject)] == strings[19:]
    assert {r.code for r in rejects if isinstance(r, Reject)} == {"string-too-long"}
    assert (found.title, found.collection_title) == ("s60", "ab" * 2**19)
    assert [(p.code, p.field) for p in found.problems] == [
        ("string-too-long", "title"), ("string-too-long", "note"), ("string-too-long", "note")
    ]  # fmt: skip


def test_strings_give_no_more_than_their_share() -> None:
    document = "@string{s = {abcdefgh}}\n" + "@book{k, title = s}\n" * 10
    limits = Limits(ratio=0, ratio_free=20)
    stream = Stream([document.encode()], name="x", source="x", format="bibtex", limits=limits)
    titles = [record.title for record in read(stream) if isinstance(record, Citation)]
    assert titles == ["abcdefgh"] * 2 + ["s"] * 8


def test_definitions_take_no_more_than_their_share() -> None:
    document = "@string{a = {A}}@string{b = {B}}\n@string{a = {C}}\n@book{k, title = a, note = b}"
    limits = Limits(record=150)
    stream = Stream([document.encode()], name="x", source="x", format="bibtex", limits=limits)
    reject, found = read(stream)
    assert isinstance(reject, Reject)
    assert (reject.code, reject.raw) == ("string-too-long", b"@string{b = {B}}")
    assert isinstance(found, Citation)
    assert (found.title, found.note) == ("C", ("b",))


@pytest.mark.parametrize("value", ['"{', '"x"y{'])
def test_values_whose_quotes_never_end_take_their_lines(value: str) -> None:
    fields = "".join(f"f{n} = {value}\n" for n in range(2000))
    (found,) = parse("@book{k,\n" + fields + "}" * 2000 + "}\n")
    assert isinstance(found, Citation)
    assert list(found.extra["bibtex"]) == [f"f{n}" for n in range(2000)]


def test_titles_in_other_languages_are_protected_whole() -> None:
    citation = Citation(title="Die nordischen Länder", language="de")
    assert "title = {{Die nordischen Länder}}" in written([citation], "bibtex")
    assert "title = {Die nordischen Länder}" in written([citation], "biblatex")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (
            "von Brandt, Ahasver",
            [Name(non_dropping_particle="von", family="Brandt", given="Ahasver")],
        ),
        (
            "Ludwig van Beethoven",
            [Name(non_dropping_particle="van", family="Beethoven", given="Ludwig")],
        ),
        ("King, Jr., Martin Luther", [Name(family="King", given="Martin Luther", suffix="Jr.")]),
        (
            "{Barnes and Noble, Inc.} and Knuth, D.~E.",
            [Name(literal="Barnes and Noble, Inc."), Name(family="Knuth", given="D. E.")],
        ),
        (r"{\"O}zg{\"u}r, A.", [Name(family="Özgür", given="A.")]),
        (
            "family=Berg, given=Jan, prefix=van der",
            [Name(non_dropping_particle="van der", family="Berg", given="Jan")],
        ),
        ("De la Fontaine, Jean", [Name(family="De la Fontaine", given="Jean")]),
    ],
)
def test_names(source: str, names: list[Name]) -> None:
    (found,) = parse(f"@misc{{k, author = {{{source}}}}}")
    assert isinstance(found, Citation)
    assert list(found.author) == names


def test_and_others_is_no_name() -> None:
    (found,) = parse("@misc{k, author = {Knuth, D. and others}}")
    assert isinstance(found, Citation)
    assert found.author == (Name(family="Knuth", given="D."),)
    assert [(p.code, p.field) for p in found.problems] == [("names-omitted", "author")]
    assert "author = {Knuth, D. and others}" in written([found], "bibtex")


def test_a_problem_of_another_field_does_not_omit_names() -> None:
    problem = Problem("names-omitted", "there are others", "editor")
    citation = Citation(author=(Name(family="Knuth", given="D."),), problems=(problem,))
    assert "others" not in written([citation], "biblatex")


def test_one_broken_entry_costs_itself_only() -> None:
    entries = [
        f"@article{{k{n},\n  title = {{T{n}}},\n  year = {n}\n}}\n" for n in range(1000, 1200)
    ]
    entries[77] = "@article{k77,\n  title = {T{77},\n  year = 77\n}\n"
    document = "".join(entries)
    records = parse(document)
    rejects = [record for record in records if isinstance(record, Reject)]
    assert len(records) == 200
    assert [(r.code, r.raw.decode(), r.origin.ordinal) for r in rejects] == [
        ("unclosed", entries[77], 78)
    ]
    assert rejects[0].origin.offset == document.index("@article{k77")
    assert rejects[0].origin.line == 77 * 4 + 1
    assert [record.origin.ordinal for record in records if record.origin] == list(range(1, 201))


def test_an_unclosed_comment_hides_nothing() -> None:
    records = parse("@comment{ x {\n@article{a, title={A}}\n@book{b, title={B}}\n")
    assert [record.title for record in records if isinstance(record, Citation)] == ["A", "B"]


def test_a_comment_hides_the_entries_in_it() -> None:
    records = parse("@comment{\n@article{a, title={A}}\n}\n@book{b, title={B}}\n")
    assert [record.title for record in records if isinstance(record, Citation)] == ["B"]


def test_blocks_of_any_size_make_no_difference() -> None:
    text = (
        '@string{j = "J"}\r\n@article\r\n{a, journal = j # { x}, title = "A {"} b"}'
        "@book(b, title={)})"
    )
    whole = parse(text)
    for size in (1, 2, 7):
        pieces = [text.encode()[i : i + size] for i in range(0, len(text), size)]
        stream = Stream(pieces, name="x.bib", source="x.bib", format="bibtex")
        assert list(read(stream)) == whole


ENTRY_PIECES = st.sampled_from(
    ["@article{k,\n", "title = {A {B} c},\n", 'year = "2001"', "month = jan", ",", "\n}\n", "}",
     "@string{j = {J}}\n", "journal = j # { x}", " = ", "author = {A, B and C D}", "% note\n",
     "@", "\r\n", "\r", "@comment{x}\n", "@book(b, title={)})\n", "a@b.c", "\\", "\u00e9",
     "note = 1,", "{", '"']
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=st.lists(ENTRY_PIECES, max_size=14).map("".join))
def test_the_quick_way_reads_the_same_as_the_careful_one(text: str) -> None:
    quick = parse(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mentorlit.formats.bibtex.window.BlockWindow.block", lambda _: None)
        patch.setattr("mentorlit.formats.bibtex.fields.Entry._read_plain", lambda _: False)
        patch.setattr("mentorlit.formats.bibtex.names._simple_parts", lambda _: [])
        assert parse(text) == quick


@given(
    st.from_regex(
        r"(https?://(dx\.)?doi\.org/)?10\.[0-9]{4,5}/[A-Za-z0-9][A-Za-z0-9._/-]{0,9}",
        fullmatch=True,
    )
)
def test_plain_dois_are_taken_as_everywhere(text: str) -> None:
    (found,) = parse(f"@misc{{k, doi = {{{text}}}}}")
    assert isinstance(found, Citation)
    assert found.doi == identifiers.doi(text)


def one(text: str) -> Citation:
    """Read the one citation in ``text``; what else is there may be parents."""
    return next(record for record in parse(text) if isinstance(record, Citation))


PROCEEDINGS = "@proceedings{p, title = {Proc}, subtitle = {Sub}, editor = {E, F}, year = 2001}\n"
MVBOOK = (
    "@mvbook{m, title = {Whole}, author = {A, B}, volumes = 3, date = 1990, isbn = {1566199093}}\n"
)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("child", "parents", "expected"),
    [
        (
            "@inproceedings{c, title = {T}, crossref = {P}}\n",
            PROCEEDINGS,
            {"container_title": "Proc: Sub", "editor": (Name(family="E", given="F"),)},
        ),
        (
            "@inproceedings{c, title = {T}, crossref = {p}, date = {2005-03}}\n",
            PROCEEDINGS,
            {"issued": PartialDate(year=2005, month=3)},
        ),
        (
            "@inproceedings{c, title = {T}, booktitle = {Own}, crossref = {p}}\n",
            PROCEEDINGS,
            {"container_title": "Own"},
        ),
        (
            "@inbook{c, title = {T}, crossref = {b}}\n",
            "@book{b, title = {B}, author = {A, B}, doi = {10.1000/b}, url = {http://b.c}}\n",
            {
                "author": (Name(family="A", given="B"),),
                "container_author": (Name(family="A", given="B"),),
                "container_title": "B",
                "doi": "",
                "url": (),
            },
        ),
        (
            "@book{c, title = {V}, volume = 2, crossref = {m}}\n",
            MVBOOK,
            {"title": "Whole", "volume_title": "V", "number_of_volumes": "3", "isbn": ()},
        ),
        (
            "@inbook{c, title = {T}, crossref = {v}}\n",
            "@book{v, title = {V}, volume = 2, crossref = {m}}\n" + MVBOOK,
            {"container_title": "Whole", "volume_title": "V", "volume": "2"},
        ),
        (
            "@article{c, title = {T}, crossref = {j}}\n",
            "@periodical{j, title = {Journal}, issn = {0028-0836}, year = 1999, volume = 3}\n",
            {"container_title": "Journal", "volume": "3", "issn": (StandardNumber("0028-0836"),)},
        ),
        (
            "@book{c, title = {T}, xdata = {x}, publisher = {Own}}\n",
            "@xdata{x, publisher = {P}, location = {L}, xdata = {y}}\n@xdata{y, note = {N}}\n",
            {"publisher": "Own", "publisher_place": "L", "note": ("N",), "extra": {}},
        ),
    ],
)
def test_entries_take_fields_from_others(
    child: str, parents: str, expected: dict[str, object], *, after: bool
) -> None:
    records = parse(child + parents if after else parents + child)
    assert [record.origin.ordinal for record in records if record.origin] == list(
        range(1, len(records) + 1)
    )
    (found,) = [r for r in records if isinstance(r, Citation) and r.citation_key == "c"]
    assert {name: getattr(found, name) for name in expected} == expected
    assert not found.problems


def test_entries_that_wait_keep_their_order() -> None:
    records = parse(
        "@inbook{a, title = {A}, crossref = {z}}\n@misc{b, title = {B}}\n@misc{broken, t = {\n"
        "@misc{c, title = {C}}\n@book{z, title = {Z}}\n@misc{d}\n"
    )
    assert [r.origin.id if isinstance(r, Citation) else r.code for r in records if r.origin] == [
        "a", "b", "unclosed", "c", "z", "d",
    ]  # fmt: skip
    lines = [record.origin.line for record in records if record.origin]
    assert lines == sorted(lines)


def test_what_waits_is_bounded() -> None:
    far = "".join(f"@misc{{k{n}, note = {{{'x' * 50}}}}}\n" for n in range(40))
    text = "@inbook{c, title = {T}, crossref = {b}}\n" + far + "@book{b, title = {B}}\n"
    limits = Limits(record=1000)
    stream = Stream([text.encode()], name="x", source="x", format="bibtex", limits=limits)
    records = list(read(stream))
    assert len(records) == 42
    assert isinstance(records[0], Citation)
    assert [problem.code for problem in records[0].problems] == ["parent-missing"]
    assert records[0].container_title == ""


def test_entries_that_take_from_each_other_end() -> None:
    records = parse("@book{a, crossref = {b}}\n@book{b, crossref = {a}, xdata = {b}, note = {N}}\n")
    assert len(records) == 2


def test_shared_fields_that_nobody_takes_are_rejected_in_their_place() -> None:
    records = parse(
        "@misc{a}\n@xdata{used, note = {N}}\n@xdata{unused, note = {M}}\n@misc{b, xdata = {used}}\n"
    )
    assert [getattr(record, "code", "") for record in records] == ["", "unused-xdata", ""]
    assert [record.origin.line for record in records if record.origin] == [1, 3, 4]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "source",
    [
        'x-note = {{Kept} exactly {\\"a}s it \\emph{is}, {{twice}}}',
        "x-note = {\\input{x} \\write18{id} {half}}",
        "x-note = {100\\% \\& more}",
        "title = {A}, title = {B}, title = {C}",
        "file = {a.pdf}, file = {b.pdf}",
        "date = {2003/..}",
        "date = {../2003}",
        "urldate = {2003-04/open}",
        "date = {2003-13-45}",
        "doi = {10.1000/a; 10.1000/b}",
        "__markedentry = {[me:6]}",
        "crossref = {nowhere}, xref = {no}, related = {none}, entryset = {a,b}",
        "verbc = {own}, pmcid = {PMC1}",
        "pmid = {1}, pmcid = {PMC1}, eprint = {1706.03762}, eprinttype = {arxiv}",
        "affiliation = {A, B; C {and; D}}",
        "issn = {0028-0836, 1476-4687}, volume = {XII}",
        "editora = {A, B}, editoratype = {redactor}, editor = {C, D}",
        "year = {-44}, month = mar",
    ],
)
@pytest.mark.parametrize("kind", ["misc", "article", "book", "artefact"])
def test_what_the_model_has_no_place_for_comes_back(kind: str, source: str, dialect: str) -> None:
    found = one(f"@{kind}{{k, {source}}}")
    again = one(written([found], dialect))
    assert body(again) == body(found)


def test_an_open_end_and_further_dois_are_told() -> None:
    found = one("@misc{k, date = {2003/..}, doi = {10.1000/a, 10.1000/b}}")
    assert found.issued == PartialDate(year=2003)
    assert found.doi == "10.1000/a"
    assert found.identifiers == {"DOI": ("10.1000/b",)}
    assert [problem.code for problem in found.problems] == ["date-open", "several-dois"]


def test_lists_of_publishers_are_lists_in_biblatex_only() -> None:
    source = "publisher = {Taylor and Francis}"
    assert one(f"@book{{k, {source}, year = 2001}}").publisher == "Taylor and Francis"
    assert one(f"@book{{k, {source}, date = 2001}}").publisher == "Taylor; Francis"
    kept = "publisher = {Taylor {and} Francis}, location = {Oxford and New York}"
    found = one(f"@book{{k, {kept}}}")
    assert (found.publisher, found.publisher_place) == ("Taylor and Francis", "Oxford; New York")


@settings(max_examples=300, deadline=None)
@given(st.one_of(PLAIN, st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf"]))))
def test_ascii_shows_the_same(text: str) -> None:
    source = encode(text)
    assert in_ascii(source).isascii()
    assert decode(in_ascii(source)) == decode(source)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Müller ß Łódź", r"M{\"{u}}ller {\ss} {\L}{\'{o}}d{\'{z}}"),
        ("α–→", r"{$\alpha$}{--}{\textrightarrow}"),
        ("ế ø̈ ñ~", r"{\'{\^{e}}} {\"{\o}} {\~{n}}{\textasciitilde}"),
        ("日", r'{\symbol{"65E5}}'),
        ("$x^2$ α", r"$x^2$ {\ensuremath{\alpha}}"),
    ],
)
def test_letters_become_commands(text: str, shown: str) -> None:
    assert in_ascii(encode(text)) == shown


@pytest.mark.parametrize("write", [bibtex.write_ascii, bibtex.write_biblatex_ascii])
@settings(max_examples=100, deadline=None)
@given(citation=CITATION)
def test_what_is_written_in_ascii_is_read(
    write: Callable[[Iterable[Citation]], Iterator[str]], citation: Citation
) -> None:
    document = "".join(write(keyed([citation])))
    assert document.isascii()
    found = one(document)
    expected = body(citation)
    if citation.type == "thesis":
        expected["genre"] = ""
    assert body(found) == expected


@settings(max_examples=200, deadline=None)
@given(citation=CITATION)
def test_biblatex_has_only_fields_of_its_data_model(citation: Citation) -> None:
    document = written([citation], "biblatex")
    kind = document[1 : document.index("{")]
    for field in re.findall(r"^  ([a-z]+) = ", document, re.MULTILINE):
        assert field == "date" or allowed(kind, field)


def test_what_an_entry_does_not_hold_is_told() -> None:
    citation = Citation(
        type="article-journal",
        title="T",
        author=(Name(family="F", given="G", orcid="0000-0002-1825-0097"),),
        issn=(StandardNumber("0028-0836", "print"),),
        alternative_title=("U",),
        abstract="One.\n\nTwo.",
        extra={"ris": {"XX": "1"}},
    )
    names = ("alternative-title", "author", "ISSN", "abstract", "extra")
    assert bibtex.lost(citation) == names
    assert bibtex.lost_biblatex(citation) == names
    assert bibtex.lost(Citation(title="T", doi="10.1000/a", citation_key="a b")) == ()


def test_further_keys_stand_in_biblatex() -> None:
    citation = Citation(title="T", extra={"bibtex": {"ids": "old, older"}})
    assert "ids = {old, older}" in written([citation], "biblatex")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.glob("readers/bibtex/*.bib")), ids=lambda path: path.stem
)
def test_every_fixture_comes_back(path: Path, dialect: str) -> None:
    stream = Stream([path.read_bytes()], name="x", source="x", format="bibtex")
    found = [record for record in read(stream) if isinstance(record, Citation)]
    again = parse(written(found, dialect))
    assert [body(record) for record in again if isinstance(record, Citation)] == [
        body(record) for record in found
    ]
