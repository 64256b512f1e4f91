"""The helpdesk's room: fetched, watched, paused, searched, connected."""

import json
import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.matrix import in_whole
from tests.browser.steps import by, forgive, open_room

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "ko-KR"}


async def hold(route: Route) -> None:
    """Has a job wait until it is told to go on, so that no test races with it."""
    if route.request.method == "POST":
        held = {**json.loads(route.request.post_data), "auto_start": False}
        await route.continue_(post_data=json.dumps(held))
    else:
        await route.continue_()


async def test_tickets_are_fetched_again_and_again_watched_and_searched(browser, server, faults):
    page = await open_room(browser, server, faults, "helpdesk", locale="en-US")
    await page.route("**/ingest/jobs*", hold)
    await expect(by(page, "desk-account")).to_contain_text("demo.freshdesk.localhost")
    await by(page, "desk-again").select_option("other")
    await page.get_by_label("Rule (cron)").fill("every day")
    await by(page, "desk-fetch").click()
    await expect(page.get_by_label("Rule (cron)")).to_have_attribute("aria-invalid", "true")
    forgive(faults, 422)
    await page.get_by_label("Rule (cron)").fill("0 2 * * 1-5")
    await by(page, "desk-fetch").click()

    job = by(page, "job").first
    await job.get_by_test_id("job-priority").select_option("high")
    await job.get_by_test_id("job-pause").press("Enter")
    await expect(job).to_have_attribute("data-status", "paused")
    await expect(job.get_by_test_id("job-resume")).to_be_focused()
    await expect(job.get_by_test_id("job-priority")).to_have_value("high")
    await job.get_by_test_id("job-resume").click()
    await expect(job).to_have_attribute("data-status", "completed")
    await expect(job).to_contain_text("100 tickets")
    await by(page, "desk-search").fill("refund")
    mark = by(page, "hit").first.locator("mark").first
    await expect(mark).to_have_text(re.compile("refund", re.IGNORECASE))
    hit = by(page, "hit").first
    whole = hit.get_by_test_id("hit-whole")
    await page.route("**/ingest/found/*", lambda route: route.fulfill(status=503, json={}))
    await hit.get_by_role("button").click()
    await expect(whole.locator(".bad")).to_be_visible()
    forgive(faults, 503)
    await page.unroute("**/ingest/found/*")
    await hit.get_by_role("button").click()
    await expect(whole).to_be_hidden()
    await hit.get_by_role("button").click()
    await expect(whole.locator(".hit-said").first).not_to_be_empty()

    await expect(by(page, "schedule")).to_contain_text("Workdays at 02:00")
    await by(page, "schedule-drop").click()
    await expect(by(page, "schedule")).to_have_count(0)
    await by(page, "desk-again").select_option("once")
    await by(page, "desk-fetch").click()
    async with page.expect_response("**/ingest/search?*"):
        await job.get_by_test_id("job-cancel").click()
    await expect(job).to_have_attribute("data-status", "cancelled")
    await expect(by(page, "desk-found")).not_to_have_attribute("aria-busy", "true")
    await expect(whole).to_be_visible()
    await hit.get_by_role("button").click()
    await expect(whole).to_be_hidden()
    assert faults == []


async def test_a_search_before_anything_was_fetched_says_where_to_begin(browser, server, faults):
    page = await open_room(browser, server, faults, "helpdesk", **PHONE)
    await by(page, "desk-connect").click()
    await by(page, "desk-domain").fill("nothing.freshdesk.com")
    await by(page, "desk-save").click()
    await by(page, "desk-search").fill("환불")
    await expect(by(page, "desk-found")).to_contain_text("아직 가져온 티켓이 없습니다")
    await expect(by(page, "list-again")).to_have_count(0)
    await by(page, "desk-sync").click()
    await expect(by(page, "desk-synced")).to_contain_text("아직 가져온 티켓이 없습니다")
    forgive(faults, 404)


@in_whole
async def test_an_account_is_connected_for_this_tab_and_the_chat_takes_over(
    browser, server, faults
):
    page = await open_room(browser, server, faults, "helpdesk", **PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await by(page, "desk-connect").click()
    await by(page, "desk-domain").fill("acme.freshdesk.com")
    await by(page, "desk-key").fill("of-acme")
    await by(page, "desk-save").click()
    await expect(by(page, "desk-account")).to_have_text("acme.freshdesk.com · acme")
    kept = await page.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage)]")
    assert ["of-acme" in each for each in kept] == [False, True]
    await by(page, "desk-connect").click()
    await page.get_by_role("button", name="데모 계정 쓰기").click()
    await expect(by(page, "desk-account")).to_contain_text("demo.freshdesk.localhost")

    await by(page, "desk-dashboard").click()
    await expect(by(page, "message-user")).to_contain_text("고객지원 대시보드")
    await expect(by(page, "approval-card")).to_be_visible()
    assert faults == []


async def test_a_company_id_that_is_none_is_told_at_its_field(browser, server, faults):
    page = await open_room(browser, server, faults, "settings", **PHONE)
    await by(page, "settings-companyId").fill("우리 회사")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-companyId")).to_have_attribute("aria-invalid", "true")
    await expect(by(page, "settings-problem")).to_contain_text("회사 ID는 영어 소문자")
    await by(page, "settings-companyId").fill(" acme ")
    await by(page, "settings-helpdeskDomain").fill("https://acme.freshdesk.com/a/tickets")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-saved")).to_be_visible()
    kept = "['companyId', 'helpdeskDomain'].map((n) => sessionStorage.getItem(`notionforge.${n}`))"
    assert await page.evaluate(kept) == ["acme", "acme.freshdesk.com"]
    assert faults == []


@in_whole
async def test_a_domain_too_short_for_a_company_asks_for_its_id(browser, server, faults):
    page = await open_room(browser, server, faults, "helpdesk", **PHONE)
    await by(page, "desk-connect").click()
    await by(page, "desk-domain").fill("https://x.freshdesk.com/")
    await by(page, "desk-save").click()
    await expect(page.get_by_role("alert")).to_contain_text("회사 ID는 영어 소문자")
    await by(page, "desk-company").fill("x-shop")
    await by(page, "desk-save").click()
    await expect(by(page, "desk-account")).to_have_text("x.freshdesk.com · x-shop")
    assert faults == []
