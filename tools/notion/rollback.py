"""Undoing a build with the fewest calls: what hangs below its first page goes with that page.

The way back of a creation leads from the page to nothing, whatever of it has come to be.
"""

from tools.errors import NotionError, NotionNotFound
from tools.notion.difference import between
from tools.notion.forge import send
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Journal, Undone, is_done
from tools.notion.operations import Operation, Plan
from tools.notion.reconcile import Doubt, Reconciler, settled
from tools.workspace.model import ExistingPage, Structure


async def roll_back(plan: Plan, gateway: NotionGateway, journal: Journal) -> Undone:
    """Trashes what a plan has built so far. Doing it again does no harm.

    Raises NotionError where Notion does not let it.
    """
    entries = await settled(plan, gateway, journal)
    first = plan.operations[0]
    entry = entries.get(first.id)
    if entry is None:
        return Undone()
    page_id = entry.notion_id
    if entry.state == "started":  # its answer was lost: look whether it came to be
        page_id = await _look_for(first, entry, gateway, journal)
    if page_id is None:
        return Undone()
    await _trash(gateway, ExistingPage(id=page_id, title=first.title))
    done = [op.kind for op in plan.operations if is_done(entries.get(op.id))]
    return Undone(
        pages=max(done.count("create_page"), 1),
        databases=done.count("create_database"),
        rows=done.count("create_row"),
        views=done.count("create_view") + done.count("create_linked_view"),
    )


async def _look_for(
    first: Operation, entry: Entry, gateway: NotionGateway, journal: Journal
) -> str | None:
    doubt = Doubt(first, "pages", first.body or {}, entry.started_at)
    async with gateway.at(first.shared_place):
        with gateway.patience.waiting("fate"):
            found = await Reconciler(gateway, journal.claimed).find(doubt)
    return None if found is None else str(found["id"])


async def _trash(gateway: NotionGateway, page: ExistingPage) -> None:
    """Goes the way to nothing."""
    gone = page.model_copy(update={"in_trash": True})
    [operation] = between(Structure(page=page), Structure(page=gone)).plan.operations
    try:
        await send(gateway, operation, "".join(map(str, operation.path)), operation.body)
    except NotionNotFound:
        return  # somebody was faster
    except NotionError as error:
        if "archived" not in str(error) and "trash" not in str(error):
            raise
