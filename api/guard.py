"""Who may come in: hosts and origins, server keys, rates. Pure ASGI, sockets and mounts included.

`Gate` stands before everything, CORS included; `Guard` right before the routes, so that its
refusals can be read by the pages that CORS lets in.
"""

import ipaddress
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.addresses import is_page
from api.app import app_of
from api.callers import known_key
from api.errors import on_error, on_unexpected
from settings import Settings
from tools.errors import AuthFailed, Forbidden, Misdirected, RateLimited

# Open to all and not counted: probes, the page's files, the sandbox with tokens of its own, and
# what is shown by an id that is a secret.
_OPEN = ("/health", "/static/", "/sandbox/", "/workspace/", "/preview/")

# Counted, but a browser that comes from elsewhere brings no key.
_KEYLESS = ("/api/oauth/authorize", "/api/oauth/callback")

_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' https: data:; media-src 'self' https:; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'self'"
    ),
}
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Hosts:
    """The names by which this server may be called, and the origins whose pages may use it.

    A web site can have its own name resolve to this machine (DNS rebinding): its pages then reach
    the server with a `Host` and an `Origin` that agree with each other, and with nothing here. So
    neither is ever compared with the other.
    """

    def __init__(self, settings: Settings) -> None:
        self._bases = {_address(url) for url in (settings.public_url, settings.frontend_url)}
        self._further = {_address(f"//{name}")[0] for name in settings.allowed_hosts}
        self._names = {name for name, _ in self._bases} | self._further | {settings.host}
        self._names -= {"", "0.0.0.0", "::"}  # noqa: S104 - names of no server
        self._cors = settings.cors_origins

    def serve(self, host: str) -> bool:
        """Whether a `Host` header names this server; whatever the port."""
        name = _address(f"//{host}")[0]
        return name in self._names or _is_loopback(name)

    def trust(self, origin: str, port: int) -> bool:
        """Whether pages of an origin may use this server, which listens on `port`."""
        if origin in self._cors:
            return True
        name, at = _address(origin)
        if (name, at) in self._bases:
            return True
        if name in self._further:
            return at in (port, *_DEFAULT_PORTS.values())
        return at == port and (name in self._names or _is_loopback(name))


def _address(url: str) -> tuple[str, int | None]:
    """The name and port that an address is about; no name where it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "", None


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Gate:
    """Gives every request an id and safe headers; lets in whoever means this server, from a page
    that may use it. What fails unforeseen further in is answered here."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = Hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope["request_id"] = secrets.token_hex(8)
        answer = _Answer(scope, send)
        try:
            self._check(HTTPConnection(scope))
            await self._app(scope, receive, answer.send)
        except (Misdirected, Forbidden) as error:
            refusal = await on_error(HTTPConnection(scope), error)
            await refusal(scope, receive, answer.send)
        except ClientDisconnect:  # amid its request: nobody is left to be answered
            return
        except Exception as error:
            if answer.has_begun or scope["type"] != "http":
                raise
            failure = await on_unexpected(Request(scope), error)
            await failure(scope, receive, answer.send)

    def _check(self, connection: HTTPConnection) -> None:
        """Raises Misdirected for a foreign host, Forbidden for a foreign page.

        CORS protects neither sockets nor what a plain form can send.
        """
        hosts = connection.headers.getlist("host")
        if not hosts or not all(self._hosts.serve(host) for host in hosts):
            raise Misdirected("this server has another name: see PUBLIC_URL, ALLOWED_HOSTS")
        _, port = connection.scope.get("server") or ("", None)
        for origin in connection.headers.getlist("origin"):
            if not self._hosts.trust(origin, port or 0):
                raise Forbidden("another site's page: see CORS_ORIGINS", reason="foreign_origin")


class _Answer:
    """Puts the headers of every answer on one."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._request_id = scope["request_id"]
        self._send = send
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._request_id
            for name, value in _SAFE_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


class Guard:
    """Checks the rate and the key of every request; sockets do so for themselves."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            try:
                await self._check(request)
            except (AuthFailed, RateLimited) as error:
                refusal = await on_error(request, error)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _check(self, request: Request) -> None:
        """Raises RateLimited, AuthFailed."""
        path = request.url.path
        if is_page(path) or path.startswith(_OPEN):
            return
        callers = app_of(request).callers
        await callers.count(request)  # first, so that keys cannot be guessed without end
        if path not in _KEYLESS:
            known_key(request, self._settings)


def middleware(settings: Settings) -> list[Middleware]:
    """What every request passes before the routes, the outermost first."""
    gate, guard = Middleware(Gate, settings=settings), Middleware(Guard, settings=settings)
    # First: what follows counts and answers the person, not the proxy that passed a request on.
    proxies = Middleware(ProxyHeadersMiddleware, trusted_hosts=[*settings.trusted_proxies])
    if not settings.cors_origins:
        return [proxies, gate, guard]
    origins = list(settings.cors_origins)
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["X-Run-ID", "X-Request-ID", "Retry-After"],  # else scripts do not see them
    )
    return [proxies, gate, cors, guard]
