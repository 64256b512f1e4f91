"""What models cost, and what they can do, as it is kept: counted before more is spent."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from agent.planner.model.answer import Usage
from agent.planner.model.probe import Abilities
from agent.planner.model.provider import Endpoint
from tools.errors import AiError
from tools.records import Records
from tools.records.compiled import insert_or
from tools.records.tables import ai_calls, ai_models

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Limits:
    """How often a thread may ask a day, and how many tokens all may cost; None is no limit.

    Days are those of UTC.
    """

    calls_per_thread: int | None = 200
    tokens_per_day: int | None = None


class Ledger:
    """Calls and abilities in the application's records."""

    def __init__(self, records: Records, limits: Limits) -> None:
        self._records = records
        self._limits = limits

    async def check(self, thread_id: str) -> None:
        """Raises AiError where a limit is reached."""
        begin = time.time() // DAY_SECONDS * DAY_SECONDS
        calls, tokens = await self._records.read(lambda c: _spent(c, thread_id, begin))
        again = begin + DAY_SECONDS - time.time()
        most = self._limits.calls_per_thread
        if most is not None and calls >= most:
            raise AiError(f"{calls} calls today", reason="ai_limit_thread", retry_after=again)
        most = self._limits.tokens_per_day
        if most is not None and tokens >= most:
            raise AiError(f"{tokens} tokens today", reason="ai_limit_day", retry_after=again)

    async def count(self, thread_id: str, endpoint: Endpoint, usage: Usage) -> None:
        row = {
            "thread_id": thread_id,
            "at": time.time(),
            "provider": endpoint.provider.name,
            "model": endpoint.model,
            "read": usage.read,
            "written": usage.written,
        }
        await self._records.write(lambda c: c.execute(insert_or(ai_calls).values(row)))

    async def get(self, endpoint: Endpoint) -> Abilities | None:
        """What is known of a model since an earlier process; None for one that is not."""
        here = (ai_models.c.base_url == endpoint.base_url) & (ai_models.c.model == endpoint.model)
        found = await self._records.read(
            lambda c: c.execute(select(ai_models.c.abilities).where(here)).scalar()
        )
        return None if found is None else Abilities(**found)

    async def put(self, endpoint: Endpoint, found: Abilities) -> None:
        row = {
            "base_url": endpoint.base_url,
            "model": endpoint.model,
            "abilities": found.to_json(),
            "probed_at": time.time(),
        }
        statement = insert_or(ai_models).values(row)
        upsert = statement.on_conflict_do_update(index_elements=["base_url", "model"], set_=row)
        await self._records.write(lambda c: c.execute(upsert))


def _spent(connection: Connection, thread_id: str, begin: float) -> tuple[int, int]:
    """The calls of a thread and the tokens of all since a moment."""
    here = select(func.count()).where(ai_calls.c.at >= begin, ai_calls.c.thread_id == thread_id)
    both = func.coalesce(func.sum(ai_calls.c.read + ai_calls.c.written), 0)
    everywhere = select(both).where(ai_calls.c.at >= begin)
    return connection.execute(here).scalar_one(), connection.execute(everywhere).scalar_one()
