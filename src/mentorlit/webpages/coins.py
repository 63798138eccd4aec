"""COinS: an OpenURL in the title of an empty element of class ``Z3988``.

ANSI/NISO Z39.88-2004 in its key/encoded-value form, and OpenURL 0.1, whose keys have no prefix.
"""

from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any, Final
from urllib.parse import parse_qsl

from mentorlit import dates, identifiers, languages, names
from mentorlit.model import Citation, Keyword, Name, StandardNumber
from mentorlit.pages import grammar
from mentorlit.plaintext import clean, markup
from mentorlit.tables import load
from mentorlit.webpages import carriedpeople
from mentorlit.webpages.carried import NOWHERE, Work
from mentorlit.webpages.document import Document

_MOST: Final = 5000
"""Elements of one page that are looked at; long reference lists have some hundreds."""
_LONGEST: Final = 20_000
"""Characters of one title. Those with a hundred authors are below 10,000."""
_PAIRS: Final = 400
_NOT_SAID: Final = frozenset(["", "undefined", "null", "none", "n/a", "unknown", "[object object]"])
_WORKS: Final = frozenset(["journal", "book", "dissertation", "patent", "dc", "pam", ""])

Keys = dict[str, list[str]]


def works(document: Document) -> Iterator[Work]:
    """Yield the work of every element of class ``Z3988`` that describes one."""
    if not document.holds(b"Z3988"):
        return
    found = document.root.iterfind(".//*[@title]")
    marked = (element for element in found if "Z3988" in element.get("class", ""))
    for element in islice(marked, _MOST):
        title = element.get("title", "")
        citation = read(title) if len(title) <= _LONGEST else None
        if citation:
            line = document.line(element, "")
            yield Work(carrier="coins", rule="coins", citation=citation, line=line, element=element)


def read(text: str) -> Citation | None:
    """Return the work that a ContextObject in key/encoded-value form describes, if it names one."""
    keys = _keys(text)
    kind = _kind(keys)
    if kind not in _WORKS:
        return None
    if kind == "dc":
        _from_dublin_core(keys)
    values: dict[str, Any] = {"type": _type(keys, kind), "author": _authors(keys)}
    _titles(keys, values, kind)
    for field, wanted in load("webpages/coins")["text"].items():
        values[field] = _first(keys, *wanted.split())
    values["issued"] = dates.parse(_first(keys, "date"))
    values["page"] = _pages(keys)
    if not any(map(str.isalpha, values["number"])) and not values["number"].startswith("0"):
        values["extra"] = {"coins": {"artnum": values.pop("number")}} if values["number"] else {}
    _numbers(keys, values)
    values["language"] = languages.tag(_first(keys, "language"))
    values["abstract"] = _first(keys, "description") if kind == "dc" else ""
    values["keyword"] = tuple(map(Keyword, keys.get("subject", ()))) if kind == "dc" else ()
    if not (values["title"] or values.get("doi") or values.get("pmid")):
        return None
    return Citation(**values, origin=NOWHERE)


def _keys(text: str) -> Keys:
    """Return the values by key without ``rft.``; a text that was escaped twice is unescaped."""
    for _ in range(2):
        if "&amp;" in text:
            text = unescape(text)
    if "%253A" in text or "%2520" in text or "%2526" in text:
        text = text.replace("%25", "%")
    found: Keys = {}
    try:
        pairs = parse_qsl(text, errors="strict")
    except UnicodeDecodeError:
        pairs = parse_qsl(text, encoding="cp1252", errors="replace")
    for key, value in pairs[:_PAIRS]:
        bare = key.strip().casefold().removeprefix("amp;").removeprefix("rft.").removeprefix("rft:")
        said = clean(unescape(value))
        if said.casefold() not in _NOT_SAID and "\ufffd" not in said:
            found.setdefault(bare, []).append(said)
    return found


def _first(keys: Keys, *wanted: str) -> str:
    return next((keys[key][0] for key in wanted if key in keys), "")


def _kind(keys: Keys) -> str:
    """Return the last word of the metadata format, ``journal`` or ``book``; 0.1 has none."""
    return _first(keys, "rft_val_fmt").rpartition(":")[2].casefold()


