"""Notion's OAuth: a page that asks for consent, then tokens for codes.

Codes and tokens live in memory only: secrets have no place in the workspace's file. There is one
person here, so nobody signs in before they decide. Beyond Notion it offers PKCE (RFC 7636), and
says so in its metadata (RFC 8414).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sandbox.notion.errors import OAuthError
from sandbox.notion.ids import WORKSPACE_ID
from sandbox.notion.records import Json
from sandbox.notion.users import BOT_ID, PERSON, WORKSPACE_NAME

TOKEN_KIND = "oauth"  # noqa: S105
_PREFIX = "ntn_"


METADATA = "/.well-known/oauth-authorization-server"
_S256 = "S256"
_ASKED = ("client_id", "redirect_uri", "response_type", "state", "code_challenge")


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a client was granted: a code until it is used, then a pair of tokens. A code with a
    `challenge` is for who knows what that was made of."""

    client_id: str
    redirect_uri: str
    challenge: str | None = None


@dataclass
class OAuth:
    """The authorization server for `clients`, secrets by client id."""

    clients: Mapping[str, str] = field(repr=False)
    _codes: dict[str, _Grant] = field(default_factory=dict, init=False, repr=False)
    _access: dict[str, _Grant] = field(default_factory=dict, init=False, repr=False)
    _refresh: dict[str, tuple[_Grant, str]] = field(default_factory=dict, init=False, repr=False)

    def knows(self, token: str) -> bool:
        """Whether an access token is good."""
        return token in self._access

    def expire(self) -> None:
        """Has all access tokens be good no longer; who has a refresh token gets new ones."""
        self._access.clear()

    def consent_page(self, query: Mapping[str, list[str]]) -> str:
        """GET /oauth/authorize: the page that asks whether a client may act for the person."""
        asked = self._asked(query)
        kept = "".join(
            f'<input type=hidden name="{name}" value="{html.escape(asked[name])}">'
            for name in _ASKED
            if name in asked
        )
        return _PAGE.format(client=html.escape(asked["client_id"]), kept=kept)

    def decided(self, form: Mapping[str, list[str]]) -> str:
        """POST /oauth/authorize: where the browser goes next, with the `state` and a code, or the
        refusal."""
        asked = self._asked(form)
        answer = {"state": asked["state"]} if "state" in asked else {}
        if form.get("decision", [""])[-1] == "allow":
            answer["code"] = secrets.token_urlsafe(24)
            grant = _Grant(asked["client_id"], asked["redirect_uri"], asked.get("code_challenge"))
            self._codes[answer["code"]] = grant
        else:
            answer["error"] = "access_denied"
        back = asked["redirect_uri"]
        return f"{back}{'&' if '?' in back else '?'}{urlencode(answer)}"

    def _asked(self, query: Mapping[str, list[str]]) -> dict[str, str]:
        """What a client asks for. Raises OAuthError."""
        asked = {name: values[-1] for name, values in query.items()}
        if asked.get("client_id") not in self.clients:
            raise OAuthError("unauthorized_client", "Unknown client_id.")
        if asked.get("response_type") != "code" or not _is_address(asked.get("redirect_uri", "")):
            raise OAuthError("invalid_request", "response_type code and redirect_uri are needed.")
        if "code_challenge" in asked and asked.get("code_challenge_method", _S256) != _S256:
            raise OAuthError("invalid_request", "code_challenge_method S256 is needed.")
        return asked

    def answer(self, action: str, authorization: str, body: Json) -> Json:
        """POST /oauth/token, /introspect or /revoke, with HTTP Basic credentials."""
        client_id = self._client(authorization)
        if action == "token":
            return self._token(client_id, body)
        token = body.get("token")
        if not isinstance(token, str):
            raise OAuthError("invalid_request", "token is needed.")
        grant = self._access.get(token)
        mine = grant is not None and grant.client_id == client_id
        if action == "introspect":
            return {"active": mine}
        if mine:
            del self._access[token]
        return {}

    def _client(self, authorization: str) -> str:
        scheme, _, encoded = authorization.partition(" ")
        try:
            written = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            written = ""
        client_id, _, secret = written.partition(":")
        known = self.clients.get(client_id)
        matches = known is not None and secrets.compare_digest(known.encode(), secret.encode())
        if scheme.lower() != "basic" or not matches:
            raise OAuthError("invalid_client", "Client authentication failed.", 401)
        return client_id

    def _token(self, client_id: str, body: Json) -> Json:
        kind = body.get("grant_type")
        if kind == "authorization_code":
            grant = self._codes.pop(str(body.get("code")), None)
            returns = body.get("redirect_uri")
            if grant is None or returns not in (None, grant.redirect_uri):
                raise OAuthError("invalid_grant", "The code is unknown, used or for another uri.")
            if grant.challenge not in (None, _challenge(str(body.get("code_verifier")))):
                raise OAuthError("invalid_grant", "The code_verifier is another one.")
        elif kind == "refresh_token":
            grant, access = self._refresh.pop(str(body.get("refresh_token")), (None, ""))
            self._access.pop(access, None)
        else:
            raise OAuthError("unsupported_grant_type", f"Unsupported grant_type: {kind}.")
        if grant is None or grant.client_id != client_id:
            raise OAuthError("invalid_grant", "The grant is unknown or another client's.")
        return self._issued(grant)

    def _issued(self, grant: _Grant) -> dict[str, Any]:
        access, refresh = (f"{_PREFIX}{secrets.token_urlsafe(32)}" for _ in range(2))
        self._access[access] = grant
        self._refresh[refresh] = (grant, access)
        return {
            "access_token": access,
            "token_type": "bearer",
            "refresh_token": refresh,
            "bot_id": BOT_ID,
            "workspace_icon": None,
            "workspace_name": WORKSPACE_NAME,
            "workspace_id": WORKSPACE_ID,
            "owner": {"type": "user", "user": PERSON},
            "duplicated_template_id": None,
        }


def metadata(base_url: str) -> Json:
    """What the server can do; `base_url` ends with `/v1`."""
    return {
        "issuer": base_url.removesuffix("/v1"),
        "authorization_endpoint": f"{base_url}/oauth/authorize",
        "token_endpoint": f"{base_url}/oauth/token",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": [_S256],
    }


def _challenge(verifier: str) -> str:
    """What a verifier is known by before it is told."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Connect to the workspace</title>
<link rel="icon" href="data:,">
<style>body{{font:16px/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}}
button{{font:inherit;padding:.5rem 1rem;margin-inline-end:.5rem}}</style>
<h1>Connect to the workspace</h1>
<p><strong>{client}</strong> wants to read, change and make pages in this workspace.</p>
<form method="post">{kept}
<button name="decision" value="allow">Allow access</button>
<button name="decision" value="deny">Cancel</button></form></html>"""


def _is_address(text: str) -> bool:
    """Whether a text may stand in a header, where a line break would begin another one."""
    return text != "" and text.isascii() and text.isprintable()
