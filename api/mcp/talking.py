"""The conversation as tools: a wish becomes a plan, a yes becomes a build.

Nothing is written without that yes. Where the client can put a question to its person, `approve`
asks them and not the model; elsewhere the call itself is the yes, and its description says whose.
Builds run on whoever waits: a call that is cancelled, or times out, stops nothing but itself.
"""

from typing import Annotated

from mcp.server.mcpserver.resolve import (
    AcceptedElicitation,
    DeclinedElicitation,
    ElicitationResult,
    Resolve,
)
from pydantic import Field

from agent.threads import Thread
from api.mcp.arguments import Parent, PlanId, ThreadId, Wanted, WishText
from api.mcp.caller import Caller, Context, caller_of, dialogue_of
from api.mcp.consent import Consent, consent
from api.mcp.conversation import conversation
from api.mcp.effects import DECIDES, PLANS, READS, Described
from api.mcp.shapes import Conversation
from api.mcp.waiting import PATIENCE_SECONDS, opened, waited
from tools.errors import InvalidInput
from tools.notion.gateway import notion_id


async def design(
    ctx: Context, wish: WishText, parent_page_id: Parent = None, options: Wanted = None
) -> Conversation:
    """Designs a Notion workspace from a person's words, rehearses it, and returns the plan with the
    address of its preview, or a question. Writes nothing: `approve` does. A dashboard of helpdesk
    tickets, and collecting these, can be wished for too."""
    return await opened(ctx, caller_of(ctx).wish(wish, options, parent_page_id))


async def change(
    ctx: Context,
    wish: WishText,
    page_id: Annotated[
        str | None, Field(description="The page to change, by id or address; else thread_id.")
    ] = None,
    thread_id: Annotated[
        str | None, Field(description="The conversation whose workspace is to be changed.")
    ] = None,
    options: Wanted = None,
) -> Conversation:
    """Plans changes to a page that is there: properties, options, views, rows, blocks, formats. The
    changes are rehearsed on a copy and listed. Writes nothing: `approve` does, and `undo` takes
    them back."""
    caller = caller_of(ctx)
    page = notion_id(page_id) if page_id else None
    if thread_id is not None:
        return await _spoken(ctx, await _thread(ctx, thread_id, caller), wish, page)
    if page is None:
        raise InvalidInput("say which page: page_id, or the thread_id of the conversation")
    return await opened(ctx, caller.wish(wish, options, page_id=page))


async def revise(
    ctx: Context,
    thread_id: ThreadId,
    words: Annotated[str, Field(description="The person's own words, in their language.")],
) -> Conversation:
    """Passes the person's words on: the answer to an open question, or what they want otherwise in
    the plan that waits, which is then made anew. After a build that failed, 'retry' goes on with
    it. Never approves: words that say yes to a plan are for `approve`."""
    return await _spoken(ctx, await _thread(ctx, thread_id, caller_of(ctx)), words)


async def approve(
    ctx: Context,
    plan_id: PlanId,
    answer: Annotated[ElicitationResult[Consent], Resolve(consent)],
) -> Conversation:
    """Carries a plan out, once the person has said yes to it. Where the client can ask them, they
    are asked now; else call this only after they have agreed to this very plan. Large builds go on
    when this returns: `status` waits for them. To call it again builds nothing twice."""
    dialogue = dialogue_of(ctx)
    plan = await dialogue.plan(plan_id, caller_of(ctx).owner)
    thread = await dialogue.thread(plan.thread_id, caller_of(ctx).owner)
    match answer:
        case AcceptedElicitation(data=Consent(approve=True)):
            await dialogue.approve(thread, plan)
        case AcceptedElicitation(data=Consent(feedback=words)) if words.strip():
            await dialogue.say(thread, words)
        case AcceptedElicitation() | DeclinedElicitation():
            await dialogue.decide(thread, plan.id, "reject")
        case _:
            pass  # the question was closed: the plan waits on
    return await waited(ctx, thread)


async def reject(ctx: Context, plan_id: PlanId) -> Conversation:
    """Drops a plan that the person does not want. Nothing was written."""
    dialogue, owner = dialogue_of(ctx), caller_of(ctx).owner
    plan = await dialogue.plan(plan_id, owner)
    thread = await dialogue.thread(plan.thread_id, owner)
    await dialogue.decide(thread, plan.id, "reject")
    return await waited(ctx, thread)


async def status(
    ctx: Context,
    thread_id: ThreadId,
    wait_seconds: Annotated[
        float,
        Field(
            ge=0,
            le=PATIENCE_SECONDS,
            description="How long to wait for what runs, or for the person's decision elsewhere.",
        ),
    ] = 0,
) -> Conversation:
    """Says where a conversation stands: what runs and how far it is, the plan or the question that
    waits, what was built. Reads only, and survives a restart of either side."""
    thread = await _thread(ctx, thread_id, caller_of(ctx))
    if wait_seconds:
        return await waited(ctx, thread, wait_seconds, decision=True)
    return conversation(await dialogue_of(ctx).standing(thread))


async def cancel(ctx: Context, thread_id: ThreadId) -> Conversation:
    """Stops what runs in a conversation and takes back what it has made so far; where nothing runs,
    drops the plan or the question that waits."""
    thread = await _thread(ctx, thread_id, caller_of(ctx))
    await dialogue_of(ctx).cancel(thread)
    return await waited(ctx, thread)


async def undo(ctx: Context, thread_id: ThreadId) -> Conversation:
    """Takes back what a conversation has built or changed last; what people did by hand since
    stays. `redo` makes it again."""
    thread = await _thread(ctx, thread_id, caller_of(ctx))
    await dialogue_of(ctx).undo(thread)
    return await waited(ctx, thread)


async def redo(ctx: Context, thread_id: ThreadId) -> Conversation:
    """Makes again what the last `undo` of a conversation took back."""
    thread = await _thread(ctx, thread_id, caller_of(ctx))
    await dialogue_of(ctx).redo(thread)
    return await waited(ctx, thread)


async def _thread(ctx: Context, thread_id: str, caller: Caller) -> Thread:
    return await dialogue_of(ctx).thread(thread_id, caller.owner)


async def _spoken(
    ctx: Context, thread: Thread, words: str, page_id: str | None = None
) -> Conversation:
    await dialogue_of(ctx).say(thread, words, page_id)
    return await waited(ctx, thread)


TOOLS: tuple[Described, ...] = (
    (design, "Design a workspace", PLANS),
    (change, "Plan changes to a page", PLANS),
    (revise, "Answer, or ask for another plan", PLANS),
    (approve, "Carry out a plan", DECIDES),
    (reject, "Drop a plan", PLANS),
    (status, "Where a conversation stands", READS),
    (cancel, "Stop what runs", DECIDES),
    (undo, "Undo", DECIDES),
    (redo, "Redo", DECIDES),
)
