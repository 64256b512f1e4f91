"""Views: made at their place, changed, removed. What goes, goes last: a database keeps one."""

from typing import Any

from tools.notion.modify.diff.schemas import SchemaDiff
from tools.notion.modify.diff.work import Work
from tools.notion.operations import Ref
from tools.notion.render.views import behind, beside
from tools.workspace.model import ExistingDatabase, ExistingView, Json, is_new
from tools.workspace.references import (
    Naming,
    in_condition,
    in_configuration,
    in_quick_filters,
    in_sorts,
    property_ids,
)


class ViewsDiff:
    """Emits what turns the views of now into those of then."""

    def __init__(self, work: Work, schemas: SchemaDiff) -> None:
        self._work = work
        self._schemas = schemas

    def write(self) -> None:
        for now, then in self._work.pairs():
            source = self._work.then.source(then.data_source_id) or then
            self._write(now, then, source)

    def _write(
        self, now: ExistingDatabase, then: ExistingDatabase, source: ExistingDatabase
    ) -> None:
        known = {view.id: view for view in now.views}
        before: str | Ref | None = None
        for view in then.views:
            if view.id in known:
                before = self._work.address(view.id)
                self._change(source, known[view.id], view)
            else:
                before = self._make(then, source, view, before)
        kept = {view.id for view in then.views}
        for view in now.views:
            if view.id not in kept:
                self._remove(then, view)

    def _make(
        self,
        then: ExistingDatabase,
        source: ExistingDatabase,
        view: ExistingView,
        before: str | Ref | None,
    ) -> Ref:
        # The views that are made with a new database have no ids here.
        position = {} if is_new(then.id) else behind(before)
        place = {"database_id": self._work.address(then.id), **position}
        ref = self._create(then, source, view, place)
        for widget in view.widgets:
            self._create(then, source, widget, {"view_id": ref, **_placement(widget, view)})
        return ref

    def _create(
        self, then: ExistingDatabase, source: ExistingDatabase, view: ExistingView, place: Json
    ) -> Ref:
        settings = self._settings(source, view)
        settings["configuration"] = _given(view.type, settings["configuration"])
        body = {
            **place,
            "data_source_id": self._work.address(then.data_source_id or ""),
            "name": view.name,
            "type": view.type,
            **{key: value for key, value in settings.items() if value},
        }
        self._work.refs[view.id] = Ref(f"{self._work.prefix}view:{view.id}")
        self._work.emit(
            f"view:{view.id}",
            "create_view",
            "POST",
            ("views",),
            body,
            view.name,
            lane=f"views:{then.id}",
            after=self._after(source),
        )
        return self._work.refs[view.id]

    def _change(self, source: ExistingDatabase, old: ExistingView, view: ExistingView) -> None:
        for inner in view.widgets:
            was = next((w for w in old.widgets if w.id == inner.id), inner)
            self._change(source, was, inner)
        body: Json = {"name": view.name} if view.name != old.name else {}
        again = self._names_new(source, view)
        wanted = self._settings(source, view)
        for key in ("filter", "sorts", "quick_filters"):
            if again or getattr(old, key) != getattr(view, key):
                body[key] = wanted[key]
        if again or old.configuration != view.configuration:
            unset = dict.fromkeys(old.configuration.keys() - view.configuration.keys())
            body["configuration"] = {**unset, **wanted["configuration"]}
        if view.type == "dashboard":
            body.pop("configuration", None)  # its rows cannot be written
        if body:
            self._work.emit(
                f"update_view:{view.id}",
                "update_view",
                "PATCH",
                ("views/", self._work.address(view.id)),
                body,
                view.name,
                after=self._after(source),
            )

    def _names_new(self, source: ExistingDatabase, view: ExistingView) -> bool:
        """Whether a view names a property that this diff makes (again), so under another id."""
        named = property_ids([view.filter, view.sorts, view.configuration])
        named |= set(view.quick_filters or ())
        return any(isinstance(self._schemas.property_id(source, name), Ref) for name in named)

    def _settings(self, source: ExistingDatabase, view: ExistingView) -> Json:
        names = {prop.id: prop.name for prop in source.properties}

        def key(name: str) -> Any:
            return self._schemas.property_id(source, name)

        naming: Naming = names.get
        return {
            "filter": in_condition(view.filter, naming),
            "sorts": in_sorts(view.sorts, naming),
            "quick_filters": in_quick_filters(view.quick_filters, naming),
            "configuration": in_configuration(view.configuration, key),
        }

    def _after(self, source: ExistingDatabase) -> tuple[str, ...]:
        return (*self._work.restored, *self._schemas.last.get(source.id, ()))

    def _remove(self, then: ExistingDatabase, view: ExistingView) -> None:
        path = ("views/", self._work.address(view.id))
        lane = f"views:{then.id}"
        self._work.emit(
            f"delete_view:{view.id}", "delete_view", "DELETE", path, None, view.name, lane=lane
        )


def _given(kind: str, configuration: Json) -> Json | None:
    """What a new view is configured with; None where that is nothing but its type."""
    given = {key: value for key, value in configuration.items() if value is not None}
    return {"type": kind, **given} if given.keys() - {"type"} else None


def _placement(widget: ExistingView, dashboard: ExistingView) -> Json:
    """A widget stands in a row of its own, or beside those that come before it in its row."""
    row = widget.row_index
    first = next(each for each in dashboard.widgets if each.row_index == row)
    return {} if row is None or first.id == widget.id else beside(row)
