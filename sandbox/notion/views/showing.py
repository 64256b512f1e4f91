"""Views as answers show them."""

from __future__ import annotations

from sandbox.notion.records import Json, View
from sandbox.notion.state import Transaction
from sandbox.notion.times import precise
from sandbox.notion.urls import Urls
from sandbox.notion.users import partial
from sandbox.notion.views.dashboards import rows_of


def show_view(tx: Transaction, urls: Urls, view: View) -> Json:
    """A view; a dashboard shows its rows, a widget its dashboard."""
    configuration = view.configuration
    if view.type == "dashboard":
        configuration = {"type": "dashboard", "rows": rows_of(tx, view)}
    shown = {
        "object": "view",
        "id": view.id,
        "parent": {"type": "database_id", "database_id": view.parent.id},
        "data_source_id": view.data_source_id,
        "name": view.name,
        "type": view.type,
        "created_time": precise(view.created_time),
        "created_by": partial(view.created_by),
        "last_edited_time": precise(view.last_edited_time),
        "last_edited_by": partial(view.last_edited_by),
        "url": urls.view(view.parent.id, view.id),
        "filter": view.filter,
        "sorts": view.sorts,
        "quick_filters": view.quick_filters,
        "configuration": configuration,
    }
    if view.dashboard_view_id:
        shown["dashboard_view_id"] = view.dashboard_view_id
    return shown
