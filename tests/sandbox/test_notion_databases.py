"""Databases, schemas and rows: what is computed, what is linked, what is refused."""

import pytest

from tests.sandbox.notionkit import Api, runs, schema, tasks, text_value


async def test_every_creatable_type_makes_a_row_that_the_schemas_allow(api: Api):
    home, _, source = await tasks(api)
    plain = ("rich_text", "select", "people", "files", "checkbox", "url", "email", "phone_number")
    stamps = ("created_time", "created_by", "last_edited_time", "last_edited_by", "place")
    properties = {kind: {kind: {}} for kind in (*plain, *stamps)}
    relation = {"relation": {"data_source_id": source, "single_property": {}}}
    database = {"Name": {"title": {}}, **properties, "relation": relation}
    _, everything = await api.database(home, "All", database)
    made = await api.row(everything, Name=text_value("row"))
    assert set(made["properties"]) == set(database)
    assert list(made["properties"])[-1] == "Name"


async def test_a_status_without_options_has_notions_groups_and_default(api: Api):
    _, _, source = await tasks(api)
    status = (await schema(api, source))["Status"]["status"]
    assert [option["name"] for option in status["options"]] == [
        "Not started",
        "In progress",
        "Done",
    ]
    assert [group["name"] for group in status["groups"]] == ["To-do", "In progress", "Complete"]
    row = await api.row(source, Name=text_value("new"))
    assert row["properties"]["Status"]["status"]["name"] == "Not started"


