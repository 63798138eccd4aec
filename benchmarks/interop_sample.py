"""Records for `make interop`: fixtures, generated ones of all kinds, and awkward ones."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mentorlit.model import Citation, Funding, Keyword, Name, PartialDate, StandardNumber

FIXTURES = Path(__file__).parents[1] / "tests" / "readers"
SEED = 20_240_229

_FAMILIES = (
    "Smith García Müller O'Neill Ångström Nguyễn Łukasiewicz Çelik Dvořák Иванов 王 Παπαδόπουλος "
    "Silva Sørensen Özdemir MacDonald Al-Khwarizmi Jean-Baptiste Ó Süß Đorđević Ibáñez Kim"
)
FAMILIES = _FAMILIES.split()
_GIVEN = "Anna B. Çağla Dmitri É. Françoise G.H. Hé İlker Jürgen Kofi L. María N'Golo Søren"
GIVEN = _GIVEN.split()
PARTICLES = ("", "", "", "", "van der", "de la", "von", "al")
_WORDS = (
    "effect analysis of the in a study on patients treatment protein network α-synuclein CO2 DNA "
    "Escherichia coli trial randomised 50% risk & outcome 3D p53 β-blockers naïve façade Poincaré "
    "Schrödinger review systematic cost–benefit “quality” care children near-peer learning health"
)
WORDS = _WORDS.split()
JOURNALS = (
    *("BMC Medical Education", "The Lancet", "Journal of the American Statistical Association"),
    *("Zeitschrift für Physik", "Revista Española de Salud Pública", "Nature & Science: A Journal"),
    *("中国科学", "Physical Review Letters"),
)
PUBLISHERS = (
    "Springer",
    "Oxford University Press",
    "Éditions du Seuil",
    "Wiley & Sons",
    "MIT Press",
)
PLACES = ("Berlin", "Oxford", "Paris", "Hoboken, NJ", "São Paulo")
TYPES = (
    *["article-journal"] * 10,
    *("book", "book", "chapter", "chapter", "paper-conference", "paper-conference", "thesis"),
    *("report", "webpage", "dataset", "software", "patent", "manuscript", "article-newspaper"),
)


def sample(count: int = 300) -> list[Citation]:
    """Return the records of all fixtures and as many generated ones."""
    return [*fixtures(), *generated(count)]


def fixtures() -> Iterator[Citation]:
    """Yield what the readers' fixtures are read as, where that has a title."""
    decode = msgspec.json.Decoder(Citation).decode
    for path in sorted(FIXTURES.glob("*/*.expected.ndjson")):
        for line in path.read_bytes().splitlines():
            try:
                citation = decode(line)
            except msgspec.ValidationError:
                continue
            if citation.title:
                yield citation


def generated(count: int) -> Iterator[Citation]:
    """Yield records of every common type, some with most fields, some with few."""
    rng = random.Random(SEED)
    for number in range(count):
        yield one(rng, number)


def one(rng: random.Random, number: int) -> Citation:
    kind = rng.choice(TYPES)
    fields: dict[str, object] = {
        "type": kind,
        "title": title(rng),
        "author": tuple(person(rng) for _ in range(rng.choice((1, 1, 2, 3, 4, 12)))),
        "issued": date(rng),
        "language": rng.choice(("", "en", "de", "fr", "es")),
        "note": ("A note, with words.",) if rng.random() < 0.2 else (),
    }
    if rng.random() < 0.7:
        fields["abstract"] = " ".join(title(rng) + "." for _ in range(rng.randint(2, 9)))
        fields["keyword"] = tuple(Keyword(title(rng, 2)) for _ in range(rng.randint(1, 5)))
    if rng.random() < 0.6:
        fields["doi"] = f"10.{rng.randint(1000, 9999)}/x{number}.{rng.randint(1, 99)}"
    if rng.random() < 0.3:
        fields["url"] = (f"https://example.org/item_{number}?a=1&b=~2#s",)
    if rng.random() < 0.1:
        fields["funding"] = (Funding(name="A Fund", award=(f"G{number}",)),)
    fields |= contained(rng, kind) if kind.startswith(("article-", "chapter", "paper")) else {}
    fields |= published(rng, kind)
    return Citation(**fields)  # type: ignore[arg-type]


