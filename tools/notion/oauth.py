"""OAuth: a person lets this server act for them in their Notion, and goes on doing so.

Notion's tokens may expire. The first access token stays the name by which the server and its
callers know a grant; what stands for it by now is kept in the vault beside its refresh token.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from tools.errors import Expired, InvalidInput, NotionError
from tools.notion.locks import Locks
from tools.notion.operations import Method
from tools.notion.transport import NOTION_URL, Answer, CallFailed, File, Transport
from tools.vault import Vault

CODE_SECONDS = 60.0  # in which a one-time code is to be exchanged
_CODE_KNOWN_SECONDS = 600.0  # for which one that is past its time is told from none
_TIMEOUT_SECONDS = 30.0
_LOOK_SECONDS = 3.0  # at what the authorization server offers: a person waits for it
_S256 = "S256"
_KEPT_SECONDS = 365 * 86_400.0
_UNAUTHORIZED = 401
_MOST_TRIES = 2  # what is kept may have expired as well; then it is renewed


@dataclass(frozen=True)
class Grant:
    """What a person allowed, and where."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    workspace_id: str
    workspace_name: str


@dataclass(frozen=True)
class OAuthClient:
    """This server, as Notion's authorization server knows it."""

    client_id: str
    secret: str = field(repr=False)
    redirect_uri: str
    base_url: str = NOTION_URL

    async def offers_pkce(self) -> bool:
        """Whether the authorization server says that it takes a challenge with a code (RFC 8414).

        Notion's own says nothing of it, and is sent none.
        """
        url = f"{self.base_url}/.well-known/oauth-authorization-server"
        try:
            async with await _client(_LOOK_SECONDS) as http:
                told = (await http.get(url)).raise_for_status().json()
            return _S256 in told.get("code_challenge_methods_supported", ())
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError, TypeError):
            return False

    def authorize_url(self, state: str, verifier: str | None = None) -> str:
        """Where a browser asks its person for consent; the code is for who knows the `verifier`."""
        asked = {"client_id": self.client_id, "redirect_uri": self.redirect_uri}
        asked |= {"response_type": "code", "owner": "user", "state": state}
        if verifier is not None:
            digest = hashlib.sha256(verifier.encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            asked |= {"code_challenge": challenge, "code_challenge_method": _S256}
        return f"{self.base_url}/v1/oauth/authorize?{urlencode(asked)}"

    async def exchange(self, code: str, verifier: str | None = None) -> Grant:
        """The tokens for a code of the authorization server. Raises NotionError."""
        body = {"grant_type": "authorization_code", "code": code}
        body |= {} if verifier is None else {"code_verifier": verifier}
        return await self._token({**body, "redirect_uri": self.redirect_uri})

    async def refresh(self, refresh_token: str) -> Grant:
        """New tokens for old ones. Raises NotionError."""
        return await self._token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _token(self, body: Mapping[str, str]) -> Grant:
        """What went wrong is not quoted: it may quote the secret, or the code."""
        url, auth = f"{self.base_url}/v1/oauth/token", (self.client_id, self.secret)
        try:
            async with await _client(_TIMEOUT_SECONDS) as http:
                answer = await http.post(url, json=body, auth=auth)
            found = answer.raise_for_status().json()
            return Grant(
                access=str(found["access_token"]),
                refresh=found.get("refresh_token"),
                workspace_id=str(found.get("workspace_id") or ""),
                workspace_name=str(found.get("workspace_name") or ""),
            )
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise NotionError("Notion refused", status=status, reason="oauth_failed") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError):
            raise NotionError("no answer from Notion", reason="oauth_failed") from None


async def _client(seconds: float) -> httpx.AsyncClient:
    """Beside the loop: it reads the system's certificates first, for some 24 ms."""
    return await asyncio.to_thread(httpx.AsyncClient, timeout=seconds)


class Codes:
    """One-time codes, so that no token is ever in an address. In the vault: whichever of several
    servers is asked for the grant has it."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    async def put(self, grant: Grant) -> str:
        """A code for a grant. Raises StorageFailed."""
        code = secrets.token_urlsafe(32)
        kept = {"until": self._clock() + CODE_SECONDS, "grant": asdict(grant)}
        await self._vault.sweep()  # nobody may come for some
        await self._vault.put(_code_name(code), json.dumps(kept), _CODE_KNOWN_SECONDS)
        return code

    async def take(self, code: str) -> Grant:
        """The grant, once. Raises InvalidInput for what is no code or was used, Expired,
        StorageFailed."""
        kept = await self._vault.take(_code_name(code))
        if kept is None:
            raise InvalidInput("no such code", reason="bad_code")
        found = json.loads(kept)
        if found["until"] < self._clock():
            raise Expired("the code is past its time", reason="code_expired")
        return Grant(**found["grant"])


class Renewals:
    """Grants whose tokens are renewed when Notion refuses them."""

    def __init__(self, client: OAuthClient | None, vault: Vault, locks: Locks) -> None:
        """`locks` are those of all servers: a token for renewing is good once."""
        self._client = client
        self._vault = vault
        self._locks = locks

    async def keep(self, grant: Grant, name: str | None = None) -> None:
        """Keeps a grant under the token by which it is known, at first its own."""
        if grant.refresh is not None:
            tokens = json.dumps({"access": grant.access, "refresh": grant.refresh})
            await self._vault.put(_name(name or grant.access), tokens, _KEPT_SECONDS)

    async def renewed(self, token: str, refused: str) -> str | None:
        """The access token that stands for a token by now, where Notion has `refused` another;
        None where there is none.

        Raises NotionError where the authorization server does not answer.
        """
        if self._client is None:
            return None
        async with self._locks.at(f"renewal of {_name(token)}"):
            kept = await self._vault.get(_name(token))
            if kept is None:
                return None
            known = json.loads(kept)
            if known["access"] != refused:
                return str(known["access"])
            grant = await self._client.refresh(known["refresh"])
            await self.keep(grant, token)
            return grant.access


class RenewingTransport:
    """A token's way to Notion, which goes on with a renewed one where the old is refused."""

    def __init__(self, token: str, way: Callable[[str], Transport], renewals: Renewals) -> None:
        self._token = self._current = token
        self._way = way
        self._inner = way(token)
        self._renewals = renewals

    async def send(
        self, method: Method, path: str, body: Mapping[str, Any] | None, file: File | None
    ) -> Answer:
        """Raises CallFailed."""
        for _ in range(_MOST_TRIES):
            current = self._current
            try:
                return await self._inner.send(method, path, body, file)
            except CallFailed as failed:
                if failed.failure.status != _UNAUTHORIZED:
                    raise
                await self._renew(current, failed)
        return await self._inner.send(method, path, body, file)

    async def _renew(self, refused: str, failed: CallFailed) -> None:
        """Takes the token that stands for the old one by now. Raises what failed."""
        if self._current != refused:  # another request was first
            return
        try:
            fresh = await self._renewals.renewed(self._token, refused)
        except NotionError:
            fresh = None
        if fresh is None:
            raise failed
        self._current, self._inner = fresh, self._way(fresh)


def _code_name(code: str) -> str:
    return f"oauth-code:{hashlib.sha256(code.encode()).hexdigest()}"


def _name(token: str) -> str:
    return f"oauth:{hashlib.sha256(token.encode()).hexdigest()}"
