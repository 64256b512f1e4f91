"""The node that plans changes to what exists, and the plan of changes as it runs."""

import asyncio
import time
from collections.abc import Sequence
from datetime import date

from langgraph.runtime import Runtime

from agent import frames
from agent.planner.seam import ChangeProposal
from agent.plans.subjects import Modification
from agent.state import Context, State
from agent.steps import Update, approval_of, draft, emit, feedback_of, intent_of, progress, wait_on
from agent.texts import say
from tools.blueprint.base import Language
from tools.errors import Conflict, ValidationFailed
from tools.notion.gateway import NotionGateway
from tools.notion.modify import Change, ChangePlan, WayBack, compile_changes
from tools.notion.operations import Plan
from tools.notion.structure import Reading, Structure, read_page

FRESH_SECONDS = 10.0  # so long a page is taken to stand as it was read


async def change(state: State, runtime: Runtime[Context]) -> Update:
    """Reads the page as it is and plans the changes that the words ask for."""
    context, language = runtime.context, intent_of(state).language
    context.check()
    version = state["version"] + 1
    await progress(state, context, "generating", version, key="reading_page")
    reading = await context.unless_stopped(_read(state, context))
    said = _said(state)
    today = date.fromisoformat(state["today"])
    planning = context.desk.planner.changes(reading.structure, said, language, today)
    proposal = await context.unless_stopped(planning)
    if await _leaves_plan(state, context, proposal):
        return await wait_on(state, context, proposal.introduction, intent_of(state))
    plan = await _compiled(reading.structure, proposal.changes, language)
    found: Update = {"said": said, "version": version, "decision": None, "approval_id": None}
    if proposal.question is not None:
        return {**found, "question": proposal.question.model_dump(mode="json")}
    if not plan.forward.operations:
        reply = say("as_wished", language) if proposal.changes else proposal.introduction
        intent = intent_of(state).model_copy(update={"reply": reply})
        return {**found, "intent": intent.model_dump(mode="json")}
    introduction = frames.ai_response(proposal.introduction, intent_of(state))
    await emit(state, context, f"introduction:{version}", introduction)
    subject = _subject(reading, proposal, language)
    return {**found, "approval_id": await draft(state, context, version, subject)}


async def _read(state: State, context: Context) -> Reading:
    """The page that is meant. Raises NotionError, Conflict for one in the trash."""
    assert state["page_id"] is not None  # noqa: S101 - without a page nothing is to change
    reading = await read_page(await _gateway(context), state["page_id"])
    if reading.structure.page.in_trash:
        raise Conflict(f"page {state['page_id']} is in the trash", reason="page_in_trash")
    return reading


async def _gateway(context: Context) -> NotionGateway:
    gateway = context.desk.connector.open_for(await context.desk.threads.token(context.thread))
    return gateway.with_patience(context.patience)


def _said(state: State) -> list[str]:
    """The wish and all feedback on the plans that were made of it."""
    return [*state["said"], feedback_of(state) or intent_of(state).text]


async def _leaves_plan(state: State, context: Context, proposal: ChangeProposal) -> bool:
    """Whether feedback on a plan of changes comes to the very same changes."""
    if feedback_of(state) is None or proposal.question is not None:
        return False
    last = (await approval_of(state, context)).subject
    return isinstance(last, Modification) and last.changes == list(proposal.changes)


def _subject(reading: Reading, proposal: ChangeProposal, language: Language) -> Modification:
    return Modification(
        page_id=reading.structure.page.id,
        structure=reading.structure,
        answers=list(reading.answers),
        changes=list(proposal.changes),
        language=language,
        read_at=time.time(),
    )


async def plan_now(subject: Modification, context: Context) -> tuple[Plan, WayBack]:
    """The plan of changes for the page as it is now, which others may have changed since.

    Raises Conflict where the changes do not fit it any more.
    """
    structure = subject.structure
    old = time.time() - subject.read_at > FRESH_SECONDS
    if old or await context.desk.plans.changed_since(subject.places, subject.read_at):
        reading = read_page(await _gateway(context), subject.page_id)
        structure = (await context.unless_stopped(reading)).structure
    try:
        plan = await _compiled(structure, subject.changes, subject.language)
    except ValidationFailed as error:
        raise Conflict(str(error), reason="page_changed") from None
    if structure.page.in_trash or not plan.forward.operations:
        raise Conflict("nothing is left to change", reason="page_changed")
    return plan.forward, WayBack(plan, structure)


async def _compiled(
    structure: Structure, changes: Sequence[Change], language: Language
) -> ChangePlan:
    """The plans, made beside the loop: a page may hold thousands of rows."""
    return await asyncio.to_thread(compile_changes, structure, changes, language)
