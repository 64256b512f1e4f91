"""Tasks over REST, and the stream of any run that a request began."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.tasks import Task, TaskStatus
from api.app import App, app_of
from api.callers import known_key
from api.idempotency import once, run_of
from api.requests import GenerateBody, Page, queried, read
from api.streams import Stream, since_of
from api.wishes import failure, told, wish_of
from tools.records.paging import cursor_of


class ListQuery(Page):
    """`GET /api/tasks`."""

    status: TaskStatus | None = None


async def submit(request: Request) -> Response:
    """Takes a wish that is carried out whether or not anybody waits for it."""
    app, wish = app_of(request), wish_of(request, await read(request, GenerateBody))
    begun = await run_of(request, lambda: app.entrance.begin(wish, "task"))
    await app.entrance.submit(begun, wish)
    task = await app.tasks.get(begun.run_id, wish.owner)
    asked = {"status": "pending", "progress": [], "created_at": task.created_at}
    return JSONResponse({"task_id": task.id, **asked}, 202)


async def poll(request: Request) -> Response:
    """How far a task is, and what it came to."""
    return JSONResponse(await _shown(app_of(request), await _task(request)))


async def tasks(request: Request) -> Response:
    """The tasks, newest first."""
    app, page = app_of(request), queried(request, ListQuery)
    owner = known_key(request, app.settings)
    found = await app.tasks.newest(owner, page.status, page.limit + 1, page.cursor)
    shown = [await _shown(app, task) for task in found[: page.limit]]
    following = page.next([cursor_of(task.created_at, task.id) for task in found])
    return JSONResponse({"tasks": shown, "next_cursor": following})


async def delete(request: Request) -> Response:
    """Stops a task that runs, and rolls it back; takes one that has ended off the list."""
    app, task = app_of(request), await _task(request)
    if await app.tasks.stop(task):
        return JSONResponse({"success": True, "task_id": task.id, "status": "cancelled"})
    await app.tasks.forget(task)
    return JSONResponse({"success": True, "task_id": task.id, "status": "deleted"})


async def stream(request: Request) -> Response:
    """A task's events, as they come."""
    return _stream(request, await _task(request))


async def stream_run(request: Request) -> Response:
    """The events of what a request began, as they come."""
    app = app_of(request)
    owner = known_key(request, app.settings)
    return _stream(request, await app.tasks.request(request.path_params["run_id"], owner))


def _stream(request: Request, task: Task) -> Response:
    """204 tells an EventSource that has heard all not to come back."""
    since = since_of(request)
    if task.end is not None and since >= task.end:
        return Response(status_code=204)
    return Stream(app_of(request), task.thread, task.id, since)


async def _task(request: Request) -> Task:
    app = app_of(request)
    owner = known_key(request, app.settings)
    return await app.tasks.get(request.path_params["task_id"], owner)


async def _shown(app: App, task: Task) -> dict[str, Any]:
    """A task as the contract shows it; what has not come yet is left out."""
    told_ = ("step", "message", "current", "total")
    progress = [
        {"timestamp": step.at, **{name: step.frame[name] for name in told_ if name in step.frame}}
        for step in task.progress
    ]
    shown: dict[str, Any] = {"task_id": task.id, "status": task.status, "progress": progress}
    if task.ended is not None and task.status == "completed":
        shown["result"] = await told(app, task.ended)
    elif task.ended is not None:
        shown["error"] = failure(task.ended)
    shown["created_at"] = task.created_at
    if task.progress:
        shown["started_at"] = task.progress[0].at
    if task.completed_at is not None:
        shown["completed_at"] = task.completed_at
    return shown


routes = [
    Route("/api/tasks/submit", once(submit), methods=["POST"]),
    Route("/api/tasks", tasks),
    Route("/api/tasks/{task_id}", poll),
    Route("/api/tasks/{task_id}", delete, methods=["DELETE"]),
    Route("/api/tasks/{task_id}/stream", stream),
    Route("/api/runs/{run_id}/stream", stream_run),
]
