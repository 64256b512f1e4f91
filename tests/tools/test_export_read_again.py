"""What Markdown and CSV say of a workspace arrives where they are imported, the blueprint aside."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from tests.agent.skill_files import pattern_of
from tests.support.exported import Exported, exported
from tests.support.structures import WORKSPACE, Team
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes
from tools.documents.paper import Source
from tools.recipes import load_recipes

TODAY = date(2026, 3, 2)
RECIPES = Path(__file__).parents[2] / "recipes"
_ADDRESS = re.compile(r" \(https://[^)]*\)")  # of a related row; its name stays
_TOGGLE = re.compile(r"- \n\n +(?=#)")  # a heading that opens comes back as an item with a heading


@pytest.mark.parametrize("name", ["team", "crm-dashboard", "project", "meeting", "budget"])
async def test_what_the_form_says_is_said_again(name: str) -> None:
    first = await _exported(_design(name))
    notes = Notes()
    read = parse(blueprint_of([Source("x.zip", _without_blueprint(first))], Asked("ko"), notes))
    assert list(notes) == []
    second = await _exported(read)
    assert _said(second) == _said(first)


def _design(name: str) -> Blueprint:
    if name == "team":
        return parse(WORKSPACE)
    recipes = load_recipes(RECIPES)
    if name in recipes:
        return recipes[name].blueprint("ko", TODAY)
    return compose(pattern_of(name), Brief(complexity="advanced"), "ko", TODAY, name)


async def _exported(blueprint: Blueprint) -> Exported:
    team = await Team.built(blueprint.model_dump(mode="json"))
    return await exported(team.notion, team.page_id)


def _without_blueprint(found: Exported) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path, data in found.files.items():
            if not path.startswith("notionforge."):
                archive.writestr(path, data)
    return held.getvalue()


def _said(found: Exported) -> dict[str, list[str]]:
    """The lines of each file; of tables and of values above a body in any order, which Notion
    keeps for itself."""
    texts = {path: found.plain(path) for path in found.paths if not path.startswith("notionforge")}
    return {path: _lines(path, _TOGGLE.sub("- ", _ADDRESS.sub("", t))) for path, t in texts.items()}


def _lines(path: str, text: str) -> list[str]:
    if path.endswith(".csv"):
        columns = sorted(zip(*csv.reader(io.StringIO(text)), strict=True))
        return sorted(map(str, zip(*columns, strict=True)))
    title, _, rest = text.partition("\n\n")
    values, _, body = rest.partition("\n\n")
    is_row = path.count("/") > 1
    told = sorted(values.strip("\n").split("\n")) if is_row else values.split("\n")
    return [title, *told, *body.split("\n")]
