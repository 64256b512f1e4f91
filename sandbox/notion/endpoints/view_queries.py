"""Cached queries of views: the rows that a view's filter and sorts select, kept for 15 minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.notion import checks
from sandbox.notion.calls import Call, need
from sandbox.notion.checks import BODY
from sandbox.notion.errors import NotFoundError
from sandbox.notion.ids import new_id
from sandbox.notion.paging import page_of
from sandbox.notion.records import DataSource, Json, Parent, View, ViewQuery
from sandbox.notion.selection import check_conditions, rows_of, selected, still_asked
from sandbox.notion.times import precise, stamp
from sandbox.notion.users import BOT_ID, BOT_NAME

_KEPT_FOR = timedelta(minutes=15)


def create(call: Call) -> Json:
    """POST /views/{id}/queries: runs the view's query; answers its first page."""
    view = call.find(View, "view_id")
    checks.mapping(call.body, BODY, ("page_size",))
    source = need(call.tx, DataSource, view.data_source_id)
    condition, sorts = still_asked(source, view)
    check_conditions(call.tx, source.schema, condition, sorts)
    newest_first = rows_of(call.tx, source)[::-1]
    rows = selected(call.answers, source, newest_first, condition, sorts)
    query = ViewQuery(
        id=new_id(),
        view_id=view.id,
        expires_at=stamp(datetime.fromisoformat(call.tx.now) + _KEPT_FOR),
        rows=rows,
        **call.tx.stamp(Parent("view_id", view.id)),
    )
    call.tx.put(query)
    page = page_of(call, query.rows, _bare, "page")
    return {
        "object": "view_query",
        "id": query.id,
        "view_id": view.id,
        "expires_at": precise(query.expires_at),
        "total_count": len(query.rows),
        **{key: page[key] for key in ("results", "next_cursor", "has_more")},
    }


def retrieve(call: Call) -> Json:
    """GET /views/{id}/queries/{qid}: a page of the cached result."""
    return page_of(call, _find(call).rows, _bare, "page")


def delete(call: Call) -> Json:
    """DELETE /views/{id}/queries/{qid}."""
    query = _find(call)
    call.tx.drop(query.id)
    return {"object": "view_query", "id": query.id, "deleted": True}


def _find(call: Call) -> ViewQuery:
    view = call.find(View, "view_id")
    query = need(call.tx, ViewQuery, call.uuid("query_id", 1))
    if query.view_id != view.id or query.expires_at < call.tx.now:
        raise NotFoundError("view query", query.id, (BOT_ID, BOT_NAME))
    return query


def _bare(name: str) -> Json:
    return {"object": "page", "id": name}
