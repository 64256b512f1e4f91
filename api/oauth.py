"""OAuth over REST: to Notion with a state bound to the browser, back with a one-time code."""

import logging
import secrets
import time
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from api.app import App, app_of
from api.requests import Body, queried
from tools.errors import Forbidden, InvalidInput, NotionError, Unavailable
from tools.notion.oauth import OAuthClient

STATE_SECONDS = 300
_COOKIE = "notionforge_oauth_"
_ONCE = "here"  # in an address that the browser was sent to already

_logger = logging.getLogger("notionforge.oauth")


class ExchangeQuery(Body):
    """`POST /api/oauth/exchange`."""

    code: str = ""


async def status(request: Request) -> Response:
    """Whether people can sign in with Notion here."""
    app = app_of(request)
    return JSONResponse(
        {
            "oauth_configured": app.oauth is not None,
            "redirect_uri": app.settings.oauth_redirect_uri,
        }
    )


async def authorize(request: Request) -> Response:
    """Sends the browser to Notion; what comes back is taken from the same browser only."""
    app = app_of(request)
    client, nonce = _client(app), secrets.token_urlsafe(24)
    home = urlsplit(client.redirect_uri)
    if request.url.netloc != home.netloc and _ONCE not in request.query_params:
        # The cookie has to be of the name by which the browser comes back.
        there = f"{home.scheme}://{home.netloc}{request.url.path}?{_ONCE}=1"
        return RedirectResponse(there, 302)
    pkce = "1" if await client.offers_pkce() else "0"
    there = client.authorize_url(_state(app, nonce, pkce), _verifier(app, nonce, pkce))
    response = RedirectResponse(there, 302)
    response.set_cookie(
        _cookie(nonce),
        nonce,
        max_age=STATE_SECONDS,
        path="/api/oauth",
        httponly=True,
        samesite="lax",
        secure=urlsplit(app.settings.oauth_redirect_uri).scheme == "https",
    )
    return response


async def callback(request: Request) -> Response:
    """Takes what Notion says of the person's decision, and hands a one-time code on."""
    app, asked = app_of(request), request.query_params
    client, (nonce, pkce) = _client(app), _checked(request)
    if refused := asked.get("error"):
        told = {"error": "access_denied" if refused == "access_denied" else "server_error"}
    elif code := asked.get("code"):
        told = await _granted(app, client, code, _verifier(app, nonce, pkce))
    else:
        raise InvalidInput("Notion sent no code", reason="bad_code")
    front = app.settings.frontend_url
    query = urlencode({"oauth_callback": "true", **told})
    response = RedirectResponse(f"{front}{'&' if urlsplit(front).query else '?'}{query}", 302)
    response.delete_cookie(_cookie(nonce), path="/api/oauth")
    return response


async def _granted(
    app: App, client: OAuthClient, code: str, verifier: str | None
) -> dict[str, str]:
    """What the page is told of a code: a one-time code of ours, or that Notion did not take it."""
    try:
        grant = await client.exchange(code, verifier)
    except NotionError as error:  # the browser is a person's, who is sent home to try again
        _logger.warning("the exchange of a code failed: %s", error)
        return {"error": "server_error"}
    await app.renewals.keep(grant)
    return {"code": await app.codes.put(grant)}


async def exchange(request: Request) -> Response:
    """The token for a one-time code, once: so no token is ever in an address."""
    grant = await app_of(request).codes.take(queried(request, ExchangeQuery).code)
    return JSONResponse(
        {
            "oauth_token": grant.access,
            "workspace_name": grant.workspace_name,
            "workspace_id": grant.workspace_id,
        },
        headers={"Cache-Control": "no-store"},
    )


def _client(app: App) -> OAuthClient:
    """Raises Unavailable, which names the settings."""
    if app.oauth is None:
        raise Unavailable("NOTION_OAUTH_CLIENT_ID and _SECRET are not set", reason="no_oauth")
    return app.oauth


def _state(app: App, nonce: str, pkce: str) -> str:
    """A nonce with the time that it is good until and whether there is a verifier, signed: nothing
    has to be remembered."""
    until = int(time.time()) + STATE_SECONDS
    return f"{nonce}.{until}.{pkce}.{app.desk.vault.sign(f'oauth {nonce} {until} {pkce}')}"


def _verifier(app: App, nonce: str, pkce: str) -> str | None:
    """What only this server can make of a nonce, where that was asked for (64 characters)."""
    if pkce == "0":
        return None
    return "".join(app.desk.vault.sign(f"pkce {half} {nonce}") for half in "ab")


def _checked(request: Request) -> tuple[str, str]:
    """The nonce of a state that this server made, for this browser, a short while ago; and whether
    there is a verifier. Raises Forbidden."""
    app, state = app_of(request), request.query_params.get("state", "")
    nonce, until, pkce, signature = [*state.split("."), "", "", "", ""][:4]
    signed = app.desk.vault.sign(f"oauth {nonce} {until} {pkce}")
    is_ours = secrets.compare_digest(signature.encode(), signed.encode())
    given = request.cookies.get(_cookie(nonce), "")
    is_theirs = secrets.compare_digest(given.encode(), nonce.encode())
    if not (is_ours and is_theirs and time.time() <= int(until)):
        raise Forbidden("the state is another browser's, or past its time", reason="bad_state")
    return nonce, pkce


def _cookie(nonce: str) -> str:
    """One for each attempt, so that two tabs do not disturb each other."""
    return f"{_COOKIE}{nonce[:8]}"


routes = [
    Route("/api/oauth/status", status),
    Route("/api/oauth/authorize", authorize),
    Route("/api/oauth/callback", callback),
    Route("/api/oauth/exchange", exchange, methods=["POST"]),
]
