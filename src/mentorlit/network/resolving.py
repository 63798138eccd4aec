"""From the name of a host to its addresses, in bounded time."""

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from socket import SOCK_STREAM, getaddrinfo
from threading import Thread

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to addresses as text, the best one first; OSError if there is none."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses that this machine knows for a host, each once.

    Raises:
        OSError: there is none, or nobody to be asked.

    """
    found = getaddrinfo(host, port, type=SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


def within(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """Return what ``resolve`` does, or give up after some seconds: getaddrinfo knows no limit.

    Raises:
        TimeoutError: it takes longer; the thread that waits for it is left behind.
        OSError: what ``resolve`` raises.

    """
    results: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            results.put(resolve(host, port))
        except OSError as error:
            results.put(error)
        except ValueError:  # UnicodeError: getaddrinfo encodes names, and some cannot be
            results.put(OSError("no name of a host"))

    Thread(target=ask, name="mentorlit-resolving", daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(result, OSError):
        raise result
    return result
