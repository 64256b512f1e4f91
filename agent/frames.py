"""The server's frames, as the contract has them. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal

from agent.planner import Intent, Question
from agent.plans import Approval
from agent.subjects import Creation, Modification, Subject
from agent.texts import explain, say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.errors import NotionError, NotionForgeError, ValidationFailed
from tools.notion.forge import Step
from tools.notion.modify import changes_json
from tools.notion.operations import Counts, Kind
from tools.notion.patience import Silence
from tools.notion.rollback import Undone

Frame = dict[str, Any]
Details = list[dict[str, str]] | dict[str, Any]
# What a person reads where an operation changes something that was there.
_CHANGED: Mapping[Kind, str] = {
    "update_schema": "change_schema",
    "update_row": "change_row",
    "update_view": "change_view",
    "delete_view": "change_view",
    "update_page": "change_page",
    "update_database": "change_database",
    "update_block": "change_block",
    "move_page": "change_place",
}

TurnStatus = Literal["completed", "awaiting_approval", "awaiting_answer", "failed", "cancelled"]


def user_message(content: str, client_id: str | None) -> Frame:
    """What the person said, for every tab of the thread; `id` is the sender's own."""
    return {"type": "user_message", "content": content, "id": client_id}


def progress(step: str, language: Language, *, key: str | None = None, **params: Any) -> Frame:
    """How far a turn has come; `key` names the text where it is not the step's own."""
    return {"type": "progress", "step": step, "message": say(key or step, language, **params)}


def step_done(step: Step, language: Language) -> Frame:
    """Progress of a build: `current` of `total` operations are done."""
    name = step.operation.step
    return {
        **progress(name, language, title=step.operation.title),
        "current": step.done,
        "total": step.total,
    }


def step_changed(step: Step, language: Language) -> Frame:
    """Progress of a build that changes what was there."""
    done, operation = step_done(step, language), step.operation
    if operation.kind not in _CHANGED:
        return done
    return {**done, "message": say(_CHANGED[operation.kind], language, title=operation.title)}


def step_undone(step: Step, language: Language) -> Frame:
    """Progress of taking changes back."""
    frame = progress("rolling_back", language)
    return {**frame, "current": step.done, "total": step.total}


def waiting(silence: Silence, language: Language) -> Frame:
    """What a step waits for, and for how long it has."""
    wait, seconds = silence.wait, round(silence.seconds)
    key = f"waiting_{wait.kind}"
    params: dict[str, Any] = {"seconds": seconds}
    if wait.kind == "answer" and wait.is_trouble:
        key = "waiting_again"
        failure = wait.status or say("no_answer", language)
        params |= {"failure": failure, "attempt": wait.attempt}
    elif silence.left is not None:
        params["left"] = round(silence.left)
    return progress(silence.step, language, key=key, **params)


def ai_response(content: str, intent: Intent) -> Frame:
    metadata = {
        "intent": intent.kind,
        "template_type": intent.template_type,
        "confidence": round(intent.confidence, 2),
    }
    return {"type": "ai_response", "content": content, "metadata": metadata}


def question(asked: Question) -> Frame:
    options = [choice.model_dump() for choice in asked.options]
    return {"type": "question", "content": asked.content, "options": options}


def blueprint_preview(blueprint: Blueprint, preview_url: str, language: Language) -> Frame:
    return {
        "type": "blueprint_preview",
        "content": say("preview_ready", language),
        "blueprint": blueprint_json(blueprint),
        "preview_url": preview_url,
    }


def approval_request(
    approval: Approval, counts: Counts, seconds: float, preview_url: str, language: Language
) -> Frame:
    """The plan put before the person; `api_calls` is exact, `estimated_seconds` is not."""
    numbers = asdict(counts)
    match approval.subject:
        case Creation(blueprint=blueprint):
            content = say("approve_question", language, **numbers)
            kind = blueprint.template_type
            plan: Frame = {"blueprint": blueprint_json(blueprint)}
        case Modification(changes=changes):
            content = say("approve_changes", language, count=len(changes))
            kind = "custom"
            plan = {"changes": modifications(approval.subject, language)}
    return {
        "type": "approval_request",
        "content": content,
        "approval_id": approval.id,
        "plan_version": approval.version,
        "expires_at": datetime.fromtimestamp(approval.expires_at, UTC).isoformat(),
        "metadata": {
            "kind": approval.subject.kind,
            "template_type": kind,
            **numbers,
            "estimated_seconds": seconds,
        },
        **plan,
        "preview_url": preview_url,
    }


