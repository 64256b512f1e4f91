"""Views of databases: tabs, linked databases, the widgets of dashboards."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.blocks.placing import index_after, place
from sandbox.notion.calls import Call, need, need_alive, need_uuid
from sandbox.notion.checks import BODY, Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import new_id
from sandbox.notion.paging import page_of
from sandbox.notion.records import Database, DataSource, Json, Page, Parent, View
from sandbox.notion.selection import check_conditions
from sandbox.notion.state import Transaction
from sandbox.notion.views.configuration import (
    VIEW_TYPES,
    read_configuration,
    required_setting,
)
from sandbox.notion.views.dashboards import add_widget, drop_widget
from sandbox.notion.views.showing import show_view

_HOMES = ("database_id", "view_id", "create_database")
_SETTINGS = ("filter", "sorts", "quick_filters", "configuration")
_CREATE_KEYS = frozenset(
    {"data_source_id", "name", "type", "position", "placement", *_HOMES, *_SETTINGS}
)
_CONDITIONS = ("filter", "sorts", "quick_filters")
_UPDATE_KEYS = frozenset({"name", *_SETTINGS})
_read_type = checks.one_of(*VIEW_TYPES)
_read_position = checks.one_of("start", "end", "after_view")


def create(call: Call) -> Json:
    """POST /views: a tab of a database, a linked database, or a widget of a dashboard."""
    body = checks.mapping(call.body, BODY, _CREATE_KEYS)
    source_id = checks.uuid(*checks.member(body, "data_source_id", BODY))
    source = need_alive(call.tx, need(call.tx, DataSource, source_id))
    name = checks.text(*checks.member(body, "name", BODY))
    kind = _read_type(*checks.member(body, "type", BODY))
    settings = _read_settings(call.tx, body, kind, source)
    if "configuration" not in settings:
        settings["configuration"] = _default_configuration(kind)
    database, dashboard = _read_home(call, body, source)
    view = View(
        id=new_id(),
        data_source_id=source.id,
        name=name,
        type=kind,
        dashboard_view_id=dashboard.id if dashboard else None,
        **settings,
        **call.tx.stamp(Parent("database_id", database.id)),
    )
    call.tx.put(view)
    if dashboard:
        add_widget(call.tx, dashboard, view, body.get("placement"), (BODY, "placement"))
    else:
        _list_in_database(call, database, view)
    return show_view(call.tx, call.urls, view)


def list_views(call: Call) -> Json:
    """GET /views: bare references, in the order of tabs."""
    names: list[str] = []
    if wanted := call.parameter("database_id"):
        name = need_uuid(wanted, "query.database_id", "query")
        names = list(need(call.tx, Database, name).views)
    elif wanted := call.parameter("data_source_id"):
        name = need_uuid(wanted, "query.data_source_id", "query")
        source = need(call.tx, DataSource, name)
        names = [view.id for view in call.tx.all(View) if view.data_source_id == source.id]
    else:
        raise ValidationError(
            "query failed validation: query.database_id should be defined, instead was `undefined`."
        )
    return page_of(call, names, lambda name: {"object": "view", "id": name}, "view")


def retrieve(call: Call) -> Json:
    """GET /views/{id}."""
    return show_view(call.tx, call.urls, call.find(View, "view_id"))


def update(call: Call) -> Json:
    """PATCH /views/{id}: everything but its type; null takes a filter or sorts away."""
    view = call.find(View, "view_id")
    database = need_alive(call.tx, need(call.tx, Database, view.parent.id))
    body = checks.mapping(call.body, BODY, _UPDATE_KEYS)
    source = need(call.tx, DataSource, view.data_source_id)
    changed = _read_settings(call.tx, body, view.type, source, view.configuration)
    if "name" in body:
        changed["name"] = checks.text(body["name"], (BODY, "name"))
    if "quick_filters" in changed:
        changed["quick_filters"] = _merged(view.quick_filters, changed["quick_filters"])
    call.tx.edit(database)
    return show_view(call.tx, call.urls, call.tx.edit(view, **changed))


def delete(call: Call) -> Json:
    """DELETE /views/{id}: for good, but never the last one."""
    view = call.find(View, "view_id")
    database = need(call.tx, Database, view.parent.id)
    if dashboard := call.tx.get(View, view.dashboard_view_id or ""):
        drop_widget(call.tx, dashboard, view)
    else:
        # Widgets are not in the list: only tabs keep a database presentable.
        if database.views == (view.id,):
            raise ValidationError("Cannot delete the last view of a database.")
        names = tuple(name for name in database.views if name != view.id)
        call.tx.edit(database, views=names)
    for row in view.rows:
        for widget in row["widgets"]:
            call.tx.drop(widget["view_id"])
    call.tx.drop(view.id)
    shown = show_view(call.tx, call.urls, view)
    return {key: shown[key] for key in ("object", "id", "parent", "type")}


def _read_settings(
    tx: Transaction, body: Json, kind: str, source: DataSource, present: Json | None = None
) -> dict[str, Any]:
    """Filter, sorts, quick filters and configuration, as far as a body sets them."""
    read: dict[str, Any] = {key: body[key] for key in _CONDITIONS if key in body}
    schema = _known(source)
    check_conditions(tx, schema, read.get("filter"), read.get("sorts"))
    at: Place = (BODY, "quick_filters")
    quick = checks.nullable(checks.mapping)(read.get("quick_filters"), at) or {}
    for name, condition in quick.items():
        if condition is not None:
            key = {"property": name, **checks.mapping(condition, (at, name))}
            check_conditions(tx, schema, key, None)
    given = body.get("configuration")
    if given is None:
        return read
    merged = {**_settable(present), **checks.mapping(given, (BODY, "configuration"))}
    read["configuration"] = read_configuration(kind, merged, (BODY, "configuration"), schema)
    return read


def _known(source: DataSource) -> dict[str, Json]:
    """What a view may name: also, by its id, what was deleted, as it may come back."""
    return {**source.removed, **source.schema}


def _settable(present: Json | None) -> Json:
    """A configuration in the form of requests: without the names that answers add."""
    if present is None:
        return {}
    return {key: _unnamed(value) for key, value in present.items() if not key.endswith("_name")}


def _unnamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _unnamed(v) for k, v in value.items() if k != "property_name"}
    return [_unnamed(item) for item in value] if isinstance(value, list) else value


def _default_configuration(kind: str) -> Json:
    if needed := required_setting(kind):
        checks.refuse(((BODY, "configuration"), needed), "defined", checks.MISSING)
    return {"type": kind}


def _merged(present: Json | None, given: Json | None) -> Json | None:
    if given is None:
        return None
    kept = {**(present or {}), **given}
    return {name: condition for name, condition in kept.items() if condition is not None} or None


def _read_home(call: Call, body: Json, source: DataSource) -> tuple[Database, View | None]:
    """The database that a new view belongs to, and the dashboard if it is a widget."""
    home = checks.chosen({key: body[key] for key in _HOMES if key in body}, _HOMES, BODY)
    if home != "view_id" and "placement" in body:
        checks.refuse_extra((BODY, "placement"), body["placement"])
    if home == "create_database":
        return _linked_database(call, body[home], (BODY, home), source), None
    name = checks.uuid(body[home], (BODY, home))
    if home == "database_id":
        return need_alive(call.tx, need(call.tx, Database, name)), None
    dashboard = need(call.tx, View, name)
    if dashboard.type != "dashboard":
        raise ValidationError(f"View {name} is not a dashboard.")
    return need_alive(call.tx, need(call.tx, Database, dashboard.parent.id)), dashboard


def _linked_database(call: Call, value: Any, at: Place, source: DataSource) -> Database:
    found = checks.mapping(value, at, ("parent", "position"))
    inner, inside = checks.member(found, "parent", at)
    parent = checks.mapping(inner, inside, ("type", "page_id"))
    name = checks.uuid(parent.get("page_id", checks.MISSING), (inside, "page_id"))
    page = need_alive(call.tx, need(call.tx, Page, name))
    origin = need(call.tx, Database, source.parent.id)
    database = call.tx.put(
        Database(
            id=new_id(),
            title=source.title or origin.title,
            description=[],
            is_inline=True,
            icon=source.icon or origin.icon,
            sources=(source.id,),
            **call.tx.stamp(Parent("page_id", page.id)),
        )
    )
    index = None
    if "position" in found:
        where = checks.mapping(found["position"], (at, "position"), ("type", "block_id"))
        anchor = checks.uuid(where.get("block_id", checks.MISSING), ((at, "position"), "block_id"))
        index = index_after(page, anchor)
    place(call.tx, page, (database.id,), index)
    return database


def _list_in_database(call: Call, database: Database, view: View) -> None:
    names = list(database.views)
    index = len(names)
    if "position" in call.body:
        at: Place = (BODY, "position")
        found = checks.mapping(call.body["position"], at, ("type", "view_id"))
        kind = _read_position(found.get("type", checks.MISSING), (at, "type"))
        if kind == "start":
            index = 0
        elif kind == "after_view":
            anchor = checks.uuid(found.get("view_id", checks.MISSING), (at, "view_id"))
            index = names.index(need(call.tx, View, anchor).id) + 1 if anchor in names else index
    names.insert(index, view.id)
    call.tx.edit(database, views=tuple(names))
