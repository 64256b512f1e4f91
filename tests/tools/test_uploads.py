"""Files that a blueprint brings along: checked, uploaded once, shown wherever they are meant."""

import asyncio
import base64
import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import Workspace, create_app
from sandbox.notion.records import FileUpload
from tests.support.designs import EVERYWHERE, LIBRARY, PANE, design, paragraph
from tests.support.examples import examples
from tests.support.notion import TOKEN, URL, Notion
from tests.support.structures import Team
from tests.support.uploads import FILES, PICTURE, PIXEL, upload
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.blueprint.uploads import MOST_BYTES
from tools.errors import BlueprintInvalid, ValidationFailed
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.modify.compile import compile_changes
from tools.notion.operations import WORKSPACE, Operation, Plan
from tools.notion.schedule import estimate
from tools.notion.transport import HttpTransport
from tools.workspace.changes import CHANGES

Json = dict[str, Any]

PLAN = from_nothing(EVERYWHERE, WORKSPACE)


def of_kind(plan: Plan, kind: str) -> list[Operation]:
    return [operation for operation in plan.operations if operation.kind == kind]


async def fetched(notion: Notion, url: str) -> httpx.Response:
    """What a browser finds at an address: it has no token."""
    async with httpx.AsyncClient(transport=notion.wire) as browser:
        return await browser.get(url)


def image(**more: Any) -> Blueprint:
    return design({"type": "image", **more})


def broken(data: Json) -> list[tuple[str, str]]:
    with pytest.raises(BlueprintInvalid) as caught:
        parse({"title": "Home", **data})
    return [(problem.rule, problem.place) for problem in caught.value.problems]


