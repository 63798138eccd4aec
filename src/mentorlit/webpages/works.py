"""Which of the works that a page carries is its own, and when it really lists several.

A page's own work is told by the page's tags, addresses, ``<title>`` and main headings. What is
marked up beside it (cited, similar, citing works) has other titles and DOIs and is passed over.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from mentorlit import identifiers
from mentorlit.model import Citation
from mentorlit.pages.findings import Findings
from mentorlit.problems import Reject
from mentorlit.stream import Stream
from mentorlit.webpages import coins, embedded, jsonld, microdata, records, state
from mentorlit.webpages.carried import GENERAL, Fault, Work
from mentorlit.webpages.document import Document
from mentorlit.webpages.elementtext import text_of
from mentorlit.webpages.regions import region
from mentorlit.webpages.samework import distinct, of_one_work, same
from mentorlit.webpages.trust import carrier, rank
from mentorlit.webpages.worknames import all_letters, conflict, letters, same_title

_MOST: Final = 5000
"""Works of one page that are read: the longest lists of publications on one page have 2,000."""
_HEADINGS: Final = 40
_TELLING: Final = 12
"""Letters from which on a title that stands within another text tells the work."""
_ANCESTORS: Final = 60
_OTHERS: Final = ("others", "references")


def found(document: Document) -> list[Work | Fault]:
    """Return every work that the page carries whole, in the order of trust."""
    carried = chain(
        jsonld.works(document),
        coins.works(document),
        microdata.works(document),
        embedded.works(document),
        state.works(document),
    )
    return list(islice(carried, _MOST + 1))


def claim(document: Document, own: Iterable[Work], findings: Findings) -> None:
    """Add what the page's own works state, and the journal that stands beside them.

    Citations are then taken out of the page, so that nobody reads them as its text.
    """
    for work in own:
        records.claim(work, findings)
    jsonld.claim_journal(document, findings)
    embedded.take_out(document)


class Choice:
    """The works of one page sorted: ``own`` describe the page's work, ``several`` are its records.

    ``several`` is empty unless the page has no work of its own and carries two or more.
    """

    def __init__(
        self, document: Document, findings: Findings, found: Iterable[Work | Fault]
    ) -> None:
        listed = list(found)
        self._is_cut = len(listed) > _MOST
        self._faults = [one for one in listed if isinstance(one, Fault)]
        works = [one for one in listed if isinstance(one, Work)]
        carried = [work for work in works if work.rule != state.ANALYTICS]
        self._document, self._carried = document, carried
        self._titles = [letters(title) for title in _tagged(findings, "title")]
        self._dois = {doi for doi in _tagged(findings, "doi") if doi} | _addressed(document)
        self._addresses = set(map(_bare, _own_addresses(document))) - {""}
        self._shown = _each_letters(_captions(document))
        self._headings = _each_letters(_texts(document, "h1"))
        self._lesser = _each_letters(_texts(document, "h2", "h3", "h4"))
        self.own = of_one_work(self._own(carried))
        self.several = [] if self.own or self._titles else self._several(carried)
        self.own += [work for work in works if work.rule == state.ANALYTICS and self._fits(work)]

    def records(self, stream: Stream) -> Iterator[Citation | Reject]:
        """Yield the works of a list, each as a record of its own, in the order of the page.

        Rejected are what stands among them and cannot be read, and the rest of a list too long.
        """
        listed: list[Work | Fault] = [*self.several, *self._faults]
        listed.sort(key=lambda one: one.line.number)
        for ordinal, one in enumerate(listed, 1):
            place = (ordinal, one.line.number, one.line.start)
            if isinstance(one, Work):
                yield records.alone(one, stream.origin(*place))
                continue
            raw = one.text.encode("utf-8", "replace")
            yield stream.reject(place, "damaged-record", "a record that cannot be read", raw)
        if self._is_cut:
            last = listed[-1].line
            message = f"the page lists more than {_MOST} works; what follows is not read"
            place = (len(listed) + 1, last.number, last.start)
            yield stream.reject(place, "too-many", message, b"")

    def _fits(self, work: Work) -> bool:
        """Tell whether a DOI is that of the page's work, or the only one that is known."""
        known = self._dois | {one.citation.doi for one in self.own} - {""}
        return not known or work.citation.doi in known

    def _own(self, carried: list[Work]) -> list[Work]:
        tagged = [work for work in carried if self._is_tagged(work)]
        if tagged or self._titles:
            return tagged
        apart = [work for work in carried if not (work.listed or self._is_beside(work))]
        for is_named in (self._is_captioned, self._is_in_heading):
            named = [work for work in apart if is_named(letters(work.citation.title))]
            if len({letters(work.citation.title) for work in named}) == 1:
                return named
        return self._alone(carried, apart)

    def _is_tagged(self, work: Work) -> bool:
        """Tell whether the page's tags or address name the work."""
        citation = work.citation
        if self._dois and all(conflict(citation.doi, known) for known in self._dois):
            return False  # another one, or another version, of the same title
        is_whole = work.rule.endswith("json-ld") and not work.listed
        if is_whole and self._addresses.intersection(map(_bare, citation.url)):
            return True  # maybe with a title in another language
        title = letters(citation.title)
        if citation.doi in self._dois or (title and title in self._titles):
            return True
        alike = any(same_title(title, known) for known in self._titles)
        return alike and not work.listed and not self._is_beside(work)

    def _is_captioned(self, title: str) -> bool:
        """Tell whether ``<title>`` or a main heading is the title, alone or with a site's name."""
        if any(len(title) > _TELLING and title in shown for shown in self._shown):
            return True
        shown = (*self._shown, *self._headings)
        return any(title == one or _begins(title, one) for one in shown)

    def _is_in_heading(self, title: str) -> bool:
        return any(title == one or _begins(title, one) for one in self._lesser)

    def _alone(self, carried: list[Work], apart: list[Work]) -> list[Work]:
        """Return what describes the only work that the page carries, if the page shows its title.

        JSON-LD is there to describe the page, and a page without headings may be nothing else.
        """
        strong = distinct(work for work in carried if work.carrier != GENERAL)
        if len(strong) != 1 or strong[0] not in apart:
            return []
        one = strong[0]
        whole = [work for work in carried if same(work.citation, one.citation)]
        if one.carrier != "json-ld" and (self._headings or self._lesser):
            return whole if self._is_seen(whole) else []
        return whole

    def _is_seen(self, works: list[Work]) -> bool:
        """Tell whether the page shows the title of works elsewhere than where they stand."""
        title = letters(works[0].citation.title)
        if len(title) < _TELLING:
            return False
        theirs = sum(all_letters(text_of(work.node)).count(title) for work in works)
        body = next(self._document.elements("body"), self._document.root)
        return all_letters(text_of(body)).count(title) > theirs

    def falls_back(self) -> bool:
        """Take citations that the page carries for its records, where it says nothing else."""
        if not self.several:
            cited = (work for work in self._carried if work.carrier == "citation")
            self.several = [] if self.own else self._several(list(cited), least=1)
        return bool(self.several)

    def _is_beside(self, work: Work) -> bool:
        """Tell whether a work stands where a page shows others, or in its list of references."""
        around = chain((work.node,), work.node.iterancestors())
        for element, _ in zip(around, range(_ANCESTORS), strict=False):
            attributes = [(str(key), str(value)) for key, value in element.items()]
            if region(str(element.tag), attributes).zone in _OTHERS:
                return True
        return False

    def _several(self, carried: list[Work], least: int = 2) -> list[Work]:
        """Return the works of a list of them: a page of results, of publications, of an issue."""
        strong = [work for work in carried if work.carrier != GENERAL and _says_enough(work)]
        listed = distinct(work for work in strong if not self._is_beside(work))
        return listed if len(listed) >= least else []


