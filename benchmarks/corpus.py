"""Made-up records in the formats that dumps come in: the same for the same seed, of real size.

    python benchmarks/corpus.py ris 12000 > records.ris

Titles, abstracts and names are words put together from syllables, as frequent as words are (Zipf);
what a record has, and how much of it, follows what databases hold: six authors, an abstract of
1,500 characters in nine of ten, a DOI in seven of ten, letters that are not English in one of ten.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any, Final
from xml.sax.saxutils import escape

SYLLABLES: Final = [a + b for a in [*"bcdfglmnprstv", "ch", "st", "tr"] for b in "aeiou"]
LETTERS: Final = str.maketrans({"a": "ä", "e": "é", "o": "ø", "c": "ç"})
MONTHS: Final = [date(2000, month, 1).strftime("%b") for month in range(1, 13)]
Paper = dict[str, Any]


class Words:
    """Made-up words, few of them frequent and many rare."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        made = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)}
        self._known = sorted(made)
        chance.shuffle(self._known)

    def word(self) -> str:
        rank = int(len(self._known) ** self._chance.random()) - 1
        return self._known[rank]

    def sentence(self, length: int) -> str:
        return " ".join(self.word() for _ in range(length)).capitalize()


def papers(count: int, seed: int = 1) -> Iterator[Paper]:
    """Yield ``count`` made-up papers."""
    chance = Random(seed)  # to be the same each time
    words = Words(chance)
    journals = [words.sentence(chance.randint(1, 4)).title() for _ in range(600)]
    families = [words.word().capitalize() for _ in range(4_000)]
    for number in range(count):
        year = chance.randint(1970, 2024)
        first = chance.randint(1, 2_000)
        foreign = chance.random() < 0.1
        paper: Paper = {
            "number": number,
            "title": words.sentence(chance.randint(5, 18)),
            "authors": [
                (
                    chance.choice(families),
                    words.word().capitalize() + f" {chance.choice('ABCDEFG')}.",
                )
                for _ in range(min(40, 1 + int(chance.expovariate(1 / 5))))
            ],
            "journal": chance.choice(journals),
            "year": year,
            "month": chance.randint(1, 12),
            "day": chance.randint(1, 28),
            "volume": str(chance.randint(1, 300)),
            "issue": str(chance.randint(1, 12)),
            "page": (first, first + chance.randint(1, 20)),
            "issn": issn(chance.randint(0, 9_999_999)),
            "doi": f"10.5555/{words.word()}.{year}.{number}" if chance.random() < 0.7 else "",
            "pmid": str(10_000_000 + number),
            "keywords": [words.word() for _ in range(chance.randint(0, 9))],
            "abstract": ". ".join(words.sentence(chance.randint(8, 30)) for _ in range(11)) + "."
            if chance.random() < 0.9
            else "",
            "place": f"Department of {words.word().title()}, University of {words.word().title()}",
        }
        if foreign:
            paper["title"] = paper["title"].translate(LETTERS)
            paper["authors"] = [(f.translate(LETTERS), g) for f, g in paper["authors"]]
        yield paper


def issn(number: int) -> str:
    """Return the ISSN with these first seven digits."""
    digits = f"{number:07}"
    check = (
        -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
        % 11
    )
    return f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"


def ris(paper: Paper) -> str:
    lines = ["TY  - JOUR", f"ID  - {paper['pmid']}", f"T1  - {paper['title']}"]
    lines += [f"AU  - {family}, {given}" for family, given in paper["authors"]]
    lines += [f"AD  - {paper['place']}", f"PY  - {paper['year']}", f"JO  - {paper['journal']}"]
    lines += [f"VL  - {paper['volume']}", f"IS  - {paper['issue']}", f"SP  - {paper['page'][0]}"]
    lines += [f"EP  - {paper['page'][1]}", f"SN  - {paper['issn']}", "LA  - eng"]
    lines += [f"DO  - {paper['doi']}"] * bool(paper["doi"])
    lines += [f"KW  - {word}" for word in paper["keywords"]]
    lines += [f"AB  - {paper['abstract']}"] * bool(paper["abstract"])
    return "\n".join([*lines, "ER  - ", "", ""])


def bibtex(paper: Paper) -> str:
    accents = {"ä": '{\\"a}', "é": "{\\'e}", "ø": "{\\o}", "ç": "{\\c c}"}
    fields = {
        "title": "{" + paper["title"] + "}",
        "author": " and ".join(f"{family}, {given}" for family, given in paper["authors"]),
        "journal": paper["journal"],
        "year": paper["year"],
        "month": MONTHS[paper["month"] - 1].lower(),
        "volume": paper["volume"],
        "number": paper["issue"],
        "pages": "{}--{}".format(*paper["page"]),
        "issn": paper["issn"],
        "doi": paper["doi"],
        "keywords": ", ".join(paper["keywords"]),
        "abstract": paper["abstract"],
    }
    text = "".join(
        f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n"
        for name, value in fields.items()
        if value
    )
    return f"@article{{key{paper['number']},\n" + "".join(accents.get(c, c) for c in text) + "}\n\n"


