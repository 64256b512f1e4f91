"""The nodes of the graph. Each may run again after a crash: what it says has a key, what it
writes is an upsert, and nothing stands before an interrupt."""

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import frames
from agent.guard import check_content, check_length
from agent.planner import Intent, Preferences, Proposal, Question, Request
from agent.plans import Approval
from agent.state import Context, State
from tools.blueprint.base import Language
from tools.blueprint.parse import check
from tools.errors import NotionForgeError
from tools.notion.compile import below
from tools.notion.connect import Target
from tools.notion.operations import Plan
from tools.notion.rollback import Undone
from tools.notion.schedule import estimate

Update = dict[str, Any]


async def guard(state: State, runtime: Runtime[Context]) -> Update:
    """Refuses what is no wish. Raises ValidationFailed, RequestRefused."""
    check_length(state["text"], shortest=1 if state["question"] else 2)
    check_content(state["text"])
    await _progress(state, runtime.context, "analyzing")
    return {}


async def understand(state: State, runtime: Runtime[Context]) -> Update:
    context = runtime.context
    settings = context.thread.settings
    asked = state["question"]
    request = Request(
        text=state["text"],
        today=date.fromisoformat(state["today"]),
        preferences=Preferences(
            language=settings.language,
            complexity=settings.complexity,
            color_theme=settings.color_theme,
            include_sample_data=settings.include_sample_data,
            sample_count=settings.sample_count,
        ),
        pending_question=None if asked is None else Question.model_validate(asked),
    )
    intent = await context.unless_stopped(context.planner.understand(request))
    await context.threads.change(context.thread.id, spoken=intent.language)
    waiting = intent.question.model_dump(mode="json") if intent.question else None
    return {"intent": intent.model_dump(mode="json"), "question": waiting}


async def answer(state: State, runtime: Runtime[Context]) -> Update:
    intent = _intent(state)
    await _emit(state, runtime.context, "answer", frames.ai_response(intent.reply or "", intent))
    return {}


async def ask(state: State, runtime: Runtime[Context]) -> Update:
    intent = _intent(state)
    assert intent.question is not None  # noqa: S101 - what kind "ask" means
    await _emit(state, runtime.context, "question", frames.question(intent.question))
    return {}


async def design(state: State, runtime: Runtime[Context]) -> Update:
    """Composes a plan, or composes it anew with what was said about the last one."""
    context, intent = runtime.context, _intent(state)
    context.check()
    version = state["version"] + 1
    await _progress(state, context, "generating", version)
    proposal = await _propose(state, context, intent)
    approval_id = _approval_id(context.thread.id, state["run_id"], version)
    parent = (await _target(context)).parent
    blueprint = check(proposal.blueprint)
    await context.plans.draft(approval_id, context.thread.id, version, blueprint, parent)
    said = frames.ai_response(proposal.introduction, proposal.intent)
    await _emit(state, context, f"introduction:{version}", said)
    await _progress(state, context, "blueprint", version, title=blueprint.title)
    return {
        "intent": proposal.intent.model_dump(mode="json"),
        "approval_id": approval_id,
        "version": version,
        "decision": None,
    }


async def _propose(state: State, context: Context, intent: Intent) -> Proposal:
    today = date.fromisoformat(state["today"])
    feedback = (state["decision"] or {}).get("feedback")
    if not feedback or state["approval_id"] is None:
        return await context.unless_stopped(context.planner.design(intent, today))
    last = await context.plans.get(state["approval_id"])
    revised = context.planner.revise(intent, last.blueprint, feedback, today)
    return await context.unless_stopped(revised)


async def rehearse(state: State, runtime: Runtime[Context]) -> Update:
    """Builds the plan in memory, then puts it before the person. Raises NotionError."""
    context = runtime.context
    context.check()
    version = state["version"]
    await _progress(state, context, "rehearsing", version)
    await _check_access(context)
    approval = await _approval(state, context)
    rehearsal = await context.previews.make(approval)
    if state["mode"] == "ask":
        await _put_before(state, context, approval, rehearsal.plan)
        context.check()  # a cancel from now on finds the plan and rejects it
    return {}


