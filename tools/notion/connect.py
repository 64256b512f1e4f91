"""Which Notion a token leads to, and one shared transport for each."""

import asyncio
import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from tools.errors import InvalidInput, NotionError
from tools.notion.downloads import Downloads
from tools.notion.gateway import NotionGateway, notion_id
from tools.notion.latency import EMBEDDED_LATENCY, NOTION_LATENCY
from tools.notion.limiter import Limiters, least_seconds
from tools.notion.locks import Locks
from tools.notion.oauth import Renewals, RenewingTransport
from tools.notion.operations import WORKSPACE, Parent, page_parent
from tools.notion.transport import (
    EMBEDDED_TOKEN,
    NOTION_URL,
    DirectTransport,
    HttpTransport,
    LastLook,
    LocalWorkspace,
    Transport,
)
from tools.recent import Recent

ASK_SECONDS = 4.0  # for what kind of token one is
MOST_KNOWN = 1000  # tokens whose kind is remembered


@dataclass(frozen=True)
class Target:
    """Where to build: a token (None: the embedded workspace) and a parent page."""

    token: str | None
    parent: Parent

    def __repr__(self) -> str:
        return f"Target(token={'***' if self.token else None}, parent={self.parent})"


class NotionConnector:
    """Opens gateways. `embedded` leads to the workspace in this process; `turns` are
    those of all who write through them, `check` may keep a request from being sent."""

    def __init__(
        self,
        embedded: LocalWorkspace,
        *,
        base_url: str | None = None,
        server_token: str | None = None,
        server_parent: str | None = None,
        renewals: Renewals | None = None,
        locks: Locks | None = None,
        check: Callable[[], None] = lambda: None,
        limiters: Limiters | None = None,
    ) -> None:
        self._embedded = embedded
        self._base_url = (base_url or NOTION_URL).rstrip("/").removesuffix("/v1")
        self._server_token = server_token
        self._server_parent = server_parent
        self._renewals = renewals
        self._acts_for_person = Recent[str, bool](MOST_KNOWN)  # by a token's digest
        self._limiters = limiters or Limiters()
        self.locks = locks or Locks()
        self._check = check
        self._remote: LastLook | None = None

    async def aclose(self) -> None:
        if self._remote is not None:
            await self._remote.aclose()

    async def target(self, token: str | None, parent_page_id: str | None) -> Target:
        """What a caller's token and parent mean, with the server's own as the fallback.

        Raises InvalidInput for a page id that is none, or none where Notion needs one, and
        NotionError where it does not say whether it does.
        """
        if not token:
            token, parent_page_id = self._server_token, parent_page_id or self._server_parent
        if not token or token == EMBEDDED_TOKEN:
            return Target(
                None, page_parent(notion_id(parent_page_id)) if parent_page_id else WORKSPACE
            )
        if not parent_page_id and await self._may_build_at_the_top(token):
            return Target(token, WORKSPACE)
        if not parent_page_id:
            raise InvalidInput(
                "a Notion token needs parent_page_id, a page that the integration may write to",
                reason="parent_required",
            )
        return Target(token, page_parent(notion_id(parent_page_id)))

    async def _may_build_at_the_top(self, token: str) -> bool:
        """Whether a token acts for a person: personal ones do, and those that OAuth gave. None is
        known to where Notion does not say so in time: naming a page works in any case.

        Raises NotionError for its refusals.
        """
        name = hashlib.sha256(token.encode()).hexdigest()
        if (known := self._acts_for_person.get(name)) is not None:
            return known
        try:
            async with asyncio.timeout(ASK_SECONDS):
                me = await self.open(token).call("GET", "users/me")
        except TimeoutError:
            return False
        except NotionError as error:
            if error.status is None:
                return False
            raise
        owner = (me.get("bot") or {}).get("owner") or {}
        return self._acts_for_person.put(name, owner.get("type") == "user")

    def open_for(self, token: str | None, zone: str | None = None) -> NotionGateway:
        """The way to where a caller's token leads, with the server's own as the fallback. The
        embedded workspace counts days in the caller's time zone, where that is known."""
        token = token or self._server_token
        return self.open(None if token == EMBEDDED_TOKEN else token, zone)

    def is_shared(self, token: str | None) -> bool:
        """Whether a caller's token leads where everybody's without one does."""
        return not token or token == EMBEDDED_TOKEN or token == self._server_token

    def embedded_for(self, token: str | None) -> LocalWorkspace | None:
        """The embedded workspace, where it is what a caller's token leads to."""
        leads_there = (token or self._server_token) in (None, EMBEDDED_TOKEN)
        return self._embedded if leads_there else None

    def least_seconds(self, token: str | None, calls: int) -> float:
        """Seconds that so many calls take at least where a token (or none) leads."""
        return 0.0 if self.embedded_for(token) else least_seconds(calls)

    def latency(self, token: str | None) -> float:
        """Seconds that a call takes where a token (or none) leads, for estimates."""
        return EMBEDDED_LATENCY if self.embedded_for(token) else NOTION_LATENCY

    def open(self, token: str | None, zone: str | None = None) -> NotionGateway:
        """The way to Notion for a token; None is the embedded workspace, which has no limit."""
        if token is None:
            return self._open_embedded(zone)
        way = functools.partial(
            HttpTransport, connection=self._connection(), base_url=self._base_url
        )
        transport: Transport = way(token)
        if self._renewals is not None:
            transport = RenewingTransport(token, way, self._renewals)
        limiter = self._limiters.of(token)
        return NotionGateway(transport, limiter=limiter, locks=self.locks)

    def downloads_for(self, token: str | None) -> Downloads:
        """The way to the files of where a caller's token leads."""
        embedded = self.embedded_for(token)
        return Downloads(embedded, None if embedded else self._connection())

    def _connection(self) -> httpx.AsyncBaseTransport:
        if self._remote is None:
            limits = httpx.Limits(max_connections=64, keepalive_expiry=30)
            self._remote = LastLook(httpx.AsyncHTTPTransport(limits=limits), self._check)
        return self._remote

    def _open_embedded(self, zone: str | None) -> NotionGateway:
        """What is under way in the embedded workspace ends with this process: where it is shared,
        others wait for that before they take this one for dead (`Servers.alive`)."""
        transport = DirectTransport(self._embedded, zone=zone)
        return NotionGateway(transport, settle=0, locks=self.locks)
