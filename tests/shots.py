"""`make shots`: the first screen of every recipe, as whoever builds it sees it, and their index.

    python -m tests.shots [recipe…]

Builds each in English on a server of its own, writes `docs/recipes/<id>.png` by Chromium and then
`docs/recipes/README.md`, which lists them all.
"""

import asyncio
import shutil
import sys
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.async_api import Page, async_playwright

from tests.support.processes import ROOT, server_process
from tools.recipes import Recipe, load_recipes

FOLDER = ROOT / "docs" / "recipes"
_SCALE = 0.62  # pixels for each of the screen
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BUILD_SECONDS = 60
MOST_BYTES = 120_000  # of a picture: a clone of the project should stay light
_INTRODUCTION = """# Recipes

Finished workspaces: `notionforge recipes` lists them, `POST /api/recipes/{id}/generate` builds one,
in Korean, English or Japanese, with dates around today. Each opens on what to do now beside a
chart; its databases, and a page on how it is used, lie below. The pictures are the first screen of
each as it is built (`make shots`). [How to write one](../../recipes/README.md).
"""


async def shoot(recipes: Mapping[str, Recipe], url: str) -> None:
    async with async_playwright() as playwright, httpx.AsyncClient(base_url=url) as client:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_QUIET
        )
        page = await browser.new_page(
            viewport={"width": 1200, "height": 960}, device_scale_factor=_SCALE, locale="en"
        )
        for recipe in recipes:
            await _shoot(page, client, recipe)
        await browser.close()


async def _shoot(page: Page, client: httpx.AsyncClient, recipe: str) -> None:
    body = {"options": {"language": "en"}}
    path = f"/api/recipes/{recipe}/generate"
    made = (await client.post(path, json=body, timeout=_BUILD_SECONDS)).json()
    await page.goto(f"{client.base_url}/workspace/{made['page_id']}", wait_until="networkidle")
    await page.locator("svg").first.wait_for()  # charts come last
    picture = await page.screenshot(path=FOLDER / f"{recipe}.png", animations="disabled")
    size = len(picture)
    sys.stdout.write(f"{recipe}: {size // 1000} KB{', too much' * (size > MOST_BYTES)}\n")


def index(recipes: Mapping[str, Recipe]) -> str:
    """What `docs/recipes/README.md` says: each category, and in it each recipe by its name."""
    parts = [_INTRODUCTION]
    categories = sorted({recipe.about.category for recipe in recipes.values()})
    for category in categories:
        parts += ["", f"## {category.capitalize()}", ""]
        found = [r for r in recipes.values() if r.about.category == category]
        parts += [line for recipe in found for line in _entry(recipe)]
    return "\n".join(parts).rstrip() + "\n"


def _entry(recipe: Recipe) -> Iterator[str]:
    korean, english, japanese = (recipe.summary(language) for language in ("ko", "en", "ja"))
    yield f"### {english['icon']} {english['name']}"
    yield ""
    yield f"`{recipe.id}` · {korean['name']} · {japanese['name']}"
    yield ""
    yield english["description"]
    yield ""
    yield f"![{english['name']}]({recipe.id}.png)"
    yield ""


async def main(named: Container[str]) -> None:
    recipes = load_recipes(ROOT / "recipes")
    FOLDER.mkdir(exist_ok=True)
    chosen = {name: recipe for name, recipe in recipes.items() if not named or name in named}
    with TemporaryDirectory() as folder:
        async with server_process(Path(folder), RATE_LIMIT_RPM="0") as server:
            await shoot(chosen, server.url)
    (FOLDER / "README.md").write_text(index(recipes), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
