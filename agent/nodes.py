"""The nodes of the graph. Each may run again after a crash: what it says has a key, what it
writes is an upsert, and nothing stands before an interrupt."""

from dataclasses import replace
from datetime import date
from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import consulting, frames
from agent.again import Update, or_last_waits, wait_again
from agent.carrying import carry_out
from agent.desk import Context
from agent.guard import SHORTEST, check_content, check_length
from agent.planner import language as languages
from agent.planner.plain import heard_plainly, keeps_waiting
from agent.planner.seam import Heard, NothingYet, Question, Said
from agent.planner.words import wants_undo
from agent.plans.kinds import Approval, Ending, Task
from agent.plans.statuses import PlanStatus, waiting
from agent.reach import Reach
from agent.server_frames import ServerFrame
from agent.settling import asked_key
from agent.state import State, heard_of, language_of
from agent.stepping_back import earlier_of, step_back
from tools.notion.operations import Plan
from tools.notion.schedule import estimate
from tools.telemetry import span


async def guard(state: State, runtime: Runtime[Context]) -> Update:
    """Refuses what is no wish. Raises ValidationFailed, RequestRefused."""
    check_length(state["text"], shortest=1 if state["mode"] == "ask" else SHORTEST)
    check_content(state["text"])
    await _progress(state, runtime.context, "analyzing")
    return {}


async def given(state: State, runtime: Runtime[Context]) -> Update:
    """Introduces a plan that somebody brought, such as a recipe."""
    context, version = runtime.context, state["version"] + 1
    subject = (await _approval_of(state, context)).subject
    design, language = subject.design, context.thread.settings.answers_in
    heard = Heard(
        kind="create",
        language=language,
        said=[state["text"]],
        skill=None if design is None else design.meta.skill,
        template_type="custom" if design is None else design.template_type,
        confidence=1.0,
    )
    said = frames.ai_response(subject.presented(language), heard)
    await _emit(state, context, f"introduction:{version}", said)
    await _progress(state, context, "blueprint", version, title=subject.title)
    return {"version": version, "heard": _json(heard)}


async def understand(state: State, runtime: Runtime[Context]) -> Update:
    context, asked = runtime.context, state["question"]
    if files := state.get("attachments"):
        return await _to_import(state, context, files)
    question = None if asked is None else Question.model_validate(asked)
    has_page, preferred = state["page_id"] is not None, context.thread.settings.language
    heard = heard_plainly(state["text"], question, preferred, has_page=has_page)
    if heard is None:
        about = NothingYet(state["workspace"], state["must_change"])
        heard = await context.understand(_said(state, context, state["text"], question), about)
    await context.desk.threads.change(context.thread.id, spoken=heard.language)
    asks = heard.question.model_dump(mode="json") if heard.question else None
    return {"heard": _json(heard), "question": asks}


async def _to_import(state: State, context: Context, files: list[str]) -> Update:
    """Files are a wish by themselves; what is said with them is read with what they hold."""
    language = context.thread.settings.language or languages.language_of(state["text"], None)
    await context.desk.threads.change(context.thread.id, spoken=language)
    said = [state["text"]]
    heard = Heard(kind="import", language=language, said=said, files=files, confidence=1.0)
    return {"heard": _json(heard), "question": None}


def _said(state: State, context: Context, text: str, question: Question | None) -> Said:
    """Words with what the thread was told to prefer, and the question that they may answer."""
    preferences = context.thread.settings.preferences
    zone = preferences.time_zone or context.desk.time_zone
    return Said(
        text=text,
        today=date.fromisoformat(state["today"]),
        preferences=replace(preferences, time_zone=zone),
        question=question,
        owner=context.thread.owner,
        say=context.say,
        hands=Reach(context.desk, context.thread, context.patience),
    )


async def answer(state: State, runtime: Runtime[Context]) -> Update:
    heard = heard_of(state)
    await _emit(state, runtime.context, "answer", frames.ai_response(heard.reply, heard))
    return {}


async def ask(state: State, runtime: Runtime[Context]) -> Update:
    question = Question.model_validate(state["question"])
    await _emit(state, runtime.context, "question", frames.question(question))
    return {}


@or_last_waits
async def plan(state: State, runtime: Runtime[Context]) -> Update:
    """Makes a plan of what was said, or makes it anew with what was said about the last one.

    What leaves that as it was, such as a question about it, is answered, and it waits on.
    """
    context, version = runtime.context, state["version"] + 1
    context.check()
    before, earlier = heard_of(state), earlier_of(state)
    if wants_undo(_feedback(state) or ""):
        return await step_back(state, context)
    if reply := keeps_waiting(_feedback(state) or "", before.kind, before.spoken):
        return await wait_again(state, context, frames.ai_response(reply, before))
    kind = context.desk.wishes.get(before.kind) or context.desk.plans.kinds[before.kind]
    await _progress(state, context, "generating", version, key=kind.planning)
    with span("plan", plan_kind=before.kind, plan_version=version):
        planned = await kind.planned(await _task(state, context), context)
    heard = planned.heard
    if heard.language != before.language:  # the words asked for it
        heard = heard.model_copy(update={"speaks": None})
        await context.desk.threads.change(context.thread.id, spoken=heard.language)
    told = frames.ai_response(heard.reply, heard)
    if planned.stays and heard.kind == "tickets":
        told = frames.ai_response(await consulting.answered(context, heard), heard)
    if planned.stays:
        agreed = heard_of(state).model_copy(update={"question": heard.question})
        return await wait_again(state, context, told, heard=_json(agreed))
    found: Update = {"version": version, "decision": None, "approval_id": None}
    found |= {"heard": _json(heard), "agreed": _json(heard), "earlier": earlier}
    if planned.page is not None:
        found |= {"page_id": planned.page.id, "workspace": planned.page.title}
    if heard.kind == "ask" and heard.question is not None:
        return {**found, "question": heard.question.model_dump(mode="json")}
    if planned.subject is None:
        return found
    thread_id, run_id = context.thread.id, state["run_id"]
    approval_id = await context.desk.plans.draft(thread_id, run_id, version, planned.subject)
    await _emit(state, context, f"introduction:{version}", told)
    await _progress(state, context, "blueprint", version, title=planned.subject.title)
    return {**found, "approval_id": approval_id}


