"""The one list of services that know works by their identifiers.

Each row names a module. It is pure: it says what is to be asked and how an answer is to be read,
and asks nothing itself. It has::

    FORMAT: str            # the reader of the answers, by name; "" finds it by the content

    def lookup(access: Access, scheme: str, ids: Sequence[str]) -> Query: ...
    def address(access: Access, scheme: str, identifier: str) -> str: ...

``lookup`` asks for all the ``ids`` (of one scheme, in their normal forms, at most as many as the
table says) at once. ``address`` is the address of one record, stable and without anything private:
the ``origin.file`` of the record, however it was asked for. Where the table says ``searches``::

    def search(access: Access, record: Citation) -> Query | None: ...

asks for works with the title, authors and year of ``record``; None if it states too little. And
where a service puts its errors into answers that look like successes::

    def fault(body: bytes) -> str: ...

returns what such an answer says went wrong with the whole question, or ``""``. Where an answer
without records shows no format by which its reader could be found (``FORMAT`` is empty)::

    def nothing(body: bytes) -> bool: ...

tells that it is one. Where some identifiers cannot stand beside others in a question::

    def alone(scheme: str, identifier: str) -> bool: ...

tells which.

Base addresses, batch sizes, paces and keys are data: ``tables/services.toml``.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple, Protocol, cast

from mentorlit import tables
from mentorlit.model import Citation
from mentorlit.network.asking import Query

DOI: Final = "DOI"
PMID: Final = "PMID"
PMCID: Final = "PMCID"
ARXIV: Final = "arXiv"
ISBN: Final = "ISBN"
OPENALEX: Final = "OpenAlex"
URL: Final = "URL"
SCHEMES: Final = (DOI, PMID, PMCID, ARXIV, ISBN, OPENALEX, URL)
"""The kinds of identifiers that can be asked for, as the model names them."""


class Identifier(NamedTuple):
    """An identifier of a work: its scheme, one of ``SCHEMES``, and its normal form."""

    scheme: str
    value: str

    def __str__(self) -> str:
        """Return it as a person reads it; an address says itself what it is."""
        return self.value if self.scheme in {URL, PMCID} else f"{self.scheme} {self.value}"


class Access(NamedTuple):
    """How one service is asked by this user.

    ``base`` is its base address, without a slash at its end; ``mailto`` the user's e-mail address
    and ``key`` the user's key, either may be empty. ``settings`` are further values of the
    service's table, as the configuration has them (of SRU: ``index``, ``schema``, ``version``).
    """

    base: str
    mailto: str = ""
    key: str = ""
    settings: Mapping[str, Any] = {}


class Module(Protocol):
    """What every service's module has."""

    FORMAT: str

    def lookup(self, access: Access, scheme: str, ids: Sequence[str]) -> Query:
        """Return the question for these identifiers of one scheme."""

    def address(self, access: Access, scheme: str, identifier: str) -> str:
        """Return the address of one record."""


class Service(NamedTuple):
    """One service; ``name`` is that of its table in services.toml."""

    name: str
    title: str
    module: str

    def load(self) -> Module:
        """Import the service's module."""
        return cast("Module", import_module(self.module))

    @property
    def row(self) -> Mapping[str, Any]:
        """The service's table: base address, batch sizes, pace."""
        row: Mapping[str, Any] = table()["services"][self.name]
        return row

    def batch(self, scheme: str) -> int:
        """Return how many identifiers of a scheme one question may have; 0: it knows none."""
        return int(self.row["batch"].get(scheme, 0))

    def fault(self, body: bytes) -> str:
        """Return what an answer says went wrong with the whole question, or ``""``."""
        told = getattr(self.load(), "fault", None)
        return cast("str", told(body)) if told else ""

    def nothing(self, body: bytes) -> bool:
        """Tell whether an answer without fault says that nothing was found."""
        told = getattr(self.load(), "nothing", None)
        return bool(told and told(body))

    def alone(self, scheme: str, identifier: str) -> bool:
        """Tell whether an identifier has to be asked for by itself."""
        told = getattr(self.load(), "alone", None)
        return bool(told and told(scheme, identifier))

    def search(self, access: Access, record: Citation) -> Query | None:
        """Return the question for works like ``record``; None if it cannot be asked."""
        search = getattr(self.load(), "search", None)
        return cast("Query | None", search(access, record)) if search else None


SERVICES: Final = (
    Service("crossref", "Crossref", "mentorlit.services.crossref"),
    Service("datacite", "DataCite", "mentorlit.services.datacite"),
    Service("doi", "doi.org, by content negotiation", "mentorlit.services.doi"),
    Service("pubmed", "PubMed (E-utilities)", "mentorlit.services.pubmed"),
    Service("pmc", "PubMed Central (E-utilities)", "mentorlit.services.pmc"),
    Service("europe-pmc", "Europe PMC", "mentorlit.services.europe_pmc"),
    Service("openalex", "OpenAlex", "mentorlit.services.openalex"),
    Service("arxiv", "arXiv", "mentorlit.services.arxiv"),
    Service("open-library", "Open Library", "mentorlit.services.open_library"),
    Service("sru", "a library's catalogue (SRU)", "mentorlit.services.sru"),
    Service("page", "any page of a work", "mentorlit.services.page"),
)

BY_NAME: Final[Mapping[str, Service]] = {service.name: service for service in SERVICES}


@cache
def table() -> Mapping[str, Any]:
    """Return the table of services."""
    return tables.load("services")
