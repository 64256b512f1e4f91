"""Pages that wishes to change are told to, built in the embedded workspace and read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.structures import Team
from tools.blueprint.base import Language
from tools.workspace.model import Structure

_PAGES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("told_pages.yaml").read_text("utf-8")
)


@cache
def page(name: str) -> tuple[Structure, Language]:
    """A page as it is read from the workspace, with its language."""
    blueprint = _PAGES[name]
    with ThreadPoolExecutor(1) as elsewhere:  # a loop of its own: tests that run on one may ask
        built = elsewhere.submit(asyncio.run, Team.built(blueprint)).result()
    return built.before, blueprint["language"]
