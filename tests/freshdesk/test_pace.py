"""The limit of an account is filled and never passed, whatever its minute is like."""

import asyncio
import math
from pathlib import Path

import httpx
import pytest

from sandbox.freshdesk import Limits
from tests.freshdesk.collecting import URL, collecting
from tests.freshdesk.helpdesks import account_of, app_of
from tests.support.virtual import now, virtually
from tools.freshdesk import pace as pace_module
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.lanes import Through
from tools.freshdesk.pace import Pace, Paces


@pytest.mark.parametrize(
    ("calls", "sliding", "tickets"),
    [(60, False, 250), (60, True, 250), (200, True, 250), (400, False, 450), (700, True, 750)],
)
def test_a_run_takes_no_longer_than_the_limit_demands(
    tmp_path: Path, calls: int, sliding: bool, tickets: int
):
    limits = Limits(calls, sliding=sliding, clock=now)
    app = app_of(account_of(tickets), limits=limits)

    async def main() -> float:
        async with collecting(app, tmp_path, Pace(1.0, clock=now)) as company:
            await company.run("one", process_attachments=False)
            return now()

    took = virtually(main)
    floor = (math.ceil(app.usage.credits / calls) - 1) * 60
    assert app.usage.refused == 0
    assert took <= 1.05 * floor


def test_a_share_is_left_to_others_and_what_they_use_is_respected():
    app = app_of(account_of(1), limits=Limits(100, clock=now))

    async def main() -> tuple[int, int]:
        async with httpx.ASGITransport(app=app) as connection:
            ours = Freshdesk(URL, "demo", Through(connection), Pace(0.8, clock=now))
            others = Freshdesk(URL, "demo", Through(connection), Pace(1.0, clock=now))
            await asyncio.gather(*(others.view("/agents/me") for _ in range(50)))
            asked = [asyncio.create_task(ours.view("/agents/me")) for _ in range(90)]
            await asyncio.sleep(30)
            in_the_first_minute = app.usage.calls
            await asyncio.gather(*asked)
            return in_the_first_minute, app.usage.refused

    assert virtually(main) == (100, 0)


def test_a_refusal_holds_everybody_back_for_as_long_as_it_says():
    app = app_of(account_of(1))
    app.faults.inject("me", 429, retry_after=30)

    async def main() -> list[float]:
        async with httpx.ASGITransport(app=app) as connection:
            freshdesk = Freshdesk(URL, "demo", Through(connection), Pace(clock=now))

            async def asked() -> float:
                await freshdesk.view("/agents/me")
                return now()

            return await asyncio.gather(asked(), asked())

    assert virtually(main) == [30, 30]


def test_paces_are_kept_for_accounts_that_were_asked_lately_and_for_no_other(monkeypatch):
    monkeypatch.setattr(pace_module, "MOST_KNOWN", 2)
    paces = Paces(1.0)
    first = paces.of("a.freshdesk.com")
    for name in "bc":
        paces.of(f"{name}.freshdesk.com")
        assert paces.of("a.freshdesk.com") is first
    assert len(paces.all()) == 2
