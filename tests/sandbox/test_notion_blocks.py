"""Blocks: their content, their nesting, their limits, in Notion's words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.blocks.kinds import KINDS
from sandbox.notion.richtext import read_rich_text
from tests.sandbox.notionkit import Api, paragraph, plain, runs

LINK = {"external": {"url": "https://example.com/a.png"}}
SAMPLES = {
    **{kind: {"rich_text": runs("words")} for kind in ("paragraph", "quote", "toggle", "template")},
    **{f"heading_{n}": {"rich_text": runs("words"), "is_toggleable": True} for n in range(1, 5)},
    **{kind: {"rich_text": runs("x")} for kind in ("bulleted_list_item", "numbered_list_item")},
    "to_do": {"rich_text": runs("buy"), "checked": True},
    "callout": {"rich_text": runs("note"), "icon": {"emoji": "💡"}, "color": "blue_background"},
    "code": {"rich_text": runs("print()"), "language": "python"},
    "equation": {"expression": "e = mc^2"},
    **{kind: {"url": "https://example.com"} for kind in ("bookmark", "embed")},
    **dict.fromkeys(("image", "video", "pdf", "audio"), LINK),
    "file": {**LINK, "name": "a.png"},
    "divider": {},
    "breadcrumb": {},
    "table_of_contents": {},
    "table": {
        "table_width": 2,
        "children": [{"table_row": {"cells": [runs("a"), runs("b")]}}],
    },
    "column_list": {"children": [{"column": {"children": []}}, {"column": {"children": []}}]},
    "tab": {"children": [{"paragraph": {"rich_text": runs("Tab"), "icon": {"emoji": "1️⃣"}}}]},
    "synced_block": {"synced_from": None, "children": [{"divider": {}}]},
}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
async def test_every_writable_block_comes_back_as_the_schemas_describe_it(api: Api, kind: str):
    home = await api.page()
    [made] = await api.append(home["id"], {kind: SAMPLES[kind]})
    assert made["type"] == kind
    assert "children" not in made[kind]
    read = await api.ok("GET", f"/v1/blocks/{made['id']}")
    assert {**read, "request_id": None} == {**made, "request_id": None}
    assert list(made)[:4] == ["object", "id", "parent", "created_time"]


def test_every_kind_of_block_has_a_sample():
    assert set(KINDS) - set(SAMPLES) == {"column", "table_row", "link_to_page"}


async def test_a_link_to_a_page_keeps_its_target(api: Api):
    home = await api.page()
    [made] = await api.append(home["id"], {"link_to_page": {"page_id": home["id"]}})
    assert made["link_to_page"] == {"type": "page_id", "page_id": home["id"]}


async def test_a_page_over_100_children_is_refused_in_notions_words(api: Api):
    home = await api.page()
    body = {"children": [paragraph()] * 191}
    message = await api.refused("PATCH", f"/v1/blocks/{home['id']}/children", body)
    assert message == (
        "body failed validation: body.children.length should be ≤ `100`, instead was `191`."
    )


async def test_children_of_the_third_tier_are_refused(api: Api):
    home = await api.page()
    deep = {"bulleted_list_item": {"rich_text": [], "children": [paragraph()]}}
    body = {"children": [paragraph(children=[paragraph(children=[deep])])]}
    message = await api.refused("PATCH", f"/v1/blocks/{home['id']}/children", body)
    assert "bulleted_list_item.children should be not present, instead was `[{" in message


async def test_a_column_list_brings_columns_blocks_and_leaves(api: Api):
    column = {"column": {"children": [paragraph("b", children=[paragraph("leaf")])]}}
    home = await api.page(children=[{"column_list": {"children": [column, column]}}])
    [columns] = await api.children(home["id"])
    [first, _] = await api.children(columns["id"])
    [block] = await api.children(first["id"])
    [leaf] = await api.children(block["id"])
    assert plain(leaf) == "leaf"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([{"column_list": {"children": [{"column": {"children": []}}]}}], "should be ≥ `2`"),
        (
            [paragraph(children=[{"column_list": SAMPLES["column_list"]}])],
            "column_list should be not present",
        ),
        ([{"table": {"table_width": 2, "children": []}}], "should be ≥ `1`"),
        (
            [{"table": {"table_width": 3, "children": SAMPLES["table"]["children"]}}],
            "must match the table width",
        ),
        ([paragraph("x" * 2001)], "content.length should be ≤ `2000`, instead was `2001`"),
        ([{"paragraph": {"rich_text": [], "shade": 1}}], "paragraph.shade should be not present"),
        ([{"paragraph": {}}], "paragraph.rich_text should be defined, instead was `undefined`"),
        ([{"code": {"rich_text": [], "language": "klingon"}}], "code.language should be"),
        ([{"child_page": {"title": "no"}}], "child_page should be not present"),
        ([{"divider": {"children": [paragraph()]}}], "divider.children should be not present"),
        ([{"paragraph": {"rich_text": runs("a", colour="red")}}], "colour should be not present"),
        ([{"callout": {"rich_text": [], "icon": {"emoji": "abc"}}}], "should be an emoji"),
        ([{"table_row": {"cells": []}}], "table_row should be not present"),
        ([{}], "Fix one:"),
    ],
)
async def test_what_notion_refuses_is_refused_and_leaves_nothing_behind(
    api: Api, blocks: list, words: str
):
    home = await api.page()
    body = {"children": [paragraph("first"), *blocks]}
    message = await api.refused("PATCH", f"/v1/blocks/{home['id']}/children", body)
    assert words in message
    assert await api.children(home["id"]) == []


async def test_a_request_holds_at_most_a_thousand_blocks(api: Api):
    home = await api.page()
    wide = paragraph(children=[paragraph("x")] * 20)
    body = {"children": [wide] * 48}
    message = await api.refused("PATCH", f"/v1/blocks/{home['id']}/children", body)
    assert "≤ `1000` blocks" in message


async def test_blocks_are_placed_at_the_start_the_end_or_after_another(api: Api):
    home = await api.page(children=[paragraph("a"), paragraph("d")])
    first = (await api.children(home["id"]))[0]["id"]
    after = {"type": "after_block", "after_block": {"id": first}}
    await api.append(home["id"], paragraph("b"), paragraph("c"), position=after)
    await api.append(home["id"], paragraph("0"), position={"type": "start"})
    await api.append(home["id"], paragraph("e"))
    assert [plain(block) for block in await api.children(home["id"])] == list("0abcde")


async def test_children_are_listed_in_pages_whose_cursor_is_the_next_block(api: Api):
    home = await api.page(children=[paragraph(str(number)) for number in range(5)])
    path = f"/v1/blocks/{home['id']}/children?page_size=2"
    first = await api.ok("GET", path)
    second = await api.ok("GET", f"{path}&start_cursor={first['next_cursor']}")
    assert first["next_cursor"] == second["results"][0]["id"]
    assert [plain(block) for block in second["results"]] == ["2", "3"]


async def test_an_update_changes_what_it_names_and_keeps_the_rest(api: Api):
    home = await api.page()
    [made] = await api.append(home["id"], {"to_do": {"rich_text": runs("a"), "color": "red"}})
    changed = await api.ok("PATCH", f"/v1/blocks/{made['id']}", {"to_do": {"checked": True}})
    assert changed["to_do"] == {**made["to_do"], "checked": True}


async def test_a_block_in_the_trash_is_hidden_cannot_change_and_can_return(api: Api):
    home = await api.page(children=[paragraph("a"), paragraph("b")])
    name = (await api.children(home["id"]))[0]["id"]
    assert (await api.ok("DELETE", f"/v1/blocks/{name}"))["in_trash"]
    assert [plain(block) for block in await api.children(home["id"])] == ["b"]
    message = await api.refused("PATCH", f"/v1/blocks/{name}", paragraph("new"))
    assert message.startswith("Can't edit block that is archived.")
    await api.ok("PATCH", f"/v1/blocks/{name}", {"in_trash": False})
    assert [plain(block) for block in await api.children(home["id"])] == ["a", "b"]


async def test_a_synced_copy_shows_the_children_of_its_original(api: Api):
    home = await api.page(children=[{"synced_block": SAMPLES["synced_block"]}])
    origin = (await api.children(home["id"]))[0]["id"]
    copy = {"synced_block": {"synced_from": {"block_id": origin}}}
    [made] = await api.append(home["id"], copy)
    assert [b["type"] for b in await api.children(made["id"])] == ["divider"]


async def test_a_mention_says_what_the_page_is_called_now(api: Api):
    home = await api.page("Old name")
    mention = [{"mention": {"page": {"id": home["id"]}}}]
    [made] = await api.append(home["id"], {"paragraph": {"rich_text": mention}})
    assert plain(made) == "Old name"
    body = {"properties": {"title": {"title": runs("New name")}}}
    await api.ok("PATCH", f"/v1/pages/{home['id']}", body)
    assert plain((await api.children(home["id"]))[0]) == "New name"


async def test_notions_own_icons_come_back_by_name(api: Api):
    url = "https://www.notion.so/icons/book_blue.svg"
    home = await api.page(icon={"type": "external", "external": {"url": url}})
    assert home["icon"] == {"type": "icon", "icon": {"name": "book", "color": "blue"}}


FORMATS = st.sampled_from([{}, {"bold": True}, {"color": "red"}, {"italic": True, "code": True}])
RUNS = st.lists(
    st.builds(lambda t, a: {"text": {"content": t}, "annotations": a}, st.text(max_size=9), FORMATS)
)


@given(RUNS.filter(lambda sent: len(sent) <= 100))
def test_runs_of_equal_format_are_merged_and_no_word_is_lost(sent: list):
    kept = read_rich_text(sent, (None, "body"))
    assert "".join(run["plain_text"] for run in kept) == "".join(
        run["text"]["content"] for run in sent
    )
    formats = [run["annotations"] for run in kept]
    assert all(one != other for one, other in pairwise(formats))
