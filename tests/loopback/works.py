"""Invented works, the same for each number, of which no two have nearly the same title."""

from typing import Final, NamedTuple

PRIME: Final = 37
"""How many words each list has; a prime, which keeps titles apart (see :func:`_title`)."""


class Work(NamedTuple):
    """One work; what it has not is ``""`` (``0`` for no month). Lists of names keep their order."""

    number: int
    doi: str
    agency: str
    pmid: str
    pmcid: str
    arxiv: str
    isbn: str
    openalex: str
    title: str
    authors: tuple[tuple[str, str], ...]
    journal: str
    issn: str
    year: int
    month: int
    volume: str
    issue: str
    first_page: str
    last_page: str
    publisher: str
    kind: str
    retracted: bool


_KINDS: Final = (
    *("article", "article", "article", "preprint", "article"),
    *("book", "article", "article", "dataset", "article"),
)

_MATTERS: Final = (
    *("Peer feedback", "Role modelling", "Night shifts", "Reflective diaries", "Ward rounds"),
    *("Career advice", "Bedside teaching", "Simulated handovers", "Group supervision"),
    *("Near-peer tutoring", "Speed mentoring", "Portfolio reviews", "Shadowing", "Journal clubs"),
    *("Humour", "Silence", "Video debriefing", "Narrative medicine", "E-mail contact"),
    *("Team coaching", "Anatomy drawing", "Exit interviews", "Onboarding days", "Burnout scales"),
    *("Learning contracts", "Sponsorship", "Grant writing", "Blind marking", "Storytelling"),
    *("Music lessons", "Mindful breaks", "Checklists", "Rural placements", "Buddy schemes"),
    *("Telephone triage", "Poster sessions", "Curriculum maps"),
)
_PEOPLE: Final = (
    *("midwives", "junior surgeons", "dental students", "pharmacists", "paramedics"),
    *("first-generation students", "returning physicians", "nurse educators", "librarians"),
    *("anaesthetists", "physiotherapists", "PhD candidates", "village doctors", "radiographers"),
    *("optometrists", "hospital chaplains", "medical physicists", "clinical psychologists"),
    *("deaf trainees", "postdocs", "speech therapists", "veterinary interns", "dieticians"),
    *("refugee clinicians", "laboratory managers", "palliative teams", "biostatisticians"),
    *("school nurses", "orthoptists", "residents’ partners", "military medics", "podiatrists"),
    *("data stewards", "art therapists", "audiologists", "toxicologists", "genetic counsellors"),
)
_PLACES: Final = (
    *("São Paulo", "Tromsø", "Gdańsk", "Lüneburg", "Reykjavík", "Coimbra", "Ljubljana", "Nairobi"),
    *("Kraków", "Malmö", "Québec", "A Coruña", "Győr", "Brno", "Tartu", "Iași", "Córdoba"),
    *("Aarhus", "Zürich", "Osaka", "Hobart", "Dunedin", "Lomé", "Antalya", "Leuven", "Turku"),
    *("Cork", "Valparaíso", "Hà Nội", "Łódź", "Split", "Graz", "Besançon", "Mysuru", "Accra"),
    *("Winnipeg", "Plzeň"),
)
_WAYS: Final = (
    *("a randomised trial", "an interview study", "a scoping review", "a survey", "a case series"),
    *("a realist synthesis", "a diary study", "lessons from ten years", "a cohort study"),
    *("a Delphi consensus", "an ethnography", "a feasibility study", "a cost analysis"),
    *("a focus-group study", "a stepped-wedge trial", "a theory & its limits", "a critical essay"),
    *("an audit cycle", "a mixed-methods evaluation", "a discourse analysis", "a protocol"),
    *("a natural experiment", "a network analysis", "a time-series study", "a pilot"),
    *("a qualitative synthesis", "a repeated-measures design", "a curriculum report"),
    *("a cross-over trial", "a document analysis", "a conversation analysis", "a Q-sort"),
    *("a longitudinal follow-up", "an oral history", "a factorial survey", "a concept map"),
    *("a meta-epidemiological study",),
)
_FAMILIES: Final = (
    *("Müller", "O’Connor", "García Márquez", "van der Berg", "Nguyễn", "Šimůnková", "Åkesson"),
    *(
        "Dąbrowska",
        "Okonkwo",
        "Tanaka",
        "de Souza",
        "Þórsdóttir",
        "Kovács",
        "Smith-Hughes",
        "Öztürk",
    ),
    *("Lefèvre", "Ionescu", "Papadopoulou", "Al-Hashimi", "Żółkiewska", "Bjørnstad", "Iyer"),
    *("Fernández", "Weiß", "MacLeod", "Çelik", "Horváth", "Osei", "Rossi", "Pärn", "Li", "Ito"),
    *("Mbeki", "Vuković", "Ó Briain", "Jönsdotter", "Zapletal"),
)
_GIVENS: Final = (
    *("Anna", "José Luis", "Zoë", "M. K.", "Léa", "Jan", "Siobhán", "Tomáš", "Ama", "Yuki"),
    *("Renée", "Paweł", "Ingrid", "Dragan", "Chloé", "Wei", "Jean-Paul", "Eszter", "R.", "Núria"),
    *("Olu", "Håkon", "Fatma", "Łukasz", "Ruth", "Bogdan", "Maïté", "Karl", "Priya", "Ülle"),
    *("Sean P.", "Teresa", "Đorđe", "Emma", "Íñigo", "Hanna", "Kofi"),
)
_JOURNALS: Final = (
    ("Annals of Invented Mentorship", "Bramble Press"),
    ("Revista Imaginária de Educação", "Editora Vale"),
    ("Journal of Supposed Supervision", "Northgate Academic"),
    ("Zeitschrift für erdachte Lehre", "Verlag Anderswo"),
    ("Teaching & Learning Elsewhere", "Bramble Press"),
    ("Notional Medicine", "Open Harbour"),
    ("Cahiers de pédagogie fictive", "Presses du Lac"),
)


