"""The way back from a plan to the one before it, while nothing of either was carried out."""

from typing import Any

from agent import frames
from agent.again import Update, wait_again
from agent.desk import Context
from agent.planner.seam import Heard
from agent.state import State, heard_of
from agent.texts import say

MOST_EARLIER = 10  # plans of a turn that one can go back to
_QUOTED = 80  # characters of what is taken back


def earlier_of(state: State) -> list[dict[str, Any]]:
    """The plans of a turn that one can go back to from the next: the one that was shown, behind
    those before it. Each with what was heard by then."""
    before = state.get("earlier") or []
    if state.get("shown") is None:
        return before
    heard = {**(state["heard"] or {}), "question": None}
    return [*before, {"approval_id": state["shown"], "heard": heard}][-MOST_EARLIER:]


async def step_back(state: State, context: Context) -> Update:
    """Puts the plan before the last again, as a version of its own.

    Where there is none, changes are dropped: what was said last is all of them. A design waits on,
    and so does a plan about which something is asked, with the question closed.
    """
    before, earlier = heard_of(state), state.get("earlier") or []
    if before.question is not None:
        return await _waits(state, context, before, "question_dropped")
    if not earlier and before.kind != "modify":
        return await _waits(state, context, before, "nothing_before")
    version = state["version"] + 1
    found: Update = {"version": version, "decision": None, "approval_id": None}
    if not earlier:
        reply = say("nothing_left", before.spoken)
        return {**found, "heard": _json(before.model_copy(update={"changes": [], "reply": reply}))}
    last = earlier[-1]
    kept = {"heard": last["heard"], "agreed": last["heard"], "earlier": earlier[:-1]}
    subject = (await context.desk.plans.get(last["approval_id"])).subject
    run_id = state["run_id"]
    approval_id = await context.desk.plans.draft(context.thread.id, run_id, version, subject)
    told = frames.ai_response(say("stepped_back", before.spoken, text=_taken(before)), before)
    await context.emit(f"{run_id}:introduction:{version}", told)
    return {**found, **kept, "approval_id": approval_id}


async def _waits(state: State, context: Context, before: Heard, key: str) -> Update:
    told = frames.ai_response(say(key, before.spoken), before)
    heard = before.model_copy(update={"question": None})
    return await wait_again(state, context, told, heard=_json(heard))


def _taken(heard: Heard) -> str:
    """What was said last, as it is quoted."""
    text = " ".join(heard.said[-1].split()) if heard.said else ""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def _json(heard: Heard) -> dict[str, Any]:
    return heard.model_dump(mode="json", exclude_defaults=True)