def _tagged(findings: Findings, field: str) -> list[str]:
    """Return what tags made for works state of a field."""
    claims = findings.claims.get(field, ())
    last = rank(GENERAL)
    return [str(one.value) for one in claims if one.rank < last and carrier(one.rank) != "visible"]


def _own_addresses(document: Document) -> Iterator[str]:
    """Yield the addresses that the page gives as its own."""
    yield document.address
    for link in document.elements("link"):
        if "canonical" in link.get("rel", "").casefold():
            yield link.get("href", "")
    for meta in document.elements("meta"):
        if meta.get("property") == "og:url":
            yield meta.get("content", "")


def _addressed(document: Document) -> set[str]:
    """Return the DOI in the page's own address."""
    found = {identifiers.doi(text) for text in _own_addresses(document) if "10." in text}
    return found - {""}


def _bare(address: str) -> str:
    """Return an address as it is compared, ``""`` for that of a whole site."""
    host, _, path = address.partition("://")[2].partition("/")
    path = path.partition("#")[0].rstrip("/")
    return f"{host.removeprefix('www.')}/{path}" if path else ""


def _captions(document: Document) -> Iterator[str]:
    """Yield ``<title>`` and the titles for shared links."""
    for element in document.elements("title"):
        yield element.text or ""
        break
    for meta in document.elements("meta"):
        if (meta.get("property") or meta.get("name") or "") in ("og:title", "twitter:title"):
            yield meta.get("content") or ""


def _texts(document: Document, *names: str) -> Iterator[str]:
    for heading, _ in zip(document.elements(*names), range(_HEADINGS), strict=False):
        yield text_of(heading)


def _each_letters(texts: Iterable[str]) -> list[str]:
    return list(filter(None, map(letters, texts)))


def _begins(title: str, shown: str) -> bool:
    """Tell whether one of two texts, if long enough to tell a work, begins the other."""
    short, long = sorted((title, shown), key=len)
    return len(short) >= _TELLING and long.startswith(short)


def _says_enough(work: Work) -> bool:
    """Tell whether a work of a list has more than a title."""
    one = work.citation
    return bool(one.title and (one.author or one.editor or one.issued or one.doi))
