"""Changes to the views of a database, on the draft."""

from typing import Any

from tools.blueprint.base import Language
from tools.blueprint.changes import AddView, DeleteView, UpdateView
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES
from tools.blueprint.views import DEFAULT_NAMES, DashboardView, View, property_names
from tools.notion.modify.draft import Draft, fields, find_option, find_property, find_view, key_of
from tools.notion.render.views import view_body
from tools.notion.structure.model import ExistingDatabase, ExistingView, Json
from tools.notion.structure.references import in_condition, in_sorts

_DATES = frozenset({"date", "created_time", "last_edited_time", "formula", "rollup"})
_DATE_FIELDS = frozenset({"date_property", "end_date_property"})
_BOARDS = frozenset({"select", "multi_select", "status", "people", "relation", "checkbox"})
_UNGROUPABLE = frozenset({"files", "place", "rollup", "unique_id", "button", "verification"})
_GROUPINGS = frozenset({"group_by", "sub_group_by", "x_axis", "stack_by"})
_NEEDED = {
    "board": ("group_by", "property_id"),
    "calendar": ("date_property_id",),
    "timeline": ("date_property_id",),
    "chart": ("x_axis", "property_id"),
}
_CONDITIONS = ("filter", "sorts")
_NO_NAMES = frozenset({"is_empty", "is_not_empty"})


def change_views(draft: Draft, change: AddView | UpdateView | DeleteView) -> Draft:
    """The draft after a change of views. Raises ValidationFailed."""
    database = draft.database(change.database)
    match change:
        case AddView():
            return _add(draft, database, change)
        case UpdateView():
            return _update(draft, database, change)
        case DeleteView():
            gone = find_view(database, change.view)
            kept = [view for view in database.views if view.id != gone.id]
            if not kept:
                fail("last_view", name=gone.name)
            return draft.put(database.model_copy(update={"views": kept}))


def _add(draft: Draft, database: ExistingDatabase, change: AddView) -> Draft:
    _check(database, change.view)
    name = change.view.name or DEFAULT_NAMES[draft.language][change.view.type]
    if any(view.name == name for view in database.views):
        fail("duplicate_view", name=name)
    at = len(database.views)
    if change.after is not None:
        before = find_view(database, change.after).id
        at = [view.id for view in database.views].index(before) + 1
    draft, view = _made(draft, database, change.view)
    views = [*database.views[:at], view, *database.views[at:]]
    return draft.put(database.model_copy(update={"views": views}))


def _made(draft: Draft, database: ExistingDatabase, view: View) -> tuple[Draft, ExistingView]:
    draft, name = draft.fresh()
    widgets: list[ExistingView] = []
    for widget in view.widgets if isinstance(view, DashboardView) else []:
        draft, made = _made(draft, database, widget)
        widgets.append(made.model_copy(update={"row_index": len(widgets)}))
    body = _body(database, view, draft.language)
    made = ExistingView(
        id=name,
        name=body["name"],
        type=view.type,
        filter=body.get("filter"),
        sorts=body.get("sorts"),
        configuration=body.get("configuration", {"type": view.type}),
        widgets=widgets,
    )
    return draft, made


def _body(database: ExistingDatabase, view: View, language: Language) -> Json:
    """A view in Notion's words, with properties by their ids in the structure."""
    key = key_of(database)
    body = view_body(view, fields(database), key, language)
    if "filter" in body:
        body["filter"] = in_condition(body["filter"], key)
    if "sorts" in body:
        body["sorts"] = in_sorts(body["sorts"], key)
    return body


def _update(draft: Draft, database: ExistingDatabase, change: UpdateView) -> Draft:
    view, wanted = find_view(database, change.view), change.to
    if wanted.type != view.type:
        fail("view_type", name=view.name, type=view.type)
    if isinstance(wanted, DashboardView) and wanted.widgets:
        fail("dashboard_widgets", name=view.name)
    _check(database, wanted)
    if wanted.name and any(v.name == wanted.name for v in database.views if v.id != view.id):
        fail("duplicate_view", name=wanted.name)
    body = _body(database, wanted, draft.language)
    update: Json = {key: body.get(key) for key in _CONDITIONS if key in wanted.model_fields_set}
    update["name"] = wanted.name or view.name
    update["configuration"] = {**view.configuration, **body.get("configuration", {})}
    changed = view.model_copy(update=update)
    views = [changed if v.id == view.id else v for v in database.views]
    return draft.put(database.model_copy(update={"views": views}))


def _check(database: ExistingDatabase, view: View) -> None:
    for field, name in property_names(view):
        kind = find_property(database, name).type
        if field in _DATE_FIELDS and kind not in _DATES:
            fail("not_a_date", field, name=name)
        if field in _GROUPINGS and not _groups(view.type, kind):
            fail("not_groupable", field, name=name)
    _check_filter(database, view.filter)
    for widget in view.widgets if isinstance(view, DashboardView) else []:
        _check(database, widget)


def stands_on(view: ExistingView, prop_id: str) -> bool:
    """Whether a view could not be made without a property."""
    held: Any = view.configuration
    for key in _NEEDED.get(view.type, ()):
        held = held.get(key) if isinstance(held, dict) else None
    return bool(held == prop_id)


def _groups(view_type: str, kind: str) -> bool:
    return kind in _BOARDS if view_type == "board" else kind not in _UNGROUPABLE


def _check_filter(database: ExistingDatabase, condition: Json | None) -> None:
    """Conditions on options name options that exist; Notion refuses any other."""
    if condition is None:
        return
    for part in (*condition.get("and", ()), *condition.get("or", ())):
        _check_filter(database, part)
    if "property" not in condition:
        return
    prop = find_property(database, condition["property"])
    asked = condition.get(prop.type)
    if prop.type not in CHOICES or not isinstance(asked, dict):
        return
    for operator, wanted in asked.items():
        if operator not in _NO_NAMES:
            for name in wanted if isinstance(wanted, list) else [wanted]:
                find_option(prop, str(name))
