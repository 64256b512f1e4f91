"""Changes to the views of a database."""

from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.options import choice
from tools.blueprint.apply.references import Json, in_filter, in_view
from tools.blueprint.apply.tree import replaced, updated
from tools.blueprint.changes import AddView, DeleteView, UpdateView
from tools.blueprint.model import Database
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES
from tools.blueprint.views import (
    DEFAULT_NAMES,
    DashboardView,
    TableView,
    View,
    automatic,
    called,
)

_NO_NAMES = frozenset({"is_empty", "is_not_empty"})


def change_views(draft: Draft, change: AddView | UpdateView | DeleteView) -> Draft:
    """The draft after a change of views. Raises ValidationFailed."""
    database = with_automatic(draft.database(change.database))
    match change:
        case AddView():
            return _add(draft, database, change)
        case UpdateView():
            return _update(draft, database, change)
        case DeleteView():
            return _delete(draft, database, change.view)


def with_automatic(database: Database) -> Database:
    """The database with the table that Notion makes by itself where the blueprint lists none."""
    if automatic(database.views) is not None:
        return database
    return updated(database, views=[*database.views, TableView(type="table")])


def _view(draft: Draft, database: Database, name: str) -> View:
    language = draft.blueprint.language
    return draft.find("view", name, database.views, lambda view: called(view, language))


def _add(draft: Draft, database: Database, change: AddView) -> Draft:
    view = _checked(draft, database, change.view)
    name = view.name or DEFAULT_NAMES[draft.blueprint.language][view.type]
    _need_free(draft, database.views, name)
    at = len(database.views)
    if change.after is not None:
        before = _view(draft, database, change.after)
        at = next(i for i, known in enumerate(database.views) if known is before) + 1
    named = updated(view, name=name)
    views = [*database.views[:at], named, *database.views[at:]]
    return draft.put(updated(database, views=views))


def _need_free(draft: Draft, views: list[View], name: str) -> None:
    if any(called(view, draft.blueprint.language) == name for view in views):
        fail("duplicate_view", name=name)


def _update(draft: Draft, database: Database, change: UpdateView) -> Draft:
    view, wanted = _view(draft, database, change.view), change.to
    if wanted.type != view.type:
        fail("view_type", name=change.view, type=view.type)
    if isinstance(wanted, DashboardView) and wanted.widgets:
        fail("dashboard_widgets", name=change.view)
    wanted = _checked(draft, database, wanted)
    if wanted.name is not None:
        _need_free(draft, [v for v in database.views if v is not view], wanted.name)
    given = {name: getattr(wanted, name) for name in change.to.model_fields_set}
    parts = {name: part for name, part in given.items() if part is not None or name == "filter"}
    parts = {"name": called(view, draft.blueprint.language), **parts}
    return draft.put(
        updated(database, views=replaced(database.views, view, updated(view, **parts)))
    )


def _delete(draft: Draft, database: Database, name: str) -> Draft:
    gone = _view(draft, database, name)
    left = replaced(database.views, gone, None)
    if automatic(left) is None:  # the table that Notion makes by itself would come back
        fail("last_view", name=called(gone, draft.blueprint.language))
    return draft.put(updated(database, views=left))


def _checked(draft: Draft, database: Database, view: View) -> View:
    """A view with its properties as they are written in the schema. Raises ValidationFailed."""
    found = in_view(view, lambda name: draft.field(database, name).name)
    assert found is not None  # noqa: S101 - every property has a name
    in_filter(found.filter, lambda part: _with_options(draft, database, part))
    return found


def _with_options(draft: Draft, database: Database, part: Json) -> Json:
    """Conditions on options name options that exist; Notion refuses any other."""
    field = draft.field(database, part["property"])
    asked = part.get(field.type)
    if field.type in CHOICES and isinstance(asked, dict):
        options = choice(draft, database, field.name).options
        for operator, wanted in asked.items():
            for name in [] if operator in _NO_NAMES else _listed(wanted):
                draft.find("option", name, options, lambda option: option.name)
    return part


def _listed(wanted: object) -> list[str]:
    return [str(name) for name in (wanted if isinstance(wanted, list) else [wanted])]
