"""A plan is built: begun once, stopped when the person says so, seen to its end."""

from dataclasses import asdict

from agent.desk import Context
from agent.inputs import Mode
from agent.outcomes import BuildFailed, Outcome
from agent.plans.kinds import Approval
from tools.errors import NotionForgeError, StorageFailed
from tools.telemetry import span


async def carry_out(
    context: Context, approval: Approval, skill: str | None, mode: Mode = "ask"
) -> Outcome:
    """What became of a plan; the next process goes on where this one ends. What fails is taken back
    where nobody is there to go on with it.

    Raises Stopped where it was not begun yet, Conflict where it fits no more, StorageFailed.
    """
    told = span("build", plan_kind=approval.subject.kind)
    async with context.desk.builder.alone(approval.subject.places, context.patience):
        with told as build:
            outcome = await _seen_through(context, approval, skill)
            build.say(build_status=outcome["status"])
        if outcome["status"] == "failed" and mode == "implied":
            outcome = await _reverted(context, approval.id, outcome)
        return outcome


async def _seen_through(context: Context, approval: Approval, skill: str | None) -> Outcome:
    if not await context.desk.plans.is_begun(approval.id):
        context.check()  # what is begun is taken back by the builder
        await _begin(context, approval, skill)
    if context.patience.is_over:  # a cancel from now on finds the build by itself
        await context.desk.builder.stop(approval.id)
    return await context.desk.builder.run(approval.id)


async def _begin(context: Context, approval: Approval, skill: str | None) -> None:
    operations, undertaking = await approval.subject.begin(approval, context)
    await context.desk.plans.start_build(
        approval.id, context.thread.id, operations, undertaking, skill
    )
    token = await context.desk.threads.token(context.thread)
    rehearsal = context.desk.previews.kept(approval)
    await context.desk.builder.adopt(approval.id, token, operations, rehearsal)


async def _reverted(context: Context, build_id: str, outcome: BuildFailed) -> BuildFailed:
    """Undoes a failed build, if Notion lets it."""
    try:
        undone = await context.desk.builder.undo(build_id, context.patience)
    except StorageFailed:
        raise
    except NotionForgeError:
        return outcome
    return {**outcome, "undone": asdict(undone)}
