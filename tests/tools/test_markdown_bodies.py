"""Bodies as markdown: the same page as from blocks, in one call, wherever that saves any."""

import asyncio
from typing import Any

import pytest
from hypothesis import assume, given

from tests.support.bodies import bodies, body
from tests.support.examples import examples
from tests.support.notion import Notion
from tools.blueprint.blocks import Block
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE, Plan
from tools.notion.render.markdown import to_markdown

Json = dict[str, Any]

URL = "https://example.com/a"
OWN = {"id", "parent", "created_time", "last_edited_time", "created_by", "last_edited_by"}


def design(*blocks: Any, **more: Any) -> Blueprint:
    return parse({"title": "home", "blocks": list(blocks), **more})


def plan_of(*blocks: Any, **more: Any) -> Plan:
    return from_nothing(design(*blocks, **more), WORKSPACE)


def rules(plan: Plan) -> list[str]:
    return [note.rule for note in plan.notes]


def paragraphs(number: int) -> list[Json]:
    return [{"type": "paragraph", "text": f"줄 {i}"} for i in range(number)]


def nest(depth: int, kind: str = "toggle") -> Json:
    """Blocks inside one another, `depth` in all."""
    inner = {"type": kind, "text": f"level {depth}"}
    for level in range(depth - 1, 0, -1):
        inner = {"type": kind, "text": f"level {level}", "children": [inner]}
    return inner


async def tree(notion: Notion, parent: str) -> list[Json]:
    """All blocks below a page or block, without their ids and times."""
    found = await notion.gateway().call("GET", f"blocks/{parent}/children?page_size=100")
    assert not found["has_more"]
    return [
        {k: v for k, v in block.items() if k not in OWN}
        | {"below": await tree(notion, block["id"]) if block["has_children"] else []}
        for block in found["results"]
    ]


async def from_markdown(notion: Notion, markdown: str) -> list[Json]:
    properties = {"title": {"title": [{"text": {"content": "home"}}]}}
    made = {"parent": WORKSPACE, "properties": properties, "markdown": markdown}
    page = await notion.gateway().call("POST", "pages", made)
    return await tree(notion, page["id"])


async def from_blocks(notion: Notion, blocks: list[Block]) -> list[Json]:
    """What is built the other way: a breadcrumb at the end cannot be said in markdown."""
    plan = from_nothing(
        Blueprint(title="home", blocks=[*blocks, *body([{"type": "breadcrumb"}])]), WORKSPACE
    )
    assert not any("markdown" in (operation.body or {}) for operation in plan.operations)
    return (await tree(notion, await notion.forge(plan).run()))[:-1]


async def same_either_way(blocks: list[Block], markdown: str) -> None:
    notion = await Notion.fresh()
    assert await from_markdown(notion, markdown) == await from_blocks(notion, blocks)


def inline(*texts: Any) -> str | None:
    return to_markdown(body([{"type": "paragraph", "text": text} for text in texts]))


@examples(60)
@given(bodies())
def test_markdown_makes_what_blocks_make(blocks: list[Block]) -> None:
    markdown = to_markdown(blocks)
    assume(markdown is not None)
    asyncio.run(same_either_way(blocks, markdown or ""))


EXAMPLES = {
    "words": ({"type": "paragraph", "text": "한국어 text 🎯"}, "한국어 text 🎯"),
    "nothing": ({"type": "paragraph"}, "<empty-block/>"),
    "colour": (
        {"type": "paragraph", "text": "a", "color": "red_background"},
        'a {color="red_bg"}',
    ),
    "heading": ({"type": "heading_4", "text": "C #"}, "#### C \\#"),
    "toggleable heading": (
        {
            "type": "heading_1",
            "text": "a",
            "color": "blue",
            "children": [{"type": "quote", "text": "b"}],
        },
        '# a {toggle="true" color="blue"}\n\t> b',
    ),
    "lists": (
        {
            "type": "bulleted_list_item",
            "text": "a",
            "children": [
                {"type": "numbered_list_item", "text": "b", "children": [{"type": "divider"}]}
            ],
        },
        "- a\n\t1. b\n\t\t---",
    ),
    "task": ({"type": "to_do", "text": "a", "checked": True}, "- [x] a"),
    "open task": ({"type": "to_do", "text": "a"}, "- [ ] a"),
    "toggles": (
        {
            "type": "toggle",
            "text": "a",
            "color": "blue",
            "children": [
                {"type": "toggle", "text": "b", "children": [nest(2, "bulleted_list_item")]}
            ],
        },
        '<details color="blue">\n<summary>a</summary>\n\t<details>\n\t<summary>b</summary>'
        "\n\t\t- level 1\n\t\t\t- level 2\n\t</details>\n</details>",
    ),
    "callout": (
        {
            "type": "callout",
            "text": "- a",
            "icon": "💡",
            "color": "blue_background",
            "children": [{"type": "paragraph", "text": "b"}],
        },
        '<callout icon="💡" color="blue_bg">\n\t\\- a\n\tb\n</callout>',
    ),
    "columns": (
        {
            "type": "column_list",
            "columns": [{"blocks": [{"type": "paragraph", "text": "a"}]}, {"blocks": []}],
        },
        "<columns>\n\t<column>\n\t\ta\n\t</column>\n\t<column>\n\t</column>\n</columns>",
    ),
    "table": (
        {"type": "table", "rows": [["a|b", ""]], "row_header": True},
        '<table header-row="true" header-column="true">\n\t<tr>'
        "\n\t\t<td>a\\|b</td>\n\t\t<td></td>\n\t</tr>\n</table>",
    ),
    "code": (
        {
            "type": "toggle",
            "text": "a",
            "children": [{"type": "code", "text": "*x*  \n\n</details>"}],
        },
        "<details>\n<summary>a</summary>\n\t```plain text\n\t*x*  \n\t\n\t</details>\n\t```"
        "\n</details>",
    ),
    "equation": ({"type": "equation", "expression": "a\\_b"}, "$$\na\\_b\n$$"),
    "contents": (
        {"type": "table_of_contents", "color": "gray"},
        '<table_of_contents color="gray"/>',
    ),
    "image": ({"type": "image", "url": URL, "caption": "[a]"}, f"![\\[a\\]]({URL})"),
    "film": (
        {"type": "video", "url": URL, "caption": "a"},
        f'<video src="{URL}">a</video>',
    ),
    "synced": (
        {"type": "synced_block", "children": [{"type": "divider"}]},
        "<synced_block>\n\t---\n</synced_block>",
    ),
}


