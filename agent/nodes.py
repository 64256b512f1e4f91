"""The nodes of the graph. Each may run again after a crash: what it says has a key, what it
writes is an upsert, and nothing stands before an interrupt."""

import asyncio
from dataclasses import asdict
from datetime import date

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import frames
from agent.changing import plan_now
from agent.guard import check_content, check_length
from agent.outcomes import BuildFailed, Outcome
from agent.planner.seam import Intent, Preferences, Proposal, Question, Request
from agent.plans.store import Approval
from agent.plans.subjects import Creation, Modification
from agent.state import Context, State
from agent.steps import (
    Update,
    approval_of,
    draft,
    emit,
    feedback_of,
    intent_of,
    language_of,
    progress,
    put_before,
    target_of,
    wait_on,
)
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import check
from tools.errors import NotionForgeError, StorageFailed
from tools.notion.compile import WORKSPACE, below
from tools.notion.rollback import Undone


async def guard(state: State, runtime: Runtime[Context]) -> Update:
    """Refuses what is no wish. Raises ValidationFailed, RequestRefused."""
    check_length(state["text"], shortest=1 if state["question"] else 2)
    check_content(state["text"])
    await progress(state, runtime.context, "analyzing")
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
        workspace=state["workspace"],
        must_change=state["must_change"],
    )
    intent = await context.unless_stopped(context.desk.planner.understand(request))
    await context.desk.threads.change(context.thread.id, spoken=intent.language)
    waiting = intent.question.model_dump(mode="json") if intent.question else None
    return {"intent": intent.model_dump(mode="json"), "question": waiting}


async def answer(state: State, runtime: Runtime[Context]) -> Update:
    intent = intent_of(state)
    await emit(state, runtime.context, "answer", frames.ai_response(intent.reply or "", intent))
    return {}


async def ask(state: State, runtime: Runtime[Context]) -> Update:
    question = Question.model_validate(state["question"])
    await emit(state, runtime.context, "question", frames.question(question))
    return {}


async def design(state: State, runtime: Runtime[Context]) -> Update:
    """Composes a plan, or composes it anew with what was said about the last one.

    What leaves that as it was, such as a question about it, is answered, and it waits on.
    """
    context, intent = runtime.context, intent_of(state)
    context.check()
    version = state["version"] + 1
    await progress(state, context, "generating", version)
    proposal, last = await _propose(state, context, intent)
    if proposal.blueprint == last:
        return await wait_on(state, context, proposal.introduction, proposal.intent)
    parent = (await target_of(context)).parent
    blueprint = await asyncio.to_thread(check, proposal.blueprint)
    subject = Creation(blueprint=blueprint, parent=parent)
    approval_id = await draft(state, context, version, subject)
    said = frames.ai_response(proposal.introduction, proposal.intent)
    await emit(state, context, f"introduction:{version}", said)
    await progress(state, context, "blueprint", version, title=subject.title)
    return {
        "intent": proposal.intent.model_dump(mode="json"),
        "approval_id": approval_id,
        "version": version,
        "decision": None,
    }


async def _propose(
    state: State, context: Context, intent: Intent
) -> tuple[Proposal, Blueprint | None]:
    """A design, and the last one where there is feedback on it."""
    today = date.fromisoformat(state["today"])
    feedback = feedback_of(state)
    if feedback is None:
        return await context.unless_stopped(context.desk.planner.design(intent, today)), None
    approval = await approval_of(state, context)
    last, rehearsal = approval.subject, await context.desk.previews.make(approval)
    assert isinstance(last, Creation)  # noqa: S101 - feedback stays with its kind of plan
    built = await context.unless_stopped(rehearsal.structure())
    revised = context.desk.planner.revise(intent, last.blueprint, built, feedback, today)
    return await context.unless_stopped(revised), last.blueprint


async def rehearse(state: State, runtime: Runtime[Context]) -> Update:
    """Carries the plan out in memory, then puts it before the person. Raises NotionError."""
    context = runtime.context
    context.check()
    version = state["version"]
    await progress(state, context, "rehearsing", version)
    approval = await approval_of(state, context)
    if isinstance(approval.subject, Creation):
        await _check_access(context)
    rehearsal = await context.desk.previews.make(approval)
    if state["mode"] != "ask":
        return {}
    if isinstance(approval.subject, Creation):
        url, language = context.desk.previews.url(approval, rehearsal.plan), language_of(state)
        preview = frames.blueprint_preview(approval.subject.blueprint, url, language)
        await emit(state, context, f"preview:{version}", preview)
    await put_before(state, context, approval, rehearsal.plan)
    context.check()  # a cancel from now on finds the plan and rejects it
    return {"rehearsed": version}


async def approve(state: State) -> Update:
    """Waits for a decision. Holds the interrupt and nothing else."""
    decision = interrupt({"approval_id": state["approval_id"]})
    return {"decision": decision, "run_id": decision["run_id"]}


async def decline(state: State, runtime: Runtime[Context]) -> Update:
    frame = frames.cancelled("rejected", Undone(), language_of(state))
    await emit(state, runtime.context, "rejected", frame)
    return {}


async def execute(state: State, runtime: Runtime[Context]) -> Update:
    """Carries out what was approved; the next process goes on where this one ends."""
    context = runtime.context
    approval = await approval_of(state, context)
    async with context.desk.builder.alone(approval.subject.places, context.patience):
        outcome = await _carried_out(state, context, approval)
    frame = frames.outcome(approval.subject, outcome, language_of(state))
    await emit(state, context, outcome["status"], frame)
    return {"outcome": outcome}


async def _carried_out(state: State, context: Context, approval: Approval) -> Outcome:
    if not await context.desk.plans.is_begun(approval.id):
        context.check()  # what is begun is taken back by the builder
        await _begin(state, context, approval)
    if context.patience.is_over:  # a cancel from now on finds the build by itself
        await context.desk.builder.stop(approval.id)
    outcome = await context.desk.builder.run(approval.id)
    if outcome["status"] == "failed" and state["mode"] == "implied":
        outcome = await _reverted(context, approval.id, outcome)
    return outcome


async def _begin(state: State, context: Context, approval: Approval) -> None:
    """Keeps what is about to be carried out."""
    thread_id = context.thread.id
    match approval.subject:
        case Creation(parent=parent):
            # What was rehearsed is what runs, but for the page that it hangs below.
            rehearsal = await context.desk.previews.make(approval)
            plan, skill = below(rehearsal.plan, parent), intent_of(state).skill
            await context.desk.plans.start_build(approval.id, thread_id, plan, skill=skill)
            if parent == WORKSPACE:
                token = await context.desk.threads.token(context.thread)
                await context.desk.builder.adopt(approval.id, token, rehearsal)
        case Modification():
            plan, way_back = await plan_now(approval.subject, context)
            await context.desk.plans.start_build(approval.id, thread_id, plan, way_back)


async def _reverted(context: Context, build_id: str, outcome: BuildFailed) -> BuildFailed:
    """Undoes a failed build where nobody is there to go on with it, if Notion lets it."""
    try:
        undone = await context.desk.builder.undo(build_id, context.patience)
    except StorageFailed:
        raise
    except NotionForgeError:
        return outcome
    return {**outcome, "undone": asdict(undone)}


async def _check_access(context: Context) -> None:
    """Asks Notion once whether the token is good and the parent shared, before anything else."""
    target = await target_of(context)
    if "page_id" in target.parent:
        gateway = context.desk.connector.open(target.token).with_patience(context.patience)
        look = gateway.call("GET", f"pages/{target.parent['page_id']}")
        await context.unless_stopped(look)