async def test_a_formula_is_kept_by_id_and_survives_renaming(api: Api):
    _, _, source = await tasks(api)
    late = (await schema(api, source))["Late"]["formula"]["expression"]
    assert late.startswith("{{notion:block_property:")
    row = await api.row(source, Name=text_value("old"), Due={"date": {"start": "2020-01-01"}})
    body = {"properties": {"Due": {"name": "Deadline"}}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", body)
    found = await api.ok("GET", f"/v1/pages/{row['id']}")
    assert found["properties"]["Late"]["formula"] == {"type": "boolean", "boolean": True}


async def test_one_call_makes_a_relation_and_a_rollup_over_it(api: Api):
    home, _, source = await tasks(api)
    _, projects = await api.database(
        home,
        "Projects",
        {
            "Hours": {
                "rollup": {
                    "relation_property_name": "Tasks",
                    "rollup_property_name": "Hours",
                    "function": "sum",
                }
            },
            "Tasks": {"relation": {"data_source_id": source, "dual_property": {}}},
            "Name": {"title": {}},
        },
    )
    made = [await api.row(source, Name=text_value("t"), Hours={"number": h}) for h in (2, 3)]
    links = {"relation": [{"id": row["id"]} for row in made]}
    project = await api.row(projects, Name=text_value("p"), Tasks=links)
    assert project["properties"]["Hours"]["rollup"]["number"] == 5
    task = await api.ok("GET", f"/v1/pages/{made[0]['id']}")
    other = task["properties"]["Related to Projects (Tasks)"]
    assert other["relation"] == [{"id": project["id"]}]


async def test_both_sides_of_a_relation_change_together(api: Api):
    home, _, source = await tasks(api)
    dual = {"relation": {"data_source_id": source, "dual_property": {"synced_property_name": "P"}}}
    _, projects = await api.database(home, "Projects", {"Name": {"title": {}}, "Tasks": dual})
    task = await api.row(source, Name=text_value("t"))
    linked = {"relation": [{"id": task["id"]}]}
    project = await api.row(projects, Name=text_value("p"), Tasks=linked)
    cleared = {"properties": {"P": {"relation": []}}}
    await api.ok("PATCH", f"/v1/pages/{task['id']}", cleared)
    found = await api.ok("GET", f"/v1/pages/{project['id']}")
    assert found["properties"]["Tasks"]["relation"] == []


async def test_removing_a_two_way_relation_removes_its_other_side(api: Api):
    home, _, source = await tasks(api)
    dual = {"relation": {"data_source_id": source, "dual_property": {}}}
    _, projects = await api.database(home, "Projects", {"Name": {"title": {}}, "Tasks": dual})
    assert "Related to Projects (Tasks)" in await schema(api, source)
    await api.ok("PATCH", f"/v1/data_sources/{projects}", {"properties": {"Tasks": None}})
    assert "Related to Projects (Tasks)" not in await schema(api, source)


async def test_a_relation_to_itself_takes_one_patch(api: Api):
    _, _, source = await tasks(api)
    side = {"dual_property": {"synced_property_name": "Subtasks"}}
    relation = {"relation": {"data_source_id": source, **side}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": {"Parent": relation}})
    assert {"Parent", "Subtasks"} <= set(await schema(api, source))


async def test_rows_are_numbered_and_answered_newest_first(api: Api):
    _, _, source = await tasks(api)
    for name in "abc":
        await api.row(source, Name=text_value(name))
    found = await api.ok("POST", f"/v1/data_sources/{source}/query", {})
    numbers = [row["properties"]["ID"]["unique_id"]["number"] for row in found["results"]]
    assert numbers == [3, 2, 1]


async def test_a_query_filters_sorts_and_pages(api: Api):
    _, _, source = await tasks(api)
    for hours in (3, 1, 2, 5):
        await api.row(source, Name=text_value(str(hours)), Hours={"number": hours})
    body = {
        "filter": {"property": "Hours", "number": {"less_than": 5}},
        "sorts": [{"property": "Hours", "direction": "ascending"}],
        "page_size": 2,
    }
    path = f"/v1/data_sources/{source}/query"
    first = await api.ok("POST", path, body)
    second = await api.ok("POST", path, {**body, "start_cursor": first["next_cursor"]})
    hours = [r["properties"]["Hours"]["number"] for r in (*first["results"], *second["results"])]
    assert hours == [1, 2, 3]
    assert first["next_cursor"].startswith("s:")


async def test_a_row_may_name_an_option_that_does_not_exist_but_no_status(api: Api):
    _, _, source = await tasks(api)
    await api.row(
        source, Name=text_value("x"), Tags={"multi_select": [{"name": "RED"}, {"name": "new"}]}
    )
    options = (await schema(api, source))["Tags"]["multi_select"]["options"]
    assert [option["name"] for option in options] == ["red", "new"]
    body = {
        "parent": {"data_source_id": source},
        "properties": {"Status": {"status": {"name": "Never"}}},
    }
    assert 'Status option "Never" does not exist' in await api.refused("POST", "/v1/pages", body)


async def test_properties_are_added_changed_and_renamed_without_losing_their_id(api: Api):
    _, _, source = await tasks(api)
    before = (await schema(api, source))["Hours"]["id"]
    changes = {
        "Hours": {"name": "Effort", "number": {"format": "percent"}},
        "Note": {"rich_text": {}},
        "Tags": None,
    }
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": changes})
    after = await schema(api, source)
    assert after["Effort"]["id"] == before
    assert after["Effort"]["number"] == {"format": "percent"}
    assert "Note" in after
    assert "Tags" not in after


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"A": {"rich_text": {}}}, "Title is not provided"),
        ({"A": {"title": {}}, "B": {"title": {}}}, "more than one title"),
        (
            {"A": {"title": {}}, "B": {"select": {"options": [{"name": "a,b"}]}}},
            "commas not allowed",
        ),
        (
            {"A": {"title": {}}, "B": {"select": {"options": [{"name": "a"}, {"name": "A"}]}}},
            "unique ignoring case",
        ),
        ({"A": {"title": {}}, "B": {"formula": {"expression": 'prop("Nope") + 1'}}}, "formula"),
        ({"A": {"title": {}}, "B": {"formula": {"expression": "1 +"}}}, "formula"),
        ({"A": {"title": {}}, "B": {"number": {"format": "furlong"}}}, "number.format should be"),
        ({"A": {"title": {}}, "B": {"relation": {"data_source_id": "nope"}}}, "valid uuid"),
        (
            {
                "A": {"title": {}},
                "B": {
                    "rollup": {
                        "relation_property_name": "Nope",
                        "rollup_property_name": "A",
                        "function": "count",
                    }
                },
            },
            "Could not find property with name or id: Nope",
        ),
        ({"A": {"title": {}}, "B": {"verification": {}}}, "cannot be created"),
    ],
)
async def test_a_schema_that_notion_would_refuse_is_refused(api: Api, properties: dict, words: str):
    home = await api.page()
    body = {
        "parent": {"type": "page_id", "page_id": home["id"]},
        "initial_data_source": {"properties": properties},
    }
    assert words in await api.refused("POST", "/v1/databases", body)
    assert await api.children(home["id"]) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Hours": {"number": "5"}}, "number should be a number"),
        ({"Hours": {"rich_text": []}}, "Hours is expected to be number."),
        ({"Nope": {"number": 5}}, "Nope is not a property that exists."),
        ({"Late": {"formula": {}}}, "read-only"),
        ({"Due": {"date": {"start": "tomorrow"}}}, "valid ISO 8601 date"),
    ],
)
async def test_a_value_that_does_not_fit_its_property_is_refused(api: Api, value: dict, words: str):
    _, _, source = await tasks(api)
    body = {"parent": {"data_source_id": source}, "properties": value}
    assert words in await api.refused("POST", "/v1/pages", body)