def complete(subject: Subject, outcome: Mapping[str, Any], language: Language) -> Frame:
    """It is done. `summary` counts what was made; `duration_seconds` is the build's."""
    counts = outcome["counts"]
    summary = {
        "pages_created": counts["pages"],
        "databases_created": counts["databases"],
        "blocks_created": counts["blocks"],
        "rows_created": counts["rows"],
        "views_created": counts["views"],
        "api_calls": outcome["api_calls"],
        "duration_seconds": outcome["duration_seconds"],
    }
    said = {"title": subject.title, "seconds": outcome["duration_seconds"]}
    match subject:
        case Creation():
            content, extra = say("completed", language, **said, **counts), {}
        case Modification(changes=changes):
            content = say("changed", language, **said, count=len(changes))
            extra = {"changes": modifications(subject, language)}
    return {
        "type": "complete",
        "notion_url": outcome["url"],
        "page_id": outcome["page_id"],
        "summary": summary,
        "content": content,
        "warnings": outcome["warnings"],
        **extra,
    }


def cancelled(
    reason: Literal["rejected", "cancelled", "undone"], undone: Undone, language: Language
) -> Frame:
    key: str = reason
    if reason == "cancelled" and undone == Undone():
        key = "cancelled_untouched"
    elif reason == "undone" and undone.changes:
        key = "undone_changes"
    return {
        "type": "cancelled",
        "content": say(key, language),
        "reason": reason,
        "undone": asdict(undone),
    }


def stopped(outcome: Mapping[str, Any], language: Language) -> Frame:
    """A build that was stopped, be it taken back or not yet."""
    frame = cancelled("cancelled", Undone(**outcome["undone"]), language)
    if not outcome.get("unfinished"):
        return frame
    content = say("cancelled_unfinished", language, done=outcome["done"], total=outcome["total"])
    return {**frame, "content": content, "unfinished": True}


def undo_stopped(language: Language) -> Frame:
    """An undo that was stopped where it stood."""
    frame = cancelled("cancelled", Undone(), language)
    return {**frame, "content": say("undo_stopped", language), "unfinished": True}


def error(failure: NotionForgeError, language: Language) -> Frame:
    """What went wrong, in the person's language; `details` where more is known of it."""
    frame: Frame = {
        "type": "error",
        "content": explain(failure, language),
        "code": failure.code,
        "retryable": failure.retryable,
    }
    if failure.retry_after is not None:
        frame["retry_after"] = failure.retry_after
    if found := details(failure, language):
        frame["details"] = found
    return frame


def details(failure: NotionForgeError, language: Language) -> Details | None:
    """`{field, message}` for each problem; of Notion's own its code, status and request id."""
    match failure:
        case ValidationFailed(problems=problems):
            return [
                {"field": p.place, "message": say(f"rule_{p.rule}", language, **p.params)}
                for p in problems
            ]
        case NotionError(params=params):
            return notion_details(params)
        case _:
            return None


def notion_details(params: Mapping[str, Any]) -> dict[str, Any]:
    """What Notion said of a failure, as far as it said anything."""
    told = {"code": "notion_code", "status": "status", "request_id": "request_id"}
    return {name: params[key] for name, key in told.items() if params.get(key) is not None}


def system(content: str, thread_id: str, **extra: Any) -> Frame:
    """A word from the server itself; never numbered."""
    return {
        "type": "system",
        "content": content,
        "thread_id": thread_id,
        "protocol": "1",
        **extra,
    }


def turn_end(status: TurnStatus) -> Frame:
    return {"type": "turn_end", "status": status}


def blueprint_json(blueprint: Blueprint) -> dict[str, Any]:
    """A blueprint without what is left open in it."""
    return blueprint.model_dump(mode="json", exclude_defaults=True)


def modifications(subject: Modification, language: Language) -> list[dict[str, Any]]:
    """Changes as the contract lists them."""
    return changes_json(subject.structure, subject.changes, language)


def build_failed(outcome: Mapping[str, Any], language: Language) -> Frame:
    """A build that stopped on the way: why, how far it came, and what can be done."""
    why = outcome["error"]
    return {
        "type": "error",
        "content": failure_text(outcome, language),
        "code": why["code"],
        "retryable": "undone" not in outcome or why["retryable"],
        "unfinished": "undone" not in outcome,
    }


def failure_text(outcome: Mapping[str, Any], language: Language) -> str:
    """Why a build failed and what became of what it had made."""
    why = outcome["error"]
    detail = say(why["reason"], language, **{"detail": why["message"], **why["params"]})
    kind = "change" if outcome.get("changes") else "build"
    if "undone" in outcome:
        return say(f"{kind}_reverted", language, detail=detail)
    done, total = outcome["done"], outcome["total"]
    return say(f"{kind}_failed", language, detail=detail, done=done, total=total)


def outcome(subject: Subject, found: Mapping[str, Any], language: Language) -> Frame:
    """How a build ended: `complete`, `cancelled` or `error`."""
    match found["status"]:
        case "completed":
            return complete(subject, found, language)
        case "cancelled":
            return stopped(found, language)
        case _:
            return build_failed(found, language)