# What a blueprint may say


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ({**PICTURE, "content": "not base64!"}, "upload_not_base64"),
        ({**PICTURE, "content": "그림"}, "upload_not_base64"),
        (upload("a.png", b""), "upload_empty"),
        (upload("picture"), "upload_without_extension"),
        (upload(".png"), "upload_without_extension"),
        (upload("a.exe"), "upload_type_unknown"),
        (upload("a.png", content_type="text/html"), "upload_type_unknown"),
        (upload("a.txt"), "upload_type_elsewhere"),
        (upload("a.mp4", content_type="audio/mp4"), "upload_type_elsewhere"),
        (upload("가" * 300 + ".png"), "too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_notion_would_not_take_is_refused_by_its_place(file: Json, rule: str) -> None:
    body = [{"type": "toggle", "children": [{"type": "image", "upload": file}]}]
    assert broken({"blocks": body}) == [(rule, "blocks[0].children[0].upload")]


def test_a_file_that_is_larger_than_a_message_may_be_is_refused() -> None:
    block = {"type": "image", "upload": upload("a.png", bytes(MOST_BYTES + 1))}
    assert broken({"blocks": [block]}) == [("upload_too_large", "blocks[0].upload")]


@pytest.mark.parametrize("given", [{}, {"url": URL, "upload": PICTURE}])
def test_a_media_block_has_a_url_or_an_upload(given: Json) -> None:
    assert broken({"blocks": [{"type": "image", **given}]}) == [("url_or_upload", "blocks[0]")]


def test_an_icon_shows_pictures_only_wherever_it_stands() -> None:
    wrong = {"upload": upload("a.pdf")}
    row = {"values": {"Name": "r"}, "icon": wrong, "cover": wrong}
    database = {**LIBRARY, "icon": wrong, "cover": wrong, "rows": [row]}
    pane = {**PANE, "icon": wrong}
    callout = {"type": "callout", "icon": wrong}
    found = broken(
        {
            "icon": wrong,
            "cover": wrong,
            "blocks": [callout, {"type": "tab", "tabs": [PANE, pane]}],
            "databases": [database],
        }
    )
    places = [
        *("icon", "cover", "databases[0].icon", "databases[0].cover"),
        *("databases[0].rows[0].icon", "databases[0].rows[0].cover"),
        *("blocks[0].icon", "blocks[1].tabs[1].icon"),
    ]
    assert found == [("upload_type_elsewhere", f"{place}.upload") for place in places]


def test_a_wrong_icon_is_told_by_its_place() -> None:
    wrong = {**PICTURE, "size": 3}
    assert ("unknown_key", "icon.upload.size") in broken({"icon": {"upload": wrong}})


@pytest.mark.parametrize(
    "item",
    [
        {"upload": {}},
        {"upload": PICTURE, "url": URL},
        {"upload": PICTURE, "size": 3},
        {"name": "nothing"},
    ],
)
def test_a_files_value_holds_addresses_and_uploads(item: Json) -> None:
    row = {"values": {"Name": "r", "Files": [item]}}
    place = "databases[0].rows[0].values.Files"
    assert broken({"databases": [{**LIBRARY, "rows": [row]}]}) == [("value_unfit", place)]


def test_a_broken_file_in_a_row_is_told_by_its_place() -> None:
    row = {"values": {"Name": "r", "Files": [URL, {"upload": upload("a")}]}}
    [(rule, place)] = broken({"databases": [{**LIBRARY, "rows": [row]}]})
    assert rule == "upload_without_extension"
    assert place == "databases[0].rows[0].values.Files[1].upload"


# How it becomes calls


def test_each_file_costs_two_calls_however_often_it_is_shown() -> None:
    counts = PLAN.counts
    assert len(of_kind(PLAN, "create_upload")) == len(of_kind(PLAN, "send_upload")) == 5
    assert counts.api_calls == counts.bound + 2 * 5
    assert [note.rule for note in PLAN.notes] == ["upload"] * 10
    assert {note.operation for note in PLAN.notes} == {
        op.id for op in PLAN.operations if op.kind.endswith("_upload")
    }


@given(st.lists(st.sampled_from(["a.png", "b.png"]), min_size=1, max_size=6))
def test_files_are_the_same_where_their_names_and_contents_are(names: list[str]) -> None:
    plan = from_nothing(
        design(*({"type": "image", "upload": upload(name)} for name in names)), WORKSPACE
    )
    assert plan.counts.api_calls == 1 + 2 * len(set(names))


def test_the_same_name_with_another_content_is_another_file() -> None:
    files = [upload("a.png"), upload("a.png", PIXEL + b"\0")]
    body = ({"type": "image", "upload": file} for file in files)
    assert from_nothing(design(*body), WORKSPACE).counts.api_calls == 1 + 4


def test_the_main_page_stands_first_although_it_waits() -> None:
    first, *rest = PLAN.operations
    assert first.id == "page"
    known: set[str] = set()
    for operation in rest:
        assert operation.needs - {"page"} <= known
        known.add(operation.id)


def test_uploads_run_beside_each_other() -> None:
    plan = from_nothing(
        design(*({"type": kind, "upload": file} for kind, file in FILES.items())), WORKSPACE
    )
    assert estimate(plan, 1.0).seconds == estimate(plan, 1.0).critical_path == 3.0


def test_a_body_with_an_upload_goes_in_blocks() -> None:
    long = [paragraph(f"{i}") for i in range(150)]
    whole = from_nothing(design(*long), WORKSPACE)
    assert "markdown" in (whole.operations[0].body or {})
    picture = {"type": "image", "upload": PICTURE}
    plan = from_nothing(design(*long, picture), WORKSPACE)
    assert "children" in (plan.operations[0].body or {})
    assert [op.kind for op in plan.operations if op.blocks] == ["create_page", "append_blocks"]


def test_a_plan_with_files_is_json() -> None:
    assert Plan.from_json(json.loads(json.dumps(PLAN.to_json()))) == PLAN


# How it is built


async def test_what_was_brought_along_is_shown_everywhere_byte_by_byte(notion: Notion) -> None:
    page_id = await notion.forge(PLAN).run()
    shown = notion.page(page_id)
    kinds = dict(zip(FILES, shown["blocks"][:5], strict=True))
    for kind, block in kinds.items():
        answer = await fetched(notion, URL + block[kind]["file"]["url"])
        assert answer.content == base64.b64decode(FILES[kind]["content"])
    assert kinds["file"]["file"]["name"] == "notes.txt"
    [library] = shown["databases"].values()
    [row] = library["rows"]
    assert [item["name"] for item in row["properties"]["Files"]["files"]] == [
        *("notes.txt", "the plan", "a")
    ]
    callout, tab = shown["blocks"][5:7]
    looks = [
        *(item[look] for item in (shown["page"], library["database"], row) for look in LOOKS),
        callout["callout"]["icon"],
        tab["children"][0]["paragraph"]["icon"],
        notion.page(row["id"])["blocks"][0]["image"],
    ]
    for look in looks:
        assert (await fetched(notion, URL + look["file"]["url"])).content == PIXEL
    assert len(notion.uploads()) == 5


LOOKS = ("icon", "cover")


async def test_a_build_takes_the_calls_that_were_promised(notion: Notion) -> None:
    await notion.forge(PLAN).run()
    assert len(notion.wire.sent) == PLAN.counts.api_calls


async def test_blocks_that_are_added_to_a_page_bring_their_files_along() -> None:
    team = await Team.built()
    await team.change({"action": "add_blocks", "blocks": [{"type": "image", "upload": PICTURE}]})
    assert len(team.notion.uploads()) == 1
    assert (await team.read()).blocks[-1].type == "image"
    await team.undo()


@pytest.mark.parametrize(
    "row",
    [
        {"values": {}, "icon": {"upload": PICTURE}},
        {"values": {}, "cover": {"upload": PICTURE}},
        {"values": {"첨부": [{"upload": PICTURE}]}},
    ],
)
async def test_rows_that_are_added_to_a_page_bring_no_files_along(row: Json) -> None:
    column = {"name": "첨부", "type": "files"}
    team = await Team.built({"title": "집", "databases": [{**LIBRARY, "rows": []}]})
    column = {"action": "add_property", "database": "Library", "property": column}
    added = {"action": "add_rows", "database": "Library", "rows": [row]}
    with pytest.raises(ValidationFailed) as caught:
        compile_changes(team.before, CHANGES.validate_python([column, added]))
    assert [problem.rule for problem in caught.value.problems] == ["upload_in_changes"]


@examples(25)
@given(st.binary(min_size=1, max_size=300))
def test_no_byte_changes_on_the_way(content: bytes) -> None:
    async def there_and_back() -> bytes:
        workspace = await Workspace.open(None)
        app = create_app(workspace, tokens={TOKEN: "personal"})
        gateway = NotionGateway(HttpTransport(TOKEN, httpx.ASGITransport(app), URL))
        plan = from_nothing(image(upload=upload("a.png", content)), WORKSPACE)

        async def silence(_: Any) -> None:
            pass

        await Forge(plan, gateway, MemoryJournal(), silence).run()
        [record] = [r for r in workspace.state.records.values() if isinstance(r, FileUpload)]
        return await workspace.content(record.id) or b""

    assert asyncio.run(there_and_back()) == content
