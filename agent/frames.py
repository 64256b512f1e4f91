"""Makes the server's frames, in the person's language. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from agent.outcomes import BuildFailed, BuildStopped, Built, Outcome
from agent.planner.seam import Heard, Question
from agent.plans.kinds import Approval, Subject
from agent.server_frames import (
    AiResponse,
    AiToken,
    ApprovalRequest,
    Asked,
    BlueprintPreview,
    Cancelled,
    Complete,
    Details,
    Error,
    FieldProblem,
    NotionRefusal,
    PlanFigures,
    Progress,
    Summary,
    System,
    TurnEnd,
    TurnStatus,
    Understood,
    UserMessage,
)
from agent.texts import explain, made, say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.errors import AiError, NotionError, NotionForgeError, ValidationFailed
from tools.logs import scrub
from tools.notion.forge import Step
from tools.notion.journal import Undone
from tools.notion.operations import Counts
from tools.notion.patience import Silence


def user_message(content: str, client_id: str | None) -> UserMessage:
    return UserMessage(content=content, id=client_id)


def progress(step: str, language: Language, *, key: str | None = None, **params: Any) -> Progress:
    """How far a turn has come; `key` names the text where it is not the step's own."""
    return Progress(step=step, message=say(key or step, language, **params))


def step_done(step: Step, key: str, language: Language) -> Progress:
    """Progress of a build: `current` of `total` operations are done; `key` names the text."""
    operation = step.operation
    frame = progress(operation.step, language, key=key, title=operation.title)
    return replace(frame, current=step.done, total=step.total, title=operation.title)


def step_undone(step: Step, language: Language) -> Progress:
    """Progress of taking changes back."""
    return replace(progress("rolling_back", language), current=step.done, total=step.total)


def waiting(silence: Silence, language: Language) -> Progress:
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


def ai_token(piece: str) -> AiToken:
    return AiToken(content=piece)


def stands_in(thread_id: str, failure: AiError, language: Language) -> System:
    """Why the chosen planner failed, and that the embedded one goes on."""
    return system(f"{explain(failure, language)} {say('stands_in', language)}", thread_id)


def ai_response(content: str, heard: Heard) -> AiResponse:
    understood = Understood(
        intent=heard.kind,
        template_type=heard.template_type,
        confidence=round(heard.confidence, 2),
    )
    return AiResponse(content=content, metadata=understood)


def question(asked: Question) -> Asked:
    return Asked(content=asked.content, options=asked.options)


def blueprint_preview(design: Blueprint, url: str, language: Language) -> BlueprintPreview:
    content = say("preview_ready", language)
    return BlueprintPreview(content=content, blueprint=design, preview_url=url)


def approval_request(
    approval: Approval, counts: Counts, seconds: float, preview_url: str | None, language: Language
) -> ApprovalRequest:
    """The plan put before the person."""
    numbers, subject = asdict(counts), approval.subject
    said = {"made": made(numbers, language), **subject.figures(numbers)}
    request = ApprovalRequest(
        content=say(f"{subject.kind}_question", language, **said),
        approval_id=approval.id,
        plan_version=approval.version,
        expires_at=datetime.fromtimestamp(approval.expires_at, UTC).isoformat(),
        metadata=PlanFigures(
            kind=subject.kind, template_type="custom", **numbers, estimated_seconds=seconds
        ),
        preview_url=preview_url,
    )
    return subject.asked(request, language)


def complete(subject: Subject, outcome: Built, language: Language) -> Complete:
    """It is done."""
    counts, seconds = outcome["counts"], outcome["duration_seconds"]
    said = {**subject.figures(counts), "made": made(counts, language)}
    said |= {"title": subject.title, "seconds": max(round(seconds), 1)}
    frame = Complete(
        notion_url=outcome["url"],
        page_id=outcome["page_id"],
        summary=Summary(
            pages_created=counts["pages"],
            databases_created=counts["databases"],
            blocks_created=counts["blocks"],
            rows_created=counts["rows"],
            views_created=counts["views"],
            api_calls=outcome["api_calls"],
            duration_seconds=seconds,
        ),
        content=say(f"{subject.kind}_completed", language, **said),
        warnings=outcome["warnings"],
    )
    return subject.done(frame, language)


def rejected(language: Language) -> Cancelled:
    return Cancelled(content=say("rejected", language), reason="rejected", undone=Undone())