def contained(rng: random.Random, kind: str) -> dict[str, object]:
    start = rng.randint(1, 2000)
    fields: dict[str, object] = {
        "container_title": rng.choice(JOURNALS) if kind.startswith("article") else title(rng),
        "page": f"{start}-{start + rng.randint(1, 30)}",
    }
    if kind.startswith("article"):
        fields |= {"volume": str(rng.randint(1, 300)), "issue": str(rng.randint(1, 12))}
        fields["issn"] = (StandardNumber("1472-6920", rng.choice(("", "print", "electronic"))),)
    if kind == "article-journal" and rng.random() < 0.4:
        fields["pmid"] = str(rng.randint(10**6, 4 * 10**7))
    if kind == "chapter":
        fields["editor"] = (person(rng),)
    return fields


def published(rng: random.Random, kind: str) -> dict[str, object]:
    if kind not in ("book", "chapter", "thesis", "report", "paper-conference"):
        return {}
    fields = {"publisher": rng.choice(PUBLISHERS), "publisher_place": rng.choice(PLACES)}
    if kind in ("book", "chapter"):
        return {**fields, "isbn": (StandardNumber("9780262033848"),), "edition": "2"}
    return {**fields, "number": "7"} if kind == "report" else {**fields}


def title(rng: random.Random, words: int = 9) -> str:
    text = " ".join(rng.choice(WORDS) for _ in range(words))
    return text[:1].upper() + text[1:]


def person(rng: random.Random) -> Name:
    if rng.random() < 0.05:
        return Name(literal="The Collaboration Group")
    suffix = "Jr." if rng.random() < 0.03 else ""
    particle = rng.choice(PARTICLES)
    return Name(
        family=rng.choice(FAMILIES),
        given=rng.choice(GIVEN),
        non_dropping_particle=particle,
        suffix=suffix,
    )


def date(rng: random.Random) -> PartialDate:
    month = rng.randint(0, 12)
    return PartialDate(
        year=rng.randint(1950, 2024), month=month, day=rng.randint(0, 28) if month else 0
    )


HOSTILE = (
    *(r"100% of \LaTeX{} & $x_1^2$ #7 ~tilde", "Braces { that } do {not balance", "}{", "a {B} c"),
    *(
        "TY  - JOUR",
        "Line\nbreak and\r\nmore",
        "ER  - ",
        "=1+1",
        "@SUM(A1)",
        "+49 30",
        "-5 degrees",
    ),
    *('"quoted", said he', "back\\slash", "bidi \u202eoverride\u202c and \u2066isolate\u2069"),
    *(
        "<b>bold</b> & p < 0.05 > x",
        "Ünïcödé Ελλάδα 日本語 العربية",
        "mailto:x@y, {z}",
        "100 $ or 5 €",
    ),
)
"""Values that a careless writer lets out of their field."""
KEYS = (
    *("two words", "a,b", "{key}", "ключ", "key%1", "Smith2000", "smith2000", "", "x" * 200),
    *("a#b", "a~b", "a\\b", 'say"it', "(x)", "item-1", "10.1000/x", "http://x/y", "a=b", "'q'"),
)
"""Citation keys as people and programs make them."""


def awkward() -> list[Citation]:
    """Return records whose keys and values are as awkward as may be."""
    found: list[Citation] = []
    for number, value in enumerate(HOSTILE):
        found.append(hostile(value, KEYS[number % len(KEYS)]))
    found += [hostile("Plain title", key) for key in KEYS]
    abstract = "We did it.\nTY  - JOUR\nTI  - smuggled\nER  - \n\n@book{x, title={y}}\nPMID- 5"
    found.append(
        msgspec.structs.replace(hostile("An abstract with records", ""), abstract=abstract)
    )
    return found


def hostile(value: str, key: str) -> Citation:
    return Citation(
        type="article-journal",
        citation_key=key,
        title=f"On {value}",
        author=(
            Name(family="Müller", given="A."),
            Name(literal=f"Body {value.split(maxsplit=1)[0]}"),
        ),
        issued=PartialDate(year=2001),
        container_title=f"Journal {value}",
        volume="3",
        page="1-9",
        abstract=f"{value} in an abstract.",
        keyword=(Keyword("one"), Keyword("two three")),
    )


if __name__ == "__main__":
    for record in [*sample(), *awkward()]:
        print(json.dumps(msgspec.to_builtins(record), ensure_ascii=False))