async def _put_before(state: State, context: Context, approval: Approval, plan: Plan) -> None:
    language, url = _language(state), context.previews.url(approval.id)
    preview = frames.blueprint_preview(approval, url, language)
    await _emit(state, context, f"preview:{approval.version}", preview)
    await context.plans.ask(approval.id)
    latency = context.connector.latency((await _target(context)).token)
    seconds = round(estimate(plan, latency).seconds, 1)
    request = frames.approval_request(approval, plan.counts, seconds, url, language)
    await _emit(state, context, f"approval:{approval.version}", request)


async def approve(state: State) -> Update:
    """Waits for a decision. Holds the interrupt and nothing else."""
    decision = interrupt({"approval_id": state["approval_id"]})
    return {"decision": decision, "run_id": decision["run_id"]}


async def decline(state: State, runtime: Runtime[Context]) -> Update:
    frame = frames.cancelled("rejected", Undone(), _language(state))
    await _emit(state, runtime.context, "rejected", frame)
    return {}


async def execute(state: State, runtime: Runtime[Context]) -> Update:
    """Builds what was approved, as durable work that outlives this process."""
    context = runtime.context
    context.check()
    approval = await _approval(state, context)
    # What was rehearsed is what runs, but for the page that it hangs below.
    plan = below((await context.previews.make(approval)).plan, approval.parent)
    await context.plans.start_build(approval.id, context.thread.id, plan, _intent(state).skill)
    if context.stop.is_set():  # a cancel from now on finds the build by itself
        await context.builder.stop(approval.id)
    outcome = await context.builder.run(context.work, approval.id)
    if outcome["status"] == "failed" and state["mode"] == "implied":
        outcome = await _reverted(context, approval.id, outcome)
    frame = frames.outcome(approval.blueprint.title, outcome, _language(state))
    await _emit(state, context, outcome["status"], frame)
    return {"outcome": outcome}


async def _reverted(context: Context, build_id: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """Undoes a failed build where nobody is there to go on with it, if Notion lets it."""
    try:
        undone = await context.builder.undo(build_id)
    except NotionForgeError:
        return outcome
    return {**outcome, "undone": asdict(undone)}


async def _check_access(context: Context) -> None:
    """Asks Notion once whether the token is good and the parent shared, before anything else."""
    target = await _target(context)
    if "page_id" in target.parent:
        gateway = context.connector.open(target.token)
        await gateway.call("GET", f"pages/{target.parent['page_id']}")


async def _target(context: Context) -> Target:
    token = await context.threads.token(context.thread)
    return context.connector.target(token, context.thread.settings.parent_page_id)


async def _approval(state: State, context: Context) -> Approval:
    assert state["approval_id"] is not None  # noqa: S101 - design came before
    return await context.plans.get(state["approval_id"])


def _approval_id(thread_id: str, run_id: str, version: int) -> str:
    """The same after a crash, so that a repeated design does not become a second plan."""
    digest = hashlib.sha256(f"{thread_id}:{run_id}:{version}".encode())
    return digest.hexdigest()[:32]


def _intent(state: State) -> Intent:
    return Intent.model_validate(state["intent"])


def _language(state: State) -> Language:
    return _intent(state).language


async def _progress(
    state: State, context: Context, step: str, version: int = 0, **params: Any
) -> None:
    intent = state["intent"]
    language = context.thread.settings.answers_in if intent is None else intent["language"]
    await _emit(state, context, f"{step}:{version}", frames.progress(step, language, **params))


async def _emit(state: State, context: Context, name: str, frame: frames.Frame) -> None:
    await context.emit(f"{state['run_id']}:{name}", frame)
