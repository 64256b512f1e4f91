"""A workspace counts days where its reader is, wherever the server stands."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.workspaces import blueprint, built, cell, opened
from tests.support.designs import formula
from tests.support.processes import Process
from tools.zones import today_in

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZONES = ("Pacific/Kiritimati", "Etc/GMT+12")  # 26 hours apart: never the same day


async def test_a_formula_counts_from_the_day_that_the_browser_has(
    browser: Browser, server: Process, faults: list[str]
):
    design = blueprint()
    design["databases"][0]["properties"] += [formula("오늘", 'formatDate(today(), "DD")')]
    address = await built(server, design)
    for zone in ZONES:
        page = await opened(browser, address, faults, timezone_id=zone)
        shown = cell(page, "명찰 인쇄", "formula")
        await expect(shown).to_have_text(f"{today_in(zone):%d}")
        await cell(page, "명찰 인쇄", "checkbox").click()
        await expect(cell(page, "명찰 인쇄", "checkbox").get_by_role("img")).to_be_visible()
        await expect(shown).to_have_text(f"{today_in(zone):%d}")
    assert faults == []