@pytest.mark.parametrize(("block", "markdown"), EXAMPLES.values(), ids=list(EXAMPLES))
async def test_each_kind_of_block_has_its_markdown(block: Json, markdown: str) -> None:
    assert to_markdown(body([block])) == markdown
    await same_either_way(body([block]), markdown)


TEXTS = {
    "*a* **b** ~c~": "\\*a\\* \\*\\*b\\*\\* \\~c\\~",
    "snake_case _a_ __init__": "snake_case \\_a\\_ \\_\\_init\\_\\_",
    "# a": "\\# a",
    "#태그": "#태그",
    "- a": "\\- a",
    "-5 °C": "-5 °C",
    "+ a": "\\+ a",
    "---": "\\---",
    "===": "\\===",
    "1. a": "1\\. a",
    "2) a": "2\\) a",
    "3.14": "3.14",
    "> a": "\\> a",
    "```": "\\`\\`\\`",
    "$$": "\\$\\$",
    "<b> </b>": "\\<b\\> \\</b\\>",
    "[ ] [a](b)": "\\[ \\] \\[a\\](b)",
    '{color="red"}': '\\{color="red"\\}',
    "a\\b": "a\\\\b",
    "a\tb": "a\tb",
    "a\nb": "a<br>b",
    "<br>": "\\<br\\>",
}


@pytest.mark.parametrize(("text", "markdown"), TEXTS.items())
async def test_what_would_be_markup_is_escaped(text: str, markdown: str) -> None:
    assert inline(text) == markdown
    await same_either_way(body([{"type": "paragraph", "text": text}]), markdown)


RUNS = [
    ([{"text": "a", "bold": True, "italic": True}, {"text": " b"}], "***a*** b"),
    ([{"text": "a", "strikethrough": True, "bold": True}], "~~**a**~~"),
    ([{"text": "a", "bold": True}, {"text": "b", "bold": True}], "**ab**"),
    (
        [{"text": "a", "underline": True, "color": "red", "link": URL}],
        f'[<span color="red"><span underline="true">a</span></span>]({URL})',
    ),
    ([{"text": "a*b<c", "code": True}], "`a*b<c`"),
    ([{"equation": "a_1"}, {"text": " is"}], "$`a_1`$ is"),
    (
        [{"mention": {"date": {"start": "2026-01-31", "end": "2026-02-01"}}}],
        '<mention-date start="2026-01-31" end="2026-02-01"/>',
    ),
]


@pytest.mark.parametrize(("runs", "markdown"), RUNS)
async def test_each_format_has_its_markdown(runs: Any, markdown: str) -> None:
    assert inline(runs) == markdown
    await same_either_way(body([{"type": "paragraph", "text": runs}]), markdown)


@pytest.mark.parametrize(
    "text",
    [
        *("\u3000a", "a\u2028b", "a\rb", "see https://example.com", "who@example.com", "&amp;"),
        *(":smile:", "a \nb"),
        [{"text": "중요(필수)", "bold": True}, {"text": "는"}],
        [{"text": "a ", "bold": True}, {"text": "b"}],
        [{"text": "a", "bold": True}, {"text": "b", "italic": True}],
        [{"text": "a`b", "code": True}],
        [{"text": "a"}, {"equation": "x"}],
        [{"text": "a!"}, {"text": "b", "link": URL}],
        [{"text": "a", "link": "https://example.com/(a)"}],
        [{"mention": {"date": {"start": "2026-01-31T09:00:00+09:00"}}}],
        [{"mention": {"user": "00000000-0000-4000-8000-000000000000"}}],
        [{"mention": {"page": "notes"}}],
    ],
)
def test_what_might_be_read_otherwise_is_left_to_blocks(text: Any) -> None:
    assert inline(text) is None


