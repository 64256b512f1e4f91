"""A copy of a page, made from what was answered, answers the same."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from sandbox.notion.mirror import mirror
from tests.agent.skill_files import LANGUAGES, SPREAD, pattern_of
from tests.support.blueprints import blueprints
from tests.support.designs import design, paragraph
from tests.support.examples import examples
from tests.support.notion import Notion
from tests.support.structures import WORKSPACE
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import check, parse
from tools.notion.structure.read import Reading, read_page
from tools.workspace.model import all_blocks

Json = dict[str, Any]

DEEP = 20  # levels: more than any blueprint that is drawn has
TODAY = date(2026, 3, 2)


async def copied(notion: Notion, reading: Reading) -> Notion:
    """The copy, from answers that were stored in between; what was answered is not touched."""
    stored = json.dumps(reading.answers)
    before = dict(notion.workspace.state.records)
    copy = Notion(mirror(json.loads(stored)))
    assert notion.workspace.state.records == before
    return copy


async def same(blueprint: Blueprint) -> None:
    """Every page of a blueprint is read alike, seen alike, and answered alike in its copy."""
    notion = await Notion.fresh()
    home = await notion.build(blueprint)
    for page_id in [home, *_below(notion, home)]:
        reading = await read_page(notion.gateway(), page_id, depth=DEEP)
        copy = await copied(notion, reading)
        again = await read_page(copy.gateway(), page_id, depth=DEEP)
        assert again == reading
        shown, real = seen(copy, page_id, reading), seen(notion, page_id, reading)
        labels, real_labels = shown.pop("pages"), real.pop("pages")
        assert shown == real
        assert {name: real_labels[name] for name in labels} == labels


def _below(notion: Notion, page_id: str) -> Iterator[str]:
    """The sub-pages and databases of a page."""
    shown = notion.page(page_id)
    yield from shown["databases"]
    for block in shown["blocks"]:
        if block["type"] == "child_page":
            yield block["id"]
            yield from _below(notion, block["id"])


def seen(notion: Notion, page_id: str, reading: Reading) -> Json:
    """A page as the viewer shows it, but for urls of uploads, which are made anew for every look,
    and for what was not read: names of pages elsewhere, rows of linked databases' sources that
    live elsewhere, what synced copies of blocks elsewhere show."""
    shown = notion.page(page_id)
    read = {answer["id"] for answer in reading.answers}
    shown["breadcrumb"] = [crumb["id"] for crumb in shown["breadcrumb"]][-1:]
    shown["pages"] = {name: page for name, page in shown["pages"].items() if name in read}
    for database in shown["databases"].values():
        database["rows"] = [row for row in database["rows"] if row["id"] in read]
        database["widgets"].sort(key=lambda widget: str(widget["id"]))
    shown["blocks"] = [_drawn(block, read) for block in shown["blocks"]]
    shown.pop("data_source", None)
    return dict(_without_urls(shown))


def _without_urls(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_urls(item) for key, item in value.items()}
        return {**kept, "file": None} if value.get("type") == "file" else kept
    return [_without_urls(item) for item in value] if isinstance(value, list) else value


def _drawn(block: Json, read: set[str]) -> Json:
    origin = (block.get("synced_block", {}).get("synced_from") or {}).get("block_id")
    known = origin is None or origin in read
    return {**block, "children": [_drawn(b, read) for b in block["children"] if known]}


@examples(15)
@given(blueprints())
def test_whatever_stands_in_a_workspace_its_copy_answers_alike(blueprint: Blueprint) -> None:
    asyncio.run(same(blueprint))


@pytest.mark.parametrize(("skill", "language"), list(zip(SPREAD, cycle(LANGUAGES))))
async def test_what_a_skill_designs_is_copied_to_the_last_value(
    skill: str, language: Language
) -> None:
    wants = Brief(complexity="advanced")
    await same(check(compose(pattern_of(skill), wants, language, TODAY, skill)))


async def test_links_of_more_rows_than_one_answer_holds_are_copied() -> None:
    tasks, projects = WORKSPACE["databases"]
    many = [{"values": {"제목": f"일 {i}"}} for i in range(120)]
    values = {**tasks["rows"][0]["values"], "프로젝트": [f"일 {i}" for i in range(40)]}
    changed = [{**tasks, "rows": [{"values": values}]}, {**projects, "rows": many}]
    await same(parse({**WORKSPACE, "databases": changed}))


async def test_blocks_that_were_not_read_are_stubs_where_they_stand() -> None:
    notion = await Notion.fresh()
    table = {"type": "table", "rows": [["a", "b"]]}
    page_id = await notion.build(design(paragraph("top", paragraph("below")), table))
    reading = await read_page(notion.gateway(), page_id, depth=1)
    copy = await copied(notion, reading)
    assert (await read_page(copy.gateway(), page_id, depth=1)) == reading
    deeper = (await read_page(copy.gateway(), page_id, depth=3)).structure
    assert [(b.type, b.text) for b in all_blocks(deeper.blocks)] == [
        *(("paragraph", "top"), ("paragraph", "")),
        *(("table", ""), ("table_row", "")),
    ]


async def test_a_page_in_the_trash_is_copied_with_all_that_is_below_it() -> None:
    notion = await Notion.fresh()
    page_id = await notion.build(design(paragraph("top", paragraph("below"))))
    await notion.gateway().call("PATCH", f"pages/{page_id}", {"in_trash": True})
    reading = await read_page(notion.gateway(), page_id)
    copy = await copied(notion, reading)
    assert await read_page(copy.gateway(), page_id) == reading
    await copy.gateway().call("PATCH", f"pages/{page_id}", {"in_trash": False})
    again = (await read_page(copy.gateway(), page_id)).structure
    assert again.page.in_trash is False
    assert again.blocks == reading.structure.blocks
