"""What the graph's nodes share: reading the state, and speaking to the thread."""

import hashlib
from typing import Any

from agent import frames
from agent.planner.seam import Intent
from agent.plans.statuses import PlanStatus
from agent.plans.store import Approval, moved
from agent.plans.subjects import Subject
from agent.server_frames import ServerFrame
from agent.settling import asked_key
from agent.state import Context, State
from tools.blueprint.base import Language
from tools.notion.connect import Target
from tools.notion.operations import Plan
from tools.notion.schedule import estimate

Update = dict[str, Any]


def intent_of(state: State) -> Intent:
    """What the person wants, once that is understood."""
    return Intent.model_validate(state["intent"])


def language_of(state: State) -> Language:
    """The language of answers."""
    return intent_of(state).language


async def target_of(context: Context) -> Target:
    """Where the thread builds."""
    token = await context.desk.threads.token(context.thread)
    return context.desk.connector.target(token, context.thread.settings.parent_page_id)


async def approval_of(state: State, context: Context) -> Approval:
    """The plan of this turn, as it stands now."""
    assert state["approval_id"] is not None  # noqa: S101 - a plan was drafted before
    return await context.desk.plans.get(state["approval_id"])


async def draft(state: State, context: Context, version: int, subject: Subject) -> str:
    """Keeps a plan and returns its id: the same after a crash, so that a repetition is void."""
    whole = f"{context.thread.id}:{state['run_id']}:{version}"
    approval_id = hashlib.sha256(whole.encode()).hexdigest()[:32]
    await context.desk.plans.draft(approval_id, context.thread.id, version, subject)
    return approval_id


async def put_before(state: State, context: Context, approval: Approval, plan: Plan) -> None:
    """Asks the person for a decision on a rehearsed plan, which waits from the moment it shows."""
    latency = context.desk.connector.latency(await context.desk.threads.token(context.thread))
    seconds = round(estimate(plan, latency).seconds, 1)
    url = context.desk.previews.url(approval, plan)
    request = frames.approval_request(approval, plan.counts, seconds, url, language_of(state))
    asking = moved(approval.id, PlanStatus.PENDING)
    await context.emit(asked_key(approval.id), request, asking)


def feedback_of(state: State) -> str | None:
    """What the person said about the plan that they were shown."""
    feedback: str | None = (state["decision"] or {}).get("feedback")
    return feedback


async def wait_on(state: State, context: Context, said: str, intent: Intent) -> Update:
    """Answers what leaves the plan as it was: the same version waits for a decision again."""
    assert state["approval_id"] is not None  # noqa: S101 - something was said about it
    waiting = moved(state["approval_id"], PlanStatus.PENDING)
    await context.emit(f"{state['run_id']}:answer", frames.ai_response(said, intent), waiting)
    return {"intent": intent.model_dump(mode="json"), "decision": None}


async def progress(
    state: State, context: Context, step: str, version: int = 0, **params: Any
) -> None:
    """Tells how far the turn has come."""
    intent = state["intent"]
    language = context.thread.settings.answers_in if intent is None else intent["language"]
    await emit(state, context, f"{step}:{version}", frames.progress(step, language, **params))


async def emit(state: State, context: Context, name: str, frame: ServerFrame) -> None:
    """Says something, once per name and turn."""
    await context.emit(f"{state['run_id']}:{name}", frame)
