"""Threads: who talks, in which language, and with whose tokens."""

import json
import secrets
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from agent.planner.seam import Preferences
from tools.blueprint.base import Complexity, Hue, Language
from tools.errors import CredentialsRequired, NotFound
from tools.records import Records
from tools.records.compiled import Compiled, as_json
from tools.records.tables import threads
from tools.vault import Vault


@dataclass(frozen=True)
class Settings:
    """What a thread was told to prefer. `parent_page_id` says where to build."""

    language: Language | None = None
    complexity: Complexity | None = None
    color_theme: Hue | None = None
    include_sample_data: bool = True
    sample_count: int | None = None
    fallback: bool = True  # whether the embedded planner goes on where the chosen one fails
    planner: str | None = None  # `provider` or `provider/model`; None: the application's own choice
    time_zone: str | None = None  # an IANA name: in which days and times are counted
    parent_page_id: str | None = None
    own_token: bool = False  # whether the caller brought a Notion token of their own
    entrance: Literal["chat", "request", "task"] = "chat"  # what the thread is for
    company: str | None = None  # whose tickets it reads; None: the demo account's
    helpdesk: str | None = None  # its domain; None: the one that the company is bound to
    spoken: Language = "ko"  # of the last message: the language of answers where none is set

    @property
    def answers_in(self) -> Language:
        return self.language or self.spoken

    @property
    def preferences(self) -> Preferences:
        return Preferences(
            language=self.language,
            complexity=self.complexity,
            color_theme=self.color_theme,
            include_sample_data=self.include_sample_data,
            sample_count=self.sample_count,
            time_zone=self.time_zone,
        )


@dataclass(frozen=True)
class Thread:
    """A conversation. Its id is a secret: who knows it may continue it."""

    id: str
    owner: str
    settings: Settings
    last_seq: int


class Threads:
    """The threads in the application's records, their tokens in the vault."""

    def __init__(self, records: Records, vault: Vault) -> None:
        self._records = records
        self._vault = vault

    async def create(self, owner: str, settings: Settings, token: str | None = None) -> Thread:
        """A new thread; `owner` is the server key that may use it ('' where none is asked)."""
        thread = Thread(secrets.token_urlsafe(24), owner, settings, 0)
        now = time.time()
        row = {
            "id": thread.id,
            "owner": owner,
            "title": "",
            "settings": as_json(asdict(settings)),
            "last_seq": 0,
            "created_at": now,
            "updated_at": now,
        }
        await self._records.write(lambda connection: _CREATE(connection, row))
        if token:
            await self.keep_token(thread.id, token)
        return thread

    async def get(self, thread_id: str) -> Thread:
        """Raises NotFound."""
        found = await self._records.read(lambda c: _THREAD(c, {"thread": thread_id}).fetchone())
        if found is None:
            raise NotFound("no such thread: start one without thread_id", reason="no_thread")
        owner, settings, last_seq = found
        return Thread(thread_id, owner, Settings(**orjson.loads(settings)), last_seq)

    async def change(self, thread_id: str, **settings: Any) -> Settings:
        """Changes some settings; returns all of them."""
        as_it_is = (await self.get(thread_id)).settings
        if replace(as_it_is, **settings) == as_it_is:
            return as_it_is
        here = threads.c.id == thread_id

        def apply(connection: Connection) -> Settings:
            kept = connection.execute(select(threads.c.settings).where(here)).scalar_one()
            changed = replace(Settings(**kept), **settings)
            connection.execute(update(threads).where(here).values(settings=asdict(changed)))
            return changed

        return await self._records.write(apply)

    async def keep_token(self, thread_id: str, token: str) -> None:
        await self._vault.put(f"thread:{thread_id}", json.dumps({"notion": token}))

    async def token(self, thread: Thread) -> str | None:
        """The Notion token of a thread, None where none was given.

        Raises CredentialsRequired where one was, and is no longer there.
        """
        kept = await self._vault.get(f"thread:{thread.id}")
        if kept is not None:
            return str(json.loads(kept)["notion"])
        if thread.settings.own_token:
            raise CredentialsRequired("the vault holds the thread's Notion token no more")
        return None

    async def keep_ai_key(self, thread_id: str, provider: str, key: str) -> None:
        """Keeps a thread's own key for a provider of models, in place of the one before."""
        kept = json.dumps({"provider": provider, "key": key})
        await self._vault.put(f"ai:{thread_id}", kept)

    async def ai_provider(self, thread_id: str) -> str | None:
        """The provider of models whose key a thread brought, as long as the vault holds it."""
        kept = await self._vault.get(f"ai:{thread_id}")
        return None if kept is None else str(json.loads(kept)["provider"])

    async def ai_key(self, thread_id: str, provider: str) -> str | None:
        """The key that a thread brought for that provider, as long as the vault holds it."""
        kept = await self._vault.get(f"ai:{thread_id}")
        found = {} if kept is None else json.loads(kept)
        return str(found["key"]) if found.get("provider") == provider else None

    async def keep_helpdesk_key(self, thread_id: str, key: str | None) -> None:
        """None forgets the one there was: it is another helpdesk's."""
        if key is None:
            await self._vault.drop(f"helpdesk:{thread_id}")
        else:
            await self._vault.put(f"helpdesk:{thread_id}", key)

    async def helpdesk_key(self, thread: Thread) -> str | None:
        """The key that a thread brought for its helpdesk, as long as the vault holds it."""
        return await self._vault.get(f"helpdesk:{thread.id}")

    def forget_secrets(self, connection: Connection, thread_ids: Collection[str]) -> None:
        """Within a transaction: forgets all that threads brought into the vault."""
        names = [f"{kind}:{name}" for kind in ("thread", "ai", "helpdesk") for name in thread_ids]
        self._vault.forget(connection, names)


_CREATE = Compiled(
    insert(threads), ("id", "owner", "title", "settings", "last_seq", "created_at", "updated_at")
)
_THREAD = Compiled(
    select(threads.c.owner, threads.c.settings, threads.c.last_seq).where(
        threads.c.id == bindparam("thread")
    )
)
