"""A language model in a real browser: connected with a key, chosen, named beside the composer."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from agent.planner.model.lazy import LazyModels
from agent.planner.planners import Planners
from tests.agent.model_planner import Bench, bench
from tests.browser.matrix import in_whole
from tests.browser.steps import by, forgive, open_chat, wish
from tests.support.models import KEY, replies, says
from tests.support.serving import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAN = {
    "thought": "", "kind": "create", "reply": "The model says so.", "base": "draft",
    "databases": [], "changes": [], "not_done": [],
}  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def models(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    async with bench(tmp_path_factory.mktemp("models"), keys={}) as found:
        plan, colour = replies(**PLAN), says('{"colour": "blue"}')
        found.server.otherwise = lambda body: (
            colour(body) if "clear sky" in json.dumps(body) else plan(body)
        )
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory, models: Bench) -> AsyncIterator[Server]:
    """With the server of models where OpenAI would be."""
    folder: Path = tmp_path_factory.mktemp("planner")
    ask = {"openai": lambda choice: models.service.planner(choice.provider, choice.model)}
    async with serving(folder, Planners(models.planners.own, ask)) as running:
        running.app.models = LazyModels(lambda: models.service)
        yield running


async def test_a_person_connects_a_model_and_leaves_it_again(
    browser: Browser, server: Server, faults: list[str]
):
    page = await open_chat(browser, server, faults, locale="en-US")
    badge, told = by(page, "planner"), by(page, "settings-ai-told")
    await expect(badge).to_have_text("Embedded planner")
    await badge.click()
    await expect(by(page, "settings-aiKey")).to_be_focused()
    await by(page, "settings-aiKey").fill("sk-proj-of-nobody")
    await by(page, "settings-aiKey").press("Tab")
    await expect(told).to_contain_text("refused")
    forgive(faults, 401)

    await by(page, "settings-aiKey").fill(KEY)
    await by(page, "settings-aiKey").press("Tab")
    await expect(told).to_have_text("openai: 2 models")
    await by(page, "settings-aiModel").select_option("openai/gpt-5-mini")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-dialog")).to_be_hidden()
    await expect(badge).to_have_text("gpt-5-mini")
    await wish(page, "Build me a habit tracker")
    await expect(by(page, "log")).to_contain_text("The model says so.")
    await expect(by(page, "approval-approve")).to_be_visible()
    kept = "JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)])"
    lasting, passing = json.loads(await page.evaluate(kept))
    assert (KEY in lasting, KEY in passing) == (False, True)

    await badge.click()
    await by(page, "settings-aiKey").fill("")
    await by(page, "settings-aiModel").select_option("")
    await by(page, "settings-save").click()
    await expect(badge).to_have_text("Embedded planner")
    assert faults == []


@in_whole
async def test_a_key_of_nobody_is_said_in_the_settings_which_stay_open(
    browser: Browser, server: Server, faults: list[str]
):
    page = await open_chat(browser, server, faults, locale="ko-KR")
    await by(page, "planner").click()
    await by(page, "settings-aiKey").fill("what-is-this")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-problem")).to_contain_text("키가 아닌 것 같아요")
    await expect(by(page, "settings-aiKey")).to_have_attribute("aria-invalid", "true")
    await by(page, "settings-aiKey").fill("")
    await by(page, "settings-save").click()
    await expect(by(page, "settings-dialog")).to_be_hidden()
    await expect(by(page, "planner")).to_have_text("내장 설계기")
    assert [fault for fault in faults if "400" not in fault] == []
