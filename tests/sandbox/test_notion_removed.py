"""A property that was deleted comes back as it was, and so does what hung on it."""

from tests.sandbox.notionkit import HEADERS, TASKS, Api, schema, tasks, text_value


async def test_a_deleted_property_comes_back_by_its_id_with_all_that_hung_on_it(api: Api):
    _, database, source = await tasks(api)
    row = await api.row(source, Name=text_value("old"), Due={"date": {"start": "2020-01-01"}})
    due = (await schema(api, source))["Due"]
    view = {"database_id": database, "data_source_id": source, "name": "Days", "type": "calendar"}
    settings = {"configuration": {"type": "calendar", "date_property_id": due["id"]}}
    days = await api.ok("POST", "/v1/views", {**view, **settings})
    path = f"/v1/data_sources/{source}"

    await api.ok("PATCH", path, {"properties": {"Due": None}})
    assert "Due" not in (await api.ok("GET", f"/v1/pages/{row['id']}"))["properties"]
    renamed = await api.ok("PATCH", f"/v1/views/{days['id']}", {"name": "Dates", **settings})
    await api.ok("PATCH", path, {"properties": {"Due": {"id": due["id"]}}})

    assert (await schema(api, source))["Due"] == due
    found = (await api.ok("GET", f"/v1/pages/{row['id']}"))["properties"]
    assert found["Due"]["date"]["start"] == "2020-01-01"
    assert found["Late"]["formula"] == {"type": "boolean", "boolean": True}
    assert renamed["configuration"]["date_property_id"] == due["id"]


async def as_made(api: Api, source: str) -> list[str]:
    preferring = {**HEADERS, "Prefer": "order=made"}
    found = await api.http.get(f"/v1/data_sources/{source}", headers=preferring)
    return list(found.json()["properties"])


async def test_deleted_properties_come_back_to_where_they_stood_in_whichever_order(api: Api):
    _, _, source = await tasks(api)
    before, path = await schema(api, source), f"/v1/data_sources/{source}"
    for name in ("Due", "Hours"):
        await api.ok("PATCH", path, {"properties": {name: None}})
    await api.ok("PATCH", path, {"properties": {"New": {"checkbox": {}}}})

    await api.ok("PATCH", path, {"properties": {"Due": {"id": before["Due"]["id"]}}})
    assert await as_made(api, source) == [*(name for name in TASKS if name != "Hours"), "New"]
    await api.ok("PATCH", path, {"properties": {"Hours": {"id": before["Hours"]["id"]}}})
    assert await as_made(api, source) == [*TASKS, "New"]
    await api.ok("PATCH", path, {"properties": {"Due": None, "New": None}})
    await api.ok("PATCH", path, {"properties": {"Until": {"id": before["Due"]["id"]}}})
    assert await as_made(api, source) == ["Until" if name == "Due" else name for name in TASKS]


async def test_a_deleted_relation_comes_back_with_its_other_side_and_the_rollup_over_it(api: Api):
    home, _, source = await tasks(api)
    dual = {"dual_property": {"synced_property_name": "Project"}}
    relation = {"relation": {"data_source_id": source, **dual}}
    rolled = {"relation_property_name": "Tasks", "rollup_property_name": "Hours"}
    rollup = {"rollup": {**rolled, "function": "sum"}}
    properties = {"Name": {"title": {}}, "Tasks": relation, "Sum": rollup}
    _, projects = await api.database(home, "Projects", properties)
    task = await api.row(source, Name=text_value("t"), Hours={"number": 3})
    links = {"relation": [{"id": task["id"]}]}
    project = await api.row(projects, Name=text_value("p"), Tasks=links)
    before = await schema(api, projects), await schema(api, source)
    tasks_id = before[0]["Tasks"]["id"]

    path = f"/v1/data_sources/{projects}"
    await api.ok("PATCH", path, {"properties": {"Tasks": None}})
    await api.ok("PATCH", path, {"properties": {"Tasks": {"id": tasks_id}}})

    assert (await schema(api, projects), await schema(api, source)) == before
    found = (await api.ok("GET", f"/v1/pages/{project['id']}"))["properties"]
    assert found["Sum"]["rollup"]["number"] == 3
    found = (await api.ok("GET", f"/v1/pages/{task['id']}"))["properties"]
    assert found["Project"]["relation"] == [{"id": project["id"]}]


async def test_a_deleted_property_comes_back_where_nothing_took_its_name(api: Api):
    _, _, source = await tasks(api)
    due = (await schema(api, source))["Due"]
    path = f"/v1/data_sources/{source}"
    await api.ok("PATCH", path, {"properties": {"Due": None}})
    body = {"properties": {"Name": {"id": due["id"]}}}
    assert "Name" in await api.refused("PATCH", path, body)
    await api.ok("PATCH", path, {"properties": {"Until": {"id": due["id"]}}})
    assert (await schema(api, source))["Until"]["id"] == due["id"]
    refused = await api.refused("PATCH", path, {"properties": {"Due": {"id": due["id"]}}})
    assert "Due" in refused
