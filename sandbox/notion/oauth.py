"""Notion's OAuth: consent without a question, then tokens for codes.

Codes and tokens live in memory only: secrets have no place in the workspace's file.
"""

from __future__ import annotations

import base64
import binascii
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


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a client was granted: a code until it is used, then a pair of tokens."""

    client_id: str
    redirect_uri: str


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

    def authorize(self, query: Mapping[str, list[str]]) -> str:
        """GET /oauth/authorize: where the browser goes next, with a code and the `state`."""
        asked = {name: values[-1] for name, values in query.items()}
        if asked.get("client_id") not in self.clients:
            raise OAuthError("unauthorized_client", "Unknown client_id.")
        back = asked.get("redirect_uri", "")
        if asked.get("response_type") != "code" or not _is_address(back):
            raise OAuthError("invalid_request", "response_type code and redirect_uri are needed.")
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Grant(asked["client_id"], back)
        answer = {"code": code, **({"state": asked["state"]} if "state" in asked else {})}
        return f"{back}{'&' if '?' in back else '?'}{urlencode(answer)}"

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


def _is_address(text: str) -> bool:
    """Whether a text may stand in a header, where a line break would begin another one."""
    return text != "" and text.isascii() and text.isprintable()
