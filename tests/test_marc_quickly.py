"""What is read of MARC on short ways is what the long ways would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mentorlit.formats.marc import people, reference, xml, xml_plain
from mentorlit.formats.marc.record import kept
from mentorlit.readers import BY_NAME
from mentorlit.stream import Stream

START = '<datafield tag="245" ind1="1" ind2="0">'
HEAD = "<record><leader>00000nam a2200000 i 4500</leader>"
CONTROL = '<controlfield tag="001">42 </controlfield>'


def whole(value: str, head: str = HEAD, between: str = "") -> str:
    """Return a record of one title."""
    subfields = f'{between}<subfield code="a">{value}</subfield>{between}<subfield code="b">x'
    field = f"{START}{subfields}</subfield>{between}</datafield>"
    return f"{head}{CONTROL}{between}{field}{between}</record>"


def agrees(text: str) -> bool:
    """Tell whether the record is read without a parser; it then says what the parser says."""
    found = xml_plain.record(text.encode())
    if found is None:
        return False
    parsed = xml.record(etree.fromstring(text))
    assert (found.leader, found.fields) == (parsed.leader, parsed.fields)
    return True


@pytest.mark.parametrize(
    "text",
    [
        whole("Physics /"),
        whole("  Physics\n\tof > things"),
        whole("R&amp;D &lt;b&gt; &quot;x&quot; &apos;y&apos; &amp;lt;"),
        whole("Pe\u0301trus \u0338> \u2028 \x85"),
        whole("Physics", between="\n    "),
        whole("Physics", HEAD.replace("<record", '<record xmlns="http://www.loc.gov/MARC21/slim"')),
    ],
)
def test_plain_records_need_no_parser(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        whole("R&#38;D"),
        whole("caf&eacute;"),
        whole("a ]]> b"),
        whole("a\r\nb"),
        whole("a\x0bb"),
        whole("a\ufffeb"),
        whole("<i>a</i>"),
        whole("<!-- a -->"),
        whole("<![CDATA[a]]>"),
        whole('x</subfield><subfield code="a">'),
        whole("Physics", between="stray"),
        whole("Physics").replace(' ind1="1" ind2="0"', ' ind2="0" ind1="1"'),
        whole("Physics").replace(' ind1="1"', ' ind1=""'),
        whole("Physics").replace('code="a"', 'code="&amp;"'),
        whole("Physics").replace('code="a"', 'code="ab"'),
        whole("Physics").replace('tag="245"', 'tag="245" id="x"'),
        whole("Physics").replace(CONTROL, ""),
        whole("Physics").replace("</datafield>", f"</datafield>{CONTROL}"),
        "<record><leader>x</leader></record>",
    ],
)
def test_anything_else_is_parsed_or_agrees(text: str) -> None:
    if agrees(text):
        assert text in (
            whole("Physics").replace(CONTROL, ""),
            whole('x</subfield><subfield code="a">'),
        )


def test_bytes_that_are_no_utf8_are_left_to_the_parser() -> None:
    assert xml_plain.record(whole("caf\xe9").encode("latin-1")) is None


HEADINGS = st.lists(
    st.sampled_from(
        [
            "Lee",
            "A",
            "B.",
            "J.R.",
            "Jr",
            "Jr.",
            "O'Neil",
            "van",
            "de",
            "-",
            ",",
            ", ",
            " ",
            ".",
            "é",
        ]
    ),
    max_size=7,
).map("".join)


@given(HEADINGS)
def test_usual_headings_are_read_as_all_are(text: str) -> None:
    # With many spaces it is too long to be usual, and says the same.
    unusual = text.replace(" ", " " * 80)
    assert people.heading(["1 ", "a", text]) == people.heading(["1 ", "a", unusual])


@pytest.mark.parametrize("issue", ["", ", no. 8", ", No. 1999"])
@pytest.mark.parametrize("date", ["1999", "Apr. 1999", "Spring 1999"])
@pytest.mark.parametrize("page", ["", ", p. 5", ", pp. 5-12", ", p. e5–12"])
def test_usual_references_are_read_as_all_are(issue: str, date: str, page: str) -> None:
    # A full stop in front makes it unusual and says nothing.
    text = f"Vol. 17{issue} ({date}){page}"
    assert reference.parse(text) == reference.parse(f" .{text}")


def test_a_field_may_be_called_leader() -> None:
    assert kept("x", [("leader", "y")]) == {"leader": "x", "LDR": ["y"]}
    text = whole("Physics").replace('tag="001"', 'tag="leader"').encode()
    stream = Stream([text], name="a", source="a", format="marcxml")
    assert len(list(BY_NAME["marcxml"].load()(stream))) == 1
