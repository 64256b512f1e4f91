"""Markdown in and out of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.markdown import inline, written_inline
from sandbox.notion.records import Json
from sandbox.notion.richtext import plain, text_run
from tests.sandbox.notionkit import Api

TEXT = """# Title
Some **bold** and *slanted* `code` with a [link](https://example.com)
- one
	- nested
1. first
- [ ] open
- [x] done
> quoted {color="blue"}
---
```python
print("# no heading")
```
$$
e = mc^2
$$
<callout icon="💡" color="blue_bg">
	Note
</callout>
<details color="green">
<summary>More</summary>
	- hidden
		- deeper
	<details>
	<summary>Still more</summary>
		```html
		<!-- kept -->
		</details>
		```
	</details>
	after
</details>
<table_of_contents color="gray"/>
<columns>
	<column>
		left
	</column>
	<column>
		right
	</column>
</columns>
<table header-row="true" header-column="true">
	<tr>
		<td>a</td>
		<td>b</td>
	</tr>
</table>
![caption](https://example.com/a.png)
<empty-block/>"""


async def markdown(api: Api, name: str) -> str:
    return (await api.ok("GET", f"/v1/pages/{name}/markdown"))["markdown"]


async def edit(api: Api, name: str, kind: str, **more) -> str:
    body = {"type": kind, kind: more}
    return (await api.ok("PATCH", f"/v1/pages/{name}/markdown", body))["markdown"]


async def test_what_was_written_as_markdown_is_read_as_the_same(api: Api):
    home = await api.page(markdown=TEXT)
    assert await markdown(api, home["id"]) == TEXT


async def test_a_first_heading_is_the_title_only_if_no_title_was_given(api: Api):
    body = {"parent": {"workspace": True}, "markdown": "# Hello\n\nText"}
    made = await api.ok("POST", "/v1/pages", body)
    assert made["properties"]["title"]["title"][0]["plain_text"] == "Hello"
    assert await markdown(api, made["id"]) == "Text"


async def test_blank_lines_between_blocks_do_not_come_back(api: Api):
    home = await api.page()
    assert await edit(api, home["id"], "insert_content", content="# A\n\nB") == "# A\nB"


async def test_content_is_updated_where_it_is_found_once(api: Api):
    home = await api.page(markdown="one\ntwo\ntwo")
    update = {"old_str": "one", "new_str": "three"}
    assert await edit(api, home["id"], "update_content", content_updates=[update]) == (
        "three\ntwo\ntwo"
    )
    body = {
        "type": "update_content",
        "update_content": {"content_updates": [{"old_str": "two", "new_str": "x"}]},
    }
    path = f"/v1/pages/{home['id']}/markdown"
    assert "more than once" in await api.refused("PATCH", path, body)


async def test_code_keeps_its_white_space_however_deep_it_stands(api: Api):
    home = await api.page(markdown="- a\n\t```python\n\tx  \n\n\t\ty\n\t```\nb")
    assert await markdown(api, home["id"]) == "- a\n\t```python\n\tx  \n\t\n\t\ty\n\t```\nb"


async def test_a_line_that_begins_with_a_span_is_a_block_with_children(api: Api):
    text = '<span color="red">a</span>\n\tb'
    home = await api.page(markdown=text)
    assert len((await api.ok("GET", f"/v1/blocks/{home['id']}/children"))["results"]) == 1
    assert await markdown(api, home["id"]) == text


async def test_escaped_attributes_are_words(api: Api):
    text = 'a \\{color="red"\\} {color="blue"}'
    home = await api.page(markdown=text)
    assert await markdown(api, home["id"]) == text


async def test_a_line_may_be_longer_than_the_text_of_a_request(api: Api):
    home = await api.page(markdown="글" * 5_000)
    (block,) = (await api.ok("GET", f"/v1/blocks/{home['id']}/children"))["results"]
    assert [run["plain_text"] for run in block["paragraph"]["rich_text"]] == ["글" * 5_000]


LINES = {
    "***a***": [("a", "bold italic", None)],
    "**a *b***": [("a ", "bold", None), ("b", "bold italic", None)],
    "~~**a**~~b": [("a", "bold strikethrough", None), ("b", "", None)],
    "**a\\***": [("a*", "bold", None)],
    "2 * 3 * 4": [("2 * 3 * 4", "", None)],
    "**a *b*": [("**a ", "", None), ("b", "italic", None)],
    "`*a*` \\- \\_": [("*a*", "code", None), (" - _", "", None)],
    '<span underline="true"><span color="red">a</span> b</span>': [
        ("a", "underline red", None),
        (" b", "underline", None),
    ],
    "[a \\] **b**](https://example.com) [c]": [
        ("a ] ", "", "https://example.com"),
        ("b", "bold", "https://example.com"),
        (" [c]", "", None),
    ],
    "a<br>b": [("a\nb", "", None)],
}


@pytest.mark.parametrize(("line", "runs"), LINES.items())
def test_marks_may_stand_inside_one_another(line: str, runs: list[tuple[str, str, str | None]]):
    assert [_run(run) for run in inline(line)] == runs


def _run(run: Json) -> tuple[str, str, str | None]:
    marks = [
        k if v is True else v for k, v in run["annotations"].items() if v not in (False, "default")
    ]
    return run["plain_text"], " ".join(marks), run["href"]


async def test_replacing_a_page_does_not_delete_subpages_unasked(api: Api):
    home = await api.page(markdown="old")
    child = {"parent": {"page_id": home["id"]}, "properties": {}}
    await api.ok("POST", "/v1/pages", child)
    body = {"type": "replace_content", "replace_content": {"new_str": "new"}}
    path = f"/v1/pages/{home['id']}/markdown"
    assert "allow_deleting_content" in await api.refused("PATCH", path, body)
    replaced = await api.ok("PATCH", path, {**body, "allow_deleting_content": True})
    assert replaced["markdown"] == "new"


async def test_a_deferred_edit_is_told_by_its_task(api: Api):
    home = await api.page()
    body = {"type": "insert_content", "insert_content": {"content": "later"}, "allow_async": True}
    status, task = await api.send("PATCH", f"/v1/pages/{home['id']}/markdown", body)
    assert (status, task["status"]) == (202, "queued")
    done = await api.ok("GET", f"/v1/async_tasks/{task['id']}")
    assert (done["status"], done["result"]["markdown"]) == ("succeeded", "later")


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40))
def test_any_line_survives_being_written_and_read(words: str):
    runs = [text_run(words)] if words else []
    assert plain(inline(written_inline(runs))) == words