def cancelled(undone: Undone, language: Language) -> Cancelled:
    """Work that was stopped, and what of it was taken back."""
    key = "cancelled" if undone != Undone() else "cancelled_untouched"
    return Cancelled(content=say(key, language), reason="cancelled", undone=undone)


def undone(kind: str, what: Undone, language: Language, name: str = "") -> Cancelled:
    """A build of a kind that was taken back, as far as nobody had gone on from it; `name` says of
    what it was."""
    stays = kind in ("modify", "manage") and what == Undone()
    content = untouched(kind, language) if stays else say(f"{kind}_undone", language)
    if name and not stays:
        content = say("undone_named", language, done=content, name=name)
    return Cancelled(content=content, reason="undone", undone=what)


def untouched(kind: str, language: Language) -> str:
    """Why nothing was taken back: a page that was as wished before was never changed; what was
    changed has been changed again since."""
    return say("nothing_to_undo" if kind == "manage" else "modify_overtaken", language)


def stopped(outcome: BuildStopped, language: Language) -> Cancelled:
    """A build that was stopped, be it taken back or not yet."""
    frame = cancelled(Undone(**outcome["undone"]), language)
    if not outcome.get("unfinished"):
        return frame
    content = say("cancelled_unfinished", language, done=outcome["done"], total=outcome["total"])
    return replace(frame, content=content, unfinished=True)


def undo_stopped(language: Language) -> Cancelled:
    """An undo that was stopped where it stood."""
    frame = cancelled(Undone(), language)
    return replace(frame, content=say("undo_stopped", language), unfinished=True)


def error(failure: NotionForgeError, language: Language) -> Error:
    """What went wrong, in the person's language; `details` where more is known of it.

    What others said of it may repeat a secret.
    """
    return Error(
        content=scrub(explain(failure, language)),
        code=failure.code,
        retryable=failure.retryable,
        retry_after=failure.retry_after,
        details=details(failure, language),
    )


def details(failure: NotionForgeError, language: Language) -> Details | None:
    """The problem of each field, or what Notion said; None where nothing more is known."""
    match failure:
        case ValidationFailed(problems=problems) if problems:
            return [
                FieldProblem(
                    field=scrub(p.place), message=scrub(say(f"rule_{p.rule}", language, **p.params))
                )
                for p in problems
            ]
        case NotionError(params=params):
            return notion_details(params)
        case _:
            return None


def notion_details(params: Mapping[str, Any]) -> NotionRefusal | None:
    """What Notion said of a failure; None where it said nothing."""
    refusal = NotionRefusal(
        code=params.get("notion_code"),
        status=params.get("status"),
        request_id=params.get("request_id"),
    )
    return None if refusal == NotionRefusal() else refusal


def system(content: str, thread_id: str, *, planner: str | None = None) -> System:
    return System(content=content, thread_id=thread_id, planner=planner)


def welcome(known: System, missing: NotionForgeError | None, language: Language) -> System:
    """What an `init` is answered; `missing` is why the planner that it asked for is not there."""
    text = say("resumed" if known.resumed else "welcome", language)
    if missing is None:
        return replace(known, content=text)
    remark = explain(missing, language)
    return replace(known, content=f"{text} {remark}", remark=remark)


def turn_end(status: TurnStatus) -> TurnEnd:
    return TurnEnd(status=status)


def build_failed(outcome: BuildFailed, language: Language) -> Error:
    """A build that stopped on the way: why, how far it came, and what can be done."""
    why = outcome["error"]
    return Error(
        content=failure_text(outcome, language),
        code=why["code"],
        retryable="undone" not in outcome or why["retryable"],
        unfinished="undone" not in outcome,
    )


def failure_text(outcome: BuildFailed, language: Language) -> str:
    """Why a build failed and what became of what it had made."""
    why = outcome["error"]
    detail = say(why["reason"], language, **{"detail": why["message"], **why["params"]})
    kind = outcome.get("kind", "create")
    if "undone" in outcome:
        return say(f"{kind}_reverted", language, detail=detail)
    done, total = outcome["done"], outcome["total"]
    return say(f"{kind}_failed", language, detail=detail, done=done, total=total)


def outcome(subject: Subject, found: Outcome, language: Language) -> Complete | Cancelled | Error:
    """How a build ended: `complete`, `cancelled` or `error`."""
    if found["status"] == "completed":
        return complete(subject, found, language)
    if found["status"] == "cancelled":
        return stopped(found, language)
    return build_failed(found, language)
