"""What the libraries below call their failures, in the one vocabulary of this program.

Their own texts hold whole addresses and are never shown.
"""

import ssl
import zlib
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Final

from requests import RequestException
from urllib3.exceptions import HTTPError, ProtocolError, ProxyError

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

_KINDS: Final[tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...]] = (
    (TimeoutError, "timed-out"),
    (IncompleteRead, "cut-off"),
    (ProxyError, "proxy"),
    ((RemoteDisconnected, ConnectionError, ssl.SSLEOFError), "ended"),
    (HTTPException, "bad-answer"),
    (OSError, "ended"),
    (ProtocolError, "broken"),
)
"""What classes mean. Errors wrap each other: the first class that is found anywhere counts."""

_CUT_OFF: Final = ("cut-off", "the answer stops before its end", "")
_ENDED: Final = ("unreachable", "the server ended the connection without an answer", "")
_BAD: Final = ("bad-answer", "the server does not answer as HTTP requires", "")
_OUTCOMES: Final = {
    "timed-out": ("timed-out", "the server was silent for too long", ""),
    "cut-off": _CUT_OFF,
    "proxy": ("unreachable", "the proxy cannot be used", "check its address"),
    "bad-answer": _BAD,
}


def told(error: BaseException, *, answered: bool) -> NetworkError:
    """Return the failure of a try as this program tells it.

    ``answered`` says whether the head of an answer had come: what breaks later cuts it off.
    """
    # requests calls everything that happens to it an OSError.
    chain = [cause for cause in _chain(error) if not isinstance(cause, RequestException)]
    for cause in chain:
        if isinstance(cause, NetworkError):
            return cause
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
            return _tls(cause)
    kinds = (code for kind, code in _KINDS if any(isinstance(cause, kind) for cause in chain))
    late = {
        "ended": _CUT_OFF if answered else _ENDED,
        "broken": _CUT_OFF if answered else _BAD,
    }
    code, message, advice = {**_OUTCOMES, **late}[next(kinds, "bad-answer")]
    return NetworkError(code, message, advice, reached=code in {"cut-off", "bad-answer"})


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps."""
    seen: list[BaseException] = []
    left = [error]
    while left:
        cause = left.pop()
        if cause in seen:
            continue
        seen.append(cause)
        yield cause
        before = None if cause.__suppress_context__ else cause.__context__
        wrapped = (*cause.args, getattr(cause, "reason", None), cause.__cause__, before)
        left += [inner for inner in wrapped if isinstance(inner, BaseException)]


def _tls(error: ssl.SSLError) -> NetworkError:
    if isinstance(error, ssl.SSLCertVerificationError):
        other = ("the server's certificate is not valid", "")
        return NetworkError("tls", *_CERTIFICATES.get(error.verify_code, other))
    return NetworkError("tls", "no secure connection could be made with the server")
