"""What there is in a workspace already: found by words and read, as far as the caller may see it.

Where everybody's wishes are built, nobody sees what another server key has made.
"""

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
    found = [_shown(item) for item in answer["results"]]
    if desk.connector.is_shared(token):
        owners = await desk.plans.owners([item["id"] for item in found])
        found = [item for item in found if owners.get(item["id"], owner) == owner]
    shown = {"results": found, "has_more": answer["has_more"]}
    return {**shown, "next_cursor": answer["next_cursor"]}


async def check_own(desk: Desk, token: str | None, owner: str, place: str) -> None:
    """Raises Forbidden where another server key has made a page or database, or what it lies in."""
    if not desk.connector.is_shared(token):
        return
    embedded = desk.connector.embedded_for(token)
    above = [place] if embedded is None else await embedded.above(place)
    owners = await desk.plans.owners(above)
    made_by = next((owners[name] for name in above if name in owners), owner)
    if made_by != owner:
        raise Forbidden("another key's page", reason="foreign_page")


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
