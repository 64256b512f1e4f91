"""A page by its id, which may be that of something else."""

from typing import Any

from tools.errors import InvalidInput, NotionError
from tools.notion.gateway import NotionGateway


async def page_at(gateway: NotionGateway, page_id: str) -> dict[str, Any]:
    """A page as Notion answers it. Raises NotionError, and InvalidInput for a database."""
    try:
        return await gateway.call("GET", f"pages/{page_id}")
    except NotionError as error:  # of a database Notion says now the one, now the other
        if error.params.get("status") not in (400, 404) or not await _is_database(gateway, page_id):
            raise
    raise InvalidInput(f"{page_id} is a database", reason="parent_is_database")


async def _is_database(gateway: NotionGateway, database_id: str) -> bool:
    try:
        await gateway.call("GET", f"databases/{database_id}")
    except NotionError:
        return False
    return True
