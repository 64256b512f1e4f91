"""Waiting for a conversation: for as long as a client has patience, and no longer."""

import asyncio

from agent.dialogue import Frame, Planned
from agent.entrance import Wish
from agent.threads import Thread
from api.app import App
from api.mcp.caller import Context, app_of, dialogue_of
from api.mcp.conversation import conversation
from api.mcp.shapes import Conversation

PATIENCE_SECONDS = 45.0  # that a call waits: clients give up after 60


async def opened(ctx: Context, wish: Wish, planned: Planned | None = None) -> Conversation:
    """A conversation that a wish opens, once there is something to say."""
    return await waited(ctx, await dialogue_of(ctx).open(wish, planned))


async def waited(
    ctx: Context, thread: Thread, seconds: float = PATIENCE_SECONDS, *, decision: bool = False
) -> Conversation:
    """Where a thread stands once nothing of it runs, or so many seconds later; its client hears of
    the progress. A server that is told to stop lets nobody wait."""
    dialogue, told = dialogue_of(ctx), 0

    async def tell(frame: Frame) -> None:
        nonlocal told
        told += 1  # the protocol has it rise with each; how many are left is known of builds alone
        left = (frame.get("total") or 0) - (frame.get("current") or 0)
        total = told + left if frame.get("total") else None
        await ctx.report_progress(told, total, frame["message"])

    waiting = asyncio.create_task(dialogue.wait(thread, tell, decision=decision))
    leaving = asyncio.create_task(_leaving(app_of(ctx)))
    try:
        await asyncio.wait((waiting, leaving), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (waiting, leaving):
            task.cancel()
        await asyncio.gather(waiting, leaving, return_exceptions=True)
    return conversation(await dialogue.standing(thread))


async def _leaving(app: App) -> None:
    await app.leaving.wait()
