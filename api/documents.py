"""Documents over REST: at once to a workspace, or kept for the words that follow."""

from datetime import UTC, datetime

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.inputs import Mode
from agent.texts import describe
from api.app import app_of
from api.callers import known_key
from api.forms import fields_of, files_of, form_of, matter_of, too_many_files
from api.idempotency import once
from api.language import language_of, speak
from api.requests import Body, BuildBody, Options, TimeZone, Token
from api.wishes import answered, wish_to_build
from tools.blueprint.base import Language
from tools.documents.convert import check_kind


class DocumentForm(Body):
    """The fields beside the files of `POST /api/templates/document-to-notion`."""

    notion_token: Token | None = Field(default=None, repr=False)
    parent_page_id: str | None = Field(default=None, max_length=500)
    dry_run: bool = False
    language: Language | None = None
    time_zone: TimeZone | None = None


async def convert(request: Request) -> Response:
    """Builds what some files come to; `dry_run` answers the blueprint alone."""
    form = await form_of(request)
    files, asked = files_of(form), fields_of(form, DocumentForm)
    app, language = app_of(request), asked.language or language_of(request)
    speak(request, language)
    zone = asked.time_zone or app.settings.time_zone
    found = await app.desk.documents.convert(files, language, zone)
    body = BuildBody(
        notion_token=asked.notion_token,
        parent_page_id=asked.parent_page_id,
        options=Options(language=language, time_zone=asked.time_zone),
    )
    remarks = tuple(describe(note, language) for note in found.notes)
    mode: Mode = "preview" if asked.dry_run else "implied"
    return await answered(request, wish_to_build(request, body, found.blueprint, mode, remarks))


async def keep(request: Request) -> Response:
    """Keeps a file for an hour: a message or a command names it by its id.

    Raises UnsupportedMedia for a kind that nothing can be made of.
    """
    files = files_of(await form_of(request))
    if len(files) > 1:
        raise too_many_files(1)
    (file,) = files
    kind = check_kind(file)
    app = app_of(request)
    kept = await app.desk.files.keep(known_key(request, app.settings), file)
    expires = datetime.fromtimestamp(kept.expires_at, UTC).isoformat()
    told = {"file_id": kept.id, "name": file.name, "kind": kind, "size": len(file.content)}
    return JSONResponse({**told, "expires_at": expires}, 201)


routes = [
    Route(
        "/api/templates/document-to-notion", once(convert, matter_of=matter_of), methods=["POST"]
    ),
    Route("/api/files", once(keep, matter_of=matter_of), methods=["POST"]),
]