@pytest.mark.parametrize(
    "block",
    [
        {"type": "bookmark", "url": URL},
        {"type": "embed", "url": URL},
        {"type": "breadcrumb"},
        {"type": "tab", "tabs": [{"title": "a"}]},
        {"type": "synced_block", "key": "a"},
        {"type": "synced_block", "ref": "a"},
        {"type": "link_to_page", "ref": "a"},
        {"type": "column_list", "columns": [{"ratio": 0.5}, {"ratio": 0.5}]},
        {"type": "code", "text": "a", "caption": "b"},
        {"type": "code", "text": "```"},
        {"type": "code", "text": [{"text": "a", "bold": True}]},
        {"type": "file", "url": URL, "name": "a.txt"},
        {"type": "callout", "text": "a", "icon": URL},
        {"type": "bulleted_list_item"},
        {"type": "paragraph", "color": "blue"},
        {"type": "toggle", "text": [{"text": "</summary>", "code": True}]},
    ],
)
def test_what_markdown_lacks_is_left_to_blocks(block: Json) -> None:
    assert to_markdown(body([block])) is None
    assert to_markdown(body([{"type": "toggle", "text": "a", "children": [block]}])) is None


@pytest.mark.parametrize("blocks", [paragraphs(240), [nest(6)]], ids=["long", "deep"])
async def test_a_long_or_deep_body_costs_no_further_call(blocks: list[Json]) -> None:
    plan = plan_of(*blocks)
    assert plan.counts.api_calls == plan.counts.bound == 1
    assert rules(plan) == ["markdown_body"]
    assert plan.counts.blocks == (240 if len(blocks) > 1 else 6)

    notion = await Notion.fresh()
    page = notion.page(await notion.forge(plan).run())
    assert len(page["blocks"]) == len(blocks)


def test_a_body_that_fits_into_its_request_goes_as_blocks() -> None:
    plan = plan_of(*paragraphs(100))
    assert rules(plan) == []
    assert len((plan.operations[0].body or {})["children"]) == 100


def test_a_long_body_with_a_bookmark_keeps_blocks() -> None:
    plan = plan_of(*paragraphs(120), {"type": "bookmark", "url": URL})
    assert "markdown" not in (plan.operations[0].body or {})
    assert rules(plan) == ["long_body"]


def test_a_body_beyond_the_size_of_a_request_keeps_blocks() -> None:
    plan = plan_of(*({"type": "paragraph", "text": "글" * 50_000} for _ in range(4)))
    assert set(rules(plan)) == {"long_body"}


def test_a_rows_long_body_costs_no_further_call_but_never_names_the_row() -> None:
    def calls(first: str) -> int:
        row = {"values": {"이름": "a"}, "blocks": [{"type": first, "text": "b"}, *paragraphs(120)]}
        properties = [{"name": "이름", "type": "title"}]
        table = {"key": "d", "title": "표", "properties": properties, "rows": [row]}
        return plan_of(databases=[table]).counts.api_calls

    assert calls("heading_2") == 3
    assert calls("heading_1") == 4


@pytest.mark.parametrize("written", [True, False])
async def test_an_append_behind_markdown_whose_answer_is_lost_is_there_once(written: bool) -> None:
    """The look at the parent has to know how many blocks the markdown had put there."""
    table = {"key": "d", "title": "표", "properties": [{"name": "이름", "type": "title"}]}
    place = {"type": "database", "ref": "d"}
    tail = {"type": "paragraph", "text": "the end"}
    plan = plan_of(*paragraphs(120), place, tail, databases=[table])
    assert [operation.first_level for operation in plan.operations] == [120, 0, 0]

    notion = await Notion.fresh()
    notion.faults.inject(method="PATCH", path="/children$", drop=True, after_write=written)
    page = notion.page(await notion.forge(plan).run())
    assert notion.faults.struck == 1
    assert [block["type"] for block in page["blocks"][119:]] == [
        "paragraph",
        "child_database",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" a \n", "a"),
        ("　段落 ", "　段落"),
        ([{"text": " "}, {"text": " a ", "bold": True}, {"text": "\t"}], [{"text": "a"}]),
        ([{"text": " x ", "code": True}, {"text": " b "}], [{"text": " x "}, {"text": " b"}]),
        ([{"text": " "}, {"equation": "x"}, {"text": " "}], [{"text": ""}]),
        (" ", ""),
    ],
)
def test_blanks_around_words_are_no_words(given: Any, kept: Any) -> None:
    (block,) = design({"type": "paragraph", "text": given}).blocks
    said = block.model_dump()["text"]
    assert said == kept if isinstance(kept, str) else [{"text": r["text"]} for r in said] == kept
