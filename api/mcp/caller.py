"""Who calls a tool: with which server key, in which language, with whose tokens.

Secrets come in headers alone: what is in arguments is kept by clients and shown to models.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mcp.server.mcpserver import Context as McpContext
from starlette.requests import Request

from agent.dialogue import Dialogue
from agent.entrance import Wish
from agent.planner.language import language_of
from agent.threads import Settings
from api.app import App
from api.callers import known_key
from api.ingest_callers import KEY, account_of, companies_of
from api.language import accepted
from api.requests import Options, token_of
from tools.blueprint.base import Language
from tools.errors import NotionForgeError

Context = McpContext[App, Any]


@dataclass(frozen=True)
class Caller:
    """Who calls. On standard streams there are no headers: it is the owner of the process.

    `language` is what their client asked for; `company`, `helpdesk` (its domain) and its key are
    what the headers of `POST /ingest` say, or the company that the server key is limited to.
    """

    owner: str = ""
    language: Language | None = None
    company: str | None = None
    helpdesk: str | None = None
    helpdesk_key: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def reads(self) -> Language:
        """The language of what is shown where no words say one."""
        return self.language or "ko"

    def wish(
        self, words: str, options: Options | None, parent_page_id: str | None = None, **brought: Any
    ) -> Wish:
        """What they ask for, with what they prefer; `brought` is what came along with the words."""
        preferred = options or Options()
        settings = Settings(
            **preferred.model_dump(exclude={"language"}),
            language=preferred.language or self.language,
            spoken=language_of(words, None),
            parent_page_id=parent_page_id,
            company=self.company,
            helpdesk=self.helpdesk,
        )
        asked = Wish(words, "ask", settings, self.token, owner=self.owner, **brought)
        return replace(asked, helpdesk_key=self.helpdesk_key)


def app_of(ctx: Context) -> App:
    """The application that serves the call."""
    app: App = ctx.request_context.lifespan_context
    return app


def dialogue_of(ctx: Context) -> Dialogue:
    """The conversations of the application that serves the call."""
    app = app_of(ctx)
    return Dialogue(app.desk, app.runs, app.entrance)


def request_of(request_context: Any) -> Request | None:
    """The HTTP request that a call came with."""
    found = request_context.request
    return found if isinstance(found, Request) else None


def caller_of(ctx: Context) -> Caller:
    """Raises AuthFailed, ValidationFailed for a token that can be none; Forbidden, InvalidInput for
    a company or a helpdesk that is not the caller's to read."""
    request = request_of(ctx.request_context)
    if request is None:
        return Caller()
    header, company = request.headers.get("accept-language"), companies_of(request)
    account = account_of(request, {}) if request.headers.get(KEY) else None
    return Caller(
        owner=known_key(request, app_of(ctx).settings),
        language=accepted(header) if header else None,
        company=company[0] if company else None,
        helpdesk=None if account is None else account.domain,
        helpdesk_key=None if account is None else account.key,
        token=token_of(request, None),
    )


async def language_for(ctx: Context, arguments: Mapping[str, Any]) -> Language:
    """The language in which a refused call is told: what its arguments or its client asked for,
    else the thread's, else that of its words."""
    options = arguments.get("options")
    if isinstance(options, Options) and options.language is not None:
        return options.language
    request = request_of(ctx.request_context)
    header = "" if request is None else request.headers.get("accept-language", "")
    words = next((arguments[name] for name in ("wish", "words") if arguments.get(name)), "")
    return accepted(header) or await _of_thread(ctx, arguments) or language_of(words, None)


async def _of_thread(ctx: Context, arguments: Mapping[str, Any]) -> Language | None:
    """The language of the thread that a call names, or whose plan it does."""
    desk = app_of(ctx).desk
    with contextlib.suppress(NotionForgeError):
        thread_id = arguments.get("thread_id")
        if plan_id := arguments.get("plan_id"):
            thread_id = (await desk.plans.get(plan_id)).thread_id
        if thread_id:
            return (await desk.threads.get(thread_id)).settings.answers_in
    return None
