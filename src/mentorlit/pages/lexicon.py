"""The words of the page tables, ready for look-up."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from mentorlit import abstracts, languages
from mentorlit.composing import normalized
from mentorlit.tables import load, phrases

LONGEST_LABEL: Final = 90
"""Characters; the longest label of any interface is a sentence of DSpace with 72."""

_EDGE: Final = " :：.;,…*|>»\t\u00a0[]【】〔〕"
_SHORT: Final = 200
_COUNT: Final = re.compile(r"\s*\(\s?\d{1,6}\s?\)\Z")
_SEPARATORS: Final = frozenset("|/·•»›>")
_STEPS: Final = r"\s*[|·•»›>]\s*|\s/\s"
_LANGUAGE_HINT: Final = (
    r"[\s.]*[(\[（]([^()\[\]（）]{2,20})[)\]）]\Z|\.([a-z]{2}(?:[_-][a-z]{2})?)\Z"
)
_FIELD_WORDS: Final = r"[._:-]+|(?<=[a-z])(?=[A-Z])"
_NAMESPACES: Final = frozenset({"article", "bepress", "bibo", "citation", "dc", "dcterms", "dct"})
_SCHEMAS: Final = _NAMESPACES | {"eprints", "mods", "oaire", "pnx", "prism", "rec", "schema"}
_SOLR_TYPES: Final = frozenset(
    {"display", "facet", "mv", "s", "ss", "ssim", "str", "t", "tesim", "txt"}
)
_NUMBERED: Final = re.compile(r"(?:\d{1,2}|[ivx]{1,4})\s?[.)]\s*|\d\s+(?=[^\W\d])")


def fold(text: str) -> str:
    """Return ``text`` as it is compared: NFKC, case folded, edges and white space trimmed."""
    return _held(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if not text.isascii():
        text = normalized("NFKC", text)
    text = text.casefold()
    if "  " in text or not text.isprintable():
        text = " ".join(text.split())
    return text.strip(_EDGE)


_held = lru_cache(4096)(_folded)
"""Each step asks for the same lines again; long ones are rarely asked for, and not held."""


def heading_key(folded: str) -> str:
    """Return a folded line without its section number and count ("6. references (12)")."""
    bare = _COUNT.sub("", folded) if folded.endswith(")") else folded
    first = bare[:1]
    number = _NUMBERED.match(bare) if first.isdigit() or first in "ivx" else None
    if number is None and bare is folded:
        return folded
    return (bare[number.end() :] if number else bare).strip(_EDGE)


def folded(block: str) -> list[str]:
    """Return the phrases of a table's block, each as :func:`fold` makes it of the phrase alone."""
    text = block if block.isascii() else normalized("NFKC", block)
    pieces = text.casefold().replace("\n", "|").split("|")
    return [phrase for piece in pieces if (phrase := piece.strip(_EDGE))]


@cache
def labels() -> dict[str, str]:
    """Every folded label of tables/pages/labels.toml to its kind."""
    table = load("pages/labels")
    return {label: kind for kind, block in table.items() for label in folded(block)}


def label_kind(text: str) -> str:
    """Return the kind of the label ``text``, or ``""``: as printed, or as a field's name.

    Field names are words joined by signs or case, with or without a namespace before them
    ("publication_date", "citation_title", "dcterms:issued", "journalTitle"). Behind a label may
    stand a language ("Abstract (English)", "dc.title[en]"), before or behind a slash its
    translation ("Keywords / Palabras clave").
    """
    known = labels()
    folded = fold(text)
    kind = known.get(folded, "")
    if kind or not folded or len(folded) > LONGEST_LABEL:
        return kind
    if folded[-1] in ")）" or "[" in folded or folded.startswith("dc"):
        whole = folded if folded[-1] in ")）" else text.strip(" :").lower()
        hint = re.search(_LANGUAGE_HINT, whole)
        if hint and languages.tag(hint[1] or hint[2]):
            kind = known.get(fold(whole[: hint.start()]), "")
    if not kind and folded.endswith(")"):
        counted = _COUNT.sub("", folded)
        kind = known.get(counted if counted != folded else re.sub("[()]", "", folded), "")
    if not kind and "/" in folded:
        kinds = {known.get(half.strip(_EDGE), "") for half in folded.split("/")}
        kind = kinds.pop() if len(kinds) == 1 else ""
    return kind or (_field_kind(text) if " " not in folded else "")


def _field_kind(name: str) -> str:
    """Return the kind of a field's name in a dump; the known ones are labels in small letters."""
    if not name.isascii() or (name.isalpha() and (name.istitle() or name.islower())):
        return ""
    parts = re.split(_FIELD_WORDS, name.strip(_EDGE))
    if not 1 < len(parts) < 6:
        return ""
    words = [part.casefold() for part in parts if part]
    while len(words) > 1 and words[0] in _SCHEMAS:
        words = words[1:]
    while len(words) > 1 and words[-1] in _SOLR_TYPES:
        words = words[:-1]
    return labels().get(" ".join(words), "")


def is_ambiguous(label: str) -> bool:
    """Tell whether a label is an ordinary word too, so that only its value's shape tells."""
    return label_in(label, "labels")


def label_in(label: str, key: str) -> bool:
    """Tell whether a label is in the list ``key`` of tables/pages/ambiguous.toml."""
    return fold(label) in _ambiguous(key)


@cache
def _ambiguous(key: str) -> frozenset[str]:
    return frozenset(folded(load("pages/ambiguous")[key]))


