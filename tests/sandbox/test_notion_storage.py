"""What survives: everything that was answered, and nothing of what was refused."""

import asyncio
import gc
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import pytest

from sandbox.notion import Workspace
from sandbox.notion.loading import load, stored
from sandbox.notion.records import Page, Parent
from sandbox.notion.users import BOT_ID
from tests.sandbox.notionkit import paragraph, runs, serving, text_value

SCHEMA = {"Name": {"title": {}}, "Done": {"checkbox": {}}, "ID": {"unique_id": {"prefix": "X"}}}
NOW = "2026-11-28T10:00:00.000Z"
ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import asyncio, os, pathlib, sys
from tests.sandbox.notionkit import serving, paragraph
from sandbox.notion import Workspace

async def main():
    workspace = await Workspace.open(pathlib.Path(sys.argv[1]))
    async with serving(workspace) as api:
        page = await api.page()
        print(page["id"], flush=True)
        for _ in range(100000):
            [made] = await api.append(page["id"], paragraph())
            print(made["id"], flush=True)

asyncio.run(main())
"""


TIMES, PEOPLE = ("created_time", "last_edited_time"), ("created_by", "last_edited_by")
HOSTILE = '{"a":1},"values":{"title":[]},"number":2,"in_trash":false,"annotations":0,"values":'


def row(number: int, title: str = "a row") -> Page:
    """A row as it is kept, with a title and three other values."""
    held = {"title": runs(title), "a": number, "b": {"start": "2026-11-20", "end": None}, "c": "x"}
    times, people = dict.fromkeys(TIMES, NOW), dict.fromkeys(PEOPLE, BOT_ID)
    parent, icon = Parent("data_source_id", "s"), {"type": "emoji", "emoji": "🌱"}
    return Page(
        id=str(number), parent=parent, icon=icon, number=number, values=held, **times, **people
    )


@pytest.mark.parametrize("title", ["a", "", HOSTILE, "\\", '\\","values":{'])
def test_a_row_comes_back_as_it_was_stored(title: str):
    before = row(7, title)

    [after] = load([("Page", stored(before))])

    assert after == before
    assert stored(after) == stored(before)
    assert stored(replace(after, values={**after.values})) == stored(before)


def test_a_row_that_an_older_version_stored_is_read_and_then_stored_as_now():
    before = row(7, HOSTILE)
    fields = ("id", "parent", *TIMES, *PEOPLE, "in_trash", "values", "icon", "cover", "number")
    older = orjson.dumps({field: getattr(before, field) for field in fields} | {"gone": 1})

    [after] = load([("Page", older)])

    assert after == before
    assert stored(after) == stored(before)


def test_what_is_as_usual_of_a_record_is_not_stored():
    made = row(7)
    edited = replace(made, last_edited_time="2026-11-29T00:00:00.000Z", last_edited_by="somebody")
    trashed = replace(made, in_trash=True, icon=None, children=("a", "b"), created_by="somebody")

    assert set(orjson.loads(stored(made))) == {
        *("id", "parent", "created_time", "icon", "number", "values")
    }
    for record in (edited, trashed):
        assert load([("Page", stored(record))]) == [record]
    assert stored(made).count(b"false") == 0


def traced(work: Callable[[], object]) -> int:
    """The bytes that a piece of work leaves behind as long as its result is there."""
    tracemalloc.start()
    try:
        kept = work()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] if kept is not None else 0
    finally:
        tracemalloc.stop()


def test_a_row_that_nobody_looked_at_takes_less_than_twelve_hundred_bytes():
    """So 50,000 of them take less than 60 MB; read, a row as these took two thousand."""
    rows = [("Page", stored(row(number))) for number in range(2_000)]

    assert traced(lambda: load(iter(rows))) / len(rows) < 1_200


def test_of_rows_that_are_all_looked_at_a_few_stay_read():
    rows = load([("Page", stored(row(number))) for number in range(4_000)])

    of_all = traced(lambda: [dict(each.values) for each in rows])

    assert traced(lambda: sum(len(each.values) for each in rows)) < of_all / 4


async def test_what_rows_have_alike_is_in_memory_once(tmp_path: Path):
    file = tmp_path / "workspace.sqlite"
    workspace = await Workspace.open(file)
    async with serving(workspace) as api:
        _, source = await api.database((await api.page())["id"], "D", SCHEMA)
        made = [await api.row(source, Name=text_value(name)) for name in ("a", "a", "b")]
    await workspace.close()
    again = await Workspace.open(file)
    rows = [again.state.records[row["id"]] for row in made]
    assert len({id(row.parent) for row in rows}) == 1
    assert len({id(row.last_edited_by) for row in rows}) == 1
    await again.close()


async def test_a_workspace_is_the_same_after_it_was_closed_and_opened(tmp_path: Path):
    file = tmp_path / "workspace.sqlite"
    workspace = await Workspace.open(file)
    async with serving(workspace) as api:
        home = await api.page(children=[paragraph("a"), paragraph("b")])
        database, source = await api.database(home["id"], "D", SCHEMA)
        for name in "xyz":
            await api.row(source, Name=text_value(name))
        paths = [f"/v1/pages/{home['id']}", f"/v1/blocks/{home['id']}/children"]
        paths += [f"/v1/databases/{database}", f"/v1/data_sources/{source}"]
        before = [await api.ok("GET", path) for path in paths]
        rows = await api.ok("POST", f"/v1/data_sources/{source}/query", {})
    await workspace.close()
    again = await Workspace.open(file)
    async with serving(again) as api:
        after = [await api.ok("GET", path) for path in paths]
        rows_after = await api.ok("POST", f"/v1/data_sources/{source}/query", {})
    await again.close()
    for one, other in zip([*before, rows], [*after, rows_after], strict=True):
        assert {**one, "request_id": None} == {**other, "request_id": None}


async def test_requests_at_the_same_time_share_their_writes_and_lose_none(tmp_path: Path):
    file = tmp_path / "workspace.sqlite"
    workspace = await Workspace.open(file)
    async with serving(workspace) as api:
        home = await api.page()
        await asyncio.gather(*(api.append(home["id"], paragraph(str(n))) for n in range(50)))
    await workspace.close()
    again = await Workspace.open(file)
    async with serving(again) as api:
        assert len(await api.children(home["id"])) == 50
    await again.close()


def test_after_kill_9_exactly_what_was_answered_is_there(tmp_path: Path):
    file = tmp_path / "workspace.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        answered = [writer.stdout.readline().strip() for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
        answered += writer.stdout.read().split()
    kept = asyncio.run(_children_in(file, answered[0]))
    assert kept[: len(answered) - 1] == answered[1:]
    assert len(kept) - (len(answered) - 1) in (0, 1)


async def _children_in(file: Path, page: str) -> list[str]:
    workspace = await Workspace.open(file)
    transaction = workspace.begin("2026-01-01T00:00:00.000Z")
    children = transaction.holder(page).children
    await workspace.close()
    return list(children)


async def test_a_workspace_in_memory_opens_in_well_under_a_millisecond():
    loop = asyncio.get_running_loop()
    started = loop.time()
    for _ in range(100):
        await Workspace.open(None)
    assert loop.time() - started < 0.05


async def test_a_refused_row_leaves_no_option_and_no_number_behind():
    async with serving() as api:
        home = await api.page()
        properties = {"Name": {"title": {}}, "Tag": {"select": {}}, "ID": {"unique_id": {}}}
        _, source = await api.database(home["id"], "D", properties)
        values = {"Tag": {"select": {"name": "new"}}, "Name": {"title": runs("x")}}
        body = {"parent": {"data_source_id": source}, "properties": values}
        await api.refused("POST", "/v1/pages", {**body, "children": [{"divider": 1}]})
        schema = (await api.ok("GET", f"/v1/data_sources/{source}"))["properties"]
        assert schema["Tag"]["select"]["options"] == []
        row = await api.ok("POST", "/v1/pages", body)
        assert row["properties"]["ID"]["unique_id"]["number"] == 1


async def test_the_application_speaks_http_only():
    async with serving() as api:
        assert isinstance(api.http, httpx.AsyncClient)
        app = api.http._transport.app
        with pytest.raises(RuntimeError, match="does not speak websocket"):
            await app({"type": "websocket"}, None, None)