async def test_a_button_is_silently_ignored(api: Api):
    home = await api.page()
    _, source = await api.database(home["id"], "B", {"N": {"title": {}}, "Go": {"button": {}}})
    assert list(await schema(api, source)) == ["N"]


async def test_a_time_in_a_zone_comes_back_with_its_offset(api: Api):
    _, _, source = await tasks(api)
    due = {"date": {"start": "2026-06-27T17:57:32", "time_zone": "Europe/London"}}
    row = await api.row(source, Name=text_value("x"), Due=due)
    assert row["properties"]["Due"]["date"] == {
        "start": "2026-06-27T17:57:00.000+01:00",
        "end": None,
        "time_zone": None,
    }


async def test_a_database_without_title_is_called_new_database(api: Api):
    home = await api.page()
    body = {"parent": {"type": "page_id", "page_id": home["id"]}}
    made = await api.ok("POST", "/v1/databases", body)
    source = await api.ok("GET", f"/v1/data_sources/{made['data_sources'][0]['id']}")
    assert made["title"][0]["plain_text"] == "New database"
    assert source["title"] == []


async def test_a_trashed_database_hides_its_rows_and_refuses_new_ones(api: Api):
    home, database, source = await tasks(api)
    row = await api.row(source, Name=text_value("x"))
    shown = await api.ok("DELETE", f"/v1/blocks/{database}")
    assert shown["type"] == "child_database"
    assert (await api.ok("GET", f"/v1/pages/{row['id']}"))["in_trash"]
    await api.refused("POST", f"/v1/data_sources/{source}/query", {}, status=404)
    await api.refused("POST", "/v1/pages", {"parent": {"data_source_id": source}, "properties": {}})
    assert await api.children(home) == []


async def test_long_relations_are_shown_in_part_and_read_in_full(api: Api):
    home, _, source = await tasks(api)
    one_way = {"relation": {"data_source_id": source, "single_property": {}}}
    _, other = await api.database(home, "O", {"Name": {"title": {}}, "Tasks": one_way})
    links = [{"id": (await api.row(source))["id"]} for _ in range(30)]
    row = await api.row(other, Name=text_value("x"), Tasks={"relation": links})
    shown = row["properties"]["Tasks"]
    assert (len(shown["relation"]), shown["has_more"]) == (25, True)
    full = await api.ok("GET", f"/v1/pages/{row['id']}/properties/{shown['id']}")
    assert len(full["results"]) == 30


async def test_a_row_moves_to_a_page_and_keeps_its_title(api: Api):
    home, _, source = await tasks(api)
    row = await api.row(source, Name=text_value("wanderer"))
    moved = await api.ok("POST", f"/v1/pages/{row['id']}/move", {"parent": {"page_id": home}})
    assert moved["properties"] == {
        "title": {"id": "title", "type": "title", "title": moved["properties"]["title"]["title"]}
    }
    assert moved["properties"]["title"]["title"] == [
        {**run} for run in row["properties"]["Name"]["title"]
    ]
    assert "child_page" in [block["type"] for block in await api.children(home)]


async def test_description_and_layout_show_on_the_data_source(api: Api):
    home = await api.page()
    _, source = await api.database(
        home["id"], "D", {"N": {"title": {}}}, is_inline=True, description=runs("why")
    )
    shown = await api.ok("GET", f"/v1/data_sources/{source}")
    assert (shown["is_inline"], shown["description"][0]["plain_text"]) == (True, "why")


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ('prop("Name") + "!"', {"type": "string", "string": "row!"}),
        ('prop("Hours") * 2', {"type": "number", "number": 6}),
        ('prop("Hours") > 2', {"type": "boolean", "boolean": True}),
        (
            'prop("Due")',
            {"type": "date", "date": {"start": "2026-01-31", "end": None, "time_zone": None}},
        ),
        ('prop("Tags")', {"type": "string", "string": "red, new"}),
        ('prop("Status") + prop("ID")', {"type": "string", "string": "Not startedT-1"}),
        ('prop("Late")', {"type": "boolean", "boolean": True}),
        ('prop("Self").map(current.prop("Name"))', {"type": "string", "string": ""}),
    ],
)
async def test_formulas_come_to_values_of_every_type(api: Api, expression: str, shown: dict):
    _, _, source = await tasks(api)
    one_way = {"relation": {"data_source_id": source, "single_property": {}}}
    changes = {"Self": one_way, "Result": {"formula": {"expression": expression}}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": changes})
    row = await api.row(
        source,
        Name=text_value("row"),
        Hours={"number": 3},
        Due={"date": {"start": "2026-01-31"}},
        Tags={"multi_select": [{"name": "red"}, {"name": "new"}]},
    )
    assert row["properties"]["Result"]["formula"] == shown
