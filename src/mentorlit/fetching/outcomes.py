"""What became of questions: the records of an identifier, or why there are none."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from mentorlit.fetching import answers
from mentorlit.model import Citation
from mentorlit.network import privacy
from mentorlit.network.asking import Answer, NetworkError, Query
from mentorlit.network.pacing import host_of
from mentorlit.problems import Reject
from mentorlit.services import BY_NAME, URL, Service
from mentorlit.services.page import unreadable

NOT_FOUND: Final = "not-found"
MISMATCH: Final = "mismatch"
NO_ANSWER: Final = "no-answer"
NOT_ASKED: Final = "not-asked"

_NO_CONTENT: Final = 204


class Found(NamedTuple):
    """The records of an identifier, or of a search, and the service that had them.

    ``refused`` are the parts of a page that no record could be made of.
    """

    records: tuple[Citation, ...]
    service: str
    refused: tuple[Reject, ...] = ()


class Failed(NamedTuple):
    """Why there is no record; ``reached`` tells whether any server answered.

    ``unknown`` are the services that do not know it, if these are all that can be asked.
    """

    code: str
    message: str
    reached: bool = False
    unknown: tuple[str, ...] = ()


Outcome = Found | Failed


INTERRUPTED: Final = Failed(NOT_ASKED, "interrupted before it was asked for")
"""What was not asked since the user did not want it any more."""


def summed(scheme: str, names: Sequence[str], failures: Sequence[Failed]) -> Failed:
    """Return of the failures the one that says most: that leaves open whether the work is known."""
    if not failures:
        return Failed(NOT_ASKED, f"no service is named that is asked for {scheme}")
    most = next((one for one in failures if one.code != NOT_FOUND), failures[0])
    reached = any(one.reached for one in failures)
    if most.code != NOT_FOUND:
        return most._replace(reached=reached)
    titles = [BY_NAME[name].title for name in names]
    message = (
        f"not known to {', '.join(titles[:-1])} and {titles[-1]}" if titles[1:] else most.message
    )
    return Failed(NOT_FOUND, message, reached, tuple(names))


def check(service: Service, answer: Answer, *, alone: bool) -> bool:
    """Make sure that a success is one; tell whether it says that nothing is known.

    Of one work alone a server says so with a status. To a list or a search there is always an
    answer, if there is anybody to give it.

    Raises:
        NetworkError: it is a service's own error, or nothing that a reader is for.

    """
    if not answer.known and not alone:
        message = f"there is nothing at its address ({answer.status})"
        advice = "check the base address in the configuration"
        raise NetworkError(f"http-{answer.status}", message, advice, reached=True)
    if not answer.known or answer.status == _NO_CONTENT:
        return True
    if told := service.fault(answer.body):
        raise NetworkError(NO_ANSWER, told, reached=True)
    if told := unreadable(answer.content_type, answer.body):
        raise NetworkError("content-type", told, reached=True)
    return service.nothing(answer.body)


def missing(service: Service, scheme: str, batch: Sequence[str], held: answers.Held) -> Failed:
    """Return why an answer has nothing for an identifier."""
    if held.is_alone and held.others:
        stated = answers.other(held.others, scheme)
        other = f"another work ({scheme} {stated})" if stated else f"a record without a {scheme}"
        return Failed(MISMATCH, f"{service.title} answered with {other}", reached=True)
    if held.refused:
        message = f"{_who(service, batch)}: {held.refused[0].message}"
        code = held.refused[0].code if scheme == URL else NO_ANSWER
        return Failed(code, message, reached=True)
    return unknown(service)


def unknown(service: Service) -> Failed:
    """Return that a service does not know a work."""
    told = "there is no such page" if _is_page(service) else f"{service.title} does not know it"
    return Failed(NOT_FOUND, told, reached=True)


def failure(service: Service, batch: Sequence[str], error: NetworkError) -> Failed:
    """Return that there was no usable answer to a question for these identifiers."""
    return Failed(error.code, f"{_who(service, batch)}: {error}", error.reached)


def hushed(error: NetworkError, query: Query) -> NetworkError:
    """Return a failure without anything private that a server repeats in its answer."""
    told = privacy.hidden(error.message, privacy.of(query))
    return NetworkError(error.code, told, error.advice, reached=error.reached)


def source_of(service: Service, batch: Sequence[str]) -> str:
    """Return the label of the records' source: the service, or the host of a page."""
    return host_of(batch[0]) if _is_page(service) else service.name


def _who(service: Service, batch: Sequence[str]) -> str:
    return (source_of(service, batch) or "the address") if _is_page(service) else service.title


def _is_page(service: Service) -> bool:
    return service.batch(URL) > 0
