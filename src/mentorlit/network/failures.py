"""What the libraries below call their failures, in the one vocabulary of this program.

Their own texts hold whole addresses and are never shown.
"""

import ssl
import zlib
from collections.abc import Iterator
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from typing import Final

from requests import RequestException
from urllib3.exceptions import HTTPError, InvalidHeader, ProtocolError, ProxyError

from mentorlit.network.asking import NetworkError

FAILURES: Final = (RequestException, HTTPError, HTTPException, OSError, ValueError, zlib.error)
"""All that requests, urllib3, http.client, ssl and sockets raise."""

_TRUST: Final = "a file of certificates to trust can be named in the configuration"
# OpenSSL, x509_vfy.h: what the verification of a certificate says.
_CERTIFICATES: Final = {
    9: ("the server's certificate is not valid yet", "check the clock of this machine"),
    10: ("the server's certificate has expired", "check the clock of this machine"),
    18: ("the server's certificate is signed by nobody but itself", _TRUST),
    19: ("the server's certificate comes from an authority that is not trusted", _TRUST),
    20: ("the server's certificate comes from an authority that is not trusted", _TRUST),
    21: ("the server's certificate comes from an authority that is not trusted", _TRUST),
    62: ("the server's certificate is for another host", "check the address"),
    64: ("the server's certificate is for another host", "check the address"),
}

_KINDS: Final[tuple[tuple[tuple[type[BaseException], ...], str], ...]] = (
    ((TimeoutError,), "timed-out"),
    ((RemoteDisconnected, ConnectionError, ssl.SSLEOFError), "ended"),
    ((IncompleteRead,), "cut-off"),
    ((BadStatusLine, InvalidHeader), ""),
    ((ProxyError,), "unreachable-proxy"),
    ((ProtocolError,), "broken"),
    ((HTTPException, HTTPError, RequestException), ""),
    ((OSError,), "ended"),
)
"""What classes mean, the special ones before those that they belong to."""
_TEXTS: Final = {
    "timed-out": ("the server was silent for too long", ""),
    "cut-off": ("the answer stops before its end", ""),
    "unreachable": ("the server ended the connection without an answer", ""),
    "unreachable-proxy": ("the proxy cannot be used", "check its address"),
}


def told(error: BaseException, *, answered: bool) -> NetworkError:
    """Return the failure of a try as this program tells it.

    ``answered`` says whether the head of an answer had come: what breaks later cuts it off.
    """
    chain = tuple(_chain(error))
    for cause in chain:
        if isinstance(cause, NetworkError):
            return cause
    for cause in chain:
        known = _tls(cause) or _broken(cause, answered=answered)
        if known:
            return known
    return NetworkError("bad-answer", "the server does not answer as HTTP requires", reached=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps, the innermost first."""
    seen: list[BaseException] = []
    left = [error]
    while left:
        cause = left.pop()
        if cause in seen:
            continue
        seen.append(cause)
        wrapped = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        left += [inner for inner in wrapped if isinstance(inner, BaseException)]
    return reversed(seen)


def _tls(error: BaseException) -> NetworkError | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        other = ("the server's certificate is not valid", "")
        return NetworkError("tls", *_CERTIFICATES.get(error.verify_code, other))
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return NetworkError("tls", "no secure connection could be made with the server")
    return None


def _broken(error: BaseException, *, answered: bool) -> NetworkError | None:
    """Return what the first class that an error has means; None if another may tell more."""
    code = next((code for kinds, code in _KINDS if isinstance(error, kinds)), "")
    if code == "ended":
        code = "cut-off" if answered else "unreachable"
    elif code == "broken":
        code = "cut-off" if answered else ""
    if not code:
        return None
    message, advice = _TEXTS[code]
    return NetworkError(code.removesuffix("-proxy"), message, advice, reached=code == "cut-off")
