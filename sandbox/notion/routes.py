"""Which endpoint answers a method and path."""

from __future__ import annotations

from collections import defaultdict

from sandbox.notion.calls import Endpoint
from sandbox.notion.endpoints import (
    async_tasks,
    blocks,
    comments,
    data_sources,
    databases,
    file_uploads,
    markdown,
    pages,
    property_items,
    search,
    users,
    view_queries,
    views,
)
from sandbox.notion.errors import UrlError

_ANY = "*"
_TABLE: dict[str, Endpoint] = {
    "POST pages": pages.create,
    "GET pages/*": pages.retrieve,
    "PATCH pages/*": pages.update,
    "POST pages/*/move": pages.move,
    "GET pages/*/properties/*": property_items.retrieve_property,
    "POST databases": databases.create,
    "GET databases/*": databases.retrieve,
    "PATCH databases/*": databases.update,
    "POST data_sources": data_sources.create,
    "GET data_sources/*": data_sources.retrieve,
    "PATCH data_sources/*": data_sources.update,
    "POST data_sources/*/query": data_sources.query,
    "GET data_sources/*/templates": data_sources.list_templates,
    "GET views": views.list_views,
    "POST views": views.create,
    "GET views/*": views.retrieve,
    "PATCH views/*": views.update,
    "DELETE views/*": views.delete,
    "POST views/*/queries": view_queries.create,
    "GET views/*/queries/*": view_queries.retrieve,
    "DELETE views/*/queries/*": view_queries.delete,
    "GET pages/*/markdown": markdown.retrieve,
    "PATCH pages/*/markdown": markdown.update,
    "GET async_tasks/*": async_tasks.retrieve,
    "POST file_uploads": file_uploads.create,
    "GET file_uploads": file_uploads.list_uploads,
    "GET file_uploads/*": file_uploads.retrieve,
    "POST file_uploads/*/send": file_uploads.send,
    "POST file_uploads/*/complete": file_uploads.complete,
    "GET blocks/*": blocks.retrieve,
    "PATCH blocks/*": blocks.update,
    "DELETE blocks/*": blocks.delete,
    "GET blocks/*/children": blocks.list_children,
    "PATCH blocks/*/children": blocks.append,
    "GET comments": comments.list_comments,
    "POST comments": comments.create,
    "GET comments/*": comments.retrieve,
    "PATCH comments/*": comments.update,
    "DELETE comments/*": comments.delete,
    "POST search": search.search,
    "GET users": users.list_users,
    "GET users/me": users.me,
    "GET users/*": users.retrieve,
    "GET custom_emojis": users.list_custom_emojis,
}
# They may read whole tables or pages, compute what rows show, and at most add a record that nothing
# else knows of.
LONG_READS: frozenset[Endpoint] = frozenset(
    {
        pages.retrieve,
        markdown.retrieve,
        data_sources.query,
        search.search,
        view_queries.create,
        views.list_views,
        file_uploads.list_uploads,
        property_items.retrieve_property,
    }
)
# However little they bring, they may rewrite a whole page.
LONG_WRITES: frozenset[Endpoint] = frozenset({markdown.update})
_Route = tuple[tuple[str, ...], Endpoint]


def _grouped() -> dict[tuple[str, str, int], list[_Route]]:
    groups: dict[tuple[str, str, int], list[_Route]] = defaultdict(list)
    for address, endpoint in _TABLE.items():
        method, path = address.split()
        parts = tuple(path.split("/"))
        groups[method, parts[0], len(parts)].append((parts, endpoint))
    return dict(groups)


_ROUTES = _grouped()


def route(method: str, path: str) -> tuple[Endpoint, tuple[str, ...]]:
    """The endpoint for a path such as `/v1/pages/…`, with the ids in it; raises UrlError."""
    _, version, *parts = path.split("/") if path.startswith("/v1/") else ("", "", "")
    if version != "v1":
        raise UrlError
    for wanted, endpoint in _ROUTES.get((method, parts[0], len(parts)), ()):
        if all(want in (_ANY, part) for want, part in zip(wanted, parts, strict=True)):
            names = (part for want, part in zip(wanted, parts, strict=True) if want == _ANY)
            return endpoint, tuple(names)
    raise UrlError
