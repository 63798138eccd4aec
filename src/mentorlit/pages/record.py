"""From findings to a citation, each field with its evidence."""

import re
from typing import Any, Final

from mentorlit.model import JSON_NAME, Citation, Evidence, Name, Origin, Problem, StandardNumber
from mentorlit.pages.findings import Claim, Findings
from mentorlit.pages.places import NOWHERE, Places

_LISTS: Final = frozenset({"affiliation", "funding", "url", "note"})
_TUPLES: Final = frozenset({"keyword", "contributor", "issn", "isbn", "alternative_title"})
_MAPS: Final = frozenset({"dates", "identifiers"})
_WITHIN_ISSUE: Final = r"\.\d{5,10}\Z"
"""What ACM adds to the DOI of an issue or of proceedings for one article."""


def citation(
    findings: Findings,
    format_name: str,
    origin: Origin,
    problems: tuple[Problem, ...],
    places: Places = NOWHERE,
) -> Citation:
    """Return the citation that ``findings`` amount to, with its evidence in the page's bytes."""
    fields: dict[str, Any] = {}
    chosen: dict[str, list[Claim]] = {}
    for field in findings.claims:
        if field in JSON_NAME:
            fields[field], chosen[field] = _value(findings, field)
    _first_and_last(findings, fields, chosen)
    _settle(findings, fields)
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for field, claims in chosen.items():
        against = places.against(fields.get(field), findings.claims.get(field, []))
        evidence[JSON_NAME[field]] = places.behind(claims) + against
    if "affiliation" in evidence and not fields["affiliation"]:
        evidence["author"] += evidence.pop("affiliation")
    extra = {format_name: dict(findings.extra)} if findings.extra else {}
    kept = {name: found for name, found in evidence.items() if found}
    return Citation(**fields, extra=extra, problems=problems, evidence=kept, origin=origin)


def _value(findings: Findings, field: str) -> tuple[Any, list[Claim]]:
    """Return the value of a field and the claims it rests on."""
    claims = findings.all_best(field)
    if field in _LISTS:
        return tuple(dict.fromkeys(claim.value for claim in claims)), claims
    if field in _TUPLES:
        values = [value for claim in claims for value in claim.value]
        merged = list(dict.fromkeys(values))
        return tuple(_media(merged) if field == "issn" else merged), claims
    if field in _MAPS:
        merged_map: dict[str, Any] = {}
        for claim in claims:
            merged_map |= {key: one for key, one in claim.value.items() if key not in merged_map}
        return merged_map, claims
    return claims[0].value, claims[:1]


def _media(numbers: list[StandardNumber]) -> list[StandardNumber]:
    """Return each ISSN once, with its medium where one place tells it."""
    found: dict[str, StandardNumber] = {}
    for number in numbers:
        if number.value not in found or not found[number.value].medium:
            found[number.value] = number
    return list(found.values())


def _first_and_last(
    findings: Findings, fields: dict[str, Any], chosen: dict[str, list[Claim]]
) -> None:
    """Make a range of a first and a last page told apart."""
    first, last = findings.best("first_page"), findings.best("last_page")
    if first and "page" not in fields:
        same = last is None or last.value == first.value
        fields["page"] = first.value if same or last is None else f"{first.value}-{last.value}"
        chosen["page"] = [claim for claim in (first, last) if claim]


def _whole_work(findings: Findings, doi: str) -> str:
    """Return the DOI of the article where ``doi`` is that of its figure or file ("....007")."""
    others = [claim.value for claim in findings.claims.get("doi", ())]
    longer = [other for other in others if re.match(_WITHIN_ISSUE, other.removeprefix(doi))]
    if doi and len(set(longer)) == 1 and longer[0].startswith(doi):
        return str(longer[0])
    whole = [other for other in others if doi.startswith(f"{other}.")]
    whole = [other for other in whole if not re.match(_WITHIN_ISSUE, doi.removeprefix(other))]
    return min(whole, key=len, default=doi)


def _settle(findings: Findings, fields: dict[str, Any]) -> None:
    """Bring fields into the forms that the model asks for."""
    title = fields.get("title", "")
    if title.endswith(".") and not title.endswith(("..", " al.")):
        fields["title"] = title[:-1].rstrip()
    if title.endswith(" /"):  # ISBD's mark before the statement of responsibility
        fields["title"] = title[:-2]
    fields["doi"] = _whole_work(findings, fields.get("doi", ""))
    if fields.get("number") and fields.get("issue") == fields["number"]:
        del fields["issue"]
    if "affiliation" in fields and "author" in fields:
        _attach(fields)


def _attach(fields: dict[str, Any]) -> None:
    """Give affiliations that name their author ("Dr. Lord is ...") to that author."""
    left: list[str] = []
    authors: list[Name] = list(fields["author"])
    for text in fields["affiliation"]:
        titled = text.startswith(("Dr", "Prof", "Mr", "Ms"))
        owner = [i for i, n in enumerate(authors) if titled and _named(text, n.family)]
        if len(owner) == 1:
            authors[owner[0]] = _with_affiliation(authors[owner[0]], text)
        else:
            left.append(text)
    fields["author"] = tuple(authors)
    fields["affiliation"] = tuple(left)


def _named(text: str, family: str) -> bool:
    return bool(family) and f" {family} " in text[: len(family) + 20]


def _with_affiliation(name: Name, text: str) -> Name:
    values = {field: getattr(name, field) for field in Name.__struct_fields__}
    values["affiliation"] = (*name.affiliation, text)
    return Name(**values)
