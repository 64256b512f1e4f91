"""The server's frames, as the contract has them. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal

from agent.planner import Intent, Question
from agent.plans import Approval
from agent.texts import explain, say
from tools.blueprint.base import Language
from tools.errors import NotionForgeError, ValidationFailed
from tools.notion.forge import Step
from tools.notion.operations import Counts
from tools.notion.rollback import Undone

Frame = dict[str, Any]
TurnStatus = Literal["completed", "awaiting_approval", "awaiting_answer", "failed", "cancelled"]


def user_message(content: str, client_id: str | None) -> Frame:
    """What the person said, for every tab of the thread; `id` is the sender's own."""
    return {"type": "user_message", "content": content, "id": client_id}


def progress(step: str, language: Language, **params: Any) -> Frame:
    return {"type": "progress", "step": step, "message": say(step, language, **params)}


def step_done(step: Step, language: Language) -> Frame:
    """Progress of a build: `current` of `total` operations are done."""
    name = step.operation.step
    return {
        **progress(name, language, title=step.operation.title),
        "current": step.done,
        "total": step.total,
    }


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


def blueprint_preview(approval: Approval, preview_url: str, language: Language) -> Frame:
    return {
        "type": "blueprint_preview",
        "content": say("preview_ready", language),
        "blueprint": _blueprint(approval),
        "preview_url": preview_url,
    }


def approval_request(
    approval: Approval, counts: Counts, seconds: float, preview_url: str, language: Language
) -> Frame:
    """The plan put before the person; `api_calls` is exact, `estimated_seconds` is not."""
    numbers = asdict(counts)
    return {
        "type": "approval_request",
        "content": say("approve_question", language, **numbers),
        "approval_id": approval.id,
        "plan_version": approval.version,
        "expires_at": datetime.fromtimestamp(approval.expires_at, UTC).isoformat(),
        "metadata": {
            "kind": "create",
            "template_type": approval.blueprint.template_type,
            **numbers,
            "estimated_seconds": seconds,
        },
        "blueprint": _blueprint(approval),
        "preview_url": preview_url,
    }


def complete(title: str, outcome: Mapping[str, Any], language: Language) -> Frame:
    """The workspace is there. `summary` counts what was made; `duration_seconds` is the build's."""
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
    content = say("completed", language, title=title, seconds=outcome["duration_seconds"], **counts)
    return {
        "type": "complete",
        "notion_url": outcome["url"],
        "page_id": outcome["page_id"],
        "summary": summary,
        "content": content,
        "warnings": outcome["warnings"],
    }


def cancelled(
    reason: Literal["rejected", "cancelled", "undone"], undone: Undone, language: Language
) -> Frame:
    key = "cancelled_untouched" if reason == "cancelled" and not undone.pages else reason
    return {
        "type": "cancelled",
        "content": say(key, language),
        "reason": reason,
        "undone": asdict(undone),
    }


def error(failure: NotionForgeError, language: Language) -> Frame:
    """What went wrong, in the person's language; `details` where places or fields are known."""
    frame: Frame = {
        "type": "error",
        "content": explain(failure, language),
        "code": failure.code,
        "retryable": failure.retryable,
    }
    if failure.retry_after is not None:
        frame["retry_after"] = failure.retry_after
    if isinstance(failure, ValidationFailed) and failure.problems:
        frame["details"] = details(failure, language)
    return frame


def details(failure: ValidationFailed, language: Language) -> list[dict[str, str]]:
    """`{field, message}` for each problem."""
    return [
        {"field": p.place, "message": say(f"rule_{p.rule}", language, **p.params)}
        for p in failure.problems
    ]


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


def _blueprint(approval: Approval) -> dict[str, Any]:
    return approval.blueprint.model_dump(mode="json", exclude_defaults=True)


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
    if "undone" in outcome:
        return say("build_reverted", language, detail=detail)
    done, total = outcome["done"], outcome["total"]
    return say("build_failed", language, detail=detail, done=done, total=total)


def outcome(title: str, found: Mapping[str, Any], language: Language) -> Frame:
    """How a build ended: `complete`, `cancelled` or `error`."""
    match found["status"]:
        case "completed":
            return complete(title, found, language)
        case "cancelled":
            return cancelled("cancelled", Undone(**found["undone"]), language)
        case _:
            return build_failed(found, language)
