"""Changes to the views of a database."""

from collections.abc import Callable
from typing import Literal

from tools.blueprint.base import Language, Name
from tools.blueprint.fitting import misplaced
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES
from tools.blueprint.views import (
    AUTOMATIC_NAME,
    DEFAULT_NAMES,
    ChartView,
    DashboardView,
    View,
    property_names,
    renamed,
)
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingProperty,
    ExistingView,
    Json,
    is_new,
)
from tools.workspace.references import each_condition
from tools.workspace.views import kept_view, view_of

_CONDITIONS = ("filter", "sorts")
_NO_NAMES = frozenset({"is_empty", "is_not_empty"})

ChangeView = Callable[[ExistingDatabase, ExistingView], ExistingView | None]


def change_new_views(edit: Edit, change: ChangeView) -> None:
    """Changes every view that is yet to be made, or takes it away: tabs, widgets, linked views."""

    def in_view(database: ExistingDatabase, view: ExistingView) -> ExistingView | None:
        changed = change(database, view) if is_new(view.id) else view
        if changed is None:
            edit.lost.add(("view", database.id, view.name))
            return None
        if not view.widgets:
            return changed
        inner = [in_view(database, widget) for widget in view.widgets]
        widgets = [widget for widget in inner if widget is not None]
        return changed.model_copy(update={"widgets": widgets})

    def in_database(database: ExistingDatabase) -> ExistingDatabase:
        if not any(is_new(v.id) for tab in database.views for v in (tab, *tab.widgets)):
            return database
        views = [in_view(database, view) for view in database.views]
        return database.model_copy(update={"views": [view for view in views if view is not None]})

    def in_block(block: ExistingBlock) -> ExistingBlock | None:
        if block.view is None:
            return block
        view = change(edit.keyed(f"+{getattr(block.said, 'ref', '')}"), block.view)
        return None if view is None else block.model_copy(update={"view": view})

    edit.each_database(in_database)
    edit.each_block(in_block)


def _database(edit: Edit, name: str | None) -> ExistingDatabase:
    """A database with the table that Notion makes by itself where a blueprint lists none."""
    database = edit.database(name)
    if not is_new(database.id) or any(view.type == "table" for view in database.views):
        return database
    table = ExistingView(
        id=edit.fresh(),
        name=AUTOMATIC_NAME,
        type="table",
        configuration={"type": "table"},
        unnamed=True,
    )
    return database.model_copy(update={"views": [*database.views, table]})


class AddView(InDatabase):
    """A further view, behind the one that `after` names, else the last."""

    action: Literal["add_view"]
    view: View
    after: Name | None = None

    def apply(self, edit: Edit) -> Json:
        """A further view, behind the one that is named, else the last."""
        database = _database(edit, self.database)
        view = _kept(edit, database, self.view)
        name = self.view.name or DEFAULT_NAMES[edit.language][self.view.type]
        _need_free(database, name)
        view = view.model_copy(update={"name": name, "unnamed": False})
        at = len(database.views)
        if self.after is not None:
            at = database.views.index(edit.view(database, self.after)) + 1
        views = [*database.views[:at], view, *database.views[at:]]
        edit.put(database.model_copy(update={"views": views}))
        return {"target": database.title, "view": name, "type": view.type, **_settings(self.view)}


def _settings(view: View) -> Json:
    """What a view says beyond its name and type, under `to`; nothing where that is nothing."""
    said = view.model_dump(mode="json", exclude_defaults=True, exclude={"type", "name"})
    return {"to": said} if said else {}


def _need_free(database: ExistingDatabase, name: str, besides: str | None = None) -> None:
    if any(view.name == name for view in database.views if view.id != besides):
        fail("duplicate_view", name=name)


def _kept(edit: Edit, database: ExistingDatabase, view: View) -> ExistingView:
    """A view that is described as it is kept. Raises ValidationFailed where it cannot be."""
    _check(edit, database, view)
    kinds = {prop.id: prop.type for prop in database.properties}
    by_id = renamed(view, lambda name: edit.property(database, name).id)
    return kept_view(by_id, kinds, edit.fresh, edit.language)


