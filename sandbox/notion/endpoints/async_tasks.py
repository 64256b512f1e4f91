"""Tasks: the outcome of a request that was answered before it was done.

Here it is done at once; what is answered first is what Notion answers, so that clients poll.
"""

from __future__ import annotations

from sandbox.notion.calls import Call
from sandbox.notion.errors import NotFoundError
from sandbox.notion.ids import bare, new_id
from sandbox.notion.records import AsyncTask, Json, Parent
from sandbox.notion.users import BOT_ID, BOT_NAME

_POLL_AFTER = 1  # seconds


def started(call: Call, operation: str, result: Json) -> Json:
    """The 202 answer to a request; `operation` is what Notion calls it, `result` its outcome."""
    task = AsyncTask(
        id=f"task_{bare(new_id())}",
        operation=operation,
        result=result,
        **call.tx.stamp(Parent("page_id", result["id"])),
    )
    shown = _task(call, call.tx.put(task), "queued")
    asked = shown.pop("operation")
    return {**shown, "poll_after_seconds": _POLL_AFTER, "operation": asked}


def retrieve(call: Call) -> Json:
    """GET /async_tasks/{id}."""
    task = call.tx.get(AsyncTask, call.names[0])
    if task is None:
        raise NotFoundError("async task", call.names[0], (BOT_ID, BOT_NAME))
    return {**_task(call, task, "succeeded"), "result": task.result}


def _task(call: Call, task: AsyncTask, status: str) -> Json:
    return {
        "object": "async_task",
        "id": task.id,
        "status": status,
        "status_url": f"{call.base_url}/async_tasks/{task.id}",
        "created_time": task.created_time,
        "operation": {"surface": "rest", "name": task.operation},
    }