def nbib(paper: Paper) -> str:
    pairs = [
        ("PMID", paper["pmid"]),
        ("OWN", "NLM"),
        ("STAT", "MEDLINE"),
        ("IS", paper["issn"] + " (Print)"),
    ]
    pairs += [("VI", paper["volume"]), ("IP", paper["issue"])]
    pairs += [("DP", f"{paper['year']} {MONTHS[paper['month'] - 1]}"), ("TI", paper["title"])]
    pairs += [("PG", "{}-{}".format(*paper["page"])), ("AB", paper["abstract"])]
    for family, given in paper["authors"]:
        initials = given[0] + given[-2]
        pairs += [("FAU", f"{family}, {given}"), ("AU", f"{family} {initials}")]
        pairs += [("AD", paper["place"] + ".")]
    pairs += [("LA", "eng"), ("PT", "Journal Article"), ("JT", paper["journal"])]
    pairs += [("MH", word.capitalize() + "/methods") for word in paper["keywords"]]
    pairs += [("AID", f"{paper['doi']} [doi]" if paper["doi"] else "")]
    lines = []
    for tag, value in pairs:
        rest = value
        lead = f"{tag:<4}- "
        while rest:
            cut = len(rest) if len(rest) <= 80 else rest.rfind(" ", 0, 80) + 1 or len(rest)
            lines.append(lead + rest[:cut].rstrip())
            rest, lead = rest[cut:], "      "
    return "\n".join([*lines, "", ""])


def element(name: str, text: object, **attributes: str) -> str:
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(str(text))}</{name}>" if text else ""


def pubmed(paper: Paper) -> str:
    authors = "".join(
        '<Author ValidYN="Y">'
        + element("LastName", family)
        + element("ForeName", given)
        + element("Initials", given[0])
        + f"<AffiliationInfo>{element('Affiliation', paper['place'])}</AffiliationInfo></Author>"
        for family, given in paper["authors"]
    )
    date = element("Year", paper["year"]) + element("Month", MONTHS[paper["month"] - 1])
    headings = "".join(
        f"<MeshHeading>{element('DescriptorName', word, UI='D1', MajorTopicYN='N')}</MeshHeading>"
        for word in paper["keywords"]
    )
    history = "".join(
        f'<PubMedPubDate PubStatus="{status}">'
        + element("Year", paper["year"]) + element("Month", paper["month"])
        + element("Day", paper["day"]) + "</PubMedPubDate>"
        for status in ("received", "accepted", "pubmed", "medline")
    )  # fmt: skip
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">'
        + element("PMID", paper["pmid"], Version="1")
        + f"<DateRevised>{element('Year', 2024)}</DateRevised>"
        + '<Article PubModel="Print"><Journal>'
        + element("ISSN", paper["issn"], IssnType="Print")
        + '<JournalIssue CitedMedium="Print">'
        + element("Volume", paper["volume"])
        + element("Issue", paper["issue"])
        + f"<PubDate>{date}</PubDate></JournalIssue>{element('Title', paper['journal'])}</Journal>"
        + element("ArticleTitle", paper["title"])
        + f"<Pagination>{element('MedlinePgn', '{}-{}'.format(*paper['page']))}</Pagination>"
        + (
            f"<Abstract>{text}</Abstract>"
            if (text := element("AbstractText", paper["abstract"]))
            else ""
        )
        + f'<AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language>'
        + "<PublicationTypeList><PublicationType>Journal Article</PublicationType>"
        + "</PublicationTypeList></Article><MedlineJournalInfo><Country>England</Country>"
        + f"</MedlineJournalInfo><MeshHeadingList>{headings}</MeshHeadingList></MedlineCitation>"
        + f"<PubmedData><History>{history}</History><ArticleIdList>"
        + element("ArticleId", paper["pmid"], IdType="pubmed")
        + element("ArticleId", paper["doi"], IdType="doi")
        + "</ArticleIdList></PubmedData></PubmedArticle>\n"
    )


def marc_fields(paper: Paper) -> list[tuple[str, str, list[tuple[str, str]]]]:
    names = [f"{family}, {given}" for family, given in paper["authors"]]
    where = f"Vol. {paper['volume']}, no. {paper['issue']} ({paper['year']}), p. {paper['page'][0]}"
    fields = [("040", "  ", [("a", "XX-XxXX"), ("b", "eng")])]
    if paper["doi"]:
        fields.append(("024", "7 ", [("a", paper["doi"]), ("2", "doi")]))
    fields.append(("100", "1 ", [("a", names[0] + ","), ("e", "author.")]))
    fields.append(("245", "10", [("a", paper["title"] + " /"), ("c", ", ".join(names) + ".")]))
    fields.append(("264", " 1", [("b", "Publisher,"), ("c", f"{paper['year']}.")]))
    if paper["abstract"]:
        fields.append(("520", "  ", [("a", paper["abstract"])]))
    fields += [("650", " 0", [("a", word.capitalize() + ".")]) for word in paper["keywords"]]
    fields += [("700", "1 ", [("a", name + ","), ("e", "author.")]) for name in names[1:]]
    host = [("t", paper["journal"] + "."), ("g", where), ("x", paper["issn"])]
    return [*fields, ("773", "0 ", host)]