def _feedback(state: State) -> str | None:
    """What was said about the plan that was shown, if something was."""
    feedback: str | None = (state["decision"] or {}).get("feedback")
    return feedback


async def _task(state: State, context: Context) -> Task:
    """What is to be planned: what was heard first, or what was said of the plan that was shown."""
    heard, page_id = heard_of(state), state["page_id"]
    feedback = _feedback(state)
    if feedback is not None:
        last = await _approval_of(state, context)
        said = _said(state, context, feedback, heard.question)
        return Task(said, heard, heard, page_id, last)
    # An answer to a question means something only with what the question was about.
    whole = heard.said[-1] if heard.said else state["text"]
    agreed = None if state["agreed"] is None else Heard.model_validate(state["agreed"])
    return Task(_said(state, context, whole, None), heard, agreed, page_id, None)


@or_last_waits
async def rehearse(state: State, runtime: Runtime[Context]) -> Update:
    """Carries the plan out in memory, then puts it before the person. Raises NotionError."""
    context = runtime.context
    context.check()
    approval = await _approval_of(state, context)
    if (step := approval.subject.rehearsing) is not None:
        await _progress(state, context, step, state["version"])
    await approval.subject.check(context)
    with span("rehearse", plan_kind=approval.subject.kind):
        rehearsal = await context.rehearsal(approval)
    if state["mode"] != "ask":
        return {}
    await _put_before(state, context, approval, rehearsal.plan)
    context.check()  # a cancel from now on finds the plan and rejects it
    return {}


async def _put_before(state: State, context: Context, approval: Approval, plan: Plan) -> None:
    """Asks the person for a decision on a rehearsed plan, which waits from the moment it shows."""
    language, url = language_of(state), context.desk.previews.url(approval, plan)
    if (design := approval.subject.design) is not None and url is not None:
        preview = frames.blueprint_preview(design, url, language)
        await _emit(state, context, f"preview:{state['version']}", preview)
    latency = context.desk.connector.latency(await context.desk.threads.token(context.thread))
    seconds = round(estimate(plan, latency).seconds, 1)
    request = frames.approval_request(approval, plan.counts, seconds, url, language)
    await context.emit(asked_key(approval.id), request, waiting(approval.id, context.thread.id))


async def approve(state: State) -> Update:
    """Waits for a decision, from which on the language is spoken that was chosen last. Holds the
    interrupt and nothing else."""
    shown = state["approval_id"]
    decision = interrupt({"approval_id": shown})
    heard = {**(state["heard"] or {}), "speaks": decision.get("speaks")}
    return {"shown": shown, "decision": decision, "run_id": decision["run_id"], "heard": heard}


async def decline(state: State, runtime: Runtime[Context]) -> Update:
    await _emit(state, runtime.context, "rejected", frames.rejected(language_of(state)))
    return {}


@or_last_waits
async def execute(state: State, runtime: Runtime[Context]) -> Update:
    """Carries out what was approved; the next process goes on where this one ends."""
    context, language = runtime.context, language_of(state)
    approval = await _approval_of(state, context)
    if approval.status == PlanStatus.PENDING:  # it could not be begun, and then a crash came
        return {"decision": None}

    async def build() -> Ending:
        outcome = await carry_out(context, approval, heard_of(state).skill, state["mode"])
        told = frames.outcome(approval.subject, outcome, language)
        return Ending(outcome["status"], told, outcome)

    end = await approval.subject.carry_out(approval, context, language, build)
    await _emit(state, context, end.name, end.frame)
    return {"outcome": end.outcome, **consulting.going_on(heard_of(state), end)}


def _json(heard: Heard) -> dict[str, Any]:
    return heard.model_dump(mode="json", exclude_defaults=True)


async def _approval_of(state: State, context: Context) -> Approval:
    """The plan of this turn, as it stands now."""
    assert state["approval_id"] is not None  # noqa: S101 - a plan was drafted before
    return await context.desk.plans.get(state["approval_id"])


async def _progress(
    state: State, context: Context, step: str, version: int = 0, **params: Any
) -> None:
    """Tells how far the turn has come."""
    said = state["heard"] is not None
    language = language_of(state) if said else context.thread.settings.answers_in
    await _emit(state, context, f"{step}:{version}", frames.progress(step, language, **params))


async def _emit(state: State, context: Context, name: str, frame: ServerFrame) -> None:
    """Says something, once per name and turn."""
    await context.emit(f"{state['run_id']}:{name}", frame)