@lru_cache(2048)
def glued_labels(
    kinds: frozenset[str], start: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the labels of ``kinds`` that begin with three letters, longest first, and with kinds.

    The labels alone come first, for one quick test of a line. Begun small they count too, as
    Pure's French ones are.
    """
    near = _by_start(kinds).get((start[:1].lower() + start[1:])[:3], ())
    found = [
        (form, kind)
        for label, kind in sorted(near, key=lambda pair: -len(pair[0]))
        for form in {label: None, label[0].lower() + label[1:]: None}
        if form[:3] == start
    ]
    return tuple(form for form, _ in found), tuple(found)


@cache
def _by_start(kinds: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """First three letters, the first one small, to the labels of ``kinds`` as printed."""
    table = load("pages/labels")
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in table:
        for label in phrases(table[kind]) if kind in kinds else ():
            if len(label) > 2:
                start = (label[0].lower() + label[1:3])[:3]
                found.setdefault(start, []).append((label, kind))
    return found


@cache
def zone_marks() -> dict[str, str]:
    """Folded lines that begin a zone to the zone: others, references, body or resume."""
    table = load("pages/zones")
    order = ("body", "references", "others", "resume")
    return {word: zone for zone in order for word in folded(table[zone])}


@cache
def noise_lines() -> frozenset[str]:
    """Folded lines of interface words."""
    return frozenset(folded(load("pages/noise")["lines"]))


@cache
def interface_words() -> frozenset[str]:
    """Every word of the lines of interface words ("More", "Content")."""
    return frozenset(word for line in noise_lines() for word in line.split())


@cache
def _noise_starts() -> dict[str, tuple[str, ...]]:
    """First three letters to the beginnings of folded lines of interface text."""
    found: dict[str, tuple[str, ...]] = {}
    for start in folded(load("pages/noise")["starts"]):
        found[start[:3]] = (*found.get(start[:3], ()), start)
    return found


def begins_as_noise(folded: str) -> bool:
    """Tell whether a folded line begins like a text of the interface."""
    return folded.startswith(_noise_starts().get(folded[:3], ()))


@cache
def noise(key: str) -> tuple[str, ...]:
    """Return the list ``key`` of tables/pages/noise.toml as printed there."""
    return tuple(phrases(load("pages/noise")[key]))


@cache
def work_types() -> dict[str, str]:
    """Every phrase of tables/pages/types.toml to its CSL type."""
    table = load("pages/types")
    return {phrase: type_ for type_, block in table.items() for phrase in phrases(block)}


def is_furniture(folded: str) -> bool:
    """Tell whether a folded line is interface words and nothing else ("Share X Email")."""
    known = noise_lines()
    if folded in known or begins_as_noise(folded):
        return True
    if _is_bar(folded):
        return True
    if len(folded) > 100:
        return False
    if not _SEPARATORS.isdisjoint(folded) and _is_menu(folded):
        return True
    spared = "open access" in folded
    rest = (folded.replace("open access", " ") if spared else folded).split()
    languages_ = _languages()
    for word in rest:
        if word not in known and word not in languages_:
            return spared and len(rest) < len(folded.split()) and " ".join(rest) in work_types()
    return True


def of_menu(text: str) -> bool:
    """Tell whether most words of a short line are words of menus ("Browse by discipline")."""
    words_ = text.split()
    if len(words_) > 12:
        return False
    menu = interface_words()
    return sum(word in menu for word in words_) * 3 >= len(words_) * 2


def is_teaser(text: str) -> bool:
    """Tell whether a text is cut, and a link to the whole stands behind it ("... Read more")."""
    for dots in ("...", "…"):
        _, found, rest = text.rpartition(dots)
        if found and 0 < len(rest) < 60 and is_furniture(fold(rest)):
            return True
    return False


def _is_menu(folded: str) -> bool:
    """Tell whether a line is menu words, types of article and badges of access, set apart."""
    steps = [step.strip(_EDGE) for step in re.split(_STEPS, folded)]
    known = noise_lines()
    return all(not step or step in known or step in work_types() for step in steps)


def _is_bar(folded: str) -> bool:
    """Tell whether a line is a site's menu without signs between its words ("Browse Help Log in").

    It has a word of the reader's account; of the other words, in any order, a good part are
    words of the interface. Writings without spaces have them only between such words.
    """
    words_ = folded.replace("/", " ").replace("|", " ").split()
    if len(words_) < 3 or len(words_) > 60 or ". " in folded:
        return False
    if _account_starts().isdisjoint(words_):
        return False
    account = words("noise", "account")
    pairs = [f"{a} {b}" for a, b in pairwise(words_)]
    if account.isdisjoint(words_) and account.isdisjoint(pairs):
        return False
    short = max(map(len, words_)) < 9 and len(words_) > 3
    if folded[0] > "\u2e7f" and short:
        return True
    known = noise_lines()
    told = sum(pair in known for pair in pairs) * 2 + sum(word in known for word in words_)
    return told > 2 and told * 3 >= len(words_)


@cache
def _account_starts() -> frozenset[str]:
    """Return the first words of what menus say of the reader's account."""
    return frozenset(phrase.split()[0] for phrase in words("noise", "account"))


@cache
def _languages() -> frozenset[str]:
    """Language codes that switches show ("EN FR")."""
    return frozenset(load("pages/stopwords"))


@cache
def words(table: str, key: str) -> frozenset[str]:
    """Return the list ``key`` of tables/pages/``table``.toml as a set."""
    return frozenset(phrases(load(f"pages/{table}")[key]))


def is_section_word(text: str) -> bool:
    """Tell whether ``text`` labels a part of a structured abstract."""
    return len(text) <= 60 and fold(text) in abstracts.labels()
