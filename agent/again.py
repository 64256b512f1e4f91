"""Plans that wait again: what was said left them as they were, or came to nothing."""

import functools
import logging
from dataclasses import replace
from typing import Any, Protocol

from langgraph.runtime import Runtime

from agent import frames
from agent.desk import Context
from agent.plans.statuses import PlanStatus, waiting
from agent.server_frames import ServerFrame
from agent.state import State, language_of
from agent.texts import say
from tools.errors import Conflict, NotionForgeError, Stopped, StorageFailed

Update = dict[str, Any]


class Node(Protocol):
    """What the graph calls: a function of the state and of what is at hand in this turn."""

    __name__: str

    async def __call__(self, state: State, runtime: Runtime[Context]) -> Update: ...


_logger = logging.getLogger("notionforge.turns")


def or_last_waits(node: Node) -> Node:
    """A node whose failure is told, and leaves the plan that was shown last waiting again: be it
    that no other came of what was said, or that it was approved and could not be begun."""

    @functools.wraps(node)
    async def spared(state: State, runtime: Runtime[Context]) -> Update:
        if (shown := state.get("shown")) is None:
            return await node(state, runtime)
        try:
            return await node(state, runtime)
        except Exception as error:
            if await _ends(error, shown, runtime.context):
                raise
            failure = error
        if not isinstance(failure, NotionForgeError):
            _logger.error("run %s failed", state["run_id"], exc_info=failure)
            failure = NotionForgeError("unexpected")
        told = frames.error(failure, language_of(state))
        waits = say("still_waits", language_of(state))
        told = replace(told, content=f"{told.content} {waits}")
        await runtime.context.desk.plans.not_begun(shown)
        return await wait_again(state, runtime.context, told)

    return spared


async def _ends(error: Exception, plan_id: str, context: Context) -> bool:
    """Whether a failure ends the turn, as no plan is left that could wait: the approved one was
    begun, or fits what is there no more."""
    if isinstance(error, Stopped | StorageFailed):
        return True
    shown = await context.desk.plans.get(plan_id)
    if shown.status not in (PlanStatus.APPROVED, PlanStatus.EDITED):
        return False
    fits_no_more = isinstance(error, Conflict) and not error.retryable
    return fits_no_more or await shown.subject.is_begun(shown, context)


async def wait_again(state: State, context: Context, told: ServerFrame, **found: Any) -> Update:
    """Answers what leaves the plan that was shown as it was: it waits for a decision again."""
    assert state["shown"] is not None  # noqa: S101 - something was said about it
    again = waiting(state["shown"], context.thread.id)
    await context.emit(f"{state['run_id']}:answer", told, again)
    return {**found, "approval_id": state["shown"], "decision": None}
