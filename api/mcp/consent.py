"""The person's yes: asked by the client itself where it can, so that no model gives it for them."""

from mcp.server.mcpserver.resolve import Elicit
from pydantic import BaseModel, Field, create_model

from agent.dialogue import Standing
from agent.texts import say
from api.mcp.caller import Context, caller_of, dialogue_of
from tools.blueprint.base import Language
from tools.errors import NotionForgeError


class Consent(BaseModel):
    """A person's answer to a plan; `feedback` is what they want otherwise."""

    approve: bool
    feedback: str = ""


async def consent(ctx: Context, plan_id: str) -> Elicit[Consent] | Consent:
    """Puts the plan before the person. Where they cannot be asked, or nothing is to be decided any
    more, the call itself is what counts, and the tool says what became of it.

    The SDK calls this again with the answer, and has it count for the same question only: so the
    question is made of what is kept, and is the same after a restart.
    """
    yes = Consent(approve=True)
    if not _can_ask(ctx):
        return yes
    try:
        standing = await _standing(ctx, plan_id)
    except NotionForgeError:
        return yes  # the tool meets the same and tells it
    if standing.plan is None or standing.plan["approval_id"] != plan_id:
        return yes
    language = standing.thread.settings.answers_in
    return Elicit(_worded(standing, language), _form(language))


def _can_ask(ctx: Context) -> bool:
    """Whether the client has a form for its person. Who names neither kind means forms."""
    known = ctx.client_capabilities
    asks = None if known is None else known.elicitation
    return asks is not None and (asks.form is not None or asks.url is None)


async def _standing(ctx: Context, plan_id: str) -> Standing:
    dialogue, owner = dialogue_of(ctx), caller_of(ctx).owner
    plan = await dialogue.plan(plan_id, owner)
    return await dialogue.standing(await dialogue.thread(plan.thread_id, owner))


def _worded(standing: Standing, language: Language) -> str:
    """What is to be made, where it can be looked at, and the question."""
    assert standing.plan is not None  # noqa: S101 - asked before
    introduced = [f["content"] for f in standing.frames if f["type"] == "ai_response"]
    url = standing.plan.get("preview_url")
    looked_at = [say("mcp_preview", language, url=url)] if url else []
    return "\n\n".join([*introduced[-1:], *looked_at, standing.plan["content"]])


def _form(language: Language) -> type[Consent]:
    """The form, with its labels in the person's language."""
    labels = {name: say(f"mcp_{name}", language) for name in Consent.model_fields}
    return create_model(
        "Consent",
        __base__=Consent,
        approve=(bool, Field(title=labels["approve"])),
        feedback=(str, Field(default="", title=labels["feedback"])),
    )
