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
        OSError: what ``resolve`` raises, or there cannot be another thread.

    """
    results: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            results.put(resolve(host, port))
        except OSError as error:
            results.put(error)
        except Exception as error:  # noqa: BLE001 - getaddrinfo encodes names, and some cannot be
            results.put(OSError(f"no name of a host: {type(error).__name__}"))

    try:
        Thread(target=ask, name="mentorlit-resolving", daemon=True).start()
    except RuntimeError as error:
        raise OSError(str(error)) from None
    try:
        result = results.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(result, OSError):
        raise result
    return result
