"""`make shots`: what comes of twenty wishes of twenty domains, as whoever says one sees it built.

    python -m tests.wished [wish…]

Says each to a server of its own and writes `docs/wishes/<id>.png` by Chromium. What a buyer would
say of each stands in `docs/wishes/README.md`, which is written by hand.
"""

import asyncio
import shutil
import sys
from collections.abc import Container, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import yaml
from playwright.async_api import Page, async_playwright

from agent.planner.language import language_of
from tests.support.processes import ROOT, server_process

FOLDER = ROOT / "docs" / "wishes"
MOST_BYTES = 60_000  # of a picture: a clone of the project should stay light
_SCALE = 0.4  # pixels for each of the screen
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BUILD_SECONDS = 60


def wishes() -> list[dict[str, Any]]:
    text = (ROOT / "tests" / "support" / "shown_wishes.yaml").read_text("utf-8")
    listed: list[dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return listed


async def shoot(chosen: Sequence[dict[str, Any]], url: str) -> None:
    async with async_playwright() as playwright, httpx.AsyncClient(base_url=url) as client:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_QUIET
        )
        for wish in chosen:
            page = await browser.new_page(
                viewport={"width": 1200, "height": 960},
                device_scale_factor=_SCALE,
                locale=language_of(wish["say"], None),
            )
            await _shoot(page, client, wish)
            await page.close()
        await browser.close()


async def _shoot(page: Page, client: httpx.AsyncClient, wish: dict[str, Any]) -> None:
    path, body = "/api/templates/generate", {"prompt": wish["say"]}
    made = (await client.post(path, json=body, timeout=_BUILD_SECONDS)).json()
    await page.goto(f"{client.base_url}/workspace/{made['page_id']}", wait_until="networkidle")
    picture = await page.screenshot(path=FOLDER / f"{wish['id']}.png", animations="disabled")
    size = len(picture)
    unread = made["blueprint"]["meta"].get("unread") or ""
    sys.stdout.write(
        f"{wish['id']}: {size // 1000} KB{', too much' * (size > MOST_BYTES)} {unread}\n"
    )


async def main(named: Container[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    chosen = [wish for wish in wishes() if not named or wish["id"] in named]
    with TemporaryDirectory() as folder:
        async with server_process(Path(folder), RATE_LIMIT_RPM="0") as server:
            await shoot(chosen, server.url)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
