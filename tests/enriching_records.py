"""Records that lack something, and answers of services about them."""

from typing import Any

import msgspec

from mentorlit.jsontext import encode
from mentorlit.model import Citation, Keyword, Name, Origin, PartialDate, Section, StandardNumber

ADDRESS = "https://api.crossref.org/works/10.1186/s12909-019-1854-x"

MENTORS = Citation(
    type="article-journal",
    title=(
        "Alignment of roles of near-peer mentors for medical students underrepresented in medicine "
        "with medical education competencies: a qualitative study"
    ),
    author=(
        Name(family="Prunuske", given="Amy"),
        Name(family="Houss", given="Brie"),
        Name(family="Wirta Kosobuski", given="Anna"),
    ),
    issued=PartialDate(year=2019, month=11, day=11),
    dates={"epub": PartialDate(year=2019, month=11, day=11)},
    container_title="BMC Medical Education",
    container_title_short="BMC Med Educ",
    volume="19",
    issue="1",
    number="417",
    publisher="Springer Science and Business Media LLC",
    doi="10.1186/s12909-019-1854-x",
    pmid="31711472",
    pmcid="PMC6849195",
    issn=(StandardNumber("1472-6920", "electronic"),),
    url=("https://doi.org/10.1186/s12909-019-1854-x",),
    language="en",
    abstract="Aims\n\nMentors were asked what they do.",
    abstract_sections=(Section("Aims", "Mentors were asked what they do."),),
    keyword=(Keyword("Near-peer"),),
    source="Crossref",
    note=("a note of the service",),
    origin=Origin("crossref", ADDRESS, "crossref-json", 7, 1, 0, "10.1186/s12909-019-1854-x"),
)
"""What a service knows of an article: https://doi.org/10.1186/s12909-019-1854-x."""

SPARSE = Citation(
    type="article-journal",
    citation_key="prunuske2019",
    title=MENTORS.title.title(),
    author=(
        Name(family="Prunuske", given="A."),
        Name(family="Houss", given="B."),
        Name(family="Kosobuski", given="A. W."),
    ),
    issued=PartialDate(year=2019),
    container_title="BMC medical education",
    origin=Origin("library.ris", "library.ris", "ris", 3, 40, 1200, "r3"),
)
"""The same article as a library's export has it."""

OTHER = Citation(
    type="article-journal",
    title="Thermal expansion of zirconium tungstate at low temperatures",
    author=(Name(family="Ostrander", given="Lena"),),
    issued=PartialDate(year=2004),
    container_title="Journal of Solid State Chemistry",
    volume="177",
    page="12-20",
    doi="10.5555/zirconium",
    origin=Origin("crossref", "https://api.crossref.org/works/x", "crossref-json", 1, 1, 0),
)
"""Another work."""


def changed(record: Citation, **values: Any) -> Citation:
    return msgspec.structs.replace(record, **values)


def again(record: Citation) -> Citation:
    """Return a record as it comes back from a file."""
    found: Citation = msgspec.json.decode(encode(record), type=Citation)
    return found
