"""Where a thread stands, as the tools tell it. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent.dialogue import Frame, Standing
from agent.texts import say
from api.mcp.shapes import (
    Conversation,
    Failure,
    Plan,
    PlannedDatabase,
    Progress,
    Question,
    Result,
    Status,
)

# What a model does with what it is told: the words are the API's, and go to no person.
_NEXT: Mapping[Status, str] = {
    "working": "The work goes on by itself. Call status with this thread_id to wait for it.",
    "awaiting_approval": (
        "Show the person the message, what the plan makes and preview_url. Call approve with "
        "plan_id once they say yes, revise with their words if they want it otherwise, reject if "
        "they want none of it. Never decide for them."
    ),
    "awaiting_answer": "Ask the person the question, and call revise with their answer.",
    "completed": "Tell the person. change, undo and redo go on from here.",
    "cancelled": "Nothing stays of it. Tell the person.",
    "failed": "Tell the person what went wrong; the message says what helps.",
}
_SAID = ("ai_response", "question", "complete", "cancelled", "error")


def conversation(standing: Standing) -> Conversation:
    """What a tool answers of a thread."""
    said = {frame["type"]: frame for frame in standing.frames}
    status = _status(standing, said)
    question, done = said.get("question"), said.get("complete") or said.get("cancelled")
    return Conversation(
        thread_id=standing.thread.id,
        status=status,
        message=_message(standing),
        next=_NEXT[status],
        question=_question(question) if question and status == "awaiting_answer" else None,
        plan=_plan(standing.plan) if standing.plan else None,
        result=_result(done) if done and status != "working" else None,
        progress=_progress(standing.progress) if standing.progress else None,
        error=_failure(said["error"]) if "error" in said and status == "failed" else None,
    )


def _status(standing: Standing, said: Mapping[str, Frame]) -> Status:
    """A plan that waits is what counts, whatever the last words came to."""
    if standing.runs or "turn_end" not in said:
        return "working"
    if standing.plan is not None:
        return "awaiting_approval"
    ended: Status = said["turn_end"]["status"]
    # A plan that was withdrawn, or is past its time, waits no more.
    return "cancelled" if ended == "awaiting_approval" else ended


def _message(standing: Standing) -> str:
    """All that was said in the turn; while it runs, how far it is."""
    if standing.progress is not None:
        return str(standing.progress["message"])
    if standing.runs:
        return say("analyzing", standing.thread.settings.answers_in)
    texts = [frame["content"] for frame in standing.frames if frame["type"] in _SAID]
    if standing.plan is not None:
        texts.append(standing.plan["content"])
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def _question(frame: Frame) -> Question:
    return Question.model_validate({name: frame[name] for name in ("content", "options")})


def _progress(frame: Frame) -> Progress:
    names = Progress.model_fields
    return Progress.model_validate({n: v for n, v in frame.items() if n in names})


def _failure(frame: Frame) -> Failure:
    return Failure(
        code=frame["code"],
        message=frame["content"],
        retryable=frame["retryable"],
        retry_after=frame.get("retry_after"),
    )


def _result(frame: Frame) -> Result:
    if frame["type"] == "cancelled":
        return Result(undone=frame["undone"])
    counts = {**(frame.get("summary") or {}), **(frame.get("result") or {})}
    return Result(
        url=frame.get("notion_url"),
        page_id=frame.get("page_id"),
        counts={name: n for name, n in counts.items() if isinstance(n, int | float)},
        warnings=frame["warnings"],
    )


def _plan(frame: Frame) -> Plan:
    figures, design = frame["metadata"], frame.get("blueprint")
    plan_id = frame["approval_id"]
    return Plan(
        plan_id=plan_id,
        version=frame["plan_version"],
        kind=figures["kind"],
        question=frame["content"],
        preview_url=frame.get("preview_url"),
        blueprint_uri=None if design is None else f"notionforge://plans/{plan_id}",
        expires_at=frame["expires_at"],
        api_calls=figures["api_calls"],
        estimated_seconds=figures["estimated_seconds"],
        databases=list(_databases(design or {})),
        sub_pages=list(_titles(design or {})),
        changes=frame.get("changes") or [],
        ingest=frame.get("ingest"),
    )


def _databases(page: Mapping[str, Any]) -> Iterator[PlannedDatabase]:
    """The databases of a design, those of its sub-pages behind its own."""
    for database in page.get("databases", ()):
        yield PlannedDatabase(
            title=database["title"],
            properties=[f"{prop['name']} ({prop['type']})" for prop in database["properties"]],
            views=[f"{view.get('name') or ''} ({view['type']})" for view in _views(database)],
            rows=len(database.get("rows", ())),
        )
    for sub_page in page.get("sub_pages", ()):
        yield from _databases(sub_page)


def _views(database: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(database.get("views", ()))


def _titles(page: Mapping[str, Any]) -> Iterator[str]:
    """The titles of the pages below one."""
    for sub_page in page.get("sub_pages", ()):
        yield sub_page["title"]
        yield from _titles(sub_page)
