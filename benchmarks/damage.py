"""Damage to records, one kind a function: what typists, exports, spreadsheets and databases do.

Each takes the lines of a RIS record and changes them in place; it returns false if the record has
nothing that could be damaged in this way. ``DAMAGES`` names them all.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from html.entities import codepoint2name
from random import Random
from typing import Final
from urllib.parse import quote

from dedupe_papers import Tags

Damage = Callable[[Tags, Random], bool]

DIGRAPHS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "Ø": "Oe", "Ö": "Oe"}
)
ROMANISED: Final = (
    ("skii", "sky"), ("sky", "skii"), ("ski", "skij"), ("shch", "sch"), ("kh", "h"), ("ov", "off"),
    ("tch", "ch"), ("ch", "tsch"), ("y", "i"), ("ou", "u"), ("ck", "k"), ("w", "v"), ("j", "y"),
    ("ph", "f"), ("z", "s"),
)  # fmt: skip
PREFIXES: Final = ("Original Article: ", "Invited Article - ", "Research Paper: ", "Review: ")
MONTHS: Final = [date(2000, month, 1).strftime("%b") for month in range(1, 13)]
SMALL: Final = frozenset(["of", "the", "and", "in", "for", "de", "für", "on"])
KEYS: Final = "qwertyuiopasdfghjklzxcvbnm"


def _set(tags: Tags, tag: str, made: str) -> bool:
    """Put a value in place of the first one; tell whether anything changed."""
    if not tags.get(tag) or tags[tag][0] == made or not made:
        return False
    tags[tag][0] = made
    return True


def _first(tags: Tags, tag: str) -> str:
    return next(iter(tags.get(tag, ())), "")


def _mistyped(text: str, chance: Random) -> str:
    places = [at for at, letter in enumerate(text) if letter.isalpha() and at]
    if len(places) < 4:
        return text
    at = chance.choice(places[:-1])
    way = chance.randrange(4)
    if way == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if way == 1:
        return text[:at] + text[at + 1 :]
    middle = text[at] * 2 if way == 2 else chance.choice(KEYS)
    return text[:at] + middle + text[at + 1 :]


def title_mistyped(tags: Tags, chance: Random) -> bool:
    text = _first(tags, "TI")
    for _ in range(chance.randint(1, 3)):
        text = _mistyped(text, chance)
    return _set(tags, "TI", text)


def family_mistyped(tags: Tags, chance: Random) -> bool:
    family, comma, given = _first(tags, "AU").partition(",")
    return _set(tags, "AU", _mistyped(family, chance) + comma + given)


def title_cut(tags: Tags, chance: Random) -> bool:
    words = _first(tags, "TI").split()
    kept = int(len(words) * chance.uniform(0.6, 0.85))
    return kept > 4 and _set(tags, "TI", " ".join(words[:kept]))


def title_cut_in_a_word(tags: Tags, _chance: Random) -> bool:
    text = _first(tags, "TI")
    return len(text) > 60 and _set(tags, "TI", text[: int(len(text) * 0.8)])


def subtitle_lost(tags: Tags, _chance: Random) -> bool:
    head, colon, _ = _first(tags, "TI").partition(": ")
    return bool(colon) and len(head.split()) > 3 and _set(tags, "TI", head)


def prefix_added(tags: Tags, chance: Random) -> bool:
    return _set(tags, "TI", chance.choice(PREFIXES) + _first(tags, "TI"))


def capitals(tags: Tags, _chance: Random) -> bool:
    tags["AU"] = [name.upper() for name in tags.get("AU", ())]
    return _set(tags, "TI", _first(tags, "TI").upper())


def punctuation(tags: Tags, _chance: Random) -> bool:
    text = _first(tags, "TI").replace(": ", " - ").replace("-", " ") + "."
    return _set(tags, "TI", text)


def bracketed(tags: Tags, _chance: Random) -> bool:
    return _set(tags, "TI", f"[{_first(tags, 'TI').rstrip('.')}].")


def words_glued(tags: Tags, chance: Random) -> bool:
    words = _first(tags, "TI").split()
    if len(words) < 5:
        return False
    at = chance.randrange(1, len(words) - 1)
    return _set(tags, "TI", " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]]))


def _all(tags: Tags, change: Callable[[str], str]) -> bool:
    """Change title, authors and journal; tell whether the title or an author did."""
    before = (tags.get("TI"), tags.get("AU"))
    for tag in ("TI", "AU", "T2"):
        if tag in tags:
            tags[tag] = [change(value) for value in tags[tag]]
    return before != (tags.get("TI"), tags.get("AU"))


def diacritics_dropped(tags: Tags, _chance: Random) -> bool:
    def plain(text: str) -> str:
        apart = unicodedata.normalize("NFKD", text)
        return "".join(letter for letter in apart if not unicodedata.combining(letter))

    return _all(tags, plain)


def diacritics_lost(tags: Tags, _chance: Random) -> bool:
    return _all(tags, lambda text: "".join(c if c.isascii() else "?" for c in text))


def digraphs(tags: Tags, _chance: Random) -> bool:
    return _all(tags, lambda text: text.translate(DIGRAPHS))


def entities(tags: Tags, _chance: Random) -> bool:
    def encoded(text: str) -> str:
        return "".join(
            f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text
        )

    return _all(tags, encoded)


def tex_accents(tags: Tags, _chance: Random) -> bool:
    marks = {"ä": '\\"{a}', "ö": '\\"o', "ü": '{\\"u}', "é": "\\'e", "á": "\\'{a}", "ø": "{\\o}"}
    return _all(tags, lambda text: "".join(marks.get(letter, letter) for letter in text))


def mojibake(tags: Tags, _chance: Random) -> bool:
    def misread(text: str) -> str:
        return text.encode().decode("cp1252", "replace")

    return _all(tags, misread)


def transliterated(tags: Tags, _chance: Random) -> bool:
    """Spell one family name otherwise, as another romanisation does."""
    for at, name in enumerate(tags.get("AU", ())):
        family, comma, given = name.partition(",")
        for one, other in ROMANISED:
            if one in family:
                tags["AU"][at] = family.replace(one, other, 1) + comma + given
                return True
    return False


def names_inverted(tags: Tags, _chance: Random) -> bool:
    """Swap family and given names, as exports with the wrong column order do."""
    apart = [name.partition(", ") for name in tags.get("AU", ())]
    tags["AU"] = [f"{given}, {family}" if given else family for family, _, given in apart]
    return any(given for _, _, given in apart)


def names_direct(tags: Tags, _chance: Random) -> bool:
    apart = [name.partition(", ") for name in tags.get("AU", ())]
    tags["AU"] = [f"{given} {family}".strip() for family, _, given in apart]
    return any(given for _, _, given in apart)


def initials(tags: Tags, _chance: Random) -> bool:
    apart = [name.partition(", ") for name in tags.get("AU", ())]
    tags["AU"] = [
        f"{family} {''.join(word[0] for word in re.split('[ -]', given) if word)}".strip()
        for family, _, given in apart
    ]
    return bool(apart)


def particles_moved(tags: Tags, _chance: Random) -> bool:
    """Keep only the last word of a compound family name, the rest becomes a given name."""
    for at, name in enumerate(tags.get("AU", ())):
        family, _, given = name.partition(", ")
        if " " in family:
            rest, _, last = family.rpartition(" ")
            tags["AU"][at] = f"{last}, {given} {rest}".strip()
            return True
    return False


def authors_shuffled(tags: Tags, chance: Random) -> bool:
    before = list(tags.get("AU", ()))
    chance.shuffle(tags.get("AU", []))
    return before != tags.get("AU", [])


def authors_cut(tags: Tags, _chance: Random) -> bool:
    cut = len(tags.get("AU", ())) > 1
    tags["AU"] = [*tags.get("AU", ())[:1], "et al."]
    return cut


def authors_joined(tags: Tags, chance: Random) -> bool:
    """Join all authors in one field, in one of the ways that exports have."""
    names = tags.get("AU", [])
    apart = [name.partition(", ") for name in names]
    short = [f"{family} {''.join(w[0] for w in given.split())}" for family, _, given in apart]
    ways = ("; ".join(names), ", ".join(short), " and ".join(names), ".".join(short))
    tags["AU"] = [chance.choice(ways)]
    return len(names) > 1


def _emptied(*emptied: str) -> Damage:
    def empty(tags: Tags, _chance: Random) -> bool:
        return [tags.pop(tag) for tag in emptied if tag in tags] != []

    return empty


def _year(most: int) -> Damage:
    def year(tags: Tags, chance: Random) -> bool:
        stated = _first(tags, "PY")
        return stated.isdigit() and _set(
            tags, "PY", str(int(stated) + chance.choice((-most, most)))
        )

    return year


def pages_as_dates(tags: Tags, chance: Random) -> bool:
    """What a spreadsheet makes of "8-12"."""
    if "SP" not in tags:
        return False
    tags.pop("EP", None)
    tags["SP"] = [f"{chance.randint(1, 28):02}-{chance.choice(MONTHS)}"]
    return True


def page_wrong(tags: Tags, chance: Random) -> bool:
    first = _first(tags, "SP")
    if not first.isdigit():
        return False
    at = chance.randrange(len(first))
    tags.pop("EP", None)
    return _set(tags, "SP", first[:at] + str((int(first[at]) + 3) % 10) + first[at + 1 :])


def pages_short(tags: Tags, _chance: Random) -> bool:
    first, last = _first(tags, "SP"), _first(tags, "EP")
    if not (first.isdigit() and last.isdigit() and len(first) == len(last) > 2):
        return False
    return _set(tags, "EP", last[-2:] if first[:-2] == last[:-2] else last)


def article_number(tags: Tags, chance: Random) -> bool:
    tags.pop("EP", None)
    return _set(tags, "SP", f"e{chance.randint(1000, 99999)}")


def issue_running(tags: Tags, chance: Random) -> bool:
    """The number of the record in the export, where the issue should be."""
    tags["IS"] = [str(chance.randint(100, 3000))]
    return True


def issue_in_volume(tags: Tags, _chance: Random) -> bool:
    issue = _first(tags, "IS")
    return bool(issue) and _set(tags, "VL", f"{_first(tags, 'VL')}({tags.pop('IS')[0]})")


def journal_short(tags: Tags, _chance: Random) -> bool:
    words = [word for word in _first(tags, "T2").split() if word.lower() not in SMALL]
    return len(words) > 1 and _set(
        tags, "T2", " ".join(word if len(word) < 6 else f"{word[:4]}." for word in words)
    )


def doi_address(tags: Tags, chance: Random) -> bool:
    start = chance.choice(("https://doi.org/", "http://dx.doi.org/", "doi:", "DOI "))
    return _set(tags, "DO", start + _first(tags, "DO"))


def doi_encoded(tags: Tags, chance: Random) -> bool:
    doi = _first(tags, "DO")
    return bool(doi) and _set(
        tags, "DO", chance.choice((quote(doi, safe=""), html.escape(doi).upper(), doi.upper()))
    )


def abstract_otherwise(tags: Tags, _chance: Random) -> bool:
    """Another beginning, as where a database leaves out the heading or adds a licence."""
    return _set(tags, "AB", f"(c) 2010 The Publisher. {_first(tags, 'AB').partition(': ')[2]}")


DAMAGES: Final[dict[str, Damage]] = {
    "title mistyped": title_mistyped,
    "title cut": title_cut,
    "title cut in a word": title_cut_in_a_word,
    "subtitle lost": subtitle_lost,
    "prefix added": prefix_added,
    "capitals": capitals,
    "other punctuation": punctuation,
    "title in brackets": bracketed,
    "words glued": words_glued,
    "diacritics dropped": diacritics_dropped,
    "diacritics lost (?)": diacritics_lost,
    "diacritics as digraphs": digraphs,
    "HTML entities": entities,
    "TeX accents": tex_accents,
    "UTF-8 read as Windows-1252": mojibake,
    "family name mistyped": family_mistyped,
    "transliterated otherwise": transliterated,
    "family and given name swapped": names_inverted,
    "names in reading order": names_direct,
    "initials alone": initials,
    "compound family name split": particles_moved,
    "authors in another order": authors_shuffled,
    "first author et al.": authors_cut,
    "authors joined in one field": authors_joined,
    "no authors": _emptied("AU"),
    "no year": _emptied("PY"),
    "year off by one": _year(1),
    "year off by two": _year(2),
    "no journal": _emptied("T2"),
    "journal abbreviated": journal_short,
    "no volume, issue, pages": _emptied("VL", "IS", "SP", "EP"),
    "no journal, volume, issue, pages": _emptied("T2", "VL", "IS", "SP", "EP"),
    "no first page": _emptied("SP"),
    "wrong page": page_wrong,
    "pages shortened": pages_short,
    "pages as a date": pages_as_dates,
    "article number for pages": article_number,
    "running number as issue": issue_running,
    "issue in the volume": issue_in_volume,
    "DOI as address": doi_address,
    "DOI encoded": doi_encoded,
    "no abstract": _emptied("AB"),
    "abstract otherwise": abstract_otherwise,
}
"""Name to damage."""