def control_fields(paper: Paper) -> list[tuple[str, str]]:
    fixed = f"240101s{paper['year']}    xx            000 0 eng d"
    return [("001", paper["pmid"]), ("005", "20240101000000.0"), ("008", fixed)]


def marcxml(paper: Paper) -> str:
    fields = "".join(element("controlfield", text, tag=tag) for tag, text in control_fields(paper))
    for tag, indicators, subfields in marc_fields(paper):
        inside = "".join(element("subfield", text, code=code) for code, text in subfields)
        one, two = indicators[0], indicators[1]
        fields += f'<datafield tag="{tag}" ind1="{one}" ind2="{two}">{inside}</datafield>'
    return f"<record><leader>00000nab a2200000 i 4500</leader>{fields}</record>\n"


def marc(paper: Paper) -> bytes:
    fields = [(tag, text.encode() + b"\x1e") for tag, text in control_fields(paper)]
    for tag, indicators, subfields in marc_fields(paper):
        inside = "".join(f"\x1f{code}{text}" for code, text in subfields)
        fields.append((tag, (indicators + inside).encode() + b"\x1e"))
    directory, data = b"", b""
    for tag, field in fields:
        directory += f"{tag}{len(field):04}{len(data):05}".encode()
        data += field
    base = 24 + len(directory) + 1
    length = base + len(data) + 1
    leader = f"{length:05}nab a22{base:05} i 4500".encode()
    return leader + directory + b"\x1e" + data + b"\x1d"


def crossref(paper: Paper) -> str:
    date = {"date-parts": [[paper["year"], paper["month"], paper["day"]]]}
    work = {
        "publisher": "Publisher",
        "issue": paper["issue"],
        "DOI": paper["doi"] or f"10.5555/none.{paper['number']}",
        "type": "journal-article",
        "created": date,
        "deposited": date,
        "page": "{}-{}".format(*paper["page"]),
        "source": "Crossref",
        "is-referenced-by-count": 3,
        "title": [paper["title"]],
        "prefix": "10.5555",
        "volume": paper["volume"],
        "author": [
            {"given": given, "family": family, "sequence": "additional", "affiliation": []}
            for family, given in paper["authors"]
        ],
        "member": "0",
        "container-title": [paper["journal"]],
        "issued": date,
        "references-count": 0,
        "ISSN": [paper["issn"]],
        "published": date,
    }
    if paper["abstract"]:
        work["abstract"] = f"<jats:p>{paper['abstract']}</jats:p>"
    return json.dumps(work, ensure_ascii=False, separators=(",", ":")) + "\n"


def staffview(paper: Paper) -> str:
    names = [f"{family}, {given}" for family, given in paper["authors"]]
    lines = [paper["title"], "", f"Main Authors: {'; '.join(names)}", ""]
    lines += [f"author {names[0]}", f"author_facet {names[0]}", *names[1:]]
    lines += [f"container_title {paper['journal']}", f"description {paper['abstract']}"]
    lines += ["format Online", "Article", f"id pubmed-{paper['pmid']}", "language English"]
    lines += [f"publishDate {paper['year']}", "record_format MEDLINE/PubMed"]
    lines += [f"spelling pubmed-{paper['pmid']} {paper['title']} {' '.join(names)}"]
    lines += [f"title{end} {paper['title']}" for end in ("", "_full", "_fullStr", "_short")]
    lines += [f"title_sort {paper['title'].lower()}", f"url https://doi.org/{paper['doi']}", "", ""]
    return "\n".join(lines)


FORMATS: Final[dict[str, tuple[Callable[[Paper], str | bytes], str, str]]] = {
    "ris": (ris, "", ""),
    "bibtex": (bibtex, "", ""),
    "nbib": (nbib, "", ""),
    "pubmed-xml": (pubmed, '<?xml version="1.0"?>\n<PubmedArticleSet>\n', "</PubmedArticleSet>\n"),
    "marc21": (marc, "", ""),
    "marcxml": (
        marcxml,
        '<?xml version="1.0"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n',
        "</collection>\n",
    ),
    "crossref-json": (crossref, "", ""),
    "vufind-staffview": (staffview, "", ""),
}
"""By the name of the reader: how a paper is written, and what stands before and after them all."""


def corpus(format_name: str, count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield a file of ``count`` records, in pieces."""
    write, head, tail = FORMATS[format_name]
    yield head.encode()
    for paper in papers(count, seed):
        text = write(paper)
        yield text if isinstance(text, bytes) else text.encode()
    yield tail.encode()


if __name__ == "__main__":
    for piece in corpus(sys.argv[1], int(sys.argv[2])):
        sys.stdout.buffer.write(piece)