def _check(edit: Edit, database: ExistingDatabase, view: View) -> None:
    for field, name in property_names(view):
        kind = edit.property(database, name).type
        if rule := misplaced(view.type, field, kind):
            fail(rule, field, name=name)
    each_condition(view.filter, lambda part: _with_options(edit, database, part))
    for widget in view.widgets if isinstance(view, DashboardView) else ():
        _check(edit, database, widget)


def _with_options(edit: Edit, database: ExistingDatabase, part: Json) -> Json:
    """Conditions on options name options that exist; Notion refuses any other."""
    prop = edit.property(database, part["property"])
    asked = part.get(prop.type)
    if prop.type in CHOICES and isinstance(asked, dict):
        for operator, wanted in asked.items():
            for name in [] if operator in _NO_NAMES else _listed(wanted):
                edit.option(prop, name)
    return part


def _listed(wanted: object) -> list[str]:
    return [str(name) for name in (wanted if isinstance(wanted, list) else [wanted])]


class UpdateView(InDatabase):
    """What `to` gives replaces what the view has; its type cannot change."""

    action: Literal["update_view"]
    view: Name
    to: View

    def apply(self, edit: Edit) -> Json:
        """What is given is set anew; what was set besides stays."""
        database, wanted = _database(edit, self.database), self.to
        view = edit.view(database, self.view)
        if wanted.type != view.type:
            fail("view_type", name=view.name, type=view.type)
        if isinstance(wanted, DashboardView) and wanted.widgets:
            fail("dashboard_widgets", name=view.name)
        kept = _kept(edit, database, wanted)
        if wanted.name is not None:
            _need_free(database, wanted.name, besides=view.id)
        given = wanted.model_fields_set
        update: Json = {name: getattr(kept, name) for name in _CONDITIONS if name in given}
        update |= {"name": wanted.name or view.name, "unnamed": False}
        update["configuration"] = {**view.configuration, **_configuration(view, kept, wanted)}
        changed = view.model_copy(update=update)
        views = [changed if v.id == view.id else v for v in database.views]
        edit.put(database.model_copy(update={"views": views}))
        told = {
            "view": view.name,
            "type": view.type,
            **_told(database, view, wanted, edit.language),
        }
        return {"target": database.title, **told}


def _configuration(view: ExistingView, kept: ExistingView, wanted: View) -> Json:
    """What is set anew; a chart goes on to measure what it measured where nothing is said of it."""
    anew = dict(kept.configuration)
    measured = view.configuration.get("value") or view.configuration.get("y_axis")
    if not isinstance(wanted, ChartView) or "y_axis" in wanted.model_fields_set or not measured:
        return anew
    return {name: measured if name in ("value", "y_axis") else anew[name] for name in anew}


def _told(database: ExistingDatabase, view: ExistingView, wanted: View, language: Language) -> Json:
    """What is set, and what was set there before."""
    properties: dict[str, ExistingProperty] = {prop.id: prop for prop in database.properties}
    to = wanted.model_dump(mode="json", exclude_unset=True, exclude={"type"})
    was = view_of(view, properties, language)
    held = was.model_dump(mode="json") if was is not None else {}
    before = {**held, "name": view.name}
    return {"from": {name: before.get(name) for name in to}, "to": to}


class DeleteView(InDatabase):
    """A database keeps one view; a new one the table that Notion makes by itself."""

    action: Literal["delete_view"]
    view: Name

    def went_already(self, edit: Edit) -> bool:
        return edit.has_lost("view", self.database, self.view, "views")

    def apply(self, edit: Edit) -> Json:
        database = _database(edit, self.database)
        gone = edit.view(database, self.view)
        left = [view for view in database.views if view.id != gone.id]
        # The table that Notion makes by itself would come back with a new database.
        if not left or (is_new(database.id) and all(view.type != "table" for view in left)):
            fail("last_view", name=gone.name)
        edit.put(database.model_copy(update={"views": left}))
        return {"target": database.title, "view": gone.name, "type": gone.type}
