"""A session of requests that takes nothing from its surroundings and decides nothing itself."""

from collections.abc import Mapping
from functools import cached_property, partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any, cast

from certifi import where
from requests import PreparedRequest, Request, Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.response import HTTPResponse

from mentorlit.network.gate import Gate
from mentorlit.network.sockets import CheckedPool, CheckedTlsPool, TlsContext


class _CheckedAdapter(HTTPAdapter):
    """requests' way to urllib3, through checked connections alone; nothing is repeated."""

    def __init__(self, gate: Gate) -> None:
        self._certificates = gate.policy.certificates
        self._pools = {
            "http": partial(CheckedPool, gate=gate),
            "https": partial(CheckedTlsPool, gate=gate),
        }
        super().__init__(max_retries=0)

    @cached_property
    def _context(self) -> TlsContext:
        """What servers are verified by; made for the first that is asked by https."""
        return TlsContext.trusting(self._certificates or where())

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, **options)
        self._check(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Make the pools of connections through a proxy."""
        if proxy.lower().startswith("https:"):
            options["proxy_ssl_context"] = self._context
        manager = super().proxy_manager_for(proxy, **options)
        self._check(manager)
        return manager

    def _check(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = cast("Any", self._pools)

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Give every connection the one context, whatever a request says."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        if host["scheme"] == "http":
            return host, {}
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """Return what the request line names: of a normal address nothing is changed.

        requests would take away slashes and a mark without a query.
        """
        url = str(request.url)
        if url.startswith("http:") and proxies:
            return url
        return url[url.index("/", url.index("://") + 3) :]

    def cert_verify(self, *args: Any, **options: Any) -> None:
        """Leave the connection as it was made: it always verifies."""


class CheckedSession(Session):
    """The session of one exchange: no cookies, no environment, no redirects, checked sockets."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        policy = gate.policy
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.clear()
        self.headers.update({"Accept-Encoding": "gzip"})
        if policy.proxy:
            self.proxies = {"http": policy.proxy, "https": policy.proxy}
        adapter = _CheckedAdapter(gate)
        self.adapters.clear()
        self.mount("http://", adapter)
        self.mount("https://", adapter)
        self._read = policy.read

    def get_redirect_target(self, resp: Response) -> None:
        """Find none: requests would read the whole body to prepare a redirect."""

    def ask(self, url: str, headers: Mapping[str, str]) -> HTTPResponse:
        """Send one GET and return the answer with its body unread."""
        request = self.prepare_request(Request("GET", url, headers=dict(headers)))
        request.url = url  # in its normal form, which is not to be changed again
        response = self.send(request, stream=True, allow_redirects=False, timeout=self._read)
        return cast("HTTPResponse", response.raw)
