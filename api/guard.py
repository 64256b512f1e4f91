"""Who may come in, and how often: server keys, origins, rates. Pure ASGI, sockets included."""

import hashlib
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.texts import explain
from api.app import app_of
from api.errors import envelope
from api.language import language_of
from settings import Settings
from tools.errors import AuthFailed, Forbidden, RateLimited

# Open to all and not counted: probes, the page's files, the sandbox with tokens of its own, and
# what is shown by an id that is a secret.
_OPEN = ("/health", "/static/", "/sandbox/", "/workspace/", "/preview/")
_SAFE = ("GET", "HEAD", "OPTIONS")

CSP = (
    "default-src 'self'; img-src 'self' https: data:; media-src 'self' https:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'self'"
)


def known_key(connection: HTTPConnection, settings: Settings, given: str | None = None) -> str:
    """The name (a hash) of a request's server key, '' where none is asked. Raises AuthFailed."""
    if not settings.api_keys:
        return ""
    bearer = connection.headers.get("authorization", "").removeprefix("Bearer ").strip()
    candidate = (given or bearer).encode()
    for known in settings.api_keys:
        if secrets.compare_digest(known.key.encode(), candidate):
            return hashlib.sha256(known.key.encode()).hexdigest()[:16]
    raise AuthFailed("send Authorization: Bearer KEY")


def may_open(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether a page of this origin may open a socket or write.

    CORS protects neither sockets nor what a plain form can send.
    """
    origin = connection.headers.get("origin")
    if origin is None or origin in settings.cors_origins:
        return True
    return urlsplit(origin).netloc == connection.headers.get("host", "")


class Guard:
    """Gives every request an id and safe headers; checks its key and its rate."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        scope["request_id"] = request_id = secrets.token_hex(8)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                headers.setdefault("Content-Security-Policy", CSP)
            await send(message)

        try:
            await self._check(request)
        except (AuthFailed, Forbidden, RateLimited) as error:
            text = explain(error, language_of(request))
            refusal = envelope(request, error.code, text, retry_after=error.retry_after)
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    async def _check(self, request: Request) -> None:
        """Raises RateLimited, Forbidden, AuthFailed."""
        path = request.url.path
        if path == "/" or path.startswith(_OPEN):
            return
        await app_of(request).callers.count(
            request
        )  # first, so that keys cannot be guessed without end
        if request.method not in _SAFE and not may_open(request, self._settings):
            raise Forbidden("another site's page may not write: add it to CORS_ORIGINS")
        known_key(request, self._settings)
