"""GitHub Copilot through the runtime that its SDK drives: one process for the whole server, started
once and asked in sessions that have no tools and leave nothing behind.

Left alone the SDK downloads a runtime the moment its client is made, so it is always told which one
to start. What is said of either here was seen with github-copilot-sdk 1.0.27 and runtime 1.0.102.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from agent.planner.model.answer import MOST_CHARACTERS, Answer, Hear, Request, Turn, Usage
from agent.planner.model.provider import Endpoint
from tools.errors import AiAuthFailed, AiError

START_SECONDS = 20.0  # its first start unpacks files; 0.6 s were measured later on
SILENT_SECONDS = 5.0  # then it is asked whether it still lives: of its death nobody tells
MOST_SILENT = 9  # such asks in a row: whoever is silent for longer is thinking too long
LEAVE_SECONDS = 3.0
# All that the runtime is told of this process's environment, which holds keys that are not its own.
_PASSED_ON = (
    *("PATH", "HOME", "LANG", "TMPDIR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"),
    *("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "SYSTEMROOT"),
)
_REASONS = {
    "quota": "ai_quota",
    "rate_limit": "ai_busy",
    "context_limit": "ai_context",
}  # by the category that the runtime gives an error

_logger = logging.getLogger("notionforge.copilot")


def installed() -> str | None:
    """The runtime to be started, GitHub's `copilot` on the PATH; None without one, or without the
    SDK. It looks, and loads nothing."""
    return None if find_spec("copilot") is None else shutil.which("copilot")


class Copilot:
    """The runtime at `runtime`, which keeps its files in `home` and is signed in by `token`.

    `current` is the model that is asked where nobody names one; None leaves that to the runtime.
    """

    def __init__(
        self, runtime: str | None, home: Path, token: str | None = None, model: str | None = None
    ) -> None:
        self.current = model
        self.models: tuple[str, ...] = ()
        self._runtime = runtime
        self._home = home
        self._token = token
        self._client: Any = None
        self._authenticated: bool | None = None
        self._starting = asyncio.Lock()
        self._beginning: asyncio.Task[None] | None = None

    @property
    def available(self) -> bool:
        return self._runtime is not None

    @property
    def status(self) -> dict[str, Any]:
        """How it stands, by what is known: nothing is asked or started to tell."""
        return {
            "available": self.available,
            "started": self._client is not None,
            "authenticated": self._authenticated,
            "models": list(self.models),
            "current_model": self.current,
        }

    def begin(self) -> None:
        """Starts the runtime, if there is one, while everybody else goes on."""
        if self.available:
            self._beginning = asyncio.create_task(self._begin(), name="copilot")

    async def _begin(self) -> None:
        with suppress(AiError):  # it is tried again by whoever asks, and told then
            await self._started()

    async def close(self) -> None:
        if self._beginning is not None:
            self._beginning.cancel()
            await asyncio.wait((self._beginning,))
        await self._stop()

    async def ask(self, endpoint: Endpoint, request: Request, hear: Hear) -> Answer:
        """The answer of a model; `hear` gets what is there of it, with each piece. Raises AiError.

        How long an answer may be cannot be said to it, and its form only in words.
        """
        client = await self._started()
        if not self._authenticated:
            raise AiAuthFailed("nobody is signed in", reason="ai_copilot_signed_out")
        system, words = _said(request.turns)
        try:
            session = await client.create_session(
                model=endpoint.model or self.current,
                client_name="notionforge",
                available_tools=[],
                streaming=True,
                system_message={"mode": "replace", "content": system},
            )
        except Exception as error:  # noqa: BLE001 - the SDK has no class for its errors
            await self._check()
            raise AiError(f"no session: {type(error).__name__}", reason="ai_refused") from None
        try:
            return await self._heard(session, words, hear)
        finally:
            await _leave(client, session)

    async def _heard(self, session: Any, words: str, hear: Hear) -> Answer:
        hearing = _Hearing()
        session.on(hearing.take)
        try:
            await session.send(words)
        except Exception as error:  # noqa: BLE001 - as above
            await self._check()
            message = f"the session takes nothing: {type(error).__name__}"
            raise AiError(message, reason="ai_failed") from None
        silent, told = 0, ""
        while not hearing.is_over:
            if await hearing.news(SILENT_SECONDS):
                silent = 0
                if hearing.text != told:
                    told = hearing.text
                    await hear(told)
                continue
            await self._check()
            silent += 1
            if silent == MOST_SILENT:
                raise AiError("the model took too long", reason="ai_timeout")
        await hear(hearing.text)
        return hearing.answer()

    async def _check(self) -> None:
        """Raises AiError where the runtime is gone: a session that failed is no reason to end those
        of others."""
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                await self._client.ping()
        except Exception as error:  # noqa: BLE001 - as above
            raise await self._lost(error) from None

    async def _started(self) -> Any:
        """The client of the runtime, which is started where it is not yet. Raises AiError."""
        if not self.available:  # the SDK would now download one
            raise AiError("its program is not installed", reason="ai_unreachable")
        async with self._starting:
            if self._client is None:
                try:
                    async with asyncio.timeout(START_SECONDS):
                        await self._start()
                except Exception as error:  # noqa: BLE001 - as above
                    raise await self._lost(error) from None
            return self._client

    async def _start(self) -> None:
        sdk: Any = await asyncio.to_thread(import_module, "copilot")
        logging.getLogger("copilot").setLevel(logging.CRITICAL)  # it quotes what failed
        self._home.mkdir(mode=0o700, exist_ok=True)
        self._client = sdk.CopilotClient(
            connection=sdk.RuntimeConnection.for_stdio(path=self._runtime),
            mode="empty",  # no files, memories, instructions or plugins of whoever runs the server
            base_directory=str(self._home),
            working_directory=str(self._home),
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            github_token=self._token,
            log_level="none",  # its log would quote what people say
        )
        await self._client.start()
        self._authenticated = (await self._client.get_auth_status()).isAuthenticated
        if self._authenticated:
            listed = await self._client.list_models()
            self.models = tuple(m.id for m in listed if m.policy is None or _allows(m.policy))

    async def _lost(self, error: Exception) -> AiError:
        """What became of a runtime that does not answer as it should: it is started anew next time.
        Of what it says only the class is kept, as its text may quote a token."""
        _logger.warning("the runtime of GitHub Copilot failed: %s", type(error).__name__)
        await self._stop()
        return AiError("the runtime does not answer", reason="ai_unreachable", passing=True)

    async def _stop(self) -> None:
        client, self._client = self._client, None
        process = getattr(client, "_cli_process", None)
        if client is not None:
            with suppress(Exception):  # it is gone, or is killed all the same
                await client.force_stop()
        if process is not None:  # the SDK leaves the pipes to the garbage collector
            for pipe in (process.stdin, process.stdout, process.stderr):
                pipe.close()


class _Hearing:
    """What a session tells of one answer. The SDK calls `take` on our loop, event by event."""

    def __init__(self) -> None:
        self.text = ""
        self.is_over = False
        self._finish = ""
        self._model = ""
        self._usage: Usage | None = None
        self._failure: AiError | None = None
        self._news = asyncio.Event()

    def take(self, event: Any) -> None:
        data = event.data
        match event.type.value:
            case "assistant.message_delta":
                self.text += data.delta_content
            case "assistant.message":
                self.text, self._finish = data.content, self._finish or "stop"
            case "assistant.usage":
                self._model, self._finish = data.model, data.finish_reason or self._finish
                self._usage = Usage(data.input_tokens or 0, data.output_tokens or 0)
            case "session.error":
                self._end(_named(data))
            case "session.idle":
                self.is_over = True
        if len(self.text) > MOST_CHARACTERS:
            self._end(AiError("the answer has no end", reason="ai_unusable"))
        self._news.set()

    def _end(self, failure: AiError) -> None:
        self._failure, self.is_over = self._failure or failure, True

    async def news(self, seconds: float) -> bool:
        """Whether something new was told within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def answer(self) -> Answer:
        """All that was told. Raises AiError."""
        if self._failure is not None:
            raise self._failure
        return Answer(self.text, self._finish, model=self._model, usage=self._usage)


def _said(turns: Sequence[Turn]) -> tuple[str, str]:
    """The rules, and the conversation as the one text that begins a session."""
    rules = "\n\n".join(turn.text for turn in turns if turn.role == "system")
    words = (f"You answered:\n{t.text}" if t.role == "ai" else t.text for t in turns)
    return rules, "\n\n".join(w for w, t in zip(words, turns, strict=True) if t.role != "system")


def _named(data: Any) -> AiError:
    """An error of a session, by its category and its provider's status; no text of it is kept."""
    if data.error_type in ("authentication", "authorization") or data.status_code in (401, 403):
        return AiAuthFailed("the sign-in was refused", reason="ai_copilot_signed_out")
    reason = _REASONS.get(data.error_type, "ai_failed")
    return AiError(f"the session failed: {data.error_type}", reason=reason)


def _allows(policy: Any) -> bool:
    return bool(policy.state != "disabled")


async def _leave(client: Any, session: Any) -> None:
    """Ends a session and has its files deleted, as far as the runtime is there to do so."""
    with suppress(Exception):
        async with asyncio.timeout(LEAVE_SECONDS):
            await session.abort()
            await session.disconnect()
            await client.delete_session(session.session_id)
