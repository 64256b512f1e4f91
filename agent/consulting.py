"""What is asked of the helpdesk's tickets: answered from what was collected, with nobody's yes.

understand ─ tickets, dashboard ─▶ consult ─┬▶ answered
                  ▲                         ├▶ plan: a dashboard
                  │ what was asked          └▶ plan: to collect, as nothing was yet
                  └──────────────── execute ◀──┘
"""

from typing import Any

from langgraph.runtime import Runtime

from agent import frames
from agent.desk import Context
from agent.planner.seam import Heard
from agent.plans.kinds import Ending
from agent.state import State
from agent.texts import say
from agent.tickets import told
from tools.freshdesk.tools import FetchTickets, MakeDashboard, Reading

Update = dict[str, Any]


async def consult(state: State, runtime: Runtime[Context]) -> Update:
    """Answers, or makes of the question a wish for a plan. Raises Forbidden, StorageFailed."""
    context, heard = runtime.context, Heard.model_validate(state["heard"])
    collects = isinstance(heard.asked, FetchTickets)
    if not collects and await context.helpdesk.has_any():
        if heard.asked is None or isinstance(heard.asked, FetchTickets | MakeDashboard):
            return {}
        return await _answer(state, context, heard, await _told(context, heard.asked, heard))
    if state["mode"] != "ask":  # who asks over REST collects over REST, and hears how it goes
        key = "collect_over_rest" if collects else "nothing_collected"
        return await _answer(state, context, heard, say(key, heard.spoken))
    first = "" if collects else say("collect_first", heard.spoken)
    return {"heard": _json(heard.model_copy(update={"kind": "ingest", "reply": first}))}


async def answered(context: Context, heard: Heard) -> str:
    """What is told of a question about tickets while a plan waits. Raises Forbidden,
    StorageFailed."""
    if isinstance(heard.asked, Reading) and await context.helpdesk.has_any():
        return await _told(context, heard.asked, heard)
    return say("collect_first", heard.spoken)


async def _told(context: Context, asked: Reading, heard: Heard) -> str:
    helpdesk = context.helpdesk
    return told(asked, await helpdesk.answer(asked), heard.spoken, helpdesk.zone)


async def _answer(state: State, context: Context, heard: Heard, reply: str) -> Update:
    heard = heard.model_copy(update={"kind": "tickets", "reply": reply})
    answer = frames.ai_response(reply, heard)
    await context.emit(f"{state['run_id']}:answer:{state['version']}", answer)
    return {"heard": _json(heard)}


def going_on(heard: Heard, end: Ending) -> Update:
    """What follows what was carried out: the question that it was for, where there was one.

    No plan is `shown` any more that could wait again.
    """
    asks = heard.asked is not None and not isinstance(heard.asked, FetchTickets)
    if end.outcome is not None or not asks:
        return {}
    kind = "dashboard" if isinstance(heard.asked, MakeDashboard) else "tickets"
    again = heard.model_copy(update={"kind": kind, "reply": "", "question": None})
    return {"heard": _json(again), "shown": None, "agreed": None, "approval_id": None}


def _json(heard: Heard) -> dict[str, Any]:
    return heard.model_dump(mode="json", exclude_defaults=True)
