"""What there is in a workspace already: found by words and read, as far as the caller may see it.

Where everybody's wishes are built, nobody sees what another server key has made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.desk import Desk
from tools.errors import Forbidden, InvalidInput, NotionError

_BAD_REQUEST = 400


async def search_workspace(
    desk: Desk, token: str | None, owner: str, words: str, limit: int, cursor: str | None
) -> dict[str, Any]:
    """Pages and databases whose titles hold some words (2,000 characters of them at most), `limit`
    of them at a time.

    Raises InvalidInput for a cursor that is none, NotionError.
    """
    body = {"query": words, "page_size": limit, **({"start_cursor": cursor} if cursor else {})}
    try:
        answer = await desk.connector.open_for(token).call("POST", "search", body, repeatable=True)
    except NotionError as error:
        if cursor and error.status == _BAD_REQUEST:
            raise InvalidInput("a cursor that no list gave", reason="bad_cursor") from None
        raise
    found: list[dict[str, Any]] = answer["results"]
    if desk.connector.is_shared(token):
        lines = {item["id"]: await _line(desk, token, item["id"], item) for item in found}
        makers = await _makers(desk, lines)
        found = [item for item in found if makers.get(item["id"], owner) == owner]
    shown = {"results": [_shown(item) for item in found], "has_more": answer["has_more"]}
    return {**shown, "next_cursor": answer["next_cursor"]}


async def check_own(desk: Desk, token: str | None, owner: str, place: str) -> None:
    """Raises Forbidden where another server key has made a page or database, or what it lies in."""
    if not desk.connector.is_shared(token):
        return
    makers = await _makers(desk, {place: await _line(desk, token, place)})
    if makers.get(place, owner) != owner:
        raise Forbidden("another key's page", reason="foreign_page")


async def _line(
    desk: Desk, token: str | None, place: str, found: Mapping[str, Any] | None = None
) -> list[str]:
    """The id of a page or database, and of what it lies in, the nearest first: in the embedded
    workspace all of it, else what is told where it was found."""
    embedded = desk.connector.embedded_for(token)
    if embedded is not None:
        return await embedded.above(place)
    told = {} if found is None else {**found.get("database_parent", {}), **found["parent"]}
    return [place, *(name for name in told.values() if isinstance(name, str))]


async def _makers(desk: Desk, lines: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The server keys that have made some places or, else, the nearest of what they lie in."""
    owners = await desk.plans.owners({name for line in lines.values() for name in line})
    known = {place: [owners[n] for n in line if n in owners] for place, line in lines.items()}
    return {place: made_by[0] for place, made_by in known.items() if made_by}


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    """A page, or a data source as the database that people know it as."""
    is_page = item["object"] == "page"
    parts = _title(item) if is_page else item["title"]
    return {
        "id": item["id"] if is_page else item["parent"].get("database_id", item["id"]),
        "type": "page" if is_page else "database",
        "title": "".join(part["plain_text"] for part in parts),
        "icon": item["icon"],
        "url": item["url"],
        "last_edited_time": item["last_edited_time"],
    }


def _title(page: dict[str, Any]) -> list[dict[str, Any]]:
    titles = (p["title"] for p in page["properties"].values() if p["type"] == "title")
    return next(titles, [])