def work(number: int) -> Work:
    """Return the invented work of this number, which is 0 or more."""
    kind = _KINDS[number % len(_KINDS)]
    article, printed = kind == "article", kind in {"article", "book"}
    journal, publisher = _JOURNALS[number % len(_JOURNALS)]
    since = 2015 if kind == "preprint" else 1998
    year, month = since + number * 11 % (2025 - since), 1 + number * 5 % 12
    first = 1 + number * 13 % 880
    return Work(
        number=number,
        doi=_doi(number, kind, year),
        agency="crossref" if printed else "datacite",
        pmid=str(90_000_000 + number) if article else "",
        pmcid=f"PMC{90_000_000 + number}" if article and number % 3 else "",
        arxiv=_arxiv(number, year, month) if kind == "preprint" else "",
        isbn=_isbn(number) if kind == "book" else "",
        openalex=f"W{9_000_000_000 + number}",
        title=_title(number),
        authors=_authors(number),
        journal=journal if article else "",
        issn=_issn(number % len(_JOURNALS)) if article else "",
        year=year,
        month=month if kind != "book" else 0,
        volume=str(1 + number * 7 % 60) if article else "",
        issue=str(1 + number % 12) if article else "",
        first_page=_page(number, first) if article else "",
        last_page=_page(number, first + 3 + number % 19) if article else "",
        publisher=publisher if printed else "arXiv" if kind == "preprint" else "Open Harbour Data",
        kind=kind,
        retracted=article and number % 17 == 5,
    )


def _title(number: int) -> str:
    """Return a title that shares at most two of its four parts with any other below 37 ** 3.

    The number's digits are a polynomial over a field of 37 elements, and the parts its values at
    four points: two polynomials of degree 2 agree at two of them at most (of degree 1, at one).
    """
    high, rest = divmod(number, PRIME * PRIME)
    middle, low = divmod(rest, PRIME)
    matter, people, place, way = ((high * x * x + middle * x + low) % PRIME for x in (0, 1, 2, 3))
    return f"{_MATTERS[matter]} among {_PEOPLE[people]} in {_PLACES[place]}: {_WAYS[way]}"


def _authors(number: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_FAMILIES[(number * 5 + k * 11) % PRIME], _GIVENS[(number * 3 + k * 7) % PRIME])
        for k in range(1 + number * 7 % 6)
    )


def _doi(number: int, kind: str, year: int) -> str:
    """Return a DOI; some are of the forms that addresses and lists have to escape."""
    if kind == "preprint":
        return f"10.5555/arxiv.{number:05}"
    if kind == "dataset":
        return f"10.5555/data/{year}/{number:05}"
    if number % 50 == 11:
        return f"10.5555/2999-{number:04}({year}03)91:5<10::aid-ml{number}>3.0.co;2-x"
    if number % 50 == 22:
        return f"10.5555/a,b+c#{number:05}"
    return f"10.5555/mentor.{year}.{number:05}"


def _arxiv(number: int, year: int, month: int) -> str:
    return f"{year % 100:02}{month:02}.{90_000 + number % 10_000}"


def _isbn(number: int) -> str:
    digits = f"9789999{number % 100_000:05}"
    total = sum(int(digit) * (3 if k % 2 else 1) for k, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _issn(number: int) -> str:
    digits = f"29990{number % 100:02}"
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    return f"{digits[:4]}-{digits[4:]}{'X' if check % 11 == 10 else check % 11}"


def _page(number: int, page: int) -> str:
    return f"e{page}" if number % 8 == 3 else str(page)