def _from_dublin_core(keys: Keys) -> None:
    """Give keys of the Dublin Core format the names of the others."""
    for person in keys.pop("creator", []):
        keys.setdefault("au", []).append(person)
    for text in keys.pop("identifier", []):
        name = "issn" if text.casefold().startswith("issn") else "rft_id"
        keys.setdefault(name, []).append(text)
    if "source" in keys and "://" not in keys["source"][0]:
        keys.setdefault("jtitle", keys["source"])


def _type(keys: Keys, kind: str) -> str:
    table = load("webpages/coins")
    genre = _first(keys, "genre").casefold()
    if kind == "dc":
        word = "".join(filter(str.isalpha, _first(keys, "type").casefold()))
        return str(table["dc"].get(word, ""))
    if genre in table["genre"]:
        return str(table["genre"][genre])
    if kind == "book" and "atitle" in keys:
        return "chapter"
    return str(table["format"].get(kind, ""))


def _titles(keys: Keys, values: dict[str, Any], kind: str) -> None:
    """Take title and container; ``title`` is the container's where there is an ``atitle``."""
    article = _first(keys, "atitle")
    container = _first(keys, "jtitle") or (_first(keys, "btitle", "title") if article else "")
    whole = article or _first(keys, "btitle", "title")
    if not article and kind in ("journal", "") and not container:
        # In both versions of OpenURL, the title of an article's journal; else that of a journal.
        container = "" if _first(keys, "genre").casefold() == "journal" else whole
    if whole == container:
        whole = article
    values["title"] = clean(markup(whole))
    values["container_title"] = container


def _authors(keys: Keys) -> tuple[Name, ...]:
    """Return the authors: ``aulast`` is the first of ``au``, or the only one."""
    last = _first(keys, "aulast")
    listed = carriedpeople.names(keys.get("au", []))
    if last and ";" not in last:
        lead = names.person(last, _first(keys, "aufirst", "auinit", "auinit1"))
        same = [at for at, name in enumerate(listed) if _words(name) == _words(lead)]
        near = [name for name in listed if name.family.casefold() == last.casefold()]
        if same:
            listed[same[0]] = lead
        elif not near:
            listed.insert(0, lead)
    if not listed and (body := _first(keys, "aucorp")):
        listed = [Name(literal=body)]
    return tuple(dict.fromkeys(name for name in listed if name != Name()))


def _words(name: Name) -> set[str]:
    return set(names.display(name).casefold().split())


def _pages(keys: Keys) -> str:
    first, last = _first(keys, "spage"), _first(keys, "epage")
    if first:
        return f"{first}-{last}" if last and last != first and "-" not in first else first
    return grammar.pages(_first(keys, "pages")) or ""


def _numbers(keys: Keys, values: dict[str, Any]) -> None:
    """Take ISSN, ISBN and the identifiers of the work."""
    issns = [
        StandardNumber(number, medium)
        for key, medium in (("issn", ""), ("eissn", "electronic"))
        for text in keys.get(key, ())
        for number in identifiers.issns(text)
    ]
    values["issn"] = tuple({number.value: number for number in reversed(issns)}.values())[::-1]
    isbns = (number for text in keys.get("isbn", ()) for number in identifiers.isbns(text))
    values["isbn"] = tuple(map(StandardNumber, dict.fromkeys(isbns)))
    others: dict[str, tuple[str, ...]] = {}
    for text in (*keys.get("rft_id", ()), *keys.get("id", ()), *keys.get("doi", ())):
        scheme, bare = _identifier(text)
        if scheme in ("doi", "pmid"):
            values.setdefault(scheme, bare)
        elif bare:
            others[scheme] = (bare,)
    values["identifiers"] = others


def _identifier(text: str) -> tuple[str, str]:
    """Return scheme and value of ``info:doi/10...``, ``doi:10...``, an address of these."""
    folded = text.casefold()
    if folded.startswith(("info:pmid/", "pmid:", "pmid/")):
        return "pmid", identifiers.pmid(text.rpartition("/")[2].rpartition(":")[2])
    if folded.startswith(("info:oclcnum/", "info:hdl/")):
        return ("OCLC" if "oclc" in folded[:9] else "handle"), text.partition("/")[2]
    if folded.startswith(("info:doi/", "doi:", "doi/", "10.")) or "doi.org/10." in folded:
        return "doi", identifiers.doi(text)
    return "", ""
