"""Helpdesks for tests: accounts of a few tickets, reached within the process or over TCP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.freshdesk import Account, App, Faults, Limits
from sandbox.freshdesk.account import stamp
from tests.support.rest import rest
from tests.support.serving import bound, listening

NOW = 1_790_000_000.0  # 2026-09-21
DAY = 86_400.0


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    seconds: float = NOW

    def __call__(self) -> float:
        return self.seconds


def account_of(
    count: int, clock: Callable[[], float] | None = None, every: float = 60.0
) -> Account:
    """An account of so many tickets with a message each, written `every` seconds up to now."""
    account = Account(clock=clock or Clock())
    for number in range(count):
        at = stamp(account.clock() - (count - number) * every)
        ticket = account.add_ticket(
            number + 1,
            subject=f"Ticket {number + 1}",
            description=f"<p>Question number {number + 1}</p>",
            description_text=f"Question number {number + 1}",
            created_at=at,
        )
        account.add_conversation(ticket, body_text=f"Answer {number + 1}", created_at=at)
    return account


def app_of(account: Account, **options: Any) -> App:
    return App(account, **{"faults": Faults(), "limits": Limits(), **options})


def client_of(app: App, key: str = "demo") -> httpx.AsyncClient:
    """Any client of Freshdesk, within the process."""
    transport = httpx.ASGITransport(app=app)
    return rest("http://shop.freshdesk.com/api/v2", auth=(key, "X"), transport=transport)


@asynccontextmanager
async def helpdesk_server(app: App) -> AsyncIterator[str]:
    """The address of a helpdesk over TCP."""
    with bound() as sock:
        async with listening(app, sock, lifespan="off"):
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
