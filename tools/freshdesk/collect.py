"""One run, phase by phase. Each step begins from what the last one committed, so a run can be
stopped or killed anywhere, and goes on there."""

from collections.abc import Awaitable, Callable

from tools.freshdesk.beside import Articles, Attachments, collect_names
from tools.freshdesk.keyset import overlapping
from tools.freshdesk.store import Store
from tools.freshdesk.tickets import HIDING, Tickets
from tools.freshdesk.work import Step, Wanted, Work

Phase = Callable[[Work], Awaitable[None]]


async def collect(work: Work) -> None:
    """Carries a run out, from where it stands.

    Raises FreshdeskError, StorageFailed, and whatever `work.tell` raises to stop it.
    """
    run = work.run
    phases = [name for name in _PHASES if _is_wanted(name, work.wanted)]
    for name in phases[phases.index(run.phase) if run.phase else 0 :]:
        if run.phase != name:
            run.phase, run.cursor = name, {}
            await work.keep(_PHASES[name][0])
        await _PHASES[name][1](work)


def _is_wanted(phase: str, wanted: Wanted) -> bool:
    if phase in ("tickets", "retries"):
        return wanted.max_tickets != 0
    if phase == "articles":
        return wanted.include_kb and wanted.max_articles != 0
    return phase != "attachments" or wanted.process_attachments


async def _prepare(work: Work) -> None:
    if work.wanted.purge:
        await work.do(Store.purge)
    work.run.begun = work.now()
    await collect_names(work)


async def _finish(work: Work) -> None:
    """Drops what a rebuild did not see again, and says where the next run begins."""
    run, wanted = work.run, work.wanted
    limited = wanted.max_tickets is not None or wanted.start_date is not None
    if wanted.force_rebuild and not limited:
        await work.do(Store.drop_unseen_tickets, run)
    cursors = {stream: (overlapping(run.begun), "") for stream in HIDING}
    if run.complete_from is not None and run.seen:
        cursors["tickets"] = (overlapping(run.seen, run.begun), run.complete_from)
    await work.do(Store.finish, run, cursors)
    await work.tell(run, "indexing")


_PHASES: dict[str, tuple[Step, Phase]] = {
    "prepare": ("collecting_tickets", _prepare),
    "tickets": ("collecting_tickets", lambda work: Tickets(work).collect()),
    "retries": ("collecting_conversations", lambda work: Tickets(work).retry()),
    "hidden": ("collecting_tickets", lambda work: Tickets(work).hide()),
    "articles": ("collecting_articles", lambda work: Articles(work).collect()),
    "attachments": ("downloading_attachments", lambda work: Attachments(work).collect()),
    "finish": ("indexing", _finish),
}
