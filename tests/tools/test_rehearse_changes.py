"""Changes are rehearsed on a copy: what comes of them there is what comes of them for real."""

import json
import re
from typing import Any

import pytest

from embedded import InMemory
from sandbox.notion.snapshot import page_snapshot
from tests.support.designs import database, design
from tests.support.modify_cases import CASES
from tests.support.notion import Notion
from tests.support.structures import WORKSPACE, Team, portrait
from tools.blueprint.parse import parse
from tools.errors import NotionError
from tools.notion.journal import Rehearsal
from tools.notion.modify.compile import ChangePlan, compile_changes
from tools.notion.rehearse import rehearse_changes
from tools.notion.structure.read import Reading, read_page, read_structure
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

Json = dict[str, Any]

UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


async def read(team: Team) -> Reading:
    return await read_page(team.notion.gateway(), team.page_id)


async def rehearsed(reading: Reading, *changes: Json) -> Rehearsal:
    """Changes rehearsed on answers and with a plan that were stored in between."""
    plan = compile_changes(reading.structure, CHANGES.validate_python(list(changes)))
    stored = json.dumps([reading.answers, plan.to_json()])
    answers, kept = json.loads(stored)
    return await rehearse_changes(
        answers, ChangePlan.from_json(kept).forward, reading.structure.page.id, InMemory()
    )


async def after(rehearsal: Rehearsal) -> Structure:
    copy = Notion(rehearsal.embedded.workspace)
    return await read_structure(copy.gateway(), rehearsal.page_id)


def told(structure: Structure, known: Structure) -> Json:
    """A structure with one word for every id that was not known before; links in any order."""
    old = set(UUID.findall(known.model_dump_json()))
    drawn = json.dumps(portrait(structure), sort_keys=True)
    alike = _in_order(json.loads(UUID.sub(lambda m: m[0] if m[0] in old else "new", drawn)))
    for part in ("databases", "sub_pages"):
        alike[part].sort(key=json.dumps)
    return dict(alike)


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_order(item) for key, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return [_in_order(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("changes", CASES, ids=lambda changes: str(changes[0]["action"]))
async def test_a_rehearsal_leads_where_the_change_leads(changes: list[Json]) -> None:
    team = await Team.built()
    source = dict(team.notion.workspace.state.records)
    rehearsal = await rehearsed(await read(team), *changes)
    assert team.notion.workspace.state.records == source
    await team.change(*changes)
    assert told(await after(rehearsal), team.before) == told(await team.read(), team.before)


async def test_changes_that_lead_nowhere_show_the_page_as_it_is() -> None:
    team = await Team.built()
    rehearsal = await rehearsed(await read(team))
    assert rehearsal.plan.operations == ()
    assert await after(rehearsal) == team.before


async def test_what_is_shown_of_a_rehearsal_is_the_changed_page() -> None:
    team = await Team.built()
    rehearsal = await rehearsed(await read(team), {"action": "rename", "to": "새 홈"})
    shown = page_snapshot(rehearsal.embedded.workspace, rehearsal.page_id)
    assert shown["page"]["properties"]["title"]["title"][0]["plain_text"] == "새 홈"
    assert len(shown["databases"]) == len(team.before.databases)


async def test_what_notion_would_refuse_is_refused_in_its_words() -> None:
    """Here the page has changed since its plan was made: what the plan names is gone."""
    team = await Team.built()
    changes = CHANGES.validate_python([{"action": "rename", "target": "안내", "to": "안내서"}])
    plan = compile_changes(team.before, changes)
    await team.change({"action": "archive", "target": "안내"})
    with pytest.raises(NotionError, match="Could not find page"):
        await rehearse_changes((await read(team)).answers, plan.forward, team.page_id, InMemory())


async def test_a_formula_that_notion_would_not_take_is_refused() -> None:
    team = await Team.built()
    add = {"action": "add_formula", "database": "작업", "name": "셈", "expression": "no("}
    with pytest.raises(NotionError, match="formula"):
        await rehearsed(await read(team), add)


async def test_an_archived_page_is_in_the_trash_of_its_copy() -> None:
    team = await Team.built()
    rehearsal = await rehearsed(await read(team), {"action": "archive"})
    assert (
        page_snapshot(rehearsal.embedded.workspace, rehearsal.page_id)["page"]["in_trash"] is True
    )
    assert len(team.notion.top()) == 1


async def test_a_page_goes_below_one_that_was_never_read() -> None:
    team = await Team.built()
    elsewhere = await team.notion.build(design())
    change = {"action": "move", "target": "안내", "to": elsewhere}
    rehearsal = await rehearsed(await read(team), change)
    assert [page.title for page in (await after(rehearsal)).sub_pages] == ["지난 것"]


async def test_people_whom_only_the_change_names_are_known_in_the_copy() -> None:
    person = "3a1b5c70-0000-4000-8000-000000000001"
    tasks = database("tasks", {"name": "Who", "type": "people"}, rows=1)
    team = await Team.built(design(databases=[tasks]).model_dump(mode="json"))
    edit = {"row": "tasks 0", "values": {"Who": [person]}}
    rehearsal = await rehearsed(await read(team), {"action": "edit_rows", "rows": [edit]})
    row = (await after(rehearsal)).databases[0].rows[0]
    assert [person] in row.values.values()


async def test_rollups_over_rows_that_were_not_read_stay_as_they_were() -> None:
    """A database that is asked for alone names rows of others, and what is rolled up there."""
    notion = await Notion.fresh()
    page_id = await notion.build(parse(WORKSPACE))
    whole = await read_structure(notion.gateway(), page_id)
    projects = whole.databases[1]
    reading = await read_page(notion.gateway(), projects.id)
    added = {"action": "add_rows", "rows": [{"values": {"제목": "셋째"}}]}
    rehearsal = await rehearsed(reading, added)
    rows = (await after(rehearsal)).databases[0].rows
    assert rows[:2] == reading.structure.databases[0].rows
    assert [next(iter(row.computed.values()))["number"] for row in rows] == [3, 0, 0]


async def test_a_rehearsed_row_gets_the_number_that_comes_next() -> None:
    team = await Team.built()
    added = {"action": "add_rows", "database": "작업", "rows": [{"values": {"이름": "넷째"}}]}
    rehearsal = await rehearsed(await read(team), added)
    rows = (await after(rehearsal)).databases[0].rows
    found = [v["number"] for r in rows for v in r.computed.values() if "prefix" in v]
    assert found == [1, 2, 3, 4]
