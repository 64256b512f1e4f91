"""Whatever stands in a body: it is taken or refused in Notion's words, and never a breakdown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.sandbox.notionkit import Api, paragraph, runs, text_value

ODD = (None, -1, "", "odd", [None], {}, {"odd": 1})
ZERO = "00000000-0000-0000-0000-000000000000"
SCHEMA: dict[str, Any] = {
    "Name": {"title": {}},
    "Text": {"rich_text": {}, "description": "words"},
    "Number": {"number": {"format": "won"}},
    "One": {"select": {"options": [{"name": "a", "color": "red"}]}},
    "Many": {"multi_select": {"options": [{"name": "a"}]}},
    "State": {"status": {"options": [{"name": "b", "color": "blue"}]}},
    "When": {"date": {}},
    "Sum": {"formula": {"expression": 'prop("Number") + 1'}},
    "Id": {"unique_id": {"prefix": "T"}},
}
VALUES: dict[str, Any] = {
    "Name": {"title": runs("row")},
    "Text": {"rich_text": [{"type": "text", "text": {"content": "x", "link": {"url": "/p"}}}]},
    "Number": {"number": 3},
    "One": {"select": {"name": "a"}},
    "Many": {"multi_select": [{"name": "a"}]},
    "State": {"status": {"name": "b"}},
    "When": {"date": {"start": "2026-01-02", "end": "2026-01-03", "time_zone": None}},
}
LOOKS: dict[str, Any] = {
    "icon": {"type": "emoji", "emoji": "🧭"},
    "cover": {"type": "external", "external": {"url": "https://e.com/c.png"}},
}
BLOCKS: list[Any] = [
    {"callout": {"rich_text": runs("x", annotations={"bold": True}), "icon": {"emoji": "💡"}}},
    {"to_do": {"rich_text": runs("x"), "checked": True, "children": [paragraph()]}},
    {"code": {"rich_text": runs("x"), "language": "python", "caption": runs("c")}},
    {"table": {"table_width": 1, "children": [{"table_row": {"cells": [runs("A")]}}]}},
    {"column_list": {"children": [{"column": {"children": [paragraph()]}}, {"column": {}}]}},
    {"tab": {"children": [paragraph(icon={"emoji": "💡"})]}},
    {"image": {"type": "external", "external": {"url": "https://e.com/i.png"}}},
    {"file": {"external": {"url": "https://e.com/f.pdf"}, "name": "n"}},
    {"synced_block": {"synced_from": None, "children": [paragraph()]}},
    {"link_to_page": {"page_id": ZERO}},
    {"paragraph": {"rich_text": [{"mention": {"date": {"start": "2026-01-02"}}}]}},
    {"paragraph": {"rich_text": [{"mention": {"user": {"id": ZERO}}}]}},
    {"paragraph": {"rich_text": [{"equation": {"expression": "x"}}]}},
]
FILTER = {"and": [{"property": "One", "select": {"equals": "a"}}]}
SORTS = [{"property": "When", "direction": "ascending"}]
BOARD = {
    "type": "board",
    "group_by": {"type": "select", "property_id": "One", "sort": {"type": "manual"}},
    "properties": [{"property_id": "title", "visible": True, "width": 20}],
    "cover": {"type": "page_cover"},
}
CHART = {
    "type": "chart",
    "chart_type": "column",
    "x_axis": {"type": "select", "property_id": "One", "sort": {"type": "manual"}},
    "y_axis": {"aggregator": "sum", "property_id": "Number"},
}


Request = tuple[str, str, Any]  # method, path, body


def requests(at: Mapping[str, str]) -> dict[str, Request]:
    """A body for every endpoint that takes one, about the objects that `at` names."""
    return _of_pages_and_databases(at) | _of_what_is_on_pages(at)


def _of_pages_and_databases(at: Mapping[str, str]) -> dict[str, Request]:
    source, database = at["source"], at["database"]
    inside = {"type": "page_id", "page_id": at["page"]}
    position = {"type": "after_block", "after_block": {"id": at["block"]}}
    return {
        "page": (
            *("POST", "/v1/pages"),
            {"parent": inside, "properties": text_value("x"), **LOOKS, "position": position},
        ),
        "row": ("POST", "/v1/pages", {"parent": {"data_source_id": source}, "properties": VALUES}),
        "template": (
            *("POST", "/v1/pages"),
            {"parent": {"data_source_id": source}, "template": {"type": "none"}},
        ),
        "markdown": (
            *("POST", "/v1/pages"),
            {"parent": inside, "markdown": "# x", "allow_async": False},
        ),
        "edit": (
            *("PATCH", f"/v1/pages/{at['row']}"),
            {"properties": text_value("y"), "is_locked": False, "erase_content": False},
        ),
        "move": ("POST", f"/v1/pages/{at['row']}/move", {"parent": {"data_source_id": source}}),
        "database": (
            *("POST", "/v1/databases"),
            {"parent": inside, "title": runs("x"), "initial_data_source": {"properties": SCHEMA}},
        ),
        "edit database": (
            *("PATCH", f"/v1/databases/{database}"),
            {"title": runs("x"), "description": runs("y"), "is_inline": True, "parent": inside},
        ),
        "data source": (
            *("POST", "/v1/data_sources"),
            {"parent": {"database_id": at["other"]}, "properties": {"Name": {"title": {}}}},
        ),
        "schema": (
            *("PATCH", f"/v1/data_sources/{at['spare']}"),
            {"title": runs("x"), "properties": {"Text": {"rich_text": {}}, "Name": {"name": "N"}}},
        ),
        "query": (
            *("POST", f"/v1/data_sources/{source}/query"),
            {"filter": FILTER, "sorts": SORTS, "page_size": 3, "result_type": "page"},
        ),
    }


def _of_what_is_on_pages(at: Mapping[str, str]) -> dict[str, Request]:
    page, source, database = at["page"], at["source"], at["database"]
    inside = {"type": "page_id", "page_id": page}
    view = {"data_source_id": source, "database_id": database, "filter": FILTER, "sorts": SORTS}
    linked = {"parent": inside, "position": {"type": "after_block", "block_id": at["block"]}}
    position = {"type": "after_block", "after_block": {"id": at["block"]}}
    return {
        "blocks": (
            *("PATCH", f"/v1/blocks/{page}/children"),
            {"children": BLOCKS, "position": position},
        ),
        "block": ("PATCH", f"/v1/blocks/{at['block']}", paragraph("y", color="red")),
        "insert": (
            *("PATCH", f"/v1/pages/{page}/markdown"),
            {"type": "insert_content", "insert_content": {"content": "x", "position": position}},
        ),
        "update": (
            *("PATCH", f"/v1/pages/{at['row']}/markdown"),
            {"update_content": {"content_updates": [{"old_str": "y", "new_str": "y"}]}},
        ),
        "board": (
            *("POST", "/v1/views"),
            {**view, "name": "b", "type": "board", "configuration": BOARD},
        ),
        "chart": (
            *("POST", "/v1/views"),
            {**view, "name": "c", "type": "chart", "configuration": CHART},
        ),
        "linked": (
            *("POST", "/v1/views"),
            {"data_source_id": source, "create_database": linked, "name": "l", "type": "list"},
        ),
        "edit view": (
            *("PATCH", f"/v1/views/{at['view']}"),
            {
                "filter": FILTER,
                "sorts": SORTS,
                "quick_filters": {"One": {"select": {"equals": "a"}}},
            },
        ),
        "view query": ("POST", f"/v1/views/{at['view']}/queries", {"page_size": 2}),
        "comment": (
            *("POST", "/v1/comments"),
            {"parent": inside, "rich_text": runs("x"), "display_name": {"type": "integration"}},
        ),
        "edit comment": ("PATCH", f"/v1/comments/{at['comment']}", {"markdown": "x"}),
        "search": (
            *("POST", "/v1/search"),
            {"query": "x", "filter": {"property": "object", "value": "page"}, "page_size": 2},
        ),
        "upload": (
            *("POST", "/v1/file_uploads"),
            {"mode": "multi_part", "filename": "a.bin", "number_of_parts": 2},
        ),
    }


async def furnished(api: Api) -> dict[str, str]:
    page = (await api.page())["id"]
    database, source = await api.database(page, "Tasks", SCHEMA)
    other, _ = await api.database(page, "Other", {"Name": {"title": {}}})
    _, spare = await api.database(page, "Spare", {"Name": {"title": {}}})
    row = (await api.row(source, Name=text_value("row")))["id"]
    [block] = await api.append(page, paragraph())
    await api.append(row, paragraph("y"))
    views = await api.ok("GET", f"/v1/views?database_id={database}")
    body = {"parent": {"page_id": page}, "rich_text": runs("x")}
    comment = await api.ok("POST", "/v1/comments", body)
    made = {"page": page, "database": database, "source": source, "other": other, "spare": spare}
    view = views["results"][0]["id"]
    return {**made, "row": row, "block": block["id"], "view": view, "comment": comment["id"]}


def damaged(value: Any) -> Iterator[Any]:
    """A value with something odd in each of its places in turn."""
    yield from ODD
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: odd} for odd in damaged(item))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in damaged(item))


@pytest.mark.parametrize("name", requests(defaultdict(str)))
async def test_odd_bodies_are_taken_or_refused(api: Api, name: str):
    method, path, body = requests(await furnished(api))[name]
    for odd in damaged(body):
        status, answer = await api.send(method, path, odd)
        assert status < 500, (odd, answer)


async def test_the_bodies_themselves_are_taken(api: Api):
    for name, (method, path, body) in requests(await furnished(api)).items():
        status, answer = await api.send(method, path, body)
        assert status == 200, (name, answer)
