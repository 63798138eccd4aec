"""What a service answered, as records, each for the identifier that it was asked for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from mentorlit import decoding, identifiers, readers
from mentorlit.limits import DEFAULT
from mentorlit.model import Citation
from mentorlit.network.asking import Answer, NetworkError
from mentorlit.opening import ZIP, packing
from mentorlit.problems import Reject, UsageError
from mentorlit.services import ARXIV, DOI, ISBN, OPENALEX, PMCID, PMID, URL
from mentorlit.stream import NOTHING_BESIDE, Beside, Stream

# WHATWG, Encoding, 4.2: what these labels mean, as pages are written.
_ON_THE_WEB: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


_NO_RECORD: Final = frozenset({"no-record", "empty-record"})
"""How readers reject an answer that says that there is nothing."""

TOO_MANY: Final = "too-many-records"

_PARTS: Final = 100
"""Parts of an answer for each identifier that was asked for: an ISBN has some dozen records."""

_ON_A_PAGE: Final = 10_000
"""Records at one address: a bibliography, not a dump."""

_REFUSED: Final = 1_000
_OTHERS: Final = 1
"""Parts of an answer that are no record, and records of other works, that are kept for telling."""


def records(
    answer: Answer, format_name: str, source: str, beside: Beside = NOTHING_BESIDE
) -> Iterator[Citation | Reject]:
    """Yield what an answer holds, read as ``format_name``, or by its content if that is empty.

    Raises:
        NetworkError: no reader is for it.

    """
    body = answer.body
    if packing(body) or body.startswith(ZIP):
        raise NetworkError("content-type", "a packed file is not read", reached=True)
    decoded = decoding.decode(body[: DEFAULT.head], iter((body,)), _encoding(answer))
    row = readers.BY_NAME[format_name] if format_name else readers.recognise(decoded.head, "")
    if row is None:
        told = answer.content_type or "no content type"
        raise NetworkError(
            "content-type", f"the answer ({told}) is in no known format", reached=True
        )
    stream = Stream(
        decoded.blocks,
        name=answer.url,
        source=source,
        format=row.name,
        encoding=decoded.encoding,
        start=decoded.start,
        beside=beside,
    )
    yield from row.load()(stream)


def _encoding(answer: Answer) -> str:
    """Return the encoding that the server declares, if the body can be in it and is no UTF-8.

    Servers declare one encoding for all that they have, more often wrongly than the bytes of
    UTF-8 come together by chance.
    """
    try:
        answer.body.decode()
    except UnicodeDecodeError:
        pass
    else:
        return ""
    try:
        name = decoding.check(answer.charset) if answer.charset else ""
        name = _ON_THE_WEB.get(name, name)
        answer.body.decode(name or "utf-8")
    except (LookupError, ValueError, UsageError):
        return ""
    if name.startswith(("utf-16", "utf-32")) and b"\0" not in answer.body:
        return ""  # nearly any bytes are characters of these, but markup would have zeros
    return "" if name == "utf-8" else name


class Held:
    """What an answer holds for the identifiers of a question.

    ``homes`` has the records that state each of them, in the order of the answer; ``others`` the
    first that state none, ``refused`` the first parts that no record could be made of. ``is_alone``
    tells that one identifier was asked for by itself, ``moved_to`` where this led, if elsewhere.
    """

    def __init__(self, scheme: str, ids: Sequence[str]) -> None:
        self.homes: dict[str, list[Citation]] = {}
        self.others: list[Citation] = []
        self.refused: list[Reject] = []
        self.is_alone = False
        self.moved_to = ""
        self._scheme = scheme
        self._ids = ids
        self._wanted: dict[str, list[str]] = {}
        for one in ids:
            self._wanted.setdefault(comparable(scheme, one), []).append(one)

    def take(self, record: Citation | Reject) -> None:
        """Put a record, or a part that is none, where it belongs."""
        if isinstance(record, Reject):
            if record.code not in _NO_RECORD and len(self.refused) < _REFUSED:
                self.refused.append(record)
            return
        fitting = self._fitting(record)
        for one in fitting:
            self.homes.setdefault(one, []).append(record)
        if not fitting and len(self.others) < _OTHERS:
            self.others.append(record)

    def _fitting(self, record: Citation) -> list[str]:
        """Return the identifiers that a record is for; what stands at an address is for it."""
        if self._scheme == URL:
            return [*self._ids]
        fitting = [
            one
            for value in stated(record, self._scheme)
            for one in self._wanted.get(value, ())
            if _is_version(self._scheme, one, record)
        ]
        return [*dict.fromkeys(fitting)]


def held(read: Iterable[Citation | Reject], scheme: str, ids: Sequence[str]) -> Held:
    """Return what an answer holds for the identifiers of a question.

    Raises:
        NetworkError: it has far more parts than were asked for.

    """
    found = Held(scheme, ids)
    most = _ON_A_PAGE if scheme == URL else _PARTS * len(ids)
    for number, record in enumerate(read):
        if number >= most:
            message = f"the answer has more than {most} records"
            raise NetworkError(TOO_MANY, message, reached=True)
        found.take(record)
    return found


def is_where_it_led(held: Held) -> bool:
    """Tell whether the one other work of an answer is the one whose address the question led to."""
    if held.homes or not held.others or not held.moved_to:
        return False
    ids = stated(held.others[0], OPENALEX)
    return held.moved_to.rstrip("/").rpartition("/")[2].partition("?")[0] in ids


def _is_version(scheme: str, asked: str, record: Citation) -> bool:
    """Tell whether a record may be the version that was asked for; any is, if none was."""
    if scheme != ARXIV:
        return True
    version = re.search(r"[0-9]v([0-9]+)\Z", asked)
    return not version or record.version in {"", version[1], f"v{version[1]}"}


def other(found: Iterable[Citation], scheme: str) -> str:
    """Return the first identifier of a scheme that the records state, for saying what they are."""
    return next((one for record in found for one in stated(record, scheme)), "")


def comparable(scheme: str, value: str) -> str:
    """Return an identifier as it is compared: an arXiv id without its version, an ISBN-13."""
    if scheme == ARXIV:
        return re.sub(r"(?<=[0-9])v[0-9]+\Z", "", value.lower())
    if scheme == ISBN:
        return identifiers.isbn13(value)
    return value.lower() if scheme == DOI else value


def stated(record: Citation, scheme: str) -> tuple[str, ...]:
    """Return the identifiers of a scheme that a record is found by, as they are compared."""
    own = record.origin.id if record.origin else ""
    found: tuple[str, ...]
    match scheme:
        case "DOI":
            found = (record.doi, *record.identifiers.get(DOI, ()))
        case "PMID":
            found = (record.pmid, *record.identifiers.get(PMID, ()))
        case "PMCID":
            found = (record.pmcid, *record.identifiers.get(PMCID, ()))
        case "arXiv":
            found = (*record.identifiers.get(ARXIV, ()), identifiers.arxiv(own) if own else "")
        case "ISBN":
            found = (*(one.value for one in record.isbn), *identifiers.isbns(own))
        case "OpenAlex":
            found = (own.rpartition("/")[2], *record.identifiers.get(OPENALEX, ()))
        case _:
            found = ()
    return tuple(dict.fromkeys(comparable(scheme, one) for one in found if one))


def placed(
    records: Iterable[Citation], source: str, address: str, scheme: str
) -> tuple[Citation, ...]:
    """Return records with the place they came from, whatever else was asked for along with them.

    The places within a page stay; those within an answer to many questions mean nothing.
    """
    found: list[Citation] = []
    for ordinal, record in enumerate(records, 1):
        origin = record.origin
        if origin is not None:
            origin = msgspec.structs.replace(origin, source=source, file=address)
            if scheme != URL:
                origin = msgspec.structs.replace(origin, ordinal=ordinal, line=1, offset=0)
        found.append(msgspec.structs.replace(record, origin=origin))
    return tuple(found)
